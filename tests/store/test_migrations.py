"""The migrations lead to the tables that the program makes itself, or leave everything as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from giadesk.store import header
from giadesk.store.database import Database
from giadesk.store.migrations import upgrade
from giadesk.store.opening import build, judge, schema_of

_SCRIPTS = Path(upgrade.__file__).parent


def _design(database: Database) -> dict[str, list[tuple[object, ...]]]:
    names = database.raw.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name<>'alembic_version'"
    ).fetchall()
    return {
        name: [
            *database.raw.execute(f"PRAGMA table_xinfo('{name}')").fetchall(),
            *database.raw.execute(f"PRAGMA foreign_key_list('{name}')").fetchall(),
            *database.raw.execute(f"PRAGMA index_list('{name}')").fetchall(),
            *database.raw.execute(
                "SELECT wr FROM pragma_table_list WHERE name=?", (name,)
            ).fetchall(),
        ]
        for (name,) in names
    }


def test_migrations_end_in_the_tables_of_today() -> None:
    migrated, made = Database(None), Database(None)
    upgrade.run(migrated)
    with made.writing("x") as connection:
        build(connection)
    assert _design(migrated) == _design(made)
    assert schema_of(migrated) == schema_of(made) == header.SCHEMA
    judge(migrated, None)


def test_the_last_migration_has_the_schemas_number() -> None:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [f"{header.SCHEMA:04}"]


def _stop_after(database: Database, tables_made: int) -> None:
    seen = 0

    def judge_action(action: int, *_: object) -> int:
        nonlocal seen
        if action != sqlite3.SQLITE_CREATE_TABLE:
            return sqlite3.SQLITE_OK
        seen += 1
        return sqlite3.SQLITE_DENY if seen > tables_made else sqlite3.SQLITE_OK

    database.raw.set_authorizer(judge_action)


@pytest.mark.parametrize("tables_made", range(8))
def test_a_migration_that_fails_leaves_everything_as_it_was(tables_made: int) -> None:
    database = Database(None)
    _stop_after(database, tables_made)
    with pytest.raises(Exception, match="not authorized"):
        upgrade.run(database)
    database.raw.set_authorizer(None)
    assert database.raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert database.raw.execute("PRAGMA user_version").fetchone() == (0,)
    upgrade.run(database)
    assert schema_of(database) == header.SCHEMA
