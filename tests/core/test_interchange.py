"""The report's JSON: what cannot be drawn or counted is refused before it comes into a library."""

from __future__ import annotations

from typing import Any

import pytest

from giadesk.core.errors import InputRefused
from giadesk.core.interchange import report_from_json, report_to_json
from tests.samples.reports import form_of, full_report

FORM = form_of()


def written() -> dict[str, Any]:
    return report_to_json(full_report(FORM, free_table=True), FORM)


def table_in(data: dict[str, Any]) -> dict[str, Any]:
    tables = [t for s in data["sections"] for t in s.get("free_tables", ())]
    assert tables
    grid: dict[str, Any] = tables[0]["grid"]
    return grid


def test_it_comes_back_as_it_was() -> None:
    assert report_from_json(written(), FORM) == full_report(FORM, free_table=True)


@pytest.mark.parametrize(
    "change",
    [
        {"figure": "applications/received/natural"},
        {"figure": "2.其他法律行政法规禁止公开"},
        {"row": 999},
        {"rows": 0},
        {"column": -1},
    ],
    ids=str,
)
def test_a_table_of_ones_own_that_cannot_stand_is_refused(change: dict[str, Any]) -> None:
    data = written()
    table_in(data)["cells"][0].update(change)
    with pytest.raises(InputRefused, match="已损坏"):
        report_from_json(data, FORM)
