"""One cell edited until its findings are shown, in the real report page, without a screen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QApplication

from giadesk.checks.run import Checker
from giadesk.ui.desk import Opened
from giadesk.ui.messages import MessageBar
from giadesk.ui.report_page import ReportPage
from giadesk.ui.session import Session
from tests.samples.reports import form_of, full_report


def test_cell_edit_to_findings(qapp: QApplication, row: Callable[[str, str, str], None]) -> None:
    form = form_of()
    last = full_report(form, year=2024)
    report = full_report(form, year=2025, status="draft")
    checker = Checker(form, last, form)
    session = Session(report, form, last, form, find=checker.findings)
    page = ReportPage(session, Opened("", report, form, last, form), MessageBar())
    page.resize(1366, 768)
    page.show()
    page.show_section("requests")
    qapp.processEvents()
    ids = [i for i, one in form.indicators.items() if not one.computed and one.kind == "count"]
    taken = []
    for number in range(300):
        value_id = ids[number * 7 % len(ids)]
        start = time.perf_counter()
        session.set_values({value_id: Decimal(number % 50)}, "填数")
        qapp.processEvents()
        taken.append(time.perf_counter() - start)
    session.close()
    page.close()
    p99 = statistics.quantiles(taken[20:], n=100)[98] * 1000
    median = statistics.median(taken[20:]) * 1000
    row("one cell edit to findings shown, 99th percentile", f"{p99:.1f} ms", "<= 16 ms")
    row("one cell edit to findings shown, median", f"{median:.1f} ms", "")
