"""Space runs out at every size: old data stand, nothing half-made is left, it is said in words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from giadesk.store import Library
from giadesk.store.backups import backups_in, verify
from tests.databases.make import FOLDER
from tests.faults.amount import LONG, count, rounds
from tests.store.sample import report

pytestmark = [
    pytest.mark.timeout(0),
    pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems"),
]

_ROOT = Path(__file__).resolve().parents[2]
_JOBS = ("make", "save", "back_up", "put_back", "migrate")


def _prepare(job: str, folder: Path) -> str:
    """What stands before the job, as it is when there is room; the id of its report."""
    path = folder / "library.sqlite"
    if job == "migrate":
        shutil.copy(FOLDER / "schema-0001.sqlite", path)
    if job in ("back_up", "put_back"):
        with Library.open(path) as library:
            report_id = library.create(report(figures=200))
            if job == "put_back":
                library.backup(_backup_of(folder))
            return report_id
    return ""


def _backup_of(folder: Path) -> Path:
    (folder / "backups").mkdir()
    return folder / "backups" / "library-r00000001-20260109T083000Z-hand.sqlite"


def _work(job: str, folder: Path, limit: int) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.faults.filler", job, str(folder), str(limit)],
        capture_output=True,
        text=True,
        cwd=_ROOT,
        timeout=120,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout
    return found.stdout.splitlines()


def _judge(job: str, folder: Path, report_id: str, said: list[str]) -> None:
    """Everything acknowledged is there, with room again; nothing half-made is."""
    path = folder / "library.sqlite"
    if path.exists():
        with Library.open(path) as library:
            assert library.check().whole
            if report_id:
                assert library.load(report_id).report == report(figures=200)
            saved = [int(line.split()[1]) for line in said if line.startswith("saved")]
            if saved:
                (entry,) = library.entries()
                assert library.load(entry.id).report.values["a/b/c"] >= saved[-1]
            if job == "migrate":
                assert len(library.entries()) == 2
    else:
        assert job == "make" or (job == "save" and said[-1].startswith("refused"))
    for backup in backups_in(folder / "backups", path):
        if not backup.reason.startswith("upgrade"):
            verify(backup.path)
    if (folder / "hand.sqlite").exists():
        verify(folder / "hand.sqlite")
    assert not [p for p in folder.rglob(".*") if p.suffix in (".part", ".db", ".sqlite")]


@contextmanager
def _small_disk(folder: Path, kib: int) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here (that needs root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def _sizes(job: str) -> range:
    first = {"make": 8, "save": 1100, "back_up": 200, "put_back": 250, "migrate": 80}[job]
    step = max(4, 1000 // rounds(2, 250, "full_disk_step") // 4 * 4)
    return range(first, first + (1000 if LONG else 900), step)


@pytest.mark.parametrize("job", _JOBS)
def test_a_small_disk(tmp_path: Path, job: str) -> None:
    refused = 0
    for size in _sizes(job):
        with _small_disk(tmp_path / "disk", size) as folder:
            try:
                report_id = _prepare(job, folder)
            except Exception:
                continue  # not even what stands before has room
            count("small_disk")
            said = _work(job, folder, 0)
            refused += any(line.startswith("refused") for line in said)
            if job == "save" and said[-2].startswith("refused"):
                assert "磁盘已满" in said[-2] or "空间" in said[-2]
                assert said[-1].startswith("rescued"), said[-2:]
            subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
            _judge(job, folder, report_id, said)
    assert refused or job == "migrate"


@pytest.mark.parametrize("job", _JOBS)
def test_a_limit_on_the_size_of_files(tmp_path: Path, job: str) -> None:
    limits = rounds(1, 100, "file_limit")
    for number in range(limits):
        folder = tmp_path / str(number)
        folder.mkdir()
        report_id = _prepare(job, folder)
        limit = 8192 + (number + 1) * (160_000 // (limits + 1)) // 512 * 512
        said = _work(job, folder, limit) if job != "save" else _work_without_reserve(folder, limit)
        _judge(job, folder, report_id, said)
        shutil.rmtree(folder)


def _work_without_reserve(folder: Path, limit: int) -> list[str]:
    (folder / "rescue").mkdir()
    (folder / "rescue" / "reserve.bin").write_bytes(bytes(1 << 20))  # under a limit it cannot grow
    said = _work("save", folder, limit + 20_000)
    return [line for line in said if not line.startswith("rescued")]
