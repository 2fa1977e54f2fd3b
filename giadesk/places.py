"""Where things lie: shipped forms and resources, the library's folder; and writing a file whole."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from giadesk.core.errors import StorageFailed, system_says

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `forms` or `resources`: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def home() -> Path:
    """The folder of the library, settings and logs: GIADESK_HOME, else the user's data folder."""
    if own := os.environ.get("GIADESK_HOME"):
        return Path(own).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("GIADesk", appauthor=False, roaming=False))


def library_file() -> Path:
    """The file of the clerk's library."""
    return home() / "library.db"


def own_forms() -> Path:
    """The folder in which an office puts forms of its own."""
    return home() / "forms"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; on leaving, sync it and put it in its place.

    The target is either the old file or the whole new one, with the rights the old one had; behind a
    link the file is replaced, not the link. Whatever is raised inside, the temporary file is removed; an
    OSError becomes StorageFailed with a sentence a clerk can act on, and so does a target that is a
    device or a pipe.
    """
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(target))
        mode = 0o666 & ~_umask()
        if target.exists():
            mode = target.stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise StorageFailed(f"无法写入“{target}”", "它不是普通文件", "请换一个文件名")
        handle, name = tempfile.mkstemp(prefix=".giadesk-", suffix=target.suffix, dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        with suppress(OSError):
            temporary.chmod(stat.S_IMODE(mode))
        _take_place(temporary, target)
        _sync_folder(target.parent)
        temporary = None
    except OSError as error:
        raise could_not_write(target, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


_HELD = (5, 32, 33)
"""Windows: no access, in use, locked. So it answers too while a virus scanner looks at the file."""
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between the tries: two and a half in all (reliability-ux.md A.6)."""


def _take_place(temporary: Path, target: Path) -> None:
    """Put the finished file in its place; where Windows says it is held, again for a moment."""
    for wait in _WAITS:
        try:
            temporary.replace(target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        time.sleep(wait)
    temporary.replace(target)


def could_not_write(target: Path, error: OSError) -> StorageFailed:
    """The sentence for a file that could not be written."""
    why, remedy = system_says(error), "请换一个位置保存"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            remedy = "请清理磁盘空间，或换一个位置保存"
        case errno.EACCES | errno.EPERM:
            why = "没有写入权限，或文件正被 WPS、Word 打开"
            remedy = "请关闭打开该文件的程序，或换一个文件夹、换一个文件名保存"
        case errno.EROFS:
            remedy = "请换一个可写的位置保存"
        case errno.ENOENT | errno.ENOTDIR:
            why, remedy = "文件夹不存在", "请检查路径，或换一个文件夹保存"
        case errno.ENAMETOOLONG:
            why, remedy = "文件名过长", "请换一个较短的文件名"
        case errno.EISDIR:
            why, remedy = "该名称是一个文件夹", "请换一个文件名"
        case errno.EIO:
            remedy = "请检查磁盘或 U 盘是否完好、是否插好，或换一个位置保存"
    return StorageFailed(f"无法写入“{target}”", why, remedy)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows has no folder sync and needs none."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
