"""The 条例 of 2007 and its revision of 2019 as they are: decrees, days, articles, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from giadesk.checks.reading import stretch_end, stretch_start


class Wrong(NamedTuple):
    """Words that tell a fact otherwise than it is; right: as it is, "" where nobody can tell."""

    start: int
    end: int
    fault: str
    right: str


FIRST_REPORTS = 2019
"""From the report of this year on the revised 条例 is in force; in this year both were."""


def regulation_facts(text: str, year: int) -> Iterator[Wrong]:
    """What a text says of the 条例 and is not so; year: the report's, 0 for unknown."""
    if "条例" in text:
        yield from _days(text)
        if "令" in text:
            yield from _decrees(text, year)
        if year and "条例》" in text:
            yield from _articles(text, year)
    if year and "工作日" in text:
        yield from _terms(text, year)


_NAMED = (
    r"《(?:中华人民共和国)?(?:政府信息公开)?条例》(?:[（(][^（）()]{1,24}[）)])?"
    r"|(?:政府信息公开|(?<=修订后的)|(?<=新修订的)|(?<=新))条例"
)
_NEW = r"(?:新修订的?|修订后的?|修改后的?|新版?的?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)年"
_DATE = rf"(?P<date>(?:{_YEAR})?(?:(?<=年)|(?<![\d年]))\s*(?P<month>\d{{1,2}})月(?:\s*(?P<day>\d{{1,2}})日)?)"
_FORCE = r"(?:正式|开始|颁布|公布|贯彻)*(?:实施|施行|生效)"
_IN_FORCE = (
    re.compile(rf"{_DATE}起?[，,]?(?P<new>{_NEW})?(?:{_NAMED}){_FORCE}"),
    re.compile(rf"{_DATE}起?{_FORCE}的(?P<new>{_NEW})?(?:{_NAMED})"),
    re.compile(
        rf"(?P<new>{_NEW})?(?:{_NAMED})(?:共[^，。；]{{2,12}})?[，,]?已?(?:[自于从在](?P<date>{_YEAR}(?:\s*(?P<month>\d{{1,2}})月(?:\s*(?P<day>\d{{1,2}})日)?)?))起?{_FORCE}"
    ),
)
"""A year alone before it may tell of the work of that year: 2020年《条例》实施情况."""
_FIRST = (2008, 5, 1)
_REVISED = (2019, 5, 15)


def _days(text: str) -> Iterator[Wrong]:
    """2009年1月1日《条例》实施之日起, 4月30日施行的新《条例》: it was another day."""
    for pattern in _IN_FORCE if "施" in text or "生效" in text else ():
        for match in pattern.finditer(text):
            parts = match.group("year", "month", "day")
            told = [(int(p), n) for n, p in enumerate(parts) if p]
            known = (_REVISED,) if match["new"] else (_FIRST, _REVISED)
            if any(all(day[n] == value for value, n in told) for day in known):
                continue
            if parts[0] is None and (not match["new"] or parts[2] is None):
                continue
            later = match["new"] or int(parts[0]) >= _REVISED[0]
            day = _REVISED if later else _FIRST
            shown = [n for n in range(3) if parts[n] or parts[0]]
            right = "".join(f"{day[n]}{'年月日'[n]}" for n in shown)
            yield Wrong(*match.span("date"), "不是条例施行的日期", right)


_DECREE = r"国(?:务院)?令[（(]?第?\s*(?P<number>\d+)\s*号"
_OF_DECREE = re.compile(
    rf"《(?:中华人民共和国)?政府信息公开条例》[（(](?:(?:19|20)\d\d年[^（）()，。]{{0,12}})?(?:中华人民共和国)?(?P<decree>{_DECREE})(?P<more>[^）)]*)"
)
_BY_DECREE = re.compile(
    rf"(?P<decree>{_DECREE})[）)]?(?P<more>《(?:中华人民共和国)?政府信息公开条例》)"
)
_ELDER = re.compile(r"200[78]年|修订[前以]|修改前|原(?:来|有)?的?$|旧")
_YOUNGER = re.compile(rf"{_NEW}$|2019年[^。；]*(?:公布|修订|颁布)")
_DECREES = {"492", "711"}


