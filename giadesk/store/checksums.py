"""A checksum a row, and seals over many rows.

SQLite notices a broken tree, not a changed letter: of single flipped bits in a library of drafts a
third passed its own check. A checksum covers everything its row says, its keys included; a seal is
the sum of the checksums of a report's rows, so that a row that vanished, came back or belongs to
another report is noticed too, at the price of an addition when a row is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

_pack = msgspec.msgpack.Encoder().encode
_RANGE = 1 << 64

UNREADABLE = 1 << 64
"""The checksum of columns that damage made unreadable: no row can hold this number, nor NULL."""


def checksum(kind: str, *fields: str | int | bytes | None) -> int:
    """A signed 64-bit number over the kind of row and its columns; UNREADABLE where they are no text.

    The columns are packed with their lengths, so that no two different rows are written alike.
    """
    try:
        packed = _pack((kind, *fields))
    except (UnicodeEncodeError, OverflowError, TypeError):
        return UNREADABLE
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "little", signed=True)


def value_checksum(report_id: str, path: str, content: str, revision: int) -> int:
    """The checksum of a row of the table `value`."""
    found = checksum("value", report_id, path, content, revision)
    if found == UNREADABLE:
        raise ValueError("text that cannot be written as UTF-8")
    return found


def seal(start: int, added: Iterable[int] = (), removed: Iterable[int] = ()) -> int:
    """The seal after rows with these checksums came and went; signed 64 bits, as the store keeps it."""
    total = start + sum(added) - sum(removed)
    return (total + (_RANGE >> 1)) % _RANGE - (_RANGE >> 1)
