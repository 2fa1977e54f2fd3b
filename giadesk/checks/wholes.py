"""How prose names the parts of a whole that the tables count: resources/wholes.yaml, compiled for a form.

A whole is what a quantity was found to be (all requests, what was not disclosed, the lawsuits); from it
and the words for a part (自然人, 属于行政执法案卷, 复议后起诉, 维持) one comes to the part's figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec

from giadesk.checks.data import data_of
from giadesk.checks.links import TableWords, table_words
from giadesk.checks.resolving import Reading
from giadesk.core.form import Form


class _FacetNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    of: tuple[str, ...]
    axis: str
    table: str
    fill: tuple[str, ...]
    terms: dict[str, tuple[str, ...]]
    narrower: dict[str, tuple[str, ...]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    common: tuple[str, ...]
    facets: tuple[_FacetNames, ...]


class Facet(NamedTuple):
    """One way in which wholes are divided. of: kinds of wholes; axis: see the file.

    word: a term, or a word that changes nothing. nodes: the parts that a term can mean; narrower: terms that
    are of a part what 村民 is of 自然人, so that only what is said of all of them can be compared.
    """

    of: frozenset[str]
    axis: str
    words: TableWords
    word: re.Pattern[str]
    nodes: dict[str, tuple[str, ...]]
    narrower: frozenset[str]

    def understood(self, said: str) -> tuple[str, ...]:
        """The terms in the words; empty where there is none, or a word that is not understood."""
        found: dict[str, None] = {}
        at = 0
        while at < len(said):
            match = self.word.match(said, at)
            if match is None:
                return ()
            if match[0] in self.nodes:
                found[match[0]] = None
            at = match.end()
        return tuple(found)


@lru_cache(maxsize=1)
def _file() -> _File:
    return data_of("wholes.yaml", _File)


@lru_cache(maxsize=16)
def facets(form: Form) -> tuple[Facet, ...]:
    """The ways in which the form's tables divide what they count."""
    tables = {words.id: words for words in table_words(form)}
    return tuple(
        _compiled(facet, tables[facet.table]) for facet in _file().facets if facet.table in tables
    )


def _compiled(names: _FacetNames, words: TableWords) -> Facet:
    nodes: dict[str, list[str]] = {}
    for node, terms in (*names.terms.items(), *names.narrower.items()):
        for term in terms:
            nodes.setdefault(term, []).append(node)
    narrower = frozenset(t for terms in names.narrower.values() for t in terms)
    longest = sorted({*nodes, *names.fill, *_file().common}, key=len, reverse=True)
    word = re.compile("|".join(re.escape(w) for w in longest))
    known = {term: tuple(parts) for term, parts in nodes.items()}
    return Facet(frozenset(names.of), names.axis, words, word, known, narrower)


# --- kinds of wholes -----------------------------------------------------------------------------

_GROUPS = ("denied", "unavailable", "declined", "others")
_OF_STATISTICS = {
    "received": "requests", "closed": "requests", "answered": "requests", "denied": "denied",
    "review": "cases", "litigation": "cases", "staff": "staff", "press_conferences": "press",
    "interviews": "interviews", "normative_made": "made", "disclosed": "disclosed",
}  # fmt: skip


@lru_cache(maxsize=2048)
def kind_of(reading: Reading, form: Form) -> str:
    """What kind of whole the figures are; "" where prose does not divide it."""
    parts = [i.split("/") for i in reading]
    table = parts[0][0]
    rows = tuple(p[1] for p in parts)
    if table == "applications":
        return _of_requests(rows, form) if parts[0][2] == "total" else "applicants"
    if table == "proceedings":
        return "cases" if all(p[2].endswith("_total") for p in parts) else ""
    if len(parts) > 1:
        return ""
    if table == "statistics":
        return _OF_STATISTICS.get(rows[0], "")
    return "classes" if reading == ("classes/total/value",) else ""


def _of_requests(rows: tuple[str, ...], form: Form) -> str:
    if {"received", "handled"} & set(rows):
        return "requests"
    if rows in (("carried_in",), ("carried_out",)):
        return "carried"
    leaves = next(w for w in table_words(form) if w.id == "applications").row_leaves
    return next((g for g in _GROUPS if set(leaves.get(g, ())) == set(rows)), "outcome")


