"""Shares: 甲类30条，占60%; shares that make the whole; rates (采用率) of two figures beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from giadesk.checks.named_shares import shares_of_named
from giadesk.checks.proportion import in_turn, named_part, of_a_class, same_thing
from giadesk.checks.prose import lists_of
from giadesk.checks.rates import (
    WHOLE_SHARE,
    beyond_all,
    is_share,
    not_all,
    of_a_number,
    rates,
    rates_of_earlier,
    share_finding,
)
from giadesk.checks.reading import Mention, Passage, Sentence, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.checks.share_sums import beyond_all_in_turn, together
from giadesk.core.quantities import Token

_SHARE = re.compile(
    r"占(?:全部|总数|总量|比|总?[^，。；、]{0,8}的)?[^，。；、\d]{0,6}$|占比[^，。；\d]{0,4}$"
)


_PART_RATE = re.compile(
    r"(?!按时|按期|及时|限时)[^，。；]{0,6}(?P<done>覆盖|建成|完成|办结|整改|回复|答复|采用|采纳|合格|成交)率(?:达到?|为|是|约)?"
)
_COVERS = re.compile(r"建成|建起|装上|配备|建立|设立|设置|开通|实现|安装|覆盖")


_REQUESTS = frozenset("件宗")
_COUNTED = frozenset("个名户家块处")
_BARE = re.compile(r"占(?:比|约)?(?:为|达到?)?")


_ELLIPTIC = re.compile(r"(?:其中|已有|现有|有|已|目前)?")
_NOUNS = tuple("村社乡镇街部单企项栏网账小组公")


def _only_one(part: Mention, sentence: Sentence) -> Mention | None:
    """全乡14个村，已有11个村建立微信群，占78.6%: the one figure before it that counts the same."""
    same = [
        m
        for m in sentence.mentions
        if m.start < part.start and m.token.unit == part.token.unit and m.token.is_exact
    ]
    if len(same) != 1 or same[0].token.value < part.token.value:
        return None
    elliptic = _ELLIPTIC.fullmatch(part.lead) and not part.tail.startswith(_NOUNS)
    return same[0] if part.token.unit != "个" or elliptic or same_thing(same[0], part) else None


_OF_MORE = re.compile(r"占(?:全[省市州县区旗]|[省市州县区旗]里|同类|同期|辖区|上级|总人口|人口)")
"""Of a whole that is not the report's: 占全县重点村的9%."""
_PROPORTION = re.compile(r"占比(?:为|约|达到?)?")
_RECEIVED = re.compile(r"(?:收到|受理|新收|接收|收办)[^，。；]{0,16}申请$")


def _received(part: Mention, sentence: Sentence) -> Mention | None:
    """收到申请168件，网络渠道提交126件，占比75%: the requests of the sentence are the whole."""
    return next(
        (
            m
            for m in sentence.mentions
            if m.start < part.start
            and m.token.unit == part.token.unit
            and m.token.is_exact
            and not m.depth
            and _RECEIVED.search(m.lead)
        ),
        None,
    )


def _whole_beside(part: Mention, share: Mention, sentence: Sentence) -> Mention | None:
    """The whole of a part that is in no list; None where it is not sure which is meant."""
    if part.token.unit in _REQUESTS:
        return _received(part, sentence) if _PROPORTION.fullmatch(share.lead) else None
    if part.token.unit in _COUNTED:
        bare = _BARE.fullmatch(share.lead) or _PART_RATE.fullmatch(share.lead)
        return _only_one(part, sentence) if bare else None
    return None


def _is_rate_of_part(share: Mention) -> bool:
    """13个村中，11个村建成公开栏，覆盖率84.6%: what was done to the part is what the rate is of."""
    match = _PART_RATE.fullmatch(share.lead)
    if match is None or share.token.value >= WHOLE_SHARE:
        return False
    told = share.before[: -len(share.lead)]
    return match["done"] in told or (match["done"] == "覆盖" and _COVERS.search(told) is not None)


def _fits_another(earlier: list[Mention], rate: Mention, whole: Mention | None) -> bool:
    """收到27件，26件已答复，1件在期限内，答复率96%: of another part than the one beside it."""
    return whole is not None and any(
        is_share(m.token.value, whole.token.value, rate.token)
        for m in earlier
        if m.start < rate.start and m.token.unit == whole.token.unit
    )


def _has_share(text: str) -> bool:
    return "%" in text or "％" in text or "分之" in text or ("占" in text and "成" in text)


