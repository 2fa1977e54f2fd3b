"""Readings of a list that add up where its parts alone do not: what follows, a part told twice, 结转.

The benevolent reader's side of `giadesk.checks.prose`: a list is shown only where none of them fits.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from giadesk.checks.claims import is_channel
from giadesk.checks.reading import Passage
from giadesk.checks.sums import SumList

_APART = re.compile(r"依申请|共|转载")
"""公开33条，其中甲3条；乙30条；依申请公开信息共28条: the last has a total of its own."""


_OUTCOME = re.compile(
    r"^(?:予以公开|部分公开|不予公开|无法提供|不予处理|其[他它]处理|结转)(?:的|共|了|为|[：:])*$"
)


_CARRIED_ON = re.compile(r"(?:结转|转|顺延)[至到入]?(?:下|次|明)")


_BOTH = re.compile(r"都|同时|重复|交叉|均")
_LEFT = re.compile(r"剩|余|尚|未|在办")


def _fits_with_more(one: SumList, passage: Passage) -> bool:
    """Whether the list comes to its whole with what goes on behind it.

    That is one more of the same in the sentence that follows (其他240条。互联网平台170条), or in its
    own sentence what is counted in another unit (图文58条、发布会5次、访谈1次).
    """
    last, whole = one.parts[-1], one.whole.token
    behind = [
        m
        for m in passage.read.mentions
        if m.start > last.start and m.depth == last.depth and not m.token.is_share
    ]
    behind_it = (m for m in passage.read.mentions if m.start > last.start)
    inside = next((m for m in behind_it if m.token.unit == whole.unit), None)
    if inside is not None and inside.depth > last.depth:
        twice = _BOTH.search(passage.text, last.end, inside.start)
        return twice is not None and one.sum - inside.token.value == whole.value  # （都用的30条）
    running = one.sum
    for mention in behind:
        if mention.sentence > last.sentence or mention.before[:1] not in ("、", "，"):
            break
        running += mention.token.value
        if running == whole.value:
            return True
    more = next((m for m in behind if m.token.unit == whole.unit), None)
    return (
        more is not None
        and more.sentence == last.sentence + 1
        and one.sum + more.token.value == whole.value
        and not _LEFT.search(more.lead)
    )


def fits_somehow(one: SumList, passage: Passage) -> bool:
    """Whether a reading that a benevolent reader would choose adds up."""
    value, text = one.whole.token.value, passage.text
    if one.sum in one.said or _fits_with_more(one, passage):
        return True
    if any(
        q.token.value == p.token.value
        and one.sum - q.token.value == value
        and "其中" in text[p.end : q.start]
        for p, q in pairwise(one.parts)
    ):
        return True  # 新媒体392条，其中微信1个、发布392条；报刊3914条: told once more
    values = [p.token.value for p in one.parts]
    if (
        one.claim != "complete"
        and _LEFT.search(one.parts[-1].lead)
        and any(
            values[at] == sum(values[at + 1 :]) and sum(values[: at + 1]) <= value
            for at in range(len(values) - 2)
        )
    ):
        return True  # 1043件，其中可以公开215件，已录88件，剩余127件: of the 215
    if any(
        one.sum - part.token.value == value and part.before[:1] == "，" and "；" in after.before[:1]
        for part, after in pairwise(one.parts)
    ):
        return True  # 访谈2次，局长参加1次；回应6次: one of the two
    kept = [p.token.value for p in one.parts if not _CARRIED_ON.search(p.lead)]
    if len(kept) < len(one.parts) and sum(kept, Decimal(0)) == value:
        return True  # 办结66件，其中予以公开66件，结转下年度7件
    if len(one.parts) > 1 and all(_OUTCOME.search(m.lead) for m in (one.whole, one.parts[1])):
        return True  # 无法提供146件，其中不掌握138件；不予处理23件: that stands beside the whole
    running = Decimal(0)
    items = (*one.parts, *one.behind)
    for place, part in enumerate(items):
        if place > 1 and running == value:
            marks = {p.before[:1] for p in items[1:place]}
            ways = all(is_channel(p.lead) for p in items[:place]) and not is_channel(part.lead)
            if part.before[:1] not in marks or ways or _APART.search(part.lead):
                return True  # another mark, or no way of publishing: it is no part any more
            rest = sum((p.token.value for p in items[place:]), Decimal(0))
            if rest == items[place - 1].token.value and not ways:
                return True  # they are the last part's own parts
        running += part.token.value
        if running == value and place and place == len(one.parts) - 2 and one.sum * 10 > value * 13:
            return True  # 45人，其中男28人，女17人，党员30人: divided once more
        if place >= len(one.parts) and running == value:
            return True
    if one.others and one.sum + sum((o.token.value for o in one.others), Decimal(0)) == value:
        return True
    earlier = [w.token.value for w in one.wholes]
    if len(earlier) > 1 and one.sum == sum(earlier[:2], Decimal(0)):
        return True
    return bool(one.loose)  # parts of a part: which belong to the whole is not said for sure
