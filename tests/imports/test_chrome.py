"""What a web page prints around a report, told from the report's own lines."""

from __future__ import annotations

import pytest

from giadesk.core.blocks import Grid, GridCell
from giadesk.imports.chrome import is_chrome, is_page_table


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-01-16 浏览次数：38",
        "来源：银杏镇",
        "时间: 2024-1-6 10:20:00",
        "首页 > 政务公开 > 银杏镇",
        "您现在所在的位置：政府信息公开年报",
        "【字体：大 中 小】 打印本页",
        "索 引 号 000/2024-1 公开方式 主动公开",
        "名称：银杏镇2024年政府信息公开工作年度报告",
        "银杏镇2024年政府信息公开工作年度报告.pdf",
        "上一篇：没有了",
        "某ICP备00000000号",
    ],
)
def test_lines_of_the_page(line: str) -> None:
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "银杏镇2024年政府信息公开工作年度报告",
        "全年网站浏览次数4.6万次，比上年多。",
        "（三）完善来源登记，统一公示样式",
        "附件：统计表.xlsx",
        "联系电话：0000-0000123",
        "2025年1月8日",
    ],
)
def test_lines_of_the_report(line: str) -> None:
    assert not is_chrome(line)


def _grid(*rows: tuple[str, ...]) -> Grid:
    cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Grid(len(rows), len(rows[0]), tuple(cells))


def test_the_table_of_a_pages_particulars() -> None:
    assert is_page_table(
        _grid(
            ("索引号", "000/2024-1", "文号", ""), ("发布机构", "银杏镇", "生成日期", "2024-01-16")
        )
    )
    assert not is_page_table(_grid(("集市", "摊位"), ("东街", "36"), ("西街", "21")))
