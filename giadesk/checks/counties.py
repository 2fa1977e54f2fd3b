"""Names of provinces, prefectures and counties: in full, in short (木垒县) and bare (青川)."""

from __future__ import annotations

import re
from functools import lru_cache

from giadesk.checks.data import lines_of

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|俄罗斯|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_AUTONOMOUS = re.compile(
    rf"^(?P<body>.{{2,}}?)(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+自治(?P<kind>[县州旗])$"
)
_SAID_SHORT = {
    "东乡族自治县": "东乡县",
    "阜新蒙古族自治县": "阜蒙县",
    "喀喇沁左翼蒙古族自治县": "喀左县",
    "前郭尔罗斯蒙古族自治县": "前郭县",
    "杜尔伯特蒙古族自治县": "杜蒙县",
    "莫力达瓦达斡尔族自治旗": "莫旗",
    "鄂伦春自治旗": "鄂伦春旗",
    "鄂温克族自治旗": "鄂温克旗",
    "塔什库尔干塔吉克自治县": "塔县",
    "和布克赛尔蒙古自治县": "和丰县",
}
"""What these are called, other than by their name without the peoples'."""
_REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_SETTLED = re.compile(r"(?:特别行政区|自治区|地区|[省市县区旗盟州])$")
BARE_WORDS = frozenset(
    re.findall(
        "..",
        "平安安宁和平安定安康安居安乡安全富裕富民富源富强惠民惠农和顺和康和安和静兴业兴和兴国兴隆乐业乐安宏伟振兴振安复兴光明清新清河清水清流向阳"
        "朝阳繁昌长治大同同心德清进贤民乐民丰民权民和爱民回民永安永和永宁永福新城新市新星新华新和新民新兴新建新河家园花园绿园公安互助合作友好友谊"
        "共和团风工农前进前锋解放红旗资源通道东方城关城区城东城西城北城南城中城口河口江口港口海港老城古城山城水城江城海城滨海滨江江南江北河东河西"
        "海东海西东城西城南山青山花山金山白云天河集美集贤大方大观开平开化改则政和和政正安正定康乐康平康保长乐长安长寿太平太和高新高明高平崇信崇义修文"
        "新乡矿区郊区市中市北市南凤凰牡丹莲花麒麟灯塔明光仁和利民利通无为得荣双清德化建华建设民勤文明平原平乐平和",
    )
)
"""Words for what is built and wished for, and for any town's quarters, though some county bears them."""


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[str, ...]]:
    """Names of provinces, prefectures and counties to their codes (a name may stand for several).

    Those of autonomous ones in short, too: 木垒县 for 木垒哈萨克自治县, 恩施州.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in lines_of("places.txt"):
        code, _, name = line.partition(" ")
        for called in (name, *_called(name)):
            found[called] = (*found.get(called, ()), code)
    return found


def _called(name: str) -> tuple[str, ...]:
    match = _AUTONOMOUS.match(name) if "自治" in name else None
    short = () if match is None else (match["body"] + match["kind"],)
    return (*short, _SAID_SHORT[name]) if name in _SAID_SHORT else short


FORMERLY = {
    **dict.fromkeys(("340181", "340124", "340225", "340522", "340523"), ("巢湖市",)),
    "220184": ("四平市",),
    "510185": ("资阳市",),
    "340422": ("六安市",),
    "340722": ("安庆市",),
}
"""Counties that lay in another prefecture when reports were written already, and which."""
_LATER_NAMED = re.compile(r"[县市区]$")


@lru_cache(maxsize=1)
def former_places() -> dict[str, tuple[str, int]]:
    """Names that went out of use after 2008: the code of what the place belongs to, the last year."""
    found = {}
    for line in lines_of("former.txt"):
        name, code, last = line.split()
        found[name] = (code, int(last))
    return found


@lru_cache(maxsize=256)
def codes_of(name: str) -> tuple[str, ...]:
    """The codes of a place by its name of today, or by one that it had before."""
    codes = gazetteer().get(name, ())
    if not codes and name in former_places():
        return (former_places()[name][0],)
    if not codes and _LATER_NAMED.search(name):
        for kind in "区市县":
            codes = (*codes, *gazetteer().get(name[:-1] + kind, ()))
    return codes


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """All names of the gazetteer, and what its cities and districts were called before they were any."""
    found = set(gazetteer())
    for name, codes in gazetteer().items():
        body = name[:-1]
        if (
            name[-1] in "市区"
            and len(body) > 1
            and body not in BARE_WORDS
            and not codes[0].endswith("00")
        ):
            found |= {f"{body}县", f"{body}市"}
    return frozenset(found)


@lru_cache(maxsize=1)
def bare_counties() -> dict[str, tuple[str, ...]]:
    """The names without 县 or 市 (青川, 木垒) to codes; none that is a word of its own (平安)."""
    found = {bare: gazetteer().get(name, ()) for bare, name in _REGIONS.items()}
    for name, codes in gazetteer().items():
        body = _SETTLED.sub("", name)
        if body != name and 2 <= len(body) <= 6 and "自治" not in body and body not in BARE_WORDS:
            found[body] = (*found.get(body, ()), *codes)
    return found
