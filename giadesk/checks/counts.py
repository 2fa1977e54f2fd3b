"""How many there are said to be, and how many are named: 三个方面：一是…二是…, 甲、乙、丙、丁五项制度."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.contents import miscounted_classes, miscounted_parts
from giadesk.checks.counted import (
    DIGITS,
    GOES_ON,
    INSERTED,
    Miscount,
    alike_behind,
    many_said,
    miscounted_names,
)
from giadesk.checks.enumerated import miscounted_lists, miscounted_points
from giadesk.checks.occasions import miscounted_occasions, miscounted_rests
from giadesk.checks.ordering import numbers_in
from giadesk.checks.reading import Passage, Text, has_any, passages
from giadesk.checks.registry import Case, Finding, check

_SO_MANY = rf"(?P<many>[两{DIGITS}\d](?<![{DIGITS}百].)[两{DIGITS}\d]?)(?=[个大方项类条点种])"
_OF_WHAT = (
    r"(?:个?大?方面|个?大类|个(?:主要|突出|重点)?(?:问题|不足|短板|薄弱环节|环节|重点|要点|领域|层面|特点|关口|到位|渠道|步骤|抓手|原则|转变|强化|确保|结合)"
    r"|项(?:重点|主要|具体|基础)?(?:工作|措施|举措|制度|任务|内容|机制)|类(?:信息|问题|情况|内容)?|条(?:措施|意见|建议|经验|(?<=[两二三四五六七八九十]条)(?=[：:]))"
    r"|点(?:不足|问题|做法|措施|体会|经验)?|种(?:方式|形式|途径|渠道|情形)|[个项](?=[：:]))"
)
_ANNOUNCED = re.compile(
    rf"{_SO_MANY}{_OF_WHAT}(?P<gap>[^。；：:，,\d]{{0,18}})(?P<mark>[：:。，,；]|$)"
)
_LONGEST = 24
"""Characters that such a phrase has at most."""
_STEP = re.compile(
    rf"(?:^|(?<=[：:；;。，,\s]))(?P<number>[{DIGITS}])(?P<verb>[抓靠看促强建查讲学严重保明定为则])(?!般)"
)
"""一抓学习，二抓内容: the same verb each time."""
_OF_THEM = re.compile(
    rf"(?:^|(?<=[：:；;。，,\s]))(?:其|[（(])(?P<number>[{DIGITS}])(?:(?<=其.)[，,是]|[）)])"
)
"""其一，…；其二，…, and （一）…；（二）… inside a paragraph."""
_IN_TURN = re.compile(
    r"(?:^|(?<=[：:；;。，,\s]))(?P<turn>首先|其次|再次|再者|最后|第[三四五]|[三四五]是)(?=[是，,要]|[^，。；]{4})"
)
_HEADED = re.compile(rf"(?:^|(?<=[：:；;。\n\s]))(?P<number>[{DIGITS}])、")
"""一、概述；二、主动公开情况."""
_ONE_MORE = re.compile(r"(?:^|(?<=[：:；;。，,\s]))(?:再|还有|另|又)?一个(?:方面)?则?是")
"""一个是…，再一个是…"""
_POINT = re.compile(r"(?:^|(?<=[：:；;。，,\s]))(?P<number>\d)[.．、](?!\d)")


_SEEN = 24
"""Paragraphs behind an announcement that are looked through."""


@check("P-COUNT", "verify", "所说的项数与列举的相符", "text")
def counts(case: Case) -> Iterable[Finding]:
    """“几个方面”“几项制度”，应与列举出来的项数相符。

    比较什么：“三个方面：一是……二是……”中编了号的项数，接在后面各段的也算；“甲、乙、丙、丁五项制度”中用顿号列举的项数，用书名号、括号列举的也算；“四个领域：甲领域，……；乙领域，……”中用分号列举、开头相同的项数；“首先”“其次”“最后”的项数；“六大类：”“8项，分别是”后面列举的项数；“甲、乙、丙3个乡镇”中名称的个数；“‘四及时’：及时收集、及时审核……”一类的概括。“由……等六部分组成”中列举的部分，“五大类：甲类3条，……”中写了条数的类；有“等”的，只在列举的多于所说的时指出；后面还有“此外”“同时”等没有编号的内容的，不指出。
    为什么：增删一项以后容易忘了改项数，读者一数便知。
    依据：通行的公文校对要求。
    不通过：存在三个方面的不足：一是更新不及时；二是解读较少。
    通过：存在两个方面的不足：一是更新不及时；二是解读较少。
    """
    found = passages(case)
    for place, passage in enumerate(found):
        behind = found[place + 1 : place + 1 + _SEEN]
        for one in (*_numbered(passage, behind), *passage.recall(_within, passage.read)):
            quote = passage.text[one.start : one.end]
            yield Finding(
                code="P-COUNT",
                severity="verify",
                message=f"正文说“{quote}”，列举出来的是{one.named}项",
                remedy="核对项数，看有没有漏写一项",
                where=passage.place(one.start, one.end),
                expected=str(one.named),
                actual=str(one.many),
                key=f"P-COUNT/{passage.section}/{quote}",
                figures=f"{one.many}/{one.named}",
            )


def _within(read: Text) -> tuple[Miscount, ...]:
    """What is counted within a paragraph, each place once."""
    found: list[Miscount] = []
    for one in _all_within(read):
        if all(one.start >= other.end or other.start >= one.end for other in found):
            found.append(one)
    return tuple(found)


def _all_within(read: Text) -> tuple[Miscount, ...]:
    text = read.text
    return (
        *(_listed(text) if _may_list(text) else ()),
        *(_summed_up(text) if "”" in text else ()),
        *miscounted_parts(text),
        *miscounted_classes(read),
        *miscounted_names(text),
        *miscounted_lists(text),
        *miscounted_points(text),
        *miscounted_occasions(text),
        *miscounted_rests(text),
    )


# --- 一是 … 二是 … ----------------------------------------------------------------------------------


_FIRST = re.compile(
    r"[一首第1①](?:(?<=一)(?:个?(?:方面)?[是要抓靠看促强建查讲学严重保明定为则，、)）])|(?<=首)先|(?<=第)一|(?<=1)[.、)）]|(?<=①))"
)
"""Without one of these nothing is numbered."""


def _numbered(passage: Passage, behind: tuple[Passage, ...]) -> Iterator[Miscount]:
    headed = bool(behind) and (behind[0].level or _FIRST.match(behind[0].text))
    if not headed and _FIRST.search(passage.text) is None:
        return
    for match in passage.recall(_announcements):
        after = passage.text[match.end() :]
        follows = [after]
        many = many_said(match)
        if not after.strip():
            headed = _headings(passage, behind) if _LEADS_ON.search(passage.text) else 0
            if 1 < headed < many:
                yield Miscount(match.start(), match.start("mark"), many, headed)
                continue
            follows = _until_a_heading(passage, behind)
        named = _how_many("\n".join(follows))
        if named is not None and named != many:
            yield Miscount(match.start(), match.start("mark"), many, named)


def _announcements(text: str) -> tuple[re.Match[str], ...]:
    return tuple(
        m
        for m in _ANNOUNCED.finditer(text)
        if 2 <= many_said(m) <= 12 and (len(m["gap"]) <= _NEAR or not text[m.end() :].strip())
    )


_NEAR = 10
"""Characters between 几个方面 and what it announces, where that goes on in the same paragraph."""


_LEADS_ON = re.compile(
    r"从[^，。；]{0,24}[。：:]?$|(?:以下|下列|如下)[^，。；]{0,24}[。：:]?$|[：:]$"
)
"""从四个方面推进公开工作。, 以下三项工作：: what follows is what was announced."""


def _headings(passage: Passage, behind: tuple[Passage, ...]) -> int:
    """How many headings of one level follow at once, up to the next of a higher one; 0 for none, or where
    the end is not seen."""
    level = behind[0].level if behind else 0
    if has_any(passage.text, ("报告", "年报")):
        return 0  # 本报告由六项内容组成: the report's parts, of which some may stand elsewhere
    if not level or behind[0].section != passage.section or passage.level:
        return 0
    headings = 0
    for other in behind:
        if other.section != passage.section or 0 < other.level < level:
            return headings
        headings += other.level == level
    return 0 if len(behind) >= _SEEN else headings


def _until_a_heading(passage: Passage, behind: tuple[Passage, ...]) -> list[str]:
    texts = []
    for other in behind:
        if other.section != passage.section or other.level:
            break
        texts.append(other.text)
    return texts


def _how_many(text: str) -> int | None:
    """How many things are numbered from the text's beginning on; None where that is not sure."""
    numbers = [(n.start, n.style, n.value) for n in numbers_in(text)]
    numbers += [(m.start(), -1, int(m["number"])) for m in _POINT.finditer(text)]
    numbers += [(m.start(), -2, DIGITS.index(m[1]) + 1) for m in _OF_THEM.finditer(text)]
    numbers += [(m.start(), -ord(m["verb"]), DIGITS.index(m[1]) + 1) for m in _STEP.finditer(text)]
    numbers += [(m.start(), -3, DIGITS.index(m[1]) + 1) for m in _HEADED.finditer(text)]
    numbers.sort()
    if text.startswith("首先"):
        return _in_turn(text)
    if text.startswith("一个"):
        return len(_ONE_MORE.findall(text)) or None
    if not numbers or numbers[0][0] > 1 or numbers[0][2] != 1:
        return None
    style = numbers[0][1]
    values = [(start, value) for start, its, value in numbers if its == style]
    for place, (_, value) in enumerate(values):
        if value != place + 1:
            return None
    rest = text[values[-1][0] + 2 :]
    if len(values) < 2 or GOES_ON.search(rest):
        return None
    return len(values)


