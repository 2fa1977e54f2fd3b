"""Prose against the tables: figures, and growth against last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from giadesk.checks.blanks import unsettled
from giadesk.checks.linking import links_in
from giadesk.checks.reading import Mention, Passage, Text, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.resolving import Link, Reading
from giadesk.checks.structure import as_meant
from giadesk.core.form import Id
from giadesk.core.prose import plain
from giadesk.core.quantities import Token
from giadesk.core.totals import Figures

_YUAN_PER = {"万元": Decimal(10000), "亿元": Decimal(100000000), "千元": Decimal(1000)}


def links(case: Case, passage: Passage) -> tuple[Link, ...]:
    """The quantities of a paragraph that speak of figures of the tables."""
    if not passage.read.mentions:
        return ()
    unit = case.report.unit
    year = case.report.year
    return case.memory.recall(
        links_in,
        as_meant(case, passage),
        passage.topic,
        case.form,
        unit,
        year,
        key=(passage.text, passage.topic, case.form, unit, year),
    )


@check("P-TABLE", "verify", "文字中的数与表格一致", "text", "figures", "about")
def against_tables(case: Case) -> Iterable[Finding]:
    """正文里写的数，应与表格中相应的数一致。

    比较什么：正文中能确定指哪一个指标的数，与表格中的数；表中没有单列的“不予公开”“无法提供”等取各项之和；“收到申请”与本年新收、本年新收加上年结转相符即可。只说一部分、别的单位、别的时间的数，约数与表格相差不大的，不指出。
    为什么：文字与表格不一致，是抽查和媒体最常指出的差错。
    依据：条例第五十条；国办公开办函〔2021〕30号。
    不通过：正文写“结转下年度继续办理3件”，表格结转下年度总计为2。
    通过：正文写“结转下年度继续办理2件”，表格结转下年度总计为2。
    """
    for passage in passages(case):
        for link in links(case, passage):
            finding = _compare(link, passage, case)
            if finding is not None:
                yield finding


def amount(reading: Reading, figures: Figures) -> Decimal | None:
    """What a reading comes to; None where one of its figures is blank."""
    if any(i not in figures for i in _bare(reading)):
        return None
    return sum((-figures[i[1:]] if i[0] == "-" else figures[i] for i in reading), Decimal(0))


def _bare(reading: Reading) -> list[Id]:
    return [i.removeprefix("-") for i in reading]


def in_unit(token: Token, unit: str) -> Token | None:
    """The quantity in the unit of a table's figure; None where they cannot be compared."""
    if token.unit == "元":
        if unit not in _YUAN_PER and unit != "元":
            return None
        per = _YUAN_PER.get(unit, Decimal(1))
        return token._replace(value=token.value / per, step=token.step / per)
    return None if unit.endswith("元") else token


def _compare(link: Link, passage: Passage, case: Case) -> Finding | None:
    amounts: list[tuple[Reading, Decimal]] = []
    unknown = unsettled(case)
    for reading in link.readings:
        if not unknown.isdisjoint(_bare(reading)):
            if not amounts:
                return None
            continue
        token = in_unit(link.mention.token, case.form.indicators[reading[0]].unit)
        value = amount(reading, case.figures)
        if token is None or value is None:
            return None
        if token.fits(value):
            return None
        amounts.append((reading, value))
    token = in_unit(link.mention.token, case.form.indicators[link.readings[0][0]].unit)
    assert token is not None
    mention = link.mention
    reading, value = amounts[0]
    shown = _figures_shown(amounts, case)
    quote = passage.text[mention.clause : mention.end]
    return Finding(
        code="P-TABLE",
        severity="verify",
        message=f"正文写“{quote}”，表格中{shown}",
        remedy="核对正文和表格，改正写错的一处；口径不同的，写明情况",
        where=passage.place(mention.clause, mention.end),
        cells=tuple(dict.fromkeys(i for r, _ in amounts for i in _bare(r))),
        expected=plain(value),
        actual=plain(token.value),
        formula=f"{link.name}：正文{plain(token.value)} ≠ 表格{plain(value)}",
        key=f"P-TABLE/{passage.section}/{quote}",
        figures=";".join(f"{plain(v)}" for _, v in amounts) + f"|{plain(token.value)}",
        mends=_mends(link, reading, value, passage, case, len(amounts) == 1),
    )


def _figures_shown(amounts: list[tuple[Reading, Decimal]], case: Case) -> str:
    parts = []
    for reading, value in amounts[:2]:
        names = [case.form.indicators[i].name for i in _bare(reading)]
        name = "＋".join(names) if len(names) <= 2 else f"{names[0]}等{len(names)}项之和"
        parts.append(f"“{name}”为{plain(value)}")
    return "，".join(parts)


