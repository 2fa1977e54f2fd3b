"""Hostile files through the real command line: a sentence and status 3, in little time and memory.

The limits are the reliability study's (A.8, S4 to S6): 2 s of processor time, 300 MB, of the command and all
that it starts. The large ones run where GIADESK_HOSTILE=long says so (`make fuzz`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import msgspec
import pytest

from giadesk.core.errors import InputRefused
from giadesk.exports.excel import write_xlsx
from giadesk.exports.package import write_package
from giadesk.exports.word import write_docx
from giadesk.imports import open_report, read_blocks
from giadesk.imports.package import read_package
from giadesk.imports.worker import read_apart
from tests.imports.hostile import BOMBS, LONG, MARK, leaks, passengers

_ALL = os.environ.get("GIADESK_HOSTILE") == "long"
_SECONDS = 2.0
_MEGABYTES = 300


class Ran(msgspec.Struct):
    """What a command came to, with all that it started and waited for."""

    status: int
    said: str
    seconds: float
    megabytes: int


_MEASURED = """
import resource, subprocess, sys
ran = subprocess.run([sys.executable, "-m", "giadesk", *sys.argv[1:]], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(ran.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
"""A process between: one that pytest starts itself would count pytest's own memory as its peak."""


def run(*arguments: object) -> Ran:
    """Run `giadesk` with these arguments in a process of its own."""
    command = [sys.executable, "-c", _MEASURED, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=100)
    status, seconds, megabytes = done.stdout.split()
    return Ran(int(status), done.stderr.decode("utf-8").strip(), float(seconds), int(megabytes))


def _marked(name: str) -> object:
    skip = pytest.mark.skipif(
        name in LONG and not _ALL, reason="GIADESK_HOSTILE=long runs the large ones"
    )
    return pytest.param(name, marks=skip)


@pytest.mark.skipif(sys.platform == "win32", reason="measured by wait4")
@pytest.mark.parametrize("name", [_marked(name) for name in BOMBS])
def test_a_bomb_is_refused_with_a_sentence(tmp_path, name):
    file_name, make = BOMBS[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    ran = run("import", path)
    assert ran.status in (0, 3), ran
    if ran.status == 3:
        assert file_name in ran.said or "无法" in ran.said
        assert ran.said.count("\n") == 0
        assert ran.said.endswith("。")
    assert "Traceback" not in ran.said
    assert ran.megabytes < _MEGABYTES, ran
    assert ran.seconds < _SECONDS, ran


READABLE = {
    "zip-nested",
    "sheet-lying-count",
    "html-spans",
    "html-comments",
    "html-declarations",
    "html-angles",
}


@pytest.mark.parametrize("name", [n for n in BOMBS if n not in LONG and n not in READABLE])
def test_a_bomb_is_no_report(tmp_path, forms, name):
    file_name, make = BOMBS[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    read = read_package if path.suffix == ".gia" else open_report
    with pytest.raises(InputRefused) as caught:
        read(path, forms)
    assert all((caught.value.what, caught.value.why, caught.value.remedy))


def test_no_payload_reads_another_file(tmp_path):
    """No file of ours is asked to open any other: told by every open of the reading process."""
    canary = tmp_path / "canary-7351.txt"
    canary.write_text("金丝雀七三五一", "utf-8")
    opened: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and (event in ("open", "socket.connect", "urllib.Request")):
            opened.append(f"{event} {arguments[0]}")

    sys.addaudithook(watch)
    refused = 0
    try:
        files = leaks(canary)
        assert len(files) > 100
        for name, data in files.items():
            path = tmp_path / f"f-{name}"
            path.write_bytes(data)
            try:
                document = read_blocks(path)
            except InputRefused:
                refused += 1
                continue
            text = "".join(
                [*document.text(), *document.unread, *(x for note in document.notes for x in note)]
            )
            assert "金丝雀" not in text, name
    finally:
        watching[0] = False
    assert refused > 80
    assert not [
        x for x in opened if x.startswith(("socket", "urllib")) or ("canary" in x and "rb" in x)
    ]
    assert sum("canary" in x for x in opened) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="strace")
def test_the_system_sees_no_payload_read_another_file(tmp_path):
    """The same below the libraries, where C code opens files without telling Python."""
    import shutil

    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    canary = tmp_path / "canary-7351.txt"
    canary.write_text("金丝雀", "utf-8")
    for name, data in leaks(canary).items():
        (tmp_path / f"f-{name}").write_bytes(data)
    code = (
        "import sys; from pathlib import Path; from giadesk.imports.readers import read_here\n"
        "from giadesk.core.errors import InputRefused\n"
        "for path in sorted(Path(sys.argv[1]).glob('f-*')):\n"
        "    try: read_here(path)\n"
        "    except InputRefused: pass\n"
    )
    trace = tmp_path / "trace"
    command = [
        strace,
        "-f",
        "-e",
        "trace=openat,open,connect",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        code,
    ]
    subprocess.run([*command, str(tmp_path)], check=True, timeout=100)
    calls = trace.read_text("utf-8", "replace")
    assert "f-link.md" in calls
    assert "canary-7351" not in calls
    assert "connect(" not in calls


def test_nothing_that_a_file_carries_survives_into_ours(tmp_path, forms):
    source = tmp_path / "来件.docx"
    source.write_bytes(passengers())
    read = open_report(source, forms)
    assert "全年公开惠农补贴信息62条" in read.report.section("overview").text
    targets = [tmp_path / f"out.{x}" for x in ("docx", "xlsx", "gia")]
    write_docx(read.report, read.form, targets[0])
    write_xlsx(read.report, read.form, targets[1])
    write_package(read.report, read.form, targets[2])
    for target in targets:
        with zipfile.ZipFile(target) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert MARK.encode() not in content
                assert MARK not in name
                assert b'TargetMode="External"' not in content
                assert not content.startswith(b"\xd0\xcf\x11\xe0")
                for word in (b"attachedTemplate", b"altChunk", b"oleObject", b"vbaProject", b"DDE"):
                    assert word not in content, (target.name, name, word)


def test_macros_are_not_looked_at(tmp_path, forms):
    """A .docm is read for its text, whatever lies beside it."""
    path = tmp_path / "来件.docm"
    path.write_bytes(passengers())
    assert open_report(path, forms).report.year == 2023


def test_no_path_of_a_zip_is_written_to(tmp_path, forms):
    source = tmp_path / "in" / "来件.docx"
    source.parent.mkdir()
    source.write_bytes(passengers())
    before = sorted(tmp_path.rglob("*"))
    open_report(source, forms)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_worker_that_dies_is_a_refusal(tmp_path, monkeypatch):
    """The caller of a reader that is ended by the system gets a sentence, and so does who waits too long."""
    from giadesk.imports import worker

    path = tmp_path / "甲.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    dies = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    monkeypatch.setattr(worker, "_command", lambda _: [sys.executable, "-c", dies])
    with pytest.raises(InputRefused) as caught:
        read_apart(path)
    assert caught.value.remedy
    monkeypatch.setattr(
        worker, "_command", lambda _: [sys.executable, "-c", "import time; time.sleep(60)"]
    )
    with pytest.raises(InputRefused, match="已停止"):
        read_apart(path, time_limit=0.5)


@pytest.mark.parametrize("circle", [{2: 2}, {2: 9, 9: 2}])
def test_a_pdf_whose_objects_lead_in_circles(circle):
    """Mutant 18154 of the PDF reader: the library follows such references without end."""
    from giadesk.imports.pdf import read_pdf
    from tests.fuzz.seeds import small_pdf

    data = small_pdf()
    assert read_pdf(data, "甲.pdf").blocks
    for number, lead in circle.items():
        begin = b"%d 0 obj\n" % number
        body = begin + b"%d 0 R\nendobj\n" % lead
        data = (
            data.replace(begin, body)
            if begin in data
            else data.replace(b"xref\n", body + b"xref\n", 1)
        )
    with pytest.raises(InputRefused, match="损坏"):
        read_pdf(data, "甲.pdf")


def test_a_pdf_whose_page_is_read_as_a_reference_to_itself():
    """Mutant 22474 of the PDF reader: a dictionary that is broken off leaves its last words as the object."""
    from giadesk.imports.pdf import read_pdf
    from tests.fuzz.seeds import small_pdf

    data = small_pdf()
    begin = data.index(b"3 0 obj\n")
    end = data.index(b"endobj", begin)
    hole = b"3 0 obj\n<</Type/Page/Kids[3 0 RPages/Kids[3 0 R\n"
    data = data[:begin] + hole.ljust(end - begin) + data[end:]
    with pytest.raises(InputRefused, match="损坏"):
        read_pdf(data, "甲.pdf")
