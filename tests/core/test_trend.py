"""Series over the years: other generations of the form, missing years, blanks, units."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.carry import blank_report
from giadesk.core.form import Form
from giadesk.core.report import About, Report
from giadesk.core.trend import (
    YearReport,
    leading,
    measures_of,
    one_a_year,
    series_of,
    table_over,
    tables_over,
    years_shown,
)
from tests.core.forms_of import shipped_forms

FORMS = shipped_forms()
NEW = FORMS.get("gia-2021")
UNIT = "临川县柳河镇人民政府"


def year(year: int, form: str = "gia-2021", **values: int | str) -> YearReport:
    """A report of that year; values as `applications__received__natural=3`."""
    report = blank_report(FORMS.get(form), UNIT, year)
    figures = {k.replace("__", "/"): Decimal(v) for k, v in values.items()}
    return YearReport(report.with_values(figures), FORMS.get(form))


def told(measure: str, *years: YearReport, form: Form = NEW) -> list[tuple[int, str]]:
    """The series of that measure, as a reader sees it."""
    series = series_of(measures_of(form)[measure], form, one_a_year(years))
    return [(p.year, p.words) for p in series.points]


def test_blank_zero_and_a_year_without_report_are_three_things() -> None:
    years = (
        year(2021, applications__received__natural=0),
        year(2022),
        year(2024, applications__received__natural=12),
    )
    assert told("applications/received/natural", *years) == [
        (2021, "0"),
        (2022, "未填"),
        (2023, "无报告"),
        (2024, "12"),
    ]


def test_a_total_is_computed_and_a_written_one_stands() -> None:
    years = (
        year(2023, applications__received__natural=3, applications__received__business=4),
        year(2024, applications__received__natural=3, applications__received__total=5),
    )
    assert told("applications/received/total", *years) == [(2023, "7"), (2024, "5")]


def test_figures_of_earlier_forms_are_found_under_what_they_were_called() -> None:
    years = (
        year(2020, "gia-2019", disclosure__normative__public_total=9),
        year(2021, disclosure__normative__effective=8),
    )
    assert told("disclosure/normative/effective", *years) == [(2020, "9"), (2021, "8")]


def test_a_sum_of_an_earlier_form_is_compared_with_its_successor() -> None:
    old = FORMS.get("gia-2014")
    parts = old.indicators["statistics/received/value"].parts
    values = {part.replace("/", "__"): 2 for part in parts}
    years = (
        year(2018, "gia-2014", **values),
        year(2019, "gia-2019", applications__received__natural=5),
    )
    expected = [(2018, str(2 * len(parts))), (2019, "5")]
    assert told("applications/received/total", *years) == expected
    # and looked at from the old form
    assert told("statistics/received/value", *years, form=old) == expected


def test_what_a_form_does_not_have_is_said_and_is_no_zero() -> None:
    years = (
        year(2013, "gia-2008"),
        year(2016, "gia-2014"),
        year(2020, "gia-2019"),
        year(2021, disclosure__fees__amount="1.5"),
    )
    words = dict(told("disclosure/fees/amount", *years))
    assert [words[y] for y in (2013, 2016, 2020, 2021)] == ["无此项", "无此项", "无此项", "1.5"]
    series = series_of(measures_of(NEW)["disclosure/fees/amount"], NEW, one_a_year(years))
    assert series.figures == (Decimal("1.5"),)


def test_a_group_that_was_one_figure_in_the_earlier_form() -> None:
    years = (
        year(2020, "gia-2019", applications__others__natural=3),
        year(
            2021,
            applications__others_not_paid__natural=1,
            applications__others_other__natural=4,
        ),
        year(2022),
    )
    expected = [(2020, "3"), (2021, "5"), (2022, "未填")]
    assert told("applications/others/natural", *years) == expected


def test_only_groups_that_the_form_itself_adds_up_have_a_sum() -> None:
    sums = {m.id for m in measures_of(NEW).values() if m.parts}
    assert "applications/denied/natural" in sums
    assert "applications/received/organisations" in sums
    assert not any(m.startswith("applications/results/") for m in sums)  # its own total is inside
    assert not any(m.startswith("proceedings/") for m in sums)
    assert not [m for m in measures_of(FORMS.get("gia-2014")).values() if m.parts]  # 渠道 overlap


def test_amounts_are_brought_to_one_unit() -> None:
    measure = measures_of(NEW)["disclosure/fees/amount"]
    in_yuan = msgspec.structs.replace(measure, unit="元")
    years = (year(2023, disclosure__fees__amount="1.5"),)
    assert series_of(measure, NEW, years).points[0].words == "1.5"
    assert series_of(in_yuan, NEW, years).points[0].words == "15000"
    count = msgspec.structs.replace(measure, unit="件", kind="count")
    assert series_of(count, NEW, years).points[0].words == "无此项"


def test_an_optional_table_that_is_left_out_is_absent() -> None:
    form = FORMS.get("gia-2008")
    table = next(t for t in form.spec.tables if t.optional)
    measure = next(m for m in measures_of(form).values() if m.table == table.id)
    filled = year(2013, "gia-2008", **{measure.id.replace("/", "__"): 0})
    assert told(measure.id, year(2012, "gia-2008"), filled, form=form) == [
        (2012, "无此项"),
        (2013, "0"),
    ]


def test_the_best_report_of_a_year_is_the_one_given_first() -> None:
    best = year(2023, applications__received__natural=1)
    other = year(2023, applications__received__natural=2)
    assert one_a_year((best, other, year(2022)))[1] is best
    assert [y.year for y in one_a_year((best, year(2022)))] == [2022, 2023]


def test_a_mistyped_year_does_not_make_thousands() -> None:
    assert years_shown((year(2020), year(2022))) == (2020, 2021, 2022)
    assert years_shown((year(202), year(2022))) == (202, 2022)
    assert years_shown(()) == ()


def test_tables_of_all_years_are_offered_the_newest_first() -> None:
    years = one_a_year(
        (year(2016, "gia-2014"), year(2017, "gia-2014"), year(2020, "gia-2019"), year(2021))
    )
    titles = {t.table: t.title for t in tables_over(years)}
    assert list(titles) == ["disclosure", "applications", "proceedings", "statistics"]
    assert titles["statistics"].endswith("（2016—2017年）")
    assert titles["applications"].endswith("（2020—2021年）")
    assert tables_over(years[:1])[0].title == FORMS.get("gia-2014").tables["statistics"].title


def test_side_by_side_has_every_line_of_every_form_once() -> None:
    years = one_a_year((year(2019, "gia-2019"), year(2021), year(2022)))
    lines = [s.measure.id for s in table_over("disclosure", years)]
    assert len(lines) == len(set(lines))
    newest = [m.id for m in measures_of(NEW).values() if m.table == "disclosure"]
    assert lines[: len(newest)] == newest
    older = {m.id for m in measures_of(FORMS.get("gia-2019")).values() if m.table == "disclosure"}
    assert "disclosure/rules/public_total" not in lines  # it is 现行有效 today
    assert older - set(lines) - {
        "disclosure/rules/public_total",
        "disclosure/normative/public_total",
    } <= set(newest)
    assert any(line not in newest for line in lines)  # 政府集中采购, which is in the old form alone
    for series in table_over("disclosure", years):
        assert [p.year for p in series.points] == [2019, 2020, 2021, 2022]
        assert series.points[1].state == "missing"


def test_change_needs_both_years() -> None:
    measure = measures_of(NEW)["applications/received/natural"]

    def change(*years: YearReport) -> Decimal | None:
        return series_of(measure, NEW, one_a_year(years)).change

    a, b = (
        year(2023, applications__received__natural=9),
        year(2024, applications__received__natural=4),
    )
    assert change(a, b) == -5
    assert change(a, year(2024)) is None
    assert change(a) is None
    assert change(a, year(2025, applications__received__natural=4)) is None  # 2024 is not there


@pytest.mark.parametrize(
    "form_id", ["gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021"]
)
def test_every_figure_of_every_form_has_a_trend_and_every_table_something_to_lead(
    form_id: str,
) -> None:
    form = FORMS.get(form_id)
    numbers = {i.id for i in form.indicators.values() if i.kind != "text"}
    assert numbers <= set(measures_of(form))
    for table in form.spec.tables:
        assert 1 <= len(leading(table, form)) <= 24
    wanted = {"本年新收·总计", "办理结果总计·总计", "结转下年度·总计"}
    if form_id == "gia-2021":
        assert wanted <= {m.name for m in leading(form.tables["applications"], form)}


@given(st.dictionaries(st.integers(2008, 2030), st.sampled_from(FORMS.ids), min_size=1, max_size=8))
def test_any_years_of_any_forms_stand_side_by_side(chosen: dict[int, str]) -> None:
    years = one_a_year(
        YearReport(Report(About(UNIT, y, f)), FORMS.get(f)) for y, f in chosen.items()
    )
    for choice in tables_over(years):
        for series in table_over(choice.table, years):
            assert [p.year for p in series.points] == list(years_shown(years))
            assert all(p.figure is None and p.state != "figure" for p in series.points)
