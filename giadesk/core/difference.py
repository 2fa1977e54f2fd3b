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
    for kept, removed, added in _lossless(_readable(_steps(_tokens(last), _tokens(this)))):
        runs += (Run("same", kept), Run("removed", removed), Run("added", added))
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

_Step = tuple[str, str, str]
"""Text that is kept, then text removed and text added in its place."""


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _steps(last: list[str], this: list[str]) -> list[_Step]:
    from rapidfuzz.distance import Indel

    steps: list[_Step] = []
    old = new = 0
    for block in Indel.opcodes(last, this).as_matching_blocks():
        removed = "".join(last[old : block.a])
        added = "".join(this[new : block.b])
        kept = "".join(this[block.b : block.b + block.size])
        steps.append((removed, added, kept))
        old, new = block.a + block.size, block.b + block.size
    # what is kept first, so that a step reads: kept, then changed
    shifted = [("", steps[0][0], steps[0][1])]
    for (_, _, kept), (removed, added, _) in pairwise(steps):
        shifted.append((kept, removed, added))
    return shifted


def _readable(steps: list[_Step]) -> list[_Step]:
    """The steps with every stretch given up that is kept by chance, inside a rewritten passage."""
    done: list[_Step] = []
    for step in steps:
        done.append(step)
        while len(done) > 1 and _by_chance(done[-2], done[-1]):
            kept, removed, added = done.pop()
            before = done.pop()
            done.append((before[0], before[1] + kept + removed, before[2] + kept + added))
    return done


def _by_chance(before: _Step, step: _Step) -> bool:
    kept = step[0]
    left = max(_size(before[1]), _size(before[2]))
    right = max(_size(step[1]), _size(step[2]))
    if not left or not right:
        return not kept
    words = sum(c not in _MARKS for c in kept)
    rewritten = all((before[1], before[2], step[1], step[2]))
    alone = words <= 1 and rewritten and max(left, right) > 1
    return (alone and not kept[:1].isdigit()) or _size(kept) <= min(left, right)


def _size(text: str) -> int:
    """How much a stretch weighs: a figure as much as one character."""
    return len(_tokens(text))


def _lossless(steps: list[_Step]) -> Iterator[_Step]:
    """The same steps, a mere insertion or removal moved to begin or end at a mark of punctuation.

    今年A，B，C after 今年A，C is the added piece B， and not ，B.
    """
    steps = [*steps, ("", "", "")]
    for index in range(len(steps) - 1):
        kept, removed, added = steps[index]
        following, *changed = steps[index + 1]
        piece = removed or added
        is_last = index + 2 == len(steps)
        if bool(removed) == bool(added) or not (following or is_last):
            yield kept, removed, added
            continue
        words, before, after = _tokens(piece), _tokens(kept), _tokens(following)
        left = _common_head(before[::-1], words[::-1])
        right = _common_head(after, words)
        line = before[len(before) - left :] + words + after[:right]
        start = _best_start(line, left, len(words))
        end = start + len(words)
        steps[index + 1] = ("".join(line[end:] + after[right:]), changed[0], changed[1])
        kept = "".join(before[: len(before) - left] + line[:start])
        moved = "".join(line[start:end])
        yield (kept, moved, "") if removed else (kept, "", moved)
    if steps[-1][0]:
        yield steps[-1]


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
