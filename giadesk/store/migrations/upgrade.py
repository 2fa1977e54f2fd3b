"""Bring an open library to the present schema, in one transaction, after a verified copy."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from giadesk.core.errors import UserError
from giadesk.store.backups import backup_name, backups_in
from giadesk.store.checking import design_of
from giadesk.store.copies import copy_database
from giadesk.store.database import WORLD, Database, raw_of
from giadesk.store.failures import Damaged, failure
from giadesk.store.header import APPLICATION_ID
from giadesk.store.records import LibraryRow

_WHAT = "报告库未能升级，内容未作任何改动"


def run(database: Database, target: str = "head", scripts: Path | None = None) -> None:
    """Run every migration that is missing. StorageFailed, and all as it was, where one fails.

    target, scripts: for tests of older schemas and of migrations not yet written.
    """
    config = Config()
    folder = str(scripts or Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    # Tables are rebuilt under their children; the setting has no effect inside a transaction.
    database.raw.execute("PRAGMA foreign_keys=OFF").close()
    try:
        with database.writing(_WHAT) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Damaged(_WHAT, "报告库里有不属于任何报告的内容")
            stamp = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            connection.exec_driver_sql(f"PRAGMA user_version={int(stamp.scalar_one())}")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            _note_design(connection)
    finally:
        database.raw.execute("PRAGMA foreign_keys=ON").close()


def _note_design(connection: Connection) -> None:
    """Write the digest of the new definitions into the library's row, which must be whole."""
    row = connection.exec_driver_sql("SELECT * FROM library").first()
    if row is None:  # only where migrations alone make a library, as tests do
        found = LibraryRow(1, 0, 0, 0, 0, 0, "")
    else:
        found = LibraryRow(*row[:-1])
        if found.checksum() != row[-1]:
            raise Damaged(_WHAT, "报告库文件已损坏")
    found.design = design_of(raw_of(connection))
    connection.exec_driver_sql("DELETE FROM library")
    marks = ",".join("?" * len(found.columns()))
    connection.exec_driver_sql(f"INSERT INTO library VALUES ({marks})", found.columns())


def keep_old(database: Database, library: Path, folder: Path, now: datetime) -> Path:
    """A copy of the library as it is before the upgrade, judged, in `folder`.

    It is made once for a schema and a revision: a migration that fails at every start must not
    push the older copies out. StorageFailed where it cannot be made.
    """
    what = "升级前未能备份报告库"
    with database.reading(what) as connection:
        schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        revision = connection.exec_driver_sql("SELECT revision FROM library").scalar_one()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        reason = f"upgrade-s{schema}"
        for backup in backups_in(folder, library):
            if backup.revision == revision and backup.reason == reason:
                return backup.path
        target = folder / backup_name(library, revision, now, reason)
        copy_database(database, target, lambda copy: _same_rows(database.raw, copy))
    except WORLD as error:
        said = failure(error, what, database.path)
        if said is None:
            raise
        raise said from error
    return target


def _same_rows(library: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    # What the rows of an older schema must say is not known here; that they are all there is.
    what = "升级前未能备份报告库"
    if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise Damaged(what, "报告库文件已损坏")
    names = [row[0] for row in library.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    for name in names:
        count = f'SELECT count(*) FROM "{name}"'
        if library.execute(count).fetchone() != copy.execute(count).fetchone():
            raise UserError(what, "备份与报告库不一致", "请检查磁盘后再试")
