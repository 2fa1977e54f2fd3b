"""The real reports: every figure and section that their labels name, and nothing lost."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from giadesk.core.totals import figures_of
from giadesk.imports import open_report, read_blocks
from giadesk.imports.recognise import traced
from tests.imports.documents import characters, content_of

pytestmark = pytest.mark.corpus


def test_the_invented_town_in_the_form_in_force(forms, corpus):
    expected = json.loads((corpus / "qingshi-2024.expected.json").read_text("utf-8"))
    read = open_report(corpus / "qingshi-2024.docx", forms)
    assert read.form.id == expected["form"]
    assert (read.report.unit, read.report.year) == (expected["unit"], expected["year"])
    figures = figures_of(read.report, read.form)
    labelled = []
    for value_id, indicator in read.form.indicators.items():
        section = read.form.sections[indicator.section].title
        labelled.append(
            (section, indicator.row_label[-1], indicator.col_label[-1], figures[value_id])
        )
    wanted = [
        (
            c["section"],
            c["row"].rpartition("/")[2],
            c["col"].rpartition("/")[2],
            Decimal(str(c["value"])),
        )
        for c in expected["cells"]
    ]
    assert len(labelled) == 200
    # the row of proceedings has no printed label
    assert sorted((s, c, v) for s, _, c, v in labelled) == sorted(
        (s, c, v) for s, _, c, v in wanted
    )
    rows = [w for w in wanted if w[1] and w[0] != read.form.sections["proceedings"].title]
    assert set(rows) <= set(labelled)
    assert [s.title for s in read.report.sections][1:] == expected["sections"]
    assert read.report.section("preamble").text
    assert not read.unplaced
    assert not read.repairs


FILES = [
    *(
        f"{n}.txt"
        for n in (
            "hongshan-2012",
            "longquan-2012",
            "zhangcun-2012",
            "nanlushan-2013",
            "mianyang-2015",
        )
    ),
    *(
        f"{n}.docx"
        for n in (
            "hongshan-2012",
            "zhangcun-2012",
            "nanlushan-2013",
            "mianyang-2015",
            "qingshi-2024",
        )
    ),
]


@pytest.mark.parametrize("name", FILES)
def test_no_character_is_lost_or_doubled(forms, corpus, name):
    document = read_blocks(corpus / name)
    read, used = traced(document, forms, name=name)
    report = read.report
    title = report.about.title or read.form.title_for(report.unit, report.year)
    given = characters(*document.text())
    kept = content_of(read) + characters(*used, title)
    # titles of sections that the file does not have are the form's own
    for section in report.sections:
        if not set(characters(section.title)) <= set(given):
            kept -= characters(section.title)
    assert not given - kept
