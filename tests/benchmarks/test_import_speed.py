"""Reading a full report against python-docx merely reading its paragraphs and cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from giadesk.core.forms import FormLibrary
from giadesk.exports.word import write_docx
from giadesk.imports import open_report
from giadesk.places import shipped
from tests.samples.reports import form_of, full_report


def test_docx_import(
    row: Callable[[str, str, str], None],
    in_turn: Callable[..., list[float]],
    tmp_path: Path,
) -> None:
    import docx

    path = tmp_path / "full.docx"
    write_docx(full_report(form_of()), form_of(), path)
    forms = FormLibrary(shipped("forms"))

    def bare() -> None:
        document = docx.Document(str(path))
        for paragraph in document.paragraphs:
            paragraph.text  # noqa: B018 - reading it is what is measured
        for table in document.tables:
            for line in table.rows:
                for cell in line.cells:
                    cell.text  # noqa: B018

    ours, theirs = in_turn(lambda: open_report(path, forms), bare)
    figure = f"{ours / theirs:.2f} x ({ours * 1000:.0f} ms)"
    row(".docx import / python-docx reading paragraphs and cells", figure, "<= 1.0")
