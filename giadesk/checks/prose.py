"""Figures inside the prose: sums of lists.

Prose against tables is in `giadesk.checks.tables`, shares are in `giadesk.checks.shares`, parts beyond
their whole in `giadesk.checks.parts`. A mark must mean something: where a list claims no completeness,
a label is not understood or a figure is rounded, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from giadesk.checks.bare_lists import bare_lists
from giadesk.checks.claims import is_other
from giadesk.checks.fitting import fits_somehow
from giadesk.checks.listed import listed
from giadesk.checks.lists import lists_in
from giadesk.checks.nested_lists import nested_lists
from giadesk.checks.reading import Mention, Passage, Sentence, Text, passages
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.summed import added_to_earlier, summed
from giadesk.checks.sums import ITEMS, SumList
from giadesk.checks.told import amount, links
from giadesk.core.prose import plain
from giadesk.core.quantities import Token

_NEAR = {2: Decimal("0.99"), 3: Decimal("0.9"), 4: Decimal("0.85")}
"""What share of the whole so many parts make, where without claiming to be all they are meant to be:
two are more often but examples; the more there are, the less can have been left out on purpose."""

_MANY = 4
"""So many parts are told to be added up."""
_NEAR_OF_MANY = Decimal("0.8")

_CHANNEL_EXCESS = Decimal("0.1")
"""Channels may add up to more than the whole, as one item may be published in several; a little more
is rather a slip."""

_COUNTED_ONCE = re.compile(
    r"同一|同时(?:归|计|列)入|兼[属跨]|同属|交叉|相同信息|重复(?!申请)|去重|只计|计1条|计一条|[并兼]用|同时(?:采|使|运)用"
)
"""Said where the parts are counted in full and the whole is not."""


def lists_of(passage: Passage) -> tuple[SumList, ...]:
    """The lists that a paragraph claims, in reading order."""
    return passage.recall(lists_in, passage.read)


@check("P-LIST-SUM", "verify", "文字中各分项之和等于总数", "text", "figures", "about")
def list_sums(case: Case) -> Iterable[Finding]:
    """文字中列出的各分项，加起来应等于所说的总数。

    比较什么：同一句（或紧接的一句）里，“其中”“分别为”“包括”、冒号、括号后面的各分项与前面的总数，或者先列分项、后写“总计”“共计”的；没有写“其中”，而逐期逐季列举、按提交方式或申请人列举、写明完成几件剩余几件的，并列的几项同属一类、相加与前面的数相差无几的；“这两类共”“加上几条合计”的总数；分项列在另一段、以“其他”结尾的，与前文同一事项的总数比较。只举例的（“等”）、约数、同一条信息可以在几个渠道公开而超过总数的，不指出；其中一项与表格不符、按表格的数相加正好的，只由“文字中的数与表格一致”指出那一项。
    为什么：分项之和与总数不符，读者一加就知道，是公开后最常被指出的差错。
    依据：GB/T 15835-2011；公文数据一致的通行要求。
    不通过：全年公开信息58条，其中政策法规类20条、业务工作类30条、其他类7条。
    通过：全年公开信息58条，其中政策法规类20条、业务工作类30条、其他类8条。
    """
    for passage in passages(case):
        if not passage.read.mentions:
            continue
        bare, nested = passage.recall(_unopened, passage.read)
        opened = lists_of(passage)
        used = {p.start for one in opened for p in one.parts} if bare else set()
        told: set[str] = set()
        for one in (*opened, *(b for b in bare if b.parts[0].start not in used), *nested):
            finding = _judge_sum(one, passage)
            if finding is not None and finding.key not in told:
                told.add(finding.key)
                yield from _by_the_tables(finding, one, passage, case)
    yield from _distant_lists(case)


def _unopened(text: Text) -> tuple[tuple[SumList, ...], tuple[SumList, ...]]:
    return (*bare_lists(text), *listed(text), *summed(text)), nested_lists(text)


def _by_the_tables(
    finding: Finding, one: SumList, passage: Passage, case: Case
) -> Iterator[Finding]:
    """The finding on a sum, where the tables tell which of its figures is wrong.

    A part that differs from its table, with whose figure the list adds up, is what P-TABLE speaks of:
    no finding. A whole that is the table's is not to be changed alone: the finding is on the whole list.
    """
    whole = one.whole.token.value
    linked = {link.mention.start: link for link in links(case, passage)}

    def told(mention: Mention) -> Iterator[Decimal]:
        link = linked.get(mention.start)
        for reading in link.readings if link else ():
            value = amount(reading, case.figures)
            if value is not None:
                yield value

    if any(one.sum - p.token.value + right == whole for p in one.parts for right in told(p)):
        return
    if whole in told(one.whole):
        start = min(one.whole.clause, one.parts[0].lead_start)
        end = max(one.whole.end, one.parts[-1].end)
        finding = _swapped(_sum_finding(one, passage, start, end), whole, one.sum)
    yield finding


def _in_any_unit(one: SumList) -> SumList:
    """102篇，其中动态53条，概况1篇，财政资金7篇…: what is published is counted in any of these.

    Only where the parts so come to a little more than the whole, or leave nothing over (其他); else
    what they lack may be left out.
    """
    items = [o for o in one.others if o.token.unit in ITEMS]
    if one.whole.token.unit not in ITEMS or one.channels or one.sum == one.whole.token.value:
        return one
    if not items or len(one.parts) + len(items) < _MANY:
        return one
    parts = tuple(sorted((*one.parts, *items), key=lambda m: m.start))
    merged = one._replace(parts=parts, others=())
    whole = one.whole.token.value
    if whole < merged.sum <= whole * (1 + _CHANNEL_EXCESS):
        return merged
    return merged if one.claim == "complete" and merged.names_others else one


def _is_counted_once(one: SumList, passage: Passage) -> bool:
    """Whether it is said, from the list's sentence to the one behind it, that an item counts once only."""
    text = passage.text
    start = text.rfind("。", 0, one.whole.start) + 1
    end = text.find("。", text.find("。", one.parts[-1].end) + 1)
    return (
        _COUNTED_ONCE.search(text, start, end if end > one.parts[-1].end else len(text)) is not None
    )


