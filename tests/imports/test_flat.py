"""Tables that lost their lines: put together by the forms' labels, or left as text."""

from __future__ import annotations

import pytest

from giadesk.imports.families import Family, families_of
from giadesk.imports.flat import Flat, find_tables
from giadesk.imports.glued import Tries
from giadesk.imports.tokens import tokens_of
from tests.samples.reports import all_forms

HEADS = ("申请人情况", "自然人", "法人或其他组织", "总计")
LEAVES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NEW = "一、本年新收政府信息公开申请数量"
BEFORE = "二、上年结转政府信息公开申请数量"


@pytest.fixture(scope="module")
def families() -> tuple[Family, ...]:
    return tuple(families_of(tuple(all_forms())))


def _tables(families: tuple[Family, ...], *texts: str) -> list[Flat]:
    return list(find_tables(tokens_of(texts, families), families, Tries()))


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


def test_figures_that_ran_together_are_parted_where_the_total_proves_it(families) -> None:
    granted, kept = "（一）予以公开", "四、结转下年度继续办理"
    texts = (
        *HEADS,
        *LEAVES,
        NEW,
        "0000000",
        BEFORE,
        "2000002",
        granted,
        "713000074",
        kept,
        "4100006",
    )
    (flat,) = _tables(families, *texts)
    assert _rows(flat) == [
        [NEW, *"0000000"],
        [BEFORE, *"2000002"],
        [granted, "71", "3", *"0000", "74"],
    ]
    assert (flat.parted, flat.left) == (3, (f"{kept} | 4100006",))


def test_figures_without_a_total_stay_together(families) -> None:
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    (flat,) = _tables(families, *heads, "规章", "000", "行政规范性文件", "405")
    assert _rows(flat) == [["规章", *"000"]]
    assert flat.left == ("行政规范性文件 | 405",)


def test_the_last_column_alone_is_no_table_of_its_own(families) -> None:
    heads = "信息内容上一年项目数量本年增/减处理决定数量"
    assert not _tables(families, f"{heads}行政许可3960181其他对外管理服务事项100153")


def test_labels_and_figures_in_one_word(families) -> None:
    text = (
        "".join((*HEADS, *LEAVES))
        + f"{NEW}4100005{BEFORE}20000021.属于国家秘密00000002.重复申请370000037"
    )
    (flat,) = _tables(families, text)
    assert _rows(flat) == [
        [NEW, *"4100005"],
        [BEFORE, *"2000002"],
        ["1.属于国家秘密", *"0000000"],
        ["2.重复申请", "37", *"00000", "37"],
    ]


@pytest.mark.parametrize(("last", "kept"), [("5", True), ("4", False)])
def test_a_row_of_a_grid_on_two_lines_needs_its_total(families, last, kept) -> None:
    texts = ("\t".join(HEADS), "\t".join(LEAVES), f"{BEFORE}\t" + "\t".join("2000002"))
    texts += (f"{NEW}\t" + "\t".join("410000"), last)
    tokens = tokens_of(texts, families)
    (flat,) = find_tables(tokens, families, Tries(), rows=True)
    assert ([NEW, *"410000", last] in _rows(flat)) is kept
    assert bool(flat.left) is not kept
    (text,) = _tables(families, *texts)
    assert text.left == ()


def test_rows_parted_by_commas(families) -> None:
    rows = (
        f"{NEW},4,1,0,0,0,0,5",
        f"{BEFORE}，2，0，0，0，0，0，2",
        "四、结转下年度继续办理,1,0,0",
    )
    (flat,) = _tables(families, ",".join(HEADS), ",".join(LEAVES), *rows)
    assert _rows(flat) == WANTED
    assert flat.left == ("四、结转下年度继续办理 | 1 | 0 | 0",)


def test_units_between_label_and_figure_in_one_word(families) -> None:
    text = "统计指标单位统计数（一）收到申请数件12.传真申请数件03.网络申请数件10"
    (flat,) = _tables(families, text)
    assert [row[1:] for row in _rows(flat)] == [["1"], ["0"], ["10"]]


def test_the_number_of_the_line_behind_is_no_figure_of_the_row(families) -> None:
    (flat,) = _tables(families, *HEADS, *LEAVES, NEW, *"4100005", "4 存在的主要问题")
    assert _rows(flat) == [[NEW, *"4100005"]]
    assert flat.left == ()


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
