"""Lines of the input: each with the number that it begins with, typed by hand or made by Word."""

from __future__ import annotations

import re

import msgspec

from giadesk.core.levels import TypedNumber, typed_number

PART = re.compile(
    r"\s*第\s*(?P<n>[一二三四五六七八九十]{1,3})\s*(?:部分|章|节)\s*[、：:.．]?\s*(?P<rest>.*)\Z",
    re.DOTALL,
)
"""第一部分, 第二章: an office's own order of the first level."""
_SPACED = re.compile(
    r"\s*(?P<n>[一二三四五六七八九十]{1,3})(?:\s*[：:，,]\s*|\s*)(?P<rest>\S.*)\Z", re.DOTALL
)
_DIGIT = re.compile(r"\s*(?P<n>\d{1,2})\s+(?P<rest>[\u4e00-\u9fff].*)\Z", re.DOTALL)
_ROMAN = re.compile(r"\s*(?P<n>[Ⅰ-Ⅻ])[、.．:：\s]*(?P<rest>\S.*)\Z", re.DOTALL)
_SIGN = re.compile(r"\s*[■□◆◇●○◎★☆▲△►▶※♦❖]\s*(?P<rest>\S.*)\Z", re.DOTALL)
_FRAMED = re.compile(
    r"\s*【(?:(?P<n>[一二三四五六七八九十]{1,3})】(?P<rest>[^【】]+)|(?P<all>[^【】]+)】)\Z"
)
_LOOSE = re.compile(r"\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s+[、.．]")
END = re.compile(r"[。；;，,！!？?]\Z")
"""A line that ends so is a sentence."""
_NUMERALS = "一二三四五六七八九十"
HEADING_LENGTH = 42
"""Characters of the longest heading."""


class Line(msgspec.Struct):
    """A line of the input. `text` is stripped; `mark` is the number it begins with, and what follows.

    `doubled` is a second number behind the first. `place` counts lines and tables together.
    """

    place: int
    text: str
    mark: TypedNumber | None = None
    doubled: str = ""
    outline: int = 0
    align: str = ""
    raw: str = ""
    spaced: TypedNumber | None = None

    @property
    def words(self) -> str:
        """The line without its number."""
        return self.mark.rest if self.mark else self.text

    @property
    def apart(self) -> TypedNumber | None:
        """`spaced` where something stands between number and words: 一 总体情况, not 一总体情况."""
        return self.spaced if self.spaced and self.spaced.text[-1] not in _NUMERALS else None

    @property
    def short(self) -> bool:
        """Whether it can be a heading that stands alone."""
        words = self.words.strip()
        return 2 <= len(words) <= 30 and not END.search(words) and "。" not in words


def make_line(place: int, raw: str, number: str = "", outline: int = 0, align: str = "") -> Line:
    """A line with its number recognised, typed by hand or made by Word (`number`)."""
    text = raw.strip()
    made = number.strip()
    line = Line(place, made + text, outline=outline, align=align, raw=raw)
    line.mark = _mark(f"{made} {text}" if made else text) or (_mark(made + text) if made else None)
    if line.mark is None:
        line.spaced = _spaced(text)
        return line
    again = _mark(line.mark.rest)
    if again and again.level == line.mark.level and (made or again.number == line.mark.number):
        line.doubled = again.text.strip()
        line.mark = msgspec.structs.replace(line.mark, rest=again.rest)
    line.mark = msgspec.structs.replace(line.mark, rest=line.mark.rest.strip())
    return line


def _mark(text: str) -> TypedNumber | None:
    found = typed_number(text)
    if found is None and (loose := _LOOSE.match(text)):
        # 一 、概述: a space before the mark
        closed = typed_number(loose["n"] + text[loose.end("n") :].lstrip())
        if closed is not None and closed.rest:
            found = TypedNumber(closed.level, closed.number, text[: -len(closed.rest)], closed.rest)
    if found is None and (part := PART.match(text)) and (number := _numeral(part["n"])):
        return TypedNumber(1, number, text[: part.start("rest")], part["rest"])
    return found


def _spaced(text: str) -> TypedNumber | None:
    """一 总体情况, 1 总体情况, Ⅰ、总体情况: a number only where the rest is the title of a section.

    A PDF may lose the space: 一总体情况.

    A sign before the title (■ 总体情况, 【总体情况】) is number 0.
    """
    if (match := _SPACED.match(text)) and (number := _numeral(match["n"])):
        return TypedNumber(1, number, text[: match.start("rest")], match["rest"])
    if (match := _DIGIT.match(text)) and (number := int(match["n"])):
        return TypedNumber(1, number, text[: match.start("rest")], match["rest"])
    if match := _ROMAN.match(text):
        number = ord(match["n"]) - ord("Ⅰ") + 1
        return TypedNumber(1, number, text[: match.start("rest")], match["rest"])
    if match := _SIGN.match(text):
        return TypedNumber(1, 0, text[: match.start("rest")], match["rest"])
    if match := _FRAMED.match(text):
        name = "all" if match["all"] else "rest"
        number = _numeral(match["n"]) if match["n"] else 0
        return TypedNumber(1, number, text[: match.start(name)], match[name])
    return None


def _numeral(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.index(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    first = 10 * (_NUMERALS.index(tens) + 1 if tens else 1)
    return first + (_NUMERALS.index(ones) + 1 if ones else 0)
