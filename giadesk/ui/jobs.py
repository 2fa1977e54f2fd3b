"""Long work: on a thread, with a bar that says what is being done and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from giadesk.ui import pieces
from giadesk.ui.focus import read_on

Result = TypeVar("Result")
_PATIENCE = 300
"""Milliseconds before a bar is shown for a job: short ones need none."""


class Stopped(Exception):
    """The clerk stopped the job; raised inside it by `Progress.say`."""


class Progress:
    """What a job is given to tell how far it is, from its thread."""

    def __init__(self, told: Callable[[str, float], None]) -> None:
        self._told = told
        self.stopped = threading.Event()

    def say(self, text: str, part: float = -1.0) -> None:
        """Say what is being done and how much is done (0 to 1, -1 unknown). Stopped when stopped."""
        if self.stopped.is_set():
            raise Stopped
        with suppress(RuntimeError):  # the window is gone
            self._told(text, part)


class Job(QObject):
    """One piece of work. Exactly one of `done`, `failed` and `ended` by stopping follows."""

    told = Signal(str, float)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _came = Signal(object, object)

    def __init__(
        self, title: str, work: Callable[[Progress], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.over = False
        """Whether it came to its end by itself; what is made of its result may still go on."""
        self._work = work
        self._progress = Progress(self.told.emit)
        self._came.connect(self._finish)
        self._thread = threading.Thread(target=self._run, name=title, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give it up: its result, should there be one, is dropped."""
        self._progress.stopped.set()
        self.ended.emit()

    @property
    def stopped(self) -> bool:
        return self._progress.stopped.is_set()

    def _run(self) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            result = self._work(self._progress)
        except Stopped:
            return
        except BaseException as raised:  # noqa: BLE001 - told to whoever asked for the work
            error = raised
        with suppress(RuntimeError):  # the window is gone
            self._came.emit(result, error)

    def _finish(self, result: object, error: BaseException | None) -> None:
        if self.stopped:
            return
        self.over = True
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
        self.ended.emit()


class JobBar(QWidget):
    """Runs jobs and shows those that take longer than a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.setAccessibleName("正在进行的工作")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 2, 8, 2)
        self._running: set[Job] = set()
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether anything is being done."""
        return bool(self._running)

    def run(
        self,
        title: str,
        work: Callable[[Progress], Result],
        done: Callable[[Result], object],
        failed: Callable[[BaseException], object],
        *,
        stoppable: bool = True,
    ) -> Job:
        """Do `work` on a thread; call `done` with its result or `failed`, on the window's thread."""
        job = Job(title, work, self)
        row = _Row(job, stoppable)
        self._running.add(job)

        def away(_: object) -> None:
            """The work is done: what is made of it may open a dialog, and the row is not under it."""
            row.hide()
            self.setVisible(any(not r.isHidden() for r in self.findChildren(_Row)))

        for signal, work_on in ((job.done, done), (job.failed, failed)):
            signal.connect(away)
            signal.connect(work_on)

        def show() -> None:
            if job in self._running and not job.over:
                self._layout.addWidget(row)
                row.show()
                self.show()
                read_on(self.window())

        def over() -> None:
            self._running.discard(job)
            row.hide()
            row.deleteLater()
            self.setVisible(any(not j.stopped for j in self._running) and self._layout.count() > 1)
            job.deleteLater()

        job.ended.connect(over)
        timer = QTimer(job)
        timer.setSingleShot(True)
        timer.timeout.connect(show)
        timer.start(_PATIENCE)
        job.start()
        return job


class _Row(QWidget):
    def __init__(self, job: Job, stoppable: bool) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._words = pieces.label(job.title, "jobText")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setObjectName("jobProgress")
        self._bar.setAccessibleName(job.title)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(220, 12)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        if stoppable:
            layout.addWidget(pieces.button("停止", "jobStop", job.stop))
        job.told.connect(self._tell)

    def _tell(self, text: str, part: float) -> None:
        self._words.setText(text)
        if part >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(part * 1000))
