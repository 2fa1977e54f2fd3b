"""Numbers typed by hand before a heading, recognised as its level.

The order of numbers is 一、（一）1.（1） (GB/T 9704-2012, 7.3.3). What people type in its place is
recognised too: half-width brackets, 1、 for 1., ㈠ and ⑴, full-width digits, spaces around.
Numbering itself is made by `giadesk.core.prose.numbers` and never stored.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

_NUMERAL = "一二三四五六七八九十"
_SPACE = r"[ \t\u00a0\u3000]*"
_CHINESE = rf"[{_NUMERAL}]{{1,3}}"
_TYPED = re.compile(
    rf"{_SPACE}(?:"
    rf"(?P<second>[（(﹙〔]{_SPACE}(?P<n2>{_CHINESE}){_SPACE}[）)﹚〕]|(?P<c2>[㈠-㈩]))[、.．]?"
    rf"|(?P<fourth>[（(﹙]{_SPACE}(?P<n4>[0-9０-９]{{1,2}}){_SPACE}[）)﹚]|(?P<c4>[⑴-⒇]))[、.．]?"
    rf"|(?P<open>(?P<n5>[0-9０-９]{{1,2}})[）)﹚])"
    # 1.5万 is a figure, 1、2月 a list: a digit behind the mark makes it no number of a heading
    rf"|(?P<third>(?P<n3>[0-9０-９]{{1,2}})(?:[.．](?!{_SPACE}[0-9０-９])|、(?![0-9０-９]))"
    rf"|(?P<c3>[⒈-⒛]))"
    # 三、四季度 is a list as well
    rf"|(?P<first>(?P<n1>{_CHINESE})[、.．](?![{_NUMERAL}]+[季月级类次批期层年日个项]))"
    rf"){_SPACE}"
)
_CIRCLED = {"c2": "㈠", "c3": "⒈", "c4": "⑴"}


class TypedNumber(msgspec.Struct, frozen=True):
    """A number that stands at the start of a paragraph's characters.

    level: 1 一、, 2 （一）, 3 1., 4 （1）. number: from 1 to 99. text: the number as it was typed, with
    the spaces around it. rest: the paragraph without it.
    """

    level: int
    number: int
    text: str
    rest: str


def typed_number(text: str) -> TypedNumber | None:
    """The number typed at the start of a paragraph; None where it begins with none.

    None too where what looks like a number is a figure or a list: 1.5万元, 3.2%, 2026.1.1, 1、2月,
    三、四季度.
    """
    match = _TYPED.match(text)
    if match is None:
        return None
    for level, words, circled in ((1, "n1", ""), (2, "n2", "c2"), (3, "n3", "c3"), (4, "n4", "c4")):
        if circled and (sign := match[circled]):
            number: int | None = ord(sign) - ord(_CIRCLED[circled]) + 1
        elif digits := match[words]:
            number = _value(digits)
        else:
            continue
        return _made(level, number, match, text)
    return _made(4, _value(match["n5"]), match, text)


def _made(level: int, number: int | None, match: re.Match[str], text: str) -> TypedNumber | None:
    return TypedNumber(level, number, match[0], text[match.end() :]) if number else None


def _value(digits: str) -> int | None:
    """1 to 99 of Chinese numerals or of digits of either width; None where they make no number."""
    if digits[0] not in _NUMERAL:
        return int(unicodedata.normalize("NFKC", digits))
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _NUMERAL.index(digits) + 1 if len(digits) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return 10 * (_NUMERAL.index(tens) + 1 if tens else 1) + (
        _NUMERAL.index(ones) + 1 if ones else 0
    )
