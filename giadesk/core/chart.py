"""Charts as shapes: where every bar, line and word stands. Drawn on the screen and written as SVG.

Lengths are in pixels of a picture whose letters are `em` high; colours are names of the window's
theme. Words tell every figure, so that nothing has to be read off a scale.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from giadesk.core.prose import plain
from giadesk.core.trend import Point, Series

WidthOf = Callable[[str], float]
"""How wide a text is in letters of one em's height, in em."""

_NARROW = 0.64
"""A wide face's digits, so that words have room in whatever face the reader has."""
_GAP = 0.4


class Words(msgspec.Struct, frozen=True):
    """A text on its base line. anchor: which of its ends stands at x."""

    x: float
    y: float
    text: str
    colour: str = "text"
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False


class Box(msgspec.Struct, frozen=True):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str = "accent"


class Rule(msgspec.Struct, frozen=True):
    """A straight line, one pixel wide."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "grid"


Shape = Words | Box | Rule


class Chart(msgspec.Struct, frozen=True):
    """A picture of shapes, painted in order. title and description: what it says, in words."""

    width: float
    height: float
    em: float
    title: str
    description: str
    shapes: tuple[Shape, ...]


def text_width(text: str) -> float:
    """A text's width in em, without asking a font: Chinese signs are square, the others narrow."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text)


def column_chart(
    series: Series,
    title: str,
    *,
    width: float,
    height: float,
    em: float,
    width_of: WidthOf = text_width,
) -> Chart:
    """A column a year with its figure over it; a year without one has a word in its place."""
    return _Columns(series, title, width, height, em, width_of).chart()


def bar_chart(
    lines: Sequence[Series], title: str, *, width: float, em: float, width_of: WidthOf = text_width
) -> Chart:
    """Under the name of each line a bar a year. Lines of one unit have one scale."""
    shapes: list[Shape] = []
    y = 0.0
    for row in _wrapped(title, width / em, width_of):
        y += 1.5 * em
        shapes.append(Words(width / 2, y - 0.3 * em, row, anchor="middle", bold=True))
    room = {
        unit: max((abs(f) for s in lines if s.measure.unit == unit for f in s.figures), default=0)
        for unit in {s.measure.unit for s in lines}
    }
    years = max((width_of(f"{p.year}年") for s in lines for p in s.points), default=0) * em
    left = years + _GAP * em
    value = max((width_of(p.words) for s in lines for p in s.points), default=0) * em
    longest = max(em, width - left - value - 2 * _GAP * em)
    for line in lines:
        y += 0.5 * em
        for row in _wrapped(f"{line.measure.name}（{line.measure.unit}）", width / em, width_of):
            y += 1.4 * em
            shapes.append(Words(0, y - 0.3 * em, row, bold=True))
        for point in line.points:
            y += 1.5 * em
            base = y - 0.4 * em
            shapes.append(Words(years, base, f"{point.year}年", "muted", "end"))
            end = left
            if point.figure is not None:
                most = room[line.measure.unit] or 1
                size = float(abs(point.figure) / Decimal(most)) * longest
                newest = point is line.points[-1]
                colour = "verify" if point.figure < 0 else "accent" if newest else "hint"
                size = max(size, 1.5)
                shapes.append(Box(left, y - 1.3 * em, size, 1.1 * em, colour))
                end = left + size
            colour = "text" if point.figure is not None else "muted"
            shapes.append(Words(end + _GAP * em, base, point.words, colour))
    return Chart(width, y + 0.6 * em, em, title, describe(lines), tuple(shapes))


def describe(lines: Sequence[Series]) -> str:
    """The figures in words, for who cannot see the picture: 本年新收：2024年12件，2025年15件。"""
    told = []
    for line in lines:
        unit = line.measure.unit
        years = "，".join(
            f"{p.year}年{p.words}{unit if p.figure is not None else ''}" for p in line.points
        )
        told.append(f"{line.measure.name}：{years}。")
    return "".join(told)


