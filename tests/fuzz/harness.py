"""Runs mutants in worker processes under limits, and counts what came of them.

A worker is a fork that has its libraries loaded; it takes a run of numbers, one after another in the same
process, and tells where it is in memory shared with its parent. When it dies or stands still, the parent
knows at which mutant, counts that as a failure, and starts another worker behind it.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import resource
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from tests.fuzz.targets import TARGETS, Target

TIME_LIMIT = 10.0
"""Seconds of processor time for one mutant: what the caller of a reader would wait."""
STILL = 60.0
"""Seconds on the clock after which a worker that does not move is ended from outside."""
MEMORY = 900 << 20
"""Address space of a worker, as in giadesk/imports/worker.py."""

_SLOTS = (
    "number",
    "began",
    "read",
    "report",
    "refused",
    "failed",
    "worst",
    "worst_at",
    "peak",
    "peak_at",
    "spent",
)


class _HungError(BaseException):
    """The time of one mutant is over. Not an Exception: readers may catch those."""


class Failure(msgspec.Struct):
    """One kind of failure: what was raised and where, how often, and the first mutants that did it."""

    kind: str
    where: str
    said: str
    count: int = 0
    numbers: list[int] = []


class Tally(msgspec.Struct):
    """What a target's mutants came to so far; `next` is the number to go on with."""

    next: int = 0
    read: int = 0
    report: int = 0
    refused: int = 0
    ended: int = 0
    seconds: float = 0.0
    worst: float = 0.0
    worst_at: int = 0
    peak: int = 0
    peak_at: int = 0
    failures: dict[str, Failure] = {}

    @property
    def failed(self) -> int:
        """How many mutants broke the promise."""
        return sum(f.count for f in self.failures.values())

    def add(self, number: int, kind: str, where: str, said: str) -> None:
        """Count a failure under its kind and place."""
        key = f"{kind} {where}"
        one = self.failures.setdefault(key, Failure(kind, where, said))
        one.count += 1
        if len(one.numbers) < 8:
            one.numbers.append(number)


class _Board:
    """Numbers shared between a worker and its parent."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * len(_SLOTS))
        self.numbers = memoryview(self._memory).cast("d")

    def __getitem__(self, name: str) -> float:
        return self.numbers[_SLOTS.index(name)]

    def clear(self, start: int) -> None:
        for index in range(len(_SLOTS)):
            self.numbers[index] = 0.0
        self.numbers[0] = start - 1
        self.numbers[1] = time.monotonic()


def run_slice(target: Target, seed: str, stop: int, tally: Tally, log: Path) -> None:
    """Run the mutants from `tally.next` to before `stop`, whatever becomes of the workers."""
    board = _Board()
    while tally.next < stop:
        board.clear(tally.next)
        log.write_text("")
        worker = os.fork()
        if worker == 0:
            _work(target, seed, tally.next, stop, board, log)
        status, still = _watch(worker, board)
        _gather(tally, board, log)
        done = int(board["number"])
        if status == 0:
            tally.next = stop
            continue
        # it was working at `done`, which has no outcome of its own
        tally.next = max(done, tally.next) + 1
        kind = "hang" if still else "death"
        if kind == "death" and target.apart:
            tally.ended += 1
            continue
        tally.add(max(done, 0), kind, f"status {status}", "the worker process ended")


def _watch(worker: int, board: _Board) -> tuple[int, bool]:
    """Wait for the worker; its status, and whether it stood still and was ended."""
    while True:
        pid, status = os.waitpid(worker, os.WNOHANG)
        if pid:
            return status, False
        if time.monotonic() - board["began"] > STILL:
            os.kill(worker, signal.SIGKILL)
            return os.waitpid(worker, 0)[1], True
        time.sleep(0.05)


def _gather(tally: Tally, board: _Board, log: Path) -> None:
    tally.read += int(board["read"])
    tally.report += int(board["report"])
    tally.refused += int(board["refused"])
    tally.seconds += board["spent"]
    if board["worst"] > tally.worst:
        tally.worst, tally.worst_at = board["worst"], int(board["worst_at"])
    if board["peak"] > tally.peak:
        tally.peak, tally.peak_at = int(board["peak"]), int(board["peak_at"])
    for line in log.read_text("utf-8").splitlines():
        tally.add(*json.loads(line))


def _work(target: Target, seed: str, start: int, stop: int, board: _Board, log: Path) -> None:
    """The worker: never returns."""
    status = 1
    try:
        _limit()
        with log.open("a", encoding="utf-8") as file:
            for number in range(start, stop):
                _one(target, seed, number, board.numbers, file)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _hung)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # what a parser in another language says before it dies belongs to the log of nobody
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _hung(_signal: int, _frame: FrameType | None) -> None:
    raise _HungError


def _one(target: Target, seed: str, number: int, numbers: Any, file: Any) -> None:
    numbers[0], numbers[1] = number, time.monotonic()
    made, chance = target.mutant(seed, number)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT)
    try:
        outcome = target.run(made, chance)
        signal.setitimer(signal.ITIMER_PROF, 0)
        numbers[_SLOTS.index(outcome)] += 1
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        signal.setitimer(signal.ITIMER_PROF, 0)
        file.write(json.dumps([number, *described(error)], ensure_ascii=False) + "\n")
        file.flush()
        numbers[5] += 1
    spent = time.process_time() - began
    numbers[10] += spent
    if spent > numbers[6]:
        numbers[6], numbers[7] = spent, number
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if peak > numbers[8]:
        numbers[8], numbers[9] = peak, number


def described(error: BaseException) -> tuple[str, str, str]:
    """What was raised, the last place of ours on the way to it, and its first words."""
    kind = {"_HungError": "hang", "MemoryError": "memory"}.get(
        type(error).__name__, type(error).__name__
    )
    ours = [
        f for f in traceback.extract_tb(error.__traceback__) if "giadesk" in Path(f.filename).parts
    ]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    said = str(error)
    if kind == "VanishedError":
        where, _, said = said.partition(":")
    return kind, where, said[:120]


def tallies(state: Path, seed: str, program: str) -> dict[str, Tally]:
    """What earlier runs of the same seed and program left; empty tallies for another."""
    try:
        data = json.loads(state.read_text("utf-8"))
        if (data["seed"], data["program"]) == (seed, program):
            return {
                **{n: Tally() for n in TARGETS},
                **msgspec.convert(data["tallies"], dict[str, Tally]),
            }
    except (OSError, ValueError, KeyError, msgspec.MsgspecError):
        pass
    return {name: Tally() for name in TARGETS}


def keep(state: Path, seed: str, program: str, tallied: dict[str, Tally]) -> None:
    """Write the tallies, so that a run can be ended at any time and gone on with."""
    data = {"seed": seed, "program": program, "tallies": msgspec.to_builtins(tallied)}
    temporary = state.with_suffix(".new")
    temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    temporary.replace(state)
