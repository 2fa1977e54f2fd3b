"""Numbers inside the text: 一是…二是…四是. The headings' own numbers are written by the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, check

_DIGITS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_STYLES = (
    re.compile(rf"(?P<number>[{_DIGITS}]{{1,2}})(?:是(?!否)|要(?!点|求))"),
    re.compile(rf"第(?P<number>[{_DIGITS}])[，,、]"),
    re.compile(r"[（(](?P<number>\d{1,2})[)）][^年月日条件项个次，。；、]"),
    re.compile(rf"(?P<number>[{_CIRCLED}])"),
)
"""Ways of numbering inside a paragraph: 一是, 第一, （1）, ①."""
_ANY_STYLE = re.compile(
    rf"[{_DIGITS}（({_CIRCLED}](?:(?<=[{_DIGITS}])[是要，,、]|(?<=[（(])\d|(?<=[{_CIRCLED}]))"
)
"""Where nothing of this stands, nothing is numbered; most paragraphs have none."""
_MARKS = "。；;：:，,！？）)] \u3000\xa0\t\n"
"""Behind one of these, or at the beginning, an enumeration's number stands; ① may stand anywhere."""


class Number(NamedTuple):
    """A number of an enumeration: where, its style, what it is and how it is written."""

    start: int
    end: int
    style: int
    value: int
    text: str


@check("C-ORDER", "hint", "分点的序号连续", "text")
def order(case: Case) -> Iterable[Finding]:
    """正文中“一是”“二是”等分点的序号应当连续。

    比较什么：同一部分正文里的“一是、二是”“第一、第二”“（1）（2）”“①②”，有没有跳号、重号。各级标题的序号由程序编排，不在此列。
    为什么：增删内容以后容易漏改序号。
    依据：GB/T 15834-2011；通行的公文校对要求。
    不通过：一是内容不全；三是更新不及时。
    通过：一是内容不全；二是更新不及时。
    """
    section = ""
    lists: dict[int, list[int]] = {}
    for passage in passages(case):
        if passage.section != section or passage.level:
            section, lists = passage.section, {}
        for number in passage.recall(numbers_in):
            open_lists = lists.setdefault(number.style, [])
            right = _next(open_lists, number.value)
            if right is not None:
                yield _finding(number, right, passage)


def _next(open_lists: list[int], value: int) -> int | None:
    """Take a number in; what it should be where it does not go on with any list that is open."""
    if value == 1:
        open_lists.append(1)
        return None
    for place in range(len(open_lists) - 1, -1, -1):
        if open_lists[place] == value - 1:
            del open_lists[place + 1 :]
            open_lists[place] = value
            return None
    if not open_lists:
        return None  # 首先 …, 二是 …: the first is numbered otherwise
    right = open_lists[-1] + 1
    open_lists[-1] = value
    return right


def numbers_in(text: str) -> tuple[Number, ...]:
    """Every number of an enumeration inside the text, in order."""
    return tuple(sorted(_found(text))) if _ANY_STYLE.search(text) else ()


def _found(text: str) -> Iterator[Number]:
    for style, pattern in enumerate(_STYLES):
        for match in pattern.finditer(text):
            at = match.start()
            if at and text[at - 1] not in _MARKS and text[at] not in _CIRCLED:
                continue
            written = match["number"]
            value = _value(written)
            if value:
                yield Number(match.start("number"), match.end("number"), style, value, written)


def _value(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written in _CIRCLED:
        return _CIRCLED.index(written) + 1
    if len(written) == 1:
        return _DIGITS.index(written) + 1
    return 10 + _DIGITS.index(written[1]) + 1 if written[0] == "十" and written[1] != "十" else 0


def _written(value: int, like: str) -> str:
    if like.isdecimal():
        return str(value)
    if like in _CIRCLED:
        return _CIRCLED[value - 1] if value <= len(_CIRCLED) else like
    return _DIGITS[value - 1] if value <= 10 else f"十{_DIGITS[value - 11]}"


def _finding(number: Number, right: int, passage: Passage) -> Finding:
    shown = _written(right, number.text)
    end = min(len(passage.text), number.end + 1)
    return Finding(
        code="C-ORDER",
        severity="hint",
        message=f"分点的序号“{number.text}”应为“{shown}”",
        remedy="核对有没有漏项，或者改正序号",
        where=passage.place(number.start, end),
        expected=shown,
        actual=number.text,
        key=f"C-ORDER/{passage.section}/{passage.number}/{number.start}",
        mends=(Mend("重新编号", text=_renumbered(number, right, passage)),),
    )


def _renumbered(number: Number, right: int, passage: Passage) -> tuple[str, int, str]:
    """The paragraph with this number and those that go on with it counted anew."""
    text = passage.text
    changed = [(number, right)]
    last = number.value
    for later in numbers_in(text):
        if later.start <= number.start or later.style != number.style:
            continue
        if later.value != last + 1:
            break
        last = later.value
        right += 1
        changed.append((later, right))
    section, place, whole = passage.replaced(0, 0, "")
    for one, value in reversed(changed):
        a, b = passage.raw_offset(one.start), passage.raw_offset(one.end)
        whole = whole[:a] + _written(value, one.text) + whole[b:]
    return section, place, whole
