"""The keys and the size of the window. What is on its pages is swept in test_sweep.py."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
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


def test_every_key_is_in_the_manual(qtbot: QtBot, flows: Any, sample_page: Any) -> None:
    """Keys of the window, of every page the walk of this test can make, and of reading files."""
    from giadesk.sample import sample_docx
    from giadesk.ui.import_page import ImportPage
    from giadesk.ui.import_queue import ImportQueue
    from giadesk.ui.manual import manual_file
    from giadesk.ui.preview import Preview

    place = manual_file()
    assert place is not None
    text = place.read_text("utf-8")
    listed = {key.strip() for key in re.findall(r"[A-Za-z0-9+=,.\\↑↓-]+", text)}
    for section in sample_page.session.report.sections:
        sample_page.show_section(section.id)
    session = sample_page.session
    tops = [
        flows.window,
        Preview(None, session.report, session.form),
        ImportPage(None, flows.desk, flows.desk.read(sample_docx()), for_draft=False),
        ImportQueue(None, flows.desk, []),
    ]
    keys = set()
    for top in tops:
        for made in (*top.findChildren(QShortcut), *top.findChildren(QAction)):
            sequence = made.key() if isinstance(made, QShortcut) else made.shortcut()
            keys.add(sequence.toString())
        if top is not flows.window:
            top.deleteLater()
    assert len(keys) > 30
    missing = {key for key in keys if key and key not in listed}
    assert {key for key in missing if not re.fullmatch(r"Ctrl\+[2-8]", key)} == set()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_what_the_clerk_arranged_is_there_again(
    qtbot: QtBot, flows: Any, sample_page: Any, width: int, height: int
) -> None:
    """The columns of the report page are kept with the settings, and come back with the next one."""
    flows.window.resize(width, height)
    QApplication.processEvents()
    sizes = sample_page.across.sizes()
    sample_page.across.setSizes([sizes[0] + 60, sizes[1] - 60, sizes[2]])
    arranged = sample_page.across.sizes()
    report_id = sample_page.opened.id
    assert flows.leave_report()
    flows.open(report_id)
    qtbot.waitUntil(lambda: flows.page is not None)
    QApplication.processEvents()
    assert flows.page.across.sizes() == arranged
