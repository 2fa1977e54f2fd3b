"""The benchmark table: every figure a ratio against a bare baseline measured in the same run.

Nothing here asserts on the clock; `make bench` prints the table for a person to read.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import pytest

_ROWS = pytest.StashKey[list[tuple[str, str, str]]]()


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Callable[[str, str, str], None]:
    """Add a line to the table: what, the figure measured, the goal."""
    rows = request.config.stash.setdefault(_ROWS, [])

    def add(what: str, figure: str, goal: str = "") -> None:
        rows.append((what, figure, goal))

    return add


@pytest.fixture
def in_turn() -> Callable[..., list[float]]:
    """Time several functions in turn, A B C A B C …, and give each one's median in seconds."""

    def measure(*functions: Callable[[], object], rounds: int = 15) -> list[float]:
        for function in functions:
            function()
        times: list[list[float]] = [[] for _ in functions]
        for _ in range(rounds):
            for function, taken in zip(functions, times, strict=True):
                start = time.perf_counter()
                function()
                taken.append(time.perf_counter() - start)
        return [statistics.median(taken) for taken in times]

    return measure


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Iterator[None] | None:
    rows = config.stash.get(_ROWS, [])
    if rows:
        terminalreporter.section("benchmarks (medians of one run)")
        width = max(len(what) for what, _, _ in rows)
        for what, figure, goal in rows:
            terminalreporter.write_line(f"{what:<{width}}  {figure:>26}  {goal}")
    return None
