"""Averages: 参训240人次，5期培训平均每期48人次; 公开600条，月均50条."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from giadesk.checks.rates import rounded_like
from giadesk.checks.reading import Mention, Passage, Sentence, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.core.prose import plain

_PER = (
    r"个?(?P<{}>人|名|位|户|村|社区|居|嘎查|单位|部门|站所|月|季度?|期|场次?|次|批|篇|件|宗|栏|个|份|本"
    r"|处|家|轮)"
)
_AVERAGE = re.compile(
    rf"(?:平均(?:下来)?每{_PER.format('a')}|每{_PER.format('b')}(?:平均|均)|{_PER.format('c')}(?:平)?均)"
    r"(?P<of>[^，。；、\d]{0,8}?)(?:为|达到?|有|是|：)*$"
)
_COMPARED = re.compile(r"比|较|上年|去年|同期|原|由|从")
_PEOPLE = frozenset("人名位")
_IN_A_YEAR = {"月": 12, "季": 4, "季度": 4}
_PART_OF_A_YEAR = re.compile(r"[\d一二三四五六七八九十]月|半年|个月|以来|起|季度")
_OF_UNITS = frozenset("个家处")
_NOT_OF_ALL = re.compile(r"其中|最|另|还|同比|新增")


@check("P-AVERAGE", "verify", "平均数与总数相符", "text", "about")
def averages(case: Case) -> Iterable[Finding]:
    """“平均每期几人”“人均几条”“月均几条”，应是总数除以个数。

    比较什么：同一句里写了总数（“参训240人次”）和个数（“举办培训5期”，月均、季均的按全年十二个月、四个季度），后面又写平均数的，允许四舍五入或舍去尾数；与同一段里任何一个总数、个数相符即可。约数不比较，施行不满一年的2008年的月均不比较。
    为什么：总数改了，平均数容易忘了重算。
    依据：公文数据一致的通行要求。
    不通过：全年举办培训5期，参训240人次，平均每期60人次。
    通过：全年举办培训5期，参训240人次，平均每期48人次。
    """
    for passage in passages(case):
        if "均" not in passage.text:
            continue
        for sentence in passage.read.sentences:
            if "均" in sentence.text:
                yield from _of_sentence(sentence, passage, case.report.year)


def _of_sentence(sentence: Sentence, passage: Passage, year: int) -> Iterator[Finding]:
    for place, mention in enumerate(sentence.mentions):
        token = mention.token
        if "均" not in mention.lead or not token.unit or token.is_share or not token.is_exact:
            continue
        match = _AVERAGE.search(mention.lead)
        if match is None or _COMPARED.search(mention.lead):
            continue
        per = match["a"] or match["b"] or match["c"]
        so_far = passage.text[sentence.start : mention.start]
        if per in _IN_A_YEAR and (year <= 2008 or _PART_OF_A_YEAR.search(so_far)):
            continue
        before = sentence.mentions[:place]
        here = [m for m in before if _is_total(m, mention, match["of"])]
        counts = [m for m in before if _counts(m, per)]
        if not here or not (counts or per in _IN_A_YEAR):
            continue
        earlier = [m for m in passage.read.mentions if m is not mention]
        if _is_right(mention, per, earlier):
            continue
        total = here[-1].token.value
        many = Decimal(_IN_A_YEAR[per]) if per in _IN_A_YEAR else counts[-1].token.value
        if many > 1 and total > token.value:
            yield _finding(mention, total, many, passage)


def _is_total(one: Mention, average: Mention, of: str) -> bool:
    same = one.token.unit.removesuffix("次") == average.token.unit.removesuffix("次")
    if not same or not one.token.is_exact or "均" in one.lead or _NOT_OF_ALL.search(one.lead):
        return False
    return not of or of[:2] in one.lead


def _counts(one: Mention, per: str) -> bool:
    """Whether it says how many there are of what the average is of: 5期, 67名干部, 9个村."""
    unit = one.token.unit
    if not one.token.value:
        return False
    if per in _PEOPLE:
        return unit in _PEOPLE
    if unit in _OF_UNITS:
        return per in _OF_UNITS or per in one.tail[:6]
    return unit.removesuffix("次") == per.removesuffix("次") or unit == per


def _is_right(average: Mention, per: str, told: Sequence[Mention]) -> bool:
    """Whether any total and any number of the paragraph come to the average, roughly told ones roughly."""
    unit, value = average.token.unit.removesuffix("次"), average.token.value
    totals = [m for m in told if m.token.unit.removesuffix("次") == unit]
    sums = [m.token.value for m in totals]
    counts = {m.token.value for m in told if _counts(m, per)}
    if per in _IN_A_YEAR:
        counts |= {Decimal(_IN_A_YEAR[per])}
    rough = any(not m.token.is_exact for m in totals)
    amounts = [*sums, *(sum(sums[i:j]) for i in range(len(sums)) for j in range(i + 2, i + 7))]
    near = min(average.token.step, Decimal(1))
    slack = max(near, value / 10) if rough else near
    return any(abs(a / c - value) < slack for a in amounts for c in counts if c)


def _finding(mention: Mention, total: Decimal, many: Decimal, passage: Passage) -> Finding:
    token = mention.token
    right = rounded_like(total / many, token)
    quote = passage.text[mention.lead_start : mention.end]
    text = passage.replaced(token.start, token.number_end, plain(right))
    return Finding(
        code="P-AVERAGE",
        severity="verify",
        message=f"正文写“{quote}”，按前面的总数和个数应为{plain(right)}{token.unit}",
        remedy="核对总数、个数和平均数",
        where=passage.place(mention.lead_start, mention.end),
        expected=plain(right),
        actual=plain(token.value),
        formula=f"{plain(total)}÷{plain(many)}＝{plain(right)}",
        key=f"P-AVERAGE/{passage.section}/{quote}",
        figures=f"{plain(total)}/{plain(many)}={plain(token.value)}",
        mends=(Mend(f"改为{plain(right)}{token.unit}", text=text),),
    )
