"""Pagination: which line and which row comes on which page. Arithmetic only, in twips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Item(NamedTuple):
    """Something that is not cut: a line of text or a row of a table.

    before: room above it, which falls away at the top of a page. keep: it stays on the page of the
    next item. heads: items that are repeated above it where a page begins with it. fresh: a page
    begins with it.
    """

    height: float
    before: float = 0
    keep: bool = False
    heads: tuple[int, ...] = ()
    fresh: bool = False


class Place(NamedTuple):
    """An item and where it stands below the upper edge of the text."""

    item: int
    top: float


_ROUNDING = 0.5  # twips


def paginate(items: Sequence[Item], room: float) -> list[list[Place]]:
    """The items on pages of that height, each in order; at least one page.

    Items that are kept together move to the next page together, unless they are higher than a page;
    one item higher than a page stands on a page of its own and runs over.
    """
    pages: list[list[Place]] = [[]]
    filled = 0.0
    room += _ROUNDING
    for number, item in enumerate(items):
        if not number or not items[number - 1].keep:
            need = _together(items, number)
            heads = sum(items[head].height for head in item.heads)
            moved = filled + need > room >= heads + need - item.before
            if pages[-1] and (item.fresh or moved):
                pages.append([])
        if pages[-1] and filled + item.before + item.height > room:
            pages.append([])
        if pages[-1]:
            filled += item.before
        else:
            filled = 0.0
            for head in item.heads:
                pages[-1].append(Place(head, filled))
                filled += items[head].height
        pages[-1].append(Place(number, filled))
        filled += item.height
    return pages


def _together(items: Sequence[Item], first: int) -> float:
    """The height of what stays together from that item on, with the room above each."""
    last = first
    while items[last].keep and last + 1 < len(items):
        last += 1
    return sum(item.height + item.before for item in items[first : last + 1])
