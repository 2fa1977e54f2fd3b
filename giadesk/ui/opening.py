"""Opening the library in the background, after the first paint.

First the list is read as it stands, so that it can be shown; then the library is opened properly;
then the modules that the first report will need are loaded while the clerk looks at the list.
"""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk

REPORT = (
    "giadesk.core.forms",
    "giadesk.checks.run",
    "giadesk.core.carry",
    "giadesk.core.document",
    "giadesk.ui.report_page",
    "giadesk.ui.prose_editor",
    "giadesk.ui.table_view",
    "giadesk.ui.free_table",
    "giadesk.ui.session",
    "giadesk.ui.review",
)
"""What the page of a report is made of."""
IMPORT = ("giadesk.imports", "giadesk.imports.recognise", "giadesk.ui.import_page")
"""What reading a file and looking at it is made of."""
_AHEAD = (*REPORT, *IMPORT, "giadesk.ui.export_dialog", "giadesk.ui.preview", "pypinyin")
_PATIENCE = 2.0


def load(names: tuple[str, ...]) -> None:
    """Load modules, on the thread of the job whose result needs them: not on the window's."""
    for name in names:
        with suppress(ImportError):  # told where it is used
            import_module(name)


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
        self._given_up = False
        self._desk: Desk | None = None
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def proceed(self) -> None:
        """The list is on the screen: now the rest may take its time."""
        self._shown.set()

    def give_up(self) -> Desk | None:
        """The program ends: the library, where it is open by now and nobody took it, to be closed."""
        self._given_up = True
        self.proceed()
        self._thread.join(timeout=_PATIENCE)
        return self._desk

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
            if self._given_up:
                return
        try:
            from giadesk.store import Library
            from giadesk.ui.desk import Desk

            desk = Desk(Library.open(place, read_only=self._read_only, fresh=self._fresh))
            self._desk = desk
            if self._given_up:
                return
            if seen is None:
                self.rows.emit(desk.rows())
            self.done.emit(desk)
        except Exception as error:  # noqa: BLE001 - told to the clerk
            self.failed.emit(error)
            return
        load(_AHEAD)
        with suppress(Exception):  # a broken form of the office's own is told when it is used
            desk.forms.all()
        if (
            not gc.get_freeze_count()
        ):  # what stays is no longer gone through, for 60 ms, with the rest
            gc.freeze()
