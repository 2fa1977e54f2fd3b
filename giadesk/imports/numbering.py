"""The numbers that Word makes: word/numbering.xml, counted along the document, as text.

A number is made from a list (`w:num`), its level, and what was counted before (ECMA-376 Part 1, 17.9).
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_BULLETS = frozenset({"bullet", "none"})


class _Level(msgspec.Struct):
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int = -1
    style: str = ""


class Numbering:
    """The lists of a document and their counters. `number_of` is called in reading order."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def __bool__(self) -> bool:
        return bool(self._lists)

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level of a list that is bound to a paragraph style; None where none is."""
        found = self._lists.get(num_id)
        if found is None:
            return None
        levels = {**self._abstract.get(found[0], {}), **found[1]}
        return next((i for i, level in levels.items() if level.style == style), None)

    def number_of(self, num_id: str, depth: int) -> str:
        """The number of the next paragraph of that list and level; "" for bullets and no list."""
        found = self._lists.get(num_id)
        if found is None or not 0 <= depth <= 8:
            return ""
        abstract, overrides = found
        levels = self._abstract.get(abstract, {})
        level = overrides.get(depth) or levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [-1] * 9)
        if depth in overrides and (num_id, depth) not in self._started:
            self._started.add((num_id, depth))
            counts[depth] = overrides[depth].start
        elif counts[depth] < 0:
            counts[depth] = level.start
        else:
            counts[depth] += 1
        for deeper in range(depth + 1, 9):
            after = levels.get(deeper)
            if after is None or after.restart < 0 or depth < after.restart:
                counts[deeper] = -1
        if level.format in _BULLETS:
            return ""

        def place(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            own = overrides.get(index) or levels.get(index) or _Level()
            value = counts[index] if counts[index] >= 0 else own.start
            return formatted(value, own.format)

        return _PLACE.sub(place, level.text)

    def _read(self, root: Any) -> None:
        linked: dict[str, str] = {}
        for item in root.iterchildren(f"{W}abstractNum"):
            name = item.get(f"{W}abstractNumId", "")
            self._abstract[name] = {
                _int(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in item.iterchildren(f"{W}lvl")
            }
            link = item.find(f"{W}numStyleLink")
            if link is not None:
                linked[name] = link.get(f"{W}val", "")
        styles = {
            link.get(f"{W}val", ""): item.get(f"{W}abstractNumId", "")
            for item in root.iterchildren(f"{W}abstractNum")
            if (link := item.find(f"{W}styleLink")) is not None
        }
        for name, style in linked.items():
            if style in styles:
                self._abstract[name] = self._abstract[styles[style]]
        for item in root.iterchildren(f"{W}num"):
            abstract = item.find(f"{W}abstractNumId")
            if abstract is None:
                continue
            base = abstract.get(f"{W}val", "")
            own: dict[int, _Level] = {}
            for override in item.iterchildren(f"{W}lvlOverride"):
                depth = _int(override.get(f"{W}ilvl"))
                inner = override.find(f"{W}lvl")
                start = override.find(f"{W}startOverride")
                known = self._abstract.get(base, {}).get(depth, _Level())
                level = _level(inner) if inner is not None else msgspec.structs.replace(known)
                if start is not None:
                    level.start = _int(start.get(f"{W}val"), 1)
                own[depth] = level
            self._lists[item.get(f"{W}numId", "")] = (base, own)


def _level(item: Any) -> _Level:
    level = _Level()
    for child in item:
        value = child.get(f"{W}val", "") if isinstance(child.tag, str) else ""
        match child.tag:
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}start":
                level.start = _int(value, 1)
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}numFmt":
                level.format = value
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lvlText":
                level.text = value
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lvlRestart":
                level.restart = _int(value, -1)
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pStyle":
                level.style = value
    return level


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def formatted(value: int, number_format: str) -> str:
    """A counter as the format of a list writes it; plain digits for formats not used in Chinese."""
    match number_format:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "ideographDigital"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "japaneseDigitalTenThousand"
        ) if 0 < value < 1000:
            return _chinese(value, _DIGITS, "十", "百")
        case "chineseLegalSimplified" | "ideographLegalTraditional" if 0 < value < 1000:
            return _chinese(value, _LEGAL, "拾", "佰")
        case "lowerLetter" | "upperLetter" if 0 < value <= 26:
            return chr(ord("a" if number_format[0] == "l" else "A") + value - 1)
        case "lowerRoman" | "upperRoman" if 0 < value < 100:
            roman = _roman(value)
            return roman if number_format[0] == "u" else roman.lower()
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < value <= 20:
            return chr(0x2460 + value - 1)
        case "decimalEnclosedParen" if 0 < value <= 20:
            return chr(0x2474 + value - 1)
        case "decimalEnclosedFullstop" if 0 < value <= 20:
            return chr(0x2488 + value - 1)
        case "ideographEnclosedCircle" if 0 < value <= 10:
            return chr(0x3220 + value - 1)
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(d)) for d in str(abs(value)))
        case "none":
            return ""
        case _:
            return str(value)


def _chinese(value: int, digits: str, ten: str, hundred: str) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = digits[hundreds] + hundred if hundreds else ""
    if tens:
        text += (digits[tens] if tens > 1 or hundreds else "") + ten
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def _roman(value: int) -> str:
    text = ""
    for size, sign in (
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while value >= size:
            text += sign
            value -= size
    return text
