"""The library at the size of a county over decades: 2,000 reports with 10 versions each."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path

from giadesk.core.report import Paragraph, Report
from giadesk.store import Library
from giadesk.store.database import prepare
from tests.store.sample import report

Row = Callable[[str, str, str], None]

_TEXT = "本年度依法主动公开政府信息，及时回应群众关切。"


def _full(year: int) -> Report:
    """A report with 219 figures and some 5,000 characters."""
    paragraphs = [Paragraph(f"{year}年。" + _TEXT * 20) for _ in range(10)]
    return report(year, figures=219).with_paragraphs("overview", paragraphs)


def _library(path: Path, reports: int, versions: int) -> Library:
    library = Library.open(path)
    library._database.raw.execute("PRAGMA synchronous=OFF").close()  # only to fill it
    for number in range(reports):
        report_id = library.create(_full(2000 + number), summary={"filled": 200, "total": 219})
        for _ in range(versions):
            library.keep_version(report_id, "export")
    library.close()
    return Library.open(path)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(path: Path) -> tuple[sqlite3.Connection, Callable[[], object]]:
    """A bare database with a library's settings, and one edit in it."""
    bare = sqlite3.connect(path, isolation_level=None)
    prepare(bare)
    bare.execute("CREATE TABLE value (path TEXT PRIMARY KEY, content TEXT)")
    bare.execute("INSERT INTO value VALUES ('a', '0')")
    numbers = count(1000)

    def edit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE value SET content=? WHERE path='a'", (str(next(numbers)),))
        bare.execute("COMMIT")

    return bare, edit


def test_an_edits_commit(tmp_path: Path, in_turn: Callable[..., list[float]], row: Row) -> None:
    library = _library(tmp_path / "library.sqlite", 20, 1)
    stored = library.load(library.entries()[0].id).report
    report_id = library.entries()[0].id
    bare, one_bare = _bare(tmp_path / "bare.sqlite")
    numbers = count(1000)

    def one_edit() -> None:
        edited = stored.with_value("applications/row3/natural", Decimal(next(numbers)))
        library.save(report_id, edited)

    plain, edit = in_turn(one_bare, one_edit, rounds=200)
    row("commit of a cell / bare SQLite commit", f"{edit / plain:.2f}", "at most 3")
    assert edit <= 3 * plain
    library.close()
    bare.close()


def test_a_large_library(tmp_path: Path, in_turn: Callable[..., list[float]], row: Row) -> None:
    """Work on one report takes as long in a library four times as large; work on all, four times."""
    small = _measured(tmp_path / "500.sqlite", 500, in_turn, row)
    large = _measured(tmp_path / "2000.sqlite", 2000, in_turn, row)
    for work, limit in _GROWTH.items():
        grown = large[work] / small[work]
        row(f"2000 reports / 500 reports: {work}", f"{grown:.2f}", f"about {limit}")


_GROWTH = {"open": 1, "list": 4, "load": 1, "save": 1, "backup": 4, "check": 4}
"""How much longer work takes in a library four times as large, where it grows with it."""


def _measured(
    path: Path, reports: int, in_turn: Callable[..., list[float]], row: Row
) -> dict[str, float]:
    library = _library(path, reports, 10)
    ids = [entry.id for entry in library.entries()]
    size = path.stat().st_size / 1e6
    numbers = count(1000)

    whole = _full(2000)

    def edit() -> None:
        edited = whole.with_value("applications/row3/natural", Decimal(next(numbers)))
        library.save(ids[-1], edited)

    entries, load, search = in_turn(
        library.entries,
        lambda: library.load(ids[7]),
        lambda: library.search("群众"),
        rounds=7,
    )
    bare, one_bare = _bare(path.with_suffix(".bare"))
    save, plain = in_turn(edit, one_bare, rounds=100)
    bare.close()
    backup = _seconds(lambda: library.backup(path.with_suffix(".backup")))
    check = _seconds(library.check)
    library.close()
    opening = min(_seconds(lambda: Library.open(path).close()) for _ in range(5))
    name = f"library of {reports} reports x 10 versions ({size:.0f} MB)"
    row(f"{name}: open", f"{opening * 1000:.1f} ms", "")
    row(f"{name}: list", f"{entries * 1000:.1f} ms", "")
    row(f"{name}: load a report", f"{load * 1000:.2f} ms", "")
    row(f"{name}: save a cell", f"{save * 1000:.2f} ms", "")
    row(f"{name}: save a cell / bare SQLite commit", f"{save / plain:.2f}", "at most 3")
    row(f"{name}: search two characters", f"{search * 1000:.0f} ms", "")
    row(f"{name}: backup, judged", f"{backup:.2f} s", "grows with the size")
    row(f"{name}: check everything", f"{check:.2f} s", "grows with the size")
    return {
        "open": opening,
        "list": entries,
        "load": load,
        "save": save / plain,  # what the disk does besides is not ours
        "backup": backup,
        "check": check,
    }
