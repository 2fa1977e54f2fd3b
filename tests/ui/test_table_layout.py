"""Fitting a printed table into the width there is: measured with a ruler of our own, no screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.forms import FormLibrary
from giadesk.places import shipped
from giadesk.ui.table_layout import Typesetter, lay_out, pad_of
from giadesk.ui.table_map import TableMap

TABLES = [
    pytest.param(TableMap(table, form), id=f"{form.id}-{table.id}")
    for form in FormLibrary(shipped("forms")).all()
    for table in form.spec.tables
]


def ruler(text: str) -> float:
    """Chinese characters and marks are 14 wide, the rest 8."""
    return sum(14 if unicodedata.east_asian_width(c) in "WFA" else 8 for c in text)


@pytest.fixture
def type_() -> Typesetter:
    return Typesetter(ruler, 20)


def test_lines_are_no_wider_than_the_room(type_: Typesetter) -> None:
    lines = type_.lines("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 180)
    assert len(lines) > 1
    assert all(ruler(line) <= 180 for line in lines)


def test_closing_marks_do_not_begin_a_line_nor_opening_marks_end_one(type_: Typesetter) -> None:
    for width in range(30, 300, 7):
        for line in type_.lines("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", width)[
            1:
        ]:
            assert line[0] not in "，）、。"
        for line in type_.lines("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", width):
            assert line[-1] != "（"


def test_even_lines_and_a_number_of_its_own(type_: Typesetter) -> None:
    assert type_.lines("结果维持", 46, even=True) == ("结果", "维持")
    assert type_.lines("（三）不予公开", 58, even=True) == ("（三）", "不予公开")
    assert type_.lines("总计", 46, even=True) == ("总计",)


def test_numbers_and_latin_words_stay_whole(type_: Typesetter) -> None:
    assert type_.lines("共12345件", 50) == ("共", "12345", "件")


@given(st.text(alphabet="国（），。12aA “”、", max_size=40), st.integers(14, 400), st.booleans())
def test_breaking_loses_no_character(text: str, width: int, even: bool) -> None:
    lines = Typesetter(ruler, 20).lines(text, width, even)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("width", [300, 560, 760, 1100, 1900])
@pytest.mark.parametrize("tight", [False, True])
def test_every_table_fits_or_scrolls_under_its_labels(
    table: TableMap, width: int, type_: Typesetter, tight: bool
) -> None:
    type_.tight = tight
    contents = [30 + pad_of(type_)] * table.columns
    layout = lay_out(table, type_, contents, width)
    assert all(w >= 30 for w in layout.columns)
    least = lay_out(table, type_, contents, 0)
    assert layout.width <= max(width, least.width)
    if layout.width > width:  # labels that stay must leave room for figures
        assert layout.label_width < 0.75 * max(width, least.width)
    for cell in table.grid.cells:
        if cell.kind in ("head", "label") and cell.text:
            room = sum((layout.labels + layout.columns)[cell.column : cell.column + cell.columns])
            height = sum(layout.rows[cell.row : cell.row + cell.rows])
            inner = room - pad_of(type_) - cell.indent * type_.em
            lines = type_.lines(cell.text, inner - 2, even=True)
            assert len(lines) * type_.line <= height, (cell.text, room, height)
            assert all(ruler(line) <= room for line in lines), (cell.text, room)


@pytest.mark.parametrize("table", TABLES)
def test_at_the_width_of_the_middle_pane_no_table_scrolls_sideways(
    table: TableMap, type_: Typesetter
) -> None:
    contents = [24 + pad_of(type_)] * table.columns
    assert lay_out(table, type_, contents, 740).width <= 760
