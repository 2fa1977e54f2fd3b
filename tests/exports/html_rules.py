"""The rules of HTML that a page of ours can break, as a validator for tests.

After the HTML standard (WHATWG): what each element may hold, which attributes it may and must have,
ids, headings, and the table model of 4.9.12 (no overlap, no row beyond the columns, no column without a
cell, scopes that have something to scope). Only elements a report uses are known; others are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_FLOW = frozenset(
    ["article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "figure", "section", "div"]
)
_PHRASING = frozenset(["strong", "br", "span", "em", "svg"])
_VOID = frozenset(["br", "meta", "col", "hr"])
_CHILDREN: dict[str, frozenset[str]] = {
    "html": frozenset(["head", "body"]),
    "head": frozenset(["meta", "title", "style"]),
    "body": _FLOW,
    "article": _FLOW,
    "figure": _FLOW | _PHRASING | {"figcaption"},
    "table": frozenset(["caption", "colgroup", "thead", "tbody", "tfoot"]),
    "colgroup": frozenset(["col"]),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset(["tr"])),
    "tr": frozenset(["th", "td"]),
    "th": _PHRASING | {"p"},
    "td": _FLOW | _PHRASING,
    "caption": _FLOW | _PHRASING,
    **dict.fromkeys(("p", "strong", "em", "span", *(f"h{n}" for n in range(1, 7))), _PHRASING),
    **dict.fromkeys(("title", "style", "desc"), frozenset()),
}
_NO_TEXT = frozenset(["html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"])
_ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "name", "content"},
    "th": {"scope", "rowspan", "colspan", "style"},
    "td": {"rowspan", "colspan", "style"},
    "table": {"style", "aria-label"},
    "colgroup": {"span"},
}
_SVG = frozenset(["svg", "title", "desc", "rect", "line", "text", "g", "path"])


class _Element:
    def __init__(self, name: str, attributes: dict[str, str], parent: _Element | None) -> None:
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children: list[_Element] = []
        self.text = ""

    def all(self, *names: str) -> Iterator[_Element]:
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.all(*names)

    def inside(self, name: str) -> bool:
        return self.parent is not None and (self.parent.name == name or self.parent.inside(name))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {}, None)
        self._open = self.root
        self.faults: list[str] = []
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"CDATA or an unknown declaration: {data[:20]}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data[:20]}")

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"{tag}: an attribute twice")
        element = _Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self._open.children.append(element)
        if tag not in _VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[Any]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            if not self._open.inside("svg"):
                self.faults.append(f"{tag}: closes itself, which HTML does not know")
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self._open.name:
            self.faults.append(f"</{tag}> where <{self._open.name}> is open")
            return
        assert self._open.parent is not None
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.text += data


def faults_of_page(text: str) -> list[str]:
    """Everything in a page that breaks a rule; empty for a valid one."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    faults = reader.faults
    if reader.doctype != "DOCTYPE html":
        faults.append("no doctype")
    if reader._open is not reader.root:
        faults.append(f"<{reader._open.name}> is not closed")
    if re.search(
        r"&(?!(?:[a-z]+|#\d+|#x[0-9a-fA-F]+);)",
        re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL),
    ):
        faults.append("a bare &")
    faults += _head(reader.root, text)
    for element in reader.root.all(*_CHILDREN, *_SVG, "meta", "br", "script", "img", "link"):
        faults += _element(element)
    known = {*_CHILDREN, *_SVG, *_VOID, "figcaption"}
    every = [e.name for e in _walk(reader.root)]
    faults += [f"{name}: is not known here" for name in sorted(set(every) - known)]
    for table in reader.root.all("table"):
        faults += _table(table)
    levels = [int(e.name[1]) for e in reader.root.all(*(f"h{n}" for n in range(1, 7)))]
    if levels.count(1) != 1 or levels[:1] != [1]:
        faults.append("not one h1 before all other headings")
    return faults


def _walk(element: _Element) -> Iterator[_Element]:
    for child in element.children:
        yield child
        yield from _walk(child)


def _head(root: _Element, text: str) -> Iterator[str]:
    html = next(root.all("html"), None)
    if html is None or not html.attributes.get("lang"):
        yield "html: no lang"
    if not 0 <= text.encode().find(b"charset=") < 1024:
        yield "meta: no charset in the first 1024 bytes"
    titles = [t for t in root.all("title") if not t.inside("svg")]
    if len(titles) != 1 or not titles[0].text.strip():
        yield "title: not one with text"


def _element(element: _Element) -> Iterator[str]:
    name, parent = element.name, element.parent
    assert parent is not None
    if element.inside("svg"):
        if name not in _SVG:
            yield f"{name}: in svg"
        return
    if parent.name in _CHILDREN and name not in _CHILDREN[parent.name]:
        yield f"{name}: in {parent.name}"
    if name in _NO_TEXT and element.text.strip():
        yield f"{name}: text in it: {element.text.strip()[:20]}"
    if name != "svg":
        for attribute, value in element.attributes.items():
            if attribute not in _ATTRIBUTES.get(name, {"style"}):
                yield f"{name}: attribute {attribute}"
            if (
                re.search(r"url\(|expression|javascript:|@import|://", value)
                and attribute != "content"
            ):
                yield f"{name}: {attribute} runs or fetches"
    if name == "th" and element.attributes.get("scope") not in (
        "row",
        "col",
        "rowgroup",
        "colgroup",
    ):
        yield "th: no scope"
    for span in ("rowspan", "colspan", "span"):
        value = element.attributes.get(span)
        if value is not None and not re.fullmatch(r"[1-9]\d{0,2}", value):
            yield f"{name}: {span} is {value}"


def _table(table: _Element) -> Iterator[str]:
    """The table model: 4.9.12."""
    order = ["caption", "colgroup", "thead", "tbody", "tfoot"]
    places = [order.index(c.name) for c in table.children if c.name in order]
    if places != sorted(places) or [c.name for c in table.children].count("caption") > 1:
        yield "table: its parts are out of order"
    if not (table.attributes.get("aria-label") or next(table.all("caption"), None)):
        yield "table: neither caption nor label"
    grouped = sum(int(g.attributes.get("span", 1)) for g in table.all("colgroup"))
    covered: dict[tuple[int, int], _Element] = {}
    begins: set[int] = set()
    width, row = 0, 0
    for group in (c for c in table.children if c.name in ("thead", "tbody", "tfoot")):
        end = row + len(group.children)
        for line in group.children:
            column = 0
            for cell in line.children:
                while (row, column) in covered:
                    column += 1
                across = int(cell.attributes.get("colspan") or 1)
                down = int(cell.attributes.get("rowspan") or 1)
                if row + down > end:
                    yield "table: a cell reaches out of its row group"
                begins.add(column)
                for place in (
                    (r, c) for r in range(row, row + down) for c in range(column, column + across)
                ):
                    if place in covered:
                        yield f"table: two cells in row {place[0] + 1}, column {place[1] + 1}"
                    covered[place] = cell
                if cell.attributes.get("scope") == "colgroup" and column >= grouped:
                    yield "th: scope colgroup without a column group"
                width = max(width, column + across)
            row += 1
    if len(covered) != width * row:
        yield "table: rows of unlike width"
    if begins != set(range(width)):
        yield "table: a column in which no cell begins"
    if grouped and grouped != width:
        yield f"table: {grouped} columns in groups, {width} in rows"
