"""Tables that lost their lines: cells one below the other, between pipes, or run on in one line.

A page copied into a plain text keeps the words of a table and their order, but not its rows and
columns. The forms know both: the heads say how many figures make a row, the labels where a row
begins. A row is taken only where it has just as many figures as the heads have columns; any other
stays text, so that no figure can slip into a neighbour's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import NodeSpec
from giadesk.imports.families import Family
from giadesk.imports.glued import Tries, adds_up, parted_figures
from giadesk.imports.labels import UNITS, bare, likeness
from giadesk.imports.tokens import Token

_JOIN = 14
"""A label may stand one character under the other: so many pieces are put together at most."""
_LONGEST = 70
_SENTENCE = re.compile(r"[。；;]|[，,].*[，,]")
_YEAR_HEAD = re.compile(r"20\d\d年度?\Z")
"""2017年, 2017年度 over the only column of figures."""
_SURE = 0.8
_MOST_TOKENS = 40_000


class FlatRow(msgspec.Struct):
    """A row that was put together: its label as printed, and its figures (none for a group)."""

    label: str
    figures: tuple[str, ...] = ()


class Flat(msgspec.Struct):
    """A table found in a run of tokens [start, stop).

    `grid` is the table with its rows and columns, `heads` the words that became its heads, which
    stand in `head_rows` in the form's own words, `left` the rows whose figures are not as many as the
    columns, `parted` how many rows had figures that ran together.
    """

    start: int
    stop: int
    grid: Grid
    heads: tuple[str, ...]
    head_rows: frozenset[int]
    left: tuple[str, ...]
    rows: int
    parted: int = 0


class _Block(msgspec.Struct):
    family: Family
    stop: int
    heads: list[str]
    title: str = ""
    rows: list[FlatRow] = []
    left: list[str] = []
    filled: int = 0
    parted: int = 0


def find_tables(
    tokens: Sequence[Token], families: Sequence[Family], tries: Tries, *, rows: bool = False
) -> Iterator[Flat]:
    """The tables in a run of tokens, in order; `tries` bounds the parting of what ran together.

    rows: the lines are rows of a grid, so that figures of one row on two lines may be out of order.
    """
    if len(tokens) > _MOST_TOKENS or not any(t.figure for t in tokens):
        return
    reader = _Reader(tokens, families, tries, rows)
    place = 0
    while place < len(tokens):
        if tokens[place].figure or reader.inside_heads(place):
            place += 1
            continue
        blocks: list[_Block] = []
        stop = place
        while (block := reader.block(stop)) is not None:
            blocks.append(block)
            stop = block.stop
        if blocks:
            yield _flat(place, stop, blocks)
            place = stop
        else:
            place += 1


class _Reader:
    def __init__(
        self, tokens: Sequence[Token], families: Sequence[Family], tries: Tries, by_rows: bool
    ) -> None:
        self.by_rows = by_rows
        self.tokens = tokens
        self.tries = tries
        self.families = families
        self.starts = {x for f in families for x in f.heads | f.titles}
        wide = {x for f in families if f.width > 2 for x in f.leaves}
        self.pieces = {x[:n] for x in wide for n in range(2, len(x))}
        self.beside = {x for f in families if f.width > 1 for x in f.leaves}

    def inside_heads(self, place: int) -> bool:
        """Whether the head of another column stands before: a table of its last columns is none."""
        before = self.tokens[place - 1] if place else None
        return before is not None and not before.figure and bare(before.text) in self.beside

    # -- words

    def _joined(self, start: int, stop: int) -> str:
        return "".join(t.text for t in self.tokens[start:stop])

    def _longest(self, start: int, stop: int, names: set[str] | dict[str, bool]) -> int:
        """The most pieces from `start` that make one of the names; 0 for none."""
        limit = min(start + _JOIN, stop)
        end = start
        length = 0
        while end < limit and not self.tokens[end].figure:
            length += len(self.tokens[end].text)
            end += 1
            if length > _LONGEST:
                break
        for place in range(end, start, -1):
            if bare(self._joined(start, place)) in names:
                return place - start
        return 0

    def _may_start(self, start: int) -> bool:
        text = bare(self.tokens[start].text)
        return text in self.pieces or bool(self._longest(start, len(self.tokens), self.starts))

    # -- heads

    def block(self, start: int) -> _Block | None:
        """The block that begins at a token: its heads and rows. None where none begins there."""
        if start >= len(self.tokens) or self.tokens[start].figure or not self._may_start(start):
            return None
        best: _Block | None = None
        for family in self.families:
            found = self._head(start, family)
            if found is None:
                continue
            stop, heads, exact = found
            block = _Block(family, stop, heads, rows=[], left=[])
            block.title = next((h for h in heads if bare(h) in family.titles), "")
            self._rows(block)
            if not block.filled or len(block.left) > block.filled:
                continue
            if best is None or (block.filled, exact) > (best.filled, 0):
                best = block
        return best

    def _head(self, start: int, family: Family) -> tuple[int, list[str], int] | None:
        """The heads of a family from a token on: where they end, the words, how many are its own."""
        place = start
        heads: list[str] = []
        leaves = exact = pieces = 0
        tokens = self.tokens
        while place < len(tokens) and not tokens[place].figure and len(heads) < 60:
            used = self._longest(place, len(tokens), family.heads)
            row = 0 if family.hidden else self._longest(place, len(tokens), family.rows)
            if row > used or (row and leaves >= family.width):
                break
            if used:
                text = self._joined(place, place + used)
                name = bare(text)
                leaves += name in family.leaves
                exact += name in family.exact
                heads.append(text)
                place += used
                continue
            text = tokens[place].text
            year = family.width == 1 and heads and _YEAR_HEAD.match(text)
            if year or (
                len(text) >= 3 and likeness(bare(text), tuple(sorted(family.leaves))) >= _SURE
            ):
                leaves += 1
            elif self._is_piece(text, family) and (heads or family.width > 2):
                pieces += 1
            else:
                break
            heads.append(text)
            place += 1
        # heads that were printed in pieces count half: the rows below must bear them out
        if (2 * leaves + pieces) * 5 < family.width * 6 or not leaves:
            return None
        return place, heads, exact

    def _is_piece(self, text: str, family: Family) -> bool:
        name = bare(text)
        return bool(name) and len(name) <= 6 and any(name in head for head in family.heads)

    # -- rows

    def _rows(self, block: _Block) -> None:
        """Read rows from where the heads end, and set where the last row with figures ends."""
        tokens, family = self.tokens, block.family
        place = block.stop
        pending: list[FlatRow] = []
        while place < len(tokens):
            first = self._figure_after(place)
            labels = self._labels(place, first, family)
            if labels is None:
                break
            stop = self._row_end(first, family.width)
            pending += labels
            figures = self._figures(first, stop, family)
            block.parted += figures is not None and stop - first < family.width
            if figures is None:
                if not labels and not block.filled:
                    return
                block.left.append(
                    " | ".join(
                        [labels[-1].label if labels else "", *(t.text for t in tokens[first:stop])]
                    )
                )
                pending = pending[:-1]
            elif labels or family.hidden:
                if family.hidden:
                    pending.append(FlatRow("", figures))
                else:
                    pending[-1].figures = figures
                block.filled += 1
            else:
                break
            block.rows += pending
            pending = []
            place = block.stop = stop
            if family.hidden or (stop < len(tokens) and tokens[stop].figure):
                break

    def _row_end(self, start: int, width: int) -> int:
        """Where a row's figures end; one too many that begins a line of words is that line's number."""
        tokens = self.tokens
        stop = start
        while stop < len(tokens) and tokens[stop].figure:
            stop += 1
        if stop - start != width + 1 or stop == len(tokens):
            return stop
        before, last, behind = (tokens[i].line for i in (stop - 2, stop - 1, stop))
        return stop - 1 if before != last == behind else stop

    def _figure_after(self, place: int) -> int:
        limit = min(place + 40, len(self.tokens))
        while place < limit and not self.tokens[place].figure:
            place += 1
        return place

    def _figures(self, start: int, stop: int, family: Family) -> tuple[str, ...] | None:
        """The figures of a row; None where they are not as many as the columns, or in no sure order."""
        texts = [t.text for t in self.tokens[start:stop]]
        if len(texts) != family.width:
            return parted_figures(texts, family, self.tries)
        lines = {t.line for t in self.tokens[start:stop]}
        if self.by_rows and 1 < len(lines) < len(texts) and not adds_up(texts, family):
            return None
        return tuple(texts)

    def _labels(self, start: int, stop: int, family: Family) -> list[FlatRow] | None:
        """The labels before a row's figures, groups first; None where the words are no labels."""
        if stop >= len(self.tokens) or not self.tokens[stop].figure:
            return None
        if family.hidden:
            return [] if start == stop else None
        rows: list[FlatRow] = []
        place = start
        unknown = start
        while place < stop:
            if self.tokens[place].text in UNITS and unknown == place and rows:
                place += 1
                unknown = place
                continue
            used = self._longest(place, stop, family.rows)
            if used and unknown == place:
                rows.append(FlatRow(self._joined(place, place + used)))
                place += used
                unknown = place
                continue
            if self._longest(place, stop, self.starts) and (place > unknown or not used):
                return None
            place += 1
        if unknown == stop:
            return rows
        return self._with_local(rows, unknown, stop, family)

    def _goes_on(self, stop: int, family: Family) -> bool:
        """Whether a row of the family follows the figure that stands there."""
        place = stop + 1
        return place < len(self.tokens) and bool(
            self._longest(place, len(self.tokens), family.rows)
        )

    def _with_local(
        self, rows: list[FlatRow], start: int, stop: int, family: Family
    ) -> list[FlatRow] | None:
        """The labels with a last one that the form does not have, or has in other words."""
        for place in range(start + 1, stop):
            name, before = bare(self._joined(place, stop)), bare(self._joined(start, place))
            if family.rows.get(name) and any(before in other for other in family.rows):
                # a piece of a group's label, printed beside the row
                return [
                    *rows,
                    FlatRow(self._joined(start, place)),
                    FlatRow(self._joined(place, stop)),
                ]
        end = stop
        while end > start + 1 and self.tokens[end - 1].text in UNITS:
            end -= 1
        text = self._joined(start, end)
        if len(text) > _LONGEST or _SENTENCE.search(text):
            return None
        lines = {t.line for t in self.tokens[start:end]}
        if likeness(bare(text), family.row_names) < _SURE and (
            len(lines) > 3
            or bare(text) in self.starts
            or (not rows and family.width == 1 and not self._goes_on(stop, family))
        ):
            return None
        return [*rows, FlatRow(text)]


