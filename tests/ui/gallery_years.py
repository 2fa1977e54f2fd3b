"""The pages of the years, a table of the clerk's own, and the tour, for the gallery and the sweep."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.carry import blank_report
from giadesk.core.report import FreeTable, Paragraph
from giadesk.core.trend import YearReport, one_a_year
from giadesk.ui.years import Years
from tests.ui.gallery_reports import OFFICE

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk, Opened
    from giadesk.ui.flows import Flows
    from tests.ui.gallery import Shown, Town

UNIT = OFFICE["unit"]
_YEARS = (
    (2017, "gia-2014"),
    (2018, "gia-2014"),
    (2019, "gia-2019"),
    (2020, "gia-2019"),
    (2021, "gia-2021"),
    (2023, "gia-2021"),
)


def earlier(desk: Desk) -> list[YearReport]:
    """Final reports of earlier years and forms; of 2022 there is none."""
    made = []
    for year, form_id in _YEARS:
        form = desk.forms.get(form_id)
        typed = [i for i in form.indicators.values() if not i.computed and i.kind != "text"]
        values = {i.id: Decimal((n * 7 + year * 3) % 11) for n, i in enumerate(typed)}
        report = blank_report(form, UNIT, year).with_values(values)
        made.append(YearReport(report.with_about(status="final"), form))
    return made


def with_free_table(opened: Opened) -> Opened:
    """The report with a table of the clerk's own among its tables and in its text."""
    cells = [
        GridCell(0, 0, "培训对象", rows=2, kind="head"),
        GridCell(0, 1, "培训情况", columns=2, kind="head"),
        GridCell(1, 1, "场次", kind="head"),
        GridCell(1, 2, "人次", kind="head"),
    ]
    for row, line in enumerate((("镇机关干部", "2", "58"), ("村（社区）信息员", "", "")), start=2):
        cells += [GridCell(row, column, text) for column, text in enumerate(line)]
    grid = Grid(4, 3, tuple(cells), head_rows=2, caption="政府信息公开培训情况")
    report = opened.report
    for section_id in ("overview", "requests"):
        section = report.section(section_id)
        assert section is not None
        paragraphs = (*section.paragraphs, Paragraph(table="free-1"))
        tables = (FreeTable("free-1", grid),)
        report = report.with_section(
            msgspec.structs.replace(section, paragraphs=paragraphs, free_tables=tables)
        )
    return msgspec.structs.replace(opened, report=report)


def walk(town: Town, flows: Flows) -> Iterator[Shown]:
    """Each page, filled, with one year only and with none."""
    yield from _years(town, flows)
    yield from _beside_the_report(town, flows)
    yield from _tour(town, flows)


def _years(town: Town, flows: Flows) -> Iterator[Shown]:
    from giadesk.ui.years_page import YearsPage
    from tests.ui.gallery import Shown, settle

    own = YearReport(town.done.report, town.done.form)
    last = YearReport(town.done.last, town.done.last_form)  # type: ignore[arg-type]
    many = one_a_year([own, last, *earlier(town.desk)])
    others = (UNIT, "云岭县教育局", "云岭县溪口街道办事处")
    window = flows.window
    page = YearsPage()
    window.show_page(page)
    page.set_years(Years(UNIT, others, many), "applications/received/total")
    page.show_trend()
    settle()
    yield Shown("years-trend", window)
    page.trend.show_as("table")
    settle()
    yield Shown("years-trend-table", window)
    page.trend.show_as("chart")
    page.show_beside()
    settle()
    yield Shown("years-beside", window)
    page.table.setCurrentIndex(page.table.findData("disclosure"))
    settle()
    yield Shown("years-beside-disclosure", window)
    page.set_years(Years(UNIT, (UNIT,), (own,), ("2024年的报告有3处受损，受损的数没有列入",)))
    page.show_trend()
    settle()
    yield Shown("years-one", window)
    page.set_years(Years(UNIT, (UNIT,)))
    settle()
    yield Shown("years-none", window)
    window.show_page(window.start)
    window.drop_page(page)


def _beside_the_report(town: Town, flows: Flows) -> Iterator[Shown]:
    from tests.ui.gallery import Shown, settle

    town.open(flows, with_free_table(town.half))
    page: Any = flows.page
    page.trend.set_years(Years(UNIT, (UNIT,), one_a_year(earlier(town.desk))))
    page.tabs.setCurrentWidget(page.trend)
    for section_id in ("overview", "requests"):
        page.show_section(section_id)
        settle()
        yield Shown(f"report-free-table-{section_id}", flows.window)
    page.page.focus_value("applications/received/natural")
    settle(0.3)
    yield Shown("report-trend", flows.window)
    town.leave(flows)


def _tour(town: Town, flows: Flows) -> Iterator[Shown]:
    from giadesk.ui.tour import STEPS
    from tests.ui.gallery import Shown, settle

    flows.window.show_page(flows.window.start)
    flows.tour.again()
    for number, step in enumerate(STEPS):
        if step.page == "report" and flows.page is None:
            town.open(flows, town.half)
        settle(0.05)
        assert flows.tour.step == number
        yield Shown(f"tour-{number + 1}", flows.window)
        flows.tour.next()
    town.leave(flows)
