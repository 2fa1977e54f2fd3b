"""Figures that ran together: parted rightly or not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Document, Paragraph
from giadesk.core.forms import FormLibrary
from giadesk.imports.families import Family, families_of
from giadesk.imports.glued import Tries, parted_figures, vocabulary_of
from giadesk.imports.recognise import recognise
from tests.samples.reports import all_forms

FAMILIES = tuple(families_of(tuple(all_forms())))
APPLICATIONS = next(f for f in FAMILIES if f.width == 7)
PROCEEDINGS = next(f for f in FAMILIES if f.width == 15)


def _filled(family: Family, parts: list[int]) -> list[int]:
    """The parts with the totals where the family has them."""
    given_parts = iter(parts)
    totals = {total for total, _ in family.sums}
    figures = [0 if i in totals else next(given_parts) for i in range(family.width)]
    for total, places in family.sums:
        figures[total] = sum(figures[i] for i in places)
    return figures


@pytest.mark.parametrize("family", [APPLICATIONS, PROCEEDINGS], ids=["applications", "proceedings"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_row_is_parted_as_it_was_or_not_at_all(family: Family, data: st.DataObject) -> None:
    number = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 400))
    parts = data.draw(st.lists(number, min_size=family.width, max_size=family.width))
    right = tuple(str(f) for f in _filled(family, parts))
    cuts = data.draw(st.sets(st.integers(1, family.width - 1), max_size=family.width - 2))
    edges = [0, *sorted(cuts), family.width]
    texts = ["".join(right[a:b]) for a, b in pairwise(edges)]
    assert parted_figures(texts, family, Tries()) in (None, right)


@pytest.mark.parametrize(
    ("texts", "figures"),
    [
        (["713000074"], ["71", "3", *"0000", "74"]),
        (["23", "0", "00", "0", "023"], ["23", *"00000", "23"]),
        (["0", "0", "00", "00", "0"], list("0000000")),
        (["000000"], None),
        (["4100006"], None),
        (["41000051234567"], None),
        (["4.100005"], None),
        (["٤١٠٠٠٠٥"], None),
        ([], None),
    ],
)
def test_what_the_total_proves(texts: list[str], figures: list[str] | None) -> None:
    found = parted_figures(texts, APPLICATIONS, Tries())
    assert (list(found) if found else None) == figures


def test_words_are_parted_only_where_labels_cover_them() -> None:
    vocabulary = vocabulary_of(FAMILIES)

    def parts(word: str) -> list[str] | None:
        pieces = vocabulary.pieces(word)
        return [word[a:b] for a, b, _ in pieces] if pieces else None

    assert parts("规章000行政规范性文件12") == ["规章", "000", "行政规范性文件", "12"]
    assert parts("行政许可12次") is None
    assert parts("我镇行政许可12") is None
    assert parts("自然人") is None
    assert parts("规章,0,12，3") == ["规章", "0", "12", "3"]
    assert parts("自然人,总计") == ["自然人", "总计"]
    assert parts("规章1,234") is None
    assert parts("００２．重复申请") == ["００", "２．重复申请"]
    assert parts("规章" * 20_000) is None


def test_a_document_is_given_so_many_tries_and_no_more() -> None:
    tries = Tries()
    digits = ["1234567890123"]
    for _ in range(1000):
        parted_figures(digits, APPLICATIONS, tries)
    assert 0 <= tries.left < 1000
    assert parted_figures(["713000074"], APPLICATIONS, Tries())
    tries.left = 0
    assert parted_figures(["713000074"], APPLICATIONS, tries) is None
    assert parted_figures(["0000000"], APPLICATIONS, tries) == tuple("0000000")


def test_a_table_saved_with_commas_becomes_figures(forms: FormLibrary) -> None:
    texts = (
        "银杏镇人民政府2024年政府信息公开工作年度报告",
        *("一、总体情况", "全年更新栏目九次。", "二、主动公开政府信息情况"),
        *("第二十条第（一）项,,,", "信息内容,本年制发件数,本年废止件数,现行有效件数,"),
        *("规章,0,0,0,", "行政规范性文件,2,1,12,", "三、收到和处理政府信息公开申请情况", "无。"),
    )
    read = recognise(Document(tuple(Paragraph(t) for t in texts)), forms)
    values = {k.removeprefix("disclosure/"): int(str(v)) for k, v in read.report.values.items()}
    assert values == {
        **{f"rules/{column}": 0 for column in ("made", "abolished", "effective")},
        "normative/made": 2,
        "normative/abolished": 1,
        "normative/effective": 12,
    }
    assert not read.unplaced
