"""The system's session ends: what is typed is stored, the library is closed properly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from giadesk.core.report import Report
from giadesk.store import Library
from giadesk.ui.ending import Ending
from giadesk.ui.opening import Opening

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


@pytest.fixture
def said(qtbot: QtBot) -> Iterator[list[str]]:
    heard: list[str] = []
    parent = QObject()
    ending = Ending(lambda: heard.append("store"), lambda: heard.append("close"), parent)
    ending.install()
    yield heard
    ending.uninstall()
    ending.uninstall()  # twice is once


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stores_and_then_closes(qtbot: QtBot, said: list[str], number: int) -> None:
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: said == ["store", "close"])


def test_another_signal_says_nothing(qtbot: QtBot, said: list[str]) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: said == ["store", "close"])
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_the_program_that_is_told_to_end_leaves_a_closed_library(
    qtbot: QtBot, tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    environment = dict(os.environ, GIADESK_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    with Library.open(tmp_path / "library.db") as library:
        library.create(make_report(2025))
    note = tmp_path / "library.db.open"
    with subprocess.Popen([sys.executable, "-m", "giadesk"], env=environment) as program:
        try:
            qtbot.waitUntil((tmp_path / "rescue").exists, timeout=60_000)  # it keeps the library
            assert note.exists()
            program.send_signal(signal.SIGTERM)
            assert program.wait(60) == 0
        finally:
            program.kill()
    assert not note.exists()


def test_a_library_that_nobody_took_is_handed_over_at_the_end(qtbot: QtBot, tmp_path: Path) -> None:
    opening = Opening(place=tmp_path / "library.db")
    opening.start()
    desk = opening.give_up()
    assert desk is not None
    assert (tmp_path / "library.db.open").exists()
    desk.close()
    assert not (tmp_path / "library.db.open").exists()
