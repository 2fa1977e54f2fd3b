"""A planned table drawn by Qt, row by row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from giadesk.core.blocks import GridCell
from giadesk.exports import table_layout
from giadesk.exports.pdf.faces import Ink, Text, clean
from giadesk.exports.profile import Profile, twips

Draw = Callable[[QPainter, float, float], None]
"""Paints something with its upper left corner at a point of the page, in twips."""


class Table:
    """A planned table with its texts laid out; rows grow where a face needs more lines."""

    def __init__(
        self, plan: table_layout.TablePlan, profile: Profile, inks: tuple[Ink, Ink, Ink]
    ) -> None:
        self._plan = plan
        self._margin = twips(profile.table.cell_margin)
        self._pen = QPen(QColor("black"), profile.table.border * 20)
        self._pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        self._lefts = [0]
        for width in plan.widths:
            self._lefts.append(self._lefts[-1] + width)
        self._texts = {
            (c.row, c.column): self._laid(c, inks) for c in plan.grid.cells if c.text.strip()
        }
        self.heights = self._heights()

    def _laid(self, cell: GridCell, inks: tuple[Ink, Ink, Ink]) -> Text:
        head, words, figures = inks
        text = clean(cell.text)
        align = Qt.AlignmentFlag.AlignHCenter
        ink = {"head": head, "figure": figures, "total": figures}.get(cell.kind, words)
        indent = 0.0
        if cell.kind == "label":
            if table_layout.narrow_label(self._plan.grid, cell):
                text = table_layout.broken_label(text)
            elif not table_layout.centred_label(cell):
                align = Qt.AlignmentFlag.AlignLeft
                indent = cell.indent * self._plan.size * 20
        elif self._plan.runs_on(cell):
            align = Qt.AlignmentFlag.AlignLeft
        return Text([(text, ink)], self._room(cell) - indent, align)

    def _room(self, cell: GridCell) -> float:
        return self._right(cell) - self._lefts[cell.column] - 2 * self._margin

    def _right(self, cell: GridCell) -> float:
        return self._lefts[min(cell.column + cell.columns, len(self._lefts) - 1)]

    def _heights(self) -> list[int]:
        heights = list(self._plan.heights)
        for cell in self._plan.grid.cells:
            if (cell.row, cell.column) not in self._texts:
                continue
            need = self._texts[cell.row, cell.column].count * self._plan.line + 40
            last = cell.row + cell.rows - 1
            heights[last] += max(0, need - sum(heights[cell.row : last + 1]))
        return heights

    def row_drawer(self, row: int) -> Draw:
        """Draws one row: its borders, and the cells that begin in it."""
        return lambda painter, left, top: self._draw_row(painter, row, left, top)

    def _draw_row(self, painter: QPainter, row: int, left: float, top: float) -> None:
        painter.setPen(self._pen)
        height = self.heights[row]
        column = 0
        line = self._plan.grid.matrix()[row]
        while column < len(line):
            cell = line[column]
            columns = cell.columns if cell else 1
            x = left + self._lefts[column]
            end = left + self._lefts[min(column + columns, len(self._lefts) - 1)]
            painter.drawLine(QPointF(x, top), QPointF(x, top + height))
            if cell is None or cell.row == row:
                painter.drawLine(QPointF(x, top), QPointF(end, top))
            if cell is None or cell.row + cell.rows - 1 == row:
                painter.drawLine(QPointF(x, top + height), QPointF(end, top + height))
            column += columns
        right = left + self._lefts[-1]
        painter.drawLine(QPointF(right, top), QPointF(right, top + height))
        for cell in self._plan.grid.cells:
            if cell.row == row:
                self._draw_text(painter, cell, left, top)

    def _draw_text(self, painter: QPainter, cell: GridCell, left: float, top: float) -> None:
        text = self._texts.get((cell.row, cell.column))
        if text is None:
            return
        height = sum(self.heights[cell.row : cell.row + cell.rows])
        pitch = self._plan.line
        start = top + max(0.0, (height - text.count * pitch) / 2)
        indent = 0.0
        if cell.kind == "label" and not table_layout.centred_label(cell):
            indent = cell.indent * self._plan.size * 20
        for number in range(text.count):
            x = left + self._lefts[cell.column] + self._margin + indent
            text.draw(painter, number, x, start + number * pitch, pitch)
