"""Forms that extend another: an office's own rows and sections added to a form that stands.

An extending file lists changes, done in this order: `add`, `move`, `change`, `hide`. Each names what
it is done to by id, and every one that finds nothing is a fault of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from giadesk.core.form import (
    BlockSpec,
    Form,
    FormSpec,
    NodeSpec,
    RelationSpec,
    SectionSpec,
    SubjectSpec,
    TableSpec,
    walk,
)
from giadesk.core.judge import Faults, did_you_mean, judge_part


class AddSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is added: exactly one of the lists.

    table: of rows, columns, blocks and relations. section: of subjects. under: the row (column) that
    they become children of. after, before: the sibling they stand behind or in front of; without
    either they come last. block: of a table with several, from 1, where neither sibling nor parent
    says it.
    """

    rows: tuple[NodeSpec, ...] = ()
    columns: tuple[NodeSpec, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    relations: tuple[RelationSpec, ...] = ()
    tables: tuple[TableSpec, ...] = ()
    sections: tuple[SectionSpec, ...] = ()
    subjects: tuple[SubjectSpec, ...] = ()
    table: str = ""
    section: str = ""
    under: str = ""
    after: str = ""
    before: str = ""
    block: int = 0


class TargetSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row, column or relation of a table, a subject of a section, a table or a section."""

    row: str = ""
    column: str = ""
    relation: str = ""
    subject: str = ""
    table: str = ""
    section: str = ""


class MoveSpec(TargetSpec, frozen=True, forbid_unknown_fields=True):
    """Where a row, column, table or section goes: as in `AddSpec`."""

    under: str = ""
    after: str = ""
    before: str = ""


class ChangeSpec(TargetSpec, frozen=True, forbid_unknown_fields=True):
    """set: the keys to be put in place of what stands; aliases and words are put to it."""

    set: dict[str, Any] = {}


class ExtensionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form file with `extends`. What it leaves out of the head is the extended form's."""

    id: str
    extends: str
    name: str
    title: str = ""
    basis: str = ""
    from_year: int = 0
    to_year: int = 0
    add: tuple[AddSpec, ...] = ()
    move: tuple[MoveSpec, ...] = ()
    change: tuple[ChangeSpec, ...] = ()
    hide: tuple[TargetSpec, ...] = ()
    renamed: dict[str, str] = {}
    former: dict[str, dict[str, str]] = {}


_Plain = dict[str, Any]
_KINDS: dict[str, type[msgspec.Struct]] = {
    "row": NodeSpec,
    "column": NodeSpec,
    "relation": RelationSpec,
    "subject": SubjectSpec,
    "table": TableSpec,
    "section": SectionSpec,
}
_STRUCTURE = {"id", "children", "blocks", "relations", "subjects", "columns", "rows"}
"""Keys that `change` may not set: ids never change, and parts have changes of their own."""

_ADDED_TO = {"aliases", "words"}
_LISTS = ("rows", "columns", "blocks", "relations", "tables", "sections", "subjects")


def extended(spec: ExtensionSpec, base: Form, faults: Faults) -> FormSpec:
    """The extended form's spec with the changes done; what could not be done is in `faults`."""
    plain: _Plain = _plain(base.spec)
    for name in ("id", "name", "title", "basis", "from_year", "to_year"):
        if value := getattr(spec, name):
            plain[name] = value
    changes = _Changes(plain, faults)
    for index, added in enumerate(spec.add, start=1):
        changes.add(added, f"add[{index}]")
    for index, moved in enumerate(spec.move, start=1):
        changes.move(moved, f"move[{index}]")
    for index, changed in enumerate(spec.change, start=1):
        changes.change(changed, f"change[{index}]")
    for index, hidden in enumerate(spec.hide, start=1):
        changes.hide(hidden, f"hide[{index}]")
    result = msgspec.convert(plain, FormSpec)
    there = _ids(result)
    former = {f: _pointing(ids, there) for f, ids in result.former.items()}
    for form_id, ids in spec.former.items():
        former[form_id] = former.get(form_id, {}) | ids
    renamed = _pointing(result.renamed, there) | spec.renamed
    return msgspec.structs.replace(result, former=former, renamed=renamed)


def _pointing(ids: dict[str, str], there: set[str]) -> dict[str, str]:
    """Of the extended form's old names those whose present id is still there."""
    return {old: new for old, new in ids.items() if new in there}


def _ids(spec: FormSpec) -> set[str]:
    """Every id that an old name can point to: sections, rows and values."""
    ids = {s.id for s in spec.sections}
    for table in spec.tables:
        for block in table.blocks:
            columns = [n.id for n, _ in walk(block.columns)]
            for row, _ in walk(block.rows):
                ids.add(f"{table.id}/{row.id}")
                ids.update(f"{table.id}/{row.id}/{column}" for column in columns)
    return ids


class _Changes:
    """Does changes to the plain data of a form."""

    def __init__(self, form: _Plain, faults: Faults) -> None:
        self.form = form
        self.faults = faults

    def add(self, spec: AddSpec, place: str) -> None:
        given = [name for name in _LISTS if getattr(spec, name)]
        if len(given) != 1:
            self.faults.meaning(place, f"应有且只有 {'、'.join(_LISTS)} 中的一项")
            return
        what = given[0]
        items = [_plain(item) for item in getattr(spec, what)]
        if what in ("tables", "sections"):
            target: list[_Plain] | None = self.form[what]
        elif what == "subjects":
            section = self._find(self.form["sections"], spec.section, "section", f"{place}.section")
            target = section["subjects"] if section is not None else None
        else:
            table = self._find(self.form["tables"], spec.table, "table", f"{place}.table")
            if table is None:
                return
            target = (
                self._nodes(table, what, spec, place)
                if what in ("rows", "columns")
                else table[what]
            )
        if target is not None:
            self._insert(target, items, spec, place)

    def move(self, spec: MoveSpec, place: str) -> None:
        found = self._target(spec, place)
        if found is None:
            return
        what, siblings, item = found
        if what in ("relation", "subject"):
            self.faults.meaning(place, "只可移动 row、column、table 和 section")
            return
        if not (spec.under or spec.after or spec.before):
            self.faults.meaning(place, "应有 under、after 或者 before")
            return
        target: list[_Plain] | None = siblings
        if what in ("row", "column"):
            own = {n["id"] for n, _ in _walk([item])}
            for name in (spec.under, spec.after, spec.before):
                if name in own:
                    self.faults.meaning(place, f"不可移到自己或自己的下级“{name}”处")
                    return
            table = self._find(self.form["tables"], spec.table, "table", place)
            assert table is not None  # it was found with the row in it
            target = self._nodes(table, f"{what}s", spec, place)
        if target is not None and self._anchored(target, spec, place):
            siblings.remove(item)
            self._insert(target, [item], spec, place)

    def change(self, spec: ChangeSpec, place: str) -> None:
        found = self._target(spec, place)
        if found is None:
            return
        what, _, item = found
        for key in sorted(_STRUCTURE & set(spec.set)):
            self.faults.shape(f"{place}.set.{key}", "不可用 change 改，用 add、move 或者 hide")
        if not spec.set:
            self.faults.meaning(f"{place}.set", "没有写明改什么")
        wanted = {k: v for k, v in spec.set.items() if k not in _STRUCTURE}
        for key, value in judge_part(wanted, _KINDS[what], f"{place}.set", self.faults).items():
            if key in _ADDED_TO:
                item[key] = [*item[key], *(v for v in value if v not in item[key])]
            else:
                item[key] = value

    def hide(self, spec: TargetSpec, place: str) -> None:
        found = self._target(spec, place)
        if found is not None:
            _, siblings, item = found
            siblings.remove(item)

    def _target(self, spec: TargetSpec, place: str) -> tuple[str, list[_Plain], _Plain] | None:
        """What kind of thing it is, the list that it stands in, and itself."""
        inner = [k for k in ("row", "column", "relation", "subject") if getattr(spec, k)]
        outer = "section" if inner == ["subject"] or (not inner and spec.section) else "table"
        wanted = {outer, *inner}
        given = {k for k in _KINDS if getattr(spec, k)}
        if given != wanted or len(inner) > 1:
            self.faults.meaning(
                place,
                "应写明一处：row、column 或者 relation 加 table，subject 加 section，单写 table 或者 section",
            )
            return None
        name = getattr(spec, outer)
        owners = self.form[f"{outer}s"]
        owner = self._find(owners, name, outer, f"{place}.{outer}")
        if owner is None:
            return None
        if not inner:
            return outer, owners, owner
        what = inner[0]
        name = getattr(spec, what)
        if what in ("relation", "subject"):
            items = owner[f"{what}s"]
            item = self._find(items, name, what, f"{place}.{what}")
            return None if item is None else (what, items, item)
        places = [p for b in owner["blocks"] for p in _walk(b[f"{what}s"])]
        for item, siblings in places:
            if item["id"] == name:
                return what, siblings, item
        known = [n["id"] for n, _ in places]
        hint = did_you_mean(name, known)
        self.faults.meaning(f"{place}.{what}", f"没有 id 为“{name}”的 {what}", hint)
        return None

    def _nodes(
        self, table: _Plain, what: str, spec: AddSpec | MoveSpec, place: str
    ) -> list[_Plain] | None:
        """The list of rows (columns) that `under`, `after`, `before` or `block` mean."""
        blocks = table["blocks"]
        places = [p for b in blocks for p in _walk(b[what])]
        known = [n["id"] for n, _ in places]
        for key in ("under", "after", "before"):
            name = getattr(spec, key)
            if not name:
                continue
            for item, siblings in places:
                if item["id"] == name:
                    nodes: list[_Plain] = item["children"] if key == "under" else siblings
                    return nodes
            hint = did_you_mean(name, known)
            self.faults.meaning(f"{place}.{key}", f"没有 id 为“{name}”的 {what[:-1]}", hint)
            return None
        number = getattr(spec, "block", 0) or (1 if len(blocks) == 1 else 0)
        if not 1 <= number <= len(blocks):
            self.faults.meaning(
                f"{place}.block", f"这张表有{len(blocks)}块，应写 under、after、before 或者 block"
            )
            return None
        own: list[_Plain] = blocks[number - 1][what]
        return own

    def _find(self, items: list[_Plain], name: str, what: str, place: str) -> _Plain | None:
        for item in items:
            if item["id"] == name:
                return item
        if not name:
            self.faults.meaning(place, f"应写明 {what}")
        else:
            hint = did_you_mean(name, [i["id"] for i in items])
            self.faults.meaning(place, f"没有 id 为“{name}”的 {what}", hint)
        return None

    def _anchored(self, target: list[_Plain], spec: AddSpec | MoveSpec, place: str) -> bool:
        """Whether the sibling that the change names is in the list."""
        for key in ("after", "before"):
            name = getattr(spec, key)
            known = [item.get("id", "") for item in target]
            if name and name not in known:
                hint = did_you_mean(name, known)
                self.faults.meaning(f"{place}.{key}", f"这里没有 id 为“{name}”的一项", hint)
                return False
        if spec.after and spec.before:
            self.faults.meaning(place, "after 和 before 只可有一个")
            return False
        return True

    def _insert(
        self, target: list[_Plain], items: list[_Plain], spec: AddSpec | MoveSpec, place: str
    ) -> None:
        if not self._anchored(target, spec, place):
            return
        known = [item.get("id", "") for item in target]
        where = len(target)
        if spec.after:
            where = known.index(spec.after) + 1
        elif spec.before:
            where = known.index(spec.before)
        target[where:where] = items


def _plain(value: msgspec.Struct) -> _Plain:
    """A struct as dicts and lists that can be changed."""
    data: _Plain = msgspec.json.decode(msgspec.json.encode(value))
    return data


def _walk(nodes: list[_Plain]) -> Iterator[tuple[_Plain, list[_Plain]]]:
    """Every node with the list that it stands in."""
    for node in list(nodes):
        yield node, nodes
        yield from _walk(node["children"])
