"""What is seen: colours and marks by pixel, the head that stays, zoom and the dark scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import About, Report
from giadesk.places import shipped
from giadesk.ui import theme
from giadesk.ui.session import Session
from tests.ui.table_help import Key, Table

MakeTable = Callable[..., Table]
MakeSession = Callable[..., Session]
N = "received/natural"
B = "received/business"


@pytest.fixture
def table(make_table: MakeTable) -> Table:
    table = make_table()
    table.go("carried_out/business")  # the ring of the focus is elsewhere
    table.view.verticalScrollBar().setValue(0)
    return table


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Change zoom and scheme, and change them back."""

    def change(zoom: int = 100, scheme: theme.Scheme = "light") -> None:
        theme.apply(qapp, zoom, scheme)
        QApplication.processEvents()

    yield change
    theme.apply(qapp)


def picture(table: Table) -> QImage:
    QApplication.processEvents()
    return table.view.viewport().grab().toImage()


def rect(table: Table, place: str) -> QRect:
    return table.view.visualRect(table.figures.index_of(table.full(place)))


def pixel(table: Table, at: QPoint) -> QColor:
    return picture(table).pixelColor(at)


def ground(table: Table, place: str) -> QColor:
    """The colour of the cell's ground, beside its left line and clear of figures."""
    cell = rect(table, place)
    return pixel(table, QPoint(cell.left() + 3, cell.center().y() + 6))


def top_right(table: Table, place: str) -> QColor:
    cell = rect(table, place)
    return pixel(table, QPoint(cell.right() - 3, cell.top() + 2))


def bottom_right(table: Table, place: str) -> QColor:
    cell = rect(table, place)
    return pixel(table, QPoint(cell.right() - 3, cell.bottom() - 2))


def inks(table: Table, place: str) -> int:
    """How many pixels of a cell are not its ground."""
    image, cell, plain = picture(table), rect(table, place), ground(table, place)
    inner = cell.adjusted(2, 2, -3, -3)
    return sum(
        image.pixelColor(x, y) != plain
        for x in range(inner.left(), inner.right())
        for y in range(inner.top(), inner.bottom())
    )


def test_totals_are_grey_until_they_are_unlocked(table: Table) -> None:
    assert ground(table, N) == theme.colour("base")
    assert ground(table, "received/total") == theme.colour("computed")
    table.figures.unlock(table.full("received/total"))
    assert ground(table, "received/total") == theme.colour("base")
    cell = rect(table, "received/total")
    assert pixel(table, cell.topLeft() + QPoint(1, 1)) == theme.colour("accent")


@pytest.mark.parametrize("severity", ["must", "verify", "hint"])
def test_a_finding_marks_the_corner_in_its_colour(table: Table, severity: Any) -> None:
    assert top_right(table, N) == theme.colour("base")
    table.session.set_checks(lambda _r: [Finding("F", severity, "错", cells=(table.full(N),))])
    assert top_right(table, N) == theme.colour(severity)
    assert top_right(table, B) == theme.colour("base")


def test_an_explanation_is_a_note_in_another_corner(table: Table) -> None:
    found = Finding("F", "verify", "不符", cells=(table.full(N),), explained="机构改革")
    table.session.set_checks(lambda _r: [found])
    assert top_right(table, N) == theme.colour("base")
    assert bottom_right(table, N) == theme.colour("good")


def test_the_sides_of_a_relation_have_two_grounds(table: Table) -> None:
    table.editor.mark([table.full(N)], [table.full(B)])
    assert ground(table, N) == theme.colour("verify_soft")
    assert ground(table, B) == theme.colour("good_soft")
    table.editor.mark(())
    assert ground(table, N) == theme.colour("base")


def test_a_refused_text_is_red(table: Table) -> None:
    table.figures.write(table.full(N), "2.5")
    assert ground(table, N) == theme.colour("must_soft")


def test_a_selection_is_seen(table: Table) -> None:
    table.select(N, "carried_in/business")
    assert ground(table, B) == theme.colour("selection")
    assert ground(table, "granted/natural") == theme.colour("base")


def test_the_focus_has_a_ring_and_keeps_a_paler_one_without_the_focus(table: Table) -> None:
    table.go("granted/natural")
    edge = rect(table, "granted/natural").topLeft() + QPoint(1, 10)
    assert pixel(table, edge) == theme.colour("focus")
    table.editor.blanks.setFocus()
    assert pixel(table, edge) == theme.colour("muted")


