"""The text of one section: keys, mouse, clipboard, and what is drawn beside the words.

It knows nothing of the session. Undo and redo are asked for by signal, because the one history is
the session's. What an edit is, and what an input method does, is in `prose_writing`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from giadesk.core.report import Paragraph
from giadesk.ui import prose_clipboard as clipboard
from giadesk.ui import prose_margin as margin
from giadesk.ui import prose_structure as structure
from giadesk.ui.focus import OWN_RING
from giadesk.ui.prose_objects import FIGURE
from giadesk.ui.prose_paste import LONGEST
from giadesk.ui.prose_writing import BRACES, TYPED, WritingText

DELETED = "删除文字"
LINE = 56
"""So many characters a line has at most, two lines of the printed page: longer ones lose the eye."""
_KEEP = QTextCursor.MoveMode.KeepAnchor
_STANDARD = QKeySequence.StandardKey


class ProseText(WritingText):
    """The text edit of a section.

    edited: see `WritingText`. shown: a paragraph for other programs, figures written out.
    tables: the places of tables that may stand in the section.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    told = Signal(str)
    """A sentence for the clerk: why a paste was refused."""
    find_wanted = Signal(bool)
    """Ctrl+F (False) or Ctrl+H (True)."""
    step_wanted = Signal(int)
    """F3 (1) or Shift+F3 (-1)."""
    offer_wanted = Signal()
    """Ctrl+. takes what is offered at the cursor."""
    figure_opened = Signal(str)
    """A live figure was double-clicked: its id."""

    def __init__(
        self,
        edited: Callable[[str, str], None],
        shown: Callable[[Paragraph], str],
        tables: Callable[[], frozenset[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(edited, parent)
        self._shown = shown
        self._tables = tables
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setProperty(OWN_RING, True)  # the paper's

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
        if text in BRACES:
            self.figure_wanted.emit(text)
            return
        if text and self._needs_room():
            self._make_room(TYPED, text)
            return
        deletes = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        with self._typing(DELETED if deletes else TYPED):
            super().keyPressEvent(event)
        self._recognise(text)

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

    # -- mouse and focus -----------------------------------------------------------------------

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring of the focus is drawn by the frame."""
        super().focusInEvent(event)
        self.focus_changed.emit()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a wide screen the lines end before the paper does."""
        super().resizeEvent(event)
        self._fit_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Lines are as long as so many characters, of whatever size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_lines()

    def _fit_lines(self) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        longest = LINE * em + round(2 * self.document().documentMargin())
        if longest < self.viewport().width():
            if longest != self.lineWrapColumnOrWidth():
                self.setLineWrapColumnOrWidth(longest)
            wanted = QTextEdit.LineWrapMode.FixedPixelWidth
        else:
            wanted = QTextEdit.LineWrapMode.WidgetWidth
        if wanted != self.lineWrapMode():
            self.setLineWrapMode(wanted)

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
