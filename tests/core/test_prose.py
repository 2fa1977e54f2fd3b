"""Prose: made numbering, run-in headings, live figures, clean text."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.prose import (
    UNFILLED,
    chinese_number,
    clean_text,
    live_ids,
    number_text,
    numbers,
    plain,
    resolve,
    split_heading,
)
from giadesk.core.report import Paragraph


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, 10000, -1])
def test_numbers_that_no_heading_has(number: int) -> None:
    with pytest.raises(ValueError):
        chinese_number(number)


def test_numbers_are_made_from_the_levels() -> None:
    levels = [2, 0, 2, 3, 3, 4, 4, 3, 4, 2, 3]
    made = list(numbers([Paragraph("文", level) for level in levels]))
    assert made == [
        "（一）",
        "",
        "（二）",
        "1.",
        "2.",
        "（1）",
        "（2）",
        "3.",
        "（1）",
        "（三）",
        "1.",
    ]
    assert [number_text(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]
    with pytest.raises(ValueError):
        number_text(0, 1)


def test_the_place_of_a_table_has_no_number() -> None:
    paragraphs = [Paragraph("甲", 2), Paragraph("", 2, table="t"), Paragraph("乙", 2)]
    assert list(numbers(paragraphs)) == ["（一）", "", "（二）"]


def test_many_headings_are_numbered_on() -> None:
    assert list(numbers([Paragraph("文", 3)] * 120))[-1] == "120."
    assert list(numbers([Paragraph("文", 2)] * 120))[-1] == "（一百二十）"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("主动公开。全年58条。", ("主动公开。", "全年58条。")),
        ("主动公开", ("主动公开", "")),
        ("主动公开。", ("主动公开。", "")),
        ("", ("", "")),
    ],
)
def test_a_heading_may_run_into_its_text(text: str, parts: tuple[str, str]) -> None:
    assert split_heading(text) == parts
    assert "".join(parts) == text


def test_live_figures_show_what_the_table_says() -> None:
    text = "新收{applications/received/total}件、收费{disclosure/fees/amount}万元、{x}、{a/b}"
    figures = {"applications/received/total": Decimal(15)}
    assert resolve(text, figures) == f"新收15件、收费{UNFILLED}万元、{{x}}、{{a/b}}"
    assert live_ids(text) == ["applications/received/total", "disclosure/fees/amount"]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("15", "15"),
        ("0", "0"),
        ("-3", "-3"),
        ("0.50", "0.5"),
        ("1E+3", "1000"),
        ("100.00", "100"),
        ("1E-6", "0.000001"),
        ("120", "120"),
    ],
)
def test_plain_digits(figure: str, text: str) -> None:
    assert plain(Decimal(figure)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_plain_digits_are_the_same_number(figure: Decimal) -> None:
    text = plain(figure)
    assert Decimal(text) == figure
    assert "E" not in text
    assert not (text.endswith(("0", ".")) and "." in text)


@given(st.text())
def test_clean_text_holds_no_character_that_a_document_may_not(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    for sign in clean:
        assert unicodedata.category(sign) not in ("Cc", "Cs") or sign in "\n\t"
    clean.encode("utf-8")


def test_clean_text_keeps_the_words_and_the_lines() -> None:
    assert clean_text("甲\r\n乙\r丙\x0b丁\t戊") == "甲\n乙\n丙\n丁\t戊"
    assert clean_text("\ufeff甲\x00乙\u200b丙\ud800丁") == "甲乙丙丁"
    assert clean_text("　　（一）“引号”——…… ½ 😀 𠮷") == "　　（一）“引号”——…… ½ 😀 𠮷"
