"""Title, period and date: a report's year and unit, as it states them itself; days that are none."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable, Iterator

from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.say import rests_on
from giadesk.core.figures import whole_number
from giadesk.core.quantities import half_width
from giadesk.core.report import Section
from giadesk.core.units import same_unit, short_name
from giadesk.core.years import year_written, years_in_digits

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

    比较什么：正文中“某年1月1日至（某年）12月31日”的年份与报告年度，用汉字、圆点写的和“统计周期为某年度”也算；期限是否从1月1日开始、到12月31日为止（2018年度以前的报告，只指出写到12月30日的）。
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
        yield from _whole_years(section, year)
        yield from _otherwise_written(section, year)
        if year >= _ALL_SINCE:
            yield from _since_long(section, year)
        yield from _cut_short(section, year, free=case.form.spec.free_sections)


def _periods(section: Section, year: int) -> Iterator[Finding]:
    for number, paragraph in enumerate(section.paragraphs):
        for match in _PERIOD.finditer(paragraph.text) if "12月" in paragraph.text else ():
            wrong = [y for y in match.groups() if y and y not in (str(year), str(year)[2:])]
            if not wrong:
                continue
            right = match[0]
            for y in wrong:
                right = right.replace(y, str(year))
            text = paragraph.text[: match.start()] + right + paragraph.text[match.end() :]
            place = Place(section.id, number, match[0], match.start())
            yield _of_another_year(place, wrong[0], year, text)


def _of_another_year(place: Place, written: str, year: int, mended: str) -> Finding:
    message = f"统计期限写的是{written}年，报告年度是{year}年"
    return _period_finding(place, message, f"{year}年", str(year), written, mended)


def _period_finding(
    place: Place, message: str, to: str, expected: str, actual: str, mended: str
) -> Finding:
    """to: what it has to be changed to; mended: the whole paragraph, changed so."""
    assert place.paragraph is not None
    return Finding(
        code="C-PERIOD",
        severity="must",
        message=message,
        remedy=f"改为{to}",
        where=place,
        expected=expected,
        actual=actual,
        key=f"C-PERIOD/{place.section}/{place.quote}",
        mends=(Mend(f"改为{to}", text=(place.section, place.paragraph, mended)),),
    )


_WHOLE_YEAR = re.compile(
    r"(?:时间|时限|期限|时段|区间)(?:均?为|是|：|:)\s*(?P<year>(?:19|20)\d\d)年(?:全年|度)(?=[^\u4e00-\u9fff]|$|的)"
)
"""统计时间为2024年全年."""


def _whole_years(section: Section, year: int) -> Iterator[Finding]:
    for number, paragraph in enumerate(section.paragraphs):
        if "年全年" not in paragraph.text and "年度" not in paragraph.text:
            continue
        for match in _WHOLE_YEAR.finditer(paragraph.text):
            if int(match["year"]) == year:
                continue
            start, end = match.span("year")
            text = paragraph.text[:start] + str(year) + paragraph.text[end:]
            place = Place(section.id, number, match[0], match.start())
            yield _of_another_year(place, match["year"], year, text)


_OTHERWISE = re.compile(
    r"(?:统计|数据)[^，。；（(\d]{0,14}?(?:期限?|时限|周期|时间|[期区]间|时段)[^，。；（(\d]{0,10}?(?P<year>(?:19|20)\d\d)"
    r"(?:年度?(?=[，。；）)]|$|全年)|年度?\s*(?:0?1|一)月|[./-]0?1[./-]0?1(?!\d))"
    r"(?:[^，。；（(\d]{0,12}?[，,]?[到至](?P<until>(?:19|20)\d\d)(?=年度?\s*(?:12|十二)月))?"
)
"""统计期限为二〇二四年一月一日起…, 统计期：2024.1.1—2024.12.31, 统计周期为2024年度."""
_TO_DOTTED = re.compile(r"[./-]0?1[./-]0?1\s*[—－~～至到-]+\s*(?P<until>(?:19|20)\d\d)[./-]12[./-]")


def _otherwise_written(section: Section, year: int) -> Iterator[Finding]:
    for number, paragraph in enumerate(section.paragraphs):
        text = paragraph.text
        if "统计" not in text and "数据" not in text:
            continue
        if _PERIOD.search(text) or _WHOLE_YEAR.search(text):
            continue
        match = _OTHERWISE.search(digits := years_in_digits(text))
        if match is None:
            continue
        dotted = _TO_DOTTED.match(digits, match.end("year"))
        ends = dotted.span("until") if dotted else match.span("until")
        spans = [
            s for s in (match.span("year"), ends) if s[0] >= 0 and int(digits[slice(*s)]) != year
        ]
        for start, end in reversed(spans):
            text = text[:start] + year_written(year, like=text[start:end]) + text[end:]
        if spans:
            place = Place(
                section.id, number, paragraph.text[match.start() : match.end()], match.start()
            )
            yield _of_another_year(place, digits[slice(*spans[0])], year, text)


_PERIOD_ENDS = re.compile(
    r"(?:统计|数据|涵盖|反映|报告)[^。；]{0,24}?(?<!\d)(?P<year>(?:19|20)\d\d)年(?:度)?\s*1月\s*1日[^。；\d]{0,12}?"
    r"(?:(?P=year)年\s*)?(?P<end>(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})日)"
)


_SINCE = re.compile(
    r"(?:统计|数据)[^。；]{0,24}?自?(?P<since>(?<!\d)(?P<year>(?:19|20)\d\d)年\s*\d{1,2}月\s*\d{1,2}日)起?[^。；\d]{0,6}?[至到]"
    r"(?P<end>(?P<until>(?:19|20)\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_ALL_SINCE = 2011
"""Before it some offices counted from the day on which the regulation came into force."""


def _since_long(section: Section, year: int) -> Iterator[Finding]:
    """统计期限自2008年5月1日起，至2018年12月31日止: a year's report is on one year, and on no more."""
    for number, paragraph in enumerate(section.paragraphs):
        text = paragraph.text
        for match in _SINCE.finditer(text) if "统计" in text or "数据" in text else ():
            since, until = int(match["year"]), int(match["until"])
            if _PERIOD.search(match[0]):
                continue
            if until == year > since:
                side, right, said = "since", f"{year}年1月1日", "从{}开始，应从{}开始"
            elif until == year + 1 and since == year:
                side, right, said = "end", f"{year}年12月31日", "到{}为止，应到{}"
            else:
                continue
            start, end = match.span(side)
            place = Place(section.id, number, match[side], start)
            message = f"统计期限{said.format(match[side], right)}"
            mended = f"{text[:start]}{right}{text[end:]}"
            yield _period_finding(place, message, right, right, match[side], mended)


