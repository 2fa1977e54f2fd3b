"""Trends: one figure over the years, and all years of a table side by side.

The years may be of different generations of the form: figures that mean the same are found by id
and by what a form says under `former`. What a year does not have is said (`State`), never made 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from giadesk.core.cell_names import short_name
from giadesk.core.document import tables_shown
from giadesk.core.figures import in_unit
from giadesk.core.form import BlockSpec, Form, Id, Kind, NodeSpec, TableSpec, leaves, walk
from giadesk.core.prose import plain
from giadesk.core.report import Report
from giadesk.core.totals import Figures, figures_of, sum_of

State = Literal["figure", "blank", "absent", "missing"]

STATE_WORDS: dict[State, str] = {
    "figure": "",
    "blank": "未填",
    "absent": "无此项",
    "missing": "无报告",
}
"""What stands in the place of a figure: the cell is blank, that year's form has no such figure, the
library has no report of that year."""

_LONGEST = 40
"""Years from the first to the last that are still shown one by one, those without report included."""


class YearReport:
    """The report of one year with its form."""

    def __init__(self, report: Report, form: Form) -> None:
        self.report = report
        self.form = form
        self.year = report.year

    @cached_property
    def figures(self) -> Figures:
        """Every figure, computed totals included."""
        return figures_of(self.report, self.form)

    @cached_property
    def tables(self) -> frozenset[str]:
        """Ids of the tables that the report shows; an optional one may be left out."""
        return frozenset(
            table.id
            for section in self.report.sections
            for table in tables_shown(section, self.report, self.form)
        )


class Measure(msgspec.Struct, frozen=True):
    """What can be followed over the years: an indicator, or the sum of a group that has no figure.

    id: TABLE/ROW/COLUMN, where the row or the column may be a group. parts: the ids that a group
    adds up, empty for an indicator. row_label, col_label: from the outermost group inwards.
    """

    id: Id
    table: str
    row: str
    column: str
    row_label: tuple[str, ...]
    col_label: tuple[str, ...]
    name: str
    kind: Kind
    unit: str
    parts: tuple[Id, ...] = ()
    total: bool = False


class Point(msgspec.Struct, frozen=True):
    """One year of a series. figure: in the unit of the series, None unless state is `figure`."""

    year: int
    figure: Decimal | None
    state: State
    form: str = ""

    @property
    def words(self) -> str:
        """The figure as printed, or why there is none."""
        return plain(self.figure) if self.figure is not None else STATE_WORDS[self.state]


class Series(msgspec.Struct, frozen=True):
    """A measure over the years, the earliest first."""

    measure: Measure
    points: tuple[Point, ...]

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures there are."""
        return tuple(p.figure for p in self.points if p.figure is not None)

    @property
    def change(self) -> Decimal | None:
        """The last year's figure less that of the year before; None where one of them is missing."""
        if len(self.points) < 2:
            return None
        before, now = self.points[-2].figure, self.points[-1].figure
        return now - before if now is not None and before is not None else None


class TableChoice(msgspec.Struct, frozen=True):
    """A table that at least one of the years has. title: with its years where not all have it."""

    table: str
    title: str


def one_a_year(reports: Iterable[YearReport]) -> tuple[YearReport, ...]:
    """The years in order, of each the first that is given (so: give the best first)."""
    chosen: dict[int, YearReport] = {}
    for given in reports:
        chosen.setdefault(given.year, given)
    return tuple(chosen[year] for year in sorted(chosen))


def years_shown(years: Sequence[YearReport]) -> tuple[int, ...]:
    """Every year from the first report to the last, those without a report included."""
    own = [y.year for y in years]
    if not own or own[-1] - own[0] >= _LONGEST:
        return tuple(own)
    return tuple(range(own[0], own[-1] + 1))


def measures_of(form: Form) -> Mapping[Id, Measure]:
    """Every measure of a form by id, in printed order; texts are left out."""
    return _measures(form)


def series_of(measure: Measure, form: Form, years: Sequence[YearReport]) -> Series:
    """The measure of that form over all years, those without a report included."""
    by_year = {y.year: y for y in years}
    points = (_point(measure, form, year, by_year.get(year)) for year in years_shown(years))
    return Series(measure, tuple(points))


def tables_over(years: Sequence[YearReport]) -> tuple[TableChoice, ...]:
    """The tables of all years, those of the newest form first."""
    titles: dict[str, str] = {}
    having: dict[str, list[int]] = {}
    for given in reversed(years):
        for table in given.form.spec.tables:
            if table.id in given.tables:
                titles.setdefault(table.id, table.title)
                having.setdefault(table.id, []).append(given.year)
    every = len(years)
    return tuple(
        TableChoice(table, title if len(having[table]) == every else _dated(title, having[table]))
        for table, title in titles.items()
    )


def table_over(table_id: str, years: Sequence[YearReport]) -> tuple[Series, ...]:
    """All lines of a table side by side: those of the newest form, then what only older ones have."""
    lines: list[Series] = []
    forms = {y.form.id: y.form for y in reversed(years) if table_id in y.tables}
    shown: list[tuple[Form, list[Id]]] = []
    for form in forms.values():
        told = {_id_in(newer, i, form) for newer, ids in shown for i in ids}
        own = [
            measure
            for measure in measures_of(form).values()
            if measure.table == table_id and measure.id not in told
        ]
        shown.append((form, [measure.id for measure in own]))
        lines += [series_of(measure, form, years) for measure in own]
    return tuple(lines)


