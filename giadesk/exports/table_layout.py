"""How a table is set: column widths, row heights, type, and what stays together on a page.

Pure arithmetic on a grid and a profile, in twips. The writers of Word and of PDF draw the same plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from giadesk.core.blocks import Block, Grid, GridCell, Heading, Paragraph
from giadesk.exports.layout import figure_width, width_of, wrapped
from giadesk.exports.profile import Profile, twips
from giadesk.exports.table_breaks import breakable, ended

_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[.．、]|其中")


_END = ("attachment", "signature", "date")
_CAPTION = 360 + 320  # twips of a table's caption and of its unit

_LEAST_FIGURE = 7.5  # 六号: large figures rather than the words are made small, down to this
_FIGURE_ROOM = (3.0, 2.6, 2.3, 2.0)  # characters; a head of four stands on two lines in any
_FALL_BACK_SIZES = (12.0, 10.5, 10.0, 9.5, 9.0, 8.0, 7.0, 6.0)


@dataclass(frozen=True)
class TablePlan:
    """How a table is set: widths and least heights in twips, sizes in pt.

    grid: the table to draw, its tall labels repeated where it may break. whole: kept on one page.
    together: for each row, whether it stays on the page of the next one. figure_size: the type of
    the figures, smaller than the words where large figures need it.
    """

    grid: Grid
    size: float
    figure_size: float
    line: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    whole: bool
    together: tuple[bool, ...]

    def runs_on(self, cell: GridCell) -> bool:
        """Whether a cell of a free table holds text of several lines, which begin at the left."""
        width = sum(self.widths[cell.column : cell.column + cell.columns])
        room = width / (self.size * 20) - 1
        return cell.kind == "text" and wrapped(cell.text, max(room, 1.0)) > 1 and room > 6


class Ending(NamedTuple):
    """Of a table that ends the report: what stands over it where it begins a page, and what follows
    it, in twips. first: the place of the block with which the page begins, None where none may."""

    first: int | None
    above: int
    below: int


class _Try(NamedTuple):
    """Widths and needed heights in one type; whether every column reads well, and it stays whole."""

    size: float
    widths: tuple[int, ...]
    heights: list[int]
    fits: bool
    whole: bool


def plan_table(grid: Grid, profile: Profile, ending: Ending | None = None) -> TablePlan:
    """How to set a table on the profile's page: the largest type with which it reads well and, where
    the profile keeps tables whole, stands on one page under its heading.

    ending: the signature follows; it does not go to a page of its own. A table of several pages then
    begins one (`ending.first`), so that where it ends is known to whoever sets it.
    """
    return _Planner(grid, profile, ending).plan()


def ending_of(blocks: Sequence[Block], place: int, profile: Profile) -> Ending | None:
    """What goes with the table at that place where the end of the report follows it, else None."""
    behind = [b for b in blocks[place + 1 :] if isinstance(b, Paragraph)]
    if not behind or behind[0] is not blocks[place + 1] or behind[0].role not in _END:
        return None
    attached = sum(b.role == "attachment" for b in behind)
    lines = len(behind) + profile.signature.lines_before + bool(attached)
    grid = blocks[place]
    section = next(
        (b.text for b in blocks[place::-1] if isinstance(b, Heading) and b.level == 1), ""
    )
    captioned = isinstance(grid, Grid) and grid.caption not in ("", section)
    first, above = place, _CAPTION if captioned else 0
    while first and isinstance(head := blocks[first - 1], Heading) and not head.run_in:
        first -= 1
        above += profile.line * wrapped(head.number + head.text, profile.characters - 2)
    # without a line over it nothing can begin the page; on the first page stands the title
    began = (first == place and not captioned) or first < 2
    return Ending(None if began else first, above, lines * profile.line)


def broken_label(text: str) -> str:
    """A group's label for a narrow column, with a break behind its number: （三） / 不予公开."""
    return re.sub(r"^(（[一二三四五六七八九十]+）)(?=.)", "\\1\n", text)


def centred_label(cell: GridCell) -> bool:
    """Whether a label stands in the middle of its cell: one without a number, not indented."""
    return not cell.indent and not _NUMBERED.match(cell.text)


