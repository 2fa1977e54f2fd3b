"""勾稽关系 within one year: written totals, balances, parts and wholes.

One wrong figure breaks several relations (its row's total, its column's total, the balance). The
clerk is shown one finding that names the figure, not one for each relation: see `_diagnose`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.blanks import lone_blanks
from giadesk.checks.registry import Case, Finding, Mend, Place, check
from giadesk.checks.say import names_of, rests_on, side
from giadesk.core.form import Form, Id, Relation, Severity, Term
from giadesk.core.prose import plain
from giadesk.core.totals import Figures


class _Law(NamedTuple):
    """An equation between figures of one year: a total and its parts, or a relation of the form."""

    key: str
    code: str
    severity: Severity
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    where: str
    says: str
    remedy: str
    total: Id = ""


class _Broken(NamedTuple):
    """A law that does not hold: what each side comes to, and its typed figures with their signs."""

    law: _Law
    left: Decimal
    right: Decimal
    weights: dict[Id, int]

    @property
    def gap(self) -> Decimal:
        return self.left - self.right


@check("F-SUM", "must", "总计等于各分项之和", "figures")
def sums(case: Case) -> Iterable[Finding]:
    """表格中写明的总计，应等于各分项之和。

    比较什么：每一个总计与它的各分项之和。既是行总计又是列总计的数，横向、纵向都要相符。程序自动计算的总计不会出错；只比较解锁后手填的总计，和从文件读入、与分项不符的总计。某一个分项填错，使它所在的行和列都不平的，直接指出这个分项。
    为什么：总计与分项不符，公开后最容易被看出，上级汇总时也会被退回。
    依据：国办公开办函〔2021〕30号所附格式，第三部分、第四部分表格。
    不通过：本年新收自然人11、商业企业3、其余为0，总计写作15。
    通过：本年新收自然人11、商业企业3、其余为0，总计写作14。
    """
    return _of_code(case, "F-SUM")


@check("F-BALANCE", "must", "收到与处理的申请数量相等", "figures")
def balances(case: Case) -> Iterable[Finding]:
    """第三部分每一列中，第一项加第二项之和，应等于第三项加第四项之和。

    比较什么：每一列的本年新收加上年结转，与办理结果总计加结转下年度继续办理。自然人、各类组织和总计各列分别比较；总计列的差额只是由其他列带来的，不再重复指出。
    为什么：收到的申请或者已经办理，或者结转下年度，一件不多，一件不少。
    依据：国办公开办函〔2021〕30号所附格式，第三部分表头注明的勾稽关系。
    不通过：自然人列本年新收11、上年结转2，办理结果总计11、结转下年度3。
    通过：自然人列本年新收11、上年结转2，办理结果总计11、结转下年度2。
    """
    return _of_code(case, "F-BALANCE")


@check("F-RELATION", "must", "表式规定的其他关系", "figures")
def other_relations(case: Case) -> Iterable[Finding]:
    """表式中规定的其他数量关系。

    比较什么：表式文件写明的等于、不多于、不少于的关系，如各渠道公开数不多于主动公开总数、申请答复数不多于申请办结数。有的是必须成立的，有的需要核实或者写明情况。
    为什么：这些关系不成立，多半是填错了行，或者口径不一致。
    依据：各表式的填报说明。
    不通过：主动公开政府信息数50条，其中政府网站公开80条。
    通过：主动公开政府信息数80条，其中政府网站公开80条。
    """
    return _of_code(case, "F-RELATION")


@check("F-PART-EXCEEDS", "must", "其中项不多于总项", "figures")
def parts_within_whole(case: Case) -> Iterable[Finding]:
    """“其中”项不能多于它所属的总项。

    比较什么：表格中“其中”一行的数，与它上面总项的数。
    为什么：一部分不能多于全部。
    依据：政府信息公开情况统计表的指标关系。
    不通过：参加或举办新闻发布会总次数1次，其中主要负责同志参加2次。
    通过：参加或举办新闻发布会总次数2次，其中主要负责同志参加2次。
    """
    return _of_code(case, "F-PART-EXCEEDS")


def _of_code(case: Case, code: str) -> list[Finding]:
    return [f for f in case.once(_findings) if f.code == code]


def _findings(case: Case) -> tuple[Finding, ...]:
    """Every finding of this module; the four checks each show their own codes of it."""
    found = list(_limits(case))
    broken, sound = _evaluate(case)
    if broken:
        found.extend(_diagnose(case, broken, sound))
    return tuple(found)


# --- equations ---------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _relations(form: Form) -> tuple[list[_Law], list[Relation]]:
    """The form's equations and its inequalities within one year."""
    equal = [
        _Law(r.id, r.code, r.severity, r.left, r.right, r.where, r.says, r.remedy)
        for r in form.relations
        if not r.crosses_years and r.compare == "="
    ]
    return equal, [r for r in form.relations if not r.crosses_years and r.compare != "="]


