"""A copy of a library while it is open: whole and judged, or not there at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from giadesk.store.database import Database, address, prepare

_PAGES = 512
"""Pages copied before others may use the library again: 2 MB, some milliseconds."""


def copy_database(
    database: Database, target: Path, judge: Callable[[sqlite3.Connection], None]
) -> int:
    """Copy an open library to `target` by SQLite's own backup, give its size in bytes.

    Between steps the library is free for others; what they write is in the copy too. `judge` gets
    the finished copy and raises where it is not good; then, as after any error, nothing is left
    and an old file at `target` stands. OSError or sqlite3.Error where the disk fails.
    """

    def let_others(_status: int, remaining: int, _total: int) -> None:
        if remaining:
            database.lock.release()
            time.sleep(0.0005)  # or the lock would come back to us before anyone else wakes
            database.lock.acquire()

    def fill(new: Path) -> None:
        with closing(sqlite3.connect(new, isolation_level=None)) as copy:
            # A copy that fails is thrown away: no journal, and one sync at the end.
            copy.execute("PRAGMA journal_mode=OFF").close()
            copy.execute("PRAGMA synchronous=OFF").close()
            with database.lock:
                database.raw.backup(copy, pages=_PAGES, progress=let_others)

    return finish_file(target, fill, judge)


def finish_file(
    target: Path,
    fill: Callable[[Path], None],
    judge: Callable[[sqlite3.Connection], None] | None = None,
) -> int:
    """Have a temporary file beside `target` filled, judged and synced, then give it its name."""
    handle, name = tempfile.mkstemp(prefix=".giadesk-", suffix=".part", dir=target.parent)
    os.close(handle)
    new = Path(name)
    try:
        fill(new)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        if judge is not None:
            with closing(open_copy(new)) as copy:
                judge(copy)
        size = new.stat().st_size
        new.replace(target)
        sync_folder(target.parent)
        return size
    finally:
        for left in (new, new.with_name(new.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def open_copy(path: Path) -> sqlite3.Connection:
    """A finished copy, to be read and never changed, not even by its own journal."""
    connection = sqlite3.connect(
        f"{address(path)}?mode=ro&immutable=1", uri=True, isolation_level=None
    )
    try:
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
