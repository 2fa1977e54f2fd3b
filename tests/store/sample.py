"""An invented town's report for the tests of the library."""

from __future__ import annotations

from decimal import Decimal

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.report import (
    About,
    Explanation,
    FreeTable,
    Paragraph,
    Report,
    Section,
    SignOff,
)


def report(year: int = 2024, unit: str = "示例县柳河镇人民政府", figures: int = 40) -> Report:
    """A report with something of every kind."""
    grid = Grid(1, 2, (GridCell(0, 0, "渠道"), GridCell(0, 1, "12")))
    return Report(
        About(unit=unit, year=year, form="gia-2021", attachments=("统计表",)),
        sections=(
            Section("overview", "总体情况", (Paragraph("主动公开。全年公开信息{a/b/c}条。", 2),)),
            Section(
                "other", "其他需要报告的事项", (Paragraph("无。"),), (FreeTable("free-1", grid),)
            ),
        ),
        values={
            **{f"applications/row{n}/natural": Decimal(n) for n in range(figures)},
            "foot/clerk/name": "王小明",
        },
        explanations=(Explanation("Y-CARRY:applications", "去年多计一件。", "1/2"),),
        signoff=(SignOff("审核人", "李某", "2025年1月9日"),),
    )
