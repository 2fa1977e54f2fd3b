"""The invented sample town: last year's report as a .docx, and what its clerk fills in this year.

It is offered on the first start to try everything on, and `giadesk demo` and `selftest` run on it.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from giadesk.core.form import Form
from giadesk.core.report import About, Paragraph, Report, Section, Value
from giadesk.places import shipped

LAST_YEAR = "bailu-2024.docx"


def sample_docx() -> Path:
    """Last year's report of the sample town, as an office would have it."""
    return shipped("resources") / "samples" / LAST_YEAR


def last_years_report(form: Form) -> Report:
    """The report that `sample_docx` was made of."""
    data = _load("bailu-2024.yaml")
    return Report(
        about=About(
            unit=data["unit"], year=data["year"], form=form.id, date=data["date"], status="final"
        ),
        sections=tuple(
            Section(
                section.id,
                section.title,
                _paragraphs(data["sections"].get(section.id, ()))
                + tuple(Paragraph(table=t.id) for t in form.tables_of(section.id)),
            )
            for section in form.spec.sections
        ),
        values=_figures(data["figures"], form),
    )


def filled(draft: Report, form: Form) -> Report:
    """The draft as the sample town's clerk finishes it: every figure filled, this year's text."""
    data = _load("bailu-2025.yaml")
    values = _figures(data["figures"], form)
    report = draft.with_values(
        {
            value_id: value
            for value_id, value in values.items()
            if value_id in data["figures"] or value_id not in draft.values
        }
    )
    for section_id, paragraphs in data["sections"].items():
        report = report.with_paragraphs(section_id, _paragraphs(paragraphs))
    return report.with_about(date=data["date"])


def _figures(given: dict[str, Any], form: Form) -> dict[str, Value]:
    """Every figure that is typed, 0 where the sample does not name it."""
    return {
        value_id: Decimal(str(given.get(value_id, 0)))
        for value_id, indicator in form.indicators.items()
        if not indicator.computed
    }


def _paragraphs(items: Any) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(item) if isinstance(item, str) else Paragraph(item["text"], item["level"])
        for item in items
    )


def _load(name: str) -> Any:
    import yaml

    text = (shipped("resources") / "samples" / name).read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)
