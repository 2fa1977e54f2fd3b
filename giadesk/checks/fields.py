"""Work that belongs to another bureau, told as the own one's: 校务公开 in the report of an 农业局.

A reader who knows the offices knows whose work a school's or a hospital's openness is, who marks the
roads and who registers marriages. Other bureaus are named beside their work in many reports; it is odd
only where no other office is named and the own one does it.
"""

from __future__ import annotations

import re

from giadesk.checks.counties import codes_of
from giadesk.checks.kinds import Misfit
from giadesk.checks.reading import has_any
from giadesk.core.units import level_of, places_in

_OF_SYSTEMS = {
    "教育": "教",
    "卫生健康": "卫健",
    "卫生计生": "卫",
    "医疗卫生": "卫医",
    "卫生": "卫医",
    "公安": "公警",
    "民政": "民政",
    "国土资源": "国土自然规划",
    "自然资源": "自然国土规划",
    "住建": "住建房",
    "交通运输": "交公路运",
    "交通": "交公路运",
    "水利": "水",
    "水务": "水",
    "农业农村": "农牧畜渔",
    "农业": "农牧畜渔",
    "林业": "林草",
    "文化旅游": "文旅",
    "审计": "审计",
    "生态环境": "环",
    "环保": "环",
    "统计": "统计",
    "应急管理": "应急安",
    "市场监管": "市场工商质药",
    "工商": "工商市场",
    "税务": "税",
    "医保": "医保社",
    "人社": "人社保就",
    "财政": "财",
    "司法行政": "司法",
}
"""A line of work, and the signs of which one stands in the name of a bureau that has to do with it."""
_OF_MATTERS = {
    **dict.fromkeys(("校务公开", "师德师风"), "教学校"),
    **dict.fromkeys(("院务公开", "医德医风"), "卫医疾药院"),
    "警务公开": "公警安",
    "办税公开": "税财",
    "检务公开": "检",
    "狱务公开": "司监狱",
}
"""The openness of whom nobody but their own bureau reports."""
_OF_THINGS = {
    **dict.fromkeys(("中小学招生", "义务教育招生", "教师资格认定", "学籍管理"), "教学校"),
    **dict.fromkeys(("疫苗接种", "医师执业"), "卫医疾药院"),
    **dict.fromkeys(("驾驶证", "户籍业务", "居住证"), "公警安"),
    **dict.fromkeys(("婚姻登记", "殡葬服务"), "民政"),
    "纳税服务": "税财",
    **dict.fromkeys(("农村公路", "公路养护", "客运班线", "客运线路"), "交公路运道"),
    **dict.fromkeys(("不动产登记", "采矿权", "土地出让"), "然国土规划产资"),
    **dict.fromkeys(("食品抽检", "餐饮服务许可", "药品抽检"), "市场食药质商"),
    **dict.fromkeys(("商品房预售", "物业维修资金", "公租房"), "住建房"),
    "林木采伐": "林然",
    **dict.fromkeys(("取水许可", "河道采砂", "水库除险"), "水"),
    **dict.fromkeys(("排污许可", "环评审批"), "环"),
    **dict.fromkeys(("退役士兵", "退役军人安置"), "退役民"),
    **dict.fromkeys(("动物检疫", "农机购置"), "农牧畜渔"),
    **dict.fromkeys(("失业保险", "劳动仲裁"), "人社保就"),
}
"""What only such a bureau does, or sets up."""
_OF_RESULTS = {
    **dict.fromkeys(("招生片区", "教师资格认定", "民办学校年检"), "教学校体"),
    **dict.fromkeys(("取水许可", "河道采砂许可"), "水然"),
    **dict.fromkeys(("排污许可证", "环评批复"), "环"),
    **dict.fromkeys(("异地就医备案", "门诊慢特病"), "医保社"),
    **dict.fromkeys(("退役士兵安置", "烈士纪念设施"), "退役民"),
    **dict.fromkeys(("低保金", "社会组织年检"), "民政"),
    **dict.fromkeys(("商品房预售许可", "公租房分配"), "住建房"),
    **dict.fromkeys(("采矿许可", "不动产登记结果"), "然国土规划产资"),
    **dict.fromkeys(("林木采伐许可",), "林然"),
    **dict.fromkeys(("药品经营许可", "食品经营许可"), "市场食药质商"),
}
"""What only such a bureau issues or pays out, and makes public as its own."""
_OF_ALL = "审批服政综督纪发展改革财城乡统战团工妇残档史志信法应"
"""Signs of offices that have to do with everybody's work: 行政审批局, 发改, 财政, 政府办."""
_OTHERS = re.compile(
    r"会同|联合|配合|协[同助作]|与[^，。；]{0,8}[局委]|(?<![我本])局(?![属机长限面部])|厅|[健改]委|部门|单位|学校|医院|各[校院]|行业|移交|划转|转来|派驻|[镇乡]|街道"
)
"""Where one of these is told of, the work may be theirs."""
_LINKED = re.compile(r"[、和及与]$")


