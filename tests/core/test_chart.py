"""Geometry of the charts: nothing outside, nothing over each other, columns as high as figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.chart import Box, Chart, Rule, Words, bar_chart, column_chart, text_width
from giadesk.core.trend import Measure, Point, Series

EM = 15.0


def series(
    *figures: int | str | None, unit: str = "件", kind: str = "count", name: str = "本年新收"
) -> Series:
    """Figures of consecutive years; None is a year that was not filled in, "" one without report."""
    measure = Measure(name, "t", "r", "c", (name,), ("总计",), name, kind, unit)  # type: ignore[arg-type]
    points = tuple(
        Point(2015 + i, None, "missing" if f == "" else "blank")
        if f in (None, "")
        else Point(2015 + i, Decimal(f), "figure")
        for i, f in enumerate(figures)
    )
    return Series(measure, points)


def words(chart: Chart) -> list[str]:
    return [s.text for s in chart.shapes if isinstance(s, Words)]


def boxes(chart: Chart) -> list[Box]:
    return [s for s in chart.shapes if isinstance(s, Box)]


def extent(shape: Words) -> tuple[float, float]:
    """Where a text begins and ends from left to right."""
    size = text_width(shape.text) * EM
    start = {"start": 0.0, "middle": size / 2, "end": size}[shape.anchor]
    return shape.x - start, shape.x - start + size


def assert_sound(chart: Chart) -> None:
    """All of it inside, no words over other words."""
    texts = [s for s in chart.shapes if isinstance(s, Words)]
    for shape in chart.shapes:
        match shape:
            case Box():
                assert shape.x >= -0.1
                assert shape.x + shape.width <= chart.width + 0.1
                assert shape.width > 0
                assert shape.height > 0
                assert shape.y >= -0.1
                assert shape.y + shape.height <= chart.height + 0.1
            case Rule():
                assert max(shape.x1, shape.x2) <= chart.width + 0.1
            case Words():
                left, right = extent(shape)
                assert left >= -1, shape
                assert right <= chart.width + EM, shape
                assert 0 <= shape.y <= chart.height, shape
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            apart = abs(one.y - other.y) >= EM * 0.9
            (a, b), (c, d) = extent(one), extent(other)
            assert apart or b <= c + 1 or d <= a + 1, (one, other)


def columns(*figures: int | str | None, width: float = 600, **rest: str) -> Chart:
    return column_chart(
        series(*figures, **rest), "柳河镇 本年新收（件）", width=width, height=320, em=EM
    )  # type: ignore[arg-type]


def test_columns_are_as_high_as_their_figures() -> None:
    chart = columns(10, 20, 40)
    heights = [b.height for b in boxes(chart)]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert heights[2] == pytest.approx(4 * heights[0])
    bottoms = {round(b.y + b.height, 3) for b in boxes(chart)}
    assert len(bottoms) == 1
    assert {"10", "20", "40", "2015年", "2016年", "2017年"} <= set(words(chart))
    assert_sound(chart)


def test_a_year_without_figure_has_a_word_and_no_column() -> None:
    chart = columns(10, None, "", 0)
    assert len(boxes(chart)) == 2  # 0 is a figure: its column is a line
    assert "未填" in words(chart)
    assert "无报告" in words(chart)
    assert_sound(chart)


def test_negative_columns_hang_from_the_line_of_zero() -> None:
    chart = columns(10, -10, kind="signed")
    up, down = boxes(chart)
    assert up.y + up.height == pytest.approx(down.y)
    assert up.height == pytest.approx(down.height)
    assert "-10" in words(chart)
    assert_sound(chart)


def test_no_figure_at_all_is_an_empty_chart_that_says_so() -> None:
    chart = columns(None, None)
    assert not boxes(chart)
    assert words(chart).count("未填") == 2
    assert chart.description == "本年新收：2015年未填，2016年未填。"


def test_money_may_have_steps_below_one_and_counts_may_not() -> None:
    money = {w for w in words(columns("0.2", "0.4", kind="money", unit="万元")) if "." in w}
    assert money
    assert not [w for w in words(columns(0, 1)) if "." in w]


def test_many_years_thin_out_their_labels() -> None:
    chart = columns(*range(1, 21), width=420)
    years = [w for w in words(chart) if w.endswith("年")]
    assert 4 <= len(years) < 20
    assert "2034年" in years  # the present one always stays
    assert len(boxes(chart)) == 20
    assert_sound(chart)


def test_bars_of_one_unit_share_a_scale() -> None:
    lines = [
        series(10, 20, name="新收"),
        series(5, 40, name="办结"),
        series("0.5", "1", name="收费", unit="万元", kind="money"),
    ]
    chart = bar_chart(lines, "收到和处理政府信息公开申请情况（2015—2016年）", width=600, em=EM)
    lengths = [b.width for b in boxes(chart)]
    assert lengths[3] == pytest.approx(2 * lengths[1])
    assert lengths[5] == pytest.approx(lengths[3])  # the largest of its own unit
    assert_sound(chart)
    assert "新收：2015年10件，2016年20件。" in chart.description


figure = st.one_of(st.none(), st.integers(-999, 999_999), st.just(0))


@given(st.lists(figure, min_size=1, max_size=16), st.sampled_from([300.0, 600.0, 1200.0]))
def test_any_columns_are_sound(figures: list[int | None], width: float) -> None:
    assert_sound(columns(*figures, width=width, kind="signed"))


@given(st.lists(st.lists(figure, min_size=2, max_size=6), min_size=1, max_size=4))
def test_any_bars_are_sound(lines: list[list[int | None]]) -> None:
    chart = bar_chart([series(*line) for line in lines], "表", width=420, em=EM)
    assert_sound(chart)
