"""Opens a report in the real window and types for ever; says what the window called 已保存.

Killed by test_kill.py. Prints `ready`, then `typed N` for every figure and `saved N TEXT` whenever
the label says so.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from giadesk import app
from giadesk.ui.main_window import MainWindow
from giadesk.ui.report_page import ReportPage

CELL = "applications/received/natural"
SECTION = "problems"


def say(*words: object) -> None:
    print(*words, flush=True)


class Typist:
    """Types a figure and a character in turn, as fast as a fast clerk does."""

    def __init__(self, page: ReportPage) -> None:
        self.page = page
        written = page.session.report.values.get(CELL, 0)
        self.count = int(written) // 20 * 20  # goes up over all rounds, so that order can be told
        page.session.saved_changed.connect(self.told)
        self.timer = QTimer(page)
        self.timer.setInterval(15)
        self.timer.timeout.connect(self.type)
        self.timer.start()

    def type(self) -> None:
        self.count += 1
        if self.count % 20 == 0:
            shown = self.page.show_section(SECTION)
            assert shown is not None
            shown.prose.setFocus()
            QTest.keyClick(
                QApplication.focusWidget(), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier
            )
        elif self.count % 20 == 10:
            shown = self.page.show_section("requests")
            assert shown is not None
            shown.focus_value(CELL)
        focus = QApplication.focusWidget()
        if self.page.section_id == SECTION:
            QTest.keyClick(focus, "x")
        else:
            for key in str(self.count):
                QTest.keyClick(QApplication.focusWidget(), key)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            self.page.page.focus_value(CELL)  # type: ignore[union-attr]
            say("typed", self.count)

    def told(self) -> None:
        """The label changed: what it calls saved is acknowledged."""
        if self.page.bar.saved.text().startswith(("已保存", "已存至")):
            report = self.page.session.saved_report
            section = report.section(SECTION)
            text = section.text if section is not None else ""
            say("saved", report.values.get(CELL, 0), text.count("x"))


def begin(window: MainWindow) -> None:
    """Open the newest report of the library, or the sample town where there is none."""
    flows = window.flows
    if flows is None:
        QTimer.singleShot(10, lambda: begin(window))
        return
    rows = flows.desk.rows()
    flows.open(rows[0].id if rows else flows.desk.sample())
    wait_for_page(window)


def wait_for_page(window: MainWindow) -> None:
    flows = window.flows
    assert flows is not None
    if flows.page is None:
        QTimer.singleShot(10, lambda: wait_for_page(window))
        return
    window.activateWindow()
    flows.page.typist = Typist(flows.page)  # type: ignore[attr-defined]
    say("ready", window.pages.currentWidget().objectName())


def main() -> int:
    app.make_application()

    def find() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                begin(window)
                return
        QTimer.singleShot(10, find)

    QTimer.singleShot(0, find)
    return app.run_window([])


if __name__ == "__main__":
    sys.exit(main())
