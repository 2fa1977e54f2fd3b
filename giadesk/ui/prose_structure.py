"""What Enter, Backspace, Tab, paste and moving do to a section's paragraphs.

Functions on a document and a cursor; none of them knows a widget or the session. What a clerk
expects was decided thus:

- Enter behind a heading that runs into its text begins the next item of the same level, because
  those headings come in rows (（一）…（二）…). Behind a heading that stands alone comes its body text.
  In an empty heading it ends the row: the line becomes body text. At the start of a paragraph it
  puts an empty one of the same level before it.
- Backspace at the start of a heading takes its number away, as in Word and WPS; only the next one
  joins the paragraph to the one before.
- What is left of two joined paragraphs is the upper one, with its level; where nothing of the upper
  one is left, it is the lower.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtGui import QTextBlock, QTextCursor

from giadesk.core.levels import TypedNumber, typed_number
from giadesk.core.prose import split_heading
from giadesk.core.report import Paragraph
from giadesk.ui.prose_document import ProseDocument
from giadesk.ui.prose_objects import OBJECT, TABLE, objects_in

LEVELS = (0, 2, 3, 4)
"""The levels a paragraph of a section can have; 一、 is the section itself."""
LEVEL_NAMES = {0: "正文", 2: "（一）", 3: "1.", 4: "（1）"}

_KEEP = QTextCursor.MoveMode.KeepAnchor


def is_table(block: QTextBlock) -> bool:
    """Whether a block is the place of a table."""
    return block.text() == OBJECT and any(kind == TABLE for _, kind, _ in objects_in(block))


def deeper(level: int, by: int) -> int | None:
    """The level that many steps deeper (higher for -1); None where there is none."""
    index = LEVELS.index(level) + by if level in LEVELS else 0
    return LEVELS[index] if 0 <= index < len(LEVELS) else None


def blocks_of(document: ProseDocument, cursor: QTextCursor) -> list[QTextBlock]:
    """The blocks that a selection touches; the cursor's own without one."""
    block = document.findBlock(cursor.selectionStart())
    end = document.findBlock(cursor.selectionEnd())
    if cursor.hasSelection() and cursor.selectionEnd() == end.position() and end != block:
        end = end.previous()  # a selection of whole lines ends at the start of the next
    blocks = [block]
    while block != end and block.isValid():
        block = block.next()
        blocks.append(block)
    return blocks


def remove_selection(document: ProseDocument, cursor: QTextCursor) -> None:
    """Remove what is selected; the paragraph that is left has the looks of the one that is left."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first, last = document.findBlock(start), document.findBlock(end)
    # no text is joined with a table that is not selected itself
    if first != last and is_table(last) and end == last.position():
        end, last = end - 1, last.previous()
    if first != last and is_table(first) and start > first.position():
        start, first = start + 1, first.next()
    cursor.setPosition(start)
    cursor.setPosition(end, _KEEP)
    if first == last:
        cursor.removeSelectedText()
        return
    upper, lower = (document.read(b) for b in (first, last))
    nothing_above = start == first.position() or is_table(first)
    nothing_below = end == last.position() + last.length() - 1
    kept = lower if nothing_above and not nothing_below and not lower.table else upper
    cursor.removeSelectedText()
    document.set_looks(cursor, Paragraph(level=kept.level, inherited=kept.inherited))


def enter(document: ProseDocument, cursor: QTextCursor) -> None:
    """What Enter does; the module's docstring says why."""
    if cursor.hasSelection():
        remove_selection(document, cursor)
    block = cursor.block()
    level, inherited = document.level(block), document.read(block).inherited
    if is_table(block):
        beside_table(document, cursor)
    elif not block.text() and level:
        document.set_looks(cursor, Paragraph(inherited=inherited))
    elif cursor.atBlockStart() and block.text():
        cursor.insertBlock()
        upper = QTextCursor(cursor.block().previous())
        document.set_looks(upper, Paragraph(level=level))
    else:
        inner = cursor.positionInBlock()
        text, below = block.text(), block.text()[cursor.positionInBlock() :]
        runs_in = bool(split_heading(text)[1])
        heading_cut = inner < len(split_heading(text)[0])
        goes_on = heading_cut if below else runs_in
        cursor.insertBlock()
        document.set_looks(cursor, Paragraph(level=level if goes_on else 0))


def beside_table(document: ProseDocument, cursor: QTextCursor) -> None:
    """Put the cursor into a new body paragraph: before the table where it stands before it."""
    block = cursor.block()
    before = cursor.atBlockStart()
    cursor.setPosition(block.position() + (0 if before else block.length() - 1))
    cursor.insertBlock()
    if before:
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
    document.set_looks(cursor, Paragraph())


def backspace_at_start(document: ProseDocument, cursor: QTextCursor) -> bool:
    """Backspace at the start of a paragraph; False where there is nothing to do.

    Before a paragraph that follows a table it selects the table, and so does not remove it yet.
    """
    block = cursor.block()
    if document.level(block) and not is_table(block):
        document.set_looks(cursor, Paragraph(inherited=document.read(block).inherited))
        return True
    above = block.previous()
    if not above.isValid():
        return False
    if is_table(above) or (is_table(block) and above.text()):
        select_table(cursor, above if is_table(above) else block)
        if not block.text():
            return _remove_empty(cursor, block)
        return True
    join(document, cursor, above)
    return True


