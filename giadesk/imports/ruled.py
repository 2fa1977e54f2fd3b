"""Tables drawn by lines: boxes on pages to one grid.

A table that runs over a page's end is cut there: heads come again, merged cells are closed and opened
anew, a row may have its label on both pages. `continued` undoes that.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.levels import typed_number
from giadesk.imports.figures import looks_like_figure

_NEAR = 3.0
"""Lines nearer than this many points are one line."""


class Box(msgspec.Struct):
    """A cell as drawn, in points from the upper left, and its text."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


def run_on(lines: Sequence[str]) -> str:
    """The lines of a cell as one text: they were broken by its width, in figures as well."""
    text = ""
    for line in lines:
        words = text[-1:].isascii() and text[-1:].isalpha() and line[:1].isalpha()
        text += (" " if words else "") + line
    return text


def grid_of(boxes: Sequence[Box]) -> Grid:
    """The grid of those boxes: spans from the lines that are missing, empty cells in holes."""
    xs = _edges([x for b in boxes for x in (b.x0, b.x1)])
    ys = _edges([y for b in boxes for y in (b.top, b.bottom)])
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for box in sorted(boxes, key=lambda b: (round(b.top), b.x0)):
        row, column = _place(ys, box.top), _place(xs, box.x0)
        rows = max(_place(ys, box.bottom) - row, 1)
        columns = max(_place(xs, box.x1) - column, 1)
        inside = {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
        if inside & taken:
            rows = columns = 1
            inside = {(row, column)}
            if inside & taken:
                continue
        taken |= inside
        cells.append(GridCell(row, column, box.text, rows, columns))
    height, width = max(len(ys) - 1, 1), max(len(xs) - 1, 1)
    cells += [
        GridCell(r, c, "") for r in range(height) for c in range(width) if (r, c) not in taken
    ]
    return Grid(height, width, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


# --- over pages ---------------------------------------------------------------------------------


def same_width(upper: Sequence[Box], lower: Sequence[Box]) -> bool:
    """Whether two tables begin and end at the same places across the page."""
    return (
        abs(min(b.x0 for b in upper) - min(b.x0 for b in lower)) < 2 * _NEAR
        and abs(max(b.x1 for b in upper) - max(b.x1 for b in lower)) < 2 * _NEAR
    )


def continued(upper: Sequence[Box], lower: Sequence[Box]) -> list[Box]:
    """Two parts of a table, the second from the next page, as one."""
    lower = _without_heads(upper, lower)
    if not lower:
        return list(upper)
    seam = max(b.bottom for b in upper)
    shift = seam - min(b.top for b in lower)
    moved = [Box(b.x0, b.top + shift, b.x1, b.bottom + shift, b.text) for b in lower]
    above = [b for b in upper if abs(b.bottom - seam) <= _NEAR]
    below = [b for b in moved if abs(b.top - seam) <= _NEAR]
    pairs = [
        (u, w)
        for u in above
        for w in below
        if abs(u.x0 - w.x0) <= _NEAR and abs(u.x1 - w.x1) <= _NEAR
    ]
    last_row = max(u.top for u in above)
    first_row = min(w.bottom for w in below)
    row = [
        (u, w)
        for u, w in pairs
        if abs(u.top - last_row) <= _NEAR and abs(w.bottom - first_row) <= _NEAR
    ]
    cut = _is_cut(row)
    gone: set[int] = set()
    for u, w in pairs:
        # a label opened anew without its words, beside a row that has its own
        left_open = not w.text.strip() and bool(u.text.strip())
        if (cut and (u, w) in row) or (
            ((u, w) not in row or left_open) and _goes_on(u.text, w.text)
        ):
            u.text = run_on([u.text, w.text]) if w.text else u.text
            u.bottom = w.bottom
            gone.add(id(w))
    return [*upper, *(w for w in moved if id(w) not in gone)]


def _without_heads(upper: Sequence[Box], lower: Sequence[Box]) -> list[Box]:
    """The second part without the head rows that are printed again."""
    above, below = _rows(upper), _rows(lower)
    cut = None
    for first, again in zip(above[:6], below[:6], strict=False):
        if _words(first) != _words(again) or not any(_words(again)):
            break
        cut = max(b.bottom for b in again) if len(again) > 1 else again[0].bottom
        lowest = min(b.bottom for b in again)
        cut = lowest if any(b.top >= lowest - _NEAR for b in lower) else cut
    if cut is None:
        return list(lower)
    return [b for b in lower if b.top >= cut - _NEAR]


def _rows(boxes: Sequence[Box]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
        if rows and box.top - rows[-1][0].top <= _NEAR:
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _words(row: Sequence[Box]) -> list[str]:
    return ["".join(b.text.split()) for b in sorted(row, key=lambda b: b.x0)]


def _is_cut(row: Sequence[tuple[Box, Box]]) -> bool:
    """Whether the last row above and the first below are one row that the page's end cut in two."""
    if not row:
        return False
    words = [(u.text.strip(), w.text.strip()) for u, w in row]
    if not any(below for _, below in words):
        return True
    if _cuts_digits(words):
        return True
    for above, below in words:
        if above and below and (looks_like_figure(above) or looks_like_figure(below)):
            return False
        if below and typed_number(below) is not None:
            return False
    figures_above = any(looks_like_figure(a) for a, _ in words)
    figures_below = any(looks_like_figure(b) for _, b in words)
    if figures_above and figures_below:
        return False
    return any(a and b for a, b in words) and (figures_above or figures_below)


def _cuts_digits(words: Sequence[tuple[str, str]]) -> bool:
    """Whether all that is left below are the last digits of a figure or two in a narrow column."""
    left = [(above, below) for above, below in words if below]
    return (
        not looks_like_figure(words[0][0])
        and not words[0][1]
        and len(left) * 2 < len(words)
        and all(above.isdecimal() and below.isdecimal() for above, below in left)
    )


def _goes_on(above: str, below: str) -> bool:
    """Whether a merged cell's text goes on in the cell that was opened anew below it."""
    if not below.strip():
        return not looks_like_figure(above)
    if not above.strip() or looks_like_figure(above) or looks_like_figure(below):
        return False
    return typed_number(below) is None and "".join(above.split()) != "".join(below.split())
