"""Marking both sides of what does not agree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from giadesk.checks.registry import Finding
from giadesk.checks.run import Checker
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.session import Session
from giadesk.ui.table_relation import sides_of
from tests.ui.table_help import Key, Table

A = "applications"


def test_the_sides_of_a_relation_of_the_form(form: Form) -> None:
    cells = tuple(
        f"{A}/{row}/natural" for row in ("carried_out", "received", "carried_in", "handled")
    )
    left, right = sides_of(Finding("F", "must", "不平", cells=cells), form)
    assert left == {f"{A}/received/natural", f"{A}/carried_in/natural"}
    assert right == {f"{A}/handled/natural", f"{A}/carried_out/natural"}


def test_a_total_stands_against_its_parts(form: Form) -> None:
    total = f"{A}/received/total"
    parts = form.indicators[total].parts
    assert sides_of(Finding("F", "must", "和", cells=(*parts, total)), form) == (
        {total},
        set(parts),
    )


def test_other_figures_stand_against_the_one_to_mend(form: Form) -> None:
    cells = ("disclosure/rules/made", f"{A}/received/natural")
    wrong = Finding("F", "must", "?", cells=cells, formula="3 ≠ 4")
    assert sides_of(wrong, form) == ({cells[0]}, {cells[1]})
    empty = Finding("F", "must", "2格未填", cells=cells)
    assert sides_of(empty, form) == (set(cells), frozenset())
    assert sides_of(Finding("F", "must", "?"), form) == (frozenset(), frozenset())


def test_locating_a_finding_marks_its_relation_until_it_is_mended(
    make_table: Callable[..., Table],
    make_session: Callable[..., Session],
    make_report: Callable[..., Report],
    form: Form,
) -> None:
    report = make_report(received__natural=5, carried_in__natural=1, granted__natural=4)
    report = report.with_value(f"{A}/carried_out/natural", Decimal(1))
    table = make_table(session=make_session(report, find=Checker(form, None, None).findings))
    finding = next(
        f
        for f in table.session.findings
        if f"{A}/carried_out/natural" in f.cells and len(f.cells) == 4
    )
    table.session.locate(finding)
    assert table.figures.mark_of(f"{A}/received/natural") == 1
    assert table.figures.mark_of(f"{A}/handled/natural") == 2
    table.go("carried_out/natural")
    assert table.figures.mark_of(f"{A}/handled/natural") == 2
    table.type("2")
    table.press(Key.Key_Return)
    assert table.figures.mark_of(f"{A}/handled/natural") == 0


def test_going_to_a_cell_without_a_finding_takes_the_marks_away(make_table: Callable[..., Table]) -> None:  # fmt: skip
    table = make_table()
    table.editor.mark([f"{A}/received/natural"])
    table.go("granted/natural")
    assert table.figures.mark_of(f"{A}/received/natural") == 0
