"""Which of many kept states may go: pure rules, that no clock can fool.

Order is by number, never by time: a clock that was wrong for a day may label a state wrongly, but
can neither make it older than it is nor push the others out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")


def thinned(states: Sequence[T], time: Callable[[T], datetime], rule: Rule) -> list[T]:
    """The states to keep, in the order given (the latest first).

    Kept are the newest `rule.newest`, and the last state of each of the newest days, weeks, months
    and years that the rule names, by local date.
    """
    kept: set[int] = set(range(min(rule.newest, len(states))))
    for limit, label in rule.spans:
        seen: set[object] = set()
        for place, state in enumerate(states):
            span = label(time(state).astimezone())
            if span not in seen:
                if limit is not None and len(seen) >= limit:
                    break
                seen.add(span)
                kept.add(place)
    return [state for place, state in enumerate(states) if place in kept]


class Rule:
    """newest: so many are kept in any case. The others: the last of so many days, weeks … each."""

    def __init__(
        self, newest: int, *, days: int, weeks: int, months: int, years: int | None
    ) -> None:
        self.newest = newest
        self.spans: tuple[tuple[int | None, Callable[[datetime], object]], ...] = (
            (days, lambda t: t.date()),
            (weeks, lambda t: tuple(t.isocalendar())[:2]),
            (months, lambda t: (t.year, t.month)),
            (years, lambda t: t.year),
        )


VERSIONS = Rule(10, days=30, weeks=53, months=0, years=None)
"""A report's versions: the last of each day for 30 days of work, of each week, of each year."""

BACKUPS = Rule(10, days=14, weeks=8, months=24, years=None)
"""Backups: ten, then daily, weekly, monthly and yearly ones."""


def dropped(states: Iterable[T], kept: Iterable[T]) -> list[T]:
    """The states that are not kept."""
    stay = {id(state) for state in kept}
    return [state for state in states if id(state) not in stay]
