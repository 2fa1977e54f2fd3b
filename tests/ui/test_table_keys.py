"""Where keys and mouse lead in a table: reliability-ux.md B.4, a line a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from giadesk.core.report import Report
from giadesk.ui import theme
from giadesk.ui.focus import read_on
from giadesk.ui.session import Session
from tests.ui.table_help import CTRL, SHIFT, Key, Table

MakeSession = Callable[..., Session]
MakeTable = Callable[..., Table]


@pytest.fixture
def table(make_table: MakeTable) -> Table:
    return make_table()


def test_the_focus_begins_in_the_first_cell_and_is_told(table: Table) -> None:
    assert table.view.hasFocus()
    assert table.at == "received/natural"
    assert table.session.focused_cell == "applications/received/natural"


def test_arrows_visit_every_figure_totals_too(table: Table) -> None:
    table.press(*[Key.Key_Right] * 6)
    assert table.at == "received/total"
    table.press(Key.Key_Right)
    assert table.at == "received/total"
    table.press(Key.Key_Down, Key.Key_Left)
    assert table.at == "carried_in/other_org"
    table.press(Key.Key_Up)
    assert table.at == "received/other_org"


def test_the_session_is_told_the_cell_in_focus(table: Table, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.session.cell_focused) as told:
        table.press(Key.Key_Down)
    assert told.args == ["applications/carried_in/natural"]


def test_enter_goes_down_and_shift_enter_up(table: Table) -> None:
    table.press(Key.Key_Return)
    assert table.at == "carried_in/natural"
    table.press(Key.Key_Enter)
    assert table.at == "granted/natural"
    table.press(Key.Key_Return, with_=SHIFT)
    assert table.at == "carried_in/natural"


def test_enter_passes_the_total_and_goes_on_in_the_next_column(table: Table) -> None:
    table.go("others_other/natural")
    table.press(Key.Key_Return)
    assert table.at == "carried_out/natural"
    table.press(Key.Key_Return)
    assert table.at == "received/business"


def test_tab_goes_along_what_can_be_written(table: Table) -> None:
    table.press(*[Key.Key_Tab] * 5)
    assert table.at == "received/other_org"
    table.press(Key.Key_Tab)
    assert table.at == "carried_in/natural"
    table.press(Key.Key_Tab, with_=SHIFT)
    assert table.at == "received/other_org"
    table.press(Key.Key_Backtab, with_=SHIFT)
    assert table.at == "received/legal_service"


def test_enter_after_tabs_goes_to_where_the_row_began(table: Table) -> None:
    table.go("granted/business")
    table.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Return)
    assert table.at == "partly_granted/business"


def test_home_and_end(table: Table) -> None:
    table.go("granted/welfare")
    table.press(Key.Key_Home)
    assert table.at == "granted/natural"
    table.press(Key.Key_End)
    assert table.at == "granted/total"


def test_ctrl_home_and_ctrl_end(table: Table) -> None:
    table.go("granted/welfare")
    table.press(Key.Key_End, with_=CTRL)
    assert table.at == "carried_out/total"
    table.press(Key.Key_Home, with_=CTRL)
    assert table.at == "received/natural"


def test_ctrl_arrows_go_along_what_is_filled(table: Table) -> None:
    table.press(Key.Key_Right, with_=CTRL)
    assert table.at == "received/business"  # 3, 2 are filled
    table.press(Key.Key_Right, with_=CTRL)
    assert table.at == "received/total"
    table.press(Key.Key_Down, with_=CTRL)
    assert table.at == "handled/total" or table.at == "carried_out/total"


def test_page_down_and_up_keep_the_column(table: Table) -> None:
    table.go("received/welfare")
    table.press(Key.Key_PageDown)
    assert table.at.endswith("/welfare")
    assert table.at not in ("received/welfare", "carried_in/welfare")
    table.press(Key.Key_PageUp)
    assert table.at == "received/welfare"


def test_shift_with_arrows_selects_a_rectangle(table: Table) -> None:
    table.press(Key.Key_Right, Key.Key_Down, with_=SHIFT)
    assert table.selected == [
        "received/natural",
        "received/business",
        "carried_in/natural",
        "carried_in/business",
    ]
    table.press(Key.Key_Left, with_=SHIFT)
    assert table.selected == ["received/natural", "carried_in/natural"]
    table.press(Key.Key_Left)
    assert table.selected == ["carried_in/natural"]


def test_shift_with_end_and_ctrl_end_selects_to_there(table: Table) -> None:
    table.press(Key.Key_End, with_=SHIFT)
    assert len(table.selected) == 7
    table.press(Key.Key_End, with_=SHIFT | CTRL)
    assert len(table.selected) == 175


def test_ctrl_a_selects_the_whole_table(table: Table) -> None:
    table.press(Key.Key_A, with_=CTRL)
    assert len(table.selected) == 175


def test_the_mouse_selects_a_range(table: Table) -> None:
    viewport = table.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, table.centre("received/natural"))  # fmt: skip
    QTest.mouseMove(viewport, table.centre("granted/research"))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, table.centre("granted/research"))  # fmt: skip
    assert len(table.selected) == 9
    table.click("carried_in/business")
    assert table.selected == ["carried_in/business"]


def test_shift_click_extends_from_the_first_cell(table: Table) -> None:
    table.select("carried_in/business", "granted/welfare")
    assert len(table.selected) == 6
    assert table.selected[0] == "carried_in/business"


def test_a_click_on_a_head_selects_its_column_and_on_a_label_its_row(table: Table) -> None:
    header = table.view.horizontalHeader()
    at = QPoint(table.centre("received/welfare").x(), header.height() - 5)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(table.selected) == 25
    assert all(i.endswith("/welfare") for i in table.selected)
    labels = table.view.verticalHeader()
    at = QPoint(labels.width() - 10, table.centre("granted/natural").y())
    QTest.mouseClick(labels.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(table.selected) == 7
    assert table.selected[0] == "granted/natural"


def test_the_sum_of_the_selection_is_shown(table: Table) -> None:
    table.press(Key.Key_Right, with_=SHIFT)
    assert table.editor.total.text() == "选中 2 格，合计 5"
    table.press(Key.Key_Left)
    assert table.editor.total.text() == ""


def test_blocks_under_each_other_are_walked_like_one_table(make_table: MakeTable) -> None:
    table = make_table("disclosure")
    table.go("normative/effective")
    table.press(Key.Key_Down)
    assert table.at == "licences/decisions"
    table.press(Key.Key_Up)
    assert table.at == "normative/effective"
    table.press(Key.Key_Tab)
    assert table.at == "licences/decisions"
    table.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert table.at == "fees/amount"


def test_tab_in_the_last_cell_leaves_the_table_and_shift_tab_in_the_first(qtbot: QtBot, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    table = Table(make_session(report), "proceedings")
    for widget in (before, table.editor, after):
        layout.addWidget(widget)
    read_on(window)  # as the report page does
    window.resize(760, 400)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    table.go("cases/after_pending")
    table.press(Key.Key_Tab)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is after)
    table.view.setFocus()
    table.press(Key.Key_Home, with_=CTRL)
    for _ in range(5):  # past the buttons over the table
        if QApplication.focusWidget() is before:
            break
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is before


def test_the_wheel_scrolls_and_never_changes_a_number(table: Table) -> None:
    values = table.session.report.values
    for opens in (False, True):
        if opens:
            table.type("7")
        at = QPointF(table.centre("received/natural"))
        target = table.view.editor or table.view.viewport()
        event = QWheelEvent(at, target.mapToGlobal(at), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(target, event)
        if opens:
            assert table.view.editor is not None
            assert table.view.editor.text() == "7"
            table.press(Key.Key_Escape)
    assert table.session.report.values == values


def test_focus_value_selects_and_brings_into_view(table: Table) -> None:
    assert table.editor.focus_value("applications/carried_out/total")
    assert table.at == "carried_out/total"
    rect = table.view.visualRect(table.view.currentIndex())
    assert table.view.viewport().rect().contains(rect)
    assert not table.editor.focus_value("disclosure/rules/made")
    assert not table.editor.focus_value("nothing")


def test_a_cell_in_hand_stays_in_view_in_another_size_and_zoom(make_table: MakeTable, qapp: QApplication) -> None:  # fmt: skip
    theme.apply(qapp)  # as the program is, whatever ran before
    table = make_table(width=1200, height=700)
    view = table.view

    def in_view() -> bool:
        QApplication.processEvents()
        box = view.visualRect(view.currentIndex())
        return view.viewport().rect().contains(box.center())

    table.go("carried_out/total")
    assert in_view()
    table.editor.resize(460, 300)
    assert in_view()
    try:
        theme.apply(qapp, 200)
        assert in_view()
        theme.apply(qapp, 100)
        table.editor.resize(420, 280)
        view.horizontalScrollBar().setValue(0)
        view.verticalScrollBar().setValue(0)
        assert not in_view()
        table.editor.resize(430, 300)  # the clerk looks at something else: it is left alone
        assert not in_view()
    finally:
        theme.apply(qapp)


def test_a_cell_is_never_left_under_the_head_that_stays(make_table: MakeTable) -> None:
    table = make_table("disclosure", height=190)
    for place in ("fees/amount", "coercion/decisions", "penalties/decisions", "licences/decisions", "normative/made", "rules/made"):  # fmt: skip
        table.go(place)
        QApplication.processEvents()
        rect = table.view.visualRect(table.view.currentIndex())
        sticky = table.view._sticky
        assert rect.bottom() <= table.view.viewport().height()
        assert rect.top() >= (sticky.geometry().bottom() - table.view.viewport().y() if sticky.isVisible() else 0)  # fmt: skip


def test_undo_leads_back_to_the_place(table: Table) -> None:
    table.go("granted/business")
    table.type("4")
    table.press(Key.Key_Return)
    table.go("carried_out/natural")
    table.press(Key.Key_Z, with_=CTRL)
    assert table.at == "granted/business"
    assert table.shown("granted/business") == ""
    table.press(Key.Key_Y, with_=CTRL)
    assert table.shown("granted/business") == "4"


def test_enter_and_tab_walk_through_a_read_only_report(make_table: MakeTable, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    table = make_table(session=make_session(report, read_only=True))
    table.press(Key.Key_Return, Key.Key_Tab)
    assert table.at == "carried_in/business"
