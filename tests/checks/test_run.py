"""Running the checks: order, explanations, what is switched off, what runs again, own faults."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giadesk.checks import registry
from giadesk.checks.registry import Check, Memory, all_checks
from giadesk.checks.run import Checker, check_report
from giadesk.core.report import Explanation, Paragraph, Report
from tests.checks.sample import form, sample

LAST = sample(year=2023)


def test_the_gravest_come_first_then_reading_order() -> None:
    report = sample().with_values(
        {"applications/carried_in/natural": Decimal(1), "disclosure/coercion/decisions": None}
    )
    found = check_report(report, form(), LAST, form())
    ranks = [("must", "verify", "hint").index(f.severity) for f in found]
    assert ranks == sorted(ranks)
    must = [f for f in found if f.severity == "must"]
    assert [f.where.section for f in must][:2] == ["disclosure", "requests"]


def _stock(report: Report) -> list[registry.Finding]:
    return [f for f in check_report(report, form(), LAST, form()) if f.code == "Y-STOCK"]


def test_an_explanation_holds_while_the_figures_stay_the_same() -> None:
    report = sample().with_value("disclosure/normative/effective", Decimal(7))
    (finding,) = _stock(report)
    assert finding.explained == ""
    reason = Explanation(finding.key, "县里划转1件。", finding.figures)
    report = msgspec.structs.replace(report, explanations=(reason,))
    assert _stock(report)[0].explained == "县里划转1件。"
    report = report.with_value("disclosure/normative/effective", Decimal(8))
    assert _stock(report)[0].explained == ""


def test_an_explanation_does_not_make_a_must_finding_pass() -> None:
    report = sample().with_value("applications/carried_out/natural", Decimal(3))
    (finding,) = [f for f in check_report(report, form()) if f.severity == "must"]
    reason = Explanation(finding.key, "就是这样。", finding.figures)
    report = msgspec.structs.replace(report, explanations=(reason,))
    (again,) = [f for f in check_report(report, form()) if f.severity == "must"]
    assert again.explained == ""


def test_a_hint_can_be_switched_off_and_a_must_cannot() -> None:
    late = sample().with_about(date="2025年3月2日")
    assert [f.code for f in check_report(late, form())] == ["C-DATE"]
    assert check_report(late, form(), off=["C-DATE"]) == ()
    wrong = sample().with_value("applications/carried_out/natural", Decimal(3))
    codes = [f.code for f in check_report(wrong, form(), off=["F-BALANCE"])]
    assert "F-BALANCE" in codes


def test_only_what_can_have_changed_runs_again() -> None:
    runs: list[str] = []
    checker = Checker(form(), LAST)
    checker.findings(sample())
    original = {c.code: c for c in all_checks()}

    def counting(one: Check) -> Check:
        def run(case: registry.Case) -> list[registry.Finding]:
            runs.append(one.code)
            return list(one.run(case))

        return msgspec.structs.replace(one, run=run)

    registry._CHECKS.update({code: counting(one) for code, one in original.items()})
    try:
        report = sample()
        checker.findings(report)
        assert runs == []
        checker.findings(report.with_about(date="2025年1月2日"))
        assert set(runs) == {c for c, one in original.items() if "about" in one.reads}
        runs.clear()
        checker.findings(report.with_value("disclosure/coercion/decisions", Decimal(1)))
        assert "F-BALANCE" in runs
        assert "C-SHORT" not in runs
    finally:
        registry._CHECKS.update(original)


def test_a_check_that_raises_becomes_a_finding_and_the_others_go_on() -> None:
    def broken(case: registry.Case) -> list[registry.Finding]:
        raise KeyError("nothing here")

    registry._CHECKS["X-TEST"] = Check("X-TEST", "hint", "会出错的检查", broken, frozenset())
    try:
        wrong = sample().with_value("applications/carried_out/natural", Decimal(3))
        codes = [f.code for f in check_report(wrong, form())]
        assert "X-CHECK-FAILED" in codes
        assert "F-BALANCE" in codes
    finally:
        del registry._CHECKS["X-TEST"]


def test_a_code_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.check("F-SUM", "must", "再来一次")(lambda case: [])


def test_memory_keeps_what_is_known_of_a_bounded_number_of_texts() -> None:
    memory = Memory(limit=10)
    known = memory.of("全年公开信息12条。")
    known["read"] = 1
    assert memory.of("全年公开信息12条。") is known
    for n in range(100):
        memory.of(f"全年公开信息{n}条。")
    assert len(memory._known) <= 10


IDS = sorted(i.id for i in form().indicators.values())


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str | None]:
    kind = draw(st.sampled_from(["figure", "text", "date"]))
    if kind == "figure":
        value = draw(st.sampled_from([None, 0, 1, 3, 40]))
        return draw(st.sampled_from(IDS)), None if value is None else str(value)
    if kind == "text":
        return "text", draw(
            st.sampled_from(["", "无", "未收取信息处理费。", "统计期限2022年1月1日至12月31日"])
        )
    return "date", draw(st.sampled_from(["2024年1月2日", "2025年1月2日", ""]))


@given(st.lists(edits(), max_size=8))
@settings(max_examples=60, deadline=None)
def test_checking_step_by_step_finds_what_checking_at_once_finds(
    steps: list[tuple[str, str | None]],
) -> None:
    checker = Checker(form(), LAST)
    report = sample()
    for what, value in steps:
        if what == "text":
            report = report.with_paragraphs("other", [Paragraph(value or "")])
        elif what == "date":
            report = report.with_about(date=value)
        else:
            report = report.with_value(what, None if value is None else Decimal(value))
        assert checker.findings(report) == check_report(report, form(), LAST)
