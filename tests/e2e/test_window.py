"""From last year's Word file to this year's report, by real keys and clicks in the real window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from giadesk.core.forms import FormLibrary
from giadesk.imports import open_report
from giadesk.places import shipped
from giadesk.store import Library

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.screen
def test_a_clerks_year(screen: dict[str, str], tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    pictures = Path(os.environ.get("E2E_PICTURES", tmp_path / "pictures"))
    for folder in (home, out, pictures):
        folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        **screen,
        "GIADESK_HOME": str(home),
        "E2E_OUT": str(out),
        "E2E_PICTURES": str(pictures),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.year"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(list(pictures.glob("*.png"))) >= 10
    with Library.open(home / "library.db") as library:
        entries = library.entries()
        assert sorted(e.year for e in entries) == [2024, 2025]
        draft = next(e for e in entries if e.year == 2025)
        stored = library.load(draft.id).report
        assert draft.summary["filled"] == draft.summary["total"]
        assert draft.summary["must"] == draft.summary["verify"] == 0
    files = {p.suffix: p for p in out.iterdir()}
    assert set(files) == {".docx", ".xlsx"}
    forms = FormLibrary(shipped("forms"))
    again = open_report(files[".docx"], forms)
    assert again.report.values == stored.values
    assert again.unplaced == ()
