"""What makes two PDFs of the same pages differ, and is put right: dates, the document's id, the order
of fonts.

Qt writes the moment of writing, a random id (ISO 32000-1, 14.4), and its fonts in the order of a table
whose seed is random.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from PySide6.QtCore import QHashSeed

_DATES = re.compile(
    rb"(?P<key>/(?:CreationDate|ModDate) \(D:)(?P<day>\d{8})(?P<time>\d{6})(?P<zone>[^)]*\))"
)
_XMP_DATES = re.compile(
    rb'(?P<key> xmp:(?:Create|Modify|Metadata)Date=")(?P<day>\d{4}-\d\d-\d\d)T(?P<time>[\d:]{8})'
    rb'(?P<zone>[^"]*")'
)
_ID = re.compile(rb'xmpMM:DocumentID="uuid:([0-9a-f-]{36})"')


@contextmanager
def same_order() -> Iterator[None]:
    """While it lasts, new tables of Qt's have the same order in every run."""
    QHashSeed.setDeterministicGlobalSeed()
    try:
        yield
    finally:
        QHashSeed.resetRandomGlobalSeed()


def with_own_identity(pdf: bytes, day: str) -> bytes:
    """The PDF dated that day, its id made from what it holds; as long as before.

    day: as 20260108, or "" for a report without a date, whose PDF then says none.
    """
    xmp_day = f"{day[:4]}-{day[4:6]}-{day[6:]}".encode()

    def dated(match: re.Match[bytes]) -> bytes:
        return b"%s%s000000%s" % (match["key"], day.encode(), match["zone"])

    def xmp_dated(match: re.Match[bytes]) -> bytes:
        return b"%s%sT00:00:00%s" % (match["key"], xmp_day, match["zone"])

    def undated(match: re.Match[bytes]) -> bytes:
        return b" " * len(match[0])

    pdf = _DATES.sub(dated if day else undated, pdf)
    pdf = _XMP_DATES.sub(xmp_dated if day else undated, pdf)
    found = _ID.search(pdf)
    if found is None:
        return pdf
    old = found[1]
    for form in (old, old.hex().encode()):  # in the metadata, and in the trailer
        pdf = pdf.replace(form, b"0" * len(form))
    new = str(UUID(bytes=hashlib.sha256(pdf).digest()[:16], version=4)).encode()
    pdf = pdf.replace(b"uuid:" + b"0" * len(new), b"uuid:" + new)
    return pdf.replace(b"<" + b"0" * (2 * len(new)) + b">", b"<" + new.hex().encode() + b">")
