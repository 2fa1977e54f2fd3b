"""kill -9 of the real window while the clerk types: what it called 已保存 is there at the next start."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.sample import filled, last_years_report
from giadesk.store import Library
from tests.faults.amount import rounds, seed
from tests.faults.typist import CELL
from tests.samples.reports import form_of

pytestmark = pytest.mark.timeout(0)

_ROOT = Path(__file__).resolve().parents[2]


def test_what_the_window_called_saved_is_there(tmp_path: Path) -> None:
    chance = random.Random(seed("killed window"))
    library_file = tmp_path / "library.db"
    form = form_of()
    last = last_years_report(form)
    with Library.open(library_file) as library:
        report_id = library.create(filled(last.with_about(year=2025, status="draft"), form), last)
    environment = {**os.environ, "GIADESK_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    acknowledged = 0
    for _ in range(rounds(2, 200, "killed_window")):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.faults.typist"],
            stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=environment,
        ) as child:  # fmt: skip
            assert child.stdout is not None
            first = child.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                child.wait(chance.uniform(0, 1.2))
            child.kill()
            said = first + child.stdout.read()
        lines = [line[:-1] for line in said.splitlines(keepends=True) if line.endswith("\n")]
        assert lines, "nothing was saved"
        acknowledged = max(acknowledged, *map(int, lines))
        with Library.open(library_file) as library:
            assert library.unclean is not None
            stored = library.load(report_id).report
            number = stored.values[CELL]
            assert isinstance(number, Decimal)
            assert number >= acknowledged
            (paragraph,) = stored.section("overview").paragraphs
            assert paragraph.text.startswith(f"第{number}次")
            assert library.check().whole
