"""The window's keys from inside a table and a text (reliability-ux.md B.4): what an editor has of its
own and what the window has do not take each other's key away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from giadesk.ui.report_page import ReportPage

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NATURAL = "applications/received/natural"


@pytest.fixture
def page(qtbot: QtBot, sample_page: Any) -> ReportPage:
    assert isinstance(sample_page, ReportPage)
    sample_page.window().activateWindow()
    assert QTest.qWaitForWindowActive(sample_page.window())
    return sample_page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_a_figure(page: ReportPage) -> None:
    page.go_to_cell(NATURAL)
    QTest.keyClick(focused(), Key.Key_4)
    QTest.keyClick(focused(), Key.Key_Return)


def test_undo_and_redo_from_the_table(page: ReportPage) -> None:
    before = page.session.figures.get(NATURAL)
    type_a_figure(page)
    assert page.session.figures[NATURAL] == Decimal(4)
    QTest.keyClick(focused(), Key.Key_Z, CTRL)
    assert page.session.figures.get(NATURAL) == before
    QTest.keyClick(focused(), Key.Key_Y, CTRL)
    assert page.session.figures[NATURAL] == Decimal(4)
    QTest.keyClick(focused(), Key.Key_Z, CTRL)
    QTest.keyClick(focused(), Key.Key_Z, CTRL | SHIFT)
    assert page.session.figures[NATURAL] == Decimal(4)


def test_undo_from_the_text_goes_back_over_the_table(page: ReportPage) -> None:
    type_a_figure(page)
    shown = page.show_section("overview")
    assert shown is not None
    shown.prose.text.setFocus()
    start = page.session.report.section("overview")
    QTest.keyClick(focused(), Key.Key_A)
    assert page.session.report.section("overview") != start
    QTest.keyClick(focused(), Key.Key_Z, CTRL)
    assert page.session.report.section("overview") == start
    QTest.keyClick(focused(), Key.Key_Z, CTRL)
    assert page.section_id == "requests"  # undo leads to the place
    assert page.session.figures.get(NATURAL) != Decimal(4)


def test_ctrl_s_stores_what_is_being_typed(page: ReportPage) -> None:
    page.go_to_cell(NATURAL)
    QTest.keyClick(focused(), Key.Key_7)
    QTest.keyClick(focused(), Key.Key_S, CTRL)
    assert page.session.saved_report.values[NATURAL] == Decimal(7)
    assert page.session.saved_state.kind == "saved"


def test_f8_checks_and_f7_goes_on(page: ReportPage) -> None:
    type_a_figure(page)
    QTest.keyClick(focused(), Key.Key_F8)
    assert focused() is page.findings.list
    QTest.keyClick(focused(), Key.Key_F7)
    first = page.session.focused_cell, page.section_id
    QTest.keyClick(focused(), Key.Key_F7)
    QTest.keyClick(focused(), Key.Key_F7, SHIFT)
    assert (page.session.focused_cell, page.section_id) == first


def test_two_hundred_and_fifty_steps_are_kept_over_saving(page: ReportPage) -> None:
    session = page.session
    start = session.report
    for number in range(250):
        session.set_values({NATURAL: Decimal(number)}, "填写")
        if number % 50 == 0:
            assert session.flush()
    assert session.undo_stack.count() == 250
    for _ in range(250):
        session.undo()
    assert session.report == start
    assert not session.undo_stack.canUndo()


def test_ctrl_and_a_figure_go_to_the_section(page: ReportPage) -> None:
    sections = [section.id for section in page.session.report.sections]
    type_a_figure(page)
    for key, place in ((Key.Key_2, 1), (Key.Key_4, 3), (Key.Key_1, 0)):
        QTest.keyClick(focused(), key, CTRL)
        assert page.section_id == sections[place]
