"""How long writing takes, against the libraries doing the least they can; and a thousand in a row."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from copy import copy
from pathlib import Path
from time import process_time

import docx
import openpyxl
import pytest
from docxtpl import DocxTemplate
from openpyxl.cell.cell import MergedCell

from giadesk.exports.excel import write_xlsx
from giadesk.exports.word import write_docx
from tests.samples.reports import form_of, full_report

Row = Callable[[str, str, str], None]
InTurn = Callable[..., list[float]]


def template_of(written: Path, target: Path) -> dict[str, list[str]]:
    """The written document as a docxtpl template: each paragraph one run that holds a place.

    The context that fills it again is returned.
    """
    document = docx.Document(str(written))
    texts: list[str] = []
    for paragraph in document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        runs = list(paragraph.r_lst)
        text = "".join(run.text for run in runs)
        if not text.strip():
            continue
        runs[0].text = f"{{{{ t[{len(texts)}] }}}}"
        texts.append(text)
        for run in runs[1:]:
            paragraph.remove(run)
    document.save(str(target))
    return {"t": texts}


def test_word(row: Row, in_turn: InTurn, tmp_path: Path) -> None:
    form = form_of()
    report = full_report(form)
    target = tmp_path / "r.docx"
    write_docx(report, form, target)
    context = template_of(target, tmp_path / "template.docx")

    def empty() -> None:
        docx.Document().save(str(tmp_path / "empty.docx"))

    def filled() -> None:
        template = DocxTemplate(str(tmp_path / "template.docx"))
        template.render(context, autoescape=True)
        template.save(str(tmp_path / "filled.docx"))

    ours, least, other = in_turn(lambda: write_docx(report, form, target), empty, filled, rounds=15)
    row("full report to .docx", f"{ours * 1e3:.1f} ms", "")
    row("  against python-docx opening and saving nothing", f"{ours / least:.2f}", "<= 2.0")
    row("  against docxtpl filling the same content", f"{ours / other:.2f}", "<= 0.3")


def test_excel(row: Row, in_turn: InTurn, tmp_path: Path) -> None:
    form = form_of()
    report = full_report(form)
    target = tmp_path / "r.xlsx"
    write_xlsx(report, form, target)
    book = openpyxl.load_workbook(target)
    values = {
        sheet.title: [
            (cell.row, cell.column, cell.value, cell.has_style and copy_of(cell))
            for line in sheet.iter_rows()
            for cell in line
            if not isinstance(cell, MergedCell)
        ]
        for sheet in book.worksheets
    }
    merged = {sheet.title: list(map(str, sheet.merged_cells.ranges)) for sheet in book.worksheets}

    def plain(looks: bool) -> None:
        made = openpyxl.Workbook()
        made.remove(made.worksheets[0])
        for title, cells in values.items():
            sheet = made.create_sheet(title)
            for line, column, value, look in cells:
                cell = sheet.cell(line, column, value)
                if looks and look:
                    cell.font, cell.border, cell.alignment, cell.number_format = look
            if looks:
                for place in merged[title]:
                    sheet.merge_cells(place)
        made.save(tmp_path / "plain.xlsx")

    ours, same, bare = in_turn(
        lambda: write_xlsx(report, form, target), lambda: plain(True), lambda: plain(False)
    )
    row("full report to .xlsx", f"{ours * 1e3:.1f} ms", "")
    row("  against openpyxl writing the same cells as they look", f"{ours / same:.2f}", "<= 1.3")
    row("  against openpyxl writing their values alone", f"{ours / bare:.2f}", "")


def copy_of(cell: openpyxl.cell.Cell) -> tuple[object, ...]:
    """The look of a cell, as an openpyxl program would set it."""
    return copy(cell.font), copy(cell.border), copy(cell.alignment), cell.number_format


@pytest.mark.timeout(600)
def test_a_thousand_reports(row: Row, tmp_path: Path) -> None:
    form = form_of()
    reports = [full_report(form, year=2021 + n % 5) for n in range(10)]

    def hundred() -> float:
        start = process_time()  # work, not waiting: other programs' load is no growth of ours
        for n in range(100):
            write_docx(reports[n % 10], form, tmp_path / f"{n}.docx")
            write_xlsx(reports[n % 10], form, tmp_path / f"{n}.xlsx")
        return process_time() - start

    times = [hundred() for _ in range(9)]
    gc.collect()
    tracemalloc.start()
    hundred()
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    first, last = sorted(times[:3])[1], sorted(times[-3:])[1]
    row(
        "1,000 reports to .docx and .xlsx, the last hundred against the first",
        f"{last / first:.2f}",
        "1.0",
    )
    row("  memory kept after a hundred", f"{kept / 1024:.0f} KiB", "flat")
