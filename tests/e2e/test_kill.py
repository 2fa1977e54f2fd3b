"""kill -9 in the middle of typing: nothing that the window called 已保存 is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

from giadesk.store import Library
from tests.e2e.typing import CELL, SECTION

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 200 if os.environ.get("GIADESK_FAULTS") == "long" else 3


def _type_and_kill(home: Path, seconds: float) -> tuple[int, int, int]:
    """Let it type for a while, kill it; what was saved last (figure, characters), what was typed."""
    environment = dict(os.environ, GIADESK_HOME=str(home), QT_QPA_PLATFORM="offscreen")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.typing"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    lines = []
    first = process.stdout.readline()
    assert first.startswith("ready"), process.stderr.read()
    # until it has saved once there is nothing to lose; then for as long as it is let
    for line in process.stdout:
        lines.append(line)
        if line.startswith("saved"):
            break
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lines.append(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors, errors
    lines += rest.splitlines(keepends=True)
    whole = [line.split() for line in lines if line.endswith("\n")]
    saved = [words for words in whole if words[0] == "saved"]
    typed = [int(words[1]) for words in whole if words[0] == "typed"]
    return int(saved[-1][1]), int(saved[-1][2]), max(typed, default=0)


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance = random.Random(20260116)
    characters = 0
    for _ in range(ROUNDS):
        figure, saved_characters, typed = _type_and_kill(tmp_path, chance.uniform(0.05, 1.5))
        with Library.open(tmp_path / "library.db") as library:
            assert library.unclean is not None
            entry = library.entries()[0]
            stored = library.load(entry.id).report
        section = stored.section(SECTION)
        assert section is not None
        kept = stored.values.get(CELL, Decimal(0))
        assert isinstance(kept, Decimal)
        assert figure <= kept <= typed + 20
        assert section.text.count("x") >= saved_characters >= characters
        characters = section.text.count("x")
