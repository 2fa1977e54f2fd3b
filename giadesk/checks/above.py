"""Who stands above the office, where the words name another kind: 县委、县政府 in a district's report.

And who does what the report tells, where that is a county: 我县共收到, 市教育局党组的领导.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from giadesk.checks.kinds import Misfit
from giadesk.checks.naming import HAN
from giadesk.checks.ranks import COUNTIES, PREFECTURES, Ranks, ranks_of
from giadesk.core.units import level_of, short_name

_WORD = r"[^\W\d_的在和与由将把对等到来以我本各被让给向为是了至从市县区旗州盟省]"
_NO_PLACE = (
    r"(?![级域内外里场民容镇乡村县区市旗城间段位别块划分道会份心时力钱略下帜员友约际]"
    r"|政(?![府务协法策]))"
)
"""Behind 区 or 市 these make a word of their own: 区域, 市场, 省道."""
_ORGAN = (
    rf"{_NO_PLACE}(?:委(?:[、，和]?(?P=kind)(?:人民)?政府|(?:组织|宣传|统战|政法|巡察|网信)[部委办]|办公?室?|编办)?(?![员托会局派])"
    r"|(?:人民)?政府(?:(?:办公?[室厅]?|分管领导)|(?![^，。；]{0,3}(?:派驻|各部门)))|纪委(?:监委)?|监委|人大(?!代表)|政协(?!委员)"
    rf"|{_WORD}{{1,9}}?(?:局(?![限面部势])|办公[室厅]|办(?![法事理公结件好学])|厅|中心(?![城镇村区小学校卫路广])|馆|委员会|委(?=[、和，。；及对的])|领导小组|指挥部)"
    r"|[直属](?:机关)?(?:各|有关|相关)*(?:部门|单位|机关))"
)
_CHIEF = r"长(?=热线|信箱|办公会|接待|[、，。；任批签带主到对听亲和（等为兼率调出作在牵组指每]|$)"
_WHOLE = re.compile(r".(?![级域部块间民场面营容州县屏额程文])")
_WHOSE = frozenset("全我本")
_NO_ALL = re.compile("[健完安周齐保成]")
_AUTONOMOUS = re.compile(
    rf"自治(?P<kind>[区州县旗])(?=党委|人民政府|政府(?!网)|[县州旗]?委|{_WORD}{{1,8}}?(?:[局厅办]|委(?![员托派])))"
)
_LEVELS = re.compile(
    r"(?P<run>[省市州盟县区旗](?:[、和及][省市州盟县区旗]){1,3}|[省市州盟县区旗]{3})"
    r"(?=各级|[两二三四]级|(?:有?关于?|相关|的)?(?:工作)?(?:要求|部署|政务|政府信息公开|信息公开|文件|工作要点|决策|统一|安排))"
)
"""贯彻落实省、州要求, 省、市、区三级."""
_KINDS = "县区旗州盟省市"
_LINKS = "、和及"
_LISTED = frozenset(_KINDS + _LINKS)
_BEFORE = re.compile(r"[^\u4e00-\u9fff）)”]|[在和与由经按照对向受被了的据请报把将给到是于及并从好]")
"""Before 县 one of these: what stands there is no name, 县 is that of the office."""
_VERBS = frozenset(
    re.findall(
        "..",
        "邀请会同配合协助协调报请报送呈报上报参加接到收到取得争取支持获得得到列入纳入评为授予通报反馈转发听取迎接陪同隶属属于经过需经须经根据按照依照遵照遵循"
        "对照贯彻执行落实响应坚持认真积极严格结合围绕联合联系咨询关注访问进入入驻出席聘请委托接受加强通过依托利用来自回复答复以及还有分管常务政府领导作为"
        "成为今年全年年度以来目前同时此外及时主动完成组织开展推动推进做好服务履行贯穿传达学习位列",
    )
)
_SEVERAL = re.compile(
    r"[市县区镇乡、][市县区旗]委|市县|县区|区县|各[县区旗]|撤县|撤区|改区|设区|划归|划入|原"
    r"|转[办来交送]|移[交送]|退回|来函|发函|邻近|相邻|交界|对口|帮扶|协作|援|挂职|跨[省市县区]"
)
"""Said of counties of several kinds, or of what the place once was, or of another's."""
_ZONE = re.compile(
    r"(?:开发|经开|高新|园|景|示范|新|灌|库|林|矿|度假|自然保护|合作|保税|核心)区|管委会"
)
"""A zone that 区 may mean."""
_OVER_IT = re.compile(
    r"[^，。；]{0,16}(?:领导下|指导下|统一部署|听取我[局委]|向我[局委])|[^，。；]{0,6}(?:的部署|的要求)"
)
"""What only one who stands above does."""
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
def _wrong_kinds(ranks: Ranks) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The kinds of place that cannot stand above the office, where they are told of, as what.

    None where every kind can.
    """
    kinds = "".join(s for s in _KINDS if s not in ranks.signs)
    if ranks.is_city:
        kinds = "".join(s for s in kinds if s in COUNTIES)
    if not kinds:
        return None
    return re.compile(f"[{kinds}]"), re.compile(rf"(?P<kind>[{kinds}])(?:{_ORGAN}|{_CHIEF})")


def other_superiors(text: str, unit: str) -> list[Misfit]:
    """Superiors of a kind that the office's county is not, and counties that do the office's work."""
    found: list[Misfit] = []
    ranks = ranks_of(unit)
    if ranks is not None:
        found += _of_other_kind(text, ranks)
    if level_of(unit) == "township":
        found += _of_towns(
            text, "街道" if short_name(unit).endswith("街道") else short_name(unit)[-1]
        )
    return found


def _of_other_kind(text: str, ranks: Ranks) -> Iterator[Misfit]:
    """县纪委, 全县 in a district's report, 州政务服务局 where the county lies in a 市, 省、州 there."""
    wrong = _wrong_kinds(ranks)
    if wrong is None:
        return
    done = 0
    for match in wrong[0].finditer(text):
        if match.start() < done:
            continue
        span = _told_at(text, match.start(), ranks, wrong[1])
        if span is not None:
            done = span[1]
            right = text[slice(*span)].replace(match[0], _right(match[0], ranks))
            yield Misfit(*span, right, role="above")
    for match in _AUTONOMOUS.finditer(text) if "自治" in text and not ranks.is_city else ():
        if match["kind"] not in ranks.autonomous and _is_bare(text, match.start()):
            yield Misfit(*match.span(), _right(match["kind"], ranks), role="above")


