"""Editing one cell: the line in it, its keys, and input methods that never lose a character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from giadesk.ui import theme
from giadesk.ui.composing import sees_to_itself
from giadesk.ui.table_paint import FigurePaint, paint_figure, paint_lines

if TYPE_CHECKING:
    from giadesk.ui.table_grid import GridView

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class FigureEdit(QLineEdit):
    """The line in a cell. It knows what an input method is composing, so that nothing is lost."""

    def __init__(self, parent: QWidget, replacing: bool) -> None:
        super().__init__(parent)
        self.replacing = replacing
        """Opened by typing over the cell: left and right then leave it, as in a spreadsheet."""
        self.value_id = ""
        """The cell it stands in; "" once its text was given up or written."""
        self.asked = False
        """Enter was pressed on this text and it was not taken: a second Enter decides."""
        self._composing = ""
        self._committed = False
        sees_to_itself(self)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMaxLength(200)

    @property
    def composing(self) -> str:
        """What the input method shows and has not given yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        if event.commitString():
            self._committed = True
        super().inputMethodEvent(event)

    def whole_text(self) -> str:
        """The text with what is being composed; afterwards nothing is composed any more."""
        if self._composing:
            composing, self._committed = self._composing, False
            QGuiApplication.inputMethod().commit()
            if not self._committed:  # the platform gave nothing or dropped it
                super().inputMethodEvent(QInputMethodEvent("", []))
                self.insert(composing)
            self._composing = ""
        return self.text()


class FigureDelegate(QStyledItemDelegate):
    """Draws the cells and gives the line to edit them with; the view decides where keys lead."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view

    # -- drawing -------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self._view
        value_id = view.figures.id_of(index)
        rect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if value_id:
            current = view.currentIndex() == index
            state = FigurePaint(
                selected=view.is_selected(value_id),
                current=current,
                focused=view.has_focus,
                edited=current and view.editor is not None,
            )
            paint_figure(painter, rect, view.figures, value_id, view.contents, view.pens, state)
        else:
            self._paint_words(painter, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, index: Index) -> None:
        view = self._view
        cell = view.map.cell_at(index.row(), index.column())
        if cell is None:
            return
        if cell.kind in ("head", "label"):
            view.paint_printed(painter, cell, QPoint(0, 0), view.viewport().rect())
        else:
            rect = view.printed_rect(cell)
            painter.fillRect(rect, theme.colour("locked"))
            paint_lines(painter, rect)

    # -- editing -------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = FigureEdit(parent, replacing=self._view.typing_opens)
        value_id = self._view.figures.id_of(index)
        if self._view.map.indicator(value_id).kind != "text":
            editor.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        editor.setAccessibleName(self._view.figures.spoken(value_id))
        editor.textEdited.connect(self._view.editing_changed)
        editor.value_id = value_id
        self._view.editor_opened(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, FigureEdit):
            editor.setText(self._view.figures.shown(self._view.figures.id_of(index)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, FigureEdit):
            self._view.write_editor(editor)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = self._view.visualRect(QModelIndex(index))  # type: ignore[arg-type]
        editor.setGeometry(rect.adjusted(2, 2, -3, -3))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, FigureEdit):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                if event.key() == _Key.Key_Escape:
                    event.accept()  # it closes the cell, not the dialog around it
                    return False
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(editor, event)
            elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                if event.reason() != Qt.FocusReason.PopupFocusReason:
                    self._view.settle(keep_focus=False)
                return False
        return super().eventFilter(editor, event)

    def _key(self, editor: FigureEdit, event: QKeyEvent) -> bool:
        """Keys that leave the cell; everything else is the line's own."""
        view = self._view
        key = event.key()
        plain = event.modifiers() & ~_KEYPAD
        if key == _Key.Key_Escape:
            view.restore()
            return True
        if key == _Key.Key_F2:
            editor.replacing = not editor.replacing
            return True
        leaves = key in (_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Up, _Key.Key_Down)
        sideways = key in (_Key.Key_Left, _Key.Key_Right)
        if key in (_Key.Key_Return, _Key.Key_Enter):
            view.enter_from_editor(event)
            return True
        if leaves or (sideways and editor.replacing and plain == Qt.KeyboardModifier.NoModifier):
            view.settle()
            view.keyPressEvent(event)
            return True
        return False
