"""Backups: made while the library is in use, judged before they count, thinned, put back.

A backup gets its name only when it was opened and every row's checksum held. What is newer is told
by the library's revision in the name, never by a clock.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from giadesk.core.errors import StorageFailed, UserError
from giadesk.store import keeping
from giadesk.store.checking import check
from giadesk.store.copies import copy_database, finish_file, open_copy
from giadesk.store.database import WORLD, Database
from giadesk.store.failures import Damaged, failure
from giadesk.store.records import Backup, BackupMade

_NAME = re.compile(r"-r(\d{8,})-(\d{8}T\d{6}Z)-([a-z0-9-]+)$")
_DAMAGED = "damaged"
"""The reason in the name of a backup of a library that fails its check: it never counts."""
_SPARE = 16 << 20
"""Bytes that a backup leaves free on the disk, for the library itself."""


def backups_in(folder: Path, library: Path) -> list[Backup]:
    """The backups of that library in a folder, the newest revision first; none where it is missing."""
    found = []
    with suppress(OSError):
        for path in folder.glob(f"{_glob_safe(library.stem)}-r*{library.suffix}"):
            parts = _NAME.search(path.stem)
            if parts is not None:
                revision, time, reason = parts.groups()
                when = datetime.strptime(time, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                with suppress(OSError):
                    size = path.stat().st_size
                    found.append(Backup(path, int(revision), when, reason, size))
    return sorted(found, key=lambda b: (b.revision, b.time, b.path.name), reverse=True)


def backup_name(library: Path, revision: int, now: datetime, reason: str) -> str:
    """What a backup is called: library-r00000123-20261105T093000Z-start.sqlite."""
    stamp = now.astimezone(UTC)
    return f"{library.stem}-r{revision:08}-{stamp:%Y%m%dT%H%M%SZ}-{reason}{library.suffix}"


def back_up(database: Database, target: Path) -> int:
    """Copy an open library to `target`, whole and judged, give its size.

    Damaged where the copy fails its check (the library does too, then), StorageFailed where the disk
    does; an older file at `target` then stands as it was.
    """
    what = f"无法备份到“{target}”"
    try:
        return copy_database(database, target, lambda copy: _judge(copy, what))
    except WORLD as error:
        raise _said(error, what) from error


def keep_backup(
    database: Database,
    library: Path,
    folder: Path,
    second: Path | None,
    reason: str,
    now: datetime,
    *,
    rotate: bool = True,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
) -> BackupMade:
    """Make an automatic backup in `folder` and put a copy into the `second` place.

    Never raises for what the world does: it is said in the result, and work goes on. Nothing is made
    where the newest backup has this revision already. Older ones are thinned only after the new one
    was judged good, and not while the library is damaged or `rotate` is false.
    """
    said: list[str] = []
    revision = _revision(database)
    made: Path | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        standing = backups_in(folder, library)
        made = next((b.path for b in standing if b.revision == revision and b.counts), None)
        if made is None:
            _make_room(database, folder, standing if rotate else [], free)
            made = folder / backup_name(library, revision, now, reason)
            back_up(database, made)
        if rotate:
            _rotate(folder, library)
    except Damaged as error:
        said.append(str(error))
        made = _keep_damaged(database, library, folder, revision, now)
    except (UserError, OSError) as error:
        said.append(str(error if isinstance(error, UserError) else _said(error, "未能自动备份")))
        made = None
    copied = None
    if made is not None and second is not None and not said:
        try:
            copied = _copy_to(made, second, library, rotate)
        except (UserError, *WORLD) as error:
            what = f"未能备份到第二位置“{second}”"
            said.append(str(error if isinstance(error, UserError) else _said(error, what)))
    return BackupMade(made, copied, tuple(said), revision)


def verify(path: Path, *, thorough: bool = True) -> None:
    """Open a backup and look at everything in it. Damaged or StorageFailed where it is not good."""
    what = f"无法使用备份“{path.name}”"
    try:
        with closing(open_copy(path)) as copy:
            _judge(copy, what, thorough)
    except WORLD as error:
        raise _said(error, what) from error


def _judge(copy: sqlite3.Connection, what: str, thorough: bool = True) -> None:
    found = check(copy, thorough=thorough)
    if found.damage:
        why = f"检查发现 {len(found.damage)} 处损坏（{found.damage[0]}）"
        raise Damaged(what, why, tuple(d.path for d in found.damage))


def _copy_to(made: Path, second: Path, library: Path, rotate: bool) -> Path:
    """Put a judged backup into the second place, judge it there, thin what is there."""
    what = f"未能备份到第二位置“{second}”"
    if not second.is_dir():
        raise StorageFailed(what, "该位置不存在，可能是 U 盘没有插好", "插好后会自动补上")
    target = second / made.name
    if not target.exists():
        if shutil.disk_usage(second).free < made.stat().st_size + _SPARE:
            raise StorageFailed(what, "该磁盘空间不足", "请清理后再试")
        finish_file(
            target, lambda new: _copy_content(made, new), lambda copy: _judge(copy, what, False)
        )
    if rotate:
        _rotate(second, library)
    return target


def _copy_content(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _make_room(
    database: Database, folder: Path, standing: list[Backup], free: Callable[[Path], int]
) -> None:
    """See that the backup fits and leaves the library room; else thin older backups, then refuse."""
    with database.lock:
        pages = database.raw.execute("PRAGMA page_count").fetchone()[0]
        need = pages * database.raw.execute("PRAGMA page_size").fetchone()[0] + _SPARE
    counting = [b for b in standing if b.counts]
    for old in reversed(counting[3:]):  # three stay in any case, the newest above all
        if free(folder) >= need:
            return
        with suppress(OSError):
            old.path.unlink()
    if free(folder) < need:
        raise StorageFailed("未能自动备份", "磁盘空间不足", "请清理磁盘，之后会自动补上")


def _rotate(folder: Path, library: Path) -> None:
    counting = [b for b in backups_in(folder, library) if b.counts]
    kept = keeping.thinned(counting, lambda b: b.time, keeping.BACKUPS)
    upgrades = {b.reason: b for b in reversed(counting) if b.reason.startswith("upgrade")}
    stay = [*kept, *upgrades.values()]
    for old in keeping.dropped(counting, stay):
        with suppress(OSError):
            old.path.unlink()


def _keep_damaged(
    database: Database, library: Path, folder: Path, revision: int, now: datetime
) -> Path | None:
    """A copy of a damaged library, better than none; in place of the one before, counted nowhere."""
    target = folder / backup_name(library, revision, now, _DAMAGED)
    with suppress(UserError, *WORLD):
        copy_database(database, target, lambda _: None)
        for old in backups_in(folder, library):
            if not old.counts and old.path != target:
                old.path.unlink()
        return target
    return None


def _revision(database: Database) -> int:
    with database.reading("无法备份") as connection:
        return int(connection.exec_driver_sql("SELECT revision FROM library").scalar_one())


def _said(error: Exception, what: str) -> UserError:
    return failure(error, what) or StorageFailed(what, str(error), "请检查磁盘后再试")


def _glob_safe(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
