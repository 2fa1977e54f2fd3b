"""The year of the report that a report announces, is made of, or is asked for; of plans of the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.own import abbreviates, own_names
from giadesk.checks.reading import has_any
from giadesk.checks.two_years import Year

SELF = (
    r"(?:(?:我|本|全)(?:[镇乡县区市旗州盟局委办院厅校]|街道?|单位|机关|部门)"
    r"|我(?:[处站所馆队会团场]|中心|苏木)|本中心)"
)
ENDS_WITH_SELF = re.compile(rf"(?:^|[。；，、：:\s])(?:{SELF}|[镇乡]政府|街道办事处)$")
_ANNOUNCED = re.compile(
    r"(?:[现特](?:将|向社会)?[^，。；]{0,16}(?:公布|发布|公开|报告|编制)|现将|(?:^|[，。]|[镇乡局委府处])向社会(?:公布|公开|发布)|由[^，。；\d]{2,30}编制的)[^，。；\d]{0,24}((?:19|20)\d\d)年?度?[^，。；\d]{0,16}?(?:政府)?信息公开(?:工作)?(?:情况)?年?度?报告"
)
_FOLLOWING = re.compile(
    r"以下[为是][^，。；\d]{0,24}((?:19|20)\d\d)年?度?(?:政府|政务)?信息公开(?:工作)?(?:年?度?报告|情况)"
)
_OPENING = re.compile(
    r"(?:(?:^|(?<=[。；]))\s*(?:回顾|纵观)(?=(?:19|20)\d\d年度?的?(?:政府)?(?:信息|政务)公开工作[，,])|现将[^，。；\d]{0,16}(?=[^，。；]{0,40}如下))((?:19|20)\d\d)年?度?"
    r"(?:[我本]?(?:[镇乡县区市局委办]|街道|单位))?的?(?:政府|政务)?(?:信息|政务)?(?:公开)?工作(?:开展|完成|进展|落实)?(?:情况|总结)?(?=[，,]|[^，。；\d]{0,6}如下)"
)
"""回顾2024年的信息公开工作，…; 现将2024年度工作情况报告如下."""


def _announcements(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns above that may match at all."""
    if "报告" in text:
        yield _ANNOUNCED
    if "以下" in text:
        yield _FOLLOWING
    if "现将" in text or "回顾" in text or "纵观" in text:
        yield _OPENING


_COMPILED = re.compile(
    r"(?:编制|撰写|制作|形成|向社会公[布开])(?:完成|形成)?了?《?(?P<who>[\u4e00-\u9fff]{0,16}?)(?P<year>(?:19|20)\d\d)年?度?"
    r"[\u4e00-\u9fff]{0,6}?(?:政府)?信息公开(?:工作)?年?度?报告"
)
_MADE_OF = re.compile(
    r"(?:结合|根据|依据|基于|汇总|总结|梳理|以及|[和及与对在])(?P<who>[\u4e00-\u9fff]{0,24}?)(?P<year>(?:19|20)\d\d)年度?"
    rf"(?:{SELF})?[^，。；《]{{0,16}}(?:信息|政务)公开(?:工作)?[^，。；]{{0,8}}[，,]?(?:编制|撰写|形成)"
)
_BY_NOTICE = re.compile(
    r"《[^《》]{0,40}关于(?:做好|开展|报送)(?P<year>20\d\d)年?度?(?:政府|政务)?信息公开(?:工作)?年度报告[^》]{0,40}》"
    r"[^。；《]{0,60}(?:编制|撰写|形成|制定|公布|发布)"
)
"""What a report is made by is the notice on the report of its own year."""
_ANY_YEAR = re.compile(r"[12](?:(?<=1)9|(?<=2)0)\d\d")
_MADE = ("编制", "撰写", "制作", "形成", "向社会公")
_PREFACE = re.compile(
    r"统计[期时][限间]|所列数据|统计数据|(?:格式|要求|规定|通知)[^。；]{0,24}编制|全文(?:包括|由|可)|报告由|本(?:年度)?报告"
)
"""Said of the report that is before the reader; elsewhere 编制2019年年度报告 is one of the year's works."""


def announced_years(text: str, year: int, unit: str) -> list[Year]:
    """Years of reports that are not the one before the reader, and of plans that are not the next one's."""
    others = not {*_ANY_YEAR.findall(text)} <= {str(year)}  # most texts name none but the own year
    found = [
        (m.start(1), int(m[1]), year, "公布的报告不是本年度的")
        for pattern in (_announcements(text) if others else ())
        for m in pattern.finditer(text)
        if int(m[1]) != year
    ]
    made = others and has_any(text, _MADE)
    compiled = () if not made else (_COMPILED, _MADE_OF) if _PREFACE.search(text) else (_MADE_OF,)
    found.extend(
        (m.start("year"), int(m["year"]), year, "编制的报告是上一年的")
        for pattern in compiled
        for m in pattern.finditer(text)
        if int(m["year"]) < year
        and (
            _is_of(m["who"], unit) or (ENDS_WITH_SELF.search(m["who"]) and _opens(text, m.start()))
        )
    )
    if "下一" in text or "今后" in text:
        found.extend(
            (m.start("year"), year, year + 1, "打算做的工作的年份不是次年的")
            for m in _NEXT.finditer(text)
            if int(m["year"]) == year
        )
    found.extend(
        (m.start("year"), int(m["year"]), year, "依据的通知布置的是上一年的报告")
        for m in (
            _BY_NOTICE.finditer(text) if others and "关于" in text and "年度报告" in text else ()
        )
        if int(m["year"]) == year - 1
    )
    return found


_NEXT = re.compile(
    r"(?:下一步|下一阶段|今后)[^。；，,：:\d]{0,8}[，,：:]\s*(?P<year>20\d\d)年度?[，,]?(?:我们|[我本][镇乡县区市局街道委办]+)?(?:要|将|计划|拟|力争|争取|重点[抓做]|着力|继续|进一步)"
)
"""下一步，2025年将…, of what is yet to come."""


_ON_TIME = re.compile(r"按[时期要]|及时|\d月|完成|顺利")


def _opens(text: str, start: int) -> bool:
    """根据《条例》…要求，编制本机关…年度报告: how a report itself begins, not one of the year's works."""
    before = text[:start]
    opening = re.match(r"\s*(?:根据|依据|依照|按照|本|为)", text) is not None and "条例" in before
    return opening and "。" not in before and _ON_TIME.search(before) is None


def _is_of(who: str, unit: str) -> bool:
    """Whether the words before a year name the unit, or nobody."""
    return not who or who.endswith(own_names(unit)) or abbreviates(who, unit)
