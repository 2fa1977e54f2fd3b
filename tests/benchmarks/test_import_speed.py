"""Reading a full report against python-docx merely reading it, and a hundred files in a row."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest

from giadesk.core.forms import FormLibrary
from giadesk.exports.excel import write_xlsx
from giadesk.exports.html import write_html
from giadesk.exports.word import write_docx
from giadesk.imports import legacy, open_report
from giadesk.places import shipped
from tests.fuzz import seeds
from tests.samples.reports import all_forms, form_of, full_report


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


def _mixed(folder: Path) -> list[Path]:
    """A file of each kind: full reports of every form, and the fuzzer's small ones of the others."""
    paths = []
    for form in all_forms():
        for ending, write in (("docx", write_docx), ("xlsx", write_xlsx), ("html", write_html)):
            paths.append(folder / f"{form.id}.{ending}")
            write(full_report(form), form, paths[-1])
    small = {
        "txt": seeds.small_text().encode("gb18030"),
        "md": seeds.small_markdown().encode(),
        "pdf": seeds.small_pdf(),
        "doc": seeds.small_doc(),
        "rtf": seeds.small_rtf(),
        "mht": seeds.small_mht(),
    }
    for ending, data in small.items():
        paths.append(folder / f"银杏镇2023年.{ending}")
        paths[-1].write_bytes(data)
    for number, text in enumerate(seeds.flat_texts()[:4]):
        paths.append(folder / f"银杏镇2023年{number}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


def _resident() -> int:
    """Bytes of memory that this process holds now (Linux; 0 elsewhere)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_a_hundred_mixed_files(
    row: Callable[[str, str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "office", lambda: None)  # not another program's start is measured
    forms = FormLibrary(shipped("forms"))
    paths = _mixed(tmp_path)
    for path in paths:
        open_report(path, forms)  # what is loaded late is loaded now
    halves, held = [0.0, 0.0], [_resident()]
    for half in (0, 1):
        # the same fifty files in both halves
        for path in islice(cycle(paths), 50):
            start = time.perf_counter()
            open_report(path, forms)
            halves[half] += time.perf_counter() - start
        held.append(_resident())
    kinds = len({p.suffix for p in paths})
    figure = f"{halves[1] / halves[0]:.2f} x ({sum(halves) * 10:.0f} ms a file)"
    row(f"100 files of {kinds} kinds in a row: second half / first", figure, "about 1.0")
    if held[0]:
        figure = f"{held[2] / held[0]:.2f} x ({held[2] >> 20} MB)"
        row("100 files in a row: memory after / before", figure, "about 1.0")
