"""This year's figures against last year's, and rows that an office of this level cannot have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.say import names_of, rests_on, side
from giadesk.core.form import Form, Id, Relation
from giadesk.core.prose import plain
from giadesk.core.units import level_of, same_unit

_JUMP = 10
_SMALL = 20


_MARK = {"=": "", "<=": "≤", ">=": "≥"}
_TURNED = {"=": "", "<=": "≥", ">=": "≤"}


@check("Y-CARRIED", "verify", "上年结转等于上年报告的结转下年度", "figures", "last")
def carried(case: Case) -> Iterable[Finding]:
    """本年的“上年结转”，应等于上年报告的“结转下年度继续办理”。

    比较什么：第三部分逐列比较本年的第二项与上年报告的第四项。
    为什么：上级逐年核对这两个数；不一致说明其中一年填错了。
    依据：国办公开办函〔2021〕30号所附格式的跨年勾稽关系。
    不通过：上年报告自然人列结转下年度2件，本年自然人列上年结转填1件。
    通过：上年报告自然人列结转下年度2件，本年自然人列上年结转填2件。
    """
    return _of_code(case, "Y-CARRIED")


@check("Y-STOCK", "verify", "现行有效件数前后相符", "figures", "last")
def stock(case: Case) -> Iterable[Finding]:
    """本年现行有效件数，应等于上年现行有效件数加本年制发件数减本年废止件数。

    比较什么：规章、行政规范性文件两行，与上年报告的现行有效件数。2019年格式比较对外公开总数量不少于上年。
    为什么：三个件数对不上，说明清理或者统计有遗漏。
    依据：国办公开办函〔2021〕30号所附格式，第二部分表格。
    不通过：上年现行有效18件，本年制发3件、废止1件，现行有效填21件。
    通过：上年现行有效18件，本年制发3件、废止1件，现行有效填20件。
    """
    return _of_code(case, "Y-STOCK")


@check("Y-PENDING", "verify", "上年尚未审结的案件有着落", "figures", "last")
def pending(case: Case) -> Iterable[Finding]:
    """上年尚未审结的行政复议、行政诉讼案件，应在本年的结果中出现。

    比较什么：上年报告“尚未审结”的件数，与本年同一类案件的总计。
    为什么：上年没有审结的案件，本年或者有了结果，或者仍未审结，不会消失。
    依据：国办公开办函〔2021〕30号所附格式，第四部分表格。
    不通过：上年行政复议尚未审结2件，本年行政复议总计0件。
    通过：上年行政复议尚未审结2件，本年行政复议结果维持2件、总计2件。
    """
    return _of_code(case, "Y-PENDING")


@check("F-YEAR-RELATION", "verify", "表式规定的其他跨年关系", "figures", "last")
def other_year_relations(case: Case) -> Iterable[Finding]:
    """表式中规定的与上年报告之间的其他关系。

    比较什么：表式文件写明的、涉及上年报告的等于、不多于、不少于的关系。
    为什么：前后两年的报告要连得上。
    依据：各表式的填报说明。
    不通过：表式规定累计数不少于上年，上年100条，本年90条。
    通过：表式规定累计数不少于上年，上年100条，本年120条。
    """
    return _of_code(case, "F-YEAR-RELATION")


def _of_code(case: Case, code: str) -> list[Finding]:
    return [f for f in case.once(_findings) if f.code == code]


def _findings(case: Case) -> tuple[Finding, ...]:
    if case.last is None or (case.last.year and case.last.year != case.report.year - 1):
        return ()
    return tuple(_broken(case))


def _broken(case: Case) -> Iterator[Finding]:
    for relation in _across_years(case.form):
        terms = (*relation.left, *relation.right)
        if any(t.id not in (case.last_figures if t.last else case.figures) for t in terms):
            continue
        if _is_implied(relation, case):
            continue
        finding = _judge(relation, case)
        if finding is not None:
            yield finding


@lru_cache(maxsize=16)
def _across_years(form: Form) -> list[Relation]:
    return [r for r in form.relations if r.crosses_years]


def _is_implied(relation: Relation, case: Case) -> bool:
    """Whether it only adds up what is stated for every other column: all its figures are computed."""
    for term in (*relation.left, *relation.right):
        report = case.last if term.last else case.report
        if report is None or not case.form.indicators[term.id].computed or term.id in report.values:
            return False
    # cells of one row each (行政复议·总计) add up nothing that is stated elsewhere
    columns = {case.form.indicators[t.id].column for t in (*relation.left, *relation.right)}
    return len(columns) == 1


def _judge(relation: Relation, case: Case) -> Finding | None:
    terms = (*relation.left, *relation.right)
    amounts = [(case.last_figures if t.last else case.figures)[t.id] for t in terms]
    n = len(relation.left)
    left = sum((a * t.sign for a, t in zip(amounts[:n], terms[:n], strict=True)), Decimal(0))
    right = sum((a * t.sign for a, t in zip(amounts[n:], terms[n:], strict=True)), Decimal(0))
    if {"=": left == right, "<=": left <= right, ">=": left >= right}[relation.compare]:
        return None
    names = names_of(terms, case.form, relation.where)
    left_text = side(relation.left, names[:n], amounts[:n])
    right_text = side(relation.right, names[n:], amounts[n:])
    sign = {"=": "≠", "<=": "＞", ">=": "＜"}[relation.compare]
    lead = f"{relation.where}：" if relation.where else ""
    # what this year's side should be, and is; in 上年尚未审结 ≤ 本年总计 that is the right one
    turned = all(t.last for t in relation.left)
    should, is_, mark = (left, right, _TURNED) if turned else (right, left, _MARK)
    total = f"，合{plain(right)}" if len(relation.right) > 1 else ""
    cells = tuple(dict.fromkeys(t.id for t in terms if not t.last))
    single = relation.compare == "=" and len(relation.left) == 1 and not relation.left[0].last
    offers = single and right >= 0 and not case.form.indicators[cells[0]].computed
    name = case.form.indicators[cells[0]].name
    return Finding(
        code=relation.code,
        severity=relation.severity,
        message=f"{lead}{left_text}，与{right_text}{total}不符",
        remedy=relation.remedy or "核对这几个数，确有原因的写明情况",
        where=Place(section=relation.section),
        cells=cells,
        expected=mark[relation.compare] + plain(should),
        actual=plain(is_),
        formula=f"{lead}{left_text} {sign} {right_text}",
        key=f"{relation.code}/{relation.id}",
        figures=rests_on(case.figures, cells, *amounts),
        mends=(Mend(f"“{name}”改为{plain(right)}", values={cells[0]: plain(right)}),)
        if offers
        else (),
    )


@check("Y-ZERO", "verify", "本级机关不会有的数", "figures", "about")
def impossible_rows(case: Case) -> Iterable[Finding]:
    """乡镇、街道和县级部门没有规章，规章一行应为0。

    比较什么：规章一行是否为0。只对名称看得出是县、区、乡、镇、街道或部门的单位检查。
    为什么：规章只由国务院部门、省级和设区的市级人民政府制定，填了数多半是把行政规范性文件填错了行。
    依据：立法法第九十一条、第九十三条；条例第二十条第（一）项。
    不通过：白石镇人民政府的报告，规章本年制发2件。
    通过：白石镇人民政府的报告，规章本年制发0件。
    """
    if level_of(case.report.unit) not in ("county", "township", "department"):
        return
    rows: dict[tuple[str, str], list[Id]] = {}
    for value_id, indicator in _zero_rows(case.form):
        if case.figures.get(value_id, 0) != 0:
            rows.setdefault((indicator[0], indicator[1]), []).append(value_id)
    for (table, row), ids in rows.items():
        first = case.form.indicators[ids[0]]
        shown = "、".join(
            f"{case.form.indicators[i].name.partition('·')[2]}{plain(case.figures[i])}" for i in ids
        )
        yield Finding(
            code="Y-ZERO",
            severity="verify",
            message=f"“{first.row_label[-1]}”填了{shown}，{case.report.unit}一般没有这一项",
            remedy="核对是否填错了行；没有的填0",
            where=Place(section=first.section),
            cells=tuple(ids),
            expected="0",
            actual=plain(case.figures[ids[0]]),
            key=f"Y-ZERO/{table}/{row}",
            figures=rests_on(case.figures, ids),
            mends=(Mend("这一行填0", values=dict.fromkeys(ids, "0")),),
        )


@lru_cache(maxsize=16)
def _zero_rows(form: Form) -> list[tuple[Id, tuple[str, str]]]:
    return [(i.id, (i.table, i.row)) for i in form.indicators.values() if i.zero]


@check("Y-JUMP", "verify", "与上年相差悬殊的数", "figures", "last")
def jumps(case: Case) -> Iterable[Finding]:
    """与上年相比超过10倍或者不到十分之一的数，需要核实。

    比较什么：每一个数与上年报告的同一个数；两年都不超过20的不比。同一行合并为一条，总计有变化的以总计为准。
    为什么：相差悬殊的数多半是多打一位、少打一位，或者填错了行、弄错了单位；确是如此的，写明原因。
    依据：通行的数据质量审核要求。
    不通过：上年行政处罚31件，本年填312件以上（超过10倍）。
    通过：上年行政处罚31件，本年填45件。
    """
    if case.last is None or (case.last.year and case.last.year != case.report.year - 1):
        return
    rows: dict[tuple[str, str], list[Id]] = {}
    for value_id, now in case.figures.items():
        then = case.last_figures.get(value_id)
        if then is None or (now <= _SMALL and then <= _SMALL):
            continue
        if now > then * _JUMP or now * _JUMP < then:
            indicator = case.form.indicators[value_id]
            rows.setdefault((indicator.table, indicator.row), []).append(value_id)
    jumped = {value_id for ids in rows.values() for value_id in ids}
    for (table, row), ids in rows.items():
        yield from _jump(case, table, row, ids, jumped)


def _jump(case: Case, table: str, row: str, ids: list[Id], jumped: set[Id]) -> Iterator[Finding]:
    indicators = case.form.indicators
    for value_id in ids:
        downward = (indicators[value_id].parts, indicators[value_id].other_parts)
        ways = [w for w in downward if w and indicators[w[0]].row != row]
        if any(not jumped.isdisjoint(way) for way in ways):
            return  # the rows it is the sum of say it
    first = next((i for i in ids if indicators[i].computed), ids[0])
    now, then = case.figures[first], case.last_figures[first]
    cells = (first, *(i for i in ids if i != first))
    times = f"，是上年的{plain((now / then).quantize(Decimal(1)))}倍" if then and now > then else ""
    yield Finding(
        code="Y-JUMP",
        severity="verify",
        message=f"“{indicators[first].name}”为{plain(now)}，上年为{plain(then)}{times}",
        remedy="核对是否多打、少打一位或填错了行；确是如此的，写明原因",
        where=Place(section=indicators[first].section),
        cells=cells,
        expected=plain(then),
        actual=plain(now),
        key=f"Y-JUMP/{table}/{row}",
        figures=rests_on(case.figures, cells, then),
    )


@check("Y-LAST", "verify", "对照的是本单位上年的报告", "about", "last")
def last_report(case: Case) -> Iterable[Finding]:
    """用来对照的上年报告，应是本单位上一年度的报告。

    比较什么：对照报告的年份是否为本年度的上一年，单位是否相同。
    为什么：对照错了报告，跨年的比较都没有意义。年份不对时，不再作跨年比较。
    依据：跨年勾稽关系的前提。
    不通过：2024年度的报告，对照的是2022年度的报告。
    通过：2024年度的报告，对照的是2023年度的报告。
    """
    if case.last is None:
        return
    now, then = case.report, case.last
    if then.year and now.year and then.year != now.year - 1:
        yield Finding(
            code="Y-LAST",
            severity="verify",
            message=f"对照的是{then.year}年度的报告，不是{now.year - 1}年度的",
            remedy=f"换用{now.year - 1}年度的报告；没有的，写明情况",
            expected=str(now.year - 1),
            actual=str(then.year),
            key="Y-LAST/year",
            figures=str(then.year),
        )
    if not same_unit(now.unit, then.unit):
        yield Finding(
            code="Y-LAST",
            severity="verify",
            message=f"对照的是“{then.unit}”的报告，填报单位是“{now.unit}”",
            remedy="换用本单位的上年报告；因更名、合并而不同的，写明情况",
            expected=now.unit,
            actual=then.unit,
            key="Y-LAST/unit",
            figures=then.unit,
        )
