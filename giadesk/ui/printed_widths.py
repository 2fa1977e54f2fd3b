"""How wide the columns of a printed table are, as shares of the whole."""

from __future__ import annotations

from giadesk.core.blocks import Grid

_LABEL_LINES = 3
"""A label may take about so many lines."""


def widths(grid: Grid) -> list[float]:
    """The share of every column: figures as narrow as they may be, labels by their words."""
    want = [2.2] * grid.width
    for cell in grid.cells:
        if cell.columns != 1 or not cell.text:
            continue
        if cell.kind == "label":
            lines = max(_LABEL_LINES, cell.rows * 2)
            want[cell.column] = max(
                want[cell.column], min(len(cell.text), 11) if lines < 4 else 2.0
            )
        elif cell.kind in ("figure", "total"):
            want[cell.column] = max(want[cell.column], len(cell.text) * 0.6 + 0.8)
    for cell in grid.cells:
        if cell.kind == "label" and cell.columns > 1:
            missing = min(len(cell.text) / 2, 14) - sum(
                want[cell.column : cell.column + cell.columns]
            )
            if missing > 0:
                want[cell.column + cell.columns - 1] += missing
    total = sum(want)
    return [w / total for w in want]
