"""Of which kinds a place's superiors are: a county of Chongqing has no 省, one in a 州 no 市 above it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.counties import codes_of, gazetteer
from giadesk.core.units import places_in

COUNTIES = "县区旗"
PREFECTURES = "市州盟"
_NO_COUNTY = re.compile(
    r"(?:开发|示范|合作|试验|实验|保税|高新|管理|产业|工业|风景名胜|度假|园|新)区$"
)
_TOWNS = ("镇", "乡", "街道", "苏木")
_IN_BOTH = {"6542": "伊犁哈萨克自治州", "6543": "伊犁哈萨克自治州"}
"""塔城地区, 阿勒泰地区 lie in a 自治州."""
_CITIES_SINCE = frozenset(
    ("3414", "5205", "5206", "5402", "5403", "5404", "5405", "5406", "6302", "6504", "6505", "6590")
)
"""Prefectures that became a city, or none, after 2008; and the cities of the 兵团, under its 师."""


class Ranks(NamedTuple):
    """The kinds of the county that an office belongs to and of all above it.

    signs: as their offices are called (县委, 州政府, 省教育厅; a 自治区 has 区, a 地区 地). county,
    prefecture, province: those of each, "" where there is none or it is not known. autonomous: which
    of them are 自治州, 自治县 ... region: the first
    two signs of the codes of its province. is_city: the office lies above counties.
    """

    signs: frozenset[str]
    county: str
    prefecture: str
    province: str
    region: str
    autonomous: frozenset[str]
    is_known: bool
    is_city: bool


@lru_cache(maxsize=32)
def ranks_of(unit: str) -> Ranks | None:
    """The kinds of place that an office belongs to; None where its name does not tell."""
    places = [p for p in places_in(unit) if not p.endswith(_TOWNS)]
    if not places or any(_NO_COUNTY.search(p) and not codes_of(p) for p in places):
        return None
    own = {_sign(p) for p in places}
    county = next((s for s in map(_sign, reversed(places)) if s in COUNTIES), "")
    codes = _codes_of(places)
    if not codes:
        signs = frozenset((*own, *PREFECTURES, "省", "地"))
        autonomous = frozenset("区州县旗")
        return Ranks(signs, county, "", "", "", autonomous, False, False) if county else None
    names = [n for code in codes for n in _above(code)] + places
    prefectures = {_sign(n) for code in codes for n in _above(code)[1:]}
    provinces = {_sign(_above(code)[0]) for code in codes}
    is_city = all(code.endswith("00") for code in codes)
    if not county and not is_city and own == {"市"}:
        county = "市"
    return Ranks(
        frozenset(own | {_sign(n) for n in names}),
        county,
        prefectures.pop() if len(prefectures) == 1 else "",
        provinces.pop() if len(provinces) == 1 else "",
        codes[0][:2] if len({code[:2] for code in codes}) == 1 else "",
        frozenset(n[-1] for n in names if "自治" in n),
        True,
        is_city,
    )


def _codes_of(places: list[str]) -> tuple[str, ...]:
    """The codes of the innermost place that lie in the others."""
    codes = codes_of(places[-1])
    for outer in places[:-1]:
        whole = [code.rstrip("0") for code in codes_of(outer)]
        codes = tuple(c for c in codes if any(c.startswith(w) for w in whole)) or codes
    return codes


@lru_cache(maxsize=64)
def _above(code: str) -> tuple[str, ...]:
    """The names of the province and of the prefectures that a place lies in."""
    names = _names()
    found = [names.get(f"{code[:2]}0000", "省")]
    if code[2:4] not in ("00", "90") and (prefecture := names.get(f"{code[:4]}00")):
        found.append(prefecture)
    if code[:4] in _IN_BOTH:
        found.append(_IN_BOTH[code[:4]])
    if code[:4] in _CITIES_SINCE:
        found += ["市", "地区"]
    return tuple(found)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes of provinces and prefectures to their names in full."""
    found: dict[str, str] = {}
    for name, codes in gazetteer().items():
        for code in codes:
            if code.endswith("00") and len(name) > len(found.get(code, "")):
                found[code] = name
    return found


def _sign(place: str) -> str:
    return "地" if place.endswith("地区") else place[-1]
