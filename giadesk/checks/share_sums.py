"""Shares of one whole that are said side by side: together they make all of it, never more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from giadesk.checks.claims import is_channel, is_other
from giadesk.checks.proportion import fits_any
from giadesk.checks.rates import WHOLE_SHARE, is_share, share_finding
from giadesk.checks.reading import Mention, Passage, Sentence
from giadesk.checks.registry import Finding
from giadesk.core.prose import plain

_COUNTED_ONCE = re.compile(r"首次|归类|只计一次|不重复|剔重|去重")
"""Each item counts in one way of publishing only."""
_OF = re.compile(r"(?:占比?|比例|比重)(?P<of>[^，。；、\d]{0,8}?)(?:为|达到?|约|近|的|[：:\s])*$")
_OVERLAPS = re.compile(r"其中|还|同时|另外?|此外|并|也|又|均|都")  # 占100%；42条还在微信推送


def together(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """Shares of one whole, said side by side, that come to more than it, or to less with 其他."""
    run: list[Mention] = []
    labels: list[str] = []
    counted: list[Mention] = []
    of: str | None = None
    label = ""
    before: Mention | None = None
    for mention in sentence.mentions:
        if mention.token.unit != "%":
            label, before = mention.lead, mention
            continue
        if "之和" in mention.lead or "合计" in mention.lead:
            continue
        match = _OF.search(mention.lead)
        if match is None or not mention.token.is_exact:
            return
        if run and _OVERLAPS.search(passage.text, run[-1].end, mention.start):
            return
        if of is not None and match["of"] != of:
            return
        of = match["of"]
        run.append(mention)
        labels.append(mention.lead[: match.start()] or label)
        if before is not None:
            counted.append(before)
        label, before = "", None
    if len(run) < 2:
        return
    total, slack = _total(run)
    if abs(total - WHOLE_SHARE) <= slack:
        if len(counted) == len(run):
            yield from _each_of_all(counted, run, passage)
        return
    if len(counted) == len(run) > 2:
        odd = list(_each_of_all(counted, run, passage))
        if len(odd) == 1:
            yield odd[0]  # of what all of them come to, but for this one
            return
    once = _COUNTED_ONCE.search(sentence.text) is not None
    if any(is_channel(name) for name in labels) and not once:
        return  # one item may be published in several ways
    complete = len(run) > 2 and is_other(labels[-1])
    if total <= WHOLE_SHARE + slack and not (complete and total < WHOLE_SHARE - slack):
        return
    yield _not_whole(run, total, passage)


def _total(shares: Sequence[Mention]) -> tuple[Decimal, Decimal]:
    """What they come to, and by how much rounding may move that."""
    total = sum((s.token.value for s in shares), Decimal(0))
    return total, sum((min(s.token.step, Decimal(1)) for s in shares), Decimal(0))


def _not_whole(run: Sequence[Mention], total: Decimal, passage: Passage) -> Finding:
    start, end = run[0].lead_start, run[-1].end
    terms = "＋".join(plain(m.token.value) for m in run)
    return Finding(
        code="P-PERCENT",
        severity="verify",
        message=f"各项占比相加为{plain(total)}%，不是100%",
        remedy="核对各项的百分数",
        where=passage.place(start, end),
        expected="100",
        actual=plain(total),
        formula=f"{terms}＝{plain(total)}%",
        key=f"P-PERCENT/{passage.section}/{passage.text[start:end]}",
        figures=terms,
    )


def beyond_all_in_turn(shares: tuple[Mention, ...], passage: Passage) -> Iterator[Finding]:
    """四类占比依次为52.4%、21.6%、18.9%和9.1%: more than the whole together."""
    total, slack = _total(shares)
    if len(shares) > 2 and total > WHOLE_SHARE + slack and all(s.token.is_exact for s in shares):
        yield _not_whole(shares, total, passage)


def _each_of_all(counted: list[Mention], run: list[Mention], passage: Passage) -> Iterator[Finding]:
    """Shares that make the whole are each of the sum of what they are said of."""
    if len({m.token.unit for m in counted}) > 1 or not all(m.token.is_exact for m in counted):
        return
    whole = sum((m.token.value for m in counted), Decimal(0))
    pairs = list(zip(counted, run, strict=True))
    told = [m for m in passage.read.mentions if m.start < counted[0].start]
    wrong = [
        (m, s)
        for m, s in pairs
        if not is_share(m.token.value, whole, s.token) and not fits_any(m, s, told)
    ]
    if len(wrong) > 2:
        return  # of something else
    everything = replace(counted[0].token, value=whole, text=plain(whole) + counted[0].token.unit)
    for part, share in wrong:
        yield share_finding(part, share, everything, passage)
