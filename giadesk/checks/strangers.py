"""Offices of other places where the own one's should be: 由绩溪县家朋乡财政所负责收取.

Another county, or another town named with its county, is told of in a report because one has to do with
it: one learns from it, borders on it, is helped by it, its people come. Where nothing of the kind is
said and an office of it acts, keeps, examines or publishes, it was left over from another report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.counties import BARE_WORDS, place_names
from giadesk.checks.home import TOWN_KIND, Home
from giadesk.checks.naming import PARTS_OF_TOWNS, names_a_town
from giadesk.checks.reading import Passage, stretch_end, stretch_start

_PLACE_END = re.compile(r"[县市区旗州盟省]")
_PLAIN = r"[^\W\d_的在和与由将把对等到来以我本各被让给向为是了至从、]"
_TOWN_BEHIND = re.compile(
    rf"(?!政府|党委){_PLAIN}{{1,7}}?(?:街道(?:办事处)?|苏木|镇(?![镇长])|乡(?![镇村亲]))"
)
_OFFICE = re.compile(
    rf"的?(?:“[^”]{{1,14}}”)?{_PLAIN}{{0,10}}?(?:人民政府|政府(?![采投性基债购])|[县市区旗州省镇乡工]?委(?=[、和办宣组政统常监副]|书记|[县市区]?政府)|党委|党工委|党[组政支总]|纪委|纪检|监委|人大|政协"
    r"|局|办公室|办(?![法事理公结件好学])|所(?![有在属需以辖得作])|站|室|中心|馆|委员会|领导小组|专班|[督检]查组|科(?![学技目])|股(?![份东权])|大队|大厅|网(?![络格友民点])|专[栏区]|栏目"
    r"|公众号|频道|微[博信]|平台|干部|干事|专干|领导|班子|信息员|监督员|联络员|工作人员|书记|[镇乡区县市]长|主任|村委会|档案|年报|信箱|电话|各[村社站所部办股科]|设[立置]的|(?:印发|制定|编制|开通|发布)的|财政(?=每|安排|拨|预算|投入|保障))"
)
"""What an office is called by, or has."""
_ACTS = re.compile(
    r"(?:将|要|应|已|共|须|把|按|对|每|定期|全面|积极|认真|负责|组织|统一|主动|严格|通过|坚持|着力|不断|党建|20\d\d年|政务公开|政府信息公开|信息公开|高度|始终|深入|进一步|全年|建立|成立|制定|落实|贯彻)"
)
_OWN_WORK = re.compile(
    r"(?:健全|完善|提高|提升|推进|推动|加强|规范|做好|抓好|深化|促进|落实|优化|强化|确保|保障|反映|展示|宣传)$"
)
_WORK_BEHIND = re.compile(
    r"的?(?:基层)?(?:政务|政府信息|信息|村务|党务)公开(?!网|栏|专)|的?《[^《》]*(?:制度|办法|方案|细则|规定|规程|要点|清单)》[^，。；]{0,8}(?:依据|执行)"
)
_ADDRESS = re.compile(r"地址[：:为是]?[^，。；]{0,5}$")
_CLAUSE_ENDS = "，。；：！？\n"
_GOING = re.compile(
    r"(?:赴|前往|学习|借鉴|参[照观考]|对[口接标]|帮扶|协[作助同]|结对|会同|联合|携手|联手|配合|支援|援助|援建|来自|次于|先于|后于|逊于|低于|高于|优于|领先|落后|[赶超]过|来自|位于|住在|居住[在于]?|考察|走访|调研|[邻周]边|兄弟|毗[邻连]|邻近|临近|相邻|相近|接壤|[上下]游|流域"
    r"|(?<![共合相协等异])[与同跟](?!时|意|志|步|样|级|期|为)|比(?![如例])|[到赴往][^，。；]{0,3}$|转[载发交给至]|移[交送]至?|致函|发往|委托|商请|函[告请询]?|协调|划[入归]|并入|原(?![则因])|距|往来|搬[迁至到]|迁[往入至]|涉及)"
)
"""Before a place: what one has to do with it."""
_PEOPLE = re.compile(
    r"[^，。；]{0,5}?(?:群众|居民|村民|市民|牧民|农户|客商|商户|游客|旅客|学[生员]|家长|企业|公司|务工|工友|老人|专家|教[师授]|医[生护疗]|志愿|法院|检察|高速|铁路|公路|大桥|水库|新闻|电视|日报|晚报|广播|代表团|一行|水文站|气象台|[车客高火][车运铁]?站|加油站|服务区)"
)
"""Right behind a place: who has no office there, or what is no office of the kind."""
_COMING = re.compile(
    r"交叉|(?<![年以越未将带本原下起])来(?![源宾])|赴|[到来][我本]|派|驻(?!地)|跟班|跟岗|交流|交换|寄|考察|调研|参[观考]|观摩|取经|经验|做法|模式|帮扶|援|对口|结对|挂职|协[作查助调]|合作|毗[邻连]|交界|接壤|相[邻连]|邻近|同[属为]|跨|联[防合动手席调办]|会[商同晤]|共[建享管治商签]"
    r"|互[查评派认换通访补助设推审]|相互|互相|异地|通办|(?<![书典古])籍|外出|搬迁|安置|申请人|告知|建议[其向]|不属|分属|分列|[不所局府委镇乡]掌握|查[到无找]|指引|诉讼|复议|仲裁|判[决令]|裁[定决]|管辖|[与和同][我本]"
    r"|转[办交送来至给载发]|移[交送]|商请|函|抄[送告]|采用|刊|报道|界[线桩碑址]|边界|排[名位在第]|位[居列]|名列|并列|[一二三四五六七八九十\d]名|得分|划[归入转]|调[任入至往离]|抽调|任职|毕业|(?:召开|举[办行])的|我[镇乡局街][^，。；]{0,4}(?:张贴|转发|同步)|参加了?[我本]|上游|下游|流域|有(?:住?房|房产|户[籍口])|户[籍口]|务工|就[业读医学]|经商|购房|定居|出具(?:的)?(?:证明|材料|函)|友好|兄弟|相[比较]"
)
"""Behind a place, in its clause: what one has to do with it."""
_MET_THERE = re.compile(r"召开|举[办行]|开会|开班")
_FAR = re.compile(
    r"毗[邻连]|交界|接壤|相邻|交叉|帮扶|协作|援[建藏疆青助]|挂职|来访|派员|转办|移[交送]|商请|来函|复函|(?<![书典古])籍|申请人|告知|不掌握|查[到找无]|指引|跨[省市县区界域]|互[派查检换认]|对口|结对|联[防合]|考察|观摩|取经|一行|分列|代表团"
)
"""Said anywhere in a sentence, it tells why another place is named in it."""
_READERS = re.compile(r"(?:请|可以?)[^，。；]{0,8}$")
_TO_READERS = re.compile(r"查阅|索取|领取|下载|浏览|联系(?!点)|咨询(?!人)|获取")
"""Where readers are sent: 可到某镇便民服务大厅查阅, 请与某局办公室联系."""
_AS_WORDS = frozenset((*BARE_WORDS, "会同"))
"""Before 县 or 区 these may be no name: 会同县教育局."""
_BEFORE_NAME = re.compile("[市省州区盟]")
_BEFORE_SHORT = re.compile(r"[^\u4e00-\u9fff]|[市省州区由在经]")
_BEGINNING = re.compile(r"(?:[，。；：！？、）)\s]|[一二三四五六]是)$")
_LONGEST = 15
"""Signs in the longest name of a place."""


class Stranger(NamedTuple):
    """A place that a text tells of: where its name begins and ends, its county's, its town's or "".

    acts: an office of it is told of, or it does or owns what the own one should. explained: the words
    tell what one has to do with it.
    """

    start: int
    end: int
    county: str
    town: str
    acts: bool
    explained: bool


def strangers(passage: Passage, own: Home) -> Iterator[Stranger]:
    """Every place told of in a paragraph that is neither the own one nor above it nor in it."""
    spans = passage.recall(_places_in)
    if not spans:
        return
    text = passage.text
    others = [span for span in spans if not own.is_own(text[span[1] : span[2]])]
    for place, (start, at, end) in enumerate(others):
        if not passage.is_sheltered(start):
            beside = (place and _is_list(text, others[place - 1][2], start)) or (
                place + 1 < len(others) and _is_list(text, end, others[place + 1][0])
            )
            one = _told(text, start, at, end)
            yield one._replace(explained=True) if beside else one


def _is_list(text: str, end: int, start: int) -> bool:
    """Whether two places are told of together: 溆浦县、沅陵县."""
    return (
        start - end < _LONGEST
        and text[end:start].endswith(("、", "和", "及"))
        and "，" not in text[end:start]
    )


def _places_in(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where places are named: where the outermost of several begins, the innermost begins and ends."""
    ends = _ends()
    found: list[tuple[int, int, int]] = []
    for match in _PLACE_END.finditer(text):
        end = match.end()
        if text[end - 3 : end] not in ends and text[end - 2 : end] not in ends:
            continue
        start = _start_of(text, end)
        if start is None:
            continue
        outer = start
        if found and found[-1][2] >= start:
            outer = found.pop()[0]
        found.append((min(start, outer), start, end))
    return tuple(found)


