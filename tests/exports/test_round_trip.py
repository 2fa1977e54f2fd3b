"""What goes out comes back the same: report to file to report, for random reports of every form.

GIADESK_ROUND_TRIPS sets how many reports of each form and format are tried (default: a few; the
long run of 2,000 each is `GIADESK_ROUND_TRIPS=2000`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import ROLES, Explanation, Report, SignOff
from giadesk.exports import write_report
from giadesk.exports.annexes import ANNEX_KINDS, ANNEX_NAMES, Explained, Review
from giadesk.exports.excel import write_xlsx
from giadesk.exports.html import write_html
from giadesk.exports.package import write_package
from giadesk.exports.word import write_docx
from giadesk.imports import open_report
from giadesk.imports.package import read_package
from giadesk.places import shipped
from tests.samples.reports import all_forms, full_report
from tests.samples.strategies import prose, reports

FORMS = all_forms()
LIBRARY = FormLibrary(shipped("forms"))
TRIES = int(os.environ.get("GIADESK_ROUND_TRIPS", "12"))
RANDOM = settings(
    max_examples=TRIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)


def back(report: Report, form: Form, write: Callable[..., None], path: Path) -> Report:
    """The report that is read from what was written; nothing may be left over or mended."""
    write(report, form, path)
    found = open_report(path, LIBRARY, form_id=form.id)
    assert found.unplaced == ()
    # the reader says which form it took, and that it left out the sheet 核对, which holds no figures
    assert [r for r in found.repairs if r.what != "form" and r.where != "工作表"] == []
    return found.report


@each_form
@pytest.mark.parametrize("variant", ["plain", "largest", "zero", "long"])
def test_a_full_report_comes_back_from_word_as_it_was(form, variant, tmp_path):
    report = full_report(form, variant, free_table=True, status="draft", attachments=("核实说明",))
    assert back(report, form, write_docx, tmp_path / "r.docx") == report


@each_form
@pytest.mark.parametrize("variant", ["plain", "zero", "long"])
def test_a_full_report_comes_back_from_its_web_page_as_it_was(form, variant, tmp_path):
    report = full_report(form, variant, free_table=True, status="draft", attachments=("核实说明",))
    assert back(report, form, write_html, tmp_path / "r.html") == report


@each_form
@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize("named", [(), ("统计表",), ("规范性文件清单", "核实说明")])
def test_a_report_with_annexes_comes_back_without_them(form, kind, named, tmp_path):
    """As it was, but that its 附件说明 names the annexes, as it was printed."""
    report = full_report(form, "long", free_table=True, attachments=named)
    report = report.with_about(status="draft")
    review = Review(0, 1, (Explained("一、总体情况", "与上年相比变化较大", "台账可查。"),))
    path = tmp_path / f"r.{kind}"
    write_report(kind, report, form, path, annexes=ANNEX_KINDS, review=review)
    found = open_report(path, LIBRARY, form_id=form.id)
    added = (n for n in ANNEX_NAMES.values() if n not in named)
    assert found.report == report.with_about(attachments=(*named, *added))
    assert [r.where for r in found.repairs] == ["附件"] * 3
    assert any("台账可查。" in text for text in found.unplaced)


@each_form
@RANDOM
@given(data=st.data())
def test_any_report_comes_back_from_word_as_it_was(form, data, tmp_path):
    report = data.draw(reports(form))
    assert back(report, form, write_docx, tmp_path / "r.docx") == report


@each_form
@RANDOM
@given(data=st.data())
def test_any_report_comes_back_from_its_web_page_as_it_was(form, data, tmp_path):
    report = data.draw(reports(form))
    assert back(report, form, write_html, tmp_path / "r.html") == report


@each_form
@RANDOM
@given(data=st.data())
def test_any_report_comes_back_from_a_package_as_it_was(form, data, tmp_path):
    report, last = data.draw(reports(form)), data.draw(st.none() | reports(form))
    signed = msgspec.structs.replace(
        report,
        signoff=tuple(
            SignOff(role, "王示例", report.about.date, data.draw(prose)) for role in ROLES
        ),
        explanations=(Explanation("P-LIST-SUM/overview/总计", data.draw(prose), "1,2"),),
    ).with_about(status=data.draw(st.sampled_from(("draft", "review", "final"))))
    write_package(signed, form, tmp_path / "r.gia", last, form)
    package = read_package(tmp_path / "r.gia", LIBRARY)
    assert (package.report, package.last) == (signed, last)


def free_words(report: Report) -> list[list[tuple[int, int, int, int, str]]]:
    """The free tables as their cells stand: place, spans, words."""
    return [
        [(c.row, c.column, c.rows, c.columns, c.text) for c in table.grid.cells]
        for section in report.sections
        for table in section.free_tables
    ]


@pytest.mark.parametrize("form", [f for f in FORMS if f.tables], ids=lambda f: f.id)
@RANDOM
@given(data=st.data())
def test_all_that_a_workbook_holds_of_any_report_comes_back_from_it(form, data, tmp_path):
    """Every figure, the office, the year and the tables that belong to no form: a workbook holds no
    prose, signature or date."""
    report = data.draw(reports(form))
    found = back(report, form, write_xlsx, tmp_path / "r.xlsx")
    assert found.values == report.values
    assert (found.unit, found.year) == (report.unit, report.year)
    assert free_words(found) == free_words(report)
