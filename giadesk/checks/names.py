"""Names: what a copied report leaves behind — another town's name, another kind of office's 我局.

Other places are named in a report for many good reasons. A name is marked only where the own one
should stand: before 人民政府 or 党委, or as what the work serves (服务某市经济社会发展).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from giadesk.checks.authors import other_author
from giadesk.checks.counties import bare_counties, codes_of, gazetteer
from giadesk.checks.former import places_gone
from giadesk.checks.home import TOWN_KIND, Home
from giadesk.checks.naming import HAN, Run, name_in, names_a_town, runs_in
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.strangers import Stranger, is_explained, strangers
from giadesk.core.units import same_unit, short_name

_OTHERS_OWN = re.compile(
    r"(?:赴|前往|来自|学习|借鉴|参[照观]|对口|帮扶|协作|结对|原(?:[\u4e00-\u9fff]{1,4}[县市区])?|并入|更名为?|撤销|划归|友好|毗邻|邻近|临近|相邻|接壤|[邻周]边|兄弟|邻[镇乡县居]|考察"
    r"|会同|联合|协[同助]|支援|援助|联手|携手|(?<!对)比|较|转交?)的?$"
)
_VISITED = re.compile(
    r"^(?:人民政府|政府)?(?:[与和同][我本]|学习|考察|交流|调研|参观|经验|做法|支援|签[订约]|同期|相比|相较|比较|交界|接壤|相邻|毗邻|联[合手动]|共[同建]|协[作商]|合作|对接|结对|一[起道]|之间|有关乡镇|籍|[发来复去致]函|移[交送]|确认)|^(?:居民|村民|市民|企业)[^，。；]{0,4}(?:的?申请|提出|来信|反映)"
)


_PARTNERED = re.compile(r"协作|对口|帮扶|援|结对|挂职|跨[省市县域]")
"""Who partners with another region reports to it and is guided by it, too."""


@check("N-OTHER", "verify", "没有误留其他单位的名称", "text", "about")
def other_names(case: Case) -> Iterable[Finding]:
    """应写本单位或上级名称的地方，不应是别处的名称。

    比较什么：“人民政府”“党委”“党政办”“信息公开专栏（目录、指南）”前面的乡镇、街道名称，“服务”“改善”“促进”等后面、“经济社会发展”“营商环境”前面的地名，“按照”“根据”“向”等后面作部署、考核、听取报送的县市，“助力平安某某建设”一类盼望的地方，与填报单位及其上级；句首做事的镇、乡、街道；别的位置上各地确有的镇、乡、街道名称；别的县市和它的镇的单位（“某县某镇财政所负责”“某县公众号”）在做事、被依据或者供人联系，而句中没有写明来由的；对报告有疑问时请读者联系的别的局；作依据的别的县市、乡镇的文件；撤销、改名以后仍作上级或者渠道的县区（说明是原来的除外）；落款单位与填报单位；本乡镇的名称写成了“乡”或者“街道”的（改设过的除外）。书名号里的、学习考察、来访来函、对口帮扶、联合办事、毗邻交界、移交转办和用来比较的地方，以及那里的群众和企业，不指出。
    为什么：借用别处的报告修改，容易留下别处的名称，公开后影响很坏。
    依据：通行的公文校对要求。
    不通过：白石坪镇的报告写“对本报告有疑问的，请与青桥镇人民政府办公室联系”。
    通过：白石坪镇的报告写“对本报告有疑问的，请与白石坪镇人民政府办公室联系”。
    """
    unit = case.report.unit
    if not unit:
        return
    own = Home(case)
    every = passages(case)
    told = [[*strangers(passage, own)] if own.codes else [] for passage in every]
    explained = {_called(one) for here in told for one in here if one.explained}
    for passage, here in zip(every, told, strict=True):
        for one in here:
            if one.acts and _called(one) not in explained:
                name = passage.text[one.start : one.end]
                yield _foreign_name(name, one.start, one.end, passage, own)
    for passage, here in zip(every, told, strict=True):
        known = {one.end: _called(one) in explained for one in here if one.acts}
        yield from _foreign(passage, own, known, explained)
        yield from _issued_by_others(passage, own)
        year = case.report.about.year or 0
        for start, end in places_gone(passage, tuple(own.codes), unit, year):
            yield _foreign_name(passage.text[start:end], start, end, passage, own)
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


def _called(one: Stranger) -> str:
    return one.town or one.county


def _foreign(
    passage: Passage, own: Home, known: Mapping[int, bool], explained: Collection[str]
) -> Iterator[Finding]:
    """Names in the own one's position.

    known: where others end, and whether the text tells of them why. explained: names it does of.
    """
    found = passage.recall(runs_in)
    if not found:
        return
    said = {end for end, is_explained in known.items() if not is_explained}
    for run in found:
        name = _name_of(passage.text[run.start : run.end], run, own)
        end = run.end
        if name is None or end in said or passage.is_sheltered(run.start):
            continue
        if (known.get(end) or name in explained) and not (
            run.position and (run.position.known or run.position.exact)
        ):
            continue
        if run.position and run.position.overseer and is_explained(passage.text, end - 2, end):
            continue
        at = end - len(name)
        if run.position and run.position.listed and is_explained(passage.text, at, end):
            continue
        before = passage.text[max(0, at - 8) : at]
        if _OTHERS_OWN.search(before) or _VISITED.match(passage.text[end : end + 8]):
            continue
        if _is_visited(name, passage.text) or _is_neighbour(name, own.text):
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


def _foreign_name(name: str, at: int, end: int, passage: Passage, own: Home) -> Finding:
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


_BASIS = re.compile(
    r"(?:按照?|依照|根据|依据|执行|遵照|遵循|修订|更新)了?(?:《[^《》]*》[^。，；《》]{0,20}[和及与、])*"
    rf"《(?P<run>{HAN}{{1,9}}?(?:镇|乡|街道|[县市区旗]))(?P<of>[^《》]{{0,30}}?)(?:关于|依申请公开|政府信息|信息公开|政务公开)"
)
"""根据《青石县人民政府办公室关于…的通知》: one goes by what is one's own or comes from above."""


