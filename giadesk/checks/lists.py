"""Lists in prose: a whole and its parts, in either order, in brackets, after 其中 or a colon.

`lists_in` finds them; whether they add up is judged in `giadesk.checks.prose`. A list is taken only
where the sentence itself claims one; quantities that merely stand beside each other are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giadesk.checks.claims import CHANNEL, claim_of, for_each, opens_an_item
from giadesk.checks.reading import (
    Mention,
    Sentence,
    Text,
    bracket_end,
    inside_bracket,
    without_brackets,
)
from giadesk.checks.sums import ITEMS, TRIGGER, VERB, SumList, after_trigger, usable
from giadesk.checks.totals_behind import backward

_SEMICOLON = re.compile("[；;]")
_MAY_TRIGGER = re.compile(r"[其来包分涵中里即也按从含:：]")
_OF_SO_MANY = re.compile(r"(?!其中)[^，。；、\d]{0,8}[中里](?:[，,：:]|有)?")
"""Behind a whole: 在公开的126条信息中，工作动态80条."""
_SUMMED_UP = re.compile(
    r"^(?:[一二三四五六七八九十\d]+[类项者个]+|以上|三者|两者)?(?:总共|一共|合计|共计|总计|共)(?:主动)?(?:公开|发布|推送|更新|上传)?(?:各类)?(?:信息)?$"
    r"|^(?:以?上|上述)$"
)
_NO_SENTENCE = 200
"""A sentence with more quantities than this is a table run together, or worse; nobody adds it up."""
_CONTINUES = re.compile(
    r"\s*(?:其中|(?:具体|主要)?(?:内容|类别|分类|类型|情况|信息)*(?:包括|包含|分别)|具体[为是有如]|在[^，,。]{0,14}[中里][，,]|分[^，,。；\d]{1,6}看[，,：:]"
    r"|按[^，,。]{0,12}(?:分|划分|统计|方式|渠道|途径|类别|来源|结果)[，,：:]|从[^，,。；\d]{1,10}[看分][，,：:]"
    r"|[^，,。；：:\d]{0,4}(?:方式|渠道|途径|来源|类别|内容|类型|主体|结果)(?:分别)?[为是有]?[：:])"
)
"""How a sentence begins that takes up the whole of the sentence before."""
_TARGET = re.compile(r"(?:任务|目标|指标|考核)[^，]{0,4}$")
"""What was to be done is not the whole of what was done: 完成任务数120条的147.5%."""


_THEN = re.compile(r"(?:19|20)\d\d年[底末初]?|上年|去年")
_YEARS_EACH = re.compile(r"(?:年|上年|去年|前[两三]年)(?:度|同期)?[^，。；年]{0,4}分别")
_EXPLAINS = re.compile(r"[（(](?:同|每)$|只计|重复的?$")
"""40条（同一条信息在几处公开的，只计1条): how they were counted."""
_NEAREST = 8
"""Of the lists found so far, those that may stand in the sentence before."""


def lists_in(text: Text) -> tuple[SumList, ...]:
    """Every list that the text claims, in reading order."""
    found: list[SumList] = []
    before: Sentence | None = None
    for sentence in text.sentences:
        if len(sentence.mentions) > _NO_SENTENCE:
            continue
        taken_up: list[SumList] = []
        if before is not None and _CONTINUES.match(sentence.text):
            start = before.start
            taken_up = [one for one in found[-_NEAREST:] if one.parts[-1].start >= start]
        found.extend(_forward(sentence, before, text, taken_up))
        found.extend(backward(sentence, before, found, text))
        if sentence.mentions:
            before = sentence
    return tuple(found)


_COMPARED = re.compile(r"上年|上一年|去年|同期|[比较]20\d\d年")
_BESIDES = re.compile(r"(?:连同|加上?|另[有加]|以及|含)[^，。；\d]{0,6}结转|结转[^，。；\d]{0,4}$")
_NO_PART = re.compile(
    r"[剔扣去]除|去掉|重复后|去重|届时|(?:^|年度?)累计|最[多少高低大小]的?(?:[一是为]|$)|每[^，。；]{1,8}$"
)
"""剔除重复后为281条 is another total, 届时6台 is to come, 最多的一个村1506次 is one of many."""


def _said(earlier: Sequence[Mention], unit: str) -> frozenset[Decimal]:
    """The totals named before a list, whatever they are of; last year's are none."""
    return frozenset(
        m.token.value
        for m in earlier
        if m.token.unit == unit and m.token.is_exact and not _COMPARED.search(m.lead)
    )


