"""Forms: what a report must hold, read from YAML and judged hard.

The first half is the file's own shape (`…Spec` structs, one to one with forms/README.md); the second
half is the compiled `Form` that the rest of the program uses: indicators by id, groups, relations
with their terms resolved, totals in the order in which they can be computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

Kind = Literal["count", "money", "signed", "text"]
Severity = Literal["must", "verify", "hint"]
LabelStyle = Literal["merged", "indented", "hidden"]
Id = str

Code = Literal[
    "",
    "F-BALANCE",
    "F-PART-EXCEEDS",
    "F-RELATION",
    "F-YEAR-RELATION",
    "Y-CARRIED",
    "Y-PENDING",
    "Y-STOCK",
]
"""The checks that state a form's relations; "" is F-RELATION, over two years F-YEAR-RELATION."""


class NodeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row or a column, or a group of them.

    label: the official label, as printed. short: how messages name it (default: label without its
    number). figure: whether it has a figure of its own (default: it has no children). relation: how
    the figures of its children relate to its own. sum_of: ids of the rows (columns) whose sum this
    one is, wherever they stand. aliases: other names in prose and in other offices' tables.
    zero: a unit of this level cannot have any (verify when it is not 0).
    """

    id: str
    label: str
    short: str = ""
    unit: str = ""
    kind: Kind | None = None
    guide: str = ""
    article: str = ""
    aliases: tuple[str, ...] = ()
    figure: bool | None = None
    relation: Literal["sum", "at_most"] | None = None
    sum_of: tuple[str, ...] = ()
    zero: bool = False
    children: tuple[NodeSpec, ...] = ()

    @property
    def has_figure(self) -> bool:
        return not self.children if self.figure is None else self.figure


class RelationSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A relation that is neither a sum nor an at-most of a group.

    over: `columns` repeats it for every column (terms are row ids), `rows` for every row (terms are
    column ids), `cells` states it once (terms are ROW/COLUMN, or TABLE/ROW/COLUMN).
    A term may begin with `-` (subtracted) and with `last:` (last year's figure).
    only: the rows (columns) it is repeated for; empty for all.
    """

    id: str
    over: Literal["columns", "rows", "cells"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    compare: Literal["=", "<=", ">="] = "="
    severity: Literal["must", "verify"] = "must"
    code: Code = ""
    says: str = ""
    remedy: str = ""
    only: tuple[str, ...] = ()


class BlockSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a table with columns and rows of its own.

    title: a line over the block (第二十条第（一）项). corner: the head cell over the row labels.
    over_columns: a head cell over all columns (申请人情况). labels: how row labels are printed:
    `merged` in nested label columns, `indented` in one, `hidden` not at all. unit_column: the head
    of a column of units behind the labels. head: false where the block goes on under the head above.
    """

    columns: tuple[NodeSpec, ...]
    rows: tuple[NodeSpec, ...]
    title: str = ""
    corner: str = ""
    over_columns: str = ""
    labels: LabelStyle = "merged"
    unit_column: str = ""
    head: bool = True


class TableSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the printed form. unit: of every figure that says no other.

    optional: a report may do without it; it is printed where it has a place or a figure.
    """

    id: str
    title: str
    section: str
    blocks: tuple[BlockSpec, ...]
    unit: str = "件"
    kind: Kind = "count"
    relations: tuple[RelationSpec, ...] = ()
    guide: str = ""
    aliases: tuple[str, ...] = ()
    optional: bool = False


class SubjectSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A subject that a section must cover; it does where its text has one of the words."""

    id: str
    title: str
    words: tuple[str, ...]
    guide: str = ""
    severity: Literal["must", "verify", "hint"] = "verify"


class SectionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section. numbered: false for the 引言 before 一. aliases: other headings that mean it.

    words: what a heading that means it is known by where no name fits (复议, 诉讼). optional: a
    report may do without it. starter: the paragraphs of a new report; {year} and {unit} are filled.
    """

    id: str
    title: str
    numbered: bool = True
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    optional: bool = False
    subjects: tuple[SubjectSpec, ...] = ()
    min_characters: int = 0
    guide: str = ""
    article: str = ""
    starter: tuple[str, ...] = ()


class FormSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form file. from_year, to_year: the years it is in force for (to_year 0: still).

    free_sections: the clerk may add, rename, move and drop sections (gia-2008).
    renamed: old value id (TABLE/ROW/COLUMN), row (TABLE/ROW) or section id to the present one.
    former: for an earlier form by its id, its value and section ids to those that mean the same here
    (the same id in both means the same without being listed).
    """

    id: str
    name: str
    title: str
    basis: str
    from_year: int
    sections: tuple[SectionSpec, ...]
    tables: tuple[TableSpec, ...] = ()
    to_year: int = 0
    free_sections: bool = False
    renamed: dict[str, str] = {}
    former: dict[str, dict[str, str]] = {}


class Term(msgspec.Struct, frozen=True):
    """A signed figure in a relation; `last` is true for last year's."""

    id: Id
    sign: int = 1
    last: bool = False


class Indicator(msgspec.Struct, frozen=True):
    """One cell of the form.

    id: TABLE/ROW/COLUMN. row_label, col_label: official labels from the outermost group inwards.
    name: how a message names it. parts: the ids it is the sum of; empty for what is typed.
    other_parts: where row and column are both sums, the second way to add it up.
    """

    id: Id
    table: str
    section: str
    row: str
    column: str
    row_label: tuple[str, ...]
    col_label: tuple[str, ...]
    name: str
    kind: Kind
    unit: str
    guide: str = ""
    article: str = ""
    parts: tuple[Id, ...] = ()
    other_parts: tuple[Id, ...] = ()
    zero: bool = False

    @property
    def computed(self) -> bool:
        return bool(self.parts)


class Relation(msgspec.Struct, frozen=True):
    """A relation with its terms resolved. `where` names the row or column it is stated for."""

    id: str
    code: str
    severity: Literal["must", "verify"]
    compare: Literal["=", "<=", ">="]
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    where: str
    table: str
    section: str
    says: str = ""
    remedy: str = ""

    @property
    def crosses_years(self) -> bool:
        return any(t.last for t in (*self.left, *self.right))

    @property
    def ids(self) -> frozenset[Id]:
        """This year's figures it reads."""
        return frozenset(t.id for t in (*self.left, *self.right) if not t.last)


class Form:
    """A compiled form. Made by `giadesk.core.compile.compile_form`; immutable by convention."""

    def __init__(
        self,
        spec: FormSpec,
        indicators: dict[Id, Indicator],
        relations: tuple[Relation, ...],
        totals: tuple[Id, ...],
        bases: tuple[str, ...] = (),
        renamed: dict[str, str] | None = None,
    ) -> None:
        self.spec = spec
        self.id = spec.id
        self.name = spec.name
        self.indicators = indicators
        """Every cell by id, table by table, row by row."""
        self.relations = relations
        self.totals = totals
        """Ids of computed cells, each after those it is the sum of."""
        self.bases = bases
        """Ids of the forms that this one extends, the nearest first."""
        self.renamed = renamed or {}
        """Every old value id and section id to the present one."""
        self.sections = {s.id: s for s in spec.sections}
        self.tables = {t.id: t for t in spec.tables}

    def __repr__(self) -> str:
        return f"Form({self.id!r})"

    def title_for(self, unit: str, year: int) -> str:
        """The printed title of a report of that unit and year."""
        return self.spec.title.format(unit=unit, year=year)

    def tables_of(self, section_id: str) -> list[TableSpec]:
        """The form's tables that stand in a section, in order."""
        return [t for t in self.spec.tables if t.section == section_id]

    def in_force(self, year: int) -> bool:
        """Whether reports for that year are written in this form."""
        return self.spec.from_year <= year and (not self.spec.to_year or year <= self.spec.to_year)

    def former_ids(self, earlier: Form) -> dict[str, str]:
        """Value and section ids of an earlier form to those that mean the same here."""
        result: dict[str, str] = {}
        for form_id in (*reversed(earlier.bases), earlier.id):
            result.update(self.spec.former.get(form_id, {}))
        return result

    @cached_property
    def dependents(self) -> dict[Id, tuple[Id, ...]]:
        """For each cell, every computed cell that changes with it, in computing order."""
        upward: dict[Id, list[Id]] = {}
        for total in self.totals:
            for part in self.indicators[total].parts:
                upward.setdefault(part, []).append(total)
        order = {total: place for place, total in enumerate(self.totals)}
        result: dict[Id, tuple[Id, ...]] = {}
        for value_id in self.indicators:
            found: set[Id] = set()
            waiting = list(upward.get(value_id, ()))
            while waiting:
                total = waiting.pop()
                if total not in found:
                    found.add(total)
                    waiting.extend(upward.get(total, ()))
            result[value_id] = tuple(sorted(found, key=order.__getitem__))
        return result


def leaves(nodes: tuple[NodeSpec, ...]) -> Iterator[NodeSpec]:
    """Every node that has a figure, in printed order."""
    for node, _ in walk(nodes):
        if node.has_figure:
            yield node


def walk(
    nodes: tuple[NodeSpec, ...], above: tuple[NodeSpec, ...] = ()
) -> Iterator[tuple[NodeSpec, tuple[NodeSpec, ...]]]:
    """Every node with its ancestors from the outermost, in printed order."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node))
