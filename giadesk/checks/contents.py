"""What a report says it has, against what it names: 由概述……等六部分组成, 五大类：甲类3条……."""

from __future__ import annotations

import re

from giadesk.checks.counted import Miscount
from giadesk.checks.reading import Mention, Sentence, Text, inside_bracket
from giadesk.core.figures import whole_number

_PARTS = re.compile(
    r"(?:由|(?<=全文)从|包括|包含|涵盖|分为|共?分成?|内容[为有是])(?P<items>(?:(?!由|包括|包含|涵盖|分为)[^。]){12,400}?)"
    r"(?P<said>(?:等|共|这|，)*(?P<many>[两一二三四五六七八九十\d]{1,2})个?(?:大|主要)?(?:部分|方面)的?(?:内容)?(?:组成|构成)?)"
)
_ENDS = re.compile(r"(?:概述|概况|情况|措施|事项|附表|附件|统计表|说明|作法|做法|打算)[”》]?$")
"""How the name of a part ends; what ends otherwise may go on: 申请行政复议、提起行政诉讼的情况."""
_JOINS = re.compile(r"以及|[和及与]")
_AND = r"(?:以及|[和及与或])"
_ONE_PART = re.compile(
    rf"(?:被?申请)?(?:行政)?复议(?:[情况案件申请]{{2}})*{_AND}(?:被?提起|申请)?(?:行政)?诉讼(?:(?:[情况]{{2}})?{_AND}申诉)?"
    rf"|(?:收到|接收|受理)(?:和|及|与)(?:处理|办理)|(?:主要|存在)?(?:的|主要)*(?:问题|不足|困难)(?:[情况]{{2}})?{_AND}"
    rf"(?:今后|下一步|的|主要)*(?:改进|整改|解决|工作打算|工作思路|努力|打算|措施|对策)|收费(?:以及|[和及与])减免|(?:改进|整改)[^、，,]{{0,4}}{_AND}(?:措施|打算|努力)"
)
"""What the official form tells under one heading, though a word joins two things in it."""
_AND_OTHERS = re.compile(r"(?<=情况|措施|事项)(?:以及|[和及与])(?=其[他它])")
"""改进情况及其他需要报告的事项 are two."""
_ENDED_INSIDE = re.compile(r"(?:概述|概况|情况|措施|事项|附表)[”》]?、")
_SAID_AGAIN = re.compile(r"[^，。；]{0,4}(?P<many>[两一二三四五六七八九十])大?(?:部分|方面)")
"""六个方面五大部分组成."""
_TOLD_APART = 4


def miscounted_parts(text: str) -> tuple[Miscount, ...]:
    """Where a report says that it has more parts than it names, or fewer, however they are told apart.

    At most as many are named as there are marks and words that join; at least as many as have the
    ending of a part's name.
    """
    found = []
    for match in _PARTS.finditer(text) if "部分" in text or "方面" in text else ():
        many = whole_number(match["many"])
        named = _ONE_PART.sub("□情况", match["items"].rstrip("等共：:，,、"))
        named = _AND_OTHERS.sub("、", named)
        items = [i for i in re.split("[、，,；;]", named) if i.strip()]
        least = sum(_ENDS.search(item) is not None for item in items)
        apart = [i for i in re.split("[，,；;]", named) if i.strip()]
        most = len(items) + sum(len(_JOINS.findall(item)) for item in items)
        if len(apart) >= _TOLD_APART:  # commas part them, 、 stands inside
            least = max(least, len(apart))
            if len(apart) * 2 > len(items):
                inside = sum(len(_ENDED_INSIDE.findall(part)) for part in apart)
                most = len(apart) + inside + len(_JOINS.findall(apart[-1]))
        if "公开" not in match["items"] or not many or least < 2:
            continue
        again = _SAID_AGAIN.match(text, match.end("said"))
        if again is not None and (other := whole_number(again["many"])) != many and other < least:
            found.append(Miscount(match.start("many"), again.end(), other, least))
            continue
        if many < least or many > most:
            start, end = match.start("many"), match.end("said")
            found.append(Miscount(start, end, many, least if many < least else most))
    return tuple(found)


_CLASSES = re.compile(
    r"(?P<said>(?P<many>[一二三四五六七八九十]{1,3}|(?<![\d.])\d{1,2})个?大?类)(?:政府|公开|信息|条)*[^，。；：（(\d]{0,4}"
    r"(?:[（(：:]|[，,](?=\s*(?:其中|分别|包括|具体)))"
)
_ITEMS = frozenset("条件篇份")
_NOT_ALL = re.compile(r"另|此外|同时|等|主要")


def miscounted_classes(text: Text) -> tuple[Miscount, ...]:
    """Where so many classes are said and another number of them follows, each with its figure."""
    found = []
    for sentence in text.sentences:
        for match in _CLASSES.finditer(sentence.text) if "类" in sentence.text else ():
            many = whole_number(match["many"])
            run = _items_behind(sentence, sentence.start + match.end())
            if many > 1 and len(run) > 2 and len(run) != many:
                start, end = match.span("said")
                found.append(Miscount(sentence.start + start, sentence.start + end, many, len(run)))
    return tuple(found)


def _items_behind(sentence: Sentence, at: int) -> list[Mention]:
    """The figures from there to the end of the bracket or sentence; none where they may not be all."""
    behind = [m for m in sentence.mentions if m.start >= at]
    run = inside_bracket(behind, 0) if behind else []
    unsure = any(
        m.token.unit != run[0].token.unit
        or m.token.unit not in _ITEMS
        or not m.token.is_exact
        or (m is not run[0] and "其中" in m.before)
        or _NOT_ALL.search(m.before + m.tail)
        for m in run
    )
    return [] if unsure else run