def _start_of(text: str, end: int) -> int | None:
    """Where the name of a place begins that ends there; None where none does."""
    known = place_names()
    for length in range(min(end, _LONGEST), 2, -1):
        if text[end - length : end] in known:
            start = end - length
            if text[start:end] in PARTS_OF_TOWNS:
                return None
            doubtful = text[start : end - 1] in _AS_WORDS and not _has_town(text, end)
            return (
                start
                if not doubtful or _BEFORE_NAME.search(text, max(0, start - 1), start)
                else None
            )
    start = end - 2
    if text[start:end] not in known or text[start] == "和":
        return None  # 县政府和县人民政府 tells of no 和县
    if not start or _BEFORE_SHORT.match(text, start - 1):
        return start
    return start if _has_town(text, end) else None


def _has_town(text: str, end: int) -> bool:
    """Whether the name of a town follows."""
    town = _TOWN_BEHIND.match(text, end)
    return town is not None and names_a_town(TOWN_KIND.sub("", town[0]))


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """What the names of all places end with: their last three signs, or both where there are two."""
    return frozenset(name[-3:] for name in place_names())


def _told(text: str, start: int, at: int, end: int) -> Stranger:
    town = _TOWN_BEHIND.match(text, end)
    behind = end if town is None else town.end()
    acts = (
        _OFFICE.match(text, behind) is not None
        or (_begins_clause(text, start) and _ACTS.match(text, behind) is not None)
        or _OWN_WORK.search(text, max(0, start - 4), start) is not None
        or _WORK_BEHIND.match(text, behind) is not None
        or (town is not None and _ADDRESS.search(text, max(0, start - 10), start) is not None)
    )
    called = "" if town is None else town[0]
    return Stranger(start, behind, text[at:end], called, acts, is_explained(text, start, behind))


def _begins_clause(text: str, start: int) -> bool:
    return not start or _BEGINNING.search(text, max(0, start - 3), start) is not None


def is_explained(text: str, start: int, end: int) -> bool:
    """Whether the words around a place tell what one has to do with it."""
    first, last = stretch_start(text, start, _CLAUSE_ENDS), stretch_end(text, end, _CLAUSE_ENDS)
    if _TO_READERS.search(text, end, last) is not None and _READERS.search(text, first, start):
        return False
    opening, closing = stretch_start(text, start), stretch_end(text, end)
    return (
        _GOING.search(text, first, start) is not None
        or (text[start - 1 : start] == "在" and _MET_THERE.search(text, end, last) is not None)
        or _PEOPLE.match(text, end) is not None
        or _COMING.search(text, end, last) is not None
        or _FAR.search(text, opening, start) is not None
        or _FAR.search(text, end, closing) is not None
    )
