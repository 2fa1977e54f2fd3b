"""Prose against the tables."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from giadesk.checks.before import Compared, compared
from giadesk.checks.blanks import unsettled
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.resolving import Link, Reading
from giadesk.checks.told import amount, bare, links, shown
from giadesk.checks.within import all_told
from giadesk.core.prose import plain
from giadesk.core.quantities import Token

_YUAN_PER = {"万元": Decimal(10000), "亿元": Decimal(100000000), "千元": Decimal(1000)}


@check("P-TABLE", "verify", "文字中的数与表格一致", "text", "figures", "about")
def against_tables(case: Case) -> Iterable[Finding]:
    """正文里写的数，应与表格中相应的数一致。

    比较什么：正文中能确定指哪一个指标的数，与表格中的数；表中没有单列的“不予公开”“无法提供”等取各项之和；“收到申请”与本年新收、本年新收加上年结转相符即可。总数与表格相符的，它的各部分（申请人、办理结果、不予公开的原因、案件的结果等，包括“1件维持”“维持、纠正各1件”这样说的）也比较；“结转与上年持平”与上年结转比较，2019年格式的事项“由18项增加到20项”与上一年项目数量、本年增减比较。只说一部分、别的单位、别的时间的数，约数与表格相差不大的，不指出。
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
    for passage, told in all_told(case):
        if not told.all_of:
            finding = _compare(Link(told.mention, told.name, told.readings), passage, case)
            if finding is not None:
                yield finding
    for passage, said in compared(case):
        yield _of_the_year_before(said, passage, case)


def _of_the_year_before(said: Compared, passage: Passage, case: Case) -> Finding:
    amounts = [(r, amount(r, case.figures) or Decimal()) for r in said.readings]
    quote = passage.text[said.start : said.end]
    return Finding(
        code="P-TABLE",
        severity="verify",
        message=f"正文写“{quote}”，表格中{shown(amounts, case)}",
        remedy="核对正文和表格，改正写错的一处",
        where=passage.place(said.start, said.end),
        cells=tuple(dict.fromkeys(i for r in said.readings for i in bare(r))),
        expected=said.expected,
        actual=said.said,
        key=f"P-TABLE/{passage.section}/{quote}",
        figures=";".join(plain(v) for _, v in amounts),
    )


def in_unit(token: Token, unit: str) -> Token | None:
    """The quantity in the unit of a table's figure; None where they cannot be compared."""
    if token.unit == "元":
        if unit not in _YUAN_PER and unit != "元":
            return None
        per = _YUAN_PER.get(unit, Decimal(1))
        return replace(token, value=token.value / per, step=token.step / per)
    return None if unit.endswith("元") else token


def _compare(link: Link, passage: Passage, case: Case) -> Finding | None:
    amounts: list[tuple[Reading, Decimal]] = []
    unknown = unsettled(case)
    for reading in link.readings:
        if not unknown.isdisjoint(bare(reading)):
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
    said = shown(amounts, case)
    quote = passage.text[mention.clause : mention.end]
    return Finding(
        code="P-TABLE",
        severity="verify",
        message=f"正文写“{quote}”，表格中{said}",
        remedy="核对正文和表格，改正写错的一处；口径不同的，写明情况",
        where=passage.place(mention.clause, mention.end),
        cells=tuple(dict.fromkeys(i for r, _ in amounts for i in bare(r))),
        expected=plain(value),
        actual=plain(token.value),
        formula=f"{link.name}：正文{plain(token.value)} ≠ 表格{plain(value)}",
        key=f"P-TABLE/{passage.section}/{quote}",
        figures=";".join(f"{plain(v)}" for _, v in amounts) + f"|{plain(token.value)}",
        mends=_mends(link, reading, value, passage, case, len(amounts) == 1),
    )


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
