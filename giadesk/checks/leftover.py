"""Years that last year's report left behind: 2023年，我镇… in the report of 2024."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from giadesk.checks.ahead import signed_years, years_ahead
from giadesk.checks.announced import ENDS_WITH_SELF, SELF, announced_years
from giadesk.checks.own import own_names
from giadesk.checks.reading import Passage, Sentence, Text, passages, read
from giadesk.checks.registry import Case, Finding, Mend, check
from giadesk.checks.titles import PLAN_HEADING, line_years, title_years
from giadesk.checks.two_years import two_years
from giadesk.core.years import year_written, years_in, years_in_digits

_BY_KIND = r"街道(?:党工委|办事处)?(?![工干居])|[镇乡](?:党委|人民政府|政府)(?!信息)"
"""A town speaks of itself by its kind: 2024年，街道共收到申请2件."""
_DID = (
    r"(?:主动|依法|及时|按要求|共|累计|总计|总共)*(?:新增)?(?:新收|收到|受理|接收|接到|办理|主动公开|公开|发布|制发|制定|开展|组织|举办|举行|召开)(?!的)[^，。；]{0,24}?\d"
    r"|(?:通过|利用|依托|在)[^，。；\d]{0,24}(?:主动公开|公开|发布)[^，。；]{0,24}?\d"
    r"|[^，。；\d]{0,14}(?:网站|平台|公众号|系统|微信|微博|专栏)(?:共|累计|总计)?(?:收到|公开|发布|推送|更新)[^，。；]{0,24}?\d"
    r"|[^，。；\d]{0,20}行政(?:复议|诉讼)(?:案件?|申请)?[^，。；\d]{0,6}\d"
    r"|(?:未|没有)(?:收到|接到|受理|发生|产生|出现|制发|制定|因|针对)"
)
_BARELY = re.compile(rf"年度?(?:全年)?[，,、]?\s*(?:{_DID})")
_COUNTED_THEN = re.compile(rf"年度?(?:全年)?[，,、]?\s*(?:{SELF})?(?:{_DID})")
_DENIED = re.compile(r"年度?[，,]?\s*(?:未|没有)")
_TOLD_ALREADY = re.compile(
    r"(?:全年|本年度?|年内|今年)[^。；]{0,24}(?:收到|接到|受理|收)[^。；]{0,20}\d"
    r"|(?:收到|接到|受理|收悉)[^。；，]{0,16}申请[^。；，\d]{0,6}\d"
)
"""Where this year's requests were told, 2023年没有收到申请 tells of last year's."""
_HAPPENED = (
    r"年度?(?:以来|内)?[，,]?\s*(?:虽然?)?(?:{setting}[，,]){{0,2}}(?:{self}|{matter}|全年|{did})|年度(?:内|共)|年(?:全年|共)"
    r"|年度?的?(?:工作中|一年[中里]|(?:政府)?(?:信息|政务)公开工作[中里])"
    r"|年度?(?:新增)?(?:主动)?公开的(?:政府|政务)?信息(?:[中里共有]|[，,])"
)
_SETTING = r"(?:在|按照?|根据|依据|依照|围绕|对照|为|结合|面对|立足|随着)[^。；，\d]{2,36}"
"""按照县政府办统一部署，我镇…"""
_MATTER = (
    r"(?:政府信息公开工作|(?:政务|(?:政府)?信息|依申请|主动)公开(?!的|件|(?:工作)?(?:年度)?的?[^，。；]{0,4}"
    r"(?:报告|年报|要点|方案|计划|目录|指南|制度|考[核评]|检查|测评|评[估议比]|督[查导]|试点|示范|培训|专[区栏]|通报|反馈|问题|不足|整改|短板|情况)))"
)
_DONE_LATER = re.compile(
    _HAPPENED.format(self=SELF, matter="政府信息公开工作", setting="(?!)", did=_DID)
)
"""Of a year that is yet to come less is sure to be told as done."""
_COMPARES = (
    r"(?<!占)比(?![例重])|较(?![好快强大高多为])|同期|同比|相比|以来|增长|增加|减少|下降"
    r"|上年|去年|往年|历年"
)
_HISTORY = re.compile(
    rf"{_COMPARES}|上半年|下半年|季度|(?<![蒙来各亲])自(?![然觉身行主查动治贡媒信我愿建有办助由])|(?<![提\d])起(?=[，至]|$)|[年月日]起|从(?![业严简事快优实])|持平|十[三四五]五|规划(?![局和与及类、科所部计])|印发|制定|建立|成立"
    r"|曾|表彰|授予|列为|首批|荣获|获得|获评|修订|施行|出台|实施|下发|(?<!、)通知(?![、公通类栏])|先后"
)
_COUNTED = re.compile(
    r"(?:制定|制发|印发|出台|实施|下发|通知)(?=[^，。；《]{0,12}\d+\s*[件份个部条次])"
    r"|(?:未|没有)(?:制定|制发|印发|出台|修订)"
)
"""What was done so many times is a figure of a year, no history."""
_CARRIED_OUT = re.compile(r"(?:贯彻|组织|推进|深入|全面|认真|严格|切实|扎实|有效|依法)实施")
_ROUTINE = re.compile(
    r"(?:建立|制定)(?:健全|[和与并]?完善|和健全)|增加(?:公开|内容|栏目|渠道|透明)"
)
"""What is done every year in these words founds nothing and compares nothing."""
_BY_ORDER = re.compile(r"(?:根据|按照|依据|结合)[^，。；]{0,30}")
_OF_THE_REPORT = re.compile(
    r"统计[^，。；]{0,6}[期时]限[^。；]*|《[^》]*》|〔[^〕]*〕|现将[^，。；]{0,40}如下"
    r"|(?:19|20)\d\d年度?(?:财政|部门|单位|本级)*(?:预|决|预决)算|截[至止]到?(?:19|20)\d\d年(?:底|末|12月31日)"
)
"""Years in it are the report's as such: that they stand beside another makes no comparison."""
_AS_FOLLOWS = re.compile(r"如下[：:]")
_WORK = re.compile(
    r"(?:政府|政务)?(?:信息|政务)公开工作(?!领导|制度|机构|要点|方案|考核|规定|办法|年)"
)
"""What is told of the year's work as such is no history, whatever was founded in it."""
_COMPARED = re.compile(
    rf"{_COMPARES}|(?<!\d)起(?=[，至]|$)|获[^，。；]{{0,8}}(?:表彰|称号|奖|先进)"
)
_NAMED = re.compile(r"《[^》]*》|历年累计")
"""What a document's name says of 印发 and 规划 tells nothing of when; nor is a stock a comparison."""
_SINCE_LAST = re.compile(
    r"(?:同比|[比较](?:上一?年度?|去年)(?:同期)?(?:的\d+\w)?)[^，。；\d]{0,6}(?:增[长加量幅多]|减[少幅]|下降|提[高升]|上升|[多少])[^，。；]{0,10}"
    r"|[与和同](?:上一?年度?|去年)(?:同期)?的?\d*\w{0,2}相比[^，。；]{0,16}"
)
"""A year is compared with the one before it, whichever it is."""
_WITH_WHAT_IS_DUE = re.compile(
    r"[与和同](?![^，。；]{0,20}(?:年|同期|以往|过去|以前|之前))[^，。；]{2,20}(?:相比较?|比较|对比|比(?=[还仍有，]))"
)
"""与群众的期盼相比还有差距: compared with no other time."""
_CARRIED = re.compile(r"(?:上一?年度?|去年)(?:无|没有)?(?:结转|转入|转结)")
_SINCE_THEN = re.compile(
    r"(?:今年|本年度?|年内|当年)(?:已|又|再|新增|增加|新建|全部|均|办结)|结转|存量|[尚还]未[^，。；]{0,6}的"
)
"""After 截至2023年底: what had been left then, and what came of it this year."""
_AND_NOW = re.compile(
    r"[^，。；]{0,30}\d+\s*[条件份次个篇人期宗起][^，。；\d]{0,8}[，,；](?:今年|本年度?)[^，。；]{0,10}\d"
)
"""2023年受理咨询30件，今年为36件."""
_SETTLED_NOW = re.compile(
    r"今年|[于在至]本年|结转[至到入]?本年|本年度?(?:已|才|审结|办结|答复|完成)|[得已部未]{1,2}(?:解决|整改)|整改情况|整改到位|进行[^，。；]{0,4}(?:清理|迁移|归档)"
)
"""2023年，栏目更新慢，今年已解决: what was then, and what has become of it."""
_SHORT = 48
"""A signature has fewer characters."""
_FIRST_LINES = 3
"""Paragraphs among which the report's own title may stand."""
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE_START = re.compile(
    r"(?:^|[。；，、：:\s]|[一二三四五六七八九]是|在|对|将|虽然|尽管|回顾|纵观)\s*$"
)
_PLATFORM = re.compile(r"(?:门户|官方|政府)?(?:网站|网|平台|微信公众号|公众号|微博|专栏)$")
_RUN_IN = re.compile(
    r"[（(一二三四五六七八九十\d）)、.．\s]*(?:主动公开|依申请公开|政府信息管理|信息管理|(?:信息公开)?平台建设|监督保障)"
    r"(?:政府)?(?:信息)?(?:工作|方面)?(?:情况)?\s*"
)
"""A heading run into its text without a mark: （一）主动公开2024年我镇共公开…"""
_UNTIL = re.compile(r"(?:截至|截止|截止到|(?<![只仅才也])到)\s*$")
_UP_TO = re.compile(r"截[至止]到?\s*$")
_YEAR_END = re.compile(r"年(?:12月(?:31日|底|末)?|年?底|年?末)(?!前)")
_TO_DO = (
    r"(?:把|继续|进一步|从(?!严)|着[力重]|努力|切实|不断|持续|重点|认真|积极|加[强大快]|强化|[抓做]好|围绕|严格"
    r"|深化|扎实|按照|采取)"
)
_TAKEN = (
    r"[^，。；]{2,24}?(?:[作列]为|[列纳]入|摆[上在]|放[在到]|融入|贯穿|(?:全部|予以|及时|全面|主动|如实)公|向社会"
    r"|压缩|报送|上报|分解|录入|上传|移交|转[交给办为]|(?:相?结合|联系)起来)|[同与和][^，。；]{2,24}结合"
)
"""What 将 brings before its verb: 将政府信息公开工作列入议事日程 was done."""
_PLANNED = re.compile(
    rf"年度?[，,]?\s*(?:{SELF}|{_BY_KIND}|我们)[^，。；]{{0,8}}(?:将(?:(?={_TO_DO})|(?!{_TAKEN}))|拟|计划|(?<![主重需只首])要(?!求|点))"
)
_WILL = re.compile(
    rf"年度?[，,]?\s*(?:还|也)?将{_TO_DO}(?!{_TAKEN}|[^。；]{{0,40}}(?:作为|的[^，。；]{{1,10}}(?:公[布开]|发布)))"
)
"""2024年将加强…, with nobody named; 将…纳入考核 takes it as done."""
_STILL_PLANNED = re.compile(
    rf"年度?[，,]?\s*(?:{SELF}|{_BY_KIND}|我们)[^，。；]{{0,4}}将(?={_TO_DO})(?!{_TAKEN})"
)
"""2023年，我镇将从以下几方面改进, in the report of 2024: what is planned is never of last year."""
_PLANS_PART = re.compile(r"年度?的?(?:工作)?(?:思路|打算|计划|安排|设想)[^，。；]{0,6}部分")
"""本报告由……存在的问题和2025年工作思路四部分组成."""
_FOLLOWS_FAULTS = re.compile(
    r"(?:(?:针对|对照|对此|为此|下一?步|下一年度?|下一阶段|今后|接下来|结合)[^。；]{0,30}[，,：:])?\s*"
)
_PLANS = re.compile(r"打算|计划|安排|设想|思路|下一步|下年|明年|次年")
"""Under a heading with such a word a later year is the plans'."""
_PLAN = re.compile(r"将|计划|拟|下一步|今后|继续|进一步|要|力争|前|规划|目标")
_DONE = re.compile(
    r"全年|共|累计|(?:公开|发布|收到|受理|办理|召开|举办)[^，。；\d]{0,20}\d|(?:未|没有)(?:收到|接到|发生)|无依?申请|无[^，。；]{0,12}(?:事项|情况|案件)"
)
_DOCUMENT = re.compile(r"年度?[^，。；]{0,24}(?:年度?报[告表]|报表|年报)")
"""2020年某局网站工作年度报表: a document, whose year is its own."""


