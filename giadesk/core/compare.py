"""How much of a report is last year's: 文字重复率, 表格重复率, and which paragraphs stand unchanged.

The office above compares reports by machine, clause by clause. A clause (the words between two marks)
counts as repeated where last year's report has it too, its own years moved to this year's; one that
is nearly the same counts by the characters that are. Spaces and marks do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from giadesk.core.form import Form
from giadesk.core.generations import figures_as, section_for
from giadesk.core.prose import resolve
from giadesk.core.report import Report, Section
from giadesk.core.totals import Figures, figures_of
from giadesk.core.years import shift_years

_MARKS = re.compile(r"[，。；：！？、（）()《》“”\"',.;:!?\n]+")
_SPACES = re.compile(r"\s+")
_ALIKE = 80
"""Clauses that are this much alike, of 100, are one clause with changes."""
_LONG_ENOUGH = 8
"""Only clauses of some length are compared for likeness; short ones are alike by chance."""


class Repetition(msgspec.Struct, frozen=True):
    """What this year's report shares with last year's.

    text: share of this year's characters that stand in last year's, 0 to 1; None where there is no
    text. table: share of the figures filled in both years that are equal; None where none is.
    sections: the rate by section id, for those that have text and stand in both reports.
    unchanged: (section id, paragraph) of those taken over word for word; year_only: of those in which
    only years moved.
    """

    text: float | None
    table: float | None
    sections: dict[str, float]
    unchanged: tuple[tuple[str, int], ...] = ()
    year_only: tuple[tuple[str, int], ...] = ()


def repetition(
    report: Report, last: Report, form: Form, last_form: Form | None = None
) -> Repetition:
    """Compare a report with last year's; last_form where that is in another form."""
    last_form = last_form or form
    figures, last_figures = figures_of(report, form), figures_of(last, last_form)
    then = _by_section(last, last_form, form)
    sections: dict[str, float] = {}
    unchanged: list[tuple[str, int]] = []
    year_only: list[tuple[str, int]] = []
    total = same = 0.0
    for section in report.sections:
        texts = _texts(section, figures)
        size = sum(len(t) for _, t in texts)
        earlier = then.get(section.id, [])
        before = tuple(t for s in earlier for _, t in _texts(s, last_figures))
        moved = tuple(_moved(t, last.year, report.year) for t in before)
        common = common_characters(tuple(t for _, t in texts), moved)
        counted = sum(len(c) for _, t in texts for c in _clauses(t))
        total += counted
        same += common
        if size and earlier and counted:
            sections[section.id] = common / counted
        known, known_moved = set(before), set(moved)
        for number, text in texts:
            if len(text) < _LONG_ENOUGH:
                continue
            if text in known and text in known_moved:
                unchanged.append((section.id, number))
            elif text in known_moved or text in known:
                (year_only if text in known_moved else unchanged).append((section.id, number))
    return Repetition(
        text=same / total if total else None,
        table=_table_rate(figures, figures_as(last, last_form, form), form),
        sections=sections,
        unchanged=tuple(unchanged),
        year_only=tuple(year_only),
    )


def _by_section(last: Report, last_form: Form, form: Form) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in last.sections:
        target = section_for(section, last_form, form) or section.id
        found.setdefault(target, []).append(section)
    return found


def _texts(section: Section, figures: Figures) -> list[tuple[int, str]]:
    return [
        (number, _SPACES.sub("", resolve(p.text, figures)))
        for number, p in enumerate(section.paragraphs)
        if not p.table and p.text.strip()
    ]


@lru_cache(maxsize=256)
def common_characters(texts: tuple[str, ...], before: tuple[str, ...]) -> float:
    """How many characters of the texts, marks not counted, stand in the earlier texts too."""
    known = Counter(c for t in before for c in _clauses(t))
    count = 0.0
    changed = []
    for text in texts:
        for clause in _clauses(text):
            if known[clause] > 0:
                known[clause] -= 1
                count += len(clause)
            elif len(clause) >= _LONG_ENOUGH:
                changed.append(clause)
    left = [c for c, times in known.items() if times > 0 and len(c) >= _LONG_ENOUGH]
    return count + _nearly(changed, left)


def _nearly(changed: Sequence[str], left: list[str]) -> float:
    if not changed or not left:
        return 0.0
    from rapidfuzz import process
    from rapidfuzz.distance import Indel
    from rapidfuzz.fuzz import ratio

    count = 0.0
    for clause in changed:
        near = process.extractOne(clause, left, scorer=ratio, score_cutoff=_ALIKE)
        if near is not None:
            count += len(clause) * Indel.normalized_similarity(clause, near[0])
    return count


@lru_cache(maxsize=2048)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(c for c in _MARKS.split(text) if c)


@lru_cache(maxsize=2048)
def _moved(text: str, own: int, to: int) -> str:
    return shift_years(text, own, to)


def _table_rate(now: Figures, then: Figures, form: Form) -> float | None:
    both = [i for i in form.indicators.values() if not i.computed and i.id in now and i.id in then]
    if not both:
        return None
    return sum(1 for i in both if now[i.id] == then[i.id]) / len(both)
