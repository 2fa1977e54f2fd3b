"""Growth: 同比增长20% against last year's report, and against what the sentence itself says of last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from giadesk.checks.rates import rounded_like
from giadesk.checks.reading import Mention, Passage, Text, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.resolving import Link
from giadesk.checks.tables import amount, links
from giadesk.core.prose import plain
from giadesk.core.quantities import Token

_MORE = r"增长|增加|上升|提高|增多|多了?|增幅"
_IS_MORE = re.compile(_MORE)
_LESS = r"下降|减少|降低|降幅|少了?|回落|下滑"
_COMPARED = re.compile(
    rf"^[，,（(、\s]*(?:总量|数量|总数|件数|条数)?(?:同比|(?:与|和)?(?:比|较|同)?(?P<year>上年|去年|上一年|20\d\d年)(?:度|全年)?(?:同期)?(?:相比|比|水平)?)?[，,]?"
    rf"(?P<way>{_MORE}|{_LESS})了?(?:约|近)?(?:为|达)?$"
)


_CHANGED = re.compile(
    "|".join(
        rf"{w}[^，。；]{{0,13}}[\d百千一二三四五六七八九十两]"
        for w in f"{_MORE}|{_LESS}".split("|")
    )
    + "".join(rf"|{w}出?\s*\d" for w in "增高低减")
)
"""A change with its figure; without one there is nothing to reckon."""
_MORE_SAID = rf"{_MORE}|高出?|增"
_LESS_SAID = rf"{_LESS}|低|减"


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

    比较什么：正文中能确定指标的数，后面写了与上年相比增减的，与上年报告中同一指标比较；同时写了增减数和百分数的、写了“由几件增加到几件”或者“比上年的几件增加”的，也应相符（允许四舍五入或舍去尾数）。
    为什么：增减数是从上年报告算出来的，改了数容易忘了重算。
    依据：公文数据一致的通行要求。
    不通过：上年收到申请12件，本年写“收到申请14件，同比增长25%”。
    通过：上年收到申请12件，本年写“收到申请14件，同比增长16.7%”。
    """
    for passage in passages(case):
        if not _CHANGED.search(passage.text):
            continue
        told = passage.recall(_told, passage.read)
        for change in told:
            mention, right, shown = change.mention, change.right, change.shown
            if right is not None and not _is_of_another(change, passage, case):
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


class _Told(NamedTuple):
    """A change said beside both years' figures: what it should be, None where it is right, and how that
    is reckoned. then, sign: the other year's figure and the way, where this year's is not named beside."""

    mention: Mention
    right: Decimal | None
    shown: str
    then: Decimal | None = None
    sign: int = 1


def _is_of_another(change: _Told, passage: Passage, case: Case) -> bool:
    """Whether the change is right of a figure told further off, 申请量比2021年的31件下降25.8%."""
    if change.then is None:
        return False
    known: set[Decimal] = {v for v in case.figures.values() if v is not None}
    for other in passages(case):
        if other.section == passage.section and other.number < passage.number:
            known.update(m.token.value for m in other.read.mentions)
    return any(_is_change(now, change.then, change.mention.token, change.sign) for now in known)


def _told(text: Text) -> tuple[_Told, ...]:
    """Every change of the text that both years' figures are told beside."""
    return (*_from_to(text), *_against_named(text), *_to_now(text))


