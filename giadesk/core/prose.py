"""Prose: made numbering, run-in headings, live figures, clean text.

Numbering is 一、（一）1.（1） (GB/T 9704-2012, 7.3.3). It is made when shown or written, never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from giadesk.core.report import Paragraph

_DIGITS = "零一二三四五六七八九"
LIVE_FIGURE = re.compile(r"\{([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*){2})\}")
"""A live figure: the id of an indicator in braces."""

UNFILLED = "××"
"""What a live figure shows while its cell is blank; the checks treat it as a placeholder."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u200b\u2060]")


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; for 1 to 9999. ValueError outside."""
    if not 1 <= number <= 9999:
        raise ValueError(number)
    text = ""
    gap = False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def number_text(level: int, number: int) -> str:
    """The number as printed before a heading of that level: 一、 （一） 1. （1）."""
    match level:
        case 1:
            return f"{chinese_number(number)}、"
        case 2:
            return f"（{chinese_number(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
        case _:
            raise ValueError(level)


def numbers(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """For each paragraph of a section the number it is printed with, "" for body text.

    A heading starts the counting of the levels under it anew.
    """
    counts = [0] * 5
    for paragraph in paragraphs:
        level = paragraph.level
        if level and not paragraph.table:
            counts[level] += 1
            counts[level + 1 :] = [0] * (4 - level)
            yield number_text(level, counts[level])
        else:
            yield ""


def split_heading(text: str) -> tuple[str, str]:
    """A heading's own words and the text that runs on behind them.

    （一）主动公开。全年…… → ("主动公开。", "全年……"). A heading without a 。 inside runs into nothing.
    """
    head, stop, rest = text.partition("。")
    return (head + stop, rest) if rest else (text, "")


def live_ids(text: str) -> list[str]:
    """The ids of the live figures in a text, in order."""
    return LIVE_FIGURE.findall(text)


def resolve(text: str, figures: Mapping[str, Decimal]) -> str:
    """The text with every live figure as plain digits; blank ones as `UNFILLED`."""
    if "{" not in text:
        return text
    return LIVE_FIGURE.sub(lambda m: plain(figures[m[1]]) if m[1] in figures else UNFILLED, text)


def plain(figure: Decimal) -> str:
    """A figure as plain digits, without an exponent or needless zeros: 15, 0.5, -3."""
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def clean_text(text: str) -> str:
    """The text without characters that no document may hold (control, zero-width, lone surrogates).

    Line feeds and tabs stay. Every text that enters a report passes here.
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
