"""Backups: judged before they count, thinned by rule, put back without losing what stood there."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import InputRefused, StorageFailed
from giadesk.store import Damaged, InUse, Library, LibraryMissing
from giadesk.store import backups as backups_module
from giadesk.store.backups import backups_in, keep_backup, verify
from giadesk.store.mending import mend
from giadesk.store.rescue import keep_rescue, keep_reserve
from giadesk.store.restoring import restore
from tests.store.sample import report


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "资料 库" / "library.sqlite"


@pytest.fixture
def library(place: Path) -> Library:
    return Library.open(place)


def _damage(
    path: Path, what: str = "UPDATE value SET content='7' WHERE path LIKE 'figures/%row3%'"
) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        assert plain.execute(what).rowcount > 0


def test_a_backup_is_the_library(library: Library, tmp_path: Path) -> None:
    report_id = library.create(report(), report(2023))
    target = tmp_path / "备份.sqlite"
    assert library.backup(target) == target.stat().st_size
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["备份.sqlite", "资料 库"]
    with Library.open(target, read_only=True) as copy:
        assert copy.load(report_id).report == report()
        assert copy.load(report_id).last == report(2023)


def test_a_backup_follows_edits_that_are_made_meanwhile(library: Library, tmp_path: Path) -> None:
    for year in range(1900, 2020):
        report_id = library.create(report(year, figures=300))
    done = threading.Event()
    saved = 0

    def type_on() -> None:
        nonlocal saved
        while not done.is_set():
            saved += 1
            library.save(report_id, report(2019, figures=300).with_value("a/b/c", Decimal(saved)))

    typist = threading.Thread(target=type_on)
    typist.start()
    try:
        for number in range(3):
            library.backup(tmp_path / f"{number}.sqlite")
    finally:
        done.set()
        typist.join()
    for number in range(3):
        verify(tmp_path / f"{number}.sqlite")
    assert library.load(report_id).report.values["a/b/c"] == saved


def test_automatic_backups_are_made_only_after_changes(library: Library) -> None:
    library.create(report())
    first = library.keep_backup("start")
    assert first.said == ()
    assert first.path is not None
    assert library.keep_backup("timer").path == first.path
    assert [b.reason for b in library.backups()] == ["start"]
    library.create(report(2020))
    library.keep_backup("timer")
    assert [b.reason for b in library.backups()] == ["timer", "start"]
    assert library.last_backup()[1:] == (library.revision, "")


def test_the_second_place_may_be_missing_and_is_caught_up(library: Library, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    library.set_settings({"backup_place": str(stick)})
    library.create(report())
    made = library.keep_backup()
    assert made.path is not None
    assert made.second is None
    assert "U 盘没有插好" in made.said[0]
    stick.mkdir()
    made = library.keep_backup()
    assert made.said == ()
    assert made.second is not None
    verify(made.second)
    assert made.second.parent == stick


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX systems")
def test_whatever_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """The library, every kind of backup, what is put aside: under a mask that would let all read."""
    before = os.umask(0)
    try:
        home, stick = tmp_path / "家", tmp_path / "U盘"
        stick.mkdir()
        place = home / "library.db"
        with Library.open(place) as library:
            library.set_settings({"backup_place": str(stick)})
            report_id = library.create(report())
            made = library.keep_backup()
            library.backup(tmp_path / "hand.db")
            keep_reserve(home)
            keep_rescue(home, report_id, report(), 1, "x", places=[home / "rescue"])
        assert made.path is not None
        restore(made.path, place)
        content = place.read_bytes()
        place.write_bytes(content[: len(content) // 4096 // 2 * 4096])
        mend(place)
        with Library.open(place) as library:
            library.create(report(2030))
    finally:
        os.umask(before)
    found = [path for path in tmp_path.rglob("*") if path != stick]
    assert len([path for path in found if path.suffix == ".db"]) >= 6
    assert [path for path in found if path.is_dir() and path.stat().st_mode & 0o077] == []
    open_to_others = [p for p in found if p.is_file() and p.stat().st_mode & 0o077]
    assert [path.name for path in open_to_others if path.name != "reserve.bin"] == []


def test_a_damaged_library_never_pushes_good_backups_out(place: Path) -> None:
    with Library.open(place) as library:
        for year in range(2000, 2012):
            library.create(report(year))
            library.keep_backup()
        good = library.backups()
    _damage(place)
    with Library.open(place) as library:
        for year in range(2030, 2034):
            library.create(report(year))
            made = library.keep_backup()
            assert "损坏" in made.said[0]
        found = library.backups()
    assert [b for b in found if b.counts] == good
    assert len([b for b in found if not b.counts]) == 1


def test_a_manual_backup_of_a_damaged_library_is_refused_and_the_old_one_stands(
    place: Path, tmp_path: Path
) -> None:
    target = tmp_path / "b.sqlite"
    with Library.open(place) as library:
        library.create(report())
        library.backup(target)
    before = target.read_bytes()
    _damage(place)
    with Library.open(place) as library, pytest.raises(Damaged):
        library.backup(target)
    assert target.read_bytes() == before


@pytest.mark.parametrize("target", ["没有/这个/文件夹/b.sqlite", "长" * 200])
def test_a_backup_to_nowhere_is_a_sentence(library: Library, tmp_path: Path, target: str) -> None:
    with pytest.raises(StorageFailed):
        library.backup(tmp_path / target)
    library.create(report())


def test_old_backups_make_room_but_never_the_newest(library: Library, place: Path) -> None:
    for year in range(2000, 2008):
        library.create(report(year))
        library.keep_backup()
    standing = library.backups()
    library.create(report(2010))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = keep_backup(
        library._database, place, place.parent / "backups", None, "timer", now, free=lambda _: 0
    )
    assert "空间不足" in made.said[0]
    assert made.path is None
    assert library.backups() == standing[:3]


def test_backups_are_thinned_whatever_the_clock_says(tmp_path: Path) -> None:
    times = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(60)]
    times[20] = datetime(2099, 1, 1, tzinfo=UTC)
    times[40] = datetime(1980, 1, 1, tzinfo=UTC)
    clock = iter(times)
    now = [times[0]]
    place = tmp_path / "library.sqlite"
    with Library.open(place, clock=lambda: now[0]) as library:
        for year, time in enumerate(clock):
            now[0] = time
            library.create(report(1900 + year))
            library.keep_backup()
        found = library.backups()
    assert [b.revision for b in found] == sorted((b.revision for b in found), reverse=True)
    assert found[0].revision == 60
    assert len([b for b in found[:10] if b.revision > 50]) == 10
    assert len(found) < 40
    assert 1980 in {b.time.year for b in found}
    assert not list((tmp_path / "backups").glob(".*"))


def test_restoring_keeps_what_stood_and_counts_as_newest(place: Path) -> None:
    with Library.open(place) as library:
        report_id = library.create(report())
        made = library.keep_backup().path
        revision = library.save(report_id, report().with_about(title="后来的题目"))
        assert made is not None
        with pytest.raises(InUse):
            restore(made, place)
    restored = restore(made, place)
    assert restored.revision > revision
    assert restored.aside is not None
    with Library.open(restored.aside / place.name, read_only=True) as before:
        assert before.load(report_id).report.about.title == "后来的题目"
    with Library.open(place) as library:
        assert library.load(report_id).report == report()
        assert library.revision == restored.revision
        assert library.restored_from == made.name
        library.save(report_id, report(2027))
        library.keep_backup()
        library.accept_restored()
        assert library.restored_from == ""
        assert library.check().whole


def test_nothing_is_thinned_until_a_restored_library_is_accepted(place: Path) -> None:
    with Library.open(place) as library:
        for year in range(2000, 2015):
            library.create(report(year))
            made = library.keep_backup().path
    assert made is not None
    restore(made, place)
    with Library.open(place) as library:
        for year in range(2020, 2025):
            library.create(report(year))
            library.keep_backup()
        count = len(library.backups())
        library.accept_restored()
        library.keep_backup()
        assert len(library.backups()) < count


def test_a_library_from_another_machine_is_brought_in_by_one_file(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "library.sqlite", tmp_path / "b" / "library.sqlite"
    with Library.open(one) as library:
        report_id = library.create(report())
        library.backup(tmp_path / "带走.gialib")
    assert restore(tmp_path / "带走.gialib", other).aside is None
    with Library.open(other) as library:
        assert library.load(report_id).report == report()


def test_a_vanished_library_is_restored(place: Path) -> None:
    with Library.open(place) as library:
        report_id = library.create(report())
        made = library.keep_backup().path
    assert made is not None
    place.unlink()
    with pytest.raises(LibraryMissing):
        Library.open(place)
    restore(made, place)
    with Library.open(place) as library:
        assert library.load(report_id).report == report()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" * 100, b"SQLite format 3\0" + b"\1" * 4080])
def test_what_is_no_good_backup_is_refused_and_nothing_changes(
    place: Path, tmp_path: Path, content: bytes
) -> None:
    with Library.open(place) as library:
        library.create(report())
    before = place.read_bytes()
    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(content)
    with pytest.raises((InputRefused, StorageFailed)):
        restore(bad, place)
    with pytest.raises(InputRefused):
        restore(tmp_path / "none.sqlite", place)
    with pytest.raises(InputRefused):
        restore(place, place)
    assert place.read_bytes() == before
    assert sorted(p.name for p in place.parent.iterdir()) == [place.name, place.name + "-journal"]


def test_a_damaged_backup_is_not_restored(place: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.sqlite"
    with Library.open(place) as library:
        library.create(report())
        library.backup(bad)
    _damage(bad)
    before = place.read_bytes()
    with pytest.raises(Damaged):
        restore(bad, place)
    assert place.read_bytes() == before


def test_names_sort_by_revision_and_strangers_are_left_alone(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    for name in (
        "library-r00000009-20990101T000000Z-start.sqlite",
        "library-r00000010-20200101T000000Z-timer.sqlite",
        "library-r123456789-20200101T000000Z-exit.sqlite",
        "library-copy.sqlite",
        "other-r00000011-20200101T000000Z-start.sqlite",
    ):
        (tmp_path / name).write_bytes(b"x")
    assert [b.revision for b in backups_in(tmp_path, library)] == [123456789, 10, 9]
    assert backups_module.backups_in(tmp_path / "none", library) == []
