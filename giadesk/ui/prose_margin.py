"""What is drawn beside the words of prose: the tint of last year's text, and the made numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from giadesk.ui import theme
from giadesk.ui.prose_document import ProseDocument

_EDGE = 2
"""By how much a tint is higher than its paragraph, above and below."""


def draw_tint(text: QTextEdit, prose: ProseDocument, area: QRect) -> None:
    """Tint the paragraphs that still are last year's; to be drawn before the words."""
    margin = prose.documentMargin() / 2
    with _painting(text) as painter:
        for block, rect in _visible(text, prose, area):
            index = block.blockNumber()
            if index < len(prose.paragraphs) and prose.paragraphs[index].is_last_years:
                wide = prose.textWidth() - 2 * margin
                ground = QRectF(margin, rect.top() - _EDGE, wide, rect.height() + 2 * _EDGE)
                painter.fillRect(ground, theme.colour("unchanged"))


def draw_numbers(text: QTextEdit, prose: ProseDocument, area: QRect) -> None:
    """Write each heading's number into the room that its first line leaves."""
    left = prose.documentMargin() + prose.first_indent
    top = text.verticalScrollBar().value()
    with _painting(text) as painter:
        painter.setFont(prose.heading_font())
        painter.setPen(theme.colour("muted"))
        for block, _ in _visible(text, prose, area):
            number = prose.number(block.blockNumber())
            if number and block.layout().lineCount():
                line = block.layout().lineAt(0)
                baseline = block.layout().position().y() + line.y() + line.ascent()
                painter.drawText(QPointF(left, baseline - top), number)


def _visible(
    text: QTextEdit, prose: ProseDocument, area: QRect
) -> Iterator[tuple[QTextBlock, QRectF]]:
    """The blocks that an area of the viewport shows, with their place in it."""
    layout = prose.documentLayout()
    top = text.verticalScrollBar().value()
    low, high = 0, prose.blockCount() - 1
    while low < high:  # a hit test would lay the whole paragraph open, which costs in long ones
        middle = (low + high) // 2
        rect = layout.blockBoundingRect(prose.findBlockByNumber(middle))
        if rect.bottom() + _EDGE < top + area.top():
            low = middle + 1
        else:
            high = middle
    block = prose.findBlockByNumber(low)
    while block.isValid():
        rect = layout.blockBoundingRect(block).translated(0, -top)
        if rect.top() - _EDGE > area.bottom():
            return
        yield block, rect
        block = block.next()


@contextmanager
def _painting(text: QTextEdit) -> Iterator[QPainter]:
    painter = QPainter(text.viewport())
    try:
        yield painter
    finally:
        painter.end()
