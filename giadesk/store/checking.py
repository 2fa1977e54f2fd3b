"""Every row of a library against its checksum, every report against its seal, the file itself.

Works on a plain SQLite connection, so that a backup is judged by the same code as the library.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from hashlib import blake2b

from giadesk.core.errors import UserError
from giadesk.core.report import Report
from giadesk.store.checksums import checksum, seal
from giadesk.store.database import SQLITE
from giadesk.store.header import APPLICATION_ID
from giadesk.store.records import Checked, Damage, LibraryRow, ReportRow

Guard = Callable[[], AbstractContextManager[object]]
Progress = Callable[[int, int], None]

_READ_ERRORS = (*SQLITE, UserError)


def check(
    connection: sqlite3.Connection,
    *,
    guard: Guard = nullcontext,
    progress: Progress | None = None,
    thorough: bool = True,
) -> Checked:
    """Look at everything. Never raises for damage: it is what this is for.

    guard: held for one report at a time, so that others may use the library in between.
    progress: told (reports looked at, reports). thorough: SQLite's own check too, of pages and keys.
    """
    damage: list[Damage] = []
    rows = 0
    with guard():
        if thorough:
            damage += _structure(connection)
        lines = _lines(connection, damage)
    for number, line in enumerate(lines):
        with guard():
            count, found = _report(connection, _present(connection, line))
        rows += count
        damage += found
        if progress is not None:
            progress(number + 1, len(lines))
    with guard():
        damage += _library(connection)
        damage += _strays(connection)
    return Checked(tuple(damage), len(lines), rows)


def _structure(connection: sqlite3.Connection) -> Iterator[Damage]:
    try:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    except _READ_ERRORS as error:
        said = [str(error)]
    if said != ["ok"]:
        yield Damage("file", what="文件结构损坏", detail="; ".join(said)[:500])


def _lines(connection: sqlite3.Connection, damage: list[Damage]) -> list[tuple[object, ...]]:
    try:
        return connection.execute("SELECT * FROM report").fetchall()
    except _READ_ERRORS as error:
        damage.append(Damage("report", what="报告登记表无法读取", detail=str(error)))
        return []


def _present(connection: sqlite3.Connection, line: tuple[object, ...]) -> tuple[object, ...]:
    """The report's line as it is now: the report may have been edited since the lines were read."""
    with suppress(*_READ_ERRORS):
        lines = connection.execute("SELECT * FROM report WHERE id=?", line[:1]).fetchall()
        if len(lines) == 1:
            return tuple(lines[0])
    return line


def _report(connection: sqlite3.Connection, line: tuple[object, ...]) -> tuple[int, list[Damage]]:
    try:
        row, whole = ReportRow.read(line)
    except TypeError:
        return 0, [Damage("report", what="报告登记表的结构损坏")]
    damage: list[Damage] = []

    def note(table: str, path: str, what: str, detail: str = "") -> None:
        damage.append(Damage(table, row.id, str(row.unit), row.year, path, what, detail))

    if not whole:
        note("report", "", "登记行损坏")
    try:
        rows = _values(connection, row, whole, note)
        count = len(rows) + _kept(connection, row, whole, note)
    except _READ_ERRORS as error:
        note("value", "", "内容无法读取", str(error))
        return 0, damage
    if not damage:
        try:
            Report.unflatten(rows)
        except ValueError as error:
            note("value", "", "内容不成报告", str(error))
    return count, damage


def _values(
    connection: sqlite3.Connection, row: ReportRow, whole: bool, note: Callable[..., None]
) -> dict[str, str]:
    rows: dict[str, str] = {}
    total, bad = 0, 0
    for path, content, revision, stored in connection.execute(
        "SELECT path, content, revision, checksum FROM value WHERE report_id=?", (row.id,)
    ):
        if not isinstance(content, str) or (
            checksum("value", row.id, path, content, revision) != stored
        ):
            bad += 1
            note("value", str(path), "内容损坏")
        else:
            rows[path] = content
            total += stored
    if whole and not bad and (row.rows != len(rows) or row.seal != seal(total)):
        note("value", "", "内容缺失或多出", f"{len(rows)}/{row.rows}")
    return rows


def _kept(
    connection: sqlite3.Connection, row: ReportRow, whole: bool, note: Callable[..., None]
) -> int:
    count, total, bad = 0, 0, 0
    for path, revision, content, time, stored in connection.execute(
        "SELECT path, revision, content, time, checksum FROM history WHERE report_id=?", (row.id,)
    ):
        count += 1
        if checksum("history", row.id, path, revision, content, time) != stored:
            bad += 1
            note("history", str(path), "修改记录损坏")
        else:
            total += stored
    for *columns, stored in connection.execute(
        "SELECT report_id, number, reason, note, time, revision, status, content, checksum"
        " FROM version WHERE report_id=?",
        (row.id,),
    ):
        count += 1
        if checksum("version", *columns) != stored:
            bad += 1
            note("version", str(columns[1]), "历史版本损坏")
        else:
            total += stored
    if whole and not bad and (row.kept != count or row.kept_seal != seal(total)):
        note("history", "", "修改记录或历史版本缺失", f"{count}/{row.kept}")
    return count


def _library(connection: sqlite3.Connection) -> Iterator[Damage]:
    try:
        line = connection.execute("SELECT * FROM library").fetchone()
        found = None if line is None else LibraryRow(*line[:-1])
        if found is None or found.checksum() != line[-1]:
            yield Damage("library", what="报告库总登记损坏")
            return
        if found.design != design_of(connection) or not _stamped(connection):
            yield Damage("file", what="报告库的结构定义损坏")
        sums = [row[0] for row in connection.execute("SELECT checksum FROM report")]
        if found.reports != len(sums) or found.seal != seal(0, sums):
            yield Damage("library", what="报告缺失或多出", detail=f"{len(sums)}/{found.reports}")
        settings = connection.execute("SELECT name, content, checksum FROM setting").fetchall()
        for name, content, stored in settings:
            if checksum("setting", name, content) != stored:
                yield Damage("setting", path=str(name), what="设置损坏")
        if found.settings != len(settings) or found.settings_seal != seal(
            0, (row[2] for row in settings)
        ):
            yield Damage("setting", what="设置缺失或多出")
        for *columns, stored in connection.execute("SELECT * FROM backup_log"):
            if checksum("backup_log", *columns) != stored:
                yield Damage("backup_log", path=str(columns[0]), what="备份记录损坏")
    except (*_READ_ERRORS, TypeError) as error:
        yield Damage("library", what="报告库总登记无法读取", detail=str(error))


def design_of(connection: sqlite3.Connection) -> str:
    """A digest of the tables' definitions as the file has them."""
    digest = blake2b(digest_size=16)
    for row in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    ):
        digest.update(repr(tuple(row)).encode("utf-8", "replace"))
    return digest.hexdigest()


def _stamped(connection: sqlite3.Connection) -> bool:
    """Whether the header and the stamp name the same schema, and the header the program."""
    header = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    stamps = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return stamps == [(f"{header:04}",)] and application == APPLICATION_ID


def _strays(connection: sqlite3.Connection) -> Iterator[Damage]:
    """Rows that belong to no report: a damaged key has led them astray."""
    for table in ("value", "history", "version"):
        try:
            found = connection.execute(
                f"SELECT DISTINCT report_id FROM {table} EXCEPT SELECT id FROM report"
            ).fetchall()
        except _READ_ERRORS as error:
            yield Damage(table, what="内容无法读取", detail=str(error))
            continue
        for (report_id,) in found:
            yield Damage(table, str(report_id), what="内容不属于任何报告")
