"""Mutants of bytes and of text: what a bad copy, a wrong encoding or malice makes of a file.

Everything is drawn from the `Random` that is given, so that a mutant is made again from its number.
"""

from __future__ import annotations

from random import Random

_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)

WORDS = (
    "一、", "二、", "（一）", "（二）", "(三)", "1.", "2．", "（1）", "①", "第一部分", "十一、", "〇、",
    "二○一二年", "２０１２年", "2024年度", "9999年", "0年", "政府信息公开工作年度报告", "附件：", "附件1：",
    "单位：件", "单位名称：", "人民政府", "2025年1月8日", "目录", "总计", "合计", "其中：", "本年新收", "予以公开",
    "251000元", "１，２３４", "/", "—", "无", "+3/-2", "∞", "½", "Ⅳ", "㈠", "⒈", "12345678901234567890", "-0",
    "1e9999", "0x10", "NaN", "百", "十十", "两百", "\t", "\t\t\t", "|", "|---|---|", "# ", "###### ", "**", "\\|",
    "\n", "\r", "\r\n\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\x00", "\x07", "\x1a", "\xa0", "\xad", "\u3000",
    "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffd", "\ue000", "\U0001f600", "\U00020000", "e\u0301",
    "[bookmark: a1]", "{disclosed/regulations/made}", "{{ a }}", "…… 12", "........3", "，" * 40, "政" * 300,
    "\n" * 60, "（" * 50, "1." * 40, "（一）" * 30, "其中" * 60, " " * 2000,
)  # fmt: skip
"""What means something to one of the readers or to the recogniser, and what means trouble."""

_ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5", "utf-32", "utf-7", "cp1252",
)  # fmt: skip


def bytes_mutant(chance: Random, data: bytes, most: int = 5) -> bytes:
    """A copy with one to `most` changes anywhere, whatever the bytes mean."""
    made = bytearray(data)
    for _ in range(chance.randint(1, most)):
        if not made:
            return bytes(made)
        _change(chance, made)
    return bytes(made)


def _change(chance: Random, made: bytearray) -> None:
    place = chance.randrange(len(made))
    match chance.randrange(9):
        case 0:
            made[place] ^= 1 << chance.randrange(8)
        case 1:
            made[place] = chance.randrange(256)
        case 2:
            size = chance.choice((1, 2, 4))
            value = chance.choice(_INTERESTING) & ((1 << 8 * size) - 1)
            made[place : place + size] = value.to_bytes(size, chance.choice(("little", "big")))
        case 3:
            del made[place : place + chance.choice((1, 2, 8, 64, 1024))]
        case 4:
            made[place:place] = chance.randbytes(chance.choice((1, 2, 8, 64)))
        case 5:
            piece = made[place : place + chance.choice((2, 16, 256, 2048))]
            other = chance.randrange(len(made))
            made[other:other] = piece * chance.choice((1, 1, 2, 8))
        case 6:
            other = chance.randrange(len(made))
            made[place : place + 16], made[other : other + 16] = (
                made[other : other + 16],
                made[place : place + 16],
            )
        case 7:
            size = chance.choice((4, 32, 512))
            made[place : place + size] = bytes(min(size, len(made) - place))
        case _:
            if chance.random() < 0.3:
                del made[place:]


def text_mutant(chance: Random, text: str, most: int = 6) -> str:
    """A copy with some lines and characters changed, of which a few mean something."""
    for _ in range(chance.randint(1, most)):
        text = _text_change(chance, text)
    return text


def _text_change(chance: Random, text: str) -> str:
    place = chance.randrange(len(text) + 1)
    kind = chance.randrange(8)
    if kind == 0:
        return text[:place] + text[place + chance.choice((1, 1, 3, 20)) :]
    if kind in (1, 2):
        return text[:place] + chance.choice(WORDS) + text[place:]
    if kind == 3:
        end = place + chance.choice((1, 4, 30))
        return text[:place] + text[place:end] * chance.choice((2, 3, 20)) + text[end:]
    if kind == 4:
        return text[:place] + chr(chance.randrange(0x11000)) + text[place + 1 :]
    lines = text.split("\n")
    line = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    if kind == 5:
        lines[line : line + 1] = [lines[line]] * chance.choice((0, 2, 2, 40))
    elif kind == 6:
        lines[line], lines[other] = lines[other], lines[line]
    else:
        lines[line] += lines[other]
        del lines[other : other + (other != line)]
    return "\n".join(lines)


def encoded(chance: Random, text: str) -> bytes:
    """The text in some encoding, now and then with its own bytes damaged."""
    encoding = "utf-8" if chance.random() < 0.5 else chance.choice(_ENCODINGS)
    data = text.encode(encoding, "replace" if chance.random() < 0.7 else "ignore")
    return bytes_mutant(chance, data, 3) if chance.random() < 0.15 else data
