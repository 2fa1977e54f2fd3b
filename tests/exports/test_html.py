"""The web page: real tables, nothing that runs or is fetched, every text literal."""

from __future__ import annotations

import re

import msgspec
import pytest
from lxml import etree, html

from giadesk.core.blocks import Grid
from giadesk.core.document import blocks_of
from giadesk.core.report import Paragraph
from giadesk.exports import write_report, write_sign_off
from giadesk.exports.annexes import ANNEX_KINDS
from giadesk.exports.html import write_html
from tests.exports.html_rules import faults_of_page
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import all_forms, full_report

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "h3", "h4", "h5"),
    *("p", "br", "strong", "table", "caption", "colgroup", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "name",
        "content",
        "style",
        "scope",
        "rowspan",
        "colspan",
        "span",
        "aria-label",
    ),
}
FORMS = all_forms()


def page_of(report, form, folder):
    """The page, parsed as XML (which it also is) after its doctype."""
    write_html(report, form, folder / "r.html")
    text = (folder / "r.html").read_text("utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    return etree.fromstring(text.removeprefix("<!DOCTYPE html>\n").encode())


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_nothing_runs_and_nothing_is_fetched(form, tmp_path):
    page = page_of(full_report(form, "long", free_table=True), form, tmp_path)
    for element in page.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES
        for value in element.attrib.values():
            assert "url(" not in value
            assert "://" not in value
    assert "url(" not in page.findtext("head/style")
    assert "@import" not in page.findtext("head/style")


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_each_table_covers_its_grid_with_heads_that_say_their_scope(form, tmp_path):
    report = full_report(form, free_table=True)
    page = page_of(report, form, tmp_path)
    grids = [b for b in blocks_of(report, form) if isinstance(b, Grid)]
    tables = list(page.iter("table"))
    assert len(tables) == len(grids)
    for table, grid in zip(tables, grids, strict=True):
        if grid.table or grid.caption:
            assert (table.findtext("caption") or "").strip()
        else:
            assert table.get("aria-label")
        covered: dict[tuple[int, int], str] = {}
        rows = table.findall("*/tr")
        assert len(rows) == grid.height
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                while (number, column) in covered:
                    column += 1
                for down in range(int(cell.get("rowspan", 1))):
                    for across in range(int(cell.get("colspan", 1))):
                        place = (number + down, column + across)
                        assert place not in covered
                        covered[place] = "".join(cell.itertext())
                if cell.tag == "th":
                    assert cell.get("scope") in ("row", "col", "rowgroup", "colgroup")
        matrix = grid.matrix()
        texts = [[cell.text if cell else "" for cell in line] for line in matrix]
        for (r, c), text in covered.items():
            assert text == texts[r][c]
        assert len(covered) == grid.height * grid.width
        heads = {c.text for c in grid.cells if c.kind in ("head", "label") and c.text}
        assert heads == {
            "".join(th.itertext()) for th in table.iter("th") if "".join(th.itertext())
        }
        assert len(table.findall("thead/tr")) == grid.head_rows
        # a row group holds every row that a cell of it spans
        for group in table:
            for number, row in enumerate(group):
                for cell in row:
                    assert number + int(cell.get("rowspan", 1)) <= len(group)


def test_headings_stand_in_order_under_one_title(tmp_path, form):
    page = page_of(full_report(form), form, tmp_path)
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 6


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_text(payload, tmp_path, form):
    report = full_report(form, free_table=True)
    section = msgspec.structs.replace(
        report.sections[1], title=payload, paragraphs=(Paragraph(payload), Paragraph(payload, 3))
    )
    hostile = report.with_section(section).with_about(
        title=payload, signature=payload, date=payload, attachments=(payload,)
    )
    page = page_of(hostile, form, tmp_path)
    assert {e.tag for e in page.iter()} <= ALLOWED
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", payload)
    shown = "".join(page.find("body").itertext())
    assert shown.count(kept) >= 4
    # what a browser's forgiving parser makes of it is the same
    lenient = html.fromstring((tmp_path / "r.html").read_bytes())
    assert {e.tag for e in lenient.iter()} <= ALLOWED
    assert "".join(lenient.find("body").itertext()).count(kept) >= 4


def test_a_draft_is_marked_without_a_word_in_the_text(tmp_path, form):
    draft = page_of(full_report(form, status="draft"), form, tmp_path)
    assert "草　稿" in draft.findtext("head/style")
    assert "草　稿" not in "".join(draft.find("body").itertext())
    final = page_of(full_report(form), form, tmp_path)
    assert "草　稿" not in final.findtext("head/style")


def test_the_same_report_gives_the_same_bytes(tmp_path, form):
    report = full_report(form)
    pages = []
    for _ in range(2):
        write_html(report, form, tmp_path / "r.html")
        pages.append((tmp_path / "r.html").read_bytes())
    assert pages[0] == pages[1]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@pytest.mark.parametrize("status", ["draft", "final"])
def test_the_page_is_valid_html(form, status, tmp_path):
    report = full_report(form, "long", status=status, free_table=True, attachments=("核实说明",))
    before = full_report(form, "plain", year=report.year - 1)
    path = tmp_path / "r.html"
    write_report("html", report, form, path, annexes=ANNEX_KINDS, earlier=[(before, form)])
    assert faults_of_page(path.read_text("utf-8")) == []
    write_sign_off(report, form, path)
    assert faults_of_page(path.read_text("utf-8")) == []


PLANTED = {
    "not closed": ("</article>", ""),
    "closed twice": ("</h1>", "</h1></h1>"),
    "crossed": ("</strong>", "</p></strong>"),
    "block in a paragraph": ("</h1>", "</h1><p><table></table></p>"),
    "text in a row": ("<tr>", "<tr>文"),
    "no scope": ('<th scope="row"', "<th"),
    "a wrong scope": ('scope="col"', 'scope="column"'),
    "no doctype": ("<!DOCTYPE html>", ""),
    "no language": (' lang="zh-CN"', ""),
    "no character set": ('<meta charset="utf-8"/>', ""),
    "no title": ("<title>", "<title></title><desc>"),
    "script": ("</h1>", "</h1><script>x</script>"),
    "a picture from elsewhere": ("</h1>", "</h1><p><img src='http://x/y.png'></p>"),
    "an event": ("<h1>", "<h1 onclick='x()'>"),
    "a bare ampersand": ("</h1>", " A & B</h1>"),
    "a comment": ("</h1>", "</h1><!-- x -->"),
    "a row too short": ("<td", "<!td"),
    "two cells in one place": ('rowspan="3"', 'rowspan="4"'),
    "a span that is none": ('colspan="7"', 'colspan="0"'),
    "no caption": ("<caption>主动公开政府信息情况</caption>", ""),
    "no column groups": ("<colgroup", "<tbody></tbody><colgroup"),
    "a second h1": ("</h1>", "</h1><h1>x</h1>"),
    "an unknown element": ("</h1>", "</h1><marquee>x</marquee>"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_validator_finds_what_is_planted(fault, tmp_path, form):
    path = tmp_path / "r.html"
    write_html(full_report(form), form, path)
    text = path.read_text("utf-8")
    old, new = PLANTED[fault]
    assert old in text
    assert faults_of_page(text) == []
    assert faults_of_page(text.replace(old, new, 1))