@check("P-YEAR", "verify", "文字中的年份是本年度", "text", "about")
def years(case: Case) -> Iterable[Finding]:
    """叙述本年工作的地方，年份应是报告年度。

    比较什么：“某年，我镇……”“截至某年底”写成了上一年的，年份写成汉字的也算；各部分标题和正文第一行的标题；叙述已经完成的工作写成了以后年份的；打算做的工作写成了报告年度的（“下一步，将于某年6月底前”也算）；公布报告、落款的日期在报告年度结束以前的；所附统计表的标题、“上年（某年）”“结转某年”的年份。与上年比较、文件名称和文号、历史沿革、规划目标中的年份不指出；统计期限由另一项检查。
    为什么：由上年报告改来的文字，年份最容易漏改。
    依据：通行的公文校对要求。
    不通过：2024年度的报告写“2023年，我镇共公开信息120条”。
    通过：2024年度的报告写“2024年，我镇共公开信息120条”。
    """
    year = case.report.year
    if not year:
        return
    own = case.report.unit
    yield from title_years(case.report.sections, year)
    every = passages(case)
    for place, passage in enumerate(every):
        if "年" not in passage.text:
            continue
        digits = passage.recall(years_in_digits)
        first = place < _FIRST_LINES
        titled = tuple(line_years(digits, year, own, first=first, level=passage.level))
        told = passage.recall(_years_of, digits, year, own, key=(year, own))
        last = place == len(every) - 1
        signed = tuple(signed_years(digits, year, own, ends=last)) if len(digits) < _SHORT else ()
        about = (passage.topic, year, own)
        ahead = passage.recall(years_ahead, digits, *about, key=about)
        if not (titled or told or signed or ahead):
            continue
        known = {start for start, *_ in (*titled, *told)}
        for start, number, right, why in (
            *titled,
            *(t for t in told if not titled),
            *signed,
            *(y for y in ahead if y[0] not in known),
        ):
            if number > year and _PLANS.search(passage.topic):
                continue
            end = start + 4
            as_written = year_written(right, like=passage.text[start:end])
            text = passage.replaced(start, end, as_written)
            quote_end = min(len(passage.text), passage.text.find("年", end) + 1 or end)
            yield Finding(
                code="P-YEAR",
                severity="verify",
                message=f"{why}，写的是{number}年，报告年度是{year}年",
                remedy=f"核对年份，一般应为{right}年",
                where=passage.place(start, quote_end),
                expected=str(right),
                actual=str(number),
                key=f"P-YEAR/{passage.section}/{passage.text[start : start + 16]}",
                figures=str(number),
                mends=(Mend(f"改为{right}年", text=text),),
            )


