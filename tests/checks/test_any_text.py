"""Whatever stands in a report: no check fails, every quotation is verbatim, mends apply, time is bounded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giadesk.checks.run import check_report
from giadesk.core.report import Paragraph, Report
from tests.checks.sample import form, sample

PIECES = [
    "全年", "收到", "政府信息公开", "申请", "15件", "，", "。", "其中", "（", "）", "：", "；", "、", "自然人",
    "结转下年度", "予以公开", "58条", "3000余份", "同比增长", "12.5%", "占", "2024年", "2023年", "我镇", "未", "没有",
    "行政复议", "行政诉讼", "发生", "的", "的", "“", "”", "《", "》", "其他类", "总计", "共计", "{applications/received/total}",
    "{x}", "××", "青桥镇", "人民政府", "截止", "信息公开", "第一、", "1.", "一是", "百分之五", "二十", "万", "～", "-",
    "电话5880205", "\n", " ", "规范性文件", "制发", "现行有效", "公开", "通过", "等", "分别为", "abc", "0", "12345678901234567",
]  # fmt: skip


def _with(text: str, section: str = "overview") -> Report:
    report = sample()
    old = report.section(section)
    assert old is not None
    return report.with_paragraphs(section, [*old.paragraphs, Paragraph(text)])


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=120, deadline=None)
def test_no_check_fails_and_every_quotation_is_verbatim(text: str) -> None:
    report = _with(text)
    for finding in check_report(report, form(), sample(year=2023), form()):
        assert not finding.code.startswith("X-"), finding
        where = finding.where
        if where.paragraph is not None:
            section = report.section(where.section)
            assert section is not None
            raw = section.paragraphs[where.paragraph].text
            assert raw[where.start : where.start + len(where.quote)] == where.quote
        for mend in finding.mends:
            if mend.text is not None:
                section_id, number, new = mend.text
                section = report.section(section_id)
                assert section is not None
                assert 0 <= number < len(section.paragraphs)
                assert new != section.paragraphs[number].text


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_arbitrary_characters_break_nothing(text: str) -> None:
    codes = {f.code for f in check_report(_with(text), form())}
    assert not any(code.startswith("X-") for code in codes)


@pytest.mark.parametrize(
    "text",
    [
        "信息公开" * 3000,
        "收到" + "政府信息公开" * 3000 + "申请15件",
        "没有发生" + "申请、" * 3000,
        "《" * 4000,
        "（" * 4000 + "15件",
        "其中15件，" * 3000,
        "全年公开信息58条，其中" + "甲类2条、" * 3000,
        "《甲》，" * 4000,
        "1" * 20000,
        "一二三" * 5000,
        "的" * 10000,
        "通过" * 5000 + "公开5条",
        " " * 20000,
        "2023年，" * 4000,
    ],
    ids=lambda t: t[:8],
)
@pytest.mark.timeout(30)
def test_hostile_text_hangs_nothing(text: str) -> None:
    assert not any(f.code.startswith("X-") for f in check_report(_with(text), form()))
