"""Quick mends in a session: each takes its finding away, is one undo step, and undone leaves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from giadesk.checks.registry import Mend
from giadesk.checks.run import Checker
from giadesk.ui.finding_detail import apply_mend
from giadesk.ui.session import Session
from tests.checks import test_cases
from tests.checks.sample import form, sample

KINDS = {
    "改为": "F-SUM",
    "正文改为": "P-TABLE",
    "随表格变动": "P-TABLE",
    "改为2024年": "P-YEAR",
    "标题改为2024年": "C-TITLE",
    "重新编号": "C-ORDER",
    "个空格填0": "C-BLANK",
    "改为“截至": "W-WORD",
    "改为“": "C-HEADING",
}


def _with_mends() -> list[Any]:
    """The first failing case of each code that offers a mend."""
    found: dict[str, Any] = {}
    for item in test_cases._load():
        code, kind, case = item.values
        if kind != "不通过" or code in found:
            continue
        if any(f.code == code and f.mends for f in test_cases.run_case(case)):
            found[code] = pytest.param(code, case, id=f"{code} {case['说明']}")
    return list(found.values())


def _session(case: dict[str, Any]) -> Session:
    report, the_form, last = test_cases.reports_of(case)
    checker = Checker(the_form, last, the_form)
    return Session(report, the_form, last, the_form, find=checker.findings)


@pytest.mark.parametrize(("code", "case"), _with_mends())
def test_a_mend_takes_its_finding_away_in_one_step(
    qapp: QApplication, code: str, case: dict[str, Any]
) -> None:
    count = len([f for f in _session(case).findings if f.code == code and f.mends])
    for place in range(count):
        mends = [f for f in _session(case).findings if f.code == code and f.mends][place].mends
        for number in range(len(mends)):
            session = _session(case)
            finding = [f for f in session.findings if f.code == code and f.mends][place]
            before = session.report
            assert apply_mend(session, finding.mends[number])
            assert session.undo_stack.count() == 1
            session.check_now()
            assert finding.key not in {f.key for f in session.findings}, finding.mends[number].label
            session.undo_stack.undo()
            assert session.report == before


def test_every_kind_of_mend_is_tried() -> None:
    labels: dict[str, set[str]] = {}
    for item in _with_mends():
        for finding in test_cases.run_case(item.values[1]):
            labels.setdefault(finding.code, set()).update(m.label for m in finding.mends)
    missing = [
        kind
        for kind, code in KINDS.items()
        if not any(kind in label for label in labels.get(code, ()))
    ]
    assert missing == []


def test_a_mend_of_a_paragraph_that_is_gone_changes_nothing(qapp: QApplication) -> None:
    session = Session(sample(), form())
    assert not apply_mend(session, Mend("改", text=("overview", 99, "没有这一段")))
