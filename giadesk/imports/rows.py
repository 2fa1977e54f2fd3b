"""Rows of a table as they are printed: which cells are labels and which hold figures."""

from __future__ import annotations

import msgspec

from giadesk.core.blocks import GridCell
from giadesk.imports.figures import looks_like_figure, parse_figure
from giadesk.imports.labels import UNITS, Entry, bare


class Row(msgspec.Struct):
    """A printed row: its labels from the outermost, its cells for values, and what it is."""

    index: int
    cells: list[GridCell]
    labels: list[GridCell]
    values: list[GridCell]
    figures: int
    entry: Entry | None = None
    head: list[int] = []
    spare: bool = False
    """Its figures stand at a group that has none of its own in this form."""


def row_of(index: int, line: list[GridCell | None]) -> Row:
    """The row that the covering cells of one line of a grid make."""
    cells: list[GridCell] = []
    for cell in line:
        if cell is not None and (not cells or cells[-1] is not cell):
            cells.append(cell)
    labels: list[GridCell] = []
    end = 0
    last_figure = [i for i, c in enumerate(cells) if c.row == index and _is_figure(c)]
    limit = len(cells)
    for place, cell in enumerate(cells):
        text = cell.text.strip()
        if not text or _is_mark(text):
            if labels:
                break
            continue
        if looks_like_figure(text) and (cell.row == index or cell.columns > 1):
            if labels or not any(
                _is_words(c) and i < limit for i, c in enumerate(cells[place + 1 :], place + 1)
            ):
                break
            continue  # 序号 before the label
        labels.append(cell)
        end = place + 1
    while len(labels) > 1 and bare(labels[-1].text) in UNITS:
        labels.pop()
    if labels and bare(labels[-1].text) in UNITS:
        labels.pop()
    values = [c for c in cells[end:] if c.row == index]
    if not labels:
        values = [c for c in cells if c.row == index]
    return Row(index, cells, labels, values, len([i for i in last_figure if i >= end]))


def _is_figure(cell: GridCell) -> bool:
    return looks_like_figure(cell.text)


def _is_mark(text: str) -> bool:
    figure = parse_figure(text)
    return figure is not None and figure.value is None


def _is_words(cell: GridCell) -> bool:
    text = cell.text.strip()
    return bool(text) and parse_figure(text) is None
