"""Tables that lost their lines: put together by the forms' labels, or left as text."""

from __future__ import annotations

import pytest

from giadesk.imports.families import Family, families_of
from giadesk.imports.flat import Flat, find_tables, tokens_of
from tests.samples.reports import all_forms

HEADS = ("申请人情况", "自然人", "法人或其他组织", "总计")
LEAVES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NEW = "一、本年新收政府信息公开申请数量"
BEFORE = "二、上年结转政府信息公开申请数量"


@pytest.fixture(scope="module")
def families() -> tuple[Family, ...]:
    return tuple(families_of(tuple(all_forms())))


def _tables(families: tuple[Family, ...], *texts: str) -> list[Flat]:
    return list(find_tables(tokens_of(texts, families), families))


def _rows(flat: Flat) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in flat.grid.cells:
        if cell.row not in flat.head_rows:
            rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


WANTED = [[NEW, *"4100005"], [BEFORE, *"2000002"]]


@pytest.mark.parametrize(
    "texts",
    [
        (*HEADS, *LEAVES, NEW, *"4100005", BEFORE, *"2000002"),
        (" ".join((*HEADS, *LEAVES, NEW, *"4100005", BEFORE, *"2000002")),),
        ("|".join(HEADS), "|".join(LEAVES), f"{NEW} | 4|1|0|0|0|0|5", f"{BEFORE}｜2｜0｜0｜0｜0｜0｜2"),
        (*HEADS, "商业", "企业", "科研", "机构", *LEAVES[2:], NEW[:8], NEW[8:], *"4100005", BEFORE, *"2000002"),
        (*HEADS, *LEAVES, NEW, "\t".join("4100005"), BEFORE, "\t".join("2000002")),
    ],
    ids=["a cell a line", "one line", "bars", "labels in pieces", "tabs"],
)  # fmt: skip
def test_cells_find_their_row_however_they_are_parted(families, texts) -> None:
    (flat,) = _tables(families, *texts)
    assert _rows(flat) == WANTED
    assert flat.left == ()


def test_zeros_that_ran_together_are_parted_and_other_digits_are_not(families) -> None:
    (flat,) = _tables(
        families, *HEADS, *LEAVES, NEW, "0000000", BEFORE, *"2000002", "（一）予以公开", "4100005"
    )
    assert _rows(flat) == [[NEW, *"0000000"], [BEFORE, *"2000002"]]


def test_a_row_with_a_figure_too_few_is_left_as_it_stands(families) -> None:
    third = "四、结转下年度继续办理"
    texts = (*HEADS, *LEAVES, NEW, *"4100005", BEFORE, *"200002", third, *"1000001")
    (flat,) = _tables(families, *texts)
    assert _rows(flat) == [[NEW, *"4100005"], [third, *"1000001"]]
    assert flat.left == (" | ".join((BEFORE, *"200002")),)


def test_an_offices_own_row_is_kept_between_those_of_the_form(families) -> None:
    (flat,) = _tables(
        families,
        *("信息内容", "本年处理决定数量", "行政处罚", "31", "行政检查", "7", "行政强制", "2"),
    )
    assert _rows(flat) == [["行政处罚", "31"], ["行政检查", "7"], ["行政强制", "2"]]


def test_a_year_may_head_the_only_column(families) -> None:
    (flat,) = _tables(
        families,
        *("统计指标", "单位", "2017年", "1.当面申请数", "件", "4", "2.传真申请数", "件", "0"),
    )
    assert [row[-1] for row in _rows(flat)] == ["4", "0"]


@pytest.mark.parametrize(
    "texts",
    [
        ("全年办理行政许可31件，行政处罚2件。",),
        ("其他", "总计", "5"),
        ("自然人", "12"),
        (*HEADS, *LEAVES, "以上各项由党政办统计。"),
    ],
)
def test_prose_and_single_words_make_no_table(families, texts) -> None:
    assert _tables(families, *texts) == []
