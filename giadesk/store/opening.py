"""How a library is found, judged, made, brought up to date, or refused."""

from __future__ import annotations

import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from giadesk.core.errors import StorageFailed, UserError
from giadesk.store import occupancy, tables
from giadesk.store.checking import design_of
from giadesk.store.copies import sync_folder
from giadesk.store.database import WORLD, Database, raw_of
from giadesk.store.failures import (
    Damaged,
    InUse,
    LibraryMissing,
    NewerLibrary,
    can_write,
    failure,
    not_a_library,
    too_long,
)
from giadesk.store.header import APPLICATION_ID, SCHEMA
from giadesk.store.records import LibraryRow

BACKUPS = "backups"
"""The folder beside the library in which its backups lie."""

_PATIENCE = 0.6
_LEAST_TRIES = 8
"""For so many seconds, and so many times at least, a library that somebody else has is asked for."""

_LONGEST = 500
"""Bytes of a path, of which SQLite takes 512 with `-journal` at its end."""

_MAGIC = b"SQLite format 3\0"


class Opened:
    """An open library: its database, and the note of a session that did not end properly, if any."""

    def __init__(self, database: Database, unclean: occupancy.Note | None, key: object) -> None:
        self.database = database
        self.unclean = unclean
        self._key = key

    def close(self) -> None:
        """Close the file, then take the note away."""
        self.database.close()
        if isinstance(self._key, tuple):
            occupancy.give_back(self._key)
            if self.database.path is not None and not self.database.why_read_only:
                occupancy.remove_note(self.database.path)
            self._key = None


def open_library(
    path: Path | None, *, read_only: bool, fresh: bool, clock: Callable[[], datetime]
) -> Opened:
    """Open, make or bring up to date the library at `path`; None for one in memory.

    fresh: make a new one even where the backups of a vanished one lie.
    InUse, Damaged, LibraryMissing, NewerLibrary or StorageFailed say why it cannot be; the file is
    then as it was.
    """
    if path is None:
        database = Database(None)
        with database.writing("无法建立报告库") as connection:
            build(connection)
        return Opened(database, None, None)
    what = f"无法打开报告库“{path}”"
    try:
        return _open_file(path.expanduser().absolute(), read_only, fresh, clock)
    except WORLD as error:
        said = failure(error, what, path)
        if isinstance(said, InUse):
            said = in_use(path)
        if said is None:
            raise
        raise said from error


def _open_file(path: Path, read_only: bool, fresh: bool, clock: Callable[[], datetime]) -> Opened:
    if os.name != "nt" and len(os.fsencode(path)) > _LONGEST:
        raise too_long(path)
    if path.is_dir():
        raise not_a_library(path)
    if not path.exists():
        if not fresh and (read_only or _has_backups(path)):
            raise LibraryMissing(path)
        _make(path)
    key = occupancy.claim(path)
    if key is None:
        raise in_use(path)
    database: Database | None = None
    try:
        check_header(path)
        database = _have_alone(path, "以只读方式打开" if read_only else can_write(path))
        unclean = None
        if not database.why_read_only:
            with suppress(OSError):  # private to its owner, also where an older copy was not
                path.chmod(0o600)
            _sweep(path)
            unclean = occupancy.read_note(path)
            occupancy.write_note(path, clock())
        database = _bring_up_to_date(database, path, clock)
        judge(database, path)
        database.file = key
        return Opened(database, unclean, key)
    except BaseException:
        if database is not None:
            database.close()
        occupancy.give_back(key)
        raise


def _has_backups(path: Path) -> bool:
    from giadesk.store.backups import backups_in

    return bool(backups_in(path.parent / BACKUPS, path))


def _sweep(path: Path) -> None:
    """Take away what a crash left of copies that were never finished. We have the library's lock."""
    for folder, left in ((path.parent, ".new-*"), (path.parent / BACKUPS, ".giadesk-*.part*")):
        with suppress(OSError):
            for file in folder.glob(left):
                file.unlink()


def in_use(path: Path) -> InUse:
    """The refusal of a library that is open elsewhere, with what its note says."""
    note = occupancy.read_note(path)
    return InUse(path, note.who, note.since) if note else InUse(path)


