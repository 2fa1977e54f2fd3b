"""Whose report it is and whose work it tells of, where the words name another office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.naming import HAN
from giadesk.checks.own import abbreviates
from giadesk.checks.reading import Passage, has_any
from giadesk.checks.registry import Case, Finding
from giadesk.core.units import level_of, same_unit, short_name

_OFFICE = (
    rf"{HAN}{{2,24}}?"
    r"(?:人民政府(?:办公[室厅])?|办事处|委员会|管委会|[镇乡局厅]|街道|(?<=[市县区])政府办公室)"
)
_REPORT = r"的?(?:政府)?信息公开(?:工作)?年?度?报告"
_REPORTS = ("年报告", "度报告", "公开报告", "工作报告")
_WORK_OF = re.compile(
    rf"(?:^|(?<=[。；，]))20\d\d年度?+[，,]?(?P<name>(?![我本全各该]){_OFFICE}|{HAN}{{2,6}}部)政府信息公开工作(?!要点|安排|要求|会议|培训|部署|方案|考核|办法)"
)
"""2019年民政部政府信息公开工作，…: whose work the report tells of."""
_RECEIVER = re.compile(
    rf"(?:^|(?<=[。；]))\s*(?:20\d\d年度?+|全年|本年度?+)[，,]?(?P<name>(?![我本全各该镇乡局办党]|街道|机关|综合)(?:{_OFFICE}|{HAN}{{2,14}}(?:部|总局|署)))(?<![镇乡道])"
    r"(?:共|累计|总计)*(?:(?:收到|接到|受理|新收)(?:政府信息公开|信息公开|依申请公开)(?:的)?申请|主动公开(?:各类)?(?:政府)?信息)[^，。；]{0,6}?\d(?![^。；]*(?:转|移交|交办|我[局镇乡]))"
)
"""2019年民政部共收到政府信息公开申请3件 in a bureau's report."""
_AUTHOR = re.compile(
    r"(?:公布|发布|公开|编制|制作|形成|完成)(?:了|的|《)?"
    rf"(?:(?P<name>{_OFFICE})(?:[（(][^（）()]{{2,24}}[）)])?20\d\d年?度?{_REPORT}|20\d\d年?+度?+(?P<later>{_OFFICE}){_REPORT})"
)
_COMPILED_BY = re.compile(
    rf"(?P<told>(?:报告|年报)[^。；]{{0,16}})?(?<![理自])由(?P<name>{_OFFICE}|{HAN}{{2,8}}?[县市区](?!人民政府|政府|[委政党]))(?!{HAN}{{2,12}}(?:街道|办事处))"
    r"(?:(?P<from>综合各?|结合|汇总)|根据|依据|依照|按照|负责|组织|统一|具体)?[^。；]{0,50}?(?<!组织)(?:编制|起草|编写|撰写)(?!的?(?:目录|指南|清单|事项|规划|标准))"
    r"(?(told)|(?(from)|(?:而成|形成)?的?[^。；，]{0,8}报告))"
)
"""本报告由永安市人民政府办公室结合有关统计数据编制 in the report of a town."""
_ORDERED = (
    r"(?:认真|严格|全面|深入|坚决|切实|始终)?(?:落实|贯彻|按照|执行|遵照|遵循)(?:落实|执行)?"
    r"(?=党的|党中央|中央|国务院|国家|省|市|县|区|上级|各级|习近平|《(?:中华人民共和国)?(?:政府信息公开)?条例|公开)"
)
_WORKED = re.compile(
    rf"(?:^|(?<=[。；，]))\s*(?:20\d\d年(?:度|以来|来)?[，,]?|全年|本年度?|今年以?来?[，,]?)*+(?P<name>(?![我本全各该])"
    rf"(?:{HAN}{{0,6}}[县市区旗])(?:(?:人民)?政府办公?室?|{HAN}{{2,10}}?[局委]))(?<![全各]局){_ORDERED}"
    r"(?![^。；]{0,30}[我本][镇乡街局委])"
)
"""2024年，平乡县人民政府办公室认真落实上级部署 in the report of a town: whose work that is."""


_MAY_RECEIVE = re.compile(
    r"[局部署厅会办室](?:共|累计|总计)*(?:收到|接到|受理|新收|主动公开)(?<!办主动公开)"
)


_MAY_WORK = re.compile(
    r"[室办局委](?:认真|严格|全面|深入|坚决|切实|始终)?(?:落实|贯彻|按照|执行|遵照|遵循)"
)


