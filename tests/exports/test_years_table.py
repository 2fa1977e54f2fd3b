"""历年对照 as a file: the same figures, and the same words where there is none."""

from __future__ import annotations

import csv
from decimal import Decimal

import msgspec
import openpyxl
import pytest

from giadesk.core.errors import StorageFailed
from giadesk.core.trend import Measure, Point, Series
from giadesk.exports.years_table import write_years
from tests.samples.payloads import PAYLOADS

NEW = Measure("t/r/c", "t", "r", "c", ("本年新收",), ("总计",), "本年新收·总计", "count", "件")
LINES = (
    Series(
        NEW,
        (
            Point(2022, None, "blank"),
            Point(2023, None, "missing"),
            Point(2024, Decimal(0), "figure"),
            Point(2025, Decimal(12), "figure"),
        ),
    ),
    Series(
        msgspec.structs.replace(NEW, id="t/f/c", name="收费", unit="万元", kind="money"),
        (
            Point(2022, None, "absent"),
            Point(2023, None, "missing"),
            Point(2024, Decimal("1.50"), "figure"),
            Point(2025, Decimal("0.3"), "figure"),
        ),
    ),
)


def test_a_workbook_has_numbers_where_there_are_figures_and_words_elsewhere(tmp_path):
    target = tmp_path / "y.xlsx"
    write_years(LINES, "柳河镇 历年对照", target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet["A1"].value == "柳河镇 历年对照"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ["指标", "单位", "2022年", "2023年", "2024年", "2025年", "较上年增减"],
        ["本年新收·总计", "件", "未填", "无报告", 0, 12, 12],
        ["收费", "万元", "无此项", "无报告", 1.5, 0.3, -1.2],
    ]
    first = target.read_bytes()
    write_years(LINES, "柳河镇 历年对照", target)
    assert target.read_bytes() == first


def test_csv_says_the_same(tmp_path):
    target = tmp_path / "y.csv"
    write_years(LINES, "柳河镇", target)
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows[1] == ["本年新收·总计", "件", "未填", "无报告", "0", "12", "12"]
    assert rows[2] == ["收费", "万元", "无此项", "无报告", "1.5", "0.3", "-1.2"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_no_name_becomes_a_formula(suffix, tmp_path):
    target = tmp_path / f"y.{suffix}"
    lines = [
        msgspec.structs.replace(LINES[0], measure=msgspec.structs.replace(NEW, name=p))
        for p in PAYLOADS
    ]
    write_years(lines, "=1+1", target)
    if suffix == "xlsx":
        sheet = openpyxl.load_workbook(target).active
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    else:
        for line in csv.reader(target.read_text("utf-8-sig").splitlines()):
            assert not line or line[0][:1] not in {"=", "+", "-", "@"}


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StorageFailed):
        write_years(LINES, "表", tmp_path / "nowhere" / "y.xlsx")
