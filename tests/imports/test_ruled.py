"""Tables drawn by lines, also where a page's end cuts them."""

from __future__ import annotations

import msgspec
import pytest

from giadesk.core.blocks import Grid
from giadesk.imports.ruled import Box, continued, grid_of, same_width


def boxes(*rows: tuple[str, ...], width: float = 50, height: float = 20) -> list[Box]:
    """A drawn table: a cell `^` is part of the one above, `<` of the one to its left."""
    made: dict[tuple[int, int], Box] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "^":
                made[(r, c)] = made[(r - 1, c)]
                made[(r, c)].bottom = (r + 1) * height
            elif text == "<":
                made[(r, c)] = made[(r, c - 1)]
                made[(r, c)].x1 = (c + 1) * width
            else:
                made[(r, c)] = Box(c * width, r * height, (c + 1) * width, (r + 1) * height, text)
    return list({id(b): b for b in made.values()}.values())


def shown(grid: Grid) -> list[list[str]]:
    return [[c.text if c else "?" for c in line] for line in grid.matrix()]


HEAD = ("项目", "<", "甲", "乙")


def test_spans_from_missing_lines():
    grid = grid_of(boxes(HEAD, ("一组", "1.子", "3", "4"), ("^", "2.丑", "5", "6")))
    assert shown(grid) == [
        ["项目", "项目", "甲", "乙"],
        ["一组", "1.子", "3", "4"],
        ["一组", "2.丑", "5", "6"],
    ]
    assert len(grid.cells) == 10


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        # plainly goes on
        (
            [HEAD, ("一组", "1.子", "3", "4")],
            [("", "2.丑", "5", "6"), ("合计", "<", "8", "10")],
            [["一组", "1.子", "3", "4"], ["一组", "2.丑", "5", "6"], ["合计", "合计", "8", "10"]],
        ),
        # the head comes again
        (
            [HEAD, ("合计", "<", "8", "10")],
            [HEAD, ("其余", "<", "1", "2")],
            [["合计", "8", "10"], ["其余", "1", "2"]],
        ),
        # a label cut in two, its figures above the cut
        (
            [HEAD, ("一组", "1.很长", "3", "4")],
            [("", "的子项", "", ""), ("^", "2.丑", "5", "6")],
            [["一组", "1.很长的子项", "3", "4"], ["一组", "2.丑", "5", "6"]],
        ),
        # and below it
        (
            [HEAD, ("一组", "1.很长", "", "")],
            [("", "的子项", "3", "4"), ("^", "2.丑", "5", "6")],
            [["一组", "1.很长的子项", "3", "4"], ["一组", "2.丑", "5", "6"]],
        ),
    ],
)
def test_over_a_pages_end(upper, lower, whole):
    first, second = boxes(*upper), boxes(*lower)
    assert same_width(first, second)
    assert shown(grid_of(continued(first, second)))[1:] == whole


def test_rows_of_figures_are_never_run_together():
    first = boxes(HEAD, ("甲组", "<", "1", "2"))
    second = boxes(("乙组", "<", "3", "4"))
    assert shown(grid_of(continued(first, second)))[1:] == [["甲组", "1", "2"], ["乙组", "3", "4"]]


def test_tables_of_other_width_stay_apart():
    narrow = [msgspec.structs.replace(b, x1=b.x1 * 0.8) for b in boxes(HEAD)]
    assert not same_width(boxes(HEAD), narrow)


def test_the_last_digit_of_a_narrow_column_at_the_pages_end() -> None:
    upper, lower = boxes(("集市", "36", "5", "0")), boxes(("", "3", "", ""))
    assert [b.text for b in continued(upper, lower)] == ["集市", "363", "5", "0"]
