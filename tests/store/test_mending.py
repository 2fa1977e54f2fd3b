"""Damage is mended, and what mending could not bring back is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import InputRefused
from giadesk.core.report import Paragraph, Report
from giadesk.store import Damaged, InUse, Library, NewerLibrary
from giadesk.store.carving import carve
from giadesk.store.mending import mend
from giadesk.store.sources import COLUMNS
from tests.faults.amount import rounds
from tests.store.sample import report

_CELL = "applications/row3/natural"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


def _fill(place: Path, *, backup: bool = True, after: int = 0) -> dict[str, Report]:
    """Three reports, edited; a backup; then so many edits more. What is stored, by id."""
    stored = {}
    with Library.open(place) as library:
        for year in (2022, 2023, 2024):
            made = report(year).with_paragraphs("overview", [Paragraph(f"{year}" + "长文" * 3000)])
            report_id = library.create(made)
            stored[report_id] = made.with_values(
                {_CELL: Decimal(year), "applications/row5/natural": None}
            )
            library.save(report_id, stored[report_id])
            library.keep_version(report_id)
        if backup:
            library.keep_backup()
        for number in range(after):
            stored[report_id] = stored[report_id].with_value(_CELL, Decimal(number))
            library.save(report_id, stored[report_id])
        library.set_profile({"unit": "示例县柳河镇人民政府"})
    return stored


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for statement in statements:
            assert plain.execute(statement).rowcount != 0


def _assert_stored(place: Path, stored: dict[str, Report]) -> None:
    with Library.open(place) as library:
        assert {e.id: library.load(e.id).report for e in library.entries()} == stored
        assert library.profile() == {"unit": "示例县柳河镇人民政府"}
        assert library.check().whole


def test_carving_finds_every_row_without_sqlite(place: Path) -> None:
    _fill(place, after=30)
    carved: dict[str, set[object]] = {}
    for table, row in carve(place.read_bytes()):
        carved.setdefault(table, set()).add(row)
    with closing(sqlite3.connect(place)) as plain:
        for table, columns in COLUMNS.items():
            rows = plain.execute(f"SELECT {', '.join(columns)}, checksum FROM {table}").fetchall()
            assert rows
            assert set(rows) <= carved[table], table


def test_a_whole_library_is_left_alone(place: Path) -> None:
    _fill(place)
    before = place.read_bytes()
    assert mend(place).aside is None
    assert place.read_bytes() == before


def test_a_damaged_value_comes_from_the_backup_exactly(place: Path) -> None:
    stored = _fill(place)
    path = f"figures/{_CELL}"
    _sql(
        place, f"UPDATE value SET content='8' WHERE path='{path}' AND report_id='{list(stored)[1]}'"
    )
    mended = mend(place)
    (one,) = mended.reports
    assert (one.year, one.exact, one.from_backup) == (2023, True, (path,))
    assert mended.aside is not None
    with pytest.raises(Damaged), Library.open(mended.aside / place.name) as library:
        library.load(one.report_id)
    _assert_stored(place, stored)


def test_what_was_edited_after_the_backup_is_named(place: Path) -> None:
    stored = _fill(place, after=3)
    report_id = list(stored)[2]
    path = f"figures/{_CELL}"
    _sql(place, f"UPDATE value SET content='8' WHERE path='{path}' AND report_id='{report_id}'")
    (one,) = mend(place).reports
    assert (one.exact, one.doubtful) == (False, (path,))
    with Library.open(place) as library:
        found = library.load(report_id).report
        assert found.values[_CELL] == 2024  # the backup's
        assert found == stored[report_id].with_value(_CELL, Decimal(2024))
        assert library.check().whole


def test_without_any_backup_a_version_helps(place: Path) -> None:
    stored = _fill(place, backup=False)
    report_id = next(iter(stored))
    _sql(
        place,
        f"DELETE FROM value WHERE path='about/sections' AND report_id='{report_id}'",
        "VACUUM",
    )
    (one,) = mend(place).reports
    assert (one.exact, one.doubtful) == (False, ("about/sections",))
    with Library.open(place) as library:
        assert library.load(report_id).report == stored[report_id]


@pytest.mark.parametrize("table", ["report", "library", "setting", "history", "version"])
def test_a_lost_table_comes_back(place: Path, table: str) -> None:
    stored = _fill(place)
    with Library.open(place) as library:
        library.keep_backup("hand")
    _sql(place, f"DELETE FROM {table}")
    mended = mend(place)
    assert all(one.exact for one in mended.reports)
    _assert_stored(place, stored)


@pytest.mark.parametrize("backup", [True, False])
@pytest.mark.parametrize("start", [0, 16, 60, 100, 4096])
def test_a_broken_header_or_first_tree_costs_nothing(place: Path, start: int, backup: bool) -> None:
    stored = _fill(place, backup=backup)
    content = bytearray(place.read_bytes())
    content[start : start + 40] = b"\xa5" * 40
    place.write_bytes(content)
    mend(place)
    _assert_stored(place, stored)


def test_a_zeroed_page_costs_at_most_what_lay_on_it(place: Path) -> None:
    stored = _fill(place, after=5)
    whole = place.read_bytes()
    for page in range(1, len(whole) // 4096, rounds(4, 1, "zeroed_step")):
        place.write_bytes(whole[: page * 4096] + bytes(4096) + whole[(page + 1) * 4096 :])
        mended = mend(place)
        with Library.open(place) as library:
            assert library.check().whole
            exact = {one.report_id: one.exact for one in mended.reports}
            for report_id, expected in stored.items():
                found = library.load(report_id).report
                assert (found == expected) or not exact.get(report_id, True)
                assert len(found.values) >= len(expected.values) - 1


def test_a_cut_file_gives_what_it_has_and_the_backup_the_rest(place: Path) -> None:
    stored = _fill(place)
    whole = place.read_bytes()
    for size in (0, 50, 4096, len(whole) // 2, len(whole) - 1):
        place.write_bytes(whole[:size])
        mend(place)
        with Library.open(place) as library:
            assert {e.id: library.load(e.id).report for e in library.entries()} == stored


def test_a_removed_and_forgotten_value_does_not_come_back(place: Path) -> None:
    stored = _fill(place)
    (report_id, *_) = stored
    with Library.open(place) as library:
        stored[report_id] = stored[report_id].with_value("applications/row6/natural", None)
        library.save(report_id, stored[report_id])
    path = f"figures/{_CELL}"
    _sql(place, f"UPDATE value SET content='8' WHERE path='{path}' AND report_id='{report_id}'")
    (one,) = mend(place).reports
    assert one.exact
    _assert_stored(place, stored)


def test_an_open_library_a_strangers_and_a_newer_one_are_left_alone(
    place: Path, tmp_path: Path
) -> None:
    _fill(place, backup=False)
    with Library.open(place), pytest.raises(InUse):
        mend(place)
    stranger = tmp_path / "photo.sqlite"
    stranger.write_bytes(b"\x89PNG" * 3000)
    with pytest.raises(InputRefused):
        mend(stranger)
    assert stranger.read_bytes() == b"\x89PNG" * 3000
    _sql(place, "UPDATE alembic_version SET version_num='0999'")
    with closing(sqlite3.connect(place)) as plain:
        plain.execute("PRAGMA user_version=999")
    before = place.read_bytes()
    with pytest.raises(NewerLibrary):
        mend(place)
    assert place.read_bytes() == before


def test_a_lost_register_brings_back_nothing_that_was_deleted(place: Path) -> None:
    stored = _fill(place)
    with Library.open(place) as library:
        gone = library.create(report(1999))
        library.set_settings({"old": "x"})
        library.keep_backup()
        library.remove(gone)
        library.purge(gone)
        library.set_settings({"old": ""})
        library.keep_backup()
    _sql(place, "DELETE FROM library")
    assert all(one.exact for one in mend(place).reports)
    _assert_stored(place, stored)
    with Library.open(place) as library:
        assert library.setting("old") == ""
        assert library.recycled() == []
