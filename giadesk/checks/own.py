"""How a report calls its own office: 青石镇, 青石镇人民政府, 县教育局, 区住建局 for 住房和城乡建设局."""

from __future__ import annotations

import re
from functools import lru_cache

from giadesk.core.units import places_in, short_name

_CALLED = {
    "残疾人联合会": "残联",
    "妇女联合会": "妇联",
    "供销合作社联合社": "供销社",
    "供销合作联社": "供销社",
    "发展和改革委员会": "发改委",
    "发展和改革局": "发改局",
    "住房和城乡建设局": "住建局",
    "住房和城乡建设委员会": "住建委",
    "人力资源和社会保障局": "人社局",
    "市场监督管理局": "市监局 市场监管局",
    "卫生健康委员会": "卫健委",
    "卫生健康局": "卫健局",
    "教育和体育局": "教体局",
    "教育体育局": "教体局",
    "工业和信息化局": "工信局",
    "文化和旅游局": "文旅局",
    "文化广电和旅游局": "文旅局",
    "文化广电旅游局": "文旅局",
    "医疗保障局": "医保局",
    "交通运输局": "交通局 交运局",
    "自然资源和规划局": "自然资源局 资规局 自规局",
    "林业和草原局": "林草局",
    "综合行政执法局": "综合执法局",
    "城市管理和综合执法局": "城管局",
    "城市管理局": "城管局",
    "人民政府办公室": "府办 政府办",
    "人民政府办公厅": "府办 政府办",
}
"""What everybody calls such an office."""


@lru_cache(maxsize=32)
def own_names(unit: str) -> tuple[str, ...]:
    """The unit's names as it writes them, the longest first; of abbreviations the plainest only."""
    name = "".join(unit.split())
    short = short_name(unit)
    found = {name, short, *places_in(unit)}
    if short.endswith(("镇", "乡", "街道")):
        found |= {f"{short}人民政府", f"{short}政府", f"{short}办事处"}
    if short.endswith("街道"):
        found |= {f"{short[:-2]}街办", short[:-1]}
    places = places_in(unit)
    department = name.removeprefix("".join(places))
    if department and department != name:
        found |= {department, places[-1][-1] + department}
        if len(department) > 4 and department[-1] in "局委厅":  # 应急局 for 应急管理局
            brief = department[:2] + department[-1]
            found |= {brief, places[-1] + brief, places[-1][-1] + brief}
        for called in _CALLED.get(department, "").split():
            found |= {called, places[-1] + called, places[-1][-1] + called}
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
