"""Paragraphs as a document and back; places in the text as stored, as shown, as laid out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from giadesk.core.report import Paragraph
from giadesk.ui.prose_document import ProseDocument, inner_offset, outer_offset
from giadesk.ui.prose_shown import Shown
from giadesk.ui.prose_structure import moved

FIGURES = {"applications/received/total": Decimal(15)}
LIVE_LINE = "收到{applications/received/total}件，办结9件"
BITS = st.sampled_from(
    ["公开", "。", "12", "{applications/received/total}", "{a/b/c}", "{", "}", "\n", "x"]
)
TEXTS = st.lists(BITS, max_size=7).map("".join)
PARAGRAPHS = st.lists(
    st.one_of(
        st.builds(Paragraph, TEXTS, st.sampled_from([0, 2, 3, 4]), st.sampled_from(["", "旧。"])),
        st.builds(Paragraph, table=st.sampled_from(["t1", "t2"])),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


def fresh(document: ProseDocument) -> tuple[Paragraph, ...]:
    block, found = document.begin(), []
    while block.isValid():
        found.append(document.read(block))
        block = block.next()
    return tuple(found)


@settings(deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_any_paragraphs_come_back_from_any_others(
    qapp: object, states: list[tuple[Paragraph, ...]]
) -> None:
    told: list[int] = []
    document = ProseDocument(lambda: told.append(1))
    for state in states:
        document.update_to(state)
        assert document.paragraphs == state
        assert fresh(document) == state
    assert told == []
    assert document.update_to(states[-1]) is None


def test_an_update_touches_only_what_differs(qtbot: QtBot) -> None:
    document = ProseDocument(lambda: None)
    before = tuple(Paragraph(f"第{i}段，有一些文字。") for i in range(20))
    document.update_to(before)
    changes: list[tuple[int, int, int]] = []
    document.contentsChange.connect(lambda *change: changes.append(change))
    document.update_to((*before[:7], Paragraph("第7段，有另一些文字。"), *before[8:]))
    assert sum(removed + added for _, removed, added in changes) <= 4


def test_characters_a_document_cannot_hold_do_not_break_it(qtbot: QtBot) -> None:
    document = ProseDocument(lambda: None)
    document.update_to((Paragraph("甲\ufffc乙\ufdd0丙\u2029丁"),))
    document.update_to((Paragraph("甲乙丙丁"), Paragraph("戊")))
    assert fresh(document) == (Paragraph("甲乙丙丁"), Paragraph("戊"))


@given(TEXTS, st.integers(0, 60))
def test_places_in_the_block_and_in_the_text_agree(text: str, inner: int) -> None:
    paragraph = Paragraph(text)
    offset = outer_offset(paragraph, inner)
    assert 0 <= offset <= len(text)
    assert inner_offset(paragraph, offset) == min(inner, inner_offset(paragraph, len(text)))


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_places_as_shown_and_as_stored_agree(text: str, a: int, b: int) -> None:
    shown = Shown(text, FIGURES)
    start, end = sorted((min(a, len(shown.text)), min(b, len(shown.text))))
    first, last = shown.in_source(start, end)
    assert 0 <= first <= last <= len(text) or start == end
    again = shown.in_shown(first, last)
    assert again[0] <= start
    assert again[1] >= end
    if not shown.touches_figure(start, end):
        assert text[first:last] == shown.text[start:end]


@pytest.mark.parametrize(
    ("quote", "start", "found"),
    [
        ("收到15件", 0, "收到{applications/received/total}件"),
        ("{applications/received/total}", 2, "{applications/received/total}"),
        ("5件", 40, "{applications/received/total}件"),
        ("办结", 0, "办结"),
        ("没有", 0, None),
        ("", 0, None),
    ],
)
def test_finding_a_quote(quote: str, start: int, found: str | None) -> None:
    shown = Shown(LIVE_LINE, FIGURES)
    span = shown.find_quote(quote, start)
    assert (None if span is None else shown.source[slice(*span)]) == found


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_moving_is_undone_by_moving_back(items: list[int], data: st.DataObject) -> None:
    paragraphs = tuple(Paragraph(str(i)) for i in items)
    first = data.draw(st.integers(0, len(items) - 1))
    last = data.draw(st.integers(first, len(items) - 1))
    down = moved(paragraphs, first, last, 1)
    if last == len(items) - 1:
        assert down is None
        return
    assert down is not None
    assert sorted(p.text for p in down) == sorted(p.text for p in paragraphs)
    assert moved(down, first + 1, last + 1, -1) == paragraphs
