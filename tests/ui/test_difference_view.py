"""Last year's text beside this year's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from giadesk.core.report import Paragraph, Section
from giadesk.ui.difference_view import DifferenceView, shown_paragraphs

LAST = ("公开信息312条。", "收到申请15件。", "健全机制。")
THIS = ("公开信息298条。", "健全机制。", "新建专栏8个。")


@pytest.fixture
def view(qtbot: QtBot) -> DifferenceView:
    view = DifferenceView()
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    return view


def test_side_by_side_each_column_is_one_years_text(view: DifferenceView) -> None:
    view.show_difference(LAST, THIS, "2025年", "2026年")
    table = view.text.document().rootFrame().childFrames()[0]
    columns: list[list[str]] = [[], []]
    for row in range(1, table.rows()):  # type: ignore[attr-defined]
        for column in (0, 1):
            cell = table.cellAt(row, column)  # type: ignore[attr-defined]
            columns[column].append(cell.begin().currentBlock().text())
    assert [text for text in columns[0] if text] == list(LAST)
    assert [text for text in columns[1] if text] == list(THIS)
    assert columns[0][0] == LAST[0]
    assert columns[1][0] == THIS[0]


def test_one_column_where_there_is_no_room(view: DifferenceView) -> None:
    view.show_difference(LAST, THIS)
    view.resize(300, 400)
    text = view.text.toPlainText()
    assert text.split("\n")[0] == "公开信息312298条。"
    assert "收到申请15件。" in text
    assert "新建专栏8个。" in text


def test_removed_and_added_do_not_rest_on_colour(view: DifferenceView) -> None:
    view.resize(300, 400)
    view.show_difference(("共312条",), ("共298条",))
    looks = {}
    pieces = view.text.document().begin().begin()
    while not pieces.atEnd():
        looks[pieces.fragment().text()] = pieces.fragment().charFormat()
        pieces += 1
    assert looks["312"].fontStrikeOut()
    assert looks["298"].fontUnderline()
    assert not looks["共"].fontStrikeOut()


@pytest.mark.parametrize(
    ("last", "this", "words"),
    [
        (LAST, THIS, "改动1段，新增1段，删去1段"),
        (LAST, LAST, "与去年完全相同"),
        ((), THIS, "没有去年的文字可以比较"),
        (LAST, (), "与去年相同0%；删去3段"),
    ],
)
def test_the_summary(
    view: DifferenceView, last: tuple[str, ...], this: tuple[str, ...], words: str
) -> None:
    view.show_difference(last, this)
    assert words in view.summary.text()


def test_the_share_is_of_this_years_text(view: DifferenceView) -> None:
    view.show_difference(("甲乙丙丁",), ("甲乙丙丁", "戊己庚辛"))
    assert view.share == 0.5


def test_stepping_through_the_changes_goes_round(view: DifferenceView) -> None:
    view.show_difference(LAST, THIS)
    following = view.findChild(QToolButton, "changeNext")
    assert following is not None
    seen = []
    for _ in range(4):
        following.click()
        seen.append(view.text.textCursor().position())
    assert len(set(seen[:3])) == 3
    assert seen[3] == seen[0]
    view.step(-1)
    assert view.text.textCursor().position() == seen[2]


def test_a_double_click_names_the_paragraph_of_this_year(
    view: DifferenceView, qtbot: QtBot
) -> None:
    view.show_difference(LAST, THIS)
    view.step(1)
    place = view.text.cursorRect().center() + QPoint(8, 0)
    with qtbot.waitSignal(view.activated) as told:
        QTest.mouseDClick(view.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [0]


def test_text_is_shown_as_it_is(view: DifferenceView) -> None:
    view.show_difference(("<b>甲</b>",), ("<img src='//host/x.png'>乙",))
    assert "<img src='//host/x.png'>乙" in view.text.toPlainText()
    assert view.text.document().resource(2, QUrl("//host/x.png")) is None
    assert view.text.isReadOnly()


def test_a_sections_paragraphs_as_printed() -> None:
    section = Section(
        "overview",
        "总体情况",
        (
            Paragraph("甲{a/b/c}件", 2),
            Paragraph(table="t"),
            Paragraph(" "),
            Paragraph("乙", 3),
            Paragraph("丙", 2),
        ),
    )
    assert shown_paragraphs(section, {"a/b/c": Decimal(3)}) == ["（一）甲3件", "1.乙", "（二）丙"]
    assert shown_paragraphs(None, {}) == []
