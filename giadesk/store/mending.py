"""A damaged library made whole: from what of it is intact, and from the newest backup that has the rest.

Every report has a seal, the sum of its rows' checksums. So it is known, and not guessed, whether a
mended report is exactly what was last saved; where it is not, the places that may be old are named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from giadesk.core.errors import InputRefused, StorageFailed
from giadesk.store.checking import check
from giadesk.store.checksums import seal
from giadesk.store.copies import open_copy
from giadesk.store.database import WORLD, Database
from giadesk.store.failures import Damaged, NewerLibrary, failure
from giadesk.store.header import SCHEMA
from giadesk.store.opening import build, check_header
from giadesk.store.piecing import PiecedReport
from giadesk.store.records import Damage, LibraryRow, Mended, MendedReport, ReportRow
from giadesk.store.restoring import new_beside, settle, swap
from giadesk.store.sources import Row, Source, Sources


def _now() -> datetime:
    return datetime.now(UTC)


def mend(
    library: Path, more_backups: Iterable[Path] = (), clock: Callable[[], datetime] = _now
) -> Mended:
    """Mend the library at `library`, which must be closed; what stood there is kept aside.

    more_backups: folders with backups, besides the usual one. A whole library is left as it is.
    InUse, InputRefused, NewerLibrary or StorageFailed where it cannot be; all is then as it was.
    """
    return _mend(library, more_backups, clock, do=True)


def plan(
    library: Path, more_backups: Iterable[Path] = (), clock: Callable[[], datetime] = _now
) -> Mended:
    """What `mend` would do, found out by doing it aside; the library stays as it is, and closed.

    Raises what `mend` would raise.
    """
    return _mend(library, more_backups, clock, do=False)


def _mend(
    library: Path, more_backups: Iterable[Path], clock: Callable[[], datetime], *, do: bool
) -> Mended:
    what = f"无法修复报告库“{library}”"
    library = library.expanduser().absolute()
    try:
        settle(library)
        with new_beside(library) as loose, new_beside(library) as new:
            with closing(Sources(library, loose, more_backups)) as sources:
                _refuse_strangers(library, sources)
                found = None if sources.live is None else check(sources.live.connection)
                if found is not None and found.whole:
                    return Mended(None, (), 0, 0)
                damage = None if found is None else found.damage
                mending = _Mending(sources, clock().isoformat(timespec="seconds"), damage or ())
                if mending.hopeless:
                    raise Damaged(what, "文件中已没有可用的内容，也没有备份")
                revision = mending.write(new)
            with closing(open_copy(new)) as made:
                left = check(made)
            if left.damage:
                raise StorageFailed(what, f"修复结果未通过检查（{left.damage[0]}）", "请恢复备份")
            aside = swap(new, library, clock()) if do else None
        return Mended(aside, tuple(mending.reports), revision, mending.missing, damage)
    except WORLD as error:
        said = failure(error, what, library)
        if said is None:
            raise
        raise said from error


def _refuse_strangers(library: Path, sources: Sources) -> None:
    """Another program's file and a newer library are left alone; a broken header of ours is neither."""
    try:
        check_header(library)
    except NewerLibrary:
        # The number stands twice in a library; a header alone that says so is damaged.
        if sources.live is not None and sources.live.schema() > SCHEMA:
            raise
    except (Damaged, InputRefused):
        if sources.carved.library() is None and next(sources.backups(), None) is None:
            raise


