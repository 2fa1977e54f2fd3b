"""A table used as a list: a line is in hand, nothing is edited, the first column takes the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from giadesk.ui.library_list import Index, LineDelegate

_NONE = QModelIndex()


class LinesModel(QAbstractTableModel):
    """Lines under these heads; words stand at the left in the first columns, figures at the right.

    words: how many columns hold words.
    """

    def __init__(self, heads: tuple[str, ...], words: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._words = words
        self._lines: tuple[Any, ...] = ()

    def _show(self, lines: Iterable[Any]) -> None:
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Where the words of a column stand."""
        left = column < self._words
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self.alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


class Lines(QTableView):
    """Enter and a double click emit `opened` with the row, the key of copying `copy_asked`.

    widest: the longest words that a column may show, but for the first; the column is as wide.
    """

    opened = Signal(int)
    copy_asked = Signal()

    def __init__(self, name: str, model: LinesModel, widest: Callable[[int], str]) -> None:
        super().__init__()
        self._widest = widest
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

    def measure(self) -> None:
        """Lines and columns as large as their words."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.7))
        model = self.model()
        for column in range(1, model.columnCount() if model is not None else 0):
            self.setColumnWidth(column, metrics.horizontalAdvance(self._widest(column)) + 22)

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
