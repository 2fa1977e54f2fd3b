"""The outline of a PDF, which Qt does not write: added behind its end as an incremental update.

ISO 32000-1, 7.5.6 (incremental updates) and 12.3.3 (document outline). The pages are left as they
are; the catalogue is written anew, with the outline, the language and the wish to show the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Mark(NamedTuple):
    """A heading for the outline: its level (1 to 4), its words, the page it is on (from 0)."""

    level: int
    text: str
    page: int


def with_outline(pdf: bytes, marks: Sequence[Mark]) -> bytes:
    """The PDF with its outline; unchanged where it is not built as Qt builds it."""
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", pdf)
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref", pdf, re.DOTALL)
    kids = re.search(rb"/Type\s*/Pages\s*/Kids\s*\[([^\]]*)\]", pdf)
    if not (start and trailer and kids and marks):
        return pdf
    size = re.search(rb"/Size\s+(\d+)", trailer[1])
    root = re.search(rb"/Root\s+(\d+)\s+0\s+R", trailer[1])
    catalogue = root and re.search(rb"\n%s 0 obj\s*<<(.*?)>>\s*endobj" % root[1], pdf, re.DOTALL)
    pages = re.findall(rb"(\d+)\s+0\s+R", kids[1])
    if not (size and root and catalogue) or max(m.page for m in marks) >= len(pages):
        return pdf
    first = int(size[1])
    objects = _outline(marks, pages, first)
    objects[int(root[1])] = (
        b"<<%s/Outlines %d 0 R\n/PageMode /UseOutlines\n/Lang (zh-CN)\n"
        b"/ViewerPreferences << /DisplayDocTitle true >>\n>>" % (catalogue[1], first)
    )
    return _appended(pdf, objects, trailer[1], size[1], start[1])


def _outline(marks: Sequence[Mark], pages: Sequence[bytes], first: int) -> dict[int, bytes]:
    """The outline's objects by number: its root, then one an entry, each under the level above."""
    numbers = range(first + 1, first + 1 + len(marks))
    parents: list[int] = []
    above: list[tuple[int, int]] = []
    for number, mark in zip(numbers, marks, strict=True):
        while above and above[-1][0] >= mark.level:
            above.pop()
        parents.append(above[-1][1] if above else first)
        above.append((mark.level, number))
    children: dict[int, list[int]] = {}
    for number, parent in zip(numbers, parents, strict=True):
        children.setdefault(parent, []).append(number)
    inside = {number: len(children.get(number, ())) for number in numbers}
    top = children[first]
    made = {
        first: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
        % (top[0], top[-1], len(top))
    }
    for number, mark, parent in zip(numbers, marks, parents, strict=True):
        family = children[parent]
        place = family.index(number)
        entry = b"<< /Title <%s> /Parent %d 0 R /Dest [%s 0 R /Fit]" % (
            (b"\xfe\xff" + mark.text.encode("utf-16-be", "replace")).hex().encode(),
            parent,
            pages[mark.page],
        )
        if place:
            entry += b" /Prev %d 0 R" % family[place - 1]
        if place + 1 < len(family):
            entry += b" /Next %d 0 R" % family[place + 1]
        if inside[number]:
            own = children[number]
            # a negative count: closed until the reader opens it
            entry += b" /First %d 0 R /Last %d 0 R /Count -%d" % (own[0], own[-1], len(own))
        made[number] = entry + b" >>"
    return made


def _appended(
    pdf: bytes, objects: dict[int, bytes], trailer: bytes, size: bytes, before: bytes
) -> bytes:
    """The PDF with objects added or replaced, and a cross-reference table of them."""
    content = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(content)
    content += b"xref\n"
    for number in sorted(offsets):
        content += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    total = max(int(size), max(objects) + 1)
    rest = re.sub(rb"/Size\s+\d+", b"/Size %d" % total, trailer)
    content += b"trailer\n<<%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (rest, before, start)
    return bytes(content)
