"""Headings: which lines begin a section.

Sections are found by what their headings mean and where they stand, numbers being only one sign among
others: people lose them, type them twice, or type 1. for （一）.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from giadesk.core.form import Form, SectionSpec
from giadesk.core.levels import TypedNumber, typed_number
from giadesk.imports.labels import bare, bare_names, likeness
from giadesk.imports.lines import HEADING_LENGTH, PART, Line
from giadesk.imports.numbered import Head, in_other_words, unknown

_BREAK = re.compile(r"[。：:]|\s{1,}")
_MOST_OPTIONS = 400
"""No report has as many lines that could be headings; a file made to take long may."""
_SURE = 0.84
"""An unnumbered line this like a section's title is its heading."""


class _Option(msgspec.Struct):
    line: Line
    section: int
    weight: float
    title: str
    run_in: str
    mark: TypedNumber | None


def find_sections(lines: Sequence[Line], form: Form) -> list[Head]:
    """The lines that begin sections, in reading order.

    Each names a section of the form, or `section-N` for a heading that the form does not know.
    """
    lines = _of_first_level(lines, form)
    heads = _free(lines, form) if form.spec.free_sections else _fixed(lines, form)
    heads.sort(key=lambda h: h.place)
    return heads


def _of_first_level(lines: Sequence[Line], form: Form) -> Sequence[Line]:
    """The lines with the numbers of the first level told apart, where an office has its own order.

    Beside 第一部分 a 一、 is of the second level. 1. or （一） stands for 一、 in a document without 一、
    whose headings of that kind mean sections; 一 before a space does as well.
    """
    parts = [x for x in lines if x.mark and PART.match(x.mark.text + "x")]
    if len(parts) >= 2:
        return [
            x if x.mark is None or x.mark.level > 1 or x in parts else _with_level(x, 2)
            for x in lines
        ]
    if not form.spec.free_sections:
        return lines
    every = tuple(name for own in _names(form) for name in own)

    def meant(level: int) -> list[Line]:
        return [
            x
            for x in lines
            if x.mark
            and x.mark.level == level
            and x.short
            and likeness(bare(x.words), every) >= _SURE
        ]

    spaced = [x for x in lines if x.spaced and likeness(bare(x.spaced.rest), every) >= _SURE]
    first = len(meant(1))
    plain = [
        x for x in lines if x.mark is None and x.short and likeness(bare(x.text), every) >= 0.95
    ]
    if len(plain) >= 4 and len(plain) > first:
        # headings without numbers over 一、: that one is of the second level
        return [_with_level(x, 2) if x.mark and x.mark.level == 1 else x for x in lines]
    if len(spaced) >= 2 and len(spaced) > first:
        signs = {x.spaced.text for x in spaced if x.spaced}
        own = {x.place for x in spaced} | {
            x.place
            for x in lines
            if (mark := x.apart) and len(mark.rest) <= 30 and (mark.number or mark.text in signs)
        }
        return [
            msgspec.structs.replace(x, mark=x.spaced, spaced=None) if x.place in own else x
            for x in lines
        ]
    if first:
        return lines
    for level in (2, 3):
        if len(meant(level)) >= 3:
            return [
                _with_level(x, 1) if x.mark and x.mark.level == level and x.short else x
                for x in lines
            ]
    return lines


def _with_level(line: Line, level: int) -> Line:
    """The line as if its number were of another level."""
    assert line.mark is not None
    return msgspec.structs.replace(line, mark=msgspec.structs.replace(line.mark, level=level))


def _names(form: Form) -> list[tuple[str, ...]]:
    return [bare_names(s.title, *s.aliases) for s in form.spec.sections]


def _split(words: str, names: tuple[str, ...]) -> tuple[str, str, float]:
    """A heading and what runs on behind it: the cut that is most like one of the names."""
    words = words.strip().rstrip("：:")
    best = (words, "", likeness(bare(words), names) if len(words) <= HEADING_LENGTH else 0.0)
    for cut in _BREAK.finditer(words[: HEADING_LENGTH + 1]):
        head, rest = words[: cut.start()], words[cut.end() :].strip()
        score = likeness(bare(head), names)
        if rest and score >= _SURE and score > best[2]:
            best = (head, rest, score)
    return best


