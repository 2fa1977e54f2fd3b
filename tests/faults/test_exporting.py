"""Exports under kill -9, and with every system call of theirs failing: the old file or the new one."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from giadesk.exports import KINDS
from tests.faults.amount import LONG, count, rounds, seed
from tests.faults.exporter import YEARS, essence, target

pytestmark = pytest.mark.timeout(0)

_ROOT = Path(__file__).resolve().parents[2]
_CALLS = "openat,read,write,pwrite64,ftruncate,fsync,rename,chmod,fchmod,unlink,getdents64"
_ERRORS = ("EIO", "ENOSPC", "EACCES")
_STEP = 1 if LONG else 3


class _Child:
    """A process that exports into a folder when it is told to."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.exporter", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=environment,
        )  # fmt: skip
        assert self.said() == "ready"

    def tell(self, kind: str, year: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{kind} {year}\n")
        self.process.stdin.flush()

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def _child(folder: Path) -> Iterator[_Child]:
    child = _Child(folder)
    try:
        yield child
    finally:
        child.kill()


@pytest.fixture(scope="module")
def whole(exported: Path) -> dict[tuple[str, int], bytes]:
    """What each file holds when nothing went wrong."""
    return {
        (kind, year): essence(target(exported / str(year), kind)) or b""
        for kind in KINDS
        for year in YEARS
    }


def test_killed(tmp_path: Path, whole: dict[tuple[str, int], bytes]) -> None:
    chance = random.Random(seed("kill exporting"))
    for number in range(rounds(2, 500, "kill_exporting")):
        folder = tmp_path / str(number)
        folder.mkdir()
        written: dict[str, int] = {}
        with _child(folder) as child:
            for _ in range(chance.randrange(4)):
                kind, year = chance.choice(KINDS), chance.choice(YEARS)
                child.tell(kind, year)
                assert child.said() == "done"
                written[kind] = year
            kind, year = chance.choice(KINDS), chance.choice(YEARS)
            child.tell(kind, year)
            _wait(chance.uniform(0, 0.12), child)
        for each in KINDS:
            may = {whole[each, written[each]]} if each in written else {None}
            if each == kind:
                may.add(whole[kind, year])
            assert essence(target(folder, each)) in may, each
        shutil.rmtree(folder)


def _wait(seconds: float, child: _Child) -> None:
    """Let the child work for a while."""
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end and child.process.poll() is None:
        time.sleep(0.001)


@contextmanager
def _faults(child: _Child, fault: str, log: Path) -> Iterator[None]:
    """Under strace, which has a system call of the child fail."""
    command = ["strace", "-f", "-o", str(log), "-e", f"inject={_CALLS}:{fault}"]
    strace = subprocess.Popen(
        [*command, "-p", str(child.process.pid)], stderr=subprocess.PIPE, text=True
    )
    assert strace.stderr is not None
    try:
        said = strace.stderr.readline()
        if "attached" not in said:
            pytest.skip(f"strace cannot attach here: {said.strip()}")
        yield
    finally:
        strace.terminate()
        strace.communicate()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@pytest.mark.parametrize("error", _ERRORS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_system_call_fails(
    tmp_path: Path, whole: dict[tuple[str, int], bytes], kind: str, error: str
) -> None:
    if not LONG and error != _ERRORS[KINDS.index(kind) % 3]:  # type: ignore[call-overload]
        pytest.skip("each kind with one error; make faults tries them all")
    folder, log = tmp_path / "folder", tmp_path / "log"
    folder.mkdir()
    file = target(folder, kind)
    with _child(folder) as child:
        old = target(folder / "2024", kind)
        for lasting in ("", "+"):
            for number in itertools.count(1, _STEP):
                for left in folder.glob(".giadesk-*"):
                    left.unlink()
                shutil.copyfile(old, file)
                with _faults(child, f"error={error}:when={number}{lasting}", log):
                    child.tell(kind, 2025)
                    said = child.said()
                if "(INJECTED)" not in log.read_text(errors="replace"):
                    assert said == "done"
                    break
                count("system_calls")
                _judge(said, essence(file), whole[kind, 2024], whole[kind, 2025], number)
                assert lasting or not list(folder.glob(".giadesk-*")), number
            assert number > 3


def _judge(said: str, found: bytes | None, old: bytes, new: bytes, number: int) -> None:
    """Done and new, or a sentence and either of them; never anything else."""
    assert said == "done" or said.startswith("refused"), (number, said)
    if said == "done":
        assert found == new, number
    else:
        assert found in (old, new), (number, said)
        assert "，" in said or "；" in said  # what, why, what to do
