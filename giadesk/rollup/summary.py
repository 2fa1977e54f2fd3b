"""汇总: the sums of a collection in the same form, and who gave what."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from giadesk.core.form import Id
from giadesk.core.report import About, Paragraph, Report, Section, Value
from giadesk.core.totals import figures_of
from giadesk.rollup.collect import Collection


def sums_of(collection: Collection, unit: str) -> Report:
    """A report of that unit with the sum of every figure; blank where nobody filled it.

    Totals are computed from the sums, so the same checks can be run on it. Its sections hold the
    tables and no prose.
    """
    form = collection.form
    values: dict[Id, Value] = {}
    for handed in collection.handed:
        figures = figures_of(handed.report, form)
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
    about = About(unit=unit, year=collection.year, form=form.id, status="final")
    return Report(about, sections, values)


def contributions(collection: Collection) -> Mapping[Id, list[tuple[str, Decimal]]]:
    """For each figure who gave what: (unit, figure), those that are not 0, the largest first."""
    result: dict[Id, list[tuple[str, Decimal]]] = {i: [] for i in collection.form.indicators}
    for handed in collection.handed:
        for value_id, figure in figures_of(handed.report, collection.form).items():
            if figure and value_id in result:
                result[value_id].append((handed.report.unit, figure))
    for given in result.values():
        given.sort(key=lambda pair: -pair[1])
    return result
