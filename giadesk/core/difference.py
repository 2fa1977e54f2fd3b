"""The difference between last year's paragraphs and this year's, so that a person can read it.

Paragraphs are paired first, then each pair is compared by figures and characters. Stray characters
that happen to match inside a rewritten passage are given up, so that the passage reads as one
removed and one added piece; the edges of a piece are moved to the marks of punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

RunKind = Literal["same", "added", "removed"]
PairKind = Literal["same", "changed", "added", "removed"]

_TOKEN = re.compile(r"\d+(?:[.,．]\d+)*[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)
"""A figure is one token: 312 → 302 is read whole, never digit by digit."""
_MARKS = frozenset("，。；：！？、,;:!?\n（）()“”《》 　")
_STOPS = frozenset("，。；：！？、,;:!?\n")
_ALIKE = 0.4
"""Paragraphs less alike than this (share of characters in common) are not one rewritten paragraph."""
_SQUARE = 120
"""Longest stretch of unequal paragraphs that is paired at once; longer ones are cut into pieces."""


class Run(msgspec.Struct, frozen=True):
    """A stretch of text: the same in both, added this year, or removed since last year."""

    kind: RunKind
    text: str


class Pair(msgspec.Struct, frozen=True):
    """Two paragraphs that belong together, or one without a partner.

    last, this: their index in either list, None where there is none. runs: the text of both.
    """

    kind: PairKind
    last: int | None
    this: int | None
    runs: tuple[Run, ...]

    @property
    def last_text(self) -> str:
        """Last year's paragraph."""
        return "".join(r.text for r in self.runs if r.kind != "added")

    @property
    def this_text(self) -> str:
        """This year's paragraph."""
        return "".join(r.text for r in self.runs if r.kind != "removed")


def difference(last: Sequence[str], this: Sequence[str]) -> tuple[Pair, ...]:
    """The paragraphs of both years in reading order, paired, with what changed inside each pair.

    Every paragraph of either list is in exactly one pair, in the order of its list. Live figures
    are to be resolved before. The cost is linear in the text, but for places where it differs.
    """
    return tuple(_pairs(last, this))


def runs_of(last: str, this: str) -> tuple[Run, ...]:
    """What changed from one text to the other; a removed run stands before the added one."""
    if last == this:
        return (Run("same", this),) if this else ()
    runs: list[Run] = []
    for step in _lossless(_readable(_steps(_TOKEN.findall(last), _TOKEN.findall(this)))):
        runs.append(Run("same", "".join(step.kept)))
        runs.append(Run("removed", "".join(step.removed)))
        runs.append(Run("added", "".join(step.added)))
    return tuple(run for run in runs if run.text)


def kept_share(pairs: Sequence[Pair]) -> float:
    """The share of this year's characters that stood there last year; 0.0 where there is no text."""
    total = sum(len(pair.this_text) for pair in pairs)
    same = sum(len(r.text) for pair in pairs for r in pair.runs if r.kind == "same")
    return same / total if total else 0.0


# -- paragraphs ------------------------------------------------------------------------------------


def _pairs(last: Sequence[str], this: Sequence[str]) -> Iterator[Pair]:
    old = new = 0
    for block in _equal_blocks(last, this):
        yield from _gap(last, this, (old, block[0]), (new, block[1]))
        for step in range(block[2]):
            runs = runs_of(last[block[0] + step], this[block[1] + step])
            yield Pair("same", block[0] + step, block[1] + step, runs)
        old, new = block[0] + block[2], block[1] + block[2]


def _equal_blocks(last: Sequence[str], this: Sequence[str]) -> list[tuple[int, int, int]]:
    """(start in last, start in this, length) of what is equal, and an empty one at the end."""
    from rapidfuzz.distance import Indel

    # equal sequences of strings are found by hash, so this does not look into the text
    blocks = Indel.opcodes(last, this).as_matching_blocks()
    return [(b.a, b.b, b.size) for b in blocks]


