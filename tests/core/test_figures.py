"""What people write into a cell: taken, offered or refused, never guessed in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.figures import MAX_DIGITS, chinese_figure, chinese_text, read_figure, whole_number
from giadesk.core.prose import plain

counts = st.integers(0, 10**MAX_DIGITS - 1)
FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("１２", "12"),
        (" 1,234 ", "1234"),
        ("1，234", "1234"),
        ("1,234,567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("１\u3000２３４件", "1234"),
        ("12件", "12"),
        ("12 条", "12"),
        ("12人次", "12"),
        ("+3", "3"),
        ("007", "7"),
        ("'15", "15"),
        ("1.", "1"),
        ("-0", "0"),
        ("\u200b8\ufeff", "8"),
    ],
)
def test_a_count_is_taken(text: str, value: str) -> None:
    reading = read_figure(text, "count", "件")
    assert reading.accepted
    assert reading.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "  ", "\u3000", "\u00a0", "-", "－", "—", "——", "/", "／", "–", "― "]
)
def test_blank_dash_and_stroke_are_an_empty_cell_not_a_zero(text: str) -> None:
    reading = read_figure(text, "count", "件")
    assert reading.accepted
    assert reading.value is None


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("一百零五", "105"),
        ("一百零五件", "105"),
        ("十二", "12"),
        ("两千零三", "2003"),
        ("二〇二四", "2024"),
        ("壹佰零伍", "105"),
        ("一百五", "150"),
        ("三万二", "32000"),
        ("十万零三", "100003"),
        ("12万", "120000"),
        ("1.5万件", "15000"),
        ("3千", "3000"),
        ("3.00", "3"),
        ("无", "0"),
        ("没有", "0"),
    ],
)
def test_what_only_probably_is_a_count_is_offered(text: str, offer: str) -> None:
    reading = read_figure(text, "count", "件")
    assert not reading.accepted
    assert not reading.refused
    assert reading.offer == Decimal(offer)
    assert reading.value is None
    assert offer in reading.reason or text in reading.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-3", "负数"),
        ("－３", "负数"),
        ("(3)", "负数"),
        ("2.5", "小数"),
        ("1.2E3", "科学计数法"),
        ("1.1E+25", "科学计数法"),
        ("12%", "百分数"),
        ("=1+2", "公式"),
        ("12,5", "千分位"),
        ("1 2", "千分位"),
        ("1,2345", "千分位"),
        ("30余件", "约数"),
        ("约30", "约数"),
        ("510000199001010000", "太大"),
        ("3万元", "金额"),
        ("0.25万", "整数|小数|应为2500"),
        ("abc", "不是数字"),
        ("五六七八九十", "不是数字"),
        ("x" * 500, "太长"),
    ],
)
def test_what_is_no_count_is_refused_with_a_reason(text: str, reason: str) -> None:
    reading = read_figure(text, "count", "件")
    assert not reading.accepted
    assert any(word in reading.reason for word in reason.split("|"))
    assert reading.refused or text == "0.25万"


@pytest.mark.parametrize(
    ("text", "value", "offer"),
    [
        ("25.1", "25.1", None),
        ("25.10", "25.1", None),
        (".5", "0.5", None),
        ("25.1万元", "25.1", None),
        ("1.2000000", "1.2", None),
        ("0.000001", "0.000001", None),
        ("251000元", None, "25.1"),
        ("￥251,000", None, "25.1"),
        ("25万", None, "25"),
        ("0.3亿元", None, "3000"),
        ("五万元", None, "5"),
        ("1.2345678", None, None),
        ("-1", None, None),
        ("12件", None, None),
        ("0.001元", None, None),
    ],
)
def test_money_in_ten_thousands(text: str, value: str | None, offer: str | None) -> None:
    reading = read_figure(text, "money", "万元")
    assert reading.value == (Decimal(value) if value else None)
    assert reading.offer == (Decimal(offer) if offer else None)
    assert reading.accepted == (value is not None)


def test_a_signed_cell_takes_increase_and_decrease() -> None:
    assert read_figure("+3", "signed").value == 3
    assert read_figure("－2", "signed").value == -2
    assert read_figure("(4)", "signed").value == -4
    assert read_figure("-2.5", "signed").refused


def test_a_text_cell_takes_text_without_control_characters() -> None:
    assert read_figure(" 张三\x00 ", "text").value == "张三"
    assert read_figure("  ", "text") == read_figure("", "text")
    assert read_figure("", "text").value is None


@given(counts)
def test_any_count_comes_back_however_it_is_written(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number}件"):
        assert read_figure(text, "count", "件").value == number
        assert read_figure(text.translate(FULL_WIDTH), "count", "件").value == number


@given(counts)
def test_chinese_numerals_come_back(number: int) -> None:
    assert chinese_figure(chinese_text(number)) == number
    assert read_figure(chinese_text(number), "count", "件").offer == number


@given(st.decimals(0, 10**9, places=6))
def test_any_amount_comes_back(amount: Decimal) -> None:
    value = read_figure(f"{amount:f}万元", "money", "万元").value
    assert value == amount
    assert value is not None
    assert read_figure(plain(Decimal(value)), "money", "万元").value == amount


@given(st.text(), st.sampled_from(["count", "money", "signed", "text"]))
def test_any_text_is_taken_offered_or_refused(text: str, kind: str) -> None:
    reading = read_figure(text, kind, "件")  # type: ignore[arg-type]
    if reading.accepted and isinstance(reading.value, Decimal):
        assert read_figure(plain(reading.value), kind, "件").value == reading.value  # type: ignore[arg-type]
        if kind == "count":
            assert reading.value >= 0
            assert reading.value == int(reading.value)
    if not reading.accepted:
        assert reading.value is None


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿〇壹", max_size=12))
def test_a_numeral_that_makes_no_sense_is_none(text: str) -> None:
    number = chinese_figure(text)
    assert number is None or 0 <= number < 10**MAX_DIGITS


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_beyond_spelling_is_an_error(number: int) -> None:
    with pytest.raises(ValueError):
        chinese_text(number)


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), ("12", 12), ("七", 7), ("两", 2), ("十", 10), ("十五", 15), ("三十一", 31), ("百", 100), ("一百", 100), ("许多", 0)],
)  # fmt: skip
def test_a_whole_number_is_read_however_it_is_written(written: str, number: int) -> None:
    assert whole_number(written) == number
