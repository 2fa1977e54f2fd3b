"""Levels: which lines inside a section are headings, and of what level.

Numbers that were lost, doubled or typed as another level's are mended where the row of their
neighbours says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from giadesk.core.levels import TypedNumber
from giadesk.core.prose import number_text
from giadesk.core.report import Paragraph
from giadesk.imports.labels import bare, likeness
from giadesk.imports.lines import END, HEADING_LENGTH, Line
from giadesk.imports.result import Repair


class Placed(msgspec.Struct):
    """A line of a section as the paragraph it becomes."""

    line: Line
    level: int
    text: str


def place_lines(
    lines: Sequence[Line], title: str, subjects: tuple[str, ...]
) -> tuple[list[Placed], list[Repair]]:
    """The lines of a section with their levels, and the numbers that had to be mended.

    A list that begins again at 1 stays text with the numbers it has, since numbers that are made
    would run on.
    """
    placed = []
    for line in lines:
        level = _own_level(line)
        placed.append(Placed(line, level, line.words if level else line.text))
    _repair_series(placed, subjects)
    _fill_gaps(placed)
    _keep_lists(placed)
    return placed, _number_repairs(placed, title)


def _own_level(line: Line) -> int:
    mark = line.mark
    if mark is None:
        short = len(line.text) <= HEADING_LENGTH and not END.search(line.text)
        return line.outline if 2 <= line.outline <= 4 and short else 0
    if not mark.rest.strip():
        return 0
    if _has_next(mark):
        return 0
    return max(mark.level, 2)


def _has_next(mark: TypedNumber) -> bool:
    """Whether the numbers run on inside the paragraph: （1）甲。（2）乙。 is one text."""
    number = mark.number + 1
    if mark.level == 3:
        return bool(re.search(rf"(?<![\d.]){number}[、.．](?!\d)", mark.rest))
    if mark.level == 4:
        return bool(re.search(rf"[（(]\s*{number}\s*[）)]", mark.rest))
    if mark.level == 2 and number <= 20:
        return bool(re.search(rf"[（(]{number_text(2, number)[1:-1]}[）)]", mark.rest))
    return False


def _repair_series(placed: list[Placed], subjects: tuple[str, ...]) -> None:
    """1. typed for （一）: in the middle of a row of （一）, or on the subjects of the section."""
    second = [p for p in placed if p.level == 2]
    if not second and subjects:
        third = [p for p in placed if p.level == 3]
        named = [p for p in third if _is_subject(p.text, subjects)]
        if len(named) >= 3 and len(named) * 2 > len(third):
            for p in third:
                p.level = 2
        return
    numbers = {p.line.mark.number for p in second if p.line.mark}
    last = 0
    for index, p in enumerate(placed):
        if p.level == 2:
            last = p.line.mark.number if p.line.mark else last + 1
        elif p.level == 3 and p.line.mark and p.line.mark.number == last + 1 and last:
            number = p.line.mark.number
            before = [q for q in placed[:index] if q.level in (2, 3)]
            if number not in numbers and number + 1 in numbers and before[-1].level == 2:
                p.level, last = 2, number


def _is_subject(text: str, subjects: tuple[str, ...]) -> bool:
    head = re.split(r"[。：:，]", text, maxsplit=1)[0]
    return len(head) <= 20 and likeness(bare(head), subjects) >= 0.7


def _fill_gaps(placed: list[Placed]) -> None:
    """Short lines that stand where a （一） is missing are the headings that lost it."""
    lone = [
        not p.level
        and p.line.mark is None
        and p.line.short
        and "：" not in p.text
        and index + 1 < len(placed)
        and len(placed[index + 1].text) > len(p.text)
        for index, p in enumerate(placed)
    ]
    count, since = 0, 0
    filled = False
    for index, p in enumerate(placed):
        if p.level != 2 or p.line.mark is None:
            continue
        missing = p.line.mark.number - count - 1
        if 0 < missing <= 4:
            for place in [i for i in range(since, index) if lone[i]][-missing:]:
                placed[place].level = 2
                filled = True
        count, since = p.line.mark.number, index + 1
    # where numbers were lost once, a heading behind the last number lost its own as well
    if filled:
        for place in range(since, len(placed)):
            if lone[place]:
                placed[place].level = 2


def _keep_lists(placed: list[Placed]) -> None:
    """Lists that start again at 1 without a heading between, and numbers far off, stay text."""
    counts = [0] * 6
    again = [0] * 6
    for p in placed:
        level = p.level
        if not level:
            continue
        mark = p.line.mark
        if mark is not None and level == max(mark.level, 2):
            if mark.number == 1 and counts[level]:
                again[level] = 1
            elif again[level] and mark.number == again[level] + 1:
                again[level] += 1
            else:
                again[level] = 0
            if again[level] or mark.number > counts[level] + 4:
                p.level, p.text = 0, p.line.text
                continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (5 - level)
        again[level + 1 :] = [0] * (5 - level)


def _number_repairs(placed: list[Placed], title: str) -> list[Repair]:
    from giadesk.core.prose import numbers

    made = numbers([Paragraph(p.text, p.level) for p in placed])
    repairs = []
    for p, now in zip(placed, made, strict=True):
        mark = p.line.mark
        if not p.level:
            continue
        was = (mark.text.strip() if mark else "") + p.line.doubled
        right = mark is not None and p.level == mark.level and not p.line.doubled
        if not right or (mark and number_text(p.level, mark.number) != now):
            head = re.split(r"[。：，]", p.text, maxsplit=1)[0][:30]
            repairs.append(Repair("numbering", f"{title}：{head}", was, now))
    return repairs
