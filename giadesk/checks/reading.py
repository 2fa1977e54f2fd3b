"""A paragraph as a reader takes it in: sentences, and in each the quantities with the words around.

Everything here depends on the text alone, so that it is worked out once for each text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from giadesk.checks.registry import Case, Mend, Place, Result
from giadesk.core.prose import LIVE_FIGURE, plain
from giadesk.core.quantities import Token, tokens
from giadesk.core.totals import Figures

_STOP = re.compile(r"[。！？!?\n]")
_BREAKS = re.compile(r"[，,；;：:（）()—]")
_TAIL_END = re.compile(r"[，,；;：:（）()—、。！？!?\n]")
_LINK = "、，,和及与以并且" + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Signs between what stands before and a quantity's own words, every space among them."""


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A quantity and its surroundings.

    lead: the words of its clause before it, since the last mark or quantity. lead_start: where they
    begin. tail: the words behind it up to the next mark or quantity. depth: how many brackets are
    open. before: everything of the sentence between the mention before (or its start) and this one.
    clause: where its clause begins by , ; : or a bracket, which is where a quotation begins. start,
    end: where the token does.
    """

    token: Token
    lead: str
    lead_start: int
    tail: str
    depth: int
    before: str
    clause: int
    sentence: int
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence of a paragraph, ended by 。 ！ ？ or the paragraph's end; its span and mentions."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


class Text(NamedTuple):
    """A text read: all its tokens and its sentences."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    """Those of all the sentences."""


def read(text: str) -> Text:
    """The text as tokens and sentences. A 。 inside a title or a quotation ends no sentence."""
    found = tokens(text)
    bare = _without_sheltered(text, found)
    ends = [stop.end() for stop in _STOP.finditer(bare)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    sentences = []
    start = place = 0
    for number, end in enumerate(ends):
        inside = []
        while place < len(found) and found[place].start < end:
            if found[place].kind == "quantity":
                inside.append(found[place])
            place += 1
        mentions = _mentions(text, bare, start, end, inside, number)
        sentences.append(Sentence(start, end, text[start:end], mentions))
        start = end
    return Text(text, found, tuple(sentences), tuple(m for s in sentences for m in s.mentions))


_SHELTERED = frozenset(("title", "quoted", "code"))
"""Kinds of tokens whose words are not the report's own."""


def _without_sheltered(text: str, found: tuple[Token, ...]) -> str:
    """The text with titles, quotations and addresses blacked out: marks in them end nothing."""
    pieces = []
    at = 0
    for token in found:
        if token.kind in _SHELTERED:
            pieces += [text[at : token.start], "■" * (token.end - token.start)]
            at = token.end
    return "".join((*pieces, text[at:])) if pieces else text


def _mentions(
    text: str, bare: str, start: int, end: int, inside: list[Token], number: int
) -> tuple[Mention, ...]:
    mentions = []
    previous = start
    depth = 0
    clause = start
    for place, token in enumerate(inside):
        if place:
            clause = max(clause, start)
        mark = previous
        for found in _BREAKS.finditer(bare, previous, token.start):
            mark = clause = found.end()
            if found[0] in "（(":
                depth += 1
            elif found[0] in "）)":
                depth = max(0, depth - 1)
        lead_start = max(mark, previous)
        lead = text[lead_start : token.start].lstrip(_LINK)
        lead_start = token.start - len(lead)
        following = inside[place + 1].start if place + 1 < len(inside) else end
        stop = _TAIL_END.search(text, token.end, following)
        tail_end = stop.start() if stop else following
        mentions.append(
            Mention(
                token,
                lead.rstrip(),
                lead_start,
                text[token.end : tail_end],
                depth,
                text[previous : token.start],
                _trimmed(text, max(clause, lead_start if clause < previous else clause)),
                number,
                token.start,
                token.end,
            )
        )
        previous = token.end
    return tuple(mentions)


def _trimmed(text: str, start: int) -> int:
    while start < len(text) and text[start] in " 　\t、":
        start += 1
    return start


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text; of every paragraph sooner told than by a pattern."""
    for word in words:  # noqa: SIM110 - `any` would cost as much again
        if word in text:
            return True
    return False


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds one of the words, each of two signs at least, that stand in a text.

    Of a dozen words and more it tells sooner than `has_any`: two classes of signs pass over most places.
    """
    seconds: dict[str, str] = {}
    told: dict[str, None] = {}
    for word in words:
        first, second = map(re.escape, word[:2])
        seconds[first] = seconds.get(first, "") + second
        told[f"(?<={first}{second}){re.escape(word[2:])}"] = None
    pairs = "|".join(f"{first}[{behind}]" for first, behind in seconds.items())
    return re.compile(
        f"[{''.join(seconds)}][{''.join(seconds.values())}](?<={pairs})(?:{'|'.join(told)})"
    )


def stretch_start(text: str, at: int, marks: str = "。；") -> int:
    """Where the stretch between two of the marks begins that a place of the text stands in."""
    return max(text.rfind(mark, 0, at) for mark in marks) + 1


def stretch_end(text: str, at: int, marks: str = "。；") -> int:
    """Where it ends: at the next of the marks, or with the text."""
    return min((i for mark in marks if (i := text.find(mark, at)) >= 0), default=len(text))


def bracket_end(text: str, mention: Mention) -> int:
    """Where the bracket that the mention stands in is closed; -1 where it never is."""
    depth = 1
    for at in range(mention.end, len(text)):
        if text[at] in "（(":
            depth += 1
        elif text[at] in "）)":
            depth -= 1
            if not depth:
                return at
    return -1


