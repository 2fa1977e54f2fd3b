"""The log of backups says no sizes: the files themselves do. The old notes go; they are only a log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("backup_log")
    op.create_table(
        "backup_log",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_backup_log"),
    )
