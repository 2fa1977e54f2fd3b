"""A table used as a list: a line is in hand, nothing is edited, the first column takes the room."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """The line is in hand, not one cell of it: none looks different."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        state = option.state  # type: ignore[attr-defined]
        option.state = state & ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]


class Lines(QTableView):
    """Enter and a double click emit `opened` with the row, the key of copying `copy_asked`."""

    opened = Signal(int)
    copy_asked = Signal()

    def __init__(self, name: str, model: QAbstractTableModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(LineDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def widest(self, column: int) -> str:
        """The longest words that the column may show; the column is as wide."""
        raise NotImplementedError

    def measure(self) -> None:
        """Lines and columns as large as their words."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.7))
        model = self.model()
        for column in range(1, model.columnCount() if model is not None else 0):
            self.setColumnWidth(column, metrics.horizontalAdvance(self.widest(column)) + 22)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and model is not None:
            last = model.rowCount() - 1
            self.setCurrentIndex(model.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)
