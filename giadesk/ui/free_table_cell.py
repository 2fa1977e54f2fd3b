"""The field in which one cell of a table of one's own is written."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from giadesk.ui import composing

Index = QModelIndex | QPersistentModelIndex
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def step_of(event: QKeyEvent) -> int:
    """-1 for Shift+Enter and Shift+Tab, else 1."""
    back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return -1 if back or event.key() == Qt.Key.Key_Backtab else 1


class CellWriter(QStyledItemDelegate):
    """Writes a cell in a field of plain text. Enter takes it, Alt+Enter is a new line, Esc gives up."""

    left = Signal(int)
    """The cell was taken with Enter: go on down (1) or up (-1)."""
    tabbed = Signal(int)
    """The cell was taken with Tab: go on to the next (1) or the one before (-1)."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._field: QPlainTextEdit | None = None

    def settle(self) -> None:
        """Take what is being typed, what an input method is composing included."""
        field = self._field
        if field is not None:
            composing.commit()
            self._close(field)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QPlainTextEdit:
        field = QPlainTextEdit(parent)
        field.setObjectName("freeTableField")
        field.setAccessibleName(f"第{index.row() + 1}行第{index.column() + 1}列")
        field.setTabChangesFocus(True)
        field.setFrameShape(QFrame.Shape.NoFrame)
        field.document().setDocumentMargin(2)
        self._field = field
        return field

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._field:
            self._field = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText())

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        if (
            isinstance(field, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (*ENTERS, *TABS)
        ):
            if event.key() in TABS:
                self._close(field)
                self.tabbed.emit(step_of(event))
                return True
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                field.insertPlainText("\n")
                return True
            self._close(field)
            self.left.emit(step_of(event))
            return True
        return super().eventFilter(field, event)

    def _close(self, field: QPlainTextEdit) -> None:
        self.commitData.emit(field)
        self.closeEditor.emit(field, QAbstractItemDelegate.EndEditHint.NoHint)
