"""Stored rows read and judged: every checksum looked at, every seal counted."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from giadesk.core.report import Report
from giadesk.store.checksums import checksum, seal
from giadesk.store.failures import Damaged
from giadesk.store.records import ReportRow

MISSING = "?"
"""Stands among damaged paths for rows that are gone and whose path nobody knows."""

LINE = "report"
"""Stands among damaged paths for the report's own line in the table `report`."""


class Held:
    """The rows of a report as the disk has them. damaged: paths that fail, left out of `rows`."""

    def __init__(
        self,
        row: ReportRow,
        rows: dict[str, str],
        sums: dict[str, int],
        damaged: tuple[str, ...] = (),
    ) -> None:
        self.row = row
        self.rows = rows
        self.sums = sums
        self.damaged = damaged

    @cached_property
    def report(self) -> Report:
        """The report that the whole rows make; Damaged where they make none."""
        try:
            return Report.unflatten(self.rows)
        except ValueError as error:
            raise self.complaint() from error

    def complaint(self) -> Damaged:
        """The sentence that says which report is damaged."""
        count = len(self.damaged)
        name = f"{self.row.unit}{self.row.year}年报告"
        return Damaged(f"无法打开“{name}”", f"报告库中有 {count or 1} 处内容损坏", self.damaged)


def read_report(connection: Connection, report_id: str) -> Held:
    """A report's rows, each judged. KeyError where the library has no such report."""
    line = connection.exec_driver_sql("SELECT * FROM report WHERE id=?", (report_id,)).first()
    if line is None:
        raise KeyError(report_id)
    row, whole = ReportRow.read(line)
    found = connection.exec_driver_sql(
        "SELECT path, content, revision, checksum FROM value WHERE report_id=?", (report_id,)
    )
    rows: dict[str, str] = {}
    sums: dict[str, int] = {}
    damaged: list[str] = []
    for path, content, revision, stored in found:
        if (
            isinstance(content, str)
            and checksum("value", report_id, path, content, revision) == stored
        ):
            rows[path] = content
            sums[path] = stored
        else:
            damaged.append(str(path))
    if not whole:
        damaged.append(LINE)
    elif not damaged and (row.rows != len(sums) or row.seal != seal(0, sums.values())):
        damaged.append(MISSING)
    return Held(row, rows, sums, tuple(damaged))


def read_settings(connection: Connection) -> tuple[dict[str, str], list[int], list[str]]:
    """The settings by name, their checksums, and the names of those that fail theirs."""
    rows: dict[str, str] = {}
    sums: list[int] = []
    damaged: list[str] = []
    for name, content, stored in connection.exec_driver_sql("SELECT * FROM setting"):
        if checksum("setting", name, content) == stored:
            rows[name] = content
            sums.append(stored)
        else:
            damaged.append(str(name))
    return rows, sums, damaged