def _judge_sum(one: SumList, passage: Passage) -> Finding | None:
    one = _in_any_unit(one) if one.others else one
    whole, total = one.whole.token, one.sum
    tokens = [whole, *(p.token for p in one.parts)]
    if len(one.parts) > 1 and _is_more(one) and not _is_counted_once(one, passage):
        return _sum_finding(one, passage, one.whole.clause, one.whole.end)
    if len(one.parts) < 2 or not all(t.is_exact or _is_money(t) for t in tokens):
        return None
    slack = sum((_grain(t) for t in tokens if t.rounded), Decimal(0)) / 2
    if slack and abs(total - whole.value) <= slack:
        return None
    if slack and total < whole.value and one.claim != "complete":
        return None
    if any(w.token.value == total for w in one.wholes) or fits_somehow(one, passage):
        return None
    value = whole.value
    most = max(p.token.value for p in one.parts)
    apart = total > value and (
        all(_ENDED.search(p.lead) for p in one.parts) or _holds_a_class_as_large(one)
    )
    if not one.backward and (
        most > value or (most == value and one.claim != "complete" and not apart)
    ):
        return None  # a part that exceeds the whole is another check's; an equal one restates it
    if total < value:
        if one.claim == "examples" or one.others:
            return None
        near = total >= value * _NEAR.get(len(one.parts), _NEAR_OF_MANY)
        if not near and (one.claim == "likely" or (one.open_end and not one.names_others)):
            return None
    else:
        overlap = one.channels and total > value * (1 + _CHANNEL_EXCESS)
        if overlap or _is_counted_once(one, passage):
            return None
    return _sum_finding(one, passage, one.whole.clause, one.whole.end)


_A_CLASS = re.compile(r"(?:动态|公告|公示|文件|法规|财政|人事|规划)[^，。；、]{0,4}$|类(?:信息)?$")


def _holds_a_class_as_large(one: SumList) -> bool:
    """972条，其中机构职能3条，决策公开1条，年报1条，政务动态972条: it is one of the classes, no total."""
    value = one.whole.token.value
    equal = [p for p in one.parts if p.token.value == value]
    others = sum(1 for p in one.parts if 0 < p.token.value < value)
    return (
        len(equal) == 1
        and others >= _MANY - 1
        and not one.channels
        and _A_CLASS.search(equal[0].lead) is not None
    )


_ENDED = re.compile(r"(?:维持|纠正|驳回|撤回|尚?未审结|胜诉|败诉|撤诉)(?:的|为|有)?$")
"""How cases ended, each in one way."""


def _is_more(one: SumList) -> bool:
    """134条，其中甲类60余条，乙类73条，丙类3条: however few the 余 stands for, the parts are more."""
    whole = one.whole.token
    vague = [p for p in one.parts if p.token.exactness == "over"]
    return (
        whole.is_exact
        and bool(vague)
        and all(p.token.is_exact or p in vague for p in one.parts)
        and not (one.channels or one.loose or one.others)
        and one.sum > whole.value
        and max(p.token.value for p in one.parts) < whole.value
        and all(w.token.value < one.sum for w in one.wholes)
    )


def _is_money(token: Token) -> bool:
    """Whether it is so much money, if in 万元: nobody rounds what is added up."""
    return token.unit == "元" and token.exactness == "exact" and token.high is None


def _grain(token: Token) -> Decimal:
    """What one in the last written place is worth: 1.2万 is so many 0.1万."""
    decimals = re.search(r"\.(\d+)", token.text)
    scale = Decimal(10**8 if "亿" in token.text else 10**4)
    return scale.scaleb(-len(decimals[1])) if decimals else scale


