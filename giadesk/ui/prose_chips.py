"""How prose looks beside its words: live figures as quiet chips, tables' places, headings' face."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from giadesk.core.prose import split_heading
from giadesk.ui import theme
from giadesk.ui.prose_document import ProseDocument
from giadesk.ui.prose_objects import FIGURE, TABLE, object_of

_SIDE = 0.22
"""Room at either side of a chip's figure, in heights of the font."""


class Chips(QPyTextObject):
    """Draws the objects of a document. Keep a reference for as long as the document lives.

    value: what a live figure shows and whether it is known, filled; title: of a table's place.
    """

    def __init__(
        self,
        document: ProseDocument,
        value: Callable[[str], tuple[str, bool]],
        title: Callable[[str], str],
    ) -> None:
        super().__init__(document)
        self._value = value
        self._title = title
        layout = document.documentLayout()
        layout.registerHandler(FIGURE, self)
        layout.registerHandler(TABLE, self)

    def intrinsicSize(self, doc: QTextDocument, pos: int, looks: QTextFormat) -> QSizeF:
        """The room a chip takes; its figure stands on the baseline of the line."""
        kind, object_id = object_of(looks)
        metrics = QFontMetricsF(doc.defaultFont())
        side = metrics.height() * _SIDE
        if kind == TABLE:
            wide = metrics.horizontalAdvance(self._title(object_id)) + 6 * side
            return QSizeF(min(wide, max(doc.textWidth() - 40, 80)), metrics.height())
        text, _ = self._value(object_id)
        return QSizeF(metrics.horizontalAdvance(text) + 2 * side, metrics.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        pos: int,
        looks: QTextFormat,
    ) -> None:
        """Draw a chip into its room."""
        kind, object_id = object_of(looks)
        font = doc.defaultFont()
        metrics = QFontMetricsF(font)
        rect = QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        baseline = rect.bottom() - metrics.descent()
        side = metrics.height() * _SIDE
        if kind == TABLE:
            self._draw_table(painter, rect, metrics, self._title(object_id), baseline)
        else:
            text, filled = self._value(object_id)
            body = rect.adjusted(1, 0, -1, 0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hint_soft" if filled else "verify_soft"))
            painter.drawRoundedRect(body, 3, 3)
            painter.setPen(theme.colour("accent" if filled else "verify"))
            painter.drawText(QPointF(rect.left() + side, baseline), text)
        painter.restore()

    def _draw_table(
        self, painter: QPainter, rect: QRectF, metrics: QFontMetricsF, title: str, baseline: float
    ) -> None:
        body = rect.adjusted(0.5, -3, -0.5, 3)
        painter.setPen(QPen(theme.colour("grid"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("head"))
        painter.drawRoundedRect(body, 3, 3)
        side = metrics.height() * _SIDE * 3
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width() - 2 * side + 1)
        painter.setPen(theme.colour("muted"))
        painter.drawText(QPointF(rect.left() + side, baseline), shown)


class HeadingFace(QSyntaxHighlighter):
    """Shows a heading, up to its first 。, in the face of headings. The text itself keeps no face.

    It is called for the blocks that change, and for no others.
    """

    def __init__(self, document: ProseDocument) -> None:
        super().__init__(document)
        self._document = document
        self._face = QTextCharFormat()
        self._face.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:
        """Set the heading's part of a block in bold."""
        if self._document.level(self.currentBlock()):
            self.setFormat(0, len(split_heading(text)[0]), self._face)
