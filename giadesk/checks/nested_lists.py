"""Lists whose items have lists of their own: 50条，其中甲类20条，内有…；乙类11条，其中…；丙类19条.

Semicolons keep the items apart. Nothing is said unless the whole, or every item but one, adds up: then
it is certain which figure is meant by which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giadesk.checks.claims import is_channel
from giadesk.checks.reading import Mention, Sentence, Text
from giadesk.checks.sums import SumList

_OPENS = re.compile(r"\s*[，,]?\s*(?:其中|(?:主要|具体)?(?:包括|包含)|分别[为是有])")
_INSIDE = re.compile(
    r"\s*[，,]?\s*[（(]?\s*(?:其中|内[有含]|(?:主要|具体)?(?:包括|包含|含|有)|分别[为是有])"
)
_INSIDE_WORDS = ("其中", "内有", "内含", "包括", "包含", "含")
_ITEMS = 3
_APART = re.compile(r"[；;]")
_OPEN_LIST = re.compile(r"等|左右|以上|约")


def nested_lists(text: Text) -> tuple[SumList, ...]:
    """The list that does not add up, of those with lists inside, in the order of the text."""
    found: list[SumList] = []
    before: Sentence | None = None
    for sentence in text.sentences:
        if sentence.text.count("；") + sentence.text.count(";") >= _ITEMS - 1 and any(
            word in sentence.text for word in _INSIDE_WORDS
        ):
            found.extend(_nested(sentence, before))
        before = sentence
    return tuple(found)


def _nested(sentence: Sentence, before: Sentence | None) -> Iterator[SumList]:
    mentions = sentence.mentions
    if before is not None and before.mentions and _OPENS.match(sentence.text):
        whole = before.mentions[-1]
    elif len(mentions) > 1 and _OPENS.match(mentions[1].before):
        whole, mentions = mentions[0], mentions[1:]
    else:
        return
    if (
        any(m.token.unit != whole.token.unit or not m.token.is_exact for m in mentions)
        or whole.depth
    ):
        return
    items: list[list[Mention]] = []
    for mention in mentions:
        if not items or _APART.search(mention.before):
            items.append([])
        items[-1].append(mention)
    inner = [item for item in items if len(item) > 1]
    if len(items) < _ITEMS or not inner or not all(_is_item(item) for item in items):
        return
    wrong = [item for item in inner if _sum(item[1:]) != item[0].token.value]
    firsts = [item[0] for item in items]
    gap = whole.token.value - _sum(firsts)
    if not wrong and gap:
        channels = sum(is_channel(m.lead) for m in firsts) * 2 > len(firsts)
        yield SumList((whole,), tuple(firsts), "complete", channels=channels)
    elif len(wrong) == 1 and gap and _sum(wrong[0][1:]) - wrong[0][0].token.value == gap:
        yield SumList((wrong[0][0],), tuple(wrong[0][1:]), "complete", channels=False)


def _is_item(item: Sequence[Mention]) -> bool:
    """Whether it is one figure, or one and what is inside it, told in full."""
    if any(_OPEN_LIST.match(m.tail) for m in item) or item[0].depth:
        return False
    return len(item) == 1 or (len(item) > 2 and _INSIDE.match(item[1].before) is not None)


def _sum(mentions: Sequence[Mention]) -> Decimal:
    return sum((m.token.value for m in mentions), Decimal(0))
