"""Changes told beside both years' figures: 71条，比2008年的48条增加23条，增长47.9%.

Which figure of this year is compared is often not said; a change is wrong only where none that was told
before makes it right. A rate behind a number of more or fewer has to be right of these two alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from giadesk.checks.fractions import in_range, per_cent, sentences_with_fractions
from giadesk.checks.reading import Mention, Text, has_any, without_brackets
from giadesk.core.prose import plain
from giadesk.core.quantities import Token

MORE = r"增长|增加|上升|提高|增多|多了?|增幅"
LESS = r"下降|减少|降低|降幅|少了?|回落|下滑"
MORE_SAID = rf"净?(?:增长|增加|增多|增幅|增)|上升|上涨|涨幅?|提高|提升|升幅?|多|高出?|{MORE}"
LESS_SAID = rf"净?(?:减少|减幅|减)|下跌|跌幅?|降|缩减|压[减缩]|缩短|低|{LESS}"


class Told(NamedTuple):
    """A change said beside both years' figures: what it should be, None where it is right, and how that
    is reckoned. then, sign: the other year's figure and the way, where this year's is not named beside.
    base: where the other year's figure stands; one finding on each is enough.
    """

    mention: Mention
    right: Decimal | None
    shown: str
    then: Decimal | None = None
    sign: int = 1
    base: int = -1


def told_changes(text: Text, year: int) -> tuple[Told, ...]:
    """Every change of the text that both years' figures are told beside; year: the report's."""
    named = has_any(text.text, (*_OF_ANOTHER_YEAR, f"{year - 1}年", f"{year - 2}年"))
    moved = _MOVED.search(text.text) is not None
    gives_now = _GIVES_NOW.search(text.text) is not None
    if not (named or moved or gives_now):
        return ()
    mentions = text.mentions
    if named:
        mentions = tuple(m for s in sentences_with_fractions(text) for m in s.mentions)
    return (
        *(_from_to(mentions, text.text) if moved else ()),
        *(_against_named(mentions, year) if named else ()),
        *(_to_now(mentions) if gives_now else ()),
        *(_times(mentions) if named and "倍" in text.text else ()),
    )


_OF_ANOTHER_YEAR = ("上年", "上一年", "去年", "前一年", "同期")
_MOVED = re.compile(r"[加少增升降低减高涨跌整变化展大充缩短](?:到|至|为|成)")
_GIVES_NOW = re.compile(r"[，,、](?:现|目前|年末|年底|调整后|变|余|达|共)[^，。；]{0,3}\d")


# --- the two figures and the change between them ---------------------------------------------------


def is_change(now: Decimal, then: Decimal, token: Token, sign: int) -> bool:
    """Whether the change leads from the one figure to the other."""
    if token.unit == "%":
        return is_rate((now - then) / then * 100, token, sign)
    return token.value == (now - then) * sign


def is_rate(rate: Decimal, token: Token, sign: int) -> bool:
    """Whether the rate is what is written, rounded or cut off."""
    if token.high is not None:
        return in_range(rate * sign, token)
    step = min(token.step, Decimal(1))
    return abs(rate * sign - token.value) < step or token.exactness != "exact"


_LAST = r"(?:(?:(?:19|20)\d\d年度?|上一?年度?|去年|前一年)(?:全年|同期|全年同期)?)"
_BASE = re.compile(
    rf"(?:比|较|与|同|和|跟){_LAST}(?:[^，。；、：:（(\d]{{0,8}}?的?|[（(]|相比[（(]?|是|为|有)?$"
)
_BASE_BEHIND = re.compile(rf"^[，,]?[（(](?:而)?{_LAST}(?:数量?|总数)?(?:为|是|有|共)?$")
_BASE_STATED = re.compile(
    rf"(?:^|[，,；;（(。：:\s])(?:而|其中|系)?(?P<then>{_LAST}|上年度?同期|同期)(?![底末初]|以来)"
    r"(?P<what>[^，。；：:（(\d比较]{0,10}?)(?:[■]+)?(?:为|是|有|共|仅|[：:])*$"
)
_NO_BASE = re.compile(r"结转|累计|至|起|以[来前后]|新增|遗留|底|末|年报")
_SAYS_CHANGE = re.compile(rf"(?<!新)(?P<way>{MORE_SAID}|{LESS_SAID})了?(?:约|近)?(?:为|达)?$")
_TOGETHER = re.compile(r"合计|总计|两[项者]|[二三]项|加起来")
_NOW_BEHIND = re.compile(
    r"^[^，,。；;\d]{0,6}[，,；;]?(?:而)?(?:今年|本年度?|全年|当年|(?P<year>(?:19|20)\d\d)年度?)[^，。；\d]{0,12}$"
)
"""较2023年的260条，今年公开312条，增加52条."""
_SAID_OF_IT = (
    r"(?:同比|净|共|绝对数|有所|实际|总量|总数|数量|条数|件数|较之|比|相比|来|又|略|小幅|大幅|明显"
    rf"|[比较]?{_LAST}(?:相比)?)*"
)
_CHANGE = re.compile(
    rf"^[^，,；;。\d]{{0,8}}?[）)]*(?:相比|比|来)?[，,；;：:（(。]?{_SAID_OF_IT}(?:增减(?:数|额|幅|率)?(?:[：:为]|(?=[-－+＋]))*(?P<minus>[-－+＋])"
    rf"|(?P<way>{MORE_SAID}|{LESS_SAID})(?:了|率|幅度?|比例|数量?|[：:为达是]|约|近)*)$"
)
_TWICE = ("翻",)


def _way(change: Mention, base: Mention) -> int | None:
    """1 for more, -1 for less; None where the words before it tell no change of what stands before."""
    if change.token.text.startswith(_TWICE):
        return 1
    ahead = change.start < base.start  # 比去年少40个，去年为280个
    match = _SAYS_CHANGE.search(change.lead) if ahead else _CHANGE.match(change.before)
    if match is None or "分别" in change.before:
        return None
    if not ahead and match["minus"]:
        return 1 if match["minus"] in "+＋" else -1
    return 1 if re.match(MORE_SAID, match["way"]) else -1


def _against_named(mentions: Sequence[Mention], year: int) -> Iterator[Told]:
    """71条，比2008年的48条增加23条，增长32.4%: changes from the figure told of another year."""
    right: set[int] = set()  # where the changes stand that are right of an earlier base
    for place, base in enumerate(mentions):
        token = base.token
        if not ("年" in base.before or "同期" in base.before) or not token.is_exact:
            continue
        if not token.unit or (token.is_share and token.unit != "%"):
            continue
        found = _beside(place, mentions, year)
        if found is None:
            continue
        nows, changes, far = found
        others = tuple(
            m
            for at, m in enumerate(mentions)
            if (at < place or m.sentence == base.sentence)
            and m is not base
            and m not in changes[:1]
        )
        changes = [c for c in changes if c.start not in right]
        told = list(_reckoned(base, nows, changes, others, far=far))
        right.update(t.mention.start for t in told if t.right is None)
        yield from told


def _beside(
    place: int, mentions: Sequence[Mention], year: int
) -> tuple[tuple[Mention, ...], list[Mention], bool] | None:
    """For the other year's figure: this year's that may be meant, the changes, whether they are far."""
    base = mentions[place]
    here = tuple(m for m in mentions[:place] if m.sentence == base.sentence)
    earlier = tuple(m for m in mentions[:place] if m.sentence < base.sentence)
    behind = list(mentions[place + 1 : place + 3])
    before = without_brackets(base.before)
    stated = _stated(before, year)
    compared = not stated and _BASE.search(before) is not None
    if not (stated or compared or _BASE_BEHIND.match(before)) or _SAYS_CHANGE.search(base.lead):
        return None
    if here and not compared and _SAYS_CHANGE.search(here[-1].lead):
        return here[:-1] or earlier, [here[-1], *behind[:1]], not here[:-1]
    if _BASE_BEHIND.match(before) and here:
        return here[-1:], behind, False  # 312条（2023年290条），增长7.6%
    said = _NOW_BEHIND.match(behind[0].before) if behind else None
    if said and not _SAYS_CHANGE.search(behind[0].lead) and said["year"] in (None, str(year)):
        same = behind[0].token.unit == base.token.unit and behind[0].sentence == base.sentence
        if same and (not here or stated):
            return (behind[0],), list(mentions[place + 2 : place + 4]), False
    return here or earlier, behind, not here


def _stated(before: str, year: int) -> bool:
    """Whether the words before a figure say that it is another year's: 2009年为40条, 上年300条."""
    match = _BASE_STATED.search(before)
    if match is None or _NO_BASE.search(match["what"]):
        return False
    then = match["then"][:4]
    return not (then.isdecimal() and int(then) >= year)


