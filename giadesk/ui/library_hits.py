"""Where the words that were looked for stand in a report: a second line under its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from giadesk.ui import theme
from giadesk.ui.library_list import HIT, Index

TALL = 2.9
"""Heights of a line that a row of two lines has."""


class HitDelegate(QStyledItemDelegate):
    """The name over the place of the words; as ever where there is none."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT)
        if not hit:
            super().paint(painter, option, index)
            return
        excerpt, words = hit
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        widget = own.widget  # type: ignore[attr-defined]  # here and below: the stubs do not know
        style = widget.style() if widget is not None else QApplication.style()
        name: str = own.text  # type: ignore[attr-defined]
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, own, widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, own, widget) + 1
        own.text = ""  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)
        font: QFont = own.font  # type: ignore[attr-defined]
        metrics = QFontMetrics(font)
        line = QRect(box.left() + margin, 0, box.width() - 2 * margin, metrics.height())
        line.moveTop(own.rect.center().y() - metrics.height())  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(font)
        painter.setPen(own.palette.color(own.palette.ColorRole.Text))  # type: ignore[attr-defined]
        shortened = metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shortened)
        line.moveTop(line.bottom() + 1)
        _draw_place(painter, line, around(excerpt, words, metrics, line.width()))
        painter.restore()


def _draw_place(painter: QPainter, line: QRect, parts: tuple[str, str, str]) -> None:
    for part, ink in zip(parts, ("muted", "accent", "muted"), strict=True):
        painter.setPen(theme.colour(ink))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), part)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(part))


def around(
    excerpt: str, words: Sequence[str], metrics: QFontMetrics, room: int
) -> tuple[str, str, str]:
    """What stands before the first of the words, that word, what stands behind it: in `room` pixels.

    The word is kept; where it is not in the excerpt, the first part is the beginning of that.
    """
    folded = excerpt.casefold()
    places = [(folded.find(word), len(word)) for word in words]
    begin, length = min(((p, n) for p, n in places if p >= 0), default=(-1, 0))
    if begin < 0:
        return metrics.elidedText(excerpt, Qt.TextElideMode.ElideRight, room), "", ""
    before, word, after = (
        excerpt[:begin],
        excerpt[begin : begin + length],
        excerpt[begin + length :],
    )
    left = room - metrics.horizontalAdvance(word)
    if left <= 0:
        return "", metrics.elidedText(word, Qt.TextElideMode.ElideRight, room), ""
    behind = metrics.horizontalAdvance(after)
    half = max(left // 2, left - behind)
    before = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, half)
    rest = max(0, left - metrics.horizontalAdvance(before))
    return before, word, metrics.elidedText(after, Qt.TextElideMode.ElideRight, rest)
