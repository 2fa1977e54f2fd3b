"""Find and replace."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from giadesk.core.report import Paragraph
from giadesk.ui.prose_find import find_all, replaced

Key = Qt.Key
Make = Callable[..., Any]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LIVE = "{applications/received/total}"
FIGURES = {"applications/received/total": Decimal(15)}


def found(desk: Any) -> list[tuple[int, int]]:
    cursor = desk.text.textCursor()
    return [desk.text.prose.place(p) for p in (cursor.selectionStart(), cursor.selectionEnd())]


def test_finding_reads_figures_as_shown() -> None:
    paragraphs = (Paragraph(f"收到{LIVE}件，共15件"), Paragraph(table="t"), Paragraph("GIA gia"))
    matches = find_all(paragraphs, "15件", FIGURES)
    assert [(m.paragraph, paragraphs[0].text[m.start : m.end], m.fixed) for m in matches] == [
        (0, f"{LIVE}件", True),
        (0, "15件", False),
    ]
    assert len(find_all(paragraphs, "GIA", {})) == 2
    assert find_all(paragraphs, "", {}) == []


@given(st.text("公开a{}", max_size=12), st.text("公开a", min_size=1, max_size=2))
def test_replacing_by_itself_changes_nothing(text: str, words: str) -> None:
    paragraphs = (Paragraph(text),)
    matches = find_all(paragraphs, words, {})
    assert replaced(paragraphs, matches, words) == paragraphs
    assert len(matches) == text.count(words)


def test_the_bar_finds_next_and_before_round_the_end(make_desk: Make) -> None:
    desk = make_desk("公开公开", "不公开")
    desk.put_cursor(0, 0)
    desk.key(Key.Key_F, CONTROL)
    bar = desk.editor.find_bar
    assert bar.isVisible()
    assert not bar.instead.isVisible()
    QTest.keyClicks(bar.words, "x")
    assert bar.state.text() == "没有找到"
    bar.words.setText("公开")
    assert bar.state.text() == "共3处"
    seen = []
    for _ in range(4):
        QTest.keyClick(bar.words, Key.Key_Return)
        seen.append(bar.state.text())
    assert seen == ["1/3", "2/3", "3/3", "1/3"]
    assert found(desk) == [(0, 0), (0, 2)]
    QTest.keyClick(bar.words, Key.Key_Return, SHIFT)
    assert bar.state.text() == "3/3"
    desk.key(Key.Key_F3)
    assert bar.state.text() == "1/3"
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert not bar.isVisible()
    assert desk.steps == []


def test_what_is_selected_is_sought(make_desk: Make) -> None:
    desk = make_desk("公开不公开")
    desk.put_cursor(0, 0, to=(0, 2))
    desk.key(Key.Key_F, CONTROL)
    assert desk.editor.find_bar.words.text() == "公开"
    assert desk.editor.find_bar.state.text() == "1/2"


def test_replacing_one_by_one(make_desk: Make) -> None:
    desk = make_desk("甲乙甲", "甲")
    desk.put_cursor(0, 0)
    desk.key(Key.Key_H, CONTROL)
    bar = desk.editor.find_bar
    assert bar.instead.isVisible()
    bar.words.setText("甲")
    bar.instead.setText("丙")
    for _ in range(3):
        QTest.keyClick(bar.instead, Key.Key_Return)
    assert desk.lines == ["丙乙丙", "甲"]
    assert desk.steps == ["替换", "替换"]


def test_replacing_all_is_one_step_and_leaves_figures_alone(make_desk: Make) -> None:
    desk = make_desk(f"收到{LIVE}件，共15件", Paragraph("15件。好", 2, "15件。好"))
    desk.editor.open_find(replace=True)
    bar = desk.editor.find_bar
    bar.words.setText("15件")
    bar.instead.setText("16件")
    bar.replace_all.emit()
    assert desk.lines == [f"收到{LIVE}件，共16件", "（一）16件。好"]
    assert desk.steps == ["全部替换2处"]
    assert "另有1处是表中的数据" in desk.editor.notice.words.text()
    desk.undo()
    assert desk.paragraphs[1].is_last_years


def test_a_live_figure_is_not_replaced_and_it_is_said_why(make_desk: Make) -> None:
    desk = make_desk(f"收到{LIVE}件")
    desk.editor.open_find(replace=True)
    bar = desk.editor.find_bar
    bar.words.setText("15")
    bar.instead.setText("16")
    bar.replace_one.emit()
    bar.replace_one.emit()
    assert desk.lines == [f"收到{LIVE}件"]
    assert "到表中修改" in desk.editor.notice.words.text()


def test_a_read_only_text_can_be_searched_only(make_desk: Make) -> None:
    desk = make_desk("公开", read_only=True)
    desk.key(Key.Key_H, CONTROL)
    assert desk.editor.find_bar.isVisible()
    assert not desk.editor.find_bar.instead.isVisible()
