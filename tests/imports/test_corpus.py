"""The real reports: every figure and section that their labels name, and nothing lost."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal

import pytest

from giadesk.core.totals import figures_of
from giadesk.imports import open_report, read_blocks
from giadesk.imports.legacy import office
from giadesk.imports.recognise import traced
from tests.imports.documents import characters, content_of
from tests.imports.measure import figures_found, free_figures_found, sections_found

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
    "longquan-2012.html",
    "zhangcun-2012.xlsx",
    "real/suqian-2023/report.txt",
    "real/shuyang-fgj-2023/report.html",
    *(
        f"real/pingtan-{year}/report.{kind}"
        for year in (2014, 2019, 2022)
        for kind in ("txt", "rebuilt.html")
    ),
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
    read, used = traced(document, forms)
    report = read.report
    title = report.about.title or read.form.title_for(report.unit, report.year)
    given = characters(*document.text())
    kept = content_of(read) + characters(*used, title)
    # titles of sections that the file does not have are the form's own
    for section in report.sections:
        if not set(characters(section.title)) <= set(given):
            kept -= characters(section.title)
    assert not given - kept


TOWNS = {
    "hongshan-2012": (".txt", ".docx", ".doc"),
    "longquan-2012": (".txt", ".html"),
    "zhangcun-2012": (".txt", ".docx", ".wps"),
    "nanlushan-2013": (".txt", ".docx"),
    "mianyang-2015": (".txt", ".docx"),
}


@pytest.mark.parametrize("town", TOWNS)
def test_every_format_gives_the_same_report_with_the_labelled_sections(forms, corpus, town):
    reads = [open_report(corpus / f"{town}{suffix}", forms) for suffix in TOWNS[town]]
    for read in reads[1:]:
        assert read.report.about == reads[0].report.about
        assert _tidy(read.report) == _tidy(reads[0].report)
        assert read.report.values == reads[0].report.values
    found = sections_found(reads[0], corpus / f"{town}.labels.json")
    assert found.found == found.labelled, found.wrong
    labels = json.loads((corpus / f"{town}.labels.json").read_text("utf-8"))
    mended = [(r.was, r.where, r.now) for r in reads[0].repairs if r.what == "numbering"]
    for finding in labels["findings"]:
        if finding["kind"] == "numbering" and finding["sure"]:
            title = finding["where"].lstrip("一二三四五六七八九十、")
            if not any(title in where for _, where, _ in mended):
                assert title not in [s.title for s in reads[0].report.sections], finding


def _tidy(report):
    """Sections without the white space that a page does not show."""
    return [
        (s.id, s.title, [(p.level, "".join(p.text.split()), p.table) for p in s.paragraphs])
        for s in report.sections
    ]


def test_the_workbook_has_the_same_figures_as_the_text(forms, corpus):
    book = open_report(corpus / "zhangcun-2012.xlsx", forms)
    text = open_report(corpus / "zhangcun-2012.txt", forms)
    assert book.form.id == text.form.id == "gia-2014-shandong"
    assert book.report.values == text.report.values
    assert len(book.report.values) >= 55
    assert not book.unplaced
    assert not text.unplaced


REAL = {
    "pingtan-2014": "report.rebuilt.html",
    "pingtan-2019": "report.rebuilt.html",
    "pingtan-2022": "report.rebuilt.html",
    "shuyang-fgj-2023": "report.html",
    "suqian-2023": "report.txt",
}


@pytest.mark.parametrize("name", REAL)
def test_labelled_figures_and_sections_of_real_reports(forms, corpus, name):
    folder = corpus / "real" / name
    read = open_report(folder / REAL[name], forms)
    tables = folder / "tables.json"
    free = json.loads(tables.read_text("utf-8"))["form"] == "free"
    figures = free_figures_found(read, tables) if free else figures_found(read, tables)
    sections = sections_found(read, folder / "labels.json")
    print(f"{name}: figures {figures}, sections {sections}")
    assert not figures.wrong
    assert not sections.wrong
    assert not read.unplaced


@pytest.mark.parametrize("name", ["pingtan-2019", "pingtan-2022"])
def test_figures_of_a_page_that_ran_together_are_right_or_left(forms, corpus, name):
    folder = corpus / "real" / name
    right = open_report(folder / "report.rebuilt.html", forms).report.values
    read = open_report(folder / "report.txt", forms)
    assert read.report.year == int(name[-4:])
    assert {k: v for k, v in read.report.values.items() if right.get(k, v) != v} == {}
    assert len(read.report.values) >= 0.8 * len(right)


@pytest.mark.rendered
def test_what_libreoffice_makes_of_them(forms, corpus, tmp_path):
    program = office()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    pages = []
    for name in ("pingtan-2014", "pingtan-2019", "pingtan-2022", "shuyang-fgj-2023"):
        page = tmp_path / f"{name}.html"
        page.write_bytes((corpus / "real" / name / REAL[name]).read_bytes())
        pages.append(page)
    run = [str(program), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    html = ["--convert-to", "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)"]
    to = ["--outdir", str(tmp_path)]
    subprocess.run(
        [*run, *html, *to, *map(str, pages)], check=True, capture_output=True, timeout=100
    )
    printed = [str(p.with_suffix(".docx")) for p in pages]
    subprocess.run(
        [*run, "--convert-to", "pdf", *to, *printed], check=True, capture_output=True, timeout=100
    )
    labelled = found = 0
    for path in (p.with_suffix(s) for p in pages for s in (".docx", ".pdf")):
        folder = corpus / "real" / path.stem
        read = open_report(path, forms)
        tables = folder / "tables.json"
        free = json.loads(tables.read_text("utf-8"))["form"] == "free"
        figures = free_figures_found(read, tables) if free else figures_found(read, tables)
        assert not sections_found(read, folder / "labels.json").wrong
        print(f"{path.name}: figures {figures}")
        labelled, found = labelled + figures.labelled, found + figures.found
    assert found >= 0.995 * labelled
