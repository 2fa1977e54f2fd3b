"""A figure as it stands in a cell: with a unit, thousands marks, full-width digits, or as /.

`parse_figure` says what was meant; a cell that says something else is no figure.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import msgspec

from giadesk.core.form import Kind

_BLANK = frozenset(
    {"", "/", "-", "--", "---", "\\", "//", "—", "——", "–", "*", ".", "、", "_", "|", "空"}
)
_ZERO = frozenset({"无", "零", "〇", "○", "O", "o", "没有", "无。", "未发生"})
_COUNTERS = (
    "人次|件次|件|条|项|个|次|篇|人|万元|亿元|千元|元|份|期|起|宗|处|家|部|场|万件|万条|万|例|批"
)
_FIGURE = re.compile(
    rf"(?P<sign>[+\-−－增减]?)(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    rf"(?P<unit>{_COUNTERS})?[。.;；]?\Z"
)
_UP_DOWN = re.compile(r"[+增](?P<up>\d+)[项个件]?[/、,，;；]?[\-−减](?P<down>\d+)[项个件]?\Z")
_NUMERALS = "零一二三四五六七八九"
_CHINESE = re.compile(rf"(?P<n>[{_NUMERALS}十百两〇○]+)(?P<unit>{_COUNTERS})?\Z")
_MONEY = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "千元": Decimal(1000), "元": Decimal(1)}
_LARGEST = 18


class Figure(msgspec.Struct, frozen=True):
    """What a cell says: `value` (None for blank) and whether that is more than reading digits."""

    value: Decimal | None
    mended: bool = False


@lru_cache(maxsize=4096)
def parse_figure(text: str, unit: str = "", kind: Kind = "count") -> Figure | None:
    """The figure of a cell whose indicator has that unit and kind; None where it is no figure.

    Blank marks (/ -) give a blank. 251000元 in a 万元 cell gives 25.1, +3/-2 in a signed one gives 1.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    # a form feed of a broken line inside a number: 1 234
    if plain in _BLANK:
        return Figure(None, mended=plain != "")
    if plain in _ZERO:
        return Figure(Decimal(0), mended=True)
    if kind == "signed" and (both := _UP_DOWN.match(plain)):
        return Figure(Decimal(both["up"]) - Decimal(both["down"]), mended=True)
    match = _FIGURE.match(plain.strip("()") if kind != "signed" else plain)
    if match is None:
        return _chinese(plain)
    digits = match["digits"].replace(",", "").replace("，", "")
    if len(digits) > _LARGEST:
        return None
    try:
        value = Decimal(digits)
    except InvalidOperation:  # pragma: no cover - the pattern admits nothing else
        return None
    sign = match["sign"]
    if sign in ("-", "−", "－", "减"):
        value = -value
    value, converted = _in_unit(value, match["unit"] or "", unit)
    minus = "-" if sign == "-" else ""  # a decrease is written so, and is not mended
    tidy = plain == minus + match["digits"] and "," not in plain and "，" not in plain
    return Figure(_tidy(value), mended=converted or not tidy)


def _in_unit(value: Decimal, given: str, wanted: str) -> tuple[Decimal, bool]:
    if not given:
        return value, False
    if given in ("万", "万件", "万条"):
        return (value, True) if wanted == "万元" else (value * 10**4, True)
    if given in _MONEY and wanted in _MONEY and given != wanted:
        return value * _MONEY[given] / _MONEY[wanted], True
    return value, True


def _tidy(value: Decimal) -> Decimal:
    """Without an exponent or needless zeros, so that 3.0 of a sheet is 3."""
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.normalize()


def _chinese(plain: str) -> Figure | None:
    match = _CHINESE.match(plain)
    if match is None:
        return None
    value = numeral(match["n"])
    return None if value is None else Figure(Decimal(value), mended=True)


def numeral(text: str) -> int | None:
    """一百零五 → 105, 二〇一二 → 2012; None where the characters make no number."""
    text = text.replace("两", "二").replace("〇", "零").replace("○", "零")
    if "十" not in text and "百" not in text:
        return int("".join(str(_NUMERALS.index(c)) for c in text))
    total, digit = 0, 0
    for place, sign in enumerate(text):
        if sign == "百":
            total, digit = total + 100 * (digit or 1), 0
        elif sign == "十":
            total, digit = total + 10 * (digit or (0 if place else 1) or 1), 0
        else:
            if digit:
                return None
            digit = _NUMERALS.index(sign)
    return total + digit


def looks_like_figure(text: str) -> bool:
    """Whether a cell holds digits that `parse_figure` reads in some unit; false for blanks."""
    figure = parse_figure(text, kind="signed")
    return figure is not None and figure.value is not None
