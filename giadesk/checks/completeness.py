"""Whether everything that must be there is there: figures, sections, subjects, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from giadesk.checks.blanks import may_not_be_blank
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.say import listing
from giadesk.core.form import Indicator, SectionSpec, Severity, SubjectSpec, TableSpec
from giadesk.core.prose import plain
from giadesk.core.report import Section

_MONEY_PLACES = 6
"""收费金额 in 万元 keeps at most six decimals, a fen (国办公开办函〔2021〕30号, 填报说明)."""

_FEW = 3
_NOTHING_TO_SAY = re.compile(r"[\s　]*(?:暂?无|没有|略)[\s　]*[。.]?[\s　]*")


@check("C-BLANK", "must", "表格各格都已填写", "figures")
def blanks(case: Case) -> Iterable[Finding]:
    """表格中每一格都要填，没有的填0。

    比较什么：表格中由填报人填写的每一格是否有数。同一张表的空格合并为一条，点击可逐格定位。2018年度及以前的统计表留空较常见，只作提示。
    为什么：留空、写“/”或“-”，看不出是没有还是漏填，上级汇总时也无法相加。
    依据：国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附格式的填报要求。
    不通过：行政强制的本年处理决定数量没有填。
    通过：行政强制的本年处理决定数量填0。
    """
    severity: Severity = "must" if may_not_be_blank(case.form) else "hint"
    untouched: list[TableSpec] = []
    for table in case.form.spec.tables:
        typed = _typed(case, table)
        blank = [i for i in typed if i.id not in case.report.values]
        if not blank or (table.optional and not _has_table(case, table.id)):
            continue
        if len(blank) == len(typed):
            untouched.append(table)
            continue
        names = [i.name for i in blank]
        if len(names) > _FEW:
            names = list(dict.fromkeys(name.partition("·")[0] for name in names))
        ids = tuple(i.id for i in blank)
        yield Finding(
            code="C-BLANK",
            severity=severity,
            message=f"表格“{table.title}”还有{len(ids)}格未填：{listing(names)}",
            remedy="逐格填写，没有的填0",
            where=Place(section=table.section),
            cells=ids,
            key=f"C-BLANK/{table.id}",
            mends=(Mend(f"{len(ids)}个空格填0", values=dict.fromkeys(ids, "0")),),
        )
    if untouched:
        names = [f"“{t.title}”" for t in untouched]
        yield Finding(
            code="C-BLANK",
            severity=severity,
            message=f"表格{'、'.join(names)}尚未填写",
            remedy="逐格填写，没有的填0",
            where=Place(section=untouched[0].section),
            cells=tuple(i.id for t in untouched for i in _typed(case, t)),
            key="C-BLANK/" + ",".join(t.id for t in untouched),
        )


def _typed(case: Case, table: TableSpec) -> list[Indicator]:
    """The table's figures that are typed, not computed."""
    return [
        i
        for i in case.form.indicators.values()
        if i.table == table.id and not i.computed and i.kind != "text"
    ]


@check("C-NUMBER", "must", "数的写法符合要求", "figures")
def numbers(case: Case) -> Iterable[Finding]:
    """件数应为不小于0的整数，金额不小于0且最多6位小数。

    比较什么：每一格的数是不是它应有的样子。件数、条数、人数是0或正整数；收费金额以万元为单位，最多6位小数；“本年增/减”可以是负整数。
    为什么：写成文字、带小数的件数、负数，汇总时都会出错。
    依据：国办公开办函〔2021〕30号所附格式的填报要求。
    不通过：本年新收自然人填“/”；行政许可填12.5。
    通过：本年新收自然人填0；行政事业性收费填0.25。
    """
    for value_id, value in case.report.values.items():
        indicator = case.form.indicators.get(value_id)
        if indicator is None or indicator.kind == "text":
            continue
        fault = _fault_of(value, indicator)
        if fault:
            shown = plain(value) if isinstance(value, Decimal) else value
            yield Finding(
                code="C-NUMBER",
                severity="must",
                message=f"“{indicator.name}”填的是“{shown}”，{fault}",
                remedy="改为正确的数；没有的填0",
                where=Place(section=indicator.section),
                cells=(value_id,),
                actual=str(shown),
                key=f"C-NUMBER/{value_id}",
            )


