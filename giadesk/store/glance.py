"""A first look at the library without the database layer, so that the start page need not wait.

SQLAlchemy takes longer to load than the rest of the start together. The list of reports is one table,
read here as it stands; whatever is unusual about the file is left to `Library.open`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from giadesk.store.records import Entry, ReportRow


def glance(path: Path) -> list[Entry] | None:
    """The reports that are not removed, the one changed last first; nothing is locked or written.

    None where the file cannot be read just like that: there is none, another program writes to it,
    a journal waits to be rolled back, its schema is another one. `Library.open` then tells.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as connection:
            connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
            rows = connection.execute("SELECT * FROM report").fetchall()
        found = [row.entry(whole) for row, whole in map(ReportRow.read, rows)]
        found.sort(key=Entry.latest_first)
    except (sqlite3.Error, OSError, TypeError, ValueError):
        return None
    return [entry for entry in found if entry.recycled is None]
