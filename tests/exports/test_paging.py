"""Pagination by arithmetic: nothing lost, nothing over the edge, what belongs together together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from giadesk.exports.paging import Item, paginate


def test_22_lines_go_on_a_page_of_22_lines():
    pages = paginate([Item(579)] * 50, 12756)
    assert [len(page) for page in pages] == [22, 22, 6]
    assert pages[1][0].top == 0


def test_a_kept_heading_goes_with_the_next_line():
    items = [Item(10), Item(10), Item(10, keep=True), Item(10)]
    pages = paginate(items, 30)
    assert [[p.item for p in page] for page in pages] == [[0, 1], [2, 3]]


def test_what_is_kept_but_higher_than_a_page_is_broken_all_the_same():
    items = [Item(10), *[Item(10, keep=True)] * 5, Item(10)]
    pages = paginate(items, 30)
    assert [p.item for page in pages for p in page] == list(range(7))
    assert [len(page) for page in pages] == [3, 3, 1]


def test_heads_are_repeated_where_a_page_begins_with_a_row():
    rows = [Item(10, keep=True), Item(10, heads=(0,)), Item(10, heads=(0,)), Item(10, heads=(0,))]
    pages = paginate(rows, 30)
    assert [[p.item for p in page] for page in pages] == [[0, 1, 2], [0, 3]]
    assert [p.top for p in pages[1]] == [0, 10]


def test_room_above_falls_away_at_the_top_of_a_page():
    pages = paginate([Item(10), Item(10), Item(10, before=10)], 30)
    assert [[p.top for p in page] for page in pages] == [[0, 10], [0]]


items = st.lists(
    st.builds(Item, st.integers(1, 40), st.integers(0, 9), st.booleans(), st.just(())),
    min_size=0,
    max_size=60,
)


@given(items)
def test_every_item_stands_once_in_order_and_within_its_page(given_items):
    pages = paginate(given_items, 50)
    assert [p.item for page in pages for p in page] == list(range(len(given_items)))
    for page in pages:
        for place in page:
            assert place.top >= 0
            assert place.top + given_items[place.item].height <= 50.5
        for before, after in pairwise(page):
            assert before.top + given_items[before.item].height <= after.top


@given(items)
def test_what_fits_together_on_a_page_is_never_parted(given_items):
    pages = paginate(given_items, 50)
    page_of = {p.item: n for n, page in enumerate(pages) for p in page}
    start = 0
    for place, item in enumerate(given_items):
        if not item.keep or place == len(given_items) - 1:
            chain = given_items[start : place + 1]
            height = sum(i.height + i.before for i in chain)
            if height <= 50:
                assert len({page_of[n] for n in range(start, place + 1)}) == 1
            start = place + 1


def test_what_begins_a_page_begins_one_also_where_there_is_room():
    items = [Item(10), Item(10, fresh=True), Item(10), Item(10, fresh=True)]
    found = [[place.item for place in page] for page in paginate(items, 100)]
    assert found == [[0], [1, 2], [3]]
    assert [[p.item for p in page] for page in paginate([Item(10, fresh=True)], 100)] == [[0]]
