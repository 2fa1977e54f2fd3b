"""What is underlined, offered and selected: findings and last year's year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat

from giadesk.checks.registry import Finding, Mend, Place
from giadesk.core.report import Paragraph, Report
from giadesk.ui import theme
from giadesk.ui.prose_marks import last_years_in, with_year

Make = Callable[..., Any]
LIVE = "{applications/received/total}"


def finding(severity: str, paragraph: int, quote: str, start: int = -1, **rest: Any) -> Finding:
    place = Place("overview", paragraph, quote, start)
    return Finding("P-TEST", severity, "说明<b>", "改法", place, key=quote, **rest)  # type: ignore[arg-type]


def underlined(desk: Any) -> dict[str, tuple[QTextCharFormat.UnderlineStyle, str]]:
    desk.editor.marks.refresh()
    return {
        s.cursor.selectedText(): (s.format.underlineStyle(), s.format.underlineColor().name())
        for s in desk.text.extraSelections()
    }


def test_findings_are_underlined_in_the_colour_of_their_severity(make_desk: Make) -> None:
    found = (
        finding("must", 0, "共9件", 3),
        finding("verify", 0, "去年"),
        finding("hint", 1, "。。", explained="x"),
        finding("must", 7, "没有这段"),
        Finding("P-OTHER", "must", "别的部分", where=Place("other", 0, "共9件", 3)),
        Finding("P-ALL", "must", "整个部分", where=Place("overview")),
    )
    desk = make_desk("全年，共9件，比去年多。", "好。。", find=lambda _: found)
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    assert underlined(desk) == {
        "共9件": (wave, theme.colour("must").name()),
        "去年": (wave, theme.colour("verify").name()),
        "。。": (QTextCharFormat.UnderlineStyle.DotLine, theme.colour("muted").name()),
    }


def test_a_quote_is_found_as_shown_and_after_edits(make_desk: Make) -> None:
    text = f"收到{LIVE}件，办结9件。"
    desk = make_desk(text, find=lambda _: (finding("must", 0, "收到15件", 0),))
    assert list(underlined(desk)) == ["收到\ufffc件"]
    desk.put_cursor(0, 0)
    desk.type("x")
    assert list(underlined(desk)) == ["收到\ufffc件"]


def test_marks_move_with_the_text_while_typing(make_desk: Make) -> None:
    desk = make_desk("全年，共9件。", find=lambda _: (finding("must", 0, "共9件", 3),))
    desk.editor.marks.refresh()
    desk.put_cursor(0, 0)
    desk.type("abc")
    mark = next(m for m in desk.editor.marks.marks if m.finding)
    assert mark.cursor.selectedText() == "共9件"


def test_the_tip_is_the_message_in_plain_text(make_desk: Make) -> None:
    desk = make_desk("全年，共9件。", find=lambda _: (finding("must", 0, "共9件", 3),))
    desk.editor.marks.refresh()
    cursor = desk.text.textCursor()
    cursor.setPosition(5)
    point = desk.text.cursorRect(cursor).center()
    assert desk.editor.tips.words_under(point) == "说明<b>\n改法"
    assert desk.editor.tips.words_under(QPoint(700, 400)) == ""


def test_the_mend_of_a_finding_is_offered_at_its_place(make_desk: Make) -> None:
    mend = Mend("改为表中的数", text=("overview", 0, "共15件"))

    def find(report: Report) -> tuple[Finding, ...]:
        section = report.section("overview")
        text = section.paragraphs[0].text if section else ""
        return (finding("must", 0, "共9件", 0, mends=(mend,)),) if "9" in text else ()

    desk = make_desk("共9件", find=find)
    desk.editor.marks.refresh()
    desk.put_cursor(0, 2)
    assert desk.editor.offer.isVisible()
    assert desk.editor.offer.text() == "改为表中的数"
    desk.editor.offer.click()
    assert desk.lines == ["共15件"]
    assert desk.steps == ["改为表中的数"]


@pytest.mark.parametrize("lines", [("共9件，" + "公开政府信息，" * 12, "第二段。"), ("共9件",) * 6])
def test_an_offer_lies_over_no_word_where_there_is_another_place(
    make_desk: Make, lines: tuple[str, ...]
) -> None:
    mend = Mend("改为表中的数", text=("overview", 0, "共15件"))
    desk = make_desk(*lines, find=lambda _: (finding("must", 0, "共9件", 0, mends=(mend,)),))
    desk.editor.marks.refresh()
    desk.put_cursor(0, 2)
    offer, cursor = desk.editor.offer, desk.text.textCursor()
    assert offer.isVisible()
    assert desk.text.viewport().rect().contains(offer.geometry())
    covered = ""
    for place in range(desk.text.document().characterCount() - 1):
        cursor.setPosition(place)
        if offer.geometry().contains(desk.text.cursorRect(cursor).center()):
            covered += desk.text.document().characterAt(place)
    assert covered.strip("\u2029") == ""


class TestYears:
    """Last year's year, where this one is meant."""

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("2025年，本镇公开信息。", 1),
            ("２０２５年度，二〇二五年共公开。", 2),
            ("比2025年增长5%。", 0),
            ("《2025年工作要点》", 0),
            ("2026年，", 0),
            (f"共{LIVE}件", 0),
        ],
    )
    def test_which_are_meant(self, text: str, count: int) -> None:
        assert len(last_years_in(text, 2025)) == count

    def test_the_year_is_written_as_it_was(self) -> None:
        text = "2025年、２０２５年、二〇二五年、二零二五年"
        assert with_year(text, last_years_in(text, 2025), 2025) == (
            "2026年、２０２６年、二〇二六年、二零二六年"
        )

    def test_one_click_mends_one(self, make_desk: Make) -> None:
        desk = make_desk("2025年，公开。", Paragraph("甲。2025年开展1次。", 2))
        desk.editor.marks.refresh()
        assert "2处写着2025年" in desk.editor.years.words.text()
        desk.put_cursor(1, 4)
        assert desk.editor.offer.text() == "改为2026年"
        desk.editor.offer.click()
        assert desk.lines == ["2025年，公开。", "（一）甲。2026年开展1次。"]
        assert not desk.editor.offer.isVisible()
        desk.undo()
        assert desk.lines[1] == "（一）甲。2025年开展1次。"

    def test_a_key_takes_the_offer(self, make_desk: Make) -> None:
        desk = make_desk("2025年，公开。")
        desk.editor.marks.refresh()
        desk.put_cursor(0, 1)
        desk.key(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
        assert desk.lines == ["2026年，公开。"]

    def test_all_at_once_are_one_step(self, make_desk: Make) -> None:
        desk = make_desk("2025年，公开。", "二〇二五年，比2025年多。")
        desk.editor.marks.refresh()
        desk.editor.years.buttons[1].click()
        assert desk.lines == ["2026年，公开。", "二〇二六年，比2025年多。"]
        assert desk.steps == ["改为2026年"]
        assert desk.editor.years.isHidden()

    def test_next_goes_round(self, make_desk: Make) -> None:
        desk = make_desk("2025年，公开。", "2025年。")
        desk.editor.marks.refresh()
        seen = []
        for _ in range(3):
            desk.editor.years.buttons[0].click()
            seen.append(desk.text.prose.place(desk.text.textCursor().selectionStart()))
        assert seen[0] != seen[1]
        assert seen[2] == seen[0]

    def test_read_only_offers_nothing(self, make_desk: Make) -> None:
        desk = make_desk("2025年，公开。", read_only=True)
        desk.editor.marks.refresh()
        desk.put_cursor(0, 2)
        assert not desk.editor.offer.isVisible()
        assert desk.editor.years.isHidden()


def test_select_shows_a_quote(make_desk: Make) -> None:
    desk = make_desk("第一段", f"收到{LIVE}件，办结9件。")
    desk.editor.select(1, 2 + len(LIVE) + 2, 4)
    assert desk.text.textCursor().selectedText() == "办结9件"
    desk.editor.select(1, 4, 3)
    assert desk.text.textCursor().selectedText() == "\ufffc"
    desk.editor.select(9, 90, 9)
    assert desk.cursor_place()[0] == 1


def test_select_place_follows_an_edited_text(make_desk: Make) -> None:
    desk = make_desk(f"收到{LIVE}件，办结9件。")
    assert desk.editor.select_place(Place("overview", 0, "收到15件", 0))
    assert desk.text.textCursor().selectedText() == "收到\ufffc件"
    assert not desk.editor.select_place(Place("overview", 0, "早已不在", 3))
    assert not desk.editor.select_place(Place("overview", 5, "x", 0))
