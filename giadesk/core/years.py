"""Years in prose: which ones are the report's own, and the text with those moved to another year.

A year is looked at with what stands before and behind it. The report's own year (本年) and the year
after it (the plans, the date of writing) move; a year that is part of a name, a number, a law, a
comparison or a dated event is left, with the reason, so that the clerk can be shown it. All other
years are somebody else's and are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

Meaning = Literal["own", "next", "left", "other"]

_CHINESE = "〇一二三四五六七八九"
_ZEROS = "〇○零◯ＯO"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

_YEAR = re.compile(
    r"(?<![0-9０-９])(?:[12][0-9]{3}|[１２][０-９]{3})(?=\s*年)"
    rf"|(?<![{_CHINESE}{_ZEROS}])[一二][{_CHINESE}{_ZEROS}]{{3}}(?=\s*年)"
    r"|(?<![0-9A-Za-z./])[12][0-9]{3}(?=([./-])[0-9]{1,2}\1[0-9]{1,2}(?![0-9]))"
)
"""A year before 年, in digits (half or full width) or Chinese; or the year of 2024.12.31."""

_BARE_YEAR = re.compile(
    r"(?<![0-9０-９〔\[［【(（])(?:[12][0-9]{3}|[１２][０-９]{3})(?![0-9０-９])"
)

_MONTHS = "[0-9０-９一二三四五六七八九十]{1,3}"
_TO = "[至到起—–－~～-]"
_BOUND = r"年(?:度)?\s*(?:" + _MONTHS + r"月(?:" + _MONTHS + r"日)?)?\s*"
_DATE = re.compile(
    rf"\s*年\s*(?P<month>{_MONTHS})\s*(?P<unit>月|{_TO}+)\s*(?:(?P<day>{_MONTHS})\s*日)?(?P<rest>.?)"
    r"|[./-](?P<month2>[0-9]{1,2})[./-](?P<day2>[0-9]{1,2})(?P<rest2>.?)"
)


class Year(msgspec.Struct, frozen=True):
    """A year in a text.

    start: where it begins. text: its four signs as written. year: its number. meaning: `own` (the
    report's year), `next` (the year after it, of plans and of the date of writing), `left` (one of
    these two in a place where it does not mean that), `other`. why: for `left`, the reason.
    """

    start: int
    text: str
    year: int
    meaning: Meaning
    why: str = ""


class _Rule(msgspec.Struct, frozen=True):
    """A place where a year is left: `before` ends before it, `after` begins behind it (with 年)."""

    why: str
    before: str = ""
    after: str = ""
    next_only: bool = False


_RULES = (
    _Rule("编号", after=r"年\s*[〕\]］】)）]\s*第?\s*[0-9０-９]+\s*号"),
    _Rule("编号", after=r"年度?\s*第\s*[0-9０-９一二三四五六七八九十百]+\s*[号期]"),
    _Rule("法规、文件的年份", after=_BOUND + r"起?(?:施行|生效)"),
    _Rule("法规、文件的年份", after=_BOUND + r"(?:新?修订|修正|修改)(?:的|版|本|后|[）)》])"),
    _Rule("法规、文件的年份", after=r"年度?版"),
    _Rule(
        "法规、文件的年份",
        after=_BOUND + r"(?:印发|发布|公布|颁布|出台|制定|下发|通过)的?\s*《",
    ),
    _Rule("与该年比较", before=r"(?:比|较|[高低多少大小优]于|超过)\s*[（(]?\s*"),
    _Rule("与该年比较", after=r"年度?(?:全年)?\s*(?:同期|相比|相较|持平|水平)"),
    _Rule("年份区间", before=rf"[0-9０-９]{{4}}\s*年?度?\s*{_TO}+\s*"),
    _Rule("年份区间", after=rf"\s*年?度?\s*{_TO}+\s*[0-9０-９]{{4}}\s*年"),
    _Rule(
        "自该年起或者以该年为界",
        after=_BOUND
        + r"(?:起(?!草|\s*[，,]?\s*[至到止—-])|开始|以前|之前|前(?![期一二三两0-9])|以后|之后|后(?!续))",
    ),
    _Rule("某一年的事", before=r"于\s*", after=rf"年(?!度|\s*{_MONTHS}月)"),
    _Rule("荣誉的年份", before=r"(?:荣获|获得|获评|评为|被评|授予)[^，。；、0-9]{0,8}"),
    _Rule("远期目标的年份", before=r"(?:^|[^截止日月底末])[到至]\s*", next_only=True),
)
_COMPILED = tuple(
    (
        rule,
        re.compile(f"(?:{rule.before})\\Z") if rule.before else None,
        re.compile(rule.after) if rule.after else None,
    )
    for rule in _RULES
)
_REACH = 24
"""How many signs before a year can matter to what it means."""


def years_in(text: str, own: int) -> Iterator[Year]:
    """Every year of the text, in order, as a report of the year `own` means it."""
    named = _named_spans(text)
    for match in _YEAR.finditer(text):
        year = _number(match[0])
        if year not in (own, own + 1):
            yield Year(match.start(), match[0], year, "other")
        elif any(start < match.start() < end for start, end in named):
            yield Year(match.start(), match[0], year, "left", "文件名称、文号中的年份")
        elif why := _left(text, match.start(), match.end(), is_next=year != own):
            yield Year(match.start(), match[0], year, "left", why)
        else:
            yield Year(match.start(), match[0], year, "own" if year == own else "next")


def shift_years(text: str, own: int, to: int) -> str:
    """The text of a report of the year `own` as it stands in one of the year `to`.

    Only the report's own year and its next year move; the text keeps its length.
    """
    if own == to:
        return text
    for year in years_in(text, own):
        if year.meaning in ("own", "next"):
            moved = year_written(year.year + to - own, like=year.text)
            text = text[: year.start] + moved + text[year.start + len(year.text) :]
    return text


def shift_title(title: str, own: int, to: int) -> str:
    """A report's title with its year moved, also a year without 年; document numbers stay."""
    for pattern in (_YEAR, _BARE_YEAR):
        title = pattern.sub(
            lambda m: year_written(to, like=m[0]) if _number(m[0]) == own else m[0], title
        )
        if own != to and str(to) in title.translate(_FULL_WIDTH):
            break
    return title


