"""The same thing said twice with different figures: 全年主动公开政府信息208条 here, 212条 there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from giadesk.checks.gainsaid import gainsaid
from giadesk.checks.inventory import counted_twice
from giadesk.checks.reading import Mention, Passage, has_any, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.checks.repeated import repeated_items
from giadesk.core.prose import plain
from giadesk.core.units import short_name

_FILL = (
    r"(?:20\d\d年(?:度)?|全年|本年度?|年度|今年|[我本][镇乡街道县区市局委办院厅单位机关]+|全[镇乡县区市局街道]+"
    r"|通过(?:各|各种|各类|多种)(?:渠道|途径|方式|形式)(?:和(?:方式|形式|途径))?|政府|机关|共|总共|一共|共计|总计|合计|已|依法|[，,、\s的对外向社会])*+"
)
_COUNT = r"(?:总?数量?|总量|共计?|总计|合计|共|为|达到?|了|有|[：:\s])*+"


class _Subject(NamedTuple):
    """What a report states once for the whole year: how it is called, and in what units."""

    name: str
    word: str
    """What a paragraph must hold that states it."""
    lead: re.Pattern[str]
    units: frozenset[str]
    ids: tuple[str, ...]
    """Figures of the tables that say the same; where they are filled, the tables are compared."""


def _subject(name: str, word: str, words: str, units: str, *ids: str) -> _Subject:
    return _Subject(name, word, re.compile(_FILL + words + _COUNT), frozenset(units.split()), ids)


_SUBJECTS = (
    _subject(
        "主动公开政府信息",
        "主动公开",
        r"主动公开(?:各类)?(?:政府|政务)?信息",
        "条 件",
        "statistics/disclosed/value",
    ),
    _subject(
        "制发的规范性文件",
        "规范性文件",
        r"(?:制[发定]|出台|印发)(?:行政)?规范性文件",
        "件 个 份",
        "disclosure/normative/made",
        "statistics/normative_made/value",
    ),
    _subject(
        "收到的申请",
        "申请",
        r"(?:收到|受理|接收|接到|登记|新收)(?:(?:政府信息公开|信息公开|依申请公开)(?:的)?申请|依申请公开(?:政府信息|信息)?(?:申请|办件|事项|件)?)",
        "件 条 份 宗 起 例",
        "applications/received/total",
        "statistics/received/value",
    ),
    _subject(
        "政府网站公开的信息",
        "网站",
        r"(?:通过|在|于|利用|依托)?(?:[^各村镇乡在通过局委部门科所站对向、\d]{2,5}(?=[县市区]))?[县市区](?:人民)?政府(?:信息)?(?:门户)?网站?上?共?(?:主动)?(?:公开|发布)(?:(?:各类)?(?:政府|政务)?信息)?",
        "条",
        "statistics/channel_website/value",
    ),
)


@check("P-AGAIN", "verify", "前后说的同一个数一致", "text", "figures", "about")
def said_again(case: Case) -> Iterable[Finding]:
    """同一个总数在正文中出现几次的，应当一致。

    比较什么：全年主动公开政府信息的总数、没有表格可对照时收到申请、制发规范性文件的总数，在不同段落中的说法。写明网站、平台、部门、时段等范围的，约数和累计数，不比较；“上述几件”“以上几名”“公开的几条信息中”所说的数，前面有没有写到；同样的会议、培训前后写的次数（“召开推进会3次”“召开的4次推进会”）；在县政府网站公开信息的总数；全镇、全局的查阅点、公开栏、信息员和信息公开的专职、兼职人员，所辖和全镇的村、社区、部门、学校前后写的个数；一处说收到过申请、收取过费用、发生过复议和诉讼、举办过培训、接到过投诉、有结转的申请、有专职人员和专项经费、有自己的账号等，另一处说没有；信息公开领导小组的组长前后不是一个人；列举中接连两项的名称和数完全相同。
    为什么：改了一处，忘了改另一处。
    依据：公文数据一致的通行要求。
    不通过：概述写“全年主动公开政府信息208条”，主动公开部分写“全年主动公开政府信息212条”。
    通过：两处都写208条，或者一处写“在网站主动公开政府信息180条”。
    """
    own = short_name(case.report.unit)
    for subject in _SUBJECTS:
        if any(i in case.figures for i in subject.ids):
            continue
        first: Mention | None = None
        told: set[Decimal] = set()
        for passage in passages(case):
            if subject.word not in passage.text or not passage.read.mentions:
                continue
            for mention in _stated(passage, subject, own, case.report.year):
                if first is None:
                    first = mention
                elif mention.token.value not in told and (
                    subject.word != "网站" or _contradict(first, mention)
                ):  # nor was it told as a part of the first
                    yield _finding(subject, first, mention, passage)
            told.update(m.token.value for m in passage.read.mentions if first is not None)
    yield from _referred(case)
    yield from _held_again(case)
    for what, first, mention, passage in counted_twice(case):
        yield _finding_of(what, first, mention, passage)
    yield from _staffed_again(case)
    yield from repeated_items(case)
    yield from gainsaid(case)


_YEARS = re.compile(r"(?:19|20)\d\d(?=年)")
_HELD = re.compile(
    r"(?:虽|(?:19|20)\d\d年度?|全年|本年度?|今年|年度?内|一年来|按[月季]|每季度|共|累计|先后|[我全][镇乡县区局]|[，,])*"
    r"(?P<what>(?:组织(?:召开|举办|开展)?|召开|举办|开展)[\u4e00-\u9fff“”]{3,14})"
)
_HELD_UNITS = frozenset("次期场轮")
_PLANNED = re.compile(r"下一?步|今后|将|拟|计划|明年|次年|力争|打算|争取")
_OF_A_PART = re.compile(r"上年|去年|季度|上半年|下半年|其中|比|同比|第[一二三四]|以来")


def _held_again(case: Case) -> Iterator[Finding]:
    """召开专题会议3次 here, 召开专题会议4次 there."""
    said: dict[str, tuple[Mention, int]] = {}
    for number, passage in enumerate(passages(case)):
        if not has_any(passage.text, ("召开", "举办", "开展", "组织")):
            continue
        for mention in passage.read.mentions:
            if mention.token.unit not in _HELD_UNITS or not mention.token.is_exact:
                continue
            sentence = passage.read.sentences[mention.sentence].text
            if mention.depth or _OF_A_PART.search(sentence) or _PLANNED.search(sentence):
                continue
            if any(int(y) != case.report.year for y in _YEARS.findall(mention.lead)):
                continue
            match = _HELD.fullmatch(mention.lead)
            what = match["what"] if match else _held_before(mention, said)
            if what:
                first = said.setdefault(what.replace("会议", "会"), (mention, number))
                if first[1] != number and _contradict(first[0], mention):
                    yield _finding_of(what, first[0], mention, passage)


_THOSE_HELD = re.compile(
    r"(?:从|在|对|据)?(?:全年|本年度?|今年|年内)(?:共|所|先后)?(?P<verb>召开|举办|开展)的"
)


def _held_before(mention: Mention, said: Iterable[str]) -> str:
    """What was held as often as is said now the other way about, 全年召开的4次推进会; "" for nothing."""
    match = _THOSE_HELD.fullmatch(mention.lead)
    if match is None:
        turned = _TURNED.match(mention.tail) if _SO_OFTEN.fullmatch(mention.lead) else None
        return turned["what"] if turned else ""
    known = (w for w in said if mention.tail.startswith(w.partition(match["verb"])[2] or "。"))
    return next(known, "")


_SO_OFTEN = re.compile(r"(?:(?:19|20)\d\d年度?|全年|本年度?|今年|年度?内|一年来|共|累计|先后)+")
_TURNED = re.compile(
    r"(?P<what>(?:召开|举办|开展)[\u4e00-\u9fff]{2,10}?会议?)(?=研究|部署|听取|学习|讨论|安排|推进|传达|$)"
)
"""先后5次召开专题会议研究公开工作."""


_OUR_WORK = r"(?:政府信息公开|信息公开|政务公开)?"
_STAFF = rf"{_OUR_WORK}的?(?P<kind>[专兼]职)(?:从事|负责)?{_OUR_WORK}(?:工作)?(?:人员|干部|联络员)?"
_STAFF_BEFORE = re.compile(_STAFF + r"(?:分别|共计?|总?数?为|各?有|[：:])*$")
_STAFF_BEHIND = re.compile(_STAFF)
_STAFF_IDS = {"专": "statistics/staff_full_time/value", "兼": "statistics/staff_part_time/value"}
_OTHER_STAFF = re.compile(
    r"村|社区|[各每]|站|所|科室|股室|部门|网格|便民|大厅|窗口|中心|保密|档案|网站|微信|公众号|平台|县|市|区|上级|上年|去年|往年|年初|拟|将|增|新|明年|次年|目标|计划|原|另|协助|其余|至少"
)
_ALL_STAFF = re.compile(r"公开|全[镇乡局街委]|[我本](?:[镇乡局委]|街道)|仅|只|现有")


def _staffed_again(case: Case) -> Iterator[Finding]:
    """专职1名、兼职2名 here, 全乡2名专职人员 there."""
    unit = case.report.unit
    own = (unit, short_name(unit))
    said: dict[str, list[Mention]] = {}
    first: dict[str, Mention] = {}
    for passage in passages(case):
        if "专职" not in passage.text and "兼职" not in passage.text:
            continue
        for mention in passage.read.mentions:
            match = _STAFF_BEFORE.search(mention.lead) or _STAFF_BEHIND.match(mention.tail)
            if match is None or mention.token.unit not in _PEOPLE or not mention.token.is_exact:
                continue
            kind = match["kind"][0]
            told = said.setdefault(kind, [])
            if _STAFF_IDS[kind] not in case.figures and _is_all_staff(mention, passage, own):
                known = first.setdefault(kind, mention)
                some = _SENT.search(mention.before) is not None
                if known is not mention and not some and not _was_said(mention.token.value, told):
                    yield _finding_of(f"{kind}职人员", known, mention, passage)
            told.append(mention)


_SENT = re.compile(r"派|安排|指定|抽调|参加|参训|培训")
"""Of some of them: 选派1名专职人员参加培训."""


def _is_all_staff(mention: Mention, passage: Passage, own: tuple[str, str]) -> bool:
    """Whether the number is of all who do this work so, as far as can be told."""
    sentence = passage.read.sentences[mention.sentence]
    before = passage.text[sentence.start : mention.start]
    for name in own:
        before = before.replace(name, "全乡")
    known = "公开" in sentence.text or ("公开" in passage.text and "公开" in passage.topic)
    if not known or _OTHER_STAFF.search(before) or _OTHER_STAFF.search(mention.tail[:4]):
        return False
    return _ALL_STAFF.search(f"{before}{mention.tail[:14]}") is not None


_WHOLE_YEAR = re.compile(r"(?:19|20)\d\d年|全年|本年|今年|年度?内|共|累计|先后")
_PLAIN = re.compile(
    r"(?:组织(?:召开|举办|开展)?|召开|举办|开展)(?:专题|专项|工作|业务|学习|集中)*(?:会议?|培训班?|检查|活动|宣传|学习)"
)
"""Meetings or courses of any kind, which are not the same because they are called so."""


def _contradict(one: Mention, other: Mention) -> bool:
    """Whether both counts are of the whole year, or what seems to be a part is more than the whole."""
    a, b = (m.token.value for m in (one, other))
    whole = [_WHOLE_YEAR.search(m.lead) is not None for m in (one, other)]
    if a == b or (not any(whole) and (_PLAIN.search(other.lead) or a > b)):
        return False
    return all(whole) or not any(whole) or (b > a if whole[0] else a > b)


_POINTS_BACK = re.compile(r"(?:上述|前述|(?<![量岁级次人元度数])以上)(?:的)?$")
_MAY_POINT = re.compile(
    r"(?:上述|以上|前述|公开的|全年|办结的|收到的|受理的|答复的)的?\s*[\d一二三四五六七八九十]"
)
_OF_THOSE = re.compile(r"(?:在|从)?(?:全年|本年度?)?(?:所|已)?(?:主动)?公开的$|全年的?$")
_INFORMATION = re.compile(r"(?:政府|政务)?信息")
_PEOPLE = frozenset("人名位")
_REFERRED_UNITS = frozenset("件宗份起条") | _PEOPLE
_LATELY = 8


def _referred(case: Case) -> Iterator[Finding]:
    """上述19名工作人员, where 20名 was written: a number that points back to one said before."""
    every = passages(case)
    if not any(_MAY_POINT.search(p.text) for p in every):
        return
    earlier: list[Mention] = []
    for passage in every:
        pointing = _MAY_POINT.search(passage.text) is not None
        for mention in passage.read.mentions:
            words = _done_to_those(mention) if pointing else ()
            if words or (pointing and _points_back(mention)):
                alike = [m for m in earlier if _same_kind(m, mention)]
                if words:
                    done = [m for m in alike if any(w in m.lead for w in words)]
                    alike = [*done, *(m for m in alike if done and "结转" in m.lead)]
                value = mention.token.value
                if alike and not _was_said(value, alike):
                    yield _unknown(mention, alike, passage)
            if mention.token.unit in _REFERRED_UNITS:
                earlier.append(mention)


_DONE_TO = re.compile(r"(?:全年|本年度?|年内|已|所|共)*(?P<done>办结|答复|收到|受理|新收)的$")
_SAME_DONE = ("办结", "答复", "办理"), ("收到", "受理", "新收")


def _done_to_those(mention: Mention) -> tuple[str, ...]:
    """Words for what was done to those that 办结的76件中 speaks of; none where it does not speak so."""
    match = _DONE_TO.fullmatch(mention.lead) if mention.token.unit in _REQUESTED else None
    if match is None or not mention.token.is_exact or not _THEREOF.match(mention.tail):
        return ()
    return next(words for words in _SAME_DONE if match["done"] in words)


_REQUESTED = frozenset("件宗份起")
_THEREOF = re.compile(r"中|里|内|(?:政府信息公开|信息公开|依申请公开)?申请(?:中|均|全部|都)")


def _points_back(mention: Mention) -> bool:
    if mention.token.unit not in _REFERRED_UNITS or not mention.token.is_exact:
        return False
    return _POINTS_BACK.search(mention.lead) is not None or (
        _OF_THOSE.fullmatch(mention.lead) is not None
        and _INFORMATION.match(mention.tail) is not None
    )


def _same_kind(one: Mention, other: Mention) -> bool:
    return one.token.unit == other.token.unit or {one.token.unit, other.token.unit} <= _PEOPLE


def _was_said(value: Decimal, alike: list[Mention]) -> bool:
    """Whether the number was said, or some of those said last come to it."""
    if any(m.token.fits(value) for m in alike):
        return True
    last = [m.token.value for m in alike[-_LATELY:]]
    runs = combinations(range(len(last) + 1), 2)
    return any(sum(last[a:b]) == value for a, b in runs if b - a > 1)


def _unknown(mention: Mention, alike: list[Mention], passage: Passage) -> Finding:
    token = mention.token
    shown = passage.text[mention.lead_start : mention.end]
    sentence = [m for m in alike if m.sentence == alike[-1].sentence] or alike
    meant = max((m.token.value for m in sentence), default=token.value)
    return Finding(
        code="P-AGAIN",
        severity="verify",
        message=f"“{shown}”，前面没有写过{token.text}，写的是{plain(meant)}{token.unit}",
        remedy="核对后与前面写成同一个数",
        where=passage.place(mention.lead_start, mention.end),
        expected=plain(meant),
        actual=plain(token.value),
        key=f"P-AGAIN/{passage.section}/{shown}",
        figures=f"{plain(meant)}/{plain(token.value)}",
    )


def _stated(passage: Passage, subject: _Subject, own: str, year: int) -> Iterable[Mention]:
    for sentence in passage.read.sentences:
        for place, mention in enumerate(sentence.mentions):
            token = mention.token
            if token.unit not in subject.units or not token.is_exact or mention.depth:
                continue
            if subject.word not in mention.lead:
                continue
            lead = mention.lead.replace(own, "") if own else mention.lead
            before = sentence.text[: mention.lead_start - sentence.start]
            if lead.endswith(("公开", "发布")) and mention.tail and mention.tail[:2] != "信息":
                continue  # 县政府网站公开24条解读
            if not subject.lead.fullmatch(lead) or (place and mention.clause < mention.lead_start):
                continue
            named = _YEARS.findall(before + lead)
            clause = re.split("[；;]", before)[-1]
            if all(int(y) == year for y in named) and not _SOME_OF_IT.search(clause + lead):
                yield mention


_SOME_OF_IT = re.compile(
    r"^(?:上一?年|去年)|上半年|季度|累计|历年|其中|[至到—-]\d+月|(?<!1)[1-9]月|1[01]月"
)
"""Words by which a figure is of another time, or of a part."""


def _finding(subject: _Subject, first: Mention, mention: Mention, passage: Passage) -> Finding:
    return _finding_of(subject.name, first, mention, passage)


def _finding_of(what: str, first: Mention, mention: Mention, passage: Passage) -> Finding:
    quote = passage.text[mention.clause : mention.end]
    now, before = plain(mention.token.value), plain(first.token.value)
    return Finding(
        code="P-AGAIN",
        severity="verify",
        message=f"{what}这里写{now}{mention.token.unit}，前面写{before}{first.token.unit}",
        remedy="核对后写成同一个数；范围不同的，分别写明",
        where=passage.place(mention.clause, mention.end),
        expected=before,
        actual=now,
        key=f"P-AGAIN/{passage.section}/{quote}",
        figures=f"{before}/{now}",
    )
