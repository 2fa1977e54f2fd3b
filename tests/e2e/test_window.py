"""From last year's Word file to this year's final report, by real keys and clicks in the real window.

`make test` does it in the form in force, `make year` in every form.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from giadesk.core.forms import FormLibrary
from giadesk.imports import open_report
from giadesk.imports.package import read_package
from giadesk.places import shipped
from giadesk.store import Library
from tests.e2e.sealed import command
from tests.e2e.towns import LAST_YEARS

ROOT = Path(__file__).resolve().parents[2]
FORMS = sorted(LAST_YEARS) if os.environ.get("GIADESK_YEAR") == "all" else ["gia-2021"]


@pytest.mark.screen
@pytest.mark.timeout(300)
@pytest.mark.parametrize("form_id", FORMS)
def test_a_clerks_year(form_id: str, screen: dict[str, str], tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    pictures = Path(os.environ.get("E2E_PICTURES", tmp_path / "pictures")) / form_id
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
        command("tests.e2e.year", form_id),  # a socket to anywhere would kill it
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    print(f"{form_id}\n{done.stdout}")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(list(pictures.glob("*.png"))) >= 10
    year = LAST_YEARS[form_id] + 1
    with Library.open(home / "library.db") as library:
        entries = library.entries()
        assert sorted(e.year for e in entries) == [year - 1, year]
        entry = next(e for e in entries if e.year == year)
        stored = library.load(entry.id).report
        assert entry.summary["filled"] == entry.summary["total"]
        assert entry.summary["must"] == entry.summary["verify"] == 0
        assert "final" in {v.reason for v in library.versions(entry.id)}
    assert stored.about.status == "final"
    assert stored.about.form == form_id
    assert [line.name for line in stored.signoff] == ["李建", "周敏", "陈立"]
    files = {p.suffix: p for p in out.iterdir()}
    assert set(files) == {".docx", ".xlsx", ".pdf", ".html", ".gia"}
    forms = FormLibrary(shipped("forms"))
    assert read_package(files[".gia"], forms).report == stored
    for suffix in (".docx", ".html"):
        again = open_report(files[suffix], forms)
        assert again.report.values == stored.values, suffix
        assert again.unplaced == (), suffix
