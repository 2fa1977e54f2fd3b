"""How a report speaks of its own office, and of those above it: 我局 in the report of a town."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.above import other_superiors
from giadesk.checks.bodies import other_bodies
from giadesk.checks.fields import other_fields
from giadesk.checks.home import CHANGED
from giadesk.checks.kinds import Misfit, misfits_in
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.units import level_of, short_name

_SELF = re.compile(
    r"[我本](?<![为把给让使].)(镇|乡(?![本镇])|街道|苏木|局(?![长限面部势])|委(?![员托派屈])|厅|院(?![士落子])|校(?!长)|处(?![理罚置于在])"
    r"|办事处|馆|公司|中心(?![城小学校村镇卫组])"
    r"|(?<=我)(?:办(?=未收到|共|高度|主动公开|收到|认真|严格)|行(?=统一|网点|高度|主动公开|未收到)))(?![A-Za-z_])"
)
_FITTING = {
    "镇": {"镇"},
    "乡": {"乡"},
    "街道": {"街道", "处", "办", "办事处"},
    "苏木": {"苏木"},
    "局": {"局"},
    "委": {"委", "局"},
    "厅": {"厅"},
}
_TOWNS = frozenset(("镇", "乡", "街道", "苏木"))
_NEVER = {
    "局": frozenset("委厅院校馆办行"),
    "委": frozenset("厅院校馆办行"),
    "厅": frozenset("委院校馆办行"),
    "": _TOWNS,
}
"""What a bureau never calls itself, nor means by 我 any part of itself; and what no department does."""
_NEVER_GOVERNMENT = _TOWNS | frozenset("局委厅院校馆行")
_EACH = re.compile(r"各|有的|某|例如|比如|原")
_ONCE_A_COMMISSION = re.compile(r"原[\u4e00-\u9fff]{0,12}委|机构改革|挂牌|合并")


@check("N-SELF", "verify", "自称与单位相符", "text", "about")
def self_names(case: Case) -> Iterable[Finding]:
    """“我镇”“我局”等自称，应与填报单位的性质相符。

    比较什么：镇政府的报告里的“我乡”“我街道”“我局”，部门的报告里的“我镇”“我委”“我校”，县政府的报告里的“我局”“我镇”等；前面没有名称的“街道领导”“镇党委”“局机关”和“全乡”“全镇”，不是填报单位的性质的；这一类单位没有的“党工委、办事处”“校领导”“镇村两级”“嘎查”“行署”；乡镇、街道自己做的事写成“推动全省政府信息公开工作”“我县共收到申请”“市教育局党组高度重视”的；县里的单位写“区委、区政府”“区档案馆”“全区”，市辖区的单位写“县委、县政府”，没有州、没有省的地方写“省、州要求”“省委、省政府”，等等（单位名称里写有所在的县、区的）；部门把别的部门的工作写成自己的（农业局的“全县教育系统”“医德医风”“农村公路……由我局更新”）。同一个自称合并为一条。说的是道路（“街道两侧”）、各乡镇街道、改设以前的、邻近和帮扶的，会同别的部门做的，不指出。
    为什么：借用别的单位的报告修改，容易留下原来的自称。
    依据：通行的公文校对要求。
    不通过：白石坪镇人民政府的报告写“我局高度重视信息公开工作”。
    通过：白石坪镇人民政府的报告写“我镇高度重视信息公开工作”。
    """
    unit = case.report.unit
    kind = next((k for k in _FITTING if _is_kind(case, k)), "")
    level = level_of(unit)
    if not kind and level in ("county", "city", "province"):
        kind = short_name(unit)[-1]
    seen: set[str] = set()
    every = passages(case)
    is_plain = kind == "委" and _is_called_so(every)
    for passage in every:
        for one in _selves(passage, unit, kind, is_plain=is_plain):
            word = passage.text[one.start + 1 : one.end]
            if word not in seen and not (word == "委" and _was_commission(every)):
                seen.add(word)
                yield _misnamed(passage, one, unit)
        for one in passage.recall(_unfit, passage.text, unit, kind, key=(unit, kind)):
            if passage.is_sheltered(one.start):
                continue
            quote = passage.text[one.start : one.end]
            if quote not in seen and not _has_changed(every):
                seen.add(quote)
                yield _misnamed(passage, one, unit)


def _unfit(text: str, unit: str, kind: str) -> tuple[Misfit, ...]:
    return (
        *(misfits_in(text, unit, kind) if kind else ()),
        *other_bodies(text, unit, kind),
        *other_superiors(text, unit),
        *other_fields(text, unit),
    )


def _has_changed(every: Iterable[Passage]) -> bool:
    """Whether the report tells that the office, or its county, was of another kind before."""
    return any(CHANGED.search(p.text) for p in every)


def _is_called_so(every: Iterable[Passage]) -> bool:
    """Whether a commission says 我委 of itself, and was no bureau, so that 我局 is odd in its report."""
    return any("我委" in p.text for p in every) and not any(
        _ONCE_A_BUREAU.search(p.text) for p in every
    )


_ONCE_A_BUREAU = re.compile(r"原[\u4e00-\u9fff]{0,12}局|机构改革|挂牌|合并|合署|组建")


def _selves(passage: Passage, unit: str, kind: str, *, is_plain: bool) -> Iterator[Misfit]:
    """Where a paragraph says 我局, 本镇 of an office that is none; is_plain: 我局 in a commission's."""
    text = passage.text
    level = level_of(unit)
    if not level or ("我" not in text and "本" not in text):
        return
    for match in _SELF.finditer(text):
        word = match[1]
        if word in _FITTING.get(kind, ()) and not (is_plain and match[0] == "我局"):
            continue
        if word == "办" and "办" in text[max(0, match.start() - 60) : match.start()]:
            continue
        if kind not in _TOWNS:
            never = _NEVER_GOVERNMENT if level != "department" else _NEVER.get(kind, _TOWNS)
            of_itself = match[0][0] == "我" and (word in never or word in _TOWNS or is_plain)
            if not of_itself and not (word in _TOWNS and kind in _FITTING):
                continue
            if word in unit or (word == "委" and unit.endswith(("委员会", "管委会"))):
                continue
            if _EACH.search(text, max(0, match.start() - 12), match.start()):
                continue
        if not passage.is_sheltered(match.start()):
            yield Misfit(*match.span(), match[0][0] + (kind or "单位"))


def _was_commission(every: Iterable[Passage]) -> bool:
    return any(_ONCE_A_COMMISSION.search(p.text) for p in every)


def _misnamed(passage: Passage, one: Misfit, unit: str) -> Finding:
    said = passage.text[one.start : one.end]
    message = f"正文自称“{said}”，填报单位是“{unit}”"
    mends = passage.mends(one.start, one.end, one.right, f"改为“{one.right}”")
    if one.role == "above":
        message = f"“{said}”不像是填报单位“{unit}”的上级"
    elif one.role == "work":
        message = f"“{said}”像是别的部门的工作，填报单位是“{unit}”"
        mends = ()
    return Finding(
        code="N-SELF",
        severity="verify",
        message=message,
        remedy=f"核对是否应为“{one.right}”",
        where=passage.place(one.start, one.end),
        expected=one.right,
        actual=said,
        key=f"N-SELF/{said}",
        figures=said,
        mends=mends,
    )


def _is_kind(case: Case, kind: str) -> bool:
    return short_name(case.report.unit).endswith(kind) or (
        kind == "委" and short_name(case.report.unit).endswith("委员会")
    )
