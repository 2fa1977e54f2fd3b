"""Bodies that an office of the kind does not have: 党工委 in a 镇, 镇党委 and 全镇 in a bureau, 校领导.

And words of another region: 嘎查 outside Inner Mongolia, 行署 where the prefecture is a city.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.kinds import BEGINS, Misfit
from giadesk.checks.ranks import ranks_of
from giadesk.checks.reading import has_any
from giadesk.core.units import level_of

_LEADS = (
    r"(?=亲自|高度重视|始终|(?:多次|定期|每[月季年])?(?:专题|主持|召开|部署|听取|研究|审议)"
    r"|主要领导|统一领导)"
)
_OF_TOWNS = re.compile(
    r"在(?P<led>(?:[我本]?[镇乡])党委)[^，。；]{0,12}(?:领导|关心|支持)下"
    rf"|(?P<lead>(?:[镇乡]|街道)(?:党委|党工委|政府|办事处)(?:[、和]?[镇乡]?(?:政府|办事处))?(?:书记|主任|领导班子|主要领导)?|[镇乡]长){_LEADS}"
)
"""What no bureau's report, nor a county's, can say of its own work."""
_PART_OF_TOWN = re.compile(
    r"(?:(?<![\s\S])|(?<=[。；，：】]))(?P<own>[镇乡](?:党政(?:综合)?办(?:公室)?|纪委|人大主席团|便民服务中心(?=窗口)))"
    r"(?=负责|统一|高度|认真|牵头|窗口|定期|每)(?![^。；]*(?:[我本][局委]|受理|初审|代办|报[送县区市我局]|下放|延伸))"
)
"""镇党政办负责统一发布 in the report of a bureau, which has none."""
_PARTS_OF_TOWNS = (
    "镇党政",
    "乡党政",
    "镇纪",
    "乡纪",
    "镇人大",
    "乡人大",
    "镇便",
    "乡便",
)
_CENTRE = re.compile(
    r"(?:(?<![\s\S])|(?<=[。；]))(?:20\d\d年度?[，,]?)?(?P<own>中心)(?=高度重视|领导高度|认真贯彻|严格按照|共?主动公开|未收到)"
)
"""中心高度重视, where no 中心 is told of."""
_OFFICES_OF_TOWNS = ("镇党", "乡党", "街道党", "镇政府", "乡政府", "街道办", "镇长", "乡长")
_ALL_OF_TOWN = re.compile(r"全(?:镇|乡|街道)(?![镇街长（(/、村亲愁土音域级覆]|公路|道路)")
_NO_ALL = frozenset("健完安周齐保成镇乡")
_TOWN = re.compile(r"(?<![全我本（(])(?:(?<!乡)镇|乡(?!镇)|街道)")
"""Where a town is told of before, 全镇 is that."""
_OF_STREETS = re.compile(
    rf"(?:党工委(?:、(?:街道)?办事处)?|办事处、?党工委|街工委)(?:书记|主任|领导班子|主要领导)?{_LEADS}"
)
_OF_SCHOOLS = re.compile(
    r"全(?:校(?=师生|教职)|院(?=干警|职工|医护|上下|各科)|馆(?=干部|职工|上下))"
    rf"|[校院馆厂](?:党委|党总支|领导(?:班子)?|长办公会|务会){_LEADS}"
)
_TWO_LEVELS = re.compile(r"(?P<town>[镇乡])(?:、村(?=两级|干部|两委|公开栏|信息员)|村(?=两级))")
_VILLAGES = re.compile(r"(?:各|\d个|所辖|全部|辖区内?)(?P<own>嘎查|苏木)")
_REGION = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<own>地委(?=[、和，的行])|行署)|[在由按照贯彻实](?P<led>地委、行署|地委和行署|行署)"
)
_ELSEWHERE = re.compile(r"内蒙古|来[我本]|考察|交流|学习|对口|帮扶|协作|援|原|撤")


def other_bodies(text: str, unit: str, kind: str) -> list[Misfit]:
    """Where a paragraph tells of a body of its own that no office of the kind has.

    kind: as `misfits_in` takes it.
    """
    found: list[Misfit] = []
    if level_of(unit) == "township":
        if kind != "街道" and "工委" in text:
            found += _led(text, _OF_STREETS, f"{kind}党委")
        if "村" in text and has_any(text, _TOWNS_AND_VILLAGES):
            found += _of_two_levels(text, kind)
    elif kind:
        if has_any(text, _OFFICES_OF_TOWNS):
            found += _led(text, _OF_TOWNS, f"{kind}党组")
        if "全" in text:
            found += _of_whole_town(text, kind)
        if has_any(text, _PARTS_OF_TOWNS):
            found += [
                Misfit(*m.span("own"), f"{kind}的内设机构")
                for m in _PART_OF_TOWN.finditer(text)
                if _TOWN.search(text, max(0, m.start() - 80), m.start()) is None
            ]
        if kind in "局委厅" and "中心" in text and text.count("中心") == 1 + text.count("中心工作"):
            found += [Misfit(*m.span("own"), f"我{kind}") for m in _CENTRE.finditer(text)]
    if kind and has_any(text, _SCHOOLS):
        own = kind if level_of(unit) == "township" else unit[-1]
        for one in _led(text, _OF_SCHOOLS, f"全{kind}"):
            if own not in text[one.start : one.start + 2]:
                found.append(one)
    if has_any(text, _OF_REGIONS):
        found += _of_regions(text, unit)
    return found


_SCHOOLS = ("校", "院", "馆", "厂")
_TOWNS_AND_VILLAGES = ("镇村", "乡村", "镇、", "乡、")
_OF_REGIONS = ("嘎查", "苏木", "行署", "地委")


def _led(text: str, pattern: re.Pattern[str], right: str) -> Iterator[Misfit]:
    """Where a clause begins with a body that leads."""
    for match in pattern.finditer(text):
        if "led" in pattern.groupindex and match["led"]:
            yield Misfit(*match.span("led"), right)
        elif BEGINS.search(text[max(0, match.start() - 6) : match.start()]):
            yield Misfit(*match.span(), right)


def _of_whole_town(text: str, kind: str) -> Iterator[Misfit]:
    for match in _ALL_OF_TOWN.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        if before[-1:] not in _NO_ALL and _TOWN.search(before) is None:
            yield Misfit(*match.span(), f"全{kind}")


def _of_two_levels(text: str, kind: str) -> Iterator[Misfit]:
    for match in _TWO_LEVELS.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if match["town"] == kind or (kind == "镇" and "、" not in match[0]):
            continue
        if BEGINS.search(before[-6:]) and _TOWN.search(before) is None:
            yield Misfit(match.start(), match.end(), f"{kind}、村")


def _of_regions(text: str, unit: str) -> Iterator[Misfit]:
    ranks = ranks_of(unit)
    if ranks is None or not ranks.is_known or _ELSEWHERE.search(text):
        return
    if ranks.region != "15":
        for match in _VILLAGES.finditer(text):
            yield Misfit(*match.span("own"), "村" if match["own"] == "嘎查" else "乡镇")
    if ranks.signs.isdisjoint("地盟"):
        for match in _REGION.finditer(text):
            group = "own" if match["own"] else "led"
            yield Misfit(*match.span(group), "上级党委、政府", role="above")
