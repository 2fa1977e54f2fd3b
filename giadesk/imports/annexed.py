"""Annexes: what is printed behind a report's signature, each under 附件, and is none of its text.

审签单 and 核实说明, and an annex whose tables stand in the report already, are put aside. Any other
stays: a report of 2014 may have its only statistics table there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from giadesk.imports.items import Item, Table
from giadesk.imports.lines import Line
from giadesk.imports.result import Repair
from giadesk.imports.sections import Ledger
from giadesk.imports.titles import (
    attachment_names,
    date_in,
    looks_like_signature,
    signature_and_date,
)

_MARK = re.compile(
    r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*[：:]?(?:\s+(?P<title>\S.*))?\Z"
)
_OF_THE_OFFICE = re.compile(r"审签[单表]|审批[单表]|核实说明")
_LONGEST = 60


def first_annex(items: Sequence[Item], unit: str) -> int | None:
    """Where the first annex begins, as an index of items; None where there is none.

    The word 附件 alone, or with a title, behind the signature or the date; or with a title that 附件说明
    names, where a report is not signed.
    """
    named: tuple[str, ...] = ()
    for index, item in enumerate(items):
        if not isinstance(item, Line):
            continue
        match = _MARK.match(item.text) if len(item.text) <= _LONGEST else None
        if match is not None and (_is_end(items[:index], unit) or _title(items, index) in named):
            return index
        lines = [i.text for i in items[index : index + 20] if isinstance(i, Line)]
        if item.text.startswith("附") and (found := attachment_names(lines)):
            named = found[1] or named
    return None


def without_annexes(items: list[Item], unit: str, ledger: Ledger) -> list[Item]:
    """The items without the annexes that are put aside; those are said and go to `unplaced`."""
    start = first_annex(items, unit)
    if start is None:
        return items
    own = items[:start]
    known = {t for i in own if isinstance(i, Table) and i.match for t in i.match.tables}
    for title, annex in _annexes(items, start):
        tables = [i.match for i in annex if isinstance(i, Table)]
        again = all(m is not None and known >= set(m.tables) for m in tables)
        if not (_OF_THE_OFFICE.search(title) or (tables and again)):
            own = [*own, *annex]
            continue
        ledger.repairs.append(Repair("text", "附件", title[:40], "附件不是报告正文，未放入"))
        for item in annex:
            ledger.unplaced += [item.text] if isinstance(item, Line) else _rows(item)
    return own


def _annexes(items: Sequence[Item], start: int) -> Iterator[tuple[str, list[Item]]]:
    """Each annex with its title."""
    begins = [
        index
        for index in range(start, len(items))
        if isinstance(item := items[index], Line)
        and len(item.text) <= _LONGEST
        and _MARK.match(item.text)
    ]
    for begin, end in zip(begins, [*begins[1:], len(items)], strict=True):
        yield _title(items, begin), list(items[begin:end])


def _title(items: Sequence[Item], mark: int) -> str:
    item = items[mark]
    match = _MARK.match(item.text) if isinstance(item, Line) else None
    if match and match["title"]:
        return match["title"].strip()
    below = items[mark + 1] if mark + 1 < len(items) else None
    return below.text if isinstance(below, Line) and below.short else ""


def _is_end(before: Sequence[Item], unit: str) -> bool:
    """Whether a report ends there: with its date, its signature, or both on a line."""
    last = before[-1] if before else None
    if not isinstance(last, Line):
        return False
    return bool(date_in(last.text) or signature_and_date(last.text)) or (
        looks_like_signature(last.raw, unit, last.align) and last.mark is None
    )


def _rows(table: Table) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in table.grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    return [" | ".join(texts) for texts in rows.values()]
