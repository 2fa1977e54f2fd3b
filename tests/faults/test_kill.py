"""kill -9 at any moment of typing loses nothing that was acknowledged, and no library."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.store import Library
from tests.faults.amount import rounds, seed
from tests.store.sample import report

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(0)
def test_kill_while_typing(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        report_id = library.create(report())
    chance = random.Random(seed("kill"))
    acknowledged = 0
    for number in range(rounds(25, 5000, "kill")):
        acknowledged = max(acknowledged, _type_and_kill(path, report_id, number, chance))
        with Library.open(path) as library:
            assert library.unclean is not None
            stored = library.load(report_id).report
            assert stored.values.get("typist/count/n", Decimal(0)) >= acknowledged
            assert library._database.raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert acknowledged


def _type_and_kill(path: Path, report_id: str, number: int, chance: random.Random) -> int:
    """Let a child type, kill it at a random moment, give the last edit that it had acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(path), report_id, str(number)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()  # it has begun; now any moment will do
        with suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0, 0.08))
        child.kill()
        rest = child.stdout.read()
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return max((int(line.split()[0]) for line in whole), default=0)