def _gap(
    last: Sequence[str], this: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Pair]:
    """The pairs of a stretch in which no paragraph has its equal at the right place."""
    pieces = max(-(-(old[1] - old[0]) // _SQUARE), -(-(new[1] - new[0]) // _SQUARE), 1)
    for piece in range(pieces):
        olds = _piece(old, piece, pieces)
        news = _piece(new, piece, pieces)
        i, j = olds.start, news.start
        for a, b in (*_best_partners(last, this, olds, news), (olds.stop, news.stop)):
            for k in range(i, a):
                yield Pair("removed", k, None, _whole("removed", last[k]))
            for k in range(j, b):
                yield Pair("added", None, k, _whole("added", this[k]))
            if a < olds.stop and b < news.stop:
                yield Pair("changed", a, b, runs_of(last[a], this[b]))
            i, j = a + 1, b + 1


def _piece(span: tuple[int, int], piece: int, pieces: int) -> range:
    size = span[1] - span[0]
    return range(span[0] + size * piece // pieces, span[0] + size * (piece + 1) // pieces)


def _best_partners(
    last: Sequence[str], this: Sequence[str], olds: range, news: range
) -> list[tuple[int, int]]:
    """The pairing in order with the greatest sum of likeness; alike enough pairs only."""
    from rapidfuzz.distance import Indel

    alike = [
        [Indel.normalized_similarity(last[a], this[b], score_cutoff=_ALIKE) for b in news]
        for a in olds
    ]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    partners = []
    i = j = 0
    while i < len(olds) and j < len(news):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            partners.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return partners


def _whole(kind: RunKind, text: str) -> tuple[Run, ...]:
    return (Run(kind, text),) if text else ()


# -- inside a paragraph ----------------------------------------------------------------------------


class _Step(msgspec.Struct):
    """Tokens that are kept, then tokens removed and tokens added in their place."""

    kept: list[str]
    removed: list[str]
    added: list[str]


def _steps(last: list[str], this: list[str]) -> list[_Step]:
    from rapidfuzz.distance import Indel

    steps = [_Step([], [], [])]
    old = new = 0
    for block in Indel.opcodes(last, this).as_matching_blocks():
        steps[-1].removed = last[old : block.a]
        steps[-1].added = this[new : block.b]
        old, new = block.a + block.size, block.b + block.size
        steps.append(_Step(this[block.b : new], [], []))
    return steps


def _readable(steps: list[_Step]) -> list[_Step]:
    """The steps with every stretch given up that is kept by chance, inside a rewritten passage."""
    done: list[_Step] = []
    for step in steps:
        while done and _by_chance(done[-1], step):
            before = done.pop()
            before.removed += step.kept + step.removed
            before.added += step.kept + step.added
            step = before
        done.append(step)
    return done


def _by_chance(before: _Step, step: _Step) -> bool:
    left = max(len(before.removed), len(before.added))
    right = max(len(step.removed), len(step.added))
    if not left or not right:
        return False
    if len(step.kept) <= min(left, right):
        return True
    if len(step.kept) > 8:
        return False
    words = sum(token not in _MARKS for token in step.kept)
    rewritten = all((before.removed, before.added, step.removed, step.added))
    return words <= 1 and rewritten and max(left, right) > 1 and not step.kept[0][0].isdigit()


def _lossless(steps: list[_Step]) -> list[_Step]:
    """The same steps, a mere insertion or removal moved to begin or end at a mark of punctuation.

    今年A，B，C after 今年A，C is the added piece B， and not ，B.
    """
    for step, following in pairwise(steps):
        piece = step.removed or step.added
        if bool(step.removed) == bool(step.added):
            continue
        if not following.kept and (following.removed or following.added):
            continue
        left = _common_head(step.kept[::-1], piece[::-1])
        right = _common_head(following.kept, piece)
        line = step.kept[len(step.kept) - left :] + piece + following.kept[:right]
        start = _best_start(line, left, len(piece))
        end = start + len(piece)
        step.kept[len(step.kept) - left :] = line[:start]
        following.kept[:right] = line[end:]
        piece[:] = line[start:end]
    return steps


def _best_start(line: list[str], start: int, size: int) -> int:
    """Where the piece sits best: a stop at its end, then one before it, then where it was."""

    def fit(place: int) -> tuple[bool, bool, int]:
        ends = line[place + size - 1] in _STOPS
        begins = place == 0 or line[place - 1] in _STOPS
        return ends and begins, ends, -abs(place - start)

    return max(range(len(line) - size + 1), key=fit)


def _common_head(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
