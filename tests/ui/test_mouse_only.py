"""A small report by the mouse alone: no key is ever pressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from giadesk.ui.flows import Flows

LEFT = Qt.MouseButton.LeftButton
InDialog = Callable[..., list[str]]


class NoKeys(QObject):
    """Notes every key that comes."""

    def __init__(self) -> None:
        super().__init__()
        self.came = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.came += event.type() == QEvent.Type.KeyPress
        return False


def click(parent: QWidget, name: str) -> None:
    widget = next(w for w in parent.findChildren(QWidget, name) if w.isVisible())
    assert widget.isEnabled(), name
    assert widget.visibleRegion().contains(widget.rect().center()), f"{name} is covered"
    QTest.mouseClick(widget, LEFT)
    QApplication.processEvents()


def click_row(view: QAbstractItemView, row: int, *, twice: bool = False) -> None:
    index = view.model().index(row, 0)
    view.scrollTo(index)
    at = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=at)
    if twice:
        QTest.mouseDClick(view.viewport(), LEFT, pos=at)
    QApplication.processEvents()


def test_a_small_report_by_mouse_alone(
    qtbot: QtBot, qapp: QApplication, flows: Flows, in_dialog: InDialog, tmp_path: Path
) -> None:
    keys = NoKeys()
    qapp.installEventFilter(keys)
    flows.settings.setValue("export/folder", str(tmp_path))
    flows.desk.sample()
    flows.refresh()
    window: Any = flows.window
    panel = window.start.bring_library()
    library = panel.table
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    click_row(library, 0, twice=True)
    qtbot.waitUntil(lambda: flows.page is not None, timeout=10000)
    page: Any = flows.page
    session = page.session
    for place, section in enumerate(session.report.sections):
        click_row(page.contents.list, place)
        assert page.section_id == section.id
        for editor in page.page.tables.values():
            click(editor, "fillBlanks")
            click(editor, "noticeYes")
            assert all(editor.figures.is_filled(i) for i in editor.view.map.ids)
    tables = session.undo_stack.count()
    assert tables == len(session.form.tables)
    click(page.bar, "undo")
    click(page.bar, "redo")
    assert session.undo_stack.index() == tables
    click(page.bar, "check")
    rows = page.findings.list.model()
    selectable = (
        row
        for row in range(rows.rowCount())
        if rows.flags(rows.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable
    )
    first = next(selectable)
    click_row(page.findings.list, first)
    assert page.findings.detail.isVisible()

    def close(dialog: QDialog) -> None:
        dialog.close()

    seen = in_dialog(close)
    click(page.bar, "preview")
    assert seen == ["previewDialog"]

    def export(dialog: QDialog) -> None:
        click(dialog, "accept")

    seen = in_dialog(export)
    click(page.bar, "export")
    assert seen == ["exportDialog"]
    qtbot.waitUntil(lambda: any("已导出" in t for t in window.messages.texts), timeout=20000)
    assert list(tmp_path.rglob("*.docx"))
    qapp.removeEventFilter(keys)
    assert keys.came == 0
