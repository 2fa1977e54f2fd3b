"""How a cell of a printed table is drawn: words, figures, totals, marks. Colours from the theme.

The head rows, the label columns, the cells and the head that stays are drawn by the same functions,
so that lines and words meet.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from giadesk.core.blocks import GridCell
from giadesk.ui import theme
from giadesk.ui.table_layout import Typesetter, pad_of
from giadesk.ui.table_model import FigureModel

SMALL = 0.86
"""Last year's figure is written this much smaller than the present one."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class Pens(msgspec.Struct):
    """Fonts and measures of the table at one font size; made anew when the font changes."""

    font: QFont
    bold: QFont
    small: QFont
    type: Typesetter
    small_metrics: QFontMetrics
    bold_metrics: QFontMetrics

    @staticmethod
    def of(font: QFont) -> Pens:
        metrics = QFontMetrics(font)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * SMALL)
        return Pens(
            font=font,
            bold=bold,
            small=small,
            type=Typesetter(metrics.horizontalAdvance, metrics.height()),
            small_metrics=QFontMetrics(small),
            bold_metrics=QFontMetrics(bold),
        )

    @property
    def dot(self) -> int:
        """The room for the dot before last year's figure."""
        return max(4, self.type.em * 2 // 5)

    @property
    def gap(self) -> int:
        """Between a figure and last year's beside it."""
        return max(6, self.type.em * 3 // 5)


class Columns(msgspec.Struct):
    """How much room the widest figure and the widest of last year's take in each column."""

    figures: list[int]
    lasts: list[int]

    def width(self, column: int, pens: Pens) -> int:
        last = self.lasts[column]
        return self.figures[column] + (pens.gap + last if last else 0) + pad_of(pens.type)


def measure_columns(model: FigureModel, pens: Pens) -> Columns:
    """Measure every figure of the table that stands in a column of its own."""
    table = model.map
    figures, lasts = [0] * table.columns, [0] * table.columns
    for value_id, (row, column) in table.places.items():
        last = last_width(model, value_id, pens)
        if not table.is_wide(row, column):
            lasts[column] = max(lasts[column], last)
            figures[column] = max(figures[column], figure_width(model, value_id, pens))
    return Columns(figures, lasts)


def figure_width(model: FigureModel, value_id: str, pens: Pens) -> int:
    """The room that a cell's figure takes. A refused text may be long and is cut off instead."""
    return pens.bold_metrics.horizontalAdvance(model.written(value_id))


def last_width(model: FigureModel, value_id: str, pens: Pens) -> int:
    """The room that last year's figure takes, 0 where none is shown."""
    last = model.last(value_id)
    return pens.dot + pens.small_metrics.horizontalAdvance(last) if last else 0


def paint_words(painter: QPainter, rect: QRect, cell: GridCell, pens: Pens, visible: QRect) -> None:
    """A head or label cell: centred heads and groups, row labels at the left.

    visible: what of the pane is in view; a wide or high cell writes its words there.
    """
    painter.fillRect(rect, theme.colour("head"))
    paint_lines(painter, rect)
    if not cell.text:
        return
    painter.setFont(pens.font)
    painter.setPen(theme.colour("text"))
    type_ = pens.type
    pad = pad_of(type_)
    left = pad // 2 + (2 if cell.kind == "label" else 0)
    inner = rect.adjusted(left + cell.indent * type_.em, 0, pad // 2 - pad, 0)
    lines = type_.lines(cell.text, inner.width(), even=True)
    centred = cell.kind == "head" or cell.rows > 1
    height = len(lines) * type_.line
    seen = inner.intersected(visible)
    if cell.rows > 1 and seen.height() >= height:
        inner.setTop(seen.top())
        inner.setBottom(seen.bottom())
    if cell.columns > 1 and seen.width() >= max(type_.width(line) for line in lines):
        inner.setLeft(seen.left())
        inner.setRight(seen.right())
    top = inner.top() + (inner.height() - height) // 2
    for index, line in enumerate(lines):
        place = QRect(inner.left(), top + index * type_.line, inner.width(), type_.line)
        painter.drawText(place, _CENTRE if centred else _LEFT, line)


def paint_lines(painter: QPainter, rect: QRect) -> None:
    """The lines at a cell's right and bottom, equally thin at 125 % and 150 %."""
    pen = QPen(theme.colour("grid"), int(painter.device().devicePixelRatio()))
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLine(rect.topRight(), rect.bottomRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class FigurePaint(msgspec.Struct):
    """What the view knows of a cell when it is drawn."""

    selected: bool = False
    current: bool = False
    focused: bool = False
    edited: bool = False


def paint_figure(
    painter: QPainter,
    rect: QRect,
    model: FigureModel,
    value_id: str,
    columns: Columns,
    pens: Pens,
    state: FigurePaint,
) -> None:
    """A cell with a figure: ground, figure, last year's, marks, and the ring of the focus."""
    _ground(painter, rect, model, value_id, state)
    paint_lines(painter, rect)
    if not state.edited:
        _figures(painter, rect, model, value_id, columns, pens)
    _marks(painter, rect, model, value_id)
    if state.current:
        painter.setPen(QPen(theme.colour("focus" if state.focused else "muted"), 2))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))


def _ground(
    painter: QPainter, rect: QRect, model: FigureModel, value_id: str, state: FigurePaint
) -> None:
    if model.session.read_only:
        name = "computed" if model.is_total(value_id) else "base"
    else:
        name = "base" if model.is_open(value_id) else "computed"
    ground = theme.colour(name)
    if value_id in model.refusals:
        ground = theme.colour("must_soft")
    mark = model.mark_of(value_id)
    if mark:
        ground = theme.colour("verify_soft" if mark == 1 else "good_soft")
    if state.selected:
        ground = _mixed(theme.colour("selection"), ground) if mark else theme.colour("selection")
    painter.fillRect(rect, ground)
    if mark:
        painter.setPen(QPen(theme.colour("verify" if mark == 1 else "good"), 2))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))