def _told_at(text: str, at: int, ranks: Ranks, organ: re.Pattern[str]) -> tuple[int, int] | None:
    """Where a place of a kind, told of by one sign, is told of as standing above the office."""
    before = text[at - 1 : at]
    if before in _WHOSE and not ranks.is_city:
        whole = _WHOLE.match(text, at)
        if whole is None or _NO_ALL.search(text, max(0, at - 2), at - 1):
            return None
        return None if _is_of_another(text, text[at], at - 1, at + 1) else (at - 1, at + 1)
    if before == "全" and text[at] in "县旗":
        # a city's bureau tells of all its counties, or of one that it names
        alone = text.count(text[at]) == text.count("全" + text[at]) and at > 1
        return (
            (at - 1, at + 1)
            if alone and text[at - 2] in "。；，" and _WHOLE.match(text, at)
            else None
        )
    if not ranks.is_city and (levels := _levels_around(text, at)):
        return levels
    start = at - (before == "副")
    if not _is_bare(text, start):
        return None
    office = organ.match(text, at)
    if office is None or _is_of_another(text, text[at], start, office.end()):
        return None
    if ranks.is_city and not _OVER_IT.match(text, office.end()):
        return None
    return start, office.end()


def _levels_around(text: str, at: int) -> tuple[int, int] | None:
    """The list of levels that a sign stands in, where no name stands before it: 省、州要求."""
    start = at
    while start and text[start - 1] in _LISTED:
        start -= 1
    while text[start] in _LINKS:
        start += 1
    levels = _LEVELS.match(text, start)
    if levels is None or levels.end("run") <= at or not _is_bare(text, start):
        return None
    run = levels["run"]
    return None if "县" in run and "区" in run else levels.span("run")


def _is_of_another(text: str, kind: str, start: int, end: int) -> bool:
    """Whether a zone is meant, or counties of several kinds, or another's, or one of former times."""
    return (kind == "区" and _ZONE.search(text) is not None) or (
        _SEVERAL.search(text, max(0, start - 12), end + 12) is not None
    )


def _right(kind: str, ranks: Ranks) -> str:
    """What an office of that rank is called here, or the one above it where there is none."""
    if kind in COUNTIES and ranks.county:
        return ranks.county
    if kind in PREFECTURES and ranks.prefecture:
        return ranks.prefecture
    return {"区": "自治区", "": "上级"}.get(ranks.province, ranks.province)


def _is_bare(text: str, at: int) -> bool:
    """Whether no name ends there."""
    return not at or _BEFORE.match(text, at - 1) is not None or text[max(0, at - 2) : at] in _VERBS


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
            yield Misfit(match.start("body"), match.end("body"), own + party, role="above")
