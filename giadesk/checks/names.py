"""Names: what a copied report leaves behind — another town's name, another kind of office's 我局.

Other places are named in a report for many good reasons. A name is marked only where the own one
should stand: before 人民政府 or 党委, or as what the work serves (服务某市经济社会发展).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from giadesk.checks.own import abbreviates
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.core.units import level_of, places_in, same_unit, short_name
from giadesk.places import shipped

_SUFFIX = r"(?:街道|[市县区镇乡])"
_HAN = r"[\u4e00-\u9fff]"
_POSITIONS = (
    re.compile(
        rf"(?P<run>{_HAN}{{2,7}}{_SUFFIX})(?=人民政府|政府(?![信网门办采投购工部机行职])|党委|党工委|街道办事处|办事处|党政办|党政综合|编制的"
        r"|(?:20\d\d年度?)政府信息公开)"
    ),
    re.compile(
        rf"(?P<run>{_HAN}{{2,7}}(?:街道|[镇乡]))"
        r"(?=(?:政府|政务)?信息公开(?:网|平台|专栏|栏|目录|指南|制度|工作领导|工作办公室)|政务公开(?:网|栏|专栏|工作领导)|门户网站|政府办公?室?)"
    ),
    re.compile(
        r"(?:服务(?:于)?|改善|促进|推动|推进|加快|助力|助推|优化|维护|支持|保障|建设|营造)"
        rf"(?P<run>{_HAN}{{2,5}}?{_SUFFIX})的?"
        r"(?=政务环境|经济|社会|营商|高质量|发展|群众|人民群众|跨越|投资环境|又好又快)"
    ),
    re.compile(
        rf"(?:^|[。；，：])(?:20\d\d年度?[，,]?|全年|本年度?|今年)*(?P<run>{_HAN}{{2,5}}?(?:街道|[镇乡]))"
        r"(?=共|累计|主动公开|未|没有|收到|新收|受理|积极|认真|严格|坚持|高度重视|深入|按照|紧紧|紧扣|围绕|立足|全面|不断|继续|进一步|始终|充分|切实|着力|加强|加大|强化|通过|政府信息公开工作|根据|依据|贯彻|落实"
        r"|在[^，。]{0,12}(?:区委|县委|市委|党委))"
    ),
)
_PORTAL = 1
_PORTALS = (
    "公开网",
    "公开平台",
    "公开专栏",
    "公开栏",
    "公开目录",
    "公开指南",
    "公开制度",
    "公开工作领导",
    "公开工作办公室",
    "门户网站",
    "政府办",
)
_OFFICES = re.compile(
    r"[市县区镇乡道](?:人民政府|政府|党委|党工委|街道办事处|办事处|党政办|党政综合|编制的|20\d\d年)"
)
_WELFARE = ("环境", "经济", "社会", "营商", "发展", "群众")
_SERVED = 2
"""The position behind 服务, where a name ends where its suffix does."""
_PARTICLES = re.compile(
    r"^.*(?:[在与和及对由向为是的从到至请经据将把被给让同跟以并按受于了、]|^年度?|^度|政府|结合|维护|管理|负责|登录|登陆|成立|组建|调整|设立|召开|通过|根据|按照|接受|配合|联系|完善|健全|修订|编制|建立|更新|印发|依托|利用|加强|全国|各级|以来|我[镇乡县区市]"
    r"|[省市州盟县区旗](?=.{2,}))"
)
_GENERIC = re.compile(
    r"(?:^|.*)(?:[全我本各该两此某小大中老新几多个]|城|乡|镇(?=街道)|村|集|古|重|名|强|县|郊|社|地|园|景|辖|片|山|校|街|开发|示范|试验"
    r"|实验|高新|保税|功能|矿|厂|专|特|市|都|上|超|股|楼|夜|各县|县级|地级|省辖|直辖|周边|其他|外|本地|基层|所辖)(?:街道|[市县区镇乡])$"
)
_SURNAMES = frozenset(
    "黄王李张刘陈杨赵周吴徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦邹孟熊秦邱江尹薛雷侯龙陶黎贺顾毛郝龚邵钱严戴莫孔汤"
)
_SETTLED = frozenset("村城集山街")
"""Behind a surname a village's name (黄村乡), elsewhere no name at all (在村镇)."""
_NO_NAMES = frozenset(
    re.findall(
        "..",
        "上报上级下属下级主动交由代表以及优化会同位于依托依照促进保障修订做好全区全县全市公开关于"
        "其他出台制定加强加快助力助推区直协助协调印发县直参加发布召开各级同时向各听取围绕委托完善"
        "对接市直带动建立建设引领强化成为成立我们所属打造执行抓好报请报送指导按照授权接受推动推进"
        "提升提请提高撤销支持改善方便有关服从服务本级根据检查汇总深化由于监督相关督促移交立足紧扣"
        "组织经由结合统筹维护编制考核联合联系聚焦营造落实要求规范评议贯彻转交辖区送达通知通过遵照邀请配合陪同隶属",
    )
)
"""Two characters before 镇 or 市 that are no place's name: 结合镇党委的工作, 促进全县经济发展."""
_OTHERS_OWN = re.compile(
    r"(?:赴|前往|来自|学习|借鉴|对口|帮扶|协作|原|并入|更名为?|撤销|划归|友好|毗邻|邻近|考察)$"
)
_VISITED = re.compile(r"^(?:人民政府|政府)?(?:学习|考察|交流|调研|参观|经验|做法|支援|签订)")


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, tuple[str, ...]]:
    """Names of provinces, prefectures and counties to their codes (a name may stand for several)."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (shipped("resources") / "places.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, name = line.partition(" ")
            found[name] = (*found.get(name, ()), code)
    return found


@check("N-OTHER", "verify", "没有误留其他单位的名称", "text", "about")
def other_names(case: Case) -> Iterable[Finding]:
    """应写本单位或上级名称的地方，不应是别处的名称。

    比较什么：“人民政府”“党委”“党政办”“信息公开专栏（目录、指南）”前面的乡镇、街道名称，“服务”“改善”“促进”等后面、“经济社会发展”“营商环境”前面的地名，与填报单位及其上级；落款单位与填报单位。书名号里的、学习考察和对口帮扶的地方，不指出。
    为什么：借用别处的报告修改，容易留下别处的名称，公开后影响很坏。
    依据：通行的公文校对要求。
    不通过：白石坪镇的报告写“对本报告有疑问的，请与青桥镇人民政府办公室联系”。
    通过：白石坪镇的报告写“对本报告有疑问的，请与白石坪镇人民政府办公室联系”。
    """
    unit = case.report.unit
    if not unit:
        return
    own = _Own(case)
    for passage in passages(case):
        yield from _foreign(passage, own)
        yield from _other_author(passage, case)
    signature = case.report.about.signature
    if signature and not same_unit(signature, unit) and short_name(unit) not in signature:
        yield Finding(
            code="N-OTHER",
            severity="verify",
            message=f"落款单位是“{signature}”，填报单位是“{unit}”",
            remedy="核对单位名称",
            where=Place(quote=signature),
            expected=unit,
            actual=signature,
            key="N-OTHER/signature",
            figures=signature,
        )


class _Own:
    """The unit's own names, its superiors', and where it lies."""

    def __init__(self, case: Case) -> None:
        unit = case.report.unit
        self.short = short_name(unit)
        self.level = level_of(unit)
        self.names = {*places_in(unit), self.short, *places_in(case.report.about.signature)}
        self.text = "\n".join(p.text for p in passages(case)) if self._matters() else ""
        for match in re.finditer(re.escape(self.short), self.text):
            before = self.text[max(0, match.start() - 14) : match.start()]
            run = re.search(rf"{_HAN}+$", before)
            if run:
                self.names.update(places_in(run[0] + self.short)[:-1])
        known = _gazetteer()
        codes = [c for name in self.names for c in known.get(name, ())]
        self.unique = [known[n][0] for n in self.names if len(known.get(n, ())) == 1]
        self.codes = self.unique or codes

    def _matters(self) -> bool:
        return bool(self.short)

    def is_own(self, name: str) -> bool:
        """Whether the name is the unit's, a superior's, or may be one."""
        if any(name in own or own.endswith(name) or name.endswith(own) for own in self.names):
            return True
        codes = _gazetteer().get(name)
        if codes is None:
            return False
        return any(_related(code, home) for code in codes for home in self.codes)


def _related(code: str, home: str) -> bool:
    """Whether one place lies in the other."""
    a, b = code.rstrip("0"), home.rstrip("0")
    a, b = a + "0" * (len(a) % 2), b + "0" * (len(b) % 2)
    return a.startswith(b) or b.startswith(a)


def _foreign(passage: Passage, own: _Own) -> Iterator[Finding]:
    found = passage.recall(_runs)
    if not found:
        return
    sheltered = [
        (t.start, t.end) for t in passage.read.tokens if t.kind in ("title", "quoted", "code")
    ]
    for start, end, position in found:
        name = _name_in(passage.text[start:end], exact=position == _SERVED)
        if name is None:
            continue
        if position == _SUBJECT and (name != passage.text[start:end] or name[:1] == "原"):
            continue
        if any(a <= start < b for a, b in sheltered):
            continue
        at = end - len(name)
        before = passage.text[max(0, at - 6) : at]
        if _OTHERS_OWN.search(before) or _VISITED.match(passage.text[end : end + 8]):
            continue
        if own.is_own(name) or not _is_comparable(name, own, served=position == _SERVED):
            continue
        yield Finding(
            code="N-OTHER",
            severity="verify",
            message=f"“{name}”不是填报单位“{own.short}”，也不像是它的上级",
            remedy="核对是否误留了其他单位的名称；确需提到的，写明情况",
            where=passage.place(at, end),
            expected=own.short,
            actual=name,
            key=f"N-OTHER/{passage.section}/{name}/{passage.text[at : end + 6]}",
            figures=name,
            mends=_renamed(name, own, passage, at, end),
        )


_OFFICE = (
    rf"{_HAN}{{2,24}}?"
    r"(?:人民政府(?:办公[室厅])?|办事处|委员会|管委会|[镇乡局厅]|街道|(?<=[市县区])政府办公室)"
)
_REPORT = r"的?(?:政府)?信息公开(?:工作)?年?度?报告"
_REPORTS = ("年报告", "度报告", "公开报告", "工作报告")
_WORK_OF = re.compile(
    rf"(?:^|(?<=[。；，]))20\d\d年度?[，,]?(?P<name>{_OFFICE}|{_HAN}{{2,6}}部)政府信息公开工作(?!要点|安排|要求|会议|培训|部署|方案|考核|办法)"
)
"""2019年民政部政府信息公开工作，…: whose work the report tells of."""
_AUTHOR = re.compile(
    r"(?:公布|发布|公开|编制|制作|形成|完成)(?:了|的|《)?"
    rf"(?:(?P<name>{_OFFICE})20\d\d年?度?{_REPORT}|20\d\d年?+度?+(?P<later>{_OFFICE}){_REPORT})"
)


def _authors(text: str) -> tuple[re.Match[str], ...]:
    authors = _AUTHOR.finditer(text) if any(s in text for s in _REPORTS) else ()
    works = _WORK_OF.finditer(text) if "政府信息公开工作" in text else ()
    return (*authors, *works)


def _other_author(passage: Passage, case: Case) -> Iterator[Finding]:
    """现公布某局2024年政府信息公开工作年度报告 in the report of another office."""
    unit = case.report.unit
    for match in passage.recall(_authors):
        group = "name" if match["name"] else "later"
        name = match[group]
        if _is_named_so(name, unit):
            continue
        yield Finding(
            code="N-OTHER",
            severity="verify",
            message=f"“{name}”不是填报单位“{unit}”",
            remedy="核对是否误留了其他单位的名称",
            where=passage.place(match.start(group), match.end(group)),
            expected=unit,
            actual=name,
            key=f"N-OTHER/{passage.section}/{name}/报告",
            figures=name,
            mends=(
                Mend(
                    f"改为“{unit}”",
                    text=passage.replaced(match.start(group), match.end(group), unit),
                ),
            ),
        )


def _is_named_so(name: str, unit: str) -> bool:
    """Whether a name can mean the unit: 县教育局, 本局 and 青石镇政府 do."""
    if name[0] in "我本" or same_unit(name, unit) or abbreviates(name, unit):
        return True
    a, b = short_name(name), short_name(unit)
    tail = re.sub(r"^.*[省市县区州旗盟](?=.{3,})", "", a)
    return a in b or b in a or tail in unit


def _runs(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where names of places can stand in the own one's position, and in which of the positions."""
    return tuple(
        (match.start("run"), match.end("run"), position)
        for position, pattern in enumerate(_POSITIONS)
        if _may_stand(position, text)
        for match in pattern.finditer(text)
    )


