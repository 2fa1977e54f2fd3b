"""Growth: 同比增长20% against last year's report, and against what the sentence itself says of last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from giadesk.checks.changes import LESS, MORE, Told, is_change, is_rate, told_changes
from giadesk.checks.rates import rounded_like
from giadesk.checks.reading import Mention, Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.resolving import Link
from giadesk.checks.told import amount, links
from giadesk.core.prose import plain

_IS_MORE = re.compile(MORE)
_COMPARED = re.compile(
    rf"^[，,（(、\s]*(?:总量|数量|总数|件数|条数)?(?:同比|(?:与|和)?(?:比|较|同)?(?P<year>上年|去年|上一年|20\d\d年)(?:度|全年)?(?:同期)?(?:相比|比|水平)?)?[，,]?"
    rf"(?P<way>{MORE}|{LESS})了?(?:约|近)?(?:为|达)?$"
)


_CHANGED = re.compile(
    r"[增涨升高降减少低落滑多缩跌翻幅倍](?:(?<!倍)(?!于)[^，。；]{0,13}?[\d百千一二三四五六七八九十两]|(?<=翻)番|(?<=[\d两二三四五]倍))"
)
"""A change with its figure, or 翻番, or 3倍; without one there is nothing to reckon.

It begins with one class of signs, so that the search passes over all others.
"""


class _Growth(NamedTuple):
    """同比增长70.3%: how much this year's quantity is said to have grown against last year's."""

    mention: Mention
    of: Mention
    sign: int


def _growths(passage: Passage, year: int) -> Iterator[_Growth]:
    for sentence in passage.read.sentences:
        base: Mention | None = None
        compared = False
        for mention in sentence.mentions:
            match = _COMPARED.match(mention.before) if base is not None else None
            if match is None:
                base, compared = mention, False
                continue
            named = match["year"] or ("同比" if "同比" in mention.before else "")
            compared = compared or bool(named)
            if named and named.startswith("20") and int(named[:4]) != year - 1:
                base = None
                continue
            if compared and base is not None:
                sign = 1 if _IS_MORE.match(match["way"]) else -1
                yield _Growth(mention, base, sign)


@check("P-GROWTH", "verify", "增减数与上年相符", "text", "figures", "about", "last")
def growth(case: Case) -> Iterable[Finding]:
    """“比上年增加几件”“同比增长百分之几”，应与上年的数相符。

    比较什么：正文中能确定指标的数，后面写了与上年相比增减的，与上年报告中同一指标比较；同时写了增减数和百分数的、写了“由几件增加到几件”或者上年的数（“比上年的几件增加”“上年几件”“2023年为几件”）的，也应相符（允许四舍五入或舍去尾数），“增长三成”“翻一番”“是上年的3倍”“提高几个百分点”也比较；今年的数没有写的，只比较增减数和百分数。
    为什么：增减数是从上年报告算出来的，改了数容易忘了重算。
    依据：公文数据一致的通行要求。
    不通过：上年收到申请12件，本年写“收到申请14件，同比增长25%”。
    通过：上年收到申请12件，本年写“收到申请14件，同比增长16.7%”。
    """
    for passage in passages(case):
        if not _CHANGED.search(passage.text):
            continue
        year = case.report.year
        told = passage.recall(told_changes, passage.read, year, key=(year,))
        wrong: set[int] = set()  # where figures stand of which a change has been found wrong
        for change in told:
            mention, right, shown = change.mention, change.right, change.shown
            if right is None or wrong & {change.base, mention.start}:
                continue
            if _is_of_another(change, passage, case) or _is_of_two(change, passage):
                continue
            wrong |= {change.base, mention.start}
            yield _growth_finding(passage, mention, right, shown)
        said = {change.mention.start for change in told}
        found = [g for g in _growths(passage, case.report.year) if g.mention.start not in said]
        if not found:
            continue
        if all(change.right is None for change in told):
            yield from _inside(found, passage)
        if case.last is not None and case.last.year in (0, case.report.year - 1):
            linked = {link.mention.start: link for link in links(case, passage)}
            for one in found:
                link = linked.get(one.of.start)
                if link is not None:
                    finding = _against_last(one, link, passage, case)
                    if finding is not None:
                        yield finding


def _is_of_another(change: Told, passage: Passage, case: Case) -> bool:
    """Whether the change is right of a figure told further off, 申请量比2021年的31件下降25.8%."""
    if change.then is None:
        return False
    known: set[Decimal] = {v for v in case.figures.values() if v is not None}
    for other in passages(case):
        if other.section == passage.section and other.number < passage.number:
            known.update(m.token.value for m in other.read.mentions)
    return any(is_change(now, change.then, change.mention.token, change.sign) for now in known)


def _is_of_two(change: Told, passage: Passage) -> bool:
    """Whether it is of another of several years told: 较2020年减少12条（…），较2021年增加31条（…）."""
    token = change.mention.token
    told = [
        m
        for s in passage.read.sentences
        if s.start <= change.mention.start < s.end
        for m in s.mentions
        if m.token.is_exact and not m.token.is_share and m is not change.mention
    ]
    thens = [m for m in told if _ELSEWHEN.search(m.before) and m.token.value]
    if len(thens) < 2:
        return False
    return any(
        is_change(now.token.value, then.token.value, token, change.sign)
        for then in thens
        for now in told
        if now not in thens
        and now.token.unit == then.token.unit
        and token.unit in ("%", now.token.unit)
    )


_ELSEWHEN = re.compile(r"(?:19|20)\d\d年|上一?年|去年|同期")


def _inside(found: list[_Growth], passage: Passage) -> Iterator[Finding]:
    """A number and a percentage said of the same quantity: 264条，比上年增加44条，增长20%."""
    for one, other in pairwise(found):
        if one.of != other.of or {one.mention.token.unit, other.mention.token.unit} != {
            one.of.token.unit,
            "%",
        }:
            continue
        number, share = (one, other) if other.mention.token.unit == "%" else (other, one)
        now, more = one.of.token.value, number.mention.token.value * number.sign
        then = now - more
        if not then or not one.of.token.is_exact or not number.mention.token.is_exact:
            continue
        if is_rate(more / then * 100, share.mention.token, share.sign):
            continue
        yield _growth_finding(
            passage, share.mention, abs(more) / then * 100, f"{plain(more)}÷{plain(then)}"
        )


def _against_last(one: _Growth, link: Link, passage: Passage, case: Case) -> Finding | None:
    """None where any of the figures that the quantity can be has grown as is said."""
    token = one.mention.token
    right: list[tuple[Decimal, str]] = []
    for reading in link.readings:
        now, then = amount(reading, case.figures), amount(reading, case.last_figures)
        if now is None or then is None:
            return None
        if not link.mention.token.fits(now):
            continue
        if token.unit == "%":
            if not then:
                return None
            rate = (now - then) / then * 100
            if is_rate(rate, token, one.sign):
                return None
            right.append((rate * one.sign, f"（{plain(now)}－{plain(then)}）÷{plain(then)}"))
        elif token.unit == one.of.token.unit:
            if token.fits((now - then) * one.sign):
                return None
            right.append(((now - then) * one.sign, f"{plain(now)}－{plain(then)}"))
        else:
            return None
    if not right:
        return None
    return _growth_finding(passage, one.mention, right[0][0], right[0][1])


def _growth_finding(passage: Passage, mention: Mention, right: Decimal, formula: str) -> Finding:
    token = mention.token
    unit = token.unit
    if unit == "倍":
        right /= 100
    if unit in ("%", "倍"):
        right = rounded_like(right, token)
    quote = passage.text[mention.lead_start : mention.end]
    opposite = right < 0
    shown = f"{plain(abs(right))}{unit}"
    return Finding(
        code="P-GROWTH",
        severity="verify",
        message=f"正文写“{quote}”，按两年的数应为{'反向的' if opposite else ''}{shown}",
        remedy="核对两年的数和增减",
        where=passage.place(mention.lead_start, mention.end),
        expected=plain(right),
        actual=plain(token.value),
        formula=f"{formula}＝{plain(right)}{unit}",
        key=f"P-GROWTH/{passage.section}/{quote}",
        figures=f"{formula}|{plain(token.value)}",
        mends=()
        if opposite or token.high is not None
        else (Mend(f"改为{shown}", text=passage.replaced(token.start, token.end, shown)),),
    )
