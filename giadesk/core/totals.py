"""运算: every figure of a report, the computed totals included.

A total is the sum of its parts that are filled, and blank while all of them are. A total that the
clerk unlocked (or that an imported file gave and that disagreed) stands as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from giadesk.core.form import Form, Id
from giadesk.core.report import Report, Value

Figures = dict[Id, Decimal]
"""Id to figure, written or computed. A blank one is absent."""


def figures_of(report: Report, form: Form) -> Figures:
    """Every figure of the report, computed totals included; text indicators are left out."""
    figures: Figures = {
        value_id: value for value_id, value in report.values.items() if isinstance(value, Decimal)
    }
    for total in form.totals:
        if total not in figures:
            value = sum_of(form.indicators[total].parts, figures)
            if value is not None:
                figures[total] = value
    return figures


def sum_of(parts: tuple[Id, ...], figures: Mapping[Id, Decimal]) -> Decimal | None:
    """The sum of those parts that are filled; None where none is."""
    filled = [figures[part] for part in parts if part in figures]
    return sum(filled, Decimal(0)) if filled else None


def without_agreeing_totals(values: Mapping[Id, Value], form: Form) -> dict[Id, Value]:
    """The values with every written total dropped that equals what would be computed.

    For imported files: their totals are kept only where they contradict their own parts.
    """
    kept = dict(values)
    figures: Figures = {k: v for k, v in kept.items() if isinstance(v, Decimal)}
    for total in form.totals:
        computed = sum_of(form.indicators[total].parts, figures)
        if total in kept and computed is not None and kept[total] == computed:
            del kept[total]
        elif total not in figures and computed is not None:
            figures[total] = computed
    return kept
