"""Two years in a sentence of which one cannot be right: a year compared with itself, a stock."""

from __future__ import annotations

import re
from collections.abc import Iterator

Year = tuple[int, int, int, str]
"""Where a year stands, the one written, the right one, what is wrong."""


def two_years(text: str, year: int) -> Iterator[Year]:
    """The years of a text that contradict another one beside them; year: the report's."""
    if "较20" in text or "比20" in text or "与20" in text:
        yield from _with_itself(text, year)
    if "累计" in text:
        yield from _stocks(text, year)


_WITH_ITSELF = re.compile(
    r"(?:^|(?<=[。；]))\s*(?P<told>(?P<year>20\d\d))年度?[，,、]?(?!(?:19|20)\d\d年)[^。；年]{2,40}?\d+[条件次份篇期][^。；，,\d]{0,4}[，,][^，。；\d]{0,8}"
    r"[较比与](?P<then>(?P=year))年(?![底初末上下])"
)


def _with_itself(text: str, year: int) -> Iterator[Year]:
    """2023年度公开508条，较2023年增加45条: a year is not compared with itself."""
    for match in _WITH_ITSELF.finditer(text):
        told = int(match["year"])
        if told == year:
            yield match.start("then"), told, year - 1, "本年的数与本年比较"
        elif told == year - 1:
            yield match.start("told"), told, year, "叙述本年工作的年份是上一年的"


_STOCK = re.compile(
    r"截[至止]到?(?P<until>20\d\d)年(?:底|末|年底|12月(?:31日|底))[^。；]{0,30}累计[^。；]{0,40}?其中[，,：:]?(?P<told>20\d\d)年度?(?:共|又)?(?:新增|新|主动公开)"
    r"(?![^。；]*20\d\d年)"
)


def _stocks(text: str, year: int) -> Iterator[Year]:
    """截至2023年底累计公开52条，其中2024年新增14条: what came later is in no stock, nor is it all of it."""
    for match in _STOCK.finditer(text):
        told, until = int(match["told"]), int(match["until"])
        if (told, until) == (year, year - 1):
            yield match.start("until"), until, year, "截至的时间是上一年的"
        elif (told, until) == (year - 1, year):
            yield match.start("told"), told, year, "叙述本年工作的年份是上一年的"
