"""What keeps the clerk's work when the library cannot: rescue files, backups, what is found again.

The store does the work; this says when, on threads, and tells the clerk.
"""

from __future__ import annotations

import logging
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

_log = logging.getLogger(__name__)

BACKUP_EVERY = 30 * 60 * 1000
PATIENCE = 20 * 1000
"""So long, in milliseconds, the last backup may take before the program ends without it."""


class _Stopped(Exception):
    """The library is about to be closed: a check of it ends."""


class Safety(QObject):
    """Backups of one open library, its check in the background, and the rescue of a report that it
    does not take."""

    said = Signal(str)
    """A sentence for the clerk: a backup went wrong."""
    damaged = Signal(object)
    """What the check found (`Checked`), where that is anything."""
    _finished = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(BACKUP_EVERY)
        self._timer.timeout.connect(lambda: self.back_up("timer"))
        self._stop = threading.Event()
        self._checking: threading.Thread | None = None
        self._finished.connect(self._end)
        self._ending: Callable[[], object] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._end)

    def begin(self) -> None:
        """Back up now and every half an hour; hold space back for a full disk. A library that is only
        looked at is left alone."""
        if self._desk.library.read_only:
            return
        self._stop.clear()
        self._timer.start()
        self.back_up("start")
        self.check()

    def stop(self) -> None:
        """No more backups by the clock, and the check ends: the library will be closed."""
        self._timer.stop()
        self._stop.set()
        if self._checking is not None:
            self._checking.join(timeout=5)
            self._checking = None

    def back_up(self, reason: str) -> None:
        """Make a backup on a thread of its own, where anything has changed."""
        if not self._desk.library.read_only:
            self._start(lambda: self._back_up(reason), "backup")

    def check(self) -> None:
        """Look at every row of the library on a thread; `damaged` tells what is not as written."""

        def look(_done: int, _of: int) -> None:
            if self._stop.wait(0.002):  # the clerk's own work goes first
                raise _Stopped

        def work() -> None:
            with suppress(_Stopped):
                found = self._desk.library.check(look)
                if not found.whole and not self._stop.is_set():
                    with suppress(RuntimeError):  # the window is gone
                        self.damaged.emit(found)

        self._checking = self._start(work, "check")

    def finish(self, done: Callable[[], object]) -> None:
        """Make the last backup and then call `done`; the window need not be there any more.

        A backup that takes too long, as onto a stick that does not answer, is given up.
        """
        self.stop()
        self._ending = done
        self._patience.start()

        def work() -> None:
            self._back_up("exit")
            with suppress(RuntimeError):
                self._finished.emit()

        self._start(work, "last backup")

    def go_on(self) -> None:
        """The window is wanted again before the last backup was made."""
        if self._ending is not None:
            self._ending = None
            self._patience.stop()
            self._stop.clear()
            self._timer.start()

    def _end(self) -> None:
        done, self._ending = self._ending, None
        self._patience.stop()
        if done is not None:
            done()

    def _back_up(self, reason: str) -> None:
        from giadesk.store.rescue import keep_reserve

        library = self._desk.library
        if library.read_only:
            return
        keep_reserve(home())
        try:
            made = library.keep_backup(reason)
        except Exception:
            if self._desk.closed:  # the program ended meanwhile; what was half-made is swept away
                return
            raise
        with suppress(RuntimeError):  # the window is gone
            for words in made.said:
                self.said.emit(words)

    def _start(self, work: Callable[[], object], name: str) -> threading.Thread:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        return thread

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
            except Exception as error:
                in_danger = True
                what, why, remedy = _said(error)
                try:
                    place = keep_rescue(home(), report_id, report, 0, why)
                    remedy = f"{remedy}；内容已另存在“{place}”"
                except UserError:
                    remedy = f"{remedy}；内容也没有能另存在别处，请不要关闭程序"
                raise StorageFailed(what, why, remedy) from error
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


def _said(error: Exception) -> tuple[str, str, str]:
    """What did not happen, why, and what to do; also where it is a fault of ours."""
    if isinstance(error, UserError):
        return error.what, error.why, error.remedy
    _log.error("saving failed", exc_info=error)
    why = (
        "内存不足"
        if isinstance(error, MemoryError)
        else f"程序自身的问题（{type(error).__name__}）"
    )
    return "无法保存报告", why, "程序会不断重试；请导出诊断包并告知开发者"
