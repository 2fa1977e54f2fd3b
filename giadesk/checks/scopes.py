"""What a quantity is of where the words before its own clause say so: other years, some requests only.

近五年共收到申请4件 is of five years; 仅就新收来说，办结22件 and 企业申请的3件，2件予以公开 are of a part.
"""

from __future__ import annotations

import re

from giadesk.checks.reading import Mention, Sentence, without_brackets
from giadesk.core.quantities import Token

_NUMBER = "一二两三四五六七八九十几数多"
_LONGER = re.compile(
    rf"近来?[{_NUMBER}\d]+个?年|[{_NUMBER}\d]个?年(?:多?来|以来|间|里|中|共|合计|累计|期间)|历年|连年|往年"
    r"|[一二三四五六七]五[”\"]?(?:规划)?(?:期间|时期|以来|期内)|[届任]期?内?(?:以来|期间|期内)|任[期内职]|(?<![告计日度])期间|至今(?![年天])|[先以]后共|(?<!今年)(?<!年初)以来"
    r"|(?:19|20)\d\d年?度?(?:至|到|—+|－|-|～|~)(?:19|20)?\d\d年"
)
"""Words of a time that is longer than the report's year."""
_THIS_YEAR = re.compile(r"[今本当](?:年|期)|全年|年内|现行|目前|年末|年底|(?:19|20)\d\d(?=年)")


def is_of_longer_time(before: str, year: int) -> bool:
    """Whether the sentence up to a quantity tells of several years, and since then not of this one."""
    last = max(_LONGER.finditer(before), key=re.Match.start, default=None)
    if last is None or (last[0] == "以来" and before.endswith(f"{year}年", 0, last.start())):
        return False
    since = _THIS_YEAR.findall(before, last.end())
    return not since or (since[-1].isdigit() and bool(year) and int(since[-1]) != year)


_ONLY = re.compile(
    r"(?:仅|单|只|光)(?:就|看|算|计|按|以|说)|不(?:计|算|含|包括|考虑)|扣除|除去|剔除|抛开|撇开|去掉|减去|当年(?:新)?(?:收到?|受理)(?:的?[，、]?)当年"
)


def is_of_some_only(before: str) -> bool:
    """Whether what comes before in the sentence leaves some out: 扣除上年结转的3件，办结22件."""
    clauses = re.split(r"[；;]", before)[-1]
    return _ONLY.search(without_brackets(clauses)) is not None


_THOSE = re.compile(r"(?P<which>.*?)的(?:那|这|全部|所有)?$")
_ONE_ASKED = re.compile(r"(?:同一|某|[一两二三几\d][名位人])[^，。；]{0,10}(?:提出|提交|申请)了?$")
_WHO = re.compile(r"(?:自然人|个人|公民|企业|公司|机构|组织|律师|法人)(?:申请|提出|提交|的)*$")
_ALL_THOSE = re.compile(
    r"(?:(?:19|20)\d\d年度?|全年|本年度?|今年|年内|截至[^，。；]*|[我本全][镇乡县区市局街道委办院厅单位机关部门]+|共|总共|一共|所|已|对|在|上述|以上|全部|所有|政府信息公开|信息公开|依?申请公开|申请"
    r"|收到|受理|接到|接收|登记|办理|处理|办结|答复|回复|公开|[和并、])*"
)
_TAKEN_IN = re.compile(r"新?收到?|受理|接[到收]|登记")
_CAME_BEFORE = re.compile(r"(?:结转|转来|转入|遗留)[^，。；]{0,8}?[1-9一二两三四五六七八九十]")
_JOINS = re.compile(r"(?:^\s*[、和及与]|以及|加上|连同|再加|含|包括)[^，。；]*$")


def opens_part(mention: Mention, text: str, is_outcome: bool) -> bool | None:
    """Whether from here on some of the requests are told of: 企业申请的3件，2件予以公开.

    False where it is of all again, 加上结转的3件; None where nothing changes. is_outcome: whether the
    quantity is itself one of the ways in which requests ended; a list of those opens nothing.
    """
    if text.startswith(("：", "——"), mention.end) and _WHO.search(mention.lead):
        return True  # 企业3件：1件公开，1件不予公开
    match = None if is_outcome else _THOSE.fullmatch(mention.lead)
    if match is None:
        before = text[max(0, mention.start - 16) : mention.start]
        return True if _ONE_ASKED.search(before) else None
    if _JOINS.search(mention.before):
        return False
    if match["which"] and not _ALL_THOSE.fullmatch(match["which"]):
        return True
    earlier = _CAME_BEFORE.search(text) is not None
    return (earlier and _TAKEN_IN.search(match["which"]) is not None) or None


