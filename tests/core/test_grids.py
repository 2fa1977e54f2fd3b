"""Changing free tables: what is changed changes, everything else stays, nothing ever overlaps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.grids import (
    grown,
    new_grid,
    with_caption,
    with_column_after,
    with_row_below,
    with_texts,
    without_column,
    without_row,
)

GRID = Grid(
    4,
    3,
    (
        GridCell(0, 0, "培训对象", rows=2, kind="head"),
        GridCell(0, 1, "培训情况", columns=2, kind="head"),
        GridCell(1, 1, "场次", kind="head"),
        GridCell(1, 2, "人次", kind="head"),
        GridCell(2, 0, "村干部", rows=2, kind="label"),
        GridCell(2, 1, "2", value=Decimal(2)),
        GridCell(2, 2, "58"),
        GridCell(3, 1, "小计", columns=2),
    ),
    head_rows=2,
)


def texts(grid: Grid) -> list[list[str]]:
    return [[c.text if c else "∅" for c in line] for line in grid.matrix()]


def assert_whole(grid: Grid) -> None:
    """No two cells over one place, all inside, in reading order."""
    places = [
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
    ]
    assert len(places) == len(set(places))
    assert all(0 <= r < grid.height and 0 <= c < grid.width for r, c in places)
    order = [(cell.row, cell.column) for cell in grid.cells]
    assert order == sorted(order)


def test_a_text_is_replaced_and_its_number_goes() -> None:
    new = with_texts(GRID, {(2, 1): "3\x00", (3, 1): "合计"})
    assert texts(new)[2] == ["村干部", "3", "58"]
    assert texts(new)[3] == ["村干部", "合计", "合计"]
    assert all(c.value is None for c in new.cells if c.text == "3")
    assert with_texts(GRID, {(2, 1): "2"}) == GRID


def test_a_place_left_open_gets_a_cell() -> None:
    hole = Grid(1, 2, (GridCell(0, 0, "甲"),))
    assert texts(with_texts(hole, {(0, 1): "乙"})) == [["甲", "乙"]]


@pytest.mark.parametrize("place", [(0, 2), (1, 0), (3, 2), (4, 0), (0, 3), (-1, 0)])
def test_inside_a_merged_cell_and_outside_there_is_nothing_to_change(
    place: tuple[int, int],
) -> None:
    with pytest.raises(KeyError):
        with_texts(GRID, {place: "x"})


def test_a_new_row_is_divided_as_the_one_above() -> None:
    under_label = with_row_below(GRID, 2)
    assert texts(under_label)[3] == ["村干部", "", ""]
    assert_whole(under_label)
    under_last = with_row_below(GRID, 3)
    assert texts(under_last)[4] == ["", "", ""]
    assert [c.columns for c in under_last.cells if c.row == 4] == [1, 2]
    assert_whole(under_last)


def test_a_row_goes_with_what_is_only_in_it() -> None:
    without = without_row(GRID, 2)
    assert texts(without)[2] == ["村干部", "小计", "小计"]
    assert_whole(without)
    assert without_row(GRID, 1).head_rows == 1
    with pytest.raises(KeyError):
        without_row(Grid(1, 1, (GridCell(0, 0, "甲"),)), 0)


@given(
    st.lists(st.tuples(st.sampled_from(["add", "drop", "write"]), st.integers(0, 6)), max_size=12)
)
def test_any_changes_leave_a_whole_grid(changes: list[tuple[str, int]]) -> None:
    grid = GRID
    for what, row in changes:
        try:
            match what:
                case "add":
                    grid = with_row_below(grid, row)
                case "drop":
                    grid = without_row(grid, row)
                case _:
                    grid = with_texts(grid, {(row, 1): "x"})
        except KeyError:
            continue
        assert_whole(grid)
        assert grid.width == 3


@given(st.integers(0, 3))
def test_a_row_that_was_put_in_can_be_taken_out_again(row: int) -> None:
    assert texts(without_row(with_row_below(GRID, row), row + 1)) == texts(GRID)


def test_a_new_table_has_a_head_and_its_name_is_one_line() -> None:
    grid = new_grid(3, 2, " 培训\n情况\x00 ")
    assert (grid.height, grid.width, grid.head_rows, grid.caption) == (3, 2, 1, "培训 情况")
    assert [c.kind for c in grid.cells] == ["head", "head", "text", "text", "text", "text"]
    assert_whole(grid)
    assert new_grid(1, 2).head_rows == 0
    assert with_caption(grid, "甲\t乙").caption == "甲 乙"


def test_a_column_comes_with_the_heads_over_it_and_goes() -> None:
    wider = with_column_after(GRID, 1)
    assert_whole(wider)
    assert texts(wider) == [
        ["培训对象", "培训情况", "培训情况", "培训情况"],
        ["培训对象", "场次", "", "人次"],
        ["村干部", "2", "", "58"],
        ["村干部", "小计", "小计", "小计"],
    ]
    assert [c.kind for c in wider.cells if c.column == 2] == ["head", "text"]
    assert texts(without_column(wider, 2)) == texts(GRID)
    at_end = with_column_after(GRID, 2)
    assert [line[3] for line in texts(at_end)] == ["", "", "", ""]
    assert at_end.matrix()[0][3].kind == "head"  # type: ignore[union-attr]
    with pytest.raises(KeyError):
        without_column(Grid(1, 1, (GridCell(0, 0, "甲"),)), 0)


@given(st.integers(0, 3), st.integers(0, 2), st.integers(4, 7), st.integers(3, 6))
def test_every_change_leaves_a_whole_table(row: int, column: int, high: int, wide: int) -> None:
    for grid in (
        with_column_after(with_row_below(GRID, row), column),
        without_column(without_row(GRID, row), column),
        grown(GRID, high, wide),
    ):
        assert_whole(grid)
    larger = grown(GRID, high, wide)
    assert (larger.height, larger.width) == (high, wide)
    assert [line[:3] for line in texts(larger)[:4]] == texts(GRID)
