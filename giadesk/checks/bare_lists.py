"""Lists that no 其中 opens.

By turns: 培训2期共86人次，第一期51人次、第二期35人次; the four quarters. Nothing but the numbering claims
that they are all, so that there have to be as many as the text says. By how or by whom was applied:
收到申请8件，网上5件，信函2件，当面1件. What was done and what is left: 问题17个，整改16个，剩余1个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.claims import Claim, is_channel, is_other
from giadesk.checks.reading import Mention, Sentence, Text, has_any
from giadesk.checks.sums import TRIGGER, VERB, SumList
from giadesk.core.figures import whole_number

_DIGITS = "一二三四五六七八九十"
_TURN = re.compile(
    rf"第?(?P<number>[{_DIGITS}1-9])(?P<kind>期|批次?|轮|次|季度)(?:培训|参训|公示|检查|发放|公开|共|计|有|为|[：:])*"
)
_FIRST_TURN = re.compile(r"[一1](?:期|批|轮|次|季度)")
_QUARTERS = 4


def bare_lists(text: Text) -> tuple[SumList, ...]:
    """The lists with their wholes, in the order of the text."""
    found: list[SumList] = []
    before: Sentence | None = None
    for sentence in text.sentences:
        if before is not None and len(sentence.mentions) >= _ITEMIZED:
            found.extend(_itemized(before, sentence))
        before = sentence if sentence.mentions else before
        if len(sentence.mentions) < 3:
            continue
        if _FIRST_TURN.search(sentence.text):
            found.extend(_by_turns(sentence))
        if has_any(sentence.text, ("申请", "收到", "案件", "诉讼", "复议", "提案")):
            found.extend(_by_kinds(sentence))
        if "公开" in sentence.text and "信息" in sentence.text:
            found.extend(_by_classes(sentence))
        if "专职" in sentence.text and "兼职" in sentence.text:
            found.extend(_staff(sentence))
        if has_any(sentence.text, ("余", "剩", "未", "没有")):
            found.extend(_done_and_left(sentence))
    return tuple(found)


_HOW = r"当面|现场|窗口|网络|网上|在线|信函|邮寄|邮件|邮箱|传真|书面|信件|快递"
_WHO = (
    r"自然人|公民|个人|法人(?:[和或及、]其他组织)?|(?:商业)?企业|(?:科研|法律服务)机构"
    r"|(?:其他|社会公益)组织|律师"
)
_KINDS = tuple(
    re.compile(
        rf"(?:通过|以|由|来自|中|其中)*(?:{words})(?:平台|方式|渠道|形式|途径|申请|提交|提出|递交)*(?:的|为|有|共|[：:])*"
    )
    for words in (_HOW, _WHO)
)
_MORE = re.compile(r"另|其[余他它]|剩|余|还|等")
_ASKED = re.compile(r"申请|收到|受理|接到|新收|中$")
_STAFF = re.compile(r"工作人员|人员|配备")
_OUTCOMES = re.compile(
    r"(?:其中)?(?:属于?)?(?:已?同意公开|予以公开|部分公开|同意部分公开|不予公开|不同意公开|(?:申请)?(?:公开的)?(?:政府)?信息不存在|无法提供|不予处理|其他处理"
    r"|(?:已)?主动公开(?:范围)?|不属于本(?:行政)?(?:机关|单位)(?:公开)?(?:范围|职责|信息)?|非本机关(?:政府)?信息|重复申请"
    r"|(?:告知)?作出更改补充)(?:的|为|有|数|[：:])*"
)


_ENDED = re.compile(
    r"(?:其中)?(?:结果|被)?(?:维持|纠正|纠错)(?:的|为|有)?|其[他它]结果|尚?未审结|(?:被)?(?:驳回|撤回)(?:的|为|有)?"
)
_FROM = re.compile(
    r"(?:[省市县区]?人大(?:代表)?(?:建议|议案)|[省市县区]?政协(?:委员)?提案)(?:为|有)?"
)


class _Division(NamedTuple):
    """What a whole is called and what its parts are.

    told: whether all of them are told; of what became of requests often only some are. pair: there
    are but two, and details of each may stand in brackets behind it. behind: the whole may be named
    behind its number.
    """

    whole: re.Pattern[str]
    part: re.Pattern[str]
    told: bool = True
    pair: bool = False
    behind: bool = False


_DIVISIONS = (
    *(_Division(_ASKED, kind, behind=True) for kind in _KINDS),
    _Division(_ASKED, _OUTCOMES, told=False, behind=True),
    _Division(re.compile(r"(?:复议|诉讼)(?:案件?|申请)?$|案件$"), _ENDED),
    _Division(re.compile(r"(?:建议|议案)、?(?:和|及)?(?:政协)?(?:委员)?提案$"), _FROM, pair=True),
)


def _by_kinds(sentence: Sentence) -> Iterator[SumList]:
    mentions = sentence.mentions
    for place, whole in enumerate(mentions):
        if whole.depth:
            continue
        for by in _DIVISIONS:
            if not by.whole.search(whole.lead + (whole.tail[:2] if by.behind else "")):
                continue
            run: list[Mention] = []
            for part in mentions[place + 1 :]:
                if part.depth and by.pair:
                    continue
                if part.depth or part.token.unit != whole.token.unit:
                    break
                if (
                    not by.part.fullmatch(part.lead or part.tail)
                    or "；" in part.before
                    or "其中" in part.before
                ):
                    break
                run.append(part)
            behind = [m for m in mentions if run and m.start > run[-1].start][:1]
            more = [m for m in behind if (m.depth and not by.pair) or _MORE.search(m.lead)]
            if len(run) < 2 or more or run[-1].tail.startswith("等"):
                continue
            earlier = [m for m in mentions[: place + 1] if m.token.unit == whole.token.unit]
            total = sum((p.token.value for p in run), Decimal(0))
            least = by.told and (len(run) > 2 or by.pair)
            if least or (total > whole.token.value and (by.told or len(run) > 2)):
                yield SumList(
                    tuple(reversed(earlier)), tuple(run), "complete", channels=False,
                    said=frozenset(m.token.value for m in earlier),
                )  # fmt: skip


_PUBLISHED = re.compile(
    r"公开(?:各类|的)?(?:政府|政务)?信息(?:总数|总量|总条数|总计|共计|合计|共|为|[：:])*$"
)
_LONG = 16


def _by_classes(sentence: Sentence) -> Iterator[SumList]:
    """主动公开政府信息506条，政策法规类13条，规范性文件22条，工作动态类471条: to the sentence's end."""
    mentions = sentence.mentions
    for place, whole in enumerate(mentions):
        run = mentions[place + 1 :]
        if whole.depth or not _PUBLISHED.search(whole.lead) or len(run) < 2:
            continue
        alike = len({m.lead[:2] for m in run}) == 1  # 首发于网站的211条，首发于公开栏的132条
        if any(
            m.depth
            or m.token.unit != whole.token.unit
            or m.before[:1] not in ("，", ",", "、")
            or len(re.split("[，,、]", m.before)[-1]) > _LONG
            or (len(m.before) > _LONG and not alike)
            or TRIGGER.search(m.before)
            or VERB.match(m.lead)
            or m.tail.strip()
            for m in run
        ):
            continue
        rest = is_other(run[-1].lead)
        if rest or len(run) > 2:
            channels = sum(is_channel(m.lead) for m in run) * 2 > len(run)
            claim: Claim = "complete" if rest else "likely"
            yield SumList((whole,), run, claim, channels=channels)
        return


