"""What a report says of its own parts: 由概述、主动公开政府信息情况……等六部分组成."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTS = re.compile(
    r"(?:由|包括|包含|涵盖|分为|共?分成?|内容[为有是])(?P<items>(?:(?!由|包括|包含|涵盖|分为)[^。]){12,400}?)"
    r"(?P<said>(?:等|共|这|，)*(?P<many>[两一二三四五六七八九十\d]{1,2})个?(?:大|主要)?(?:部分|方面)的?(?:内容)?(?:组成|构成)?)"
)
_ENDS = re.compile(r"(?:概述|概况|情况|措施|事项|附表|附件|统计表|说明|作法|做法|打算)[”》]?$")
"""How the name of a part ends; what ends otherwise may go on: 申请行政复议、提起行政诉讼的情况."""
_JOINS = re.compile(r"以及|[和及与]")
_TOLD_APART = 4
_NUMBERS = "一二三四五六七八九十"


class Parts(NamedTuple):
    """Where the number of parts is said, the number, and how many are named."""

    start: int
    end: int
    many: int
    named: int


def miscounted_parts(text: str) -> tuple[Parts, ...]:
    """Where a report says that it has more parts than it names, or fewer, however they are told apart.

    At most as many are named as there are marks and words that join; at least as many as have the
    ending of a part's name.
    """
    found = []
    for match in _PARTS.finditer(text) if "部分" in text or "方面" in text else ():
        written = match["many"].replace("两", "二")
        many = int(written) if written.isdecimal() else _NUMBERS.find(written) + 1
        named = match["items"].rstrip("等共：:，,、")
        items = [i for i in re.split("[、，,；;]", named) if i.strip()]
        least = sum(_ENDS.search(item) is not None for item in items)
        apart = len(re.split("[，,；;]", named))
        if apart >= _TOLD_APART:
            least = max(least, apart)  # commas part them, 、 stands inside
        most = len(items) + sum(len(_JOINS.findall(item)) for item in items)
        if "公开" not in match["items"] or not many or least < 2:
            continue
        if many < least or many > most:
            found.append(Parts(*match.span("said"), many, least if many < least else most))
    return tuple(found)
