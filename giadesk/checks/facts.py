"""What everybody can look up: the 条例, plans and anniversaries, the numbers of well-known documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.epochs import epoch_facts
from giadesk.checks.reading import passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.checks.regulation import Wrong, regulation_facts


@check("P-FACT", "verify", "条例、纪念日等公认的事实", "text", "about")
def facts(case: Case) -> Iterable[Finding]:
    """正文提到的条例、纪念日，应与事实相符。

    比较什么：政府信息公开条例的国务院令号（2007年公布第492号，2019年修订第711号，写“修订后的”和编制依据的看是不是那一次的）和施行日期（2008年5月1日，修订后2019年5月15日）；编制年度报告、答复期限、收费依据的条款（2019年度起依次是第四十九条和第五十条、第三十三条、第四十二条，以前是第三十一条和第三十二条、第二十四条、第二十七条）；“规定的几个工作日内答复”（2018年度以前15个，2020年度起20个）；“十四五”等规划和普法规划的起止年份、开局和收官之年，党的代表大会召开之年；中华人民共和国成立、中国共产党成立、改革开放、条例施行等的周年数（写“今年是”“适逢”的应正好相符，其他的相差一年以内不指出）；国务院办公厅政府信息与政务公开办公室的名称，国务院办公厅几个常用文件的文号，布置某年度报告的通知的文号早于那一年的。
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


def _wrong_facts(text: str, year: int) -> tuple[Wrong, ...]:
    found = [*regulation_facts(text, year)]
    if "年度报告" in text:
        found += _notices(text)
    if "国务院办公厅政府信息与" in text:
        found += _offices(text)
    if "国办" in text:
        found += _numbers(text)
    if year:
        found += epoch_facts(text, year)
    return tuple(found)


_CALLED = "国务院办公厅政府信息与政务公开办公室"
_OFFICE = re.compile(r"国务院办公厅政府信息与(?!政务公开办公室)[\u4e00-\u9fff]{2,10}?办公室")


def _offices(text: str) -> Iterator[Wrong]:
    """政府信息与政府信息公开办公室, where all 政务公开 of a text was replaced."""
    for match in _OFFICE.finditer(text):
        yield Wrong(*match.span(), "不是这个办公室的名称", _CALLED)


_NOTICE = re.compile(
    r"(?P<title>《[^》]*?(?:(?P<year>(?:19|20)\d\d)年[^》]*)?年度报告[^》]*》?[^《》，。；]{0,8}》?(?:的通知)?》?)\s*"
    r"[（(](?P<number>(?P<series>[^（）()〔〕\[\]\d]{2,20})[〔\[［（(](?P<of>(?:19|20)\d\d)[〕\]］）)]第?\s*(?P<no>\d+)\s*号)"
)
_FORMATS = {"格式": ("2021", "30"), "有关事项": ("2019", "60")}
"""国办公开办函: by a word of the notice's title its year and number; they are taken for each other."""


def _notices(text: str) -> Iterator[Wrong]:
    """A notice on the report of a year cannot be of the year before; those on the form are known."""
    for match in _NOTICE.finditer(text):
        if match["year"] and int(match["of"]) < int(match["year"]):
            yield Wrong(*match.span("number"), f"早于通知所说的{match['year']}年度", "")
        elif match["series"].endswith(("国办公开办函", "国办公开办涵")):
            told = match["of"], match["no"]
            right = _FORMATS["格式" if "格式" in match["title"] else "有关事项"]
            wrong = told not in _FORMATS.values() or match["series"].endswith("涵")
            if wrong and any(word in match["title"] for word in _FORMATS):
                number = f"国办公开办函〔{right[0]}〕{right[1]}号"
                yield Wrong(*match.span("number"), "不是这个通知的文号", number)


_KNOWN = (
    ("信息处理费管理办法", "函", "2020", "109"),
    ("政府信息公开情况统计报送工作的通知", "发", "2014", "32"),
    ("回应社会关切提升政府公信力的意见", "发", "2013", "100"),
    ("基层政务公开标准化规范化工作的指导意见", "发", "2019", "54"),
    ("推进政务新媒体健康有序发展的意见", "发", "2018", "123"),
    ("行政规范性文件制定和监督管理工作的通知", "发", "2018", "37"),
    *(
        (f"{year}年政务公开工作要点", "发", year, number)
        for year, number in (
            ("2016", "19"), ("2017", "24"), ("2018", "23"), ("2019", "14"), ("2020", "17"),
            ("2021", "12"), ("2022", "8"),
        )
    ),
)  # fmt: skip
"""What the general office of the State Council has issued on this work: the end of its title, its number."""
_NUMBERED = re.compile(
    r"》?[）)]?》\s*[（(](?P<number>国办(?P<series>[发函])\s*[〔\[［【（(](?P<of>20\d\d)[〕\]］】）)]\s*第?(?P<no>\d{1,3})号)"
)


def _numbers(text: str) -> Iterator[Wrong]:
    """《政府信息公开信息处理费管理办法》（国办函〔2021〕109号）: it is of 2020."""
    for match in _NUMBERED.finditer(text):
        title = text[: match.start()].removesuffix("（试行）")
        for known, *right in _KNOWN:
            told = [*match.group("series", "of", "no")]
            if title.endswith(known) and told != right:
                number = "国办{}〔{}〕{}号".format(*right)
                yield Wrong(*match.span("number"), "不是这个文件的文号", number)