_LAST = r"(?:(?:19|20)\d\d年度?|上一?年度?|去年)(?:全年|同期|全年同期)?"
_BASE = re.compile(rf"(?:比|较|与|同|和|跟){_LAST}(?:主?动?公?开?的|[（(]|相比[（(]?|是|为|有)?$")
_BASE_BEHIND = re.compile(rf"^[，,]?[（(](?:而)?{_LAST}(?:数量?|总数)?(?:为|是|有|共)?$")
_BASE_STATED = re.compile(rf"(?:^|[，,；;（(]){_LAST}(?:为|是|有)$")
_SAYS_CHANGE = re.compile(rf"(?:{_MORE_SAID}|{_LESS_SAID})了?(?:约|近)?(?:为|达)?$")
_TOGETHER = re.compile(r"合计|总计|两[项者]|[二三]项|加起来")
_NOW_BEHIND = re.compile(
    r"^(?:相比)?[，,](?:今年|本年度?|全年|(?:19|20)\d\d年度?)[^，。；\d]{0,12}$"
)
"""较2023年的260条，今年公开312条，增加52条."""
_CHANGE = re.compile(
    rf"^[^，,；;。\d]{{0,4}}?[）)]?(?:相比|比|来)?[，,（(]?(?:[比较]{_LAST})?(?:同比|净|共|绝对数)?(?:有所)?(?P<way>{_MORE_SAID}|{_LESS_SAID})了?(?:为|达|到了?)?$"
)


def _against_named(text: Text) -> tuple[_Told, ...]:
    """71条，比2008年的48条增加23条，增长32.4%: changes from the figure told of another year."""
    judged: list[_Told] = []
    earlier: tuple[Mention, ...] = ()  # of all the sentences before
    for sentence in text.sentences:
        mentions = sentence.mentions
        tells = "年" in sentence.text and _CHANGED.search(sentence.text) is not None
        for place, base in enumerate(mentions if tells else ()):
            if (
                "年" not in base.before
                or not base.token.unit
                or base.token.is_share
                or not base.token.is_exact
            ):
                continue
            stated = _BASE_STATED.search(base.before) is not None
            if _BASE_BEHIND.match(base.before) and place:
                if _SAYS_CHANGE.search(mentions[place - 1].lead):
                    changes = [mentions[place - 1], *mentions[place + 1 : place + 2]]
                    nows = mentions[: place - 1] or earlier
                else:  # 312条（2023年290条），增长7.6%
                    changes = list(mentions[place + 1 : place + 3])
                    nows = mentions[place - 1 : place]
            elif stated or _BASE.search(base.before):
                behind = mentions[place + 1 : place + 2]
                if not place and behind and _NOW_BEHIND.match(behind[0].before):
                    nows, changes = behind, list(mentions[2:4])
                else:
                    changes = list(mentions[place + 1 : place + 3])
                    nows = mentions[:place] or (() if stated else earlier)
            else:
                continue
            others = (*earlier, *(m for m in mentions if m is not base and m not in changes[:1]))
            judged.extend(_reckoned(base, nows, changes, others, far=nows is earlier))
        earlier = (*earlier, *mentions)
    return tuple(judged)


def _reckoned(
    base: Mention,
    nows: tuple[Mention, ...],
    changes: list[Mention],
    others: tuple[Mention, ...],
    *,
    far: bool,
) -> Iterator[_Told]:
    """The changes up to the first that no figure of this year comes to, of the nearest or the others."""
    then, unit = base.token.value, base.token.unit
    told, before = (
        [
            m.token.value
            for m in those
            if m.token.unit == unit and m.token.is_exact and not m.token.is_share
        ]
        for those in (nows, others)
    )
    for change in changes if told and then else ():
        match = _CHANGE.match(change.before)
        token = change.token
        if match is None or token.unit not in (unit, "%") or "分别" in change.before:
            continue
        sign = 1 if re.match(_MORE_SAID, match["way"]) else -1
        meant = [now for now in told if _is_change(now, then, token, sign)] or [
            now for now in before if _is_change(now, then, token, sign)
        ]
        if not token.is_exact or meant:
            told = before = meant or told  # what follows is of the same figure
            yield _Told(change, None, "")
            continue
        if _TOGETHER.search(base.before):
            return  # of a sum that is not told
        now = told[-1]
        more = (now - then) * sign
        shown = f"{plain(now)}－{plain(then)}"
        untold = then if far else None
        if token.unit != "%":
            yield _Told(change, more, shown, untold, sign)
        else:
            yield _Told(change, more / then * 100, f"（{shown}）÷{plain(then)}", untold, sign)
        return


