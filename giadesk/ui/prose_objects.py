"""The objects in prose, and where characters are when an object is one of them.

A live figure and the place of a table are one object character each in the document, so that cursor,
selection and deletion take them as a whole; in a paragraph's text a live figure is `{its/id/here}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextFormat

from giadesk.core.prose import LIVE_FIGURE
from giadesk.core.report import Paragraph

OBJECT = "\ufffc"
"""The character that stands for a live figure or the place of a table."""
FIGURE = QTextFormat.ObjectTypes.UserObject.value + 1
TABLE = QTextFormat.ObjectTypes.UserObject.value + 2
_ID = QTextFormat.Property.UserProperty.value + 1


def object_format(kind: int, object_id: str) -> QTextCharFormat:
    """The format of the object character for a live figure or the place of a table."""
    looks = QTextCharFormat()
    looks.setObjectType(kind)
    looks.setProperty(_ID, object_id)
    looks.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return looks


def object_of(looks: QTextFormat) -> tuple[int, str]:
    """What a character's format makes it: (FIGURE or TABLE, its id), or (0, "") for text."""
    kind = looks.objectType()
    return (kind, str(looks.property(_ID) or "")) if kind in (FIGURE, TABLE) else (0, "")


def objects_in(block: QTextBlock) -> Iterator[tuple[int, int, str]]:
    """Every object of a block: its position in the document, its kind and its id."""
    if OBJECT not in block.text():
        return
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        kind, object_id = object_of(piece.charFormat())
        if kind:
            for index in range(piece.length()):
                yield piece.position() + index, kind, object_id
        pieces += 1


def inner_offset(paragraph: Paragraph, offset: int, *, end: bool = False) -> int:
    """The offset in the text block of a character of the paragraph's text.

    A live figure is one character there. Inside one: before it, or behind it with `end`.
    """
    if paragraph.table:
        return 1 if end or offset > 0 else 0
    saved = 0
    for match in LIVE_FIGURE.finditer(paragraph.text):
        if match.start() >= offset:
            break
        if match.end() > offset:
            return match.start() - saved + (1 if end else 0)
        saved += match.end() - match.start() - 1
    return min(offset, len(paragraph.text)) - saved


def outer_offset(paragraph: Paragraph, inner: int) -> int:
    """The reverse of `inner_offset`: the character of the text for an offset in the text block."""
    if paragraph.table:
        return 0
    for match in LIVE_FIGURE.finditer(paragraph.text):
        if match.start() >= inner:
            break
        inner += match.end() - match.start() - 1
    return min(inner, len(paragraph.text))


def read_objects(block: QTextBlock) -> tuple[str, str]:
    """A block's text with its live figures written out, and the table that stands in it or ""."""
    text = block.text()
    parts: list[str] = []
    table, done = "", 0
    for position, kind, object_id in objects_in(block):
        inner = position - block.position()
        parts.append(text[done:inner])
        if kind == FIGURE:
            parts.append("{" + object_id + "}")
        else:
            table = object_id
        done = inner + 1
    parts.append(text[done:])
    return "".join(parts).replace(OBJECT, ""), table
