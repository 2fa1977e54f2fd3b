"""历年对照 as a file: a line a figure, a column a year, as a workbook or as .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from giadesk import places
from giadesk.core.prose import plain
from giadesk.core.trend import STATE_WORDS, Series
from giadesk.exports.excel import write_sheets
from giadesk.exports.layout import wrapped
from giadesk.exports.workbook import Cells, Styles, legal

HEADS = ("指标", "单位")
CHANGE = "较上年增减"
_NAME, _UNIT, _YEAR = 44.0, 8.0, 11.0


def write_years(lines: Sequence[Series], title: str, target: Path) -> None:
    """Write the lines side by side, as .csv where the target is called so, else as .xlsx.

    A blank, 0 and what a year does not have stay three things: 未填, 0 and 无此项 or 无报告. The same
    lines give the same bytes. StorageFailed where the file cannot be written.
    """
    if target.suffix.lower() == ".csv":
        _write_csv(lines, target)
    else:
        write_sheets(title, lambda book, styles: [_sheet(book, styles, lines, title)], target)


def years_of(lines: Sequence[Series]) -> tuple[int, ...]:
    """The years that the lines have, which are the same for all."""
    return tuple(p.year for p in lines[0].points) if lines else ()


def _sheet(book: Any, styles: Styles, lines: Sequence[Series], title: str) -> Cells:
    cells = Cells()
    sheet = book.create_sheet("历年对照")
    years = years_of(lines)
    width = len(HEADS) + len(years) + 1
    cells.text(1, 1, title, styles.caption)
    cells.merge(1, 1, 1, width, None)
    for column, head in enumerate((*HEADS, *(f"{y}年" for y in years), CHANGE), start=1):
        cells.text(2, column, head, styles.head)
    cells.widths = [_NAME, _UNIT, *(_YEAR for _ in years), _YEAR]
    cells.heights = {1: 24, 2: 32}
    cells.landscape = len(years) > 4
    cells.frozen = (3, 3)
    sheet.print_title_rows = "2:2"
    for row, line in enumerate(lines, start=3):
        cells.heights[row] = 4 + 15 * wrapped(line.measure.name, _NAME / 2 - 1)
        cells.text(row, 1, line.measure.name, styles.label(0))
        cells.text(row, 2, line.measure.unit, styles.centred)
        for column, point in enumerate(line.points, start=3):
            if point.figure is not None:
                cells.number(row, column, point.figure, styles.centred)
            else:
                cells.text(row, column, STATE_WORDS[point.state], styles.centred)
        if line.change is not None:
            cells.number(row, width, line.change, styles.centred)
        else:
            cells.blank(row, width, styles.centred)
    return cells


def _write_csv(lines: Sequence[Series], target: Path) -> None:
    """With the mark by which Excel and WPS know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADS, *(f"{y}年" for y in years_of(lines)), CHANGE])
    for line in lines:
        change = "" if line.change is None else plain(line.change)
        words = [_literal(line.measure.name), _literal(line.measure.unit)]
        writer.writerow([*words, *(p.words for p in line.points), change])
    with places.replacing(target) as temporary:
        temporary.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _literal(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    text = legal(text)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
