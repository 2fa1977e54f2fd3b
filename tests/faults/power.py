"""What a disk may hold after the power went: a model.

What was synced is there. Of what was written since, any part may be: every write, none, some in any
order, a write torn at any sector. Names that were made, changed or taken away since their folder was
synced are there up to some moment and not after it.
"""

# Paths are compared as the system spells them.
# ruff: noqa: PTH120
from __future__ import annotations

import os
import random
from pathlib import Path

from tests.faults.disk import Operation

_SECTOR = 512


class _File:
    """synced: what is surely there. since: what was asked after the last sync."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = content
        self.since: list[Operation] = []

    def sync(self) -> None:
        self.synced = _applied(self.synced, self.since)
        self.since = []

    def after_cut(self, chance: random.Random) -> bytes:
        if not self.since:
            return self.synced
        match chance.randrange(4):
            case 0:
                return self.synced
            case 1:
                return _applied(self.synced, self.since)
            case 2:
                kept = [self._torn(op, chance) for op in self.since if chance.random() < 0.5]
                return _applied(self.synced, kept)
        last = chance.randrange(len(self.since))
        kept = [*self.since[:last], self._torn(self.since[last], chance)]
        return _applied(self.synced, kept)

    @staticmethod
    def _torn(operation: Operation, chance: random.Random) -> Operation:
        if operation[0] != "write" or chance.random() < 0.6:
            return operation
        kind, path, offset, content = operation
        sectors = len(content) // _SECTOR
        if sectors < 2:
            return operation
        begin = chance.randrange(sectors)
        end = chance.randrange(begin, sectors) + 1
        begin, end = begin * _SECTOR, end * _SECTOR
        return kind, path, offset + begin, content[begin:end]


def _applied(content: bytes, operations: list[Operation]) -> bytes:
    made = bytearray(content)
    for operation in operations:
        if operation[0] == "truncate":
            size = operation[2]
            made = made[:size] + bytearray(max(0, size - len(made)))
        else:
            offset, written = operation[2], operation[3]
            if len(made) < offset:
                made += bytes(offset - len(made))
            made[offset : offset + len(written)] = written
    return bytes(made)


class PoweredDisk:
    """Files as they are, and as they may be after a cut. Fed with a disk's log, one by one."""

    def __init__(self, folder: Path) -> None:
        """Begin with what lies in the folder, all of it synced."""
        self._root = str(folder)
        self._names = {
            str(path): _File(path.read_bytes()) for path in folder.rglob("*") if path.is_file()
        }
        self._sure = dict(self._names)
        self._since: list[tuple[str, str | None, str | None, _File | None]] = []

    def feed(self, operation: Operation) -> None:
        """The disk did this."""
        kind, path = operation[0], str(operation[1])
        match kind:
            case "create":
                self._file(path)
            case "write" | "truncate":
                self._file(path).since.append(operation)
            case "sync":
                if path in self._names:
                    self._names[path].sync()
            case "delete":
                if path in self._names:
                    self._change(os.path.dirname(path), path, None, self._names.pop(path))
            case "rename" | "link":
                target = str(operation[2])
                if path not in self._names or (kind == "link" and target in self._names):
                    return
                file = self._names[path]
                if kind == "rename":
                    del self._names[path]
                self._names[target] = file
                was = path if kind == "rename" else None
                self._change(os.path.dirname(target), was, target, file)
            case "folder":
                rest = []
                for change in self._since:
                    if change[0] == path:
                        _rename(self._sure, change)
                    else:
                        rest.append(change)
                self._since = rest

    def _file(self, path: str) -> _File:
        if path not in self._names:
            self._names[path] = _File()
            self._change(os.path.dirname(path), None, path, self._names[path])
        return self._names[path]

    def _change(self, folder: str, gone: str | None, made: str | None, file: _File | None) -> None:
        self._since.append((folder, gone, made, file))

    def cut(self, chance: random.Random, target: Path) -> None:
        """Put into `target` what the disk may hold if the power went now."""
        names = dict(self._sure)
        for change in self._since[: chance.randint(0, len(self._since))]:
            _rename(names, change)
        contents: dict[int, bytes] = {}
        for name, file in names.items():
            if id(file) not in contents:
                contents[id(file)] = file.after_cut(chance)
            path = target / os.path.relpath(name, self._root)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[id(file)])


def _rename(
    names: dict[str, _File], change: tuple[str, str | None, str | None, _File | None]
) -> None:
    _, gone, made, file = change
    if gone is not None:
        names.pop(gone, None)
    if made is not None and file is not None:
        names[made] = file
