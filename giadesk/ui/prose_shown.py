"""A paragraph's text as it is shown, with its live figures written out, and the way back.

Findings, searches and selections name places in either text; a place inside a live figure is the
whole figure. Nothing here needs Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from giadesk.core.prose import LIVE_FIGURE, UNFILLED, plain


class _Figure(msgspec.Struct, frozen=True):
    """Where a live figure is: in the text with its id, and in the text as shown."""

    start: int
    end: int
    shown_start: int
    shown_end: int


class Shown:
    """A paragraph's text with every live figure written out. `text` is what is shown."""

    def __init__(self, source: str, figures: Mapping[str, Decimal]) -> None:
        self.source = source
        self._figures: list[_Figure] = []
        parts: list[str] = []
        done = length = 0
        for match in LIVE_FIGURE.finditer(source):
            figure = figures.get(match[1])
            value = UNFILLED if figure is None else plain(figure)
            parts += (source[done : match.start()], value)
            start = length + match.start() - done
            length = start + len(value)
            done = match.end()
            self._figures.append(_Figure(match.start(), done, start, length))
        parts.append(source[done:])
        self.text = "".join(parts)

    def in_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that shows as that span; live figures are taken whole."""
        return self._back(start, end=False), self._back(end, end=True)

    def in_shown(self, start: int, end: int) -> tuple[int, int]:
        """The span of the shown text for a span of the source."""
        return self._forth(start, end=False), self._forth(end, end=True)

    def touches_figure(self, start: int, end: int) -> bool:
        """Whether a span of the shown text has something of a live figure in it."""
        return any(f.shown_start < end and start < f.shown_end for f in self._figures)

    def find_quote(self, quote: str, start: int) -> tuple[int, int] | None:
        """Where a finding's quote is in the source, None where it is no longer there.

        The quote may be as shown or as in the source; start is in the source, or -1. When the text
        was edited since, the nearest place that reads the same is taken.
        """
        if not quote:
            return None
        if start >= 0 and self.source.startswith(quote, start):
            return start, start + len(quote)
        near = self._forth(max(start, 0), end=False)
        place = _nearest(self.text, quote, near)
        if place is not None:
            return self.in_source(place, place + len(quote))
        place = _nearest(self.source, quote, max(start, 0))
        return None if place is None else (place, place + len(quote))

    def _back(self, offset: int, *, end: bool) -> int:
        gone = 0
        for figure in self._figures:
            if figure.shown_start >= offset:
                break
            if figure.shown_end > offset:
                return figure.end if end else figure.start
            gone = figure.end - figure.shown_end
        return offset + gone

    def _forth(self, offset: int, *, end: bool) -> int:
        gone = 0
        for figure in self._figures:
            if figure.start >= offset:
                break
            if figure.end > offset:
                return figure.shown_end if end else figure.shown_start
            gone = figure.end - figure.shown_end
        return offset - gone


def _nearest(text: str, quote: str, near: int) -> int | None:
    behind, before = text.find(quote, near), text.rfind(quote, 0, near + len(quote))
    places = [place for place in (behind, before) if place >= 0]
    return min(places, key=lambda place: abs(place - near)) if places else None
