"""The rendered pages measured, as layout.md 4 says: what is asked for in XML is what comes out."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from giadesk.core.blocks import Grid, Heading
from giadesk.core.document import blocks_of
from tests.rendered.conftest import FIXTURES
from tests.rendered.measure import MM
from tests.samples.reports import form_of

pytestmark = pytest.mark.rendered

NAMES = list(FIXTURES)


@pytest.mark.parametrize(
    "name", ["hanzi-gbt9704", "hanzi-gbt9704-ink", "qt-hanzi-gbt9704", "qt-hanzi-gbt9704-ink"]
)
def test_a_full_page_has_22_lines_of_28_characters(rendered, name):
    profile = FIXTURES[name][2]
    pages = rendered.pages(name)
    assert len(pages) >= 4
    for page in pages[1:-1]:
        assert len(page.body) == 22
        gaps = [(b.baseline - a.baseline) * MM for a, b in pairwise(page.body)]
        assert min(gaps) > profile.line / 20 - 0.06
        assert max(gaps) < profile.line / 20 + 0.06
        counts = Counter(len(line.glyphs) for line in page.body)
        assert counts.most_common(1)[0][0] == 28
        full = [line for line in page.body if len(line.glyphs) == 28]
        for line in full:
            assert line.left == pytest.approx(28.05, abs=0.3)
            assert 25.85 <= 210 - line.right <= 26.5
            assert all(15.65 <= advance <= 15.85 for advance in line.advances)
    first, last = pages[1].body[0], pages[1].body[-1]
    expected = (42.58, 261.87) if name.endswith("ink") else (44.98, 259.47)
    assert (first.baseline, last.baseline) == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize("name", [n for n in NAMES if "hanzi" in n])
def test_every_profile_gives_the_lines_and_characters_that_it_says(rendered, name):
    profile = FIXTURES[name][2]
    page = rendered.pages(name)[1]
    assert len(page.body) == profile.lines
    counts = Counter(len(line.glyphs) for line in page.body)
    assert counts.most_common(1)[0][0] == profile.characters
    gaps = [(b.baseline - a.baseline) * MM for a, b in pairwise(page.body)]
    assert all(abs(gap - profile.line / 20) < 0.06 for gap in gaps)


def test_the_measuring_sees_what_does_not_fit(rendered):
    """29 pt in margins made for 28.95, and type half a point larger: 21 lines of 27 or so."""
    profile = FIXTURES["hanzi-too-high"][2]
    assert profile.lines == 21
    assert len(rendered.pages("hanzi-too-high")[1].body) == 21


def test_a_paragraph_begins_two_characters_in(rendered):
    page = rendered.pages("hanzi-gbt9704")[1]
    begins = {round((line.left * MM) - 28 * MM, 1) for line in page.body}
    indented = [b for b in begins if b > 10]
    assert indented
    assert all(31.3 <= b <= 32.2 for b in indented)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_more_than_22_lines_and_the_paper_is_a4(rendered, name):
    pages = rendered.pages(name)
    for page in pages:
        assert (page.width, page.height) == pytest.approx((210, 297), abs=0.1)
        assert len(page.body) <= 22


def test_running_text_fills_its_pages(rendered):
    pages = rendered.pages("forty")
    assert len(pages) >= 36
    full = [page for page in pages if not page.tables and page.number not in (1, len(pages))]
    # a page may end early before a heading that stays with its text, or before a table kept whole
    assert sum(len(page.body) == 22 for page in full) >= len(full) * 0.8
    for page in full:
        if len(page.body) == 22:
            # a face that stands in for 黑体 or 楷体 may sit a little higher in its line
            assert page.body[0].baseline == pytest.approx(44.98, abs=0.4)
            assert page.body[-1].baseline == pytest.approx(259.47, abs=0.4)


@pytest.mark.parametrize(
    "name", ["plain", "hanzi-gbt9704-ink", "forty", "qt-plain", "qt-hanzi-gbt9704-ink"]
)
def test_page_numbers_stand_seven_millimetres_below_on_alternating_sides(rendered, name):
    for page in rendered.pages(name):
        footer = page.footer
        assert footer is not None
        assert footer.text == f"—{page.number}—"
        if page.number % 2:
            end = max(g["x1"] for g in footer.glyphs) / MM
            assert end == pytest.approx(210 - 30.9, abs=0.4)
        else:
            assert footer.left == pytest.approx(33.0, abs=0.4)


def test_the_dash_s_ink_is_28_millimetres_above_the_edge(rendered):
    import pypdfium2

    for name in ("plain", "hanzi-gbt9704-ink", "qt-plain", "qt-hanzi-gbt9704-ink"):
        document = pypdfium2.PdfDocument(rendered.pdf(name))
        image = document[1].render(scale=300 / 72).to_pil().convert("L")
        document.close()
        per_mm = 300 / 25.4
        dash = (33.0, 297 - 35 + 2.0, 35.0, 297 - 20.0)  # the first dash of an even page
        box = tuple(round(edge * per_mm) for edge in dash)
        ink = image.crop(box).point(lambda v: 255 if v < 128 else 0, mode="L").getbbox()
        assert ink is not None
        middle = dash[1] + (ink[1] + ink[3]) / 2 / per_mm
        assert 297 - middle == pytest.approx(28.0, abs=0.5)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_comes_out_whole_row_by_row_with_its_heads_on_each_page(rendered, name):
    report, form_id, _ = FIXTURES[name]
    grids = [b for b in blocks_of(report, form_of(form_id)) if isinstance(b, Grid)]
    printed = [(page, table) for page in rendered.pages(name) for table in page.tables]
    for grid in grids:
        expected = [
            [squeezed(c.text) if c and (c.row, c.column) == (row, column) else None
             for column, c in enumerate(line)]
            for row, line in enumerate(grid.matrix())
        ]  # fmt: skip
        heads = expected[: grid.head_rows]
        got: list[list[str | None]] = []
        while printed and len(got) < grid.height:
            _, table = printed.pop(0)
            rows = [[None if c is None else squeezed(c) for c in row] for row in table]
            if got:
                assert rows[: grid.head_rows] == heads, "a page without the heads"
                rows = rows[grid.head_rows :]
            got += rows
        assert len(got) == grid.height
        for row, (found, wanted) in enumerate(zip(got, expected, strict=True)):
            if len(found) != len(wanted):  # a part of the table without its widest rows
                assert [t for t in found if t] == [t for t in wanted if t]
                continue
            for column, (text, want) in enumerate(zip(found, wanted, strict=True)):
                if want is not None:
                    assert text == want, (grid.table, row, column)
                else:  # covered by a merged cell; its label may be repeated after a break
                    cell = grid.matrix()[row][column]
                    assert text in (None, "", squeezed(cell.text) if cell else "")
    assert printed == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_table_leaves_its_cell_and_no_table_the_text_s_width(rendered, name):
    for page in rendered.pages(name):
        assert page.crossings() == []
        for left, right in page.table_edges:
            assert left >= 27.7
            assert right <= 184.3


@pytest.mark.parametrize(
    "name", ["plain", "largest", "zero", "long", "qt-plain", "qt-largest", "qt-zero", "qt-long"]
)
def test_the_dense_tables_stand_on_one_page(rendered, name):
    found = [len(t) for page in rendered.pages(name) for t in page.tables]
    assert found[:3] == [14, 28, 4]


@pytest.mark.parametrize("name", ["broken", "qt-broken"])
def test_where_a_table_breaks_each_page_shows_the_labels_of_its_rows(rendered, name):
    pages = [p for p in rendered.pages(name) if p.tables]
    # by its corner, not its columns: a page without a third-level row shows one column less
    parts = [(p, t) for p in pages for t in p.tables if (t[0][0] or "").startswith("（本列数据的")]
    assert len(parts) >= 2
    results = "三、本年度办理结果"
    for _, table in parts:
        rows = table[3:]
        inside = [row for row in rows if not (row[0] or "").startswith(("一、", "二、", "四、"))]
        if inside:
            assert (inside[0][0] or "") == results
    assert sum(len(table) - 3 for _, table in parts) == 25


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_is_the_last_line_of_a_page(rendered, name):
    report, form_id, _ = FIXTURES[name]
    headings = {
        squeezed(b.number + b.text)
        for b in blocks_of(report, form_of(form_id))
        if isinstance(b, Heading) and not b.run_in
    }
    for page in rendered.pages(name)[:-1]:
        if page.text_lines:
            assert squeezed(page.text_lines[-1].text) not in headings


@pytest.mark.parametrize(
    "name",
    ["plain", "long", "sealed", "gia-2019", "qt-plain", "qt-long", "qt-sealed", "qt-gia-2014"],
)
def test_signature_and_date_stand_together_under_text(rendered, name):
    # not asked of gia-2014 by LibreOffice: after a table over several pages it does not keep the last
    # row with what follows, as Word does and as our own pages do
    page = rendered.pages(name)[-1]
    texts = [squeezed(line.text) for line in page.text_lines]
    report, _, _ = FIXTURES[name]
    assert texts[-1] == report.about.date
    assert report.unit.endswith(texts[-2])
    assert len(texts) >= 3


@pytest.mark.parametrize("name", ["plain", "qt-plain"])
def test_an_unsealed_date_begins_two_characters_right_of_the_signature(rendered, name):
    signature, date = rendered.pages(name)[-1].text_lines[-2:]
    assert (date.left - signature.left) * MM == pytest.approx(2 * 15.75, abs=1.5)
    assert (210 - 26 - signature.right) * MM == pytest.approx(2 * 15.75, abs=1.5)


@pytest.mark.parametrize("name", ["sealed", "qt-sealed"])
def test_a_sealed_signature_is_centred_over_its_date(rendered, name):
    signature, date = rendered.pages(name)[-1].text_lines[-2:]
    middle = (signature.left + signature.right) / 2
    assert (date.left + date.right) / 2 == pytest.approx(middle, abs=0.6)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("qt-plain", ["禾岭县银杏镇人民政府", "2025年政府信息公开工作年度报告"]),
        ("plain", ["禾岭县银杏镇人民政府", "2025年政府信息公开工作年度报告"]),
        (
            "long",
            [
                "凤栖梧桐自治县白鹭洲高新技术产业园区",
                "及国际物流枢纽建设管理委员会",
                "2025年政府信息公开工作年度报告",
            ],
        ),
    ],
)
def test_the_title_is_broken_between_words_and_centred(rendered, name, lines):
    found = rendered.pages(name)[0].text_lines[: len(lines)]
    assert [squeezed(line.text) for line in found] == lines
    for line in found:
        middle = (line.left + max(g["x1"] for g in line.glyphs) / MM) / 2
        assert middle == pytest.approx(28 + 156 / 2, abs=0.8)
        assert line.size == pytest.approx(22, abs=0.1)


@pytest.mark.parametrize("by", ["", "qt-"])
def test_a_draft_is_marked_on_every_page_and_a_final_report_on_none(rendered, by):
    assert all(page.header is not None for page in rendered.pages(by + "zero"))
    assert {squeezed(page.header.text) for page in rendered.pages(by + "zero")} == {"草稿"}
    assert all(page.header is None for page in rendered.pages(by + "plain"))
    pages = list(zip(rendered.pages(by + "zero"), rendered.pages(by + "plain"), strict=True))
    for draft, final in pages:  # the mark does not push a line off its page
        assert len(draft.text_lines) == len(final.text_lines)


@pytest.mark.parametrize("name", ["gia-2021-book", "gia-2014-book"])
def test_the_workbook_prints_on_a4_without_cut_columns(rendered, name):
    import pdfplumber

    with pdfplumber.open(rendered.pdf(name)) as pdf:
        for page in pdf.pages:
            assert sorted((round(page.width), round(page.height))) == [595, 842]
            text = page.extract_text()
            assert "###" not in text  # a figure wider than its column
            assert "Err:" not in text
            assert "政府信息公开工作年度报告" in squeezed(text) or page.page_number > 1