def check_header(path: Path) -> None:
    """Refuse what is no library or a newer one, before SQLite may so much as finish its journal."""
    with path.open("rb") as file:
        header = file.read(100)
    journal = path.with_name(path.name + "-journal")
    if not header:
        raise Damaged(f"无法打开报告库“{path}”", "文件是空的，内容已丢失")
    if len(header) < 100 or not header.startswith(_MAGIC):
        if journal.exists() and journal.stat().st_size:
            return  # a torn first page: SQLite puts the old one back
        raise not_a_library(path)
    application = int.from_bytes(header[68:72], "big")
    if application != APPLICATION_ID:
        raise not_a_library(path)
    if int.from_bytes(header[60:64], "big") > SCHEMA:
        raise NewerLibrary(path)


def _have_alone(path: Path, why_read_only: str) -> Database:
    """Connect, and try again for a moment where somebody else has the file.

    Of two that start at once, each holds the lock that the other one needs before it may be alone,
    and SQLite refuses both; whoever only looks at the list holds it for a moment too. Each lets go
    and comes back after a time of its own, so one of them finds it free.
    """
    end = time.monotonic() + _PATIENCE
    for attempt in itertools.count(1):
        try:
            return _connect(path, why_read_only)
        except WORLD as error:
            busy = isinstance(failure(error, "", path), InUse)
            if not busy or (attempt >= _LEAST_TRIES and time.monotonic() > end):
                raise
        time.sleep(random.uniform(0.005, 0.06))
    raise AssertionError("unreachable")


def _connect(path: Path, why_read_only: str) -> Database:
    database = Database(path, why_read_only=why_read_only)
    try:
        if not why_read_only:
            # Takes the lock now and keeps it (locking_mode); writes nothing.
            database.raw.execute("BEGIN EXCLUSIVE").close()
            database.raw.execute("COMMIT").close()
    except BaseException:
        database.close()
        raise
    return database


def _make(path: Path) -> None:
    """Make an empty library beside the place, whole and synced, and then give it its name.

    So a library that is there is never half made, and an empty file is always a damaged one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", suffix=".db", dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        database = Database(new)
        try:
            with database.writing(f"无法建立报告库“{path}”") as connection:
                build(connection)
        finally:
            database.close()
        take_name(new, path)
    except (*WORLD, UserError):
        if not path.exists():  # else another start was quicker, and swept ours away
            raise
    finally:
        for left in (new, new.with_name(new.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def take_name(new: Path, path: Path) -> None:
    """Give a finished file its name, unless another start was quicker; then theirs stays."""
    try:
        os.link(new, path)
    except FileExistsError:
        return
    except OSError:  # FAT and some network drives have no links
        if path.exists():
            return
        new.rename(path)
    sync_folder(path.parent)


def build(connection: Connection) -> None:
    """All tables of the present schema, stamped, in the caller's transaction."""
    tables.metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (f"{SCHEMA:04}",))
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    row = LibraryRow(1, 0, 0, 0, 0, 0, design_of(raw_of(connection)))
    connection.exec_driver_sql("INSERT INTO library VALUES (?,?,?,?,?,?,?,?)", row.columns())


def judge(database: Database, path: Path | None) -> None:
    """Damaged, unless the tables' definitions and the library's own row are as they were written."""
    what = "无法打开报告库" + (f"“{path}”" if path else "")
    with database.reading(what) as connection:
        row = connection.exec_driver_sql("SELECT * FROM library").first()
        if row is None:
            raise Damaged(what, "报告库文件已损坏")
        found = LibraryRow(*row[:-1])
        if found.checksum() != row[-1] or found.design != design_of(raw_of(connection)):
            raise Damaged(what, "报告库文件已损坏")


def schema_of(database: Database) -> int:
    """The schema's number. Damaged where the header and the stamp disagree."""
    what = "无法打开报告库"
    with database.reading(what) as connection:
        number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        stamps = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    if [row[0] for row in stamps] != [f"{number:04}"]:
        raise Damaged(what, "报告库的版本标记已损坏")
    return int(number)


def _bring_up_to_date(database: Database, path: Path, clock: Callable[[], datetime]) -> Database:
    number = schema_of(database)
    if number == SCHEMA:
        return database
    if number > SCHEMA:
        raise NewerLibrary(path)
    from giadesk.store.migrations import upgrade

    if database.why_read_only:  # an old backup, looked at: brought up to date in memory
        copy = Database(None)
        database.raw.backup(copy.raw)
        database.close()
        upgrade.run(copy)
        copy.path, copy.why_read_only = path, "以只读方式打开"
        return copy
    try:
        upgrade.keep_old(database, path, path.parent / BACKUPS, clock())
    except UserError as error:
        raise StorageFailed(
            "报告库未能升级，内容未作任何改动", f"升级前的备份未能完成（{error.why}）", error.remedy
        ) from error
    upgrade.run(database)
    return database