def _options(lines: Sequence[Line], form: Form) -> list[_Option]:
    names = _names(form)
    numbered = [s.numbered for s in form.spec.sections]
    every = tuple(name for own in names for name in own)
    headed = any(
        x.mark and x.mark.level == 1 and x.short and likeness(bare(x.words), every) >= _SURE
        for x in lines
    )
    # （一）主动公开 under a 一、 is what that section must speak of, not a section
    subjects = {
        name
        for s in form.spec.sections
        for x in s.subjects
        for name in bare_names(x.title, f"{x.title}情况")
    }
    options = []
    for line in lines:
        if headed and line.mark and line.mark.level == 2 and bare(line.words) in subjects:
            continue
        if len(line.words) > 400 and line.mark is None:
            continue
        mark = line.mark or line.spaced
        words = mark.rest if mark else line.text
        for index, own in enumerate(names):
            title, run_in, score = _split(words, own)
            if not score:
                continue
            weight = _weight(line, mark, score, run_in, index, numbered)
            if weight > 0:
                options.append(_Option(line, index, weight, title, run_in, mark))
    return options


def _weight(
    line: Line,
    mark: TypedNumber | None,
    score: float,
    run_in: str,
    index: int,
    numbered: list[bool],
) -> float:
    """How much speaks for a line being the heading of that section; 0 or less for no."""
    own_number = sum(numbered[: index + 1])
    if not numbered[index]:
        return 0.6 if mark is None and score == 1.0 and not run_in and line.short else 0.0
    if mark is None or line.mark is None:
        if score < _SURE or (mark is None and (run_in or not line.short)):
            return 0.0
        exact = 0.3 if score == 1.0 else 0.0
        return score - 0.2 + exact + (0.4 if line.outline == 1 else 0.0) + (0.3 if mark else 0.0)
    if mark.level == 1:
        right = mark.number == own_number
        if score < (0.7 if right else 0.76):
            return 0.0
        doubt = 0.0 if right or score >= 0.95 else 0.2
        return score + 0.5 + (0.25 if right else 0.0) - (0.3 if run_in else 0.0) - doubt
    if score < _SURE:
        return 0.0
    exact = 0.25 if score == 1.0 and not run_in else 0.0
    return score - 0.35 + exact + (0.3 if line.outline == 1 else 0.0) - (0.1 if run_in else 0.0)


def _chain(options: list[_Option]) -> list[_Option]:
    """The heaviest choice in which lines and sections are both in order."""
    best: list[float] = []
    back: list[int] = []
    for index, option in enumerate(options):
        top, before = 0.0, -1
        for earlier in range(index):
            other = options[earlier]
            if (
                other.line.place < option.line.place
                and other.section < option.section
                and best[earlier] > top
            ):
                top, before = best[earlier], earlier
        best.append(top + option.weight)
        back.append(before)
    chain = []
    index = max(range(len(best)), key=best.__getitem__, default=-1)
    while index >= 0:
        chain.append(options[index])
        index = back[index]
    return chain[::-1]


def _head(option: _Option, section: str) -> Head:
    mark = option.mark
    return Head(
        option.line.place,
        section,
        option.title,
        option.run_in,
        (mark.text.strip() if mark else "") + option.line.doubled,
        mark.level if mark and mark.number else 0,
        mark.number if mark else 0,
        bool(option.line.doubled),
    )


def _fixed(lines: Sequence[Line], form: Form) -> list[Head]:
    """Sections of a form whose sections are given."""
    sections = form.spec.sections
    options = _options(lines, form)
    if len(options) > _MOST_OPTIONS:
        heaviest = sorted(options, key=lambda o: -o.weight)[:_MOST_OPTIONS]
        options = sorted(heaviest, key=lambda o: o.line.place)
    chain = _chain(options)
    used = {o.section for o in chain}
    places = {o.line.place for o in chain}
    heads = [_head(o, sections[o.section].id) for o in chain]
    for option in sorted(options, key=lambda o: -o.weight):
        # a section out of the form's order: only where number and title are both there
        if (
            option.section not in used
            and option.line.place not in places
            and option.mark is not None
            and option.mark.level == 1
            and option.weight > 1.2
        ):
            used.add(option.section)
            places.add(option.line.place)
            heads.append(_head(option, sections[option.section].id))
    heads += in_other_words(lines, heads, form)
    heads.sort(key=lambda h: h.place)
    return heads + unknown(lines, heads)


