"""Damage of every kind is named by report and place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.store import Damaged, Library
from giadesk.store.checksums import UNREADABLE, checksum
from giadesk.store.records import Damage
from tests.store.sample import report


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        report_id = library.create(report(), report(2023))
        library.save(report_id, report().with_value("applications/row3/natural", Decimal(9)))
        library.keep_version(report_id, "hand")
        library.set_profile({"unit": "示例县柳河镇人民政府"})
        library.keep_backup()
    return path


def _damage(path: Path, what: str) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("PRAGMA foreign_keys=OFF")
        assert plain.execute(what).rowcount > 0


def _check(path: Path) -> tuple[Damage, ...]:
    with Library.open(path) as library:
        return library.check().damage


def test_a_whole_library_has_no_damage(place: Path) -> None:
    with Library.open(place) as library:
        told: list[tuple[int, int]] = []
        found = library.check(lambda done, of: told.append((done, of)))
    assert found.whole
    assert (found.reports, told) == (2, [(1, 2), (2, 2)])
    assert found.rows > 100


_IN_2024 = "report_id=(SELECT id FROM report WHERE year=2024)"


@pytest.mark.parametrize(
    ("what", "table", "path"),
    [
        (f"UPDATE value SET content='8' WHERE path LIKE '%row3/%' AND {_IN_2024}", "value", "figures/applications/row3/natural"),
        (f"UPDATE value SET path='figures/x/y/z' WHERE path LIKE '%row3/%' AND {_IN_2024}", "value", "figures/x/y/z"),
        (f"UPDATE value SET revision=1 WHERE path LIKE '%row3/%' AND {_IN_2024}", "value", "figures/applications/row3/natural"),
        (f"UPDATE value SET content=x'ff00' WHERE path='prose/other' AND {_IN_2024}", "value", "prose/other"),
        (f"UPDATE value SET content=CAST(x'e6ff' AS TEXT) WHERE path='prose/other' AND {_IN_2024}", "value", "prose/other"),
        (f"DELETE FROM value WHERE path LIKE '%row3/%' AND {_IN_2024}", "value", ""),
        ("UPDATE report SET status='final' WHERE year=2024", "report", ""),
        ("UPDATE report SET year=2042 WHERE year=2024", "report", ""),
        ("UPDATE history SET content='5'", "history", "figures/applications/row3/natural"),
        ("DELETE FROM history", "history", ""),
        ("UPDATE version SET content=x'00'", "version", "1"),
        ("DELETE FROM version", "history", ""),
        ("UPDATE setting SET content='x'", "setting", "profile/unit"),
        ("DELETE FROM setting", "setting", ""),
        ("UPDATE backup_log SET outcome='x'", "backup_log", "1"),
    ],
)  # fmt: skip
def test_damage_is_named(place: Path, what: str, table: str, path: str) -> None:
    _damage(place, what)
    found = _check(place)
    assert (table, path) in [(d.table, d.path) for d in found]
    assert all(d.what and str(d) for d in found)
    if table == "value":
        assert {(d.unit, d.year) for d in found} == {("示例县柳河镇人民政府", 2024)}


def test_a_report_that_vanished_is_missed(place: Path) -> None:
    _damage(place, "DELETE FROM report WHERE year=2024")
    found = {d.table for d in _check(place)}
    assert {"library", "value", "history", "version"} <= found


@pytest.mark.parametrize(
    "what",
    ["UPDATE library SET revision=7", "DELETE FROM library", "CREATE INDEX i ON report (unit)"],
)
def test_damage_to_the_librarys_own_row_refuses_the_library(place: Path, what: str) -> None:
    with closing(sqlite3.connect(place)) as plain, plain:
        plain.execute(what)
    with pytest.raises(Damaged):
        Library.open(place)


def test_loading_a_damaged_report_names_the_place(place: Path) -> None:
    _damage(place, f"UPDATE value SET content='8' WHERE path LIKE '%row3/%' AND {_IN_2024}")
    with Library.open(place) as library:
        (damaged,) = [e for e in library.entries() if e.year == 2024]
        with pytest.raises(Damaged, match="2024年报告") as caught:
            library.load(damaged.id)
        assert caught.value.paths == ("figures/applications/row3/natural",)
        stored = library.load(damaged.id, skip_damaged=True)
        assert stored.damaged == caught.value.paths
        assert "applications/row3/natural" not in stored.report.values
        assert stored.report.values["applications/row4/natural"] == 4
        with pytest.raises(Damaged):  # or the damage would be sealed in
            library.save(damaged.id, stored.report)
        (whole,) = [e for e in library.entries() if e.year == 2023]
        assert library.load(whole.id).report == report(2023)


def test_a_damaged_line_is_still_listed(place: Path) -> None:
    _damage(
        place, "UPDATE report SET unit='别处', summary='{', edited='x', year='二' WHERE year=2024"
    )
    with Library.open(place) as library:
        assert [e.damaged for e in library.entries() if e.unit == "别处"] == [True]


def test_no_row_vouches_for_text_that_cannot_be_read() -> None:
    torn = b"\xe6\xff".decode("utf-8", "surrogateescape")
    assert checksum("value", "a", torn, "1", 1) == UNREADABLE
    assert UNREADABLE not in (None, 0)
    assert not -(1 << 63) <= UNREADABLE < 1 << 63  # a column cannot hold it


def test_what_is_edited_meanwhile_is_no_damage(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        ids = [library.create(report(year)) for year in (2023, 2024, 2025)]

        def edit(done: int, _of: int) -> None:
            for number, report_id in enumerate(ids):
                figure = Decimal(100 * done + number)
                library.save(report_id, report(2023 + number).with_value("a/b/c", figure))

        assert library.check(edit).whole
        assert library.check().whole
