"""Find and replace at work: between the bar, the text and its marks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from giadesk.ui.prose_find import FindBar, Match, find_all, replaced
from giadesk.ui.prose_marks import ProseMarks
from giadesk.ui.prose_text import ProseText
from giadesk.ui.session import Session

_KEEP = QTextCursor.MoveMode.KeepAnchor


class ProseSearch(QObject):
    """Searches one section's text for what its bar wants."""

    shown = Signal(object)
    """A cursor on the match to show."""
    told = Signal(str)
    """A sentence for the clerk."""

    def __init__(self, bar: FindBar, text: ProseText, marks: ProseMarks, session: Session) -> None:
        super().__init__(bar)
        self.bar = bar
        self._text = text
        self._marks = marks
        self._session = session
        self._matches: list[Match] = []
        bar.sought.connect(self.seek)
        bar.stepped.connect(self.step)
        bar.replace_one.connect(self._replace_one)
        bar.replace_all.connect(self._replace_all)
        bar.closed.connect(self._closed)

    def open(self, *, replace: bool) -> None:
        """Open the bar; what is selected in one paragraph is sought."""
        self._text.commit()
        selected = self._text.textCursor().selectedText()
        plain = not any(sign in selected for sign in "\u2029\ufffc")
        words = selected if plain else ""
        self.bar.open(words, replace=replace, writable=not self._session.read_only)

    def again(self) -> None:
        """The text changed: where the bar is open, search anew."""
        if self.bar.isVisible():
            self.seek(self.bar.words.text())

    def seek(self, words: str) -> None:
        """Mark every place that reads as the words, and say which of them is selected."""
        paragraphs = self._text.prose.paragraphs
        self._matches = find_all(paragraphs, words, self._session.figures)
        cursors = [self._match_cursor(match) for match in self._matches]
        self._marks.show_found(cursors)
        here = self._text.textCursor()
        place = next(
            (
                i + 1
                for i, c in enumerate(cursors)
                if (c.selectionStart(), c.selectionEnd())
                == (here.selectionStart(), here.selectionEnd())
            ),
            0,
        )
        self.bar.show_state(place, len(cursors))

    def _match_cursor(self, match: Match) -> QTextCursor:
        prose = self._text.prose
        cursor = QTextCursor(prose)
        cursor.setPosition(prose.position(match.paragraph, match.start))
        cursor.setPosition(prose.position(match.paragraph, match.end, end=True), _KEEP)
        return cursor

    def step(self, by: int) -> None:
        """To the next or the previous match, round the end."""
        if not self._matches:
            self.seek(self.bar.words.text())
        cursors = [self._match_cursor(match) for match in self._matches]
        here = self._text.textCursor()
        if by > 0:
            beyond = [c for c in cursors if c.selectionStart() >= here.selectionEnd()]
            chosen = (beyond or cursors)[:1]
        else:
            beyond = [c for c in cursors if c.selectionEnd() <= here.selectionStart()]
            chosen = (beyond or cursors)[-1:]
        if chosen:
            self.shown.emit(chosen[0])
        self.seek(self.bar.words.text())

    def _replace_one(self) -> None:
        here = self._text.textCursor()
        span = (here.selectionStart(), here.selectionEnd())
        for match in self._matches:
            cursor = self._match_cursor(match)
            if (cursor.selectionStart(), cursor.selectionEnd()) != span:
                continue
            if match.fixed:
                self.told.emit("这是表中的数据，请到表中修改，或者先改为文字")
            else:
                with self._text.step("替换") as editing:
                    editing.removeSelectedText()
                    self._text.prose.put(editing, self.bar.replacement)
            break
        self._matches = []
        self.step(1)

    def _replace_all(self) -> None:
        self.seek(self.bar.words.text())
        free = [match for match in self._matches if not match.fixed]
        if free:
            new = replaced(self._text.prose.paragraphs, free, self.bar.replacement)
            self._text.rewrite(new, f"全部替换{len(free)}处")
        left = len(self._matches) - len(free)
        words = f"已替换{len(free)}处" + (f"，另有{left}处是表中的数据，没有替换" if left else "")
        self.told.emit(words)
        self.seek(self.bar.words.text())

    def _closed(self) -> None:
        self._matches = []
        self._marks.show_found(())
        self._text.setFocus()
