"""Writing a 汇总 as a workbook: the sums as printed, who gave what, and who has to mend what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.core.units import listed_name
from giadesk.exports.excel import report_cells, write_xlsx
from giadesk.exports.layout import wrapped
from giadesk.exports.workbook import Cells, Styles, address, sheet_names


class Line(msgspec.Struct, frozen=True):
    """One unit of the 汇总. faults: what it has to mend or explain, one sentence each."""

    unit: str
    file: str
    report: Report
    must: int
    verify: int
    faults: tuple[str, ...] = ()


def write_rollup(
    sums: Report,
    form: Form,
    lines: Sequence[Line],
    refused: Sequence[tuple[str, str]],
    missing: Sequence[str],
    target: Path,
) -> None:
    """Write the 汇总; the same input gives the same bytes.

    The tables of the sums and their 核对; 各单位数据, a column a unit with the sum as a formula;
    报送情况, a line a unit, then files refused (name, why) and units missing; 更正清单; last a sheet
    a unit with its tables as printed and what it has to mend.
    StorageFailed where the file cannot be written.
    """

    def more(book: Any, styles: Styles) -> list[Cells]:
        return [
            _figures(book.create_sheet("各单位数据"), styles, form, lines),
            _handed(book.create_sheet("报送情况"), styles, lines, refused, missing),
            _to_mend(book.create_sheet("更正清单"), styles, lines),
            *_units(book, styles, form, lines),
        ]

    write_xlsx(sums, form, target, more)


def _units(book: Any, styles: Styles, form: Form, lines: Sequence[Line]) -> Iterator[Cells]:
    """A sheet a unit: its tables as printed, and what it has to mend."""
    names = sheet_names([listed_name(line.unit) for line in lines], book.sheetnames)
    for name, line in zip(names, lines, strict=True):
        book.create_sheet(name)
        faults = ("需要更正或者说明的内容：", *line.faults) if line.faults else ("没有发现问题",)
        yield report_cells(line.report, form, styles, faults)


def _head(sheet: Any, cells: Cells, styles: Styles, heads: Sequence[tuple[str, float]]) -> None:
    for column, (text, _) in enumerate(heads, start=1):
        cells.text(1, column, text, styles.head)
    cells.widths = [width for _, width in heads]
    cells.heights[1] = 48
    cells.landscape = True
    cells.frozen = (2, 1)
    sheet.print_title_rows = "1:1"


def _figures(sheet: Any, styles: Styles, form: Form, lines: Sequence[Line]) -> Cells:
    cells = Cells()
    heads = [("表", 26.0), ("指标", 34.0), ("单位", 7.0), ("合计", 9.0)]
    _head(sheet, cells, styles, heads + [(line.unit, 12.0) for line in lines])
    cells.frozen = (2, 5)
    figures = [figures_of(line.report, form) for line in lines]
    numbers = (i for i in form.indicators.values() if i.kind != "text")
    for row, indicator in enumerate(numbers, start=2):
        title = form.tables[indicator.table].title
        cells.heights[row] = _height((title, 26), (indicator.name, 34))
        cells.text(row, 1, title, styles.label(0))
        cells.text(row, 2, indicator.name, styles.label(0))
        cells.text(row, 3, indicator.unit, styles.centred)
        given = [f.get(indicator.id) for f in figures]
        there = [g for g in given if g is not None]
        ends = f"{address(row, 5)}:{address(row, 4 + len(lines))}"
        value = sum(there, Decimal(0)) if there else ""
        cells.formula(row, 4, f'IF(COUNT({ends})=0,"",SUM({ends}))', value, styles.total)
        for column, figure in enumerate(given, start=5):
            if figure is None:
                cells.blank(row, column, styles.centred)
            else:
                cells.number(row, column, figure, styles.centred)
    return cells


def _handed(
    sheet: Any,
    styles: Styles,
    lines: Sequence[Line],
    refused: Sequence[tuple[str, str]],
    missing: Sequence[str],
) -> Cells:
    cells = Cells()
    heads = (("单位", 36.0), ("情况", 12.0), ("强制", 8.0), ("核实", 8.0), ("文件和原因", 60.0))
    _head(sheet, cells, styles, heads)
    rows: list[tuple[str, str, int | None, int | None, str]] = [
        (line.unit, "已报送", line.must, line.verify, line.file) for line in lines
    ]
    rows += [("", "未采用", None, None, f"{name}：{why}") for name, why in refused]
    rows += [(unit, "未报送", None, None, "") for unit in missing]
    for row, (unit, state, must, verify, file) in enumerate(rows, start=2):
        cells.heights[row] = _height((unit, 36), (file, 60))
        cells.text(row, 1, unit, styles.label(0))
        cells.text(row, 2, state, styles.centred)
        for column, count in ((3, must), (4, verify)):
            if count is None:
                cells.blank(row, column, styles.centred)
            else:
                cells.number(row, column, count, styles.centred)
        cells.text(row, 5, file, styles.label(0))
    return cells


def _to_mend(sheet: Any, styles: Styles, lines: Sequence[Line]) -> Cells:
    cells = Cells()
    _head(sheet, cells, styles, (("单位", 36.0), ("需要更正或者说明的内容", 110.0)))
    faults = [(line.unit, fault) for line in lines for fault in line.faults]
    for row, (unit, fault) in enumerate(faults or [("", "没有发现问题")], start=2):
        cells.heights[row] = _height((unit, 36), (fault, 110))
        cells.text(row, 1, unit, styles.label(0))
        cells.text(row, 2, fault, styles.label(0))
    return cells


def _height(*texts: tuple[str, float]) -> float:
    """The height in pt that a row needs for these texts in columns of these widths."""
    return 4 + 15 * max(wrapped(text, width / 2 - 1) for text, width in texts)