_SUBJECT = 3
"""The position of whoever did what the report tells."""


def _may_stand(position: int, text: str) -> bool:
    """Whether the text has a sign of the position; most have none, and signs are found fast."""
    if position == _PORTAL:
        return any(sign in text for sign in _PORTALS)
    if position == _SERVED:
        return any(sign in text for sign in _WELFARE)
    if position == _SUBJECT:
        return any(sign in text for sign in ("镇", "乡", "街道"))
    return _OFFICES.search(text) is not None


def _renamed(name: str, own: _Own, passage: Passage, at: int, end: int) -> tuple[Mend, ...]:
    if name[-1] != own.short[-1]:
        return ()
    return (Mend(f"改为“{own.short}”", text=passage.replaced(at, end, own.short)),)


def _name_in(run: str, *, exact: bool) -> str | None:
    """The place's name at the end of a run of characters; None where it cannot be told."""
    known = _gazetteer()
    for length in range(min(len(run), 8), 1, -1):
        name = run[-length:]
        if name in known and not (name[0] == "和" and length == 2 and run[-3:-2] not in ("", "市")):
            return name  # 县政府和县人民政府 tells of no 和县
    name = run if exact else _PARTICLES.sub("", run)
    suffix = 2 if name.endswith("街道") else 1
    body = name[:-suffix]
    if not 2 <= len(body) <= 3 or body[-2:] in _NO_NAMES:
        return None
    if _GENERIC.match(name) and not (
        len(body) == 2 and body[0] in _SURNAMES and body[1] in _SETTLED
    ):
        return None
    return name


