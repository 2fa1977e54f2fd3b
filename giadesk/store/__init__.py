"""The library of drafts: SQLite through SQLAlchemy, a row a value, a checksum a row.

Importing this package loads no database library; `Library` does when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giadesk.store.failures import Damaged, InUse, LibraryMissing, NewerLibrary
from giadesk.store.records import Entry, Past, Stored, Version

if TYPE_CHECKING:
    from giadesk.store.drafts import Library

__all__ = [
    "Damaged",
    "Entry",
    "InUse",
    "Library",
    "LibraryMissing",
    "NewerLibrary",
    "Past",
    "Stored",
    "Version",
]


def __getattr__(name: str) -> Any:
    if name == "Library":
        from giadesk.store.drafts import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
