"""Things that are counted and named without numbers: each with the same word, in brackets, by titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DIGITS = "一二三四五六七八九十"
GOES_ON = re.compile(
    r"此外|另外|同时|最后|还[要有将需应]|除此|其[他它]|等(?:方面|问题)?[。；]|其[一二三]"
)
"""After what is numbered, more may be named without a number."""
INSERTED = re.compile(r"[（(][^（）()]*[）)]|“[^”]*”|《[^》]*》")


class Miscount(NamedTuple):
    """Where a number of things is said, the number, and how many are named."""

    start: int
    end: int
    many: int
    named: int


_MEASURED = re.compile(r"方面$|大?类$|[\d一二三四五六七八九十][个项条]$")
"""3方面8类: the names behind may be of either."""


def many_said(match: re.Match[str]) -> int:
    """How many are said; 0 where that is no number of things: 第三类, 2024项."""
    written = match["many"]
    if match.string[max(0, match.start("many") - 1) : match.start("many")] in tuple(
        "年月第0123456789.几多余"
    ):
        return 0
    if _MEASURED.search(match.string, max(0, match.start("many") - 2), match.start("many")):
        return 0
    if written.isdecimal():
        return int(written)
    ten, ones = written[:-1], written[-1]
    if ten not in ("", "十"):
        return 0
    return 10 * bool(ten) + (2 if ones == "两" else DIGITS.index(ones) + 1)


_TO_COMMA = re.compile(r"(?P<items>[^。；;：:，,\d等]{4,120})(?=[，,；;])")
_JOINS = re.compile(r"、|以及|[和及与]")
_PIECES = re.compile(r"[；;。]")
_HEAD_ENDS = re.compile(r"[，,：:]")
_THINGS = re.compile(r"制度|机制|领域|环节|方面|关口|渠道|类")
_BY_VERBS = re.compile(r"方面|措施|举措|工作|到位|环节|层面|做法")


def alike_behind(text: str, start: int, announced: str) -> int | None:
    """How many things of one kind are named from there on; None where that is not sure.

    登记制度、审核制度，…: each with the word announced, up to a comma. 低保方面，…；救灾方面，…: parts
    that begin with such words. 加强领导，…；完善制度，…: parts that begin with as many signs.
    """
    listed = _TO_COMMA.match(text, start)
    if listed is not None and "、" in listed["items"]:
        items = _JOINS.split(INSERTED.sub("□", listed["items"]))
        last = {item[-1:] for item in items}
        sure = len(last) == 1 and last <= set(announced) and all(len(i) > 1 for i in items)
        return len(items) if sure else None
    pieces = _PIECES.split(text[start:])
    sentence = text.find("。", start)
    if "结合" in announced:  # 与党务公开相结合，与村务公开相结合
        joined = re.split("[，,；;、]", text[start : sentence if sentence > 0 else len(text)])
        return len(joined) if len(joined) > 1 and all("结合" in part for part in joined) else None
    inside = text.count("；", start, sentence if sentence > 0 else len(text)) + 1
    if inside < 2 or any(GOES_ON.match(p) or p[:1] in "还并" for p in pieces if p):
        return None
    heads = [_HEAD_ENDS.split(p)[0] for p in pieces[:inside]]
    if len(set(heads)) < inside or any(
        "、" in h or "等" in p for h, p in zip(heads, pieces, strict=False)
    ):
        return None
    if _beginalike_behind(heads, announced):
        ending = heads[0][-1]
        more = [_HEAD_ENDS.split(p)[0] for p in pieces[inside:]]
        return None if any(h.endswith(ending) for h in more) else inside
    things = _THINGS.search(announced)
    if things and all(p.count(things[0]) == 1 and "、" not in p for p in pieces[:inside]):
        return inside if things[0] in ("制度", "机制") else None
    same = {len(h) for h in heads}
    if _BY_VERBS.search(announced) and len(same) == 1 and 4 <= len(heads[0]) <= 8:
        return inside if all(len(p) > len(h) for p, h in zip(pieces, heads, strict=False)) else None
    return None


def _beginalike_behind(heads: list[str], announced: str) -> bool:
    """Whether all of them end in the word announced, or in one that tells what each is about."""
    if any(not 2 < len(h) <= 14 for h in heads):
        return False
    ends = {h[-2:] for h in heads}
    last = {h[-1] for h in heads}
    return (len(last) == 1 and last <= set("类关") & set(announced)) or (
        len(ends) == 1
        and (ends <= {"方面", "领域", "环节", "层面", "工作"} or next(iter(ends)) in announced)
    )


_TITLED = re.compile(
    rf"(?P<titles>(?:《[^》]{{2,40}}》[、，和及与]?){{2,}})(?P<said>(?P<many>[两{DIGITS}\d]{{1,2}})[项个部份件][^，。；、《]{{0,6}}?(?:制度|办法|文件|规定|方案|通知|意见))"
)
_TITLES = re.compile(r"》[、，和及与]?《")
"""《甲制度》《乙制度》《丙制度》2项制度; with 等 it may be more."""
_PUT_SO = re.compile(r"“(?P<many>[一二三四五六七八九])个?(?P<word>[\u4e00-\u9fff]{1,2})”")
_SUCH = re.compile(r"(?:[\u4e00-\u9fff]{2,6}、)+[\u4e00-\u9fff]{2,6}(?=的$)")
"""有机构、有人员、有制度的“三有”."""


def miscounted_names(text: str) -> tuple[Miscount, ...]:
    """Where the number beside a list of names differs from it."""
    return tuple(_miscounted(text)) if "》" in text or "的“" in text else ()


def _miscounted(text: str) -> Iterator[Miscount]:
    for match in _TITLED.finditer(text) if _TITLES.search(text) else ():
        named = match["titles"].count("《")
        if (many := many_said(match)) > 1 and many != named:
            yield Miscount(match.start("said"), match.end("said"), many, named)
    for match in _PUT_SO.finditer(text) if "的“" in text else ():
        such = _SUCH.search(text, max(0, match.start() - 60), match.start())
        if such is None:
            continue
        items, word, many = such[0].split("、"), match["word"], many_said(match)
        alike = all(i.startswith(word) or i.endswith(word) for i in items[1:]) and word in items[0]
        if alike and many != len(items):
            yield Miscount(such.start(), match.end(), many, len(items))
