"""Put a backup, a mended library or one from another machine in the library's place.

The library must be closed. What stood there is kept in a dated folder, never deleted; at every
moment the place holds either the old library or the whole new one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from giadesk.core.errors import InputRefused
from giadesk.store import occupancy
from giadesk.store.backups import backups_in
from giadesk.store.checking import check
from giadesk.store.copies import sync_folder
from giadesk.store.database import SQLITE, WORLD, Database, prepare
from giadesk.store.failures import Damaged, InUse, failure
from giadesk.store.header import SCHEMA
from giadesk.store.opening import BACKUPS, check_header, in_use, schema_of
from giadesk.store.records import Restored
from giadesk.store.writing import Writing

REPLACED = "replaced"
"""The folder beside the library that keeps what was replaced."""

RESTORED_FROM = "restored_from"
"""The setting that says what the library was restored from, until the clerk has looked at it."""


def _now() -> datetime:
    return datetime.now(UTC)


def restore(source: Path, library: Path, clock: Callable[[], datetime] = _now) -> Restored:
    """Put the library in `source` (a backup, or one from another machine) in the place of `library`.

    Its revision goes above every one known here, so that it counts as the newest. Damaged,
    InputRefused, NewerLibrary, InUse or StorageFailed where it cannot be; all is then as it was.
    """
    what = f"无法恢复报告库“{library}”"
    library = library.expanduser().absolute()
    try:
        if not source.is_file():
            raise InputRefused(what, f"找不到“{source}”", "请选择一个备份文件")
        if library.exists() and source.samefile(library):
            raise InputRefused(what, "它就是正在使用的报告库", "请选择一个备份文件")
        check_header(source)
        library.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with new_beside(library) as new:
            _copy(source, new)
            revision = _make_ready(new, source, library, clock())
            aside = swap(new, library, clock())
    except WORLD as error:
        said = failure(error, what, library)
        if said is None:
            raise
        raise said from error
    return Restored(library, aside, revision)


def set_aside(library: Path, now: datetime) -> Path | None:
    """Keep what stands in the library's place aside and leave the place empty; that folder.

    None where nothing stands there. InUse or StorageFailed where it cannot be.
    """
    what = f"无法移走报告库“{library}”"
    try:
        if not library.exists():
            return None
        settle(library)
        aside = _put_aside(library, now)
        for old in (library, _journal(library)):
            old.unlink(missing_ok=True)
        sync_folder(library.parent)
    except WORLD as error:
        said = failure(error, what, library)
        if said is None:
            raise
        raise said from error
    return aside


@contextmanager
def new_beside(library: Path) -> Iterator[Path]:
    """A path for a new library beside the old one; what is left there at the end is removed."""
    handle, name = tempfile.mkstemp(prefix=".new-", suffix=library.suffix, dir=library.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
    finally:
        for left in (new, _journal(new)):
            with suppress(OSError):
                left.unlink()


def _copy(source: Path, new: Path) -> None:
    shutil.copyfile(source, new)
    if _journal(source).exists() and _journal(source).stat().st_size:
        # A library that was copied by hand after a crash: the journal holds its last whole state.
        shutil.copyfile(_journal(source), _journal(new))


def _make_ready(new: Path, source: Path, library: Path, now: datetime) -> int:
    """Bring the copy to the present schema, look at everything in it, number it above all others."""
    database = Database(new)
    try:
        if schema_of(database) < SCHEMA:
            from giadesk.store.migrations import upgrade

            upgrade.run(database)
        found = check(database.raw)
        if found.damage:
            why = f"检查发现 {len(found.damage)} 处损坏（{found.damage[0]}）"
            raise Damaged(f"无法用“{source.name}”恢复", why)
        known = max((b.revision for b in backups_in(library.parent / BACKUPS, library)), default=0)
        with database.writing("无法恢复报告库") as connection:
            writing = Writing(connection, None, now, {})
            writing.library.revision = max(writing.library.revision, known, _revision_of(library))
            writing.set(RESTORED_FROM, source.name)
            writing.finish()
            return writing.revision
    finally:
        database.close()


def _revision_of(library: Path) -> int:
    """The revision of the library in place, as far as it can be read; 0 where it cannot."""
    with suppress(*WORLD, TypeError):
        if not library.exists() or not library.stat().st_size:
            return 0
        connection = sqlite3.connect(library, timeout=0, isolation_level=None)
        try:
            return int(connection.execute("SELECT revision FROM library").fetchone()[0])
        finally:
            connection.close()
    return 0


def swap(new: Path, library: Path, now: datetime) -> Path | None:
    """Give `new` the library's place; the folder in which the old one is kept, None for none.

    InUse where the old one is open anywhere.
    """
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    aside = None
    if library.exists():
        settle(library)
        aside = _put_aside(library, now)
        # Its journal must not meet the new file: SQLite would put old pages into it.
        with suppress(FileNotFoundError):
            _journal(library).unlink()
        sync_folder(library.parent)
    with suppress(FileNotFoundError):
        _journal(new).unlink()
    new.replace(library)
    sync_folder(library.parent)
    occupancy.remove_note(library)
    return aside


def settle(library: Path) -> None:
    """See that nobody has the library open, and have SQLite finish a journal that a crash left.

    InUse where somebody has. A file too damaged for SQLite is left as it is.
    """
    if occupancy.is_open(library):
        raise in_use(library)
    connection = sqlite3.connect(library, timeout=0, isolation_level=None)
    try:
        prepare(connection)
        connection.execute("BEGIN EXCLUSIVE").close()
        connection.execute("COMMIT").close()
    except SQLITE as error:
        if isinstance(failure(error, "", library), InUse):
            raise in_use(library) from error
    finally:
        connection.close()


def _put_aside(library: Path, now: datetime) -> Path:
    stamp = f"{now.astimezone():%Y%m%d-%H%M%S}"
    number = 0
    (library.parent / REPLACED).mkdir(mode=0o700, exist_ok=True)  # `parents` would let others read
    while True:
        aside = library.parent / REPLACED / (f"{stamp}-{number}" if number else stamp)
        try:
            aside.mkdir(mode=0o700)
            break
        except FileExistsError:
            number += 1
    for old in (library, _journal(library)):
        if old.exists():
            shutil.copy2(old, aside / old.name)
            with (aside / old.name).open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(aside)
    sync_folder(aside.parent)
    return aside


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")
