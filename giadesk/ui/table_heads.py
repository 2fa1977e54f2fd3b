"""The parts of a printed table that stay in view: head rows, label columns, the corner between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from giadesk.core.blocks import GridCell
from giadesk.ui import theme
from giadesk.ui.table_map import Area, Band

if TYPE_CHECKING:
    from giadesk.ui.table_printed import PrintedView


class HeadRows(QHeaderView):
    """The head rows over the figures; they scroll sideways with them."""

    def __init__(self, view: PrintedView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        _prepare(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        places = self._view.map
        shift = QPoint(0, self._view.head_height)
        cells = (
            c for c in places.grid.cells if c.row < places.head_rows and c.column >= places.labels
        )
        _paint(self, event, self._view, cells, shift)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and column >= 0:
            rows = self._view.map.rows
            self._view.area_clicked.emit(Area(0, column, rows - 1, column))


class LabelColumns(QHeaderView):
    """The label columns beside the figures; they scroll up and down with them."""

    def __init__(self, view: PrintedView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        _prepare(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        places = self._view.map
        shift = QPoint(self.width(), 0)
        cells = (
            c for c in places.grid.cells if c.row >= places.head_rows and c.column < places.labels
        )
        _paint(self, event, self._view, cells, shift)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._view.area_clicked.emit(Area(row, 0, row, self._view.map.columns - 1))


class Corner(QWidget):
    """The head cell over the labels. Also what hides the table's own corner button."""

    def __init__(self, view: PrintedView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        view = self._view
        shift = QPoint(self.width(), self.height())
        for cell in view.map.grid.cells:
            if cell.row < view.map.head_rows and cell.column < view.map.labels:
                view.paint_printed(painter, cell, shift, self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._view.area_clicked.emit(self._view.map.whole())


class StickyHead(QWidget):
    """The head of the block in view, over the rows, once its own place has scrolled away."""

    def __init__(self, view: PrintedView) -> None:
        super().__init__(view)
        self._view = view
        self._band = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def place(self) -> None:
        """Show the head of the block that the top of the viewport is in; the next one pushes it out."""
        view = self._view
        frame = view.viewport().geometry()
        for index, band in enumerate(view.map.bands):
            top = view.rowViewportPosition(band.top)
            bottom = view.rowViewportPosition(band.end - 1) + view.rowHeight(band.end - 1)
            if top < 0 < bottom:
                self._band = index
                left = frame.left() - view.verticalHeader().width()
                height = head_height(view, band)
                pushed = min(0, bottom - height)
                self.setGeometry(left, frame.top() + pushed, frame.right() - left + 1, height)
                self.show()
                self.raise_()
                self.update()
                return
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        band = view.map.bands[self._band]
        painter = QPainter(self)
        shift = QPoint(view.verticalHeader().width(), -view.rowViewportPosition(band.top))
        for cell in view.map.grid.cells:
            if band.top <= cell.row < band.body:
                view.paint_printed(painter, cell, shift, self.rect())


def head_height(view: PrintedView, band: Band) -> int:
    """The height of a block's head rows."""
    return sum(view.rowHeight(r) for r in range(band.top, band.body))


def _paint(
    header: QHeaderView,
    event: QPaintEvent,
    view: PrintedView,
    cells: Iterable[GridCell],
    shift: QPoint,
) -> None:
    """Paint those of the printed cells that the event's rectangle touches."""
    painter = QPainter(header.viewport())
    painter.fillRect(event.rect(), theme.colour("window"))
    for cell in cells:
        if event.rect().intersects(view.printed_rect(cell).translated(shift)):
            view.paint_printed(painter, cell, shift, header.viewport().rect())


def _prepare(header: QHeaderView) -> None:
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setMinimumSectionSize(1)
    header.setSectionsClickable(False)
    header.setHighlightSections(False)
    header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
