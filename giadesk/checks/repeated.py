"""An item that a list tells twice running: 规划计划类2条，占12.5%；规划计划类2条，占12.5%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.reading import Mention, Sentence, Text, passages
from giadesk.checks.registry import Case, Finding

_NAMED = re.compile(r"[\u4e00-\u9fff、“”（）()]*[\u4e00-\u9fff]{3}[为有共了是：:]*")
_ACT = re.compile(
    r"^(?:共|全年|主动)*(?:公开|发布|收到|受理|办理|召开|开展|举办|更新|推送|答复)(?:政府|政务)?(?:信息)?[了共]*$"
)
"""What is but done twice is no class that is named twice."""


_NEXT_NAME = re.compile(r"(?!公开)[\u4e00-\u9fff]{2,16}(?=[、，。；]|以?及|[和与])")


def repeated_items(case: Case) -> Iterator[Finding]:
    """Where two neighbours of a list are one and the same: most likely pasted once too often."""
    for passage in passages(case):
        for start, end in passage.recall(_repeated, passage.read):
            item = passage.text[start:end]
            yield Finding(
                code="P-AGAIN",
                severity="verify",
                message=f"“{item}”这一项列了两次",
                remedy="删去一处，或者改为应写的另一项",
                where=passage.place(start, end),
                actual=item,
                key=f"P-AGAIN/{passage.section}/{item}/两次",
                figures=item,
            )


_CLASS = re.compile(r"(?P<name>[\u4e00-\u9fff、]{3,16}类)(?:信息)?[为有共了是：:]*")
_FEW = 4


def _named_twice(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """规划计划类134条；…；规划计划类162条: one class of many, with two figures."""
    items = [m for m in sentence.mentions if not m.token.is_share and m.token.unit and not m.depth]
    names = [match["name"] if (match := _CLASS.fullmatch(m.lead)) else "" for m in items]
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    if len(items) < _FEW or len(twice) != 1 or names.count(twice[0]) != 2:
        return
    last = items[len(names) - 1 - names[::-1].index(twice[0])]
    if items[names.index(twice[0])].token.value != last.token.value:
        yield last.lead_start, last.end


_LONGEST = 18


def _told_twice(text: str) -> Iterator[tuple[int, int]]:
    """Names that stand twice running between 、; “干事、干事、干成事” is said so."""
    at = text.find("、")
    while at >= 0:
        name = _NEXT_NAME.match(text, at + 1)
        quoted = text.rfind("“", 0, at) > text.rfind("”", 0, at)
        before = text[max(0, at - _LONGEST) : at].replace("的", "")
        if name is not None and before.endswith(name[0].replace("的", "")) and not quoted:
            yield name.span()
        at = text.find("、", at + 1)


def _are_one(one: Mention, other: Mention) -> bool:
    return (
        one.token.value != 0
        and len(one.lead) > 2
        and (one.token.text, one.depth) == (other.token.text, other.depth)
        and _NAMED.fullmatch(other.lead) is not None
        and not _ACT.search(other.lead)
        and one.tail.strip() == other.tail.strip()
    )


def _repeated(text: Text) -> tuple[tuple[int, int], ...]:
    """The spans of items that the item before them says already, figure and words."""
    found = [*_told_twice(text.text)]
    for sentence in text.sentences:
        if len(sentence.mentions) < 2:
            continue
        if "类" in sentence.text and len(sentence.mentions) >= _FEW:
            found.extend(_named_twice(sentence))
        last: Mention | None = None
        for mention in sentence.mentions:
            if mention.token.unit and not mention.token.is_share:
                if last is not None and last.lead == mention.lead and _are_one(last, mention):
                    found.append((mention.lead_start, mention.end))
                last = mention
    return tuple(found)
