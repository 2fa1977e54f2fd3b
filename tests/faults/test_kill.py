"""kill -9 at any moment of any work loses nothing that was acknowledged, and no library."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.errors import UserError
from giadesk.store import Library
from giadesk.store.mending import mend
from tests.faults.amount import rounds, seed
from tests.store.sample import report

pytestmark = pytest.mark.timeout(0)

_ROOT = Path(__file__).resolve().parents[2]


def _work_and_kill(job: str, path: Path, number: int, seconds: float) -> list[str]:
    """Let a child work and kill it some time after its first promise; all that it promised."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", job, str(path), str(number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.kill()
        said = first + child.stdout.read()
    return [line[:-1] for line in said.splitlines(keepends=True) if line.endswith("\n")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library.sqlite") as library:
        library.create(report())
        library.keep_backup()
    return tmp_path / "library.sqlite"


def test_typing(path: Path) -> None:
    chance = random.Random(seed("kill typing"))
    acknowledged = 0
    for number in range(rounds(12, 3_000, "kill_typing")):
        said = _work_and_kill("type_on", path, number, chance.uniform(0, 0.08))
        acknowledged = max([acknowledged, *map(int, said)])
        with Library.open(path) as library:
            assert library.unclean is not None
            stored = library.load(library.entries()[0].id).report
            assert stored.values.get("typist/count/n", Decimal(0)) >= acknowledged
            assert library.check().whole
    assert acknowledged


def test_bringing_in(path: Path) -> None:
    chance = random.Random(seed("kill importing"))
    promised: set[str] = set()
    for number in range(rounds(3, 500, "kill_importing")):
        promised |= set(_work_and_kill("bring_in", path, number, chance.uniform(0, 0.05)))
        with Library.open(path) as library:
            entries = {entry.id: entry for entry in library.entries()}
            assert promised <= entries.keys()
            for report_id in random.Random(number).sample(sorted(promised), min(5, len(promised))):
                assert library.load(report_id).report == report(entries[report_id].year)
            assert number % 20 or library.check().whole
    assert promised


def test_restoring(path: Path) -> None:
    chance = random.Random(seed("kill restoring"))
    for number in range(rounds(3, 500, "kill_restoring")):
        _work_and_kill("put_back", path, number, chance.uniform(0, 0.05))
        with Library.open(path) as library:
            (entry,) = library.entries()
            assert library.load(entry.id).report == report()
            assert library.check().whole
        assert not list(path.parent.glob(".new-*"))
        shutil.rmtree(path.parent / "replaced", ignore_errors=True)


def test_migrating(path: Path) -> None:
    chance = random.Random(seed("kill migrating"))
    for number in range(rounds(3, 500, "kill_migrating")):
        folder = path.parent / str(number)
        folder.mkdir()
        _work_and_kill("migrate", folder / "x", number, chance.uniform(0, 0.2))
        for old in folder.glob("old-*/library.sqlite"):
            with Library.open(old) as library:
                assert len(library.entries()) == 2
                assert library.check().whole
        shutil.rmtree(folder)


def test_mending(path: Path) -> None:
    chance = random.Random(seed("kill mending"))
    whole = path.read_bytes()
    for number in range(rounds(3, 500, "kill_mending")):
        at = 4096 * chance.randrange(2, len(whole) // 4096)
        path.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
        _work_and_kill("repair", path, number, chance.uniform(0, 0.06))
        try:
            with Library.open(path) as library:
                done = library.check().whole
        except UserError:
            done = False
        if not done:
            mend(path)
        with Library.open(path) as library:
            (entry,) = library.entries()
            assert library.load(entry.id).report == report()
            assert library.check().whole
        shutil.rmtree(path.parent / "replaced", ignore_errors=True)
