"""Any sequence of what the window asks of the library, against a model in plain dictionaries."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from giadesk.core.report import Paragraph, Report
from giadesk.store import Library
from giadesk.store.mending import mend
from giadesk.store.restoring import restore
from tests.faults.amount import count, rounds
from tests.store.sample import report

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where thousands of libraries are made: what a sync costs is not the matter here."""

_paths = st.sampled_from([f"t/r{n}/c" for n in range(6)])
_figures = st.one_of(st.none(), st.integers(-5, 10**6).map(Decimal), st.just("文字“a”"))
_texts = st.text('公开信息ab"\\\n{}', max_size=400)


class LibraryMachine(RuleBasedStateMachine):
    """`stored` is what must be in the library; everything else is compared with it."""

    reports = Bundle("reports")
    kept = Bundle("kept")

    @initialize()
    def begin(self) -> None:
        count("model")
        self.folder = Path(tempfile.mkdtemp(prefix="giadesk-model-", dir=_MEMORY))
        self.path = self.folder / "library.sqlite"
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.library = Library.open(self.path, clock=lambda: self.now)
        self.stored: dict[str, Report] = {}
        self.last: dict[str, str] = {}
        self.removed: set[str] = set()
        self.versions: dict[tuple[str, int], Report] = {}
        self.backups: dict[Path, tuple[dict[str, Report], set[str], dict[str, str]]] = {}
        self.profile: dict[str, str] = {}
        self.highest = 0

    def teardown(self) -> None:
        if not hasattr(self, "library"):
            return
        assert self.library.check().whole
        self.library.close()
        shutil.rmtree(self.folder)

    @rule(target=reports, year=st.integers(2008, 2030), with_last=st.booleans())
    def create(self, year: int, with_last: bool) -> object:
        made, last = report(year, figures=3), report(year - 1, figures=2)
        before = {entry.id for entry in self.library.entries()} | self.removed
        report_id = self.library.create(made, last if with_last else None, "新建")
        self.stored[report_id] = made
        if not with_last:
            return report_id
        last_id = self.library.load(report_id).last_id
        assert last_id is not None
        self.last[report_id] = last_id
        if last_id in before:
            assert self.stored[last_id] == last
            return report_id
        self.stored[last_id] = last
        return multiple(report_id, last_id)

    @rule(report_id=reports, changes=st.dictionaries(_paths, _figures, max_size=4))
    def fill(self, report_id: str, changes: dict[str, Decimal | str | None]) -> None:
        self._save(report_id, self.stored.get(report_id, report()).with_values(changes))

    @rule(report_id=reports, texts=st.lists(_texts, max_size=3))
    def write(self, report_id: str, texts: list[str]) -> None:
        now = self.stored.get(report_id, report())
        paragraphs = [Paragraph(text, inherited=text) for text in texts]
        self._save(report_id, now.with_paragraphs("overview", paragraphs))

    @rule(report_id=reports, status=st.sampled_from(["draft", "review", "final"]))
    def set_status(self, report_id: str, status: str) -> None:
        self._save(report_id, self.stored.get(report_id, report()).with_about(status=status))

    def _save(self, report_id: str, now: Report) -> None:
        if report_id not in self.stored:  # a restored backup does not have it
            return
        revision = self.library.save(report_id, now)
        assert revision <= self.library.revision
        self.stored[report_id] = now

    @rule(report_id=reports)
    def remove(self, report_id: str) -> None:
        if report_id in self.stored:
            self.library.remove(report_id)
            self.removed.add(report_id)

    @rule(report_id=reports)
    def bring_back(self, report_id: str) -> None:
        if report_id in self.stored:
            self.library.bring_back(report_id)
            self.removed.discard(report_id)

    @rule(target=kept, report_id=reports)
    def keep_version(self, report_id: str) -> object:
        if report_id not in self.stored:
            return multiple()
        number = self.library.keep_version(report_id, "export")
        self.versions[report_id, number] = self.stored[report_id]
        return (report_id, number)

    @rule(version=consumes(kept))
    def restore_version(self, version: tuple[str, int]) -> None:
        report_id, number = version
        if report_id in self.stored and version in self.versions:
            standing = {v.number for v in self.library.versions(report_id)}
            if number in standing:  # else thinned
                self.library.restore_version(report_id, number)
                self.stored[report_id] = self.versions[version]

    @rule(
        profile=st.dictionaries(st.sampled_from(["unit", "contact"]), st.text("甲乙", max_size=3))
    )
    def set_profile(self, profile: dict[str, str]) -> None:
        self.library.set_profile(profile)
        self.profile |= profile
        self.profile = {name: content for name, content in self.profile.items() if content}

    @rule(hours=st.integers(-50_000, 50_000))
    def clock_moves(self, hours: int) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)

    @rule()
    def back_up(self) -> None:
        made = self.library.keep_backup()
        assert made.said == ()
        assert made.path is not None
        if made.path not in self.backups:
            self.backups[made.path] = (dict(self.stored), set(self.removed), dict(self.profile))

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(self.path, clock=lambda: self.now)

    @precondition(lambda self: self.stored)
    @rule(place=st.integers(0, 10**6))
    def damage_and_mend(self, place: int) -> None:
        """A page that a backup of this very state still has comes back exactly."""
        self.back_up()
        self.library.close()
        content = bytearray(self.path.read_bytes())
        page = 1 + place % (len(content) // 4096 - 1)
        content[page * 4096 : (page + 1) * 4096] = bytes(4096)
        self.path.write_bytes(content)
        for one in mend(self.path, clock=lambda: self.now).reports:
            assert one.exact
        self.library = Library.open(self.path, clock=lambda: self.now)

    @precondition(lambda self: self.backups)
    @rule(place=st.integers(0, 10**6))
    def restore_backup(self, place: int) -> None:
        standing = [b.path for b in self.library.backups() if b.path in self.backups]
        source = standing[place % len(standing)]
        self.library.close()
        restore(source, self.path, clock=lambda: self.now)
        stored, removed, profile = self.backups[source]
        self.stored, self.removed, self.profile = dict(stored), set(removed), dict(profile)
        self.versions.clear()
        self.library = Library.open(self.path, clock=lambda: self.now)

    @invariant()
    def the_library_is_the_model(self) -> None:
        if not hasattr(self, "stored"):
            return
        entries = self.library.entries()
        assert {entry.id for entry in entries} == self.stored.keys() - self.removed
        assert {entry.id for entry in self.library.recycled()} == self.removed
        assert self.library.profile() == self.profile
        for entry in entries:
            found = self.library.load(entry.id)
            assert found.report == self.stored[entry.id]
            assert (entry.year, entry.status) == (found.report.year, found.report.about.status)
            if entry.id in self.last:
                assert found.last == self.stored[self.last[entry.id]]
        revision = self.library.revision
        assert revision >= self.highest, "revisions never go back, not even by a restore"
        self.highest = revision


TestLibrary = LibraryMachine.TestCase
TestLibrary.pytestmark = [pytest.mark.timeout(0)]
TestLibrary.settings = settings(
    max_examples=rounds(25, 10_000, "model"),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