def _sum_laws(form: Form, written: frozenset[Id]) -> Iterator[_Law]:
    """The ways to add up the totals, where a written total is concerned."""
    for total in form.totals:
        indicator = form.indicators[total]
        for parts in (indicator.parts, indicator.other_parts):
            if parts and (total in written or not written.isdisjoint(parts)):
                across = form.indicators[parts[0]].row == indicator.row
                yield _Law(
                    key=f"{total}/{'across' if across else 'down'}",
                    code="F-SUM",
                    severity="must",
                    left=(Term(total),),
                    right=tuple(Term(p) for p in parts),
                    where="",
                    says="总计等于各分项之和",
                    remedy="核对各分项；分项无误的，改正总计",
                    total=total,
                )


def _evaluate(case: Case) -> tuple[list[_Broken], list[_Law]]:
    """The laws that do not hold, and those that do. A law with a blank figure is neither.

    A blank part of a total counts as 0, as it does for whoever reads the printed table, unless it is one
    of a few among filled ones and would settle what does not hold: it is found fault with by itself.
    """
    form, figures = case.form, case.figures
    written = frozenset(t for t in form.totals if t in case.report.values)
    laws = list(_relations(form)[0])
    if written:
        laws.extend(_sum_laws(form, written))
    broken: list[_Broken] = []
    sound: list[_Law] = []
    blank = lone_blanks(case)
    for law in laws:
        terms = (*law.left, *law.right)
        if law.total:
            if law.total not in figures or not any(t.id in figures for t in law.right):
                continue
        elif any(t.id not in figures for t in terms) or _is_implied(law, form, written):
            continue
        left, right = _amount(law.left, figures), _amount(law.right, figures)
        if left == right:
            sound.append(law)
            continue
        one = _Broken(law, left, right, _weights(law, form, written))
        if not _is_settled_by(blank, one, form):
            broken.append(one)
    return broken, sound


def _is_settled_by(blanks: frozenset[Id], one: _Broken, form: Form) -> bool:
    """Whether some figure in a blank cell would make the law hold; none is less than 0."""
    return any(
        one.weights[i] * one.gap < 0 or form.indicators[i].kind == "signed"
        for i in blanks.intersection(one.weights)
    )


def _is_implied(law: _Law, form: Form, written: frozenset[Id]) -> bool:
    """Whether the law only adds up what is stated for every other column (or row) already."""
    cells = [form.indicators[t.id] for t in (*law.left, *law.right)]
    if any(not c.computed or c.id in written for c in cells):
        return False
    if len({c.column for c in cells}) == 1:
        return all(form.indicators[c.parts[0]].row == c.row for c in cells)
    return all(form.indicators[c.parts[0]].column == c.column for c in cells)


def _amount(terms: Iterable[Term], figures: Figures) -> Decimal:
    zero = Decimal(0)
    return sum((figures.get(t.id, zero) * t.sign for t in terms), zero)