_ITEMIZED = 4
_ALL = re.compile(
    r"(?:共|累计|总计|全年|年度?|[我全本][镇乡县区市局街委]道?)[^，。；]{0,16}(?:公开|发布)[^，。；]{0,8}信息(?:共|总数|总计|合计|为|[：:])*$"
)
_ONE_OF_WAYS = re.compile(r"网|微|公众号|平台|渠道|专栏|公开栏|村|部门")
_PUT_OUT = re.compile(r"(?:公开|发布|更新)")


def _itemized(before: Sentence, sentence: Sentence) -> Iterator[SumList]:
    """累计公开信息109条。在县政府网站公开指南1条，工作动态102条，领导信息4条，机构信息2条: they may be all of
    it or some, never more.
    """
    wholes = [m for m in before.mentions if not m.depth]
    run = [m for m in sentence.mentions if not m.depth]
    if len(wholes) != 1 or len(run) < _ITEMIZED or not wholes[0].token.is_exact:
        return
    whole = wholes[0]
    if not _ALL.search(whole.lead) or _ONE_OF_WAYS.search(whole.lead):
        return
    unit = whole.token.unit
    if _PUT_OUT.search(run[0].before) is None or TRIGGER.search(run[0].before):
        return
    if any(
        m.token.unit != unit
        or not m.token.is_exact
        or len(m.lead) > _LONG * 2
        or (place and (len(m.lead) > _LONG or VERB.match(m.lead) or m.before[:1] not in "，,、"))
        or m.token.value > whole.token.value
        for place, m in enumerate(run)
    ):
        return
    yield SumList((whole,), tuple(run), "examples", channels=False)