@check("P-PERCENT", "verify", "占比与件数相符", "text")
def shares(case: Case) -> Iterable[Finding]:
    """“占百分之几”应与前面的件数相符。

    比较什么：“甲类30条，占60%”中的百分数，与该数占总数的比例（允许四舍五入或舍去尾数），总数取同一句或上一句中同一单位的数，与任何一个相符即可；几项都写“占总数”而总数写在前面段落的，以其中多数相符的总数为准；并列的几项占比相加是否超过100%，以“其他”结尾的是否等于100%；“业务类最多，占55%”一类前面列过的一项、“占全部120条的50%”一类写明总数的，“占三成”“占四分之一”也比较；件数写在后面括号里的；“报送120条，采用90条，采用率75%”一类的比率；公开率、办结率、满意率等是否超过100%。
    为什么：改了件数，忘了改百分数。
    依据：公文数据一致的通行要求。
    不通过：全年公开信息50条，其中网站公开30条，占70%。
    通过：全年公开信息50条，其中网站公开30条，占60%。
    """
    every = passages(case)
    for place, passage in enumerate(every):
        if not _has_share(passage.text):
            continue
        wholes = {p.start: one.whole for one in lists_of(passage) for p in one.parts}
        told: set[int] = set()  # where the shares end that have been spoken of
        for finding in (
            *_of_passage(passage, place, every, wholes),
            *_of_named_part(passage, place, every, wholes),
        ):
            end = finding.where.start + len(finding.where.quote)
            if end not in told:
                told.add(end)
                yield finding


def _of_named_part(
    passage: Passage, place: int, every: Sequence[Passage], wholes: dict[int, Mention]
) -> Iterator[Finding]:
    if "占" in passage.text or "比例" in passage.text or "比重" in passage.text:
        before = _in_section(every[max(0, place - 3) : place], passage.section)
        yield from shares_of_named(passage, wholes, before)


def _of_passage(
    passage: Passage, place: int, every: Sequence[Passage], wholes: dict[int, Mention]
) -> Iterator[Finding]:
    before: Sentence | None = None
    found = False
    for sentence in passage.read.sentences:
        if not _has_share(sentence.text):
            before = sentence if sentence.mentions else before
            continue
        wrong = False
        turned, turns = in_turn(sentence)
        if turns:
            here = [m for m in passage.read.mentions if m.start < turns[0][0].start]
            yield from _one_wrong_of_many(turns, here, passage)
        for part, share in zip(sentence.mentions, sentence.mentions[1:], strict=False):
            if share.token.unit != "%" or _OF_MORE.search(share.lead) or share in turned:
                continue
            whole = wholes.get(part.start) or _whole_beside(part, share, sentence)
            rate = whole is not None and _is_rate_of_part(share)
            if rate or _SHARE.search(share.lead):
                named = named_part(part, share, sentence)
                if named is None:
                    continue
                part = named
                beside = [*(before.mentions if before else ()), *sentence.mentions]
                if rate and _fits_another(beside, share, whole):
                    continue
                far = "总" in share.lead  # 占总数的70%: it may have been told further up
                near = passage.read.mentions if far else beside
                earlier = [m for m in near if m.start < part.start]
                if far:
                    earlier += _in_section(every[max(0, place - 3) : place], passage.section)
                finding = whole and _judge_share(part, share, whole.token, earlier, passage)
                if finding:
                    wrong = found = True
                    yield finding
        if not wrong:
            yield from beyond_all_in_turn(() if turns else turned, passage)
            for finding in together(sentence, passage):
                found = True
                yield finding
            yield from rates(sentence, passage)
            yield from rates_of_earlier(sentence, passage)
            yield from of_a_number(sentence, passage)
        if not found and sentence.text.count("占") > 1:
            for finding in _in_one_sentence(sentence, wholes, passage):
                found = True
                yield finding
        yield from _of_named(sentence, passage)
        if "占" in sentence.text:
            yield from of_a_class(sentence, passage, wholes)
        yield from not_all(sentence, passage)
        yield from beyond_all(sentence, passage)
        before = sentence if sentence.mentions else before
    if not found and "占" in passage.text:
        yield from _of_what_was_said(passage, wholes, every[:place])


_PUBLISHED = re.compile(r"(?:主动)?公开|发布")
_OF_ALL = re.compile(
    r"占(?:公开|主动公开|信息)?(?:总体|总数|总量|全部|总条数|公开总)[^，。；、\d]{0,8}$"
)


_OF_WHAT = re.compile(
    r"占(?:全部|所有)?(?P<of>办结|办理|答复|收到|新收|受理|收回|回收)(?:的)?(?:申请|问卷|表格)?(?:总数|总量|总件数|件数|数)的?$"
)


