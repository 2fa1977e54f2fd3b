"""The first schema: library, settings, reports a row a value, history, versions, log of backups."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("seal", sa.BigInteger, nullable=False),
        sa.Column("settings", sa.Integer, nullable=False),
        sa.Column("settings_seal", sa.BigInteger, nullable=False),
        sa.Column("design", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_library"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("edited", sa.Text, nullable=False),
        sa.Column("last_id", sa.Text),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("recycled", sa.Text),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("seal", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.Column("kept_seal", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "value",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "path", name="pk_value"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_value_report_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "history",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "path", "revision", name="pk_history"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_history_report_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "version",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "number", name="pk_version"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_version_report_id"),
    )
    op.create_table(
        "backup_log",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_backup_log"),
    )
