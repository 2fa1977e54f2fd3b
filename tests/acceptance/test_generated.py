"""Consistent reports stay silent; one planted fault is found, in its place, and nothing else is said.

How many reports: GIADESK_GENERATED in the environment, 200 without. docs/checks.md gives the figures
of a run over 20,000.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from tests.acceptance.generated import FORM, Case, consistent, planted

REPORTS = int(os.environ.get("GIADESK_GENERATED", "200"))


def _grave(case: Case) -> list[Finding]:
    found = check_report(case.report, FORM, case.last, FORM)
    return [f for f in found if f.severity != "hint"]


def _is_it(case: Case, finding: Finding) -> bool:
    return (
        finding.code == case.code
        and case.quote in finding.where.quote
        and (not case.expected or finding.expected == case.expected)
        and (not case.actual or finding.actual == case.actual)
        and (not case.cells or finding.cells[0] == case.cells[0])
    )


@pytest.mark.timeout(3600)
def test_consistent_reports_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    alarms: Counter[str] = Counter()
    first = ""
    for seed in range(REPORTS):
        for finding in _grave(consistent(seed)):
            alarms[finding.code] += 1
            first = first or f"{seed}: {finding}"
    with capsys.disabled():
        print(f"\n{REPORTS} consistent reports: {sum(alarms.values())} false alarms {dict(alarms)}")
    assert not alarms, first


@pytest.mark.timeout(3600)
def test_one_planted_fault_is_found_and_nothing_else_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    planted_of: Counter[str] = Counter()
    found_of: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    missed: list[str] = []
    for seed in range(REPORTS):
        case = planted(seed)
        findings = _grave(case)
        planted_of[case.code] += 1
        if any(_is_it(case, f) for f in findings):
            found_of[case.code] += 1
        else:
            missed.append(f"{seed} {case.code} {case.quote} {case.expected}/{case.actual}")
        for finding in findings:
            if finding.code != case.code and finding.code not in case.also:
                beside[finding.code] += 1
                missed.append(f"{seed} beside {case.code}: {finding.code} {finding.message}")
    recall = sum(found_of.values()) / REPORTS
    with capsys.disabled():
        print(f"\n{REPORTS} planted faults: {recall:.1%} found and located")
        for code in sorted(planted_of):
            print(f"  {code:<12} {found_of[code]}/{planted_of[code]}")
        print(f"  said beside: {dict(beside)}")
        print("\n".join(missed[:12]))
    assert recall >= 0.99, missed[:20]
    assert sum(beside.values()) <= REPORTS * 0.002, beside
