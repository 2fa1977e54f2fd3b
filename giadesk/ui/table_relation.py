"""The two sides of the relation that a finding is about, to be marked in the table. No Qt."""

from __future__ import annotations

from giadesk.checks.registry import Finding
from giadesk.core.form import Form


def sides_of(finding: Finding, form: Form) -> tuple[frozenset[str], frozenset[str]]:
    """The figures on the left and on the right of what does not agree; the second may be empty.

    A finding names its figures, not its relation: the relation with just these figures is it, else a
    total stands against its parts, else the figure to be mended against the others. Where there is no
    formula (cells that are not filled) there are no sides.
    """
    cells = frozenset(finding.cells)
    for relation in form.relations:
        if relation.ids == cells:
            left = frozenset(t.id for t in relation.left if not t.last)
            return left, cells - left
    for value_id in finding.cells:
        indicator = form.indicators.get(value_id)
        if indicator is not None and indicator.parts and set(indicator.parts) <= cells:
            return frozenset([value_id]), cells - {value_id}
    first = frozenset(finding.cells[:1]) if finding.formula else cells
    return first, cells - first
