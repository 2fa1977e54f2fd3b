"""A clerk at the window: runs the real program and works it by real key and mouse events.

The program runs in this process; the clerk is a thread that looks at the window through `gui` and
acts through the X server with xdotool, so that events come as they come from a person.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from giadesk.ui.main_window import MainWindow

Result = TypeVar("Result")


class _Bridge(QObject):
    """Runs things on the window's thread, in whatever event loop it is at the moment."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(lambda work: work())


class Pauses(QObject):
    """How long the window's thread was away: the gaps between the ticks of a timer.

    Beside each the time the thread itself worked in it: the rest other programs took from it.
    """

    TICK = 5

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float, str]] = []
        self.doing = ""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(self.TICK)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        own = (worked - self._worked) * 1000
        self.gaps.append((own, (now - self._last) * 1000 - self.TICK, self.doing))
        self._last, self._worked = now, worked

    def worst(self, count: int) -> list[tuple[float, float, str]]:
        """The gaps with most work in them, in milliseconds: work, gap, what the clerk was doing."""
        return sorted(self.gaps, reverse=True)[:count]


class Clerk:
    """Looks and acts. Every wait has an end."""

    def __init__(self, pictures: Path | None) -> None:
        self._bridge = _Bridge()
        self._pictures = pictures
        self._count = 0
        self.presses = 0
        self.pauses = Pauses()

    def gui(self, look: Callable[[], Result]) -> Result:
        """What `look` gives, on the window's thread."""
        done = threading.Event()
        answer: list[Any] = []

        def work() -> None:
            try:
                answer.append((True, look()))
            except BaseException as error:
                answer.append((False, error))
            done.set()

        self._bridge.asked.emit(work)
        assert done.wait(20), "the window does not answer"
        fine, result = answer[0]
        if not fine:
            raise result
        return result  # type: ignore[no-any-return]

    def until(self, what: str, look: Callable[[], Any], seconds: float = 20) -> Any:
        """Wait until `look` gives something true, and give that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            result = self.gui(look)
            if result:
                return result
            threading.Event().wait(0.02)
        focus = self.gui(lambda: (QApplication.focusWidget(), QApplication.activeWindow()))
        raise AssertionError(f"did not come: {what}; the focus is on {focus}")

    def soon(self, look: Callable[[], Any], seconds: float = 2) -> bool:
        """Whether `look` gives something true within so long."""
        end = time.monotonic() + seconds
        while not (result := self.gui(look)) and time.monotonic() < end:
            threading.Event().wait(0.02)
        return bool(result)

    def widget(self, name: str, seconds: float = 20) -> QWidget:
        """The visible widget of that object name in the active window."""

        def look() -> QWidget | None:
            top = QApplication.activeModalWidget() or next(
                w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)
            )
            if top.objectName() == name:
                return top
            found = [w for w in top.findChildren(QWidget, name) if w.isVisible()]
            return found[0] if found else None

        return self.until(f"widget {name}", look, seconds)  # type: ignore[no-any-return]

    def skip_the_tour(self) -> None:
        """Esc, once the tour of the first run is there."""
        self.until(
            "the tour",
            lambda: getattr(QApplication.focusWidget(), "objectName", str)() == "tourNext",
        )
        self.press("Escape")
        self.until("the end of the tour", lambda: not self._shown("tourCard"))

    def _shown(self, name: str) -> bool:
        found = (w.findChild(QWidget, name) for w in QApplication.topLevelWidgets())
        return any(widget is not None and widget.isVisible() for widget in found)

    def press(self, *keys: str) -> None:
        """Press keys, as xdotool names them."""
        self.presses += len(keys)
        self.pauses.doing = " ".join(keys)
        self._xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str, *keys: str) -> None:
        """Type text, then press keys."""
        self.presses += len(text) + len(keys)
        self.pauses.doing = f"type {len(text)}"
        self._xdotool("type", "--delay", "1", text)
        if keys:
            self._xdotool("key", "--clearmodifiers", *keys)

    def paste(self, text: str) -> None:
        """Paste Chinese text: xdotool types it faster than a keyboard map can be changed."""
        self.gui(lambda: QApplication.clipboard().setText(text))
        self.press("ctrl+v")

    def click(self, name: str, seconds: float = 20) -> None:
        """Click on the middle of a widget."""
        widget = self.widget(name, seconds)
        self.pauses.doing = f"click {name}"
        self.until(f"{name} enabled", widget.isEnabled, seconds)

        def middle() -> QPoint:
            ratio = widget.devicePixelRatioF()
            place = widget.mapToGlobal(widget.rect().center())
            return QPoint(round(place.x() * ratio), round(place.y() * ratio))

        place = self.gui(middle)
        self._xdotool("mousemove", str(place.x()), str(place.y()), "click", "1")

    def tab_to(self, name: str) -> None:
        """Tab until the focus is on the widget of that name."""
        for _ in range(60):
            focus = self.gui(QApplication.focusWidget)
            if focus is not None and self.gui(focus.objectName) == name:
                return
            self.press("Tab")
            self.until("the focus", lambda f=focus: QApplication.focusWidget() is not f)
        raise AssertionError(f"Tab does not lead to {name}")

    def fill_in(self, name: str, text: str) -> None:
        """Tab to a field and paste this into it: a path, which a completer goes on with while it is typed."""
        field: Any = self.widget(name)
        self.tab_to(name)
        self.press("ctrl+a")
        self.paste(text)
        self.until(f"{name} filled in", lambda: field.text() == text)

    def shot(self, name: str) -> None:
        """Keep a picture of the screen."""
        if self._pictures is None:
            return
        self._count += 1
        target = self._pictures / f"{self._count:02d}-{name}.png"

        def grab() -> bool:
            screen = QApplication.primaryScreen()
            return screen.grabWindow(0).save(str(target))

        self.pauses.doing = "a picture"
        assert self.gui(grab)

    def focus_window(self) -> None:
        """Give the active window the keyboard: there is no window manager that would."""

        def look() -> int:
            top = QApplication.activeModalWidget() or next(
                w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)
            )
            return int(top.winId()) if top.isVisible() else 0

        window = self.until("a window", look)
        self._xdotool("windowfocus", "--sync", str(window))
        self.until("the keyboard", lambda: QApplication.activeWindow() is not None)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], check=True, timeout=60, capture_output=True)


def run(script: Callable[[Clerk, MainWindow], None]) -> int:
    """Run the program and let the clerk do `script`. Returns the exit status for this process."""
    from giadesk import app

    pictures = os.environ.get("E2E_PICTURES")
    outcome: list[str] = []
    application = app.make_application()
    clerk = Clerk(Path(pictures) if pictures else None)

    def work() -> None:
        try:
            window = clerk.until(
                "the window",
                lambda: next(
                    (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None
                ),
            )
            clerk.until("the library", lambda: window.flows)
            script(clerk, window)
        except BaseException:
            outcome.append(traceback.format_exc())
            try:
                clerk.shot("fault")
            except BaseException:
                outcome.append("no picture")
        finally:
            clerk._bridge.asked.emit(_leave)

    thread = threading.Thread(target=work, daemon=True)
    QTimer.singleShot(0, thread.start)
    status = app.run_window([])
    thread.join(timeout=5)
    for text in outcome:
        print(text, file=sys.stderr)
    print(f"presses {clerk.presses}")
    for own, gap, doing in clerk.pauses.worst(6):
        print(f"worked {own:.0f} ms at a stretch, away {gap:.0f} ms: {doing}")
    del application
    return 1 if outcome else status


def _leave() -> None:
    while (dialog := QApplication.activeModalWidget()) is not None and dialog.close():
        pass
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.close()
    QApplication.quit()
