"""What the library hands out, and the rows that carry a checksum. Plain values, no database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

import msgspec

from giadesk.core.report import Report
from giadesk.store.checksums import checksum

Reason = Literal["final", "import", "restore", "export", "day", "mend", "hand"]
"""Why a version was kept: 定稿, before an import over it, before a restore, at an export, as the last
state of a day, before damage was mended, by hand."""


class Entry(msgspec.Struct, frozen=True):
    """A report as the start page lists it, without its values.

    title: the report's own, "" where it is the form's pattern. summary: what the caller saved with
    the report for this list (filled and total counts, findings). recycled: when it was removed,
    None while it stands. last_id: the report it was made from. damaged: this line fails its
    checksum, so that what it says may be wrong; the report itself may be whole.
    """

    id: str
    unit: str
    year: int
    form: str
    title: str
    status: str
    created: datetime
    edited: datetime
    origin: str
    revision: int
    summary: dict[str, Any]
    last_id: str | None = None
    recycled: datetime | None = None
    damaged: bool = False

    def latest_first(self) -> tuple[int, int]:
        """The key by which entries are sorted: the one changed last first; of two that one step made,
        as a draft with last year's report, the later year."""
        return -self.revision, -self.year


class Stored(msgspec.Struct, frozen=True):
    """A report with last year's, as loaded. damaged: paths that were left out (see Library.load)."""

    report: Report
    last: Report | None
    revision: int
    last_id: str | None = None
    damaged: tuple[str, ...] = ()


class Version(msgspec.Struct, frozen=True):
    """A kept state of a report. number: counts up within the report; revision: when it was so."""

    report_id: str
    number: int
    reason: str
    note: str
    time: datetime
    revision: int
    status: str


class Difference(msgspec.Struct, frozen=True):
    """A path at which two states differ, with what each says; None where it says nothing."""

    path: str
    was: str | None
    now: str | None


class Past(msgspec.Struct, frozen=True):
    """What stood at a path until `revision` replaced it at `time`; content None where it was blank."""

    path: str
    content: str | None
    revision: int
    time: datetime


class Hit(msgspec.Struct, frozen=True):
    """A report that has the words, the path of the first, and the text around it."""

    report_id: str
    path: str
    excerpt: str


class Damage(msgspec.Struct, frozen=True):
    """Something in the library that is not as it was written.

    table: where (`file` for the file's own structure); report_id, unit, year: of which report, ""
    and 0 where it is of none; path: the place within it, "" where it is all of it. detail: for us.
    """

    table: str
    report_id: str = ""
    unit: str = ""
    year: int = 0
    path: str = ""
    what: str = ""
    detail: str = ""

    def __str__(self) -> str:
        """The line a clerk reads: 柳河镇 2024年 figures/…：内容损坏."""
        report = f"{self.unit}{self.year}年报告 " if self.unit else ""
        place = f"{self.path}" if self.path else ""
        return f"{report}{place}：{self.what}".lstrip("：")


class Checked(msgspec.Struct, frozen=True):
    """What a check found: damage, and how many reports and rows were looked at."""

    damage: tuple[Damage, ...]
    reports: int
    rows: int

    @property
    def whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.damage


class Backup(msgspec.Struct, frozen=True):
    """A backup file. reason: why it was made (start, timer, exit, hand, upgrade-s1 …)."""

    path: Path
    revision: int
    time: datetime
    reason: str
    size: int

    @property
    def counts(self) -> bool:
        """Whether it was judged good when it was made."""
        return self.reason != "damaged"


class BackupMade(msgspec.Struct, frozen=True):
    """What became of an automatic backup.

    path: the backup, also where it stood already; None where there is none. second: its copy in the
    second place. said: sentences for the clerk, empty where all went well.
    """

    path: Path | None
    second: Path | None
    said: tuple[str, ...]
    revision: int


class Restored(msgspec.Struct, frozen=True):
    """A library put in its place. aside: the folder that keeps what stood there, None for nothing."""

    library: Path
    aside: Path | None
    revision: int


class MendedReport(msgspec.Struct, frozen=True):
    """A report that was damaged, and what became of it.

    exact: it is what was last saved, by its seal. damaged: paths that were not as they were written;
    none where the file did not open. from_backup: paths taken from a backup; backups: the names of
    these. doubtful: paths that may say less or older things than what was last saved. gone: damaged
    paths of which nothing was found. past_lost: some of its history or versions is gone. lost:
    nothing of it was found anywhere.
    """

    report_id: str
    unit: str
    year: int
    exact: bool
    from_backup: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    past_lost: bool = False
    lost: bool = False
    form: str = ""
    damaged: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class Mended(msgspec.Struct, frozen=True):
    """What mending did, or would do. aside: the folder with the damaged library, None where nothing
    was to do or done.

    missing: how many reports are gone without a trace; None where nobody can know. damage: what the
    check of the file found; None where the file does not open at all.
    """

    aside: Path | None
    reports: tuple[MendedReport, ...]
    revision: int
    missing: int | None
    damage: tuple[Damage, ...] | None = ()

    @property
    def needed(self) -> bool:
        """Whether there is anything to mend."""
        return self.damage is None or bool(self.damage)


class ReportRow(msgspec.Struct):
    """A row of the table `report`, columns in order.

    rows and seal: how many values the report has and the sum of their checksums; kept and
    kept_seal: the same over its history and versions. A row that vanished cannot hide.
    """

    id: str
    unit: str
    year: int
    form: str
    title: str
    status: str
    created: str
    edited: str
    last_id: str | None
    origin: str
    recycled: str | None
    revision: int
    summary: str
    rows: int
    seal: int
    kept: int
    kept_seal: int

    @classmethod
    def read(cls, row: Any) -> tuple[Self, bool]:
        """The row of a query `SELECT *`, and whether its checksum holds."""
        *columns, stored = row
        found = cls(*columns)
        return found, found.checksum() == stored

    def checksum(self) -> int:
        return checksum("report", *msgspec.structs.astuple(self))

    def columns(self) -> tuple[Any, ...]:
        """The columns with the checksum at the end, as they are written."""
        return (*msgspec.structs.astuple(self), self.checksum())

    def entry(self, whole: bool) -> Entry:
        """The line of the start page; `whole` is false where the checksum failed."""
        try:
            summary = msgspec.json.decode(self.summary, type=dict[str, Any])
        except (msgspec.DecodeError, TypeError, UnicodeError):
            summary = {}
        return Entry(
            id=self.id,
            unit=str(self.unit),
            year=self.year if isinstance(self.year, int) else 0,
            form=str(self.form),
            title=str(self.title),
            status=str(self.status),
            created=moment(self.created),
            edited=moment(self.edited),
            origin=str(self.origin),
            revision=self.revision if isinstance(self.revision, int) else 0,
            summary=summary,
            last_id=self.last_id,
            recycled=None if self.recycled is None else moment(self.recycled),
            damaged=not whole,
        )


class LibraryRow(msgspec.Struct):
    """The one row of the table `library`.

    revision: counts every change of the library, for ever upwards; the clock is never asked what
    is newer. reports, seal, settings, settings_seal: as in ReportRow. design: a digest of the
    tables' own definitions, so that damage to these is seen.
    """

    id: int
    revision: int
    reports: int
    seal: int
    settings: int
    settings_seal: int
    design: str

    def checksum(self) -> int:
        return checksum("library", *msgspec.structs.astuple(self))

    def columns(self) -> tuple[Any, ...]:
        return (*msgspec.structs.astuple(self), self.checksum())


def moment(text: object) -> datetime:
    """The time that a row says, in UTC; the beginning of 1970 where it says none that can be read."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
