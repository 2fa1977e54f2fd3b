"""What goes out comes back the same, through the files that our own writers make."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.exports.excel import write_xlsx
from giadesk.exports.html import write_html
from giadesk.exports.word import write_docx
from giadesk.imports import open_report
from tests.imports.documents import reports
from tests.samples.reports import all_forms, form_of, full_report

WHOLE = {"docx": write_docx, "html": write_html}


def prose(report):
    return [(p.level, p.text) for s in report.sections for p in s.paragraphs if not p.table]


def free_tables(report):
    return [
        (s.id, t.grid.caption, [(c.row, c.column, c.rows, c.columns, c.text) for c in t.grid.cells])
        for s in report.sections
        for t in s.free_tables
    ]


@pytest.mark.parametrize("suffix", WHOLE)
@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
def test_whole_reports_of_every_form(forms, tmp_path, form, suffix):
    report = full_report(
        form, "long", free_table=True, attachments=("统计表", "公示样式"), status="draft"
    )
    path = tmp_path / f"甲.{suffix}"
    WHOLE[suffix](report, form, path)
    read = open_report(path, forms)
    assert read.form.id == form.id
    assert read.report.about == report.about
    assert read.report.values == report.values
    assert prose(read.report) == prose(report)
    found = [table[1:] for table in free_tables(read.report)]
    assert found == [table[1:] for table in free_tables(report)]
    assert not read.unplaced


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
def test_the_figures_of_every_form_in_a_workbook(forms, tmp_path, form):
    report = full_report(form, "largest", free_table=True)
    path = tmp_path / "甲.xlsx"
    write_xlsx(report, form, path)
    read = open_report(path, forms)
    assert read.form.id == form.id
    assert (read.report.unit, read.report.year) == (report.unit, report.year)
    assert read.report.values == report.values
    assert [t[1] for t in free_tables(read.report)] == ["培训情况"]
    assert not read.unplaced


@pytest.mark.parametrize("suffix", WHOLE)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_reports_in_the_form_in_force(forms, tmp_path, suffix, data):
    form = form_of()
    report = data.draw(reports(form))
    path = tmp_path / f"乙.{suffix}"
    WHOLE[suffix](report, form, path)
    read = open_report(path, forms)
    assert read.report.about == report.about
    assert read.report.values == report.values
    for now, was in zip(read.report.sections, report.sections, strict=True):
        assert (now.id, now.title, now.paragraphs) == (was.id, was.title, was.paragraphs)
    assert [t[2] for t in free_tables(read.report)] == [t[2] for t in free_tables(report)]
    assert not read.unplaced
