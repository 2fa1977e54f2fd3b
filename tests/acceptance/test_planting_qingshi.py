"""Every kind of fault planted in the invented town that another program built, one at a time.

Each is found with its severity, place, expected and actual figure, and nothing else is said. What the
town's form cannot have is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from giadesk.checks.registry import Finding, all_checks
from giadesk.checks.run import check_report
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import Paragraph, Report, Value
from giadesk.imports import open_report
from giadesk.places import shipped
from tests.acceptance.planted import sentences

pytestmark = pytest.mark.corpus


class Town(NamedTuple):
    """The town's report with its one contradiction mended, last year's made from it, and the form."""

    report: Report
    last: Report
    form: Form


@pytest.fixture(scope="module")
def town(corpus: Path) -> Town:
    opened = open_report(corpus / "qingshi-2024.docx", FormLibrary(shipped("forms")))
    report = _text(opened.report, "overview", 1, "依申请公开。依法受理、按时答复政府信息公开申请。")
    last = report.with_about(year=2023).with_value("disclosure/normative/effective", Decimal(8))
    for section in report.sections:
        if not opened.form.tables_of(section.id):
            last = last.with_paragraphs(section.id, [Paragraph("略。")])
    return Town(report, last, opened.form)


def _text(report: Report, name: str, number: int, text: str) -> Report:
    section = report.section(name)
    assert section is not None
    lines = list(section.paragraphs)
    lines[number] = msgspec.structs.replace(lines[number], text=text)
    return report.with_paragraphs(name, lines)


def _said(report: Report, *texts: str) -> Report:
    section = report.section("overview")
    assert section is not None
    return report.with_paragraphs("overview", [*section.paragraphs, *map(Paragraph, texts)])


def _found(report: Report, form: Form, last: Report | None = None) -> list[Finding]:
    return list(check_report(report, form, last, form if last else None))


def test_without_a_fault_nothing_is_said(town: Town) -> None:
    assert _found(town.report, town.form) == []
    assert _found(town.report, town.form, town.last) == []


# --- a sentence too many ---------------------------------------------------------------------------

TABLED = [
    # what the prose says, and the figure of the table
    ("全年收到政府信息公开申请19件。", "15", "19"),
    ("全年新收政府信息公开申请19件。", "15", "19"),
    ("其中自然人提出政府信息公开申请的，全年新收申请15件，其中自然人12件。", "11", "12"),
    ("上年结转政府信息公开申请3件。", "2", "3"),
    ("全年办结政府信息公开申请18件。", "15", "18"),
    ("办理的申请中，予以公开9件。", "7", "9"),
    ("办理的申请中，部分公开2件。", "1", "2"),
    ("办理的申请中，不予公开3件。", "2", "3"),
    ("办理的申请中，无法提供5件。", "4", "5"),
    ("办理的申请中，不予处理2件。", "1", "2"),
    ("办理的申请中，其他处理2件。", "0", "2"),
    ("收到的申请中，结转下年度继续办理3件。", "2", "3"),
    ("收到的申请中，结转至2025年继续办理3件。", "2", "3"),
    ("因政府信息公开发生行政复议案件2件。", "1", "2"),
    ("因政府信息公开发生行政诉讼案件2件。", "0", "2"),
    ("本年制发行政规范性文件5件。", "2", "5"),
    ("本年废止行政规范性文件5件。", "1", "5"),
    ("现行有效的行政规范性文件8件。", "9", "8"),
    ("对现行有效的12件行政规范性文件逐件核对。", "9", "12"),
    ("全年作出行政许可决定130件。", "126", "130"),
    ("全年作出行政处罚决定30件。", "34", "30"),
    ("全年实施行政强制5件。", "3", "5"),
    ("全年收取行政事业性收费1.6万元。", "1.26", "1.6"),
]  # fmt: skip

SENTENCES = [
    *(("P-TABLE", "verify", text, expected, actual) for text, expected, actual in TABLED),
    ("P-ABSENCE", "verify", "全年未收到政府信息公开申请。", "15", "0"),
    ("P-ABSENCE", "verify", "全年无上年结转的申请。", "2", "0"),
    ("P-ABSENCE", "verify", "全年没有结转下年度的申请。", "2", "0"),
    ("P-ABSENCE", "verify", "全年未发生因政府信息公开引起的行政复议。", "1", "0"),
    ("P-ABSENCE", "verify", "全年未制发行政规范性文件。", "2", "0"),
    ("P-ABSENCE", "verify", "全年未实施行政许可。", "126", "0"),
    ("P-ABSENCE", "verify", "行政处罚：无。", "34", "0"),
    ("P-ABSENCE", "verify", "行政强制为零。", "3", "0"),
    *sentences("青石镇", "云溪县"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "severity", "text", "expected", "actual"), SENTENCES)
def test_a_sentence(
    town: Town, code: str, severity: str, text: str, expected: str, actual: str
) -> None:
    found = _found(_said(town.report, text), town.form)
    assert [(f.code, f.severity) for f in found] == [(code, severity)], found
    (finding,) = found
    if expected:
        assert (finding.expected, finding.actual) == (expected, actual)
    assert (finding.where.section, finding.where.paragraph) == ("overview", 5)
    assert finding.where.quote
    assert finding.where.quote in text


def test_the_same_said_twice_with_two_figures(town: Town) -> None:
    (finding,) = _found(_said(town.report, "全年主动公开政府信息208条。"), town.form)
    assert (finding.code, finding.severity) == ("P-AGAIN", "verify")
    assert (finding.expected, finding.actual) == ("312", "208")
    assert (finding.where.section, finding.where.paragraph) == ("overview", 5)


# --- a figure that is wrong ------------------------------------------------------------------------


def test_every_total_that_its_parts_do_not_make(town: Town) -> None:
    totals = [i for i in town.form.indicators.values() if i.computed]
    assert len(totals) > 30
    for total in totals:
        figure = sum((_amount(town.report, town.form, part) for part in total.parts), Decimal(0))
        wrong = town.report.with_value(total.id, figure + 7)
        found = _found(wrong, town.form)
        assert [(f.code, f.severity) for f in found] == [("F-SUM", "must")], (total.id, found)
        assert (found[0].expected, found[0].actual) == (str(figure), str(figure + 7))
        assert total.id in found[0].cells


def _amount(report: Report, form: Form, value_id: str) -> Decimal:
    value = report.values.get(value_id)
    if isinstance(value, Decimal):
        return value
    return sum((_amount(report, form, p) for p in form.indicators[value_id].parts), Decimal(0))


APPLICANTS = ["natural", "business", "research", "welfare", "legal_service", "other_org"]


@pytest.mark.parametrize("column", APPLICANTS)
@pytest.mark.parametrize("row", ["received", "granted"])
def test_a_column_that_does_not_balance(town: Town, row: str, column: str) -> None:
    cell = f"applications/{row}/{column}"
    found = _found(
        town.report.with_value(cell, _amount(town.report, town.form, cell) + 5), town.form
    )
    assert [(f.code, f.severity) for f in found] == [("F-BALANCE", "must")]
    assert cell in found[0].cells or f"applications/handled/{column}" in found[0].cells
    assert found[0].where.section == "requests"


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("applications/granted/natural", None, "C-BLANK"),
        ("disclosure/coercion/decisions", None, "C-BLANK"),
        ("proceedings/cases/direct_other", None, "C-BLANK"),
        ("applications/granted/research", "/", "C-NUMBER"),
        ("applications/granted/research", "-", "C-NUMBER"),
        ("disclosure/licences/decisions", Decimal("12.5"), "C-NUMBER"),
        ("disclosure/licences/decisions", Decimal(-3), "C-NUMBER"),
        ("disclosure/fees/amount", Decimal("1.2345678"), "C-NUMBER"),
    ],
)
def test_a_cell_that_is_no_figure(town: Town, cell: str, value: Value | None, code: str) -> None:
    (finding,) = _found(town.report.with_value(cell, value), town.form)
    assert (finding.code, finding.severity, finding.cells) == (code, "must", (cell,))


def test_rules_that_a_town_does_not_make(town: Town) -> None:
    (finding,) = _found(town.report.with_value("disclosure/rules/effective", Decimal(1)), town.form)
    assert (finding.code, finding.severity) == ("Y-ZERO", "verify")
    assert (finding.expected, finding.actual) == ("0", "1")
    assert finding.cells == ("disclosure/rules/effective",)


# --- against last year's ---------------------------------------------------------------------------


def _value(cell: str, value: int) -> Callable[[Report], Report]:
    return lambda report: report.with_value(cell, Decimal(value))


def _paragraph(name: str, text: str) -> Callable[[Report], Report]:
    return lambda report: report.with_paragraphs(name, [Paragraph(text)])


ACROSS = [
    ("Y-CARRIED", _value("applications/carried_out/natural", 3), "3", "2"),
    ("Y-CARRIED", _value("applications/carried_out/business", 1), "1", "0"),
    ("Y-STOCK", _value("disclosure/normative/effective", 9), "10", "9"),
    ("Y-PENDING", _value("proceedings/cases/direct_pending", 1), "≥1", "0"),
    ("Y-JUMP", _value("disclosure/penalties/decisions", 3), "3", "34"),
    ("Y-JUMP", _value("disclosure/coercion/decisions", 40), "40", "3"),
    ("Y-LAST", lambda report: report.with_about(year=2022), "2023", "2022"),
    ("Y-LAST", lambda report: report.with_about(unit="云溪县松林镇人民政府"),
     "云溪县青石镇人民政府", "云溪县松林镇人民政府"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change", "expected", "actual"), ACROSS)
def test_what_last_years_contradicts(
    town: Town, code: str, change: Callable[[Report], Report], expected: str, actual: str
) -> None:
    found = _found(town.report, town.form, change(town.last))
    assert [(f.code, f.severity) for f in found] == [(code, "verify")]
    assert (found[0].expected, found[0].actual) == (expected, actual)


def test_growth_against_last_years_table(town: Town) -> None:
    last = town.last.with_value("disclosure/licences/decisions", Decimal(105))
    report = _said(town.report, "全年作出行政许可决定126件，比上年增长30%。")
    (finding,) = _found(report, town.form, last)
    assert (finding.code, finding.severity) == ("P-GROWTH", "verify")
    assert (finding.expected, finding.actual) == ("20", "30")


def test_a_section_copied_from_last_years(town: Town) -> None:
    overview = town.report.section("overview")
    assert overview is not None
    last = town.last.with_paragraphs("overview", overview.paragraphs)
    (finding,) = _found(town.report, town.form, last)
    assert (finding.code, finding.severity, finding.actual) == ("R-SECTION", "verify", "100%")
    assert finding.where.section == "overview"


def test_the_whole_of_last_years_text(town: Town) -> None:
    found = _found(
        town.report, town.form, town.report.with_about(year=2023).with_values(town.last.values)
    )
    assert {(f.code, f.severity) for f in found} == {("R-TEXT", "verify"), ("R-SECTION", "verify")}


# --- the report as a whole -------------------------------------------------------------------------

WHOLE = [
    ("C-TITLE", "must", lambda r: r.with_about(title="青石镇2023年政府信息公开工作年度报告"), ""),
    ("C-TITLE", "must", lambda r: r.with_about(title="松林镇2024年政府信息公开工作年度报告"), ""),
    ("C-DATE", "verify", lambda r: r.with_about(date="2024年1月16日"), ""),
    ("C-DATE", "hint", lambda r: r.with_about(date="2025年3月6日"), ""),
    ("N-OTHER", "verify", lambda r: r.with_about(signature="云溪县松林镇人民政府"), ""),
    ("C-SECTION", "must", _paragraph("problems", ""), "problems"),
    ("C-SECTION", "must",
     lambda r: msgspec.structs.replace(r, sections=tuple(s for s in r.sections if s.id != "other")),
     "other"),
    ("C-SHORT", "verify", _paragraph("problems", "无。"), "problems"),
    ("C-SHORT", "verify", _paragraph("problems", "一是解读不够，二是更新不及时。"), "problems"),
    ("C-HEADING", "hint",
     lambda r: msgspec.structs.replace(
         r, sections=tuple(msgspec.structs.replace(s, title="工作打算") if s.id == "problems" else s
                           for s in r.sections)),
     "problems"),
    ("C-SUBJECT", "must", _paragraph("other", "无其他需要报告的事项。"), "other"),
    ("P-YEAR", "verify", lambda r: _text(r, "overview", 4, "监督保障。截至2023年底，举办培训2次，社会评议1次。"),
     "overview"),
    ("P-COUNT", "verify", lambda r: _text(r, "overview", 4, "监督保障。主要抓了三项工作：一是培训；二是社会评议。"),
     "overview"),
    ("P-DATE", "verify", lambda r: _text(r, "overview", 4, "监督保障。2024年6月31日举办培训2次，社会评议1次。"),
     "overview"),
    ("P-FACT", "verify",
     lambda r: _text(r, "overview", 4, "监督保障。按照2019年5月1日施行的要求，新修订的《条例》自2019年5月1日起施行后举办培训2次，社会评议1次。"),
     "overview"),
    ("C-PERIOD", "must",
     lambda r: _text(r, "preamble", 0, "依据《条例》编制，统计期限自2023年1月1日起至2024年12月31日止。"
                     "可与青石镇党政综合办公室联系（电话：0555-6001234）。"), "preamble"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "severity", "change", "section"), WHOLE)
def test_the_report_as_a_whole(
    town: Town, code: str, severity: str, change: Callable[[Report], Report], section: str
) -> None:
    found = _found(change(town.report), town.form)
    assert [(f.code, f.severity) for f in found] == [(code, severity)], found
    assert found[0].where.section == section


@pytest.mark.parametrize("number", range(5))
def test_a_subject_that_is_not_told_of(town: Town, number: int) -> None:
    """In no word: the website and the documents that the first paragraph speaks of go with it."""
    report = _text(town.report, "overview", 0, "主动公开。全年主动公开政府信息312条。")
    section = report.section("overview")
    assert section is not None
    lines = [p for n, p in enumerate(section.paragraphs) if n != number]
    found = _found(report.with_paragraphs("overview", lines), town.form)
    assert [(f.code, f.severity, f.where.section) for f in found] == [
        ("C-SUBJECT", "verify", "overview")
    ]


# --- nothing is left out ---------------------------------------------------------------------------

CANNOT_BE = {
    "F-PART-EXCEEDS": "the form's tables have no part of a whole that need not make it",
    "F-RELATION": "the form lays down no relation within the year but balances and sums",
    "F-YEAR-RELATION": "every relation across years that the form lays down has a code of its own",
    "P-BALANCE": "the requests have a table, and prose is compared with it",
}


def test_every_check_is_planted_or_cannot_apply(town: Town) -> None:
    planted = {code for code, *_ in (*SENTENCES, *ACROSS, *WHOLE)}
    planted |= {"P-AGAIN", "F-SUM", "F-BALANCE", "C-BLANK", "C-NUMBER", "Y-ZERO"}
    planted |= {"R-SECTION", "R-TEXT"}
    assert planted.isdisjoint(CANNOT_BE)
    assert planted | set(CANNOT_BE) == {one.code for one in all_checks()}
    laid_down = {relation.code for relation in town.form.relations}
    assert laid_down.isdisjoint(CANNOT_BE)
