"""The first look gives what the library gives, or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from giadesk.core.report import About, Report
from giadesk.store import Library
from giadesk.store.glance import glance


def _report(year: int) -> Report:
    return Report(About(unit="临川县柳河镇人民政府", year=year, form="gia-2021"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed library of three reports, one of them removed."""
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for year in (2023, 2024, 2025):
            made = library.create(_report(year), None, "导入", {"filled": year - 2000})
        library.remove(made)
    return path


def test_it_lists_what_the_library_lists(place: Path) -> None:
    seen = glance(place)
    with Library.open(place) as library:
        assert seen == library.entries()
    assert seen is not None
    assert [e.year for e in seen] == [2024, 2023]


def test_it_changes_nothing(place: Path) -> None:
    before = {p.name: p.read_bytes() for p in place.parent.iterdir() if p.is_file()}
    glance(place)
    assert {p.name: p.read_bytes() for p in place.parent.iterdir() if p.is_file()} == before


def test_no_library_is_nothing_to_see(tmp_path: Path) -> None:
    assert glance(tmp_path / "none.sqlite") is None
    assert not (tmp_path / "none.sqlite").exists()


def test_another_schema_or_a_damaged_file_is_left_to_the_library(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("ALTER TABLE report ADD COLUMN colour TEXT")
    connection.close()
    assert glance(place) is None
    place.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert glance(place) is None


def test_a_library_in_use_is_left_alone(place: Path) -> None:
    with Library.open(place) as library:
        library.create(_report(2026))
        assert glance(place) is None


def test_it_loads_no_database_layer(place: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from giadesk.store.glance import glance; "
        f"assert len(glance(Path({str(place)!r}))) == 2; assert 'sqlalchemy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
