"""What an input method is composing when something else happens: it is taken over, never lost.

Qt asks the platform to commit when the focus moves, and its ibus plugin, with fcitx5 at the other end,
then drops the letters (measured with fcitx5 5.0.21). So the field in focus is watched, and letters
that were asked for and did not come are put in as they were last seen. The text of a section and the
line in a cell know what is composed in them and see to themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_OWN = "composesItself"


def sees_to_itself(widget: QWidget) -> None:
    """Leave a widget alone that takes over by itself what is composed in it."""
    widget.setProperty(_OWN, True)


def commit() -> None:
    """Take over what is being composed in the field in focus, before its text is read."""
    watcher = _watchers[0] if _watchers else None
    if watcher is not None and isValid(watcher):
        watcher.commit()


def watch(application: QGuiApplication) -> None:
    """Watch the fields of this application from now on."""
    if not any(isValid(w) and w.parent() is application for w in _watchers):
        _watchers[:] = [_Watcher(application)]


class _Watcher(QObject):
    """Sits on the widget in focus, and while letters are composed there on its window. Events of no
    other widget pass through it."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._field: QWidget | None = None
        self._window: QWindow | None = None
        self._composed = ""
        self._landed = False
        application.focusObjectChanged.connect(self._follow)
        self._follow(application.focusObject())

    def commit(self) -> None:
        """Ask the platform for what is composed; what it drops is put in as it was last seen."""
        field, composed = self._field, self._composed
        if field is None or not composed or not isValid(field):
            return
        self._landed = False
        QGuiApplication.inputMethod().commit()
        self._composed = ""
        if not self._landed and isValid(field):
            event = QInputMethodEvent("", [])
            event.setCommitString(composed)
            QGuiApplication.sendEvent(_writer_of(field), event)
            QGuiApplication.inputMethod().reset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.MouseButtonPress:
                self.commit()  # before Qt asks for it, which cannot be told from a clerk's Esc
        elif kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composed = event.preeditString()
            self._landed = self._landed or bool(event.commitString())
            self._watch_clicks(bool(self._composed))
        elif kind in (QEvent.Type.FocusAboutToChange, QEvent.Type.Hide):
            self.commit()
        return False

    def _follow(self, focus: QObject | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field, self._composed = None, ""
        self._watch_clicks(False)
        if isinstance(focus, QWidget) and not focus.property(_OWN):
            self._field = focus
            focus.installEventFilter(self)

    def _watch_clicks(self, on: bool) -> None:
        """Hear of clicks in the field's window before they move the focus, while letters are composed."""
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = self._field.window().windowHandle() if on and self._field else None
        if self._window is not None:
            self._window.installEventFilter(self)


def _writer_of(field: QWidget) -> QWidget:
    """Who takes what was composed there. A list of cells has the focus while the first word of a cell
    is composed; told that it was dropped, it gives the focus to the cell's field."""
    focus = QApplication.focusWidget()
    return focus if focus is not None and field.isAncestorOf(focus) else field


_watchers: list[_Watcher] = []
