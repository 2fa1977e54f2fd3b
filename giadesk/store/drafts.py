"""The library: every report that the office has, a row a value, saved as it is typed."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from giadesk.core.errors import UserError
from giadesk.core.report import Report
from giadesk.store.occupancy import Note
from giadesk.store.opening import BACKUPS, open_library
from giadesk.store.records import (
    Backup,
    BackupMade,
    Checked,
    Entry,
    Hit,
    LibraryRow,
    Past,
    Reason,
    ReportRow,
    Stored,
    Version,
    moment,
)
from giadesk.store.rows import Held, read_report, read_settings
from giadesk.store.searching import search
from giadesk.store.versions import list_versions, version_rows
from giadesk.store.writing import Writing

_KEPT_IN_MEMORY = 16
"""Reports whose stored rows are remembered, so that saving one compares and does not read."""


def _now() -> datetime:
    return datetime.now(UTC)


class Library:
    """An open library. Every method may be called from any thread; one works at a time.

    What the world does wrong is raised as StorageFailed (Damaged, InUse …) or InputRefused, and
    nothing is then half-done. `revision` numbers go up with every change and never back; the clock
    is only for showing.
    """

    def __init__(self, path: Path | None, opened: Any, clock: Callable[[], datetime]) -> None:
        """Use `Library.open`."""
        self.path = path
        self._opened = opened
        self._database = opened.database
        self._clock = clock
        self._row: LibraryRow | None = None
        self._typed: dict[tuple[str, str], float] = {}
        self._held: OrderedDict[str, Held] = OrderedDict()

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        fresh: bool = False,
        clock: Callable[[], datetime] = _now,
    ) -> Self:
        """Open the library at `path`, or make it where there is none; ":memory:" for none on disk.

        read_only: only look, as into a backup. fresh: make a new one although the old one vanished
        and its backups are here. An older library is brought up to date after a backup. InUse,
        Damaged, LibraryMissing, NewerLibrary, InputRefused or StorageFailed where it cannot be.
        """
        place = None if str(path) == ":memory:" else Path(path)
        opened = open_library(place, read_only=read_only, fresh=fresh, clock=clock)
        return cls(place, opened, clock)

    def close(self) -> None:
        """Close the file and take the note away that says who has it open."""
        with self._database.lock:
            self._held.clear()
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def read_only(self) -> str:
        """Why nothing can be saved here; "" where it can."""
        return str(self._database.why_read_only)

    @property
    def unclean(self) -> Note | None:
        """Who had the library open when it was not closed properly; None after a proper end."""
        note: Note | None = self._opened.unclean
        return note

    @property
    def revision(self) -> int:
        """The number of the library's last change."""
        with self._database.reading("无法读取报告库") as connection:
            return int(connection.exec_driver_sql("SELECT revision FROM library").scalar_one())

    # -- the list of the start page ----------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Every report that is not removed, the one changed last first."""
        return [entry for entry in self._entries() if entry.recycled is None]

    def recycled(self) -> list[Entry]:
        """Every removed report that can be brought back, the one changed last first."""
        return [entry for entry in self._entries() if entry.recycled is not None]

    def _entries(self) -> list[Entry]:
        with self._database.reading("无法列出报告") as connection:
            rows = connection.exec_driver_sql("SELECT * FROM report").all()
        found = [row.entry(whole) for row, whole in map(ReportRow.read, rows)]
        return sorted(found, key=Entry.latest_first)

    # -- one report --------------------------------------------------------------------------------

    def create(
        self,
        report: Report,
        last: Report | None = None,
        origin: str = "",
        summary: Mapping[str, Any] | None = None,
    ) -> str:
        """Put a new report into the library, give its id.

        last: last year's, kept as a report of its own unless the library has the same already.
        origin: where the report came from, as the start page says it.
        """
        with self._writing("无法建立报告") as writing:
            last_id = None if last is None else self._find_or_add(writing, last)
            return writing.add(_new_id(), report, last_id, origin, summary or {})

    def _find_or_add(self, writing: Writing, last: Report) -> str:
        rows = last.flatten()
        found = writing.connection.exec_driver_sql(
            "SELECT id FROM report WHERE unit=? AND year=? AND form=? AND recycled IS NULL",
            (last.unit, last.year, last.form),
        )
        for (report_id,) in found.all():
            stored = writing.connection.exec_driver_sql(
                "SELECT path, content FROM value WHERE report_id=?", (report_id,)
            )
            if {row.path: row.content for row in stored} == rows:
                return str(report_id)
        return writing.add(_new_id(), last, None, "last", {})

    def load(self, report_id: str, *, skip_damaged: bool = False) -> Stored:
        """A report with last year's. KeyError for an id that the library does not have.

        Every row's checksum is looked at. Damaged where one fails or rows are missing; with
        skip_damaged such rows are left out and named in `Stored.damaged`, and so are they in last
        year's report.
        """
        with self._database.lock:
            held = self._read(report_id, skip_damaged)
            last = None
            if held.row.last_id is not None:
                with suppress(KeyError):  # it could not be mended: then there is none
                    last = self._read(held.row.last_id, skip_damaged).report
            if not held.damaged:
                self._hold(report_id, held)
            return Stored(held.report, last, held.row.revision, held.row.last_id, held.damaged)

    def save(self, report_id: str, report: Report, summary: Mapping[str, Any] | None = None) -> int:
        """Write what changed since the last save, give the library's revision of this report.

        Returns when it is on the disk. summary: shown by the start page, None to leave it as it is.
        StorageFailed where it could not be written; then the old state stands, and the next save
        writes everything that is missing.
        """
        with self._writing("无法保存报告") as writing:
            held = self._held.get(report_id) or read_report(writing.connection, report_id)
            writing.save(report_id, held, report, summary)
            return writing.held[report_id].row.revision

    def remove(self, report_id: str) -> None:
        """Put a report among the removed ones, from where it can be brought back."""
        self._set_recycled(report_id, self._clock())

    def bring_back(self, report_id: str) -> None:
        """Take a removed report back."""
        self._set_recycled(report_id, None)

    def _set_recycled(self, report_id: str, when: datetime | None) -> None:
        with self._writing("无法移动报告") as writing:
            row, before = writing.report_row(report_id)
            row.recycled = None if when is None else when.isoformat(timespec="seconds")
            writing.change_row(row, before)
            self._held.pop(report_id, None)

    def purge(self, report_id: str) -> None:
        """Delete a removed report for ever, with its history and versions.

        UsageError where it is not among the removed ones, or another report was made from it and
        needs it for comparison.
        """
        with self._writing("无法彻底删除报告") as writing:
            writing.purge(report_id)
            self._held.pop(report_id, None)

    def past(self, report_id: str, path: str) -> list[Past]:
        """What stood at a path of the report before, the latest first. Damaged rows are left out."""
        with self._database.reading("无法读取修改记录") as connection:
            rows = connection.exec_driver_sql(
                "SELECT path, revision, content, time, checksum FROM history"
                " WHERE report_id=? AND path=? ORDER BY revision DESC",
                (report_id, path),
            ).all()
        return [
            Past(row[0], row[2], row[1], moment(row[3]))
            for row in rows
            if Writing.past_checksum(report_id, *row[:4]) == row[4]
        ]

    # -- versions ----------------------------------------------------------------------------------

    def versions(self, report_id: str) -> list[Version]:
        """The kept states of a report, the latest first. A damaged one is left out."""
        with self._database.reading("无法列出历史版本") as connection:
            return list_versions(connection, report_id)

    def keep_version(self, report_id: str, reason: Reason = "hand", note: str = "") -> int:
        """Keep the stored state of a report, give the version's number.

        定稿 and the last state of every day are kept without being asked for; before an import over
        a report and at an export this is called. Older ones are thinned, the last 定稿 never.
        """
        with self._writing("无法保存历史版本") as writing:
            return writing.keep_version(report_id, reason, note)

    def version(self, report_id: str, number: int) -> Report:
        """A kept state. KeyError where there is none, Damaged where it is not as it was written."""
        with self._database.reading("无法打开历史版本") as connection:
            return Report.unflatten(version_rows(connection, report_id, number))

    def restore_version(self, report_id: str, number: int) -> int:
        """Make a kept state the present one, after keeping the present one; the new revision."""
        report = self.version(report_id, number)
        with self._writing("无法恢复历史版本") as writing:
            writing.keep_version(report_id, "restore", f"恢复第 {number} 版之前")
            held = writing.held[report_id]
            writing.save(report_id, held, report, None)
            return writing.held[report_id].row.revision

    # -- 本单位资料 ----------------------------------------------------------------------------------

    def profile(self) -> dict[str, str]:
        """本单位资料 by name. Damaged entries are left out; `check` names them."""
        return {
            name.removeprefix("profile/"): content
            for name, content in self._settings().items()
            if name.startswith("profile/")
        }

    def set_profile(self, profile: Mapping[str, str]) -> None:
        """Set these entries of 本单位资料; the others stay. An empty one is taken away."""
        self.set_settings({f"profile/{name}": content for name, content in profile.items()})

    def set_settings(self, settings: Mapping[str, str]) -> None:
        """Set settings by name; an empty one is taken away."""
        with self._writing("无法保存设置") as writing:
            for name, content in settings.items():
                writing.set(name, content)

    def setting(self, name: str) -> str:
        """A setting by name, "" where it is not set."""
        return self._settings().get(name, "")

    def _settings(self) -> dict[str, str]:
        with self._database.reading("无法读取设置") as connection:
            return read_settings(connection)[0]

    # -- the whole library -------------------------------------------------------------------------

    def search(self, words: str) -> list[Hit]:
        """Reports that have all these words (apart by spaces) in unit, title or text, latest first."""
        with self._database.reading("无法搜索") as connection:
            return search(connection, words)

    def check(self, progress: Callable[[int, int], None] | None = None) -> Checked:
        """Look at every row of the library; others may use it meanwhile. Never raises for damage."""
        from giadesk.store.checking import check

        return check(self._database.raw, guard=lambda: self._database.lock, progress=progress)

    def backup(self, target: Path) -> int:
        """Copy the library to one file, judged whole; it opens on any other machine. Its size.

        Damaged where the library is, StorageFailed where the disk fails; nothing half-made is left.
        """
        from giadesk.store.backups import back_up

        return back_up(self._database, target)

    def keep_backup(self, reason: str = "timer") -> BackupMade:
        """Make an automatic backup and thin the older ones; never raises for what the world does.

        Into the folder `backups` beside the library, and into the second place where one is set
        (setting `backup_place`). Meant for a thread: others may use the library meanwhile. Call it
        at start, every 30 minutes, before an import and at the end: where nothing changed since the
        last one it does nothing.
        """
        from giadesk.store.backups import keep_backup

        if self.path is None:
            return BackupMade(None, None, ("内存中的报告库没有备份",), 0)
        try:
            place, restored = self.setting("backup_place"), self.restored_from
            second = Path(place) if place else None
            folder, now = self.path.parent / BACKUPS, self._clock()
            made = keep_backup(
                self._database, self.path, folder, second, reason, now, rotate=not restored
            )
            outcome = " ".join(made.said)
            if not self.read_only and self.last_backup()[1:] != (made.revision, outcome):
                with self._writing("无法记录备份") as writing:
                    writing.log_backup(made.revision, str(made.path or ""), outcome)
        except UserError as error:
            return BackupMade(None, None, (str(error),), 0)
        return made

    def last_backup(self) -> tuple[datetime | None, int, str]:
        """When the last backup was tried, at which revision, and what went wrong ("" for nothing)."""
        with self._database.reading("无法读取备份记录") as connection:
            line = connection.exec_driver_sql(
                "SELECT time, revision, outcome FROM backup_log ORDER BY number DESC LIMIT 1"
            ).first()
        return (None, 0, "") if line is None else (moment(line[0]), line[1], line[2])

    def backups(self) -> list[Backup]:
        """The backups in both places, the newest revision first."""
        from giadesk.store.backups import backups_in

        if self.path is None:
            return []
        place = self.setting("backup_place")
        found = backups_in(self.path.parent / BACKUPS, self.path)
        if place:
            found += backups_in(Path(place), self.path)
        return sorted(found, key=lambda b: b.revision, reverse=True)

    @property
    def restored_from(self) -> str:
        """What the library was restored from, until `accept_restored`; backups are not thinned."""
        return self.setting("restored_from")

    def accept_restored(self) -> None:
        """The clerk has looked at the restored library and goes on with it."""
        self.set_settings({"restored_from": ""})

    # -- inside ------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, what: str) -> Iterator[Writing]:
        """One transaction with its bookkeeping; what is remembered follows only a commit."""
        with self._database.lock:
            try:
                with self._database.writing(what) as connection:
                    writing = Writing(connection, self._row, self._clock(), self._typed)
                    yield writing
                    writing.finish()
            except BaseException:
                # The commit may have failed before or after it took hold: ask the disk next time.
                self._row = None
                self._held.clear()
                raise
            self._row = writing.library
            self._typed |= writing.typed
            for report_id, held in writing.held.items():
                self._hold(report_id, held)

    def _hold(self, report_id: str, held: Held) -> None:
        self._held[report_id] = held
        self._held.move_to_end(report_id)
        while len(self._held) > _KEPT_IN_MEMORY:
            self._held.popitem(last=False)

    def _read(self, report_id: str, skip_damaged: bool) -> Held:
        with self._database.reading("无法读取报告") as connection:
            held = read_report(connection, report_id)
        if held.damaged and not skip_damaged:
            raise held.complaint()
        return held


def _new_id() -> str:
    return secrets.token_hex(8)
