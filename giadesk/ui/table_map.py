"""Where the figures of a printed table stand, and which cell a key leads to. No Qt.

Rows and columns count from the first that is not a frozen head row or label column: this is the
model's and the view's own counting. A table of several blocks has its heads among the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from giadesk.core.blocks import GridCell
from giadesk.core.form import Form, Indicator, TableSpec
from giadesk.core.printed import grid_of


class Band(msgspec.Struct, frozen=True):
    """A block among the rows: its head rows from `top` to before `body`, its end before `end`."""

    top: int
    body: int
    end: int


class Area(msgspec.Struct, frozen=True):
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1


class TableMap:
    """The places of a table's figures. Does not depend on the figures themselves."""

    def __init__(self, table: TableSpec, form: Form) -> None:
        self.form = form
        self.grid = grid_of(table, form, {})
        self.head_rows = self.grid.head_rows
        self.labels = self.grid.label_columns
        self.rows = self.grid.height - self.head_rows
        self.columns = self.grid.width - self.labels
        matrix = self.grid.matrix()
        self._cells = [line[self.labels :] for line in matrix[self.head_rows :]]
        self._ids = [[cell.figure if cell else "" for cell in line] for line in self._cells]
        self.places: dict[str, tuple[int, int]] = {
            cell.figure: (cell.row - self.head_rows, cell.column - self.labels)
            for cell in self.grid.cells
            if cell.figure
        }
        """Every figure's cell, in reading order."""
        self.ids = tuple(self.places)
        self.figure_rows = tuple(r for r in range(self.rows) if any(self._ids[r]))
        self.bands = tuple(self._find_bands())
        blocks = self.bands or (Band(0, 0, self.rows),)
        self._by_column = tuple(
            dict.fromkeys(
                self._ids[row][column]
                for block in blocks
                for column in range(self.columns)
                for row in range(block.body, block.end)
                if self._ids[row][column]
            )
        )

    def id_at(self, row: int, column: int) -> str:
        """The figure that stands at or spans a place; "" for words, blanks and outside."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return self._ids[row][column]
        return ""

    def cell_at(self, row: int, column: int) -> GridCell | None:
        """The printed cell that covers a place; None for a hole."""
        return self._cells[row][column]

    def is_wide(self, row: int, column: int) -> bool:
        """Whether the figure there spans several columns."""
        cell = self._cells[row][column]
        return cell is not None and cell.columns > 1

    def indicator(self, value_id: str) -> Indicator:
        return self.form.indicators[value_id]

    def ids_in(self, area: Area) -> tuple[str, ...]:
        """The figures of a rectangle in reading order, each once."""
        return tuple(
            dict.fromkeys(
                value_id
                for row in range(max(area.top, 0), min(area.bottom, self.rows - 1) + 1)
                for value_id in self._ids[row][max(area.left, 0) : area.right + 1]
                if value_id
            )
        )

    def whole(self) -> Area:
        """The rectangle of all cells."""
        return Area(0, 0, self.rows - 1, self.columns - 1)

    # -- where a key leads; "" means nowhere ---------------------------------------------------

    def beside(self, value_id: str, step: int) -> str:
        """The next figure in the row, to the right (1) or left (-1)."""
        row, column = self.places[value_id]
        return next((i for i in self._along(row, column, 0, step) if i != value_id), "")

    def beneath(self, value_id: str, step: int, column: int | None = None) -> str:
        """The next figure in the column, down (1) or up (-1). column: where one came along."""
        row, own = self.places[value_id]
        return next(iter(self._along(row, own if column is None else column, step, 0)), "")

    def row_end(self, value_id: str, step: int) -> str:
        """The first (-1) or last (1) figure of the row."""
        row, column = self.places[value_id]
        return ([value_id, *self._along(row, column, 0, step)])[-1]

    def edge(
        self, value_id: str, down: int, right: int, filled: Callable[[str], bool], column: int
    ) -> str:
        """Where Ctrl with an arrow leads: along filled cells to the last, else to the next filled one."""
        row, own = self.places[value_id]
        line = [i for i in self._along(row, column if down else own, down, right) if i != value_id]
        if not line:
            return ""
        if filled(value_id) and filled(line[0]):
            end = next((k for k, i in enumerate(line) if not filled(i)), len(line))
            return line[end - 1]
        return next((i for i in line if filled(i)), line[-1])

    def after(self, value_id: str, step: int, open_: Callable[[str], bool]) -> str:
        """The next (1) or previous (-1) cell in reading order that may be written."""
        place = self.ids.index(value_id) + step
        while 0 <= place < len(self.ids):
            if open_(self.ids[place]):
                return self.ids[place]
            place += step
        return ""

    def entry_beneath(
        self, value_id: str, step: int, column: int, open_: Callable[[str], bool]
    ) -> str:
        """The next cell down (1) or up (-1) the column that may be written; then the next column of
        the same block, then the next block."""
        row, _ = self.places[value_id]
        start = self.id_at(row, column) or value_id
        place = self._by_column.index(start) + step
        while 0 <= place < len(self._by_column):
            if open_(self._by_column[place]):
                return self._by_column[place]
            place += step
        return ""

    def _along(self, row: int, column: int, down: int, right: int) -> Iterator[str]:
        """The figures met on the way from a place, without that place, each once."""
        before = self.id_at(row, column)
        row, column = row + down, column + right
        while 0 <= row < self.rows and 0 <= column < self.columns:
            value_id = self._ids[row][column]
            if value_id and value_id != before:
                before = value_id
                yield value_id
            row, column = row + down, column + right

    def _find_bands(self) -> Iterator[Band]:
        if self.head_rows:
            return
        is_head = [
            any(cell is not None and cell.kind == "head" for cell in line) for line in self._cells
        ]
        row = 0
        while row < self.rows:
            body = row
            while body < self.rows and is_head[body]:
                body += 1
            end = body
            while end < self.rows and not is_head[end]:
                end += 1
            yield Band(row, body, end)
            row = end
