"""What a paste comes to: written, skipped, refused, asked; and where it lands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.form import Form
from giadesk.core.printed import grid_of
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.ui.table_clip import Clip, ClipCell, Span, parse_html, parse_tsv, read_clip, to_html
from giadesk.ui.table_map import Area, TableMap
from giadesk.ui.table_paste import Choice, Target, is_label, sizes, ways_to_paste

A = "applications"
Paste = Callable[..., tuple[Choice, ...]]


@pytest.fixture
def paste(form: Form, make_report: Callable[..., Report]) -> Paste:
    """Paste a text (or clip) at `at`, down to `to`, into a table; the choices."""

    def do(
        clip: str | Clip | None, at: str, to: str = "", report: Report | None = None
    ) -> tuple[Choice, ...]:
        table = TableMap(form.tables[at.partition("/")[0]], form)
        (top, left), (bottom, right) = table.places[at], table.places[to or at]
        clip = parse_tsv(clip) if isinstance(clip, str) else clip
        assert clip is not None

        def locked(value_id: str) -> str:
            return "自动计算" if form.indicators[value_id].computed else ""

        area = Area(top, left, bottom, right)
        return ways_to_paste(clip, Target(table, area, report or make_report(), locked))

    return do


def one(choices: tuple[Choice, ...]) -> Choice:
    assert len(choices) == 1
    return choices[0]


def test_a_rectangle_lands_from_the_cell_on(paste: Paste) -> None:
    plan = one(paste("11\t3\n2\t０\n", f"{A}/received/natural")).plan
    assert plan.clean
    assert plan.writes == {
        f"{A}/received/natural": 11,
        f"{A}/received/business": 3,
        f"{A}/carried_in/natural": 2,
        f"{A}/carried_in/business": 0,
    }


def test_blank_dash_and_stroke_empty_a_cell(paste: Paste) -> None:
    plan = one(paste("\t—\t／\n", f"{A}/received/natural")).plan
    assert plan.clean
    assert list(plan.writes.values()) == [None, None, None]


def test_one_value_fills_the_selection_without_the_totals(paste: Paste) -> None:
    plan = one(paste("0", f"{A}/received/natural", f"{A}/carried_in/total")).plan
    assert plan.clean
    assert len(plan.writes) == 12
    assert set(plan.writes.values()) == {Decimal(0)}
    assert [line.id for line in plan.skipped] == [f"{A}/received/total", f"{A}/carried_in/total"]


def test_computed_cells_are_skipped_and_named(paste: Paste) -> None:
    plan = one(paste("1\t0\t0\t0\t0\t0\t1\n", f"{A}/received/natural")).plan
    assert plan.clean
    assert [(line.id, line.text, line.reason) for line in plan.skipped] == [
        (f"{A}/received/total", "1", "自动计算")
    ]


def test_a_pasted_total_that_differs_from_the_computed_one_is_told(paste: Paste) -> None:
    plan = one(paste("1\t2\t0\t0\t0\t0\t5\n", f"{A}/received/natural")).plan
    assert plan.skipped[0].reason == "自动计算；粘贴的是5，计算得3"


def test_refused_cells_stand_beside_what_could_be_written(paste: Paste) -> None:
    plan = one(paste("1\t-2\n2.5\t4\n", f"{A}/received/natural")).plan
    assert not plan.clean
    assert [(line.id, line.text) for line in plan.refused] == [
        (f"{A}/received/business", "-2"),
        (f"{A}/carried_in/natural", "2.5"),
    ]
    assert all(line.reason and line.name for line in plan.refused)
    assert set(plan.writes) == {f"{A}/received/natural", f"{A}/carried_in/business"}


def test_offers_are_asked_not_applied(paste: Paste) -> None:
    plan = one(paste("一百零五\t12万\n", f"{A}/received/natural")).plan
    assert not plan.clean
    assert plan.writes == {}
    assert [line.offer for line in plan.offered] == [105, 120000]
    assert plan.with_offers() == {f"{A}/received/natural": 105, f"{A}/received/business": 120000}


def test_hidden_decimals_are_seen_and_said(paste: Paste) -> None:
    clip = read_clip("3\n", '<table><tr><td sdval="2.6">3</td></tr></table>')
    plan = one(paste(clip, f"{A}/received/natural")).plan
    assert "显示为3，实际是2.6" in plan.refused[0].reason


def test_a_clip_of_another_shape_gives_a_choice(paste: Paste, form: Form) -> None:
    text = "\n".join("\t".join("1" * 5) for _ in range(6))
    choices = paste(text, f"{A}/received/natural", f"{A}/denied_law/total")
    assert [c.label for c in choices] == [
        "从左上角起粘贴全部 6×5",
        "粘贴 6×5，选中的其余格清空",
    ]
    assert len(choices[0].plan.writes) == 30
    assert len(choices[1].plan.writes) == 36
    assert choices[1].plan.writes["applications/received/other_org"] is None
    larger = paste(text, "applications/received/natural", "applications/carried_in/business")
    assert [c.label for c in larger] == ["只粘贴到选中的 2×2 格", "从左上角起粘贴全部 6×5"]
    assert len(larger[0].plan.writes) == 4
    clip = parse_tsv(text)
    assert clip is not None
    table = TableMap(form.tables[A], form)
    target = Target(table, Area(0, 0, 5, 6), Report(about=make_about()), lambda _: "")
    assert sizes(clip, target) == ("6×5", "6×7")


def make_about():  # type: ignore[no-untyped-def]
    from giadesk.core.report import About

    return About(unit="柳河镇", year=2026, form="gia-2021")


def test_a_selection_that_is_a_multiple_may_be_tiled(paste: Paste) -> None:
    choices = paste("1\t2\n", f"{A}/received/natural", f"{A}/carried_in/welfare")
    assert choices[0].label == "重复粘贴，填满选中的 2×4 格"
    assert list(choices[0].plan.writes.values()) == [1, 2, 1, 2, 1, 2, 1, 2]
    assert len(choices[1].plan.writes) == 2


def test_what_falls_beside_the_table_is_counted(paste: Paste) -> None:
    plan = one(paste("1\t2\t3\n4\t5\t6\n", f"{A}/carried_out/other_org")).plan
    assert plan.outside == 4  # 3 beside the total, and the row below
    assert plan.writes == {f"{A}/carried_out/other_org": 1}
    assert not plan.clean


def test_bare_figures_go_over_the_heads_of_blocks(paste: Paste) -> None:
    text = "0\t0\t0\n3\t1\t20\n14\t\t\n5\t\t\n0\t\t\n1.5\t\t\n"
    plan = one(paste(text, "disclosure/rules/made")).plan
    assert plan.clean
    assert plan.writes["disclosure/licences/decisions"] == 14
    assert plan.writes["disclosure/fees/amount"] == Decimal("1.5")
    assert plan.writes["disclosure/normative/effective"] == 20


def test_gaps_at_the_heads_are_offered_as_the_printed_rows(paste: Paste) -> None:
    text = "1\n2\n\n\n14\n\n\n5\n6\n"
    choices = paste(text, "disclosure/rules/made")
    assert "标题行" in choices[0].label
    assert choices[0].plan.writes["disclosure/licences/decisions"] == 14
    assert choices[0].plan.writes["disclosure/coercion/decisions"] == 6


def test_a_wide_cell_is_one_cell(paste: Paste) -> None:
    choices = paste("9", "disclosure/licences/decisions")
    assert one(choices).plan.writes == {"disclosure/licences/decisions": 9}


def test_the_whole_printed_table_finds_its_cells_by_its_labels(
    paste: Paste, form: Form, make_report: Callable[..., Report]
) -> None:
    values = {
        value_id: Decimal(n)
        for n, (value_id, indicator) in enumerate(form.indicators.items())
        if not indicator.computed
    }
    report = make_report().with_values(values)
    for table in form.spec.tables:
        grid = grid_of(table, form, figures_of(report, form))
        html = to_html(
            [
                Span(c.row, c.column, c.text, c.rows, c.columns, head=not c.figure)
                for c in grid.cells
            ]
        )
        anywhere = next(i for i in TableMap(table, form).ids[1:])
        plan = one(paste(parse_html(html), anywhere)).plan
        assert plan.clean
        own = {k: v for k, v in values.items() if form.indicators[k].table == table.id}
        assert plan.writes == own
        assert not any("；" in line.reason for line in plan.skipped)


def test_rows_with_their_labels_land_in_their_rows(paste: Paste) -> None:
    text = "（四）无法提供\t1.本机关不掌握相关政府信息\t7\t1\n\t2.没有现成信息需要另行制作\t8\t2\n"
    plan = one(paste(text, f"{A}/received/natural")).plan
    assert plan.writes[f"{A}/unavailable_to_be_made/business"] == 2
    assert plan.writes[f"{A}/unavailable_not_held/natural"] == 7


def test_labels_of_another_table_are_left_out(paste: Paste) -> None:
    text = "来源\t个人\t公司\n当面\t3\t1\n网络\t4\t2\n"
    choice = one(paste(text, f"{A}/received/natural"))
    assert "只取数字部分 2×2" in choice.label
    assert list(choice.plan.writes.values()) == [3, 1, 4, 2]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1.属于国家秘密", True),
        ("一、本年新收政府信息公开申请数量", True),
        ("总计", True),
        ("其他", True),
        ("三、本年度办理结果", True),
        ("12件", False),
        ("25.1万元", False),
        ("一百零五", False),
        ("一百零五件", False),
        ("没有", False),
        ("无", False),
        ("", False),
        ("约30件", False),
        ("30余件", False),
        ("-3", False),
        ("￥300元", False),
    ],
)
def test_words_are_told_from_figures(text: str, label: bool) -> None:
    assert is_label(ClipCell(text)) is label


@given(st.data())
def test_any_rectangle_of_counts_is_written_where_it_lands(form: Form, data: st.DataObject) -> None:
    table = TableMap(form.tables[A], form)
    top = data.draw(st.integers(0, 24))
    left = data.draw(st.integers(0, 5))
    height = data.draw(st.integers(1, 25 - top))
    width = data.draw(st.integers(1, 6 - left))
    counts = st.one_of(st.none(), st.integers(0, 10**9))
    rows = data.draw(
        st.lists(st.lists(counts, min_size=width, max_size=width), min_size=height, max_size=height)
    )
    text = "\n".join("\t".join("" if n is None else f"{n:,}" for n in row) for row in rows) + "\n"
    clip = parse_tsv(text)
    assert clip is not None

    def locked(value_id: str) -> str:
        return "自动计算" if form.indicators[value_id].computed else ""

    target = Target(table, Area(top, left, top, left), Report(about=make_about()), locked)
    plan = ways_to_paste(clip, target)[-1].plan
    expected = {
        table.id_at(top + r, left + c): None if n is None else Decimal(n)
        for r, row in enumerate(rows)
        for c, n in enumerate(row)
    }
    assert plan.writes == {k: v for k, v in expected.items() if not locked(k)}
    assert plan.clean


@given(
    st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=9), min_size=1, max_size=9),
    st.integers(0, 24),
    st.integers(0, 6),
)
def test_any_clip_comes_to_choices_that_write_only_open_cells(
    form: Form, rows: list[list[str]], top: int, left: int
) -> None:
    width = max(map(len, rows))
    clip = Clip(
        tuple(tuple(ClipCell(t) for t in (*row, *[""] * (width - len(row)))) for row in rows)
    )
    table = TableMap(form.tables[A], form)
    target = Target(table, Area(top, left, top, left), Report(about=make_about()), lambda _: "")
    for choice in ways_to_paste(clip, target):
        for value_id, value in choice.plan.with_offers().items():
            assert value_id in form.indicators
            assert value is None or value >= 0
