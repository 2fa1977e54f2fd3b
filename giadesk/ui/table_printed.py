"""A table drawn as the printed form has it: geometry, frozen head and labels, what stays in view.

A QTableView for what it does well (accessibility, input methods, scrolling); the frozen head and the
labels are its headers. `GridView` adds keys, mouse and editing.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from giadesk.core.blocks import GridCell
from giadesk.ui.table_heads import Corner, HeadRows, LabelColumns, StickyHead, head_height
from giadesk.ui.table_layout import Layout, lay_out
from giadesk.ui.table_model import FigureModel
from giadesk.ui.table_paint import Pens, figure_width, measure_columns, paint_words

Index = QModelIndex | QPersistentModelIndex


class PrintedView(QTableView):
    """The table as printed, without behaviour. `map`, `figures` (the model), `pens` and `contents`
    are what its parts draw from."""

    fitted = Signal()
    """Columns and rows have new sizes."""
    made = False
    """Whether all parts are there: Qt calls virtual functions while the view is being made."""
    _stale = False
    area_clicked = Signal(object)
    """A head, a label or the corner was clicked: the `Area` of figures that it stands for."""

    def __init__(self, figures: FigureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = figures
        self.map = figures.map
        self.pens = Pens.of(self.font())
        self.contents = measure_columns(figures, self.pens)
        self.layout_ = Layout((), (), ())
        self.setModel(figures)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)  # beside it as beside its head
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(HeadRows(self))
        self.setVerticalHeader(LabelColumns(self))
        self.horizontalHeader().setVisible(bool(self.map.head_rows))
        self.verticalHeader().setVisible(bool(self.map.labels))
        for cell in self.map.grid.cells:
            row, first = cell.row - self.map.head_rows, max(cell.column - self.map.labels, 0)
            columns = cell.column + cell.columns - self.map.labels - first
            if row >= 0 and columns > 0 and (columns > 1 or cell.rows > 1):
                self.setSpan(row, first, cell.rows, columns)
        self._corner = Corner(self)
        self._sticky = StickyHead(self)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        figures.dataChanged.connect(self._grow)
        self.setAccessibleName(f"{self.map.grid.caption}，单位：{self.map.grid.unit}")
        self.made = True

    @property
    def head_height(self) -> int:
        """The height of the frozen head rows."""
        return sum(self.layout_.rows[: self.map.head_rows])

    @property
    def content_height(self) -> int:
        """The height of the whole table, heads included."""
        return sum(self.layout_.rows)

    def sizeHint(self) -> QSize:
        return QSize(self.layout_.width, self.fitting_height)

    @property
    def fitting_height(self) -> int:
        """The height that shows all rows in the present width."""
        bar = self.horizontalScrollBar()
        scrolls = self.layout_.width > self.width()
        return self.content_height + (bar.sizeHint().height() if scrolls else 0)

    def minimumSizeHint(self) -> QSize:
        em, line = self.pens.type.em, self.pens.type.line
        return QSize(self.layout_.label_width + 8 * em, self.head_height + 4 * line)

    def _lay_out(self, *, tight: bool) -> Layout:
        self.pens.type.tight = tight
        bar = self.verticalScrollBar().sizeHint().width()  # it grows with the zoom
        widths = [self.contents.width(c, self.pens) for c in range(self.map.columns)]
        layout = lay_out(self.map, self.pens.type, widths, self.width())
        if sum(layout.rows) > self.height():
            layout = lay_out(self.map, self.pens.type, widths, self.width() - bar)
        return layout

    def relayout(self) -> None:
        """Fit the columns and rows into the present width, tightly rather than not at all."""
        layout = self._lay_out(tight=False)
        if 0 < layout.width - self.width() <= self.map.columns * self.pens.type.em // 4:  # may help
            tight = self._lay_out(tight=True)
            self.pens.type.tight = tight.width <= self.width()
            layout = tight if self.pens.type.tight else layout
        if layout == self.layout_:
            return
        self.layout_ = layout
        for column, width in enumerate(layout.columns):
            self.setColumnWidth(column, width)
        for row, height in enumerate(layout.rows[self.map.head_rows :]):
            self.setRowHeight(row, height)
        self.horizontalHeader().setFixedHeight(max(1, self.head_height))
        self.verticalHeader().setFixedWidth(max(1, layout.label_width))
        self.updateGeometries()
        self.updateGeometry()
        self.fitted.emit()
        self.viewport().update()

    def measure(self, seen: QModelIndex | None = None) -> None:
        """Measure all figures anew and fit the table. seen: the cell in hand, where it was in view."""
        seen = self._in_hand(self.viewport().size()) if seen is None else seen
        self.contents = measure_columns(self.figures, self.pens)
        self.relayout()
        self.viewport().update()
        if seen.isValid():
            self.scrollTo(seen)

    def _in_hand(self, room: QSize) -> QModelIndex:
        """The cell in hand, where any of it is in view in a viewport of that size.

        Amid a change of size a bar may come and go over the half of it.
        """
        index = self.currentIndex()
        shown = QRect(QPoint(0, 0), room).intersects(self.visualRect(index))
        return index if index.isValid() and (shown or not self.isVisible()) else QModelIndex()

    def printed_rect(self, cell: GridCell) -> QRect:
        """Where a printed cell lies in the viewport's coordinates; heads and labels are negative.

        A cell that goes over labels and figures (the title of a block) does not scroll sideways.
        """
        heads = self.map.head_rows
        left = self._edge_x(cell.column)
        right = self._edge_x(cell.column + cell.columns, right=True)
        if self._crosses(cell):
            right = min(sum(self.layout_.columns), self.viewport().width())
        if cell.row < heads:
            top = sum(self.layout_.rows[: cell.row]) - self.head_height
        else:
            top = self.rowViewportPosition(cell.row - heads)
        height = sum(self.layout_.rows[cell.row : cell.row + cell.rows])
        return QRect(left, top, right - left, height)

    def paint_printed(self, painter: QPainter, cell: GridCell, shift: QPoint, pane: QRect) -> None:
        """Draw a head or label cell into a pane whose origin is `-shift` in the viewport."""
        rect = self.printed_rect(cell).translated(shift)
        paint_words(painter, rect, cell, self.pens, rect if self._crosses(cell) else pane)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        if not self.made:
            return
        for band in self.map.bands:
            if band.body <= index.row() < band.end and self.rowViewportPosition(band.top) < 0:
                hidden = head_height(self, band) - self.rowViewportPosition(index.row())
                if hidden > 0:  # under the head that stays
                    bar = self.verticalScrollBar()
                    bar.setValue(bar.value() - hidden)
        self._sticky.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is in hand stays in view, as when the side of a narrow window unfolds."""
        seen = self._in_hand(event.oldSize())
        self.relayout()
        super().resizeEvent(event)
        if seen.isValid():
            self.scrollTo(seen)
        self._sticky.place()

    def updateGeometries(self) -> None:
        if self.made and not self.isVisible():
            self._stale = True  # of a section that is not shown: done once, when it is
            return
        super().updateGeometries()
        if not self.made:
            return
        width = self.layout_.label_width if self.map.labels else 0
        self._corner.setGeometry(0, 0, width, self.head_height)
        self._corner.setVisible(bool(width and self.head_height))
        self._corner.raise_()
        here = Qt.FindChildOption.FindDirectChildrenOnly
        for hint in self.findChildren(QWidget, "cellHint", here):
            hint.raise_()  # what is said of a cell lies over the heads too

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            self._take_font()

    def showEvent(self, event: QShowEvent) -> None:
        self._take_font()  # a table of a section that is not shown is measured when it is
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.updateGeometries()

    def _take_font(self) -> None:
        if self.made and self.font() != self.pens.font:
            seen = self._in_hand(self.viewport().size())  # asking lays out: with the old font yet
            self.pens = Pens.of(self.font())
            self.measure(seen)

    def _crosses(self, cell: GridCell) -> bool:
        return cell.column < self.map.labels < cell.column + cell.columns

    def _edge_x(self, column: int, right: bool = False) -> int:
        """The left edge of a printed column in the viewport; with `right`, of the one before it the
        right edge: the last label's stands still while the first figure's left one scrolls."""
        labels = self.map.labels
        if column < labels or (right and column == labels):
            return sum(self.layout_.labels[:column]) - self.layout_.label_width
        scrolled = self.horizontalHeader().offset()
        return sum(self.layout_.columns[: column - labels]) - scrolled

    def _grow(self, top: QModelIndex, bottom: QModelIndex) -> None:
        """Make room for a figure that became wider than its column; never less while typing."""
        if top != bottom:
            self.measure()
            return
        value_id = self.figures.id_of(top)
        if not value_id or self.map.is_wide(top.row(), top.column()):
            return
        column = top.column()
        width = figure_width(self.figures, value_id, self.pens)
        if width <= self.contents.figures[column]:
            return
        self.contents.figures[column] = width
        if self.contents.width(column, self.pens) > self.columnWidth(column):
            self.relayout()
            self.viewport().update()
        else:  # it fits: the figures of the column stand elsewhere, everything else stays
            left = self.columnViewportPosition(column)
            self.viewport().update(left, 0, self.columnWidth(column), self.viewport().height())

    def _scrolled(self) -> None:
        """What is centred in the part in view must be drawn again."""
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()
        if self.map.bands:
            self.viewport().update()
            self._sticky.place()
