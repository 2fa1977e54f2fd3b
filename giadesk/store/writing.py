"""One transaction's changes, with the checksums, seals and history that go with them.

Plain statements, not the ORM: saving a cell must cost no more than a few bare SQLite commits.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from giadesk.core.errors import UsageError
from giadesk.core.report import Report
from giadesk.store.checksums import checksum, seal, value_checksum
from giadesk.store.failures import Damaged
from giadesk.store.records import LibraryRow, Reason, ReportRow, moment
from giadesk.store.rows import Held, read_report
from giadesk.store.versions import add_version

_REPORT_COLUMNS = (*ReportRow.__struct_fields__, "checksum")
_INSERT_REPORT = f"INSERT INTO report VALUES ({','.join('?' * len(_REPORT_COLUMNS))})"
_UPDATE_REPORT = (
    f"UPDATE report SET {','.join(f'{name}=?' for name in _REPORT_COLUMNS[1:])} WHERE id=?"
)
_INSERT_VALUE = "INSERT INTO value VALUES (?,?,?,?,?)"
_UPDATE_VALUE = "UPDATE value SET content=?, revision=?, checksum=? WHERE report_id=? AND path=?"
_DELETE_VALUE = "DELETE FROM value WHERE report_id=? AND path=?"
_INSERT_PAST = "INSERT INTO history VALUES (?,?,?,?,?,?)"
_UPDATE_LIBRARY = (
    "UPDATE library SET revision=?, reports=?, seal=?, settings=?, settings_seal=?, design=?,"
    " checksum=? WHERE id=?"
)

_LONG, _FEW_WORDS, _MINUTE = 200, 64, 60.0


class Writing:
    """The changes of one transaction. `finish` writes the library's own row last.

    held: the reports as they are after the commit. revision: the number of this change.
    typed: when (monotonic) the past of a long text was last kept, by report and path.
    """

    def __init__(
        self,
        connection: Connection,
        known: LibraryRow | None,
        now: datetime,
        typed: Mapping[tuple[str, str], float],
    ) -> None:
        self.connection = connection
        self.library = msgspec.structs.replace(known) if known else _read_library(connection)
        self.held: dict[str, Held] = {}
        self.typed: dict[tuple[str, str], float] = {}
        self.now = now.isoformat(timespec="seconds")
        self._typed_before = typed
        self._changed = False

    @property
    def revision(self) -> int:
        """The number that this change has, once there is one."""
        if not self._changed:
            self._changed = True
            self.library.revision += 1
        return self.library.revision

    def finish(self) -> None:
        """Write the library's row; nothing where nothing changed."""
        if self._changed:
            _, *columns = self.library.columns()
            self.connection.exec_driver_sql(_UPDATE_LIBRARY, (*columns, self.library.id))

    # -- reports -----------------------------------------------------------------------------------

    def add(
        self,
        report_id: str,
        report: Report,
        last_id: str | None,
        origin: str,
        summary: Mapping[str, Any],
    ) -> str:
        """Write a whole new report, give its id."""
        revision = self.revision
        rows = report.flatten()
        sums = {
            path: value_checksum(report_id, path, content, revision)
            for path, content in rows.items()
        }
        row = ReportRow(
            id=report_id,
            **of_report(report),
            created=self.now,
            edited=self.now,
            last_id=last_id,
            origin=origin,
            recycled=None,
            revision=revision,
            summary=_json(summary),
            rows=len(rows),
            seal=seal(0, sums.values()),
            kept=0,
            kept_seal=0,
        )
        columns = row.columns()
        self.connection.exec_driver_sql(_INSERT_REPORT, columns)
        self.connection.exec_driver_sql(
            _INSERT_VALUE,
            [(report_id, path, rows[path], revision, total) for path, total in sums.items()],
        )
        self.library.reports += 1
        self.library.seal = seal(self.library.seal, added=(columns[-1],))
        self.held[report_id] = Held(row, rows, sums)
        return report_id

    def save(
        self, report_id: str, before: Held, report: Report, summary: Mapping[str, Any] | None
    ) -> None:
        """Write what differs from the rows as they were, and keep what they said before."""
        if before.damaged:
            raise before.complaint()
        rows = report.flatten()
        old = before.rows
        changed = [path for path, content in rows.items() if old.get(path) != content]
        gone = [path for path in old if path not in rows]
        said = before.row.summary if summary is None else _json(summary)
        if not changed and not gone and said == before.row.summary:
            self.held[report_id] = before
            return
        revision = self.revision
        sums = dict(before.sums)
        was = msgspec.structs.replace(before.row)
        if (changed or gone) and _day(was.edited) != _day(self.now):
            add_version(self.connection, was, old, "day", "", was.edited)
        row = msgspec.structs.replace(
            was, **of_report(report), edited=self.now, revision=revision, summary=said
        )
        for path in changed:
            self._write_value(row, path, rows[path], old.get(path), sums)
        for path in gone:
            self.connection.exec_driver_sql(_DELETE_VALUE, (report_id, path))
            self._keep_past(row, path, old[path], "")
            row.seal = seal(row.seal, removed=(sums.pop(path),))
        row.rows = len(sums)
        if row.status == "final" and was.status != "final":
            add_version(self.connection, row, rows, "final", "", self.now)
        self.change_row(row, before.row)
        self.held[report_id] = Held(row, rows, sums)

    def _write_value(
        self, row: ReportRow, path: str, content: str, was: str | None, sums: dict[str, int]
    ) -> None:
        total = value_checksum(row.id, path, content, row.revision)
        if was is None:
            columns: tuple[Any, ...] = (row.id, path, content, row.revision, total)
            self.connection.exec_driver_sql(_INSERT_VALUE, columns)
            row.seal = seal(row.seal, added=(total,))
        else:
            columns = (content, row.revision, total, row.id, path)
            if self.connection.exec_driver_sql(_UPDATE_VALUE, columns).rowcount != 1:
                raise Damaged("无法保存报告", "报告库中有内容丢失", (path,))
            row.seal = seal(row.seal, added=(total,), removed=(sums[path],))
        self._keep_past(row, path, was, content)
        sums[path] = total

    def _keep_past(self, row: ReportRow, path: str, content: str | None, new: str) -> None:
        """Write down what stood at a path.

        A long text is saved twice a second while it is typed; what is kept of it is its state
        before the typing began, then once a minute, and before every loss of more than a few words.
        """
        if content is not None and len(content) > _LONG and len(content) - len(new) < _FEW_WORDS:
            now_is = time.monotonic()
            last = self._typed_before.get((row.id, path))
            if last is not None and now_is - last < _MINUTE:
                return
            self.typed[row.id, path] = now_is
        total = self.past_checksum(row.id, path, row.revision, content, self.now)
        columns = (row.id, path, row.revision, content, self.now, total)
        self.connection.exec_driver_sql(_INSERT_PAST, columns)
        row.kept += 1
        row.kept_seal = seal(row.kept_seal, added=(total,))

    def keep_version(self, report_id: str, reason: Reason, note: str) -> int:
        """Keep the report as it is stored; it is then in `held`, as read and judged."""
        held = read_report(self.connection, report_id)
        if held.damaged:
            raise held.complaint()
        row = msgspec.structs.replace(held.row)
        number = add_version(self.connection, row, held.rows, reason, note, self.now)
        self.change_row(row, held.row, row.revision)  # the report itself did not change
        self.held[report_id] = Held(row, held.rows, held.sums)
        return number

    def log_backup(self, revision: int, place: str, outcome: str) -> None:
        """Note a backup; the newest 200 notes are kept. The library's revision does not change."""
        last = self.connection.exec_driver_sql("SELECT max(number) FROM backup_log").scalar() or 0
        columns = (int(last) + 1, self.now, revision, place, outcome)
        total = checksum("backup_log", *columns)
        self.connection.exec_driver_sql(
            "INSERT INTO backup_log VALUES (?,?,?,?,?,?)", (*columns, total)
        )
        self.connection.exec_driver_sql(
            "DELETE FROM backup_log WHERE number<=?", (int(last) - 199,)
        )

    @staticmethod
    def past_checksum(
        report_id: str, path: str, revision: int, content: str | None, time: str
    ) -> int:
        """The checksum of a row of the table `history`."""
        return checksum("history", report_id, path, revision, content, time)

    def report_row(self, report_id: str) -> tuple[ReportRow, ReportRow]:
        """A report's line, to be changed, and as it is. KeyError where there is none."""
        found = self.connection.exec_driver_sql("SELECT * FROM report WHERE id=?", (report_id,))
        line = found.first()
        if line is None:
            raise KeyError(report_id)
        row, whole = ReportRow.read(line)
        if not whole:
            raise Damaged("无法修改报告", "报告库中该报告的登记行已损坏", ("report",))
        return msgspec.structs.replace(row), row

    def change_row(self, row: ReportRow, before: ReportRow, revision: int | None = None) -> None:
        """Write a report's line in place of what it was; with this change's revision by default."""
        number = self.revision
        row.revision = number if revision is None else revision
        _, *columns = row.columns()
        found = self.connection.exec_driver_sql(_UPDATE_REPORT, (*columns, row.id))
        if found.rowcount != 1:
            raise Damaged("无法保存报告", "报告库中该报告的登记行丢失", ("report",))
        self.library.seal = seal(self.library.seal, added=(columns[-1],), removed=(_sum(before),))

    def purge(self, report_id: str) -> None:
        """Delete a removed report with all its rows. UsageError where it must stay."""
        row, _ = self.report_row(report_id)
        what = f"无法彻底删除“{row.unit}{row.year}年报告”"
        if row.recycled is None:
            raise UsageError(what, "它不在回收站里", "请先把它移到回收站")
        users = self.connection.exec_driver_sql(
            "SELECT unit, year FROM report WHERE last_id=?", (report_id,)
        ).first()
        if users is not None:
            why = f"“{users.unit}{users.year}年报告”以它为上年报告"
            raise UsageError(what, why, "需要删除时，请先彻底删除那份报告")
        for table in ("value", "history", "version"):
            self.connection.exec_driver_sql(f"DELETE FROM {table} WHERE report_id=?", (report_id,))
        self.connection.exec_driver_sql("DELETE FROM report WHERE id=?", (report_id,))
        number = self.revision
        assert number
        self.library.reports -= 1
        self.library.seal = seal(self.library.seal, removed=(_sum(row),))

    # -- settings ----------------------------------------------------------------------------------

    def set(self, name: str, content: str) -> None:
        """Write a setting; an empty one is taken away."""
        revision = self.revision
        assert revision
        line = self.connection.exec_driver_sql("SELECT checksum FROM setting WHERE name=?", (name,))
        was = line.scalar()
        if was is not None:
            self.connection.exec_driver_sql("DELETE FROM setting WHERE name=?", (name,))
            self.library.settings -= 1
            self.library.settings_seal = seal(self.library.settings_seal, removed=(was,))
        if content:
            total = checksum("setting", name, content)
            self.connection.exec_driver_sql(
                "INSERT INTO setting VALUES (?,?,?)", (name, content, total)
            )
            self.library.settings += 1
            self.library.settings_seal = seal(self.library.settings_seal, added=(total,))


def _read_library(connection: Connection) -> LibraryRow:
    row = connection.exec_driver_sql("SELECT * FROM library").first()
    found = None if row is None else LibraryRow(*row[:-1])
    if row is None or found is None or found.checksum() != row[-1]:
        raise Damaged("无法保存", "报告库文件已损坏")
    return found


def of_report(report: Report) -> dict[str, Any]:
    """What a report's line repeats of the report, by column."""
    about = report.about
    return {
        "unit": about.unit,
        "year": about.year,
        "form": about.form,
        "title": about.title,
        "status": about.status,
    }


def _day(when: str) -> date:
    return moment(when).astimezone().date()


def _json(summary: Mapping[str, Any]) -> str:
    return msgspec.json.encode(dict(summary)).decode()


def _sum(row: ReportRow) -> int:
    return row.checksum()