def _decrees(text: str, year: int) -> Iterator[Wrong]:
    """国务院令第492号 of the revised 条例 is that of the first; a number of neither is of another."""
    for pattern in (_OF_DECREE, _BY_DECREE):
        for match in pattern.finditer(text):
            start = stretch_start(text, match.start())
            before = text[start : match.start()]
            number = match["number"]
            right = "711" if not year or year >= FIRST_REPORTS else "492"
            both = number in _DECREES and (
                year == FIRST_REPORTS
                or not year
                or _DECREES - {number} <= {*_NUMBERS.findall(text)}
            )
            if _YOUNGER.search(before):
                right, both = "711", False
            elif _ELDER.search(before) or _ELDER.search(match[0]):
                right, both = "492", False
            if number != right and not both:
                known = number in _DECREES
                fault = "是条例修订前后另一次公布的令号" if known else "不是公布条例的国务院令"
                decree = match["decree"].replace(number, right)
                yield Wrong(*match.span("decree"), fault, decree)


_NUMBERS = re.compile(r"第?\s*(\d+)\s*号")

_CITED = re.compile(
    r"条例》(?:[（(][^（）()]{1,30}[）)])?的?(?P<articles>(?:[、和及]?第[一二三四五六七八九十]{1,4}条)+)"
)
_ARTICLE = re.compile(r"第([一二三四五六七八九十]{1,4})条")
_ABOUT = (
    (
        re.compile(r"年度?报告|年报|本报告|编制"),
        re.compile(r"征求|第三方|收到"),
        ("三十一", "三十二"),
        ("四十九", "五十"),
    ),
    (
        re.compile(r"(?:答复|办理|法定|规定)的?(?:时限|期限)|个工作日"),
        re.compile(r"编制|报告|收费|费用|第三方|补正|三十[一二]|四十九|五十"),
        ("二十四",),
        ("三十三",),
    ),
    (
        re.compile(r"收取|收费|费用|处理费"),
        re.compile(r"编制|报告|工作日|农村|困难"),
        ("二十七",),
        ("四十二",),
    ),
)
"""Where articles are on one matter: by what words, not with what others, before and since the revision."""


def _articles(text: str, year: int) -> Iterator[Wrong]:
    """根据《条例》第三十一条，编制2023年度报告: since the revision other articles are on the report."""
    if year in (FIRST_REPORTS - 1, FIRST_REPORTS):
        return
    for match in _CITED.finditer(text):
        start = stretch_start(text, match.start())
        end = stretch_end(text, match.end())
        around = text[start : match.start()] + text[match.end() : end]
        cited = {*_ARTICLE.findall(match["articles"])}
        for about, never, old, new in _ABOUT:
            right, other = (new, old) if year > FIRST_REPORTS else (old, new)
            if not about.search(around) or never.search(around) or not cited <= {*other}:
                continue
            if _ELDER.search(text[start : match.start()]):
                continue
            fault = "修订以前" if year > FIRST_REPORTS else "修订以后"
            yield Wrong(
                *match.span("articles"),
                f"是条例{fault}的条款",
                "、".join(f"第{n}条" for n in right),
            )
            break


_TERM = re.compile(
    r"(?:条例》?|法定|规定)的?(?:法定|答复|办理|办结)?(?:时限|期限|时间)?的?[，,为即是（(]?(?:内的?)?(?P<term>(?P<days>15|20|十五|二十)个工作日)(?P<tail>[^，。；]{0,12})"
)
_TERM_FIRST = re.compile(
    r"(?P<term>(?P<days>15|20|十五|二十)个工作日)的?(?:法定|规定|答复|办理)的?(?:答复)?(?:时限|期限)(?P<tail>[^，。；]{0,12})"
)
_NOT_TO_ANSWER = re.compile(
    r"第三方|征求|征询|补正|延长|延期|承诺|压缩|缩短|提前|[原旧]|修订|修改|改为|提高|由|主动公开|形成|变更|更新|上网|发布|公布|内(?:向社会|对外|全部|及时)*公开|《(?!(?:中华人民共和国)?(?:政府信息公开)?条例》)"
)
_ANSWERS = re.compile(r"答复|办结|申请|回复")


def _terms(text: str, year: int) -> Iterator[Wrong]:
    """均在规定的20个工作日内答复 in the report of 2013: the term was 15 days until the revision."""
    if year == FIRST_REPORTS:
        return
    right = {"15", "十五"} if year < FIRST_REPORTS else {"20", "二十"}
    for match in (*_TERM.finditer(text), *_TERM_FIRST.finditer(text)):
        start = stretch_start(text, match.start())
        end = match.end()
        sentence = text[start:end]
        if (
            match["days"] not in right
            and _ANSWERS.search(sentence)
            and not _NOT_TO_ANSWER.search(sentence)
        ):
            number = "15" if year < FIRST_REPORTS else "20"
            yield Wrong(
                *match.span("term"),
                "不是条例当时规定的答复期限",
                f"{number}个工作日",
            )
