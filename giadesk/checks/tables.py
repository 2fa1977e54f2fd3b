"""Prose against the tables: figures, statements that there was none, growth against last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from giadesk.checks.linking import Link, Reading, links_in
from giadesk.checks.reading import Mention, Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.core.prose import plain
from giadesk.core.quantities import Token
from giadesk.core.totals import Figures
from giadesk.core.units import short_name

_YUAN_PER = {"万元": Decimal(10000), "亿元": Decimal(100000000), "千元": Decimal(1000)}


def links(case: Case, passage: Passage) -> tuple[Link, ...]:
    """The quantities of a paragraph that speak of figures of the tables."""
    if not passage.read.mentions:
        return ()
    own = short_name(case.report.unit)
    year = case.report.year
    return case.memory.recall(
        links_in,
        passage.read,
        passage.topic,
        case.form,
        own,
        year,
        key=(passage.text, passage.topic, case.form, own, year),
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
    if any(i not in figures for i in reading):
        return None
    return sum((figures[i] for i in reading), Decimal(0))


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
    for reading in link.readings:
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
        cells=tuple(dict.fromkeys(i for r, _ in amounts for i in r)),
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
        names = [case.form.indicators[i].name for i in reading]
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


# --- statements that there was none ----------------------------------------------------------------


class _Absence(NamedTuple):
    """Something that a report can say there was none of, and the figures that must then be 0."""

    name: str
    words: str
    ids: tuple[str, ...]


_ABSENT = (
    _Absence(
        "收到的申请",
        r"(?:政府信息公开|信息公开|依申请公开)?(?:的)?(?:政府信息)?申请(?:公开)?",
        ("applications/received/total", "statistics/received/value"),
    ),
    _Absence(
        "行政复议",
        r"行政复议(?:申请)?|复议",
        ("proceedings/cases/review_total", "statistics/review/value"),
    ),
    _Absence(
        "行政诉讼",
        r"行政诉讼|诉讼",
        (
            "proceedings/cases/direct_total",
            "proceedings/cases/after_total",
            "statistics/litigation/value",
        ),
    ),
    _Absence(
        "结转下年度的申请", r"结转下(?:一)?年度?(?:继续)?办理", ("applications/carried_out/total",)
    ),
)
_NEGATION = re.compile(
    r"(?:尚?未(?:曾)?(?:收到|接到|受理|发生|产生|出现|有|引发|涉及|制发|制定|提起)|没有(?:收到|接到|受理|发生|产生"
    r"|出现|引发|涉及|制发|制定|被)?|不存在|未|无|零|不发生|从未(?:收到|发生))"
    r"(?P<object>[^。；;，！]{0,40})"
)
_TAIL = (
    r"(?:的|案件|案|事项|情况|情形|现象|事件|申请|行为|发生|办理|问题|等|件|或者|和|及|与|或|、|被|因|提起"
    r"|政府信息公开|信息公开|工作|引起|引发|产生|要求|公民|法人|其他组织|关于|对|本[镇乡县区局单位机关]+"
    r"|我[镇乡县区局单位]+|任何|过|由|而|有关|相关|方面|举报|投诉|收费|行政|向|提出|到|了|关联|事务|公开|政府信息|主动|依)*+"
)


@check("P-ABSENCE", "verify", "“没有”“未发生”与表格一致", "text", "figures", "about")
def absences(case: Case) -> Iterable[Finding]:
    """正文说没有收到申请、没有行政复议和诉讼的，表格中应为0。

    比较什么：正文中“未收到”“没有”“无”“未发生”“不存在”等说法，与表格中收到申请、结转、行政复议、行政诉讼的数。
    为什么：上年没有、今年有了，文字容易照抄上年。
    依据：条例第五十条。
    不通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为1件。
    通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为0。
    """
    for passage in passages(case):
        if not re.search(r"未|没有|无|不存在|零", passage.text):
            continue
        for match in _NEGATION.finditer(passage.text):
            yield from _denied(match, passage, case)


def _denied(match: re.Match[str], passage: Passage, case: Case) -> Iterator[Finding]:
    stated = match["object"]
    before = passage.text[max(0, match.start() - 12) : match.start()]
    if re.search(r"上年|去年|上半年|季度|\d月$", before) or not _of_year(match, passage, case):
        return
    for absence in _ABSENT:
        found = re.search(absence.words, stated)
        if found is None or not re.fullmatch(_TAIL, _without_objects(stated)):
            continue
        if absence.name == "收到的申请" and re.search(r"复议|诉讼|举报|投诉", stated):
            continue  # 申请行政复议 is no application for information
        ids = tuple(i for i in absence.ids if case.figures.get(i, 0) != 0)
        if not ids:
            continue
        total = sum((case.figures[i] for i in ids), Decimal(0))
        end = match.start("object") + len(stated.rstrip())
        quote = passage.text[match.start() : end]
        yield Finding(
            code="P-ABSENCE",
            severity="verify",
            message=f"正文写“{quote}”，表格中{absence.name}为{plain(total)}",
            remedy="核对正文和表格",
            where=passage.place(match.start(), end),
            cells=ids,
            expected=plain(total),
            actual="0",
            key=f"P-ABSENCE/{passage.section}/{quote}/{absence.name}",
            figures=plain(total),
        )


def _without_objects(stated: str) -> str:
    for absence in _ABSENT:
        stated = re.sub(absence.words, "", stated)
    return stated


def _of_year(match: re.Match[str], passage: Passage, case: Case) -> bool:
    dates = [t for t in passage.read.tokens if t.kind == "date" and t.start < match.start()]
    if not dates:
        return True
    named = re.search(r"(?:19|20)\d\d", dates[-1].text)
    if re.search(r"\d+月(?!\s*(?:31|1日))", dates[-1].text):
        return False
    return named is None or not case.report.year or int(named[0]) == case.report.year


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

    比较什么：正文中能确定指标的数，后面写了与上年相比增减的，与上年报告中同一指标比较；同时写了增减数和百分数的，两者也应相符（允许四舍五入或舍去尾数）。
    为什么：增减数是从上年报告算出来的，改了数容易忘了重算。
    依据：公文数据一致的通行要求。
    不通过：上年收到申请12件，本年写“收到申请14件，同比增长25%”。
    通过：上年收到申请12件，本年写“收到申请14件，同比增长16.7%”。
    """
    for passage in passages(case):
        if not _CHANGED.search(passage.text):
            continue
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
