"""Annexes behind a report are put aside where they are the office's own or repeat its tables."""

import pytest

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.forms import FormLibrary
from giadesk.imports.recognise import recognise
from giadesk.places import shipped

LIBRARY = FormLibrary(shipped("forms"))
REPORT = (
    "禾岭县银杏镇人民政府2012年政府信息公开工作年度报告",
    "一、概述",
    "全年主动公开政府信息58条，没有收到公开申请。",
    "二、其他需要报告的事项",
    "没有其他需要报告的事项。",
)
END = ("禾岭县银杏镇人民政府", "2013年1月9日")


def table(*rows: tuple[str, ...]) -> Grid:
    cells = [GridCell(r, c, t) for r, line in enumerate(rows) for c, t in enumerate(line)]
    return Grid(len(rows), len(rows[0]), tuple(cells))


KINDS = table(
    ("信息类别", "数量（条）"),
    *((f"{kind}类", "3") for kind in ("机构职能", "政策法规", "规划计划", "业务工作", "统计数据")),
    ("其他类", "1"),
    ("总计", "16"),
)
OTHER = table(("培训对象", "场次"), ("村干部", "2"))


def read(*blocks: str | Block):
    made = tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks)
    return recognise(Document(made), LIBRARY)


def text_of(found) -> str:
    return "".join(s.text for s in found.report.sections)


@pytest.mark.parametrize(
    "mark",
    [("附件1", "审签单"), ("附件　审签单",), ("附件：", "核实说明"), ("附件一", "报告审批表")],
)
def test_the_office_s_own_sheets_are_put_aside_and_said(mark):
    found = read(*REPORT, *END, *mark, table(("签发人", "意见：同意"), ("日期", "2013年1月8日")))
    assert (found.report.unit, found.report.about.date) == END
    assert "意见" not in text_of(found)
    assert not any(s.free_tables for s in found.report.sections)
    assert [r.was for r in found.repairs if r.where == "附件"] == [mark[-1].split("　")[-1]]
    assert "签发人 | 意见：同意" in found.unplaced


def test_tables_that_the_report_has_already_are_put_aside_and_those_it_has_not_are_read():
    again = read(*REPORT[:3], KINDS, *REPORT[3:], *END, "附件1", "统计表", KINDS)
    only = read(*REPORT, *END, "附件1", "统计表", KINDS)
    assert "机构职能类 | 3" in again.unplaced
    assert [r.where for r in only.repairs if r.where == "附件"] == []
    assert again.report.values == only.report.values
    assert len(only.report.values) == 6
    assert only.report.about.date == "2013年1月9日"


def test_an_annex_that_is_no_such_sheet_stays_but_the_report_s_end_is_known():
    found = read(*REPORT, *END, "附件1", "培训情况表", OTHER)
    assert found.report.about.date == "2013年1月9日"
    assert sum(len(s.free_tables) for s in found.report.sections) == 1
    assert found.unplaced == ()


def test_the_word_in_the_text_or_before_the_signature_begins_no_annex():
    found = read(*REPORT, "附件：1.审签单", "2.核实说明", *END)
    assert found.report.about.attachments == ("审签单", "核实说明")
    assert found.unplaced == ()
    found = read(*REPORT[:3], "附件1", "审签单见县政府网站。", *REPORT[3:], *END)
    assert "审签单见县政府网站。" in text_of(found)


def test_a_report_that_is_not_signed_has_the_annexes_that_it_names():
    found = read(*REPORT, "附件：审签单", "附件", "审签单", "签名：王示例")
    assert found.report.about.attachments == ("审签单",)
    assert found.unplaced == ("附件", "审签单", "签名：王示例")
