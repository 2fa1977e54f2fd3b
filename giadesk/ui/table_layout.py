"""How wide a printed table's columns and how high its rows are, and where its words break. No Qt.

A table is fitted into the width there is: labels wrap and columns shrink down to what still reads
well; below that the figures scroll under labels that stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import ceil

import msgspec

from giadesk.core.blocks import GridCell
from giadesk.ui.table_map import TableMap

_WORDS = re.compile(r"[0-9A-Za-z.,%+-]+|\s|.", re.DOTALL)
_NOT_FIRST = frozenset("）)》〉」』】〕”’、，。；：？！,.;:?!%")
_NOT_LAST = frozenset("（(《〈「『【〔“‘")
_PAGE = 58
"""Characters across up to which a small table is stretched."""
_NUMBER = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、")


class Typesetter:
    """Breaks words into lines. advance: the width of a piece of text; line: the height of a line.

    tight: a table that is a little too wide leaves less space at the sides of its words.
    """

    def __init__(self, advance: Callable[[str], float], line: int) -> None:
        self._advance = advance
        self.line = line
        self.em = max(1, round(advance("国")))
        self.tight = False
        self._lines: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """How wide a text is on one line."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._advance(text)
        return width

    def lines(self, text: str, width: int, even: bool = False) -> tuple[str, ...]:
        """The text in lines no wider than `width` where it can be helped.

        even: lines of nearly the same length, and in narrow cells a number (（三）) on a line of its
        own where that costs no line.
        """
        key = (text, width, even)
        found = self._lines.get(key)
        if found is None:
            found = self._evenly(text, width) if even else self._break(text, width)
            self._lines[key] = found
        return found

    def height(self, text: str, width: int, even: bool = False) -> int:
        """The height of the text in that width."""
        return len(self.lines(text, width, even)) * self.line

    def _evenly(self, text: str, width: int) -> tuple[str, ...]:
        best = self._break(text, width)
        if len(best) == 1:
            return best
        number = _NUMBER.match(text)
        if number and width <= 6 * self.em:
            rest = self.lines(text[number.end() :], width, even=True)
            if len(rest) + 1 <= len(best):
                return (number[0], *rest)
        low, high = width // len(best), width
        while high - low > 1:
            middle = (low + high) // 2
            lines = self._break(text, middle)
            if len(lines) <= len(best) and self._fits(lines, middle):
                high = middle
            else:
                low = middle
        return self._break(text, high)

    def _fits(self, lines: Sequence[str], width: int) -> bool:
        return all(self.width(line) <= width for line in lines)

    def _break(self, text: str, width: int) -> tuple[str, ...]:
        lines: list[str] = []
        for paragraph in text.split("\n"):
            pieces = _WORDS.findall(paragraph)
            line = ""
            for index, piece in enumerate(pieces):
                # What may not end a line goes with what follows, closing marks with what precedes.
                tail = 1 if piece in _NOT_LAST else 0
                while index + tail + 1 < len(pieces) and pieces[index + tail + 1] in _NOT_FIRST:
                    tail += 1
                together = piece + "".join(pieces[index + 1 : index + 1 + tail])
                if (
                    line
                    and piece not in _NOT_FIRST
                    and line[-1] not in _NOT_LAST
                    and self.width(line + together) > width
                ):
                    lines.append(line)
                    line = "" if piece.isspace() else piece
                else:
                    line += piece
            lines.append(line)
        return tuple(lines)


class Layout(msgspec.Struct, frozen=True):
    """The sizes: frozen label columns, columns of figures, and every printed row, heads included."""

    labels: tuple[int, ...]
    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def label_width(self) -> int:
        return sum(self.labels)

    @property
    def width(self) -> int:
        return sum(self.labels) + sum(self.columns)


class _Wish(msgspec.Struct):
    """What a column needs at least, wants, and can use at most."""

    least: int
    want: int
    most: int


def pad_of(type_: Typesetter) -> int:
    """The space at the left and right of a cell's words, both together."""
    return max(4, round(type_.em * 0.42)) if type_.tight else max(6, round(type_.em * 0.6))


