"""The original of an imported file: its paragraphs and tables as plain text, nothing of its looks.

Text goes in by a cursor, character by character: no mark-up is read, no picture and nothing from
outside is ever loaded.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from giadesk.core.blocks import Document, Grid, Heading, Paragraph
from giadesk.ui import theme
from giadesk.ui.import_places import Spot, words_of

_MOST_CELLS = 3000
"""Tables together larger than this are written as lines: laying them out would take seconds."""
_KEEP = QTextCursor.MoveMode.KeepAnchor


class OriginalView(QTextEdit):
    """Shows a document's blocks; `mark` tints stretches of it, `show_spots` leads to one."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("original")
        self.setAccessibleName("原文件的内容")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("文件里没有文字")
        self._source = document
        self._starts: dict[tuple[int, int], int] = {}
        self._repaired: Sequence[Spot] = ()
        self._unplaced: Sequence[Spot] = ()
        self._shown: Sequence[Spot] = ()
        self._draw()

    @property
    def shown_text(self) -> str:
        """The text of what is marked as chosen, piece by piece."""
        texts = [c.selectedText() for s in self._shown if (c := self._cursor(s))]
        return "\n".join(texts).replace("\u2028", "\n").replace("\u2029", "\n")

    def mark(self, repaired: Sequence[Spot], unplaced: Sequence[Spot]) -> None:
        """Tint what was repaired, and what has no place in the report."""
        self._repaired, self._unplaced = repaired, unplaced
        self._tint()

    def show_spots(self, spots: Sequence[Spot]) -> bool:
        """Mark these as the chosen ones and scroll to the first. False where there is none."""
        self._shown = spots
        self._tint()
        return self.scroll_to(spots)

    def scroll_to(self, spots: Sequence[Spot]) -> bool:
        """Bring the first of these into view, marking nothing. False where there is none."""
        first = self._cursor(spots[0]) if spots else None
        if first is None:
            return False
        first.setPosition(first.selectionStart())
        self.setTextCursor(first)
        self.ensureCursorVisible()
        self._bring(first)
        return True

    def _bring(self, cursor: QTextCursor) -> None:
        place = self.cursorRect(cursor).center().y() - self.viewport().height() // 3
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines break elsewhere: what is marked stays in view, if it was there."""
        first = self._cursor(self._shown[0]) if self._shown else None
        shown = self.viewport().rect()
        seen = first is not None and (
            not self.isVisible() or shown.contains(self.cursorRect(first).center())
        )
        super().resizeEvent(event)
        if first is not None and seen:
            self._bring(first)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_starts"):
            self._draw()

    def _draw(self) -> None:
        self.clear()
        self._starts.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cells = sum(b.height * b.width for b in self._source.blocks if isinstance(b, Grid))
        for number, block in enumerate(self._source.blocks):
            if number:
                cursor.insertBlock()
            if isinstance(block, Grid):
                self._draw_grid(cursor, number, block, as_table=cells <= _MOST_CELLS)
                continue
            gap = QTextBlockFormat()
            gap.setBottomMargin(6)
            cursor.setBlockFormat(gap)
            self._starts[number, -1] = cursor.position()
            head = _head_of(block)
            words = words_of(block)
            cursor.insertText(words[:head], _ink(strong=True))
            cursor.insertText(words[head:], _ink())
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._tint()

    def _draw_grid(self, cursor: QTextCursor, number: int, grid: Grid, *, as_table: bool) -> None:
        if not as_table or grid.height < 1 or grid.width < 1:
            row = 0
            for at, cell in enumerate(grid.cells):
                if at:
                    cursor.insertText("\n" if cell.row != row else "　│　", QTextCharFormat())
                row = cell.row
                self._starts[number, at] = cursor.position()
                cursor.insertText(cell.text, QTextCharFormat())
            return
        table = cursor.insertTable(grid.height, grid.width, _format_of(grid))
        taken: set[tuple[int, int]] = set()
        for at, cell in enumerate(grid.cells):
            rows = min(cell.rows, grid.height - cell.row)
            columns = min(cell.columns, grid.width - cell.column)
            area = {
                (r, c)
                for r in range(cell.row, cell.row + rows)
                for c in range(cell.column, cell.column + columns)
            }
            if area and not area & taken:
                taken |= area
                if len(area) > 1:
                    table.mergeCells(cell.row, cell.column, rows, columns)
            if rows < 1 or columns < 1:
                continue
            self._write(table, number, at, grid)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        # positions are taken when the whole table is written: cells move while it grows
        for at, cell in enumerate(grid.cells):
            if cell.row < grid.height and cell.column < grid.width:
                self._starts[number, at] = table.cellAt(cell.row, cell.column).firstPosition()

    def _write(self, table: QTextTable, number: int, at: int, grid: Grid) -> None:
        cell = grid.cells[at]
        here = table.cellAt(cell.row, cell.column)
        if cell.row < grid.head_rows or cell.kind in ("head", "label"):
            ground = here.format()
            ground.setBackground(theme.colour("head"))
            here.setFormat(ground)
        here.lastCursorPosition().insertText(cell.text, _ink())

    def _cursor(self, spot: Spot) -> QTextCursor | None:
        start = self._starts.get((spot.block, spot.cell))
        if start is None:
            return None
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(start + spot.start, last))
        cursor.setPosition(min(start + spot.start + spot.length, last), _KEEP)
        return cursor

    def _tint(self) -> None:
        extra = []
        for name, spots in (
            ("verify_soft", self._repaired),
            ("must_soft", self._unplaced),
            ("selection", self._shown),
        ):
            for spot in spots:
                cursor = self._cursor(spot)
                if cursor is None:
                    continue
                one = QTextEdit.ExtraSelection()
                one.cursor = cursor  # type: ignore[attr-defined]
                look = QTextCharFormat()
                look.setBackground(theme.colour(name))
                if name == "selection":
                    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                    look.setUnderlineColor(theme.colour("focus"))
                one.format = look  # type: ignore[attr-defined]
                extra.append(one)
        self.setExtraSelections(extra)


def _head_of(block: Paragraph | Heading) -> int:
    """How many characters of a block are its heading: to the first 。 where it runs into its text."""
    words = words_of(block)
    if isinstance(block, Heading):
        return len(words) - len(block.run_in)
    if not (block.outline or block.role == "title"):
        return 0
    end = words.find("。")
    return len(words) if end in (-1, len(words) - 1) else end + 1


def _ink(*, strong: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(theme.colour("text"))
    if strong:
        look.setFontWeight(600)
    return look


def _format_of(grid: Grid) -> QTextTableFormat:
    look = QTextTableFormat()
    look.setBorderBrush(theme.colour("grid"))
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorder(1)
    look.setBorderCollapse(True)
    look.setCellSpacing(0)
    look.setCellPadding(3)
    look.setTopMargin(4)
    look.setBottomMargin(8)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return look
