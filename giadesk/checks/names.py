"""Names: what a copied report leaves behind — another town's name, another kind of office's 我局.

Other places are named in a report for many good reasons. A name is marked only where the own one
should stand: before 人民政府 or 党委, or as what the work serves (服务某市经济社会发展).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec

from giadesk.checks.authors import other_author
from giadesk.checks.counties import bare_counties, gazetteer
from giadesk.checks.naming import HAN, Run, name_in, names_a_town, runs_in
from giadesk.checks.own import abbreviates, own_names
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.core.units import level_of, places_in, same_unit, short_name

_OTHERS_OWN = re.compile(
    r"(?:赴|前往|来自|学习|借鉴|参[照观]|对口|帮扶|协作|结对|原|并入|更名为?|撤销|划归|友好|毗邻|邻近|临近|相邻|接壤|[邻周]边|兄弟|邻[镇乡县居]|考察"
    r"|会同|联合|协[同助]|支援|援助|联手|携手|(?<!对)比|较|转交?)的?$"
)
_VISITED = re.compile(
    r"^(?:人民政府|政府)?(?:学习|考察|交流|调研|参观|经验|做法|支援|签[订约]|同期|相比|相较|比较|交界|接壤|相邻|毗邻|联[合手动]|共[同建]|协[作商]|合作|对接|结对|一[起道]|之间|有关乡镇|籍|[发来复去致]函|移[交送]|确认)|^(?:居民|村民|市民|企业)[^，。；]{0,4}(?:的?申请|提出|来信|反映)"
)


_PARTNERED = re.compile(r"协作|对口|帮扶|援|结对|挂职|跨[省市县域]")
"""Who partners with another region reports to it and is guided by it, too."""
_TOWN_KIND = re.compile(r"(?:街道|苏木|[镇乡])$")
CHANGED = re.compile(r"撤[乡镇销并]|设[镇乡]|改[为设]|改街|更名|升格|区划调整|前身")


@check("N-OTHER", "verify", "没有误留其他单位的名称", "text", "about")
def other_names(case: Case) -> Iterable[Finding]:
    """应写本单位或上级名称的地方，不应是别处的名称。

    比较什么：“人民政府”“党委”“党政办”“信息公开专栏（目录、指南）”前面的乡镇、街道名称，“服务”“改善”“促进”等后面、“经济社会发展”“营商环境”前面的地名，“按照”“根据”“向”等后面作部署、考核、听取报送的县市，“助力平安某某建设”一类盼望的地方，与填报单位及其上级；句首做事的镇、乡、街道；别的位置上各地确有的镇、乡、街道名称；落款单位与填报单位；本乡镇的名称写成了“乡”或者“街道”的（改设过的除外）。书名号里的、学习考察、对口帮扶、联合办事和用来比较的地方，不指出。
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
        yield from _of_another_county(passage, own)
        yield from _of_prefectures(passage, own)
        yield from _issued_by_others(passage, own)
        yield from other_author(passage, case)
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
        self.body = _TOWN_KIND.sub("", self.short)
        self.level = level_of(unit)
        self.names = {*places_in(unit), self.short, *places_in(case.report.about.signature)}
        self.text = "\n".join(p.text for p in passages(case)) if self._matters() else ""
        for match in re.finditer(re.escape(self.short), self.text):
            before = self.text[max(0, match.start() - 14) : match.start()]
            run = re.search(rf"{HAN}+$", before)
            if run:
                self.names.update(places_in(run[0] + self.short)[:-1])
        known = gazetteer()
        codes = [c for name in self.names for c in known.get(name, ())]
        self.unique = [known[n][0] for n in self.names if len(known.get(n, ())) == 1]
        self.codes = self.unique or codes
        self.department = self.short.removeprefix("".join(places_in(unit)))
        self.called = tuple(n for n in own_names(unit) if n[-1] in "局委办") or (unit,)

    @cached_property
    def prefecture(self) -> str:
        """The prefecture that the unit lies in; "" where it may lie in several."""
        return _prefecture_of(tuple(self.codes))

    @property
    def alike(self) -> re.Pattern[str]:
        """The like office of any county: 遂昌县水利局 for 松阳县水利局."""
        return re.compile(rf"(?P<run>{HAN}{{1,8}}?[市县区旗州]){re.escape(self.department)}")

    def _matters(self) -> bool:
        return bool(self.short)

    def without_superiors(self, text: str) -> str:
        """The text without the names of superiors that it begins with."""
        for name in places_in(text)[:-1]:
            if not self.is_own(name):
                break
            text = text.removeprefix(name)
        return text

    def is_own(self, name: str) -> bool:
        """Whether the name is the unit's, a superior's, or may be one."""
        if any(name in own or own.endswith(name) or name.endswith(own) for own in self.names):
            return True
        if name[0] == self.short[:1] and abbreviates(name, self.short):
            return True  # 广内街道 for 广安门内街道
        if len(self.body) > 1 and self.body in name:
            return True  # 活力安镇, the channel of 安镇街道
        if any(len(name) > 2 and name[:-1] == own[:-1] for own in self.names):
            return True  # 靖西县, which became 靖西市
        codes = gazetteer().get(name) or bare_counties().get(name)
        if codes is None:
            return False
        homes = [_within(home) for home in self.codes]
        # of a county's office another county is not the own one's because both lie in one province
        nearest = max(map(len, homes), default=0)
        return any(
            home.startswith(_within(code))
            or (len(home) == nearest and _within(code).startswith(home))
            for code in codes
            for home in homes
        )

    def is_misnamed(self, name: str) -> bool:
        """Whether it is the own town's with another kind (青石乡 for 青石镇), and no change is told of."""
        return (
            self.level == "township"
            and len(self.body) > 1
            and name != self.short
            and _TOWN_KIND.sub("", name) == self.body != name
            and self.text.count(name) <= self.text.count(self.short)
            and CHANGED.search(self.text) is None
            and f"原{name}" not in self.text
        )


