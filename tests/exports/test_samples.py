"""The invented full reports are what they claim: filled, in balance, long enough."""

from decimal import Decimal

import pytest

from giadesk.core.totals import figures_of
from tests.samples.reports import all_forms, full_report


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
@pytest.mark.parametrize("variant", ["plain", "largest", "zero", "long"])
def test_every_cell_is_filled_and_every_relation_of_the_year_holds(form, variant):
    report = full_report(form, variant)
    figures = figures_of(report, form)
    texts = {i.id for i in form.indicators.values() if i.kind == "text"}
    assert set(form.indicators) - texts == set(figures)
    assert sum(len(s.text) for s in report.sections) >= 5000
    for relation in form.relations:
        if relation.crosses_years or relation.severity != "must":
            continue
        left = sum((t.sign * figures[t.id] for t in relation.left), Decimal(0))
        right = sum((t.sign * figures[t.id] for t in relation.right), Decimal(0))
        holds = {"=": left == right, "<=": left <= right, ">=": left >= right}
        assert holds[relation.compare], relation.id
