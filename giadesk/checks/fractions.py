"""Fractions in words: 三成, 四分之一, 过半, 翻一番 — what a percentage may be said instead of.

They state no figure but a range in which it lies, and are read as quantities in % with both its ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from giadesk.checks.reading import Mention, Sentence, Text
from giadesk.core.figures import whole_number
from giadesk.core.quantities import Token

_MAY = re.compile(
    r"[一二两三四五六七八九十\d过大半翻](?:(?<=[一二两三四五六七八九十\d])[一二两三四五六七八九十\d]*分之|(?<=[一二两三四五六七八九])成"
    r"|(?<=[过大一])半|(?<=半)数|(?<=翻)了?[一两三番])"
)
"""One class of signs first: the search passes over all others."""
_MARK = re.compile(r"[，,；;：:（）()—、。！？]")
_N = "[一二两三四五六七八九十]"
_FRACTION = re.compile(
    r"(?=[一二两三四五六七八九十\d半过大翻])(?:"
    rf"(?P<tenths>[一二两三四五六七八九])成(?![为立员果效熟功绩都交本长人年就品份语套])(?P<half>半)?"
    rf"|(?P<of>{_N}|\d+)分之(?P<parts>{_N}|\d+)"
    r"|(?P<even>一半|半数)|(?P<most>过半|大半)|(?P<twice>翻了?(?:(?P<times>[一二三两])番|番)))"
    r"(?P<more>多|以上|强|有余)?(?P<under>弱)?(?P<around>左右)?"
)
_BEFORE = re.compile(r"(?:(?P<less>将?近|接近|不足|不到)|(?P<over>超过?|逾|过)|(?P<about>大?约))$")
_NEAR = {"tenths": Decimal(5), "of": Decimal("2.5"), "even": Decimal(3), "twice": Decimal(4)}
"""By how many points a fraction may be out that claims to be neither more nor less."""
_WIDE = Decimal(10)
_NO_LESS, _NO_MORE = Decimal(15), Decimal(20)
"""In points, what 3倍 may be rounded by; 1.5倍 is told to half of its last place, or cut off."""


def _range(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest that it can stand for, in %."""
    if match["tenths"]:
        kind, value = "tenths", Decimal(whole_number(match["tenths"]) * 10)
        value += 5 if match["half"] else 0
    elif match["of"]:
        whole, part = (Decimal(whole_number(match[g])) for g in ("of", "parts"))
        if not part or whole <= part:
            return None
        kind, value = "of", part / whole * 100
    elif match["twice"]:
        times = whole_number(match["times"] or "一")
        kind, value = "twice", Decimal(100 * (2**times - 1))
    else:
        kind, value = "even", Decimal(50)
    near = _NEAR[kind]
    said = _BEFORE.search(match.string, max(0, match.start() - 3), match.start())
    word = said.lastgroup if said else ""
    wide = _WIDE if kind == "tenths" else value / 3
    if word == "over" or match["more"] or match["most"]:
        return value - Decimal("0.5"), value + wide * (3 if kind == "even" else 1)
    if word == "less" or match["under"]:
        return value - wide, value + Decimal("0.5")
    if word == "about" or match["around"]:
        near = near * 3 / 2
    return value - near, value + near


def fractions_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The fractions of the text between the places, as quantities in %."""
    for found in _MAY.finditer(text, start, len(text) if end is None else end):
        match = _FRACTION.match(text, found.start())
        ends = _range(match) if match else None
        if match and ends is not None:
            yield Token(
                "quantity", match.start(), match.end(), match[0], ends[0], "%", match.end(),
                "exact", ends[1],
            )  # fmt: skip


def sentences_with_fractions(text: Text) -> tuple[Sentence, ...]:
    """The sentences of the text, the fractions being among their mentions."""
    if _MAY.search(text.text) is None:
        return text.sentences
    found = []
    for sentence in text.sentences:
        if _MAY.search(sentence.text):
            for token in fractions_in(text.text, sentence.start, sentence.end):
                sentence = _with(token, sentence, text.text)
        found.append(sentence)
    return tuple(found)


def _with(token: Token, sentence: Sentence, text: str) -> Sentence:
    """The sentence with one more mention; as it was where a quantity stands there already."""
    mentions = sentence.mentions
    place = sum(1 for m in mentions if m.start < token.start)
    last = mentions[place - 1] if place else None
    after = mentions[place] if place < len(mentions) else None
    if (last and last.end > token.start) or (after and after.start < token.end):
        return sentence
    since = last.end if last else sentence.start
    before = text[since : token.start]
    lead_start = since + max((m.end() for m in _MARK.finditer(before)), default=0)
    depth = (last.depth if last else 0) + before.count("（") - before.count("）")
    stop = _MARK.search(text, token.end, after.start if after else sentence.end)
    tail = text[token.end : stop.start() if stop else (after.start if after else sentence.end)]
    lead = text[lead_start : token.start].strip()
    new = Mention(
        token, lead, lead_start, tail, max(depth, 0), before, lead_start,
        last.sentence if last else after.sentence if after else 0, token.start, token.end,
    )  # fmt: skip
    rest = mentions[place:]
    if after is not None:
        rest = (replace(after, before=text[token.end : after.start]), *rest[1:])
    return sentence._replace(mentions=(*mentions[:place], new, *rest))


def per_cent(token: Token) -> Token:
    """增长1.5倍 as the 150% that it is; any other quantity as it stands."""
    if token.unit != "倍":
        return token
    value, step = token.value * 100, min(token.step, Decimal(1)) * 100
    if not token.is_exact:
        return replace(token, unit="%")
    return replace(
        token, value=value - min(step / 2, _NO_LESS), high=value + min(step, _NO_MORE), unit="%"
    )


def in_range(share: Decimal, token: Token) -> bool:
    """Whether the share, in %, lies in the range that is told."""
    return token.high is not None and token.value <= share <= token.high
