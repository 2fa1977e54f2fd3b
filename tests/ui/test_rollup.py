"""汇总 in the window: files dropped, who is missing, who gave what, what is sent back, the workbook."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from giadesk.core.forms import FormLibrary
from giadesk.exports.package import write_package
from giadesk.places import shipped
from giadesk.ui.rollup_page import RollupPage
from tests.samples.reports import full_report
from tests.ui.gallery_rollup import CELL, MISSING, UNITS, hand_in

WRONG = UNITS[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What five units handed in."""
    return hand_in(FormLibrary(shipped("forms")), tmp_path / "各单位")


@pytest.fixture
def page(qtbot: QtBot, flows: Any, folder: Path) -> RollupPage:
    """The page with the five units, two others on the list."""
    flows.desk.set_office(
        {"unit": "云岭县人民政府办公室", "subordinates": "\n".join(UNITS + MISSING)}
    )
    qtbot.mouseClick(flows.window.start.findChild(QToolButton, "rollup"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: flows.county.shown)
    flows.window.open_files([folder])  # as a drop does
    shown: RollupPage = flows.county.page
    qtbot.waitUntil(lambda: shown.collection is not None, timeout=20_000)
    return shown


def rows(page: RollupPage) -> list[list[str]]:
    """The list of the units as it is shown."""
    model = page.units.units
    return [
        [model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())
    ]


def test_who_handed_in_who_is_missing_what_was_refused(page: RollupPage) -> None:
    assert rows(page)[0] == ["合计", "5个", "", ""]
    by_name = {row[0]: row[1:] for row in rows(page)}
    assert by_name["白鹭镇"][:2] == ["已报送", "1"]
    assert by_name["重石镇"][:2] == ["已报送", "0"]
    assert by_name["补报.docx"] == ["未采用", "", ""]
    assert by_name["红石镇"] == ["未报送", "", ""]
    words = page.state.text()
    assert "已报送5个单位，还差2个（红石镇、青溪乡），未采用1份文件" in words
    assert "强制1条" in words
    page.units.choose("补报.docx")
    assert page.right.currentWidget() is page.words
    assert "没有采用：" in page.words.text()
    assert page.view is None
    page.units.choose(MISSING[0])
    assert "还没有收到" in page.words.text()
    assert not page.send.isEnabled()


def test_a_sum_says_who_gave_what_and_leads_there(qtbot: QtBot, page: RollupPage) -> None:
    view = page.view
    assert view is not None
    assert view.go(CELL)
    shares = view.shares
    assert shares is not None
    collection = page.collection
    assert collection is not None
    own = {h.unit: h.report.values[CELL] for h in collection.handed}
    whole = sum((v for v in own.values() if isinstance(v, Decimal)), Decimal(0))
    assert dict(shares.model.given) == own
    assert shares.title.text() == f"本年新收·自然人　{whole}件"
    figures = [figure for _, figure in shares.model.given]
    assert figures == sorted(figures, reverse=True)
    assert shares.model.index(0, 2).data() == f"{float(figures[0] / whole):.1%}"
    shares.table.setFocus()
    qtbot.keyClick(shares.table, Qt.Key.Key_Down)
    name = shares.model.given[1][0]
    qtbot.keyClick(shares.table, Qt.Key.Key_Return)
    assert page.units.current is not None
    assert page.units.current.name == name
    assert page.view is not None
    assert page.view.session.focused_cell == CELL
    assert page.view.session.report.unit == name


def test_a_figure_that_nobody_gave_and_one_that_is_nought(page: RollupPage) -> None:
    from giadesk.ui.rollup_shares import SharesPanel

    collection = page.collection
    assert collection is not None
    indicator = collection.form.indicators[CELL]
    panel = SharesPanel()
    panel.show_given(indicator, (), None)
    assert (panel.title.text(), panel.hint.text()) == (
        "本年新收·自然人　未填",
        "没有单位填报这一项。",
    )
    panel.show_given(indicator, (), Decimal(0))
    assert panel.hint.text() == "各单位都是0。"
    assert not panel.copied.isEnabled()
    panel.deleteLater()


def test_the_sums_are_checked_and_cannot_be_written(qtbot: QtBot, page: RollupPage) -> None:
    view = page.view
    assert view is not None
    assert {f.code for f in view.session.findings if f.severity == "must"} == {"F-BALANCE"}
    assert view.go(CELL)
    before = view.session.report
    assert view.page is not None
    table = view.page.tables["applications"].view
    qtbot.keyClicks(table, "9")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert view.session.report is before


def test_a_unit_is_shown_whole_with_its_findings(page: RollupPage) -> None:
    page.units.choose(WRONG)
    view = page.view
    assert view is not None
    assert view.shares is None
    assert view.sections.count() == len(view.session.report.sections)
    finding = next(f for f in view.session.findings if f.severity == "must")
    view.choose("overview")
    view.show_finding(finding)
    assert view.page is not None
    assert view.page.section_id == "requests"
    assert view.session.focused_cell == finding.cells[0]
    prose = next(f for f in view.session.findings if f.where.section == "overview")
    view.show_finding(prose)
    assert view.page.section_id == "overview"


def test_what_is_sent_back_is_copied(qtbot: QtBot, flows: Any, page: RollupPage) -> None:
    page.units.choose(WRONG)
    qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
    words = QGuiApplication.clipboard().text()
    assert words.startswith(f"{WRONG}：2025年度")
    assert "（应当更正）" in words


def test_the_list_of_units_is_kept_and_completed(
    qtbot: QtBot, flows: Any, page: RollupPage, in_dialog: Callable[..., list[str]]
) -> None:
    def write(dialog: Any) -> None:
        dialog.text.setPlainText(" 安乡 \n安乡\n\n红石镇,\n")
        assert dialog.names == ["安乡", "红石镇"]
        assert dialog.count.text() == "2个单位"
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
        assert len(dialog.names) == 6  # the four others that handed in
        assert not dialog.take.isEnabled()
        dialog.accept()

    seen = in_dialog(write)
    qtbot.mouseClick(page.names, Qt.MouseButton.LeftButton)
    assert seen == ["namesDialog"]
    assert page.missing == ["红石镇"]
    assert flows.desk.office()["subordinates"].split("\n")[:2] == ["安乡", "红石镇"]
    flows.own._keep({"unit": "云岭县政务服务中心"})  # other settings leave it alone
    assert "红石镇" in flows.desk.office()["subordinates"]


def test_a_file_more_and_a_file_that_changed(
    qtbot: QtBot, flows: Any, page: RollupPage, folder: Path, tmp_path: Path
) -> None:
    form = FormLibrary(shipped("forms")).get("gia-2021")
    town = full_report(form, year=2025, characters=800).with_about(unit=MISSING[0], title="")
    write_package(town, form, tmp_path / "红石镇.gia")
    flows.window.open_files([tmp_path / "红石镇.gia"])
    qtbot.waitUntil(lambda: page.missing == [MISSING[1]], timeout=20_000)
    (folder / "补报.docx").unlink()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(page.collection and not page.collection.refused), timeout=20_000)
    assert len(rows(page)) == 1 + 6 + 1


