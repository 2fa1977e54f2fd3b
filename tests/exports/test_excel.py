"""The workbook: figures as numbers, live totals with values, 核对, protection, text never a formula."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Grid
from giadesk.core.document import blocks_of
from giadesk.core.totals import figures_of
from giadesk.exports.excel import CHECK_SHEET, TOP, write_xlsx
from tests.exports.conftest import parts_of, xml_of
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import all_forms, form_of, full_report

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMS = [f for f in all_forms() if f.tables]


def grids_of(report, form):
    return [b for b in blocks_of(report, form) if isinstance(b, Grid)]


def load(path, **how):
    return openpyxl.load_workbook(path, **how)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@pytest.mark.parametrize("variant", ["plain", "largest", "zero"])
def test_every_figure_stands_in_its_cell_as_a_number(form, variant, tmp_path):
    report = full_report(form, variant)
    write_xlsx(report, form, tmp_path / "r.xlsx")
    book = load(tmp_path / "r.xlsx", data_only=True)
    figures = figures_of(report, form)
    seen = set()
    for sheet, grid in zip(book.worksheets, grids_of(report, form), strict=False):
        for cell in grid.cells:
            if cell.figure in figures:
                value = sheet.cell(cell.row + TOP + 1, cell.column + 1).value
                assert not isinstance(value, str)
                assert Decimal(str(value)) == figures[cell.figure]
                seen.add(cell.figure)
            elif cell.text:
                assert sheet.cell(cell.row + TOP + 1, cell.column + 1).value == cell.text
    assert seen == set(figures)


def test_totals_are_live_and_carry_their_values(tmp_path, form):
    report = full_report(form)
    write_xlsx(report, form, tmp_path / "r.xlsx")
    grid = next(g for g in grids_of(report, form) if g.table == "applications")
    live = load(tmp_path / "r.xlsx")["收到和处理政府信息公开申请情况"]
    shown = load(tmp_path / "r.xlsx", data_only=True)["收到和处理政府信息公开申请情况"]
    totals = [c for c in grid.cells if c.kind == "total"]
    assert len(totals) == 31
    for cell in totals:
        place = (cell.row + TOP + 1, cell.column + 1)
        assert live.cell(*place).value.startswith("=IF(COUNT(")
        assert shown.cell(*place).value == int(cell.value)
    row = TOP + grid.head_rows + 1
    assert live.cell(row, 10).value == f'=IF(COUNT(D{row}:I{row})=0,"",SUM(D{row}:I{row}))'


def test_a_blank_total_is_blank_and_not_nought(tmp_path, form):
    report = full_report(form)
    blank = {i: None for i in report.values if i.startswith("applications/granted/")}
    write_xlsx(report.with_values(blank), form, tmp_path / "r.xlsx")
    sheet = load(tmp_path / "r.xlsx", data_only=True)["收到和处理政府信息公开申请情况"]
    grid = next(g for g in grids_of(report, form) if g.table == "applications")
    cell = next(c for c in grid.cells if c.figure == "applications/granted/total")
    assert sheet.cell(cell.row + TOP + 1, cell.column + 1).value in ("", None)
    other = next(c for c in grid.cells if c.figure == "applications/granted/natural")
    assert sheet.cell(other.row + TOP + 1, other.column + 1).value is None


def results(path):
    sheet = load(path, data_only=True)[CHECK_SHEET]
    return [row for row in sheet.iter_rows(min_row=TOP + 2, values_only=True) if row[0]]


def test_the_check_sheet_passes_a_report_in_balance_and_names_a_fault(tmp_path, form):
    report = full_report(form)
    write_xlsx(report, form, tmp_path / "good.xlsx")
    rows = results(tmp_path / "good.xlsx")
    assert len(rows) == 8  # seven columns in balance, one total that adds up both ways
    assert {row[7] for row in rows} == {"通过"}
    received = report.figure("applications/received/natural")
    wrong = report.with_value("applications/received/natural", received + 1)
    write_xlsx(wrong, form, tmp_path / "bad.xlsx")
    bad = [row for row in results(tmp_path / "bad.xlsx") if row[7] == "不符"]
    assert [row[2] for row in bad] == ["自然人列", "总计列"]
    assert bad[0][4] - bad[0][6] == 1
    top = load(tmp_path / "bad.xlsx", data_only=True)[CHECK_SHEET]["A3"].value
    assert top == "共8项，不符2项，未填0项"
    blank = report.with_value("applications/carried_out/natural", None)
    write_xlsx(blank, form, tmp_path / "blank.xlsx")
    assert [r[7] for r in results(tmp_path / "blank.xlsx") if r[2] == "自然人列"] == ["未填"]


def test_a_total_that_was_typed_stays_as_typed_and_is_checked(tmp_path, form):
    report = full_report(form).with_value("applications/granted/total", Decimal(999))
    write_xlsx(report, form, tmp_path / "r.xlsx")
    live = load(tmp_path / "r.xlsx")["收到和处理政府信息公开申请情况"]
    grid = next(g for g in grids_of(report, form) if g.table == "applications")
    cell = next(c for c in grid.cells if c.figure == "applications/granted/total")
    found = live.cell(cell.row + TOP + 1, cell.column + 1)
    assert found.value == 999
    assert not found.protection.locked
    assert any(row[7] == "不符" and row[4] == 999 for row in results(tmp_path / "r.xlsx"))


def test_what_is_computed_is_locked_without_a_password_and_what_is_typed_is_not(tmp_path, form):
    report = full_report(form)
    write_xlsx(report, form, tmp_path / "r.xlsx")
    book = load(tmp_path / "r.xlsx")
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert sheet.page_setup.paperSize in (9, "9")
    for sheet, grid in zip(book.worksheets, grids_of(report, form), strict=False):
        for cell in grid.cells:
            locked = sheet.cell(cell.row + TOP + 1, cell.column + 1).protection.locked
            assert locked == (cell.kind != "figure")


def test_heads_are_merged_as_printed_and_repeated(tmp_path, form):
    report = full_report(form)
    write_xlsx(report, form, tmp_path / "r.xlsx")
    sheet = load(tmp_path / "r.xlsx")["收到和处理政府信息公开申请情况"]
    merged = {str(r) for r in sheet.merged_cells.ranges}
    assert {"A4:C6", "D4:J4", "E5:I5", "A9:A30"} <= merged
    assert sheet.print_title_rows == "$4:$6"
    assert sheet["A1"].value == "禾岭县银杏镇人民政府2025年政府信息公开工作年度报告"


def test_the_same_report_gives_the_same_bytes_without_an_hour_in_it(tmp_path, form):
    report = full_report(form)
    for name in ("a", "b"):
        write_xlsx(report, form, tmp_path / f"{name}.xlsx")
    first = (tmp_path / "a.xlsx").read_bytes()
    assert first == (tmp_path / "b.xlsx").read_bytes()
    core = parts_of(tmp_path / "a.xlsx")["docProps/core.xml"]
    assert b"<dcterms:" not in core


def test_no_formula_of_the_file_comes_from_a_text(tmp_path):
    form = form_of()
    report = full_report(form, free_table=True)
    section = report.sections[-1]
    grid = section.free_tables[0].grid
    for payload in PAYLOADS:
        cells = tuple(msgspec.structs.replace(c, text=payload) for c in grid.cells)
        table = msgspec.structs.replace(
            section.free_tables[0],
            grid=msgspec.structs.replace(grid, cells=cells, caption=payload),
        )
        changed = msgspec.structs.replace(section, free_tables=(table,))
        hostile = report.with_section(changed).with_about(title=payload, signature=payload)
        path = tmp_path / "r.xlsx"
        write_xlsx(hostile, form, path)
        for name in parts_of(path):
            if name.startswith("xl/worksheets/sheet"):
                for formula in xml_of(path, name).iter(f"{S}f"):
                    assert re.match(r'IF\(COUNT\(|SUM\(|"共', formula.text)
        book = load(path)
        assert len(book.worksheets) == 5
        sheet = book.worksheets[3]
        kept = re.sub(r"[\x00-\x08\x0b-\x1f]", "", payload)
        assert sheet.cell(TOP + 1, 1).value == kept
        assert sheet.cell(TOP + 1, 1).data_type == "s"
        assert not any(name.lower().endswith(("vml", "bin")) for name in parts_of(path))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40))
def test_any_text_is_kept_and_read_back(tmp_path, form, text):
    text = "题" + text
    report = full_report(form).with_about(title=text, status="draft")
    write_xlsx(report, form, tmp_path / "r.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "r.xlsx"))
    first = rows.get_sheet_by_index(0).to_python()[0][0]
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\n]", "", text)
    assert str(first).split() == kept.split()


def test_what_excel_would_take_for_an_escape_is_escaped(tmp_path, form):
    write_xlsx(full_report(form).with_about(title="编号_x0041_"), form, tmp_path / "r.xlsx")
    text = next(xml_of(tmp_path / "r.xlsx", "xl/worksheets/sheet1.xml").iter(f"{S}t")).text
    assert text == "编号_x005F_x0041_"
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "r.xlsx"))
    assert book.get_sheet_by_index(0).to_python()[0][0] in ("编号_x0041_", "编号_x005F_x0041_")