# --- the grid -----------------------------------------------------------------------------------


def _flat(start: int, stop: int, blocks: Sequence[_Block]) -> Flat:
    width = 1 + max(b.family.width for b in blocks)
    cells: list[GridCell] = []
    head_rows: set[int] = set()
    row = 0
    for block in blocks:
        if block.title:
            cells.append(GridCell(row, 0, block.title, columns=width))
            row += 1
        below = _head_cells(block.family, cells, row)
        head_rows.update(range(row, below))
        row = below
        for line in block.rows:
            cells.append(GridCell(row, 0, line.label, columns=1 if line.figures else width))
            cells += [GridCell(row, i, text) for i, text in enumerate(line.figures, start=1)]
            row += 1
    heads = tuple(h for b in blocks for h in b.heads if h != b.title)
    left = tuple(text for b in blocks for text in b.left)
    grid = Grid(row, width, tuple(cells))
    rows = sum(b.filled for b in blocks)
    parted = sum(b.parted for b in blocks)
    return Flat(start, stop, grid, heads, frozenset(head_rows), left, rows, parted)


def _head_cells(family: Family, cells: list[GridCell], row: int) -> int:
    """The family's own heads, groups over their columns; the row below them."""
    depth = max(len(above) for _, above in family.columns) + 1
    if family.corner:
        cells.append(GridCell(row, 0, family.corner, rows=depth))
    for level in range(depth):
        before: NodeSpec | None = None
        for place, (node, above) in enumerate(family.columns, start=1):
            path = (*above, node)
            if level >= len(path):
                continue
            own = path[level]
            if own is before:
                last = cells.pop()
                cells.append(msgspec.structs.replace(last, columns=last.columns + 1))
            else:
                rows = depth - level if own is node else 1
                cells.append(GridCell(row + level, place, own.label, rows=rows))
            before = own if own is not node else None
    return row + depth
