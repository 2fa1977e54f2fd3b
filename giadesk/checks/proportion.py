"""Shares whose part stands apart: 业务类最多，占55.4%, and what makes two quantities count the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

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
        if len(listed) == 1 and not fits_any(listed[0], share, passage.read.mentions):
            yield share_finding(listed[0], share, known[listed[0].start].token, passage)


def fits_any(part: Mention, share: Mention, others: Iterable[Mention]) -> bool:
    """Whether the share follows from any quantity that could be the whole."""
    value, unit = part.token.value, part.token.unit
    wholes = {m.token.value for m in others if m.token.unit == unit and m.token.value >= value}
    return not value or any(is_share(value, w, share.token) for w in wholes)


_THING = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?P<thing>村|社区|部门|单位|街道|乡镇|镇|站所|企业|项目|栏目|账号|网站)(?![民组委委级])"
)


def same_thing(one: Mention, other: Mention) -> bool:
    """Whether both count the same by what follows them: 14个行政村, 11个村."""
    found = [_THING.match(m.tail) for m in (one, other)]
    return all(found) and len({m["thing"] for m in found if m}) == 1


_NAMES_MUCH = 4
_JUST_SAID = re.compile(
    r"(?:约|共|合计|总[数计]|数量|条数|件数|大约|各|均|就|即|仅|主要|政府|信息|公开|数|量|比例|所|其|前者|后者|该项|此类|一项|这一?[项类])*"
)
"""Before 占 it names nothing but what was said last."""


_IN_TURN = re.compile(r"(?:分别|依次)占|占比?(?:分别|依次)")


def in_turn(
    sentence: Sentence,
) -> tuple[tuple[Mention, ...], list[tuple[Mention, Mention]]]:
    """网络11件、信函6件、当面4件，分别占52.4%、28.6%、19%: the shares, and each with what it is of.

    No pairs where it is not sure which is of which.
    """
    mentions = sentence.mentions
    first = next(
        (i for i, m in enumerate(mentions) if m.token.unit == "%" and _IN_TURN.search(m.lead)), None
    )
    if first is None:
        return (), []
    shares = tuple(takewhile(lambda m: m.token.unit == "%", mentions[first:]))
    parts = mentions[max(0, first - len(shares)) : first]
    sure = (
        len(parts) == len(shares) > 1
        and len({p.token.unit for p in parts}) == 1
        and all(m.token.is_exact and m.token.value for m in (*parts, *shares))
    )
    return shares, list(zip(parts, shares, strict=True)) if sure else []


def named_part(part: Mention, share: Mention, sentence: Sentence) -> Mention | None:
    """来自自然人11件、企业3件，自然人申请占78.6%: the part that is named with the share.

    None where something is named of which no figure was told: 高峰在三月，两月接听量占全年的31%.
    """
    named = share.lead.partition("占")[0]
    if len(named) < 2 or _JUST_SAID.fullmatch(named):
        return part
    of_else = "占" in share.lead and len(named) > _NAMES_MUCH and share.before != share.lead
    return next(
        (
            m
            for m in sentence.mentions
            if m.start < share.start
            and m.token.unit == part.token.unit
            and (name := re.sub(r"^(?:其中|来自)", "", m.lead))
            and named.startswith(name)
        ),
        None if of_else else part,
    )
