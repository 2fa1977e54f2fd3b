"""Totals of figures that are pointed at: 这两类共115条, 甲与乙两项合计24件, 加上丙48条共174条.

How many are added up is said, or what is added; the total has to be that of figures told before it.
Where the words name what was not told, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from giadesk.checks.claims import is_of_each
from giadesk.checks.reading import Mention, Text, has_any
from giadesk.checks.sums import SumList, usable
from giadesk.core.figures import whole_number

_COUNTER = re.compile(
    r"[两二三四五六七八2-8](?:大|个)?(?:类|项|者|渠道|部分|方面|种|家|位|名|地|处|块|平台|网站|季度|领域|环节|栏目)"
)
_ALL_OF_THEM = re.compile(
    r"(?P<between>[^，,。；;：:（）()\d、]{0,12}?)[，,]?(?:合计|共计|总计|总共|一共|共有?|总[数量]|加起来|之和|相加)[^，,。；;：:\d、]{0,6}"
)
_WHICH = re.compile(r"(?:名?前|这|上述|以上|上面|此|后|其中)$")
_POINTS = frozenset("前这述上此后")
_MARKS = re.compile(r"[，,。；;：:（）()\d]")
_WINDOW = 40
_ADDED = re.compile(
    r"(?:^|[，,；;。、])\s*(?:再|另)?(?:加上?|连同|算上|外加|计入)[^，,。；;\d]{0,14}$"
)
_IN_ALL = re.compile(r"全年|合计|共计|总计|总共|一共|共|总[数量]|全部")
_MAY_POINT = re.compile(
    r"[两二三四五六七八前这述上加连算再外计](?:(?<=[两二三四五六七八])[大个]?[类项者渠部方种领环栏季位家名]|(?<=[前这述上])[2-8]|(?<=[加算])上|(?<=连)同|(?<=[再外])加|(?<=计)入)"
)
_WORDS = ("全年", "合计", "共", "总", "加起来", "之和", "相加")
_JOINS = re.compile(r"[、和与及跟同]|以及")
_BESIDE = 4
_FEWEST = 3
"""Figures that a total and what it is made of are at least."""
_FARTHEST = 10
"""Figures before a total that it may be made of."""


def summed(text: Text) -> Iterator[SumList]:
    """The totals, each with the figures that it is meant to be made of, that come to another."""
    if len(text.mentions) < _FEWEST or _MAY_POINT.search(text.text) is None:
        return
    for place, total in enumerate(text.mentions):
        if not (total.token.is_exact and usable(total)) or not has_any(total.lead, _WORDS):
            continue
        parts = _pointed_at(place, text) or _added_to(place, text)
        if parts and not any(p.token.value > total.token.value for p in parts):
            yield SumList((total,), tuple(parts), "complete", channels=False, backward=True)


def added_to_earlier(text: Text, before: Text) -> SumList | None:
    """加上丙48条，合计174条 at a paragraph's beginning, of what the paragraph before told."""
    if not text.text.startswith(_ADDS) or len(text.mentions) < 2:
        return None
    parts = _added_to(1, text, before.mentions[-_FARTHEST:])
    if len(parts) < 2 or any(p.token.value > text.mentions[1].token.value for p in parts):
        return None
    return SumList((text.mentions[1],), tuple(parts), "complete", channels=False, backward=True)


_ADDS = ("加上", "再加", "连同", "另加", "算上")


def _earlier(place: int, text: Text) -> list[Mention]:
    """The figures before the total that count the same, of its own sentence and the one before."""
    total = text.mentions[place]
    return [
        m
        for m in text.mentions[:place]
        if m.token.unit == total.token.unit
        and total.sentence - m.sentence <= 1
        and m.token.is_exact
        and usable(m)
    ][-_FARTHEST:]


class _Pointer(NamedTuple):
    """Words that say how many figures are added up: 甲与乙两项合计, 前三类共."""

    many: int
    names: str
    which: str
    between: str
    start: int


def pointer(total: Mention, text: str) -> _Pointer | None:
    """How many figures a total says that it is of; None where it does not say so."""
    since = max(0, total.start - _WINDOW)
    words = text[since : total.start]
    for match in reversed([*_COUNTER.finditer(words)]):
        behind = _ALL_OF_THEM.fullmatch(words, match.end())
        if behind is None:
            continue
        before = words[match.start() - 1 : match.start()]
        if match[0][0].isdecimal() and before not in _POINTS:
            continue  # 专职2名，兼职14名，共16人
        if match[0][-1] in "家位名地处块" and before not in _POINTS:
            continue
        many = whole_number(match[0][0])
        names = _MARKS.split(words[: match.start()])[-1]
        which = _WHICH.search(names)
        return _Pointer(
            many,
            names[: which.start()] if which else names,
            which[0] if which else "",
            behind["between"],
            since + match.start(),
        )
    return None


def _pointed_at(place: int, text: Text) -> list[Mention]:
    total = text.mentions[place]
    said = pointer(total, text.text)
    if said is None:
        return []
    many = said.many
    earlier = _earlier(place, text)
    if len(earlier) < many:
        return []
    beside = text.text[earlier[-1].end : said.start].strip("，,；;。、）) ")
    if not said.which and len(beside) > _BESIDE + len(said.names):
        return []  # 以修缮、动迁为主，两类共24件
    named = _named(said.names, earlier)
    if named is None or (not named and not said.which and said.between):
        return []
    value = total.token.value
    if any(
        sum((m.token.value for m in some), Decimal(0)) == value
        for some in combinations(earlier, many)
    ):
        return []
    if named:
        return named if len(named) == many else []
    here = [m for m in earlier if m.sentence == total.sentence and not m.depth] or earlier
    if len(here) == many or said.which not in ("前", "名前"):
        return here[-many:] if len(here) >= many else []
    return sorted(sorted(here, key=lambda m: -m.token.value)[:many], key=lambda m: m.start)


def _named(names: str, earlier: Sequence[Mention]) -> list[Mention] | None:
    """The figures that are named before their number, none where nothing is; None where one was not told."""
    words = [w for w in _JOINS.split(names.strip()) if len(w) > 1]
    if len(words) < 2:
        return [] if not names.strip() or not words else None
    found = []
    for word in words:
        told = [m for m in earlier if word[:2] in m.lead or (m.lead and m.lead[-2:] in word)]
        if not told:
            return None
        found.append(told[-1])
    return found if len({m.start for m in found}) == len(found) else None


def _added_to(place: int, text: Text, before: Sequence[Mention] = ()) -> list[Mention]:
    """126条。加上工程进度信息48条，合计公开174条."""
    mentions = text.mentions
    total, added = mentions[place], mentions[place - 1] if place else None
    if added is None or added.sentence != total.sentence or not _IN_ALL.search(total.lead):
        return []
    if added.token.unit != total.token.unit or not added.token.is_exact:
        return []
    if not _ADDED.search(added.before) or "结转" in added.before or is_of_each(added):
        return []
    unit = total.token.unit
    earlier = [m for m in before if m.token.unit == unit and m.token.is_exact and usable(m)]
    earlier = earlier or [m for m in _earlier(place, text) if m is not added]
    if not earlier or any(is_of_each(m) for m in earlier):
        return []
    value, running = total.token.value - added.token.value, Decimal(0)
    if any(m.token.value == value for m in earlier):
        return []
    for other in reversed(earlier):
        running += other.token.value
        if running == value:
            return []
    whole = next((m for m in reversed(earlier) if _IN_ALL.search(m.lead)), None)
    if whole is not None:
        return [whole, added]
    here = [m for m in earlier if m.sentence == total.sentence] or earlier
    return [*here, added]
