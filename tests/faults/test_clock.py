"""Walks of the clock over years, back and forth: the order of things is by number, never by time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.store import Library
from giadesk.store.backups import verify
from tests.faults.amount import count, rounds, seed
from tests.store.sample import report

pytestmark = pytest.mark.timeout(0)

_JUMPS = (
    timedelta(minutes=20),
    timedelta(hours=9),
    timedelta(days=1),
    timedelta(days=40),
    timedelta(hours=-1),
    timedelta(days=-2000),
    timedelta(days=3650),
)


def _walk(chance: random.Random) -> list[datetime]:
    now = datetime(2026, 1, 5, 3, tzinfo=UTC)
    times = []
    for _ in range(30):
        weights = (8, 8, 8, 3, 1, 1, 1)
        now += chance.choices(_JUMPS, weights)[0]
        if chance.random() < 0.02:
            now = datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC)
        now = min(max(now, datetime(1971, 1, 1, tzinfo=UTC)), datetime(2200, 1, 1, tzinfo=UTC))
        times.append(now)
    return times


@pytest.mark.parametrize("walk", range(rounds(3, 200, "clock")))
def test_a_walk(tmp_path: Path, walk: int) -> None:
    count("clock")
    chance = random.Random(seed("clock") + walk)
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    revisions = []
    with Library.open(tmp_path / "library.sqlite", clock=lambda: now[0]) as library:
        report_id = library.create(report())
        times = _walk(chance)
        for number, time in enumerate(times):
            now[0] = time
            edited = report().with_value("a/b/c", Decimal(number))
            revisions.append(library.save(report_id, edited))
            made = library.keep_backup()
            assert made.said == ()
            assert made.path is not None, "a backup was due, whatever the clock said"
            assert library.backups()[0].path == made.path
            assert library.entries()[0].revision == library.revision
        assert revisions == sorted(set(revisions))
        past = library.past(report_id, "figures/a/b/c")
        assert [p.content for p in past] == [*map(str, range(28, -1, -1)), None]
        versions = library.versions(report_id)
        assert [v.number for v in versions] == sorted((v.number for v in versions), reverse=True)
        newest = library.version(report_id, versions[0].number)
        days = [time.astimezone().date() for time in times]
        assert newest.values["a/b/c"] == max(n for n in range(29) if days[n] != days[n + 1])
        backups = library.backups()
        assert [b.revision for b in backups[:10]] == sorted(revisions[-10:], reverse=True)
        assert library.check().whole
    verify(backups[0].path)
    with Library.open(backups[0].path, read_only=True) as copy:
        assert copy.load(report_id).report == edited
