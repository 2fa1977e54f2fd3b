"""A section's paragraphs as a text document, and back: one text block a paragraph.

Three things of a paragraph are not characters: its level and where it came from are properties of
the block, a live figure and the place of a table are one object character each, so that cursor,
selection and deletion take them as a whole. After an edit only the touched blocks are read again.
The document keeps no history of its own: the session's undo stack is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from giadesk.core.prose import LIVE_FIGURE, numbers
from giadesk.core.report import Paragraph
from giadesk.ui.prose_change import unequal
from giadesk.ui.prose_objects import (
    FIGURE,
    OBJECT,
    TABLE,
    inner_offset,
    object_format,
    object_of,
    objects_in,
    outer_offset,
    read_objects,
)

_LEVEL = QTextFormat.Property.UserProperty.value + 2
_ORIGIN = QTextFormat.Property.UserProperty.value + 3

_KEEP = QTextCursor.MoveMode.KeepAnchor
_LINE_HEIGHT = 1.8
"""From line to line, in characters: Chinese is read easily with most of a line between lines."""
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_INDENT = 2.0
"""Characters by which a paragraph's first line is indented, as printed."""
_SHOWN = str.maketrans(
    {"\n": "\u2028", OBJECT: None, "\u2029": "\u2028", "\ufdd0": None, "\ufdd1": None}
)
_SHOWN_OTHERWISE = re.compile(f"[\n{OBJECT}\u2029\ufdd0\ufdd1]")


