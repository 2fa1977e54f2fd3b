"""Rows read straight from the pages of a damaged file, past whatever of its trees is broken.

A row is believed only when its checksum holds, so nothing has to be trusted: not the header, not a
pointer, not a cell count. Format: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giadesk.store.checksums import checksum

Row = tuple[Any, ...]

_KINDS = {5: "value", 6: "history", 18: "report", 9: "version", 3: "setting", 8: "library"}
"""The tables by their number of columns; the checksum tells whether it is one."""

_HEADER = {0x0A: 8, 0x02: 12, 0x0D: 8}
"""Kinds of pages that hold rows, and how long their header is: leaf and inner page of a table
clustered by its key, leaf of an ordinary table."""

_LARGEST = 64 << 20


class _Broken(Exception):
    """Here is no row."""


def carve(content: bytes) -> Iterator[tuple[str, Row]]:
    """Every row in a file whose checksum holds, with its table: also old states on free pages.

    Columns in the table's order, the checksum last.
    """
    file = _File(content)
    for number in range(1, file.count + 1):
        yield from _page(file, number)


class _File:
    def __init__(self, content: bytes) -> None:
        size = int.from_bytes(content[16:18], "big")
        size = 65536 if size == 1 else size
        self.size = size if size in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536) else 4096
        reserved = content[20] if len(content) > 20 else 0
        self.usable = self.size - (reserved if reserved <= 32 else 0)
        self.content = content
        self.count = (len(content) + self.size - 1) // self.size

    def page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            raise _Broken
        return self.content[(number - 1) * self.size : number * self.size]


def _page(file: _File, number: int) -> Iterator[tuple[str, Row]]:
    page = file.page(number)
    start = 100 if number == 1 else 0
    if len(page) < start + 12:
        return
    kinds = [page[start]] if page[start] in _HEADER else list(_HEADER)
    for kind in kinds:
        first = start + _HEADER[kind]
        cells = min(int.from_bytes(page[start + 3 : start + 5], "big"), (len(page) - first) // 2)
        free = bytearray(b"\1" * len(page))
        free[: first + 2 * cells] = bytes(first + 2 * cells)
        begin = int.from_bytes(page[start + 5 : start + 7], "big") or 65536
        for place in range(cells):
            at = int.from_bytes(page[first + 2 * place : first + 2 * place + 2], "big")
            begin = min(begin, at)
            found = _cell(file, page, at, kind)
            if found is not None:
                table, row, end = found
                free[at:end] = bytes(min(end, len(page)) - at)
                yield table, row
        yield from _gaps(file, page, kind, free, begin)


def _gaps(
    file: _File, page: bytes, kind: int, free: bytearray, begin: int
) -> Iterator[tuple[str, Row]]:
    """Rows that no pointer leads to, where the page keeps its rows but accounts for none."""
    at = begin if begin < len(page) else 12  # else the page's own word cannot be true
    while (at := free.find(1, at)) >= 0:
        found = _cell(file, page, at, kind)
        if found is None:
            at += 1
        else:
            table, row, at = found
            yield table, row


def _cell(file: _File, page: bytes, at: int, kind: int) -> tuple[str, Row, int] | None:
    """The table and row of the cell at that place, and where it ends; None where there is none."""
    try:
        if kind == 0x02:
            at += 4
        length, at = _varint(page, at)
        if not 8 <= length <= _LARGEST:
            return None
        rowid = 0
        if kind == 0x0D:
            rowid, at = _varint(page, at)
        payload, end = _payload(file, page, at, length, kind)
        columns = _record(payload)
        table = _KINDS[len(columns)]
        if table == "library":  # its key is the rowid
            columns[0] = rowid
        if checksum(table, *columns[:-1]) != columns[-1]:
            return None
    except (_Broken, KeyError, IndexError):
        return None
    return table, tuple(columns), end


def _payload(file: _File, page: bytes, at: int, length: int, kind: int) -> tuple[bytes, int]:
    usable = file.usable
    most = usable - 35 if kind == 0x0D else (usable - 12) * 64 // 255 - 23
    if length <= most:
        if at + length > len(page):
            raise _Broken
        return page[at : at + length], at + length
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    local = local if local <= most else least
    if at + local + 4 > len(page) or not _begins_like_ours(page, at):
        raise _Broken
    parts = [page[at : at + local]]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    missing = length - local
    while missing > 0:
        more = file.page(following)
        following = int.from_bytes(more[:4], "big")
        parts.append(more[4 : 4 + min(missing, usable - 4)])
        if len(parts[-1]) == 0:
            raise _Broken
        missing -= len(parts[-1])
    return b"".join(parts), at + local + 4


def _begins_like_ours(page: bytes, at: int) -> bool:
    """Before a chain of pages is followed: does the record have as many columns as a table of ours?"""
    size, place = _varint(page, at)
    columns = 0
    while place < at + size:
        _, place = _varint(page, place)
        columns += 1
    return columns in _KINDS


def _record(payload: bytes) -> list[Any]:
    size, at = _varint(payload, 0)
    if not 4 <= size <= 90 or size > len(payload):
        raise _Broken
    kinds = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != size or len(kinds) not in _KINDS:
        raise _Broken
    columns: list[Any] = []
    for kind in kinds:
        length = _length(kind)
        content = payload[at : at + length]
        if len(content) != length:
            raise _Broken
        at += length
        columns.append(_column(kind, content))
    if at != len(payload):
        raise _Broken
    return columns


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if kind in (7, 10, 11):  # a fraction, and what is reserved: we write none
        raise _Broken
    return (0, 1, 2, 3, 4, 6, 8, 0, 0, 0)[kind]


def _column(kind: int, content: bytes) -> Any:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind < 12:
        return int.from_bytes(content, "big", signed=True)
    if kind % 2 == 0:
        return content
    return content.decode("utf-8", "surrogateescape")


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    value = 0
    for place in range(at, at + 8):
        byte = content[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    value = value << 8 | content[at + 8]
    if value >= 1 << 63:
        value -= 1 << 64
    return value, at + 9
