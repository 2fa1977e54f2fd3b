"""Every page and dialog of the real window over the invented town, one after the other.

The pictures of `make screenshots` and the sweep over all widgets walk the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QDialog

from giadesk.core.report import Report
from giadesk.sample import filled, sample_docx
from giadesk.store import Library
from giadesk.ui.desk import Desk, Opened
from giadesk.ui.flows import Flows
from giadesk.ui.import_page import ImportPage
from giadesk.ui.main_window import MainWindow

OFFICE = {
    "unit": "云岭县白鹭镇人民政府",
    "superior": "云岭县人民政府办公室",
    "contact": "云岭县白鹭镇人民路1号",
}
WRONG = {
    "applications/received/natural": Decimal(96),
    "applications/carried_in/natural": Decimal(7),
}
"""Figures that the checks find fault with: a sum that does not hold, not what last year left over."""


class Shown(NamedTuple):
    """A page of the window, or a dialog over it."""

    name: str
    window: MainWindow
    dialog: QDialog | None = None


class Town:
    """A library of its own with the town's reports in every state, and a window over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(Library.open(folder / "library.db"))
        self.desk.set_office(OFFICE)
        self.half = self.desk.open(self.desk.sample())
        self.blank = self.desk.open(self.desk.blank(OFFICE["unit"], 2026))
        self.done = self._with(filled(self.half.report, self.half.form))
        self.wrong = self._with(self.done.report.with_values(WRONG))
        library = self.desk.library
        library.keep_version(self.half.id, "export")
        library.save(self.half.id, self.done.report)
        library.keep_version(self.half.id, "hand", "报审之前")
        self.imported = self.desk.read(sample_docx())
        self.rows = self.desk.rows()

    def _with(self, report: Report) -> Opened:
        half = self.half
        return Opened(half.id, report, half.form, half.last, half.last_form)

    def close(self) -> None:
        """Close the library; the windows are gone by now."""
        self.desk.close()

    def make_window(self, width: int, height: int) -> Flows:
        """The window at that size, with what its actions do."""
        settings = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)
        settings.clear()
        window = MainWindow()
        window.resize(width, height)
        flows = Flows(self.desk, settings)
        window.start.show_rows(self.rows)
        window.attach(flows)
        window.show()
        return flows

    def walk(self, flows: Flows) -> Iterator[Shown]:
        """Every page, then every dialog; each is gone when the next one comes."""
        yield from self._start(flows)
        yield from self._report(flows)
        for dialog in self._dialogs(flows):
            dialog.show()
            settle()
            yield Shown(dialog.objectName(), flows.window, dialog)
            dialog.hide()
            dialog.deleteLater()

    def let_go(self, flows: Flows) -> None:
        """The window is needed no more."""
        self._leave(flows)
        flows.window.hide()
        flows.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _start(self, flows: Flows) -> Iterator[Shown]:
        window = flows.window
        window.start.show_rows([])
        settle()
        yield Shown("start-empty", window)
        window.start.show_rows(self.rows)
        flows._say_office()
        settle()
        yield Shown("start", window)
        window.messages.say("已移入回收站。", "hint", [("撤销", lambda: None)])
        window.messages.say("保存失败：磁盘已满。", "must", [("立即重试", lambda: None)])
        settle()
        yield Shown("start-messages", window)
        while window.messages.close_top():
            pass
        from giadesk.ui.welcome import WelcomePage

        welcome = WelcomePage({})
        window.show_page(welcome)
        settle()
        yield Shown("welcome", window)
        window.drop_page(welcome)

    def _report(self, flows: Flows) -> Iterator[Shown]:
        for state, opened in (("blank", self.blank), ("half", self.half), ("wrong", self.wrong)):
            self._open(flows, opened)
            page: Any = flows.page
            for section in opened.report.sections:
                page.show_section(section.id)
                settle()
                yield Shown(f"report-{state}-{section.id}", flows.window)
            page.tabs.setCurrentWidget(page.last_year)
            for finding in page.session.findings[:1]:
                page.locate(finding)
            settle(0.25)
            yield Shown(f"findings-{state}", flows.window)
            verify = [f for f in page.session.findings if f.severity == "verify"]
            for finding in verify[:1]:
                page.locate(finding)
                settle()
                yield Shown(f"explain-{state}", flows.window)
            self._leave(flows)

    def _dialogs(self, flows: Flows) -> Iterator[QDialog]:
        from giadesk.ui.about_dialog import AboutDialog
        from giadesk.ui.bin_dialog import BinDialog
        from giadesk.ui.crash_dialog import CrashDialog
        from giadesk.ui.export_dialog import ExportDialog
        from giadesk.ui.manual import Manual
        from giadesk.ui.new_dialog import BlankDialog, FromLastYearDialog
        from giadesk.ui.preview import Preview
        from giadesk.ui.review import ReviewDialog
        from giadesk.ui.settings_dialog import SettingsDialog
        from giadesk.ui.versions_dialog import VersionsDialog

        window = flows.window
        window.show_page(window.start)
        yield FromLastYearDialog(window, self.rows)
        yield BlankDialog(window, OFFICE["unit"])
        yield BinDialog(window, self.rows)
        yield SettingsDialog(window, OFFICE, flows.settings)
        yield Manual(window)
        yield ImportPage(window, self.desk, self.imported, for_draft=False)
        yield CrashDialog(window, self.folder, "ValueError: …")
        self._open(flows, self.wrong)
        page: Any = flows.page
        form = self.half.form
        export = ExportDialog(
            window, self.wrong.report, form, page.session.findings, flows.settings, {}
        )
        folder = export.choices.folder
        folder.blockSignals(True)  # a clerk's folder in the picture, not this machine's
        folder.setText("/home/bailu/文档")
        folder.blockSignals(False)
        yield export
        yield Preview(window, self.done.report, form)
        yield ReviewDialog(window, self.done.report.with_about(status="review"))
        yield AboutDialog(window, self.done.report, form, read_only=False)
        library = self.desk.library
        versions = VersionsDialog(
            window,
            self.wrong.report,
            form,
            library.versions(self.half.id),
            lambda number: library.version(self.half.id, number),
            read_only=False,
        )
        versions.list.setCurrentRow(versions.list.count() - 1)
        yield versions
        self._leave(flows)

    def _open(self, flows: Flows, opened: Opened) -> None:
        self._leave(flows)
        flows.show_report(opened)
        assert flows.session is not None
        flows.session.check_now()

    def _leave(self, flows: Flows) -> None:
        """Close the report that is open; nothing was changed in it."""
        if flows.page is None:
            return
        page, flows.page = flows.page, None
        page.session.close()
        flows.window.show_page(flows.window.start)
        flows.window.drop_page(page)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(seconds: float = 0.0) -> None:
    """Text, then layout, then what the layout made necessary; timers of that many seconds."""
    end = monotonic() + seconds
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    while monotonic() < end:
        sleep(0.01)
        QApplication.processEvents()
