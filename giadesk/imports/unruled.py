"""Tables printed on a page without lines: cells put together by where their words stand.

A word belongs to the cell above it where it stands under it as close as lines of one paragraph do.
Figures say where a row is; a label beside several rows is a group's and comes before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.levels import typed_number
from giadesk.imports.labels import UNITS
from giadesk.imports.letters import PrintedLine, Word

_SENTENCE = re.compile(r"[。；！？]|，.*，")
_LEAST_ROWS = 2


def split_pages(lines: Sequence[PrintedLine], right: float) -> Iterator[int | Grid]:
    """The lines in order by their index, those that make up a table replaced by its grid."""
    index = done = 0
    while index < len(lines):
        stop = _zone(lines, index, right)
        if stop is None:
            index += 1
            continue
        start = _heads_above(lines, index, done, right)
        yield from range(done, start)
        yield _grid(lines[start:stop])
        index = done = stop
    yield from range(done, len(lines))


def _heads_above(lines: Sequence[PrintedLine], index: int, done: int, right: float) -> int:
    """Where the heads of a table begin that stand one to a line above its first tabular line."""
    start = index
    while start > done and index - start < 8:
        line = lines[start - 1]
        text = "".join(w.text for w in line.words)
        if line.page != lines[index].page or _is_text(line, right) or len(line.words) > 2:
            break
        if text[-1] in "：:。" or len(text) > 60:
            break
        mark = typed_number(text)
        if mark is not None and text[0] not in "(（":
            break
        start -= 1
    return start


def _zone(lines: Sequence[PrintedLine], start: int, right: float) -> int | None:
    """Where the table that begins at a line ends; None where none begins there."""
    if not _is_tabular(lines[start]):
        return None
    stop = start
    rows = tabular = 0
    for index in range(start, len(lines)):
        line = lines[index]
        tabular += _is_tabular(line)
        if line.figures and _is_tabular(line):
            rows += 1 + (len(line.figures) >= 5)
            stop = index + 1
        elif (
            not _is_tabular(line)
            and (_is_text(line, right) or index - stop > 12)
            and not (rows and _is_label(lines, index, start))
        ):
            break
    # the last row's label may run on below its figures
    while stop < len(lines) and rows and _runs_on(lines, stop):
        stop += 1
    words = lines[start].words
    alone = len(words) > 1 and words[-1].figure and words[-2].text in UNITS
    return stop if rows >= _LEAST_ROWS or (rows and (tabular > rows or alone)) else None


def _is_label(lines: Sequence[PrintedLine], index: int, start: int) -> bool:
    """Whether a line that reads like text is the label of figures that stand right below it.

    That row has no label of its own, and its figures stand in the columns of those above.
    """
    line = lines[index]
    above = {round(f.x0) for x in lines[start:index] for f in x.figures}
    return any(
        below.figures
        and below.page == line.page
        and below.words[0].x0 > line.words[-1].x1
        and any(abs(below.figures[0].x0 - x) < line.size for x in above)
        for below in lines[index + 1 : index + 3]
    )


def _is_tabular(line: PrintedLine) -> bool:
    if any(len(w.text) > 45 or _SENTENCE.search(w.text) for w in line.words):
        return False
    if len(line.words) > 1:
        gaps = [b.x0 - a.x1 for a, b in pairwise(line.words)]
        return max(gaps) > 1.2 * line.size or len(line.figures) > 1 or line.in_column
    return bool(line.figures)


def _is_text(line: PrintedLine, right: float) -> bool:
    """Whether a line without gaps is a heading or a sentence, not a piece of a cell."""
    text = "".join(w.text for w in line.words)
    if _SENTENCE.search(text):
        return True
    mark = typed_number(text)
    if mark is not None and mark.level == 1 and len(text) >= 7:
        return True
    return len(text) > 15 and line.words[-1].x1 > right - 2.2 * line.size


def _runs_on(lines: Sequence[PrintedLine], index: int) -> bool:
    line, before = lines[index], lines[index - 1]
    text = "".join(w.text for w in line.words)
    return (
        line.page == before.page
        and len(line.words) == 1
        and not line.words[0].figure
        and typed_number(text) is None
        and not _SENTENCE.search(text)
        and line.words[0].top - before.words[0].bottom < 0.45 * line.size
        and any(_overlap(w, line.words[0]) for w in before.words if not w.figure)
    )


# --- cells --------------------------------------------------------------------------------------


class _Cell(msgspec.Struct):
    words: list[Word]
    size: float
    rows: list[int] = []

    @property
    def text(self) -> str:
        return "".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        return min(w.x0 for w in self.words)

    @property
    def top(self) -> float:
        return self.words[0].top

    @property
    def bottom(self) -> float:
        return self.words[-1].bottom


def _overlap(one: Word, other: Word) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.4 * min(one.x1 - one.x0, other.x1 - other.x0)


def _grid(lines: Sequence[PrintedLine]) -> Grid:
    offset = 0.0
    page = lines[0].page
    cells: list[_Cell] = []
    rows: list[tuple[float, list[Word]]] = []
    for line in lines:
        if line.page != page:
            page, offset = line.page, offset + 10_000
        for word in line.words:
            word.top += offset
            word.bottom += offset
        figures = line.figures
        for word in line.words[: len(line.words) - len(figures)]:
            _add(cells, word, line.size)
        if figures:
            rows.append(((figures[0].top + figures[0].bottom) / 2, figures))
    for cell in cells:
        slack = 0.35 * cell.size
        cell.rows = [
            i for i, (y, _) in enumerate(rows) if cell.top - slack <= y <= cell.bottom + slack
        ]
    _around(cells, rows)
    return _laid_out(cells, rows)


def _around(cells: list[_Cell], rows: list[tuple[float, list[Word]]]) -> None:
    """Labels of two pieces that leave the line of their figures free, put together."""
    for index, (y, figures) in enumerate(rows):
        if any(index in c.rows and len(c.rows) == 1 for c in cells):
            continue
        reach = 2.2 * (figures[0].bottom - figures[0].top)
        above = [c for c in cells if not c.rows and 0 <= y - c.bottom < reach]
        below = [c for c in cells if not c.rows and 0 <= c.top - y < reach]
        pairs = [
            (a, b)
            for a in above
            for b in below
            if _overlap(a.words[-1], b.words[0]) and typed_number(b.text) is None
        ]
        if pairs:
            upper, lower = max(pairs, key=lambda p: p[0].x0)
            upper.words += lower.words
            upper.rows = [index]
            cells.remove(lower)


def _add(cells: list[_Cell], word: Word, size: float) -> None:
    """Put a word into the cell it goes on with, or begin a cell."""
    mark = typed_number(word.text)
    for cell in reversed(cells[-40:]):
        last = cell.words[-1]
        if last.line == word.line or word.top - last.bottom > 0.5 * size:
            continue
        if not _overlap(last, word):
            continue
        if mark is None or (len(cell.text) <= 2 and not mark.rest):
            cell.words.append(word)
            return
        break
    cells.append(_Cell([word], size, []))


class _Printed(msgspec.Struct):
    """A line of the grid: the heads or labels in it, and its figures."""

    y: float
    labels: list[_Cell]
    figures: list[Word] = []


def _laid_out(cells: list[_Cell], rows: list[tuple[float, list[Word]]]) -> Grid:
    """Lines of the grid: heads and groups by themselves, labels before the figures of their row."""
    full = max((figures for _, figures in rows), key=len)
    printed: list[_Printed] = []
    beside: list[list[_Cell]] = [[] for _ in rows]
    for cell in sorted(cells, key=lambda c: c.top + c.bottom):
        if cell.rows:
            beside[cell.rows[0]].append(cell)
            continue
        y = (cell.top + cell.bottom) / 2
        last = printed[-1] if printed else None
        if last is None or y - last.y > 0.5 * cell.size:
            printed.append(_Printed(y, [cell], []))
        else:
            last.labels.append(cell)
    for (y, figures), labels in zip(rows, beside, strict=True):
        labels.sort(key=lambda c: (len(c.rows) == 1, c.x0))
        printed.append(_Printed(y, labels, figures))
    printed.sort(key=lambda line: line.y)
    depth = max((len(line.labels) for line in printed if line.figures), default=1) or 1
    result: list[GridCell] = []
    for index, line in enumerate(printed):
        used: set[int] = set()
        if not line.figures:
            line.labels.sort(key=lambda c: c.x0)
        for cell in line.labels:
            over = None if line.figures else _over(cell, full)
            place = 0 if over is None else depth + over
            while place in used:
                place += 1
            used.add(place)
            result.append(GridCell(index, place, cell.text))
        start = depth + len(full) - len(line.figures)
        result += [GridCell(index, start + i, f.text) for i, f in enumerate(line.figures)]
    width = max(c.column for c in result) + 1
    return Grid(len(printed), width, tuple(result), loose=True)


def _over(cell: _Cell, figures: Sequence[Word]) -> int | None:
    """The column of figures that a head stands over; None for one over the labels."""
    x0, x1 = cell.x0, max(w.x1 for w in cell.words)
    if x1 < figures[0].x0 - 1.5 * cell.size:
        return None
    middle = (x0 + x1) / 2
    return min(range(len(figures)), key=lambda i: abs((figures[i].x0 + figures[i].x1) / 2 - middle))
