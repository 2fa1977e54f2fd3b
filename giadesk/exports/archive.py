"""Zip files that depend on nothing but their content: the same parts give the same bytes."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
_EPOCH_FIELD = struct.pack("<HH", 0, 1 << 5 | 1)  # the same as two words: time, day


def write_zip(target: Path, parts: Iterable[tuple[str, bytes]]) -> None:
    """Write the parts (name, content) in this order, without a date, owner or system of origin."""
    with zipfile.ZipFile(target, "w") as file:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            file.writestr(entry, content, compresslevel=6)


def undated(content: bytes) -> bytes:
    """A zip's bytes with the date, the rights and the system of origin of every entry made even.

    For what a library has zipped already: patching the directory costs nothing, packing again would.
    """
    data = bytearray(content)
    with zipfile.ZipFile(BytesIO(content)) as file:
        entries = file.infolist()
        place = file.start_dir
    for entry in entries:
        local = entry.header_offset
        data[local + 10 : local + 14] = _EPOCH_FIELD
        data[place + 5] = 0  # system that made it
        data[place + 12 : place + 16] = _EPOCH_FIELD
        data[place + 38 : place + 42] = bytes(4)  # access rights
        lengths = struct.unpack_from("<HHH", data, place + 28)
        place += 46 + sum(lengths)
    return bytes(data)
