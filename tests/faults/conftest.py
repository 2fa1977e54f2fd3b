"""The long run writes down what it did: docs/safety.md, a row a test."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.amount import LONG, ROUNDS

_RECORD = Path(__file__).resolve().parents[2] / "docs" / "safety.md"
_BEGIN, _END = "<!-- rows: written by the long run -->", "<!-- end of rows -->"
_rows: dict[str, tuple[str, int, int, float]] = {}


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of both years of the exporter, in folders called by the year."""
    folder = tmp_path_factory.mktemp("exported")
    subprocess.run(
        [sys.executable, "-m", "tests.faults.exporter", str(folder)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, cwd=_RECORD.parents[1],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> object:
    """Note which rounds a test asks for while it runs."""
    ROUNDS.clear()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Note how each test ended, how many rounds it ran and how long it took."""
    report: pytest.TestReport = yield
    if report.when == "call":
        name = re.sub(r"\[.*", "", item.nodeid.partition("tests/faults/")[2] or item.nodeid)
        was, cases, count, seconds = _rows.get(name, ("passed", 0, 0, 0.0))
        outcome = report.outcome if was == "passed" else was
        rounds = count + sum(ROUNDS.values())
        _rows[name] = (outcome, cases + 1, rounds, seconds + report.duration)
    return report


def pytest_sessionfinish() -> None:
    """Replace the rows of the tests that ran; the others stay as they are."""
    if not LONG or not _rows or not _RECORD.exists():
        return
    text = _RECORD.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    old, _, after = rest.partition(_END)
    rows = {line.split("|")[1].strip(" `"): line for line in old.splitlines() if line[:3] == "| `"}
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    seed = os.environ.get("GIADESK_FAULTS_SEED", "20261101")
    where = (
        f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    commit = _commit()
    for name, (outcome, cases, count, seconds) in _rows.items():
        rounds = f"{count:,}" if count else f"every one, {cases} cases"
        rows[name] = (
            f"| `{name}` | {outcome} | {rounds} | {seed} | {seconds:,.0f} s "
            f"| {day} | {where} | {commit} |"
        )
    made = "\n".join(rows[name] for name in sorted(rows))
    _RECORD.write_text(f"{before}{_BEGIN}\n{made}\n{_END}{after}", "utf-8")


def _commit() -> str:
    """The commit that was run, with `-dirty` where code was changed since; "?" outside a checkout."""

    def git(*command: str) -> str:
        found = subprocess.run(
            ["git", *command], capture_output=True, text=True, check=False, cwd=_RECORD.parents[1]
        )
        return found.stdout.strip()

    changed = git("status", "--porcelain", "-uno", "--", "giadesk", "tests")
    return (git("rev-parse", "--short", "HEAD") or "?") + ("-dirty" if changed else "")
