"""Lists by turns: 培训2期共86人次，第一期51人次、第二期35人次; 第一季度 … 第四季度; 首批 … 末批.

Nothing but the numbering claims that they are all, so that it has to be whole: as many as the text says
there were, or the four quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.lists import SumList
from giadesk.checks.reading import Mention, Sentence, Text

_DIGITS = "一二三四五六七八九十"
_TURN = re.compile(
    rf"第?(?P<number>[{_DIGITS}1-9])(?P<kind>期|批次?|轮|次|季度)(?:培训|参训|公示|检查|发放|公开|共|计|有|为|[：:])*"
)
_QUARTERS = 4


def lists_by_turns(text: Text) -> tuple[SumList, ...]:
    """The lists whose parts are numbered one by one, with their whole."""
    found: list[SumList] = []
    for sentence in text.sentences:
        if len(sentence.mentions) > 2 and (
            "期" in sentence.text
            or "批" in sentence.text
            or "季度" in sentence.text
            or "轮" in sentence.text
            or "次" in sentence.text
        ):
            found.extend(_in(sentence))
    return tuple(found)


def _in(sentence: Sentence) -> Iterator[SumList]:
    mentions = sentence.mentions
    for place, first in enumerate(mentions):
        run = _run(mentions[place:])
        if len(run) < 2 or any("其中" in m.before for m in run):
            continue
        kind = _kind(run[0])
        unit = first.token.unit
        earlier = [m for m in mentions[:place] if not m.depth]
        said = [m for m in earlier if (m.token.unit.removesuffix("次") or "次") == kind]
        whole = (
            len(run) == _QUARTERS
            if kind == "季度"
            else bool(said and said[-1].token.is_exact and said[-1].token.value == len(run))
        )
        behind = mentions[place + len(run) : place + len(run) + 1]
        wholes = [m for m in reversed(earlier) if m.token.unit == unit]
        if whole and wholes and not any(m.token.unit == unit for m in behind):
            yield SumList(
                (wholes[0],), tuple(run), "complete", channels=False,
                said=frozenset(m.token.value for m in wholes),
            )  # fmt: skip


def _run(mentions: tuple[Mention, ...]) -> list[Mention]:
    """The quantities from here on that are numbered from one, each in the unit of the first."""
    run: list[Mention] = []
    for mention in mentions:
        match = _TURN.fullmatch(mention.lead)
        if match is None or not mention.token.is_exact:
            break
        number = (
            int(match["number"])
            if match["number"].isdecimal()
            else _DIGITS.index(match["number"]) + 1
        )
        if number != len(run) + 1 or (run and mention.token.unit != run[0].token.unit):
            break
        run.append(mention)
    return run


def _kind(mention: Mention) -> str:
    match = _TURN.fullmatch(mention.lead)
    return match["kind"].removesuffix("次") or "次" if match else ""
