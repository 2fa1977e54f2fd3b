"""Years in titles and headings: 2023年工作总结 in the report of 2024, and the report's own title above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.own import own_names
from giadesk.checks.registry import Finding, Mend, Place
from giadesk.core.report import Section

PLAN_HEADING = re.compile(
    r"年度?的?(?:下一步|下步)?(?:工作)?(?:打算|安排|思路|设想|计划|努力方向)(?=[。：:]|$)"
)
"""五、2025年工作打算, the heading of what is planned."""
_TITLE_YEAR = re.compile(r"^(?P<year>20\d\d)(?=年)")


def title_years(sections: Iterable[Section], year: int) -> Iterator[Finding]:
    """五、2024年工作打算 in the report of 2024; 一、2023年主动公开情况, left over."""
    for section in sections:
        match = _TITLE_YEAR.match(section.title)
        if match is None:
            continue
        written = int(match["year"])
        planned = PLAN_HEADING.match(section.title, match.end()) is not None
        right = year + 1 if planned and written == year else year
        if written == right or written not in ((year,) if planned else (year - 1,)):
            continue
        title = f"{right}{section.title[match.end() :]}"
        yield Finding(
            code="P-YEAR",
            severity="verify",
            message=f"标题“{section.title}”写的是{written}年，报告年度是{year}年",
            remedy=f"核对年份，一般应为{right}年",
            where=Place(section=section.id, quote=section.title),
            expected=str(right),
            actual=str(written),
            key=f"P-YEAR/{section.id}/{section.title}",
            figures=str(written),
            mends=(Mend(f"改为{right}年", heading=(section.id, title)),),
        )


_OWN_TITLE = re.compile(
    r"\s*(?:关于)?(?P<who>[\u4e00-\u9fff]{2,40}?)(?:关于)?(?P<year>(?:19|20)\d\d)年?度?的?(?:政府|政务)?信息公开(?:工作)?(?:情况)?的?(?:年?度?(?:工作)?(?:报告|总结)|年报)\s*"
)
_YEAR_FIRST = re.compile(
    r"\s*(?P<year>(?:19|20)\d\d)年?度?(?P<who>[\u4e00-\u9fff]{2,30}?)(?:政府|政务)?信息公开(?:工作)?(?:情况)?的?(?:年度(?:工作)?(?:报告|总结)|年报)\s*"
)
"""2023年度青石镇政府信息公开工作年度报告."""
_OWN_HEADING = re.compile(
    r"[（(一二三四五六七八九十\d）)、.．\s]*(?P<year>(?:19|20)\d\d)年度?(?P<what>(?:[的和及与、]|政府|政务|信息|主动|依申请|公开|工作|总体|基本|开展|主要|进展|因|由|申请|收到|受理"
    r"|处理|办理|答复|[部不]分?予?公开|行政|复议|诉讼|引起|引发|提起|收费|减免|费用|组织|领导|制度|机制|建设|平台|渠道|载体|人员|经费|机构|保密|审查|监督|检查|保障|管理|解读"
    r"|回应|关切|社会|公众|热点|舆情|重点|领域|推进|完成|取得|成效|成绩|被?举报|投诉|存在|问题|改进|咨询|培训|宣传|考核|评议|责任追究|结果|政策)*+)(?:情况|概况|总结|做法)\s*(?:$|(?<!\s)。)"
)
"""一、2023年工作开展情况; 四、2023年政府信息公开的收费及减免情况."""


def line_years(
    text: str, year: int, unit: str, *, first: bool, level: int
) -> Iterator[tuple[int, int, int, str]]:
    """In a paragraph that is nothing but the report's title or a heading: a year that is not its own.

    first: it stands where a title may. level: of the heading, 0 where it is none. Yields where the
    year stands, the year, the right one and what is wrong.
    """
    short = len(text) <= 60
    match = None
    if first and short and "信息公开" in text:
        match = _OWN_TITLE.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if match is not None and not match["who"].endswith((*own_names(unit), "人民政府", "办事处")):
        match = None
    why = "标题中的年份不是本年度的"
    if match is None and (level or text[:1] in "（(一二三四五六七八九"):
        match = _OWN_HEADING.match(text)
        if match is not None and (
            int(match["year"]) != year - 1
            or ("问题" in match["what"] and "公开工作" not in match["what"])
        ):
            match = None  # what was wrong last year may be what was put right in this one
    if match is not None and int(match["year"]) != year:
        yield match.start("year"), int(match["year"]), year, why
