"""Input methods: what is composed is never lost, and is no edit until it is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from giadesk.core.report import Paragraph, Report

Key = Qt.Key
Make = Callable[..., Any]


def test_commit_lands(make_desk: Make) -> None:
    desk = make_desk("前后")
    desk.put_cursor(0, 1)
    desk.compose("zheng")
    desk.compose("zheng'fu")
    desk.compose("", commit="政府")
    assert desk.lines == ["前政府后"]
    assert desk.steps == ["输入文字"]


def test_composing_is_no_edit(make_desk: Make) -> None:
    desk = make_desk("前后")
    told: list[str] = []
    desk.session.prose_changed.connect(told.append)
    desk.put_cursor(0, 1)
    desk.compose("zhu")
    desk.compose("zhu'dong")
    desk.compose("")
    assert desk.lines == ["前后"]
    assert told == []
    assert desk.steps == []


def test_composing_over_a_selection_replaces_it(make_desk: Make) -> None:
    desk = make_desk("前中后", Paragraph("第二段", 2))
    desk.put_cursor(0, 1, to=(1, 2))
    desk.compose("zhu")
    desk.compose("", commit="主")
    assert desk.lines == ["前主段"]


@pytest.mark.parametrize(
    "leave", ["click", "focus", "hide", "select", "flush", "undo", "paste", "enter", "tab"]
)
def test_what_is_composed_is_taken_over_when_the_clerk_does_something_else(
    make_desk: Make, leave: str
) -> None:
    desk = make_desk("前后", "第二段")
    other = QLineEdit(desk.editor)
    other.show()
    desk.put_cursor(0, 2)
    desk.compose("公开")
    assert desk.text.composing
    match leave:
        case "click":
            QTest.mouseClick(desk.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
        case "focus":
            from PySide6.QtGui import QFocusEvent

            QApplication.sendEvent(desk.text, QFocusEvent(QFocusEvent.Type.FocusOut))
        case "hide":
            desk.editor.hide()
        case "select":
            desk.editor.select(1, 0, 2)
        case "flush":
            desk.session.flush()
        case "undo":
            desk.session.undo()
            assert desk.lines == ["前后", "第二段"]
            desk.session.redo()
        case "paste":
            desk.paste("x")
        case "enter":
            desk.key(Key.Key_Return)
        case "tab":
            desk.editor.text.set_level(2)
    assert not desk.text.composing
    assert "前后公开" in "".join(desk.lines)
    assert "".join(desk.lines).count("公开") == 1


def test_what_is_composed_is_saved_and_survives_closing(make_desk: Make) -> None:
    stored: list[Report] = []
    desk = make_desk("前", save=stored.append)
    desk.put_cursor(0, 1)
    desk.compose("信息")
    desk.editor.close()
    assert desk.session.close()
    section = stored[-1].section("overview")
    assert section is not None
    assert section.paragraphs == (Paragraph("前信息"),)


def test_escape_gives_the_composing_up(make_desk: Make) -> None:
    desk = make_desk("前后")
    desk.put_cursor(0, 1)
    desk.compose("zhu")
    desk.compose("")  # what the platform sends for Esc
    desk.key(Key.Key_Escape)
    desk.editor.commit()
    assert desk.lines == ["前后"]


def test_a_mend_elsewhere_while_composing_loses_neither(make_desk: Make) -> None:
    desk = make_desk("第一段2025年", "第二段")
    desk.put_cursor(1, 3)
    desk.compose("公开")
    mended = (Paragraph("第一段2026年"), desk.paragraphs[1])
    desk.session.set_paragraphs("overview", mended, "改正")
    assert desk.text.composing
    desk.compose("", commit="公开")
    assert desk.lines == ["第一段2026年", "第二段公开"]


def test_a_mend_of_the_paragraph_being_composed_loses_neither(make_desk: Make) -> None:
    desk = make_desk("写于2025年，共")
    desk.put_cursor(0, 9)
    desk.compose("公开")
    paragraph = msgspec.structs.replace(desk.paragraphs[0], text="写于2026年，共")
    desk.session.set_paragraphs("overview", (paragraph,), "改正")
    desk.compose("", commit="公开")
    assert desk.lines == ["写于2026年，共公开"]


def test_figures_changing_while_composing_disturb_nothing(make_desk: Make) -> None:
    from decimal import Decimal

    desk = make_desk("共{applications/received/total}件，")
    desk.put_cursor(0, 40)
    desk.compose("公开")
    desk.session.set_values({"applications/received/natural": Decimal(30)}, "填数")
    desk.compose("", commit="公开")
    assert desk.lines == ["共{applications/received/total}件，公开"]


def test_composing_at_a_table_writes_beside_it(make_desk: Make) -> None:
    desk = make_desk(Paragraph(table="free-1"))
    desk.put_cursor(0, 1)
    desk.compose("gong")
    desk.compose("", commit="公开")
    assert desk.lines == ["公开", "〔free-1〕"] or desk.lines == ["〔free-1〕", "公开"]


def test_reading_the_text_while_composing_shows_no_preedit(make_desk: Make) -> None:
    desk = make_desk("前后")
    desk.put_cursor(0, 1)
    desk.compose("gong'kai")
    desk.check()
    assert desk.text.prose.paragraphs == (Paragraph("前后"),)
