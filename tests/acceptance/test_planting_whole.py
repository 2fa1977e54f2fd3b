"""Faults of the report as a whole, planted in a sample of each form: structure, repetition, years."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.report import Explanation, Paragraph, Report
from tests.checks.sample import form, sample

FORMS = ["gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021"]
FIXED = ["gia-2019", "gia-2021"]
"""Forms whose sections and titles are laid down."""


def _found(report: Report, last: Report | None = None) -> list[Finding]:
    the_form = form(report.form)
    return list(check_report(report, the_form, last, the_form if last else None))


def _told(report: Report, last: Report | None = None) -> list[tuple[str, str, str, str, str]]:
    return [
        (f.code, f.severity, f.where.section, f.expected, f.actual) for f in _found(report, last)
    ]


def _last(form_id: str) -> Report:
    """Last year's, of which no sentence is repeated."""
    report = sample(form_id, 2023)
    for section in report.sections:
        report = report.with_paragraphs(section.id, [Paragraph("略。")])
    return report


def _added(report: Report, *texts: str) -> Report:
    section = report.section("other")
    assert section is not None
    return report.with_paragraphs("other", [*section.paragraphs, *map(Paragraph, texts)])


@pytest.mark.parametrize("form_id", FORMS)
def test_beside_another_year_the_sample_is_silent(form_id: str) -> None:
    assert _told(sample(form_id), _last(form_id)) == []


@pytest.mark.parametrize("form_id", FIXED)
def test_a_section_that_is_missing_or_empty(form_id: str) -> None:
    report = sample(form_id)
    without = tuple(s for s in report.sections if s.id != "problems")
    assert _told(msgspec.structs.replace(report, sections=without)) == [
        ("C-SECTION", "must", "problems", "", "")
    ]
    assert _told(report.with_paragraphs("problems", [])) == [
        ("C-SECTION", "must", "problems", "", "")
    ]


@pytest.mark.parametrize("form_id", FIXED)
def test_problems_of_one_word_and_another_title(form_id: str) -> None:
    report = sample(form_id)
    assert _told(report.with_paragraphs("problems", [Paragraph("无。")])) == [
        ("C-SHORT", "verify", "problems", "≥50", "2")
    ]
    renamed = tuple(
        msgspec.structs.replace(s, title="工作打算") if s.id == "problems" else s
        for s in report.sections
    )
    assert _told(msgspec.structs.replace(report, sections=renamed)) == [
        ("C-HEADING", "hint", "problems", "存在的主要问题及改进情况", "工作打算")
    ]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_section_copied_from_last_years(form_id: str) -> None:
    report = sample(form_id)
    section = report.section("problems")
    assert section is not None
    text = "".join(p.text for p in section.paragraphs).replace("2024", "2023")
    last = _last(form_id).with_paragraphs("problems", [Paragraph(text)])
    assert _told(report, last) == [("R-SECTION", "verify", "problems", "", "100%")]


@pytest.mark.parametrize("form_id", ["gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019"])
def test_a_whole_report_copied_from_last_years(form_id: str) -> None:
    codes = {(f.code, f.severity) for f in _found(sample(form_id), sample(form_id, 2023))}
    assert codes == {("R-TEXT", "verify"), ("R-SECTION", "verify")}


@pytest.mark.parametrize("form_id", FORMS)
def test_points_that_are_counted_wrong(form_id: str) -> None:
    wrong = _added(sample(form_id), "一是内容不全；三是更新不及时。")
    assert _told(wrong) == [("C-ORDER", "hint", "other", "二", "三")]


@pytest.mark.parametrize("form_id", ["gia-2008", *FIXED])
def test_the_same_said_twice_with_two_figures(form_id: str) -> None:
    twice = ("全年主动公开政府信息208条。", "全年主动公开政府信息212条。")
    assert _told(_added(sample(form_id), *twice)) == [("P-AGAIN", "verify", "other", "208", "212")]


def test_requests_that_do_not_balance_where_there_is_no_table() -> None:
    text = "新收申请5件，上年结转1件，办结3件，结转下年度1件。"
    assert _told(_added(sample("gia-2008"), text)) == [("P-BALANCE", "verify", "other", "6", "4")]


@pytest.mark.parametrize("form_id", FIXED)
def test_rules_that_only_provinces_make(form_id: str) -> None:
    made = sample(form_id).with_values(
        {"disclosure/rules/made": Decimal(1)}
        if form_id == "gia-2019"
        else {"disclosure/rules/made": Decimal(1), "disclosure/rules/effective": Decimal(1)}
    )
    assert _told(made) == [("Y-ZERO", "verify", "disclosure", "0", "1")]


def test_documents_in_force_that_do_not_go_on_from_last_years() -> None:
    report = sample().with_value("disclosure/normative/effective", Decimal(9))
    told = [t for t in _told(report, _last("gia-2021")) if t[0] != "P-TABLE"]
    assert told == [("Y-STOCK", "verify", "disclosure", "6", "9")]


def test_a_case_pending_last_year_that_nobody_heard_of_again() -> None:
    last = _last("gia-2019").with_value("proceedings/cases/review_pending", Decimal(1))
    assert _told(sample("gia-2019"), last) == [("Y-PENDING", "verify", "proceedings", "≥1", "0")]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_report_to_compare_with_that_is_of_another_year(form_id: str) -> None:
    last = _last(form_id).with_about(year=2021)
    assert _told(sample(form_id), last) == [("Y-LAST", "verify", "", "2023", "2021")]


def test_a_reason_given_is_asked_again_when_a_figure_changes() -> None:
    text = "全年新收政府信息公开申请17件。"
    report = _added(sample(), text)
    (finding,) = _found(report)
    assert (finding.code, finding.severity) == ("P-TABLE", "verify")
    reason = Explanation(finding.key, "含上年结转的3件", finding.figures)
    explained = msgspec.structs.replace(report, explanations=(reason,))
    (again,) = _found(explained)
    assert again.explained == "含上年结转的3件"
    changed = explained.with_values(
        {"applications/received/natural": Decimal(12), "applications/granted/natural": Decimal(7)}
    )
    (asked,) = [f for f in _found(changed) if f.code == "P-TABLE"]
    assert asked.explained == ""