def _weights(law: _Law, form: Form, written: frozenset[Id]) -> dict[Id, int]:
    """How often each typed figure counts in left minus right, computed totals taken apart."""
    weights: dict[Id, int] = {}

    def add(value_id: Id, weight: int) -> None:
        indicator = form.indicators[value_id]
        if indicator.computed and value_id not in written:
            for part in indicator.parts:
                add(part, weight)
        else:
            weights[value_id] = weights.get(value_id, 0) + weight

    for term in law.left:
        add(term.id, term.sign)
    for term in law.right:
        add(term.id, -term.sign)
    return {value_id: weight for value_id, weight in weights.items() if weight}


def _diagnose(case: Case, broken: list[_Broken], sound: list[_Law]) -> Iterator[Finding]:
    """One finding for each figure that alone explains broken laws, or for each law left over.

    A figure explains the broken laws it is in if one change of it mends all of them and it is in no
    law that holds.
    """
    written = frozenset(t for t in case.form.totals if t in case.report.values)
    firm = {i for law in sound for i in _weights(law, case.form, written)}
    left_over = list(broken)
    while left_over:
        explained = _explanations(left_over, firm)
        most = max(map(len, explained.values()), default=0)
        if most < 2:
            break
        suspects = [i for i, laws in explained.items() if len(laws) == most]
        laws = explained[suspects[0]]
        if len(suspects) == 1:
            yield _wrong_figure(case, suspects[0], laws)
        else:
            yield _broken_law(case, min(laws, key=lambda b: len(b.weights)))
        left_over = [b for b in left_over if b not in laws]
    for one in left_over:
        yield _broken_law(case, one)


def _explanations(broken: list[_Broken], firm: set[Id]) -> dict[Id, list[_Broken]]:
    """For each figure that alone could be wrong: the broken laws that its change would mend."""
    explained: dict[Id, list[_Broken]] = {}
    needs: dict[Id, set[Decimal]] = {}
    for one in broken:
        for value_id, weight in one.weights.items():
            if value_id not in firm:
                explained.setdefault(value_id, []).append(one)
                needs.setdefault(value_id, set()).add(-one.gap / weight)
    return {i: laws for i, laws in explained.items() if len(needs[i]) == 1}


def _wrong_figure(case: Case, value_id: Id, laws: list[_Broken]) -> Finding:
    indicator = case.form.indicators[value_id]
    figures = case.figures
    now = figures.get(value_id, Decimal(0))
    right = now - laws[0].gap / laws[0].weights[value_id]
    law = next((b.law for b in laws if not b.law.total and not indicator.computed), laws[0].law)
    others = [t.id for b in laws for t in (*b.law.left, *b.law.right)]
    cells = tuple(dict.fromkeys([value_id, *others]))
    formulas = "；".join(_formula(case, b, figures) for b in laws)
    possible = right >= 0 or indicator.kind == "signed"
    return Finding(
        code="F-SUM" if indicator.computed else law.code,
        severity="must",
        message=f"“{indicator.name}”为{plain(now)}，使{len(laws)}处关系不成立"
        + (f"，按其余各数应为{plain(right)}" if possible else ""),
        remedy=f"核对“{indicator.name}”",
        where=Place(section=indicator.section),
        cells=cells,
        expected=plain(right) if possible else "",
        actual=plain(now),
        formula=formulas,
        key=f"F-FIGURE/{value_id}",
        figures=rests_on(figures, cells),
        mends=(_set_to(case.form, value_id, right),) if possible else (),
    )


def _set_to(form: Form, value_id: Id, figure: Decimal) -> Mend:
    """The mend that puts a figure in its place; a computed total is computed again."""
    indicator = form.indicators[value_id]
    label = f"“{indicator.name}”改为{plain(figure)}"
    return Mend(label, values={value_id: None if indicator.computed else plain(figure)})


