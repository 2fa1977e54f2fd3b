"""A part that is more than its whole: 公开信息133条，其中部门动态674条."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from giadesk.checks.claims import is_of_each
from giadesk.checks.prose import lists_of
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.checks.sums import SumList
from giadesk.core.prose import plain


@check("P-PART", "verify", "文字中的分项不多于总数", "text")
def parts_within_whole(case: Case) -> Iterable[Finding]:
    """“其中”“包括”后面的分项，不应多于前面的总数。

    比较什么：“其中”“包括”、括号后面的每一个数，与它前面同一单位的总数；只举例的分项也比较；本年新增的信息与同一段的“历年累计”。
    为什么：一部分不能多于全部；多半是总数没有更新，或者分项写成了另一个口径。
    依据：公文数据一致的通行要求。
    不通过：全年公开信息133条，其中部门动态674条。
    通过：全年公开信息974条，其中部门动态674条。
    """
    for passage in passages(case):
        if passage.read.mentions:
            for one in lists_of(passage):
                if not one.backward:
                    yield from _exceeding(one, passage)
            if "历年" in passage.text or "历史" in passage.text:
                yield from _more_than_ever(passage)


_OF_ALL_YEARS = re.compile(
    r"(?:历年|历史)累计(?:主动)?公开(?:各类)?(?:政府|政务)?信息(?:总?数|总量|为|共)*|(?:历年|历史)累计(?:为|共)*"
)
_OF_THE_YEAR = re.compile(
    r"(?:20\d\d年度?|全年|本年度?|[我本全][镇乡局县区市]|共|新增|[，,])*(?:主动)?公开(?:各类)?(?:政府|政务)?信息(?:总?数|总量|为|共)*"
)


def _more_than_ever(passage: Passage) -> Iterator[Finding]:
    """2025年主动公开信息49条，历年累计公开38条: of all the years there cannot be less than of one."""
    told = [m for m in passage.read.mentions if m.token.is_exact and not m.depth]
    for ever in told:
        if not _OF_ALL_YEARS.fullmatch(ever.lead):
            continue
        year = next(
            (
                m
                for m in reversed(told)
                if m.start < ever.start
                and m.token.unit == ever.token.unit
                and _OF_THE_YEAR.fullmatch(m.lead)
            ),
            None,
        )
        if year is not None and year.token.value > ever.token.value:
            shown, total = year.token, ever.token
            yield Finding(
                code="P-PART",
                severity="verify",
                message=f"历年累计{total.text}，少于本年的{shown.text}",
                remedy="核对本年的数和累计的数",
                where=passage.place(ever.lead_start, ever.end),
                expected=f"≥{plain(shown.value)}",
                actual=plain(total.value),
                formula=f"{plain(total.value)} ＜ {plain(shown.value)}{shown.unit}",
                key=f"P-PART/{passage.section}/{ever.lead}{total.text}",
                figures=f"{plain(shown.value)}|{plain(total.value)}",
            )


_BOTH_SEEN = 80
"""Characters that a whole and its part may be apart to be shown as one: either may be the wrong one."""
_TOGETHER = re.compile(r"[和及与、].*(?:共|合计)|[两三四几]项")


def _exceeding(one: SumList, passage: Passage) -> Iterator[Finding]:
    whole = one.whole.token
    if whole.exactness not in ("exact", "under", "about") or whole.high is not None:
        return
    if is_of_each(one.whole):
        return  # 各培训1次，其中自办2次
    if whole.unit != one.parts[0].token.unit:
        return  # 58条，其中明白纸印了300份
    limit = whole.value + (0 if whole.is_exact else whole.step)
    wrong = [p for p in (*one.parts, *one.later) if p.token.value > limit]
    if not wrong or any(w.token.value >= wrong[0].token.value for w in one.wholes):
        return
    told = sum((w.token.value for w in one.wholes), Decimal(0))
    if len(one.wholes) > 1 and _TOGETHER.search(wrong[0].lead) and wrong[0].token.value <= told:
        return  # 予以公开10件，部分公开5件，…。其中予以公开和部分公开共15件: no whole was said
    start, end = wrong[0].lead_start, wrong[0].end
    for part in wrong[1:]:
        if len(passage.text[end : part.lead_start].strip(" ，,、；和及")) == 0:
            end = part.end
    first = one.whole.clause
    if one.whole.end <= start and end - first <= _BOTH_SEEN:
        start = first
    shown = "、".join(plain(p.token.value) + p.token.unit for p in wrong)
    yield Finding(
        code="P-PART",
        severity="verify",
        message=f"作为分项的{shown}，多于总数{plain(whole.value)}{whole.unit}",
        remedy="核对总数和分项；口径不同的，不要写在“其中”之后",
        where=passage.place(start, end),
        expected=f"≤{plain(whole.value)}",
        actual="、".join(plain(p.token.value) for p in wrong),
        formula=f"{shown} ＞ {plain(whole.value)}{whole.unit}",
        key=f"P-PART/{passage.section}/{passage.text[start:end]}",
        figures=f"{plain(whole.value)}|{shown}",
    )
