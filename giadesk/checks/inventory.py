"""How many there are of what an office keeps or stands over, told twice: 辖8个社区 here, 9个社区 there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.reading import Mention, Passage, has_any, one_of, passages
from giadesk.checks.registry import Case
from giadesk.core.units import short_name

Twice = tuple[str, Mention, Mention, Passage]
"""What is counted, where it was first, where otherwise, and the paragraph of that."""


def counted_twice(case: Case) -> Iterator[Twice]:
    """Every count of the whole office's that differs from one in a paragraph before."""
    yield from _kept(case)
    yield from _stood_over(case)


_OF_A_PART = re.compile(r"上年|去年|季度|上半年|下半年|其中|比|同比|第[一二三四]|以来")

_OWNED = (
    "查阅点|查询点|查阅场所|公开栏|公示栏|宣传栏|电子屏|显示屏|触摸屏|查询机|监督员|信息员|联络员"
)
_IN_ALL = (
    r"(?:[一二三四五六七]是|但是?|虽然?|截至(?:年底|\d+年?底?)?|目前|现|如今|年末|年底|[，,])*全[镇乡县区市局街道委]+(?:范围内)?(?:共计?|总共|现|只|仅|已|也|目前)*"
    r"(?:有|设有?|建有|建成|配备|聘请)?了?"
)
_COUNTED = re.compile(
    rf"{_IN_ALL}(?:政府信息公开|信息公开|政府信息|政务公开|政务)?(?P<what>{_OWNED})?(?:共|计|总数为?|有|为)*"
)
_BEHIND = re.compile(rf"(?:政府信息公开|信息公开|政府信息|政务公开|政务)?(?P<what>{_OWNED})")


_NOT_NOW = re.compile(r"明年|次年|将|拟|计划|打算|力争|年初|原有|原来|由(?!于)|去年|[新增][增建设]")
_HAS = (
    r"(?:[一二三四五六七]是|但是?|虽然?|由于|因|截至(?:年底|\d+年?底?)?|目前|现|如今|年末|年底|[我本](?:[镇乡局委办]|街道)|[镇乡局]|共计?|总共|也|已"
    r"|(?P<all>仅|只|才)|[，,])*(?:有|设有?|设立|设置|建有|建成|配有|配备)?了?"
)
_OWN = re.compile(
    rf"{_HAS}(?:政府信息公开|信息公开|政府信息|政务公开|政务)?(?P<what>{_OWNED})?(?P<only>仅|只)?(?:共|计|总数为?|有|为)*"
)
_WHERE_ONE_READS = re.compile(r"(?:信息|资料|文件)?(?:仅|只)(?:有|在|设)?[\u4e00-\u9fff]{1,8}")
_TO_READ = re.compile(r"(?:可|能|供)+(?:群众|公众)?(?:查阅|查询)")
_OF_OTHERS = re.compile(r"村|社区|各|每|站所|片区|学校|县|市|区(?!别)")
_ONE = {"查阅场所": "查阅点", "查询点": "查阅点"}


def _what(mention: Mention, own: str) -> tuple[str, bool]:
    """What is counted of the whole office, "" for nothing of it; whether it is said that it is all."""
    behind = _BEHIND.match(mention.tail)
    if "全" in mention.lead:
        match = _COUNTED.fullmatch(mention.lead)
        return ((match["what"] or (behind["what"] if behind else "")) if match else ""), True
    if _WHERE_ONE_READS.fullmatch(mention.lead) and _TO_READ.match(mention.tail):
        return "查阅点", True
    match = _OWN.fullmatch(mention.lead.replace(own, "") if own else mention.lead)
    if match is None or not mention.lead:
        return "", False
    return match["what"] or (behind["what"] if behind else ""), bool(match["all"] or match["only"])


def _kept(case: Case) -> Iterator[Twice]:
    """全局共有查阅点3处 here, 全局只有2处查阅点 or 只设一处查阅点 there."""
    said: dict[str, tuple[Mention, int, bool]] = {}
    own = short_name(case.report.unit)
    for number, passage in enumerate(passages(case)):
        if not has_any(passage.text, _MAY_KEEP):
            continue
        for mention in passage.read.mentions:
            if mention.token.unit not in _PIECES or not mention.token.is_exact or mention.depth:
                continue
            end = mention.end + len(mention.tail)
            if _KEPT.search(passage.text, mention.lead_start, end) is None:
                continue
            what, whole = _what(mention, own)
            if not what:
                continue
            sentence = passage.read.sentences[mention.sentence].text
            if _OF_A_PART.search(sentence.partition("其中")[0]) or _NOT_NOW.search(sentence):
                continue
            if "全" not in mention.lead and _OF_OTHERS.search(mention.before + mention.tail):
                continue
            first = said.setdefault(_ONE.get(what, what), (mention, number, whole))
            if first[1] != number and first[0].token.value != mention.token.value:
                alike = ("全" in mention.lead) == ("全" in first[0].lead)
                if alike and (first[2] or whole):
                    yield what, first[0], mention, passage