def _cut_short(section: Section, year: int, *, free: bool) -> Iterator[Finding]:
    """1月1日至12月30日: since the report of 2019 it is the whole year, to the last day.

    free: before, when an office may have counted to a day of its own, a 12月30日 is a slip only.
    """
    for number, paragraph in enumerate(section.paragraphs):
        if "1月" not in paragraph.text:
            continue
        for match in _PERIOD_ENDS.finditer(paragraph.text):
            day = int(match["month"]), int(match["day"])
            if int(match["year"]) != year or day == (12, 31) or (free and day != (12, 30)):
                continue
            start, end = match.span("end")
            text = paragraph.text[:start] + "12月31日" + paragraph.text[end:]
            message = f"统计期限到{match['end']}为止，应到12月31日"
            place = Place(section.id, number, match["end"], start)
            yield _period_finding(place, message, "12月31日", "12月31日", match["end"], text)


_HAN = "一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,2}}|[{_HAN}]?十[{_HAN}]?|[{_HAN}])"
_SIGNS = frozenset(f"0123456789{_HAN}十")
_MONTH = re.compile(
    rf"(?:(?<!\d)(?P<year>(?:19|20)\d\d)年\s*)?(?<![\d.．{_HAN}十])(?P<month>{_NUMBER})$"
)
_DAY = re.compile(
    rf"月\s*(?P<day>{_NUMBER})(?:[日号]|(?=[至到—－～-]))(?:[至到—－～-]+(?P<last>{_NUMBER})[日号])?"
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@check("P-DATE", "verify", "日期是有的", "text")
def impossible_days(case: Case) -> Iterable[Finding]:
    """正文中写的日期，应是日历上有的。

    比较什么：“几月几日”“某年几月”的月份是否在1至12之间，日是否在这个月之内（写明年份的，2月29日还要看是不是闰年），年月日有没有漏写数字。农历的不检查。
    为什么：日期打错一个数字，读者一看便知。
    依据：公历；公文数据一致的通行要求。
    不通过：2024年2月30日召开政务公开工作会议。
    通过：2024年2月29日召开政务公开工作会议。
    """
    for passage in passages(case):
        if "月" not in passage.text:
            continue
        for start, end in passage.recall(_no_days):
            yield _date_finding(passage, start, end, "，日历上没有这个日期")
        for match in _UNFINISHED.finditer(passage.text):
            yield _date_finding(passage, match.start(), match.end(), "没有写完整")


_UNFINISHED = re.compile(
    r"(?:19|20)\d\d年(?:\s*月(?![均度初底末份报销])|\s*\d{1,2}月\s*日(?![均常程期志报子后前内益夜]))"
)
"""2017年1月日, 2017年月5日: a number was left out."""


def _date_finding(passage: Passage, start: int, end: int, fault: str) -> Finding:
    quote = passage.text[start:end]
    return Finding(
        code="P-DATE",
        severity="verify",
        message=f"“{quote}”{fault}",
        remedy="核对日期",
        where=passage.place(start, end),
        actual=quote,
        key=f"P-DATE/{passage.section}/{quote}",
        figures=quote,
    )


def _no_days(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of dates that no calendar has."""
    found = []
    text = half_width(text)
    at = text.find("月", 1)
    while at >= 0:
        month = _MONTH.search(text, max(0, at - 12), at) if text[at - 1] in _SIGNS else None
        if month is not None and "农历" not in text[max(0, at - 10) : at]:
            day = _DAY.match(text, at, at + 16)
            if (day or month["year"]) and not _exists(month, day):
                found.append((month.start(), day.end() if day else at + 1))
        at = text.find("月", at + 1)
    return tuple(found)


def _exists(month: re.Match[str], day: re.Match[str] | None) -> bool:
    """Whether the calendar has the month, and the day in it where one is written."""
    number = whole_number(month["month"])
    if not 1 <= number <= 12:
        return False
    days = [whole_number(d) for d in (day["day"], day["last"]) if d] if day else []
    year = int(month["year"]) if month["year"] else None
    return all(1 <= d <= _days_in(year, number) for d in days)


def _days_in(year: int | None, month: int) -> int:
    return 28 if month == 2 and year is not None and not isleap(year) else _LONGEST[month - 1]


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
