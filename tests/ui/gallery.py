"""Every page and dialog of the real window over invented towns, one after the other.

The pictures of `make screenshots` and the sweep over all widgets walk the same way. A dialog is made
in gallery_dialogs.py, the reports in gallery_reports.py; a new one is added there by hand.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from giadesk.store import Library
from giadesk.ui.desk import Desk, Opened
from giadesk.ui.flows import Flows
from giadesk.ui.main_window import MainWindow
from tests.ui import gallery_recovery, gallery_reports, gallery_rollup, gallery_years
from tests.ui.gallery_reports import OFFICE


class Shown(NamedTuple):
    """A page of the window, or a dialog over it. sheet: its own window, where there is one."""

    name: str
    window: MainWindow
    sheet: QWidget | None = None


class Town:
    """A library of its own with the town's reports in every state, and a window over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(Library.open(folder / "library.db"))
        self.desk.set_office(OFFICE)
        self.half = self.desk.open(self.desk.sample())
        self.blank = self.desk.open(self.desk.blank(OFFICE["unit"], 2026))
        self.done = gallery_reports.done(self.half)
        self.wrong = gallery_reports.wrong(self.done)
        self.final = gallery_reports.with_status(self.done, "final")
        self.reviewing = gallery_reports.with_status(self.done, "review")
        library = self.desk.library
        library.keep_version(self.half.id, "export")
        library.save(self.half.id, self.done.report)
        library.keep_version(self.half.id, "hand", "报审之前")
        self.others = gallery_reports.other_forms(self.desk)
        self.files = gallery_reports.files(folder)
        self.rows = self.desk.rows()

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
        from tests.ui.gallery_dialogs import dialogs_of_report, dialogs_of_start

        yield from self._start(flows)
        yield from self._report(flows)
        yield from self._tools(flows)
        yield from self._other_forms(flows)
        yield from gallery_years.walk(self, flows)
        yield from gallery_rollup.walk(self, flows)
        yield from gallery_recovery.walk(self, flows)
        flows.window.show_page(flows.window.start)
        yield from self._each(flows, dialogs_of_start(self, flows))
        self.open(flows, self.wrong)
        yield from self._each(flows, dialogs_of_report(self, flows))
        self.leave(flows)

    def _each(self, flows: Flows, sheets: Iterator[tuple[str, QWidget]]) -> Iterator[Shown]:
        for name, sheet in sheets:
            sheet.show()
            settle()
            yield Shown(name, flows.window, sheet)
            sheet.hide()
            QObject.deleteLater(sheet)

    def let_go(self, flows: Flows) -> None:
        """The window is needed no more."""
        self.leave(flows)
        flows.window.hide()
        flows.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # -- pages ---------------------------------------------------------------------------------

    def _start(self, flows: Flows) -> Iterator[Shown]:
        window = flows.window
        window.start.show_rows([])
        settle()
        yield Shown("start-empty", window)
        window.start.show_rows(self.rows)
        flows.own.say_due()
        settle()
        yield Shown("start", window)
        panel = window.start.bring_library()
        hits = {row.id: "……主动公开政府信息58条，其中政策法规类3条……" for row in self.rows[:2]}
        panel.search.blockSignals(True)
        panel.search.setText("政策法规")
        panel.search.blockSignals(False)
        panel.show_hits("政策法规", hits)
        settle()
        yield Shown("start-search", window)
        panel.search.clear()
        window.messages.say("已移入回收站。", "hint", [("撤销", lambda: None)])
        window.messages.say("保存失败：磁盘已满。", "must", [("立即重试", lambda: None)])
        over = threading.Event()
        window.jobs.run("正在读入“去年的报告.docx”", lambda _: over.wait(30), _nothing, _nothing)
        settle(0.4)
        yield Shown("start-messages", window)
        over.set()
        while window.messages.close_top():
            pass
        settle(0.05)
        from giadesk.ui.welcome import WelcomePage

        welcome = WelcomePage({})
        window.show_page(welcome)
        settle()
        yield Shown("welcome", window)
        window.drop_page(welcome)

    def _report(self, flows: Flows) -> Iterator[Shown]:
        states = (("blank", self.blank), ("half", self.half), ("wrong", self.wrong))
        for state, opened in states:
            self.open(flows, opened)
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
            self.leave(flows)

    def _tools(self, flows: Flows) -> Iterator[Shown]:
        """What opens inside the report page."""
        self.open(flows, self.wrong)
        page: Any = flows.page
        section = page.show_section("overview")
        section.prose.open_find(replace=True)
        settle()
        yield Shown("report-find", flows.window)
        section.prose.find_bar.hide()
        section.prose.choose_figure("申请")
        settle()
        yield Shown("report-figure", flows.window)
        section.prose._chooser.hide()
        table = page.show_section("requests").tables["applications"]
        page.page.focus_value("applications/received/natural")
        table.commands.details()
        settle()
        yield Shown("report-cell", flows.window)
        self.leave(flows)
        self.open(flows, self.blank)
        page = flows.page
        table = page.show_section("requests").tables["applications"]
        table.commands.fill_blanks()
        settle()
        yield Shown("report-zeros", flows.window)
        self.leave(flows)
        self.open(flows, self.final)
        page = flows.page
        for section_id in ("overview", "requests"):
            page.show_section(section_id)
            settle()
            yield Shown(f"report-final-{section_id}", flows.window)
        self.leave(flows)

    def _other_forms(self, flows: Flows) -> Iterator[Shown]:
        for state, opened in self.others:
            self.open(flows, opened)
            page: Any = flows.page
            tables = [s.id for s in opened.report.sections if opened.form.tables_of(s.id)]
            words = [s.id for s in opened.report.sections if s.id not in tables]
            for section_id in tables if state == "blank" else (*words[:2], *tables):
                page.show_section(section_id)
                settle()
                yield Shown(f"{opened.form.id}-{state}-{section_id}", flows.window)
            if state != "blank":
                page.findings.step(1)
                settle(0.25)
                yield Shown(f"{opened.form.id}-{state}-finding", flows.window)
            self.leave(flows)

    def open(self, flows: Flows, opened: Opened) -> None:
        """Show a report; what was open is closed."""
        self.leave(flows)
        flows.show_report(opened)
        assert flows.session is not None
        flows.session.check_now()

    def leave(self, flows: Flows) -> None:
        """Close the report that is open; nothing was changed in it."""
        if flows.page is None:
            return
        page, flows.page = flows.page, None
        page.session.close()
        flows.window.messages.withdraw("review")  # what was said of it
        flows.window.show_page(flows.window.start)
        flows.window.drop_page(page)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _nothing(_: object) -> None:
    pass


def settle(seconds: float = 0.0) -> None:
    """Text, then layout, then what the layout made necessary; timers of that many seconds."""
    end = monotonic() + seconds
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    while monotonic() < end:
        sleep(0.01)
        QApplication.processEvents()
