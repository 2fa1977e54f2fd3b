"""Quantities in official Chinese, case by case: what is one, what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.figures import chinese_text
from giadesk.core.quantities import quantities, tokens

QUANTITIES = [
    # text, value, unit, exactness
    ("公开信息58条", "58", "条", "exact"),
    ("公开信息５８条", "58", "条", "exact"),
    ("召开会议五十八次", "58", "次", "exact"),
    ("发放2190份", "2190", "份", "exact"),
    ("发放2,190份", "2190", "份", "exact"),
    ("三千六百零七件", "3607", "件", "exact"),
    ("一万二千条", "12000", "条", "exact"),
    ("兼职四名", "4", "名", "exact"),
    ("经费1.5万元", "15000", "元", "exact"),
    ("14万余条", "140000", "条", "over"),
    ("3000余份", "3000", "份", "over"),
    ("一百二十余件", "120", "件", "over"),
    ("50多个", "50", "个", "over"),
    ("1600余万元", "16000000", "元", "over"),
    ("近300条", "300", "条", "under"),
    ("不少于2次", "2", "次", "over"),
    ("2600条左右", "2600", "条", "about"),
    ("约1.2亿元", "120000000", "元", "about"),
    ("增长1.05%", "1.05", "%", "exact"),
    ("占百分之九十", "90", "%", "exact"),
    ("占百分之九点五", "9.5", "%", "exact"),
    ("提高0.5个百分点", "0.5", "个百分点", "exact"),
    ("访问7854070人次", "7854070", "人次", "exact"),
    ("收费59237.2449万元", "592372449", "元", "exact"),
    ("30分钟以内", "30", "分钟", "under"),
    ("8大类", "8", "大类", "exact"),
    ("电话咨询230人次", "230", "人次", "exact"),
    ("热线工单3200件", "3200", "件", "exact"),
    ("电话回访1200余人次", "1200", "人次", "over"),
]

NO_QUANTITIES = [
    ("〔2015〕117号文件", "document"),
    ("自2012年1月1日起", "date"),
    ("二○一三年一月", "date"),
    ("2019-2020学年", "date"),
    ("1-12月", "date"),
    ("条例第四十九条第（一）项", "ordinal"),
    ("保护第三方", "ordinal"),
    ("第十二期", "ordinal"),
    ("电话5880205，5887205", "code"),
    ("邮编：223600", "code"),
    ("电话：0527-83593059", "code"),
    ("www.example.gov.cn/2024/1.html", "code"),
    ("《2019年春季学校检查20条》", "title"),
    ("“100”行动", "quoted"),
    ("一次性告知", "idiom"),
    ("“一件事”", "quoted"),
    ("三公经费", "idiom"),
    ("近百人", "vague"),
    ("几十次", "vague"),
    ("三分之一", "vague"),
    ("主楼14层", "vague"),
    ("苏州东路42号", "document"),
    ("二是加强领导", "item"),
    ("（一）主动公开", "item"),
    ("四川省三台县", "vague"),
]


@pytest.mark.parametrize(("text", "value", "unit", "exactness"), QUANTITIES)
def test_quantity(text: str, value: str, unit: str, exactness: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit, found.exactness) == (Decimal(value), unit, exactness)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(("text", "kind"), NO_QUANTITIES)
def test_what_only_looks_like_one(text: str, kind: str) -> None:
    assert quantities(text) == ()
    assert kind in [t.kind for t in tokens(text)]


@pytest.mark.parametrize(
    ("text", "actual", "fits"),
    [
        ("190余条", 190, True),
        ("190余条", 197, True),
        ("190余条", 260, False),
        ("190余条", 180, False),
        ("3000余份", 3990, True),
        ("14万余条", 146200, True),
        ("近300条", 296, True),
        ("近300条", 320, False),
        ("约300条", 310, True),
        ("18万条", 183000, True),
        ("18万条", 195000, False),
        ("58条", 58, True),
        ("58条", 59, False),
    ],
)
def test_what_a_written_quantity_can_stand_for(text: str, actual: int, fits: bool) -> None:
    (found,) = quantities(text)
    assert found.fits(Decimal(actual)) is fits


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [("5至10件", 5, 10, "件"), ("20～30个", 20, 30, "个"), ("30%-40%", 30, 40, "%")],
)
def test_range(text: str, low: int, high: int, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.high, found.unit) == (low, high, unit)
    assert not found.is_exact
    assert found.fits(Decimal((low + high) // 2))


def test_several_in_a_sentence() -> None:
    text = "229大项539小项，92%的事项办结时长缩短至30分钟以内，热线电话11通、网络诉求3件"
    found = [(str(t.value), t.unit) for t in quantities(text)]
    assert found == [
        ("229", "大项"), ("539", "小项"), ("92", "%"), ("30", "分钟"), ("11", "通"), ("3", "件"),
    ]  # fmt: skip


@given(st.integers(1, 10**8), st.sampled_from(["条", "件", "人次", "份"]))
def test_any_number_is_read_in_digits(number: int, unit: str) -> None:
    (found,) = quantities(f"公开信息{number}{unit}，")
    assert (found.value, found.unit, found.is_exact) == (number, unit, True)


@given(st.integers(2, 99_999).filter(lambda n: n % 10000 < 1000 or n < 10000 or n % 1000))
def test_chinese_numerals_mean_what_digits_mean(number: int) -> None:
    found = quantities(f"共有{chinese_text(number)}件，")
    assert [(t.value, t.unit) for t in found] == [(number, "件")]


@given(
    st.text(alphabet="一二三四百千万亿0123456789.,％%件条元年月日第（）《》“”约余-至 ", max_size=40)
)
def test_tokens_never_overlap_and_are_verbatim(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        end = token.end
