"""Space runs out at every size: old data stand, nothing half-made is left, it is said in words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from giadesk.core.errors import UserError
from giadesk.exports import KINDS
from giadesk.store import Library
from giadesk.store.backups import backups_in, verify
from tests.databases.make import FOLDER
from tests.faults.amount import LONG, count, rounds
from tests.faults.exporter import YEARS, essence, target
from tests.store.sample import report

pytestmark = [
    pytest.mark.timeout(0),
    pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems"),
]

_ROOT = Path(__file__).resolve().parents[2]
_JOBS = ("make", "save", "back_up", "put_back", "migrate", "export")


def _prepare(job: str, folder: Path, exported: Path, number: int) -> str:
    """What stands before the job, as it is when there is room; the id of its report, or the kind of
    file that is exported."""
    path = folder / "library.sqlite"
    if job == "export":
        kind = KINDS[number % len(KINDS)]
        shutil.copyfile(target(exported / "2024", kind), target(folder, kind))
        return kind
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


Work = Callable[[str, Path, int], list[str]]


@pytest.fixture(scope="module")
def work() -> Iterator[Work]:
    """Do a job in a child of its own: what it said."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.filler"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None

        def do(job: str, folder: Path, limit: int) -> list[str]:
            server.stdin.write(json.dumps([job, str(folder), limit]) + "\n")
            server.stdin.flush()
            status, said, errors = json.loads(server.stdout.readline())
            assert status == 0, errors
            assert said
            return str(said).splitlines()

        yield do
        server.stdin.close()


def _judge_export(folder: Path, exported: Path, kind: str, said: list[str]) -> None:
    """The new file where that was said, else the old one; nothing beside it."""
    assert [p.name for p in folder.iterdir()] == [target(folder, kind).name]
    whole = {year: essence(target(exported / str(year), kind)) for year in YEARS}
    found = essence(target(folder, kind))
    if said == ["exported"]:
        assert found == whole[2025]
    else:
        assert said[0].startswith("refused")
        assert found == whole[2024]


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
    """A thousand sizes, a page of memory apart, in the long run; from one at which nothing fits."""
    first = {
        "make": 8, "save": 1100, "back_up": 200, "put_back": 250, "migrate": 80, "export": 40,
    }[job]  # fmt: skip
    if LONG:
        return range(first, first + 4 * rounds(0, 1000, "disk_sizes_step"), 4)
    return range(first, first + 900, 500)


@pytest.mark.parametrize("job", _JOBS)
def test_a_small_disk(tmp_path: Path, exported: Path, work: Work, job: str) -> None:
    refused = 0
    for number, size in enumerate(_sizes(job)):
        with _small_disk(tmp_path / "disk", size) as folder:
            try:
                made = _prepare(job, folder, exported, number)
            except (UserError, OSError):
                continue  # not even what stands before has room
            count("small_disk")
            said = work(job, folder, 0)
            refused += any(line.startswith("refused") for line in said)
            if job == "save" and said[-2].startswith("refused"):
                assert "磁盘已满" in said[-2] or "空间" in said[-2]
                assert said[-1].startswith("rescued"), said[-2:]
            subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
            if job == "export":
                _judge_export(folder, exported, made, said)
            else:
                _judge(job, folder, made, said)
    assert refused or job == "migrate" or (job == "export" and not LONG)


@pytest.mark.parametrize("job", _JOBS)
def test_a_limit_on_the_size_of_files(tmp_path: Path, exported: Path, work: Work, job: str) -> None:
    limits = rounds(1, 100, "file_limit")
    for number in range(limits):
        folder = tmp_path / str(number)
        folder.mkdir()
        made = _prepare(job, folder, exported, number)
        limit = 8192 + (number + 1) * (160_000 // (limits + 1)) // 512 * 512
        said = (work if job != "save" else _without_reserve(work))(job, folder, limit)
        if job == "export":
            _judge_export(folder, exported, made, said)
        else:
            _judge(job, folder, made, said)
        shutil.rmtree(folder)


def _without_reserve(work: Work) -> Work:
    def do(job: str, folder: Path, limit: int) -> list[str]:
        (folder / "rescue").mkdir()
        (folder / "rescue" / "reserve.bin").write_bytes(bytes(1 << 20))  # a limit lets none grow
        return [line for line in work(job, folder, limit + 20_000) if line[:7] != "rescued"]

    return do