_TO_BE_ASKED = re.compile(
    rf"(?:与|和|同|向|联系|致电|拨打|咨询)(?P<name>(?![我本该各])(?:{HAN}{{0,6}}[省市县区旗州])?{HAN}{{2,16}}?(?:局|委员会))"
    rf"(?P<room>{HAN}{{0,10}}?(?:办公室|党政办|综合办|[科股室办]))?(?=联系|咨询|反映|[（(]|电话|[，。；])"
)
_ABOUT_REPORT = re.compile(
    r"(?:报告|年报)[^。]{0,40}$|(?:^|[。；])(?:公众|社会公众)?[如若]?有(?:任何)?(?:疑问|疑义|问题|意见|建议)(?:的)?[，,]?[请可以]{0,2}$"
)
_ASKED_OF_ALL = re.compile(r"信访|政务|审批|公开|信息|数据|监察|管理委员会|联系|查[阅询]|邮")
"""Offices that answer for others."""


def _asked(text: str) -> Iterator[re.Match[str]]:
    """Whom readers of the report are told to ask: 如对本报告有疑问，请与某局联系."""
    for match in _TO_BE_ASKED.finditer(text):
        if _ABOUT_REPORT.search(text, 0, match.start()) and not _ASKED_OF_ALL.search(match["name"]):
            yield match


def _authors(text: str) -> tuple[re.Match[str], ...]:
    authors = _AUTHOR.finditer(text) if has_any(text, _REPORTS) else ()
    works = _WORK_OF.finditer(text) if "政府信息公开工作" in text else ()
    received = _RECEIVER.finditer(text) if _MAY_RECEIVE.search(text) else ()
    compiled = _COMPILED_BY.finditer(text) if "报" in text and has_any(text, _COMPILING) else ()
    worked = _WORKED.finditer(text) if _MAY_WORK.search(text) else ()
    asked = _asked(text) if has_any(text, _ABOUT) and has_any(text, _ASK) else ()
    return (*authors, *works, *received, *compiled, *worked, *asked)


_COMPILING = ("编制", "起草", "编写", "撰写")
_ASK = ("联系", "咨询", "致电", "拨打")
_ABOUT = ("报告", "年报", "疑问", "疑义")
_OF_A_PART = (_RECEIVER, _COMPILED_BY, _WORKED, _TO_BE_ASKED)
"""Of a county's report an office of the county may have done it."""


def other_author(passage: Passage, case: Case) -> Iterator[Finding]:
    """现公布某局2024年政府信息公开工作年度报告 in the report of another office."""
    unit = case.report.unit
    for match in passage.recall(_authors):
        group = "later" if match.re is _AUTHOR and not match["name"] else "name"
        if match.re in _OF_A_PART and level_of(unit) not in ("township", "department"):
            continue
        name = match[group]
        if _is_named_so(name, unit) and not (
            match.re in (_AUTHOR, _COMPILED_BY, _WORKED) and _is_above(name, unit)
        ):
            continue
        yield Finding(
            code="N-OTHER",
            severity="verify",
            message=f"“{name}”不是填报单位“{unit}”",
            remedy="核对是否误留了其他单位的名称",
            where=passage.place(match.start(group), match.end(group)),
            expected=unit,
            actual=name,
            key=f"N-OTHER/{passage.section}/{name}/报告",
            figures=name,
            mends=passage.mends(*match.span(group), unit, f"改为“{unit}”"),
        )


_SUPERIOR = re.compile(
    rf"(?:{HAN}{{1,8}}[省市县区旗州])?(?:{HAN}{{0,6}}[省市县区旗州])(?:(?:人民)?政府(?:办公?[室厅]?)?)?"
)


def _is_above(name: str, unit: str) -> bool:
    """Whether a name is that of a place above a town or a bureau, or of its government."""
    return (
        level_of(unit) in ("township", "department")
        and short_name(unit) not in name
        and _SUPERIOR.fullmatch(name) is not None
    )


def _is_named_so(name: str, unit: str) -> bool:
    """Whether a name can mean the unit: 县教育局, 本局 and 青石镇政府 do."""
    if name[0] in "我本" or same_unit(name, unit) or abbreviates(name, unit):
        return True
    a, b = short_name(name), short_name(unit)
    tail = re.sub(r"^.*[省市县区州旗盟](?=.{3,})", "", a)
    return a in b or b in a or tail in unit
