"""Which office a report is of, where its title does not say: from its first sentences or its page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from giadesk.imports.titles import KIND, NO_UNIT, OFFICE, YEAR

_SAYS_UNIT = (
    # 编制形成了《青石镇人民政府2023年政府信息公开工作年度报告》
    re.compile(rf"《(?P<unit>[^《》，。：；,:;]{{2,30}}?){YEAR}年度?{KIND}"),
    # 现向社会公布青石镇人民政府2009年政府信息公开工作年度报告
    re.compile(
        rf"(?:公布|公开|发布|编制)\s*(?P<unit>[^《》，。：；、,:;\s]{{2,30}}?)\s*{YEAR}年度?{KIND}"
    ),
    re.compile(
        rf"(?:公布|公开|发布|编制|汇总|现将)\s*{YEAR}年度?(?P<unit>[^《》，。：；、,:;\s]{{2,30}}?)(?:的)?{KIND}"
    ),
    re.compile(
        r"由(?P<unit>[^《》，。：；、,:;\s]{2,30}?)(?:(?:根据|按照|依据)[^，。,]{2,80})?"
        r"(?:负责)?(?:组织)?(?:编制|编写|制作)"
    ),
    re.compile(
        r"(?:发布机构|发布单位|公开主体|来源)[:：]\s*(?P<unit>[^《》，。：；、,:;\s]{2,30})(?:\s|\Z)"
    ),
    re.compile(
        rf"(?P<unit>[^《》，。：；、,:;\s]{{2,30}}?){YEAR}年度?{KIND}(?:工作)?(?:年度)?(?:报告|年报)"
    ),
)
_VAGUE = NO_UNIT | {
    f"{kind}{name}"
    for kind in ("镇", "乡", "区", "县", "市", "省", "街道", "")
    for name in ("政府", "人民政府", "办事处", "办")
}
_DESK = re.compile(
    r"(?:(?<!人民)政府)?(?:信息|政务)公开(?:工作)?(?:领导)?(?:小组)?(?:办公室|办)?\Z"
)
"""The desk that writes the report for its office."""
_TOWN = r"(?:街道办事处|街道|人民政府|镇政府|乡政府|镇|乡|管委会|委员会|局)"
_CONTACT = re.compile(
    rf"(?:请与|可与|可致电|请致电|请向|可向|请联系[:：]?)(?P<unit>[\u4e00-\u9fff]{{2,24}}?{_TOWN})"
    r"(?=(?:政府)?(?:信息|政务)公开|党政|党群|综合|办公室|联系|[(（，,。]|地址)"
)
"""如有疑问，请与青石镇党政办公室联系: the office itself, or the desk in it."""
_SPOKEN = re.compile(
    r"(?:\A|[，,。；;：:、“《\s]|年度?)(?P<unit>[\u4e00-\u9fff]{1,7}?(?:街道|镇|乡)(?=办事处|人民政府|政府|[^级域村办镇乡])"
    r"|[\u4e00-\u9fff]{2,6}?[市县区旗][\u4e00-\u9fff]{2,12}?局)"
)
_KINDS = re.compile(r"(?:乡镇|城镇|村镇|集镇|建制镇|下乡|回乡|全镇|全乡)\Z")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,24}(?:人民政府|办事处|管委会|局|委员会)\Z")
_NOT_ALONE = re.compile(r"综合|汇总|根据|按照|各|本|我|该|[\da-zA-Z]|信息公开|关于|网站|门户")


def named_unit(texts: Sequence[str]) -> str:
    """The office that the first sentences or the page say the report is of; "" where none does."""
    plain = [unicodedata.normalize("NFKC", t) for t in texts]
    for pattern in _SAYS_UNIT:
        for text in plain:
            for match in pattern.finditer(text):
                if match["unit"].endswith("关于编制"):
                    continue  # another office's notice on how to write it
                unit = re.sub(r"(?:关于|编制|的)+\Z", "", match["unit"].strip("《》()的"))
                unit = _DESK.sub("", unit)
                if len(unit) >= 3 and OFFICE.search(unit) and _alone(unit):
                    return unit
    # a line that is nothing but the name of an office
    return next((t for t in plain if _NAME.match(t)), "")


def guessed_unit(texts: Sequence[str]) -> str:
    """The office where nothing says whose the report is: the one to ask, else the town most spoken of.

    "" where none is named, or two are as often.
    """
    plain = ["".join(unicodedata.normalize("NFKC", t).split()) for t in texts]
    for text in plain[:8]:
        for match in _CONTACT.finditer(text[:2000]):
            if _alone(match["unit"]):
                return match["unit"]
    spoken = Counter(
        m["unit"]
        for text in plain
        for m in _SPOKEN.finditer(text)
        if len(m["unit"]) >= 3 and _alone(m["unit"]) and not _KINDS.search(m["unit"])
    )
    (unit, times), (_, next_times) = (*spoken.most_common(2), ("", 0), ("", 0))[:2]
    return unit if times >= 2 and times > next_times else ""


def _alone(unit: str) -> bool:
    """Whether a name is one office's own."""
    return unit not in _VAGUE and not _NOT_ALONE.search(unit)
