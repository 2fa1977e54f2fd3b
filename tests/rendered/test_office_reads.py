"""What LibreOffice makes of our files: text stays text, formulas give the values that we wrote."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import msgspec
import pytest
import python_calamine

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.report import FreeTable, Paragraph, Report
from giadesk.exports.excel import write_xlsx
from giadesk.exports.word import write_docx
from tests.rendered.conftest import convert
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import all_forms, form_of, full_report

pytestmark = pytest.mark.rendered

FORMS = [f for f in all_forms() if f.tables]


def shown(text: str) -> str:
    """A text as it can be compared: without control characters and white space."""
    return "".join(re.sub(r"[\x00-\x1f\x7f]", "", text).split())


def hostile() -> Report:
    """A report with every payload in a paragraph, in a cell, and the first few in other places."""
    report = full_report(form_of(), "zero")
    cells = tuple(GridCell(row, 0, payload) for row, payload in enumerate(PAYLOADS))
    table = FreeTable("free-1", Grid(len(cells), 1, cells, caption=PAYLOADS[0]))
    section = msgspec.structs.replace(
        report.sections[-1],
        paragraphs=(*(Paragraph(p) for p in PAYLOADS), Paragraph(table="free-1")),
        free_tables=(table,),
    )
    return report.with_section(section).with_about(title=PAYLOADS[1], signature=PAYLOADS[2])


def without_values(path: Path, target: Path) -> None:
    """The same workbook with the stored value of every formula taken out."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb' t="str"><f>', b"><f>", content)
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            file.writestr(name, content)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice has read and written again what we wrote."""
    ours = tmp_path_factory.mktemp("ours")
    theirs = tmp_path_factory.mktemp("theirs")
    write_xlsx(hostile(), form_of(), ours / "hostile.xlsx")
    books = [ours / "hostile.xlsx"]
    for form in FORMS:
        written = ours / f"{form.id}-values.xlsx"
        write_xlsx(full_report(form, "plain"), form, written)
        without_values(written, theirs / f"{form.id}.xlsx")
        books.append(theirs / f"{form.id}.xlsx")
    write_docx(hostile(), form_of(), ours / "hostile.docx")
    convert(books, theirs, "ods")
    convert([ours / "hostile.docx"], theirs, "txt:Text (encoded):UTF8")
    (theirs / "ours").symlink_to(ours)
    return theirs


def rows_of(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_payload_is_text_in_a_workbook(read):
    sheets = rows_of(read / "hostile.ods")
    found = {shown(str(c)) for rows in sheets.values() for row in rows for c in row}
    for payload in PAYLOADS:
        assert shown(payload) in found


def test_every_payload_is_text_in_a_document(read):
    text = shown((read / "hostile.txt").read_text("utf-8-sig"))
    for payload in PAYLOADS:
        assert text.count(shown(payload)) >= 2  # the paragraph and the cell


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_formulas_give_the_values_that_stand_beside_them(read, form):
    ours = rows_of(read / "ours" / f"{form.id}-values.xlsx")
    theirs = rows_of(read / f"{form.id}.ods")
    assert list(ours) == list(theirs)
    compared = 0
    for name, rows in ours.items():
        for mine, other in zip(rows, theirs[name], strict=False):
            for a, b in zip(mine, other, strict=False):
                if isinstance(a, float) and a:
                    assert b == pytest.approx(a)
                    compared += 1
                elif isinstance(a, str) and (a in ("通过", "不符", "未填") or a.startswith("共")):
                    assert a == b
                    compared += 1
    assert compared > 5
