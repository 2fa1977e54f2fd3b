"""The keys and the size of the window. What is on its pages is swept in test_sweep.py."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_no_key_is_given_twice(flows: Any, sample_page: Any) -> None:
    window = flows.window
    taken: dict[str, list[str]] = {}
    for action in [*window.actions(), *sample_page.actions()]:
        assert isinstance(action, QAction)
        taken.setdefault(action.shortcut().toString(), []).append(action.text() or "action")
    for shortcut in sample_page.findChildren(QShortcut):
        parent = shortcut.parent()
        if isinstance(parent, QWidget) and parent.isVisible():
            taken.setdefault(shortcut.key().toString(), []).append(parent.objectName())
    assert len(taken) > 20
    assert {key: names for key, names in taken.items() if key and len(names) > 1} == {}


def test_the_window_fits_a_small_screen(qtbot: QtBot, flows: Any, sample_page: Any) -> None:
    for section in sample_page.session.report.sections:
        sample_page.show_section(section.id)
        hint = flows.window.minimumSizeHint()
        assert hint.width() <= 1366, section.id
        assert hint.height() <= 700, section.id