_APART = re.compile(r"(?P<names>.+?)(?:案件|申请|数量|件数)?分别[^\d、]{0,6}")
_JOINED = re.compile(r"[、和与及以]*")


def each_its_own(sentence: Sentence) -> tuple[Mention, ...]:
    """行政处罚、行政强制分别为31件和4件: each quantity under its own name."""
    if "分别" not in sentence.text:
        return sentence.mentions
    mentions = list(sentence.mentions)
    for place, mention in enumerate(mentions):
        match = _APART.fullmatch(mention.lead)
        if match is None:
            continue
        names = re.split("[、和与及]", match["names"])
        mine = mentions[place : place + len(names)]
        if len(names) < 2 or len(mine) < len(names):
            continue
        if all(_JOINED.fullmatch(m.before) for m in mine[1:]) and not mine[-1].tail.startswith(
            "、"
        ):
            mentions[place : place + len(names)] = [
                msgspec.structs.replace(m, lead=name) for m, name in zip(mine, names, strict=True)
            ]
    return tuple(mentions)


_CLOSED = re.compile(r"（[^（）]*）")


def without_brackets(before: str) -> str:
    """The words with what stands in closed brackets blacked out: 行政职权类信息（包括审批、执法等）12条."""
    return _CLOSED.sub(lambda m: "■" * len(m[0]), before) if "）" in before else before


def inside_bracket(mentions: Sequence[Mention], place: int) -> list[Mention]:
    """The mention at `place` and those behind it that stand in the same bracket."""
    depth = mentions[place].depth
    inside = []
    for mention in mentions[place:]:
        if mention.depth < depth:
            break
        if mention.depth == depth:
            inside.append(mention)
    return inside


_UNKNOWN = object()


class Passage:
    """A paragraph of the report: where it stands, its text with live figures written out, read."""

    def __init__(
        self, case: Case, section: str, number: int, raw: str, level: int, topic: str
    ) -> None:
        self.section = section
        self.number = number
        self.raw = raw
        self.level = level
        self.topic = topic
        """The section's title and the headings above the paragraph."""
        self._figures = case.figures if "{" in raw else {}
        self.text, self._shifts = _written_out(raw, self._figures)
        self._known = case.memory.of(self.text)

    @cached_property
    def read(self) -> Text:
        return self.recall(read)

    def recall(
        self, function: Callable[..., Result], *given: object, key: tuple[object, ...] = ()
    ) -> Result:
        """`function(*given)`, or `function(self.text)` where nothing is given; worked out once.

        key: what else it depends on than the text, where it does.
        """
        name = (function, *key) if key else function
        known = self._known.get(name, _UNKNOWN)
        if known is not _UNKNOWN:
            return known  # type: ignore[return-value]
        result = self._known[name] = function(*(given or (self.text,)))
        return result

    def is_sheltered(self, at: int) -> bool:
        """Whether a title, a quotation or an address stands there."""
        return any(t.start <= at < t.end for t in self.read.tokens if t.kind in _SHELTERED)

    def place(self, start: int, end: int) -> Place:
        """The place of a span of `text`; its quote is verbatim, live figures as they stand."""
        a, b = self.raw_offset(start), self.raw_offset(end)
        return Place(self.section, self.number, self.raw[a:b], a)

    def raw_offset(self, offset: int) -> int:
        """The offset in the paragraph's own text; one inside a live figure is moved to its end."""
        moved = offset
        for at, width, raw_width in self._shifts:
            if offset <= at:
                break
            moved += raw_width - width
            if offset < at + width:
                return moved + (at + width - offset)
        return moved

    def is_live(self, start: int, end: int) -> bool:
        """Whether a live figure stands in the span of `text`."""
        return any(start < at + width and at < end for at, width, _ in self._shifts)

    def mends(self, start: int, end: int, new: str, label: str) -> tuple[Mend, ...]:
        """The mend that replaces the span of `text`; none where a live figure stands in it."""
        if self.is_live(start, end):
            return ()
        return (Mend(label, text=self.replaced(start, end, new)),)

    def replaced(self, start: int, end: int, new: str) -> tuple[str, int, str]:
        """The paragraph's text with the span of `text` replaced, as a `Mend` takes it."""
        a, b = self.raw_offset(start), self.raw_offset(end)
        return self.section, self.number, self.raw[:a] + new + self.raw[b:]


def passages(case: Case) -> tuple[Passage, ...]:
    """Every paragraph of the report with text, in order."""
    return case.once(_passages)


def _passages(case: Case) -> tuple[Passage, ...]:
    found = []
    for section in case.report.sections:
        headings = [""] * 5
        for number, paragraph in enumerate(section.paragraphs):
            text = paragraph.text
            if paragraph.table or not text.strip():
                continue
            level = paragraph.level
            if level:
                headings[level] = text.partition("。")[0][:40]
                headings[level + 1 :] = [""] * (4 - level)
            topic = "/".join(h for h in (section.title, *headings) if h)
            found.append(Passage(case, section.id, number, text, level, topic))
    return tuple(found)


def _written_out(raw: str, figures: Figures) -> tuple[str, list[tuple[int, int, int]]]:
    """The text with live figures as digits, and for each where it is, its width now and before."""
    if "{" not in raw:
        return raw, []
    pieces: list[str] = []
    shifts: list[tuple[int, int, int]] = []
    at = length = 0
    for match in LIVE_FIGURE.finditer(raw):
        shown = plain(figures[match[1]]) if match[1] in figures else "××"
        pieces += [raw[at : match.start()], shown]
        length += match.start() - at
        shifts.append((length, len(shown), len(match[0])))
        length += len(shown)
        at = match.end()
    return "".join((*pieces, raw[at:])), shifts
