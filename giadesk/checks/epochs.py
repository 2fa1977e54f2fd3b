"""Years that are known: of the five-year plans, of congresses, of what is celebrated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.reading import stretch_start
from giadesk.checks.regulation import Wrong
from giadesk.core.figures import whole_number
from giadesk.core.years import years_in_digits

_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_OF_LAW = {"五五": 2006, "六五": 2011, "七五": 2016, "八五": 2021, "九五": 2026}
"""The plans of 普法, which are counted apart."""


def epoch_facts(text: str, year: int) -> Iterator[Wrong]:
    """What a text says of plans, congresses and anniversaries and cannot be so; year: the report's."""
    if "五”" in text or "五规划" in text or "五时期" in text:
        yield from _spans(text)
        yield from _places_in_plans(text, year)
    if "之年" in text:
        yield from _events(text, year)
    if "周年" in text:
        yield from _anniversaries(text, year)


_PLAN = r"“?(?P<plan>十[一二三四五]五)”?"
_SPAN = re.compile(
    rf"(?:{_PLAN}(?!普法)|“?(?P<law>[五六七八九]五)”?普法)[^，。；（()）]{{0,16}}[（(](?P<span>(?P<from>20\d\d)年?\s*[-—–－~～至到]+\s*(?P<to>20\d\d)年?)[）)]"
)


def _spans(text: str) -> Iterator[Wrong]:
    """“十四五”规划（2020—2025年）."""
    for match in _SPAN.finditer(text) if "（" in text or "(" in text else ():
        begins = _PLANS[match["plan"]] if match["plan"] else _OF_LAW[match["law"]]
        if (int(match["from"]), int(match["to"])) != (begins, begins + 4):
            yield Wrong(*match.span("span"), "不是这个规划的起止年份", f"{begins}—{begins + 4}年")


_IN_PLAN = re.compile(
    rf"(?:{_PLAN}|“?(?P<law>[五六七八九]五)”?普法)(?:规划|时期|计划|发展|建设|实施|目标|任务|工作|全面|圆满|[的和])*"
    r"(?P<at>(?P<first>开局|起步|开篇|首|启动|第一|头一)|(?P<last>收官|最后一|末|决胜)|第(?P<nth>[二三四])|(?P<mid>中期|中间))(?:起步|开局|关键|收官)?(?:之?年|个年头)(?!以来)"
)
_IS = re.compile(
    r"(?:是|为|作为|正值|恰逢|时值|适逢|处于|系|逢|[，,、也又既])(?:实施|执行|全面|我[国省市县区镇乡]|国家|推进|落实|完成|贯彻|[的、，])*$"
)
_NOT_YET = re.compile(r"迎接|即将|谋划|奠定|打好|筹备|面向|展望|迎来|衔接|打下")
_YEAR_SAID = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?|(?P<next>明年|来年|次年|下一?年)|(?P<last>去年|上一?年)"
)


def _years_meant(before: str, year: int) -> int:
    """The year of which a sentence says what it was; the report's where none is named."""
    said = max(_YEAR_SAID.finditer(before), key=re.Match.start, default=None)
    if said is None:
        return year
    return int(said["year"]) if said["year"] else year + (1 if said["next"] else -1)


def _sentence(text: str, end: int) -> str:
    """The sentence so far."""
    return text[stretch_start(text, end) : end]


def _places_in_plans(text: str, year: int) -> Iterator[Wrong]:
    """2022年是“十四五”规划的开局之年: its first year was 2021."""
    for match in _IN_PLAN.finditer(text) if "年" in text else ():
        before = years_in_digits(_sentence(text, match.start()))
        after = text[match.end() : match.end() + 12]
        if not _IS.search(before) or _NOT_YET.search(before + after):
            continue
        begins = _PLANS[match["plan"]] if match["plan"] else _OF_LAW[match["law"]]
        place = 0 if match["first"] else 4 if match["last"] else 2
        if match["nth"]:
            place = 1 + "二三四".index(match["nth"])
        if _years_meant(before, year) != begins + place:
            yield Wrong(*match.span(), f"是{begins + place}年", "")


_EVENTS = (
    (re.compile(r"党的?十八大(?:胜利)?召开之年"), 2012),
    (re.compile(r"党的?十九大(?:胜利)?召开之年"), 2017),
    (re.compile(r"党的?二十大(?:胜利)?召开之年"), 2022),
    (re.compile(r"党的?十八大精神的?(?:第一年|开局之年)"), 2013),
    (re.compile(r"党的?十九大精神的?(?:第一年|开局之年)"), 2018),
    (re.compile(r"党的?二十大精神的?(?:第一年|开局之年)"), 2023),
    (
        re.compile(r"(?:脱贫攻坚|小康社会)(?:目标|任务|战)*的?(?:圆满|决战|决胜|全面)*收官之年"),
        2020,
    ),
)


def _events(text: str, year: int) -> Iterator[Wrong]:
    """今年是党的二十大召开之年 in the report of 2023."""
    for pattern, held in _EVENTS:
        for match in pattern.finditer(text):
            before = years_in_digits(_sentence(text, match.start()))
            if not _NOT_YET.search(before) and _years_meant(before, year) != held:
                yield Wrong(*match.span(), f"是{held}年", "")


_FOUNDED = {
    "中华人民共和国成立": 1949, "新中国成立": 1949, "建国": 1949,
    "中国共产党成立": 1921, "建党": 1921, "改革开放": 1978, "建军": 1927,
    "抗日战争胜利": 1945, "抗战胜利": 1945, "香港回归": 1997, "澳门回归": 1999, "长征胜利": 1936,
}  # fmt: skip
_REGULATION = 2008
_REVISED = 2019
_ANNIVERSARY = re.compile(
    r"(?:(?P<of>"
    + "|".join(_FOUNDED)
    + r")|《(?:中华人民共和国)?(?:政府信息公开)?条例》(?:正式|颁布|公布|[、和])*(?:实施|施行))(?:祖国)?“?"
    r"(?P<years>\d{1,3}|百|一百|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])周年"
)
_SAYS_WHEN = re.compile(r"是|适逢|恰逢|正值|时值|欣逢|逢|迎来")


def _anniversaries(text: str, year: int) -> Iterator[Wrong]:
    """庆祝建国85周年 in the report of 2024; where it is said of what year, to the year."""
    for match in _ANNIVERSARY.finditer(text):
        founded = _FOUNDED[match["of"]] if match["of"] else _REGULATION
        before = years_in_digits(_sentence(text, match.start()))
        if not match["of"] and before.endswith(("修订", "修订的", "修订后的", "新")):
            founded = _REVISED
        told = founded + whole_number(match["years"])
        exact = _SAYS_WHEN.search(before) is not None
        meant = _years_meant(before, year) if exact else year
        if abs(told - meant) > (0 if exact else 1) and str(told) not in text:
            shown = match[0].replace(match["years"], str(meant - founded))
            yield Wrong(*match.span(), "与年份不符" if exact else "与报告年度不符", shown)
