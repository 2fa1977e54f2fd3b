"""The names under gia-2014's table come back, however an office sets them."""

from __future__ import annotations

import pytest

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.document import blocks_of
from giadesk.imports.tables import match_table
from tests.samples.reports import form_of, full_report

NAMES = {
    "statistics/signed_head/value": "王示例",
    "statistics/signed_checker/value": "李示范",
    "statistics/signed_author/value": "赵某",
    "statistics/signed_phone/value": "0000-0000123",
    "statistics/signed_date/value": "2018年1月9日",
}
LABELS = ("单位负责人", "审核人", "填报人", "联系电话", "填报日期")


def table_with(rows):
    """gia-2014's table as printed, its rows for names replaced by these."""
    form = form_of("gia-2014")
    report = full_report(form, characters=100)
    grid = next(b for b in blocks_of(report, form) if isinstance(b, Grid))
    end = grid.height - len(LABELS)
    kept = [c for c in grid.cells if c.row < end and c.text not in ("签章", "表末")]
    added = [
        GridCell(end + row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Grid(end + len(rows), max(grid.width, *map(len, rows)), (*kept, *added)), form


@pytest.mark.parametrize(
    "rows",
    [
        [[label, text] for label, text in zip(LABELS, NAMES.values(), strict=True)],
        [[word for pair in zip(LABELS, NAMES.values(), strict=True) for word in pair]],
        ["　".join(f"{a}：{b}" for a, b in zip(LABELS, NAMES.values(), strict=True)).split("|")],
        [[f"{label}：{text}"] for label, text in zip(LABELS, NAMES.values(), strict=True)],
    ],
    ids=["a row each", "one row", "one cell", "colons"],
)
def test_the_names_are_found_beside_or_behind_their_labels(rows):
    grid, form = table_with(rows)
    match = match_table(grid, form, {})
    assert {k: v for k, v in match.values.items() if k in NAMES} == NAMES
    assert match.unplaced == []


def test_blank_lines_for_names_give_no_names():
    grid, form = table_with([[label, ""] for label in LABELS])
    assert not set(match_table(grid, form, {}).values) & set(NAMES)
    grid, form = table_with([list(LABELS)])
    assert not set(match_table(grid, form, {}).values) & set(NAMES)


def test_a_name_in_a_table_of_another_kind_is_left_alone():
    cells = (GridCell(0, 0, "审核人"), GridCell(0, 1, "王示例"))
    match = match_table(Grid(1, 2, cells), form_of("gia-2014"), {})
    assert match.values == {}
