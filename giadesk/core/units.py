"""Units: the places in the name of an office, its level, and whether two names mean the same office."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Level = Literal["province", "city", "county", "township", "department", ""]

_SUFFIX = r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|苏木|[省市县区旗盟州镇乡])"
# 沙县区, 内乡县, 津市市 hold two suffixes; 达州市, 萍乡市, 文家市镇 one inside; 宿迁市市场监督管理局,
# 沭阳县乡村振兴局 do not, nor does 住房和城乡建设局 or 城市管理局; 安镇街道 and 壶镇镇 are one place each
_PLACE = re.compile(
    rf"(?!城市(?:管理|建设|规划|综合|更新|运行))(?:西乡塘区|[^\W\d_]{{2,4}}?(?:[^\W\d_]{{1,4}}?族){{2,4}}自治[县州旗]|[^\W\d_][县区市旗乡镇州盟][县区市旗](?![场域政级容民直委])|[^\W\d_]{{1,8}}?{_SUFFIX}(?:(?<=市)[镇区乡县](?![镇村级])|(?<=州)区(?!级)|(?<=州)省|(?<=[州乡镇])市(?!场)|(?<=[县区])镇(?!政))?"
    r"(?!(?<=城乡)(?:建设|规划|管理|统筹|融合|和))(?!(?<=[镇乡市县区])街道|(?<=镇)镇)"
    r"|[^\W\d_]{2,14}?(?:开发区|示范区|园区))"
)
_GOVERNMENT = re.compile(
    r"(?:人民政府办公室|人民政府办公厅|人民政府|政府办公室|政府|街道办事处|办事处|党工委|管理委员会|管委会|办公室)+$"
)

_BRANCH = re.compile(r"(?<=[市县区旗])人民政府(?=[^\W\d_]{2,8}(?:街道|地区)(?:办事处)?$)")


@lru_cache(maxsize=256)
def places_in(unit: str) -> tuple[str, ...]:
    """The places that a unit's name begins with, outermost first.

    云溪县青石镇人民政府 → (云溪县, 青石镇). What follows the last place (发展和改革局) is left out.
    """
    name = _body(unit)
    places: list[str] = []
    at = 0
    while match := _PLACE.match(name, at):
        end = match.end()
        places.append(name[at:end])
        at = end
    return tuple(places)


@lru_cache(maxsize=256)
def short_name(unit: str) -> str:
    """How a title names the unit: 青石镇 for 云溪县青石镇人民政府, all of it for a department."""
    name = _body(unit)
    places = places_in(unit)
    return places[-1] if places and name == "".join(places) else name


def listed_name(unit: str) -> str:
    """How a list of one county's units names it: 青石镇, 农业农村局 for 云溪县农业农村局."""
    short, places = short_name(unit), places_in(unit)
    bare = short.removeprefix("".join(places))
    return bare if len(bare) > 1 else short


@lru_cache(maxsize=256)
def level_of(unit: str) -> Level:
    """The level of the office; "" where the name does not tell it."""
    name = _body(unit)
    places = places_in(unit)
    if not places:
        return ""
    if name != "".join(places):
        return "department"
    match places[-1][-1]:
        case "省":
            return "province"
        case "镇" | "乡" | "道" | "木":  # 街道, 苏木
            return "township"
        case "县" | "旗":
            return "county"
        case "区":
            if places[-1].endswith(("自治区", "特别行政区")):
                return "province"
            return "" if places[-1].endswith("地区") else "county"
        case "市" | "州" | "盟":
            return "city"
        case _:
            return ""


def same_unit(one: str, other: str) -> bool:
    """Whether two names can mean one office: 青石镇人民政府 and 云溪县青石镇 do, and blank with any."""
    a, b = short_name(one), short_name(other)
    return not a or not b or a.endswith(b) or b.endswith(a)


def same_office(one: str, other: str) -> bool:
    """Whether two names mean one office; not where their counties differ, nor for no name."""
    if not one.strip() or not other.strip():
        return one.strip() == other.strip()
    inner, other_inner = reversed(places_in(one)), reversed(places_in(other))
    return same_unit(one, other) and all(a == b for a, b in zip(inner, other_inner, strict=False))


def _body(unit: str) -> str:
    # a district's sub-district is its branch: 锡山区人民政府厚桥街道办事处
    name = _BRANCH.sub("", "".join(unit.split()))
    stripped = _GOVERNMENT.sub("", name)
    # 人民路街道办事处 loses its office, not its 街道
    return f"{stripped}街道" if name.endswith("街道办事处") else (stripped or name)