def delete_at_end(document: ProseDocument, cursor: QTextCursor) -> bool:
    """Delete at the end of a paragraph; False where there is nothing behind it."""
    block, below = cursor.block(), cursor.block().next()
    if not below.isValid():
        return False
    if not block.text() and not is_table(block):
        return _remove_empty(cursor, block)
    if is_table(below) or is_table(block):
        select_table(cursor, below if is_table(below) else block)
        return True
    join(document, cursor, block)
    return True


def _remove_empty(cursor: QTextCursor, block: QTextBlock) -> bool:
    """Take an empty line beside a table away."""
    line = QTextCursor(block)
    if block.next().isValid():
        lower = block.next().blockFormat()
        line.deleteChar()
        line.setBlockFormat(lower)
    else:
        upper = block.previous().blockFormat()
        line.deletePreviousChar()
        line.setBlockFormat(upper)
    cursor.setPosition(line.position())
    return True


def join(document: ProseDocument, cursor: QTextCursor, upper: QTextBlock) -> None:
    """Join a paragraph with the one below it; the cursor stands at the seam."""
    lower = upper.next()
    kept = document.read(upper if upper.text() else lower)
    seam = upper.position() + upper.length() - 1
    cursor.setPosition(seam)
    cursor.setPosition(seam + 1, _KEEP)
    cursor.removeSelectedText()
    document.set_looks(cursor, Paragraph(level=kept.level, inherited=kept.inherited))


def select_table(cursor: QTextCursor, block: QTextBlock) -> None:
    """Select the place of a table."""
    cursor.setPosition(block.position())
    cursor.setPosition(block.position() + 1, _KEEP)


def typed_level(block: QTextBlock, inner: int, inserted: str) -> TypedNumber | None:
    """The number that typing has just completed at the start of a block; None for none.

    inner: where the cursor is in it. （一） counts at its bracket; 1. and 一、 count with what comes
    behind, because 1. may still become 1.5.
    """
    text = block.text()
    if OBJECT in text[:inner] or not inserted:
        return None
    number = typed_number(text)
    if number is None or len(number.text) > inner:
        return None
    begins = inner - len(inserted)
    if number.text.rstrip()[-1:] in ".．、":
        completed = begins <= len(number.text.rstrip()) < inner
    else:
        completed = begins < len(number.text) == inner
    if not completed:
        return None
    return msgspec.structs.replace(number, level=max(number.level, 2))


def take_number(document: ProseDocument, block: QTextBlock, number: TypedNumber) -> None:
    """Make a typed number the block's level, and remove its characters."""
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + len(number.text), _KEEP)
    cursor.removeSelectedText()
    document.set_level(block, number.level)


def moved(
    paragraphs: tuple[Paragraph, ...], first: int, last: int, by: int
) -> tuple[Paragraph, ...] | None:
    """The paragraphs with those from first to last one up (-1) or down (1); None at the edge."""
    other = first - 1 if by < 0 else last + 1
    if not 0 <= other < len(paragraphs):
        return None
    rest = [*paragraphs[:other], *paragraphs[other + 1 :]]
    rest.insert(last if by < 0 else first, paragraphs[other])
    return tuple(rest)


def insert_paragraphs(
    document: ProseDocument, cursor: QTextCursor, paragraphs: Sequence[Paragraph]
) -> None:
    """Insert paragraphs at the cursor; it then stands behind them.

    The first one continues the paragraph it is put into, the last one is continued by its rest;
    at the start of a paragraph they stand before it, on their own.
    """
    if cursor.hasSelection():
        remove_selection(document, cursor)
    if not paragraphs:
        return
    if is_table(cursor.block()):
        beside_table(document, cursor)
    first, *others = paragraphs
    if not others and not first.table and (cursor.block().text() or not first.level):
        if first.level and cursor.atBlockStart():
            document.set_looks(cursor, msgspec.structs.replace(first, inherited=""))
        elif not cursor.block().text() and first.inherited and not document.level(cursor.block()):
            document.set_looks(cursor, first)
        document.put(cursor, first.text)
        return
    if cursor.atBlockStart() and cursor.block().text():
        cursor.insertBlock()
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        document.set_looks(cursor, Paragraph())
    if not cursor.block().text():
        document.put_paragraph(cursor, first)
    elif first.table:
        others = [first, *others]
    else:
        document.put(cursor, first.text)
    for paragraph in others:
        cursor.insertBlock()
        rest = cursor.block().text()
        document.set_looks(cursor, paragraph)
        if not paragraph.table:
            document.put(cursor, paragraph.text)
            continue
        if rest:
            cursor.insertBlock()
            document.set_looks(cursor, Paragraph())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        document.put_paragraph(cursor, paragraph)
