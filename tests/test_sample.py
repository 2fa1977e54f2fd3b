"""The sample town: its .docx is what its YAML says, and what its clerk makes of it passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from giadesk.checks.run import check_report
from giadesk.core.carry import draft_from
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.totals import figures_of
from giadesk.imports import open_report
from giadesk.places import shipped
from giadesk.sample import filled, last_years_report, sample_docx


@pytest.fixture(scope="module")
def forms() -> FormLibrary:
    return FormLibrary(shipped("forms"))


@pytest.fixture(scope="module")
def form(forms: FormLibrary) -> Form:
    return forms.get("gia-2021")


def test_the_docx_is_the_report_it_was_made_of(forms: FormLibrary, form: Form) -> None:
    read = open_report(sample_docx(), forms)
    assert read.report == last_years_report(form).with_about(status="draft")
    assert read.unplaced == ()


def test_both_years_pass_every_check_that_blocks_or_asks(form: Form) -> None:
    last = last_years_report(form)
    report = filled(draft_from(last, form, form, 2025), form)
    assert len(figures_of(report, form)) == len(form.indicators)
    for this, before in ((last, None), (report, last)):
        assert [f for f in check_report(this, form, before, form) if f.severity != "hint"] == []


def test_the_docx_is_up_to_date_with_the_layout(form: Form, tmp_path: Path) -> None:
    """Made anew by packaging/make_samples.py whenever the writer or the layout changes."""
    from giadesk.exports.word import write_docx

    target = tmp_path / "sample.docx"
    write_docx(last_years_report(form), form, target)
    assert target.read_bytes() == sample_docx().read_bytes()
