"""The meaning of a form file: a well-shaped spec becomes a Form, or it is said what makes no sense."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from giadesk.core.cell_names import cell_name, short_name
from giadesk.core.form import (
    BlockSpec,
    Form,
    FormSpec,
    Id,
    Indicator,
    NodeSpec,
    Relation,
    RelationSpec,
    SectionSpec,
    TableSpec,
    Term,
    walk,
)
from giadesk.core.judge import Faults, did_you_mean
from giadesk.core.prose import LIVE_FIGURE

_ID = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9]+)*\Z")
_ID_RULE = "只可用小写字母、数字、_ 和 -，以字母开头"


def compile_form(spec: FormSpec, faults: Faults, bases: tuple[str, ...] = ()) -> Form | None:
    """The form that the spec means; None where `faults` has any, found here or before."""
    return _Compiler(spec, faults, bases).compile()


class _Compiler:
    def __init__(self, spec: FormSpec, faults: Faults, bases: tuple[str, ...]) -> None:
        self.spec = spec
        self.faults = faults
        self.bases = bases
        self.indicators: dict[Id, Indicator] = {}
        self.relations: list[Relation] = []

    def compile(self) -> Form | None:
        spec = self.spec
        self._header()
        sections = {s.id for s in spec.sections}
        for table in spec.tables:
            if table.section not in sections:
                self._unknown(f"tables[{table.id}].section", "section", table.section, sections)
            self._table(table)
        for table in spec.tables:
            self._unique(f"tables[{table.id}].relations", [r.id for r in table.relations])
            for relation in table.relations:
                self._relation(table, relation)
        for section in spec.sections:
            self._starter(section)
        renamed = self._renamed()
        self._former()
        totals = self._order_totals()
        if self.faults:
            return None
        relations = tuple(self.relations)
        return Form(spec, self.indicators, relations, totals, self.bases, renamed)

    def _say(self, place: str, fault: str, hint: str = "") -> None:
        self.faults.meaning(place, fault, hint)

    def _unknown(self, place: str, what: str, name: str, known: Iterable[str]) -> None:
        gap = " " if what.isascii() else ""
        self._say(place, f"没有 id 为“{name}”的{gap}{what}", did_you_mean(name, known))

    def _header(self) -> None:
        spec = self.spec
        if not _ID.match(spec.id):
            self._say("id", f"是“{spec.id}”，{_ID_RULE}")
        if not 2008 <= spec.from_year <= 2100:
            self._say("from_year", f"是“{spec.from_year}”，应为 2008 至 2100 的年份")
        if spec.to_year and spec.to_year < spec.from_year:
            self._say("to_year", f"是“{spec.to_year}”，早于 from_year {spec.from_year}")
        fields = _braces(spec.title)
        if fields is None or not {"unit", "year"} <= fields or fields - {"unit", "year"}:
            self._say("title", "应有 {unit} 和 {year}，不可有其他花括号")
        if not spec.sections:
            self._say("sections", "至少要有一个 section")
        self._unique("sections", [s.id for s in spec.sections])
        self._unique("tables", [t.id for t in spec.tables])
        for name in ("name", "basis"):
            self._not_empty(name, getattr(spec, name))
        for section in spec.sections:
            place = f"sections[{section.id}]"
            self._not_empty(f"{place}.title", section.title)
            self._unique(f"{place}.subjects", [s.id for s in section.subjects])
            for subject in section.subjects:
                if not subject.words:
                    self._say(f"{place}.subjects[{subject.id}].words", "不可为空")

    def _not_empty(self, place: str, text: str) -> None:
        if not text.strip():
            self._say(place, "不可为空")

    def _unique(self, place: str, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                self._say(place, f"id “{name}”重复")
            if not _ID.match(name):
                self._say(f"{place}[{name}].id", f"是“{name}”，{_ID_RULE}")
            seen.add(name)

    def _starter(self, section: SectionSpec) -> None:
        for index, text in enumerate(section.starter, start=1):
            rest = text.replace("{year}", "").replace("{unit}", "")
            for value_id in LIVE_FIGURE.findall(rest):
                if value_id not in self.indicators:
                    place = f"sections[{section.id}].starter[{index}]"
                    self._unknown(place, "指标", value_id, self.indicators)
            if set("{}") & set(LIVE_FIGURE.sub("", rest)):
                self._say(
                    f"sections[{section.id}].starter[{index}]",
                    "花括号中只可为 year、unit 或者指标的 id",
                )

    def _renamed(self) -> dict[str, str]:
        """`renamed` for every single value and section, rows taken apart."""
        rows: dict[str, list[Indicator]] = {}
        for indicator in self.indicators.values():
            rows.setdefault(f"{indicator.table}/{indicator.row}", []).append(indicator)
        sections = {s.id for s in self.spec.sections}
        result: dict[str, str] = {}
        for old, new in self.spec.renamed.items():
            known: Iterable[str] = (sections, rows, self.indicators)[min(new.count("/"), 2)]
            if old.count("/") != new.count("/"):
                self._say(f"renamed.{old}", f"“{new}”与它不是同一类 id（值、行或者 section）")
            elif new not in known:
                self._unknown(
                    f"renamed.{old}", ("section", "行", "指标")[new.count("/")], new, known
                )
            elif old in known:
                self._say(f"renamed.{old}", "这个 id 现在仍在使用，不可改名")
            elif new.count("/") == 1:
                result |= {f"{old}/{i.column}": i.id for i in rows[new]}
            else:
                result[old] = new
        return result

    def _former(self) -> None:
        known = [*self.indicators, *(s.id for s in self.spec.sections)]
        for form_id, ids in self.spec.former.items():
            for theirs, ours in ids.items():
                if ours not in known:
                    self._unknown(f"former.{form_id}.{theirs}", "指标或者 section", ours, known)

    # --- tables --------------------------------------------------------------------------------

    def _table(self, table: TableSpec) -> None:
        place = f"tables[{table.id}]"
        if table.id.startswith("free-"):
            self._say(f"{place}.id", f"是“{table.id}”，free- 留给报告自带的表")
        self._not_empty(f"{place}.title", table.title)
        if not table.blocks:
            self._say(f"{place}.blocks", "至少要有一块")
        self._unique(f"{place}.rows", [n.id for b in table.blocks for n, _ in walk(b.rows)])
        for index, block in enumerate(table.blocks, start=1):
            inside = f"{place}.blocks[{index}]"
            self._unique(f"{inside}.columns", [n.id for n, _ in walk(block.columns)])
            for name, nodes, one in (("columns", block.columns, "列"), ("rows", block.rows, "行")):
                if not any(n.has_figure for n, _ in walk(nodes)):
                    self._say(f"{inside}.{name}", f"至少要有一{one}")
                for node, _ in walk(nodes):
                    self._not_empty(f"{inside}.{name}[{node.id}].label", node.label)
            if any(n.has_figure and n.children for n, _ in walk(block.columns)):
                self._say(f"{inside}.columns", "有 children 的列本身不可有数（figure）")
            self._cells(table, block, inside)

    def _cells(self, table: TableSpec, block: BlockSpec, place: str) -> None:
        row_parts = self._parts(block.rows, f"{place}.rows")
        column_parts = self._parts(block.columns, f"{place}.columns")
        columns = [(n, above) for n, above in walk(block.columns) if n.has_figure]
        single = len(columns) == 1
        for row, row_above in walk(block.rows):
            if not row.has_figure:
                continue
            for column, column_above in columns:
                ways = [
                    tuple(f"{table.id}/{row.id}/{p}" for p in column_parts.get(column.id, ())),
                    tuple(f"{table.id}/{p}/{column.id}" for p in row_parts.get(row.id, ())),
                ]
                ways = [way for way in ways if way]
                nodes = (row, *reversed(row_above), column, *reversed(column_above))
                self.indicators[f"{table.id}/{row.id}/{column.id}"] = Indicator(
                    id=f"{table.id}/{row.id}/{column.id}",
                    table=table.id,
                    section=table.section,
                    row=row.id,
                    column=column.id,
                    row_label=(*(n.label for n in row_above), row.label),
                    col_label=(*(n.label for n in column_above), column.label),
                    name=cell_name(block, row, column, column_above, single),
                    kind=row.kind or column.kind or table.kind,
                    unit=row.unit or column.unit or table.unit,
                    guide=next((n.guide for n in nodes if n.guide), table.guide),
                    article=next((n.article for n in nodes if n.article), ""),
                    parts=ways[0] if ways else (),
                    other_parts=ways[1] if len(ways) > 1 else (),
                    zero=row.zero or column.zero,
                )
        self._at_most(table, block)

    def _parts(self, nodes: tuple[NodeSpec, ...], place: str) -> dict[str, tuple[str, ...]]:
        """For each computed row (column): the ids it is the sum of."""
        known = {n.id: n for n, _ in walk(nodes)}
        result: dict[str, tuple[str, ...]] = {}
        for node, _ in walk(nodes):
            here = f"{place}[{node.id}]"
            for part in node.sum_of:
                if part not in known:
                    self._unknown(f"{here}.sum_of", "行列", part, known)
            if node.relation and not node.children:
                self._say(f"{here}.relation", "没有 children，不可有 relation")
            if (node.relation or node.sum_of) and not node.has_figure:
                self._say(f"{here}.relation", "本身没有数（figure），不可为其他行列之和")
            if node.relation == "sum" and node.sum_of:
                self._say(f"{here}.sum_of", "relation 为 sum 时，不可再有 sum_of")
            if node.sum_of:
                whole = (known[name] for name in node.sum_of if name in known)
                result[node.id] = tuple(p for n in whole for p in _figures_of(n))
            elif node.relation == "sum":
                result[node.id] = tuple(p for c in node.children for p in _figures_of(c))
        for name, parts in result.items():
            if any(known[p].kind == "text" for p in parts):
                self._say(f"{place}[{name}]", "文字（kind: text）不可求和")
        return result

    def _at_most(self, table: TableSpec, block: BlockSpec) -> None:
        columns = [n.id for n, _ in walk(block.columns) if n.has_figure]
        for row, _ in walk(block.rows):
            if row.relation != "at_most":
                continue
            for child in row.children:
                if not child.has_figure:
                    continue
                for column in columns:
                    self.relations.append(
                        Relation(
                            id=f"{table.id}/{child.id}<={row.id}/{column}",
                            code="F-PART-EXCEEDS",
                            severity="must",
                            compare="<=",
                            left=(Term(f"{table.id}/{child.id}/{column}"),),
                            right=(Term(f"{table.id}/{row.id}/{column}"),),
                            where=short_name(child),
                            table=table.id,
                            section=table.section,
                            says=f"{short_name(child)}是{short_name(row)}的一部分，不能多于它",
                        )
                    )

    # --- relations -----------------------------------------------------------------------------

    def _relation(self, table: TableSpec, spec: RelationSpec) -> None:
        place = f"tables[{table.id}].relations[{spec.id}]"
        for name, side in (("left", spec.left), ("right", spec.right)):
            if not side:
                self._say(f"{place}.{name}", "不可为空")
        if spec.over == "cells":
            if spec.only:
                self._say(f"{place}.only", "over 为 cells 时不可有 only")
            self._add_relation(table, spec, "", "{}", "", place)
            return
        stated: set[str] = set()
        for block in table.blocks:
            rows = {n.id: n for n, _ in walk(block.rows) if n.has_figure}
            columns = {n.id: n for n, _ in walk(block.columns) if n.has_figure}
            over, terms = (columns, rows) if spec.over == "columns" else (rows, columns)
            if not all(_term(t)[2] in terms for t in (*spec.left, *spec.right)):
                continue
            for name in spec.only or over:
                if name in over:
                    stated.add(name)
                    pattern = f"{{}}/{name}" if spec.over == "columns" else f"{name}/{{}}"
                    where = short_name(over[name]) + ("列" if spec.over == "columns" else "")
                    self._add_relation(table, spec, name, pattern, where, place)
        self._not_stated(table, spec, stated, place)

    def _not_stated(
        self, table: TableSpec, spec: RelationSpec, stated: set[str], place: str
    ) -> None:
        """Say why a relation is stated for fewer rows (columns) than it names, or for none."""
        inside = [i for i in self.indicators.values() if i.table == table.id]
        rows = list(dict.fromkeys(i.row for i in inside))
        columns = list(dict.fromkeys(i.column for i in inside))
        over, terms = (columns, rows) if spec.over == "columns" else (rows, columns)
        unknown = False
        for side, words in (("left", spec.left), ("right", spec.right)):
            for word in words:
                name = _term(word)[2]
                if name not in terms:
                    unknown = True
                    what = "行" if spec.over == "columns" else "列"
                    self._unknown(f"{place}.{side}", what, name, terms)
        for name in spec.only:
            if name not in over:
                unknown = True
                what = "列" if spec.over == "columns" else "行"
                self._unknown(f"{place}.only", what, name, over)
        if not unknown and (not stated or not set(spec.only) <= stated):
            self._say(place, "left、right 和 only 所指的行列不在同一块中")

    def _add_relation(
        self, table: TableSpec, spec: RelationSpec, name: str, pattern: str, where: str, place: str
    ) -> None:
        sides: list[tuple[Term, ...]] = []
        for side, words in (("left", spec.left), ("right", spec.right)):
            terms = []
            for word in words:
                sign, last, rest = _term(word)
                value_id = pattern.format(rest)
                if value_id.count("/") < 2:
                    value_id = f"{table.id}/{value_id}"
                if value_id not in self.indicators:
                    self._unknown(f"{place}.{side}", "指标", value_id, self.indicators)
                elif self.indicators[value_id].kind == "text":
                    self._say(f"{place}.{side}", f"“{value_id}”是文字，不可比较")
                terms.append(Term(value_id, sign, last))
            sides.append(tuple(terms))
        crosses = any(t.last for side in sides for t in side)
        self.relations.append(
            Relation(
                id=f"{table.id}/{spec.id}" + (f"/{name}" if name else ""),
                code=spec.code or ("F-YEAR-RELATION" if crosses else "F-RELATION"),
                severity=spec.severity,
                compare=spec.compare,
                left=sides[0],
                right=sides[1],
                where=where,
                table=table.id,
                section=table.section,
                says=spec.says,
                remedy=spec.remedy,
            )
        )

    def _order_totals(self) -> tuple[Id, ...]:
        done: set[Id] = set()
        order: list[Id] = []

        def visit(value_id: Id, trail: tuple[Id, ...]) -> None:
            if value_id in done:
                return
            if value_id in trail:
                circle = (*trail[trail.index(value_id) :], value_id)
                self._say("tables", f"合计互相引用：{' → '.join(circle)}")
                done.add(value_id)
                return
            for part in self.indicators[value_id].parts:
                if part in self.indicators:
                    visit(part, (*trail, value_id))
            if self.indicators[value_id].parts:
                order.append(value_id)
            done.add(value_id)

        for value_id in self.indicators:
            visit(value_id, ())
        return tuple(order)


def _figures_of(node: NodeSpec) -> list[str]:
    """The ids whose figures make up a node: its own, or those of its children."""
    return [node.id] if node.has_figure else [p for c in node.children for p in _figures_of(c)]


def _term(text: str) -> tuple[int, bool, str]:
    """Sign, whether last year's, and the id, of a term like `-last:carried_out`."""
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-")
    return sign, text.startswith("last:"), text.removeprefix("last:")


def _braces(text: str) -> set[str] | None:
    """The names in braces; None where they are not in order."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None
