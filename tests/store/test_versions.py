"""Kept states: made unasked, thinned by rule, compared, given back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.report import Paragraph
from giadesk.store import Library
from giadesk.store.keeping import BACKUPS, VERSIONS, thinned
from giadesk.store.versions import differences
from tests.store.sample import report


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    return Library.open(tmp_path / "library.db", clock=clock)


def test_the_last_state_of_a_day_is_kept(library: Library, clock: Clock) -> None:
    report_id = library.create(report())
    for figure in (1, 2):
        library.save(report_id, report().with_value("a/b/c", Decimal(figure)))
    assert library.versions(report_id) == []
    clock.pass_days(1)
    for figure in (3, 4):
        library.save(report_id, report().with_value("a/b/c", Decimal(figure)))
    (version,) = library.versions(report_id)
    assert (version.reason, version.time) == ("day", clock.now - timedelta(days=1))
    assert library.version(report_id, version.number).values["a/b/c"] == 2


def test_a_final_report_is_kept(library: Library) -> None:
    report_id = library.create(report())
    final = report().with_about(status="final")
    library.save(report_id, final)
    (version,) = library.versions(report_id)
    assert (version.reason, version.status) == ("final", "final")
    assert library.version(report_id, version.number) == final


def test_a_version_is_restored_and_what_stood_is_kept(library: Library) -> None:
    report_id = library.create(report())
    number = library.keep_version(report_id, "export", "交县里")
    now = report().with_paragraphs("overview", [Paragraph("重写了。")])
    library.save(report_id, now)
    revision = library.restore_version(report_id, number)
    stored = library.load(report_id)
    assert (stored.report, stored.revision) == (report(), revision)
    kept = library.versions(report_id)[0]
    assert kept.reason == "restore"
    assert library.version(report_id, kept.number) == now
    assert library.check().whole


def test_keeping_a_version_is_no_edit(library: Library) -> None:
    report_id = library.create(report())
    before = library.load(report_id).revision
    library.keep_version(report_id)
    assert library.load(report_id).revision == before


def test_differences_name_every_place() -> None:
    now = report().with_values({"applications/row1/natural": None, "x/y/z": Decimal(1)})
    assert [(d.path, d.was, d.now) for d in differences(report(), now)] == [
        ("figures/applications/row1/natural", "1", None),
        ("figures/x/y/z", None, "1"),
    ]


def test_years_of_work_stay_few_versions_and_the_last_final_stays(clock: Clock) -> None:
    library = Library.open(":memory:", clock=clock)
    report_id = library.create(report())
    library.save(report_id, report().with_about(status="final"))
    final = library.versions(report_id)[0].number
    for figure in range(500):
        clock.pass_days(3)
        library.save(report_id, report().with_value("a/b/c", Decimal(figure)))
    versions = library.versions(report_id)
    assert len(versions) < 130
    assert final in [v.number for v in versions]
    assert [v.number for v in versions[:10]] == list(
        range(versions[0].number, versions[0].number - 10, -1)
    )
    years = {v.time.astimezone().year for v in versions}
    assert years >= {2026, 2027, 2028, 2029}
    assert library.check().whole


def test_a_typed_text_is_kept_once_a_minute_but_never_lost_in_one_stroke(library: Library) -> None:
    report_id = library.create(report())
    text = "字" * 300
    for length in range(20):
        library.save(
            report_id, report().with_paragraphs("overview", [Paragraph(text + "增" * length)])
        )
    assert len(library.past(report_id, "prose/overview")) == 2  # before the typing, its beginning
    library.save(report_id, report().with_paragraphs("overview", []))
    kept = library.past(report_id, "prose/overview")
    assert len(kept) == 3
    assert text + "增" * 19 in (kept[0].content or "")


_times = st.lists(
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(lambda t: t.replace(tzinfo=UTC)),
    max_size=120,
)


@given(_times, st.sampled_from([VERSIONS, BACKUPS]))
def test_whatever_the_clock_did_the_newest_stay_and_every_year_has_one(
    times: list[datetime], rule: object
) -> None:
    kept = thinned(times, lambda t: t, rule)  # type: ignore[arg-type]
    assert kept[:10] == times[:10]
    assert {t.astimezone().year for t in kept} == {t.astimezone().year for t in times}
    assert len(kept) <= 10 + 30 + 53 + 24 + len({t.astimezone().year for t in times})
    assert thinned(kept, lambda t: t, rule)[:10] == kept[:10]  # type: ignore[arg-type]
