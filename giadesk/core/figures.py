"""Figures as people write them into a cell, read into values: full-width digits, 1,234, 12件, 12万.

What is plainly a figure is taken; what only probably is one (一百零五, 12万, 251000元 in a cell of
万元) is offered, never applied in silence; everything else is refused with a reason. Blank, — and ／
are an empty cell, which is not 0. Sources of the limits: domain.md 4 (whole numbers, 万元 with at
most 6 decimals).
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from giadesk.core.form import Kind
from giadesk.core.prose import clean_text, plain
from giadesk.core.report import Value

MAX_DIGITS = 12
"""Whole digits a figure may have; more is an identity or account number in the wrong place."""

MAX_DECIMALS = 6
"""Decimals of an amount in 万元: a hundredth of a 元 has six."""

_COUNTERS = frozenset("件条个次人篇份项起宗家名场期部处本册例户台套类") | {"人次", "项次", "件次"}
_YUAN = {
    "元": 1,
    "圆": 1,
    "块": 1,
    "千元": 1000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
    "亿": 100_000_000,
    "亿元": 100_000_000,
}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CHARACTERS = str.maketrans(
    {
        **_HALF_WIDTH,
        **dict.fromkeys(
            (*map(ord, "\u00a0\u1680\u202f\u205f\u3000\t\r\n"), *range(0x2000, 0x200B)), " "
        ),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-"),
        **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
        ord("’"): "'",
        ord("￥"): "¥",
        ord("／"): "/",
    }
)
_BLANK = re.compile(r"[-/ ]*\Z")
_PLAIN = re.compile(r"([0-9][0-9,' ]*)(?:\.([0-9]*))?\Z|\.([0-9]+)\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,' ])[0-9]{3}(?:\1[0-9]{3})*)\Z")
_PARTS = re.compile(
    r"(?P<sign>[+-]?) ?(?P<coin>¥?) ?(?P<number>[0-9.][0-9,'. ]*)(?P<rest>.*)\Z", re.DOTALL
)
_EXPONENT = re.compile(r"[+-]?[0-9.,]+ ?[eE][+-]?[0-9]+\Z")
_ABOUT = re.compile(r"[约近超逾余多来左右不足]")


class Reading(msgspec.Struct, frozen=True):
    """What was read from a cell's text.

    Without a reason, `value` stands (None: the cell is blank). With a reason nothing may be written:
    either `offer` is what the text probably means, for the clerk to take or not, or it is refused.
    """

    value: Value | None = None
    reason: str = ""
    offer: Decimal | None = None

    @property
    def accepted(self) -> bool:
        return not self.reason

    @property
    def refused(self) -> bool:
        return bool(self.reason) and self.offer is None


def read_figure(text: str, kind: Kind = "count", unit: str = "") -> Reading:
    """Read a text typed or pasted into a cell of that kind and unit."""
    if kind == "text":
        return Reading(clean_text(text).strip() or None)
    line = re.sub(" +", " ", text.translate(_CHARACTERS)).strip()
    line = line.removeprefix("'").strip()
    if _BLANK.match(line):
        return Reading()
    if len(line) > 60:
        return Reading(reason="内容太长，本格只填数字")
    if line.startswith("="):
        return Reading(reason="不能填公式，请填算好的数")
    if _EXPONENT.match(line):
        return Reading(reason="不能用科学计数法，请写出全部数字")
    if line.endswith("%"):
        return Reading(reason="不能填百分数，请填数量")
    if line.startswith("(") and line.endswith(")") and line[1:2].isdigit():
        line = "-" + line[1:-1]  # (3) is how ledgers write -3
    parts = _PARTS.match(line)
    if parts is None:
        return _words(line, kind, unit)
    number = _number(parts["number"].strip())
    if number is None:
        return Reading(reason=f"“{_short(line)}”不是一个完整的数，逗号和空格只能用作千分位")
    if parts["sign"] == "-":
        number = -number
    return _with_unit(number, parts["coin"] + parts["rest"].replace(" ", ""), kind, unit, line)


def in_unit(amount: Decimal, unit: str, wanted: str) -> Decimal | None:
    """An amount of money in another unit (元, 万元 …); None for a unit that is not one of money."""
    if unit not in _YUAN or wanted not in _YUAN:
        return None
    return amount * _YUAN[unit] / _YUAN[wanted]


def chinese_figure(text: str) -> Decimal | None:
    """The number of a Chinese numeral (一百零五, 二〇二四, 壹万贰仟, 一百五); None where it is none."""
    text = text.translate(_CAPITALS)
    if not text or any(c not in _NUMERALS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS.index(c)) for c in text))
    for whole in (text, text + _implied(text)):
        number = _sum_up(whole)
        if number is not None and _spelling(chinese_text(number)) == _spelling(whole):
            return Decimal(number)
    return None


def whole_number(text: str) -> int:
    """The whole number written in digits or as a Chinese numeral (12, 十二, 两, 百); 0 where it is none."""
    if text.isdecimal():
        return int(text)
    return int(chinese_figure("一百" if text == "百" else text) or 0)


def chinese_text(number: int) -> str:
    """A whole number below 10^12 spelled in Chinese: 105 → 一百零五. ValueError outside."""
    if not 0 <= number < 10**12:
        raise ValueError(number)
    if number == 0:
        return "零"
    result = ""
    gap = False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if not part:
            gap = bool(result)
            continue
        if result and (gap or part < 1000):
            result += "零"
        result += _below_ten_thousand(part) + name
        gap = False
    return result.removeprefix("一") if result.startswith("一十") else result


_DIGITS = "零一二三四五六七八九"
_NUMERALS = _DIGITS + "十百千万亿"
_CAPITALS = str.maketrans(
    "〇○两俩壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零二二一二三四五六七八九十百千万亿"
)


def _number(text: str) -> Decimal | None:
    match = _PLAIN.match(text)
    if match is None:
        return None
    whole, decimals = match[1] or "0", match[2] or match[3] or ""
    if not whole.isdigit():
        if not _GROUPED.match(whole):
            return None
        whole = re.sub("[,' ]", "", whole)
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _with_unit(number: Decimal, rest: str, kind: Kind, unit: str, line: str) -> Reading:
    if rest in ("", unit) or (kind != "money" and rest in _COUNTERS):
        return _judge(number, kind, "" if rest or "." not in line else line)
    if kind == "money":
        money = "元" if rest == "¥" else rest.removeprefix("¥")
        if money in _YUAN and unit in _YUAN:
            amount = number * _YUAN[money] / _YUAN[unit]
            return _offer(amount, kind, f"本格单位是{unit}，“{_short(line)}”应为{plain(amount)}")
    elif (scale := _scale(rest)) is not None:
        amount = number * scale
        return _offer(amount, kind, f"“{_short(line)}”应为{plain(amount)}")
    if _ABOUT.search(rest):
        return Reading(reason="不能填约数，请填准确的数")
    if rest.removeprefix("¥") in _YUAN:
        return Reading(reason=f"本格填{unit or '数量'}，不填金额")
    return Reading(reason=f"“{_short(line)}”不是数字，本格只填数字")


def _words(line: str, kind: Kind, unit: str) -> Reading:
    """A text that does not begin with a digit: a Chinese numeral, 无, or nothing we can take."""
    compact = line.replace(" ", "")
    if compact in ("无", "没有"):
        return _offer(Decimal(0), kind, f"“{compact}”应填0")
    bare = compact
    for counter in sorted({unit, *_COUNTERS, *(_YUAN if kind == "money" else ())}, key=len):
        if counter and compact.endswith(counter) and counter not in _SCALES:
            bare = compact.removesuffix(counter)
    number = chinese_figure(bare)
    if number is not None:
        rest = compact.removeprefix(bare)
        if kind == "money" and rest in _YUAN and unit in _YUAN:
            number = number * _YUAN[rest] / _YUAN[unit]
        return _offer(number, kind, f"“{_short(line)}”应为{plain(number)}")
    if _ABOUT.search(compact) and re.search(r"[0-9]", compact):
        return Reading(reason="不能填约数，请填准确的数")
    return Reading(reason=f"“{_short(line)}”不是数字，本格只填数字")


def _judge(number: Decimal, kind: Kind, written: str = "") -> Reading:
    """The figure where the cell's kind allows it. `written`: with its decimals, as it was typed."""
    if number < 0 and kind != "signed":
        return Reading(reason="金额不能是负数" if kind == "money" else "数量不能是负数")
    if abs(number) >= 10**MAX_DIGITS:
        return Reading(reason=f"数字太大，整数部分最多{MAX_DIGITS}位")
    text = plain(number)
    number = Decimal(text) if number else Decimal(0)
    decimals = len(text.partition(".")[2])
    if kind == "money":
        if decimals > MAX_DECIMALS:
            return Reading(reason=f"金额最多{MAX_DECIMALS}位小数")
        return Reading(number)
    if decimals:
        return Reading(reason="数量只能是整数，不能有小数")
    if written and "." in written.rstrip("."):
        return Reading(reason=f"“{_short(written)}”应为{text}，数量只填整数", offer=number)
    return Reading(number)


