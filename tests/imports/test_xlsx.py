"""A statistics table anywhere on a sheet, with what stands over it."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports import open_report
from giadesk.imports.xlsx import read_xlsx
from tests.imports.files import ends_well, zipped


def workbook(
    *cells: tuple[int, int, object], merged: tuple[str, ...] = (), hidden: str = ""
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, column, value in cells:
        sheet.cell(row, column, value)
    for area in merged:
        sheet.merge_cells(area)
    if hidden:
        book.create_sheet(hidden).sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


TABLE = (
    (3, 2, "银杏镇2024年政府信息公开工作统计表"),
    (4, 2, "单位：件"),
    (6, 2, "第二十条第（一）项"),
    (7, 2, "信息内容"),
    (7, 3, "本年制发件数"),
    (7, 4, "本年废止件数"),
    (7, 5, "现行有效件数"),
    (8, 2, "规章"),
    (8, 3, 0),
    (8, 4, 0),
    (8, 5, 0),
    (9, 2, "行政规范性文件"),
    (9, 3, 2.0),
    (9, 4, "1件"),
    (9, 5, 12),
    (10, 2, "第二十条第（八）项"),
    (11, 2, "信息内容"),
    (11, 3, "本年收费金额（单位：万元）"),
    (12, 2, "行政事业性收费"),
    (12, 3, 1.26),
)
MERGED = ("B3:E3", "B6:E6", "B10:E10", "C11:E11", "C12:E12")


def test_lines_over_a_table_and_its_merged_cells():
    document = read_xlsx(workbook(*TABLE, merged=MERGED, hidden="底稿"), "甲.xlsx")
    *lines, grid = document.blocks
    assert [b.text for b in lines if isinstance(b, Paragraph)] == [TABLE[0][2], "单位：件"]
    assert isinstance(grid, Grid)
    assert (grid.height, grid.width) == (7, 4)
    assert grid.cells[0].columns == 4
    assert [c.text for c in grid.cells if c.row == 3] == ["行政规范性文件", "2", "1件", "12"]
    assert [c.text for c in grid.cells if c.row == 6] == ["行政事业性收费", "1.26"]
    assert document.notes == (("工作表", "隐藏的“底稿”", "没有读入"),)


def test_a_workbook_becomes_a_report(tmp_path, forms):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(*TABLE, merged=MERGED))
    read = open_report(path, forms)
    assert (read.form.id, read.report.year) == ("gia-2021", 2024)
    assert read.report.unit == "银杏镇"
    assert read.report.values["disclosure/normative/made"] == 2
    assert read.report.values["disclosure/fees/amount"] == Decimal("1.26")
    assert not read.unplaced


def test_tables_beside_each_other_are_two(tmp_path, forms):
    beside = (
        *((row, 9, text) for row, text in ((6, "第二十条第（六）项"), (7, "信息内容"))),
        *((7, 10, "本年处理决定数量"), (8, 9, "行政处罚"), (8, 10, 31), (9, 9, "行政强制")),
        (9, 10, 0),
    )
    data = workbook(*TABLE, *beside, merged=(*MERGED, "I6:J6"))
    grids = [b for b in read_xlsx(data, "甲.xlsx").blocks if isinstance(b, Grid)]
    assert [(g.height, g.width) for g in grids] == [(7, 4), (4, 2)]
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    values = open_report(path, forms).report.values
    assert values["disclosure/normative/made"] == 2
    assert values["disclosure/penalties/decisions"] == 31


def test_an_empty_column_inside_a_table_parts_nothing():
    data = workbook(
        *((3, 1, "指标"), (3, 3, "件数"), (4, 1, "网络申请"), (4, 3, 4), (5, 1, "信函申请")),
        (5, 3, 0),
    )
    (grid,) = (b for b in read_xlsx(data, "甲.xlsx").blocks if isinstance(b, Grid))
    assert (grid.height, grid.width) == (3, 3)


def test_cells_far_apart_are_refused_before_they_are_laid_out():
    with pytest.raises(InputRefused, match="范围过大"):
        read_xlsx(workbook((1, 1, "甲"), (1048576, 16384, "乙")), "甲.xlsx")


def test_a_damaged_workbook_is_refused():
    with pytest.raises(InputRefused, match="损坏"):
        read_xlsx(zipped({"xl/workbook.xml": "<x"}), "甲.xlsx")


SAMPLE = workbook(*TABLE, merged=MERGED)


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255), st.integers(0, 30))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_file_is_read_or_refused_with_a_sentence(place, byte, cut):
    data = SAMPLE[:place] + bytes([byte]) + SAMPLE[place + 1 + cut :]
    assert ends_well(read_xlsx, data)
