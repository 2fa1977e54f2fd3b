"""How a library is made, found, refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from giadesk.core.errors import InputRefused, StorageFailed
from giadesk.store import Damaged, InUse, Library, LibraryMissing, NewerLibrary, header
from tests.store.sample import report

_HOLD = """
import sys
from giadesk.store import Library
library = Library.open(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
library.close()
"""


def _pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_file_is_ours_private_and_safe(tmp_path: Path) -> None:
    path = tmp_path / "新建" / "library.db"
    with Library.open(path) as library:
        raw = library._database.raw
        settings = {
            name: raw.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "locking_mode", "foreign_keys")
        }
        assert settings == {
            "journal_mode": "truncate",
            "synchronous": 3,
            "locking_mode": "exclusive",
            "foreign_keys": 1,
        }
        library.create(report())
        for name in path.parent.iterdir():
            assert stat.S_IMODE(name.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert _pragma(path, "application_id") == header.APPLICATION_ID
    assert _pragma(path, "user_version") == header.SCHEMA
    assert sorted(p.name for p in path.parent.iterdir() if p.suffix != ".db-journal") == [
        "library.db"
    ]


def test_a_second_program_is_told_who_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with pytest.raises(InUse) as caught:
            Library.open(path)
        assert "@" in caught.value.who
        assert caught.value.since
        assert caught.value.who in str(caught.value)
        with pytest.raises(InUse):
            Library.open(path, read_only=True)
        first.communicate("\n", timeout=20)
    with Library.open(path) as library:
        assert library.unclean is None


def test_a_second_opening_in_one_program_does_not_loosen_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        with pytest.raises(InUse):
            Library.open(path)
        found = subprocess.run(
            [sys.executable, "-c", _HOLD, str(path)],
            capture_output=True,
            text=True,
            timeout=30,
            input="\n",
        )
        assert "InUse" in found.stderr
        library.create(report())


def test_a_dead_program_leaves_no_lock_but_a_note(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
        first.wait()
    with Library.open(path) as library:
        assert library.unclean is not None
        assert library.unclean.pid == first.pid
    with Library.open(path) as library:
        assert library.unclean is None


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0" * 100, b"SQLite format 3\0" + bytes(200), "一份报告".encode()]
)
def test_what_is_no_library_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(InputRefused):
        Library.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
    before = path.read_bytes()
    with pytest.raises(InputRefused):
        Library.open(path)
    assert path.read_bytes() == before


def test_a_newer_library_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version={header.SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerLibrary, match="更新版本"):
        Library.open(path)
    assert path.read_bytes() == before


def test_an_emptied_file_is_damage_not_a_new_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        Library.open(path)


def test_a_vanished_library_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "library-r00000001-20260109T083000Z-start.db").write_bytes(b"x")
    with pytest.raises(LibraryMissing):
        Library.open(path)
    assert not path.exists()
    with Library.open(path, fresh=True) as library:
        assert library.entries() == []


def test_a_folder_and_a_place_that_cannot_be_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        Library.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFailed):
        Library.open(tmp_path / "file" / "library.db")
    with pytest.raises(StorageFailed):
        Library.open(tmp_path / ("长" * 100) / "library.db")


def test_read_only_shows_everything_and_saves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        report_id = library.create(report())
    before = path.read_bytes()
    with Library.open(path, read_only=True) as library:
        assert library.read_only
        assert library.load(report_id).report == report()
        with pytest.raises(StorageFailed, match="只读"):
            library.save(report_id, report(2025))
        with pytest.raises(StorageFailed):
            library.remove(report_id)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["library.db", "library.db-journal"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere"
)
def test_a_folder_without_permission_is_opened_read_only(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    tmp_path.chmod(0o500)
    try:
        with Library.open(path) as library:
            assert library.read_only
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", ["a b", "百分号%41", "问号?x=1", "井号#1", "单引号'", "&mode=ro"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "报告库.db"
    with Library.open(path) as library:
        report_id = library.create(report())
    assert path.is_file()
    with Library.open(path) as library:
        assert library.load(report_id).report == report()


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced by a copy"])
def test_nothing_is_called_saved_into_a_file_that_is_gone(tmp_path: Path, how: str) -> None:
    path, aside = tmp_path / "library.db", tmp_path / "aside.db"
    with Library.open(path) as library:
        report_id = library.create(report())
        if how == "replaced by a copy":
            shutil.copy(path, tmp_path / "copy.db")
            path.rename(aside)
            (tmp_path / "copy.db").rename(path)
        elif how == "moved":
            path.rename(aside)
        else:
            path.unlink()
        with pytest.raises(StorageFailed, match="被移走、删除或替换"):
            library.save(report_id, report(2030))
        if how == "moved":
            aside.rename(path)
            library.save(report_id, report(2031))
            assert library.load(report_id).report == report(2031)


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting needs root")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_medium_is_shown_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "光盘"
    path = folder / "library.db"
    with _mounted(folder):
        with Library.open(path) as library:
            report_id = library.create(report())
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        with Library.open(path) as library:
            assert "只读" in library.read_only
            assert library.load(report_id).report == report()
            assert library.search("公开")
            assert library.check().whole
            assert library.backup(tmp_path / "copy.db")
            assert library.keep_backup().said
            with pytest.raises(StorageFailed, match="只读"):
                library.save(report_id, report(2030))
        with pytest.raises(StorageFailed):
            Library.open(folder / "new.db")


def test_a_stick_that_is_pulled_out_is_said_and_nothing_is_called_saved(tmp_path: Path) -> None:
    folder = tmp_path / "U 盘"
    with ExitStack() as stack:
        stack.enter_context(_mounted(folder))
        library = stack.enter_context(Library.open(folder / "library.db"))
        report_id = library.create(report())
        subprocess.run(["umount", "-l", str(folder)], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", str(folder)], check=True)  # another stick
        with pytest.raises(StorageFailed, match="被移走、删除或替换"):
            library.save(report_id, report(2030))
        assert library.load(report_id).report  # what was read stays readable
        assert not (folder / "library.db").exists()


def test_a_folder_that_is_renamed_while_it_is_in_use(tmp_path: Path) -> None:
    before, after = tmp_path / "旧 名称", tmp_path / "新 名称"
    path = before / "library.db"
    with Library.open(path) as library:
        report_id = library.create(report())
        before.rename(after)
        with pytest.raises(StorageFailed, match="被移走、删除或替换"):
            library.save(report_id, report(2030))
    with Library.open(after / "library.db") as library:
        assert library.check().whole
        assert library.load(report_id).report in (report(), report(2030))
