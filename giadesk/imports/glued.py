"""Words and figures that ran together: 规章000, 7130000742.重复申请.

A page copied into a text may lose what stood between its cells. Words are parted where the forms'
labels cover all of them; figures only where one parting alone agrees with the form's own sums.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import comb

from giadesk.imports.families import Family
from giadesk.imports.labels import UNITS

_RUN = re.compile(r"[+\-]?\d+(?:\.\d+)?(?:万元|元)?")
_UNIT = re.compile(rf"(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})(?=\d)")
_BETWEEN = ",，;；"
"""What may part cells: 规章,0,0,0."""
_LONGEST = 20_000
_MOST_EXTRA = 6
"""Digits beyond one for each column: with more of them many partings would agree."""
_MOST_TRIES = 100_000
"""A report that ran together takes some thousand; a file made to take long would take more."""
_ALIKE = str.maketrans({"、": ",", "，": ",", "“": '"', "”": '"', "．": "."})
_PLAIN = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFF01, 0xFF5F)}
_TABLE = _ALIKE | {ord(a): b for a, b in _PLAIN.items() if ord(a) not in _ALIKE}


def _even(text: str) -> str:
    """The text with full-width signs as narrow ones, character by character."""
    return text.translate(_TABLE)


class Vocabulary:
    """The printed labels and heads of all families, for finding them inside of words."""

    def __init__(self, families: Sequence[Family]) -> None:
        names: set[str] = set()
        for family in families:
            for printed in family.printed:
                name = _even("".join(printed.split()))
                names.add(name)
                number = re.match(r"(?:\d{1,2}[.,]|[一二三四五六七八九十]+,)", name)
                if number:
                    other = "," if number[0][-1] == "." else "."
                    names |= {name[number.end() :], number[0][:-1] + other + name[number.end() :]}
                names.add(re.sub(r"\A\([一二三四五六七八九十]\)", "", name))
                names.add(re.sub(r"\([^()]*\)\Z", "", name))
        self.by_first: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            if len(name) >= 2:
                self.by_first.setdefault(name[0], []).append(name)

    def pieces(self, word: str) -> list[tuple[int, int, bool]] | None:
        """The labels and figures that a word is made of: start, stop, whether a figure.

        None where it is not made of at least two of them and nothing else.
        """
        if len(word) > _LONGEST:
            return None
        even = _even(word)
        found: list[tuple[int, int, bool]] = []
        tight = marked = False
        place = 0
        while place < len(even):
            if found and word[place] in _BETWEEN:
                marked = marked or found[-1][2]
                place += 1
                continue
            stop = self._name(even, place) or self._unit(even, place)
            figure = not stop
            if not stop and (run := _RUN.match(even, place)):
                stop = self._without_number(even, place, run.end())
            if stop <= place:
                return None
            tight = tight or (figure and bool(found) and found[-1][1] == place)
            found.append((place, stop, figure))
            place = stop
        # 规章1,234: a comma that parts no label from its figure may be one inside a number
        return found if len(found) > 1 and not (tight and marked) else None

    def _name(self, even: str, place: int) -> int:
        for name in self.by_first.get(even[place], ()):
            if even.startswith(name, place):
                return place + len(name)
        return 0

    def _unit(self, even: str, place: int) -> int:
        """The end of a unit between a label and its figure: 当面申请数件4."""
        match = _UNIT.match(even, place) if place else None
        return match.end() if match else 0

    def _without_number(self, even: str, start: int, stop: int) -> int:
        """The end of a run of digits without the number of the label behind it: 0002.重复申请."""
        if stop < len(even) and even[stop] in ".,":
            for digits in (1, 2):
                if stop - digits > start and self._name(even, stop - digits):
                    return stop - digits
        return stop


@lru_cache(maxsize=4)
def vocabulary_of(families: tuple[Family, ...]) -> Vocabulary:
    """The vocabulary of some families, made once."""
    return Vocabulary(families)


class Tries:
    """How many partings may still be looked at in a document."""

    def __init__(self) -> None:
        self.left = _MOST_TRIES

    def take(self, number: int) -> bool:
        """Whether there are so many left, which they are not any more."""
        if number > self.left:
            return False
        self.left -= number
        return True


def parted_figures(texts: Sequence[str], family: Family, tries: Tries) -> tuple[str, ...] | None:
    """A row's figures where they ran together; None where they can be parted in several ways or none.

    Zeros are parted where they are as many as the columns. Other digits only where the columns have
    totals, and one parting alone makes each of them right.
    """
    digits = "".join(texts)
    extra = len(digits) - family.width
    if len(texts) >= family.width or not digits.isdecimal() or not digits.isascii():
        return None
    if not 0 <= extra <= _MOST_EXTRA:
        return None
    if not digits.strip("0"):
        return tuple(digits) if not extra else None
    if not family.sums or not tries.take(comb(len(digits) - 1, family.width - 1)):
        return None
    right = []
    for figures in _partings(texts, family.width):
        if adds_up(figures, family):
            right.append(figures)
            if len(right) > 1:
                return None
    return right[0] if right else None


def adds_up(figures: Sequence[str], family: Family) -> bool:
    """Whether a family has totals and the figures make each of them; false where one is no number."""
    if not family.sums or not all(f.isdecimal() and len(f) < 12 for f in figures):
        return False
    values = [int(f) for f in figures]
    return all(values[total] == sum(values[p] for p in parts) for total, parts in family.sums)


def _partings(texts: Sequence[str], width: int) -> Iterator[tuple[str, ...]]:
    """Every way to cut the texts into so many figures, none of which begins with a needless 0."""
    if not texts:
        if not width:
            yield ()
        return
    first, rest = texts[0], texts[1:]
    least = sum(1 for t in rest if t)  # each further text is a figure at least
    for count in range(1, min(len(first), width - least) + 1):
        for head in _cuts(first, count):
            for tail in _partings(rest, width - count):
                yield (*head, *tail)


def _cuts(text: str, count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        if text == "0" or not text.startswith("0"):
            yield (text,)
        return
    longest = 1 if text[0] == "0" else len(text) - count + 1
    for stop in range(1, longest + 1):
        for tail in _cuts(text[stop:], count - 1):
            yield (text[:stop], *tail)
