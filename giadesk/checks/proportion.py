"""Shares whose part or whole stands apart: 业务类最多，占55.4%; 全乡14个村，11个村建了群，占78.6%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from giadesk.checks.rates import is_share, share_finding
from giadesk.checks.reading import Mention, Passage, Sentence
from giadesk.checks.registry import Finding

_CLASS = re.compile(
    r"(?P<class>[\u4e00-\u9fff]{2,8}类)(?:信息)?(?:数量|条数|件数)?(?:最多|居多|较多|最少|次之|居首|居次|为主|占比最[高大低小])?[，,]?$"
)
_OF_THEM = re.compile(r"占比?(?:总数|总量|全部|公开总数)?(?:的|为|达到?|约)?$")


def of_a_class(
    sentence: Sentence, passage: Passage, known: Mapping[int, Mention]
) -> Iterator[Finding]:
    """业务类最多，占55.4%；其他类次之，占21.3%, where their numbers were listed before.

    known: the wholes of the paragraph's lists, by where their parts begin.
    """
    for share in sentence.mentions:
        if share.token.unit != "%" or not share.token.is_exact:
            continue
        lead = _OF_THEM.search(share.before)
        named = _CLASS.search(share.before[: lead.start()]) if lead else None
        if named is None:
            continue
        listed = [
            m
            for m in passage.read.mentions
            if m.start < share.lead_start
            and m.lead.removesuffix("信息").endswith(named["class"])
            and m.start in known
            and m.token.is_exact
        ]
        if len(listed) == 1 and not _fits_any(listed[0], share, passage.read.mentions):
            yield share_finding(listed[0], share, known[listed[0].start].token, passage)


def _fits_any(part: Mention, share: Mention, others: list[Mention]) -> bool:
    """Whether the share follows from any quantity that could be the whole."""
    value, unit = part.token.value, part.token.unit
    wholes = {m.token.value for m in others if m.token.unit == unit and m.token.value >= value}
    return not value or any(is_share(value, w, share.token) for w in wholes)


_THING = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?P<thing>村|社区|部门|单位|街道|乡镇|镇|站所|企业|项目|栏目)(?![民组委委级])"
)


def of_as_many(
    sentence: Sentence, passage: Passage, known: Mapping[int, Mention]
) -> Iterator[Finding]:
    """全乡14个行政村，已有11个村建立了微信群，占84.6%: a part of the things counted just before."""
    mentions = sentence.mentions
    for whole, part, share in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if share.token.unit != "%" or not re.fullmatch(r"占比?(?:总数的?|全部的?)?", share.lead):
            continue
        if part.start in known or whole.token.unit != part.token.unit or part.depth or whole.depth:
            continue
        tokens = (whole.token, part.token, share.token)
        if not all(t.is_exact for t in tokens) or part.token.value > whole.token.value:
            continue
        things = [_THING.match(m.tail) for m in (whole, part)]
        if not all(things) or len({t["thing"] for t in things if t}) > 1:
            continue
        before = [m for m in passage.read.mentions if m.start < part.start]
        if not _fits_any(part, share, before):
            yield share_finding(part, share, whole.token, passage)