def _issued_by_others(passage: Passage, own: Home) -> Iterator[Finding]:
    text = passage.text
    if "《" not in text or own.level not in ("township", "department"):
        return
    for match in (*_ISSUED.finditer(text), *_BASIS.finditer(text)):
        name, start, end = match["run"], *match.span("run")
        if own.is_own(name) or _BY_ABOVE.search(text, max(0, match.start() - 12), match.start()):
            continue
        basis = match.re is _BASIS
        if basis and (not own.codes or is_explained(text, start, end)):
            continue
        town = TOWN_KIND.search(name) is not None and names_a_town(TOWN_KIND.sub("", name))
        county = not town and bool(codes_of(name))
        if own.level == "township":
            other = town or (basis and county)
        elif town:
            other = basis and own.text.count(name) == 1
        else:
            other = county and match["of"].startswith((*own.called, *(_OF_COUNTY if basis else ())))
        if other:
            yield _foreign_name(name, start, end, passage, own)


_OF_COUNTY = ("人民政府", "政府办")
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


def _is_neighbour(name: str, text: str) -> bool:
    """邻近的都江镇居民…，告知其向都江镇人民政府提出: said once why it is named, it may be named again."""
    if name[-1] not in "镇乡道木":
        return False
    at = text.find(name)
    while at >= 0:
        if _NEAR_OR_ASKED.search(text, max(0, at - 12), at):
            return True
        at = text.find(name, at + 1)
    return False


_NEAR_OR_ASKED = re.compile(
    r"(?:毗邻|邻近|临近|相邻|接壤|[邻周]边)的?$|(?:告知|建议|引导|指引)[^，。；]{0,6}[向到去]$"
)


def _is_known(name: str | None) -> bool:
    """Whether some place bears the name, or bore it before it became a city or a district."""
    if not name:
        return False
    known = gazetteer()
    return name in known or (
        name[-1] == "县" and not known.keys().isdisjoint({f"{name[:-1]}市", f"{name[:-1]}区"})
    )


def _name_of(text: str, run: Run, own: Home) -> str | None:
    """The name that a run ends with; None where it cannot be told, or cannot be the office's place."""
    if run.position is None:
        return text
    if run.position.alone:
        text = own.without_superiors(text)
    if run.position.listed:
        return text if names_a_town(TOWN_KIND.sub("", text)) else None
    name = name_in(text, exact=run.position.exact)
    if run.position.known and not _is_known(name):
        return None
    if run.position.alone and (name != text or text.startswith("原")):
        return None
    return name


def _renamed(name: str, own: Home, passage: Passage, at: int, end: int) -> tuple[Mend, ...]:
    if name[-1] != own.short[-1]:
        return ()
    return passage.mends(at, end, own.short, f"改为“{own.short}”")


def _is_comparable(name: str, own: Home, *, served: bool) -> bool:
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
