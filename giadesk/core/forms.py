"""Loading form files: YAML to specs to compiled forms, with every error of a file at once.

An error names the file, the path inside it, what was found and what is allowed.
"""

from __future__ import annotations

import difflib
import re
import string
import types
import typing
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
import yaml

from giadesk.core.errors import InputRefused
from giadesk.core.form import (
    BlockSpec,
    Form,
    FormSpec,
    Id,
    Indicator,
    NodeSpec,
    Relation,
    RelationSpec,
    TableSpec,
    Term,
    walk,
)

_ID = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9]+)*\Z")
_NUMBER = re.compile(
    r"^(其中[：:]?)?\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])?\s*"
)
_REMEDY = "请按 forms/README.md 改正后再试"


class FormErrors(InputRefused):
    """A form file that is not right. `errors` are all its faults, one sentence each."""

    def __init__(self, source: str, errors: list[str]) -> None:
        super().__init__(f"表式文件“{source}”有{len(errors)}处错误", "；".join(errors), _REMEDY)
        self.errors = errors


def load_form(path: Path) -> Form:
    """The form in that file. FormErrors with every fault; InputRefused where it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(f"无法读取表式文件“{path.name}”", str(error), _REMEDY) from error
    return parse_form(text, path.name)


def parse_form(text: str, source: str) -> Form:
    """The form that the YAML text holds; `source` names it in messages."""
    try:
        raw = yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        raise FormErrors(source, [f"不是正确的 YAML：{_one_line(error)}"]) from error
    errors: list[str] = []
    _judge(raw, FormSpec, "", errors)
    if errors:
        raise FormErrors(source, errors)
    spec = msgspec.convert(raw, FormSpec)
    form = _Compiler(spec, errors).compile()
    if errors or form is None:
        raise FormErrors(source, errors)
    return form


class FormLibrary:
    """The forms in some folders; a later folder (the user's own) may add but not replace.

    A broken user form is kept in `broken` with its errors and does not stop the others.
    """

    def __init__(self, shipped: Path, own: Path | None = None) -> None:
        self.folders = (shipped, own)
        self._paths: dict[str, Path] = {}
        self.broken: dict[str, InputRefused] = {}
        for folder in self.folders:
            if folder is not None and folder.is_dir():
                for path in sorted(folder.glob("*.yaml")):
                    self._paths.setdefault(path.stem, path)

    @property
    def ids(self) -> list[str]:
        """The ids of all forms, oldest first by name."""
        return sorted(self._paths)

    def get(self, form_id: str) -> Form:
        """The form with that id. InputRefused where there is none, FormErrors where it is broken."""
        path = self._paths.get(form_id)
        if path is None:
            close = _did_you_mean(form_id, self._paths)
            raise InputRefused(f"没有名为“{form_id}”的表式", f"现有：{'、'.join(self.ids)}", close)
        return _load_cached(path, path.stat().st_mtime_ns)

    def all(self) -> list[Form]:
        """Every form that loads; those that do not are put into `broken`."""
        forms = []
        for form_id in self.ids:
            try:
                forms.append(self.get(form_id))
            except InputRefused as error:
                self.broken[form_id] = error
        return forms

    def for_year(self, year: int) -> Form:
        """The form in force for reports of that year; the newest for years still to come."""
        forms = self.all()
        fitting = [f for f in forms if f.in_force(year)]
        if not fitting:
            fitting = sorted(forms, key=lambda f: f.spec.from_year)[:1]
        return min(fitting, key=lambda f: (-f.spec.from_year, len(f.id)))


@lru_cache(maxsize=32)
def _load_cached(path: Path, _stamp: int) -> Form:
    return load_form(path)


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which a key given twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"键“{key}”重复", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是不是“{close[0]}”" if close else ""


# --- shape -------------------------------------------------------------------------------------

_NAMES = {str: "文字", int: "整数", bool: "true 或 false"}


def _judge(raw: Any, kind: Any, place: str, errors: list[str]) -> None:
    """Append a sentence for every place where `raw` does not have the shape of `kind`."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if raw is None and type(None) in get_args(kind):
            return
        kind = next(k for k in get_args(kind) if k is not type(None))
        origin = get_origin(kind)
    if origin is Literal:
        if raw not in get_args(kind):
            allowed = "、".join(map(str, get_args(kind)))
            hint = _did_you_mean(str(raw), map(str, get_args(kind)))
            errors.append(_fault(place, raw, f"只可为 {allowed}", hint))
    elif origin is tuple:
        if not isinstance(raw, list):
            errors.append(_fault(place, raw, "应为列表"))
            return
        for index, item in enumerate(raw):
            _judge(item, get_args(kind)[0], f"{place}[{_label_of(item, index)}]", errors)
    elif origin is dict:
        if not isinstance(raw, dict):
            errors.append(_fault(place, raw, "应为键值表"))
            return
        for key, item in raw.items():
            _judge(key, get_args(kind)[0], f"{place}.{key}", errors)
            _judge(item, get_args(kind)[1], f"{place}.{key}", errors)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        _judge_struct(raw, kind, place, errors)
    elif not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        errors.append(_fault(place, raw, f"应为{_NAMES[kind]}"))


def _judge_struct(raw: Any, kind: type[msgspec.Struct], place: str, errors: list[str]) -> None:
    if not isinstance(raw, dict):
        errors.append(_fault(place, raw, "应为键值表"))
        return
    fields = {f.name: f for f in msgspec.structs.fields(kind)}
    hints = _hints(kind)
    for key in raw:
        if key not in fields:
            allowed = f"只可有 {'、'.join(fields)}"
            errors.append(_fault(f"{place}.{key}", "", allowed, _did_you_mean(str(key), fields)))
    for name, field in fields.items():
        if name in raw:
            _judge(raw[name], hints[name], f"{place}.{name}" if place else name, errors)
        elif field.required:
            errors.append(f"{place or '文件'}：缺少 {name}")


@lru_cache(maxsize=32)
def _hints(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _label_of(item: Any, index: int) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else str(index + 1)


def _fault(place: str, found: Any, allowed: str, hint: str = "") -> str:
    found = f"是“{found}”，" if found not in ("", None) else ("为空，" if found is None else "")
    return f"{place.lstrip('.') or '文件'}：{found}{allowed}" + (f"（{hint}）" if hint else "")


# --- meaning -----------------------------------------------------------------------------------


def short_name(node: NodeSpec) -> str:
    """How a message names a row or column: `short`, else the label without number and notes."""
    return node.short or _NUMBER.sub("", node.label).partition("（")[0] or node.label


class _Compiler:
    """Turns a well-shaped spec into a Form, and says everything that makes no sense in it."""

    def __init__(self, spec: FormSpec, errors: list[str]) -> None:
        self.spec = spec
        self.errors = errors
        self.indicators: dict[Id, Indicator] = {}
        self.relations: list[Relation] = []
        self._rows: dict[str, dict[str, BlockSpec]] = {}

    def compile(self) -> Form | None:
        spec = self.spec
        self._check_header()
        section_ids = {s.id for s in spec.sections}
        for table in spec.tables:
            if table.section not in section_ids:
                self._say(
                    f"tables[{table.id}].section",
                    f"没有 id 为“{table.section}”的 section",
                    _did_you_mean(table.section, section_ids),
                )
            self._table(table)
        for table in spec.tables:
            for relation in table.relations:
                self._relation(table, relation)
        totals = self._order_totals()
        if self.errors:
            return None
        return Form(spec, self.indicators, tuple(self.relations), totals)

    def _say(self, place: str, fault: str, hint: str = "") -> None:
        self.errors.append(f"{place}：{fault}" + (f"（{hint}）" if hint else ""))

    def _check_header(self) -> None:
        spec = self.spec
        if not _ID.match(spec.id):
            self._say("id", f"是“{spec.id}”，只可用小写字母、数字、_ 和 -")
        if not 2008 <= spec.from_year <= 2100:
            self._say("from_year", f"是“{spec.from_year}”，应为 2008 至 2100 的年份")
        if spec.to_year and spec.to_year < spec.from_year:
            self._say("to_year", f"是“{spec.to_year}”，早于 from_year {spec.from_year}")
        fields = {name for _, name, _, _ in string.Formatter().parse(spec.title) if name}
        if not {"unit", "year"} <= fields or fields - {"unit", "year"}:
            self._say("title", "应有 {unit} 和 {year}，不可有其他花括号")
        self._unique("sections", [s.id for s in spec.sections])
        self._unique("tables", [t.id for t in spec.tables])
        for section in spec.sections:
            self._unique(f"sections[{section.id}].subjects", [s.id for s in section.subjects])
            for subject in section.subjects:
                if not subject.words:
                    self._say(f"sections[{section.id}].subjects[{subject.id}].words", "不可为空")

    def _unique(self, place: str, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                self._say(place, f"id “{name}”重复")
            if not _ID.match(name):
                self._say(f"{place}[{name}].id", f"是“{name}”，只可用小写字母、数字、_ 和 -")
            seen.add(name)

    def _table(self, table: TableSpec) -> None:
        place = f"tables[{table.id}]"
        if not table.blocks:
            self._say(f"{place}.blocks", "至少要有一块")
        self._unique(f"{place}.rows", [n.id for b in table.blocks for n, _ in walk(b.rows)])
        rows: dict[str, BlockSpec] = {}
        for index, block in enumerate(table.blocks, start=1):
            self._unique(f"{place}.blocks[{index}].columns", [n.id for n, _ in walk(block.columns)])
            if not any(n.has_figure for n, _ in walk(block.columns)):
                self._say(f"{place}.blocks[{index}].columns", "至少要有一列")
            if not any(n.has_figure for n, _ in walk(block.rows)):
                self._say(f"{place}.blocks[{index}].rows", "至少要有一行")
            for node, _ in walk(block.rows):
                rows[node.id] = block
            self._cells(table, block, f"{place}.blocks[{index}]")
        self._rows[table.id] = rows

    def _cells(self, table: TableSpec, block: BlockSpec, place: str) -> None:
        row_parts = self._parts(block.rows, f"{place}.rows")
        column_parts = self._parts(block.columns, f"{place}.columns")
        columns = [(n, above) for n, above in walk(block.columns) if n.has_figure]
        for row, row_above in walk(block.rows):
            if not row.has_figure:
                continue
            for column, column_above in columns:
                value_id = f"{table.id}/{row.id}/{column.id}"
                ways = [
                    tuple(f"{table.id}/{row.id}/{p}" for p in column_parts.get(column.id, ())),
                    tuple(f"{table.id}/{p}/{column.id}" for p in row_parts.get(row.id, ())),
                ]
                ways = [way for way in ways if way]
                guides = [n.guide for n in (row, *reversed(row_above), column) if n.guide]
                articles = [n.article for n in (row, *reversed(row_above), column) if n.article]
                self.indicators[value_id] = Indicator(
                    id=value_id,
                    table=table.id,
                    section=table.section,
                    row=row.id,
                    column=column.id,
                    row_label=(*(n.label for n in row_above), row.label),
                    col_label=(*(n.label for n in column_above), column.label),
                    name=_cell_name(block, row, column, column_above),
                    kind=row.kind or column.kind or table.kind,
                    unit=row.unit or column.unit or table.unit,
                    guide=guides[0] if guides else table.guide,
                    article=articles[0] if articles else "",
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
            for part in node.sum_of:
                if part not in known:
                    hint = _did_you_mean(part, known)
                    self._say(f"{place}[{node.id}].sum_of", f"没有 id 为“{part}”的行列", hint)
            if node.relation and not node.children:
                self._say(f"{place}[{node.id}].relation", "没有 children，不可有 relation")
            if node.relation and not node.has_figure:
                self._say(f"{place}[{node.id}].relation", "本身没有数（figure），不可有 relation")
            if node.sum_of:
                parts = [
                    p for name in node.sum_of if name in known for p in _figures_of(known[name])
                ]
                result[node.id] = tuple(parts)
            elif node.relation == "sum":
                result[node.id] = tuple(p for c in node.children for p in _figures_of(c))
        return result

    def _at_most(self, table: TableSpec, block: BlockSpec) -> None:
        for row, _ in walk(block.rows):
            if row.relation != "at_most":
                continue
            for child in row.children:
                for column, _ in walk(block.columns):
                    if not column.has_figure or not child.has_figure:
                        continue
                    self.relations.append(
                        Relation(
                            id=f"{table.id}/{child.id}<={row.id}/{column.id}",
                            code="F-PART-EXCEEDS",
                            severity="must",
                            compare="<=",
                            left=(Term(f"{table.id}/{child.id}/{column.id}"),),
                            right=(Term(f"{table.id}/{row.id}/{column.id}"),),
                            where=short_name(child),
                            table=table.id,
                            section=table.section,
                            says=f"{short_name(child)}是{short_name(row)}的一部分，不能多于它",
                        )
                    )

    def _relation(self, table: TableSpec, spec: RelationSpec) -> None:
        place = f"tables[{table.id}].relations[{spec.id}]"
        for block in table.blocks if spec.over != "cells" else table.blocks[:1]:
            rows = {n.id: n for n, _ in walk(block.rows) if n.has_figure}
            columns = {n.id: n for n, _ in walk(block.columns) if n.has_figure}
            over, terms = (columns, rows) if spec.over == "columns" else (rows, columns)
            if spec.over == "cells":
                self._add_relation(table, spec, "", "{}", "", place)
                continue
            if not all(_term(t)[2] in terms for t in (*spec.left, *spec.right)):
                continue
            for name in spec.only or over:
                if name in over:
                    pattern = f"{{}}/{name}" if spec.over == "columns" else f"{name}/{{}}"
                    where = short_name(over[name]) + ("列" if spec.over == "columns" else "")
                    self._add_relation(table, spec, name, pattern, where, place)
        if not any(r.id.startswith(f"{table.id}/{spec.id}") for r in self.relations):
            every = {i.row for i in self.indicators.values() if i.table == table.id} | {
                i.column for i in self.indicators.values() if i.table == table.id
            }
            for term in (*spec.left, *spec.right):
                name = _term(term)[2]
                if name not in every and spec.over != "cells":
                    self._say(place, f"没有 id 为“{name}”的行列", _did_you_mean(name, every))
            if not self.errors:
                self._say(place, "各项不在同一块中，或 only 没有相符的行列")

    def _add_relation(
        self, table: TableSpec, spec: RelationSpec, name: str, pattern: str, where: str, place: str
    ) -> None:
        sides: list[tuple[Term, ...]] = []
        for side in (spec.left, spec.right):
            terms = []
            for text in side:
                sign, last, word = _term(text)
                value_id = pattern.format(word)
                if value_id.count("/") < 2:
                    value_id = f"{table.id}/{value_id}"
                if value_id not in self.indicators:
                    hint = _did_you_mean(value_id, self.indicators)
                    self._say(place, f"没有指标“{value_id}”", hint)
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
                self._say("tables", f"合计互相引用：{' → '.join((*trail, value_id))}")
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


def _cell_name(
    block: BlockSpec, row: NodeSpec, column: NodeSpec, above: tuple[NodeSpec, ...]
) -> str:
    """How a message names a cell: 本年新收·自然人; only what tells it from its neighbours."""
    column_name = column.short or "".join(short_name(n) for n in (*above, column))
    if block.labels == "hidden":
        return column_name
    single = sum(1 for n, _ in walk(block.columns) if n.has_figure) == 1
    return short_name(row) if single else f"{short_name(row)}·{column_name}"