def _sum_finding(one: SumList, passage: Passage, start: int, end: int) -> Finding:
    whole, unit = one.whole.token, one.whole.token.unit
    per, unit = (Decimal(10**4), f"万{unit}") if whole.rounded else (Decimal(1), unit)
    value, total = plain(whole.value / per), plain(one.sum / per)
    terms = "＋".join(plain(p.token.value / per) for p in one.parts)
    gap = plain(abs(whole.value - one.sum) / per)
    mends: tuple[Mend, ...] = ()
    if not whole.rounded:
        mends = passage.mends(whole.start, whole.number_end, total, f"总数改为{total}")
    return Finding(
        code="P-LIST-SUM",
        severity="verify",
        message=f"各分项之和为{total}{unit}，与总数{value}{unit}相差{gap}{unit}",
        remedy="核对总数和各分项；分项没有列全的，写明“等”或者写明情况",
        where=passage.place(start, end),
        expected=total,
        actual=value,
        formula=f"{terms}＝{total} ≠ {value}",
        key=f"P-LIST-SUM/{passage.section}/{passage.text[start:end]}",
        figures=f"{value}|{terms}",
        mends=mends,
    )


# --- a list whose whole stands in an earlier paragraph ---------------------------------------------

_INTRODUCED = re.compile(r"主要类别|分类情况|类别|分类|分别|如下|内容[有为包括]|包括|其中|[:：]")
_PUBLISHED = re.compile(r"(?:主动)?公开[^，。]{0,6}信息")
_CLASS = re.compile(r"类(?:信息)?$")
_PART_WHOLE = re.compile(r"网站|微信|微博|公众号|平台|渠道|专栏|公开栏|[各区县市]直?乡?[镇村]|部门")


def _distant_lists(case: Case) -> Iterator[Finding]:
    """甲类594条，…，其他信息946条 in a paragraph after 主动公开政府信息2543条."""
    wholes: list[tuple[str, Mention]] = []
    last: Passage | None = None
    for passage in passages(case):
        if not passage.read.mentions:
            continue
        if last is not None and passage.section == last.section:
            added = added_to_earlier(passage.read, last.read)
            if added is not None:
                yield _sum_finding(added, passage, added.whole.clause, added.whole.end)
        last = passage
        facts = passage.recall(_list_facts, passage.read, lists_of(passage))
        for run, before in facts:
            if run:
                near = [*wholes, *((passage.section, m) for m in before)]
                finding = _against_earlier(run, near, passage)
                if finding is not None:
                    yield finding
            wholes.extend((passage.section, m) for m in before)


def _list_facts(
    text: Text, lists: tuple[SumList, ...]
) -> tuple[tuple[tuple[Mention, ...], tuple[Mention, ...]], ...]:
    """For each sentence: a complete list without a whole of its own, and what can be a whole."""
    used = {p.start for one in lists for p in (*one.parts, *one.wholes)}
    facts = []
    for sentence in text.sentences:
        run = _complete_run(sentence, used)
        introduced = bool(run) and all(
            pattern.search(run[0].before) for pattern in (_INTRODUCED, _PUBLISHED)
        )
        wholes = tuple(m for m in sentence.mentions if _is_whole(m))
        if introduced or wholes:
            facts.append((tuple(run) if introduced else (), () if introduced else wholes))
    return tuple(facts)


def _is_whole(mention: Mention) -> bool:
    return (
        not mention.depth
        and "公开" in mention.lead
        and mention.token.is_exact
        and _PUBLISHED.search(mention.lead) is not None
        and _PART_WHOLE.search(mention.lead) is None
    )


def _complete_run(sentence: Sentence, used: set[int]) -> list[Mention]:
    """The sentence's quantities where they are one list, of four that end with 其他 or of classes."""
    run = [m for m in sentence.mentions if not m.depth and not m.token.is_share]
    if len(run) < 3 or any(m.start in used or not m.token.is_exact for m in run):
        return []
    if len({m.token.unit for m in run}) != 1:
        return []
    rest = len(run) > 3 and is_other(run[-1].lead)
    by_class = len(run) > _MANY and "类别" in run[0].before
    return run if rest or by_class or all(_CLASS.search(m.lead) for m in run) else []


def _against_earlier(
    run: tuple[Mention, ...], wholes: list[tuple[str, Mention]], passage: Passage
) -> Finding | None:
    unit = run[0].token.unit
    near = [m for s, m in wholes if s == passage.section and m.token.unit == unit]
    total = sum((m.token.value for m in run), Decimal(0))
    if not near or any(m.token.value == total for m in near):
        return None
    whole = max(near, key=lambda m: m.token.value)
    if total < whole.token.value and not is_other(run[-1].lead):
        return None
    if not total / 2 <= whole.token.value <= total * 2:
        return None
    one = SumList((whole,), run, "complete", channels=False)
    finding = _sum_finding(one, passage, run[0].lead_start, run[-1].end)
    return _swapped(finding, whole.token.value, total)


def _swapped(finding: Finding, whole: Decimal, total: Decimal) -> Finding:
    """The finding on the list itself rather than on its whole, which stands elsewhere."""
    return msgspec.structs.replace(finding, expected=plain(whole), actual=plain(total), mends=())