def test_nothing_that_can_be_read_leaves_the_page_as_it_was(
    qtbot: QtBot, flows: Any, page: RollupPage, tmp_path: Path
) -> None:
    """A folder that is empty is said; what is shown stays."""
    before = page.summed
    flows.county._paths.clear()
    (tmp_path / "空").mkdir()
    flows.county.add([tmp_path / "空"])
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    assert any("没有可以汇总的报告" in words for words in flows.window.messages.texts)
    assert page.summed is before


def test_it_is_written_as_a_workbook(
    qtbot: QtBot, flows: Any, page: RollupPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "汇总.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel"))
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    names = CalamineWorkbook.from_path(str(target)).sheet_names
    assert {"报送情况", "更正清单", "白鹭镇", "农业农村局"} <= set(names)


def test_leaving_and_coming_back(qtbot: QtBot, flows: Any, page: RollupPage) -> None:
    qtbot.keyClick(page.units, Qt.Key.Key_Escape)
    assert flows.window.pages.currentWidget() is flows.window.start
    assert not flows.county.shown
    flows.county.show()
    qtbot.waitUntil(lambda: flows.county.shown)
    assert flows.county.page is page
    assert len(rows(page)) == 9


def test_what_was_read_last_time_is_offered(
    qtbot: QtBot, flows: Any, page: RollupPage, settings: QSettings
) -> None:
    flows.county.leave()
    flows.window.drop_page(page)
    flows.county.page, flows.county._paths = None, []
    flows.county.show()
    qtbot.waitUntil(lambda: flows.county.shown)
    again = flows.county.page
    assert again.again.isVisible()
    assert "1处" in again.again.text()
    qtbot.mouseClick(again.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.collection is not None, timeout=20_000)
    assert len(rows(again)) == 9


def test_where_there_is_little_room_table_and_side_take_turns(
    qtbot: QtBot, page: RollupPage, qapp: Any
) -> None:
    from giadesk.ui import theme

    view = page.view
    assert view is not None
    assert not view.parts.isVisible()
    assert view.middle.isVisible()
    assert view.side.isVisible()
    try:
        theme.apply(qapp, 200)
        page.units.choose(WRONG)
        qtbot.waitUntil(lambda: page.view is not None and page.view.parts.isVisible())
        view = page.view
        assert view is not None
        assert view.middle.isVisible()
        assert not view.side.isVisible()
        view.parts.setCurrentIndex(1)
        assert view.side.isVisible()
        assert not view.middle.isVisible()
        view.findings.step(1)
        view.findings.locate()
        assert view.middle.isVisible()
    finally:
        theme.apply(qapp)


def test_a_report_is_taken_into_the_library_by_the_way_of_every_file(
    qtbot: QtBot, flows: Any, page: RollupPage, in_dialog: Callable[..., list[str]]
) -> None:
    page.units.choose(WRONG)
    seen = in_dialog(lambda dialog: dialog.reject())
    qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: seen == ["importReview"], timeout=20_000)
