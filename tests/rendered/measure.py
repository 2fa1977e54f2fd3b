"""Measure the pages of any PDF of a report: lines, characters, pitch, margins, page numbers, tables.

`tests.rendered.judge` says what of it misses a layout profile.

Baselines come from the text matrix, not from a glyph's box, which depends on the face.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber

from giadesk.exports.profile import Profile

MM = 72 / 25.4
"""Points in a millimetre."""

HANGING = frozenset("，。、；：！？”’）》」』】〕.,;:!?)")
"""What a renderer may hang out into the margin; not measured at the end of a line."""


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline. baseline: mm from the upper edge of the paper."""

    baseline: float
    glyphs: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        return "".join(g["text"] for g in self.glyphs)

    @property
    def size(self) -> float:
        """The commonest type size on the line, in pt."""
        return Counter(round(g["size"], 2) for g in self.glyphs).most_common(1)[0][0]

    @property
    def left(self) -> float:
        """mm from the left edge of the paper to the first glyph's box."""
        return min(g["x0"] for g in self.glyphs) / MM

    @property
    def right(self) -> float:
        """mm from the left edge to the end of the last glyph that does not hang."""
        standing = [g for g in self.glyphs if g["text"] not in HANGING] or list(self.glyphs)
        return max(g["x1"] for g in standing) / MM

    @property
    def advances(self) -> list[float]:
        """From each glyph's beginning to the next one's, in pt."""
        return [b["x0"] - a["x0"] for a, b in pairwise(self.glyphs)]


class Page:
    """One page, measured against the profile it was set in."""

    def __init__(self, page: Any, number: int, profile: Profile) -> None:
        self._page = page
        self.number = number
        self.width = page.width / MM
        self.height = page.height / MM
        self._profile = profile

    @cached_property
    def lines(self) -> list[Line]:
        """Every line of glyphs from top to bottom, whatever it is part of."""
        groups: list[list[dict[str, Any]]] = []
        glyphs = [c for c in self._page.chars if c["text"].strip() and c["upright"]]
        for glyph in sorted(glyphs, key=lambda c: -c["matrix"][5]):
            if groups and groups[-1][0]["matrix"][5] - glyph["matrix"][5] < 2:
                groups[-1].append(glyph)
            else:
                groups.append([glyph])
        return [
            Line(
                self.height - group[0]["matrix"][5] / MM,
                tuple(sorted(group, key=lambda c: c["x0"])),
            )
            for group in groups
        ]

    @property
    def _end(self) -> float:
        """mm from the upper edge to where the text ends."""
        return self.height - self._profile.page.bottom

    @property
    def footer(self) -> Line | None:
        """The page number's line, None where there is none."""
        below = [line for line in self.lines if line.baseline > self._end + 1.5]
        return below[-1] if below else None

    @property
    def header(self) -> Line | None:
        """What stands above the text, None where nothing does."""
        above = [line for line in self.lines if line.baseline < self._profile.page.top]
        return above[0] if above else None

    @cached_property
    def text_lines(self) -> list[Line]:
        """The lines between header and footer, tables included."""
        top = self._profile.page.top
        return [line for line in self.lines if top <= line.baseline <= self._end + 1.5]

    @cached_property
    def body(self) -> list[Line]:
        """The lines of running text: in the body's size, outside of tables."""
        size = self._profile.body.size
        return [
            line
            for line in self.text_lines
            if abs(line.size - size) < 0.3 and not self._in_table(line)
        ]

    @cached_property
    def _boxes(self) -> list[tuple[float, float, float, float]]:
        return [table.bbox for table in self._page.find_tables()]

    def _in_table(self, line: Line) -> bool:
        middle = (line.baseline * MM) - 3
        return any(box[1] <= middle <= box[3] for box in self._boxes)

    @property
    def tables(self) -> list[list[list[str | None]]]:
        """Each table on the page as rows of texts; None where a cell is covered by a merged one."""
        return [
            [[None if c is None else c.replace("\n", "") for c in row] for row in table]
            for table in self._page.extract_tables()
        ]

    @property
    def table_edges(self) -> list[tuple[float, float]]:
        """Left and right edge of each table, mm from the left edge of the paper."""
        return [(box[0] / MM, box[2] / MM) for box in self._boxes]

    def crossings(self) -> list[str]:
        """Glyphs of tables that a rule runs through: text outside its column or row."""
        found = []
        rules = [*self._page.lines, *self._page.rects]
        upright = [r for r in rules if r["x1"] - r["x0"] < 2]
        level = [r for r in rules if r["bottom"] - r["top"] < 2]
        for line in self.text_lines:
            if not self._in_table(line):
                continue
            for glyph in line.glyphs:
                base = self._page.height - glyph["matrix"][5]
                top = base - 0.75 * glyph["size"]
                left, right = glyph["x0"] + 0.6, glyph["x1"] - 0.6
                if glyph["text"] in "，。、；：":
                    right = glyph["x0"] + glyph["size"] * 0.45  # the ink is in the left half
                crossed = any(
                    left < rule["x0"] < right and rule["top"] < base and rule["bottom"] > top
                    for rule in upright
                ) or any(
                    top + 0.6 < rule["top"] < base - 0.6
                    and rule["x0"] < right
                    and rule["x1"] > left
                    for rule in level
                )
                if crossed:
                    found.append(f"{line.text}：{glyph['text']}")
        return found


def pages_of(path: Path, profile: Profile) -> list[Page]:
    """The pages of a PDF that was set in that profile."""
    with pdfplumber.open(path) as pdf:
        pages = [Page(page, number, profile) for number, page in enumerate(pdf.pages, start=1)]
        for page in pages:
            _ = page.lines, page._boxes  # read while the file is open
        return pages
