"""How often something was held, and the months named with it; how much of a number is done and left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from giadesk.checks.counted import DIGITS, Miscount, many_said
from giadesk.checks.reading import has_any
from giadesk.core.figures import whole_number

_MANY = rf"(?P<many>[两{DIGITS}]|\d{{1,2}})"
_HELD = re.compile(
    rf"{_MANY}[次场期轮][^，。；：:（(\d、]{{0,10}}?(?:[，,：:（(]\s*)?(?P<of>其中)?[，,：:]?(?:分别|依次)?(?:安排|定|是|为|在|于|即|时间)*(?=(?:(?:19|20)\d\d年)?\d{{1,2}}月)"
)
_TIMES = ("次", "期", "场", "轮")
_MONTHS = re.compile(r"\d月[^。；月]{0,20}[、，,和与及；]\s*(?:20\d\d年)?\d{1,2}月")
"""Two of them in a row."""
_MONTH = re.compile(
    r"(?:(?:19|20)\d\d年)?\s*(?P<month>\d{1,2})月(?:\d{1,2}日|份|[上中下]旬|[底初中末])?(?P<what>(?:(?![一两二三四五六]?[次场期轮])[^\d，。；、（）()]){0,14})"
    rf"(?:(?P<each>各)?(?P<times>[一两{DIGITS}\d])[次场期轮])?(?P<goes>以?及|[、，,和与；;]|(?P<ends>[。）)]|$|(?=[\u4e00-\u9fff])))"
)


class _Months(NamedTuple):
    """A run of months: how many, with a number of times, all times; its end; whether it is sure."""

    many: int
    told: int
    total: int
    end: int
    sure: bool


def _months(text: str, at: int) -> _Months:
    """The months named from there on."""
    end, told, total, sure = at, 0, 0, True
    seen: list[int] = []
    while (month := _MONTH.match(text, at)) is not None:
        seen.append(int(month["month"]))
        times = whole_number(month["times"]) if month["times"] else 1
        told += month["times"] is not None
        total = (total + 1) * times if month["each"] else total + times
        sure = sure and not _RANGE.search(month["what"])
        at, end = month.end(), month.start("goes")
        if month["ends"] is not None or month["goes"] in ("；", ";"):
            break
    rest = _REST.split(text[at:])[0] if seen else ""
    in_order = seen == sorted(seen) and not _MORE.search(rest)
    return _Months(len(seen), told, total, end, sure and in_order)


def miscounted_occasions(text: str) -> Iterator[Miscount]:
    """会议两次，分别在2月、6月和11月; 培训2期，其中7月1期、9月2期."""
    if "月" not in text or not has_any(text, _TIMES) or _MONTHS.search(text) is None:
        return
    for match in _HELD.finditer(text):
        many, found = many_said(match), _months(text, match.end())
        if many < 2 or found.many < 2 or not found.sure or found.total == many:
            continue
        # each with its figure they are a list, which is added up as such
        if found.total > many if match["of"] else found.told < found.many:
            yield Miscount(match.start("many"), found.end, many, found.total)


_MORE = re.compile(r"月|季度|年[初底末中]|[期场轮]|(?<!人)次")
"""The sentence may go on to tell of more of them."""
_RANGE = re.compile(r"至|到|起|—|－|-|～|每")
_REST = re.compile(r"[。；;）)]")


_DONE = re.compile(
    rf"(?P<many>[两{DIGITS}]|\d{{1,3}})(?P<unit>[个项条处件])(?P<what>[^，。；、（(\d]{{0,12}}?)[，,]?(?:目前|现|其中|年内|今年|本年)?已?(?:经)?(?:全面|基本)?(?:落实|完成|解决|整改|办结|兑现|采纳|销号|更换|改造)(?:到位|完毕|好)?了?"
    rf"(?P<done>[一两{DIGITS}]|\d{{1,3}})(?P=unit)[^，。；\d]{{0,6}}[，,；]"
    r"(?P<left>(?:尚|还|仍|只)?(?:余下?|剩余?下?|有)(?:的)?"
    rf"(?:[^，。；]{{0,24}}?[”》])?(?P<rest>[一两{DIGITS}]|\d{{1,3}})(?P=unit))"
)
"""四条改进措施已落实两条，尚余一条."""
_LEFT = re.compile(r"余|剩|尚有|还有|仍有")
_PLUS = re.compile(r"上年|去年|新增|又")


def miscounted_rests(text: str) -> Iterator[Miscount]:
    """Where what is done and what is left, in Chinese numbers, do not make the whole."""
    if not has_any(text, ("余", "剩", "尚有", "还有", "仍有")):
        return
    for match in _DONE.finditer(text):
        many, done, rest = (whole_number(match[name]) for name in ("many", "done", "rest"))
        before = f"{text[max(0, match.start() - 2) : match.start()]}{match['what']}"
        if not many_said(match) or match["many"].isdecimal() or _PLUS.search(before):
            continue
        if _LEFT.search(match["left"]) and done < many != done + rest:
            yield Miscount(match.start("many"), match.end(), many, done + rest)