def narrow_label(grid: Grid, cell: GridCell) -> bool:
    """Whether a cell is a group's label in a narrow column of merged labels."""
    return (
        cell.kind == "label"
        and cell.columns == 1
        and cell.rows > 1
        and cell.column < grid.label_columns - 1
    )


class _Planner:
    """Tries types and widths for one table, from the largest."""

    def __init__(self, grid: Grid, profile: Profile, ending: Ending | None) -> None:
        self._grid = grid
        self._ending = ending
        self._table = profile.table
        self._width = profile.text_width
        self._page = profile.text_height
        # the heading stands over the table, the signature with a date under it
        self._room = profile.text_height - (6 if ending else 2) * profile.line
        self._margin = 2 * twips(profile.table.cell_margin)
        self._words = [
            (cell, broken_label(cell.text) if narrow_label(grid, cell) else cell.text)
            for cell in grid.cells
            if cell.text and cell.kind not in ("figure", "total")
        ]

    def plan(self) -> TablePlan:
        last: _Try | None = None
        crowded = max(self._figure_needs, default=0) > 2
        for size in self._sizes():
            for figures in (size, _LEAST_FIGURE) if crowded else (size,):
                narrowest = self._try(size, figures, _FIGURE_ROOM[-1])
                if narrowest.fits and size >= 10.5:
                    last = narrowest  # 五号, the least type for what runs over pages anyway
                if not narrowest.fits or (self._table.keep_whole and not narrowest.whole):
                    continue
                for characters in _FIGURE_ROOM[:-1]:
                    wider = self._try(size, figures, characters)
                    if wider.fits and wider.whole == narrowest.whole:
                        return self._settled(wider)
                return self._settled(narrowest)
        return self._settled(last or narrowest)

    def _try(self, size: float, figure_size: float, room: float) -> _Try:
        widths, fits = self._widths(size, figure_size, room)
        heights = self._heights(size, widths)
        whole = self._table.keep_whole and sum(heights) <= self._room
        return _Try(size, widths, heights, fits, whole)

    def _settled(self, tried: _Try) -> TablePlan:
        """The plan for what was tried: rows raised, labels repeated where the table may break."""
        wish = twips(self._table.row_height)
        grid = self._grid
        if tried.whole:
            heights = _raised(tried.heights, wish, self._room)
            together = [True] * (grid.height - 1) + [False]
        else:
            heights = [max(height, wish) for height in tried.heights]
            grid, together = breakable(grid, heights, self._page)
            if self._ending is not None and self._ending.first is not None:
                room = (self._ending.above, self._ending.below)
                heights = ended(heights, together, grid.head_rows, room, self._page)
        together[-1] = self._ending is not None
        return TablePlan(
            grid,
            tried.size,
            self._fitting(tried.widths, tried.size),
            _line(tried.size),
            tried.widths,
            tuple(heights),
            tried.whole,
            tuple(together),
        )

    def _sizes(self) -> list[float]:
        table = self._table
        sizes = [table.size, *(s for s in _FALL_BACK_SIZES if table.min_size <= s < table.size)]
        return sizes if sizes[-1] == table.min_size else [*sizes, table.min_size]

    def _widths(self, size: float, figure_size: float, room: float) -> tuple[tuple[int, ...], bool]:
        """Column widths that fill the text's width, and whether every column reads well.

        A figure stands on one line and a head has at least two characters on a line; group labels
        are narrow; what is left goes to figures (set in `figure_size`) up to `room` characters each,
        then to the column of long labels.
        """
        grid, whole = self._grid, self._width
        margin, em = self._margin + 12, size * 20
        columns = grid.width - grid.label_columns
        if not columns or not any(c.figure for c in grid.cells):
            return _filled([round(w * em) + margin for w in self._free_wishes], whole), True
        labels = self._label_needs
        needs = [max(2.0, need * figure_size / size) for need in self._figure_needs]
        widths = [round(need * em) + margin for need in (*labels, *needs)]
        free = whole - sum(widths)
        if free < 0:
            return _filled(widths, whole), False
        if not labels:
            return _filled([width + free // len(widths) for width in widths], whole), True
        longest = self._longest_labels
        text_column = longest.index(max(longest))
        if columns <= 4:
            share = whole * 3 // 4 if columns == 1 else whole * 3 // 5
            wanted = min(round(longest[text_column] * em) + margin, share)
            others = sum(widths[: len(labels)]) - widths[text_column]
            target = (whole - others - max(wanted, whole // (columns + 1))) // columns
        else:
            target = round(room * em) + margin
        for column in range(grid.label_columns, grid.width):
            extra = min(max(0, target - widths[column]), free // (grid.width - column))
            widths[column] += extra
            free -= extra
        widths[text_column] += free
        return tuple(widths), True

    @cached_property
    def _free_wishes(self) -> list[float]:
        """For each column of a free table the characters that it would like to have."""
        wishes = [3.0] * self._grid.width
        for cell in self._grid.cells:
            if cell.columns == 1:
                longest = max(map(width_of, cell.text.split("\n")))
                wishes[cell.column] = max(wishes[cell.column], min(longest, 16.0))
        return wishes

    @cached_property
    def _figure_needs(self) -> list[float]:
        """For each figure column the characters that its widest figure needs, at least two."""
        labels = self._grid.label_columns
        needs = [2.0] * (self._grid.width - labels)
        for cell in self._grid.cells:
            if cell.columns == 1 and cell.kind in ("figure", "total"):
                needs[cell.column - labels] = max(
                    needs[cell.column - labels], figure_width(cell.text)
                )
        return needs

    @cached_property
    def _longest_labels(self) -> list[float]:
        """For each label column the characters of the longest label that stands in it alone."""
        longest = [2.0] * self._grid.label_columns
        for cell, _ in self._words:
            if cell.columns == 1 and cell.column < self._grid.label_columns:
                longest[cell.column] = max(longest[cell.column], width_of(cell.text) + cell.indent)
        return longest

    @cached_property
    def _label_needs(self) -> list[float]:
        """For each label column the characters it needs at the least.

        A tall label may stand in two characters' width; an inner group's gets room for （三）.
        """
        needs = []
        for column, longest in enumerate(self._longest_labels):
            rows = [
                c.rows for c, _ in self._words if narrow_label(self._grid, c) and c.column == column
            ]
            needs.append(min(longest, 9.0 if not rows else 2.0 if min(rows) >= 8 else 4.0))
        return needs

    def _heights(self, size: float, widths: tuple[int, ...]) -> list[int]:
        """The height of each row that its text needs."""
        line, padding = _line(size), round(size * 5)
        heights = [line + padding] * self._grid.height
        tall: list[tuple[GridCell, int]] = []
        for cell, text in self._words:
            width = sum(widths[cell.column : cell.column + cell.columns])
            room = (width - self._margin) / (size * 20) - cell.indent
            need = wrapped(text, max(room, 1.0)) * line + padding
            if cell.rows == 1:
                heights[cell.row] = max(heights[cell.row], need)
            else:
                tall.append((cell, need))
        for cell, need in tall:
            last = cell.row + cell.rows - 1
            heights[last] += max(0, need - sum(heights[cell.row : last + 1]))
        return heights

    def _fitting(self, widths: tuple[int, ...], size: float) -> float:
        """The type in which every figure stands on one line: `size` or less, at least 5."""
        found = size
        for cell in self._grid.cells:
            if cell.kind in ("figure", "total") and cell.text:
                width = sum(widths[cell.column : cell.column + cell.columns])
                fitting = ((width - self._margin) / 20 - 0.5) / figure_width(cell.text)
                found = min(found, max(5.0, int(fitting * 2) / 2))
        return found


def _line(size: float) -> int:
    """Exact line pitch for a type size in a table: one and a third, in whole twips."""
    return round(size * 20 * 4 / 3)


def _filled(widths: list[int], whole: int) -> tuple[int, ...]:
    """Widths in these proportions whose sum is exactly the whole."""
    total = sum(widths)
    ends = [0]
    for width in widths:
        ends.append(ends[-1] + width)
    places = [round(end * whole / total) for end in ends]
    return tuple(b - a for a, b in pairwise(places))


def _raised(heights: list[int], wish: int, room: int) -> list[int]:
    """Rows raised to the wished height, or as far towards it as the page has room."""
    low, high = 0, wish
    if sum(max(h, high) for h in heights) <= room:
        return [max(h, high) for h in heights]
    while high - low > 4:
        middle = (low + high) // 2
        if sum(max(h, middle) for h in heights) <= room:
            low = middle
        else:
            high = middle
    return [max(h, low) for h in heights]
