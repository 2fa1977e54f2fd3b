"""Lines of a title, place of a signature, plans of tables: arithmetic with the standard's answers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.blocks import Grid
from giadesk.core.document import blocks_of
from giadesk.exports.layout import (
    figure_width,
    runs_of,
    signature_places,
    title_lines,
    width_of,
    wrapped,
)
from giadesk.exports.paging import Item, paginate
from giadesk.exports.profile import load_profile, parse_profile, twips
from giadesk.exports.table_layout import ending_of, plan_table
from tests.samples.reports import LONG_UNIT, all_forms, form_of, full_report

ROOM = 20.1  # characters of 22 pt on 156 mm


@pytest.mark.parametrize(
    ("unit", "title", "lines"),
    [
        ("禾岭县银杏镇人民政府", "2025年政府信息公开工作年度报告", None),
        ("禾岭县农业农村局", "2025年政府信息公开工作年度报告", None),
        ("禾岭县人民政府银杏街道办事处", "2025年度政府信息公开工作年度报告", None),
    ],
)
def test_a_long_title_is_broken_behind_the_unit(unit, title, lines):
    assert title_lines(unit + title, unit, ROOM) == (unit, title)


def test_a_title_that_fits_stays_on_one_line():
    title = "银杏镇2025年政府信息公开工作年度报告"
    assert title_lines(title, "银杏镇", ROOM) == (title,)


def test_a_very_long_unit_is_broken_between_words():
    lines = title_lines(LONG_UNIT + "2025年政府信息公开工作年度报告", LONG_UNIT, ROOM)
    assert lines[-1] == "2025年政府信息公开工作年度报告"
    assert all(width_of(line) <= ROOM for line in lines)
    assert len(lines) == 3


@given(st.text(alphabet="禾岭县银杏镇人民政府（）“”，2025年度报告Aa ", min_size=1, max_size=90))
def test_no_title_loses_a_character_or_breaks_a_number(title):
    lines = title_lines(title, "", ROOM)
    assert "".join(lines) == title
    for before, after in pairwise(lines):
        assert not (before[-1].isdigit() and after[0].isdigit())


@given(st.text(min_size=0, max_size=200))
def test_runs_give_back_the_text_and_keep_quotes_out_of_latin(text):
    pieces = list(runs_of(text))
    assert "".join(piece for _, piece in pieces) == text
    for latin, piece in pieces:
        assert piece
        assert not (latin and set(piece) & set("“”‘’…—·×，。"))
        assert latin or not any("a" <= c <= "z" or (c.isascii() and c.isdigit()) for c in piece)


def test_signature_and_date_stand_where_the_standard_puts_them():
    # 10 characters of signature, a date of 6: it begins 2 to the right of the signature's beginning
    signed, dated = signature_places("禾岭县银杏镇人民政府", "2026年1月8日", False, 28)
    assert (signed.align, signed.right) == ("right", 2)
    assert (dated.align, dated.left) == ("left", 28 - 2 - 10 + 2)
    # a date longer than the signature stands 2 in itself
    signed, dated = signature_places("银杏镇", "2026年1月8日", False, 28)
    assert (dated.align, dated.right) == ("right", 2)
    assert signed.align == "left"
    assert signed.left < 28 - 2 - 6
    # sealed: both on one axis, the date's end 4 in
    signed, dated = signature_places("禾岭县银杏镇人民政府", "2026年1月8日", True, 28)
    assert signed == dated
    assert (signed.left + 28) / 2 + 6 / 2 == 28 - 4


def test_wrapping_counts_lines():
    assert wrapped("一二三四五", 5) == 1
    assert wrapped("一二三四五六", 5) == 2
    assert wrapped("（三）\n不予公开", 4) == 2
    assert wrapped("一二三四五，六", 5) == 2  # the comma takes the fifth character with it


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
@pytest.mark.parametrize("variant", ["plain", "largest", "zero", "long"])
def test_every_table_of_every_form_fills_the_width_and_holds_its_figures(form, variant):
    profile = load_profile()
    grids = [b for b in blocks_of(full_report(form, variant), form) if isinstance(b, Grid)]
    assert grids or not form.spec.tables
    for grid in grids:
        plan = plan_table(grid, profile)
        assert sum(plan.widths) == profile.text_width
        assert min(plan.widths) > 0
        assert plan.size >= profile.table.min_size
        margin = 2 * twips(profile.table.cell_margin)
        for cell in plan.grid.cells:
            if cell.kind in ("figure", "total"):
                width = sum(plan.widths[cell.column : cell.column + cell.columns])
                assert figure_width(cell.text) * plan.figure_size * 20 <= width - margin
        if plan.whole:
            assert sum(plan.heights) <= profile.text_height - 2 * profile.line


def test_the_dense_tables_stand_whole_on_a_page_in_readable_type():
    form = form_of()
    profile = load_profile()
    for grid in blocks_of(full_report(form), form):
        if isinstance(grid, Grid):
            plan = plan_table(grid, profile)
            assert plan.whole
            assert plan.size >= 10.5
            assert plan.figure_size == plan.size


def test_where_a_table_may_break_its_tall_labels_are_repeated_and_their_parts_kept_together():
    own = '[about]\nname = "本地"\nbased_on = "gbt9704"\n[table]\nkeep_whole = false\n'
    profile = parse_profile(own, "own")
    form = form_of()
    grid = next(
        b
        for b in blocks_of(full_report(form), form)
        if isinstance(b, Grid) and b.table == "applications"
    )
    plan = plan_table(grid, profile)
    assert not plan.whole
    parts = [c for c in plan.grid.cells if c.text == "三、本年度办理结果"]
    assert len(parts) > 1
    for part in parts:
        rows = range(part.row, part.row + part.rows)
        assert all(plan.together[row] for row in rows[:-1])
        assert sum(plan.heights[row] for row in rows) <= profile.text_height // 2
    assert sum(part.rows for part in parts) == 22
    assert all(plan.together[: grid.head_rows])  # a head never stands alone
    before = [[c and c.text for c in row] for row in grid.matrix()]
    assert [[c and c.text for c in row] for row in plan.grid.matrix()] == before


@pytest.mark.parametrize("form_id", ["gia-2014", "gia-2014-shandong"])
@pytest.mark.parametrize("attached", range(14))
def test_what_ends_a_report_never_stands_on_a_page_without_a_row_of_the_table(form_id, attached):
    """Also for whoever does not keep a table's last row with what follows it, as LibreOffice."""
    form, profile = form_of(form_id), load_profile()
    names = tuple(f"附件材料{number}" for number in range(attached))
    blocks = blocks_of(full_report(form, characters=300).with_about(attachments=names), form)
    place = next(n for n, b in enumerate(blocks) if isinstance(b, Grid))
    ending = ending_of(blocks, place, profile)
    assert ending is not None
    assert ending.first is not None
    assert ending.below == profile.line * (3 + attached + bool(attached))
    plan = plan_table(blocks[place], profile, ending)
    assert not plan.whole
    heads = tuple(range(1, 1 + blocks[place].head_rows))
    items = [Item(ending.above, keep=True)]
    for row, height in enumerate(plan.heights):
        inside = row >= len(heads)
        last = row == len(plan.heights) - 1
        items.append(Item(height, 0, plan.together[row] and not last, heads if inside else ()))
    items.append(Item(ending.below))
    pages = paginate(items, profile.text_height)
    assert pages[-1][-1].item == len(items) - 1
    assert len(pages[-1]) >= 1 + len(heads) + 3


def test_a_table_amid_the_text_begins_where_it_stands(form):
    blocks = blocks_of(full_report(form), form)
    for place, block in enumerate(blocks):
        if isinstance(block, Grid):
            assert ending_of(blocks, place, load_profile()) is None
