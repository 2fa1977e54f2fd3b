"""Arrows of fields that grow with the words: Qt's own stay as small as they are at 100 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QStyle, QStyleOptionSpinBox, QWidget

if TYPE_CHECKING:
    _SpinBox = QAbstractSpinBox
else:
    _SpinBox = object


def draw_arrow(
    painter: QPainter, widget: QWidget, place: QRect, *, up: bool = False, able: bool = True
) -> None:
    """Draw an arrow in the middle of that place of the widget, in the colour of its buttons' words."""
    side = min(place.width() - 4, widget.fontMetrics().height() * 0.4) / 2
    height = min(side, place.height() - 2) / (2 if not up else -2)
    middle = QRectF(place).center()
    group = QPalette.ColorGroup.Active if able else QPalette.ColorGroup.Disabled
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(widget.palette().brush(group, QPalette.ColorRole.ButtonText))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corners = ((-side, -height), (side, -height), (0.0, height))
    painter.drawPolygon([middle + QPointF(x, y) for x, y in corners])


class Steps(_SpinBox):
    """To be inherited before a spin box: its two arrows grow with its words."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        steps = (
            self.stepEnabled() if self.isEnabled() else QAbstractSpinBox.StepEnabledFlag.StepNone
        )
        painter = QPainter(self)
        for part, flag, up in (
            (QStyle.SubControl.SC_SpinBoxUp, QAbstractSpinBox.StepEnabledFlag.StepUpEnabled, True),
            (
                QStyle.SubControl.SC_SpinBoxDown,
                QAbstractSpinBox.StepEnabledFlag.StepDownEnabled,
                False,
            ),
        ):
            control = QStyle.ComplexControl.CC_SpinBox
            place = self.style().subControlRect(control, option, part, self)
            draw_arrow(painter, self, place, up=up, able=bool(steps & flag))