def _formula(case: Case, one: _Broken, figures: Mapping[Id, Decimal]) -> str:
    law = one.law
    terms = (*law.left, *law.right)
    names = names_of(terms, case.form, law.where or "total" * bool(law.total))
    amounts = [figures.get(t.id, Decimal(0)) for t in terms]
    n = len(law.left)
    lead = law.where
    if law.total:
        indicator = case.form.indicators[law.total]
        row, _, column = indicator.name.partition("·")
        across = case.form.indicators[law.right[0].id].row == indicator.row
        lead = row if across or not column else column + "列"
    left = side(law.left, names[:n], amounts[:n])
    right = side(law.right, names[n:], amounts[n:])
    return f"{lead}：{left} ≠ {right}" if lead else f"{left} ≠ {right}"


def _broken_law(case: Case, one: _Broken) -> Finding:
    law, figures = one.law, case.figures
    section = case.form.indicators[law.left[0].id].section
    gap = plain(abs(one.gap))
    if law.total:
        indicator = case.form.indicators[law.total]
        message = (
            f"“{indicator.name}”写作{plain(one.left)}，各分项之和为{plain(one.right)}，相差{gap}"
        )
        cells = (law.total, *(t.id for t in law.right))
        expected, actual = plain(one.right), plain(one.left)
        mends: tuple[Mend, ...] = (Mend(f"总计改为{plain(one.right)}", values={law.total: None}),)
    else:
        message = (
            f"{law.where}{(law.says and f'不符合“{law.says}”') or '两边不等'}："
            f"左边合计{plain(one.left)}，右边合计{plain(one.right)}，相差{gap}"
        )
        typed = [t.id for t in (*law.right, *law.left) if not case.form.indicators[t.id].computed]
        rest = [t.id for t in (*law.left, *law.right)]
        cells = tuple(dict.fromkeys([*typed[:1], *rest]))
        expected, actual = plain(one.left), plain(one.right)
        mends = ()
    return Finding(
        code=law.code,
        severity=law.severity,
        message=message,
        remedy=law.remedy or "核对这几个数",
        where=Place(section=section),
        cells=cells,
        expected=expected,
        actual=actual,
        formula=_formula(case, one, figures),
        key=f"{law.code}/{law.key}",
        figures=rests_on(figures, cells),
        mends=mends,
    )


# --- limits ------------------------------------------------------------------------------------

_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_NOT = {"<=": "＞", ">=": "＜"}
_LIMIT = {"<=": "不应多于", ">=": "不应少于"}
_SIGN = {"<=": "≤", ">=": "≥"}


def _limits(case: Case) -> Iterator[Finding]:
    figures = case.figures
    for relation in _relations(case.form)[1]:
        terms = (*relation.left, *relation.right)
        if any(t.id not in figures for t in terms):
            continue
        left, right = _amount(relation.left, figures), _amount(relation.right, figures)
        if _HOLDS[relation.compare](left, right):
            continue
        names = names_of(terms, case.form, relation.where)
        amounts = [figures[t.id] for t in terms]
        n = len(relation.left)
        left_text = side(relation.left, names[:n], amounts[:n])
        right_text = side(relation.right, names[n:], amounts[n:])
        cells = tuple(dict.fromkeys(t.id for t in terms))
        limit = _LIMIT[relation.compare]
        yield Finding(
            code=relation.code,
            severity=relation.severity,
            message=f"{left_text}，{limit}{right_text}"
            + (f"（{relation.says}）" if relation.says else ""),
            remedy=relation.remedy or "核对这几个数",
            where=Place(section=relation.section),
            cells=cells,
            expected=f"{_SIGN[relation.compare]}{plain(right)}",
            actual=plain(left),
            formula=f"{left_text} {_NOT[relation.compare]} {right_text}",
            key=f"{relation.code}/{relation.id}",
            figures=rests_on(figures, cells),
        )
