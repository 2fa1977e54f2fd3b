"""Any imported report of any form becomes next year's draft: a test for each pair of forms.

An office's own form, which adds rows and a table to the one in force, is one of them. Figures that
mean the same are carried or compared under the new form's ids; the rest stay in last year's report.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from giadesk.core.carry import draft_from
from giadesk.core.forms import FormLibrary
from giadesk.core.generations import figures_as
from giadesk.core.totals import figures_of
from giadesk.imports.recognise import recognise
from giadesk.imports.result import Recognised
from giadesk.places import shipped
from giadesk.store.drafts import Library
from tests.imports.documents import flattened
from tests.samples.reports import full_report

_OWN = """
id: gia-2021-heling
extends: gia-2021
name: 政府信息公开工作年度报告（禾岭县）
add:
  - table: disclosure
    after: coercion
    rows:
      - {id: inspections, label: 行政检查}
  - tables:
      - id: villages
        title: 村务公开情况
        section: other
        unit: 条
        blocks:
          - columns:
              - {id: items, label: 公开条数}
            rows:
              - {id: accounts, label: 村级账目}
              - {id: notices, label: 村级公示}
"""

FORMS = ("gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019", "gia-2021", "gia-2021-heling")
PAIRS = list(product(FORMS, FORMS))

APPLICANTS = ("natural", "business", "research", "welfare", "legal_service", "other_org")

CARRIED_OVER = {
    f"applications/carried_in/{who}": f"applications/carried_out/{who}" for who in APPLICANTS
}
"""上年结转 is last year's 结转下年度, from 2019 on; its total is computed."""

FROM_2014 = {
    "applications/received/total": "statistics/received/value",
    "applications/partly_granted/total": "statistics/partly_granted/value",
    "applications/denied_secret/total": "statistics/denied_secret/value",
    "proceedings/cases/review_total": "statistics/review/value",
    "proceedings/cases/review_upheld": "statistics/review_upheld/value",
    "proceedings/cases/review_corrected": "statistics/review_corrected/value",
    "proceedings/cases/review_other": "statistics/review_other/value",
}
"""What the table of 2014 counts that the forms since 2019 count too, by applicant or in all."""

FROM_2019 = {
    "disclosure/rules/effective": "disclosure/rules/public_total",
    "disclosure/normative/effective": "disclosure/normative/public_total",
}
"""What 2019 called 对外公开总数量 is 现行有效件数 since 2021."""

GROUPS = {
    "gia-2008": "prose",
    "gia-2014": "statistics",
    "gia-2014-shandong": "statistics",
    "gia-2019": "tables",
    "gia-2021": "tables",
    "gia-2021-heling": "tables",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> FormLibrary:
    """The shipped forms and an office's own, from its forms folder."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "gia-2021-heling.yaml").write_text(_OWN, "utf-8")
    return FormLibrary(shipped("forms"), folder)


@pytest.fixture(scope="module")
def imported(library: FormLibrary) -> dict[str, Recognised]:
    """A report of each form, read from a document that has lost all but its words."""
    return {form_id: _read(library, form_id) for form_id in FORMS}


def _read(library: FormLibrary, form_id: str) -> Recognised:
    form = library.get(form_id)
    report = full_report(form, "largest", characters=900, free_table=True)
    read = recognise(flattened(report, form), library)
    assert read.form.id == form_id
    assert read.report.values == report.values
    return read


def _same_meaning(old: str, new: str, library: FormLibrary) -> dict[str, str]:
    """The figures of a form that an older (or other) one has as well: new id to old id."""
    ours, theirs = library.get(new).indicators, library.get(old).indicators
    if GROUPS[old] == "statistics" and GROUPS[new] == "tables":
        return FROM_2014
    figures = [i for i in ours if i in theirs and ours[i].kind != "text"]
    same = {i: i for i in figures} if GROUPS[old] == GROUPS[new] else {}
    if old == "gia-2019" and new in ("gia-2021", "gia-2021-heling"):
        same |= FROM_2019
    return same


def test_the_forms_share_what_the_table_of_meanings_says(library: FormLibrary) -> None:
    assert len(library.get("gia-2021").indicators) == 200
    shared = {pair: len(_same_meaning(*pair, library)) for pair in PAIRS}
    assert shared["gia-2014", "gia-2014-shandong"] == 58
    assert shared["gia-2019", "gia-2021"] == 176
    assert shared["gia-2021", "gia-2021-heling"] == 200
    assert shared["gia-2021-heling", "gia-2021"] == 200
    assert shared["gia-2014-shandong", "gia-2021"] == 7
    assert shared["gia-2008", "gia-2021"] == 0


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_figures_that_mean_the_same_are_carried(library, imported, old, new) -> None:
    last, form = imported[old], library.get(new)
    before = figures_of(last.report, last.form)
    draft = draft_from(last.report, last.form, form, last.report.year + 1)
    wanted = CARRIED_OVER if GROUPS[old] == GROUPS[new] == "tables" else {}
    assert draft.values == {ours: before[theirs] for ours, theirs in wanted.items()}
    assert all(draft.values.values())


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_figures_that_mean_the_same_are_compared_and_no_others(library, imported, old, new) -> None:
    last = imported[old]
    before = figures_of(last.report, last.form)
    wanted = _same_meaning(old, new, library)
    assert figures_as(last.report, last.form, library.get(new)) == {
        ours: before[theirs] for ours, theirs in wanted.items()
    }


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_word_of_the_prose_is_in_the_draft(library, imported, old, new) -> None:
    last, form = imported[old], library.get(new)
    year = last.report.year
    draft = draft_from(last.report, last.form, form, year + 1)
    assert (draft.about.form, draft.year) == (new, year + 1)
    texts = [p.text for s in draft.sections for p in s.paragraphs]
    for section in last.report.sections:
        for paragraph in section.paragraphs:
            if not paragraph.table:
                assert _without_years(paragraph.text) in map(_without_years, texts)
    if not form.spec.free_sections:
        assert {s.id for s in draft.sections} <= {s.id for s in form.spec.sections}
    placed = {p.table for s in draft.sections for p in s.paragraphs if p.table}
    assert placed >= {t.id for t in form.tables.values() if not t.optional}
    assert f"{year + 1}年1月1日" in "".join(texts)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_table_of_no_form_comes_along_as_a_frame(library, imported, old, new) -> None:
    last = imported[old]
    draft = draft_from(last.report, last.form, library.get(new), last.report.year + 1)
    (before,) = [t.grid for s in last.report.sections for t in s.free_tables]
    (after,) = [t.grid for s in draft.sections for t in s.free_tables]
    assert (after.height, after.width) == (before.height, before.width)
    assert after.matrix()[0][0].text == before.matrix()[0][0].text == "培训对象"
    assert any(c.text.isdecimal() for c in before.cells)
    assert not any(c.text.isdecimal() for c in after.cells)


@pytest.mark.parametrize("old", FORMS)
def test_what_is_not_carried_stays_in_the_library_to_be_seen(
    tmp_path: Path, library, imported, old
) -> None:
    last = imported[old]
    form = library.get("gia-2021")
    draft = draft_from(last.report, last.form, form, last.report.year + 1)
    with Library.open(tmp_path / "library.db") as shelf:
        kept = shelf.load(shelf.create(draft, last.report)).last
    assert kept is not None
    assert kept.values == last.report.values
    assert figures_of(kept, last.form) == figures_of(last.report, last.form)
    assert kept.sections == last.report.sections


def _without_years(text: str) -> str:
    return re.sub(r"20\d\d年", "年", text)