def _reckoned(
    base: Mention,
    nows: tuple[Mention, ...],
    changes: list[Mention],
    others: tuple[Mention, ...],
    *,
    far: bool,
) -> Iterator[Told]:
    """The changes up to the first that no figure of this year comes to, of the nearest or the others."""
    then, unit = base.token.value, base.token.unit
    told, before = (
        [
            m.token.value
            for m in those
            if m.token.unit == unit and m.token.is_exact and (unit == "%" or not m.token.is_share)
        ]
        for those in (nows, others)
    )
    by: Decimal | None = None
    for change in changes if then else ():
        sign = _way(change, base)
        token = per_cent(change.token)
        if sign is None:
            continue
        if token.unit not in (unit, "个百分点" if unit == "%" else "%"):
            continue
        if unit == "%" and token.unit == "%":
            return  # points or a rate
        known = told or ([then + by] if by is not None and token.unit == "%" else [])
        meant = [now for now in known if is_change(now, then, token, sign)] or [
            now for now in before if is_change(now, then, token, sign)
        ]
        vague = not token.is_exact and token.high is None
        if vague or meant:
            told = before = meant or told  # what follows is of the same figure
            yield Told(change, None, "", base=base.start)
            continue
        if not known or _TOGETHER.search(base.before):
            by = token.value * sign if token.unit != "%" else by
            if by is None:
                return  # of a sum that is not told
            continue
        now = known[-1]
        more = (now - then) * sign
        shown = f"{plain(now)}－{plain(then)}"
        untold = then if far else None
        if token.unit != "%":
            yield Told(change, more, shown, untold, sign, base.start)
            by, told, before = token.value * sign, [], []
        else:
            yield Told(
                change, more / then * 100, f"（{shown}）÷{plain(then)}", untold, sign, base.start
            )
            return
        if not far:
            return