def _offer(number: Decimal, kind: Kind, reason: str) -> Reading:
    judged = _judge(number, kind)
    if not judged.accepted or not isinstance(judged.value, Decimal):
        return judged
    return Reading(reason=reason, offer=judged.value)


def _scale(rest: str) -> int | None:
    """What 万, 千件 multiply by; None for a rest that is no such unit."""
    scale = 1
    while rest and rest[0] in _SCALES:
        scale *= _SCALES[rest[0]]
        rest = rest[1:]
    return scale if scale > 1 and (not rest or rest in _COUNTERS) else None


def _short(line: str) -> str:
    return line if len(line) <= 12 else line[:11] + "…"


def _below_ten_thousand(number: int) -> str:
    result = ""
    gap = False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            result += ("零" if gap and result else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return result


def _implied(text: str) -> str:
    """The unit that speech leaves out: 一百五 is 一百五十, 三万二 is 三万二千."""
    if len(text) < 3 or text[-1] not in _DIGITS[1:] or text[-2] not in "百千万":
        return ""
    return {"百": "十", "千": "百", "万": "千"}[text[-2]]


def _sum_up(text: str) -> int | None:
    """The number by adding up; the caller compares its spelling, so that nonsense falls out."""
    high = middle = low = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in "十百千":
            low += (digit or 1) * _SCALES[character]
            digit = 0
        elif character == "万":
            middle += (low + digit) * _SCALES["万"]
            low = digit = 0
        else:
            high += (middle + low + digit) * _SCALES["亿"]
            middle = low = digit = 0
    number = high + middle + low + digit
    return number if number < 10**12 else None


def _spelling(text: str) -> str:
    """The spelling with what people write either way (一十二, 零零) made one."""
    return re.sub("^一十", "十", re.sub("零+", "零", text))
