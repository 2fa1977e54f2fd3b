"""The end of the system's session: logging off, shutting down, `kill`.

The system gives a few seconds and then ends the program anyway, so what is typed is stored first.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Ending(QObject):
    """Calls `store` when the system's session ends, and then `close` where it was a signal; Qt closes
    the windows of a desktop's session itself."""

    def __init__(
        self, store: Callable[[], object], close: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._close = close
        self._pipe: tuple[int, int] | None = None

    def install(self) -> None:
        """Begin to listen."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.commitDataRequest.connect(lambda _manager: self._store())
        if sys.platform != "win32":  # there a program with windows is never sent these
            self._listen()

    def _listen(self) -> None:
        """Python runs a signal's handler only when Python runs again, which a window at rest does not:
        its wake-up byte goes through a pipe that Qt watches."""
        read, write = self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._told)

    def _told(self) -> None:
        assert self._pipe is not None
        numbers = os.read(self._pipe[0], 64)
        if {signal.SIGTERM, signal.SIGHUP} & set(numbers):
            self._store()
            self._close()

    def uninstall(self) -> None:
        """Listen no more; the signals end the program at once again."""
        if self._pipe is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        for end in self._pipe:
            os.close(end)
        self._pipe = None
