"""The office's own kind where no name is said: 街道领导 in a town's report, 全镇 in a sub-district's.

A kind alone means the own office where a clause begins with it, or stands behind a verb that governs
it (更新街道领导信息), and what follows is an office's: 领导, 机关, 政务信息. Behind a name it is
another's, 街道两侧 is a road, 乡镇、街道干部 are everybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from giadesk.checks.reading import one_of
from giadesk.core.units import level_of, places_in

_VERBS = (
    "更新|获取|组织|开展|公开|公布|发布|公示|加强|加大|成立|建立|健全|完善|制定|结合|通过|根据|按照|提高|提升|规范|推动|推进|促进|严格|做好|抓好|接受|负责"
    "|保障|深化|强化|落实|围绕|反映|展示|宣传|介绍|及时|主动|全面|定期|依托|利用|充分发挥|召开|举办|印发|编制|梳理|明确|涵盖|包括|涉及|配备|调整|优化|维护|登录|方便|服务"
    "|针对|关于|全年|今年|年度?|年内|本年度?|其中|目前|同时|此外|成为|作为|形成|确保|使得?|让|经|由|对|在|向|将|把|以|是|了|的|为|至|报|并|但|由于|因"
)
BEGINS = re.compile(
    rf"(?:(?<![\s\S])|[。；，,：:！\s]|[一二三四五六七八九十\d][）)、.．]|{_VERBS})$"
)
"""What stands before a kind that no name goes with."""
_MATTER = re.compile(
    r"党工委|党委|(?:人民)?政府(?!采购|投资|驻|所在|大院|门[前口]|附近)|办事处|党政办|党政综合|综合办|(?:主要|分管|党政)?领导|(?:领导)?班子|机关|内部(?!道|路)|干部|各(?:科室|办公?室|部门|站所)|科室"
    r"|纪委|纪工委|纪检|人大(?:主席团?|代表|工委)|武装部|综治|财政所|经济发展办|便民服务中心|工作人员|工作职[能责]|政[务府]信息|政务公开(?!栏)|信息公开(?!栏)|层面|长(?=[、任担亲审签每听带]|为组长|负责|主持)"
    r"|高度重视|共(?:主动公开|公开|收到|受理|召开|发布)|主动公开|累计|情?实际|中心工作|(?:认真|积极|严格|坚持|始终|扎实)(?:坚持|贯彻|落实|执行|按照|开展|推进)"
)
_OFFICE_MATTER = re.compile(
    r"党组(?!织)|党委|机关|(?:主要|分管)?领导|(?:领导)?班子|办公室|长办公会|各(?:科室|股室)|政务公开(?!栏)|信息公开(?!栏)|系统各|属各"
)
"""What a bureau has: 局党组, 局机关."""
_ELSEWHERE = re.compile(r"代管|移交|来我|赴|到我|考察|交流|观摩|参观|取经|调研")
_OF_STREETS = {"党委": "党工委", "人民政府": "办事处", "政府": "办事处", "长": "办事处主任"}
_OF_TOWNS = {"党工委": "党委", "办事处": "政府", "党组": "党委"}
"""What the same is called where the kind is another."""
_NO_ALL = "健完安周齐保成镇乡"
_ALL = {
    "镇": re.compile(rf"(?<![{_NO_ALL}])全镇(?![街长（(/、])"),
    "乡": re.compile(rf"(?<![{_NO_ALL}])全乡(?![镇村亲愁土音（(/、])"),
    "街道": re.compile(rf"(?<![{_NO_ALL}])全街道(?![（(/、])"),
    "局": re.compile(
        r"(?<![\u4e00-\u9fff])全局(?=干部|职工|各[股科]室|共|累计|主动公开|政务公开|信息公开)"
    ),
}
_BIGGER = re.compile(
    r"(?:(?<![\s\S])|(?<=[。；：]))\s*(?:[（(]?[一二三四五六七八九十\d]+(?:[）)、.．]|是)\s*)?(?:认真|扎实|积极|统筹|有序|深入|持续)*"
    r"(?:组织|推动|推进|指导|加强|深化|做好|抓好|协调|监督|规范){1,3}"
    r"(?P<own>全[国省市县区州旗盟])的?(?:政府信息公开|政务公开|信息公开)工作(?=[。，；]|$)(?![，,][^。；]{0,30}(?:要求|部署|会议|通知))"
)
"""组织推动全省政府信息公开工作, as what the office itself did."""
_OF_US = re.compile(
    r"(?:(?P<we>[我本](?:街道?|镇|乡)(?:20\d\d年度?的?|[^，。；]{0,12}(?:推进|推动|加强|做好)了))|(?<![\s\S]))"
    r"(?P<own>全[省市县区州旗盟])的?政府信息(?:主动)?公开工作(?(we)|取得了?[^，。；]{0,6}(?:进展|成效|成绩)(?![^。]*(?:[我本][镇乡街]|占|排|位)))"
)
"""我街2008年度全市政府信息公开工作, 全市政府信息公开工作取得进展: a town's own work called its city's."""
_STREETS_OFFICE = re.compile(
    r"(?:(?<![\s\S])|(?<=[。；：）]))(?P<own>办事处)(?=网格员|领导|干部|高度重视|主动公开|共|机关|各(?:科室|部门)|党[政工])"
)
"""办事处 as the own office in a town's report."""
_STREETS = re.compile(r"街道|[^。；，：）]办事处")
_OVERSEEN = re.compile(
    r"(?:加大对|加强对|反[映应]了?|推进|指导)(?P<own>全[国省市县区州旗盟])(?:20\d\d年度?)?的?(?:政府信息公开|政务公开|信息公开)工作"
    r"(?:的(?:推进|指导|协调|监督|检查|领导|力度)|取得)"
)
"""进一步加大对全市政府信息公开工作的推进、指导, in the report of a county."""
_ALL_STREET = re.compile(
    r"(?:组织|在|对|动员|号召)(?P<all>全街)(?=开展|范围|各|干部|工作人员|社区|上下|学习|进行)"
)
_OTHER_WORK = re.compile(
    r"上级(?P<led>公安|审计|教育|税务|司法|检察|卫生健康|民政|财政|水利|农业农村|自然资源|生态环境|交通运输)(?:行政)?(?:机关|部门|主管部门)的(?:正确|坚强|有力)?领导"
    r"|(?:增强|提高|提升|推进)(?P<clear>审计|公安|检察|审判|税务|司法|教育|卫生|交通|环保)工作(?:的)?透明度|(?P<open>审计|公安|检察|税务|司法)公开工作"
    r"|推进(?P<field>(?:审计|教育|公安|司法|税务|财政|自然资源|规划|生态环境|农业农村|交通运输|卫生健康|市场监管|应急管理|文化旅游|[和及、])+领域)(?=决策、?执行)"
    r"|(?:综合|汇总)(?P<gathered>(?:全[市县区])?各(?:县|区|镇|乡|街道?)[^。；，]{0,16}各?(?:部门|单位)[^。；，\d]{0,6})(?=20\d\d年|[^。；，]{0,20}(?:信息|政务)公开)"
)
"""What a bureau's report tells of: in a town's it was copied."""
_SIGNS_OF_OTHERS = one_of(
    (
        *("透明度", "机关的", "部门的", "领域决策", "综合全", "综合各", "汇总全", "汇总各"),
        *("审计公开", "公安公开", "检察公开", "税务公开", "司法公开"),
    )
)
_ITS_FIGURES = re.compile(
    r"(?:(?<![\s\S])|(?<=[。；]))\s*(?:20\d\d年度?[，,]?|全年|本年度?|今年)*(?P<own>[我全][省市县区州旗盟]|[省市县区州旗盟](?:人民)?政府)(?:全年)?(?:共|累计|总计)*"
    r"(?:主动公开(?:各类)?(?:政府)?信息|(?:收到|受理|接到|新收)(?:政府信息公开|信息公开|依申请公开)(?:的)?申请)(?:共|累计|总计|为)?\d(?P<rest>[^。]*)"
)
"""全省共收到政府信息公开申请12件, where the office's own figures stand."""
_MAY_BE_ITS = re.compile(
    r"(?:[我全][省市县区州旗盟]|[省市县区州旗盟](?:人民)?政府)(?:全年|共|累计|总计|主动公开|收到|受理|接到|新收)"
)
_COMPARES = re.compile(
    r"占|排|位列|位居|其中(?!镇(?:政府)?(?:公开栏|网站|公众号))|我[镇乡局]|我街道|本[镇乡局]|平均|名列"
)
_LEVELS = {"国": 0, "省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3}


class Misfit(NamedTuple):
    """Words that do not fit the office's kind: their span and what is right.

    role: they speak of the office itself, of those above it, or of work that is another's.
    """

    start: int
    end: int
    right: str
    role: Literal["own", "above", "work"] = "own"


def misfits_in(text: str, unit: str, kind: str) -> list[Misfit]:
    """Where a paragraph speaks of the own office as of another kind.

    kind: 镇, 乡, 街道, 苏木, 局, 委, 厅, of a county 县, 区, 旗.
    """
    township = level_of(unit) == "township"
    whole = "全" in text
    found: list[Misfit] = []
    if township:
        found += _bare(text, kind)
        found += _of_other_work(text)
        if kind in ("镇", "乡") and "办事处" in text and _STREETS.search(text) is None:
            found += [Misfit(*m.span("own"), kind) for m in _STREETS_OFFICE.finditer(text)]
        if whole:
            found += _whole(text, kind)
    if whole or "我" in text or "政府共" in text:
        found += _too_big(text, unit, kind, township=township)
    return found


def _bare(text: str, kind: str) -> Iterator[Misfit]:
    for word in ("街道", "镇", "乡", "局"):
        if word == kind:
            continue
        matters = _OFFICE_MATTER if word == "局" else _MATTER
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            matter = matters.match(text, end)
            if (
                matter is not None
                and BEGINS.search(text[max(0, at - 6) : at])
                and not _ELSEWHERE.search(text, max(0, at - 16), end + 16)
            ):
                called = _OF_STREETS if kind == "街道" else _OF_TOWNS
                yield Misfit(at, matter.end(), kind + called.get(matter[0], matter[0]))
            at = text.find(word, end)


def _whole(text: str, kind: str) -> Iterator[Misfit]:
    for word, pattern in _ALL.items():
        if word != kind and f"全{word}" in text:
            for match in pattern.finditer(text):
                yield Misfit(match.start(), match.end(), f"全{kind}")
    if kind != "街道" and "全街" in text:
        for match in _ALL_STREET.finditer(text):
            yield Misfit(match.start("all"), match.end("all"), f"全{kind}")


def _of_other_work(text: str) -> Iterator[Misfit]:
    for match in _OTHER_WORK.finditer(text) if _SIGNS_OF_OTHERS.search(text) else ():
        group = match.lastgroup or ""
        if group != "open" or text[match.start() - 1] in "和与、及":  # beside what is one's own
            yield Misfit(match.start(group), match.end(), _OF_ALL_WORK[group])


_OF_ALL_WORK = {
    "led": "党委、政府的领导",
    "field": "各领域",
    "clear": "政府工作透明度",
    "open": "政务公开工作",
    "gathered": "本单位",
}


def _too_big(text: str, unit: str, kind: str, *, township: bool) -> Iterator[Misfit]:
    """What only a county's or a province's office can have done."""
    places = places_in(unit)
    own = _LEVELS.get(places[-1][-1], 4) if places and not township else 4
    if not places or (len(places) == 1 and own <= 1):
        return
    if "公开工作" in text:
        for match in _BIGGER.finditer(text):
            if township or _LEVELS[match["own"][1]] < min(own, 2):
                yield Misfit(match.start("own"), match.end("own"), f"全{kind}")
        for match in _OF_US.finditer(text) if township else ():
            yield Misfit(match.start("own"), match.end("own"), f"全{kind}")
        for match in _OVERSEEN.finditer(text):
            if _LEVELS[match["own"][1]] < own:
                right = f"全{kind}" if township else f"全{places[-1][-1]}"
                yield Misfit(match.start("own"), match.end("own"), right)
    if township and _MAY_BE_ITS.search(text):
        for match in _ITS_FIGURES.finditer(text):
            if not _COMPARES.search(match["rest"]):
                own_kind = "我" if match["own"].endswith("政府") else match["own"][0]
                right = own_kind + kind
                yield Misfit(match.start("own"), match.end("own"), right)