# --- from the one to the other ---------------------------------------------------------------------

_FROM = re.compile(r"(?:由|从)(?:20\d\d年度?[底末初]?)?[^，。；\d]{0,14}$")
_TO = re.compile(
    rf"^[^，,。；\d]{{0,6}}[，,]?(?:{MORE}|{LESS}|增|升|降|减|涨|跌|调整|变|变化|发展|扩[大展充]|压缩|提升|扩|缩短|缩减|压减)(?:到|至|为|成)了?[^，。；\d]{{0,10}}$"
)
_BY = re.compile(
    rf"^[^，,。；\d]{{0,6}}[，,（(]?{_SAID_OF_IT}(?P<way>{MORE_SAID}|{LESS_SAID})(?:了|率|幅度?|为|达|约|近)*$"
)


def _from_to(mentions: Sequence[Mention], text: str) -> Iterator[Told]:
    """由上年的200条增加到300条，增长30%."""
    if "由" not in text and "从" not in text:
        return
    for place, (old, new) in enumerate(pairwise(mentions)):
        if "由" not in old.before and "从" not in old.before:
            continue
        then, now = old.token, new.token
        if then.unit != now.unit or not (then.is_exact and now.is_exact) or not then.value:
            continue
        if not (_FROM.search(old.before) and _TO.match(new.before)):
            continue
        for change in mentions[place + 2 : place + 4]:
            match = _BY.match(change.before)
            said = per_cent(change.token)
            if match is None and not said.text.startswith(_TWICE):
                break
            sign = 1 if match is None or re.match(MORE_SAID, match["way"]) else -1
            more = (now.value - then.value) * sign
            shown = f"{plain(now.value)}－{plain(then.value)}"
            rate = more / then.value * 100
            if said.unit == "%" and then.unit == "%":
                break  # points or a rate
            if said.unit == "%":
                right = None if is_rate(rate * sign, said, sign) else rate
                yield Told(change, right, f"（{shown}）÷{plain(then.value)}", base=old.start)
            elif said.unit in (now.unit, "个百分点" if now.unit == "%" else "") and said.is_exact:
                yield Told(change, None if said.value == more else more, shown, base=old.start)


_WAS = re.compile(r"(?:上一?年度?|去年|原先?|年初|此前)(?:的|有|为|共|是)*$")
_CHANGED_BY = re.compile(
    r"^[，,、](?:本年度?|今年|全年|年内|其中)?(?:净|又)?(?:(?P<more>增加|新增|承接|新承接|增)|(?:减少|取消|下放|调减|减))了?(?:了)?$"
)
_NOW = re.compile(r"^[，,、](?:现|目前|年末|年底|调整后|变|余|达到?|共)(?:为|有|余|是|至)?$")


def _to_now(mentions: Sequence[Mention]) -> Iterator[Told]:
    """事项上年24项，本年减少5项，现为29项."""
    for was, by, now in zip(mentions, mentions[1:], mentions[2:], strict=False):
        match = _CHANGED_BY.match(by.before)
        if match is None or not _NOW.match(now.before) or not _WAS.search(was.lead):
            continue
        tokens = (was.token, by.token, now.token)
        if len({t.unit for t in tokens}) > 1 or not all(t.is_exact for t in tokens):
            continue
        more = by.token.value if match["more"] else -by.token.value
        right = was.token.value + more
        shown = f"{plain(was.token.value)}{'＋' if more > 0 else '－'}{plain(abs(more))}"
        yield Told(now, None if right == now.token.value else right, shown, base=was.start)


_IS = re.compile(rf"(?:是|为|达到?|相当于)(?:{_LAST}|同期)[^，。；\d]{{0,10}}$")


def _times(mentions: Sequence[Mention]) -> Iterator[Told]:
    """公开540条，是上年180条的3倍."""
    for place, (then, times) in enumerate(pairwise(mentions)):
        if times.token.unit != "倍" or times.before not in ("的", "") or not then.token.is_exact:
            continue
        if not _IS.search(then.lead) or not then.token.value or not times.token.is_exact:
            continue
        unit, base = then.token.unit, then.token.value
        nows = [m.token.value for m in mentions[:place] if m.token.unit == unit]
        said = per_cent(times.token)
        right = any(in_range(now / base * 100, said) for now in nows)
        if nows:
            shown = f"{plain(nows[-1])}÷{plain(base)}"
            wrong = None if right else nows[-1] / base * 100
            yield Told(times, wrong, shown, base=then.start)