class ProseDocument(QTextDocument):
    """The document of one section. `paragraphs` is always what it holds.

    edited: called after an edit that did not come from `update_to`, when the paragraphs changed.
    """

    def __init__(self, edited: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(16)
        self._edited = edited
        self._paragraphs: tuple[Paragraph, ...] = (Paragraph(),)
        self._numbers: tuple[str, ...] = ("",)
        self._origins: list[str] = [""]
        self._dirty: tuple[int, int] | None = None
        self._busy = False
        self._measured: tuple[QFont, float, float] | None = None
        self.contentsChange.connect(self._note)
        self.contentsChanged.connect(self._take)
        self._dress_all()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing: no picture, style sheet or page is ever fetched, from the disk or elsewhere."""
        return None

    # -- what there is -------------------------------------------------------------------------

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The section's paragraphs as they stand; the empty last one of an empty section too."""
        return self._paragraphs

    def number(self, index: int) -> str:
        """The number that is drawn before a paragraph, "" for none."""
        return self._numbers[index] if index < len(self._numbers) else ""

    def level(self, block: QTextBlock) -> int:
        """The level of a block's paragraph."""
        return int(block.blockFormat().property(_LEVEL) or 0)

    def position(self, index: int, offset: int, *, end: bool = False) -> int:
        """The document's position of a paragraph's character (live figures count unresolved).

        Inside a live figure: before it, or behind it with `end`.
        """
        block = self.findBlockByNumber(max(0, min(index, self.blockCount() - 1)))
        inner = inner_offset(self._paragraphs[block.blockNumber()], offset, end=end)
        return block.position() + min(inner, block.length() - 1)

    def place(self, position: int) -> tuple[int, int]:
        """The paragraph and the character in it (live figures unresolved) of a position."""
        block = self.findBlock(position)
        index = block.blockNumber()
        return index, outer_offset(self._paragraphs[index], position - block.position())

    def object_at(self, position: int) -> tuple[int, str]:
        """What object the character at a position is: (FIGURE or TABLE, its id), or (0, "")."""
        if self.characterAt(position) != OBJECT:
            return 0, ""
        cursor = QTextCursor(self)
        cursor.setPosition(position + 1)
        return object_of(cursor.charFormat())

    def read(self, block: QTextBlock) -> Paragraph:
        """The paragraph that a block holds, right also while an edit is under way."""
        text = block.text()
        looks = block.blockFormat()
        level = int(looks.property(_LEVEL) or 0)
        inherited = self._origins[int(looks.property(_ORIGIN) or 0)]
        if OBJECT in text:
            text, table = read_objects(block)
            if table and not text.strip():
                return Paragraph(table=table)
        return Paragraph(text.replace("\u2028", "\n"), level, inherited)

    # -- changes -------------------------------------------------------------------------------

    def update_to(self, paragraphs: Sequence[Paragraph]) -> int | None:
        """Make the document hold these paragraphs by the fewest edits.

        Returns the position behind the last change, None where nothing changed. `edited` is not
        called. Cursors outside the change stay where they are.
        """
        new = tuple(paragraphs) or (Paragraph(),)
        old = self._paragraphs
        if new == old:
            return None
        first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        if first is None:
            first = min(len(old), len(new))
        tail = 0
        while tail < min(len(old), len(new)) - first and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        self._busy = True
        try:
            place = self._replace(first, len(old) - tail, new[first : len(new) - tail])
        finally:
            self._busy = False
        self._dirty = None
        self._paragraphs = new
        self._dress(first, len(new) - tail)
        return min(place, self.characterCount() - 1)

    def put(self, cursor: QTextCursor, text: str) -> None:
        """Insert a paragraph's text at the cursor, its live figures as objects."""
        done = 0
        for match in LIVE_FIGURE.finditer(text):
            self._put_plain(cursor, text[done : match.start()])
            cursor.insertText(OBJECT, object_format(FIGURE, match[1]))
            done = match.end()
        self._put_plain(cursor, text[done:])

    def put_paragraph(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        """Fill the cursor's empty block with a paragraph."""
        self.set_looks(cursor, paragraph)
        if paragraph.table:
            cursor.insertText(OBJECT, object_format(TABLE, paragraph.table))
        else:
            self.put(cursor, paragraph.text)

    def set_looks(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        """Give the cursor's block the level and origin of a paragraph."""
        looks = QTextBlockFormat()
        looks.setProperty(_LEVEL, paragraph.level)
        looks.setProperty(_ORIGIN, self._origin(paragraph.inherited))
        self._dress_format(looks, paragraph, "")
        cursor.setBlockFormat(looks)

    def set_level(self, block: QTextBlock, level: int) -> None:
        """Give a block another level."""
        self.set_looks(QTextCursor(block), msgspec.structs.replace(self.read(block), level=level))

    def redress(self) -> None:
        """Give every block its looks anew: the font has changed."""
        self._dress_all()

    # -- inside --------------------------------------------------------------------------------

    def _put_plain(self, cursor: QTextCursor, text: str) -> None:
        if _SHOWN_OTHERWISE.search(text):  # rare, and to translate costs more than all the rest
            text = text.translate(_SHOWN)
        if text:
            cursor.insertText(text, QTextCharFormat())

    def _replace(self, first: int, stop: int, new: Sequence[Paragraph]) -> int:
        """Replace the blocks from first to stop; the position behind the last change."""
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        place = 0
        common = min(stop - first, len(new))
        for index in range(first, first + common):
            place = self._rewrite(cursor, index, new[index - first])
        if common < stop - first:
            place = self._remove_blocks(cursor, first + common, stop)
        for index, paragraph in enumerate(new[common:], first + common):
            if index == 0:
                cursor.setPosition(0)
                cursor.insertBlock()
                cursor.setPosition(0)
            else:
                cursor.setPosition(_end(self.findBlockByNumber(index - 1)))
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            self.put_paragraph(cursor, paragraph)
            place = cursor.position()
        cursor.endEditBlock()
        return place

    def _rewrite(self, cursor: QTextCursor, index: int, new: Paragraph) -> int:
        old = self._paragraphs[index]
        block = self.findBlockByNumber(index)
        cursor.setPosition(block.position())
        if (old.level, old.inherited) != (new.level, new.inherited):
            self.set_looks(cursor, new)
        if old.table or new.table or self.read(block).text != old.text:
            cursor.setPosition(_end(block), _KEEP)
            cursor.removeSelectedText()
            self.put_paragraph(cursor, new)
            return cursor.position()
        head, tail = unequal(old.text, new.text)
        inner = block.position()
        cursor.setPosition(inner + inner_offset(old, head))
        cursor.setPosition(inner + inner_offset(old, len(old.text) - tail), _KEEP)
        cursor.removeSelectedText()
        self.put(cursor, new.text[head : len(new.text) - tail])
        return cursor.position()

    def _remove_blocks(self, cursor: QTextCursor, first: int, stop: int) -> int:
        if first:
            start = _end(self.findBlockByNumber(first - 1))
            kept = self.findBlockByNumber(first - 1).blockFormat()
        else:
            start = 0
            kept = self.findBlockByNumber(stop).blockFormat()
        end = (
            _end(self.findBlockByNumber(stop - 1))
            if first
            else self.findBlockByNumber(stop).position()
        )
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        cursor.removeSelectedText()
        cursor.setBlockFormat(kept)  # which of two joined blocks lends its format, Qt decides
        return start

    def _note(self, position: int, removed: int, added: int) -> None:
        low, high = position, position + added
        if self._dirty is not None:
            low, high = min(low, self._dirty[0]), max(high, self._dirty[1] + added - removed)
        self._dirty = low, high

    def _take(self) -> None:
        """Read what was touched; told on only where the paragraphs changed."""
        if self._busy or self._dirty is None:
            return
        self._tidy(*self._dirty)
        (low, high), self._dirty = self._dirty, None
        old = self._paragraphs
        count = self.blockCount()
        first = max(0, self.findBlock(max(0, low - 1)).blockNumber())
        last = self.findBlock(min(high + 1, self.characterCount() - 1)).blockNumber()
        tail = count - 1 - last
        if first + tail > min(len(old), count):
            first, tail = 0, 0
        touched = [self.read(block) for block in self._blocks(first, count - tail)]
        replaced = old[first : len(old) - tail]
        if tuple(touched) == replaced:
            return
        self._paragraphs = (*old[:first], *touched, *old[len(old) - tail :])
        if len(touched) != len(replaced) or any(
            a.level != b.level or a.table != b.table for a, b in zip(touched, replaced, strict=True)
        ):
            self._dress(first, first + len(touched))
        self._edited()

    def _tidy(self, low: int, high: int) -> None:
        """Make typed {live figures} objects, and give the places of tables lines of their own."""
        block = self.findBlock(max(0, low - 1))
        while block.isValid() and block.position() <= high + 1:
            text = block.text()
            if "{" in text and not block.layout().preeditAreaText():
                self._make_figures(block, text)
            if OBJECT in text and len(text) > 1 and not block.layout().preeditAreaText():
                self._set_tables_apart(block)
            block = block.next()

    def _make_figures(self, block: QTextBlock, text: str) -> None:
        found = list(LIVE_FIGURE.finditer(text))
        if not found:
            return
        with self._quietly() as cursor:
            for match in reversed(found):
                cursor.setPosition(block.position() + match.start())
                cursor.setPosition(block.position() + match.end(), _KEEP)
                cursor.insertText(OBJECT, object_format(FIGURE, match[1]))

    def _set_tables_apart(self, block: QTextBlock) -> None:
        tables = [position for position, kind, _ in objects_in(block) if kind == TABLE]
        if not tables:
            return
        with self._quietly() as cursor:
            for position in reversed(tables):
                for edge in (position + 1, position):
                    cursor.setPosition(edge)
                    if not (cursor.atBlockStart() or cursor.atBlockEnd()):
                        cursor.insertBlock()

    @contextmanager
    def _quietly(self) -> Iterator[QTextCursor]:
        """An edit that is taken together with the one that is being taken."""
        was_busy, self._busy = self._busy, True
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        try:
            yield cursor
        finally:
            cursor.endEditBlock()
            self._busy = was_busy

    def _blocks(self, first: int, stop: int) -> Iterator[QTextBlock]:
        block = self.findBlockByNumber(first)
        for _ in range(stop - first):
            yield block
            block = block.next()

    def _origin(self, inherited: str) -> int:
        """A small number for a text that was carried over; texts are few and never change."""
        if inherited not in self._origins:
            self._origins.append(inherited)
        return self._origins.index(inherited)

    # -- looks ---------------------------------------------------------------------------------

    def _dress_all(self) -> None:
        self._dress(0, len(self._paragraphs))

    def _dress(self, first: int, stop: int) -> None:
        """Number the paragraphs anew; give looks to those from first to stop and the renumbered."""
        old = self._numbers
        self._numbers = tuple(numbers(self._paragraphs))
        shifted = len(self._numbers) - len(old)
        with self._quietly() as cursor:
            for index, block in enumerate(self._blocks(0, len(self._paragraphs))):
                before = index if index < first else index - shifted
                same = 0 <= before < len(old) and old[before] == self._numbers[index]
                if first <= index < stop or not same:
                    self._dress_block(cursor, block, index)
        self._dirty = None

    def _dress_block(self, cursor: QTextCursor, block: QTextBlock, index: int) -> None:
        looks = block.blockFormat()
        self._dress_format(looks, self._paragraphs[index], self._numbers[index])
        if looks != block.blockFormat():
            cursor.setPosition(block.position())
            cursor.setBlockFormat(looks)

    def _dress_format(self, looks: QTextBlockFormat, paragraph: Paragraph, number: str) -> None:
        wide, own = self._measures()
        looks.setLineHeight(max(100.0, 100 * _LINE_HEIGHT / own), _PROPORTIONAL)
        looks.setBottomMargin(round(wide * 0.3))
        looks.setTopMargin(round(wide * 0.15) if paragraph.level else 0)
        if paragraph.table:
            looks.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            looks.setTextIndent(0)
        else:
            looks.setAlignment(Qt.AlignmentFlag.AlignLeft)
            looks.setTextIndent(round(wide * _INDENT + self.number_width(number)))

    def _measures(self) -> tuple[float, float]:
        """The width of a character, and by how much a line is higher than that of itself."""
        font = self.defaultFont()
        if self._measured is None or self._measured[0] != font:
            metrics = QFontMetricsF(font)
            wide = metrics.horizontalAdvance("　")
            self._measured = font, wide, metrics.height() / wide  # in which fonts differ much
        return self._measured[1:]

    def number_width(self, number: str) -> float:
        """The room that a number takes before its heading."""
        if not number:
            return 0.0
        metrics = QFontMetricsF(self.heading_font())
        gap = metrics.horizontalAdvance(" ") if number.endswith(".") else 0.0
        return metrics.horizontalAdvance(number) + gap

    @property
    def first_indent(self) -> float:
        """Where the first line of a paragraph, or its number, begins."""
        return QFontMetricsF(self.defaultFont()).horizontalAdvance("　") * _INDENT

    def heading_font(self) -> Any:
        """The face of headings and their numbers."""
        font = self.defaultFont()
        font.setBold(True)
        return font


def _end(block: QTextBlock) -> int:
    return block.position() + block.length() - 1