def other_fields(text: str, unit: str) -> list[Misfit]:
    """Where a bureau's report tells of another bureau's work as its own."""
    if level_of(unit) != "department" or not has_any(text, _MAY_BE) or not has_any(text, _SIGNS):
        return []
    name = _without_places(unit)
    if any(sign in name for sign in _OF_ALL):
        return []
    found = []
    for part in _PART.finditer(text):
        match = _work_in(part[0])
        if match is None or _OTHERS.search(part[0]):
            continue
        signs = _SIGNS_OF[match[match.lastgroup or ""]]
        if not any(sign in name for sign in signs) and not _is_listed(part[0], match):
            found.append(
                Misfit(
                    part.start() + match.start(),
                    part.start() + match.end(),
                    "本单位的工作",
                    role="work",
                )
            )
    return found


def _work_in(part: str) -> re.Match[str] | None:
    """The work that a part of a sentence tells of, that of a whole system before a matter."""
    found = list(_WORK.finditer(part)) if has_any(part, _SIGNS) else []
    return max(found, key=lambda m: m["field"] is not None, default=None)


def _without_places(unit: str) -> str:
    for place in places_in(unit):
        if codes_of(place):
            unit = unit.removeprefix(place)
    return unit


def _is_listed(part: str, match: re.Match[str]) -> bool:
    """政务公开、厂务公开、校务公开: everybody's openness."""
    return bool(match["matter"]) and (
        _LINKED.search(part, 0, match.start()) is not None
        or part[match.end() : match.end() + 1] in "、和及"
    )


_PART = re.compile(r"[^。；]+")
_FIELDS = "|".join(sorted(_OF_SYSTEMS, key=len, reverse=True))
_THINGS = "|".join(_OF_THINGS)
_WORK = re.compile(
    rf"(?:全[省市县区旗州盟]|[我本][省市县区旗州盟])(?P<field>{_FIELDS})系统(?=[政行作队干党公信良的])"
    rf"|(?P<matter>{'|'.join(_OF_MATTERS)})"
    rf"|(?P<thing>{_THINGS})[^，]{{0,10}}由[我本]局|[我本]局(?:负责|组织|办理|审批|核发|发放|全面|统一){{1,2}}(?P<done>{_THINGS})"
    rf"|(?:公开|公示|公布|核发|发放|办理|完成)(?!的)[^。；，]{{0,44}}?(?P<shown>{'|'.join(_OF_RESULTS)})"
)
_SIGNS = (
    "系统",
    *_OF_MATTERS,
    *_OF_RESULTS,
    "由我局",
    "由本局",
    "我局负责",
    "我局组织",
    "我局办理",
    "我局审批",
    "我局核发",
    "我局发放",
    "我局全面",
    "我局统一",
)


_MAY_BE = ("系统", "务公开", "德", "我局", "由本局")


_SIGNS_OF = {**_OF_SYSTEMS, **_OF_MATTERS, **_OF_THINGS, **_OF_RESULTS}
"""For every kind of work the signs that its bureau's name has."""