def _free(lines: Sequence[Line], form: Form) -> list[Head]:
    """Sections of a form whose headings each office chooses."""
    heads: list[Head] = []
    last = 0
    names = _names(form)
    every = tuple(name for own in names for name in own)
    for line in lines:
        mark = line.mark
        if mark is None or mark.level != 1:
            continue
        title, run_in = _free_title(line, every)
        if not title:
            continue
        known = likeness(bare(title), every) >= 0.8
        # a list that starts again inside a section is no heading
        again = mark.number == last or not mark.number
        if mark.number <= last and not (known or (again and line.short)):
            continue
        if mark.number > last + 4 and not known:
            continue
        last = max(last, mark.number)
        printed = mark.text.strip() + line.doubled
        typed = typed_number(mark.text + "甲")
        level = typed.level if typed else 0
        doubled = bool(line.doubled)
        heads.append(Head(line.place, "", title, run_in, printed, level, mark.number, doubled))
    heads += _unnumbered(lines, heads, every)
    heads.sort(key=lambda h: h.place)
    _name_sections(heads, form.spec.sections, names)
    return heads


def _free_title(line: Line, names: tuple[str, ...]) -> tuple[str, str]:
    """The heading's words and what runs on; "" where the line is too long to be one."""
    words = line.words.strip()
    title, run_in, score = _split(words, names)
    if score >= _SURE and run_in and re.search(r"[：:]", words):
        return title, run_in
    if len(words) <= HEADING_LENGTH and "。" not in words[:-1] and not words.endswith(("；", ";")):
        return words.rstrip("。：:"), ""
    title, run_in, score = _split(words, names)
    if score >= _SURE and run_in:
        return title, run_in
    head, stop, rest = words.partition("。")
    if stop and rest and len(head) <= 30 and "，" not in head:
        return head, rest.strip()
    return "", ""


def _unnumbered(lines: Sequence[Line], heads: list[Head], names: tuple[str, ...]) -> list[Head]:
    """Headings that lost their numbers: where one is missing, or all of them are."""
    plain = [
        line
        for line in lines
        # the caption of a table and the word 附件 over one are no headings
        if line.mark is None and line.short and not re.search(r"：|表\Z|^附[件表]", line.text)
    ]
    sure = [x for x in plain if likeness(bare(x.text), names) >= 0.9 or x.outline == 1]
    if not heads:
        return [Head(x.place, "", x.text) for x in sure]
    found: list[Head] = []
    before, number = -1, 0
    for head in sorted(heads, key=lambda h: h.place):
        missing = head.number - number - 1
        between = [x for x in plain if before < x.place < head.place]
        if missing > 0 and between:
            ranked = sorted(between, key=lambda x: -_rank(x, names))
            chosen = [x for x in ranked if _rank(x, names) > 0.5][:missing]
            found += [Head(x.place, "", x.text) for x in chosen]
        before, number = head.place, max(number, head.number)
    taken = {h.place for h in found}
    behind = [x for x in sure if x.place > before and x.place not in taken]
    return found + [Head(x.place, "", x.text) for x in behind]


def _rank(line: Line, names: tuple[str, ...]) -> float:
    score = likeness(bare(line.text), names)
    if re.search(r"(?:情况|措施|事项|问题|制度|建设|概述|打算|计划|成效|收费|说明)\Z", line.text):
        score = max(score, 0.6)
    return score + (0.3 if line.outline == 1 else 0.0)


def _name_sections(
    heads: list[Head], sections: tuple[SectionSpec, ...], names: list[tuple[str, ...]]
) -> None:
    """Give each heading the section that it is most like, each section once."""
    pairs = [
        (likeness(bare(head.title), own), index, place)
        for place, head in enumerate(heads)
        for index, own in enumerate(names)
        if sections[index].numbered
    ]
    used: set[int] = set()
    for score, index, place in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if score >= 0.75 and not heads[place].section and index not in used:
            used.add(index)
            heads[place].section = sections[index].id
    taken = {h.section for h in heads}
    for place, head in enumerate(heads, start=1):
        if not head.section:
            number = place
            while f"section-{number}" in taken:
                number += len(heads)
            head.section = f"section-{number}"
            taken.add(head.section)