_PUBLISHED = re.compile(r"公开[^，。；]{0,8}信息")


def _may_be_whole(mention: Mention, outer: int) -> bool:
    return (
        mention.token.unit in ITEMS
        and mention.depth < outer
        and usable(mention)
        and _PUBLISHED.search(mention.lead) is not None
    )


def _are_turns(parts: Sequence[Mention]) -> bool:
    """Whether the quantities are but the numbers of what is told by turns."""
    written = [p.token.text for p in parts]
    return len(parts) > 1 and [w[0] for w in written] == list("一二三四五六七八九")[: len(parts)]


def _forward(
    sentence: Sentence, before: Sentence | None, whole_text: Text, taken_up: Sequence[SumList]
) -> Iterator[SumList]:
    """taken_up: the lists of the sentence before, whose wholes this one may divide once more."""
    text = whole_text.text
    parts_before = {p.start for one in taken_up for p in one.parts}
    wholes_before = [one.whole for one in taken_up]
    mentions = sentence.mentions
    for place, mention in enumerate(mentions):
        trigger = _trigger(mention, place, mentions, text)
        if not trigger:
            continue
        earlier = list(mentions[:place])
        told_before = [*(before.mentions if before else ()), *earlier]
        if not place:  # 在公开的信息中，…: of a whole that may stand further up
            told_before = [m for m in whole_text.mentions if m.start < sentence.start]
        if not earlier and before and _CONTINUES.match(sentence.text):
            earlier = [*wholes_before, *before.mentions] if "连同" not in mention.before else []
        later: list[Mention] = []
        behind: list[Mention] = []
        if trigger == "(":
            candidates, ended_by = inside_bracket(mentions, place), bracket_end(text, mention)
        else:
            told = earlier[-1].lead if earlier else ""
            candidates, later, behind = _until_the_end(mentions, place, trigger, told)
            ended_by = sentence.end
        for unit in dict.fromkeys(m.token.unit for m in candidates if usable(m)):
            outer = mention.depth + (trigger != "(")
            of_unit = [m for m in reversed(earlier) if m.token.unit == unit and m.depth < outer]
            wholes = [m for m in of_unit if usable(m) and not _TARGET.search(m.lead)]
            alike = not of_unit and trigger == "其中" and unit in ITEMS
            if alike:
                wholes = [m for m in reversed(earlier) if _may_be_whole(m, outer)]
            if trigger == "(":
                wholes = wholes[:1]  # a bracket is about what stands before it
            if trigger == "(" and not re.search(r"其中|包括|含", mention.before):
                if _THEN.search(mention.before) or _EXPLAINS.search(mention.before):
                    continue  # 现行有效4件（2023年底为5件）
                if wholes and re.search(r"[；;，,]", text[wholes[0].end : mentions[place - 1].end]):
                    continue  # 机构1个，人员16人（15个村各1人）
                if any(m.tail.startswith(("中", "内")) for m in candidates):
                    continue  # 52条（一条信息多处发布的，318条内只计1条）
            if wholes and trigger in (":", "：") and _BESIDES.search(wholes[0].lead):
                continue  # 收到9件，连同上年结转的5件，办理结果如下：of both together
            item = trigger == "其中" and opens_an_item(wholes[:1], mention, earlier)
            wholes = wholes[:1] if item else wholes
            if not place:  # of the sentence before: its own parts come last
                wholes.sort(key=lambda m: m.start in parts_before)
            parts = [
                for_each(m)
                for m in candidates
                if _counts_in(m, unit, candidates) and not _NO_PART.search(m.lead)
            ]
            if trigger.startswith("分别") and mention.depth and _YEARS_EACH.search(mention.before):
                continue  # 6件（2019—2021年分别为1件、0件、2件）
            if _are_turns(parts):
                continue  # 3期（一期50人次、二期48人次）
            if trigger.startswith("分别"):  # 三个环节公示10个、5个、7个工作日: how many there are
                wholes = [w for w in wholes if w.token.value not in (len(parts), len(candidates))]
            if wholes and parts and not _is_summed_up(parts, mentions):
                one = _made(wholes, parts, trigger, text, ended_by)
                one = one._replace(claim="examples") if alike else one
                more = [m for m in later if m.token.unit == unit and usable(m)]
                others = [
                    m
                    for m in candidates
                    if m.token.unit not in (unit, "类") and usable(m) and m.start < parts[-1].start
                ]
                yield one._replace(
                    later=tuple(more),
                    others=tuple(others),
                    behind=tuple(m for m in behind if m.token.unit == unit and usable(m)),
                    open_end=bool(behind) and behind[0].before[:1] in "，,、",
                    said=frozenset() if item or trigger == "(" else _said(told_before, unit),
                )