def _figures(
    painter: QPainter,
    rect: QRect,
    model: FigureModel,
    value_id: str,
    columns: Columns,
    pens: Pens,
) -> None:
    row, column = model.map.places[value_id]
    pad = pad_of(pens.type) // 2
    inner = rect.adjusted(pad, 0, -pad - 1, 0)
    last_room, room = columns.lasts[column], columns.figures[column]
    if model.map.is_wide(row, column):
        last_room = last_width(model, value_id, pens)
        room = figure_width(model, value_id, pens)
    refused = value_id in model.refusals
    text, align = model.shown(value_id), _CENTRE
    if last_room and not refused:
        # Figure and last year's as a pair, right-aligned each, the pair in the middle of the cell.
        room += pens.gap + last_room
        right = inner.right() - max(0, (inner.width() - room) // 2)
        if last := model.last(value_id):
            painter.setFont(pens.small)
            painter.setPen(theme.colour("muted"))
            place = QRect(right - last_room + 1, inner.top(), last_room, inner.height())
            painter.drawText(place, _RIGHT, last)
            _dot(painter, place.right() - last_width(model, value_id, pens), place, pens)
        inner.setRight(right - last_room - pens.gap)
        align = _RIGHT
    if text:
        painter.setFont(pens.bold if model.is_total(value_id) else pens.font)
        painter.setPen(theme.colour("must" if refused else "text"))
        if refused:
            metrics = QFontMetrics(pens.font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, align, text)
    elif model.is_ghost(value_id):
        painter.setFont(pens.font)
        painter.setPen(theme.colour("accent"))
        painter.drawText(inner, align, "0")


def _dot(painter: QPainter, left: int, place: QRect, pens: Pens) -> None:
    """A dot before last year's figure: beside a blank cell it is not taken for this year's."""
    size = max(2, pens.dot // 2)
    painter.fillRect(left, place.center().y() - size // 2 + 1, size, size, painter.pen().color())


def _marks(painter: QPainter, rect: QRect, model: FigureModel, value_id: str) -> None:
    """Corners: a finding at the upper right, an explanation at the lower right; an
    unlocked total at the upper left."""
    size = max(7, min(rect.height() // 3, 10))
    painter.setPen(Qt.PenStyle.NoPen)
    if value_id in model.refusals:
        _corner(painter, rect, size, theme.colour("must"))
    elif severity := model.severity(value_id):
        _corner(painter, rect, size, theme.colour(severity))
    if model.is_explained(value_id):
        painter.setBrush(theme.colour("good"))
        bottom, right = rect.bottom() - 1, rect.right() - 1
        painter.drawPolygon(
            QPolygon(
                [QPoint(right - size, bottom), QPoint(right, bottom), QPoint(right, bottom - size)]
            )
        )
    if model.is_unlocked(value_id):
        painter.setBrush(theme.colour("accent"))
        top, left = rect.top(), rect.left()
        painter.drawPolygon(
            QPolygon([QPoint(left, top), QPoint(left + size, top), QPoint(left, top + size)])
        )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _corner(painter: QPainter, rect: QRect, size: int, colour: QColor) -> None:
    painter.setBrush(colour)
    top, right = rect.top(), rect.right()
    painter.drawPolygon(
        QPolygon([QPoint(right - size, top), QPoint(right, top), QPoint(right, top + size)])
    )


def _mixed(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2,
        (one.green() + other.green()) // 2,
        (one.blue() + other.blue()) // 2,
    )
