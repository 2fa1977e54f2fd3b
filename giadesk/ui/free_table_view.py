"""The cells of a table of one's own, as they stand in the section: moved in, written, pasted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.errors import InputRefused
from giadesk.core.grids import (
    HIGHEST,
    Place,
    grown,
    with_column_after,
    with_row_below,
    with_texts,
    without_column,
    without_row,
)
from giadesk.core.grids import WIDEST as WIDEST_GRID
from giadesk.ui import pieces
from giadesk.ui.free_table_cell import ENTERS, TABS, CellWriter, step_of
from giadesk.ui.free_table_model import WIDEST, FreeTableModel
from giadesk.ui.table_clip import read_clip, to_tsv

_Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_ALT = Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def _combined(modifiers: Qt.KeyboardModifier, key: Qt.Key) -> int:
    return QKeyCombination(modifiers, key).toCombined()


class FreeView(QTableView):
    """The cells, and what keys do in them: as in a table of Word or WPS, Tab leads from cell to cell."""

    said = Signal(str)

    def __init__(self, model: FreeTableModel) -> None:
        super().__init__()
        self._model = model
        self._writer = CellWriter(self)
        self.setObjectName("freeTableView")
        self.setItemDelegate(self._writer)
        self.setModel(model)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setTabKeyNavigation(True)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self._writer.left.connect(self._go_on)
        self._writer.tabbed.connect(self._tab)
        model.reshaped.connect(self._span)
        model.dataChanged.connect(lambda *_: self.fit())
        self.works: tuple[tuple[str, int, Callable[[], None]], ...] = (
            ("在下面加一行", _combined(_NONE, _Key.Key_Insert), self.add_row),
            ("在右边加一列", _combined(_ALT, _Key.Key_Insert), self.add_column),
            ("删除这一行", _combined(_CTRL, _Key.Key_Delete), self.drop_row),
            ("删除这一列", _combined(_ALT, _Key.Key_Delete), self.drop_column),
        )
        """What can be done to rows and columns: its words, its key, the work."""
        self._span()
        self.go(model.index(min(model.grid.head_rows, model.rowCount() - 1), 0))

    def settle(self) -> None:
        """Write what is being typed and close the cell."""
        self._writer.settle()

    def fit(self) -> None:
        """Columns by their words, all together as wide as the view; rows as high as they need."""
        grid, metrics = self._model.grid, self.fontMetrics()
        unit = metrics.horizontalAdvance("政")
        wanted = [unit * 3.0] * grid.width
        for cell in grid.cells:
            line = max(cell.text.split("\n"), key=len)
            wide = min(metrics.horizontalAdvance(line) + unit, unit * WIDEST) / cell.columns
            for column in range(cell.column, min(cell.column + cell.columns, grid.width)):
                wanted[column] = max(wanted[column], wide)
        room = self.viewport().width()
        more = max(1.0, room / sum(wanted))
        for column, wide in enumerate(wanted):
            self.setColumnWidth(column, int(wide * more))
        self.resizeRowsToContents()
        least = round(metrics.height() * 1.7)
        for row in range(grid.height):
            self.setRowHeight(row, max(least, self.rowHeight(row)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._height(9))

    def _height(self, lines: int) -> int:
        """The height of the whole table, but of so many lines at most."""
        height = sum(self.rowHeight(row) for row in range(self._model.rowCount()))
        return min(height, self.fontMetrics().height() * lines) + 4

    def go(self, place: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held."""
        self.selectionModel().setCurrentIndex(
            place, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def add_row(self) -> None:
        """Put an empty row under the one with the cursor."""
        self.settle()
        place = self.currentIndex()
        cell = self._model.cell(place.row(), place.column())
        row = cell.row + cell.rows - 1 if cell is not None else max(0, place.row())
        if self._model.grid.height >= HIGHEST:
            self.said.emit(f"表格最多{HIGHEST}行，没有加行。")
        elif self._model.replace(with_row_below(self._model.grid, row), "表格加一行"):
            self.go(self._model.index(row + 1, 0))
            self.setFocus()

    def add_column(self) -> None:
        """Put an empty column to the right of the one with the cursor."""
        self.settle()
        place = self.currentIndex()
        cell = self._model.cell(place.row(), place.column())
        column = cell.column + cell.columns - 1 if cell is not None else max(0, place.column())
        if self._model.grid.width >= WIDEST_GRID:
            self.said.emit(f"表格最多{WIDEST_GRID}列，没有加列。")
        elif self._model.replace(with_column_after(self._model.grid, column), "表格加一列"):
            self.go(self._model.index(max(0, place.row()), column + 1))
            self.setFocus()

    def drop_row(self) -> None:
        """Take away the row with the cursor."""
        self._drop(self._model.rowCount(), self.currentIndex().row(), without_row, "表格删除一行")

    def drop_column(self) -> None:
        """Take away the column with the cursor."""
        columns = self._model.columnCount()
        self._drop(columns, self.currentIndex().column(), without_column, "表格删除一列")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is typed stays in its cell: the first word that is composed there has the focus here,
        and no change of the focus would tell that the cell is left."""
        self.settle()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.said.emit("")
        place = self.currentIndex()
        work = self._work_of(event)
        if work is not None:
            if not self._model.session.read_only:
                work()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._copy()
            self._clear()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif event.key() in TABS:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._leave(step_of(event))
            else:
                self._tab(step_of(event))
        elif event.key() in ENTERS and place.isValid():
            self._go_on(step_of(event))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_model"):
            self.fit()

    # -- inside --------------------------------------------------------------------------------

    def _span(self) -> None:
        self.clearSpans()
        for cell in self._model.grid.cells:
            if cell.rows > 1 or cell.columns > 1:
                self.setSpan(cell.row, cell.column, cell.rows, cell.columns)
        self.fit()

    def _go_on(self, by: int) -> None:
        """To the cell under (over) the present one."""
        place = self.currentIndex()
        cell = self._model.cell(place.row(), place.column())
        rows = cell.rows if cell is not None and by > 0 else 1
        row = (cell.row if cell is not None else place.row()) + (rows if by > 0 else -1)
        if 0 <= row < self._model.rowCount():
            self.go(self._model.index(row, place.column()))

    def _tab(self, by: int) -> None:
        """To the next cell; behind the last one a new row begins, as in Word.

        Behind an empty last row, before the first cell and where nothing can be written the focus
        goes on to what stands after (before) the table.
        """
        matrix, model = self._model.grid.matrix(), self._model
        places = [
            (r, c)
            for r, line in enumerate(matrix)
            for c, cell in enumerate(line)
            if cell is None or (cell.row, cell.column) == (r, c)
        ]
        here = self.currentIndex()
        cell = model.cell(here.row(), here.column())
        at = (cell.row, cell.column) if cell is not None else (here.row(), here.column())
        next_one = (places.index(at) if at in places else -by) + by
        if 0 <= next_one < len(places):
            self.go(model.index(*places[next_one]))
        elif by > 0 and not model.session.read_only and any(c and c.text for c in matrix[-1]):
            self.add_row()
        else:
            self._leave(by)

    def _leave(self, by: int) -> None:
        QWidget.focusNextPrevChild(self, by > 0)

    def _work_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does to the rows and columns; None for another key."""
        return {key: work for _, key, work in self.works}.get(event.keyCombination().toCombined())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The rows and columns, the clipboard."""
        menu = QMenu(self)
        writable = not self._model.session.read_only
        for words, key, work in self.works:
            add_action(menu, words, key, work, writable)
        menu.addSeparator()
        add_action(menu, "复制", "Ctrl+C", self._copy, True)
        add_action(menu, "粘贴", "Ctrl+V", self._paste, writable)
        pieces.give_room(menu).exec(event.globalPos())
        menu.deleteLater()

    def _drop(self, count: int, at: int, without: Callable[[Grid, int], Grid], name: str) -> None:
        self.settle()
        place = self.currentIndex()
        if not place.isValid() or count < 2:
            return
        row, column = place.row(), place.column()
        if self._model.replace(without(self._model.grid, at), name):
            rows, columns = self._model.rowCount(), self._model.columnCount()
            self.go(self._model.index(min(row, rows - 1), min(column, columns - 1)))
            self.setFocus()

    def _selected(self) -> list[GridCell]:
        """The cells of the selection, each once, in reading order."""
        found: dict[Place, GridCell] = {}
        for index in self.selectionModel().selectedIndexes() or [self.currentIndex()]:
            cell = self._model.cell(index.row(), index.column())
            if cell is not None:
                found[cell.row, cell.column] = cell
        return [found[place] for place in sorted(found)]

    def _copy(self) -> None:
        lines: dict[int, list[str]] = {}
        for cell in self._selected():
            lines.setdefault(cell.row, []).append(cell.text)
        QGuiApplication.clipboard().setText(to_tsv(lines.values()))

    def _clear(self) -> None:
        texts = {(cell.row, cell.column): "" for cell in self._selected()}
        if texts and not self._model.session.read_only:
            self._model.write(texts, "清除表格内容")

    def _paste(self) -> None:
        """Put the clipboard's cells in from the cursor on; the table grows where it must."""
        data = QGuiApplication.clipboard().mimeData()
        try:
            clip = read_clip(data.text(), data.html() if data.hasHtml() else "")
        except InputRefused as refused:
            self.said.emit(str(refused))
            return
        start = self.currentIndex()
        if clip is None or not start.isValid() or self._model.session.read_only:
            return
        old = self._model.grid
        high, wide = start.row() + clip.height, start.column() + clip.width
        if high > max(HIGHEST, old.height) or wide > max(WIDEST_GRID, old.width):
            self.said.emit(
                f"粘贴的内容有{clip.height}行{clip.width}列，表格最多{HIGHEST}行{WIDEST_GRID}列，"
                "没有粘贴。请分成几次，或者分成几张表。"
            )
            return
        grid = grown(old, high, wide)
        covering = grid.matrix()
        texts: dict[Place, str] = {}
        for down, row in enumerate(clip.rows):
            for along, pasted in enumerate(row):
                place = (start.row() + down, start.column() + along)
                cell = covering[place[0]][place[1]]
                if not pasted.covered and (cell is None or (cell.row, cell.column) == place):
                    texts[place] = pasted.text
        self._model.replace(with_texts(grid, texts), f"粘贴{len(texts)}格")
        more = [
            f"{count}{unit}"
            for count, unit in ((grid.height - old.height, "行"), (grid.width - old.width, "列"))
            if count
        ]
        if more:
            self.said.emit(f"表格原来放不下，加了{'、'.join(more)}。可以撤销。")


def add_action(
    menu: QMenu, words: str, key: str | int, work: Callable[[], None], enabled: bool
) -> None:
    """One line of a menu, with the key that does the same in the table."""
    action = menu.addAction(pieces.plain_caption(words))
    action.setObjectName(words)
    spoken = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    action.setText(f"{pieces.plain_caption(words)}\t{spoken}")
    action.setEnabled(enabled)
    action.triggered.connect(lambda: work())
