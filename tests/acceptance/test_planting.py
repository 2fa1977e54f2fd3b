"""One fault of each kind planted in a sample of each form: found in its place, nothing else said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.report import Paragraph, Report
from tests.acceptance.planted import sentences
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
    ("gia-2014", {"received_online": 3, "closed_in_time": 3, "granted": 3},
     "全年新收政府信息公开申请8件。", "3"),
    ("gia-2014", {"received_letter": 2, "closed_in_time": 2, "granted": 2},
     "收到依申请公开2件，同意公开1件。", "2"),
    ("gia-2014", {"staff_part_time": 3}, "配备兼职人员5名。", "3"),
    ("gia-2014", {"courses": 2}, "举办各类培训班4次。", "2"),
    ("gia-2014", {"courses": 2}, "开展信息公开培训4次。", "2"),
    ("gia-2014", {"reading_points": 2}, "设置查阅点4个。", "2"),
    ("gia-2014", {"staff_part_time": 3}, "信息公开工作配备专职0人，兼职5人。", "3"),
    ("gia-2014-shandong", {"review_upheld": 1}, "因政府信息公开发生行政复议3件。", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "rows", "text", "expected"), STATEMENTS)
def test_prose_against_the_statistics_table(
    form_id: str, rows: dict[str, int], text: str, expected: str
) -> None:
    values = {f"statistics/{row}/value": Decimal(v) for row, v in rows.items()}
    report = sample(form_id).with_values(values)
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
    )
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


# --- figures, years, title: the same faults in every form that can have them ----------------------

LAST_YEAR = 2023
TABLED = ["gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021"]


def _findings(report: Report, last: Report | None = None) -> list[Finding]:
    the_form = form(report.form)
    found = check_report(report, the_form, last, the_form if last else None)
    return [f for f in found if f.severity != "hint"]


@pytest.mark.parametrize("form_id", TABLED)
def test_a_written_total_that_its_parts_do_not_make(form_id: str) -> None:
    total = next(i for i in form(form_id).indicators.values() if i.computed and i.parts)
    zeros = dict.fromkeys(sample(form_id).values, Decimal(0))
    report = sample(form_id).with_values({**zeros, total.id: Decimal(7)})
    (finding,) = [f for f in _findings(report) if f.code[0] == "F"]
    assert (finding.code, finding.severity) == ("F-SUM", "must")
    assert (finding.expected, finding.actual, finding.cells[0]) == ("0", "7", total.id)


@pytest.mark.parametrize("form_id", ["gia-2019", "gia-2021"])
def test_more_handled_than_received(form_id: str) -> None:
    report = sample(form_id).with_values(
        {**dict.fromkeys(sample(form_id).values, Decimal(0)),
         "applications/received/natural": Decimal(3), "applications/granted/natural": Decimal(4)}
    )  # fmt: skip
    (finding,) = [f for f in _findings(report) if f.code[0] == "F"]
    assert (finding.code, finding.severity) == ("F-BALANCE", "must")
    assert "applications/received/natural" in finding.cells


@pytest.mark.parametrize("form_id", ["gia-2019", "gia-2021"])
@pytest.mark.parametrize(("value", "code"), [(None, "C-BLANK"), ("/", "C-NUMBER")])
def test_a_cell_that_is_no_figure(form_id: str, value: str | None, code: str) -> None:
    report = sample(form_id).with_value("applications/granted/natural", value)
    found = [f for f in _findings(report) if f.code[0] == "C"]
    assert [(f.code, f.severity) for f in found] == [(code, "must")]
    assert found[0].cells == ("applications/granted/natural",)


@pytest.mark.parametrize("form_id", FORMS)
def test_title_and_date_of_another_year(form_id: str) -> None:
    titled = sample(form_id).with_about(title="白石坪镇2023年政府信息公开工作年度报告")
    (finding,) = _findings(titled)
    assert (finding.code, finding.severity, finding.expected) == ("C-TITLE", "must", "2024")
    (finding,) = _findings(sample(form_id).with_about(date="2024年1月16日"))
    assert (finding.code, finding.severity, finding.expected) == ("C-DATE", "verify", "2025")


MORE_PROSE = [
    ("全年未收到来信，其中公告占60%、简报占30%、其他占20%。", "P-PERCENT", "verify", "110"),
    ("报送信息120条，采用90条，采用率80%。", "P-PERCENT", "verify", "80"),
    ("培训3次，其中集中培训2次（室内1次、室外2次）、在线培训1次。", "P-LIST-SUM", "verify", "2"),
    ("现公布青桥县水务局2024年政府信息公开工作年度报告。", "N-OTHER", "verify", "青桥县水务局"),
    ("联系人王某，13800138000。", "S-MOBILE", "verify", ""),
    ("退费至6222021001116245702。", "S-CARD", "must", ""),
    ("联系电话□□□。", "C-PLACEHOLDER", "must", ""),
    ("截至2023年12月31日，建成公开栏12处。", "P-YEAR", "verify", "2023"),
    ("公开资质核准条、施工许可76条、排水许可5条。", "P-NO-NUMBER", "verify", ""),
]  # fmt: skip


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize(("text", "code", "severity", "actual"), MORE_PROSE)
def test_another_fault_of_the_prose(
    form_id: str, text: str, code: str, severity: str, actual: str
) -> None:
    (finding,) = _grave(_with(sample(form_id), text))
    assert (finding.code, finding.severity, finding.actual) == (code, severity, actual)
    assert finding.where.quote in text


RECEIVED = {
    "gia-2014": {"statistics/received_online/value": 3, "statistics/closed_in_time/value": 3,
                 "statistics/granted/value": 3},
    "gia-2014-shandong": {"statistics/received_online/value": 3,
                          "statistics/closed_in_time/value": 3, "statistics/granted/value": 3},
    "gia-2019": {"applications/received/natural": 3, "applications/granted/natural": 3},
    "gia-2021": {"applications/received/natural": 3, "applications/granted/natural": 3},
}  # fmt: skip


@pytest.mark.parametrize("form_id", TABLED)
@pytest.mark.parametrize(
    "text",
    ["全年未收到政府信息公开申请。", "依申请公开情况：无。", "没有群众要求公开政府信息。",
     "本年度依申请公开数量为零。"],
)  # fmt: skip
def test_there_was_none_where_the_table_has_some(form_id: str, text: str) -> None:
    values = dict.fromkeys(sample(form_id).values, Decimal(0))
    values.update((k, Decimal(v)) for k, v in RECEIVED[form_id].items())
    report = sample(form_id).with_values(values)
    before = {f.key for f in _findings(report)}
    (finding,) = [f for f in _findings(_with(report, text)) if f.key not in before]
    assert (finding.code, finding.severity) == ("P-ABSENCE", "verify")
    assert (finding.expected, finding.actual) == ("3", "0")


@pytest.mark.parametrize("form_id", ["gia-2019", "gia-2021"])
def test_what_was_carried_over_differs_from_last_year(form_id: str) -> None:
    out = {
        "applications/received/natural": Decimal(2),
        "applications/carried_out/natural": Decimal(2),
    }
    last = sample(form_id, LAST_YEAR).with_values(out)
    both = {
        "applications/carried_in/natural": Decimal(1),
        "applications/granted/natural": Decimal(1),
    }
    report = sample(form_id).with_values(both)
    (finding,) = [f for f in _findings(report, last) if f.code[0] == "Y"]
    assert (finding.code, finding.severity) == ("Y-CARRIED", "verify")
    assert (finding.expected, finding.actual) == ("2", "1")


@pytest.mark.parametrize("form_id", TABLED)
def test_a_figure_ten_times_last_years(form_id: str) -> None:
    name = {
        "gia-2019": "disclosure/penalties/decisions",
        "gia-2021": "disclosure/penalties/decisions",
    }
    cell = name.get(form_id, "statistics/trained/value")
    last = sample(form_id, LAST_YEAR).with_value(cell, Decimal(30))
    report = sample(form_id).with_value(cell, Decimal(312))
    found = [f for f in _findings(report, last) if f.code[0] == "Y"]
    assert [(f.code, f.severity, f.actual) for f in found] == [("Y-JUMP", "verify", "312")]


# --- every fault that a sentence can have, in every form ---------------------------------------------


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize(
    ("code", "severity", "text", "expected", "actual"), sentences("白石坪镇", "临溪县")
)
def test_every_fault_of_a_sentence(
    form_id: str, code: str, severity: str, text: str, expected: str, actual: str
) -> None:
    report = _with(sample(form_id), text)
    known = {f.key for f in check_report(sample(form_id), form(form_id))}
    found = [f for f in check_report(report, form(form_id)) if f.key not in known]
    assert [(f.code, f.severity) for f in found] == [(code, severity)], found
    if expected:
        assert (found[0].expected, found[0].actual) == (expected, actual)
    assert found[0].where.section == _section(form_id)
    assert found[0].where.quote
    assert found[0].where.quote in text