@lru_cache(maxsize=16)
def _subject_of(unit: str) -> re.Pattern[str]:
    """What stands behind a year where the unit's own work is told: 我镇, 青石镇, 县教育局."""
    called = "|".join([SELF, _BY_KIND, *map(re.escape, own_names(unit))])
    return re.compile(
        _HAPPENED.format(self=f"我?(?:{called})", matter=_MATTER, setting=_SETTING, did=_DID)
    )


def _years_of(text: str, year: int, unit: str) -> tuple[tuple[int, int, int, str], ...]:
    """Years that look left over: where, the year written, the right one, what is wrong."""
    found = announced_years(text, year, unit)
    found.extend(two_years(text, year))
    sentences: tuple[Sentence, ...] = ()
    written = set(_BARE_YEAR.findall(text))
    later = sorted(int(y) for y in written if int(y) > year)
    last = year - 1
    if not written - {str(year - 2)} and str(year - 2) in written:
        last = year - 2  # of an elder report; only where no other year is told
    if (
        str(last) not in written
        and not later
        and (
            str(year) not in written
            or not any(plan.search(text) for plan in (_PLANNED, _WILL, PLAN_HEADING, _PLANS_PART))
        )
    ):
        return tuple(found)
    # read as a report of last year's would mean them: its own years are the leftovers
    looked_at = [y for y in (last, year) if str(y) in written] + later
    for one in (found_year for y in looked_at for found_year in years_in(text, y)):
        if one.meaning != "own" or len(one.text) != 4 or not one.text.isascii():
            continue
        sentences = sentences or read(text).sentences
        sentence = next(s for s in sentences if s.start <= one.start < s.end)
        before = text[sentence.start : one.start]
        after = text[one.start + 4 : sentence.end]
        alone = str(year) not in written
        if one.year == year - 2 and not _COUNTED_THEN.match(after):
            continue
        offset = max(-1, one.year - year)
        judged = _judge(offset, before, after, unit, alone=alone)
        said_before = _AS_FOLLOWS.search(before)  # of the report as such: 现将2024年工作报告如下
        denied = _DENIED.match(after)
        if denied and _TOLD_ALREADY.search(text):
            judged = None
        if one.year < year and not alone and re.search(rf"[比较与和]{one.year}年", text):
            judged = (
                None  # what this year was compared with is told: 比2023年多3条。2023年我镇公开17条
            )
        near = text if _BARELY.match(after) and not denied else sentence.text
        if said_before and near is sentence.text:
            near = near[said_before.end() :]
        if judged is not None and one.year < year and str(year) in _OF_THE_REPORT.sub("", near):
            judged = None  # both years are spoken of: a comparison, or what went on from one to the other
        if judged is not None and all(one.start != f[0] for f in found):
            why = judged[1] if offset == one.year - year else "叙述本年工作的年份不是本年度的"
            found.append((one.start, one.year, year + judged[0], why))
    return tuple(found)


