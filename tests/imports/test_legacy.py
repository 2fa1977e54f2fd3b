"""Old formats through LibreOffice, and without it; reading apart."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.errors import InputRefused
from giadesk.imports import legacy, read_blocks
from giadesk.imports.doc import CompoundFile, read_doc
from giadesk.imports.worker import read_apart
from tests.imports.files import compound, docx, ends_well, p, zipped

needs_office = pytest.mark.skipif(legacy.office() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a shell script")


def program(folder, lines: str):
    """A stand-in for LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@posix
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path):
    mark = tmp_path / "child"
    hanging = program(tmp_path, f"sleep 300 & echo $! > {mark}\nwait")
    with pytest.raises(InputRefused, match="仍未完成"):
        legacy.converted(b"x", "甲.doc", "doc", hanging, time_limit=0.5)
    child = int(mark.read_text())
    assert not _runs(child)


def _runs(process: int) -> bool:
    """Whether a process is there and no zombie that only waits to be looked at."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().split()[2]
    except FileNotFoundError:
        return False
    return state != "Z"


@posix
def test_a_program_that_makes_nothing(tmp_path):
    with pytest.raises(InputRefused, match="已损坏"):
        legacy.converted(b"x", "甲.doc", "doc", program(tmp_path, "exit 1"))


def test_without_an_office_program_there_is_a_way_out(monkeypatch):
    monkeypatch.setattr(legacy, "office", lambda: None)
    with pytest.raises(InputRefused) as caught:
        legacy.read_legacy(b"{\\rtf1}", "甲.rtf", "rtf")
    assert "另存为 .docx" in caught.value.remedy


@pytest.mark.rendered
@needs_office
def test_rtf_through_libreoffice(tmp_path):
    path = tmp_path / "甲.doc"
    words = "".join(f"\\u{ord(c)}?" for c in "一、总体情况")
    path.write_bytes(f"{{\\rtf1\\ansi {words}\\par 2024\\par}}".encode())
    assert [b.text for b in read_blocks(path).blocks][:2] == ["一、总体情况", "2024"]


def test_a_compound_file_that_is_no_document_is_refused():
    with pytest.raises(InputRefused, match="损坏"):
        read_doc(compound("WordDocument"), "甲.doc")


@pytest.mark.corpus
def test_words_and_rows_without_another_program(corpus):
    for name in ("hongshan-2012.doc", "zhangcun-2012.wps"):
        data = (corpus / name).read_bytes()
        alone = read_doc(data, name)
        spaces = str.maketrans("", "", " \u3000\t\n\xa0")
        text = "".join(alone.text()).translate(spaces)
        original = (corpus / name).with_suffix(".txt").read_text("utf-8")
        assert text == "".join(original.split()).translate(spaces)


@pytest.mark.corpus
@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_doc_is_read_or_refused_with_a_sentence(corpus, data):
    original = (corpus / "hongshan-2012.doc").read_bytes()
    place = data.draw(st.integers(0, len(original) - 1))
    size = data.draw(st.integers(1, 8))
    changed = (
        original[:place]
        + data.draw(st.binary(min_size=size, max_size=size))
        + original[place + size :]
    )
    assert ends_well(read_doc, changed)
    try:
        CompoundFile(changed)
    except ValueError:
        assert True


# --- reading apart ------------------------------------------------------------------------------


def test_the_worker_gives_the_document_or_the_refusal(tmp_path):
    good = tmp_path / "甲.docx"
    good.write_bytes(docx(p("一、总体情况")))
    assert read_apart(good) == read_blocks(good)
    bad = tmp_path / "乙.xlsx"
    bad.write_bytes(zipped({"xl/workbook.xml": "<x"}))
    with pytest.raises(InputRefused, match="损坏"):
        read_apart(bad)


def test_the_worker_is_ended_when_its_time_is_over(tmp_path):
    path = tmp_path / "甲.docx"
    path.write_bytes(docx(p("一、总体情况")))
    with pytest.raises(InputRefused, match="已停止"):
        read_apart(path, time_limit=0.001)


@posix
def test_a_worker_that_dies_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "giadesk.imports.worker._command",
        lambda path: [sys.executable, "-c", "import os; os.abort()"],
    )
    with pytest.raises(InputRefused, match="内容异常"):
        read_apart(tmp_path / "甲.pdf")


def test_a_broken_pdf_is_a_sentence(tmp_path):
    path = tmp_path / "甲.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF")
    with pytest.raises(InputRefused) as caught:
        read_blocks(path)
    assert caught.value.remedy
