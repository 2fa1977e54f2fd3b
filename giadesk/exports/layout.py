"""What text comes to on paper: runs, widths, the lines of a title, the place of a signature.

Pure arithmetic in characters (em). The writers of Word and of PDF draw from the same, so that 预览
shows what will be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

# Advance of the characters from space to ~ in Times New Roman, in thousandths of the size.
_ADVANCES = (
    *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278),
    *(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444),
    *(921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722),
    *(556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500),
    *(333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500),
    *(500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541),
)
_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’％%…,.;:!?)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_LATIN = re.compile(r"[\x20-\x7e\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")


def runs_of(text: str) -> Iterator[tuple[bool, str]]:
    """The text cut into pieces (is Latin, piece): letters, digits and half-width marks apart from
    Chinese, so that “ ” … — never share a run with a Latin face."""
    place = 0
    for match in _LATIN.finditer(text):
        if match.start() > place:
            yield False, text[place : match.start()]
        yield True, match[0]
        place = match.end()
    if place < len(text):
        yield False, text[place:]


def is_joint(before: str, after: str) -> bool:
    """Whether a Chinese character meets a letter or digit there, where Word adds a little room."""
    pair = (before, after) if before < after else (after, before)
    return bool(pair[0]) and pair[0].isascii() and pair[0].isalnum() and "㐀" <= pair[1] <= "鿿"


def width_of(text: str) -> float:
    """The width of a line of text in characters (em)."""
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return _ADVANCES[code - 0x20] / 1000
    return 0.5 if 0xC0 <= code <= 0x24F and code not in (0xD7, 0xF7) else 1.0


@lru_cache(maxsize=4096)
def wrapped(text: str, room: float) -> int:
    """How many lines the text takes where `room` characters go on a line."""
    count = 0
    for piece in text.split("\n"):
        count += 1
        if len(piece) <= room:
            continue
        width = 0.0
        word = 0.0  # a Latin word or number that must not be cut
        for place, character in enumerate(piece):
            advance = _advance(character)
            word = word + advance if advance < 1 and character != " " else 0.0
            if width + advance > room + 1e-6 and width:
                count += 1
                carried = word if 0 < word <= room else advance
                if character in _NOT_FIRST or (place and piece[place - 1] in _NOT_LAST):
                    carried = advance + (_advance(piece[place - 1]) if place else 0)
                width = carried
            else:
                width += advance
    return count


# --- title -------------------------------------------------------------------------------------

_UNIT_END = re.compile(r"人民政府|办事处|委员会|管委会|街道办|(?<=.)局")
_PLACE_END = re.compile(
    r"自治区|自治州|自治县|自治旗|开发区|新区|省|市|县|区|旗|州|盟|镇|乡|及|和|暨"
)
_WHOLE_AFTER = re.compile(r"年(?:度)?|政府信息公开工作|工作|的|关于")


def title_lines(title: str, unit: str, room: float) -> tuple[str, ...]:
    """The title on as few lines as it needs, broken between words, the lines of like length.

    room: characters that go on a line. A title that fits on one line is not broken; a line feed in
    the title is a break that the clerk set.
    """
    if "\n" in title:
        return tuple(line.strip() for line in title.split("\n") if line.strip()) or ("",)
    if width_of(title) <= room:
        return (title,)
    costs = _break_costs(title, unit)
    ends = [0, *sorted(costs), len(title)]
    for count in range(2, 6):
        best = _best_breaks(title, ends, costs, count, room)
        if best is not None:
            return best
    return (title,)


def _break_costs(title: str, unit: str) -> dict[int, float]:
    """For each place at which the title may be broken, how bad that is."""
    costs: dict[int, float] = {}
    for place in range(2, len(title) - 1):
        before, after = title[place - 1], title[place]
        if _advance(before) < 1 and _advance(after) < 1:
            continue
        if after in _NOT_FIRST or before in _NOT_LAST:
            continue
        costs[place] = 30.0
        if before.isdigit() or (after == "年" and before.isdigit()):
            del costs[place]
    for pattern, cost in ((_WHOLE_AFTER, 6.0), (_PLACE_END, 5.0), (_UNIT_END, 0.0)):
        for match in pattern.finditer(title):
            if match.end() in costs:
                costs[match.end()] = min(costs[match.end()], cost)
    if unit and title.startswith(unit) and len(unit) in costs:
        costs[len(unit)] = 0.0
    return costs


def _best_breaks(
    title: str, ends: list[int], costs: dict[int, float], count: int, room: float
) -> tuple[str, ...] | None:
    """The cheapest way to set the title on that many lines, None where they do not hold it."""
    ideal = width_of(title) / count
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for used in range(count):
        for start in ends:
            if (used, start) not in best:
                continue
            cost, breaks = best[used, start]
            for end in ends:
                width = width_of(title[start:end])
                if end <= start or width > room:
                    continue
                if (used + 1 == count) != (end == len(title)):
                    continue
                total = cost + costs.get(end, 0.0) + abs(width - ideal)
                key = (used + 1, end)
                if key not in best or total < best[key][0]:
                    best[key] = (total, (*breaks, end))
    found = best.get((count, len(title)))
    if found is None:
        return None
    places = (0, *found[1])
    return tuple(title[a:b] for a, b in pairwise(places))


# --- signature ---------------------------------------------------------------------------------


def attachment_indents(text: str) -> tuple[float, float]:
    """Where a line of 附件：1.名称 begins, and how far behind that its name does, in characters.

    The first begins 2 in, the others under its number; what wraps stands under the name.
    """
    lead, rest = ("附件：", text[3:]) if text.startswith("附件：") else ("", text)
    number = re.match(r"\d+[.．]", rest)
    return (2.0 if lead else 5.0), width_of(lead) + (width_of(number[0]) if number else 0.0)


def signature_lines(signature: str, room: float) -> tuple[str, ...]:
    """The signature on one line, or a very long one broken between words, so that it keeps its inset."""
    return title_lines(signature, "", room - 6)


@dataclass(frozen=True)
class Placed:
    """Where a line stands: aligned between indents, in characters, from left and right."""

    align: Literal["left", "right", "center"]
    left: float = 0
    right: float = 0


def signature_places(signature: str, date: str, sealed: bool, room: float) -> tuple[Placed, Placed]:
    """Where signature and date stand on lines of `room` characters.

    GB/T 9704-2012, 7.3.5: unsealed, the signature stands 2 in from the right and the date begins 2
    to the right of the signature's beginning; a longer date stands 2 in. Sealed, the date stands 4
    in and the signature is centred over it. Placed by the side from which the standard counts, so
    that a renderer that widens the joints of digits does not shift it.
    """
    lines = signature_lines(signature, room)
    long, short = max(map(width_of, lines)), width_of(date)
    if sealed:
        place = Placed("center", left=max(0.0, room - max(short + 8, long)))
        return place, place
    if long >= short + 1:
        # what is too long for a line is broken by its room, so that it stays one text
        left = room - 2 - width_of(lines[0]) - 0.3 if len(lines) > 1 else 0
        return Placed("right", left=left, right=2), Placed("left", left=max(0.0, room - long))
    return Placed("left", left=max(0.0, room - short - 5)), Placed("right", right=2)


def figure_width(text: str) -> float:
    """Characters that a figure in a table takes in any face that may stand in for Times New Roman.

    The widest in use (DejaVu Serif, where a machine has nothing else) has digits of 0.636 em.
    """
    return sum(max(_advance(c), 0.64) if c.isdigit() else max(_advance(c), 0.34) for c in text)
