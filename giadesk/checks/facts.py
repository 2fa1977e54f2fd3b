"""What everybody can look up: the number, day and articles of the 条例, anniversaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from giadesk.checks.reading import passages
from giadesk.checks.registry import Case, Finding, check


class _Wrong(NamedTuple):
    """Words that tell a fact otherwise than it is; right: as it is, "" where nobody can tell."""

    start: int
    end: int
    fault: str
    right: str


@check("P-FACT", "verify", "条例、纪念日等公认的事实", "text", "about")
def facts(case: Case) -> Iterable[Finding]:
    """正文提到的条例、纪念日，应与事实相符。

    比较什么：政府信息公开条例的国务院令号（2007年公布第492号，2019年修订第711号）和施行日期（2008年5月1日，修订后2019年5月15日）；编制年度报告依据的条款（2019年度起是第四十九条、第五十条，以前是第三十一条、第三十二条）；中华人民共和国成立、中国共产党成立的周年数与报告年度相差一年以上的；国务院办公厅政府信息与政务公开办公室的名称，它关于年度报告格式的通知的文号，布置某年度报告的通知的文号早于那一年的。
    为什么：这些是抄来的，错了一个数字读者一查便知；条款是修订以前的，说明照抄了多年以前的报告。
    依据：国务院令第492号、第711号；条例（2007）第三十一条、第三十二条，条例（2019）第四十九条、第五十条。
    不通过：根据《中华人民共和国政府信息公开条例》（国务院令第717号），编制本报告。
    通过：根据《中华人民共和国政府信息公开条例》（国务院令第711号），编制本报告。
    """
    year = case.report.year
    for passage in passages(case):
        for wrong in passage.recall(_wrong_facts, passage.text, year, key=(year,)):
            quote = passage.text[wrong.start : wrong.end]
            yield Finding(
                code="P-FACT",
                severity="verify",
                message=f"“{quote}”{wrong.fault}",
                remedy=f"改为{wrong.right}" if wrong.right else "核对这一处",
                where=passage.place(wrong.start, wrong.end),
                expected=wrong.right,
                actual=quote,
                key=f"P-FACT/{passage.section}/{quote}",
                figures=quote,
                mends=passage.mends(wrong.start, wrong.end, wrong.right, f"改为{wrong.right}")
                if wrong.right
                else (),
            )


def _wrong_facts(text: str, year: int) -> tuple[_Wrong, ...]:
    found: list[_Wrong] = []
    if "条例" in text:
        found += [*_numbers(text), *_days(text), *_articles(text, year)]
    if "年度报告" in text:
        found += _notices(text)
    if "国务院办公厅政府信息与" in text:
        found += _offices(text)
    if "周年" in text and year:
        found += _anniversaries(text, year)
    return tuple(found)


_NAME = (
    r"(?P<new>新修订的?|修订后的?|新)?《(?:中华人民共和国)?(?:政府信息公开)?条例》"
    r"(?:[（(][^（）()]{1,24}[）)])?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)年"
_MONTH = r"\s*(?P<month>\d{1,2})月(?:\s*(?P<day>\d{1,2})日)?"
_FORCE = r"(?:正式|开始|颁布|公布|贯彻)*(?:实施|施行|生效)"
_IN_FORCE = (
    re.compile(rf"(?P<date>{_YEAR}{_MONTH})起?{_NAME}{_FORCE}"),
    re.compile(rf"{_NAME}已?(?:[自于从在](?P<date>{_YEAR}(?:{_MONTH})?))起?{_FORCE}"),
)
"""A year alone before it may tell of the work of that year: 2020年《条例》实施情况."""
_FIRST = (2008, 5, 1)
_REVISED = (2019, 5, 15)


def _days(text: str) -> Iterator[_Wrong]:
    """2009年1月1日《条例》实施之日起: it was another day."""
    for pattern in _IN_FORCE if "施" in text or "生效" in text else ():
        for match in pattern.finditer(text):
            told = tuple(int(part) for part in match.group("year", "month", "day") if part)
            known = (_REVISED,) if match["new"] else (_FIRST, _REVISED)
            if not any(day[: len(told)] == told for day in known):
                later = match["new"] or int(match["year"]) >= _REVISED[0]
                day = _REVISED if later else _FIRST
                right = "".join(f"{n}{u}" for n, u in zip(day, "年月日", strict=True))
                yield _Wrong(*match.span("date"), "不是条例施行的日期", right)


_DECREE = re.compile(
    r"《(?:中华人民共和国)?政府信息公开条例》[（(](?:中华人民共和国)?(?P<decree>国务院令第?\s*(?P<number>\d+)\s*号)"
)
_DECREES = frozenset(["492", "711"])


def _numbers(text: str) -> Iterator[_Wrong]:
    for match in _DECREE.finditer(text):
        if match["number"] not in _DECREES:
            yield _Wrong(*match.span("decree"), "不是公布条例的国务院令", "国务院令第711号")


_CITED = re.compile(
    r"条例》(?:[（(][^（）()]{1,30}[）)])?(?P<articles>(?:[、和及]?第[一二三四五六七八九十]{1,4}条)+)[^。；]{0,60}?年度?报告"
)
_OLD = re.compile("第三十[一二]条")
_NEW = re.compile("第四十九条|第五十条")
_SINCE = 2019


def _articles(text: str, year: int) -> Iterator[_Wrong]:
    """根据《条例》第三十一条，编制2023年度报告: since the revision other articles are on the report."""
    for match in _CITED.finditer(text) if year and "条" in text else ():
        old, new = _OLD.search(match["articles"]), _NEW.search(match["articles"])
        if year > _SINCE and old and not new:
            yield _Wrong(*match.span("articles"), "是条例修订以前的条款", "第四十九条、第五十条")
        elif year < _SINCE - 1 and new and not old:
            yield _Wrong(*match.span("articles"), "是条例修订以后的条款", "第三十一条、第三十二条")


_CALLED = "国务院办公厅政府信息与政务公开办公室"
_OFFICE = re.compile(r"国务院办公厅政府信息与(?!政务公开办公室)[\u4e00-\u9fff]{2,10}?办公室")


def _offices(text: str) -> Iterator[_Wrong]:
    """政府信息与政府信息公开办公室, where all 政务公开 of a text was replaced."""
    for match in _OFFICE.finditer(text):
        yield _Wrong(*match.span(), "不是这个办公室的名称", _CALLED)


_NOTICE = re.compile(
    r"(?P<title>《[^》]*?(?:(?P<year>(?:19|20)\d\d)年[^》]*)?年度报告[^》]*》?[^《》，。；]{0,8}》?(?:的通知)?》?)\s*"
    r"[（(](?P<number>(?P<series>[^（）()〔〕\[\]\d]{2,20})[〔\[［（(](?P<of>(?:19|20)\d\d)[〕\]］）)]第?\s*(?P<no>\d+)\s*号)"
)
_FORMATS = {"格式": ("2021", "30"), "有关事项": ("2019", "60")}
"""国办公开办函: by a word of the notice's title its year and number; they are taken for each other."""