def lay_out(table: TableMap, type_: Typesetter, contents: Sequence[int], available: int) -> Layout:
    """Fit the table into `available`. contents: the width that each figure column's figures take."""
    wishes = [_label_wish(table, type_, c) for c in range(table.labels)]
    wishes += [_figure_wish(table, type_, c, contents[c]) for c in range(table.columns)]
    widths = _fit(wishes, available, type_.em)
    labels, columns = tuple(widths[: table.labels]), tuple(widths[table.labels :])
    return Layout(labels, columns, _heights(table, type_, widths))


def _label_wish(table: TableMap, type_: Typesetter, column: int) -> _Wish:
    em, pad = type_.em, pad_of(type_)
    cells = [c for c in table.grid.cells if c.column == column and c.columns == 1 and c.text]
    leaves = [c for c in cells if c.rows == 1 and c.kind == "label"]
    if not leaves:  # only groups that span rows, or nothing of its own
        least = 3 if any(c.text.startswith("（") for c in cells) else 2  # （三） does not break
        return _Wish(least * em + pad, 4 * em + pad, 5 * em + pad)
    natural = max(ceil(type_.width(c.text)) + c.indent * em for c in leaves) + pad + 2
    return _Wish(min(natural, 7 * em + pad), min(natural, 13 * em + pad), min(natural, 26 * em))


def _figure_wish(table: TableMap, type_: Typesetter, column: int, content: int) -> _Wish:
    em, pad = type_.em, pad_of(type_)
    heads = [
        c.text
        for c in table.grid.cells
        if c.kind == "head" and c.columns == 1 and c.column == column + table.labels
    ]
    least, want = max(content, 2 * em + pad), max(content, 3 * em + pad)
    for head in heads:
        least = max(least, _width_for(type_, head, 3) + pad)
        want = max(want, _width_for(type_, head, 2) + pad)
    few = table.columns < 3
    return _Wish(least, want, max(want, (14 if few else 7) * em))


def _width_for(type_: Typesetter, text: str, lines: int) -> int:
    """The least width in which a text takes no more than so many lines."""
    width = max(type_.em, ceil(type_.width(text) / lines))
    while len(type_.lines(text, width)) > lines:
        width += max(1, type_.em // 4)
    return width


def _fit(wishes: Sequence[_Wish], available: int, em: int) -> list[int]:
    least = sum(w.least for w in wishes)
    want = sum(w.want for w in wishes)
    most = sum(w.most for w in wishes)
    if available <= least:
        return [w.least for w in wishes]
    if available < want:
        share = (available - least) / (want - least)
        widths = [w.least + int((w.want - w.least) * share) for w in wishes]
    elif available < most:
        share = (available - want) / (most - want)
        widths = [w.want + int((w.most - w.want) * share) for w in wishes]
    else:
        # A small table fills the page as the printed one does, a wide window is not filled up.
        room = max(most, min(available, _PAGE * em))
        widths = [w.most * room // most for w in wishes]
        available = room
    for index in range(available - sum(widths)):  # what rounding left over
        widths[-1 - index % len(widths)] += 1
    return widths


def _heights(table: TableMap, type_: Typesetter, widths: Sequence[int]) -> tuple[int, ...]:
    pad = max(5, round(type_.em * 0.45))
    rows = [type_.line + pad] * table.grid.height
    wordy = [c for c in table.grid.cells if c.kind in ("head", "label") and c.text]

    def needs(cell: GridCell) -> int:
        width = sum(widths[cell.column : cell.column + cell.columns]) - pad_of(type_)
        width -= 2 if cell.kind == "label" else 0
        return type_.height(cell.text, width - cell.indent * type_.em, even=True) + pad

    for cell in wordy:
        if cell.rows == 1:
            rows[cell.row] = max(rows[cell.row], needs(cell))
    for cell in wordy:
        missing = needs(cell) - sum(rows[cell.row : cell.row + cell.rows])
        if cell.rows > 1 and missing > 0:
            share, rest = divmod(missing, cell.rows)
            for index in range(cell.row, cell.row + cell.rows):
                rows[index] += share + (1 if index - cell.row < rest else 0)
    return tuple(rows)