def _in_turn(text: str) -> int | None:
    """How many there are from 首先 on, by 其次, 再次 and 最后; None where that is not sure."""
    turns = [*_IN_TURN.finditer(text)]
    words = [m["turn"] for m in turns]
    if words[:2] != ["首先", "其次"] or words.count("首先") > 1 or words.count("其次") > 1:
        return None
    closed = "最后" in words
    if (closed and words.index("最后") != len(words) - 1) or (
        not closed and GOES_ON.search(text, turns[-1].end())
    ):
        return None
    return len(words)


# --- 甲、乙、丙三项 -----------------------------------------------------------------------------------

_ITEM = r"[\u4e00-\u9fff（）()“”《》]{2,16}?"
_SAID = re.compile(
    rf"(?P<said>{_SO_MANY}(?:个(?:方面|领域|环节|乡镇|镇|乡|村|社区|部门|单位|街道)|方面|项(?:制度|机制|工作|措施|内容)|大?类(?:信息)?|个(?:[一二]级|子|主要)?(?:栏目|专栏|板块)))(?![、\d])"
)
_LISTED = re.compile(
    r"(?:建立|制定|健全|完善|围绕|聚焦|突出|公开|落实|包括|主要有|抓好|做好|涵盖|涉及|[开增下新]设|设[置立有计]|分[为设]|开辟|对|在|赴|到)了?(?P<items>"
    rf"{_ITEM}(?:、{_ITEM})+)(?P<more>等)?$"
)
_ALONE = re.compile(rf"(?P<items>{_ITEM}(?:、{_ITEM}){{2,}})(?P<more>等)?")
"""石门、双溪、高桥3个村试点: a clause that begins with the names."""
_COUNTED = re.compile(
    r"方面|领域|环节|栏目|项[制机工措内]|类|个(?:[乡镇村]|社区|部门|单位|街道|重点|到位|渠道|关口|原则|结合|步骤)"
)
_CLAUSE = re.compile(r"[^，。；：:]*$")
_JOINED = re.compile(r"以及|[和及与]")