def _notices(text: str) -> Iterator[_Wrong]:
    """A notice on the report of a year cannot be of the year before; those on the form are known."""
    for match in _NOTICE.finditer(text):
        if match["year"] and int(match["of"]) < int(match["year"]):
            yield _Wrong(*match.span("number"), f"早于通知所说的{match['year']}年度", "")
        elif match["series"].endswith(("国办公开办函", "国办公开办涵")):
            told = match["of"], match["no"]
            right = _FORMATS["格式" if "格式" in match["title"] else "有关事项"]
            wrong = told not in _FORMATS.values() or match["series"].endswith("涵")
            if wrong and any(word in match["title"] for word in _FORMATS):
                number = f"国办公开办函〔{right[0]}〕{right[1]}号"
                yield _Wrong(*match.span("number"), "不是这个通知的文号", number)


_ANNIVERSARY = re.compile(
    r"(?P<of>中华人民共和国成立|新中国成立|建国|中国共产党成立|建党)(?P<years>\d{2,3})周年"
)
_FOUNDED = {"中华人民共和国成立": 1949, "新中国成立": 1949, "建国": 1949}
_PARTY = 1921


def _anniversaries(text: str, year: int) -> Iterator[_Wrong]:
    for match in _ANNIVERSARY.finditer(text):
        founded = _FOUNDED.get(match["of"], _PARTY)
        told = founded + int(match["years"])
        if abs(told - year) > 1 and str(told) not in text:
            yield _Wrong(*match.span(), "与报告年度不符", f"{match['of']}{year - founded}周年")