_MAY_KEEP = (*_OWNED.split("|"), "可查", "供查", "能查")
_KEPT = one_of((*_OWNED.split("|"), "查阅", "查询"))
"""Without one of these around a figure nothing that is kept is counted, nor a place to read."""
_PIECES = frozenset("个处块台名套人面")


_UNITS = frozenset("个家所处")
_NOUN = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{0,6}?(?:村民小组|居民小组|行政村|自然村|建制村|村委会|居委会|村(?![民级务居组干部屯庄企医小卫里])|社区(?![矫卫服工干])"
    r"|部门|单位|乡镇|镇街|街道|学校|中小学|幼儿园|医院|卫生院|企业|站所|科室|股室|网格))(?![（(中里内级街办组])(?![、和及与](?!\d))"
)
_OVER = re.compile(r"(?:下|现|共|管|所|总)?辖(?:有|区内?有?|了)?(?:共有?)?$")
_ALL_OVER = re.compile(r"全(?P<area>[县市区镇乡州]|街道)(?:范围内|域内?|现有|共有|所有|共|的)?$")
_EVERY = re.compile(
    r"全部|全面|均|都|统一|集中(?=公[开示布]|发布|学习|培训|清理|检查|整[改治]|考核)|全覆盖|一律|逐[一个]"
)
_DONE_WITH_ALL = re.compile(r"(?:组织|对|要求|督促|指导|覆盖|涵盖)全[^，。；]{1,6}$")
_UNSURE = re.compile(
    r"除|涉密|不含|其余|另[外有]|合并|并[村校入]|撤[并销]|新[成增建]|增加|减少|原[有来先]|原辖|年初|去年|上年|以前|此前|其中|试点|示范|重点|首批|先进|达标|抽[查取检](?![，,])|部分"
    r"|个别|比|季度|半年|拟|将|计划|明年|次年|下一步|联合|周边|相邻|片区|分别|调整|筹[备建]|在建"
)
_CLAUSES = re.compile(r"[；;。]")
_YEARS = re.compile(r"(?:19|20)\d\d(?=年度?[^\d]{0,4}$)")


def _stood_over(case: Case) -> Iterator[Twice]:
    """全县78家一级预算部门 here, 全县76家一级预算部门 there."""
    own = short_name(case.report.unit)[-1:].replace("道", "街道")
    said: dict[tuple[str, str], tuple[Mention, int]] = {}
    for number, passage in enumerate(passages(case)):
        before: tuple[int, str] | None = None  # where a list of what is stood over goes on
        for mention in passage.read.mentions:
            token = mention.token
            listed, before = before, None
            if token.unit not in _UNITS or mention.depth or not token.is_exact:
                continue
            match = _NOUN.match(passage.text, mention.end, mention.end + 24)
            if match is None:
                continue
            goes_on = listed is not None and passage.text[listed[0] : mention.start] == listed[1]
            area = own if goes_on else _area(mention, passage, match.end(), own)
            if area == own and (goes_on or _OVER.search(mention.lead)):
                before = (match.end(), "、")
            bare = not area and _is_all_of_them(mention, passage, match.end())
            if (not area and not bare) or _is_unsure(mention, passage, case.report.year):
                continue
            key = (match["noun"], area or own)
            first = said.get(key) if bare else said.setdefault(key, (mention, number))
            if first is None or first[1] == number:
                continue
            then, now = first[0].token.value, mention.token.value
            if now > then or (now < then and not bare):
                yield match["noun"], first[0], mention, passage


def _area(mention: Mention, passage: Passage, end: int, own: str) -> str:
    """The area all of whose villages, schools or offices are counted; "" where that is not said."""
    if _OVER.search(mention.lead):
        return own
    match = _ALL_OVER.search(mention.lead)
    if match is None:
        return ""
    every = _EVERY.search(passage.text, end, min(end + 16, _clause_end(passage.text, end)))
    return match["area"] if every or _DONE_WITH_ALL.search(mention.lead) else ""


def _is_all_of_them(mention: Mention, passage: Passage, end: int) -> bool:
    """Whether a sentence begins with so many, all of which: 9个社区全部建成."""
    start = passage.read.sentences[mention.sentence].start
    begins = not passage.text[start : mention.start].strip()
    return begins and passage.text.startswith(("全部", "均", "都"), end)


def _clause_end(text: str, start: int) -> int:
    match = _CLAUSES.search(text, start)
    return match.start() if match else len(text)


def _is_unsure(mention: Mention, passage: Passage, year: int) -> bool:
    text = passage.text
    clause = _CLAUSES.split(text[: mention.start])[-1]
    if any(int(y) != year for y in _YEARS.findall(clause)):
        return True
    return _UNSURE.search(clause + text[mention.start : _clause_end(text, mention.end)]) is not None
