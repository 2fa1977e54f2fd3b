"""趋势 and 历年对照 in the window: what is shown, what is said where there is nothing, what is taken away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from giadesk.core.carry import blank_report
from giadesk.core.report import Report
from giadesk.ui import theme
from giadesk.ui.years import OpenReport, load_years, offices, same_office
from tests.ui.conftest import UNIT

RECEIVED = "applications/received/natural"
Put = Callable[..., str]


@pytest.fixture
def put(flows: Any) -> Put:
    """Put a report into the library; figures as `applications__received__natural=3`."""

    def put(
        year: int, form: str = "gia-2021", *, unit: str = UNIT, status: str = "final", **values: int
    ) -> str:
        report = blank_report(flows.desk.forms.get(form), unit, year)
        report = report.with_values({k.replace("__", "/"): Decimal(v) for k, v in values.items()})
        return str(flows.desk.library.create(report.with_about(status=status)))

    return put


@pytest.fixture
def five(put: Put) -> None:
    """Five years of three forms, one missing."""
    put(2018, "gia-2014", statistics__received__value=40)
    put(2019, "gia-2019", applications__received__natural=5)
    put(2021, applications__received__natural=0)
    put(2022, applications__received__natural=12, applications__received__business=3)
    put(2023, status="draft")


def page_of(qtbot: QtBot, flows: Any, *args: Any, **options: Any) -> Any:
    """The page of the years, shown."""
    flows.trends.show(*args, **options)
    qtbot.waitUntil(
        lambda: (
            flows.trends.page is not None
            and flows.window.pages.currentWidget() is flows.trends.page
        )
    )
    return flows.trends.page


# -- reading the library -----------------------------------------------------------------------


def test_the_report_furthest_on_counts_and_the_open_one_before_all(flows: Any, put: Put) -> None:
    put(2022, status="draft", applications__received__natural=1)
    put(2022, status="final", applications__received__natural=2)
    put(2022, status="review", applications__received__natural=3)
    draft = put(2022, status="draft", applications__received__natural=4)

    def figure(present: OpenReport | None = None) -> Decimal | None:
        (year,) = load_years(flows.desk, UNIT, present).years
        return year.report.figure(RECEIVED)

    assert figure() == 2
    unsaved = flows.desk.open(draft).report.with_value(RECEIVED, Decimal(99))
    assert figure(OpenReport(draft, unsaved)) == 99


def test_other_offices_stay_out_and_are_offered(flows: Any, put: Put) -> None:
    put(2019)
    put(2020)
    put(2021)
    put(2022, unit="柳河镇人民政府")
    put(2022, unit="安川县柳河镇人民政府")
    put(2023, unit="临川县教育局")
    years = load_years(flows.desk, UNIT)
    assert [y.year for y in years.years] == [2019, 2020, 2021, 2022]
    assert set(years.units) == {UNIT, "安川县柳河镇人民政府", "临川县教育局"}
    assert load_years(flows.desk, "").unit == UNIT  # the one with most reports
    assert [y.year for y in load_years(flows.desk, "临川县教育局").years] == [2023]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("临川县柳河镇人民政府", "柳河镇人民政府", True),
        ("临川县柳河镇人民政府", "安川县柳河镇人民政府", False),
        ("临川县教育局", "临川县卫生健康局", False),
        ("", "临川县教育局", False),
    ],
)
def test_same_office(one: str, other: str, same: bool) -> None:
    assert same_office(one, other) is same
    assert same_office(other, one) is same


def test_a_binned_report_and_an_empty_library_give_nothing(flows: Any, put: Put) -> None:
    assert load_years(flows.desk, "").years == ()
    assert offices([]) == ()
    flows.desk.library.remove(put(2022))
    assert load_years(flows.desk, UNIT).years == ()


# -- the page ----------------------------------------------------------------------------------


def test_the_trend_of_a_total_over_three_forms(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT, "applications/received/total")
    series = page.trend.series
    assert [(p.year, p.words) for p in series.points] == [
        (2018, "40"),
        (2019, "5"),
        (2020, "无报告"),
        (2021, "0"),
        (2022, "15"),
        (2023, "未填"),
    ]
    assert "2020" in page.said.text()
    assert "2020年无报告" in page.trend.chart.accessibleDescription()
    assert page.trend.chart.accessibleName() == "柳河镇　本年新收·总计（件）"
    assert page.column.currentData() == "total"


def test_chart_and_table_show_the_same(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT, RECEIVED)
    assert page.trend.pictures.currentWidget() is page.trend.chart
    qtbot.mouseClick(page.trend.as_table, Qt.MouseButton.LeftButton)
    assert page.trend.pictures.currentWidget() is page.trend.table
    table = page.trend.table
    rows = [[table.item(r, c).text() for c in range(4)] for r in range(table.rowCount())]
    assert rows[1] == ["2019年", "5", "", ""]
    assert rows[2] == ["2020年", "", "", "无报告"]
    assert rows[4] == ["2022年", "12", "+12", ""]
    page.trend.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "年度\t数值\t较上年增减\t说明"
    assert lines[5] == "2022年\t12\t+12\t"
    qtbot.mouseClick(page.trend.as_chart, Qt.MouseButton.LeftButton)
    assert page.trend.pictures.currentWidget() is page.trend.chart


def test_a_copied_picture_is_on_white_in_the_dark_scheme_too(
    qtbot: QtBot, flows: Any, five: None, qapp: Any
) -> None:
    page = page_of(qtbot, flows, UNIT, RECEIVED)
    try:
        theme.apply(qapp, 100, "dark")
        page.trend.copy()
    finally:
        theme.apply(qapp)
    data = QGuiApplication.clipboard().mimeData()
    image = QImage(data.imageData())
    assert image.width() >= 1200
    assert image.pixelColor(3, 3).name() == "#ffffff"
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 9)
        for y in range(0, image.height(), 9)
    }
    assert len(colours) > 2
    assert "2022年12件" in data.text()


def test_all_years_side_by_side(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT, beside=True)
    model = page.beside.model
    assert page.tabs.currentWidget() is page.beside
    assert model.years == (2018, 2019, 2020, 2021, 2022, 2023)
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert model.headerData(5, across) == "2023年\n草稿"
    assert model.headerData(0, down) == "本年新收·总计（件）"
    assert [model.index(0, c).data() for c in range(7)] == [
        "40",
        "5",
        "无报告",
        "0",
        "15",
        "未填",
        "",
    ]
    assert model.index(2, 0).data() == "无此项"  # 予以公开 was no figure of its own then
    page.column.setCurrentIndex(0)
    assert len(model.lines) > 200
    page.table.setCurrentIndex(page.table.findData("statistics"))
    names = {line.measure.id: line for line in model.lines}
    assert [p.words for p in names["statistics/received/value"].points][:2] == ["40", "5"]


def test_enter_on_a_line_leads_to_its_trend(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT, beside=True)
    page.beside.table.setCurrentIndex(page.beside.model.index(3, 2))
    qtbot.keyClick(page.beside.table, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.trend
    assert page.trend.series.measure.id == page.beside.model.lines[3].measure.id
    page.trend.list.setCurrentRow(5)
    page.tabs.setCurrentWidget(page.beside)
    assert page.beside.table.currentIndex().row() == 5


def test_copying_cells_and_the_whole_table(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT, beside=True)
    table, model = page.beside.table, page.beside.model
    table.setCurrentIndex(model.index(0, 4))
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "15"
    page.beside.copy_all()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == model.rowCount() + 1
    assert lines[0].startswith("指标\t2018年\t")
    assert lines[1].startswith("本年新收·总计（件）\t40\t5\t无报告\t0\t15\t未填")


def test_search_narrows_the_list(qtbot: QtBot, flows: Any, five: None) -> None:
    page = page_of(qtbot, flows, UNIT)
    qtbot.keyClick(page.trend, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.trend.words.setText("不予公开 秘密")
    shown = [r for r in range(page.trend.list.count()) if not page.trend.list.item(r).isHidden()]
    assert len(shown) == 1
    assert page.trend.series.measure.row == "denied_secret"
    page.trend.words.setText("没有这个词")
    assert page.trend.series is None
    assert not page.trend.save.isEnabled()
    page.trend.choose(RECEIVED.replace("natural", "total"))
    assert page.trend.words.text() == ""
    assert page.trend.series is not None


def test_one_year_only_is_said(qtbot: QtBot, flows: Any, put: Put) -> None:
    put(2022, applications__received__natural=3)
    page = page_of(qtbot, flows, UNIT)
    assert "只有2022年一年的报告" in page.said.text()
    assert page.shown.currentWidget() is page.tabs


def test_no_report_at_all_says_what_to_do(qtbot: QtBot, flows: Any) -> None:
    page = page_of(qtbot, flows)
    assert page.shown.currentWidget() is page.empty
    assert "从文件导入" in page.empty.text()


def test_another_office_is_chosen_on_the_page(
    qtbot: QtBot, flows: Any, five: None, put: Put
) -> None:
    put(2023, unit="临川县教育局", applications__received__natural=7)
    page = page_of(qtbot, flows, UNIT)
    place = page.unit.findData("临川县教育局")
    page.unit.setCurrentIndex(place)
    page.unit.activated.emit(place)
    qtbot.waitUntil(lambda: "只有2023年" in page.said.text())
    assert page.trend.title.startswith("临川县教育局")


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "svg", "xlsx", "csv"])
def test_a_trend_is_written_as_the_file_that_is_asked_for(
    qtbot: QtBot, flows: Any, five: None, tmp_path: Path, monkeypatch: Any, kind: str
) -> None:
    page = page_of(qtbot, flows, UNIT, "applications/received/total")
    target = tmp_path / "out" / f"趋势.{kind}"
    target.parent.mkdir()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), f"（*.{kind}）")
    )
    qtbot.mouseClick(page.trend.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    match kind:
        case "png":
            assert QImage(str(target)).width() >= 1200
        case "svg":
            text = target.read_text("utf-8")
            assert ">无报告</text>" in text
            assert ">15</text>" in text
        case "xlsx":
            sheet = openpyxl.load_workbook(target).active
            assert [c.value for c in sheet[3]][2:6] == [40, 5, "无报告", 0]
        case _:
            rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
            assert rows[1][:4] == ["本年新收·总计", "件", "40", "5"]
    assert flows.settings.value("export/folder") == str(target.parent)


def test_side_by_side_is_written_as_a_workbook(
    qtbot: QtBot, flows: Any, five: None, tmp_path: Path, monkeypatch: Any
) -> None:
    page = page_of(qtbot, flows, UNIT, beside=True)
    target = tmp_path / "历年.xlsx"
    offered: list[str] = []

    def choose(_parent: Any, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    qtbot.mouseClick(page.beside.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    sheet = openpyxl.load_workbook(target).active
    assert sheet.max_row == len(page.beside.model.lines) + 2
    assert offered[0].startswith("柳河镇")
    assert offered[0].endswith("历年对照.xlsx")


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, flows: Any, five: None, tmp_path: Path, monkeypatch: Any
) -> None:
    page = page_of(qtbot, flows, UNIT)
    target = tmp_path / "nowhere" / "趋势.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.trend.save.click()
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    assert flows.window.messages.close_top()


# -- ways there and back -----------------------------------------------------------------------


def test_from_the_start_page_and_back(qtbot: QtBot, flows: Any, five: None) -> None:
    flows.refresh()
    panel = flows.window.start.bring_library()
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    panel._ask_years()
    qtbot.waitUntil(lambda: flows.trends.page is not None)
    page = flows.trends.page
    assert page.unit.currentData() == UNIT
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert flows.window.pages.currentWidget() is flows.window.start
    assert flows.trends.page is None


def test_from_a_cell_of_a_report_and_back_to_it(qtbot: QtBot, flows: Any, sample_page: Any) -> None:
    sample_page.show_section("requests")
    sample_page.page.focus_value(RECEIVED)
    menu = sample_page.page.tables["applications"].commands.menu()
    action = next(a for a in menu.actions() if a.text().startswith("历年趋势"))
    action.trigger()
    qtbot.waitUntil(lambda: flows.trends.page is not None)
    page = flows.trends.page
    assert page.trend.series.measure.id == RECEIVED
    assert len(page.trend.series.figures) >= 1
    page.back.emit()
    assert flows.window.pages.currentWidget() is sample_page


def test_what_is_typed_and_not_yet_stored_counts(
    qtbot: QtBot, flows: Any, sample_page: Any
) -> None:
    sample_page.session.set_values({RECEIVED: Decimal(123)}, "填写")
    page = page_of(qtbot, flows, "", RECEIVED)
    assert page.trend.series.points[-1].figure == 123


def test_the_small_chart_follows_the_cell_and_the_figures(
    qtbot: QtBot, flows: Any, sample_page: Any
) -> None:
    sample_page.tabs.setCurrentWidget(sample_page.trend)
    sample_page.show_section("requests")
    sample_page.page.focus_value(RECEIVED)
    panel = sample_page.trend
    qtbot.waitUntil(lambda: panel.series is not None and len(panel.series.points) == 2)
    assert panel.series.measure.id == RECEIVED
    before = panel.series.points[0].figure
    assert before is not None
    sample_page.session.set_values({RECEIVED: Decimal(77)}, "填写")
    qtbot.waitUntil(lambda: panel.series is not None and panel.series.points[-1].figure == 77)
    sample_page.session.focus_cell("")
    qtbot.waitUntil(lambda: panel.series is None)
    qtbot.mouseClick(panel.large, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: flows.trends.page is not None)


def test_the_small_chart_says_that_there_is_one_year_only(
    qtbot: QtBot, flows: Any, report: Report
) -> None:
    flows.open(flows.desk.library.create(report))
    qtbot.waitUntil(lambda: flows.page is not None)
    page = flows.page
    page.tabs.setCurrentWidget(page.trend)
    page.show_section("requests")
    page.page.focus_value(RECEIVED)
    qtbot.waitUntil(lambda: "只有今年" in page.trend.chart.accessibleName())


@pytest.mark.parametrize("zoom", [100, 200])
def test_keys_reach_everything(qtbot: QtBot, flows: Any, five: None, qapp: Any, zoom: int) -> None:
    try:
        theme.apply(qapp, zoom)
        page_of(qtbot, flows, UNIT)
        names: set[str] = set()
        for _ in range(30):
            widget = qapp.focusWidget()
            assert widget is not None
            assert widget.accessibleName(), widget.objectName()
            names.add(widget.objectName())
            qtbot.keyClick(widget, Qt.Key.Key_Tab)
        wanted = {
            "trendList",
            "trendSearch",
            "trendAsChart",
            "trendChart",
            "trendSave",
            "yearsWhich",
        }
        assert wanted <= names
    finally:
        theme.apply(qapp)


def test_f1_opens_the_manual_at_the_page_about_it(
    qtbot: QtBot, flows: Any, five: None, in_dialog: Callable[..., list[str]]
) -> None:
    page_of(qtbot, flows, UNIT)
    headings: list[str] = []

    def look(dialog: Any) -> None:
        headings.append(dialog.text.textCursor().block().text())
        dialog.reject()

    in_dialog(look)
    flows.manual()
    assert headings == ["历年数据"]
