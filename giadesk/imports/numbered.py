"""Headings that only their number tells: of a section in other words, or of none that the form has."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import msgspec

from giadesk.core.form import Form
from giadesk.imports.lines import Line


class Head(msgspec.Struct):
    """A line that begins a section: its title as printed, and the text that runs on behind it.

    `printed` is the number as it was typed, `level` and `number` what it says (0 for none).
    """

    place: int
    section: str
    title: str
    run_in: str = ""
    printed: str = ""
    level: int = 0
    number: int = 0
    doubled: bool = False


def in_other_words(lines: Sequence[Line], heads: list[Head], form: Form) -> list[Head]:
    """Headings that name a section as the form does not, where their number leaves no doubt.

    一、工作开展情况 is the first section where 二、 is the second one, and no other line has that number.
    """
    ids = [s.id for s in form.spec.sections if s.numbered]
    right = {(name, number) for number, name in enumerate(ids, start=1)}
    at = {h.section: h for h in heads if h.level == 1 and (h.section, h.number) in right}
    found: list[Head] = []
    for index, section in enumerate(ids):
        before = at.get(ids[index - 1]) if index else None
        after = at.get(ids[index + 1]) if index + 1 < len(ids) else None
        if any(h.section == section for h in heads) or (before is None and index):
            continue
        if after is None and index + 1 < len(ids):
            continue
        low, high = before.place if before else -1, after.place if after else inf
        fit = [
            x
            for x in lines
            if low < x.place < high and x.mark and (x.mark.level, x.mark.number) == (1, index + 1)
        ]
        if len(fit) == 1 and (line := fit[0]).short and line.mark:
            printed = line.mark.text.strip() + line.doubled
            found.append(Head(line.place, section, line.words, "", printed, 1, index + 1))
    return found


def unknown(lines: Sequence[Line], heads: list[Head]) -> list[Head]:
    """Headings with the next number that belong to no section of the form."""
    found: list[Head] = []
    if not any(h.level == 1 for h in heads):
        return found
    order = {h.place: h for h in heads}
    last = 0
    for line in lines:
        if line.place in order:
            last = order[line.place].number or last + 1
            continue
        mark = line.mark
        if mark is None or mark.level != 1 or not line.short or not heads[0].place < line.place:
            continue
        after = next((h.number for h in heads if h.place > line.place and h.level == 1), 99)
        if mark.number == last + 1 and mark.number < after:
            last = mark.number
            name = f"section-{mark.number}"
            found.append(
                Head(line.place, name, line.words, "", mark.text.strip() + line.doubled, 1, last)
            )
    return found
