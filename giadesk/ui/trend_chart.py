"""A chart on the screen: the shapes of `core.chart` painted in the theme's colours; and as a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from giadesk.core.chart import Box, Chart, Rule, Words, column_chart
from giadesk.core.trend import Series
from giadesk.ui import theme

PICTURE = QSize(960, 540)
"""The size of a copied picture; it has twice as many dots each way."""
_SHARP = 2


class TrendChart(QWidget):
    """A column a year. Takes the focus so that a screen reader can say what it shows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: Series | None = None
        self._title = ""
        self._empty = ""
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_nothing("")

    @property
    def series(self) -> Series | None:
        """What is shown, None for nothing."""
        return self._series

    def show_series(self, series: Series, title: str) -> None:
        """Show these years under that title."""
        self._series = series
        self._title = title
        chart = self.chart_for(PICTURE.width(), PICTURE.height())
        self.setAccessibleName(title)
        self.setAccessibleDescription(chart.description)
        self.update()

    def show_nothing(self, words: str) -> None:
        """Say why there is no chart."""
        self._series = None
        self._empty = words
        self.setAccessibleName(words or "没有图")
        self.setAccessibleDescription("")
        self.update()

    def chart_for(self, width: float, height: float, font: QFont | None = None) -> Chart:
        """The chart in that size and font (None: the widget's own). RuntimeError while there is none."""
        if self._series is None:
            raise RuntimeError("nothing is shown")
        font = font or self.font()
        em = _em(font)
        return column_chart(
            self._series, self._title, width=width, height=height, em=em, width_of=_widths(font, em)
        )

    def picture(self) -> QImage:
        """The chart as a picture to be pasted into a document: on white, whatever the scheme."""
        from giadesk.exports.charts import PRINT

        font = theme.font()
        font.setPixelSize(16)
        image = QImage(PICTURE * _SHARP, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARP)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.translate(16, 12)
        paint(
            painter,
            self.chart_for(PICTURE.width() - 32, PICTURE.height() - 24, font),
            font,
            lambda name: QColor(PRINT[name]),
        )
        painter.end()
        return image

    def copy_picture(self) -> None:
        """Put the picture on the clipboard, with its figures as text beside it."""
        data = QMimeData()
        data.setImageData(self.picture())
        data.setText(self.accessibleDescription())
        QGuiApplication.clipboard().setMimeData(data)

    def sizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        return QSize(unit * 20, unit * 12)

    def minimumSizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        return QSize(unit * 9, unit * 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.rect().adjusted(8, 4, -8, -4)
        if self._series is None:
            painter.setPen(theme.colour("muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inside, flags, self._empty)
        else:
            painter.translate(inside.topLeft())
            chart = self.chart_for(inside.width(), inside.height())
            paint(painter, chart, self.font(), theme.colour)
            painter.translate(-inside.topLeft())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.FontChange):
            self.update()
        return super().event(event)


def paint(painter: QPainter, chart: Chart, font: QFont, colour: Callable[[str], QColor]) -> None:
    """Paint the chart from the painter's origin on, in the colours of those names."""
    bold = QFont(font)
    bold.setBold(True)
    for shape in chart.shapes:
        ink = colour(shape.colour)
        match shape:
            case Box():
                painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), ink)
            case Rule():
                painter.setPen(QPen(ink, 1))
                painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
            case Words():
                painter.setFont(bold if shape.bold else font)
                painter.setPen(ink)
                wide = QFontMetricsF(painter.font()).horizontalAdvance(shape.text)
                start = {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
                painter.drawText(QPointF(shape.x - start, shape.y), shape.text)


def _em(font: QFont) -> float:
    return float(QFontInfo(font).pixelSize())


def _widths(font: QFont, em: float) -> Callable[[str], float]:
    bold = QFont(font)
    bold.setBold(True)
    metrics = QFontMetricsF(bold)
    return lambda text: metrics.horizontalAdvance(text) / em
