"""The quantities of the prose that speak of figures of the tables, and what those figures come to."""

from __future__ import annotations

from decimal import Decimal

from giadesk.checks.leftover import as_meant
from giadesk.checks.linking import links_in
from giadesk.checks.reading import Passage
from giadesk.checks.registry import Case
from giadesk.checks.resolving import Link, Reading
from giadesk.core.form import Id
from giadesk.core.prose import plain
from giadesk.core.totals import Figures


def links(case: Case, passage: Passage) -> tuple[Link, ...]:
    """The quantities of a paragraph that speak of figures of the tables."""
    if not passage.read.mentions:
        return ()
    unit = case.report.unit
    year = case.report.year
    return passage.recall(
        links_in,
        as_meant(case, passage),
        passage.topic,
        case.form,
        unit,
        year,
        key=(passage.topic, case.form, unit, year),
    )


def amount(reading: Reading, figures: Figures) -> Decimal | None:
    """What a reading comes to; None where one of its figures is blank."""
    if any(i not in figures for i in bare(reading)):
        return None
    return sum((-figures[i[1:]] if i[0] == "-" else figures[i] for i in reading), Decimal(0))


def bare(reading: Reading) -> list[Id]:
    """The figures of a reading, whether they are added or taken off."""
    return [i.removeprefix("-") for i in reading]


def shown(amounts: list[tuple[Reading, Decimal]], case: Case) -> str:
    """The first two readings by name, with what they come to."""
    parts = []
    for reading, value in amounts[:2]:
        names = [case.form.indicators[i].name for i in bare(reading)]
        name = f"{names[0]}等{len(names)}项之和"
        if len(names) <= 2:
            name = names[0] + "".join(
                f"{'－' if i[0] == '-' else '＋'}{n}"
                for i, n in zip(reading[1:], names[1:], strict=True)
            )
        parts.append(f"“{name}”为{plain(value)}")
    return "，".join(parts)
