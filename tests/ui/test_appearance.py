"""Every page and dialog, swept: plain text only, names for everybody, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from giadesk.ui import theme

_SPOKEN = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def own(widget: QWidget) -> Iterator[QWidget]:
    """The widgets of ours: not the parts that Qt makes inside its own."""
    yield widget
    for child in widget.findChildren(QWidget):
        if not child.objectName().startswith("qt_"):
            yield child


def inside_qts_own(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView) or (
        parent is not None and parent.objectName().startswith("qt_")
    )


def pages(flows: Any, page: Any, tmp_path: Path) -> Iterator[QWidget]:
    """Every page and every dialog, one after the other."""
    from giadesk.ui.about_dialog import AboutDialog
    from giadesk.ui.bin_dialog import BinDialog
    from giadesk.ui.export_dialog import ExportDialog
    from giadesk.ui.import_page import ImportPage
    from giadesk.ui.import_queue import ImportQueue
    from giadesk.ui.manual import Manual
    from giadesk.ui.new_dialog import BlankDialog, FromLastYearDialog
    from giadesk.ui.preview import Preview
    from giadesk.ui.review import ReviewDialog
    from giadesk.ui.settings_dialog import SettingsDialog
    from giadesk.ui.welcome import WelcomePage

    window = flows.window
    report, form = page.session.report, page.session.form
    page.findings.show_finding(page.session.findings[0])
    window.messages.say("已移入回收站。", "hint", [("撤销", lambda: None)])
    for section in report.sections:
        page.show_section(section.id)
        yield window
    rows = flows.desk.rows()
    flows.leave_report()
    window.start.show_rows(rows)
    window.show_page(window.start)
    yield window
    yield WelcomePage({})
    yield FromLastYearDialog(None, rows)
    yield BlankDialog(None, "")
    yield BinDialog(None, rows)
    yield SettingsDialog(None, {}, flows.settings)
    settings = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    yield ExportDialog(None, report, form, page.session.findings, settings, {})
    yield ReviewDialog(None, report)
    yield AboutDialog(None, report, form, read_only=False)
    yield Preview(None, report, form)
    yield Manual(None)
    from giadesk.sample import sample_docx

    yield ImportPage(None, flows.desk, flows.desk.read(sample_docx()), for_draft=False)
    yield ImportQueue(None, flows.desk, [sample_docx(), sample_docx()])


def sweep(
    flows: Any, page: Any, tmp_path: Path, judge: Callable[[QWidget], Iterator[str]]
) -> list[str]:
    faults: dict[str, None] = {}
    for shown in pages(flows, page, tmp_path):
        if not isinstance(shown, QDialog):
            shown.resize(1366, 768)
        shown.show()
        for _ in range(4):  # text, then layout, then what the layout made necessary
            QApplication.processEvents()
        for widget in own(shown):
            for fault in judge(widget):
                faults[
                    f"{shown.objectName()}: {widget.objectName() or type(widget).__name__}: {fault}"
                ] = None
        if shown is not flows.window:
            shown.hide()
            shown.deleteLater()
    return list(faults)


def test_labels_never_guess_at_rich_text(flows: Any, sample_page: Any, tmp_path: Path) -> None:
    def judge(widget: QWidget) -> Iterator[str]:
        if (
            isinstance(widget, QLabel)
            and widget.textFormat() != Qt.TextFormat.PlainText
            and not inside_qts_own(widget)
        ):
            yield "not plain text"

    assert sweep(flows, sample_page, tmp_path, judge) == []


def test_every_control_has_a_name_to_be_spoken(
    flows: Any, sample_page: Any, tmp_path: Path
) -> None:
    def judge(widget: QWidget) -> Iterator[str]:
        if isinstance(widget, _SPOKEN) and widget.isVisible() and not inside_qts_own(widget):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text):
                yield "no accessible name"
            if not widget.objectName():
                yield "no object name"

    assert sweep(flows, sample_page, tmp_path, judge) == []


@pytest.mark.parametrize("zoom", [100, 150])
def test_nothing_is_cut_off(
    qtbot: QtBot, qapp: QApplication, flows: Any, sample_page: Any, tmp_path: Path, zoom: int
) -> None:
    """Captions of buttons fit, and labels that do not wrap or shorten are as wide as their words."""

    def judge(widget: QWidget) -> Iterator[str]:
        if not widget.isVisible() or inside_qts_own(widget):
            return
        words = ""
        if isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel)
            and not widget.wordWrap()
            and widget.objectName() != "reportTitle"
        ):
            words = widget.text().replace("&&", "&")
        if words and widget.fontMetrics().horizontalAdvance(words) > widget.width() + 1:
            yield f"“{words}” needs more than {widget.width()}"
        if (
            isinstance(widget, QLabel)
            and widget.wordWrap()
            and widget.heightForWidth(widget.width()) > widget.height() + 1
        ):
            yield f"“{widget.text()[:20]}” is cut in height"

    theme.apply(qapp, zoom)
    try:
        assert sweep(flows, sample_page, tmp_path, judge) == []
    finally:
        theme.apply(qapp)


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
