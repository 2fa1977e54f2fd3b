"""A disk under SQLite that writes down what is asked of it, and fails when told to.

A VFS for the very SQLite that Python's sqlite3 uses, made with ctypes: every file that the library
opens goes through it, whatever the code above does. `Disk` also watches the few calls of `os` by
which the store syncs, renames and links files itself.
"""

# Paths are compared as the system spells them.
# ruff: noqa: PTH110, PTH112, PTH115, PTH120
from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OK, _IOERR = 0, 10
_HEAD = 16
"""Bytes of ours before SQLite's own file structure: a pointer to our methods, and room to align."""

_p = ctypes.c_void_p
_i = ctypes.c_int
_i64 = ctypes.c_longlong


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("iVersion", _i),
        ("szOsFile", _i),
        ("mxPathname", _i),
        ("pNext", _p),
        ("zName", ctypes.c_char_p),
        ("pAppData", _p),
        ("xOpen", _p),
        ("xDelete", _p),
        *((name, _p) for name in (
            "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose",
            "xRandomness", "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64",
        )),
    )  # fmt: skip


_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "xClose": (_p,),
    "xRead": (_p, _p, _i, _i64),
    "xWrite": (_p, _p, _i, _i64),
    "xTruncate": (_p, _i64),
    "xSync": (_p, _i),
    "xFileSize": (_p, _p),
    "xLock": (_p, _i),
    "xUnlock": (_p, _i),
    "xCheckReservedLock": (_p, _p),
    "xFileControl": (_p, _i, _p),
    "xSectorSize": (_p,),
    "xDeviceCharacteristics": (_p,),
}
_TYPES = {name: ctypes.CFUNCTYPE(_i, *given) for name, given in _SIGNATURES.items()}
_OPEN = ctypes.CFUNCTYPE(_i, _p, _p, _p, _i, _p)
_DELETE = ctypes.CFUNCTYPE(_i, _p, ctypes.c_char_p, _i)


class _Methods(ctypes.Structure):
    _fields_ = (("iVersion", _i), *((name, _p) for name in _SIGNATURES))


Operation = tuple[Any, ...]
"""("write", path, offset, bytes), ("truncate", path, size), ("sync", path), ("create", path),
("delete", path), ("rename", path, path), ("link", path, path), ("folder", path), ("say", what)."""


class Disk:
    """What was asked of the disk, in order. `fail` is asked before each operation that changes it.

    fail: given the operation, an errno to fail it with, or 0 to let it be.
    """

    def __init__(self) -> None:
        self.log: list[Operation] = []
        self.fail: Callable[[Operation], int] = lambda operation: 0
        self._fresh_journals: set[str] = set()

    def say(self, what: object) -> None:
        """Put a word of the test's own between the operations."""
        self.log.append(("say", what))

    def asked(self, operation: Operation) -> int:
        """Note an operation; an errno where it is to fail, and then it is not noted."""
        number = self.fail(operation)
        if not number:
            self.log.append(operation)
        return number

    def synced(self, path: str) -> None:
        """A sync went through; that of a new journal syncs its folder too, as SQLite does."""
        if path in self._fresh_journals:
            self._fresh_journals.discard(path)
            self.log.append(("folder", os.path.dirname(path)))

    def created(self, path: str) -> None:
        """SQLite made a file."""
        if path.endswith("-journal"):
            self._fresh_journals.add(path)


