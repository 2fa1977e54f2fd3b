"""The library's own promises, one by one."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.errors import UsageError
from giadesk.core.report import Paragraph, Report
from giadesk.store import Library
from giadesk.store.glance import glance
from tests.store.sample import report


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "资料 库" / "library.db")


def test_what_was_created_is_loaded_again(library: Library) -> None:
    made = report()
    stored = library.load(library.create(made, report(2023), "去年的报告"))
    assert stored.report == made
    assert stored.last == report(2023)


def test_saved_edits_are_there_after_reopening(library: Library, tmp_path: Path) -> None:
    report_id = library.create(report())
    edited = (
        report()
        .with_values({"applications/row3/natural": None, "new/cell": Decimal("1.50")})
        .with_paragraphs("overview", [Paragraph("重写。")])
        .with_about(status="review")
    )
    revision = library.save(report_id, edited)
    library.close()
    with Library.open(tmp_path / "资料 库" / "library.db") as again:
        stored = again.load(report_id)
        assert stored.report == edited
        assert str(stored.report.values["new/cell"]) == "1.50"
        assert stored.revision == revision
        assert again.entries()[0].status == "review"


def test_only_changed_rows_are_written(library: Library) -> None:
    report_id = library.create(report())
    written: list[str] = []
    library._database.raw.set_trace_callback(written.append)
    library.save(report_id, report().with_value("applications/row3/natural", Decimal(77)))
    changes = [line.split()[0] for line in written if line.split()[0] in ("UPDATE", "INSERT")]
    assert sorted(changes) == [
        "INSERT",
        "UPDATE",
        "UPDATE",
        "UPDATE",
    ]  # past; value, report, library
    written.clear()
    library.save(report_id, report().with_value("applications/row3/natural", Decimal(77)))
    assert [line for line in written if line.startswith(("UPDATE", "INSERT", "DELETE"))] == []


def test_the_same_last_year_is_kept_once(library: Library) -> None:
    library.create(report(2024), report(2023))
    library.create(report(2024, "示例县柳河镇财政所"), report(2023))
    assert sorted(e.year for e in library.entries()) == [2023, 2024, 2024]


def test_entries_come_latest_first_with_their_summary(library: Library) -> None:
    first = library.create(report(2022), summary={"filled": 3})
    second = library.create(report(2023), summary={"filled": 4})
    library.save(first, report(2022), {"filled": 5, "total": 9})
    assert [(e.id, e.summary) for e in library.entries()] == [
        (first, {"filled": 5, "total": 9}),
        (second, {"filled": 4}),
    ]
    library.save(first, report(2022).with_about(title="别的题目"))
    assert library.entries()[0].summary == {"filled": 5, "total": 9}


def test_a_draft_stands_before_last_years_report_that_came_with_it(tmp_path: Path) -> None:
    for number in range(12):  # ids are random
        path = tmp_path / f"{number}.db"
        with Library.open(path) as library:
            library.create(report(2025), report(2024))
            assert [entry.year for entry in library.entries()] == [2025, 2024]
        seen = glance(path)
        assert seen is not None
        assert [entry.year for entry in seen] == [2025, 2024]


def test_a_removed_report_comes_back(library: Library) -> None:
    report_id = library.create(report())
    library.remove(report_id)
    assert library.entries() == []
    assert [e.id for e in library.recycled()] == [report_id]
    library.bring_back(report_id)
    assert library.recycled() == []
    assert library.load(report_id).report == report()


def test_only_a_removed_report_that_nobody_needs_is_deleted_for_ever(library: Library) -> None:
    report_id = library.create(report(), report(2023))
    last_id = library.load(report_id).last_id
    assert last_id is not None
    with pytest.raises(UsageError, match="回收站"):
        library.purge(report_id)
    library.remove(last_id)
    with pytest.raises(UsageError, match="上年报告"):
        library.purge(last_id)
    library.save(report_id, report().with_about(status="final"))
    library.remove(report_id)
    library.purge(report_id)
    library.purge(last_id)
    assert library.recycled() == []
    checked = library.check()
    assert (checked.damage, checked.reports, checked.rows) == ((), 0, 0)


def test_every_overwritten_value_is_kept(library: Library) -> None:
    report_id = library.create(report())
    path = "applications/row3/natural"
    for figure in (10, 11, None, 12):
        value = None if figure is None else Decimal(figure)
        library.save(report_id, report().with_value(path, value))
    past = library.past(report_id, f"figures/{path}")
    assert [p.content for p in past] == [None, "11", "10", "3"]
    assert [p.revision for p in past] == sorted((p.revision for p in past), reverse=True)


def test_revisions_only_go_up_whatever_the_clock_does(tmp_path: Path) -> None:
    times = iter([datetime(2099, 1, 1, tzinfo=UTC), *[datetime(1999, 1, 1, tzinfo=UTC)] * 9])
    with Library.open(tmp_path / "l.db", clock=lambda: next(times)) as library:
        report_id = library.create(report())
        before = library.load(report_id).revision
        after = library.save(report_id, report().with_value("a/b/c", Decimal(1)))
        other = library.create(report(2020))
        assert before < after < library.load(other).revision
        assert [e.id for e in library.entries()] == [other, report_id]


def test_profile_and_settings(library: Library) -> None:
    library.set_profile({"unit": "示例县柳河镇人民政府", "telephone": "1"})
    library.set_profile({"telephone": ""})
    library.set_settings({"backup_place": "/媒体/U盘"})
    assert library.profile() == {"unit": "示例县柳河镇人民政府"}
    assert library.setting("backup_place") == "/媒体/U盘"
    assert library.setting("unknown") == ""


def test_any_thread_may_save(library: Library) -> None:
    report_id = library.create(report())
    paths = [f"figures/thread/{n}/x" for n in range(8)]
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for figure in range(5):
                other = library.create(report(1900 + number))
                library.save(other, report(1900 + number).with_value("t/t/t", Decimal(figure)))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(paths))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(library.entries()) == 41
    assert library.load(report_id).report == report()


def test_a_library_in_memory() -> None:
    with Library.open(":memory:") as library:
        assert library.load(library.create(report())).report == report()


def test_an_unknown_report_is_a_key_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.load("gone")
    with pytest.raises(KeyError):
        library.save("gone", report())


_paths = st.sampled_from([f"t/r{n}/c" for n in range(5)])
_values = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.decimals(allow_nan=False, allow_infinity=False),
)


@given(st.lists(st.dictionaries(_paths, _values, max_size=4), max_size=6))
def test_any_sequence_of_edits_is_what_is_loaded(
    edits: list[dict[str, Decimal | str | None]],
) -> None:
    with Library.open(":memory:") as library:
        now: Report = report(figures=2)
        report_id = library.create(now)
        for edit in edits:
            now = now.with_values(edit)
            library.save(report_id, now)
            assert library.load(report_id).report == now
        library._held.clear()  # as after a start
        now = now.with_value("t/r0/c", Decimal(5))
        library.save(report_id, now)
        assert library.load(report_id).report == now


def test_importing_the_room_loads_no_database_library() -> None:
    code = (
        "import sys, giadesk.store\n"
        "print([m for m in ('sqlalchemy', 'alembic', 'sqlite3') if m in sys.modules])\n"
        "from giadesk.store import Library\n"
        "Library.open(':memory:').close()\n"
        "print('alembic' in sys.modules, 'sqlalchemy.orm' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.splitlines() == [
        "['sqlite3']",
        "False False",
    ] or found.stdout.splitlines() == ["[]", "False False"]
