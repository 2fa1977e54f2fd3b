"""Changing a free table: its texts, rows, columns. A grid is a value; every function gives a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.prose import clean_text

Place = tuple[int, int]
HIGHEST = 200
WIDEST = 30
"""Rows and columns of a free table at most: what can still be read on a page, and written here."""


def new_grid(rows: int, columns: int, caption: str = "") -> Grid:
    """An empty table; where it has several rows, the first is its head."""
    heads = 1 if rows > 1 else 0
    cells = tuple(
        GridCell(row, column, "", kind="head" if row < heads else "text")
        for row in range(rows)
        for column in range(columns)
    )
    return Grid(rows, columns, cells, head_rows=heads, caption=with_no_breaks(caption))


def with_caption(grid: Grid, caption: str) -> Grid:
    """The grid under another name, "" for none."""
    return msgspec.structs.replace(grid, caption=with_no_breaks(caption))


def with_no_breaks(text: str) -> str:
    """A name in one line, without the characters that no document may hold."""
    return " ".join(clean_text(text).split())


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


def with_column_after(grid: Grid, column: int) -> Grid:
    """The grid with an empty column to the right of that one. KeyError for no such column."""
    wider = _turned(with_row_below(_turned(grid), column))
    cells = [
        msgspec.structs.replace(c, kind="head" if c.row < grid.head_rows else "text")
        if c.column == column + 1
        else c
        for c in wider.cells
    ]
    return _made(wider, cells, wider.height)


def without_column(grid: Grid, column: int) -> Grid:
    """The grid without that column. KeyError for no such column, or for the last one."""
    return _turned(without_row(_turned(grid), column))


def grown(grid: Grid, height: int, width: int) -> Grid:
    """The grid with empty rows and columns at its end, at least so high and so wide."""
    while grid.height < height:
        grid = with_row_below(grid, grid.height - 1)
    while grid.width < width:
        grid = with_column_after(grid, grid.width - 1)
    return grid


def _turned(grid: Grid) -> Grid:
    """Rows for columns: what is done to rows is done to columns."""
    replace = msgspec.structs.replace
    cells = [
        replace(c, row=c.column, column=c.row, rows=c.columns, columns=c.rows) for c in grid.cells
    ]
    turned = replace(
        grid,
        width=grid.height,
        head_rows=grid.label_columns,
        label_columns=grid.head_rows,
    )
    return _made(turned, cells, grid.width)


def _made(grid: Grid, cells: Iterable[GridCell], height: int) -> Grid:
    ordered = sorted(cells, key=lambda c: (c.row, c.column))
    return msgspec.structs.replace(grid, cells=tuple(ordered), height=height)
