"""Writing in the text of a section: every edit a step with a name, typing in stretches, input methods.

It changes its document and tells `edited(name, merge)`; it knows neither keys nor the session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from giadesk.core.report import Paragraph
from giadesk.ui import prose_structure as structure
from giadesk.ui.composing import sees_to_itself
from giadesk.ui.prose_document import ProseDocument
from giadesk.ui.prose_paste import clean_typed

TYPED = "输入文字"
BRACES = ("{", "｛")
"""What opens the list of live figures."""


class WritingText(QTextEdit):
    """A text whose every change passes `step` or `typing`, so that it has a name.

    edited(name, merge): the document's paragraphs changed; merge is "" or the same for edits that
    belong to one stretch of typing.
    """

    figure_wanted = Signal(str)
    """A brace was typed (its character): the clerk wants to insert a live figure."""
    level_changed = Signal()
    focus_changed = Signal()

    def __init__(self, edited: Callable[[str, str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edited = edited
        self._name = TYPED
        self._merges = True
        self._stretch = 0
        self._stretch_kind = ""
        self._typed_to = -1
        self._preedit = ""
        self._committing = False
        self._landed = False
        sees_to_itself(self)
        self.prose = ProseDocument(self._take_edit, self)
        self.setDocument(self.prose)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)

    # -- changes -------------------------------------------------------------------------------

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return bool(self._preedit)

    def commit(self) -> None:
        """Take over what the input method is composing; nothing of it is lost.

        Where the platform drops the text, it is inserted as it was last seen.
        """
        if self._committing or not self._preedit:
            return
        self._committing = True
        composed, self._landed = self._preedit, False
        try:
            if self.hasFocus():
                QGuiApplication.inputMethod().commit()
            if not self._landed:
                event = QInputMethodEvent("", [])
                event.setCommitString(composed)
                self.inputMethodEvent(event)
                if self.hasFocus():
                    QGuiApplication.inputMethod().reset()
        finally:
            self._committing = False

    @contextmanager
    def step(self, name: str) -> Iterator[QTextCursor]:
        """An edit by a cursor that is one undo step with that name; it becomes the text's cursor."""
        self.commit()
        cursor = self.textCursor()
        before, self._name, self._merges = (self._name, self._merges), name, False
        cursor.beginEditBlock()
        try:
            yield cursor
        finally:
            cursor.endEditBlock()
            self._name, self._merges = before
            self._typed_to = -1
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def end_stretch(self) -> None:
        """Typing from here on is an undo step of its own."""
        self._typed_to = -1

    def insert_text(self, text: str, name: str) -> None:
        """Insert text, live figures in it as objects, in place of what is selected."""
        with self.step(name) as cursor:
            structure.insert_paragraphs(self.prose, cursor, [Paragraph(clean_typed(text))])

    def insert_paragraphs(self, paragraphs: Sequence[Paragraph], name: str) -> None:
        """Insert paragraphs in place of what is selected; a table's place only where it has none."""
        with self.step(name) as cursor:
            if cursor.hasSelection():
                structure.remove_selection(self.prose, cursor)
            there = {p.table for p in self._blocks_now() if p.table}
            wanted = [p for p in paragraphs if p.table not in there]
            structure.insert_paragraphs(self.prose, cursor, wanted)

    def _blocks_now(self) -> Iterator[Paragraph]:
        block = self.prose.begin()
        while block.isValid():
            yield self.prose.read(block)
            block = block.next()

    def set_level(self, level: int) -> None:
        """Give the touched paragraphs a level."""
        cursor = self.textCursor()
        blocks = [b for b in structure.blocks_of(self.prose, cursor) if not structure.is_table(b)]
        if any(self.prose.level(b) != level for b in blocks):
            with self.step(f"改为{structure.LEVEL_NAMES[level]}") as _:
                for block in blocks:
                    self.prose.set_level(block, level)
        self.level_changed.emit()

    def _take_edit(self) -> None:
        """The document changed: tell it with the name of the edit that is under way."""
        if not self._merges:
            self._edited(self._name, "")
            return
        kind = self._name
        if kind != self._stretch_kind or self._typed_to < 0:
            self._stretch_kind = kind
            self._stretch += 1
        self._edited(kind, f"{kind}/{self._stretch}")

    @contextmanager
    def _typing(self, name: str) -> Iterator[None]:
        """An edit by Qt itself; it merges with the one before where the cursor did not move."""
        if self.textCursor().position() != self._typed_to or self.textCursor().hasSelection():
            self._typed_to = -1
        before, self._name, self._merges = (self._name, self._merges), name, True
        try:
            yield
        finally:
            self._name, self._merges = before
        self._typed_to = self.textCursor().position()

    def rewrite(self, paragraphs: tuple[Paragraph, ...], name: str) -> None:
        """Make the text these paragraphs, by the fewest edits, as one undo step."""
        self.commit()
        if self.prose.update_to(paragraphs) is not None:
            self._typed_to = -1
            self._edited(name, "")

    def _needs_room(self) -> bool:
        """Whether typing here would join paragraphs, or write into the line of a table."""
        cursor = self.textCursor()
        ends = cursor.selectionStart(), cursor.selectionEnd()
        several = self.prose.findBlock(ends[0]) != self.prose.findBlock(ends[1])
        return several or structure.is_table(cursor.block())

    def _make_room(self, name: str, text: str) -> None:
        """Take several selected paragraphs away, leave the line of a table, and insert the text."""
        with self.step(name) as room:
            if room.hasSelection():
                structure.remove_selection(self.prose, room)
            if structure.is_table(room.block()):
                structure.beside_table(self.prose, room)
            room.insertText(text)

    def _recognise(self, inserted: str) -> None:
        """Where typing completed a number, make it the paragraph's level, as a step of its own."""
        cursor = self.textCursor()
        if not inserted or cursor.hasSelection() or self._preedit:
            return
        number = structure.typed_level(cursor.block(), cursor.positionInBlock(), inserted)
        if number is not None:
            with self.step(f"识别为{structure.LEVEL_NAMES[number.level]}标题") as moving:
                structure.take_number(self.prose, moving.block(), number)
            self.level_changed.emit()

    # -- input methods -------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing is not an edit; what is committed is typed text like any other."""
        committed, composed = event.commitString(), event.preeditString()
        self._landed = self._landed or bool(committed)
        if self.isReadOnly():
            super().inputMethodEvent(event)
            return
        if committed in BRACES and not composed:
            self._preedit = ""
            super().inputMethodEvent(QInputMethodEvent("", []))
            self.figure_wanted.emit(committed)
            return
        if (committed or composed) and self._needs_room():
            if self._preedit:  # composing goes on in the new place
                self._preedit = ""
                super().inputMethodEvent(QInputMethodEvent("", []))
            self._make_room(TYPED, "")
        with self._typing(TYPED):
            super().inputMethodEvent(event)
        self._preedit = composed
        self._recognise(committed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes over what is being composed."""
        self.commit()
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """So does hiding: another section, another page."""
        self.commit()
        super().hideEvent(event)
