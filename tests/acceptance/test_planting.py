"""One fault of each kind planted in a sample of each form: found in its place, nothing else said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.report import Paragraph, Report
from tests.checks.sample import form, sample

FORMS = ["gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021"]


def _section(form_id: str) -> str:
    return next(
        s.id
        for s in form(form_id).spec.sections
        if s.numbered and not form(form_id).tables_of(s.id)
    )


def _with(report: Report, text: str) -> Report:
    name = _section(report.form)
    section = report.section(name)
    assert section is not None
    return report.with_paragraphs(name, [*section.paragraphs, Paragraph(text)])


def _grave(report: Report) -> list[Finding]:
    return [f for f in check_report(report, form(report.form)) if f.severity != "hint"]


@pytest.mark.parametrize("form_id", FORMS)
def test_the_sample_is_silent(form_id: str) -> None:
    assert _grave(sample(form_id)) == []


PROSE = [
    ("全年公开信息58条，其中政策类20条、工作类30条、其他类7条。", "P-LIST-SUM", "57", "58"),
    ("政策类6条，工作类7条，其他类84条，总计公开信息98条。", "P-LIST-SUM", "97", "98"),
    ("全年编发简报33期，其中专题简报74期。", "P-PART", "≤33", "74"),
    ("收到来信50封，其中咨询30封，占70%。", "P-PERCENT", "60", "70"),
    ("编发简报264期，比上年增加44期，增长25%。", "P-GROWTH", "20", "25"),
    ("请与青桥镇人民政府联系。", "N-OTHER", "白石坪镇", "青桥镇"),
    ("我局高度重视这项工作。", "N-SELF", "我镇", "我局"),
    ("2023年，我镇开展检查4次。", "P-YEAR", "2024", "2023"),
    ("统计期限自2023年1月1日起至2023年12月31日止。", "C-PERIOD", "2024", "2023"),
    ("全年接待来访××人次。", "C-PLACEHOLDER", "", ""),
    ("经办人身份号码11010519491231002X。", "S-ID", "", ""),
    ("内部资料，注意保存。", "S-MARK", "", ""),
]


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize(("text", "code", "expected", "actual"), PROSE)
def test_a_fault_of_the_prose(
    form_id: str, text: str, code: str, expected: str, actual: str
) -> None:
    report = sample(form_id)
    (finding,) = _grave(_with(report, text))
    assert (finding.code, finding.expected, finding.actual) == (code, expected, actual)
    assert finding.where.section == _section(form_id)
    assert finding.where.quote
    assert finding.where.quote in text


STATEMENTS = [
    # form, what the table says, the sentence, the figure in the table
    ("gia-2014", {"disclosed": 50, "channel_website": 50}, "全年主动公开政府信息53条。", "50"),
    ("gia-2014", {"disclosed": 50, "channel_website": 50}, "在政府网站公开政府信息58条。", "50"),
    ("gia-2014", {"disclosed": 9, "channel_wechat": 9}, "通过政务微信公开信息12条。", "9"),
    ("gia-2014", {"received_online": 3, "closed_in_time": 3, "granted": 3},
     "全年收到政府信息公开申请8件。", "3"),
    ("gia-2014", {"received_letter": 2, "closed_in_time": 2, "granted": 2},
     "收到依申请公开2件，同意公开1件。", "2"),
    ("gia-2014", {"staff_part_time": 3}, "配备兼职人员5名。", "3"),
    ("gia-2014", {"courses": 2}, "举办各类培训班4次。", "2"),
    ("gia-2014-shandong", {"review_upheld": 1}, "因政府信息公开发生行政复议3件。", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "rows", "text", "expected"), STATEMENTS)
def test_prose_against_the_statistics_table(
    form_id: str, rows: dict[str, int], text: str, expected: str
) -> None:
    values = {f"statistics/{row}/value": Decimal(v) for row, v in rows.items()}
    report = sample(form_id).with_values(values)  # type: ignore[arg-type]
    assert _grave(report) == []
    (finding,) = _grave(_with(report, text))
    assert (finding.code, finding.expected) == ("P-TABLE", expected)


@pytest.mark.parametrize("form_id", ["gia-2019", "gia-2021"])
def test_prose_against_the_applications_table(form_id: str) -> None:
    cells = {
        "applications/received/natural": Decimal(5),
        "applications/granted/natural": Decimal(4),
        "applications/carried_out/natural": Decimal(1),
    }
    report = sample(form_id).with_values(
        {**dict.fromkeys(sample(form_id).values, Decimal(0)), **cells}
    )  # type: ignore[dict-item]
    (finding,) = [
        f for f in _grave(_with(report, "全年新收政府信息公开申请7件。")) if f.code[0] == "P"
    ]
    assert (finding.code, finding.expected, finding.actual) == ("P-TABLE", "5", "7")


def test_a_part_of_the_statistics_table_that_exceeds_its_whole() -> None:
    values = {"statistics/press_conferences/value": 1, "statistics/press_conferences_head/value": 2}
    report = sample("gia-2014").with_values({k: Decimal(v) for k, v in values.items()})
    (finding,) = _grave(report)
    assert (finding.code, finding.severity) == ("F-PART-EXCEEDS", "must")


def test_more_normative_documents_published_than_made() -> None:
    values = {"disclosed": 20, "channel_website": 20, "disclosed_normative": 8, "normative_made": 7}
    report = sample("gia-2014").with_values(
        {f"statistics/{k}/value": Decimal(v) for k, v in values.items()}
    )
    (finding,) = _grave(report)
    assert (finding.severity, finding.expected, finding.actual) == ("verify", "≤7", "8")