def _told_apart(words: str) -> tuple[list[str], int]:
    """The items of a list, and how many they are at most: 和 may join two."""
    items = words.split("、")
    return items, len(items) + sum(len(_JOINED.findall(item)) for item in items)


def _may_list(text: str) -> bool:
    return "分别" in text or (
        ("、" in text or "；" in text or "结合" in text) and _COUNTED.search(text) is not None
    )


def _listed(text: str) -> tuple[Miscount, ...]:
    return (*_listed_in(text), *_listed_behind(text))


_NO_PLACE = re.compile(r"[级各]$|村居|部门|单位|站所|机关|重点|偏远|贫困|高寒|其[余他]")
"""Ends or words of what is no name of a place or an office: 机关、站所、村居9个单位."""
_PLACES = re.compile(r"个(?:[乡镇村]|社区|部门|单位|街道)$")
_THAT_IS = re.compile(r"[：:，](?:(?<=[：:])|即|分别是|分别为)")
_BEHIND = re.compile(r"(?P<items>[^。；;：:，,\d等]{4,120})(?=。|$)")


def _listed_behind(text: str) -> Iterator[Miscount]:
    """以下六大类：甲、乙、丙、丁、戊。"""
    for opens in _THAT_IS.finditer(text):
        at = opens.start()
        announced = [*_ANNOUNCED.finditer(text, max(0, at - _LONGEST), at + 1)]
        if not announced or announced[-1].start("mark") != at:
            continue
        match = announced[-1]
        listed = _BEHIND.match(text, opens.end())
        many = many_said(match)
        alike = alike_behind(text, opens.end(), match[0])
        if alike is not None and 2 <= many <= 12 and alike != many:
            yield Miscount(match.start(), match.start("mark"), many, alike)
            continue
        if listed is None or "、" not in listed["items"] or not 2 <= many <= 12:
            continue
        items, most = _told_apart(INSERTED.sub("□", listed["items"]))
        if most < many or (len(items) > many and all(len(item) > 3 for item in items)):
            yield Miscount(match.start(), match.start("mark"), many, len(items))


