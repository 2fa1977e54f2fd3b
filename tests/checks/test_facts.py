"""What anybody can look up is mended by its own mend."""

from __future__ import annotations

import pytest

from giadesk.checks.registry import Finding
from giadesk.checks.run import check_report
from giadesk.core.report import Paragraph, Report
from tests.checks.sample import form, sample


def _facts(report: Report) -> list[Finding]:
    return [f for f in check_report(report, form()) if f.code == "P-FACT"]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("《中华人民共和国政府信息公开条例》（国务院令第717号）", "国务院令第711号"),
        ("新修订的《条例》于2019年5月1日起施行。", "2019年5月15日"),
        ("根据《条例》第三十一条规定，编制本年度报告。", "第四十九条、第五十条"),
        ("庆祝中华人民共和国成立85周年。", "中华人民共和国成立75周年"),
    ],
)
def test_a_fact_that_is_told_wrong_is_mended_in_one_step(written: str, mended: str) -> None:
    report = sample()
    section = report.sections[1]
    paragraphs = [*section.paragraphs, Paragraph(written)]
    wrong = report.with_paragraphs(section.id, paragraphs)
    [finding] = _facts(wrong)
    [mend] = finding.mends
    assert mend.text is not None
    where, number, text = mend.text
    assert (where, number) == (section.id, len(section.paragraphs))
    assert mended in text
    paragraphs[number] = Paragraph(text)
    assert _facts(report.with_paragraphs(where, paragraphs)) == []
