"""What the window does about 趋势 and 历年对照: reading the years in a job, showing, saving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from giadesk.ui.years import OpenReport, Years, load_years

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows
    from giadesk.ui.jobs import Progress
    from giadesk.ui.report_page import ReportPage
    from giadesk.ui.years_page import YearsPage


class Trends:
    """The page of the years, and the small chart beside a report."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self.page: YearsPage | None = None

    def show(
        self, unit: str = "", measure: str = "", *, table: str = "", beside: bool = False
    ) -> None:
        """Show the years of an office: of the open report's, or of the one with most reports.

        measure, table: what is shown first. beside: 历年对照 and not the chart.
        """
        report = self._present()
        unit = unit or (report.report.unit if report is not None else "")

        def show(years: Years) -> None:
            page = self._page()
            page.set_years(years, measure, table)
            self._flows.window.show_page(page)
            if beside:
                page.show_beside()
            else:
                page.show_trend()

        self._read(unit, show)

    def leave(self) -> None:
        """Back to the page that was there before."""
        page, self.page = self.page, None
        flows = self._flows
        if page is None:
            return
        flows.go_back()
        flows.window.drop_page(page)

    def attend(self, page: ReportPage) -> None:
        """Give the small chart of a report page what it asks for."""
        page.session.trend_asked.connect(lambda measure: self.show(measure=measure))
        panel = page.trend
        panel.years_asked.connect(
            lambda: self._read(page.session.report.unit, panel.set_years, panel)
        )
        panel.opened.connect(lambda measure: self.show(measure=measure))

    # -- inside --------------------------------------------------------------------------------

    def _page(self) -> YearsPage:
        from giadesk.ui.years_page import YearsPage

        if self.page is None:
            page = self.page = YearsPage()
            page.back.connect(self.leave)
            page.unit_chosen.connect(lambda unit: self._read(unit, page.set_years, page))
            page.save_asked.connect(self._save)
            for view in (page.trend, page.beside):
                view.copied.connect(
                    lambda words: self._flows.window.messages.say(words, "good", key="copied")
                )
        return self.page

    def _present(self) -> OpenReport | None:
        page = self._flows.page
        if page is None:
            return None
        page.commit()
        return OpenReport(page.opened.id, page.session.report)

    def _read(
        self, unit: str, show: Callable[[Years], object], asked_by: QWidget | None = None
    ) -> None:
        """Read the years in a job and show them, unless who asked is gone by then."""
        desk, present = self._flows.desk, self._present()

        def work(progress: Progress) -> Years:
            return load_years(desk, unit, present, progress.say)

        def shown(years: Years) -> None:
            if asked_by is None or isValid(asked_by):
                show(years)

        window = self._flows.window
        window.jobs.run("正在读取历年的报告", work, shown, window.messages.say_error)

    def _save(self, name: str, kinds: str, writer: Callable[[Path], Callable[[], None]]) -> None:
        from giadesk.ui.save_as import save_as

        save_as(self._flows, name, kinds, writer)
