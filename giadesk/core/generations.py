"""Between generations of the form: sections and figures of one that mean the same in another."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from giadesk.core.form import Form, SectionSpec
from giadesk.core.prose import LIVE_FIGURE
from giadesk.core.report import Report, Section
from giadesk.core.totals import Figures, figures_of

_MARKS = re.compile(r"[\s、，,。：:（）()《》“”]|的|了|与|和|及|工作")


def figures_as(report: Report, its_form: Form, form: Form) -> Figures:
    """The report's figures, totals computed, under the ids of another form.

    A figure has the same id in both, or the form says under `former` what it was called. Figures
    that mean nothing in the other form are left out.
    """
    figures = figures_of(report, its_form)
    known = form.indicators
    result = {value_id: figure for value_id, figure in figures.items() if value_id in known}
    for theirs, ours in form.former_ids(its_form).items():
        if theirs in figures and ours in known and ours not in result:
            result[ours] = figures[theirs]
    return result


def with_present_ids(report: Report, form: Form) -> Report:
    """The report with every value, live figure and section under the id it has in the form today.

    For what was written with an older edition of the same form file; see `renamed` there.
    """
    renamed = form.renamed
    if not renamed:
        return report

    def text(words: str) -> str:
        return LIVE_FIGURE.sub(lambda m: f"{{{renamed.get(m[1], m[1])}}}", words)

    replace = msgspec.structs.replace
    sections = tuple(
        replace(
            section,
            id=renamed.get(section.id, section.id),
            paragraphs=tuple(
                replace(p, text=text(p.text), inherited=text(p.inherited))
                for p in section.paragraphs
            ),
        )
        for section in report.sections
    )
    values = {renamed.get(value_id, value_id): value for value_id, value in report.values.items()}
    return replace(report, sections=sections, values=values)


def bare_title(title: str) -> str:
    """A title without marks and the small words that differ from office to office."""
    return _MARKS.sub("", title)


def section_for(section: Section, its_form: Form, form: Form) -> str | None:
    """The id of the form's section that means the same; None where none does.

    By id, by what the form says under `former`, by title and aliases, by the names of that section
    in its own form, and last by the words that headings of a section are known by.
    """
    if section.id in form.sections:
        return section.id
    former = form.former_ids(its_form).get(section.id)
    if former in form.sections:
        return former
    names = _names(form)
    spec = its_form.sections.get(section.id)
    for title in (section.title, *((spec.title, *spec.aliases) if spec else ())):
        if (found := names.get(bare_title(title))) is not None:
            return found
    best = max(form.spec.sections, key=lambda s: _known_by(s, section.title))
    return best.id if _known_by(best, section.title) else None


def _known_by(spec: SectionSpec, title: str) -> int:
    """How many signs of the title are words that headings of the section are known by."""
    return sum(len(word) for word in spec.words if word in title)


@lru_cache(maxsize=16)
def _names(form: Form) -> dict[str, str]:
    """Every title and alias of the form's sections, bare, to the section's id."""
    names: dict[str, str] = {}
    for section in form.spec.sections:
        for name in (section.title, *section.aliases):
            names.setdefault(bare_title(name), section.id)
    return names
