"""The clipboard of prose: what is copied out of a section, and what is taken in."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from giadesk.core.report import Paragraph
from giadesk.ui import prose_paste as clip
from giadesk.ui.prose_document import ProseDocument
from giadesk.ui.prose_objects import outer_offset
from giadesk.ui.prose_structure import blocks_of


def copied(
    prose: ProseDocument, cursor: QTextCursor, shown: Callable[[Paragraph], str]
) -> QMimeData:
    """What is selected: plain text with numbers and figures, and our own format."""
    parts = _selected(prose, cursor)
    lines = []
    for index, paragraph, whole in parts:
        numbered = whole or (len(parts) > 1 and paragraph.level)
        lines.append((prose.number(index) if numbered else "") + shown(paragraph))
    data = QMimeData()
    data.setText("\n".join(lines))
    data.setData(clip.MIME_TYPE, clip.packed([paragraph for _, paragraph, _ in parts]))
    return data


def has_words(source: QMimeData) -> bool:
    """Whether there is text to take; files and pictures are not for prose."""
    words = source.hasFormat(clip.MIME_TYPE) or source.hasText() or source.hasHtml()
    return words and not source.hasUrls()


def pasted(
    source: QMimeData, prose: ProseDocument, cursor: QTextCursor, tables: Container[str]
) -> Sequence[Paragraph]:
    """The paragraphs to insert at the cursor: our own format first, then HTML, then plain text."""
    if source.hasFormat(clip.MIME_TYPE):
        own = clip.unpacked(bytes(source.data(clip.MIME_TYPE).data()), tables)
        if own:
            return own
    found = clip.paragraphs_of_html(source.html()) if source.hasHtml() else ()
    found = found or clip.paragraphs_of_text(source.text())
    start = cursor.selectionStart()
    inside = start != prose.findBlock(start).position()
    if len(found) == 1 and found[0].level and inside:
        return [Paragraph(clip.clean_line(source.text()) or found[0].text)]  # 见（一）项
    return found


def _selected(prose: ProseDocument, cursor: QTextCursor) -> list[tuple[int, Paragraph, bool]]:
    """The selected parts: index, the part as a paragraph, whether it is the whole one."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    parts = []
    for block in blocks_of(prose, cursor):
        paragraph = prose.read(block)
        first, stop = block.position(), block.position() + block.length() - 1
        begin, finish = max(start, first), min(end, stop)
        whole = begin == first and finish == stop
        if not paragraph.table and not whole:
            here, there = (outer_offset(paragraph, p - first) for p in (begin, finish))
            level = paragraph.level if begin == first else 0
            paragraph = Paragraph(paragraph.text[here:there], level)
        parts.append((block.blockNumber(), paragraph, whole))
    return parts