@lru_cache(maxsize=32)
def _prefecture_of(codes: tuple[str, ...]) -> str:
    """The name of the prefecture that all of them lie in; "" where they lie in several."""
    prefectures = {f"{code[:4]}00" for code in codes if code[2:4] not in ("00", "90")}
    if len(prefectures) != 1:
        return ""
    code = prefectures.pop()
    return next((name for name, own in gazetteer().items() if code in own), "")


def _within(code: str) -> str:
    """What the codes of all places in a place begin with."""
    significant = code.rstrip("0")
    return significant + "0" * (len(significant) % 2)


def _foreign(passage: Passage, own: _Own) -> Iterator[Finding]:
    found = passage.recall(runs_in)
    if not found:
        return
    said: set[int] = set()
    for run in found:
        name = _name_of(passage.text[run.start : run.end], run, own)
        end = run.end
        if name is None or end in said or passage.is_sheltered(run.start):
            continue
        at = end - len(name)
        before = passage.text[max(0, at - 6) : at]
        if _OTHERS_OWN.search(before) or _VISITED.match(passage.text[end : end + 8]):
            continue
        if _is_visited(name, passage.text):
            continue
        if (
            run.position
            and run.position.above
            and _PARTNERED.search(passage.text, max(0, at - 40), end + 30)
        ):
            continue
        served = run.position is not None and run.position.exact
        misnamed = own.is_misnamed(name)
        if not misnamed and (own.is_own(name) or not _is_comparable(name, own, served=served)):
            continue
        said.add(end)
        finding = _foreign_name(name, at, end, passage, own)
        if misnamed:
            message = f"“{name}”与填报单位“{own.short}”不一致"
            finding = msgspec.structs.replace(finding, message=message)
        yield finding


def _of_another_county(passage: Passage, own: _Own) -> Iterator[Finding]:
    """遂昌县水利局机关党委 in the report of 松阳县水利局: the like office of another county."""
    if own.level != "department" or own.department not in passage.text:
        return
    for match in own.alike.finditer(passage.text):
        name = name_in(match["run"], exact=False)
        at = match.end("run") - len(name or "")
        before, after = passage.text[max(0, at - 6) : at], passage.text[match.end() :][:8]
        if (
            name is None
            or not _is_known(name)
            or own.is_own(name)
            or passage.is_sheltered(at)
            or _OTHERS_OWN.search(before)
            or before.endswith(("和", "、", "同", "向", "由", "从", "于", "存", "归"))
            or not (_TO_BE_ASKED if before.endswith("与") else _AS_OWN).match(after)
        ):
            continue
        yield _foreign_name(name, at, match.end("run"), passage, own)


