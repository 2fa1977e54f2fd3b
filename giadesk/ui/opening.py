"""Opening the library in the background, after the first paint.

First the list is read as it stands, so that it can be shown; then the library is opened properly;
then the modules that the first report will need are loaded while the clerk looks at the list: those
without widgets on the thread, pages and dialogs one to a turn of the window's loop. A class of Qt's that
is made on another thread while the window works ends the process now and then (PySide6 6.9).
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from giadesk.ui.desk import Desk, row_of

REPORT = (
    "giadesk.core.forms",
    "giadesk.checks.run",
    "giadesk.core.carry",
    "giadesk.core.document",
)
"""What a report needs before its page is made."""
REPORT_PAGES = (
    "giadesk.ui.prose_editor",
    "giadesk.ui.table_view",
    "giadesk.ui.free_table",
    "giadesk.ui.report_page",
    "giadesk.ui.review",
)
"""What the page of a report is made of."""
IMPORT = ("giadesk.imports", "giadesk.imports.recognise")
"""What reading a file needs."""
IMPORT_PAGES = (*REPORT_PAGES, "giadesk.ui.import_page")
"""What looking at a file is made of."""
_AHEAD = (*REPORT, *IMPORT, "pypinyin")
_PAGES_AHEAD = (*IMPORT_PAGES, "giadesk.ui.export_dialog", "giadesk.ui.preview")
_PATIENCE = 2.0


def load(names: tuple[str, ...]) -> None:
    """Load modules without widgets, on the thread of the job whose result needs them."""
    for name in names:
        with suppress(ImportError):  # told where it is used
            import_module(name)


def load_pages(names: tuple[str, ...], owner: QObject, then: Callable[[], object]) -> None:
    """Load modules with widgets, one to a turn of the window's loop, then call `then`; at once where
    all are there. Nothing more happens once `owner` is gone."""
    left = tuple(name for name in names if name not in sys.modules)
    if not left:
        then()
        return
    load(left[:1])
    QTimer.singleShot(0, owner, lambda: load_pages(left[1:], owner, then))


class Opening(QObject):
    """Opens the library on a thread; its signals come on the window's thread."""

    rows = Signal(object)
    """The list of reports, as `Row`s."""
    done = Signal(object)
    """The `Desk`, with the library open."""
    failed = Signal(object)
    """Why the library cannot be opened."""
    _loaded = Signal()

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
        self._loaded.connect(self._load_pages)
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

        place = self._place or library_file()
        seen = glance(place)
        if seen is not None:
            self.rows.emit([row_of(entry) for entry in seen])
            self._shown.wait(timeout=_PATIENCE)  # loading and drawing would slow each other down
            if self._given_up:
                return
        try:
            from giadesk.store import Library

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
        self._loaded.emit()

    def _load_pages(self) -> None:
        if not self._given_up:
            load_pages(_PAGES_AHEAD, self, _keep)


def _keep() -> None:
    """What stays is no longer gone through, for 60 ms, with the rest."""
    if not gc.get_freeze_count():
        gc.freeze()
