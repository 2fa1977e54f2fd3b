"""The report's own year where the next one belongs: plans, the day it is published; its captions.

A report on 2023 is written in 2024: what it plans is not for 2023, nor was it published in that January.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from giadesk.checks.announced import SELF
from giadesk.checks.own import own_names
from giadesk.checks.reading import has_any, stretch_end, stretch_start
from giadesk.checks.two_years import Year

_PLANNED = "打算做的工作的年份不是次年的"
_MARKED = re.compile(
    r"下一?步|下一?年|下一?阶段|今后|明年|次年|来年|新的一年|接下来|[将拟](?=[于在到自从])|(?:计划|打算|预计|准备)(?=[于在到自从，,])|力争|争取|确保(?=[于在到])"
)
_MARKS = (
    "下步",
    "下一",
    "下年",
    "今后",
    "明年",
    "次年",
    "来年",
    "新的一年",
    "接下来",
    "将",
    "拟",
    "计划",
    "打算",
    "预计",
    "准备",
    "力争",
    "争取",
    "确保",
)
_DUE = re.compile(
    r"(?P<lead>[于在至到自从，,：:]|力争|争取|确保|计划|打算|预计|拟)\s*(?P<year>20\d\d)年(?P<when>(?:第?[一二三四]季度|[上下]半年|\d{1,2}月(?:\d{1,2}日|[底初末]|[上中下]旬)?|[春夏秋冬]季|年?[底末中初]|年内)+(?:以?前|之前|起|内|完成)?|[底末]以?前|(?<=到....年)(?=[，,]?[建实完]))(?![^，。；]{0,3}(?:以来|印发|制定|形成|公布的|发布的|的(?:基础|问题)))"
)
_WAS_DONE = re.compile(
    r"已|了(?!解)|原[定计]|年初|曾|如期|按期|《|印发|下发|通知|要求各|方案|上年|去年|统计|组成|数据"
)
_HEADED = re.compile(r"打算|计划|下一?步|下一?年|明年|安排|思路|努力方向|展望|设想")
_OPENS = re.compile(
    r"(?:^|(?<=[。；\n]))\s*(?P<year>20\d\d)年度?[，,]\s*(?:我们|[我本全][镇乡县区市局街道委办]+)?(?:还|仍)?(?:一[是要]|要|将|拟|计划|打算|力争|争取|继续|进一步|重点[抓做]|着力|努力|围绕[^，。]{2,20}[，,](?:加强|完善|抓|推)|[加强完健][大强化善全](?!了))"
)
_WAS = re.compile(r"已|了(?!解)|取得|虽然?|存在|共(?!同|享)|截至|全年")


def years_ahead(text: str, topic: str, year: int, unit: str) -> tuple[Year, ...]:
    """Years that are the report's own or the last one's, and should be the next one's or its own.

    topic: the headings above the paragraph.
    """
    found: list[Year] = []
    if str(year) in text:
        found += [*_due(text, topic, year), *_carried(text, year), *_published(text, year)]
    if str(year - 1) in text and "表" in text:
        found += _captions(text, year, unit)
    if has_any(text, ("年（20", "年度（20", "年(20", "年即20", "年，即20")):
        found += _explained(text, year)
    return tuple(found)


_ENDS = "。；\n"


def _due(text: str, topic: str, year: int) -> Iterator[Year]:
    """下一年度，将于2023年6月底前完成, in the report of 2023."""
    planned = _HEADED.search(topic) is not None
    if not planned and not has_any(text, _MARKS):
        return
    for match in _DUE.finditer(text):
        if int(match["year"]) != year:
            continue
        start = stretch_start(text, match.start(), _ENDS)
        before = text[start : match.start("year")]
        rest = text[match.end() : stretch_end(text, match.end(), _ENDS)]
        if _MARKED.search(before) and not _WAS_DONE.search(before + rest):
            yield match.start("year"), year, year + 1, _PLANNED
    for match in _OPENS.finditer(text) if planned else ():
        sentence = text[match.start("year") : stretch_end(text, match.end(), _ENDS)]
        if int(match["year"]) == year and not _WAS.search(sentence):
            yield match.start("year"), year, year + 1, _PLANNED


_CARRIED = re.compile(
    r"(?:\d+|[一两二三四五六七八九])件[^，。；\d]{0,14}结?转(?:至|到|入)?(?P<year>20\d\d)年|结转(?:至|到|入)?(?P<year2>20\d\d)年度?(?:继续)?(?:办理|处理)?的?(?:申请)?\d+件"
)
_FROM = re.compile(r"上一?年|去年|(?:19|20)\d\d年|前年|往年|其中")


def _carried(text: str, year: int) -> Iterator[Year]:
    """余1件结转2023年办理, in the report of 2023."""
    for match in _CARRIED.finditer(text) if f"{year}" in text and "转" in text else ():
        name = "year" if match["year"] else "year2"
        start = match.start(name)
        before = text[stretch_start(text, match.start(), _ENDS) : start]
        after = text[match.end(name) : match.end() + 10]
        if int(match[name]) != year or _FROM.search(before.replace(f"{year}年", "")):
            continue
        if not re.search("办结|答复", after):
            yield start, year, year + 1, "结转的年份不是次年的"


_OWN_REPORT = r"(?:本(?:年度|次)?(?:工作)?(?:报告|年报)|(?:报告|年报)(?=[由经已拟将]))"
_PUBLISHED = re.compile(
    rf"{_OWN_REPORT}[^。；]{{0,60}}?(?:[于在]|[，,：:])(?P<year>20\d\d)年(?P<month>\d{{1,2}})月(?:[^，。；]{{0,6}})?[^。；]{{0,24}}?(?:公布|发布|公开|报送|上报|挂网|上网|提交|审定|印发)(?![^，。；]{{0,6}}(?:信息|文件|政策))"
    r"|(?:填[报表]|报告|成文|编制|公布|发布|公开|报送|制作)(?:日期|时间)[：:为]\s*(?P<year2>20\d\d)年(?P<month2>\d{1,2})月"
)
_ON_REPORT = ("本报告", "本年", "年报", "报告", "日期", "时间：", "时间为")
_OTHER_REPORT = re.compile(r"(?:19|20)\d\d年?度?[^，。；]{0,14}(?:报告|年报)|上一?年|去年")
_BEFORE_ITS_END = 10
"""A report made in the last weeks of its year is early, but may be."""


def _published(text: str, year: int) -> Iterator[Year]:
    """本报告于2024年1月20日公布, in the report of 2024."""
    for match in _PUBLISHED.finditer(text) if has_any(text, _ON_REPORT) else ():
        name, month = ("year", "month") if match["year"] else ("year2", "month2")
        start = match.start(name)
        if int(match[name]) != year or int(match[month]) > _BEFORE_ITS_END:
            continue
        before = text[stretch_start(text, match.start(), _ENDS) : start]
        if not _OTHER_REPORT.search(before):
            yield start, year, year + 1, "公布报告的时间在报告年度结束以前"


_SIGNED = re.compile(
    r"[（(]?\s*(?P<who>[\u4e00-\u9fff]{0,30}?)\s*(?P<year>20\d\d)年\s*(?P<month>\d{1,2})月\s*\d{1,2}日\s*[）)]?"
)


_OFFICES = ("政府", "办事处", "局", "委员会", "办公室", "中心")


def signed_years(text: str, year: int, unit: str, *, ends: bool) -> Iterator[Year]:
    """某镇人民政府 2024年1月20日 under the report of 2024; ends: nothing stands behind it."""
    match = (
        _SIGNED.fullmatch(text.strip())
        if len(text) < 48 and text.rstrip("）) ").endswith("日")
        else None
    )
    if match is None or int(match["year"]) != year or int(match["month"]) > _BEFORE_ITS_END:
        return
    if ends or match["who"].endswith((*own_names(unit), *_OFFICES)):
        at = text.index(match["year"])
        yield at, year, year + 1, "落款的日期在报告年度结束以前"


_TABLES = r"(?:统计表|情况表|一览表|汇总表|明细表|报表|附表)"


@lru_cache(maxsize=16)
def _caption_of(unit: str) -> re.Pattern[str]:
    called = "|".join([SELF, *map(re.escape, own_names(unit))])
    of_year = r"(?P<year>20\d\d)年度?"
    annexed = rf"^\s*附[件表]?[一1]?[：:、.]?\s*《?{of_year.replace('year', 'year2')}(?:{called})?"
    return re.compile(
        rf"(?:(?:{called})的?{of_year}|{annexed})[^，。；《》\d]{{0,24}}{_TABLES}》?"
        r"(?=\s*$|\s*[（(]|。|[，,]?(?:见|详见|附后|如下|附在|略|随文|作为))"
    )


_OF_BEFORE = re.compile(r"[比较与和]|对照|上一?年|去年|此前|曾|已|补")


def _captions(text: str, year: int, unit: str) -> Iterator[Year]:
    """青石镇2023年度政府信息公开情况统计表, a caption in the report of 2024."""
    for match in _caption_of(unit).finditer(text):
        name = "year" if match["year"] else "year2"
        before = text[stretch_start(text, match.start(), _ENDS) : match.start()]
        if int(match[name]) == year - 1 and not _OF_BEFORE.search(before):
            yield match.start(name), year - 1, year, "所附统计表的年份不是本年度的"


_EXPLAINED = re.compile(
    r"(?P<which>上一?年度?|去年|下一?年度?|明年|次年|来年|今年|本年度?)(?:[（(]即?|[，,]?即)(?P<year>20\d\d)年?度?[）)，,]"
)
_BY = {"上": -1, "去": -1, "下": 1, "明": 1, "次": 1, "来": 1, "今": 0, "本": 0}


def _explained(text: str, year: int) -> Iterator[Year]:
    """上年（2021年）, in the report of 2023."""
    for match in _EXPLAINED.finditer(text):
        right = year + _BY[match["which"][0]]
        if int(match["year"]) != right:
            yield match.start("year"), int(match["year"]), right, f"“{match['which']}”不是这一年"
