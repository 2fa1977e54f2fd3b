"""Several starts at once: one has the library, the others are told; nothing is written twice."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from giadesk.store import Library
from tests.faults.amount import rounds, seed

pytestmark = pytest.mark.timeout(0)

_ROOT = Path(__file__).resolve().parents[2]


def _start(path: Path, year: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.starter", str(path), str(year)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )


def _line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def _go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_starts_at_once(tmp_path: Path) -> None:
    chance = random.Random(seed("races"))
    won = 0
    for number in range(rounds(4, 500, "races")):
        path = tmp_path / str(number % 3) / "library.sqlite"  # some new, some there already
        children = [_start(path, 2000 + n) for n in range(chance.choice((2, 2, 3, 4)))]
        try:
            for child in children:
                _go(child)
            said = [_line(child) for child in children]
            made = [line.split()[1] for line in said if line.startswith("open")]
            assert len(made) == 1, said
            assert all(line.startswith(("open", "InUse")) for line in said), said
            winner = children[next(n for n, line in enumerate(said) if line.startswith("open"))]
            if chance.random() < 0.3:
                winner.kill()
            else:
                _go(winner)
            won += 1
        finally:
            for child in children:
                child.communicate(timeout=30)
        with Library.open(path) as library:
            assert made[0] in [entry.id for entry in library.entries()]
            assert library.check().whole
        left = {p.name for p in path.parent.iterdir()}
        assert left <= {"library.sqlite", "library.sqlite-journal", "library.sqlite.open"}
    assert won
