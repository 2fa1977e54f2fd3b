"""The text of one section: keys, input methods, clipboard, and what is drawn beside the words.

It changes its document and tells `edited(name, merge)`; it knows nothing of the session. Undo and
redo are asked for by signal, because the one history is the session's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from giadesk.core.report import Paragraph
from giadesk.ui import prose_clipboard as clipboard
from giadesk.ui import prose_margin as margin
from giadesk.ui import prose_structure as structure
from giadesk.ui.composing import sees_to_itself
from giadesk.ui.prose_document import ProseDocument
from giadesk.ui.prose_objects import FIGURE
from giadesk.ui.prose_paste import LONGEST, clean_typed

TYPED, DELETED = "输入文字", "删除文字"
_KEEP = QTextCursor.MoveMode.KeepAnchor
_STANDARD = QKeySequence.StandardKey
_BRACES = ("{", "｛")


class ProseText(QTextEdit):
    """The text edit of a section. Every change of it passes `_step`, so that it has a name.

    edited(name, merge): the document's paragraphs changed; merge is "" or the same for edits that
    belong to one stretch of typing. shown: a paragraph for other programs, figures written out.
    tables: the places of tables that may stand in the section.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    figure_wanted = Signal(str)
    """A brace was typed (its character): the clerk wants to insert a live figure."""
    told = Signal(str)
    """A sentence for the clerk: why a paste was refused."""
    level_changed = Signal()
    find_wanted = Signal(bool)
    """Ctrl+F (False) or Ctrl+H (True)."""
    step_wanted = Signal(int)
    """F3 (1) or Shift+F3 (-1)."""
    offer_wanted = Signal()
    """Ctrl+. takes what is offered at the cursor."""
    focus_changed = Signal()
    figure_opened = Signal(str)
    """A live figure was double-clicked: its id."""

    def __init__(
        self,
        edited: Callable[[str, str], None],
        shown: Callable[[Paragraph], str],
        tables: Callable[[], frozenset[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edited = edited
        self._shown = shown
        self._tables = tables
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
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

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

    # -- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Our own keys are ours while the text has the focus, whatever the window's menus say."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._command(event) is not None
        ):
            event.accept()
            return True
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and event.key() in tabs and not self.isReadOnly():
            # here, because Qt moves the focus before it asks keyPressEvent
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if event.type() == QEvent.Type.KeyPress and plain:
                back = event.key() == Qt.Key.Key_Backtab or bool(event.modifiers())
                if self._tab(-1 if back else 1):
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Structure is ours, typing is Qt's."""
        command = self._command(event)
        if command is not None:
            command()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif event.matches(_STANDARD.Cut):
            self.cut()
        elif not self._structure_key(event):
            self._plain_key(event)

    def _command(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.matches(_STANDARD.Undo):
            return self.undo_wanted.emit
        if event.matches(_STANDARD.Redo):
            return self.redo_wanted.emit
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Y if control:  # everywhere, not only where the platform says so
                return self.redo_wanted.emit
            case Qt.Key.Key_F | Qt.Key.Key_H if control:
                return partial(self.find_wanted.emit, event.key() == Qt.Key.Key_H)
            case Qt.Key.Key_F3:
                return partial(self.step_wanted.emit, -1 if shift else 1)
            case Qt.Key.Key_Period if control:
                return self.offer_wanted.emit
        return None

    def _structure_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        cursor = self.textCursor()
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if modifiers & Qt.KeyboardModifier.ControlModifier:
                    return False
                self._enter()
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete if cursor.hasSelection():
                with self.step(DELETED) as moving:
                    structure.remove_selection(self.prose, moving)
            case Qt.Key.Key_Backspace if cursor.atBlockStart():
                with self.step(
                    "合并段落" if not self.prose.level(cursor.block()) else "改为正文"
                ) as c:
                    structure.backspace_at_start(self.prose, c)
                self.level_changed.emit()
            case Qt.Key.Key_Delete if cursor.atBlockEnd():
                with self.step("合并段落") as c:
                    structure.delete_at_end(self.prose, c)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if alt:
                return self._move(-1 if key == Qt.Key.Key_Up else 1)
            case _:
                return False
        return True

    def _plain_key(self, event: QKeyEvent) -> None:
        text = event.text() if _types(event) else ""
        if text in _BRACES:
            self.figure_wanted.emit(text)
            return
        if text and self._needs_room():
            self._make_room(TYPED, text)
            return
        deletes = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        with self._typing(DELETED if deletes else TYPED):
            super().keyPressEvent(event)
        self._recognise(text)

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

    def _enter(self) -> None:
        with self.step("分段") as cursor:
            structure.enter(self.prose, cursor)
        self.level_changed.emit()

    def _tab(self, by: int) -> bool:
        """Deeper or higher at the start of a line or on a selection; else the focus moves on."""
        self.commit()
        cursor = self.textCursor()
        several = len(structure.blocks_of(self.prose, cursor)) > 1
        if not (cursor.atBlockStart() or several) or structure.is_table(cursor.block()):
            return False
        level = structure.deeper(self.prose.level(cursor.block()), by)
        if level is None:
            return False
        self.set_level(level)
        return True

    def _move(self, by: int) -> bool:
        """Move the touched paragraphs up or down, the selection with them."""
        self.commit()
        cursor = self.textCursor()
        blocks = structure.blocks_of(self.prose, cursor)
        first, last = blocks[0].blockNumber(), blocks[-1].blockNumber()
        new = structure.moved(self.prose.paragraphs, first, last, by)
        if new is None:
            return True
        places = []
        for position in (cursor.anchor(), cursor.position()):
            block = self.prose.findBlock(position)
            places.append((block.blockNumber() + by, position - block.position()))
        self.rewrite(new, "移动段落")
        for (index, inner), mode in zip(
            places, (QTextCursor.MoveMode.MoveAnchor, _KEEP), strict=True
        ):
            block = self.prose.findBlockByNumber(min(index, self.prose.blockCount() - 1))
            cursor.setPosition(block.position() + min(inner, block.length() - 1), mode)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def rewrite(self, paragraphs: tuple[Paragraph, ...], name: str) -> None:
        """Make the text these paragraphs, by the fewest edits, as one undo step."""
        self.commit()
        if self.prose.update_to(paragraphs) is not None:
            self._typed_to = -1
            self._edited(name, "")

    # -- input methods -------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing is not an edit; what is committed is typed text like any other."""
        committed, composed = event.commitString(), event.preeditString()
        self._landed = self._landed or bool(committed)
        if self.isReadOnly():
            super().inputMethodEvent(event)
            return
        if committed in _BRACES and not composed:
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click moves the cursor: what is being composed is taken over first."""
        self.commit()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a live figure leads to its table."""
        self.commit()
        _, kind, value_id = self.object_under(event.position())
        if kind == FIGURE:
            self.figure_opened.emit(value_id)
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel would zoom this text alone; the zoom is the window's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes over what is being composed."""
        self.commit()
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring of the focus is drawn by the frame."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """So does hiding: another section, another page."""
        self.commit()
        super().hideEvent(event)

    # -- clipboard -----------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text with numbers and figures for others, our own format for ourselves."""
        return clipboard.copied(self.prose, self.textCursor(), self._shown)

    def cut(self) -> None:
        """Cut, as a step with its name."""
        if self.textCursor().hasSelection() and not self.isReadOnly():
            QGuiApplication.clipboard().setMimeData(self.createMimeDataFromSelection())
            with self.step("剪切") as cursor:
                structure.remove_selection(self.prose, cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only; files and pictures are for the window."""
        return clipboard.has_words(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop as clean paragraphs."""
        if self.isReadOnly() or not clipboard.has_words(source):
            return
        size = len(source.text())
        if size > LONGEST:
            self.told.emit(f"剪贴板中有{size // 10000}万字，超过一个部分的合理篇幅，没有粘贴")
            return
        paragraphs = clipboard.pasted(source, self.prose, self.textCursor(), self._tables())
        if paragraphs:
            self.insert_paragraphs(paragraphs, "粘贴")
            self.level_changed.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """A drop is one step, also where it moves text inside this section."""
        before, self._name, self._merges = (self._name, self._merges), "移动文字", False
        try:
            super().dropEvent(event)
        finally:
            self._name, self._merges = before
            self._typed_to = -1

    # -- places --------------------------------------------------------------------------------

    def object_under(self, point: QPointF) -> tuple[int, int, str]:
        """Position, kind and id of the object under a point of the viewport; kind 0 for none."""
        near = self.cursorForPosition(point.toPoint()).position()
        for position in (near - 1, near):
            if position < 0:
                continue
            kind, object_id = self.prose.object_at(position)
            if kind and self._rect_of(position).contains(point):
                return position, kind, object_id
        return -1, 0, ""

    def _rect_of(self, position: int) -> QRectF:
        cursor = QTextCursor(self.prose)
        cursor.setPosition(position)
        left = self.cursorRect(cursor)
        cursor.setPosition(position + 1)
        right = self.cursorRect(cursor)
        if right.top() != left.top():
            return QRectF(left).adjusted(0, 0, self.viewport().width() - left.right(), 0)
        return QRectF(left.left(), left.top(), right.left() - left.left(), left.height())

    # -- drawing -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint under last year's text, the words, then the numbers beside them."""
        margin.draw_tint(self, self.prose, event.rect())
        super().paintEvent(event)
        margin.draw_numbers(self, self.prose, event.rect())


def _types(event: QKeyEvent) -> bool:
    """Whether a key types a character: no control character, no shortcut; AltGr types."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return (
        bool(event.text())
        and event.text().isprintable()
        and held
        in (
            Qt.KeyboardModifier.NoModifier,
            both,
        )
    )
