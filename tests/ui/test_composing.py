"""What is being composed when the clerk does something else: kept, once, in every kind of editor.

Three platforms: one that gives what is composed when asked, one that clears it (ibus with fcitx5),
one that does nothing. tests/e2e/ime.py does the same with a real input method.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from giadesk.core.grids import new_grid
from giadesk.core.report import Report
from giadesk.ui import composing
from giadesk.ui.free_table import FreeTableEditor
from giadesk.ui.free_table_model import insert_table
from giadesk.ui.prose_editor import ProseEditor
from giadesk.ui.table_view import TableEditor

CELL = "applications/received/research"
WORDS = "12"  # what a cell, too, can take


KINDS = ["cell", "prose", "own", "line", "words"]


class Window(QWidget):
    """One of each kind of editor over one session."""

    def __init__(self, session: Any) -> None:
        super().__init__()
        self.session = session
        self.table = TableEditor(session, "applications", self)
        self.prose = ProseEditor(session, "overview", self)
        self.line = QLineEdit(self)
        self.words = QPlainTextEdit(self)
        self.elsewhere = QLineEdit(self)
        own = insert_table(session, "problems", new_grid(2, 2, ""), None)
        self.own = FreeTableEditor(session, "problems", own, self)
        layout = QVBoxLayout(self)
        for editor in (self.table, self.prose, self.own, self.line, self.words, self.elsewhere):
            layout.addWidget(editor)
        self.resize(900, 900)

    def enter(self, kind: str) -> None:
        """Put the focus into an editor."""
        match kind:
            case "cell":
                self.table.focus_value(CELL)
            case "prose":
                self.prose.text.setFocus()
            case "own":
                self.own.view.setFocus()
                self.own.view.go(self.own.model.index(1, 0))
            case "line":
                self.line.setFocus()
            case "words":
                self.words.setFocus()

    def text(self, kind: str) -> str:
        """What an editor has come to: the report's, where it edits the report."""
        match kind:
            case "cell":
                return str(self.session.report.values.get(CELL, ""))
            case "prose":
                return str(self.session.report.section("overview").text)
            case "own":
                cell = self.own.model.cell(1, 0)
                return cell.text if cell is not None else ""
            case "line":
                return self.line.text()
            case _:
                return self.words.toPlainText()


class Platform:
    """What Qt's input method does when it is asked to commit."""

    manner = ""

    def commit(self) -> None:
        focus = QApplication.focusWidget()
        if self.manner == "silent" or focus is None:
            return
        event = QInputMethodEvent("", [])
        if self.manner == "gives":
            event.setCommitString(WORDS)
        QApplication.sendEvent(focus, event)

    def reset(self) -> None:
        """Nothing is composed any more."""


@pytest.fixture
def window(qtbot: QtBot, make_session: Callable[..., Any], report: Report) -> Window:
    stored: list[Report] = []
    session = make_session(report, save=stored.append)
    window = Window(session)
    qtbot.addWidget(window)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    composing.watch(application)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def compose(letters: str) -> None:
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(letters, []))


@pytest.mark.parametrize("manner", ["gives", "clears", "silent"])
@pytest.mark.parametrize("act", ["move", "save", "hide", "close"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_composed_is_lost(
    window: Window, monkeypatch: pytest.MonkeyPatch, kind: str, act: str, manner: str
) -> None:
    platform = Platform()
    platform.manner = manner
    monkeypatch.setattr(QGuiApplication, "inputMethod", staticmethod(lambda: platform))
    window.enter(kind)
    compose("1")
    compose(WORDS)
    assert window.text(kind) == ""
    match act:
        case "move":
            window.elsewhere.setFocus()
            window.session.flush()
        case "save":
            assert window.session.flush()
        case "hide":
            window.hide()
        case "close":
            window.session.close()
            window.close()
    assert window.text(kind) == WORDS
    if act == "save":
        stored = window.session.saved_report
        assert stored == window.session.report


@pytest.mark.parametrize("kind", KINDS)
def test_a_commit_lands_once(window: Window, kind: str) -> None:
    window.enter(kind)
    compose("shi")
    event = QInputMethodEvent("", [])
    event.setCommitString(WORDS)
    QApplication.sendEvent(QApplication.focusWidget(), event)
    window.elsewhere.setFocus()
    window.session.flush()
    assert window.text(kind) == WORDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_up_by_esc_stays_away(window: Window, kind: str) -> None:
    window.enter(kind)
    compose("shi")
    compose("")  # what the platform sends for Esc
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    window.elsewhere.setFocus()
    window.session.flush()
    assert window.text(kind) == ""


@pytest.mark.parametrize("manner", ["gives", "clears", "silent"])
def test_a_click_on_another_cell_of_ones_own_table_takes_it(
    window: Window, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    """The first word of a cell is composed with the focus on the table, which does not move then."""
    platform = Platform()
    platform.manner = manner
    monkeypatch.setattr(QGuiApplication, "inputMethod", staticmethod(lambda: platform))
    window.enter("own")
    compose(WORDS)
    assert QApplication.focusWidget() is window.own.view
    view = window.own.view
    elsewhere = view.visualRect(view.model().index(0, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=elsewhere)
    assert window.text("own") == WORDS
    assert view.currentIndex().column() == 1


@pytest.mark.parametrize("manner", ["gives", "clears", "silent"])
@pytest.mark.parametrize("kind", ["own", "line", "words"])
def test_a_click_anywhere_takes_it_before_the_focus_moves(
    window: Window, monkeypatch: pytest.MonkeyPatch, kind: str, manner: str
) -> None:
    """Qt itself asks the platform then, and what that drops looks like a clerk's Esc."""
    platform = Platform()
    platform.manner = manner
    monkeypatch.setattr(QGuiApplication, "inputMethod", staticmethod(lambda: platform))
    window.enter(kind)
    compose(WORDS)
    edge = QPoint(window.width() - 2, 2)
    assert window.childAt(edge) is None  # nothing there takes the focus
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=edge)
    writer = QApplication.focusWidget()
    assert isinstance(writer, QLineEdit | QPlainTextEdit)
    written = writer.text() if isinstance(writer, QLineEdit) else writer.toPlainText()
    assert written == WORDS
    window.elsewhere.setFocus()
    assert window.text(kind) == WORDS


def test_a_field_that_is_gone_is_no_matter(qtbot: QtBot, window: Window) -> None:
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    compose("shi")
    field.setParent(None)
    field.deleteLater()
    QApplication.processEvents()
    composing.commit()
    window.line.setFocus()
    compose(WORDS)
    composing.commit()
    assert window.line.text() == WORDS
