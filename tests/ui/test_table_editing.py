"""Editing a cell: typing, F2, Esc, refusals beside the cell, input methods that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from giadesk.core.report import Report
from giadesk.ui.session import Session
from giadesk.ui.table_hint import CellHint
from tests.ui.table_help import CTRL, SHIFT, Key, Table, put

MakeSession = Callable[..., Session]
MakeTable = Callable[..., Table]
N = "received/natural"
B = "received/business"


@pytest.fixture
def table(make_table: MakeTable) -> Table:
    return make_table()


# -- typing ----------------------------------------------------------------------------------------


def test_typing_replaces_the_cell_and_enter_writes_and_goes_down(table: Table) -> None:
    table.type("12")
    assert table.view.editor is not None
    assert table.view.editor.text() == "12"
    table.press(Key.Key_Return)
    assert table.value(N) == 12
    assert table.at == "carried_in/natural"
    assert table.view.editor is None
    assert table.view.hasFocus()
    assert table.undo_text == "填写 本年新收·自然人"


def test_shift_enter_after_editing_goes_up(table: Table) -> None:
    table.go("carried_in/natural")
    table.type("1")
    table.press(Key.Key_Return, with_=SHIFT)
    assert table.value("carried_in/natural") == 1
    assert table.at == N


@pytest.mark.parametrize(
    ("key", "with_shift", "to"),
    [
        (Key.Key_Tab, False, "carried_in/research"),
        (Key.Key_Backtab, True, "carried_in/natural"),
        (Key.Key_Right, False, "carried_in/research"),
        (Key.Key_Left, False, "carried_in/natural"),
        (Key.Key_Up, False, "received/business"),
        (Key.Key_Down, False, "granted/business"),
    ],
)
def test_keys_that_leave_a_cell_typed_over_write_it(table: Table, key: Key, with_shift: bool, to: str) -> None:  # fmt: skip
    table.go("carried_in/business")
    table.type("7")
    table.press(key, with_=SHIFT if with_shift else SHIFT & ~SHIFT)
    assert table.value("carried_in/business") == 7
    assert table.at == to


def test_f2_edits_what_is_there_and_arrows_stay_in_it(table: Table) -> None:
    table.press(Key.Key_F2)
    editor = table.view.editor
    assert editor is not None
    assert editor.text() == "3"
    table.press(Key.Key_End, Key.Key_Left)
    assert table.at == N
    assert table.view.editor is editor
    table.press(Key.Key_Home)
    table.type("4")
    table.press(Key.Key_Return)
    assert table.value(N) == 43


def test_a_double_click_edits_what_is_there(table: Table) -> None:
    table.double_click(B)
    assert table.view.editor is not None
    assert table.view.editor.text() == "2"
    assert not table.view.editor.replacing


def test_esc_restores_the_old_value(table: Table) -> None:
    table.type("99")
    table.press(Key.Key_Escape)
    assert table.view.editor is None
    assert table.shown(N) == "3"
    assert table.value(N) == 3
    assert table.at == N
    assert table.session.undo_stack.count() == 0


def test_esc_in_a_cell_does_not_close_the_dialog_around_it(qtbot: QtBot, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    dialog = QDialog()
    qtbot.addWidget(dialog)
    table = Table(make_session(report), "proceedings")
    QVBoxLayout(dialog).addWidget(table.editor)
    dialog.show()
    table.go("cases/review_other")
    table.type("1")
    table.press(Key.Key_Escape)
    assert dialog.isVisible()
    assert table.shown("cases/review_other") == ""


def test_clicking_another_cell_writes_what_was_typed(table: Table) -> None:
    table.type("8")
    table.click("granted/welfare")
    assert table.value(N) == 8
    assert table.at == "granted/welfare"


def test_leaving_the_table_writes_what_was_typed(qtbot: QtBot, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    other = QLineEdit()
    table = Table(make_session(report), "applications")
    layout.addWidget(table.editor)
    layout.addWidget(other)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    table.go(N)
    table.type("8")
    other.setFocus()
    assert table.value(N) == 8
    assert QApplication.focusWidget() is other


def test_an_unchanged_cell_makes_no_step(table: Table) -> None:
    table.press(Key.Key_F2, Key.Key_Return)
    assert table.session.undo_stack.count() == 0


def test_emptying_the_line_makes_the_cell_blank_not_zero(table: Table) -> None:
    table.press(Key.Key_F2)
    table.press(Key.Key_A, with_=CTRL)
    table.press(Key.Key_Delete, Key.Key_Return)
    assert table.value(N) is None
    assert table.shown(N) == ""


def test_totals_follow_at_once(table: Table) -> None:
    table.type("10")
    table.press(Key.Key_Tab)
    assert table.shown("received/total") == "12"
    table.go("granted/natural")
    table.type("4")
    table.press(Key.Key_Return)
    assert table.shown("handled/natural") == "4"
    assert table.shown("handled/total") == "4"


def test_full_width_digits_thousands_and_units_are_taken(table: Table) -> None:
    for text, value in (("１２", 12), ("1,234", 1234), ("15件", 15), ("　7 ", 7)):
        table.go(N)
        table.type(text)
        table.press(Key.Key_Return)
        assert table.value(N) == value
        assert table.shown(N) == str(value)


def test_dash_and_stroke_make_a_cell_blank(table: Table) -> None:
    for text in ("—", "／"):
        table.go(N)
        table.type("5")
        table.press(Key.Key_Return)
        table.go(N)
        table.type(text)
        table.press(Key.Key_Return)
        assert table.value(N) is None
        assert not table.figures.refusals


# -- locked cells ----------------------------------------------------------------------------------


def test_a_total_cannot_be_typed_over_and_says_why(table: Table) -> None:
    table.go("received/total")
    table.type("9")
    assert table.view.editor is None
    assert "由程序计算" in table.view.hint.text
    assert table.value("received/total") is None
    table.press(Key.Key_F2)
    assert table.view.editor is None


def test_an_unlocked_total_can_be_typed_and_cleared_back(table: Table) -> None:
    table.go("received/total")
    table.editor.commands.unlock()
    table.type("9")
    table.press(Key.Key_Return)
    assert table.value("received/total") == 9
    table.go("received/total")
    table.editor.commands.relock()
    assert table.shown("received/total") == "5"
    assert table.undo_text == "恢复计算 本年新收·总计"


def test_a_read_only_report_is_shown_and_copied_but_not_written(make_table: MakeTable, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    table = make_table(session=make_session(report, read_only=True))
    table.type("9")
    assert table.view.editor is None
    assert "只读" in table.view.hint.text
    table.press(Key.Key_Delete)
    table.paste("5")
    table.press(Key.Key_D, with_=CTRL)
    assert table.value(N) == 3
    assert "只读" in table.editor.notice.text
    assert not table.editor.blanks.isEnabled()
    table.press(Key.Key_Right)
    assert table.at == B


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [("-3", "负数"), ("2.5", "小数"), ("1.2E3", "科学计数法"), ("abc", "不是数字")],
)
def test_a_refusal_stands_beside_the_cell_and_the_text_stays(table: Table, text: str, why: str) -> None:  # fmt: skip
    table.type(text)
    assert why in table.view.hint.text  # at once, while typing
    table.press(Key.Key_Return)
    assert table.view.editor is not None
    assert table.view.editor.text() == text
    assert why in table.view.hint.text
    assert table.value(N) == 3
    assert not [w for w in QApplication.topLevelWidgets() if w.isModal() and w.isVisible()]
    table.press(Key.Key_Escape)
    assert table.shown(N) == "3"
    assert table.view.hint.text == ""


def test_leaving_a_refused_text_keeps_it_in_the_cell(table: Table) -> None:
    table.type("2.5")
    table.press(Key.Key_Tab)
    assert table.at == B
    assert table.shown(N) == "2.5"
    assert table.value(N) == 3
    assert table.editor.refused == {table.full(N): "2.5"}
    table.press(Key.Key_Left)
    assert "小数" in table.view.hint.text
    table.press(Key.Key_F2)
    assert table.view.editor is not None
    assert table.view.editor.text() == "2.5"
    table.press(Key.Key_Escape)
    assert table.shown(N) == "3"
    assert table.editor.refused == {}


def test_a_second_enter_leaves_the_refused_text_and_goes_on(table: Table) -> None:
    table.type("2.5")
    table.press(Key.Key_Return, Key.Key_Return)
    assert table.at == "carried_in/natural"
    assert table.shown(N) == "2.5"


def test_a_right_figure_takes_the_place_of_a_refused_text(table: Table) -> None:
    table.type("2.5")
    table.press(Key.Key_Tab)
    table.go(N)
    table.type("4")
    table.press(Key.Key_Return)
    assert table.shown(N) == "4"
    assert table.editor.refused == {}


@pytest.mark.parametrize(("text", "value"), [("12万", 120000), ("一百零五", 105), ("无", 0)])
def test_an_offer_is_taken_by_a_second_enter_never_before(table: Table, text: str, value: int) -> None:  # fmt: skip
    table.type(text)
    table.press(Key.Key_Return)
    assert table.value(N) == 3
    assert str(value) in table.view.hint.text
    assert "再按 Enter 采用" in table.view.hint.text
    table.press(Key.Key_Return)
    assert table.value(N) == value
    assert table.at == "carried_in/natural"
    assert table.session.undo_stack.count() == 1


def test_an_offer_left_behind_is_taken_by_enter_on_the_cell(table: Table) -> None:
    table.type("12万")
    table.press(Key.Key_Tab)
    assert table.value(N) == 3
    table.press(Key.Key_Left)
    assert "按 Enter 采用" in table.view.hint.text
    table.press(Key.Key_Return)
    assert table.value(N) == 120000


def test_changing_the_text_after_enter_asks_anew(table: Table) -> None:
    table.type("12万")
    table.press(Key.Key_Return)
    table.press(Key.Key_Backspace)
    table.press(Key.Key_Return)
    assert table.value(N) == 12


def test_delete_on_a_refused_text_gives_it_up(table: Table) -> None:
    table.go("granted/natural")
    table.type("abc")
    table.press(Key.Key_Tab)
    table.press(Key.Key_Left, Key.Key_Delete)
    assert table.shown("granted/natural") == ""
    assert table.editor.refused == {}


def test_refused_texts_are_counted_and_gone_to(table: Table) -> None:
    assert table.editor.refusals.isHidden()
    table.type("abc")
    table.press(Key.Key_Tab)
    table.type("-4")
    table.press(Key.Key_Tab)
    assert table.editor.refusals.text() == "2 格未采用"
    table.editor.refusals.click()
    assert table.at == N
    table.editor.refusals.click()
    assert table.at == B
    table.press(Key.Key_Escape)
    assert table.editor.refusals.text() == "1 格未采用"
    table.go(N)
    table.press(Key.Key_Delete)
    assert table.editor.refusals.isHidden()


def test_undoing_elsewhere_keeps_a_refused_text(table: Table) -> None:
    table.go(B)
    table.type("6")
    table.press(Key.Key_Return)
    table.go(N)
    table.type("2.5")
    table.press(Key.Key_Tab)
    table.session.undo()
    assert table.shown(B) == "2"
    assert table.shown(N) == "2.5"


def test_a_long_reason_leaves_its_cell_in_view_in_a_low_table(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    hint = CellHint(ground)
    high = hint.fontMetrics().lineSpacing()
    cell = QRect(300, 5 * high, 80, high)
    words = ["本年新收·自然人（件）", *["按收到之日计，" * 3] * 4, "合计不成立"]
    for height, kept in ((40 * high, 6), (10 * high, 2)):
        ground.resize(800, height)
        ground.show()
        hint.say("\n".join(words), "must")
        hint.place(cell)
        shown = hint.findChild(QLabel)
        assert shown is not None
        lines = shown.text().split("\n")
        assert not hint.geometry().intersects(cell)
        assert (lines[0], lines[-1]) == (words[0], words[-1])
        assert kept <= len(lines) < kept + 3
        assert hint.text == "\n".join(words)


def test_the_reason_goes_out_of_view_with_its_cell_and_comes_back(table: Table) -> None:
    table.type("2.5")
    assert table.view.hint.isVisible()
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not table.view.hint.isVisible()
    bar.setValue(0)
    assert "小数" in table.view.hint.text
    table.press(Key.Key_Escape)
    bar.setValue(bar.maximum())
    bar.setValue(0)
    assert not table.view.hint.isVisible()


# -- input methods ---------------------------------------------------------------------------------


def test_a_first_composed_letter_opens_the_cell_and_the_commit_lands(table: Table) -> None:
    table.compose("shi")
    assert table.view.editor is not None
    assert table.view.editor.composing == "shi"
    table.compose("", "12")
    table.press(Key.Key_Return)
    assert table.value(N) == 12


def test_a_commit_without_composing_lands(table: Table) -> None:
    table.compose("", "１５")
    assert table.view.editor is not None
    table.press(Key.Key_Return)
    assert table.value(N) == 15


def test_composed_chinese_replaces_the_cell_and_is_offered(table: Table) -> None:
    table.compose("y")
    table.compose("yi bai", "")
    table.compose("", "一百零五")
    table.press(Key.Key_Return, Key.Key_Return)
    assert table.value(N) == 105


def composing(table: Table, text: str = "12") -> None:
    table.compose(text[0])
    table.compose(text)
    assert table.view.editor is not None
    assert table.view.editor.composing == text


@pytest.mark.parametrize("how", ["enter", "tab", "arrow", "mouse", "commit", "flush", "hide", "focus_value", "undo_other"])  # fmt: skip
def test_what_is_composed_is_written_before_anything_else(table: Table, how: str) -> None:
    composing(table)
    match how:
        case "enter":
            table.press(Key.Key_Return)
        case "tab":
            table.press(Key.Key_Tab)
        case "arrow":
            table.press(Key.Key_Down)
        case "mouse":
            table.click("granted/natural")
        case "commit":
            table.editor.commit()
        case "flush":
            table.session.flush()
        case "hide":
            table.editor.hide()
        case "focus_value":
            table.go("granted/natural")
        case "undo_other":
            table.session.check_now()
            table.session.flushing.emit()
    assert table.value(N) == 12
    assert table.view.editor is None


def test_undo_takes_back_what_was_composed_as_a_step(table: Table) -> None:
    composing(table)
    table.session.undo()
    assert table.value(N) == 3
    table.session.redo()
    assert table.value(N) == 12


def test_composing_behind_typed_text_keeps_both(table: Table) -> None:
    table.type("1")
    table.compose("2")
    table.editor.commit()
    assert table.value(N) == 12


def test_text_that_the_platform_drops_is_kept(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Some input methods answer `commit` by clearing what was composed."""
    composing(table)
    editor = table.view.editor
    assert editor is not None

    class Dropping:
        def commit(self) -> None:
            if isValid(editor):
                QApplication.sendEvent(editor, QInputMethodEvent("", []))

    monkeypatch.setattr(QGuiApplication, "inputMethod", staticmethod(Dropping))
    table.press(Key.Key_Tab)
    assert table.value(N) == 12


