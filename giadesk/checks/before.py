"""What the prose says of the year before where this year's tables hold it themselves.

The form of 2019 counts last year's 事项 and the change; 上年结转 tells what was carried over a year ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.reading import Passage, passages, stretch_end
from giadesk.checks.registry import Case
from giadesk.checks.resolving import Reading
from giadesk.checks.told import amount

_IN, _OUT = "applications/carried_in/total", "applications/carried_out/total"


class Compared(NamedTuple):
    """What is said, where, and the figures by which it is otherwise; expected: in the prose's words."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    said: str
    expected: str


def compared(case: Case) -> Iterator[tuple[Passage, Compared]]:
    """What is said of last year and this and is not so in the tables."""
    stock = [r for r in _ROWS.values() if f"disclosure/{r}/items_before" in case.figures]
    for passage in passages(case):
        text = passage.text
        if "结转" in text or "未办结" in text:
            yield from ((passage, one) for one in _carried(text, case))
        if stock and "项" in text:
            yield from ((passage, one) for one in _items(text, case))


# --- 结转 -----------------------------------------------------------------------------------------

_CARRIED = re.compile(
    r"(?<![年度去的])(?:结转|未办结)(?P<what>[^。；，、（）]{0,14})[，,]?(?:件数|数量|数)?(?:与|同|和|较|比)(?:上一?年度?|去年)"
    r"(?:[底末]|同期|的)?(?:结转)?(?:件数|数量|数|量)?(?:相比)?[，,]?(?:基本|略?有所?)?"
    r"(?P<how>持平|相同|一致|相等|一样|没有变化|增加|上升|增多|多|减少|下降|少)"
)
_MORE, _FEWER = ("增加", "上升", "增多", "多"), ("减少", "下降", "少")


def _carried(text: str, case: Case) -> Iterator[Compared]:
    came, left = case.figures.get(_IN), case.figures.get(_OUT)
    if came is None or left is None:
        return
    for match in _CARRIED.finditer(text):
        if "上年" in match["what"] or "率" in match["what"]:
            continue
        how = match["how"]
        is_so = left > came if how in _MORE else left < came if how in _FEWER else left == came
        if not is_so:
            word = "持平" if left == came else "多" if left > came else "少"
            yield Compared(match.start(), match.end(), ((_OUT,), (_IN,)), how, word)


# --- 事项 -----------------------------------------------------------------------------------------

_ROWS = {
    "行政许可": "licences", "行政处罚": "penalties", "行政强制": "coercion",
    "行政事业性收费": "fees", "其他对外管理服务": "other_services", "其它对外管理服务": "other_services",
}  # fmt: skip
_NAME = re.compile("|".join(_ROWS))
_NUMBER = r"(\d{1,4})\s*项"
_TURN = r"[增减调变降升扩][^\d，。；]{0,4}[为至到成]"
_TURNED = re.compile(
    rf"(?:由|从)?(?:上一?年度?|去年|原来?)?的?{_NUMBER}[^\d，。；]{{0,3}}{_TURN}[^\d，。；]{{0,2}}{_NUMBER}"
)
_WAS = re.compile(
    rf"(?<![较比与])(?:上一?年度?|去年|年初)[^\d，。；增减]{{0,6}}{_NUMBER}(?![^，。；]{{0,3}}{_TURN})"
)
_IS = re.compile(
    rf"(?:现有|现为|现共|实有|(?:增加?|减少?|调整)后[^\d，。；]{{0,2}})[^\d，。；]{{0,3}}{_NUMBER}"
)
_CHANGED = re.compile(
    rf"(?P<net>净)?(?P<how>增加|新增|增设|增|减少|减|取消|核减|调减)(?:了)?{_NUMBER}"
)
_UP = ("增加", "新增", "增设", "增")
_MOVED = re.compile(r"下放|承接|划转|划入|划出|接收")
"""Changes to be added to those that are counted, or counted among them."""
_SAME = re.compile(
    r"(?:未变|没有(?:变化|增减|变动)|无(?:变化|增减|变动)|不变|与上年(?:持平|相同|一致)|未(?:作|做)?(?:调整|增减))"
)


def _items(text: str, case: Case) -> Iterator[Compared]:
    names = list(_NAME.finditer(text))
    for place, name in enumerate(names):
        row = f"disclosure/{_ROWS[name[0]]}"
        was, change = (f"{row}/items_before",), (f"{row}/change",)
        if amount(was, case.figures) is None or amount(change, case.figures) is None:
            continue
        limit = names[place + 1].start() if place + 1 < len(names) else len(text)
        end = min(limit, stretch_end(text, name.end()))
        yield from _of_one(text, name.end(), end, was, change, case)


def _of_one(
    text: str, start: int, end: int, was: Reading, change: Reading, case: Case
) -> Iterator[Compared]:
    now = (*was, *change)
    told: list[tuple[re.Match[str], int, Reading, int]] = []
    turned = _TURNED.search(text, start, end)
    if turned:
        told += [(turned, 1, was, 1), (turned, 2, now, 1)]
    told += [(m, 1, was, 1) for m in _WAS.finditer(text, start, end)]
    told += [(m, 1, now, 1) for m in _IS.finditer(text, start, end)]
    changes = list(_CHANGED.finditer(text, start, end))
    net = [m for m in changes if m["net"]]
    if not net and not _MOVED.search(text, start, end):
        net = changes
    if len(net) == 1:
        told.append((net[0], 3, change, 1 if net[0]["how"] in _UP else -1))
    for match, group, reading, sign in told:
        value = amount(reading, case.figures)
        if value is not None and sign * Decimal(match[group]) != value:
            yield Compared(match.start(), match.end(), (reading,), match[group], str(abs(value)))
            return
    same = _SAME.search(text, start, end) if "项" in text[start:end] else None
    if same and not changes and amount(change, case.figures):
        yield Compared(
            same.start(), same.end(), (change,), same[0], str(amount(change, case.figures))
        )
