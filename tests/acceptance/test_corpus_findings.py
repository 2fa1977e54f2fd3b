"""What a careful reader found in the real reports, against what the checks find.

Reads the labels beside the corpus, opens each report through the readers, checks it, and prints the
recall on sure findings by kind, the true statements flagged, and the must and verify findings that
no label explains. The same measure is taken from outside on reports nobody here has seen.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.imports import open_report
from giadesk.imports.result import Repair
from giadesk.places import shipped

FILES = {
    "hongshan-2012": "hongshan-2012.docx",
    "longquan-2012": "longquan-2012.txt",
    "mianyang-2015": "mianyang-2015.docx",
    "nanlushan-2013": "nanlushan-2013.docx",
    "zhangcun-2012": "zhangcun-2012.docx",
    "pingtan-2014": "real/pingtan-2014/report.rebuilt.html",
    "pingtan-2019": "real/pingtan-2019/report.rebuilt.html",
    "pingtan-2022": "real/pingtan-2022/report.rebuilt.html",
    "shuyang-fgj-2023": "real/shuyang-fgj-2023/report.html",
    "suqian-2023": "real/suqian-2023/report.txt",
}
CODES = {
    "text-sum": ("P-LIST-SUM", "P-PART", "P-PERCENT", "P-GROWTH"),
    "text-vs-table": ("P-TABLE", "P-ABSENCE"),
    "table-sum": ("F-",),
    "leftover-name": ("N-",),
    "year": ("P-YEAR", "C-PERIOD", "C-DATE", "C-TITLE"),
    "typo": ("W-", "C-PLACEHOLDER", "C-HEADING", "P-NO-NUMBER"),
    "numbering": (),
}


class Measured(NamedTuple):
    """One report: its labels with whether each was found, what was flagged wrongly, what is left."""

    name: str
    sure: list[tuple[dict[str, Any], bool]]
    true_flagged: list[tuple[str, Finding]]
    unexplained: list[Finding]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _touch(quote: str, where: str) -> bool:
    a, b = _bare(quote), _bare(where)
    return bool(a) and bool(b) and (a in b or b in a)


def _explains(label: dict[str, Any], finding: Finding, form: Form) -> bool:
    """Whether the label and the finding speak of the same thing."""
    if label["kind"] in CODES and not finding.code.startswith(CODES[label["kind"]] or ("-",)):
        return False
    if _touch(finding.where.quote, label["where"]):
        return True
    rows = {_bare(form.indicators[c].row_label[-1]) for c in finding.cells if c in form.indicators}
    named = _bare(label.get("cell", {}).get("row", label["where"])).split("/")[-1]
    return any(row.startswith(named) or row.endswith(named) or named.endswith(row) for row in rows)


def _repaired(label: dict[str, Any], repairs: tuple[Repair, ...]) -> bool:
    where = _bare(label["where"])
    return label["kind"] == "numbering" and any(
        r.what == "numbering"
        and (_touch(r.was + r.where.split("：")[-1], where) or _touch(r.where, where))
        for r in repairs
    )


def measure(corpus: Path) -> Iterator[Measured]:
    """Every labelled report of the corpus, measured."""
    forms = FormLibrary(shipped("forms"))
    for name, file in FILES.items():
        path = corpus / file
        labels_path = corpus / f"{name}.labels.json"
        if not labels_path.exists():
            labels_path = path.parent / "labels.json"
        labels = json.loads(labels_path.read_text("utf-8"))
        opened = open_report(path, forms)
        found = check_report(opened.report, opened.form)
        grave = [f for f in found if f.severity != "hint"]
        sure = [
            (
                label,
                _repaired(label, opened.repairs)
                or any(_explains(label, f, opened.form) for f in found),
            )
            for label in labels["findings"]
            if label["sure"]
        ]
        true_flagged = [
            (statement["where"], f)
            for statement in labels["true_statements"]
            for f in grave
            if f.where.quote and _touch(f.where.quote, statement["where"])
        ]
        unexplained = [
            f
            for f in grave
            if not any(_explains(label, f, opened.form) for label in labels["findings"])
        ]
        yield Measured(name, sure, true_flagged, unexplained)


@pytest.mark.corpus
def test_what_a_careful_reader_finds_is_found(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = list(measure(corpus))
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    lines = []
    for one in results:
        for label, found in one.sure:
            total[label["kind"]] += 1
            hit[label["kind"]] += found
            if not found:
                lines.append(f"  not found: {one.name} {label['kind']} {label['where'][:50]}")
        lines += [
            f"  true statement flagged: {one.name} {w} by {f.code}" for w, f in one.true_flagged
        ]
        lines += [
            f"  unexplained: {one.name} {f.severity} {f.code} {f.message[:70]}"
            for f in one.unexplained
        ]
    with capsys.disabled():
        print("\nsure findings found, by kind:")
        for kind in sorted(total):
            print(f"  {kind:<14} {hit[kind]}/{total[kind]}")
        print("\n".join(lines))
    missed = {kind: total[kind] - hit[kind] for kind in total if kind != "typo"}
    assert not any(missed.values()), missed
    assert [one.true_flagged for one in results if one.true_flagged] == []
    assert sum(len(one.unexplained) for one in results) <= 1


@pytest.mark.corpus
def test_the_invented_town_has_its_one_contradiction(corpus: Path) -> None:
    opened = open_report(corpus / "qingshi-2024.docx", FormLibrary(shipped("forms")))
    (finding,) = check_report(opened.report, opened.form)
    assert (finding.code, finding.expected, finding.actual) == ("P-TABLE", "2", "3")
    assert finding.cells[0] == "applications/carried_out/total"
    assert finding.where.quote == "结转下年度继续办理3件"
