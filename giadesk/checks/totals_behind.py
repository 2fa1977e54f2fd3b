"""Lists whose total stands behind them: 甲类6条，乙类7条，……，总计13条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from giadesk.checks.claims import (
    STAFF,
    Claim,
    adds_up_with,
    are_joined,
    counts_the_same,
    is_of_each,
)
from giadesk.checks.reading import Mention, Sentence, Text
from giadesk.checks.summed import pointer
from giadesk.checks.sums import VERB, SumList, usable

_TOTAL = re.compile(r"总计|合计|共计|总共|总数|总量|总条数|累计达?|^共|[，,]?共[^同享]|一共|共$")
_MAY_TOTAL = re.compile(r"[总合共累]")
_STRONG_TOTAL = re.compile(r"总计|合计|共计|总共|一共")
_SHARED_KIND = re.compile(r"(类信息|类|方面|渠道|领域|方式)$")

_NEXT_ITEM = re.compile(r"[；;]\s*[一二三四五六七八九十]是")
"""三是在日报刊登45条；四是在公开栏公开各类信息合计298条: of the fourth alone."""
_SHORT = 6
"""With more words of its own before its total a sentence tells of something else than the one before."""


def backward(
    sentence: Sentence, before: Sentence | None, found: Sequence[SumList], whole_text: Text
) -> Iterator[SumList]:
    """Parts first, then their total: 甲类6条，乙类7条，……，总计13条."""
    if not _MAY_TOTAL.search(sentence.text):
        return
    since = before.start if before else sentence.start
    used = {p.start for one in found for p in one.parts if p.start >= since}
    for place, mention in enumerate(sentence.mentions):
        if mention.depth or not _TOTAL.search(mention.lead) or not usable(mention):
            continue
        if _NEXT_ITEM.search(mention.before):
            continue
        run: list[Mention] = []
        earlier = sentence.mentions[:place]
        own = sentence.text[: mention.lead_start - sentence.start].strip()
        if not (earlier or len(own) > _SHORT) and before and _STRONG_TOTAL.match(mention.lead):
            earlier = before.mentions
        for other in reversed(earlier):
            if other.depth or not counts_the_same(other, mention):
                continue
            if "其中" in other.before and "其中" in re.split("[，,；;]", other.before)[-1]:
                run.clear()  # they are parts of another whole
                break
            if not usable(other) or _TOTAL.search(other.lead):
                break
            run.append(other)
            if "；" in other.before:
                break
        run.reverse()
        strong = _STRONG_TOTAL.search(mention.lead) is not None or are_joined(run, mention)
        staff = mention.lead == "共" and all(STAFF.search(r.lead) for r in run)
        halves = len(run) == 2 and _is_near(run, mention)
        if len(run) < (2 if strong or staff or halves else 3) or any(
            r.start in used or is_of_each(r) or r.token.value > mention.token.value for r in run
        ):
            continue
        if (
            not (strong or halves)
            and not all(_SHARED_KIND.search(r.lead) for r in run)
            and not staff
        ):
            continue
        if pointer(mention, whole_text.text) is not None:
            continue  # 前两类共105条
        if any(VERB.match(r.lead[:40]) for r in run[1:]) or adds_up_with(
            filter(usable, earlier), run, mention
        ):
            continue
        listed = (
            sentence.text[run[-1].end - sentence.start :] if run[-1].start >= sentence.start else ""
        )
        claim: Claim = "examples" if listed.startswith("等") else "complete"
        yield SumList((mention,), tuple(run), claim, channels=False, backward=True)


_HALVES = re.compile(r"[上下]半年|线[上下]|[男女]|[城乡]|[镇村市县区省乡]级|[内外]$")


def _is_near(run: Sequence[Mention], total: Mention) -> bool:
    """上半年210条，下半年260条，全年共480条: two halves, and their total but for a slip."""
    told = sum(m.token.value for m in run)
    return all(_HALVES.search(m.lead) for m in run) and abs(total.token.value - told) * 10 <= told
