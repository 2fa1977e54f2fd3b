"""Title, period and date: a report's year and unit, as it states them itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.say import rests_on
from giadesk.core.report import Section
from giadesk.core.units import same_unit, short_name

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PERIOD = re.compile(
    r"(?<!\d)((?:19|20)\d{2,6})年(?:度)?\s*1月\s*1日[^。；\d]{0,12}?(?:(\d+)年\s*)?12月\s*31日"
)
"""With more signs than a year has, too: 202020年 is a slip of the keyboard."""


@check("C-TITLE", "must", "标题中的单位、年份与报告一致", "about")
def title(case: Case) -> Iterable[Finding]:
    """标题写的年份和单位，应是本报告的年份和单位。

    比较什么：标题中的年份与报告年度；标题中的单位名称与填报单位（简称、全称都可以）。
    为什么：由上年报告改来的标题，最容易忘记改年份。
    依据：国办公开办函〔2021〕30号所附格式。
    不通过：2024年度的报告，标题为“白石镇2023年政府信息公开工作年度报告”。
    通过：2024年度的报告，标题为“白石镇2024年政府信息公开工作年度报告”。
    """
    about = case.report.about
    printed = "".join(about.title.split())
    if not printed:
        return
    years = {int(y) for y in _YEAR.findall(printed)}
    if about.year and years and about.year not in years:
        shown = "、".join(map(str, sorted(years)))
        yield Finding(
            code="C-TITLE",
            severity="must",
            message=f"标题写的是{shown}年，报告年度是{about.year}年",
            remedy=f"标题改为{about.year}年",
            expected=str(about.year),
            actual=shown,
            where=Place(quote=about.title),
            key="C-TITLE/year",
            mends=_retitled(about.title, years, about.year),
        )
    unit = short_name(about.unit)
    named = re.split(r"(?:19|20)\d\d", printed)[0].removeprefix("关于")
    if unit and named and not _shares_name(named, about.unit):
        yield Finding(
            code="C-TITLE",
            severity="must",
            message=f"标题写的单位是“{named}”，填报单位是“{about.unit}”",
            remedy="核对单位名称",
            expected=about.unit,
            actual=named,
            where=Place(quote=about.title),
            key="C-TITLE/unit",
        )


def _retitled(title: str, years: set[int], year: int) -> tuple[Mend, ...]:
    if len(years) > 1:
        return ()
    return (Mend(f"标题改为{year}年", about={"title": title.replace(str(*years), str(year))}),)


def _shares_name(named: str, unit: str) -> bool:
    own = short_name(unit)
    return same_unit(named, unit) or own in named or named in unit


@check("C-PERIOD", "must", "统计期限是本报告年度", "prose", "about")
def period(case: Case) -> Iterable[Finding]:
    """统计期限应为本报告年度的1月1日至12月31日。

    比较什么：正文中“某年1月1日至（某年）12月31日”的年份与报告年度。
    为什么：由上年报告改来的文字，统计期限的年份容易漏改。
    依据：条例第四十九条；国办公开办函〔2021〕30号所附格式。
    不通过：2024年度的报告写“统计期限自2023年1月1日起至2023年12月31日止”。
    通过：2024年度的报告写“统计期限自2024年1月1日起至2024年12月31日止”。
    """
    year = case.report.year
    if not year:
        return
    for section in case.report.sections:
        yield from _periods(section, year)


def _periods(section: Section, year: int) -> Iterator[Finding]:
    for number, paragraph in enumerate(section.paragraphs):
        for match in _PERIOD.finditer(paragraph.text):
            wrong = [y for y in match.groups() if y and y not in (str(year), str(year)[2:])]
            if not wrong:
                continue
            quote = match[0]
            right = quote
            for y in wrong:
                right = right.replace(y, str(year))
            text = paragraph.text[: match.start()] + right + paragraph.text[match.end() :]
            yield Finding(
                code="C-PERIOD",
                severity="must",
                message=f"统计期限写的是{wrong[0]}年，报告年度是{year}年",
                remedy=f"改为{year}年",
                where=Place(section.id, number, quote, match.start()),
                expected=str(year),
                actual=wrong[0],
                key=f"C-PERIOD/{section.id}/{quote}",
                mends=(Mend(f"改为{year}年", text=(section.id, number, text)),),
            )


@check("C-DATE", "verify", "成文日期在报告年度之后", "about", "last")
def date(case: Case) -> Iterable[Finding]:
    """成文日期应在报告年度结束之后、次年之内。

    比较什么：落款日期的年份与报告年度。次年1月31日以后的，提示已过报送期限；去年有落款而今年没有填的，提示填写。
    为什么：报告年度的数要到12月31日才有；落款写成上一年，多半是忘了改。
    依据：条例第四十九条（每年1月31日前向本级政府主管部门提交并向社会公布）。
    不通过：2024年度的报告，落款日期为2024年1月17日。
    通过：2024年度的报告，落款日期为2025年1月17日。
    """
    about = case.report.about
    last = case.last.about.date if case.last is not None else ""
    if last and not about.date.strip():
        yield Finding(
            code="C-DATE",
            severity="hint",
            message="没有填成文日期，印出的报告末尾没有署名和日期；去年的报告有",
            remedy="在“更多”的“标题、落款、附件”中填写成文日期",
            where=Place(),
            key="C-DATE/missing",
        )
    match = re.search(r"((?:19|20)\d\d)年\s*(?:(\d{1,2})月)?", about.date)
    if not match or not about.year:
        return
    year, month = int(match[1]), int(match[2] or 0)
    if year == about.year + 1:
        if month > 1:
            yield Finding(
                code="C-DATE",
                severity="hint",
                message=f"落款日期{about.date}晚于{year}年1月31日的报送期限",
                remedy="核对落款日期",
                where=Place(quote=about.date),
                key="C-DATE/late",
            )
    elif not (year == about.year and month == 12):
        yield Finding(
            code="C-DATE",
            severity="verify",
            message=f"落款日期是{about.date}，{about.year}年度的报告一般在{about.year + 1}年1月成文",
            remedy="核对落款日期的年份",
            where=Place(quote=about.date),
            expected=str(about.year + 1),
            actual=str(year),
            key="C-DATE/year",
            figures=rests_on({}, (), about.date),
            mends=(
                Mend(
                    f"改为{about.year + 1}年",
                    about={"date": about.date.replace(str(year), str(about.year + 1), 1)},
                ),
            ),
        )
