"""The tables of the present schema. Older schemas are the business of migrations/.

Times are text in UTC, identities are text; nothing here is SQLite's alone but the clustering.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}
)

library = Table(
    "library",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("seal", BigInteger, nullable=False),
    Column("settings", Integer, nullable=False),
    Column("settings_seal", BigInteger, nullable=False),
    Column("design", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("edited", Text, nullable=False),
    Column("last_id", Text),
    Column("origin", Text, nullable=False),
    Column("recycled", Text),
    Column("revision", BigInteger, nullable=False),
    Column("summary", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("seal", BigInteger, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("kept_seal", BigInteger, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Clustered by report and path: a report's values lie side by side and are read in one sweep.
value = Table(
    "value",
    metadata,
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    PrimaryKeyConstraint("report_id", "path"),
    sqlite_with_rowid=False,
)

# What stood at a path until `revision` replaced it; content is NULL where nothing stood.
history = Table(
    "history",
    metadata,
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("content", Text),
    Column("time", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    PrimaryKeyConstraint("report_id", "path", "revision"),
    sqlite_with_rowid=False,
)

# A whole report as it was: its flattened rows as JSON, deflated.
version = Table(
    "version",
    metadata,
    Column("report_id", Text, ForeignKey("report.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    PrimaryKeyConstraint("report_id", "number"),
)

backup_log = Table(
    "backup_log",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("time", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
)
