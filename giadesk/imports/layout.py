"""Tables printed without lines: columns kept apart by spaces, as programs print a page to text.

A character is one column wide here, Chinese or not. Labels may run over several lines, stand one
character under the other, or in the middle of the rows they are for; figures say where a row is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.levels import typed_number
from giadesk.imports.figures import parse_figure

_SEGMENT = re.compile(r"\S(?:\S| (?=\S))*")
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_LONGEST_LABEL = 42


class Segment(msgspec.Struct, frozen=True):
    """A piece of a line from `start` to `stop`, in characters."""

    line: int
    start: int
    stop: int
    text: str


Printed = Sequence[Segment]
"""A printed line as the pieces that stand apart in it; empty for a blank line."""


class _Item(msgspec.Struct):
    """A label put together from the pieces it was printed in, and the figures of its row."""

    segments: list[Segment]
    figures: list[Segment] = []

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.segments)


def split_tables(lines: Sequence[Printed]) -> Iterator[int | Grid]:
    """The lines in order by their index, those that make up a table replaced by its grid."""
    rows = [_figures_of(line) for line in lines]
    index = 0
    while index < len(lines):
        span = _run(lines, rows, index)
        if span is None:
            yield index
            index += 1
            continue
        yield _grid(lines, rows, *span)
        index = span[1]


def printed(line: str, index: int) -> list[Segment]:
    """A line of text by its pieces: two spaces or more keep them apart."""
    return [
        Segment(index, m.start(), m.end(), m[0])
        for m in _SEGMENT.finditer(line.replace("\t", "    "))
    ]


def _words(line: Printed) -> list[Segment]:
    """The pieces of a line cut at single spaces too, as heads of columns stand close."""
    return [
        Segment(s.line, s.start + m.start(), s.start + m.end(), m[0])
        for s in line
        for m in _WORD.finditer(s.text)
    ]


def _text(line: Printed) -> str:
    return " ".join(s.text for s in line)


def _is_figure(text: str) -> bool:
    return any(c.isdigit() for c in text) and parse_figure(text, "", "signed") is not None


def _figures_of(segments: Printed) -> list[Segment]:
    """The figures at the end of a line of a table; empty where the line is none."""
    if len(segments) < 2:
        return []
    words = [s for x in segments for s in _figure_words(x)]
    figures: list[Segment] = []
    while words and _is_figure(words[-1].text):
        figures.insert(0, words.pop())
    if not figures:
        return []
    if words and figures[0].start - words[-1].stop < 2:
        return []
    if any(len(w.text) > _LONGEST_LABEL or _SENTENCE.search(w.text) for w in words):
        return []
    return figures


def _figure_words(segment: Segment) -> list[Segment]:
    """A segment of nothing but figures as its single figures."""
    words = _words([segment])
    return words if all(_is_figure(w.text) for w in words) else [segment]


# --- where a table is ---------------------------------------------------------------------------


def _run(
    lines: Sequence[Printed], rows: Sequence[list[Segment]], start: int
) -> tuple[int, int, int] | None:
    """The table that begins at a line: its first line, the one after its last, its first row."""
    first = _first_row(lines, rows, start)
    if first is None:
        return None
    stop = first + 1
    index = stop
    while index < len(lines) and index - stop < 8:
        if rows[index]:
            stop = index + 1
        elif _is_new_head(lines[index], rows[stop - 1]) or not _is_piece(lines[index]):
            break
        index += 1
    # the rest of the last row's label
    while stop < len(lines) and lines[stop] and lines[stop][0].start:
        if _is_new_head(lines[stop], rows[stop - 1]) or not _is_piece(lines[stop]):
            break
        stop += 1
    if first == start and sum(bool(r) for r in rows[start:stop]) < 2:
        return None
    return start, stop, first


def _first_row(lines: Sequence[Printed], rows: Sequence[list[Segment]], start: int) -> int | None:
    """The first row with figures, where all lines from `start` to it are heads of columns."""
    if rows[start]:
        return start
    if not lines[start] or not _is_head(lines[start]):
        return None
    for index in range(start, min(start + 9, len(lines))):
        if rows[index]:
            return index
        line = lines[index]
        if line and not _is_head(line) and not line[0].start:
            return None
    return None


def _is_head(line: Printed) -> bool:
    """Whether a line without figures can be heads of columns: words apart, or far from the margin."""
    if any(len(s.text) > _LONGEST_LABEL or "。" in s.text for s in line):
        return False
    return len(_words(line)) > 1 or line[0].start >= 8


def _is_new_head(line: Printed, row: Sequence[Segment]) -> bool:
    """Whether a line below a row stands over the figures, as the heads of another table do."""
    return bool(row) and len(line) > 1 and line[-1].stop > row[0].start + 1


def _is_piece(line: Printed) -> bool:
    """Whether a line between rows holds pieces of labels, heads printed again, or nothing."""
    if not line:
        return True
    text = _text(line)
    if _SENTENCE.search(text) or len(text) > 120:
        return False
    if line[0].start > 0 or len(line) > 1 or len(text) <= 1:
        return True
    return len(text) < 12 and typed_number(text) is None


# --- the grid -----------------------------------------------------------------------------------


def _grid(
    lines: Sequence[Printed], rows: Sequence[list[Segment]], start: int, stop: int, first: int
) -> Grid:
    columns = _columns([f for r in rows[start:stop] for f in r])
    edge = min(c[0] for c in columns)
    heads: list[Segment] = []
    labels: list[Segment] = []
    for index in range(start, stop):
        limit = rows[index][0].start if rows[index] else None
        words = [s for s in lines[index] if limit is None or s.stop <= limit]
        if index < first or (limit is None and any(s.stop > edge for s in words)):
            heads += _words(lines[index])
        else:
            labels += words
    return _laid_out(columns, heads, _items(labels, rows, start, stop))


def _columns(figures: Sequence[Segment]) -> list[tuple[int, int]]:
    """The columns of figures: stretches of characters that figures of several rows share."""
    columns: list[tuple[int, int]] = []
    for segment in sorted(figures, key=lambda s: s.start):
        for place, (start, stop) in enumerate(columns):
            if segment.start < stop + 1 and start < segment.stop + 1:
                columns[place] = (min(start, segment.start), max(stop, segment.stop))
                break
        else:
            columns.append((segment.start, segment.stop))
    most = max(Counter(f.line for f in figures).values())
    return sorted(columns) if len(columns) == most else _by_count(figures, most)


def _by_count(figures: Sequence[Segment], most: int) -> list[tuple[int, int]]:
    """Columns by their order in the fullest row, where they overlap from row to row."""
    by_line: dict[int, list[Segment]] = {}
    for figure in figures:
        by_line.setdefault(figure.line, []).append(figure)
    full = next(row for row in by_line.values() if len(row) == most)
    return [(f.start, f.stop) for f in full]


def _items(
    labels: Sequence[Segment], rows: Sequence[list[Segment]], start: int, stop: int
) -> list[_Item]:
    """Labels put together column by column of print, each with the figures of its lines."""
    margins = _margins(labels)
    items: list[_Item] = []
    owner: dict[int, _Item] = {}
    for margin in margins:
        item: _Item | None = None
        for segment in sorted(
            (s for s in labels if _margin_of(s, margins) == margin), key=lambda s: s.line
        ):
            if item is None or _starts(segment, item, rows):
                item = _Item([segment], [])
                items.append(item)
            else:
                item.segments.append(segment)
            owner[id(segment)] = item
    for index in range(start, stop):
        if not rows[index]:
            continue
        own = [s for s in labels if s.line == index]
        if own:
            deepest = max(own, key=lambda s: s.start)
            holder = owner[id(deepest)]
            around = _around(items, index, margins)
            vertical = len(deepest.text) == 1 and deepest.start <= margins[0] + 1
            if vertical and around is not None:
                holder = around
        else:
            found = _around(items, index, margins)
            if found is None:
                found = _Item([Segment(index, 0, 0, "")], [])
                items.append(found)
            holder = found
        if holder.figures:
            holder = _Item([Segment(index, 0, 0, "")], [])
            items.append(holder)
        holder.figures = rows[index]
    items.sort(key=lambda i: i.figures[0].line if i.figures else i.segments[0].line)
    return items


def _margins(labels: Sequence[Segment]) -> list[int]:
    """Where labels begin, those within two characters being one place."""
    margins: list[int] = []
    for start in sorted({s.start for s in labels}):
        if not margins or start - margins[-1] > 3:
            margins.append(start)
    return margins


def _margin_of(segment: Segment, margins: Sequence[int]) -> int:
    return max((m for m in margins if m <= segment.start), default=margins[0])


def _starts(segment: Segment, item: _Item, rows: Sequence[list[Segment]]) -> bool:
    """Whether a piece begins a label, rather than going on with the one above it."""
    last = item.segments[-1]
    if typed_number(segment.text) is not None or segment.line - last.line > 2:
        return True
    if len(segment.text) == 1 and len(last.text) == 1:
        return False
    if rows[last.line] and (segment.line - last.line > 1 or rows[segment.line]):
        return True
    return len(last.text) == 1 and len(segment.text) > 3


def _around(items: Sequence[_Item], line: int, margins: Sequence[int]) -> _Item | None:
    """The deepest label that runs from above a line to below it."""
    found = [
        i
        for i in items
        if not i.figures
        and i.segments[0].line < line < i.segments[-1].line
        and len(i.segments[0].text) > 1
    ]
    return max(found, key=lambda i: i.segments[0].start, default=None)


def _laid_out(columns: list[tuple[int, int]], heads: list[Segment], items: list[_Item]) -> Grid:
    cells = _head_cells(columns, heads)
    row = max((c.row for c in cells), default=-1) + 1
    for item in items:
        cells.append(GridCell(row, 0, item.text))
        texts = [""] * len(columns)
        for place, figure in zip(_places(item.figures, columns), item.figures, strict=True):
            texts[place] = figure.text
        cells += [GridCell(row, place, text) for place, text in enumerate(texts, start=1)]
        row += 1
    return Grid(row, len(columns) + 1, tuple(cells), loose=True)


def _places(figures: Sequence[Segment], columns: Sequence[tuple[int, int]]) -> list[int]:
    """The column of each figure of a row, in order: the nearest that leaves the others theirs."""
    places: list[int] = []
    for index, figure in enumerate(figures):
        free = range(places[-1] + 1 if places else 0, len(columns) - len(figures) + index + 1)
        places.append(
            min(free, key=lambda i: max(columns[i][0] - figure.stop, figure.start - columns[i][1]))
        )
    return places


def _head_cells(columns: list[tuple[int, int]], heads: list[Segment]) -> list[GridCell]:
    """The heads: over their columns where each column has its own, else as lines over the table.

    Printed positions are not to be trusted where they leave a column without a head.
    """
    stacks = _stacks(heads)
    placed: dict[int, str] = {}
    for stack in reversed(stacks):
        start, stop = min(s.start for s in stack), max(s.stop for s in stack)
        place = _over(columns, start, stop)
        if place is not None and place not in placed and stop > columns[0][0] - 4:
            placed[place] = "".join(s.text for s in stack)
    whole = len(placed) == len(columns)
    cells: list[GridCell] = []
    row = 0
    used = list(placed.values()) if whole else []
    corner = ""
    for stack in stacks:
        text = "".join(s.text for s in stack)
        if text in used:
            used.remove(text)
        elif (
            whole
            and not corner
            and stack[-1].stop <= columns[0][0]
            and stack is stacks[-len(columns) - 1]
        ):
            corner = text
        else:
            cells.append(GridCell(row, 0, text, columns=len(columns) + 1))
            row += 1
    if whole:
        cells.append(GridCell(row, 0, corner))
        cells += [GridCell(row, place + 1, placed[place]) for place in sorted(placed)]
    return cells


def _stacks(heads: list[Segment]) -> list[list[Segment]]:
    """Heads whose pieces stand under each other, put together: 商业 over 企业."""
    stacks: list[list[Segment]] = []
    for segment in sorted(heads, key=lambda s: (s.line, s.start)):
        under = [
            s
            for s in stacks
            if segment.line - s[-1].line == 1
            and segment.start < s[-1].stop
            and s[-1].start < segment.stop
            and len(segment.text) <= 4
            and len(s[-1].text) <= 4
        ]
        if len(under) == 1:
            under[0].append(segment)
        else:
            stacks.append([segment])
    return stacks


def _over(columns: list[tuple[int, int]], start: int, stop: int) -> int | None:
    """The column of figures that a head stands over: the one nearest to its middle."""
    middle = (start + stop) / 2
    place = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    near = abs(sum(columns[place]) / 2 - middle)
    return place if near <= max(stop - start, columns[place][1] - columns[place][0], 4) else None