def _left(text: str, start: int, end: int, *, is_next: bool) -> str:
    """Why the year does not mean the report's own (next) year; "" where it does."""
    before = text[max(0, start - _REACH) : start]
    for rule, head, tail in _COMPILED:
        if (
            (is_next or not rule.next_only)
            and (head is None or head.search(before))
            and (tail is None or tail.match(text, end))
        ):
            return rule.why
    return "" if is_next else _event(text, before, end)


def _event(text: str, before: str, end: int) -> str:
    """Why a date in the report's own year is an event's and not a bound of the reported period."""
    date = _DATE.match(text, end)
    if date is None:
        return ""
    month = _small_number(date["month"] or date["month2"])
    day = _small_number(date["day"] or date["day2"] or "")
    rest = date["rest"] or date["rest2"] or ""
    if date["unit"] and date["unit"] != "月":
        return ""  # 2024年1-12月: a span of months
    if month == 1 and day in (0, 1) and re.match(_TO, rest):
        return ""
    closes = re.search(rf"(?:截至|截止|{_TO})\s*\Z", before) is not None
    if month == 12 and (day == 31 or (day == 0 and (closes or rest in ("底", "末", "止")))):
        return ""
    if month == 1 and day == 1 and not rest.strip("，。；、）)"):
        return ""
    return "某一天或者某一月的事"


def _named_spans(text: str) -> list[tuple[int, int]]:
    """The spans inside 《》, 〈〉 and 〔〕; a mark that is never closed opens nothing."""
    spans = []
    for opening, closing in ("《》", "〈〉", "〔〕"):
        depth: list[int] = []
        for place, sign in enumerate(text):
            if sign == opening:
                depth.append(place)
            elif sign == closing and depth:
                spans.append((depth.pop(), place))
    return spans


def _number(text: str) -> int:
    digits = text.translate(_FULL_WIDTH)
    if digits.isdecimal():
        return int(digits)
    return int("".join(str(_CHINESE.find(c)) if c in _CHINESE else "0" for c in text))


def _small_number(text: str) -> int:
    """A month or day in digits or Chinese; 0 for none."""
    digits = text.translate(_FULL_WIDTH)
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    number = _CHINESE.find(ones) if ones else 0
    return number + (10 * (_CHINESE.find(tens) if tens else 1) if ten else 0)


def years_in_digits(text: str) -> str:
    """The text with years written 二〇一八年 or ２０１８年 as 2018年; everything stands where it stood."""
    if not _MAY_BE_WRITTEN.search(text):
        return text
    return _YEAR.sub(lambda match: str(_number(match[0])), text)


_MAY_BE_WRITTEN = re.compile(rf"二[{_ZEROS}]|２０")


def year_written(year: int, *, like: str) -> str:
    """The year in the signs of `like`: digits of its width, or Chinese with its own zero."""
    if like[0] in "12":
        return str(year)
    if like[0] in "１２":
        return "".join(chr(ord(d) - ord("0") + ord("０")) for d in str(year))
    zero = next((c for c in like if c in _ZEROS), "〇")
    return "".join(zero if d == "0" else _CHINESE[int(d)] for d in str(year))
