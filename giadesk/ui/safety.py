"""What keeps the clerk's work when the library cannot: rescue files, backups, what is found again.

The store does the work; this says when, on threads, and tells the clerk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from giadesk.core.errors import StorageFailed, UserError
from giadesk.core.report import Report
from giadesk.places import home

if TYPE_CHECKING:
    from giadesk.store.rescue import Rescued
    from giadesk.ui.desk import Desk

BACKUP_EVERY = 30 * 60 * 1000


class Safety(QObject):
    """Backups of one open library, and the rescue of a report that it does not take."""

    said = Signal(str)
    """A sentence for the clerk: a backup went wrong."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(BACKUP_EVERY)
        self._timer.timeout.connect(lambda: self.back_up("timer"))

    def begin(self) -> None:
        """Back up now and every half an hour; hold space back for a full disk."""
        self._timer.start()
        self.back_up("start")

    def back_up(self, reason: str) -> None:
        """Make a backup on a thread of its own, where anything has changed."""

        def work() -> None:
            from giadesk.store.rescue import keep_reserve

            keep_reserve(home())
            made = self._desk.library.keep_backup(reason)
            with suppress(RuntimeError):  # the window is gone
                for words in made.said:
                    self.said.emit(words)

        threading.Thread(target=work, name="backup", daemon=True).start()

    def back_up_now(self, reason: str) -> None:
        """Make a backup before going on: at the end. What goes wrong is in the library's log."""
        self._timer.stop()
        self._desk.library.keep_backup(reason)

    def guard(self, report_id: str, save: Callable[[Report], object]) -> Callable[[Report], None]:
        """The callable that stores a report, and puts it aside where the library does not take it.

        Runs on the saving thread. The first save that works takes the rescue file away.
        """
        in_danger = False

        def guarded(report: Report) -> None:
            nonlocal in_danger
            from giadesk.store.rescue import keep_rescue, settle_rescue

            try:
                save(report)
            except UserError as error:
                in_danger = True
                place = keep_rescue(home(), report_id, report, 0, str(error))
                remedy = f"{error.remedy}；内容已另存在“{place}”"
                raise StorageFailed(error.what, error.why, remedy) from error
            if in_danger:
                in_danger = False
                settle_rescue(home(), report_id)

        return guarded

    def found(self) -> list[Rescued]:
        """Reports that a session before this one could not store."""
        from giadesk.store.rescue import find_rescued

        return find_rescued(home())

    def take_back(self, rescued: Rescued) -> str:
        """Put a rescued report into the library again; the id of the report.

        Into the report it belongs to, after its present state is kept as a version; as a new report
        where that one is gone.
        """
        from giadesk.store.rescue import settle_rescue

        library: Any = self._desk.library
        try:
            library.keep_version(rescued.report_id, "restore", "取回急救文件之前")
            library.save(rescued.report_id, rescued.report)
            report_id = rescued.report_id
        except KeyError:
            report_id = library.create(rescued.report, None, "急救文件")
        settle_rescue(home(), rescued.report_id)
        return str(report_id)
