"""Where a table may break: which rows stay together, which labels are said again, how it ends.

Arithmetic in twips, for `table_layout`.
"""

from __future__ import annotations

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.exports.paging import Item, paginate

_FOOT = 3  # rows that stay together at a table's end
_SLACK = 12  # twips that a row may be higher than planned, for its border


def breakable(grid: Grid, heights: list[int], page: int) -> tuple[Grid, list[bool]]:
    """The grid with labels that span much of a page repeated, and which rows stay together.

    A merged label is printed only on the page on which it begins, so each of its parts stays on
    one page and carries the label again.
    """
    limit = page // 3
    together = [row < max(grid.head_rows, 1) for row in range(grid.height)]
    cells: list[GridCell] = []
    for cell in grid.cells:
        tall = cell.kind == "label" and cell.rows > 1
        if tall and sum(heights[cell.row : cell.row + cell.rows]) > limit:
            starts = _part_starts(grid, cell, heights, limit)
        else:
            starts = [cell.row]
        ends = [*starts[1:], cell.row + cell.rows]
        for start, end in zip(starts, ends, strict=True):
            cells.append(msgspec.structs.replace(cell, row=start, rows=end - start))
            if tall and sum(heights[start:end]) <= page // 2:
                together[start : end - 1] = [True] * (end - 1 - start)
    together[max(grid.head_rows, grid.height - _FOOT) :] = [True] * _FOOT  # none alone on a page
    del together[grid.height :]
    together[grid.height - 1] = False
    cells.sort(key=lambda c: (c.row, c.column))
    return msgspec.structs.replace(grid, cells=tuple(cells)), together


def ended(
    heights: list[int], together: list[bool], head_rows: int, room: tuple[float, float], page: int
) -> list[int]:
    """The rows' heights, raised on the page before the last one where the signature would else have
    the last page to itself.

    room: the height of what the table's page begins with, and of what follows the table. LibreOffice
    does not keep the last row of a table of several pages with what follows it.
    """
    heads = tuple(range(1, 1 + head_rows))
    items = [Item(room[0], keep=True)]
    for row, height in enumerate(heights):
        items.append(Item(height, 0, together[row], heads if row >= head_rows else ()))
    last = paginate(items, page)[-1]
    filled = last[-1].top + heights[-1]
    slack = _SLACK * len(last)
    foot = sum(heights[-_FOOT:])
    rows = [p.item - 1 for p in last if head_rows < p.item <= len(heights) - _FOOT]
    if filled + room[1] <= page - slack or not rows:
        return heights
    more = (page - filled + foot / 2) / len(rows)
    return [h + round(more) if row in rows else h for row, h in enumerate(heights)]


def _part_starts(grid: Grid, label: GridCell, heights: list[int], limit: int) -> list[int]:
    """Rows at which the parts of a tall label begin: at groups inside it, each part below the limit
    where the groups allow."""
    inside = {
        c.row
        for c in grid.cells
        if c.column == label.column + 1 and label.row <= c.row < label.row + label.rows
    }
    if not inside:
        inside = set(range(label.row, label.row + label.rows))
    starts = [label.row]
    groups = sorted(inside | {label.row})
    ends = [*groups[1:], label.row + label.rows]
    for start, end in zip(groups, ends, strict=True):
        if start > starts[-1] and sum(heights[starts[-1] : end]) > limit:
            starts.append(start)
    return starts