_AS_OWN = re.compile(
    r"机关|党[组委]|全体|干部|(?:主要)?领导|办公室|各[科股]室|政务公开|(?:政府)?信息公开|20\d\d年|认真|高度|积极|严格|共|主动公开"
)
"""How an office speaks of itself."""
_TO_BE_ASKED = re.compile(r"[^，。；]{0,8}联系")
_PREFECTURE = re.compile(
    r"(?:(?<=[、在照据向受经由])|(?<![\u4e00-\u9fff]))(?P<of>州|盟)"
    r"(?=委|人民政府|政府|[、和及][市县区旗]|(?:有?关于|政务公开|政府信息))"
)


def _of_prefectures(passage: Passage, own: _Own) -> Iterator[Finding]:
    """贯彻落实省、州要求 where the county lies in a 市: copied from a place that lies in a 州."""
    if "州" not in passage.text and "盟" not in passage.text:
        return
    for match in _PREFECTURE.finditer(passage.text):
        if own.prefecture.endswith("市"):
            yield _foreign_name(match["of"], *match.span("of"), passage, own)


def _foreign_name(name: str, at: int, end: int, passage: Passage, own: _Own) -> Finding:
    return Finding(
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


_ISSUED = re.compile(
    rf"(?:下发|印发|制[定发]|出台)了?《(?P<run>{HAN}{{2,9}}?(?:镇|乡|街道|[县市区旗]))(?P<of>[^《》]{{0,30}}?)(?:关于|政府信息|信息公开|政务公开)"
)
"""印发了《青石镇人民政府关于…》: what the office issues bears its own name."""


def _issued_by_others(passage: Passage, own: _Own) -> Iterator[Finding]:
    if "《" not in passage.text or own.level not in ("township", "department"):
        return
    for match in _ISSUED.finditer(passage.text):
        name = match["run"]
        before = passage.text[max(0, match.start() - 12) : match.start()]
        if own.level == "township":
            other = _TOWN_KIND.search(name) is not None and names_a_town(_TOWN_KIND.sub("", name))
        else:
            other = _is_known(name) and match["of"].startswith(own.called)
        if other and not own.is_own(name) and not _BY_ABOVE.search(before):
            yield _foreign_name(name, *match.span("run"), passage, own)


_BY_ABOVE = re.compile(r"[县市区省委府办局厅][^，。；]{0,4}$")


def _is_visited(name: str, text: str) -> bool:
    """到都江镇看公开栏，回来后按都江镇的样式做了档案盒: told of a visit, and rightly named after it."""
    at = text.find(name)
    while at >= 0:
        if text[:at].endswith(("到", "赴", "往", "去")) and _TO_SEE.match(text, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False


_TO_SEE = re.compile("[看学参考观取走调]")


def _is_known(name: str | None) -> bool:
    """Whether some place bears the name, or bore it before it became a city or a district."""
    if not name:
        return False
    known = gazetteer()
    return name in known or (
        name[-1] == "县" and not known.keys().isdisjoint({f"{name[:-1]}市", f"{name[:-1]}区"})
    )


def _name_of(text: str, run: Run, own: _Own) -> str | None:
    """The name that a run ends with; None where it cannot be told, or cannot be the office's place."""
    if run.position is None:
        return text
    if run.position.alone:
        text = own.without_superiors(text)
    name = name_in(text, exact=run.position.exact)
    if run.position.known and not _is_known(name):
        return None
    if run.position.alone and (name != text or text.startswith("原")):
        return None
    return name


def _renamed(name: str, own: _Own, passage: Passage, at: int, end: int) -> tuple[Mend, ...]:
    if name[-1] != own.short[-1]:
        return ()
    return passage.mends(at, end, own.short, f"改为“{own.short}”")


def _is_comparable(name: str, own: _Own, *, served: bool) -> bool:
    """Whether the name could have been the own one's or a superior's place, so that it is odd here."""
    known = _is_known(name)
    if name in bare_counties() and own.unique:
        return True
    if name[-1] not in "镇乡道木市县区省州盟旗":  # 建设富裕文明的新青石
        return own.level == "township" and name not in own.text.replace(f"新{name}", "")
    if name.endswith(("镇", "乡", "街道", "苏木")):
        return own.level == "township"
    if known:
        return bool(own.unique)
    return served and own.level == "township" and own.text.count(name) <= 2