_DONE = re.compile(r"(?:完成|办结|整改|解决|答复|采纳|建成|更换|修复|修好|回复|办理|化解)了?$")
_LEFT = re.compile(r"(?:剩余|其余|余下|剩下|尚余|余)的?")
_NOT = re.compile(r"(?:未|没有|不予?)(?P<done>采纳|采用|办结|整改|解决|完成|建成|录用)的?")


def _staff(sentence: Sentence) -> Iterator[SumList]:
    """配备了5名工作人员，专职2名，兼职3名."""
    people = [m for m in sentence.mentions if m.token.unit in "人名位" and not m.depth]
    for whole, one, other in zip(people, people[1:], people[2:], strict=False):
        kinds = {one.lead[:2], other.lead[:2]} == {"专职", "兼职"}
        if kinds and _STAFF.match(whole.tail) and len(one.lead) < 7 and len(other.lead) < 7:
            yield SumList((whole,), (one, other), "complete", channels=False)


def _done_and_left(sentence: Sentence) -> Iterator[SumList]:
    for left in sentence.mentions:
        undone = _NOT.fullmatch(left.lead)
        if left.depth or not (undone or _LEFT.fullmatch(left.lead)):
            continue
        same = [
            m
            for m in sentence.mentions
            if m.start <= left.start and m.token.unit == left.token.unit and not m.depth
        ]
        if len(same) == 3 and undone is not None:
            if same[1].lead == undone["done"]:
                yield SumList((same[0],), (same[1], left), "complete", channels=False)
        elif len(same) == 3 and _DONE.search(same[1].lead) and not _DONE.search(same[0].lead):
            yield SumList((same[0],), (same[1], left), "complete", channels=False)


_ALL_TURNS = re.compile(r"[，,、]?(?:全年|累计|总|合计)?(?:共|合计|总计|累计)")


def _by_turns(sentence: Sentence) -> Iterator[SumList]:
    mentions = sentence.mentions
    for place, first in enumerate(mentions):
        run = _run(mentions[place:])
        if len(run) < 2 or any("其中" in m.before for m in run):
            continue
        kind = _kind(run[0])
        unit = first.token.unit
        earlier = [m for m in mentions[:place] if not m.depth]
        said = [m for m in earlier if (m.token.unit.removesuffix("次") or "次") == kind]
        whole = (
            len(run) == _QUARTERS
            if kind == "季度"
            else bool(said and said[-1].token.is_exact and said[-1].token.value == len(run))
        )
        behind = mentions[place + len(run) : place + len(run) + 1]
        if whole and behind and _ALL_TURNS.match(behind[0].before):
            if unit in behind[0].token.unit and behind[0].token.is_exact:  # 26人 and 31人, 共57人次
                yield SumList((behind[0],), tuple(run), "complete", channels=False, backward=True)
            continue
        wholes = [m for m in reversed(earlier) if m.token.unit == unit]
        if whole and wholes and not any(m.token.unit == unit for m in behind):
            yield SumList(
                (wholes[0],), tuple(run), "complete", channels=False,
                said=frozenset(m.token.value for m in wholes),
            )  # fmt: skip


def _run(mentions: tuple[Mention, ...]) -> list[Mention]:
    """The quantities from here on that are numbered from one, each in the unit of the first."""
    run: list[Mention] = []
    for mention in mentions:
        match = _TURN.fullmatch(mention.lead)
        if match is None or not mention.token.is_exact:
            break
        if whole_number(match["number"]) != len(run) + 1 or (
            run and mention.token.unit != run[0].token.unit
        ):
            break
        run.append(mention)
    return run


def _kind(mention: Mention) -> str:
    match = _TURN.fullmatch(mention.lead)
    return match["kind"].removesuffix("次") or "次" if match else ""
