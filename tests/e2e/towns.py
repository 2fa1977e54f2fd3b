"""The towns whose year is worked through, one for each form: last year's file, this year's work.

Everything is made up here. gia-2021 is the sample town that the program brings along; the others are
made from their forms, so that a form that changes is worked through as it then is.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from giadesk.core.form import Form, SectionSpec
from giadesk.core.report import Report, Value
from giadesk.sample import filled, sample_docx
from tests.samples.reports import consistent, form_of, full_report

LAST_YEARS = {
    "gia-2008": 2012,
    "gia-2014": 2016,
    "gia-2014-shandong": 2016,
    "gia-2019": 2019,
    "gia-2021": 2024,
}
"""The year of last year's report; the one after it is written in the same form."""

_ENDS = (
    "各村（社区）信息员按分工报送，党政办统一把关，发布前逐条登记，发布后按月回看。",
    "由分管负责同志牵头，办公室和业务站所共同研究，重要事项提交党政联席会讨论后实施。",
    "窗口、公示栏和网站口径一致，群众有疑问的当场解释，解释不了的记下来限期回复。",
    "对照上级要求逐项自查，发现的缺漏当季补齐，补齐情况由专人复核并留存记录。",
)


def last_years_file(form_id: str, folder: Path) -> Path:
    """Last year's report of the form's town, as a Word file."""
    if form_id == "gia-2021":
        return sample_docx()
    from giadesk.exports import write_report

    form = form_of(form_id)
    target = folder / f"last-{form_id}.docx"
    write_report("docx", full_report(form, year=LAST_YEARS[form_id]), form, target)
    return target


def figures_of_year(draft: Report, form: Form) -> dict[str, Value]:
    """What the clerk has on paper for every figure that is typed; carried over ones are right."""
    if form.id == "gia-2021":
        values = filled(draft, form).values
    else:
        values = full_report(form, year=draft.year).values
    kept = {k: v for k, v in draft.values.items() if not form.indicators[k].computed}
    return consistent({**values, **kept}, form, fixed=frozenset(kept))


def text_of_year(draft: Report, form: Form, section: SectionSpec) -> str:
    """What the clerk writes into a section this year, as it is pasted from a text file."""
    if form.id == "gia-2021":
        found = filled(draft, form).section(section.id)
        assert found is not None
        numbers = iter("一二三四五六七八九")
        lines = [f"（{next(numbers)}）{p.text}" if p.level else p.text for p in found.paragraphs]
        return "\n".join(lines)
    place = [s.id for s in form.spec.sections].index(section.id)
    title = section.title.removeprefix("政府信息公开").removesuffix("情况")
    heads = [s.title for s in section.subjects] or [title, "下一步改进"]
    lines = [
        f"（{number}）{head}。{draft.year}年，{_ENDS[(place + index) % 4]}{_ENDS[(place + index + 1) % 4]}"
        for index, (number, head) in enumerate(zip("一二三四五六七八九", heads, strict=False))
    ]
    if section.id == "other":
        lines.append("没有其他需要报告的事项。")
    return "\n".join(lines)


def wrong_figure(form: Form, values: dict[str, Value]) -> tuple[str, str]:
    """A typed cell and a figure for it that breaks a relation of the form; "" where it has none."""
    for relation in form.relations:
        if relation.crosses_years or relation.severity != "must":
            continue
        for side, wrong in ((relation.left, "<="), (relation.right, ">=")):
            for term in side:
                typed = not form.indicators[term.id].computed
                if (
                    typed
                    and relation.compare in ("=", wrong)
                    and values.get(term.id) != Decimal(977)
                ):
                    return term.id, "977"
    return "", ""
