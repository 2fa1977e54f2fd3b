"""Cells that were left blank by oversight, and the totals that cannot be judged because of them.

Who leaves a column blank, or most of it, means 0 by it: it is read so, and found fault with as a whole.
A few blank cells among filled ones may be any figures: what they can settle is not judged before they are
filled. In the tables before 2019 a blank is the usual way of writing 0.
"""

from __future__ import annotations

from functools import lru_cache

from giadesk.checks.registry import Case
from giadesk.core.form import Form, Id

_FILLED_SINCE = 2019


def may_not_be_blank(form: Form) -> bool:
    """Whether every cell of the form's tables is to be filled, 0 where there was none."""
    return form.spec.from_year >= _FILLED_SINCE


def lone_blanks(case: Case) -> frozenset[Id]:
    """The typed cells without a figure in columns most of which are filled."""
    return case.once(_lone_blanks)


def unsettled(case: Case) -> frozenset[Id]:
    """The computed totals that rest on a lone blank, and the blanks themselves."""
    return case.once(_unsettled)


@lru_cache(maxsize=16)
def _columns(form: Form) -> tuple[tuple[Id, ...], ...]:
    columns: dict[tuple[str, str], list[Id]] = {}
    for one in form.indicators.values():
        if not one.computed and one.kind != "text":
            columns.setdefault((one.table, one.column), []).append(one.id)
    return tuple(tuple(ids) for ids in columns.values())


def _lone_blanks(case: Case) -> frozenset[Id]:
    figures = case.figures
    found: set[Id] = set()
    if not may_not_be_blank(case.form):
        return frozenset()
    for ids in _columns(case.form):
        blank = [i for i in ids if i not in figures]
        if 2 * len(blank) < len(ids):
            found.update(blank)
    return frozenset(found)


def _unsettled(case: Case) -> frozenset[Id]:
    found = set(lone_blanks(case))
    if not found:
        return frozenset()
    grown = True
    while grown:
        grown = False
        for total in case.form.totals:
            if total in found or total in case.report.values:
                continue
            if not found.isdisjoint(case.form.indicators[total].parts):
                found.add(total)
                grown = True
    return frozenset(found)