@lru_cache(maxsize=4096)
def parts_of(whole: Reading, said: str, form: Form, all_of: bool) -> tuple[Reading, ...]:
    """What the words for a part of the whole can mean in figures; empty where they are not understood.

    all_of: whether all of the whole are said to be so. A figure with - before it is taken off.
    """
    if not said:
        return ()
    kind = kind_of(whole, form)
    found: dict[Reading, None] = {}
    for facet in facets(form):
        if kind not in facet.of or facet.words.id != whole[0].partition("/")[0]:
            continue
        terms = facet.understood(said)
        if not all_of and not facet.narrower.isdisjoint(terms):
            continue
        if terms and (all_of or not {"done"} & {n for t in terms for n in facet.nodes[t]}):
            for nodes in product(*(facet.nodes[t] for t in terms)):
                part = _together(facet, whole, nodes, kind, form)
                if part and all(i.removeprefix("-") in form.indicators for i in part):
                    found[part] = None
    return tuple(found)


def _together(
    facet: Facet, whole: Reading, nodes: tuple[str, ...], kind: str, form: Form
) -> Reading:
    nodes = tuple(n for n in dict.fromkeys(nodes) if not any(o.startswith(f"{n}_") for o in nodes))
    parts = [p for n in nodes if (p := _part(facet, whole, n, kind))]
    if len(parts) < len(nodes):
        return ()
    finer = [p for p in parts if not any(set(q) < set(p) for q in parts)]
    # 重复申请不予处理 is the reason with its group; 自然人和企业 are two
    return tuple(dict.fromkeys(i for p in finer for i in p))


def _part(facet: Facet, whole: Reading, node: str, kind: str) -> Reading:
    if facet.axis == "columns":
        return tuple(_columns(facet, whole, node))
    if facet.axis == "results":
        return tuple(_results(whole, node))
    if facet.axis == "kinds":
        part = tuple(f"proceedings/cases/{c}" for c in facet.words.column_leaves.get(node, ()))
        return part if "review" not in whole[0] else ()
    return _rows(facet, whole, node, kind)


def _columns(facet: Facet, whole: Reading, node: str) -> Iterator[str]:
    leaves = facet.words.column_leaves.get(node, ())
    for figure in whole:
        row, _, column = figure.rpartition("/")
        if column != "total":
            return
        yield from (f"{row}/{leaf}" for leaf in leaves)


def _results(whole: Reading, result: str) -> Iterator[str]:
    for figure in whole:
        head, _, tail = figure.rpartition("/")
        case = f"{head}/{tail.removesuffix('_total')}" if tail != "value" else head
        end = "/value" if tail == "value" else ""
        if result == "over":
            yield from (figure, f"-{case}_pending{end}")
        else:
            yield f"{case}_{result}{end}"


def _rows(facet: Facet, whole: Reading, node: str, kind: str) -> Reading:
    table, row, column = whole[0].split("/")
    rows = {i.split("/")[1] for i in whole}
    if column not in ("total", "value"):
        return ()
    if node == "done":
        return _done(whole, table, rows)
    leaves = facet.words.row_leaves.get(node, ())
    if kind in _GROUPS and not (
        set(leaves) < rows or (table == "statistics" and node.startswith("denied_"))
    ):
        return ()
    if node.startswith("carried_") and "received" not in rows:
        return ()
    if node.startswith("received_") and row != "received":
        return ()
    return tuple(f"{table}/{leaf}/{column}" for leaf in leaves)


def _done(whole: Reading, table: str, rows: set[str]) -> Reading:
    if table == "statistics":
        return ("statistics/closed/value",) if rows == {"received"} else whole
    if rows == {"received"}:
        return (*whole, "-applications/carried_out/total")
    return ("applications/handled/total",) if "received" in rows else whole


_NOT_SAID = re.compile(r"了(?!结)|[\s、“”‘’\"《》「」]")


def as_said(words: str, year: int) -> str:
    """The words without marks, other spellings and years as the file has them."""
    said = _NOT_SAID.sub("", words).replace("其它", "其他")
    if "20" in said:
        for near, name in ((year + 1, "下年"), (year - 1, "上年"), (year, "本年")):
            said = said.replace(f"{near}年度", name).replace(f"{near}年", name)
    return said
