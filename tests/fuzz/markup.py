"""Mutants of XML and HTML that are still markup: elements moved, doubled, renamed, nested, unclosed."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.mutate import WORDS

_TOKEN = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
_NAME = re.compile(r"</?([\w:.-]+)")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_VALUES = (
    "", "0", "1", "-1", "2", "9", "63", "200", "2147483648", "99999999999999999999", "1.5", "NaN", "abc", "continue",
    "restart", "true", "off", "A1", "XFD1048576", "A1:XFD1048576", "ZZZZ9", "s", "inlineStr", "center", "rId1", "%1%2%9、",
    "../../x", "file:///tmp/x", "display:none", "一", "&#10;", "x" * 3000,
)  # fmt: skip
_INSERTS = (
    "&#0;", "&#xD800;", "&#xFFFF;", "&amp;", "&nbsp;", "&lt;b&gt;", "&undefined;", "&#20013;", "<![CDATA[<b>]]>", "<!-- x -->",
    "<!--", "-->", "<?php x ?>", "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<", ">", "</", "<a", "<![", "<!x", "<br>",
    "<table>", "</table>", "<tr>", "<td>", "</td>", "<p>", "</p>", "</div>", "<script>", "<style>", "<title>",
    "<w:p/>", "<w:tbl/>", "<w:tr/>", "<w:tc/>", "<w:t>甲</w:t>", "<w:r><w:t>乙</w:t></w:r>", "<w:sdt><w:sdtContent/></w:sdt>",
    "<w:p><w:r><w:t>丙</w:t></w:r></w:p>", "<w:altChunk/>", "<w:br/>", '<w:sym w:char="110000"/>', '<w:sym w:char="4E00"/>',
    '<w:vMerge w:val="continue"/>', '<w:gridSpan w:val="99999"/>', '<w:numPr><w:ilvl w:val="9"/><w:numId w:val="1"/></w:numPr>',
    '<td rowspan="65535" colspan="1000">', "<mergeCell ref=\"A1:C9\"/>",
)  # fmt: skip


def markup_mutant(chance: Random, text: str, most: int = 4) -> str:
    """A copy with one to `most` changes of its elements, attributes and texts."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.randint(1, most)):
        if not tokens:
            return ""
        _change(chance, tokens)
    return "".join(tokens)


def _change(chance: Random, tokens: list[str]) -> None:
    place = chance.randrange(len(tokens))
    other = chance.randrange(len(tokens))
    match chance.randrange(11):
        case 0:
            del tokens[place]
        case 1:
            tokens.insert(other, tokens[place])
        case 2:
            tokens[place], tokens[other] = tokens[other], tokens[place]
        case 3 | 4:
            _attribute(chance, tokens, _tag_near(tokens, place))
        case 5:
            tokens.insert(place, chance.choice(_INSERTS))
        case 6:
            at = _text_near(tokens, place)
            cut = chance.randrange(len(tokens[at]) + 1)
            word = chance.choice(WORDS)
            if chance.random() < 0.8:
                word = word.replace("\x00", "").replace("<", "")
            tokens[at] = tokens[at][:cut] + word + tokens[at][cut:]
        case 7:
            _element(chance, tokens, _tag_near(tokens, place), other)
        case 8:
            _rename(tokens, _tag_near(tokens, place), _tag_near(tokens, other))
        case 9:
            _nest(chance, tokens, _tag_near(tokens, place))
        case _:
            if chance.random() < 0.3:
                del tokens[place:]


def _tag_near(tokens: list[str], place: int) -> int:
    for at in range(place, len(tokens)):
        if _NAME.match(tokens[at]):
            return at
    return place


def _text_near(tokens: list[str], place: int) -> int:
    for at in range(place, len(tokens)):
        if tokens[at][:1] != "<":
            return at
    return place


def _attribute(chance: Random, tokens: list[str], at: int) -> None:
    found = list(_ATTRIBUTE.finditer(tokens[at]))
    if not found:
        name = chance.choice(
            ('w:val="1"', "rowspan=3", 'colspan="0"', 'style="display:none"', 't="s"')
        )
        tokens[at] = re.sub(r"(?=/?>\Z)", " " + name, tokens[at], count=1)
        return
    one = chance.choice(found)
    value = chance.choice(_VALUES)
    new = "" if chance.random() < 0.2 else f'{one[1]}="{value}"'
    tokens[at] = tokens[at][: one.start()] + new + tokens[at][one.end() :]


def _end_of(tokens: list[str], at: int) -> int:
    """The place behind the element that begins at `at`; the next place where it has no end."""
    name = _NAME.match(tokens[at])
    if name is None or tokens[at].startswith("</") or tokens[at].endswith("/>"):
        return at + 1
    depth = 0
    for index in range(at, min(len(tokens), at + 4000)):
        again = _NAME.match(tokens[index])
        if again is None or again[1] != name[1] or tokens[index].endswith("/>"):
            continue
        depth += -1 if tokens[index].startswith("</") else 1
        if depth == 0:
            return index + 1
    return at + 1


def _element(chance: Random, tokens: list[str], at: int, other: int) -> None:
    """An element with all it holds is taken out, doubled or put elsewhere."""
    end = _end_of(tokens, at)
    piece = tokens[at:end]
    match chance.randrange(4):
        case 0:
            del tokens[at:end]
        case 1:
            tokens[end:end] = piece * chance.choice((1, 2, 30 if len(piece) < 60 else 2))
        case 2:
            tokens[other:other] = piece
        case _:
            del tokens[at:end]
            tokens[other:other] = piece


def _rename(tokens: list[str], at: int, other: int) -> None:
    ours, theirs = _NAME.match(tokens[at]), _NAME.match(tokens[other])
    if ours is None or theirs is None:
        return
    end = _end_of(tokens, at) - 1
    for index in {at, end}:
        if (name := _NAME.match(tokens[index])) and name[1] == ours[1]:
            tokens[index] = (
                tokens[index][: name.start(1)] + theirs[1] + tokens[index][name.end(1) :]
            )


def _nest(chance: Random, tokens: list[str], at: int) -> None:
    """The element inside many of its own kind, with or without the ends."""
    name = _NAME.match(tokens[at])
    if name is None:
        return
    many = chance.choice((2, 3, 40, 150, 250, 400))
    end = _end_of(tokens, at)
    closed = chance.random() < 0.8
    tokens[end:end] = [f"</{name[1]}>"] * many if closed else []
    tokens[at:at] = [f"<{name[1]}>"] * many