def _mends(
    link: Link, reading: Reading, value: Decimal, passage: Passage, case: Case, only: bool
) -> tuple[Mend, ...]:
    token = link.mention.token
    if passage.is_live(token.start, token.number_end) or token.unit == "元":
        return ()
    text = passage.replaced(token.start, token.number_end, plain(value))
    mends = [Mend(f"正文改为{plain(value)}", text=text)]
    if len(reading) == 1:
        live = passage.replaced(token.start, token.number_end, f"{{{reading[0]}}}")
        mends.append(Mend("正文改为随表格变动的数", text=live))
        indicator = case.form.indicators[reading[0]]
        if only and not indicator.computed and token.is_exact:
            written = plain(token.value)
            mends.append(Mend(f"表格改为{written}", values={reading[0]: written}))
    return tuple(mends)


# --- growth ----------------------------------------------------------------------------------------

_MORE = r"增长|增加|上升|提高|增多|多了?|增幅"
_LESS = r"下降|减少|降低|降幅|少了?|回落|下滑"
_COMPARED = re.compile(
    rf"^[，,（(、\s]*(?:总量|数量|总数|件数|条数)?(?:同比|(?:与|和)?(?:比|较|同)?(?P<year>上年|去年|上一年|20\d\d年)(?:度|全年)?(?:同期)?(?:相比|比|水平)?)?[，,]?"
    rf"(?P<way>{_MORE}|{_LESS})了?(?:约|近)?(?:为|达)?$"
)


_CHANGED = re.compile(f"{_MORE}|{_LESS}")


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
                sign = 1 if re.match(_MORE, match["way"]) else -1
                yield _Growth(mention, base, sign)


@check("P-GROWTH", "verify", "增减数与上年相符", "text", "figures", "about", "last")
def growth(case: Case) -> Iterable[Finding]:
    """“比上年增加几件”“同比增长百分之几”，应与上年的数相符。

    比较什么：正文中能确定指标的数，后面写了与上年相比增减的，与上年报告中同一指标比较；同时写了增减数和百分数的、写了“由几件增加到几件”的，也应相符（允许四舍五入或舍去尾数）。
    为什么：增减数是从上年报告算出来的，改了数容易忘了重算。
    依据：公文数据一致的通行要求。
    不通过：上年收到申请12件，本年写“收到申请14件，同比增长25%”。
    通过：上年收到申请12件，本年写“收到申请14件，同比增长16.7%”。
    """
    for passage in passages(case):
        if not _CHANGED.search(passage.text):
            continue
        for change in case.memory.recall(_from_to, passage.read, key=(passage.text,)):
            yield _growth_finding(passage, *change)
        found = list(_growths(passage, case.report.year))
        if not found:
            continue
        yield from _inside(found, passage)
        if case.last is not None and case.last.year in (0, case.report.year - 1):
            linked = {link.mention.start: link for link in links(case, passage)}
            for one in found:
                link = linked.get(one.of.start)
                if link is not None:
                    finding = _against_last(one, link, passage, case)
                    if finding is not None:
                        yield finding


_FROM = re.compile(r"(?:由|从)(?:20\d\d年度?)?[^，。；\d]{0,14}$")
_TO = re.compile(rf"^[，,]?(?:{_MORE}|{_LESS}|增|升|降|减)(?:到|至|为)了?[^，。；\d]{{0,10}}$")
_BY = re.compile(rf"^[，,（(]?(?:同比|共|净)?(?P<way>{_MORE}|{_LESS})了?(?:约|近)?(?:为|达)?$")


def _from_to(text: Text) -> tuple[tuple[Mention, Decimal, str], ...]:
    """由上年的200条增加到300条，增长30%: wrong changes, what they should be, and how that is reckoned."""
    wrong: list[tuple[Mention, Decimal, str]] = []
    for sentence in text.sentences:
        mentions = sentence.mentions
        for old, new, change in zip(mentions, mentions[1:], mentions[2:], strict=False):
            match = _BY.match(change.before)
            if match is None or not (_FROM.search(old.before) and _TO.match(new.before)):
                continue
            then, now, said = old.token, new.token, change.token
            if then.unit != now.unit or not (then.is_exact and now.is_exact) or not then.value:
                continue
            sign = 1 if re.match(_MORE, match["way"]) else -1
            more = (now.value - then.value) * sign
            shown = f"{plain(now.value)}－{plain(then.value)}"
            rate = more / then.value * 100
            if said.unit == "%" and not _is_rate(rate * sign, said, sign):
                wrong.append((change, rate, f"（{shown}）÷{plain(then.value)}"))
            elif said.unit == now.unit and said.is_exact and said.value != more:
                wrong.append((change, more, shown))
    return tuple(wrong)


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
        exponent = min(token.step, Decimal(1)).normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        right = right.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
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
