"""Faces and texts: what stands in for a face that is missing, and a text laid out in lines.

Everything is measured in twips (1/1440 inch); a font's pixel is a twip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from giadesk.exports import layout
from giadesk.exports.profile import Profile

BASELINE = 0.78
"""Of an exact line, from its upper edge: where LibreOffice and Word put the baseline."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without characters that have no shape."""
    return _ILLEGAL.sub("", text)


def used_face(wanted: str, profile: Profile) -> str:
    """The face that is drawn on this machine for the one the profile names."""
    there = families()
    for name in (wanted, *profile.fonts.get(wanted, ())):
        if name in there:
            return name
    return wanted  # Qt finds what it can


@cache
def families() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


class Ink:
    """Fonts of one Chinese and one Latin face in a size."""

    def __init__(
        self,
        face: str,
        latin: str,
        size: float,
        *,
        spacing: int = 0,
        bold: bool = False,
        joints: bool = False,
    ) -> None:
        """spacing: twips added to each character. joints: widen those of Chinese and digits by a
        quarter character, as Word does in running text."""
        self.font = _font(face, size, spacing, bold)
        joint = spacing + round(size * 5) if joints else spacing
        self._formats = {
            (True, False): _format(_font(latin or face, size, spacing, bold)),
            (False, False): _format(self.font),
            (True, True): _format(_font(latin or face, size, joint, bold)),
            (False, True): _format(_font(face, size, joint, bold)),
        }
        self._joints = joints
        self.joint = joint - spacing
        """Twips by which a joint of Chinese and digits is widened."""
        self.fonts = (self.font, self._formats[True, False].font())

    def formats(self, text: str, start: int) -> Iterator[Any]:
        """The text's pieces in their faces, counted as Qt counts (a rare character is two)."""
        pieces = list(layout.runs_of(text))
        for number, (latin, piece) in enumerate(pieces):
            after = pieces[number + 1][1] if number + 1 < len(pieces) else ""
            last = piece[-1] if self._joints and layout.is_joint(piece[-1:], after[:1]) else ""
            for part, wide in ((piece.removesuffix(last), False), (last, True)):
                if part:
                    found: Any = QTextLayout.FormatRange()  # its stub has no members
                    found.start, found.length = start, _units(part)
                    found.format = self._formats[latin, wide]
                    start += found.length
                    yield found


def _font(face: str, size: float, spacing: int, bold: bool) -> QFont:
    font = QFont(face)
    font.setPixelSize(round(size * 20))  # laid out in twips
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


def _format(font: QFont) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    return made


def _unit_text(character: str) -> str:
    """The character, or two that stand for it where Qt counts it twice."""
    return character if character <= "\uffff" else "\ufffc\ufffc"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Text:
    """A text laid out in a width; its lines are drawn one by one."""

    def __init__(
        self,
        pieces: Sequence[tuple[str, Ink]],
        width: float,
        align: Qt.AlignmentFlag,
        first: float = 0,
        colour: str = "black",
    ) -> None:
        text = "".join(p for p, _ in pieces).replace("\n", "\u2028")
        formats: list[Any] = []
        start = 0
        for piece, ink in pieces:
            formats += ink.formats(piece, start)
            start += _units(piece)
        self._colour = colour
        self._layout = QTextLayout(text, pieces[0][1].font)
        self._layout.setFormats(formats)
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        joint = max(ink.joint for _, ink in pieces)
        units = text if text.isascii() or max(text) <= "\uffff" else "".join(map(_unit_text, text))
        self._layout.beginLayout()
        while True:
            line = self._layout.createLine()
            if not line.isValid():
                break
            indent = first if line.lineNumber() == 0 else 0
            room = max(width - indent, 1)
            line.setLineWidth(room)
            line.setPosition(QPointF(indent, 0))
            end = line.textStart() + line.textLength()
            if joint and layout.is_joint(units[end - 1 : end], units[end : end + 1]):
                # a joint is widened between characters, not at the end of a line
                length = line.textLength()
                line.setLineWidth(room + joint)
                if line.textLength() != length:
                    line.setLineWidth(room)
        self._layout.endLayout()
        self.count = max(1, self._layout.lineCount())

    def draw(self, painter: QPainter, number: int, left: float, top: float, pitch: float) -> None:
        """Draw a line, its baseline where a line of that pitch has it."""
        if number >= self._layout.lineCount():
            return
        line = self._layout.lineAt(number)
        painter.setPen(QColor(self._colour))
        line.draw(painter, QPointF(left, top + pitch * BASELINE - line.ascent()))
