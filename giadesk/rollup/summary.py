"""汇总: the sums of a collection in the same form, who gave what, and what is to be sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.form import Form, Id
from giadesk.core.generations import figures_as
from giadesk.core.report import About, Paragraph, Report, Section, Value
from giadesk.core.totals import Figures, figures_of
from giadesk.rollup.collect import Collection, Handed


class Summed(msgspec.Struct, frozen=True):
    """A collection with its sums and what was found on them.

    last: the sums of the year before, None where they are not known of every unit. given: for each
    figure who gave what.
    """

    collection: Collection
    sums: Report
    last: Report | None
    findings: tuple[Finding, ...]
    given: Mapping[Id, list[tuple[str, Decimal]]]


def add_up(collection: Collection, unit: str) -> Summed:
    """Everything there is to say of a collection; the sums are a report of that unit."""
    sums, last = sums_of(collection, unit), last_sums_of(collection, unit)
    findings = tuple(check_sums(collection, sums, last))
    return Summed(collection, sums, last, findings, contributions(collection))


def sums_of(collection: Collection, unit: str) -> Report:
    """A report of that unit with the sum of every figure; blank where nobody filled it.

    Totals are computed from the sums, so the same checks can be run on it. Its sections hold the
    tables and no prose.
    """
    figures = (figures_of(h.report, collection.form) for h in collection.handed)
    return _sums(collection, unit, collection.year, figures)


def last_sums_of(collection: Collection, unit: str) -> Report | None:
    """The sums of the year before, in this year's form; None where a unit's are not known: sums of
    other units cannot be compared."""
    last = [h.last for h in collection.handed if h.last is not None]
    year = collection.year - 1
    if len(last) < len(collection.handed) or any(one.report.year != year for one in last):
        return None
    figures = (figures_as(one.report, one.form, collection.form) for one in last)
    return _sums(collection, unit, year, figures)


def check_sums(collection: Collection, sums: Report, last: Report | None = None) -> list[Finding]:
    """What the same checks find on the sums. Findings about prose are left out: there is none."""
    form = collection.form
    return [f for f in check_report(sums, form, last, form if last else None) if f.cells]


def contributions(collection: Collection) -> Mapping[Id, list[tuple[str, Decimal]]]:
    """For each figure who gave what: (unit, figure), those that are not 0, the largest first."""
    result: dict[Id, list[tuple[str, Decimal]]] = {i: [] for i in collection.form.indicators}
    for handed in collection.handed:
        for value_id, figure in figures_of(handed.report, collection.form).items():
            if figure and value_id in result:
                result[value_id].append((handed.unit, figure))
    for given in result.values():
        given.sort(key=lambda pair: -pair[1])
    return result


def fault_words(finding: Finding, form: Form) -> str:
    """A finding as a line of the list that is sent back: its section, what is wrong, what to do."""
    section = finding.where.section
    if not section and finding.cells and finding.cells[0] in form.indicators:
        section = form.indicators[finding.cells[0]].section
    place = form.sections.get(section)
    words = f"{place.title}：{finding.message}" if place else finding.message
    return f"{words}　办法：{finding.remedy}" if finding.remedy else words


def corrections(handed: Handed) -> str:
    """更正清单 of a unit, as it is sent back to it: a numbered line a fault, "" where there is none."""
    if not handed.faults:
        return ""
    lines = [
        f"{handed.unit}：{handed.report.year}年度政府信息公开工作年度报告有下列内容需要更正或者说明，"
        "请核对后重新报送。"
    ]
    for number, finding in enumerate(handed.faults, start=1):
        kind = "应当更正" if finding.severity == "must" else "请核实"
        lines.append(f"{number}．（{kind}）{fault_words(finding, handed.form)}")
    return "\n".join(lines)


def _sums(collection: Collection, unit: str, year: int, given: Iterable[Figures]) -> Report:
    form = collection.form
    values: dict[Id, Value] = {}
    for figures in given:
        for value_id, indicator in form.indicators.items():
            if not indicator.computed and value_id in figures:
                present = values.get(value_id, Decimal(0))
                assert isinstance(present, Decimal)
                values[value_id] = present + figures[value_id]
    sections = tuple(
        Section(s.id, s.title, tuple(Paragraph(table=t.id) for t in form.tables_of(s.id)))
        for s in form.spec.sections
    )
    # sums are no draft of anything: what is written of them carries no mark
    about = About(unit=unit, year=year, form=form.id, status="final")
    return Report(about, sections, values)