def _fault_of(value: object, indicator: Indicator) -> str:
    if not isinstance(value, Decimal):
        return "不是数"
    if not value.is_finite():
        return "不是数"
    if indicator.kind == "money":
        exponent = value.normalize().as_tuple().exponent
        if value < 0:
            return "金额不能小于0"
        if isinstance(exponent, int) and -exponent > _MONEY_PLACES:
            return f"金额以{indicator.unit}为单位，最多{_MONEY_PLACES}位小数"
        return ""
    if value != value.to_integral_value():
        return "应为整数"
    return "不能小于0" if value < 0 and indicator.kind != "signed" else ""


@check("C-SECTION", "must", "各部分齐全，都有内容", "prose", "figures")
def sections(case: Case) -> Iterable[Finding]:
    """报告的各个部分都要有，没有表格的部分要有文字。

    比较什么：表式规定的每一部分是否在报告中，其中没有表格的部分是否写了内容。引言缺少只作提示；2018年度及以前标题自拟，缺少部分也只作提示。
    为什么：六个部分是规定格式，缺一个就会被退回。
    依据：国办公开办函〔2021〕30号所附格式。
    不通过：“五、存在的主要问题及改进情况”下面没有文字。
    通过：“五、存在的主要问题及改进情况”写明了问题和改进情况。
    """
    for spec in case.form.spec.sections:
        section = case.report.section(spec.id)
        if section is not None and (section.text.strip() or case.form.tables_of(spec.id)):
            continue
        if section is None and _has_figures(case, spec):
            continue
        strict = spec.numbered and not spec.optional and not case.form.spec.free_sections
        if not strict and (spec.numbered or case.form.spec.free_sections or section is not None):
            continue
        missing = "没有这一部分" if section is None else "没有内容"
        yield Finding(
            code="C-SECTION",
            severity="must" if strict else "hint",
            message=f"“{spec.title}”{missing}",
            remedy=f"写明{spec.title}" if strict else "如有需要，补写这一部分",
            where=Place(section=spec.id),
            key=f"C-SECTION/{spec.id}",
        )


def _has_figures(case: Case, spec: SectionSpec) -> bool:
    return any(_has_table(case, table.id) for table in case.form.tables_of(spec.id))


def _has_table(case: Case, table_id: str) -> bool:
    return any(value_id.startswith(f"{table_id}/") for value_id in case.report.values)


@check("C-SHORT", "verify", "内容不过于简单", "prose")
def too_short(case: Case) -> Iterable[Finding]:
    """需要展开说明的部分不能只写“无”，也不能过短。

    比较什么：表式对某些部分规定了最少字数（如“存在的主要问题及改进情况”不少于50字）；只写“无”的，同样指出。空白的部分由“各部分齐全”一项检查。
    为什么：问题部分写“无”或三言两语，是被点名最多的毛病之一。
    依据：条例第五十条；国办公开办函〔2021〕30号所附格式。
    不通过：“五、存在的主要问题及改进情况”只写了“无。”
    通过：“五、存在的主要问题及改进情况”分别写了问题和改进情况，共120字。
    """
    for spec in case.form.spec.sections:
        section = case.report.section(spec.id)
        if not spec.min_characters or section is None:
            continue
        text = "".join(section.text.split())
        if not text or len(text) >= spec.min_characters:
            continue
        only = "只写了“无”" if _NOTHING_TO_SAY.fullmatch(section.text) else f"只有{len(text)}字"
        yield Finding(
            code="C-SHORT",
            severity="verify",
            message=f"“{section.title}”{only}，一般不少于{spec.min_characters}字",
            remedy="写明具体情况",
            where=Place(section=spec.id),
            expected=f"≥{spec.min_characters}",
            actual=str(len(text)),
            key=f"C-SHORT/{spec.id}",
            figures=section.text,
        )


