"""The same report gives the same bytes, whenever and in whatever process it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from giadesk.exports import KINDS, SUFFIXES, write_report
from tests.samples.reports import form_of, full_report

ROOT = Path(__file__).resolve().parents[2]
_WRITE = """
import sys
from pathlib import Path
from giadesk.exports import KINDS, SUFFIXES, write_report
from tests.samples.reports import form_of, full_report
form = form_of()
report = full_report(form, characters=900, free_table=True, attachments=("核实说明",))
earlier = ((full_report(form, "zero", characters=300).with_about(year=2024), form),)
for kind in KINDS:
    target = Path(sys.argv[1]) / f"r{SUFFIXES[kind]}"
    write_report(kind, report, form, target, annexes=("tables",), earlier=earlier)
"""


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """Two folders, each written by a process with another seed for its tables and another zone."""
    folders = []
    for seed in ("1", "2"):
        folders.append(tmp_path_factory.mktemp("same"))
        environment = {
            **os.environ, "PYTHONHASHSEED": seed, "QT_QPA_PLATFORM": "offscreen", "TZ": "Asia/Shanghai",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-c", _WRITE, str(folders[-1])], check=True, cwd=ROOT, env=environment
        )
    return folders


@pytest.mark.parametrize("kind", KINDS)
def test_two_processes_write_the_same_bytes(twice, kind):
    first, second = ((folder / f"r{SUFFIXES[kind]}").read_bytes() for folder in twice)
    assert len(first) > 1000
    assert first == second


def test_a_pdf_is_dated_by_the_report_and_known_by_what_it_holds(twice, tmp_path, qapp):
    content = (twice[0] / "r.pdf").read_bytes()
    assert re.findall(rb"Date \(D:(\d{14})", content) == [b"20260108000000"] * 2
    assert content.count(b'Date="2026-01-08T00:00:00') == 3
    form = form_of()
    report = full_report(form, characters=300)
    ids = set()
    for name, changed in (("a", report), ("b", report.with_about(date="")), ("c", report)):
        write_report("pdf", changed, form, tmp_path / f"{name}.pdf")
        content = (tmp_path / f"{name}.pdf").read_bytes()
        assert (b"/CreationDate" in content) is (name != "b")
        known = re.search(rb"uuid:([0-9a-f-]{36})", content)
        assert known is not None
        assert content.count(known[1].hex().encode()) >= 2  # both of the trailer
        ids.add(known[1])
    assert len(ids) == 2
