"""How findings speak of figures: names, sides of a relation, the figures an explanation is bound to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from giadesk.core.form import Form, Term
from giadesk.core.prose import plain

_LISTED = 4


def names_of(terms: Sequence[Term], form: Form, where: str) -> list[str]:
    """How each term is called in a formula that says once, in `where`, what they have in common.

    本年新收·自然人, 上年结转·自然人 in 自然人列 are 本年新收 and 上年结转. Last year's are 上年报告….
    """
    parts = [form.indicators[t.id].name.split("·") for t in terms]
    if where and all(len(p) == 2 for p in parts) and len(parts) > 1:
        if len({p[1] for p in parts}) == 1:
            parts = [p[:1] for p in parts]
        elif len({p[0] for p in parts}) == 1:
            parts = [p[1:] for p in parts]
    return [("上年报告" if t.last else "") + "·".join(p) for t, p in zip(terms, parts, strict=True)]


def side(terms: Sequence[Term], names: Sequence[str], amounts: Sequence[Decimal]) -> str:
    """One side of a formula: 本年新收11＋上年结转2. Zero terms of a long sum are left out."""
    shown = list(zip(terms, names, amounts, strict=True))
    if len(shown) > _LISTED:
        shown = [item for item in shown if item[2]] or shown[:1]
    text = ""
    for term, name, amount in shown:
        sign = "－" if term.sign < 0 else ("＋" if text else "")
        text += f"{sign}{name}{plain(amount)}"
    return text


def listing(names: Sequence[str], limit: int = _LISTED) -> str:
    """甲、乙、丙; a long list is cut: 甲、乙、丙、丁等9项."""
    if len(names) <= limit:
        return "、".join(names)
    return f"{'、'.join(names[:limit])}等{len(names)}项"


def rests_on(figures: Mapping[str, Decimal], ids: Iterable[str], *also: object) -> str:
    """The figures a finding rests on, as one text; an explanation holds while it stays the same."""
    rows = [f"{i}={plain(figures[i]) if i in figures else ''}" for i in ids]
    return ";".join([*rows, *map(str, also)])
