"""What can go wrong with a library, in sentences a clerk can act on."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from giadesk.core.errors import InputRefused, StorageFailed, UserError, system_says


class InUse(StorageFailed):
    """The library is open elsewhere. who: `用户@电脑`, since: local time; "" where nobody noted it."""

    def __init__(self, path: Path, who: str = "", since: str = "") -> None:
        by = f"{who} 正在使用" if who else "另一个程序正在使用"
        super().__init__(
            f"无法打开报告库“{path}”",
            by + (f"（自 {since} 起）" if since else ""),
            "请先关闭已打开的 GIADesk；只需查看时，可以打开最近的备份",
        )
        self.who = who
        self.since = since


class Damaged(StorageFailed):
    """Stored data fail their checksums or cannot be read. paths: the places within the report."""

    def __init__(self, what: str, why: str, paths: tuple[str, ...] = ()) -> None:
        remedy = "请打开程序，选“查看并修复”；损坏的文件会保留，不会删除"
        super().__init__(what, why, remedy)
        self.paths = paths


class LibraryMissing(StorageFailed):
    """The library's file is gone although its backups are here."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"找不到报告库“{path}”",
            "该文件夹里有它的备份，文件可能被移动、改名或删除",
            "请从备份恢复，或把文件放回原处",
        )


class NewerLibrary(InputRefused):
    """A newer GIADesk wrote this library; it was not touched."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"无法打开报告库“{path}”",
            "它由更新版本的 GIADesk 写成",
            "请安装新版本后再打开；文件未作任何改动",
        )


def not_a_library(path: Path) -> InputRefused:
    """For a file that is something else."""
    return InputRefused(
        f"无法打开“{path}”", "它不是 GIADesk 的报告库", "请选择正确的文件；文件未作任何改动"
    )


def too_long(path: Path) -> StorageFailed:
    """For a library whose path is longer than SQLite takes."""
    return StorageFailed(f"无法打开报告库“{path}”", "路径过长", "请换一个路径较短的位置")


def read_only(what: str, why: str) -> StorageFailed:
    """For writing to a library that was opened to be read only."""
    return StorageFailed(what, why, "请换一个可写的位置，或另存副本")


def gone(what: str, path: Path) -> StorageFailed:
    """For a library whose file was moved, deleted or replaced while it is open."""
    return StorageFailed(
        what,
        f"报告库文件“{path}”被移走、删除或替换了",
        "请把文件放回原处，或另存副本后重新打开程序",
    )


def failure(error: BaseException, what: str, path: Path | None = None) -> UserError | None:
    """The sentence for an error of SQLite or of the system; None where it is our own bug.

    SQLAlchemy's errors carry SQLite's in `orig`. The rest of the program sees neither.
    """
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return _of_system(cause, what)
    if isinstance(cause, MemoryError):
        return StorageFailed(what, "内存不足", "请关闭其他程序后再试")
    if isinstance(cause, UnicodeDecodeError):
        return Damaged(what, "报告库文件已损坏")
    if isinstance(cause, sqlite3.DatabaseError):
        return _of_sqlite(cause, what, path)
    return None


def _of_system(error: OSError, what: str) -> UserError:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            remedy = "请清理磁盘空间后再试"
        case errno.EACCES | errno.EPERM:
            remedy = "请检查文件夹的权限，或换一个位置"
        case errno.EROFS:
            remedy = "请换一个可写的位置"
        case errno.ENOENT | errno.ENOTDIR:
            remedy = "请检查磁盘或 U 盘是否已连接"
        case errno.ENAMETOOLONG:
            remedy = "请换一个路径较短的位置"
        case errno.EIO:
            remedy = "请检查磁盘或 U 盘是否完好、是否插好，然后再试"
        case _:
            remedy = "请检查磁盘后再试"
    return StorageFailed(what, system_says(error), remedy)


def _of_sqlite(error: sqlite3.DatabaseError, what: str, path: Path | None) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StorageFailed(what, "磁盘已满", "请清理磁盘空间后再试")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return InUse(path or Path())
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(what, "文件是只读的，或没有写入权限")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return Damaged(what, "报告库文件已损坏")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_NOLFS:
            gone = path is not None and not path.exists()
            why = "文件不见了（磁盘或 U 盘可能已断开）" if gone else "读写磁盘时出错"
            return StorageFailed(what, why, "请检查磁盘是否已连接、是否已满，然后再试")
        case sqlite3.SQLITE_NOMEM | sqlite3.SQLITE_TOOBIG:
            return StorageFailed(what, "内存不足", "请关闭其他程序后再试")
    # Damage to the tables' own definitions shows as tables or columns that do not exist.
    if isinstance(error, sqlite3.OperationalError) and _no_such(str(error)):
        return Damaged(what, "报告库文件已损坏")
    return None


def _no_such(message: str) -> bool:
    signs = ("no such table", "no such column", "has no column", "malformed", "unsupported file")
    return any(sign in message for sign in signs)


def can_write(path: Path) -> str:
    """Why nothing can be written to this file and its folder; "" where it can."""
    if not os.access(path.parent, os.W_OK):
        return "所在文件夹是只读的，或没有写入权限"
    if path.exists() and not os.access(path, os.W_OK):
        return "文件是只读的，或没有写入权限"
    return ""