def _listed_in(text: str) -> Iterator[Miscount]:
    for number in _SAID.finditer(text):
        clause = _CLAUSE.search(text, max(0, number.start() - 120), number.start())
        match = _LISTED.search(clause[0]) if clause and "、" in clause[0] else None
        if match is None and clause and _PLACES.search(number[0]):
            match = _ALONE.fullmatch(clause[0])
        if match is None or match["items"].count("情况、") > 1:
            continue  # the parts of the report are counted as such
        many = many_said(number)
        items, most = _told_apart(match["items"])
        if _PLACES.search(number[0]) and any(_NO_PLACE.search(item) for item in items):
            continue
        # 区、县联合审批 is one
        names = _PLACES.search(number[0]) is not None and all(1 < len(item) < 5 for item in items)
        sure = names or all(len(item) > 3 for item in items)
        too_many = sure and len(items) > many
        if many > 1 and (too_many or (most < many and not match["more"])):
            yield Miscount(number.start(), number.end(), many, len(items))


# --- “四及时” ---------------------------------------------------------------------------------------

_SUMMED_UP = re.compile(
    rf"“(?P<many>[{DIGITS}])个?(?P<word>[\u4e00-\u9fff]{{1,3}})”(?:[：:]|，即|，也就是)(?P<items>[^。；;：:\d等]{{4,80}})(?=[。；;，,]|$)"
)


def _summed_up(text: str) -> tuple[Miscount, ...]:
    """“四及时”：及时收集、及时审核、及时发布."""
    found: list[Miscount] = []
    for match in _SUMMED_UP.finditer(text):
        items = re.split("、", re.split(r"[，,]", match["items"])[0])
        word = match["word"]
        many = many_said(match)
        if not all(word in i for i in items) or len(items) < 2:
            continue
        if len(items) != many:
            found.append(
                Miscount(
                    match.start(),
                    match.start("items") + len("、".join(items)),
                    many,
                    len(items),
                )
            )
    return tuple(found)
