"""When the 政府信息公开条例 came into force, told otherwise than it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = (
    r"(?P<new>新修订的?|修订后的?|新)?《(?:中华人民共和国)?(?:政府信息公开)?条例》"
    r"(?:[（(][^（）()]{1,24}[）)])?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)年"
_MONTH = r"\s*(?P<month>\d{1,2})月(?:\s*(?P<day>\d{1,2})日)?"
_FORCE = r"(?:正式|开始|颁布|公布|贯彻)*(?:实施|施行|生效)"
_TOLD = (
    re.compile(rf"(?P<date>{_YEAR}{_MONTH})起?{_NAME}{_FORCE}"),
    re.compile(rf"{_NAME}已?(?:[自于从在](?P<date>{_YEAR}(?:{_MONTH})?))起?{_FORCE}"),
)
"""A year alone before it may tell of the work of that year: 2020年《条例》实施情况."""
_FIRST = (2008, 5, 1)
_REVISED = (2019, 5, 15)
"""国务院令第492号, 国务院令第711号."""


class WrongDate(NamedTuple):
    """Where a date stands at which the law did not come into force, and the date at which it did."""

    start: int
    end: int
    right: str


def wrong_law_dates(text: str) -> Iterator[WrongDate]:
    """2009年1月1日《条例》实施之日起: it was another day."""
    if "条例》" not in text or not ("施" in text or "生效" in text):
        return
    for pattern in _TOLD:
        for match in pattern.finditer(text):
            told = tuple(int(part) for part in match.group("year", "month", "day") if part)
            known = (_REVISED,) if match["new"] else (_FIRST, _REVISED)
            if not any(day[: len(told)] == told for day in known):
                later = match["new"] or int(match["year"]) >= _REVISED[0]
                right = _REVISED if later else _FIRST
                written = "".join(f"{n}{u}" for n, u in zip(right, "年月日", strict=True))
                yield WrongDate(*match.span("date"), written)
