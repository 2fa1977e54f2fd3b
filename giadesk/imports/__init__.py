"""Readers: any file a clerk has, to blocks, to a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giadesk.core.blocks import Document
    from giadesk.core.forms import FormLibrary
    from giadesk.imports.result import Recognised

SUFFIXES = (
    *(".docx", ".docm", ".doc", ".wps", ".rtf"),
    *(".html", ".htm", ".mht", ".mhtml", ".xlsx", ".xls", ".et", ".pdf", ".txt", ".md"),
)
"""The endings that an open dialog offers. What is read is told by content, not by these."""


def read_blocks(path: Path) -> Document:
    """The file's blocks. InputRefused, with a sentence, for whatever cannot be read."""
    from giadesk.imports.readers import read

    return read(path)


def open_report(
    path: Path,
    forms: FormLibrary,
    *,
    form_id: str | None = None,
    year: int | None = None,
    unit: str | None = None,
) -> Recognised:
    """The report in a file; form, year and unit where the file says them wrongly or not at all.

    InputRefused, with a sentence, where the file cannot be read or is no report.
    """
    from giadesk.imports.recognise import recognise

    document = read_blocks(path)
    return recognise(document, forms, form_id=form_id, year=year, unit=unit, name=path.name)
