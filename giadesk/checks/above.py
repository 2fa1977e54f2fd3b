"""Who stands above the office, where the words name another kind: 县委、县政府 in a district's report.

And who does what the report tells, where that is a county: 我县共收到, 市教育局党组的领导.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from giadesk.checks.counties import gazetteer
from giadesk.checks.kinds import Misfit
from giadesk.checks.naming import HAN
from giadesk.checks.reading import Passage
from giadesk.core.units import level_of, places_in, short_name

_COUNTIES = "县区旗"
_OF_COUNTY = re.compile(
    r"(?P<kind>[县区旗])(?:委(?:[、，]?(?P=kind)政府)?(?![员托会局派])|(?:人民)?政府(?![^，。；]{0,3}(?:派驻|各部门)))"
)
_BEFORE = re.compile(r"[^\u4e00-\u9fff]|[在和与由经按照对向受被了的据]")
"""Before 县 one of these: what stands there is no name, 县 is that of the office."""
_SEVERAL = re.compile(
    r"[市县区镇乡、][市县区旗]委|市县|县区|区县|各[县区旗]|撤县|撤区|改区|设区|划归|划入|原"
    r"|转[办来交送]|移[交送]|退回|来函|发函|邻近|相邻|交界"
)
"""Said of counties of several kinds, or of what the place once was."""
_DOES = (
    r"(?:(?:政府信息公开|政务公开|信息公开)工作)?(?:(?:未|没有)(?:收到|接到|受理|发生|产生|出现|因|制发)|无(?:行政|申请|因)|共|累计|主动公开|收到|受理|高度重视|认真|严格"
    r"|坚持|积极|稳步|扎实|深入|全面|紧紧|始终|切实|持续|不断)"
)
_WE = re.compile(rf"(?P<we>[我本][县市区州旗盟省])(?={_DOES})")
_BEGINS = re.compile(r"(?:^|[。；，])\s*(?:20\d\d年度?[，,]?|全年|本年度?|今年)*$")
_BODY = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[在由]))(?P<body>(?!在)(?:{HAN}{{0,4}}[省市县区州旗])?(?!局|在){HAN}{{2,8}}?[局厅]"
    r"党[组委])(?=高度|的|认真|对|多次|定期)"
)
"""在市教育局党组的领导下, in the report of a town."""


@lru_cache(maxsize=32)
def county_kind(unit: str) -> str:
    """县, 区, 旗 or 市, by the county in the unit's name; "" where it names none or lies above."""
    for name in reversed(places_in(unit)):
        if name[-1] in _COUNTIES and not name.endswith(("自治区", "地区", "开发区", "园区")):
            return name[-1]
        if name[-1] == "市":
            codes = gazetteer().get(name, ())
            return "市" if codes and all(not code.endswith("00") for code in codes) else ""
    return ""


def other_superiors(passage: Passage, unit: str) -> Iterator[Misfit]:
    """Superiors of a kind that the office's county is not, and counties that do the office's work."""
    found = passage.recall(_others, passage.text, unit, key=(unit,))
    yield from (one for one in found if not passage.is_sheltered(one.start))


def _others(text: str, unit: str) -> tuple[Misfit, ...]:
    found: list[Misfit] = []
    kind = county_kind(unit)
    if kind and ("委" in text or "政府" in text):
        for match in _OF_COUNTY.finditer(text):
            near = text[max(0, match.start() - 12) : match.end() + 12]
            if match["kind"] == kind or _SEVERAL.search(near):
                continue
            if not match.start() or _BEFORE.match(text, match.start() - 1):
                right = match[0].replace(match["kind"], kind)
                found.append(Misfit(match.start(), match.end(), right, above=True))
    if level_of(unit) == "township":
        found += _of_towns(
            text, "街道" if short_name(unit).endswith("街道") else short_name(unit)[-1]
        )
    return tuple(found)


_LONGEST = 16
"""Characters between the beginning of a clause and who does what it tells, at most."""


def _of_towns(text: str, own: str) -> Iterator[Misfit]:
    """What no town's report can say of its own work; own: its kind."""
    if "我" in text or "本" in text:
        for match in _WE.finditer(text):
            if _BEGINS.search(text[max(0, match.start() - _LONGEST) : match.start()]):
                yield Misfit(match.start("we"), match.end("we"), match["we"][0] + own)
    if "局党" in text or "厅党" in text:
        party = "党工委" if own == "街道" else "党委"
        for match in _BODY.finditer(text):
            yield Misfit(match.start("body"), match.end("body"), own + party, above=True)
