"""What stands around a report's sections: the page's lines, contents, title, signature, attachments."""

from __future__ import annotations

from giadesk.core.blocks import Grid, GridCell, Paragraph
from giadesk.imports.frame import Frame
from giadesk.imports.headings import Head
from giadesk.imports.items import Line, Table, items_of
from giadesk.imports.sections import Ledger

TITLE = "银杏镇人民政府2024年政府信息公开工作年度报告"


def _frame(*pieces: str | Grid, name: str = "") -> Frame:
    blocks = [Paragraph(p) if isinstance(p, str) else p for p in pieces]
    return Frame(list(items_of(blocks)), name, Ledger())


def _texts(frame: Frame) -> list[str]:
    return [i.text if isinstance(i, Line) else "表" for i in frame.items]


def _particulars() -> Grid:
    rows = (("索引号", "000/2024-1"), ("发布机构", "银杏镇人民政府"), ("生成日期", "2025-01-08"))
    cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Grid(3, 2, tuple(cells))


def test_the_pages_lines_and_table_go_aside_and_the_text_stays() -> None:
    frame = _frame(
        *("首页 > 政务公开", _particulars(), TITLE, "一、总体情况", "发布时间：每月五日。"),
        *("打印本页", "上一篇：没有了"),
    )
    frame.drop_page()
    assert _texts(frame) == [TITLE, "一、总体情况", "发布时间：每月五日。"]
    assert "首页 > 政务公开" in frame.ledger.unplaced
    assert "发布机构 | 银杏镇人民政府" in frame.ledger.unplaced
    assert {r.where for r in frame.ledger.repairs} == {"网页"}


def test_a_printed_table_of_contents_is_kept_apart() -> None:
    frame = _frame("目录", "一、总体情况......1", "二、其他………3", "一、总体情况", "甲。")
    frame.drop_contents()
    assert _texts(frame) == ["一、总体情况", "甲。"]
    assert len(frame.ledger.unplaced) == 3


def test_a_title_over_several_lines_with_what_stands_above_it_and_again_below() -> None:
    frame = _frame(
        "银政发〔2025〕3号",
        "银杏镇人民政府",
        "2024年政府信息公开工作年度报告",
        TITLE,
        "一、总体情况",
    )
    title = frame.title()
    assert title is not None
    assert (title.unit, title.year) == ("银杏镇人民政府", 2024)
    assert _texts(frame) == ["一、总体情况"]
    assert frame.ledger.unplaced == ["银政发〔2025〕3号"]


def test_unit_and_year_from_sentence_page_and_file_name() -> None:
    said = _frame("本报告由银杏镇人民政府编制。", "统计期限自2023年1月1日起至2023年12月31日止。")
    assert said.unit_and_year(said.title()) == ("银杏镇人民政府", 2023)
    page = _frame(_particulars(), "一、总体情况", "2024年甲。", "2024年乙。")
    page.drop_page()
    assert page.unit_and_year(None) == ("银杏镇人民政府", 2024)
    named = _frame("一、总体情况", "甲。", name="银杏镇2022年政府信息公开年度报告.txt")
    assert named.unit_and_year(None) == ("银杏镇", 2022)


def test_signature_date_and_attachments_behind_the_last_section() -> None:
    frame = _frame(
        *(
            "一、总体情况",
            "甲。",
            "附件：1.统计表",
            "2.培训签到册",
            "银杏镇人民政府",
            "2025年1月8日",
        )
    )
    frame.tail([Head(0, "overview", "总体情况")], "银杏镇人民政府")
    assert frame.attachments == ("统计表", "培训签到册")
    assert (frame.signature, frame.date) == ("银杏镇人民政府", "2025年1月8日")
    assert _texts(frame) == ["一、总体情况", "甲。"]


def test_a_table_keeps_its_place_in_the_text() -> None:
    grid = Grid(1, 2, (GridCell(0, 0, "集市"), GridCell(0, 1, "36")))
    frame = _frame(TITLE, "一、总体情况", grid, "甲。")
    frame.drop_page()
    frame.drop_contents()
    frame.title()
    assert _texts(frame) == ["一、总体情况", "表", "甲。"]
    assert [i.grid for i in frame.items if isinstance(i, Table)] == [grid]
