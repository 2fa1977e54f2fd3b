"""Letters that stand on a page to words and printed lines, by the gaps and the columns between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

import msgspec

from giadesk.imports.figures import parse_figure

_MARKS = frozenset({"/", "-", "—", "——", "无"})
_COLUMN = 3
"""Lines that begin a word at the same place, for a column to begin there."""
_CELLS = 0.15
"""The gap, in sizes of the letters, that two cells keep at least."""
_NEAR = 6
"""Lines above and below that are looked at for the figures of the same column."""


class Word(msgspec.Struct):
    """Letters that stand together. Positions in points from the page's upper left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    line: int
    figure: bool = False


class PrintedLine(msgspec.Struct):
    """A printed line of a page: its words from the left, and the size of its letters."""

    words: list[Word]
    size: float
    page: int
    in_column: bool = False
    """The figure at its end stands under or over those of other lines."""

    @property
    def figures(self) -> list[Word]:
        """The figures at its end; empty where words stand close before them, as in a sentence."""
        found: list[Word] = []
        for word in reversed(self.words):
            if not word.figure:
                break
            found.insert(0, word)
        if found and len(found) < len(self.words) and not self.in_column:
            before = self.words[len(self.words) - len(found) - 1]
            if found[0].x0 - before.x1 < 0.8 * self.size and len(found) == 1:
                return []
        return found


class Letters(msgspec.Struct):
    """A printed line as it stands in the file: each letter with where it begins and ends."""

    marks: Sequence[tuple[float, float, str]]
    top: float
    bottom: float
    size: float
    page: int


def printed(lines: Sequence[Letters]) -> list[PrintedLine]:
    """The lines parted into words, and again where a column begins that other lines show.

    Cells stand so close that the gap alone does not tell; where three lines begin a word at the same
    place across the page, a narrow gap there parts too, and a figure there is no end of a sentence.
    """
    parted = [
        PrintedLine(_words(line, number, frozenset()), line.size, line.page)
        for number, line in enumerate(lines)
    ]
    starts = Counter(round(w.x0) for p in parted if len(p.words) > 1 for w in p.words)
    columns = {x for x in starts if sum(starts[x + d] for d in (-1, 0, 1)) >= _COLUMN}
    for number, line in enumerate(lines):
        if columns:
            parted[number].words = _words(line, number, columns)
    _find_in_column(parted)
    return parted


def _find_in_column(lines: Sequence[PrintedLine]) -> None:
    """Mark the lines whose last figure stands close to its label, but in a column of figures."""
    sure = [line.figures for line in lines]
    for index, line in enumerate(lines):
        last = line.words[-1]
        if sure[index] or not last.figure or len(line.words) < 2:
            continue
        line.in_column = any(
            abs(other.x0 - last.x0) < 1 or abs(other.x1 - last.x1) < 1
            for near in range(max(index - _NEAR, 0), min(index + _NEAR + 1, len(lines)))
            for other in sure[near]
        )


def _words(line: Letters, number: int, columns: Set[int]) -> list[Word]:
    """The words of a line, parted where a gap is."""
    words: list[Word] = []
    size = max(line.size, 6)
    ends = _last_figure(line.marks, size)
    for index, (x0, x1, letter) in enumerate(line.marks):
        last = words[-1] if words and index != ends else None
        close = _closeness(last.text[-1], letter) if last is not None else 0.0
        if not columns.isdisjoint((round(x0) - 1, round(x0), round(x0) + 1)):
            close = min(close, _CELLS)
        if last is not None and x0 - last.x1 < close * size:
            words[-1] = msgspec.structs.replace(last, x1=x1, text=last.text + letter)
        else:
            words.append(Word(letter, x0, x1, line.top, line.bottom, number))
    for word in words:
        word.figure = _is_figure(word.text)
    return words


def _last_figure(marks: Sequence[tuple[float, float, str]], size: float) -> int:
    """Where the figure at the end of a line begins that stands close to its label or unit; or -1."""
    start = len(marks)
    while start and marks[start - 1][2].isdecimal():
        start -= 1
    if not 0 < start < len(marks):
        return -1
    return start if marks[start][0] - marks[start - 1][1] > 0.12 * max(size, 6) else -1


def _closeness(before: str, behind: str) -> float:
    """Up to what gap, in sizes of the letters, two letters are of one word."""
    if before.isdecimal() and behind.isdecimal():
        return 0.15  # two figures may stand as close as half a digit
    if before.isdecimal() or behind.isdecimal():
        return 0.35  # programs part letters from digits by a quarter
    return 0.3


def _is_figure(text: str) -> bool:
    if text in _MARKS:
        return True
    if (
        len(text) > 20
        or not any(c.isdecimal() for c in text)
        or text[0] in "(（"
        or text[-1] in ".、）)"
    ):
        return False
    return parse_figure(text, "", "signed") is not None
