"""Who has the library open, and since when: a small note beside it, for sentences only.

The guard is SQLite's exclusive lock, which the system gives back when a program dies. A note that
lies there although the lock was free says that the last session did not end properly.
"""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

_OPEN: set[tuple[int, int]] = set()
"""Libraries that this process has open, by device and inode. Opening the file a second time and
closing it again would drop the first one's locks (POSIX locks belong to the process)."""


class Note(msgspec.Struct, frozen=True):
    """who: `用户@电脑`; since: local time as text; pid: the process, for the log."""

    who: str
    since: str
    pid: int


def claim(path: Path) -> tuple[int, int] | None:
    """Take the file for this process; None where this process has it open already."""
    status = path.stat()
    key = (status.st_dev, status.st_ino)
    if key in _OPEN:
        return None
    _OPEN.add(key)
    return key


def give_back(key: tuple[int, int]) -> None:
    """The file is closed again."""
    _OPEN.discard(key)


def is_open(path: Path) -> bool:
    """Whether this process has the file open."""
    status = path.stat()
    return (status.st_dev, status.st_ino) in _OPEN


def read_note(library: Path) -> Note | None:
    """The note beside a library; None where there is none or it makes no sense."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(_place(library).read_bytes(), type=Note)
    return None


def write_note(library: Path, now: datetime) -> None:
    """Say that this process has the library open. Never fails: it is only for sentences."""
    note = Note(f"{_user()}@{_machine()}", f"{now.astimezone():%Y-%m-%d %H:%M}", os.getpid())
    with suppress(OSError):
        handle = os.open(_place(library), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(note))


def remove_note(library: Path) -> None:
    """The session ended properly."""
    with suppress(OSError):
        _place(library).unlink()


def _place(library: Path) -> Path:
    return library.with_name(library.name + ".open")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no user name anywhere, as in a bare container
        return "?"


def _machine() -> str:
    # platform.node() would load the socket module on Windows
    return os.environ.get("COMPUTERNAME") or (os.uname().nodename if hasattr(os, "uname") else "?")