def test_text_that_the_platform_commits_is_not_doubled(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    composing(table)
    editor = table.view.editor
    assert editor is not None

    class Committing:
        def commit(self) -> None:
            event = QInputMethodEvent("", [])
            event.setCommitString("12")
            if isValid(editor):
                QApplication.sendEvent(editor, event)

    monkeypatch.setattr(QGuiApplication, "inputMethod", staticmethod(Committing))
    table.press(Key.Key_Tab)
    assert table.value(N) == 12


def test_composing_that_is_given_up_leaves_nothing(table: Table) -> None:
    composing(table)
    table.compose("")
    table.press(Key.Key_Escape)
    assert table.value(N) == 3
    assert table.shown(N) == "3"


def test_composing_over_a_total_changes_nothing(table: Table) -> None:
    table.go("received/total")
    table.compose("shi")
    table.compose("", "12")
    assert table.view.editor is None
    assert table.value("received/total") is None


def test_pasting_while_a_cell_is_edited_goes_into_the_line(table: Table) -> None:
    put("45")
    table.press(Key.Key_F2)
    table.press(Key.Key_A, with_=CTRL)
    table.press(Key.Key_V, with_=CTRL)
    table.press(Key.Key_Return)
    assert table.value(N) == 45


def test_closing_the_window_writes_what_was_typed(table: Table) -> None:
    table.type("6")
    table.editor.close()
    assert table.value(N) == 6


def test_saving_stores_what_is_being_typed(make_session: MakeSession, make_table: MakeTable, report: Report) -> None:  # fmt: skip
    stored: list[Report] = []
    table = make_table(session=make_session(report, save=stored.append))
    table.type("6")
    assert table.session.flush()
    assert stored[-1].figure("applications/received/natural") == Decimal(6)