def as_meant(case: Case, passage: Passage) -> Text:
    """A paragraph read with this year in place of last year's where that was left over.

    What it tells is held against this year's tables all the same. All stands where it stood.
    """
    year, text = case.report.year, passage.text
    if str(year - 1) not in text:
        return passage.read
    unit = case.report.unit
    digits = passage.recall(years_in_digits)
    left_over = passage.recall(_years_of, digits, year, unit, key=(year, unit))
    starts = tuple(s for s, number, right, _ in left_over if (number, right) == (year - 1, year))
    return (
        passage.recall(_mended, text, starts, year, key=(year, starts)) if starts else passage.read
    )


def _mended(text: str, starts: tuple[int, ...], year: int) -> Text:
    for start in starts:
        text = f"{text[:start]}{year}{text[start + 4 :]}"
    return read(text)


def _judge(
    offset: int, before: str, after: str, unit: str, *, alone: bool
) -> tuple[int, str] | None:
    """For a year so far from the report's: what it should be (as an offset too) and what is wrong.

    alone: the paragraph does not name the report's own year.
    """
    subject = _subject_of(unit)
    starts = _CLAUSE_START.search(before) is not None or _RUN_IN.fullmatch(before) is not None
    if _is_of_plans(offset, before, after, starts=starts):
        return 1, "打算做的工作的年份不是次年的"
    is_told = starts and subject.match(after) is not None
    if before and not starts and _BARELY.match(after):  # 本街道2024年共公开…, 我局网站2024年公开…
        who = _PLATFORM.sub("", before)
        is_told = ENDS_WITH_SELF.search(who) is not None or who.endswith(own_names(unit))
    if offset == -1:
        before, clause = _NAMED.sub("", before), _NAMED.sub("", after)
        clause = re.split(r"[。；：（(]|其中|包括|包含|分别|主要", clause)[0]
        if alone:
            clause = _SINCE_LAST.sub("", clause)
        for pattern in (_WITH_WHAT_IS_DUE, _CARRIED, _CARRIED_OUT, _COUNTED, _BY_ORDER, _ROUTINE):
            clause = pattern.sub("", clause)
        if _AND_NOW.match(after) or _SETTLED_NOW.search(after):
            return None
        until = _UNTIL.search(before) and _YEAR_END.match(after)
        if until and not _HISTORY.search(clause) and not _SINCE_THEN.search(after):
            return 0, "截至的时间是上一年的"
        told = subject.match(after)
        history = _COMPARED if told and _WORK.match(after, told.end()) else _HISTORY
        if (
            is_told
            and not _DOCUMENT.match(after)
            and not (history.search(clause) or _COMPARED.search(before))
        ):
            return 0, "叙述本年工作的年份是上一年的"
    if offset >= 1 and _UP_TO.search(before) and _YEAR_END.match(after) and not _PLAN.search(after):
        return 0, "截至的时间还没有到"
    if (
        offset >= 1
        and starts
        and _DONE_LATER.match(after)
        and _DONE.search(after)
        and not _PLAN.search(after)
    ):
        return 0, "叙述本年工作的年份还没有到"
    return None


def _is_of_plans(offset: int, before: str, after: str, *, starts: bool) -> bool:
    """Whether the year is that of plans, which are the next year's; starts: a clause begins with it."""
    if offset == -1:
        return bool(_CLAUSE_START.search(before) and _STILL_PLANNED.match(after))
    planned = starts and _PLANNED.match(after) is not None
    if offset != 0:
        return offset == 2 and planned
    heading = PLAN_HEADING.match(after) and not before.strip()
    part = before.endswith(("和", "及", "、", "与")) and _PLANS_PART.match(after)
    will = _FOLLOWS_FAULTS.fullmatch(before) and _WILL.match(after)
    return bool(planned or heading or part or will)