def _of_named(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """24件，占办结总数的54.2%, where 办结46件 was said before in the paragraph."""
    if "占" not in sentence.text:
        return
    for part, share in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        match = _OF_WHAT.search(share.lead) if share.token.unit == "%" else None
        if match is None or not (part.token.is_exact and share.token.is_exact):
            continue
        told = [m for m in passage.read.mentions if m.start < share.start]
        wholes = [
            m
            for m in told
            if match["of"] in m.lead and m.token.unit == part.token.unit and m.token.is_exact
        ]
        alike = [m.token.value for m in told if m.token.unit == part.token.unit]
        value = part.token.value
        if wholes and value and not any(is_share(value, w, share.token) for w in alike if w):
            yield share_finding(part, share, wholes[-1].token, passage)


def _in_section(before: Iterable[Passage], section: str) -> list[Mention]:
    return [m for p in before if p.section == section for m in p.read.mentions]


def _published(before: Iterable[Passage], section: str) -> list[Mention]:
    """What a later paragraph of the section may mean by 总数: how much was published."""
    return [
        m
        for passage in before
        if passage.section == section
        for m in passage.read.mentions
        if m.token.unit and m.token.is_exact and not m.depth and _PUBLISHED.search(m.lead)
    ]


def _in_one_sentence(
    sentence: Sentence, known: dict[int, Mention], passage: Passage
) -> Iterator[Finding]:
    """公开486条，乡镇210条，占43.2%；部门276条，占50%: two shares and more, most of them right."""
    pairs = [
        (part, share)
        for part, share in zip(sentence.mentions, sentence.mentions[1:], strict=False)
        if share.token.unit == "%"
        and re.fullmatch(r"(?:约|各)?占(?:比|(?:总数|总量|全部|总条数)的?)?", share.lead)
        and part.start not in known
        and share.token.is_exact
        and part.token.is_exact
        and part.token.value
    ]
    if len(pairs) < 2 or len({part.token.unit for part, _ in pairs}) > 1:
        return
    before = [m for m in passage.read.mentions if m.start < pairs[0][0].start and not m.depth]
    yield from _one_wrong_of_many(pairs, before, passage)


def _of_what_was_said(
    passage: Passage, known: dict[int, Mention], before: Iterable[Passage]
) -> Iterator[Finding]:
    """甲类19条，占总数的0.8%；乙类8条，占总数的2%, the total in an earlier paragraph.

    Which total is meant is sure where one of the shares fits it; the others have to fit it too.
    """
    pairs = [
        (part, share)
        for sentence in passage.read.sentences
        for part, share in zip(sentence.mentions, sentence.mentions[1:], strict=False)
        if share.token.unit == "%"
        and _OF_ALL.search(share.lead)
        and part.start not in known
        and share.token.is_exact
        and part.token.is_exact
        and part.token.value
    ]
    if len(pairs) < 2 or len({part.token.unit for part, _ in pairs}) > 1:
        return
    here = [m for m in passage.read.mentions if m.start < pairs[0][0].start and not m.depth]
    yield from _one_wrong_of_many(pairs, [*_published(before, passage.section), *here], passage)


def _one_wrong_of_many(
    pairs: list[tuple[Mention, Mention]], earlier: Iterable[Mention], passage: Passage
) -> Iterator[Finding]:
    """The shares that do not fit the whole that at least half of them fit."""
    unit, most = pairs[0][0].token.unit, max(part.token.value for part, _ in pairs)
    wholes = [m for m in earlier if m.token.unit == unit and m.token.value > most]
    fits = {
        m.token.value: [is_share(p.token.value, m.token.value, s.token) for p, s in pairs]
        for m in wholes
    }
    meant = max(wholes, key=lambda m: sum(fits[m.token.value]), default=None)
    if meant is None or sum(fits[meant.token.value]) * 2 < len(pairs):
        return
    for (part, share), right in zip(pairs, fits[meant.token.value], strict=True):
        if not right:
            yield share_finding(part, share, meant.token, passage)


def _judge_share(
    part: Mention, share: Mention, whole: Token, earlier: list[Mention], passage: Passage
) -> Finding | None:
    """None where the share is right for any quantity before it that could be the whole."""
    value, written = part.token.value, share.token
    if not written.is_exact or not part.token.is_exact or not value:
        return None
    wholes = [
        m.token.value for m in earlier if m.token.unit == part.token.unit and m.token.value >= value
    ]
    if whole.value not in wholes or any(is_share(value, w, written) for w in wholes):
        return None
    if any(is_share(whole.value, w, written) for w in wholes if w > whole.value):
        return None  # 文件类31条，其中规范性文件16条，占比为1%: of all the files
    return share_finding(part, share, whole, passage)
