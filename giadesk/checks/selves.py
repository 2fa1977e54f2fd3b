"""How a report speaks of its own office, and of those above it: 我局 in the report of a town."""

from __future__ import annotations

import re
from collections.abc import Iterable

from giadesk.checks.above import other_superiors
from giadesk.checks.home import CHANGED
from giadesk.checks.kinds import Misfit, misfits
from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.units import level_of, short_name

_SELF = re.compile(
    r"[我本](?<![为把给让使].)(镇|乡(?![本镇])|街道|苏木|局(?!长)|委(?!员|托)|厅|院|校|处(?!理|罚|置))(?![A-Za-z_])"
)
_FITTING = {
    "镇": {"镇"},
    "乡": {"乡"},
    "街道": {"街道", "处"},
    "苏木": {"苏木"},
    "局": {"局"},
    "委": {"委", "局"},
    "厅": {"厅"},
}


@check("N-SELF", "verify", "自称与单位相符", "text", "about")
def self_names(case: Case) -> Iterable[Finding]:
    """“我镇”“我局”等自称，应与填报单位的性质相符。

    比较什么：镇政府的报告里的“我乡”“我街道”“我局”，部门的报告里的“我镇”等；前面没有名称的“街道领导”“镇党委”“局机关”和“全乡”“全镇”，不是填报单位的性质的；乡镇、街道自己做的事写成“推动全省政府信息公开工作”“我县共收到申请”“市教育局党组高度重视”的；县里的单位写“区委、区政府”“区档案馆”“全区”，市辖区的单位写“县委、县政府”，没有州、没有省的地方写“省、州要求”“省委、省政府”，等等（单位名称里写有所在的县、区的）。同一个自称合并为一条。说的是道路（“街道两侧”）、各乡镇街道、改设以前的、邻近和帮扶的，不指出。
    为什么：借用别的单位的报告修改，容易留下原来的自称。
    依据：通行的公文校对要求。
    不通过：白石坪镇人民政府的报告写“我局高度重视信息公开工作”。
    通过：白石坪镇人民政府的报告写“我镇高度重视信息公开工作”。
    """
    unit = case.report.unit
    kind = next((k for k in _FITTING if _is_kind(case, k)), "")
    if not kind and level_of(unit) == "county":
        kind = short_name(unit)[-1]
    seen: set[str] = set()
    every = passages(case)
    changed = any(CHANGED.search(p.text) for p in every)
    for passage in every:
        for match in _SELF.finditer(passage.text) if kind in _FITTING else ():
            word = match[1]
            if word in _FITTING[kind] or word in seen or not _plausible(word, kind):
                continue
            seen.add(word)
            yield _misnamed(passage, Misfit(*match.span(), match[0][0] + kind), unit)
        if changed:
            continue
        own = misfits(passage, unit, kind) if kind else ()
        for one in (*own, *other_superiors(passage, unit)):
            quote = passage.text[one.start : one.end]
            if quote not in seen:
                seen.add(quote)
                yield _misnamed(passage, one, unit)


def _misnamed(passage: Passage, one: Misfit, unit: str) -> Finding:
    said = passage.text[one.start : one.end]
    message = f"正文自称“{said}”，填报单位是“{unit}”"
    if one.above:
        message = f"“{said}”不像是填报单位“{unit}”的上级"
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
        mends=passage.mends(one.start, one.end, one.right, f"改为“{one.right}”"),
    )


def _is_kind(case: Case, kind: str) -> bool:
    return short_name(case.report.unit).endswith(kind) or (
        kind == "委" and short_name(case.report.unit).endswith("委员会")
    )


def _plausible(word: str, kind: str) -> bool:
    """本院, 本处 and the like inside a department's report may be a part of it; a town's is none."""
    return not {kind, word}.isdisjoint(("镇", "乡", "街道", "苏木"))