def _is_change(now: Decimal, then: Decimal, token: Token, sign: int) -> bool:
    if token.unit == "%":
        return _is_rate((now - then) / then * 100, token, sign)
    return token.value == (now - then) * sign


_FROM = re.compile(r"(?:由|从)(?:20\d\d年度?)?[^，。；\d]{0,14}$")
_TO = re.compile(
    rf"^[，,]?(?:{_MORE}|{_LESS}|增|升|降|减|调整|变|变化|扩[大展]|压缩|提升)(?:到|至|为|成)了?[^，。；\d]{{0,10}}$"
)
_BY = re.compile(
    rf"^[，,（(]?(?:同比|共|净)?(?P<way>{_MORE_SAID}|{_LESS_SAID})了?(?:约|近)?(?:为|达)?$"
)


def _from_to(text: Text) -> tuple[_Told, ...]:
    """由上年的200条增加到300条，增长30%."""
    judged: list[_Told] = []
    for sentence in text.sentences:
        mentions = sentence.mentions
        if "由" not in sentence.text and "从" not in sentence.text:
            continue
        for old, new, change in zip(mentions, mentions[1:], mentions[2:], strict=False):
            match = _BY.match(change.before)
            if match is None or not (_FROM.search(old.before) and _TO.match(new.before)):
                continue
            then, now, said = old.token, new.token, change.token
            if then.unit != now.unit or not (then.is_exact and now.is_exact) or not then.value:
                continue
            sign = 1 if re.match(_MORE_SAID, match["way"]) else -1
            more = (now.value - then.value) * sign
            shown = f"{plain(now.value)}－{plain(then.value)}"
            rate = more / then.value * 100
            if said.unit == "%":
                right = None if _is_rate(rate * sign, said, sign) else rate
                judged.append(_Told(change, right, f"（{shown}）÷{plain(then.value)}"))
            elif said.unit == now.unit and said.is_exact:
                judged.append(_Told(change, None if said.value == more else more, shown))
    return tuple(judged)


_WAS = re.compile(r"(?:上一?年度?|去年|原先?|年初|此前)(?:的|有|为|共|是)*$")
_CHANGED_BY = re.compile(
    r"^[，,、](?:本年度?|今年|全年|年内|其中)?(?:净|又)?(?:(?P<more>增加|新增|承接|新承接|增)|(?:减少|取消|下放|调减|减))了?(?:了)?$"
)
_NOW = re.compile(r"^[，,、](?:现|目前|年末|年底|调整后|变|余|达到?|共)(?:为|有|余|是|至)?$")


def _to_now(text: Text) -> Iterator[_Told]:
    """事项上年24项，本年减少5项，现为29项."""
    for sentence in text.sentences:
        mentions = sentence.mentions
        for was, by, now in zip(mentions, mentions[1:], mentions[2:], strict=False):
            match = _CHANGED_BY.match(by.before)
            if match is None or not _NOW.match(now.before) or not _WAS.search(was.lead):
                continue
            tokens = (was.token, by.token, now.token)
            if len({t.unit for t in tokens}) > 1 or not all(t.is_exact for t in tokens):
                continue
            more = by.token.value if match["more"] else -by.token.value
            right = was.token.value + more
            shown = f"{plain(was.token.value)}{'＋' if more > 0 else '－'}{plain(abs(more))}"
            yield _Told(now, None if right == now.token.value else right, shown)


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
        if _is_rate(more / then * 100, share.mention.token, share.sign):
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
            if _is_rate(rate, token, one.sign):
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


def _is_rate(rate: Decimal, token: Token, sign: int) -> bool:
    step = min(token.step, Decimal(1))
    return abs(rate * sign - token.value) < step or token.exactness != "exact"


def _growth_finding(passage: Passage, mention: Mention, right: Decimal, formula: str) -> Finding:
    token = mention.token
    unit = token.unit
    if unit == "%":
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
        if opposite
        else (Mend(f"改为{shown}", text=passage.replaced(token.start, token.end, shown)),),
    )