def _counts_in(mention: Mention, unit: str, candidates: Sequence[Mention]) -> bool:
    """Whether it is counted in the unit; the last of a list may have lost its own: 发布1386。"""
    if mention.token.unit:
        return mention.token.unit == unit and usable(mention)
    return unit in ITEMS and mention is candidates[-1] and not mention.tail.strip()


def _is_summed_up(parts: list[Mention], mentions: Sequence[Mention]) -> bool:
    """Whether their own total follows: 以低保、修路居多，分别为21条、18条，共39条."""
    total = sum((p.token.value for p in parts), Decimal(0))
    return any(
        m.start >= parts[-1].start
        and _SUMMED_UP.match(m.lead) is not None
        and m.token.unit == parts[0].token.unit
        and m.token.value in (total, total - m.token.value)
        for m in mentions
    )


def _trigger(mention: Mention, place: int, mentions: Sequence[Mention], text: str) -> str:
    """What makes this mention the first of a list: 其中, ：, 分别 …, ( for a bracket, "" for nothing."""
    if place:
        last = mentions[place - 1]
        if mention.depth > last.depth and re.match(
            r"[，,]?\s*[（(]", text[last.end : last.end + 3]
        ):
            return "("
    if (mention.depth and not place) or not _MAY_TRIGGER.search(mention.before):
        return ""
    if "其中" in mention.before and _CHOSEN.search(mention.before):
        return ""
    if "均" in mention.before and _ON_AVERAGE.search(mention.before):
        return ""
    matches = list(TRIGGER.finditer(without_brackets(mention.before)))
    if not matches:
        return ""
    if _SEMICOLON.search(mention.before, matches[-1].end()):
        return ""  # 涵盖招标、采购等；救助信息65条: what it opened is over
    found = [m[0] for m in matches]
    if mention.before.rstrip().endswith(("。", "；")):
        return ""
    word = found[-1]
    if word in (":", "：") and len(matches) > 1 and matches[-2].end() == matches[-1].start():
        word = found[-2]  # 具体包括：
    begins = place or _CONTINUES.match(mention.before)
    if word in (":", "：") and not (begins and _announced(mention.before)):
        return ""
    if _OF_SO_MANY.fullmatch(word):
        return "其中" if begins else ""
    return "其中" if word.replace(" ", "") == "其中" or word.startswith("在") else word


_ON_AVERAGE = re.compile(r"[年月日周人户村平]均(?:分别)?(?:约|为|是|有)*$")
"""月均分别为16条和21条 make no total."""
_CHOSEN = re.compile(r"(?:选取|选择|挑选|精选|抽取|选出|将|把|对)其中")
"""并选取其中190条推送: what was done with some of them."""
_ANNOUNCES = re.compile(
    r"[，,、。；;）)\s]*(?:[^，,。；;]{0,14}(?:其中|包括|包含|如下|分别|具体|主要|类别|分类|分|来看|统计|情况|渠道|方式|形式|内容"
    r"|结果|组成|为|是|有|在于|涉及|涵盖|办结|办理|处理|答复|完毕)[，,]?)?"
)


def _announced(before: str) -> bool:
    """Whether a colon opens a list of what stands before it: 58条：…, 58条，具体如下：…

    甲类4条，乙类：工作动态52条 begins something else.
    """
    at = max(before.rfind(":"), before.rfind("："))
    if before.lstrip()[:1] in "；;" and not _GOES_ON.match(before.lstrip()):
        return False  # 政策解读1件；法定主动公开内容：政府领导1件: the next of several
    return _ANNOUNCES.fullmatch(before[:at]) is not None


