"""Opening the library in the background, after the first paint.

First the list is read as it stands, so that it can be shown; then the library is opened properly;
then the modules that the first report will need are loaded while the clerk looks at the list.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, Signal

_AHEAD = (
    "giadesk.core.forms",
    "giadesk.checks.run",
    "giadesk.core.carry",
    "giadesk.ui.report_page",
    "giadesk.ui.prose_editor",
    "giadesk.ui.table_view",
    "giadesk.imports",
    "giadesk.ui.import_page",
    "giadesk.ui.export_dialog",
    "giadesk.ui.preview",
    "pypinyin",
)


_PATIENCE = 2.0


class Opening(QObject):
    """Opens the library on a thread; its signals come on the window's thread."""

    rows = Signal(object)
    """The list of reports, as `Row`s."""
    done = Signal(object)
    """The `Desk`, with the library open."""
    failed = Signal(object)
    """Why the library cannot be opened."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        place: Path | None = None,
        read_only: bool = False,
        fresh: bool = False,
    ) -> None:
        """place: None for the clerk's library, else a backup. fresh, read_only: see Library.open."""
        super().__init__(parent)
        self._place = place
        self._read_only = read_only
        self._fresh = fresh
        self._shown = threading.Event()
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def proceed(self) -> None:
        """The list is on the screen: now the rest may take its time."""
        self._shown.set()

    def wait(self) -> None:
        """Wait until the library is open or has failed to."""
        self._thread.join(timeout=10)

    def _run(self) -> None:
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._open()

    def _open(self) -> None:
        from giadesk.places import library_file
        from giadesk.store.glance import glance
        from giadesk.ui.desk import row_of

        place = self._place or library_file()
        seen = glance(place)
        if seen is not None:
            self.rows.emit([row_of(entry) for entry in seen])
            self._shown.wait(timeout=_PATIENCE)  # loading and drawing would slow each other down
        try:
            from giadesk.store import Library
            from giadesk.ui.desk import Desk

            desk = Desk(Library.open(place, read_only=self._read_only, fresh=self._fresh))
            if seen is None:
                self.rows.emit(desk.rows())
            self.done.emit(desk)
        except Exception as error:  # noqa: BLE001 - told to the clerk
            self.failed.emit(error)
            return
        for name in _AHEAD:
            with suppress(ImportError):
                import_module(name)
        with suppress(Exception):  # a broken form of the office's own is told when it is used
            desk.forms.all()
