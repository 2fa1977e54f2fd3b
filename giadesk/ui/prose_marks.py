"""What is underlined in prose: findings in the colour of their severity, last year's year, matches.

The marks are extra selections, which cost no layout and move with the text while the clerk types;
they are made anew shortly after the typing pauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from giadesk.checks.registry import Finding
from giadesk.core.years import shift_years, years_in
from giadesk.ui import theme
from giadesk.ui.prose_shown import Shown
from giadesk.ui.prose_text import ProseText
from giadesk.ui.session import Session

_DELAY = 120
_DIGITS = tuple(f"[{d}{chr(0xFF10 + d)}{'〇一二三四五六七八九'[d]}]" for d in range(10))
_UNDERLINE = QTextCharFormat.UnderlineStyle


class Mark(msgspec.Struct, frozen=True):
    """Something underlined. cursor: selects it, also after edits before it.

    finding: what is wrong there; None for last year's year.
    """

    kind: Literal["finding", "year"]
    cursor: QTextCursor
    finding: Finding | None = None

    def holds(self, position: int) -> bool:
        """Whether a position of the document is in it, its edges included."""
        return self.cursor.selectionStart() <= position <= self.cursor.selectionEnd()


class ProseMarks(QObject):
    """The marks of one section's text. `changed` tells that they were made anew."""

    changed = Signal()

    def __init__(self, text: ProseText, session: Session, section_id: str) -> None:
        super().__init__(text)
        self._text = text
        self._session = session
        self._section = section_id
        self.marks: tuple[Mark, ...] = ()
        self._found: tuple[QTextCursor, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._timer.timeout.connect(self.refresh)

    def later(self) -> None:
        """Make the marks anew soon; typing puts it off."""
        self._timer.start()

    def refresh(self) -> None:
        """Make the marks anew from the findings and the text."""
        self._timer.stop()
        self.marks = (*self._finding_marks(), *self._year_marks())
        self._show()
        self.changed.emit()

    def show_found(self, found: Sequence[QTextCursor]) -> None:
        """Mark what a search found."""
        self._found = tuple(found)
        self._show()

    def at(self, position: int) -> list[Mark]:
        """The marks at a position of the document, findings first."""
        return [mark for mark in self.marks if mark.holds(position)]

    @property
    def years(self) -> list[Mark]:
        """The places where last year's year stands for this one."""
        return [mark for mark in self.marks if mark.kind == "year"]

    # -- inside --------------------------------------------------------------------------------

    def _finding_marks(self) -> Iterator[Mark]:
        paragraphs = self._text.prose.paragraphs
        for finding in self._session.findings:
            place = finding.where
            if place.section != self._section or place.paragraph is None:
                continue
            if place.paragraph >= len(paragraphs):
                continue
            paragraph = paragraphs[place.paragraph]
            span = Shown(paragraph.text, self._session.figures).find_quote(place.quote, place.start)
            if span is not None and not paragraph.table:
                yield Mark("finding", self._cursor(place.paragraph, *span), finding)

    def _year_marks(self) -> Iterator[Mark]:
        last = self._session.report.year - 1
        for index, paragraph in enumerate(self._text.prose.paragraphs):
            for start, end in last_years_in(paragraph.text, last):
                yield Mark("year", self._cursor(index, start, end))

    def _cursor(self, index: int, start: int, end: int) -> QTextCursor:
        prose = self._text.prose
        cursor = QTextCursor(prose)
        cursor.setPosition(prose.position(index, start))
        cursor.setPosition(prose.position(index, end, end=True), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show(self) -> None:
        selections = [_selection(mark.cursor, _looks(mark)) for mark in reversed(self.marks)]
        looks = QTextCharFormat()
        looks.setBackground(theme.colour("verify_soft"))
        selections += [_selection(cursor, looks) for cursor in self._found]
        self._text.setExtraSelections(selections)


def last_years_in(text: str, last: int) -> list[tuple[int, int]]:
    """The spans of a text in which the year `last` stands where the report's own should.

    Comparisons with last year, names, numbers and laws are not among them (`core.years`).
    """
    if not _spellings(last).search(text):
        return []
    return [
        (year.start, year.start + len(year.text))
        for year in years_in(text, last)
        if year.meaning == "own"
    ]


@lru_cache(maxsize=4)
def _spellings(year: int) -> re.Pattern[str]:
    """The year in digits of either width or in Chinese; most texts have none, and that is quick."""
    digits = ["[0０〇零○ＯO◯]" if d == "0" else _DIGITS[int(d)] for d in str(year)]
    return re.compile("".join(digits))


def with_year(text: str, spans: Sequence[tuple[int, int]], last: int) -> str:
    """The text with the year in these spans moved from `last` to the next one, written alike."""
    for start, end in sorted(spans, reverse=True):
        moved = shift_years(text[start:end] + "年", last, last + 1)[:-1]
        text = text[:start] + moved + text[end:]
    return text


def _looks(mark: Mark) -> QTextCharFormat:
    looks = QTextCharFormat()
    if mark.finding is None:
        looks.setUnderlineStyle(_UNDERLINE.DashUnderline)
        looks.setUnderlineColor(theme.colour("verify"))
        return looks
    explained = bool(mark.finding.explained)
    looks.setUnderlineStyle(_UNDERLINE.DotLine if explained else _UNDERLINE.WaveUnderline)
    looks.setUnderlineColor(_severity_colour(mark.finding, explained=explained))
    return looks


def _severity_colour(finding: Finding, *, explained: bool) -> QColor:
    return theme.colour("muted" if explained else finding.severity)


def _selection(cursor: QTextCursor, looks: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor  # type: ignore[attr-defined]
    selection.format = looks  # type: ignore[attr-defined]
    return selection
