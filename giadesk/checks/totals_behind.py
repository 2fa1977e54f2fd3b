"""Lists whose total stands behind them: 甲类6条，乙类7条，……，总计13条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from giadesk.checks.claims import STAFF, adds_up_with, are_joined, counts_the_same, is_of_each
from giadesk.checks.reading import Mention, Sentence
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
    sentence: Sentence, before: Sentence | None, found: Sequence[SumList]
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
        if len(run) < (2 if strong or staff else 3) or any(
            r.start in used or is_of_each(r) or r.token.value > mention.token.value for r in run
        ):
            continue
        if not strong and not all(_SHARED_KIND.search(r.lead) for r in run) and not staff:
            continue
        if any(VERB.match(r.lead[:40]) for r in run[1:]) or adds_up_with(
            filter(usable, earlier), run, mention
        ):
            continue
        yield SumList((mention,), tuple(run), "complete", channels=False, backward=True)
