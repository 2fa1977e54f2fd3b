"""The report page drawn into a picture, without showing a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.desk import Opened
from giadesk.ui.messages import MessageBar
from giadesk.ui.report_page import ReportPage
from giadesk.ui.session import Session

SIZE = QSize(1366, 768)


def draw(report: Report, form: Form, last: Report | None, target: Path, section: str = "") -> bool:
    """Draw the page of a report into a PNG. True when it was written.

    section: the section shown; the first with a table where "".
    """
    from giadesk.checks.run import Checker

    last_form = form if last is not None else None
    session = Session(
        report, form, last, last_form, find=Checker(form, last, last_form).findings, read_only=True
    )
    opened = Opened("", report, form, last, last_form)
    page = ReportPage(session, opened, MessageBar())
    page.resize(SIZE)
    with_table = [t.section for t in form.spec.tables]
    page.show_section(section or (with_table[1:] or with_table or [page.section_id])[0])
    page.show()
    _settle()
    written = page.grab().save(str(target), "PNG")
    session.close()
    page.hide()
    page.deleteLater()
    return written


def _settle() -> None:
    """Let layouts and timers of a moment have their turn."""
    application = QApplication.instance()
    if application is None:
        return
    for _ in range(3):
        application.processEvents()
    done = [False]
    QTimer.singleShot(450, application, lambda: done.__setitem__(0, True))
    while not done[0]:
        application.processEvents()
