"""How a report calls its own office: 青石镇, 青石镇人民政府, 县教育局, 区住建局 for 住房和城乡建设局."""

from __future__ import annotations

import re
from functools import lru_cache

from giadesk.core.units import places_in, short_name


@lru_cache(maxsize=32)
def own_names(unit: str) -> tuple[str, ...]:
    """The unit's names as it writes them, the longest first; of abbreviations the plainest only."""
    name = "".join(unit.split())
    short = short_name(unit)
    found = {name, short, *places_in(unit)}
    if short.endswith(("镇", "乡", "街道")):
        found |= {f"{short}人民政府", f"{short}政府", f"{short}办事处"}
    if short.endswith("街道"):
        found.add(f"{short[:-2]}街办")
    places = places_in(unit)
    department = name.removeprefix("".join(places))
    if department and department != name:
        found |= {department, places[-1][-1] + department}
        if len(department) > 4 and department[-1] in "局委厅":  # 应急局 for 应急管理局
            brief = department[:2] + department[-1]
            found |= {brief, places[-1] + brief, places[-1][-1] + brief}
        if places[-1] == short:
            found.discard(department)  # 人民政府 alone may be anybody's
    return tuple(sorted((n for n in found if len(n) > 1), key=len, reverse=True))


_OFFICE_SIGN = re.compile(r"[局委厅办区]")
_ABBREVIATED = re.compile(
    r"^(?:20\d\d年度?|全年|本年度?|年度?|今年|截至[^，]*|[，,、在由\s])*"
    r"(?P<name>[\u4e00-\u9fff]{2,8}?[局委厅办区])(?=□|$|共|累计|新|收|受|已|未|无|没|主动|办理|接|全年|均)"
)


def without_own(words: str, unit: str) -> str:
    """The words without the unit's own names, abbreviated ones included."""
    if not unit:
        return words
    for name in own_names(unit):
        if name in words:
            words = words.replace(name, "")
    match = _ABBREVIATED.match(words) if _OFFICE_SIGN.search(words) else None
    if match is not None and abbreviates(match["name"], unit):
        words = words[: match.start("name")] + words[match.end("name") :]
    return words


def abbreviates(name: str, unit: str) -> bool:
    """Whether every sign of the name stands in the unit's, in the same order."""
    at = 0
    for sign in name:
        at = unit.find(sign, at) + 1
        if not at:
            return False
    return True