def leading(table: TableSpec, form: Form) -> tuple[Measure, ...]:
    """What a reader wants of a table first: its grand totals; of a table without, all it has.

    A grand total is a total in both directions, or the total of a table of one row or one column;
    beside them stand the figures without children in the same column (上年结转, 结转下年度).
    """
    own = [m for m in measures_of(form).values() if m.table == table.id and not m.parts]
    grand = {
        column
        for block in table.blocks
        for column in (n.id for n in leaves(block.columns))
        if len(block.rows) > 1 and _is_total(column, block, own)
    }
    tops = {node.id for block in table.blocks for node, above in walk(block.rows) if not above}
    if grand:
        return tuple(
            m
            for m in own
            if m.column in grand and (m.row in tops or form.indicators[m.id].other_parts)
        )
    totals = tuple(m for m in own if form.indicators[m.id].computed)
    return totals or tuple(own)


# -- inside ----------------------------------------------------------------------------------------


def _is_total(column: str, block: BlockSpec, own: Sequence[Measure]) -> bool:
    rows = {node.id for node in leaves(block.rows)}
    inside = [m.total for m in own if m.column == column and m.row in rows]
    return bool(inside) and all(inside)


def _point(measure: Measure, form: Form, year: int, given: YearReport | None) -> Point:
    if given is None:
        return Point(year, None, "missing")
    own = measures_of(given.form).get(_id_in(form, measure.id, given.form))
    if own is None or own.table not in given.tables:
        return Point(year, None, "absent", given.form.id)
    figure = sum_of(own.parts, given.figures) if own.parts else given.figures.get(own.id)
    if figure is not None and (own.kind == "money") != (measure.kind == "money"):
        return Point(year, None, "absent", given.form.id)
    if figure is not None and own.kind == "money" and own.unit != measure.unit:
        figure = in_unit(figure, own.unit, measure.unit)
        if figure is None:
            return Point(year, None, "absent", given.form.id)
    return Point(year, figure, "blank" if figure is None else "figure", given.form.id)


def _id_in(form: Form, measure_id: Id, other: Form) -> Id:
    """What a measure of `form` is called in another form, "" where that has nothing like it."""
    return _names_in(form, other).get(measure_id, "")


@lru_cache(maxsize=64)
def _names_in(form: Form, other: Form) -> Mapping[Id, Id]:
    """The measures of `form` that `other` has too, to what they are called there."""
    ours, theirs = measures_of(form), measures_of(other)
    names = {our: our for our in ours if our in theirs}
    for earlier, later in form.former_ids(other).items():
        if later in ours and earlier in theirs:
            names.setdefault(later, earlier)
    for earlier, later in other.former_ids(form).items():
        if earlier in ours and later in theirs:
            names.setdefault(earlier, later)
    return names


@lru_cache(maxsize=16)
def _measures(form: Form) -> Mapping[Id, Measure]:
    return {m.id: m for table in form.spec.tables for m in _of_table(table, form)}


def _of_table(table: TableSpec, form: Form) -> Iterator[Measure]:
    sums = [
        frozenset(parts)
        for i in form.indicators.values()
        if i.table == table.id
        for parts in (i.parts, i.other_parts)
        if parts
    ]
    for block in table.blocks:
        for row, rows_above in walk(block.rows):
            for column, columns_above in walk(block.columns):
                if row.has_figure and column.has_figure:
                    yield from _indicator(table, row, column, form)
                elif row.has_figure or column.has_figure:
                    parts = tuple(
                        f"{table.id}/{r.id}/{c.id}"
                        for r in _outermost(row)
                        for c in _outermost(column)
                    )
                    if _adds_up(parts, sums, form):
                        yield _group(
                            table, (*rows_above, row), (*columns_above, column), parts, form
                        )


def _indicator(table: TableSpec, row: NodeSpec, column: NodeSpec, form: Form) -> Iterator[Measure]:
    indicator = form.indicators.get(f"{table.id}/{row.id}/{column.id}")
    if indicator is not None and indicator.kind != "text":
        yield Measure(
            indicator.id,
            table.id,
            row.id,
            column.id,
            indicator.row_label,
            indicator.col_label,
            indicator.name,
            indicator.kind,
            indicator.unit,
            total=indicator.computed,
        )


def _group(
    table: TableSpec,
    rows: tuple[NodeSpec, ...],
    columns: tuple[NodeSpec, ...],
    parts: tuple[Id, ...],
    form: Form,
) -> Measure:
    """A group whose own figure is not printed, though the prose quotes it (不予公开 as a whole)."""
    row, column = rows[-1], columns[-1]
    first = form.indicators[parts[0]]
    name = f"{short_name(row)}·{short_name(column)}"
    return Measure(
        f"{table.id}/{row.id}/{column.id}",
        table.id,
        row.id,
        column.id,
        tuple(n.label for n in rows),
        tuple(n.label for n in columns),
        name,
        first.kind,
        first.unit,
        parts,
        total=True,
    )


def _outermost(node: NodeSpec) -> Iterator[NodeSpec]:
    """The nodes with a figure in a group, without those inside another such node."""
    if node.has_figure:
        yield node
        return
    for child in node.children:
        yield from _outermost(child)


def _adds_up(parts: tuple[Id, ...], sums: Sequence[frozenset[Id]], form: Form) -> bool:
    """Whether the form itself adds these up somewhere; other groups (渠道) count things twice."""
    known = [form.indicators[p] for p in parts if p in form.indicators]
    if len(known) < max(2, len(parts)) or len({(i.kind, i.unit) for i in known}) > 1:
        return False
    return any(total.issuperset(parts) for total in sums)


def _dated(title: str, years: Sequence[int]) -> str:
    first, last = min(years), max(years)
    return f"{title}（{first}年）" if first == last else f"{title}（{first}—{last}年）"
