"""One wrong figure in a consistent table is found, and named where it can be told."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from giadesk.checks.run import check_report
from giadesk.core.form import Form
from giadesk.core.report import Paragraph, Report
from giadesk.core.totals import figures_of
from tests.checks.sample import form, sample

FORM: Form = form()
ROWS = [
    "received", "carried_in", "granted", "partly_granted", "denied_secret", "unavailable_not_held",
    "declined_repeated", "others_other", "handled", "carried_out",
]  # fmt: skip
COLUMNS = ["natural", "business", "research", "welfare", "legal_service", "other_org", "total"]


@st.composite
def tables(draw: st.DrawFn) -> Report:
    """A balanced table with every total written, as an imported file has them."""
    values = dict(sample().values)
    for column in COLUMNS[:-1]:
        handled = 0
        for row in FORM.indicators.values():
            if row.table == "applications" and row.column == column and not row.computed:
                values[row.id] = Decimal(0)
        for name in ROWS[2:8]:
            amount = draw(st.integers(0, 30))
            values[f"applications/{name}/{column}"] = Decimal(amount)
            handled += amount
        out = draw(st.integers(0, 9))
        carried = draw(st.integers(0, min(5, handled + out)))
        values[f"applications/carried_out/{column}"] = Decimal(out)
        values[f"applications/carried_in/{column}"] = Decimal(carried)
        values[f"applications/received/{column}"] = Decimal(handled + out - carried)
    report = Report(sample().about, sample().sections, values)
    return report.with_values(figures_of(report, FORM))


def _figures_found(report: Report) -> list[tuple[str, str, str]]:
    return [
        (f.cells[0], f.expected, f.actual)
        for f in check_report(report, FORM)
        if f.code.startswith("F-")
    ]


@given(tables(), st.sampled_from(ROWS), st.sampled_from(COLUMNS), st.integers(1, 9))
@settings(max_examples=80, deadline=None)
def test_one_wrong_figure_among_written_totals_is_named(
    report: Report, row: str, column: str, more: int
) -> None:
    assert _figures_found(report) == []
    value_id = f"applications/{row}/{column}"
    right = report.figure(value_id)
    assert right is not None
    wrong = report.with_value(value_id, right + more)
    found = _figures_found(wrong)
    assert found == [(value_id, str(right), str(right + more))]


@given(tables(), st.sampled_from(COLUMNS[:-1]), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_an_unbalanced_column_is_found_once_where_totals_are_computed(
    report: Report, column: str, more: int
) -> None:
    report = report.with_values(dict.fromkeys(FORM.totals))
    value_id = f"applications/carried_out/{column}"
    wrong = report.with_value(value_id, Decimal(more) + (report.figure(value_id) or 0))
    (found,) = [f for f in check_report(wrong, FORM) if f.code.startswith("F-")]
    assert found.code == "F-BALANCE"
    assert found.cells[0] == value_id
    assert Decimal(found.actual) - Decimal(found.expected) == more


def test_the_mend_of_a_wrong_total_computes_it_again() -> None:
    report = sample().with_value("applications/granted/total", Decimal(99))
    (finding,) = [f for f in check_report(report, FORM) if f.code == "F-SUM"]
    (mend,) = finding.mends
    mended = report.with_values({k: v if v is None else Decimal(v) for k, v in mend.values.items()})
    assert check_report(mended, FORM) == ()


def test_who_leaves_the_zeros_blank_is_told_what_does_not_balance() -> None:
    figures = {"received": 5, "carried_in": 1, "granted": 4, "carried_out": 1}
    report = sample()
    blank = {i: None for i in report.values if i.startswith("applications/")}
    filled = {f"applications/{row}/natural": Decimal(n) for row, n in figures.items()}
    assert ("6", "5") in [f[1:] for f in _figures_found(report.with_values({**blank, **filled}))]


def test_blanks_of_the_older_statistics_table_are_zeros() -> None:
    """Its totals are known although most offices leave the rows without a figure blank."""
    old = form("gia-2014")
    ids = [i.id for i in old.indicators.values() if not i.computed and i.table == "statistics"]
    values = {i: Decimal(0) for i in ids}
    values["statistics/received_online/value"] = Decimal(3)
    values["statistics/received_fax/value"] = None  # type: ignore[assignment]
    report = sample("gia-2014").with_values(values)
    section = next(s.id for s in report.sections if s.paragraphs)
    said = [Paragraph("全年收到政府信息公开申请8件。")]
    findings = check_report(report.with_paragraphs(section, said), old)
    assert [f.expected for f in findings if f.code == "P-TABLE"] == ["3"]