def test_last_years_figure_stands_beside_the_present_one(table: Table) -> None:
    blank = "carried_out/natural"  # 1 last year, nothing yet
    table.go(blank)
    table.go(N)
    table.view.verticalScrollBar().setValue(table.view.verticalScrollBar().maximum())
    assert inks(table, blank) > 0
    table.editor.last_year.click()
    assert inks(table, blank) == 0


def test_the_0_that_would_be_filled_is_seen(table: Table) -> None:
    table.editor.last_year.click()
    assert inks(table, "granted/natural") == 0
    table.editor.commands.fill_blanks()
    assert inks(table, "granted/natural") > 0
    table.editor.notice.decline()
    assert inks(table, "granted/natural") == 0


def test_the_head_and_the_labels_stay_in_view(table: Table) -> None:
    head = table.view.horizontalHeader().viewport()
    before = head.grab().toImage()
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert head.grab().toImage() == before
    assert table.view.horizontalHeader().height() == table.view.head_height > 60
    narrow = Table(table.session, "applications", 300, 400)
    labels = narrow.view.verticalHeader().viewport()
    before = labels.grab().toImage()
    across = narrow.view.horizontalScrollBar()
    assert across.maximum() > 0
    across.setValue(across.maximum())
    QApplication.processEvents()
    assert labels.grab().toImage() == before
    narrow.editor.close()


def test_the_head_of_a_block_stays_while_its_rows_are_in_view(make_table: MakeTable) -> None:
    table = make_table("disclosure", height=220)
    sticky = table.view._sticky
    assert not sticky.isVisible()
    table.view.verticalScrollBar().setValue(table.view.rowHeight(0) + 5)
    assert sticky.isVisible()
    assert sticky.height() == table.view.rowHeight(0) + table.view.rowHeight(1)


def test_zoom_makes_everything_larger_and_nothing_is_cut(make_table: MakeTable, themed: Callable[..., None]) -> None:  # fmt: skip
    themed(100)
    table = make_table("proceedings", width=1500)
    before = table.view.layout_
    themed(200)
    after = table.view.layout_
    assert after.rows[0] > 1.7 * before.rows[0]
    needed = table.view.fontMetrics().horizontalAdvance("88")
    assert all(width > needed for width in after.columns)
    themed(80)
    assert table.view.layout_.rows[0] < before.rows[0]


def test_the_dark_scheme_is_dark_everywhere(make_table: MakeTable, themed: Callable[..., None]) -> None:  # fmt: skip
    themed(100, "dark")
    table = make_table()
    table.go("carried_out/business")
    table.view.verticalScrollBar().setValue(0)
    assert ground(table, N) == theme.colour("base")
    assert theme.colour("base").lightnessF() < 0.3
    table.view.say(table.full(N), "说明", "hint")
    image = table.editor.grab().toImage()
    light = sum(
        image.pixelColor(x, y).lightnessF() > 0.85
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert light < 0.06 * (image.width() // 3) * (image.height() // 3)  # only letters


@pytest.mark.parametrize("form_id", ["gia-2008", "gia-2014", "gia-2019", "gia-2021"])
def test_every_table_of_every_form_opens_and_is_walked_through(make_table: MakeTable, make_session: MakeSession, form_id: str) -> None:  # fmt: skip
    form: Form = FormLibrary(shipped("forms")).get(form_id)
    report = Report(about=About(unit="柳河镇", year=form.spec.from_year, form=form_id))
    for spec in form.spec.tables:
        table = make_table(spec.id, session=make_session(report, form=form))
        seen = {table.view.current_id}
        for _ in table.view.map.ids:
            table.press(Key.Key_Return)
            seen.add(table.view.current_id)
        assert seen == {i for i in table.view.map.ids if not form.indicators[i].computed}
        assert not table.view.viewport().grab().isNull()
        table.editor.close()


def test_beside_a_table_that_ends_before_the_screen_nothing_is_drawn(make_table: MakeTable, themed: Callable[..., None]) -> None:  # fmt: skip
    for scheme in ("light", "dark"):
        themed(100, scheme)
        table = make_table(width=1900, height=1000)
        QApplication.processEvents()
        image = table.editor.grab().toImage()
        frame = table.view.parentWidget()
        assert frame is not None
        end = frame.x() + table.view.layout_.width + 3
        assert end < image.width() - 50
        seen = {
            image.pixelColor(x, y).name()
            for x in (end, image.width() - 1)
            for y in range(frame.y(), frame.geometry().bottom())
        }
        assert seen == {theme.colour("window").name()}
        inside = image.pixelColor(frame.x() + table.view.layout_.width // 2, frame.y())
        assert inside == theme.colour("grid")
