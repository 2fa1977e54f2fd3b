"""Hands and eyes for the tests of the table editor: type, press, read."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from giadesk.ui.session import Session
from giadesk.ui.table_view import TableEditor

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Table:
    """A table editor on the screen, used as a clerk uses it."""

    def __init__(
        self, session: Session, table_id: str, width: int = 760, height: int = 560
    ) -> None:
        self.session = session
        self.id = table_id
        self.editor = TableEditor(session, table_id)
        self.view = self.editor.view
        self.figures = self.editor.figures
        self.editor.resize(width, height)
        self.editor.show()
        self.editor.activateWindow()
        QApplication.processEvents()
        self.view.setFocus()
        QApplication.processEvents()

    # -- doing ---------------------------------------------------------------------------------

    @property
    def target(self) -> QWidget:
        """What keys go to: the line in the cell while one is open."""
        return self.view.editor or self.view

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self.target, key, with_)

    def type(self, text: str) -> None:
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.target, QKeyEvent(kind, 0, NONE, character))

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method sends: letters being composed, or the text it gives."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        widget = QApplication.focusWidget()
        QApplication.sendEvent(widget if widget is not None else self.target, event)

    def go(self, place: str) -> None:
        """To a cell by ROW/COLUMN."""
        assert self.editor.focus_value(self.full(place))

    def select(self, first: str, final: str) -> None:
        """Go to a cell and extend the selection to another with Shift and the mouse."""
        self.go(first)
        self.click(final, SHIFT)

    def click(self, place: str, with_: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, with_, self.centre(place))

    def double_click(self, place: str) -> None:
        viewport, at = self.view.viewport(), self.centre(place)
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NONE, at)
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, NONE, at)

    def paste(self, text: str = "", html: str = "") -> None:
        put(text, html)
        self.press(Key.Key_V, with_=CTRL)

    # -- seeing --------------------------------------------------------------------------------

    def full(self, place: str) -> str:
        return f"{self.id}/{place}"

    def centre(self, place: str) -> QPoint:
        return self.view.visualRect(self.figures.index_of(self.full(place))).center()

    @property
    def at(self) -> str:
        """Where the focus is, ROW/COLUMN."""
        return self.view.current_id.removeprefix(f"{self.id}/")

    @property
    def selected(self) -> list[str]:
        return [i.removeprefix(f"{self.id}/") for i in self.view.selected_ids()]

    def shown(self, place: str) -> str:
        return self.figures.shown(self.full(place))

    def value(self, place: str) -> Decimal | None:
        return self.session.report.figure(self.full(place))

    @property
    def undo_text(self) -> str:
        return self.session.undo_stack.undoText()


def put(text: str = "", html: str = "") -> None:
    """Put something on the clipboard."""
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


def clipboard() -> tuple[str, str]:
    """What is on the clipboard, as text and as HTML."""
    mime = QGuiApplication.clipboard().mimeData()
    return mime.text(), mime.html()