_THEN_OPEN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?|上一?年度?|去年|前年|(?<!\d)(?P<month>\d{1,2})月)[^，。；]{0,8}未(?:审结|结案)"
)


def was_open_then(clause: str, year: int) -> bool:
    """Whether a case is called open at another time than this year's end: 在2023年底未审结, 6月底尚未审结."""
    match = _THEN_OPEN.search(clause)
    if match is None:
        return False
    if match["month"]:
        return int(match["month"]) != 12
    return not match["year"] or not year or int(match["year"]) != year


_OTHER_CASE = re.compile(
    r"第三人|不在(?:此列|[^，。；]{0,4}(?:统计|范围|表))|[不未](?:计入|列入|纳入|统计在)|与[^，。；]{0,10}公开[^，。；]{0,4}无关|不涉及[^，。；]{0,6}信息公开|(?:不属于?|不是|并?非)[^，。；]{0,6}信息公开|案由"
    r"|(?:系|是|为|因|属于?)[^，。；]{0,10}(?:纠纷|工伤|合同|承包|宅基地|林权|权属|拆除|强拆|违建|征收|处罚|许可|登记|补偿)(?![^，。；]*公开)"
)


def is_another_case(sentence: str) -> bool:
    """Whether a review or lawsuit is told of that is none of open information: 系林权纠纷，不在此列."""
    return _OTHER_CASE.search(sentence) is not None


def is_told_apart(mention: Mention, sentence: Sentence, of_cases: bool, year: int) -> bool:
    """Whether the sentence makes a quantity one of other years, of some requests, or none of the tables'.

    of_cases: whether reviews or lawsuits are what it counts.
    """
    before = sentence.text[: mention.start - sentence.start]
    if is_of_longer_time(before, year) or is_of_some_only(before):
        return True
    of_cases = of_cases or mention.lead.endswith(("复议", "诉讼"))
    said = sentence.text[mention.clause - sentence.start :] if of_cases else ""
    upto = mention.end - mention.clause + len(mention.tail)
    return was_open_then(said[:upto], year) or is_another_case(said)


_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE_YEAR = re.compile(r"1\s*月\s*1\s*日|12\s*月\s*(?:31\s*日|底|末)|年(?:度|底|末)?$")
_CARRIES_ON = re.compile(r"结?转(?:至|到|入)?(?:下|次年|明年)")


def is_of_year(start: int, since: int, lead: str, dates: list[Token], year: int) -> bool:
    """Whether the dates before a quantity, from `since` on, say the whole of the report's year, or nothing.

    What is carried out is so at the year's end, whatever day was named on the way.
    """
    last = next((t for t in reversed(dates) if since <= t.start < start), None)
    if last is None:
        return True
    named = _YEAR.search(last.text)
    if named and year and int(named[0]) != year:
        return False
    return _WHOLE_YEAR.search(last.text) is not None or _CARRIES_ON.match(lead) is not None


_SORTED = re.compile(
    r"主动公开[^。；，]{0,12}\d[^。]{0,24}(?<!办结|受理|收到|办理|答复)依申请公开[^。；，]{0,8}\d"
)
"""主动公开7件，依申请公开59件，不予公开46件: how documents were classed, not what became of requests."""


_NOT_OURS = re.compile(
    r"与(?:政府|政务)?信息公开(?:工作)?无关|(?:不属于|不是|并?非)(?:政府|政务)?信息公开(?:类|申请|事项)"
    r"|不予?(?:计入|纳入|列入)(?:本|我|上述|表|统计|政府|信息公开)"
)
"""收到举报投诉12件，均与信息公开无关."""


def is_of_others(text: str) -> bool:
    """Whether a sentence counts documents by kinds, or what it says is no request of this law."""
    return ("信息公开" in text and _NOT_OURS.search(text) is not None) or (
        "依申请公开" in text and _SORTED.search(text) is not None
    )
