"""What keys do: typing, Enter, Backspace, Tab, levels, undo and its names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from giadesk.core.report import Paragraph

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Make = Callable[..., Any]


def test_typing_reaches_the_session_at_once(make_desk: Make) -> None:
    desk = make_desk()
    desk.type("公开12条。")
    assert desk.paragraphs == (Paragraph("公开12条。"),)
    assert desk.steps == ["输入文字"]


def test_typing_is_one_step_until_a_pause_a_move_or_a_deletion(make_desk: Make) -> None:
    desk = make_desk("公开")
    desk.put_cursor(0, 2)
    desk.type("ab")
    desk.clock.now += 1.5
    desk.type("cd")
    desk.key(Key.Key_Backspace)
    desk.key(Key.Key_Backspace)
    desk.key(Key.Key_Home)
    desk.type("x")
    assert desk.lines == ["x公开ab"]
    assert desk.steps == ["输入文字", "输入文字", "删除文字", "输入文字"]
    texts = []
    for _ in range(4):
        desk.undo()
        texts += desk.lines
    assert texts == ["公开ab", "公开abcd", "公开ab", "公开"]


def test_undo_puts_the_cursor_where_it_changed_something(make_desk: Make) -> None:
    desk = make_desk("第一段。", "第二段。", "第三段。")
    desk.put_cursor(0, 2)
    desk.type("X")
    desk.put_cursor(2, 4)
    desk.undo()
    assert desk.cursor_place() == (0, 2)
    desk.put_cursor(2, 4)
    desk.redo()
    assert desk.cursor_place() == (0, 3)


def test_a_change_from_elsewhere_leaves_the_cursor_in_its_words(make_desk: Make) -> None:
    desk = make_desk("第一段。", "第二段。", "第三段。")
    desk.put_cursor(2, 2)
    mended = (Paragraph("新的第一段，长了许多。"), Paragraph("加的。"), *desk.paragraphs[1:])
    desk.session.set_paragraphs("overview", mended, "改正")
    assert desk.cursor_place() == (3, 2)
    assert desk.text.toPlainText().count("\n") == 3


@pytest.mark.parametrize(
    ("before", "at", "after", "cursor"),
    [
        # the row of items goes on behind a heading that runs into its text
        ([("主动公开。全年。", 2)], (0, 8), ["（一）主动公开。全年。", "（二）"], (1, 0)),
        # behind a heading of its own comes its text
        ([("主动公开", 2)], (0, 4), ["（一）主动公开", ""], (1, 0)),
        ([("全年公开。", 0)], (0, 5), ["全年公开。", ""], (1, 0)),
        # the rest of a run-in text is body, the rest of a heading's words a heading
        ([("主动公开。全年。", 2)], (0, 5), ["（一）主动公开。", "全年。"], (1, 0)),
        ([("主动公开", 2)], (0, 2), ["（一）主动", "（二）公开"], (1, 0)),
        # at the start an empty one comes before it
        ([("主动公开。全年。", 2)], (0, 0), ["（一）", "（二）主动公开。全年。"], (1, 0)),
        # in an empty heading it ends the row
        ([("主动公开。全年。", 2), ("", 2)], (1, 0), ["（一）主动公开。全年。", ""], (1, 0)),
    ],
)
def test_enter(
    make_desk: Make,
    before: list[tuple[str, int]],
    at: tuple[int, int],
    after: list[str],
    cursor: tuple[int, int],
) -> None:
    desk = make_desk(*(Paragraph(text, level) for text, level in before))
    desk.put_cursor(*at)
    desk.key(Key.Key_Return)
    assert desk.lines == after
    assert desk.cursor_place() == cursor
    desk.undo()
    assert desk.paragraphs == tuple(Paragraph(text, level) for text, level in before)


def test_enter_keeps_where_the_text_came_from_with_the_text(make_desk: Make) -> None:
    desk = make_desk(Paragraph("去年的话。", 2, "去年的话。"))
    desk.put_cursor(0, 0)
    desk.key(Key.Key_Return)
    assert [p.is_last_years for p in desk.paragraphs] == [False, True]
    desk.undo()
    desk.put_cursor(0, 5)
    desk.key(Key.Key_Return)
    assert [p.is_last_years for p in desk.paragraphs] == [True, False]


def test_backspace_takes_the_number_away_before_it_joins(make_desk: Make) -> None:
    desk = make_desk(Paragraph("甲。一", 2), Paragraph("乙。二", 3))
    desk.put_cursor(1, 0)
    desk.key(Key.Key_Backspace)
    assert desk.lines == ["（一）甲。一", "乙。二"]
    desk.key(Key.Key_Backspace)
    assert desk.lines == ["（一）甲。一乙。二"]
    assert desk.cursor_place() == (0, 3)
    assert desk.steps == ["改为正文", "合并段落"]


def test_delete_at_the_end_joins_and_keeps_the_upper_level(make_desk: Make) -> None:
    desk = make_desk(Paragraph("甲", 3), Paragraph("乙", 2))
    desk.put_cursor(0, 1)
    desk.key(Key.Key_Delete)
    assert desk.lines == ["1.甲乙"]


def test_an_empty_line_above_a_heading_goes_without_its_level(make_desk: Make) -> None:
    desk = make_desk("", Paragraph("乙", 2))
    desk.put_cursor(0, 0)
    desk.key(Key.Key_Delete)
    assert desk.lines == ["（一）乙"]


def test_deleting_over_paragraphs_keeps_what_is_left(make_desk: Make) -> None:
    desk = make_desk(Paragraph("甲甲", 2), Paragraph("乙乙", 3), Paragraph("丙丙", 4))
    desk.put_cursor(0, 1, to=(2, 1))
    desk.key(Key.Key_Delete)
    assert desk.lines == ["（一）甲丙"]
    desk.undo()
    desk.put_cursor(0, 0, to=(2, 1))
    desk.type("x")
    assert desk.lines == ["（1）x丙"]
    assert desk.steps == ["输入文字"]


def test_tab_at_the_start_of_a_line_goes_through_the_levels(make_desk: Make) -> None:
    desk = make_desk("甲", "乙")
    desk.put_cursor(1, 0)
    seen = []
    for _ in range(3):
        desk.key(Key.Key_Tab)
        seen.append(desk.lines[1])
    assert seen == ["（一）乙", "1.乙", "（1）乙"]
    for _ in range(3):
        desk.key(Key.Key_Backtab, SHIFT)
    assert desk.lines[1] == "乙"
    assert desk.cursor_place() == (1, 0)


def test_tab_on_a_selection_takes_every_paragraph_of_it(make_desk: Make) -> None:
    desk = make_desk("甲", Paragraph(table="free-1"), "乙", "丙")
    desk.put_cursor(0, 0, to=(2, 1))
    desk.key(Key.Key_Tab)
    assert desk.lines == ["（一）甲", "〔free-1〕", "（二）乙", "丙"]
    assert desk.steps == ["改为（一）"]


def test_the_bar_shows_and_sets_the_level(make_desk: Make) -> None:
    from PySide6.QtWidgets import QToolButton

    desk = make_desk("甲", Paragraph("乙", 3))
    buttons = {i: desk.editor.findChild(QToolButton, f"level{i}") for i in (0, 2, 3, 4)}
    desk.put_cursor(1, 0)
    assert [i for i, b in buttons.items() if b.isChecked()] == [3]
    buttons[2].click()
    assert desk.lines == ["甲", "（一）乙"]
    assert [i for i, b in buttons.items() if b.isChecked()] == [2]
    assert desk.editor.window().focusWidget() is desk.text


@pytest.mark.parametrize(
    ("typed", "line", "step"),
    [
        ("（一）主动公开", "（一）主动公开", "识别为（一）标题"),
        ("(2)x", "（1）x", "识别为（1）标题"),
        ("1.x", "1.x", "识别为1.标题"),
        ("3、x", "1.x", "识别为1.标题"),
        ("二、x", "（一）x", "识别为（一）标题"),
        ("1. x", "1.x", "识别为1.标题"),
    ],
)
def test_a_number_typed_by_hand_becomes_the_level(
    make_desk: Make, typed: str, line: str, step: str
) -> None:
    desk = make_desk("")
    desk.type(typed)
    assert desk.lines == [line]
    assert desk.paragraphs[0].level > 0
    assert step in desk.steps


def test_a_recognised_number_is_undone_by_itself_and_stays_as_typed(make_desk: Make) -> None:
    desk = make_desk("")
    desk.type("（一）")
    assert desk.lines == ["（一）"]
    assert desk.paragraphs == (Paragraph("", 2),)
    desk.undo()
    assert desk.paragraphs == (Paragraph("（一）"),)
    assert desk.cursor_place() == (0, 3)
    desk.type("x")
    assert desk.paragraphs == (Paragraph("（一）x"),)


@pytest.mark.parametrize("typed", ["1.5x", "2026x", "x1.x", "x（一）", "一x"])
def test_figures_and_words_are_no_levels(make_desk: Make, typed: str) -> None:
    desk = make_desk("")
    desk.type(typed)
    assert desk.paragraphs == (Paragraph(typed),)


def test_a_committed_word_behind_1_completes_the_number(make_desk: Make) -> None:
    desk = make_desk("")
    desk.type("1.")
    assert desk.paragraphs == (Paragraph("1."),)
    desk.compose("zhu")
    desk.compose("", commit="主动公开")
    assert desk.paragraphs == (Paragraph("主动公开", 3),)


def test_moving_paragraphs_keeps_levels_tables_and_cursor(make_desk: Make) -> None:
    desk = make_desk(Paragraph("甲", 2), Paragraph(table="free-1"), Paragraph("乙", 3, "乙"))
    desk.put_cursor(1, 0)
    desk.key(Key.Key_Down, ALT)
    assert desk.lines == ["（一）甲", "1.乙", "〔free-1〕"]
    assert desk.paragraphs[1] == Paragraph("乙", 3, "乙")
    assert desk.cursor_place()[0] == 2
    desk.put_cursor(0, 1, to=(1, 1))
    desk.key(Key.Key_Down, ALT)
    assert desk.lines == ["〔free-1〕", "（一）甲", "1.乙"]
    desk.key(Key.Key_Down, ALT)
    assert desk.steps == ["移动段落", "移动段落"]
    desk.undo()
    desk.undo()
    assert desk.lines == ["（一）甲", "〔free-1〕", "1.乙"]


class TestTables:
    """The place of a table: a line nobody writes into, and that survives everything but deletion."""

    def test_typing_at_a_table_makes_a_paragraph_of_its_own(self, make_desk: Make) -> None:
        desk = make_desk(Paragraph(table="free-1"))
        cursor = desk.text.textCursor()
        cursor.setPosition(1)
        desk.text.setTextCursor(cursor)
        desk.type("ab")
        assert desk.lines == ["〔free-1〕", "ab"]
        cursor.setPosition(0)
        desk.text.setTextCursor(cursor)
        desk.type("公开")
        assert desk.lines == ["公开", "〔free-1〕", "ab"]

    def test_backspace_selects_a_table_before_it_removes_it(self, make_desk: Make) -> None:
        desk = make_desk(Paragraph(table="free-1"), "后")
        desk.put_cursor(1, 0)
        desk.key(Key.Key_Backspace)
        assert desk.lines == ["〔free-1〕", "后"]
        desk.key(Key.Key_Backspace)
        assert desk.lines == ["", "后"]
        desk.undo()
        assert desk.lines == ["〔free-1〕", "后"]

    def test_an_empty_line_beside_a_table_can_be_taken_away(self, make_desk: Make) -> None:
        desk = make_desk(Paragraph(table="free-1"), "", "后")
        desk.put_cursor(1, 0)
        desk.key(Key.Key_Backspace)
        assert desk.lines == ["〔free-1〕", "后"]

    def test_deleting_up_to_a_table_does_not_join_with_it(self, make_desk: Make) -> None:
        desk = make_desk("前面", Paragraph(table="free-1"), "后面")
        cursor = desk.text.textCursor()
        cursor.setPosition(1)
        cursor.setPosition(3, cursor.MoveMode.KeepAnchor)
        desk.text.setTextCursor(cursor)
        desk.key(Key.Key_Delete)
        assert desk.lines == ["前", "〔free-1〕", "后面"]

    def test_a_table_is_moved_by_cutting_and_pasting(self, make_desk: Make) -> None:
        from giadesk.core.blocks import Grid
        from giadesk.core.report import FreeTable, Section

        desk = make_desk(Paragraph(table="free-1"), "后")
        section = Section(
            "overview", "总体情况", desk.paragraphs, (FreeTable("free-1", Grid(1, 1, ())),)
        )
        desk.session.set_section(section, "表")
        desk.put_cursor(0, 0, to=(1, 0))
        desk.key(Key.Key_X, CONTROL)
        assert desk.lines == ["后"]
        desk.put_cursor(0, 1)
        desk.key(Key.Key_V, CONTROL)
        assert desk.lines == ["后", "〔free-1〕"]
        desk.key(Key.Key_V, CONTROL)
        assert desk.lines.count("〔free-1〕") == 1


def test_read_only_reports_take_no_edit(make_desk: Make) -> None:
    desk = make_desk("甲", read_only=True)
    desk.put_cursor(0, 1)
    desk.type("x")
    desk.key(Key.Key_Return)
    desk.paste("y")
    desk.key(Key.Key_Tab)
    assert desk.lines == ["甲"]
    assert desk.steps == []
    assert desk.text.isReadOnly()


def test_a_report_handed_in_for_review_is_locked_at_once(make_desk: Make) -> None:
    desk = make_desk("甲")
    desk.session.set_about("提交审核", status="review")
    desk.put_cursor(0, 1)
    desk.type("x")
    assert desk.lines == ["甲"]
    desk.session.set_about("退回", status="draft")
    desk.put_cursor(0, 1)
    desk.type("x")
    assert desk.lines == ["甲x"]


def test_emptying_a_section_and_writing_again(make_desk: Make) -> None:
    desk = make_desk("甲", Paragraph("乙", 2))
    desk.key(Key.Key_A, CONTROL)
    desk.key(Key.Key_Delete)
    assert desk.lines in ([], [""])
    desk.type("新")
    assert [p.text for p in desk.paragraphs] == ["新"]


def test_only_the_touched_paragraph_is_read_again(make_desk: Make) -> None:
    desk = make_desk(*(f"第{i}段文字。" for i in range(50)))
    before = desk.text.prose.paragraphs
    desk.put_cursor(25, 3)
    desk.type("x")
    after = desk.text.prose.paragraphs
    changed = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a is not b]
    assert 25 in changed
    assert len(changed) <= 3
