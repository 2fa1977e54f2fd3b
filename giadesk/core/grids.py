"""Changing a free table: its texts, its rows. A grid is a value; every function gives a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.prose import clean_text

Place = tuple[int, int]


def with_texts(grid: Grid, texts: Mapping[Place, str]) -> Grid:
    """The grid with the texts of these cells (row, column of their upper left) replaced.

    A place that the grid has left open gets a cell. Places outside, or inside a merged cell, raise
    KeyError. A cell's number goes with its old text.
    """
    covering = grid.matrix()
    cells = {(c.row, c.column): c for c in grid.cells}
    for (row, column), text in texts.items():
        if not (0 <= row < grid.height and 0 <= column < grid.width):
            raise KeyError((row, column))
        cover = covering[row][column]
        if cover is not None and (cover.row, cover.column) != (row, column):
            raise KeyError((row, column))
        old = cover or GridCell(row, column, "")
        text = clean_text(text)
        if text != old.text:
            cells[row, column] = msgspec.structs.replace(old, text=text, value=None)
    return _made(grid, cells.values(), grid.height)


def with_row_below(grid: Grid, row: int) -> Grid:
    """The grid with an empty row under that one, divided as it is. KeyError for no such row."""
    if not 0 <= row < grid.height:
        raise KeyError(row)
    cells = []
    for cell in grid.cells:
        if cell.row > row:
            cells.append(msgspec.structs.replace(cell, row=cell.row + 1))
        elif cell.row + cell.rows - 1 > row:  # it goes on below: the new row is inside it
            cells.append(msgspec.structs.replace(cell, rows=cell.rows + 1))
        else:
            cells.append(cell)
            if cell.row + cell.rows - 1 == row:
                kind = "text" if cell.kind in ("head", "total", "figure") else cell.kind
                cells.append(GridCell(row + 1, cell.column, "", columns=cell.columns, kind=kind))
    return _made(grid, cells, grid.height + 1)


def without_row(grid: Grid, row: int) -> Grid:
    """The grid without that row. KeyError for no such row, or for the last one."""
    if not 0 <= row < grid.height or grid.height == 1:
        raise KeyError(row)
    cells = []
    for cell in grid.cells:
        if cell.row > row:
            cells.append(msgspec.structs.replace(cell, row=cell.row - 1))
        elif cell.row + cell.rows - 1 < row:
            cells.append(cell)
        elif cell.rows > 1:
            cells.append(msgspec.structs.replace(cell, rows=cell.rows - 1))
    heads = grid.head_rows - (1 if row < grid.head_rows else 0)
    return msgspec.structs.replace(_made(grid, cells, grid.height - 1), head_rows=heads)


def _made(grid: Grid, cells: Iterable[GridCell], height: int) -> Grid:
    ordered = sorted(cells, key=lambda c: (c.row, c.column))
    return msgspec.structs.replace(grid, cells=tuple(ordered), height=height)