_DIVIDES_ANEW = re.compile(r"[；;]\s*(?:按|从|其中|包括|主要|分别)")
_GOES_ON = re.compile(r"[；;]\s*(?:其中|具体|主要|分别|内容|类别|分类|包括|包含|按|从)")


def _until_the_end(
    mentions: Sequence[Mention], place: int, trigger: str, whole_words: str
) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """The mentions from `place` on that go on with the list, those named as parts later on, and all
    that stand behind its end.

    Those in brackets are left out. A statement of another kind (举办培训2次) ends the list; where a
    later one takes up the whole's own verb (公开…), it names parts again.
    """
    first = mentions[place]
    found = [first]
    later: list[Mention] = []
    behind: list[Mention] = []
    semicolons = ended = resumed = False
    for at, mention in enumerate(mentions[place + 1 :], place + 1):
        if mention.depth < first.depth:
            break
        if mention.depth > first.depth:
            continue
        has_semicolon = "；" in mention.before or ";" in mention.before
        ends = trigger not in ("：", ":") or _ANOTHER_WAY.search(mention.before)
        items = sum(not m.token.is_share for m in found)  # 1条，占2%；54条，占98% are two
        if has_semicolon and not semicolons and items > 1 and ends:
            if _DIVIDES_ANEW.match(mention.before) is None:
                behind += [m for m in mentions[at:] if m.depth == first.depth]
            break  # 各村甲类8条，乙类5条；各站所甲类2条，乙类1条: they may be parts all the same
        semicolons = semicolons or has_semicolon
        if _ANEW.search(mention.before) or _INNER_LIST.search(mention.before):
            break
        verb = VERB.match(mention.lead[:40])
        if not ended and verb is not None and _is_new(verb["verb"], first, whole_words):
            ended = True
        if ended and verb is not None:
            resumed = verb["verb"] in whole_words
        if not ended:
            found.append(mention)
            continue
        behind.append(mention)
        if resumed:
            later.append(mention)
    return found, later, behind


_INNER_LIST = re.compile(
    r"^[^，,。；;：:、\d]{0,4}(?:办结|办理|答复|办完|完结|处理)[^，,。；;：:、\d]{0,4}[：:][^：:]*\S$"
)
"""16件已办结：同意公开9件: what follows are parts of this part."""
_ANOTHER_WAY = re.compile(r"[；;]\s*(?:同时|另外|此外|还)?(?:通过|利用|依托|在)")
_ANEW = re.compile(
    r"此外|另外|同时|截至|年内|目前|较|比上年|同比|(?:^|[，,；;、。\s])(?:全年|累计|总计|合计|共计|以上)"
)


def _is_new(verb: str, first: Mention, whole_words: str) -> bool:
    """Whether a verb begins a statement of its own: 召开会议3次，举办培训2次.

    A list whose own parts begin with verbs (答复2件，转办3件) may go on with any.
    """
    return verb not in whole_words and VERB.match(after_trigger(first.lead)[:40]) is None


_INNER = re.compile(r"其中|包括|包含|内[有含]|[，,]即|[（(][^）)]*$")
"""Begins a list inside the list; a bracket only where it is still open."""


def _made(
    wholes: list[Mention], parts: list[Mention], trigger: str, text: str, ended_by: int
) -> SumList:
    loose: list[Mention] = []
    share = sum((p.token.value for p in parts), Decimal(0)) / (wholes[0].token.value or 1)
    for place, part in enumerate(parts):
        if place and _INNER.search(_SEMICOLON.split(without_brackets(part.before))[-1]):
            loose = parts[place:]
            parts = parts[:place]
            break
    leads = [after_trigger(p.lead) or p.tail for p in parts]  # 其中9件为网上申请，1件为书面申请
    channels = sum(1 for lead in leads if CHANNEL.search(lead)) * 2 > len(parts)
    return SumList(
        tuple(wholes), tuple(parts), claim_of(parts, leads, trigger, text, ended_by, share), channels,
        tuple(loose),
    )  # fmt: skip
