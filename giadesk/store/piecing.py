"""One damaged report put together from the rows that its sources offer, and proved by its seal."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import combinations

import msgspec

from giadesk.core.report import Report
from giadesk.store.checksums import seal, value_checksum
from giadesk.store.records import ReportRow
from giadesk.store.sources import Row
from giadesk.store.versions import unpacked
from giadesk.store.writing import of_report

_FEW = 12
"""Uncertain rows of which every choice is tried against the seal."""


class PiecedReport:
    """The newest row of each path, and what is not certain.

    line: the report's own, None where none was found. live: the paths that SQLite still read.
    unsure: paths whose row was replaced or deleted later; the seal may tell which of the two.
    """

    def __init__(self, report_id: str, line: ReportRow | None) -> None:
        self.id = report_id
        self.line = line
        self.rows: dict[str, Row] = {}
        self.live: frozenset[str] = frozenset()
        self.unsure: set[str] = set()
        self.from_backup: dict[str, str] = {}
        """Paths whose row came from a backup, and that backup's name."""

    def offer(self, rows: Iterable[Row], past: Iterable[Row], backup: str = "") -> None:
        """Take rows that are newer than those at hand; `past` tells which were replaced later."""
        for row in rows:
            path, revision = row[1], row[3]
            if path not in self.rows or self.rows[path][3] < revision:
                self.rows[path] = row
                self.unsure.discard(path)
                if backup:
                    self.from_backup[path] = backup
                    self.unsure.add(path)
        for row in past:
            path, revision = row[1], row[2]
            if path in self.rows and self.rows[path][3] < revision:
                self.unsure.add(path)

    def settle(self) -> bool:
        """Whether the rows, without some of the unsure ones, are exactly what the seal says.

        Those that are too many are then dropped, and nothing is unsure any more.
        """
        if self.line is None:
            return False
        unsure = sorted(self.unsure & self.rows.keys())
        spare = len(self.rows) - self.line.rows
        if not 0 <= spare <= len(unsure):
            return False
        total = seal(0, (row[-1] for row in self.rows.values()))
        for dropped in _choices(unsure, spare):
            if seal(total, removed=(self.rows[path][-1] for path in dropped)) == self.line.seal:
                for path in dropped:
                    del self.rows[path]
                    self.from_backup.pop(path, None)
                self.unsure.clear()
                return True
        return False

    def fill_from_versions(self, versions: Iterable[Row], revision: int) -> None:
        """Take what is still missing from the newest version that has it; it may be old."""
        for version in sorted(versions, key=lambda row: int(row[1]), reverse=True):
            try:
                rows = unpacked(version[7])
            except (zlib.error, msgspec.MsgspecError):
                continue
            for path, content in rows.items():
                if path not in self.rows:
                    total = value_checksum(self.id, path, content, revision)
                    self.rows[path] = (self.id, path, content, revision, total)
                    self.unsure.add(path)

    def line_for(self, exact: bool, revision: int, now: str) -> ReportRow:
        """The report's line for these rows: its own where they are exactly what it was."""
        total = seal(0, (row[-1] for row in self.rows.values()))
        if exact and self.line is not None:
            return msgspec.structs.replace(self.line)
        said = of_report(Report.unflatten({path: row[2] for path, row in self.rows.items()}))
        if self.line is not None:
            return msgspec.structs.replace(
                self.line, **said, revision=revision, rows=len(self.rows), seal=total
            )
        return ReportRow(
            id=self.id,
            **said,
            created=now,
            edited=now,
            last_id=None,
            origin="修复",
            recycled=None,
            revision=revision,
            summary="{}",
            rows=len(self.rows),
            seal=total,
            kept=0,
            kept_seal=0,
        )


def _choices(unsure: list[str], spare: int) -> Iterable[tuple[str, ...]]:
    if len(unsure) <= _FEW:
        return combinations(unsure, spare)
    if spare in (0, len(unsure)):
        return (tuple(unsure[:spare]),)
    return ()
