"""Kept states of a report: written with the change that they precede, thinned, compared, given back."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from giadesk.core.report import Report
from giadesk.store import keeping
from giadesk.store.checksums import checksum, seal
from giadesk.store.failures import Damaged
from giadesk.store.records import Difference, Reason, ReportRow, Version, moment

_COLUMNS = "report_id, number, reason, note, time, revision, status, content, checksum"
_MANY = 24
"""Versions of a report before the older ones are thinned."""


def add_version(
    connection: Connection,
    row: ReportRow,
    rows: Mapping[str, str],
    reason: Reason,
    note: str,
    now: str,
) -> int:
    """Keep these rows as a version of the report, give its number; `row` counts it from now on.

    A state that is kept already is not kept again, unless for a reason that must be findable.
    """
    found = connection.exec_driver_sql(
        "SELECT number, revision FROM version WHERE report_id=? ORDER BY number DESC LIMIT 1",
        (row.id,),
    ).first()
    if found is not None and found.revision == row.revision and reason == "day":
        return int(found.number)
    number = 1 if found is None else int(found.number) + 1
    content = zlib.compress(msgspec.json.encode(dict(rows)), 6)
    columns = (row.id, number, reason, note, now, row.revision, row.status, content)
    total = checksum("version", *columns)
    connection.exec_driver_sql(
        f"INSERT INTO version ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", (*columns, total)
    )
    row.kept += 1
    row.kept_seal = seal(row.kept_seal, added=(total,))
    if number % _MANY == 0:
        thin_versions(connection, row)
    return number


def thin_versions(connection: Connection, row: ReportRow) -> None:
    """Drop the versions that the rule does not keep; the last 定稿 stays whatever the rule says."""
    lines = connection.exec_driver_sql(
        "SELECT number, reason, time, status, checksum FROM version"
        " WHERE report_id=? ORDER BY number DESC",
        (row.id,),
    ).all()
    kept = keeping.thinned(lines, lambda line: moment(line.time), keeping.VERSIONS)
    last_final = next((line for line in lines if line.status == "final"), None)
    for line in keeping.dropped(lines, kept):
        if line is last_final:
            continue
        connection.exec_driver_sql(
            "DELETE FROM version WHERE report_id=? AND number=?", (row.id, line.number)
        )
        row.kept -= 1
        row.kept_seal = seal(row.kept_seal, removed=(line.checksum,))


def list_versions(connection: Connection, report_id: str) -> list[Version]:
    """The versions of a report, the latest first. A damaged one is left out; `check` names it."""
    lines = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM version WHERE report_id=? ORDER BY number DESC", (report_id,)
    )
    return [
        Version(line[0], line[1], line[2], line[3], moment(line[4]), line[5], line[6])
        for line in lines
        if checksum("version", *line[:8]) == line[8]
    ]


def version_rows(connection: Connection, report_id: str, number: int) -> dict[str, str]:
    """The rows of a version. KeyError where there is none, Damaged where it is not as written."""
    line = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM version WHERE report_id=? AND number=?", (report_id, number)
    ).first()
    if line is None:
        raise KeyError((report_id, number))
    if checksum("version", *line[:8]) != line[8]:
        raise Damaged("无法打开历史版本", "它的内容已损坏")
    return unpacked(line[7])


def unpacked(content: bytes) -> dict[str, str]:
    """The rows in a version's content."""
    return msgspec.json.decode(zlib.decompress(content), type=dict[str, str])


def differences(was: Report, now: Report) -> tuple[Difference, ...]:
    """Every path at which two states of a report differ, in order of path."""
    before, after = was.flatten(), now.flatten()
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )
