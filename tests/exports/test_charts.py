"""Charts in the web page: text that can be read and searched, nothing that comes back as content."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from giadesk.core.forms import FormLibrary
from giadesk.core.report import Report
from giadesk.exports import write_report
from giadesk.exports.charts import table_charts
from giadesk.imports import open_report
from giadesk.places import shipped
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import all_forms, full_report
from tests.samples.strategies import reports

FORMS = [f for f in all_forms() if f.tables]
LIBRARY = FormLibrary(shipped("forms"))
SVG = "{http://www.w3.org/2000/svg}"
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)


def a_year_before(report: Report) -> Report:
    """The same report of the year before, every figure one more."""
    values = {k: v + 1 if isinstance(v, Decimal) else v for k, v in report.values.items()}
    about = msgspec.structs.replace(report.about, year=report.year - 1)
    return msgspec.structs.replace(report, about=about, values=values)


@each_form
def test_a_page_with_charts_is_still_the_same_report(form, tmp_path):
    report = full_report(form, free_table=True, status="draft", attachments=("核实说明",))
    with_charts, without = tmp_path / "with.html", tmp_path / "without.html"
    write_report("html", report, form, without)
    write_report("html", report, form, with_charts, earlier=[(a_year_before(report), form)])
    assert "<svg" in with_charts.read_text("utf-8")
    assert "<svg" not in without.read_text("utf-8")
    read = open_report(with_charts, LIBRARY, form_id=form.id)
    assert read == open_report(without, LIBRARY, form_id=form.id)
    assert read.unplaced == ()
    assert [r for r in read.repairs if r.what != "form"] == []


@each_form
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_report_with_charts_comes_back_as_it_was(form, data, tmp_path):
    report = data.draw(reports(form))
    page = tmp_path / "r.html"
    write_report("html", report, form, page, earlier=[(a_year_before(report), form)])
    read = open_report(page, LIBRARY, form_id=form.id)
    assert read.report == report
    assert read.unplaced == ()


@each_form
def test_figures_of_both_years_stand_in_the_chart_as_text(form):
    report = full_report(form)
    charts = table_charts(report, form, [(a_year_before(report), form)])
    assert charts
    assert set(charts) <= set(form.tables)
    for chart in charts.values():
        svg = etree.fromstring(chart.encode())
        assert svg.get("role") == "img"
        assert svg.get("aria-label") == svg.findtext(f"{SVG}title")
        words = [t.text for t in svg.iter(f"{SVG}text")]
        assert f"{report.year}年" in words
        assert f"{report.year - 1}年" in words
        assert {e.tag.removeprefix(SVG) for e in svg.iter()} <= {
            *("svg", "title", "desc", "rect", "line", "text")
        }
        bars = list(svg.iter(f"{SVG}rect"))
        assert len(bars) == sum(w.endswith("年") for w in words)


def test_without_an_earlier_year_or_figures_there_is_no_chart():
    form = FORMS[-1]
    report = full_report(form)
    assert table_charts(report, form, []) == {}
    later = msgspec.structs.replace(report, about=msgspec.structs.replace(report.about, year=2099))
    assert table_charts(report, form, [(later, form)]) == {}
    blank = msgspec.structs.replace(report, values={})
    assert table_charts(report, form, [(a_year_before(blank), form)]) == {}
    nothing = full_report(form, "zero")
    before = msgspec.structs.replace(a_year_before(nothing), values=nothing.values)
    assert table_charts(nothing, form, [(before, form)]) == {}  # all 0: nothing to draw


def test_an_earlier_form_stands_beside_the_present_one():
    new, old = LIBRARY.get("gia-2021"), LIBRARY.get("gia-2019")
    report = full_report(new)
    before = full_report(old)
    before = before.with_about(year=report.year - 1)
    charts = table_charts(report, new, [(before, old)])
    assert f"{report.year - 1}年" in charts["applications"]


@pytest.mark.parametrize("payload", PAYLOADS[:20])
def test_names_are_text_whatever_they_hold(payload):
    form = FORMS[-1]
    table = msgspec.structs.replace(form.spec.tables[1], title=payload)
    tables = tuple(table if t.id == table.id else t for t in form.spec.tables)
    from giadesk.core.form import Form

    hostile = Form(
        msgspec.structs.replace(form.spec, tables=tables),
        form.indicators,
        form.relations,
        form.totals,
    )
    report = full_report(form)
    chart = table_charts(report, hostile, [(a_year_before(report), hostile)])[table.id]
    svg = etree.fromstring(chart.encode())
    assert not list(svg.iter(f"{SVG}script"))
    assert svg.findtext(f"{SVG}title").startswith(payload[:1])
    assert not [a for e in svg.iter() for a in e.attrib if a.startswith("on")]


def test_the_same_reports_give_the_same_chart():
    form = FORMS[-1]
    report = full_report(form)
    given = [(a_year_before(report), form)]
    assert table_charts(report, form, given) == table_charts(report, form, given)
