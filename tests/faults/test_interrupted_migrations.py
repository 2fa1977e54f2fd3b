"""A migration stopped before each of its statements leaves the library as it was."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from giadesk.store import Library, header
from giadesk.store.database import Database
from giadesk.store.migrations import upgrade
from giadesk.store.opening import schema_of
from tests.databases.make import FOLDER

_OLD = [FOLDER / f"schema-{number:04}.sqlite" for number in range(1, header.SCHEMA)]


class _Stop(Exception):
    """As if the program ended here."""


def _stop_before(engine: Engine, statement: int) -> list[str]:
    seen: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def before(_connection: object, _cursor: object, text: str, *_: object) -> None:
        seen.append(text)
        if len(seen) > statement:
            raise _Stop

    return seen


@pytest.mark.parametrize("old", _OLD, ids=lambda path: path.stem)
def test_stopped_before_each_statement(tmp_path: Path, old: Path) -> None:
    path = tmp_path / "library.sqlite"
    for statement in count():
        shutil.copy(old, path)
        database = Database(path)
        number = schema_of(database)
        seen = _stop_before(database.connection.engine, statement)
        try:
            upgrade.run(database)
            stopped = False
        except _Stop:
            stopped = True
        finally:
            database.close()
        database = Database(path)
        assert schema_of(database) == (number if stopped else header.SCHEMA)
        database.close()
        with Library.open(path) as library:
            assert len(library.entries()) == 2
            assert library.check().whole
        if not stopped:
            assert len(seen) > 8
            return