def _is_comparable(name: str, own: _Own, *, served: bool) -> bool:
    """Whether the name could have been the own one's or a superior's place, so that it is odd here."""
    known = name in _gazetteer()
    if name.endswith(("镇", "乡", "街道")):
        return own.level == "township"
    if known:
        return bool(own.unique)
    return served and own.level == "township" and own.text.count(name) <= 2


# --- 我镇, 我局 ------------------------------------------------------------------------------------

_SELF = re.compile(
    r"(?<![为把给让使])(?:我|本)(镇|乡(?!本)|街道|局|委(?!员|托)|厅|院|校|处(?!理|罚|置))(?![A-Za-z_])"
)
_FITTING = {
    "镇": {"镇"},
    "乡": {"乡"},
    "街道": {"街道", "处"},
    "局": {"局"},
    "委": {"委", "局"},
    "厅": {"厅"},
}


@check("N-SELF", "verify", "自称与单位相符", "text", "about")
def self_names(case: Case) -> Iterable[Finding]:
    """“我镇”“我局”等自称，应与填报单位的性质相符。

    比较什么：镇政府的报告里的“我乡”“我街道”“我局”，部门的报告里的“我镇”等。同一个自称合并为一条。
    为什么：借用别的单位的报告修改，容易留下原来的自称。
    依据：通行的公文校对要求。
    不通过：白石坪镇人民政府的报告写“我局高度重视信息公开工作”。
    通过：白石坪镇人民政府的报告写“我镇高度重视信息公开工作”。
    """
    kind = next((k for k in ("街道", "镇", "乡", "局", "委", "厅") if _is_kind(case, k)), "")
    if not kind:
        return
    seen: set[str] = set()
    for passage in passages(case):
        for match in _SELF.finditer(passage.text):
            word = match[1]
            if word in _FITTING[kind] or word in seen or not _plausible(word, kind):
                continue
            seen.add(word)
            right = match[0][0] + kind
            text = passage.replaced(match.start(), match.end(), right)
            yield Finding(
                code="N-SELF",
                severity="verify",
                message=f"正文自称“{match[0]}”，填报单位是“{case.report.unit}”",
                remedy=f"核对是否应为“{right}”",
                where=passage.place(match.start(), match.end()),
                expected=right,
                actual=match[0],
                key=f"N-SELF/{match[0]}",
                figures=match[0],
                mends=(Mend(f"改为“{right}”", text=text),),
            )


def _is_kind(case: Case, kind: str) -> bool:
    return short_name(case.report.unit).endswith(kind) or (
        kind == "委" and short_name(case.report.unit).endswith("委员会")
    )


def _plausible(word: str, kind: str) -> bool:
    """本院, 本处 and the like inside a department's report may be a part of it; a town's is none."""
    return kind in ("镇", "乡", "街道") or word in ("镇", "乡", "街道")
