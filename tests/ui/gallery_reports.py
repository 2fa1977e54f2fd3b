"""The invented reports and files of the gallery: blank, half filled, with findings, of every form."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Literal

from giadesk.core.carry import blank_report
from giadesk.core.report import Paragraph, Value
from giadesk.sample import filled, sample_docx
from giadesk.ui.desk import Desk, Opened
from tests.samples.reports import full_report

OFFICE = {
    "unit": "云岭县白鹭镇人民政府",
    "superior": "云岭县人民政府办公室",
    "contact": "云岭县白鹭镇人民路1号",
}
_WRONG: dict[str, Value] = {
    "applications/received/natural": Decimal(96),
    "applications/carried_in/natural": Decimal(7),
}
"""Figures that the checks find fault with: a sum that does not hold, not what last year left over."""
OLD = """云岭县白鹭镇人民政府2012年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》，编制本报告。统计期限自2012年1月1日起至2012年12月31日止。
一、概述
今年以来，白鹭镇把政府信息公开列入年度工作要点，党政办配备专人，每月检查一次公开栏。
三、主动公开政府信息的情况
全年主动公开政府信息46条，其中机构职能类4条，业务工作类42条。
四、依申请公开政府信息和不予公开政府信息的情况
全年收到申请2件，均在规定期限内答复。
六、存在的主要问题及改进情况
村级公开栏更新不够及时。下一步将按季度检查，并在镇便民服务中心增设查阅点。

白鹭镇人民政府
2013年1月20日
"""


def done(half: Opened) -> Opened:
    """The half filled report as its clerk finishes it."""
    return _with(half, filled(half.report, half.form))


def wrong(done: Opened) -> Opened:
    """A finished report with figures that do not fit."""
    return _with(done, done.report.with_values(_WRONG))


def with_status(done: Opened, status: Literal["draft", "review", "final"]) -> Opened:
    """A finished report in that state."""
    return _with(done, done.report.with_about(status=status))


def other_forms(desk: Desk) -> list[tuple[str, Opened]]:
    """A blank report of each other form, and a full one with findings."""
    made = []
    for form in desk.forms.all():
        if form.id == "gia-2021":
            continue
        full = full_report(form, characters=1600, status="draft")
        blank = blank_report(form, OFFICE["unit"], full.year)
        made.append(("blank", Opened("", blank, form, None, None)))
        report = full.with_values({i: Decimal(1) for i in [*form.totals][:1]})
        typed = [i for i in form.indicators.values() if not i.computed]
        report = report.with_values({i.id: Decimal(96) for i in typed[1:3]})
        first = report.sections[0]
        mixed = Paragraph("全年主动公开政府信息58条，其中机构职能类2条，政策法规类3条，共计60条。")
        report = report.with_paragraphs(first.id, (mixed, *first.paragraphs))
        made.append(("wrong", Opened("", report, form, full.with_about(year=full.year - 1), form)))
    return made


def files(folder: Path) -> list[Path]:
    """Files to be read: good ones, one with a broken numbering, a damaged one."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    made = [inbox / f"{town}2024年度报告.docx" for town in ("白鹭镇", "青柳镇", "石桥街道办事处")]
    for path in made:
        shutil.copy(sample_docx(), path)
    old = inbox / "白鹭镇2012年政府信息公开工作年度报告（网站下载）.txt"
    old.write_text(OLD, "utf-8")
    bad = inbox / "坏了的文件.docx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    return [made[0], old, bad, *made[1:]]


def _with(opened: Opened, report: object) -> Opened:
    from msgspec.structs import replace

    return replace(opened, report=report)
