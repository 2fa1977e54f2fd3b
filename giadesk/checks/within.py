"""What is told of a whole that the tables count: its parts, and what all of it was.

不予公开3件，其中过程性信息2件 and 行政诉讼3件，均已审结 say nothing by themselves; where the whole agrees
with the tables, its parts must. The whole is the nearest quantity that the words can divide. One that is
not understood ends all that follows from it: silence is better than a wrong mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.around import ALIKE, AMONG, ANSWERED, MARK, Around, Whole, words_of_wholes
from giadesk.checks.reading import Mention, Passage, Sentence, has_any, passages
from giadesk.checks.registry import Case
from giadesk.checks.resolving import Reading
from giadesk.checks.scopes import (
    is_another_case,
    is_of_others,
)
from giadesk.checks.told import amount
from giadesk.checks.wholes import as_said, parts_of

_MORE = re.compile(
    r"同比|环比|[比较](?:上一?年度?|去年|(?:19|20)\d\d年)|增长|增加|增幅|减少|下降|上年同期|相比|多$|少$"
)
_ALL = re.compile(
    r"[均都皆俱概]|全部|全都|全数|一律|悉数|统统|清一色|无一例外|[场次]{2}|每[场次]|全(?=[为是系由属])|[只仅](?:有|为|是|由|来自)|限于|无一不|无不"
)
_PLAIN = re.compile(
    r".{0,8}(?<!不予)(?<!部分)(?:公开|提供)的?|.{0,4}重复|.{0,4}信访|.{0,4}其他情形"
    r"|.{3,}(?:无法提供|不予公开|不予处理|不同意公开)的?"
)
"""Words that may count other things than requests where these are not told of, or some for a reason."""
_ON = re.compile(r"以?及|和|与|、")
_EACH = re.compile(r"[各均](?:是|为|有)?$")
_GROUND = re.compile(r"其中|中[，：]?$")
_DENIES = re.compile(r"[均都也并且]*不存在")


class Told(NamedTuple):
    """What the prose says of a part, and what its words can mean.

    many: how many are said to be so; all_of: whether that is said of the whole, none where many is 0.
    name: how it is called.
    """

    start: int
    end: int
    mention: Mention
    many: Decimal
    readings: tuple[Reading, ...]
    name: str
    all_of: bool


def all_told(case: Case) -> tuple[tuple[Passage, Told], ...]:
    """What the report tells of parts of what the tables count, paragraph by paragraph."""
    return case.once(_all_told)


def _all_told(case: Case) -> tuple[tuple[Passage, Told], ...]:
    worth = words_of_wholes(case.form)
    if not case.figures:
        return ()
    found = []
    for passage in passages(case):
        if not passage.read.mentions or not has_any(passage.text, worth):
            continue
        opening = [
            n for n, s in enumerate(passage.read.sentences) if s.mentions and has_any(s.text, worth)
        ]
        if opening:
            found += [(passage, told) for told in _Reader(passage, case).told(opening)]
    return tuple(found)


class _Reader(Around):
    """One paragraph, from left to right."""

    def told(self, opening: list[int]) -> Iterator[Told]:
        """What is told, sentence by sentence; opening: the sentences that may tell of a whole."""
        for number, sentence in enumerate(self.text.sentences):
            if self.whole is None and self.last is None and number not in opening:
                continue
            if is_of_others(sentence.text):
                self.forget()
                continue
            at, self.unknown = sentence.start, False
            for mention in sentence.mentions:
                if self.last is not None or self.outer:
                    yield from self._clauses(at, mention.start, True)
                yield from self._quantity(mention, sentence)
                at = mention.end
            if self.last is not None:
                yield from self._clauses(at, sentence.end, False)

    def _quantity(self, mention: Mention, sentence: Sentence) -> Iterator[Told]:
        """What a quantity says of a part; it is remembered as what it is."""
        token = mention.token
        self.brackets(mention.depth)
        alike = ALIKE.get(token.unit, "件" if not token.unit else "")
        if not alike or token.is_share or _MORE.search(mention.lead):
            return
        if token.value == 1 and _NOT_ONE.search(mention.lead):  # 无一件延至次年
            yield from self._of_none(
                mention.lead_start, mention.end + len(mention.tail), mention.tail
            )
            return
        if token.value == 1 and mention.tail.startswith(("也没有", "都没有", "也无")):
            yield from self._of_none(mention.lead_start, mention.end + 3, mention.lead)
            return
        self.strict = _GROUND.search(mention.before) is not None
        if self.strict:
            self.whole = None if self.last is None else self.last._replace(of=self.whole)
        elif "；" in mention.before and self.whole is not None and self.whole.of is not None:
            self.whole = self.whole.of
        if self.turned(mention.before):
            self.forget()
        if mention is sentence.mentions[0] and mention.lead_start - sentence.start < 2:
            self.begin(mention)
        link = self.links.get(mention.start)
        here: Whole | None = None
        if link is not None:
            fits = tuple(r for r in link.readings if self.fits(mention, r))
            here = Whole(mention, fits) if fits else None
        else:
            said = self._said(mention)
            if _EACH.search(mention.lead):
                yield from self._each(mention, alike)
                return
            found = self._found(mention, said, alike)
            if found is None:
                here = self.weak(mention, said)
                if here is None and not self.unknown:
                    yield from self._by_itself(mention, said, sentence)
                self.unknown = self.unknown or here is None
            elif found.of is None:
                if not self.is_apart(mention, sentence) and self._is_whole_row(
                    mention, found.readings, sentence
                ):
                    yield from self._told(mention, found.readings, said)
                self.last = None
                return
            else:
                here = found
        apart = here is not None and (
            self.is_apart(mention, sentence)
            or (self.is_of_cases(here) and is_another_case(sentence.text))
        )
        self.remember(mention, here, apart)

    def _found(self, mention: Mention, said: str, alike: str) -> Whole | None:
        """The part that the words name of a whole around; `of` is None where the figures differ."""
        for whole in self.around():
            if ALIKE.get(whole.mention.token.unit) != alike:
                continue
            parts = self.parts(whole, said, all_of=False)
            if not parts and self.strict:
                return None
            if parts:
                self.whole = whole
                fits = tuple(r for r in parts if self.fits(mention, r))
                return Whole(mention, fits, whole) if fits else Whole(mention, parts)
        return None

    def _is_whole_row(
        self, mention: Mention, parts: tuple[Reading, ...], sentence: Sentence
    ) -> bool:
        """Whether the quantity says how many there were in all: 1件维持，1件… tells one after the other.

        So it does where it is more than the tables have, or where what is told comes to the whole.
        """
        value = mention.token.value
        if as_said(mention.lead, self.year) or self.whole is None:
            return True
        if value > 1 and not self.is_of_cases(self.whole):
            return True
        if all(value > (amount(p, self.figures) or 0) for p in parts):
            return True
        since, until = self.whole.mention.end, self.text.text.find("；", mention.end)
        others = [
            m.token.value
            for m in sentence.mentions
            if m.start >= since
            and (until < 0 or m.end <= until)
            and m.depth == mention.depth
            and ALIKE.get(m.token.unit) == ALIKE.get(mention.token.unit)
        ]
        return sum(others, Decimal()) == self.whole.mention.token.value

    def _each(self, mention: Mention, alike: str) -> Iterator[Told]:
        """维持、纠正各1件: each of them is so many."""
        names = re.split("[、和及与]", _EACH.sub("", mention.lead))
        found = [self._found(mention, as_said(n, self.year), alike) for n in names]
        for name, one in zip(names, found, strict=True):
            if None not in found and one is not None and one.of is None:
                yield from self._told(mention, one.readings, name)
        self.last = None
        if None in found:
            self.whole = None

    def _by_itself(self, mention: Mention, said: str, sentence: Sentence) -> Iterator[Told]:
        """申请人逾期不补正的2件: what became of requests, where nothing else is told of before it."""
        if (
            not mention.lead
            or _PLAIN.fullmatch(said)
            or mention.token.unit not in ("件", "宗", "份")
        ):
            return
        for whole in ANSWERED:
            parts = tuple(
                p
                for p in parts_of(whole, said, self.form, False)
                if p[0].endswith(("/total", "/value"))
            )
            if parts and not self.is_apart(mention, sentence):
                yield from self._told(mention, parts, said)

    def _told(self, mention: Mention, parts: tuple[Reading, ...], said: str) -> Iterator[Told]:
        if mention.token.is_exact:
            yield Told(
                mention.clause, mention.end, mention, mention.token.value, parts, said, False
            )

    def _said(self, mention: Mention) -> str:
        """The words for what the quantity counts, before it or behind it."""
        start = max(mention.lead_start, self.used)
        lead = as_said(self.text.text[start : mention.start], self.year)
        tail = mention.tail
        if _ON.match(tail):
            return lead  # “其他处理”1件和“不予公开”2件
        if tail:
            self.used = mention.end + len(tail)
        if AMONG.fullmatch(tail):
            tail = tail[:-1]
        return f"{lead}{as_said(tail, self.year)}"

    def _clauses(self, start: int, end: int, before_number: bool) -> Iterator[Told]:
        """The clauses without a number; the last one before a number is that number's own."""
        text = self.text.text
        at, open_here = start, 0
        for mark in MARK.finditer(text, start, end):
            yield from self._of_all(at, mark.start(), open_here > 0)
            for sign in mark[0]:
                if sign in "（(":
                    open_here += 1
                elif sign in "）)" and open_here:
                    open_here -= 1
                elif sign in "）)" and self.depth:
                    self.brackets(self.depth - 1)
            at = mark.end()
        if not before_number:
            yield from self._of_all(at, end, False)

    def _of_none(self, start: int, end: int, words: str) -> Iterator[Told]:
        """没有重复申请 where the whole has some."""
        said = as_said(words, self.year)
        around = dict.fromkeys((self.last, *self.around()))
        for whole in around:
            parts = self.parts(whole, said, all_of=False) if whole is not None else ()
            if parts:
                assert whole is not None
                if all((amount(p, self.figures) or 0) > 0 for p in parts):
                    yield Told(start, end, whole.mention, Decimal(0), parts, said, True)
                return

    def _of_all(self, start: int, end: int, bracketed: bool) -> Iterator[Told]:
        words, last = self.text.text[start:end], self.last
        if last is None or len(words) < 2:
            return
        many = last.mention.token.value
        none = _NONE.match(words)
        if none is not None:
            yield from self._of_none(start, end, none["what"])
            return
        every = bracketed or _ALL.search(words) is not None
        if not every and many != 1:
            return
        if self.turned(words):
            self.forget()
            return
        if _DENIES.match(words) or (not every and words.endswith("的")):
            return
        said = as_said(_ALL.sub("", words), self.year)
        candidates = [last]
        if last.of is not None and every:
            apart = self.text.text[last.mention.end : start].rstrip()[-1:] in ("。", "；")
            candidates = [last.of] if self.joined or apart else [last, last.of]
        wrong: Told | None = None
        for number, whole in enumerate(candidates):
            fitting = tuple(r for r in whole.readings if self.fits(whole.mention, r))
            parts = self.parts(whole._replace(readings=fitting), said, all_of=True)
            if not parts:
                if not number:
                    return
                continue
            value = whole.mention.token.value
            still_open = tuple(p for p in parts if p[-1] == _OPEN)
            parts = still_open or parts
            amounts = [amount(p, self.figures) for p in parts]
            if any(x is None or x >= value for x in amounts):
                return
            wrong = wrong or Told(start, end, whole.mention, value, parts, said, True)
        if wrong is not None:
            yield wrong


_NONE = re.compile(
    r"(?:且|并|也|均|都|其中|(?:上述|这些)?(?:申请人?|答复)[中里])*(?:没有|没|无|未有|不含|不涉及|未涉及)(?:任何|再)?(?!一|予以公开|公开|同意|提供|办|审|答复|得到|收到)(?P<what>.{2,})"
)
_NOT_ONE = re.compile(r"(?:没有|没|无)$")
_OPEN = "-applications/carried_out/total"
