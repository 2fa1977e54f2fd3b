"""The table editor: one edit to the repaint, a paste, a page of scrolling."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from giadesk.checks.run import Checker
from giadesk.ui.session import Session
from giadesk.ui.table_view import TableEditor
from tests.samples.reports import form_of, full_report

Row = Callable[[str, str, str], None]


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[TableEditor]:
    """Table 三 of a full report with last year's beside it and all checks running."""
    form = form_of()
    last = full_report(form, year=2025, status="draft")
    report = full_report(form, year=2026, status="draft")
    session = Session(report, form, last, find=Checker(form, last, form).findings)
    editor = TableEditor(session, "applications")
    qtbot.addWidget(editor)
    editor.resize(760, 600)
    editor.show()
    editor.view.setFocus()
    QApplication.processEvents()
    yield editor
    session.close()


def _summary(times: list[float]) -> str:
    times = sorted(times)
    p99 = times[int(len(times) * 0.99)]
    return f"{statistics.median(times) * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms"


def test_one_edit_to_the_repaint(editor: TableEditor, row: Row) -> None:
    open_ = [i for i in editor.view.map.ids[:100] if editor.figures.is_open(i)]
    writing, typing = [], []
    for number in range(300):
        value_id = open_[number % len(open_)]
        start = time.perf_counter()
        editor.session.set_values({value_id: Decimal(number % 30)}, "x")
        QApplication.processEvents()
        writing.append(time.perf_counter() - start)
    editor.focus_value(open_[0])
    for number in range(60):
        start = time.perf_counter()
        QTest.keyClick(editor.view, Qt.Key.Key_0 + number % 10)
        assert editor.view.editor is not None
        QTest.keyClick(editor.view.editor, Qt.Key.Key_Return)
        QApplication.processEvents()
        typing.append(time.perf_counter() - start)
    row("a figure set, checked and painted again", _summary(writing), "16 ms at p99")
    row("a key and Enter, checked and painted again", _summary(typing), "16 ms at p99")


def test_a_paste_of_a_whole_table(editor: TableEditor, row: Row) -> None:
    times = []
    for number in range(12):
        mime = QMimeData()
        lines = [[str((r + c + number) % 30) for c in range(8)] for r in range(25)]
        mime.setText("".join("\t".join(line) + "\r\n" for line in lines))
        cells = "".join(
            "<tr>" + "".join(f"<td style='x'>{c}</td>" for c in line) + "</tr>" for line in lines
        )
        mime.setHtml(f"<table>{cells}</table>")
        QGuiApplication.clipboard().setMimeData(mime)
        editor.focus_value("applications/received/natural")
        start = time.perf_counter()
        editor.commands.paste()
        for dialog in QApplication.topLevelWidgets():
            if dialog.isModal() and dialog.isVisible():
                dialog.close()
        QApplication.processEvents()
        times.append(time.perf_counter() - start)
    row("200 cells read from the clipboard, judged, shown", _summary(times), "50 ms")


def test_scrolling_and_arrows(editor: TableEditor, row: Row) -> None:
    bar = editor.view.verticalScrollBar()
    times = []
    for number in range(60):
        start = time.perf_counter()
        bar.setValue(number * 5 % max(1, bar.maximum()))
        QApplication.processEvents()
        times.append(time.perf_counter() - start)
    moves = []
    for _ in range(24):
        start = time.perf_counter()
        QTest.keyClick(editor.view, Qt.Key.Key_Down)
        QApplication.processEvents()
        moves.append(time.perf_counter() - start)
    row("scrolling table 三 by some pixels", _summary(times), "16 ms")
    row("an arrow key in table 三", _summary(moves), "16 ms")
