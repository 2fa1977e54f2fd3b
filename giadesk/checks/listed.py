"""Lists that nothing opens: 回应留言49条，咨询类29条、投诉类14条、建议类6条.

Quantities beside each other need not be parts of the one before them. They are taken for parts where
their labels are of one kind and they come to nearly as much as what stands before them; a list that adds
up with anything told nearby, stages of one matter (收到、答复、公开) and ways of publishing are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giadesk.checks.claims import PAIRS, is_channel, is_of_each, is_other
from giadesk.checks.reading import Mention, Text
from giadesk.checks.sums import TRIGGER, SumList, usable

_NEAR = Decimal("0.12")
"""By what share of the whole a list may miss it that is meant to make it; of two parts, and of labels
that have nothing in common, less."""
_NEAR_OF_TWO = Decimal("0.05")
_ENOUGH = 20
"""Two parts of a smaller whole come near it by chance."""
_FEW = 5
_LESS = Decimal("0.9")
_BETWEEN = re.compile(r"[^，,、；;。：:（(]{0,8}[）)]*[，,、；;和及与][^，,、；;。：:（(]{1,14}")
_NO_LABEL = re.compile(
    r"共|[合总]计|总[数量]|同比|[比较超]|增|减|新|累计|平均|均|每|另|还|此外|历年|上年|去年|结转|年[初末底]|现有|有效|其中|最|以上|剔除|去重|涉及|重复|阅读|点击|[多少]$"
)
_STAGE = re.compile(
    r"(?:公开|发布|发放|收回|回收|办结|办理|答复|回复|采纳|采用|受理|收到|满意|完成|整改|参加|参训|推送|转发|报送|录用|审核|征集|解决|制作|印发|更新|接听|按[时期]\S*)(?:了|的)?$"
)
_SPLIT = re.compile(
    r"当场|当面|现场|即时|直接|立即|正在|尚在|在办|未|待|转[办交接]|移[交送]|其[余他它]|剩|余"
)
"""What is told by such words of one matter makes all of it."""


def listed(text: Text) -> Iterator[SumList]:
    """The lists with their wholes, in the order of the text."""
    for sentence in text.sentences:
        if len(sentence.mentions) > 2 and _comes_near(sentence.mentions):
            for run in _runs(sentence.mentions):
                yield from _with_whole(run, text)


def _comes_near(mentions: Sequence[Mention]) -> bool:
    """Whether some figures come nearly to the one before them: sooner told than by their words."""
    units = [m.token.unit for m in mentions]
    if not any(a == b == c for a, b, c in zip(units, units[1:], units[2:], strict=False)):
        return False
    values = [float(m.token.value) for m in mentions]
    for place, whole in enumerate(values[:-2]):
        total, unit, at = values[place + 1], units[place], place + 1
        if units[at] != unit or total >= whole or whole < _FEW:
            continue
        most = max(whole * 1.12, whole + 1)
        for at in range(place + 2, len(values)):
            if units[at] != unit or values[at] >= whole:
                break
            total += values[at]
            if total > most:
                break
            if total >= whole * 0.9 and total != whole:
                return True
    return False


def _goes_on(last: Mention, mention: Mention) -> bool:
    return (
        mention.depth == last.depth
        and mention.token.unit == last.token.unit
        and _BETWEEN.fullmatch(mention.before) is not None
        and _may_be_part(mention)
    )


def _may_be_part(mention: Mention) -> bool:
    return (
        mention.token.is_exact
        and usable(mention)
        and bool(mention.lead)
        and _NO_LABEL.search(mention.lead) is None
        and not is_of_each(mention)
    )


def _runs(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The longest runs of quantities of one unit that only a mark and a short label part."""
    run: list[Mention] = []
    for mention in mentions:
        if run and _goes_on(run[-1], mention):
            run.append(mention)
            continue
        if len(run) > 1:
            yield run
        run = [mention] if mention.token.is_exact and usable(mention) else []
    if len(run) > 1:
        yield run


def _with_whole(run: list[Mention], text: Text) -> Iterator[SumList]:
    first = run[0]
    if TRIGGER.search(first.before) is not None or len(run) < 3:
        return
    if (
        "、" in run[1].before
        or run[1].before[:1] in "；;和及与"
        or first.lead[:2] == run[1].lead[:2]
    ):
        return  # 优秀22所、良好15所、待整改3所: it is one of them
    if first.token.value <= max(m.token.value for m in run[1:]):
        return
    one = _judged(first, run[1:], text)
    if one is not None:
        yield one


def _judged(whole: Mention, parts: list[Mention], text: Text) -> SumList | None:
    """The list where it is meant to make the whole and does not."""
    value = whole.token.value
    total = Decimal(0)
    for part in parts:
        total += part.token.value
        if total == value:
            return None  # what follows divides it in another way
    gap = abs(total - value)
    labels = [p.lead for p in parts]
    if parts[-1].tail.startswith("等") or not _is_one_kind(labels):
        return None
    near = _NEAR if len(parts) > 2 else _NEAR_OF_TWO
    if gap > max(value * near, Decimal(len(parts) > 2)) or total < value * _LESS:
        return None
    if len(parts) == 2 and value < _ENOUGH:
        return None
    if total > value and any(is_channel(label) for label in (*labels, whole.lead)):
        return None
    if _is_told(total, gap, whole, parts, text):
        return None
    return SumList((whole,), tuple(parts), "complete", channels=False)


def _is_told(
    total: Decimal, gap: Decimal, whole: Mention, parts: Sequence[Mention], text: Text
) -> bool:
    """Whether the sum, or what it lacks, is told of something else nearby."""
    for other in text.mentions:
        if other.token.unit != whole.token.unit or other is whole or other in parts:
            continue
        if other.token.value in (total, gap, total + whole.token.value):
            return True
    return False


def _is_one_kind(labels: Sequence[str]) -> bool:
    """Whether the labels tell kinds of one thing, and no stages that it goes through."""
    if len(set(labels)) < len(labels) or not all(labels):
        return False
    if any(_SPLIT.search(label) for label in labels):
        return True
    if any(_STAGE.search(label) for label in labels):
        return False
    names = list(labels[:-1]) if is_other(labels[-1]) and len(labels) > 2 else list(labels)
    if any(all(pattern.search(label) for label in names) for pattern in PAIRS):
        return True
    alike = len({n[-1] for n in names}) == 1 or len({n[0] for n in names}) == 1
    lengths = [len(n) for n in names]
    return alike or (
        max(lengths) <= 6 and max(lengths) - min(lengths) <= (1 if len(names) > 2 else 0)
    )
