"""Where the rows of a damaged library can come from: itself, its pages, its backups.

Each source gives only rows whose checksum holds, and whatever it can give: errors end a reading,
they are not raised.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from giadesk.store.backups import backups_in
from giadesk.store.carving import carve
from giadesk.store.checksums import checksum
from giadesk.store.copies import open_copy
from giadesk.store.database import SQLITE, prepare
from giadesk.store.failures import InUse, failure
from giadesk.store.opening import BACKUPS, in_use
from giadesk.store.records import Backup, LibraryRow, ReportRow

COLUMNS = {
    "report": ReportRow.__struct_fields__,
    "value": ("report_id", "path", "content", "revision"),
    "history": ("report_id", "path", "revision", "content", "time"),
    "version": (
        "report_id", "number", "reason", "note", "time", "revision", "status", "content",
    ),
    "setting": ("name", "content"),
    "library": LibraryRow.__struct_fields__,
}  # fmt: skip
"""The columns that a row's checksum covers, in the table's order."""

Row = tuple[Any, ...]


class Source:
    """A database with tables of ours, and what the clerk is told it is."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection = connection
        self.name = name

    def rows(self, table: str, report_id: str | None = None) -> list[Row]:
        """The rows of a table (of a report) whose checksum holds, that checksum last."""
        columns = ", ".join(COLUMNS[table])
        where, given = ("", ()) if report_id is None else (" WHERE report_id=?", (report_id,))
        found: list[Row] = []
        with suppress(*SQLITE):
            found.extend(
                row
                for row in self.connection.execute(
                    f"SELECT {columns}, checksum FROM {table}{where}", given
                )
                # a broken tree may lead to another report's rows
                if (report_id is None or row[0] == report_id)
                and checksum(table, *row[:-1]) == row[-1]
            )
        return found

    def lines(self) -> dict[str, ReportRow]:
        """The newest line of each report."""
        found: dict[str, ReportRow] = {}
        for row in self.rows("report"):
            line = ReportRow(*row[:-1])
            if line.id not in found or found[line.id].revision < line.revision:
                found[line.id] = line
        return found

    def line(self, report_id: str) -> ReportRow | None:
        """The newest line of one report; None where none is whole."""
        columns = ", ".join(COLUMNS["report"])
        with suppress(*SQLITE):
            rows = self.connection.execute(
                f"SELECT {columns}, checksum FROM report WHERE id=?", (report_id,)
            ).fetchall()
            whole = [
                ReportRow(*row[:-1]) for row in rows if checksum("report", *row[:-1]) == row[-1]
            ]
            return max(whole, key=lambda line: line.revision, default=None)
        return None

    def reports(self) -> list[str]:
        """The ids of all reports that have values."""
        with suppress(*SQLITE):
            return [
                row[0] for row in self.connection.execute("SELECT DISTINCT report_id FROM value")
            ]
        return []

    def schema(self) -> int:
        """The number of the schema by the stamp; 0 where there is none."""
        with suppress(*SQLITE, ValueError, TypeError):
            found = self.connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return int(found[0])
        return 0

    def library(self) -> LibraryRow | None:
        """The newest row of the library itself; None where none is whole."""
        rows = [LibraryRow(*row[:-1]) for row in self.rows("library")]
        return max(rows, key=lambda row: row.revision, default=None)


class Sources:
    """The sources of a library, opened as they are needed. `loose`: where carved rows are laid."""

    def __init__(self, library: Path, loose: Path, more_backups: Iterable[Path]) -> None:
        self._library = library
        self._loose = loose
        self._folders = [library.parent / BACKUPS, *more_backups]
        # Opened before SQLite locks the file and closed after: closing it drops this process's locks.
        self._file = library.open("rb")
        self._open: list[sqlite3.Connection] = []
        self._backups: dict[Path, Source | None] = {}

    def close(self) -> None:
        """Close what was opened."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._file.close()

    @cached_property
    def live(self) -> Source | None:
        """The library itself, as far as SQLite reads it; None where it does not open."""
        try:
            connection = sqlite3.connect(self._library, timeout=0, isolation_level=None)
            self._open.append(connection)
            prepare(connection)
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("COMMIT").close()
        except SQLITE as error:
            if isinstance(failure(error, ""), InUse):
                raise in_use(self._library) from error
            return None
        return Source(connection, "")

    @cached_property
    def carved(self) -> Source:
        """Rows that lie in the library's pages, every revision of them."""
        connection = sqlite3.connect(self._loose, isolation_level=None)
        self._open.append(connection)
        prepare(connection)
        connection.execute("PRAGMA synchronous=OFF").close()
        connection.execute("BEGIN")
        for table, columns in COLUMNS.items():
            names = ", ".join((*columns, "checksum"))
            key = f"{columns[0]}, {columns[1]}, checksum"
            connection.execute(f"CREATE TABLE {table} ({names}, UNIQUE ({key}))")
        self._file.seek(0)
        for table, row in carve(self._file.read()):
            marks = ",".join("?" * len(row))
            connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)
        connection.execute("COMMIT")
        return Source(connection, "")

    def files(self) -> list[Backup]:
        """The backups that there are, the newest first."""
        found = [b for folder in self._folders for b in backups_in(folder, self._library)]
        return sorted((b for b in found if b.counts), key=lambda b: b.revision, reverse=True)

    def backups(self) -> Iterator[Source]:
        """The backups that can be read, the newest first."""
        for backup in self.files():
            if backup.path not in self._backups:
                self._backups[backup.path] = self._backup(backup.path)
            source = self._backups[backup.path]
            if source is not None:
                yield source

    def _backup(self, path: Path) -> Source | None:
        with suppress(*SQLITE, OSError):
            connection = open_copy(path)
            self._open.append(connection)
            return Source(connection, path.name)
        return None