class _Shim:
    """The registered VFS. One for the process; the disk at work changes."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.disk: Disk | None = None
        self._paths: dict[int, str] = {}
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        library.sqlite3_vfs_register.argtypes = [_p, _i]
        library.sqlite3_vfs_unregister.argtypes = [_p]
        self._library = library
        self._real = library.sqlite3_vfs_find(None)
        real = self._real.contents
        self._real_open = _OPEN(real.xOpen)
        self._real_delete = _DELETE(real.xDelete)
        self._keep = [
            _TYPES[name](getattr(self, f"_{name}", None) or self._passed(name)) for name in _TYPES
        ]
        self._methods = _Methods(1, *(ctypes.cast(made, _p) for made in self._keep))
        self._open, self._delete = _OPEN(self._on_open), _DELETE(self._on_delete)
        self.vfs = _Vfs()
        ctypes.pointer(self.vfs)[0] = real
        self.vfs.iVersion = 2
        self.vfs.szOsFile = real.szOsFile + _HEAD
        self.vfs.pNext = None
        self.vfs.zName = b"giadesk-disk"
        self.vfs.xOpen = ctypes.cast(self._open, _p)
        self.vfs.xDelete = ctypes.cast(self._delete, _p)

    def register(self, default: bool) -> None:
        self._library.sqlite3_vfs_register(ctypes.byref(self.vfs), int(default))
        if not default:
            self._library.sqlite3_vfs_register(self._real, 1)

    def _method(self, file: int, name: str) -> Any:
        methods = ctypes.cast(file + _HEAD, ctypes.POINTER(ctypes.POINTER(_Methods)))
        return _TYPES[name](getattr(methods.contents.contents, name))

    def _passed(self, name: str) -> Callable[..., int]:
        def passed(file: int, *given: Any) -> int:
            return int(self._method(file, name)(file + _HEAD, *given))

        return passed

    def _on_open(self, _vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = "" if not name else os.fsdecode(ctypes.string_at(name))
        creates = bool(path) and bool(flags & 0x4) and not os.path.exists(path)
        disk = self.disk
        if disk is not None and creates and disk.asked(("create", path)):
            return 14
        ctypes.cast(file, ctypes.POINTER(_p))[0] = None
        code = self._real_open(ctypes.cast(self._real, _p), name, file + _HEAD, flags, out)
        if ctypes.cast(file + _HEAD, ctypes.POINTER(_p))[0]:
            ctypes.cast(file, ctypes.POINTER(_p))[0] = ctypes.addressof(self._methods)
            self._paths[file] = path
        if code == _OK and creates and disk is not None:
            disk.created(path)
        return int(code)

    def _on_delete(self, _vfs: int, name: bytes, folder: int) -> int:
        path = os.fsdecode(name)
        if self.disk is not None and os.path.exists(path) and self.disk.asked(("delete", path)):
            return _IOERR | 10 << 8
        code = self._real_delete(ctypes.cast(self._real, _p), name, folder)
        if folder and self.disk is not None:
            self.disk.log.append(("folder", os.path.dirname(path)))
        return int(code)

    def _asked(self, file: int, kind: str, *given: Any) -> int:
        path = self._paths.get(file, "")
        if not path or self.disk is None:
            return 0
        number = self.disk.asked((kind, path, *given))
        return {0: 0, errno.ENOSPC: 13}.get(number, _IOERR)

    def _xClose(self, file: int) -> int:
        code = self._method(file, "xClose")(file + _HEAD)
        self._paths.pop(file, None)
        return int(code)

    def _xWrite(self, file: int, content: int, size: int, offset: int) -> int:
        code = self._asked(file, "write", offset, ctypes.string_at(content, size))
        return code or int(self._method(file, "xWrite")(file + _HEAD, content, size, offset))

    def _xTruncate(self, file: int, size: int) -> int:
        code = self._asked(file, "truncate", size)
        return code or int(self._method(file, "xTruncate")(file + _HEAD, size))

    def _xSync(self, file: int, flags: int) -> int:
        code = self._asked(file, "sync")
        if code:
            return _IOERR | 4 << 8
        code = int(self._method(file, "xSync")(file + _HEAD, flags))
        path = self._paths.get(file, "")
        if path and self.disk is not None:
            self.disk.synced(path)
        return code

    def _xDeviceCharacteristics(self, file: int) -> int:
        # Claim nothing: no atomic writes, no safe append. An old office disk promises no more.
        return 0


_shim: _Shim | None = None


def available() -> str:
    """ "" where the simulated disk works here, else why not."""
    global _shim
    if _shim is None:
        library = _sqlite()
        if library is None:
            return "Python's own SQLite cannot be reached here"
        _shim = _Shim(library)
    return ""


def _sqlite() -> ctypes.CDLL | None:
    """The library that the sqlite3 module has loaded: another copy would see nothing of it."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return None
    lines = [line.split()[-1] for line in maps.read_text().splitlines() if "sqlite3" in line]
    for path in dict.fromkeys(lines):
        library = ctypes.CDLL(path)
        if hasattr(library, "sqlite3_vfs_register"):
            library.sqlite3_libversion.restype = ctypes.c_char_p
            if library.sqlite3_libversion().decode() == sqlite3.sqlite_version:
                return library
    return None


@contextmanager
def under(disk: Disk) -> Iterator[Disk]:
    """Everything that the store does to files, in this block, goes through this disk."""
    assert not available()
    assert _shim is not None
    real = {name: getattr(os, name) for name in ("replace", "rename", "link", "unlink", "fsync")}

    def watched(kind: str, name: str) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            operation = (kind, *(os.fspath(path) for path in given))
            _raise(disk.asked(operation), operation)
            return real[name](*given, **more)

        return call

    def fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        operation = ("folder" if os.path.isdir(path) else "sync", path)
        _raise(disk.asked(operation), operation)
        real["fsync"](handle)

    copyfile = shutil.copyfile

    def copied(source: Any, target: Any, **more: Any) -> Any:
        operation = ("write", os.fspath(target), 0, Path(source).read_bytes())
        _raise(disk.asked(operation), operation)
        return copyfile(source, target, **more)

    _shim.disk = disk
    _shim.register(True)
    try:
        os.replace, os.rename = watched("rename", "replace"), watched("rename", "rename")
        os.link, os.unlink = watched("link", "link"), watched("delete", "unlink")
        os.fsync, shutil.copyfile = fsync, copied
        yield disk
    finally:
        for name, function in real.items():
            setattr(os, name, function)
        shutil.copyfile = copyfile
        _shim.register(False)
        _shim.disk = None


def _raise(number: int, operation: Operation) -> None:
    if number:
        raise OSError(number, os.strerror(number), str(operation[1]))
