"""The characters of a PDF's text, as it was written.

Where a face draws two characters alike, Qt notes the lower code for both: 人 is copied and searched
as the radical ⼈ (U+2F08). The notes are put right by what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtGui import QFont, QRawFont

_CODE = re.compile(rb"<([0-9A-Fa-f]{4})>")


def with_own_characters(pdf: bytes, text: str, fonts: Iterable[QFont]) -> bytes:
    """The PDF with every character of its text one of `text`, where the same shape of these fonts
    stands for one; as long as before."""
    wanted = frozenset(text)
    raw = [QRawFont.fromFont(font) for font in fonts]
    shapes = [{shape: c for c in sorted(wanted) if (shape := _shape(font, c))} for font in raw]
    known: dict[str, str] = {}

    def meant(match: re.Match[bytes]) -> bytes:
        code = chr(int(match[1], 16))
        if code in wanted:
            return match[0]
        if code not in known:
            found = (own.get(_shape(font, code)) for font, own in zip(raw, shapes, strict=True))
            known[code] = next((c for c in found if c), code)
        return b"<%04X>" % ord(known[code])

    content = bytearray(pdf)
    for number in set(re.findall(rb"/ToUnicode (\d+) 0 R", pdf)):
        start = re.search(rb"\n%s 0 obj\s*<<[^>]*>>\s*stream\r?\n" % number, pdf)
        if start is None:
            continue
        end = pdf.index(b"endstream", start.end())
        for array in re.finditer(rb"\[[^\]]*\]", pdf[start.end() : end]):
            place = start.end() + array.start()
            content[place : place + len(array[0])] = _CODE.sub(meant, array[0])
    return bytes(content)


def _shape(font: QRawFont, character: str) -> int:
    """The number of the character's shape in the font, 0 for none."""
    shapes = font.glyphIndexesForString(character)
    return int(shapes[0]) if len(shapes) == 1 and ord(character) <= 0xFFFF else 0