@check("C-SUBJECT", "verify", "应写的事项都写到", "prose")
def subjects(case: Case) -> Iterable[Finding]:
    """规定必须写到的事项，在相应部分要写到。

    比较什么：“总体情况”是否写到主动公开、依申请公开、政府信息管理、平台建设、监督保障；“其他需要报告的事项”是否写到信息处理费（必须写明，未收取的也要写）；引言是否写到编制依据、统计期限和联系方式。按表式列出的字词判断。
    为什么：这些事项是条例和格式要求报告的，缺了就要退回补写。
    依据：条例第五十条；国办公开办函〔2021〕30号；《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）。
    不通过：“其他需要报告的事项”只写了“无其他需要报告的事项。”
    通过：“其他需要报告的事项”写了“本年度未收取信息处理费。”
    """
    for spec in case.form.spec.sections:
        section = case.report.section(spec.id)
        if section is None or not spec.subjects:
            continue
        text = re.sub(r"\s", "", section.text)
        if not text:
            continue
        lacking: dict[Severity, list[SubjectSpec]] = {}
        for subject in spec.subjects:
            if not any(word in text for word in subject.words):
                lacking.setdefault(subject.severity, []).append(subject)
        for severity, missing in lacking.items():
            yield _lacking(section, severity, missing)


def _lacking(section: Section, severity: Severity, missing: list[SubjectSpec]) -> Finding:
    """One finding for all that a section lacks of one severity: it is written up in one go."""
    names = "、".join(f"“{s.title}”" for s in missing)
    ids = ",".join(s.id for s in missing)
    guides = [s.guide or f"补写{s.title}" for s in missing]
    return Finding(
        code="C-SUBJECT",
        severity=severity,
        message=f"“{section.title}”没有写到{names}",
        remedy=guides[0] if len(guides) == 1 else f"补写{'、'.join(s.title for s in missing)}",
        where=Place(section=section.id),
        key=f"C-SUBJECT/{section.id}/{ids}",
        figures=ids,
    )


@check("C-HEADING", "hint", "各部分的标题是规定的标题", "prose")
def headings(case: Case) -> Iterable[Finding]:
    """标题固定的报告，各部分的标题应与规定的相同。

    比较什么：2019年度以后的报告，各部分的标题与表式规定的标题；通行的不同写法（如“存在的主要问题及整改措施”）不指出。2018年度及以前标题自拟，不检查。
    为什么：六个部分的标题是规定格式，写错一个字也很显眼。
    依据：国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附格式。
    不通过：“四、政府信息公开行政法复议、行政诉讼情况”。
    通过：“四、政府信息公开行政复议、行政诉讼情况”。
    """
    if case.form.spec.free_sections:
        return
    for section in case.report.sections:
        spec = case.form.sections.get(section.id)
        if spec is None or not spec.numbered:
            continue
        bare = _bare(section.title)
        if section.title == spec.title or bare in map(_bare, (spec.title, *spec.aliases)):
            continue
        if _accepted_heading(bare):
            continue
        yield Finding(
            code="C-HEADING",
            severity="hint",
            message=f"标题“{section.title}”与规定的“{spec.title}”不同",
            remedy=f"改为“{spec.title}”",
            where=Place(section=section.id, quote=section.title),
            expected=spec.title,
            actual=section.title,
            key=f"C-HEADING/{section.id}",
            mends=(Mend(f"改为“{spec.title}”", heading=(section.id, spec.title)),),
        )


def _bare(title: str) -> str:
    return re.sub(r"[\s、，的]", "", title)


def _accepted_heading(bare: str) -> bool:
    """存在(的)主要问题(和|及)(改进|整改)(情况|措施), in any of the usual wordings."""
    return (
        re.fullmatch(
            r"(?:政府信息公开工作)?(?:中)?存在(?:主要)?(?:问题|不足)(?:和|及|与|以及)(?:下一步)?(?:改进|整改)(?:情况|措施|打算)?",
            bare,
        )
        is not None
    )