class _Mending:
    """All reports put together and written into a new library. reports: those that were not whole."""

    def __init__(self, sources: Sources, now: str, damage: Iterable[Damage]) -> None:
        self._sources = sources
        self._now = now
        self._damaged: dict[str, set[str]] = {}
        for spot in damage:
            if spot.table == "value" and spot.path:
                self._damaged.setdefault(spot.report_id, set()).add(spot.path)
        self.reports: list[MendedReport] = []
        self._live = sources.live
        self._lines: dict[str, ReportRow | None] = {}
        if self._live is not None:
            self._lines.update(self._live.lines())
        self._old_lines: set[str] = set()
        """Reports whose line came from a backup and may have been newer."""
        self.known = self._known_row()
        self._find_missing_lines()

    def _all(self) -> Iterator[Source]:
        if self._live is not None:
            yield self._live
        yield self._sources.carved
        yield from self._sources.backups()

    def _known_row(self) -> LibraryRow | None:
        """The library's row as the file itself has it; a backup's says nothing of what came after."""
        found = None if self._live is None else self._live.library()
        return found or self._sources.carved.library()

    @property
    def missing(self) -> int | None:
        """How many reports are gone without a trace; None where that is not known."""
        if self.known is None:
            return None
        return max(0, self.known.reports - len(self._lines))

    def _complete(self, row: LibraryRow | None) -> bool:
        """Whether the lines at hand are all reports of the library that had this row."""
        whole = [line.checksum() for line in self._lines.values() if line is not None]
        return (
            row is not None
            and row.reports == len(whole) == len(self._lines)
            and row.seal == seal(0, whole)
        )

    def _find_missing_lines(self) -> None:
        """Find the lines of reports that SQLite no longer gives; none where it gives them all.

        Where the file's own row is lost, the newest backup's tells whether they are all there. Older
        backups are not asked for lines: they would bring back what was deleted since.
        """
        newest = next((b for b in self._sources.backups() if b.library() is not None), None)
        told = self.known or (None if newest is None else newest.library())
        if self._complete(told):
            return
        for report_id, line in self._sources.carved.lines().items():
            known = self._lines.get(report_id)
            if known is None or known.revision < line.revision:
                self._lines[report_id] = line
        if self._complete(told):
            return
        if newest is not None:
            for report_id, line in newest.lines().items():
                if report_id not in self._lines:
                    self._lines[report_id] = line
                    self._old_lines.add(report_id)
        if self._complete(self.known):
            self._old_lines.clear()
        else:
            for report_id in self._sources.carved.reports():
                self._lines.setdefault(report_id, None)

    # -- one report --------------------------------------------------------------------------------

    def _assemble(self, report_id: str, line: ReportRow | None) -> tuple[PiecedReport, bool]:
        """A report's rows, and whether they are exactly what was last saved."""
        report = PiecedReport(report_id, line)
        if self._live is not None:
            rows = self._live.rows("value", report_id)
            report.offer(rows, self._live.rows("history", report_id))
            report.live = frozenset(report.rows)
            if report.settle():
                return report, True
        carved = self._sources.carved
        report.offer(carved.rows("value", report_id), carved.rows("history", report_id))
        if report.settle():
            return report, True
        for backup in self._sources.backups():
            rows = backup.rows("value", report_id)
            report.offer(rows, (), backup.name)
            if report.settle():
                return report, True
            whole = backup.line(report_id)
            if whole is not None and whole.seal == seal(0, (row[-1] for row in rows)):
                break  # older ones could only bring back what was deleted since
        report.unsure |= report.rows.keys() - report.live
        return report, False

    def _past(self, report_id: str, line: ReportRow | None) -> tuple[list[Row], list[Row], bool]:
        """History and versions, and whether they are all there."""
        past: dict[object, Row] = {}
        versions: dict[object, Row] = {}
        for source in self._all():
            for row in source.rows("history", report_id):
                past.setdefault(row[1:3], row)
            for row in source.rows("version", report_id):
                versions.setdefault(row[1], row)
            sums = [row[-1] for row in (*past.values(), *versions.values())]
            if line is not None and line.kept == len(sums) and line.kept_seal == seal(0, sums):
                return list(past.values()), list(versions.values()), True
        return list(past.values()), list(versions.values()), False

    # -- the new library ---------------------------------------------------------------------------

    @property
    def hopeless(self) -> bool:
        """Whether nothing at all was found, and nobody knows that there was nothing."""
        return not self._lines and (self.known is None or self.known.reports > 0)

    def write(self, new: Path) -> int:
        """Write everything into a new library, numbered above what is known; that number."""
        revisions = [row.revision for source in self._all() if (row := source.library())]
        revisions += [backup.revision for backup in self._sources.files()]
        revision = max(revisions, default=0) + 1
        database = Database(new)
        try:
            with database.writing("无法修复报告库") as connection:
                build(connection)
            raw = database.raw
            raw.execute("BEGIN IMMEDIATE").close()
            found = (
                self._write_report(raw, report_id, line, revision)
                for report_id, line in sorted(self._lines.items())
            )
            self._write_library(raw, [line for line in found if line is not None], revision)
            raw.execute("COMMIT").close()
            return revision
        finally:
            database.close()

    def _write_report(
        self, raw: sqlite3.Connection, report_id: str, line: ReportRow | None, revision: int
    ) -> ReportRow | None:
        report, exact = self._assemble(report_id, line)
        if exact and report_id in self._old_lines:
            report.unsure, exact = set(report.rows), False
        past, versions, all_past = self._past(report_id, line)
        if not exact:
            report.fill_from_versions(versions, revision)
        if not report.rows:
            unit, year, form = ("", 0, "") if line is None else (line.unit, line.year, line.form)
            self.reports.append(
                MendedReport(report_id, unit, year, exact=False, lost=True, form=form)
            )
            return None
        made = report.line_for(exact, revision, self._now)
        made.kept = len(past) + len(versions)
        made.kept_seal = seal(0, (row[-1] for row in (*past, *versions)))
        insert(raw, "report", [made.columns()])
        insert(raw, "value", report.rows.values())
        insert(raw, "history", past)
        insert(raw, "version", versions)
        if not (exact and all_past and report.live == report.rows.keys()):
            damaged = self._damaged.get(report_id, set())
            self.reports.append(_said(report, made, exact, all_past, damaged))
        return made

    def _write_library(
        self, raw: sqlite3.Connection, lines: list[ReportRow], revision: int
    ) -> None:
        settings = self._settings()
        insert(raw, "setting", settings)
        row = LibraryRow(
            id=1,
            revision=revision,
            reports=len(lines),
            seal=seal(0, (line.columns()[-1] for line in lines)),
            settings=len(settings),
            settings_seal=seal(0, (row[-1] for row in settings)),
            design=raw.execute("SELECT design FROM library").fetchone()[0],
        )
        raw.execute("DELETE FROM library").close()
        insert(raw, "library", [row.columns()])

    def _settings(self) -> list[Row]:
        """The settings. Where no seal vouches for them: those of the first source that has any."""
        if self.known is None:
            live = [] if self._live is None else self._live.rows("setting")
            newest = next((r for b in self._sources.backups() if (r := b.library())), None)
            if newest is not None and _is_all(newest, live):
                return live
            return next((rows for source in self._all() if (rows := source.rows("setting"))), [])
        found: dict[object, Row] = {}
        for source in self._all():
            for row in source.rows("setting"):
                found.setdefault(row[0], row)
            if _is_all(self.known, list(found.values())):
                break
        return list(found.values())


def _is_all(library: LibraryRow, settings: list[Row]) -> bool:
    total = seal(0, (row[-1] for row in settings))
    return (library.settings, library.settings_seal) == (len(settings), total)


def insert(raw: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Write whole rows, columns in the table's order."""
    for row in rows:
        raw.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row).close()


def _said(
    report: PiecedReport, made: ReportRow, exact: bool, all_past: bool, damaged: set[str]
) -> MendedReport:
    return MendedReport(
        report_id=report.id,
        unit=made.unit,
        year=made.year,
        exact=exact,
        from_backup=tuple(sorted(report.from_backup)),
        doubtful=() if exact else tuple(sorted(report.unsure & report.rows.keys())),
        past_lost=not all_past,
        form=made.form,
        damaged=tuple(sorted(damaged)),
        backups=tuple(sorted(set(report.from_backup.values()), reverse=True)),
        gone=() if exact else tuple(sorted(damaged - report.rows.keys())),
    )
