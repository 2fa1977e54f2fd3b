"""Shares with a part or a whole further off: 财务类占总数的32.4%, 占12%（24条）, 两类共92条，占总数的四成.

The part is beside the share, in brackets behind it, or named with it. A share is wrong where it follows
from no quantity of the paragraph or of those before it, and the whole that is meant is sure: 总数 is
said, the part is in a list, or another share of the sentence follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.fractions import in_range, sentences_with_fractions
from giadesk.checks.rates import is_share, share_finding
from giadesk.checks.reading import Mention, Passage, Sentence
from giadesk.checks.registry import Finding
from giadesk.checks.sums import usable
from giadesk.core.quantities import Token

_OF = re.compile(
    r"(?P<name>[^，,。；;：:、（）()\d]*?)(?:所占)?(?:占(?:比|到|了)?|(?:比例|比重|占比)[是为达]?)(?P<of>[^，。；、\d]*?)(?:的比[例重])?(?:的|为|达到?|约|近|是|[：:])*$"
)
_GENERIC = re.compile(
    r"(?:了|到)?(?:全年|本年度?|年度|今年)?(?:全部|所有|(?:主动)?公开|发布|信息|政府信息|政务信息|申请|(?:[两二三四五六七八]类))*(?:的|信息|件数|条数|数量|总数|总量|总体|总条数|总件数|全部|公开总[量数]|数|量)*"
)
_KINDS = re.compile(r"[两二三四五六七八](?:大?类|项|部分)")
_ALL = re.compile(r"总|全部|所有")
_BEHIND = re.compile(r"^(?:（|\()(?:共|计|即|为|约)*$|^[，,](?:计|共计?|即|为|合计)$")
_NAME_ENDS = re.compile(r"(?:类?信息|类|发布量|数量|条数|一项|申请|渠道|方式)$")
_NAME_BEGINS = re.compile(r"^(?:其中|而|来自|通过|以|仅|单|，)+")
_TOTAL_LIKE = re.compile(r"公开|发布|共|总|合计|收到|受理|新增|更新|办结|接待|办理")
_NEAREST = 40


class _Pair(NamedTuple):
    part: Mention
    share: Mention
    of: str


def shares_of_named(
    passage: Passage, known: Mapping[int, Mention], before: Sequence[Mention]
) -> Iterator[Finding]:
    """known: the wholes of the paragraph's lists by where their parts begin; before: what the paragraphs
    before it told."""
    text = passage.read
    said = [m for m in text.mentions if m.token.is_exact and usable(m)]
    for sentence in sentences_with_fractions(text):
        if (
            "占" not in sentence.text
            and "比例" not in sentence.text
            and "比重" not in sentence.text
        ):
            continue
        pairs = list(_pairs(sentence, said))
        if not pairs:
            continue
        others = [*before, *said]
        wrong = [p for p in pairs if not _follows(p, others, known.get(p.part.start))]
        for pair in wrong:
            so_far = [*before, *(m for m in said if m.end <= pair.share.start)]
            whole = _meant(pair, pairs, wrong, known, so_far, others)
            if whole is not None:
                yield share_finding(pair.part, pair.share, whole.token, passage)


def _pairs(sentence: Sentence, said: Sequence[Mention]) -> Iterator[_Pair]:
    mentions = sentence.mentions
    for place, share in enumerate(mentions):
        token = share.token
        if token.unit != "%" or not (token.is_exact or token.high is not None):
            continue
        lead, at = share.lead, place
        if place and _KINDS.fullmatch(mentions[place - 1].token.text) and "占" not in lead:
            at = place - 1  # 占四类总数的39.7%
            lead = mentions[at].lead + mentions[at].token.text + share.before
        match = _OF.fullmatch(lead)
        if match is None or not _GENERIC.fullmatch(match["of"]):
            continue
        part = _part_of(match["name"], at, mentions, said)
        if part is not None and part.token.value:
            yield _Pair(part, share, match["of"])


def _part_of(
    name: str, place: int, mentions: Sequence[Mention], said: Sequence[Mention]
) -> Mention | None:
    share = mentions[place]
    behind = next((m for m in mentions[place + 1 :] if m.token.unit != "%"), None)
    if behind is not None and _BEHIND.match(behind.before):
        return behind if behind.token.is_exact and usable(behind) else None
    name = _NAME_ENDS.sub("", _NAME_BEGINS.sub("", name))
    if name:
        told = [m for m in said if m.end <= share.start and len(name) > 1 and _is_called(m, name)]
        return told[-1] if len({m.token.value for m in told}) == 1 else None
    last = mentions[place - 1] if place else None
    beside = last is not None and len(share.before) - len(share.lead) <= 3
    return last if last and beside and last.token.is_exact and usable(last) else None


def _is_called(mention: Mention, name: str) -> bool:
    lead = _NAME_ENDS.sub("", _NAME_BEGINS.sub("", mention.lead))
    return lead == name or (len(name) > 2 and lead.endswith(name))


def _fits(part: Decimal, whole: Decimal, share: Token) -> bool:
    if share.high is not None:
        return bool(whole) and in_range(part / whole * 100, share)
    return is_share(part, whole, share)


def _is_close(part: Decimal, whole: Decimal, share: Token) -> bool:
    """As `_fits`, to half of the last place: a sum that is not told is sooner hit by chance."""
    near = abs(part / whole * 100 - share.value) * 100 <= min(share.step, Decimal(1)) * 55
    return _fits(part, whole, share) and (near or share.high is not None)


def _follows(pair: _Pair, others: Sequence[Mention], whole: Mention | None) -> bool:
    """Whether the share follows from any quantity told, or from several beside each other.

    It may be its list's whole of which the share is told: 文件类31条，其中规范性文件16条，占1%.
    """
    part, token = pair.part.token, pair.share.token
    if whole is not None and _follows(_Pair(whole, pair.share, pair.of), others, None):
        return True
    alike = [m.token.value for m in others if m.token.unit == part.unit][-_NEAREST:]
    if any(_fits(part.value, w, token) for w in alike if w >= part.value):
        return True
    for start in range(len(alike)):
        total = alike[start]
        for value in alike[start + 1 : start + 12]:
            total += value
            if total >= part.value and _is_close(part.value, total, token):
                return True
    return False


def _meant(
    pair: _Pair,
    pairs: Sequence[_Pair],
    wrong: Sequence[_Pair],
    known: Mapping[int, Mention],
    so_far: Sequence[Mention],
    others: Sequence[Mention],
) -> Mention | None:
    """The whole that is meant; None where that is not sure. so_far: those of others told before it."""
    value, unit = pair.part.token.value, pair.part.token.unit
    alike = [m for m in others if m.token.unit == unit and m.token.value > value]
    for other in pairs:
        if other in wrong or other.part.token.unit != unit or other.of != pair.of:
            continue
        fit = [m for m in alike if _fits(other.part.token.value, m.token.value, other.share.token)]
        if fit:
            return fit[-1]
    whole = known.get(pair.part.start)
    if whole is not None and whole.token.unit == unit and whole.token.value > value:
        return whole
    if _ALL.search(pair.of):
        told = [m for m in so_far if m in alike and _TOTAL_LIKE.search(m.lead)]
        return told[-1] if told else None
    return None