class _Columns:
    def __init__(
        self,
        series: Series,
        title: str,
        width: float,
        height: float,
        em: float,
        width_of: WidthOf,
    ) -> None:
        self.series = series
        self.title = title
        self.width = width
        self.height = height
        self.em = em
        self.width_of = width_of
        self.shapes: list[Shape] = []

    def chart(self) -> Chart:
        top = self._heading()
        below = any(figure < 0 for figure in self.series.figures)  # room for figures under columns
        bottom = self.height - (4.2 if below else 2.9) * self.em
        low, high, step = _scale(self.series.figures, whole=self.series.measure.kind != "money")
        span = float(high - low)
        left = self._axis(low, high, step, top, bottom)

        def place(value: Decimal) -> float:
            return bottom - float(value - low) / span * (bottom - top)

        self._columns(left, place)
        shapes = tuple(self.shapes)
        told = describe((self.series,))
        return Chart(self.width, self.height, self.em, self.title, told, shapes)

    def _heading(self) -> float:
        y = 0.0
        for row in _wrapped(self.title, self.width / self.em, self.width_of):
            y += 1.5 * self.em
            self.shapes.append(
                Words(self.width / 2, y - 0.3 * self.em, row, anchor="middle", bold=True)
            )
        return y + 1.9 * self.em  # room for the figure over the highest column

    def _axis(self, low: Decimal, high: Decimal, step: Decimal, top: float, bottom: float) -> float:
        ticks = []
        value = low
        while value <= high:
            ticks.append(value)
            value += step
        widest = max(self.width_of(plain(t)) for t in ticks) * self.em
        left = widest + 0.8 * self.em
        for tick in ticks:
            y = bottom - float(tick - low) / float(high - low) * (bottom - top)
            self.shapes.append(Rule(left, y, self.width, y, "grid" if tick else "muted"))
            if bottom - top > 1.2 * self.em * len(ticks) or tick in (low, high, 0):
                words = Words(left - 0.4 * self.em, y + 0.35 * self.em, plain(tick), "muted", "end")
                self.shapes.append(words)
        return left

    def _columns(self, left: float, place: Callable[[Decimal], float]) -> None:
        points = self.series.points
        em = self.em
        share = (self.width - 1.5 * em - left) / max(1, len(points))
        wide = min(3.2 * em, share * 0.62)
        every = max(1, math.ceil((self.width_of("2024年") + 0.3) * em / share))
        zero = place(Decimal(0))
        for index, point in enumerate(points):
            middle = left + share * (index + 0.5)
            if point.figure is not None:
                y = place(point.figure)
                colour = "accent" if index == len(points) - 1 else "hint"
                high = max(abs(zero - y), 1.5)
                box_top = min(y, zero) if y != zero else zero - high
                self.shapes.append(Box(middle - wide / 2, box_top, wide, high, colour))
            self._label(point, middle, place, share, zero)
            if (len(points) - 1 - index) % every == 0:
                year = Words(middle, self.height - 1.5 * em, f"{point.year}年", "text", "middle")
                self.shapes.append(year)
                if point.figure is None and self.width_of(point.words) * em < share * every:
                    words = Words(middle, self.height - 0.3 * em, point.words, "muted", "middle")
                    self.shapes.append(words)

    def _label(
        self,
        point: Point,
        middle: float,
        place: Callable[[Decimal], float],
        share: float,
        zero: float,
    ) -> None:
        """The figure at the end of its column, where there is room beside its neighbours'."""
        if point.figure is None or self.width_of(point.words) * self.em > share * 1.05:
            return
        y = place(point.figure)
        at = y - 0.4 * self.em if y <= zero else y + 1.1 * self.em
        self.shapes.append(Words(middle, at, point.words, "text", "middle"))


def _scale(figures: Sequence[Decimal], *, whole: bool) -> tuple[Decimal, Decimal, Decimal]:
    """The lowest and highest value of an axis with 0 on it, and the step of its lines: 1, 2 or 5."""
    low, high = min((*figures, Decimal(0))), max((*figures, Decimal(0)))
    if low == high:
        high = Decimal(1)
    rough = (high - low) / 4
    step = Decimal(10) ** rough.adjusted()
    for times in (1, 2, 5, 10):
        if step * times >= rough:
            step *= times
            break
    if whole:
        step = max(step, Decimal(1)).to_integral_value()
    down = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    up = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    return down, up, step


def _wrapped(text: str, room: float, width_of: WidthOf) -> Iterator[str]:
    """The text in lines that fit; nothing for an empty one."""
    line = ""
    for sign in text:
        if line and width_of(line + sign) > room:
            yield line
            line = ""
        line += sign
    if line:
        yield line
