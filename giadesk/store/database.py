"""The one connection to a library, and how it is set up.

Settings, and why (reliability-ux.md A.7, measured): journal_mode TRUNCATE with synchronous EXTRA
lost no acknowledged commit in simulated power cuts, and opens on a read-only medium; WAL did
neither. locking_mode EXCLUSIVE makes a second program fail at once instead of writing beside us.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from giadesk.store.failures import failure, gone, read_only

SQLITE = (sqlite3.Error, UnicodeError)
"""What sqlite3 raises. The second, where a message or a key is damaged text."""

WORLD = (OSError, MemoryError, SQLAlchemyError, *SQLITE)
"""What the world does wrong; `failures.failure` makes a sentence of it."""

PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=TRUNCATE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "mmap_size=0",
    "cell_size_check=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


class Database:
    """One SQLite file, one connection, one lock: any thread may use it, one at a time."""

    def __init__(self, path: Path | None, *, why_read_only: str = "") -> None:
        """Connect; None for a library in memory. Errors are SQLite's, not yet sentences."""
        self.path = path
        self.why_read_only = why_read_only
        self.lock = threading.RLock()
        self.file: tuple[int, int] | None = None
        """Device and inode of the file at `path`, once opening has made sure of it."""
        self._engine = _engine(path, bool(why_read_only))
        try:
            self.connection = self._engine.connect()
        except BaseException:
            self._engine.dispose()
            raise
        self.raw = raw_of(self.connection)

    @contextmanager
    def writing(self, what: str) -> Iterator[Connection]:
        """A transaction: committed and on the disk when this is left, or as if it never began.

        what: what does not happen if it fails (`无法保存报告`). StorageFailed says why.
        """
        with self.lock:
            if self.why_read_only:
                raise read_only(what, self.why_read_only)
            with self._transaction(what) as connection:
                yield connection
            self._see_file(what)

    def _see_file(self, what: str) -> None:
        """A file that was taken away or replaced while it is open still takes writes, but nobody will
        ever find them: then nothing may be called saved."""
        if self.file is None or self.path is None:
            return
        try:
            status = self.path.stat()
        except OSError:
            raise gone(what, self.path) from None
        if (status.st_dev, status.st_ino) != self.file:
            raise gone(what, self.path)

    @contextmanager
    def reading(self, what: str) -> Iterator[Connection]:
        """A transaction that only reads. StorageFailed or Damaged where it cannot."""
        with self.lock, self._transaction(what) as connection:
            yield connection

    @contextmanager
    def _transaction(self, what: str) -> Iterator[Connection]:
        try:
            with self.connection.begin():
                yield self.connection
        except WORLD as error:
            said = failure(error, what, self.path)
            if said is None:
                raise
            raise said from error
        finally:
            # A commit that failed half-way may leave SQLite's own transaction open.
            if self.raw.in_transaction:
                with suppress(sqlite3.Error):
                    self.raw.rollback()

    def close(self) -> None:
        """Give the file back. Twice is once."""
        with self.lock:
            with suppress(SQLAlchemyError, sqlite3.Error):
                self.connection.close()
            with suppress(SQLAlchemyError, sqlite3.Error):
                self._engine.dispose()


def raw_of(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _engine(path: Path | None, only_reading: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            ":memory:"
            if path is None
            else f"{address(path)}?mode={'ro' if only_reading else 'rw'}",
            uri=path is not None,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    # pysqlite begins no transaction before DDL or PRAGMA, so that these survive a rollback. Without
    # an isolation level it begins none at all, and SQLAlchemy's own BEGIN is made a real one here.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if only_reading else "BEGIN IMMEDIATE")

    return engine


def prepare(connection: sqlite3.Connection) -> None:
    """The settings of a library's connection."""
    connection.text_factory = _text
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def address(path: Path) -> str:
    """The file as SQLite's URI, without parameters."""
    uri = path.absolute().as_uri()
    if not uri.startswith("file:///"):  # a share of a server: SQLite wants no host in its place
        uri = "file:////" + uri.removeprefix("file://")
    return uri


def _text(content: bytes) -> str:
    """Damaged text comes out with surrogates, which no checksum accepts, instead of an exception."""
    return content.decode("utf-8", "surrogateescape")
