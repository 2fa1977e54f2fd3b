"""Saving while typing: when, on which thread, and what is said of it.

Said is 已保存 only after the callable returned. A failure stays, with its reason, until a save works.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from giadesk.core.errors import UserError
from giadesk.core.report import Report

Save = Callable[[Report], object]

DEBOUNCE = 0.5
CEILING = 2.0
"""Saving waits this long after an edit, and never longer than the ceiling while typing goes on."""
_WATCH = 5000
_RETRIES = (1000, 2000, 5000, 10000, 30000)

_log = logging.getLogger(__name__)


class SavedState(msgspec.Struct, frozen=True):
    """What the label of the saved state says. at: when it was stored; reason: why it was not."""

    kind: Literal["saved", "saving", "unsaved", "failed"]
    at: datetime | None = None
    reason: str = ""


class Saving(QObject):
    """When to save and what came of it. Lives on the window's thread; `_Writer` does the work.

    present: gives the report as it is now. stored: the report as it was last stored.
    """

    changed = Signal()

    _written = Signal(int, object, object)

    def __init__(
        self,
        parent: QObject,
        present: Callable[[], Report],
        stored: Report,
        save: Save | None,
        saved_at: datetime | None,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(parent)
        self._present = present
        self.stored = stored
        self.state = SavedState("saved", saved_at)
        self._clock = clock
        self._first_edit: float | None = None
        self._failures = 0
        self._seen = 0
        self._writer = _Writer(save, self._written.emit) if save is not None else None
        self._timer = single_shot(self, self._start)
        self._written.connect(self._done)
        self._watchdog = QTimer(self)
        self._watchdog.setInterval(_WATCH)
        self._watchdog.timeout.connect(self._watch)

    @property
    def _pending(self) -> bool:
        return self._present() is not self.stored

    def edited(self) -> None:
        """The report changed: save soon."""
        if self._writer is None:
            self._say(SavedState("unsaved"))
            return
        now = self._clock()
        if self._first_edit is None:
            self._first_edit = now
        delay = min(DEBOUNCE, CEILING - (now - self._first_edit))
        self._timer.start(max(0, round(delay * 1000)))
        self._watchdog.start()
        if self.state.kind != "failed":
            self._say(SavedState("unsaved", self.state.at))

    def flush(self, wait: float) -> bool:
        """Save now and wait for it; True when everything is stored."""
        if not self._pending:
            return True
        if self._writer is None:
            return False
        self._timer.stop()
        report = self._present()
        self._first_edit = None
        ticket, error = self._writer.write_now(report, wait)
        self._done(ticket or self._seen + 1, report, error)
        return not self._pending

    def save_now(self) -> None:
        """Save without waiting for it."""
        self._timer.stop()
        self._start()

    def close(self) -> None:
        """End the thread; nothing is saved any more."""
        self._timer.stop()
        self._watchdog.stop()
        if self._writer is not None:
            self._writer.close()

    def _start(self) -> None:
        if self._writer is None or not self._pending:
            return
        self._first_edit = None
        if self.state.kind != "failed":
            self._say(SavedState("saving", self.state.at))
        self._writer.write(self._present())

    def _done(self, ticket: int, report: Report, error: BaseException | None) -> None:
        if ticket <= self._seen:  # `flush` waited for it and has told it already
            return
        if not isinstance(error, TimeoutError):
            self._seen = ticket
        if error is not None:
            if not self._pending:
                return
            delay = _RETRIES[min(self._failures, len(_RETRIES) - 1)]
            self._failures += 1
            if not self._timer.isActive():
                self._timer.start(delay)
            self._say(SavedState("failed", self.state.at, _reason(error)))
            return
        self._failures = 0
        self.stored = report
        now = datetime.now()
        if self._pending:
            self._say(SavedState("unsaved", now))
        else:
            self._watchdog.stop()
            self._say(SavedState("saved", now))

    def _watch(self) -> None:
        """Every few seconds: nothing may wait that no timer and no thread is working on."""
        if (
            self._pending
            and not self._timer.isActive()
            and not (self._writer is not None and self._writer.busy)
        ):
            self._start()

    def _say(self, state: SavedState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()


class _Writer:
    """A thread that writes the newest report it was given; a later one replaces one that waits.

    Every report gets a ticket; `done(ticket, report, error)` is called on the thread.
    """

    def __init__(
        self, save: Save, done: Callable[[int, Report, BaseException | None], None]
    ) -> None:
        self._save = save
        self._done = done
        self._wake = threading.Condition()
        self._ticket = 0
        self._next: Report | None = None
        self._finished: tuple[int, BaseException | None] = (0, None)
        self._ended = False
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        with self._wake:
            return self._finished[0] < self._ticket

    def write(self, report: Report) -> int:
        """Write soon; the ticket."""
        with self._wake:
            self._ticket += 1
            self._next = report
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="saving", daemon=True)
                self._thread.start()
            self._wake.notify_all()
            return self._ticket

    def write_now(self, report: Report, wait: float) -> tuple[int, BaseException | None]:
        """Write and wait for it: the ticket and the error; TimeoutError when it takes too long."""
        ticket = self.write(report)
        with self._wake:
            if not self._wake.wait_for(lambda: self._finished[0] >= ticket, timeout=wait):
                return 0, TimeoutError("磁盘没有回应")
            return self._finished

    def close(self) -> None:
        with self._wake:
            self._ended = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._next is not None or self._ended)
                if self._next is None:
                    return
                report, self._next = self._next, None
                ticket = self._ticket
            error: BaseException | None = None
            try:
                self._save(report)
            except Exception as raised:  # noqa: BLE001 - told to the clerk, and tried again
                error = raised
                if not isinstance(raised, UserError):
                    _log.exception("saving failed")
            with self._wake:
                self._finished = (ticket, error)
                self._wake.notify_all()
                if self._ended:
                    return
            with suppress(RuntimeError):  # the window, and with it the signal, is gone
                self._done(ticket, report, error)


def _reason(error: BaseException) -> str:
    if isinstance(error, UserError):
        return str(error)
    why = str(error) if isinstance(error, TimeoutError) else "程序自身的问题"
    return f"无法保存报告：{why}。"


def single_shot(parent: QObject, slot: Callable[[], None]) -> QTimer:
    """A timer that calls the slot once whenever it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
