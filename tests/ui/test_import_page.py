"""The import page and the queue of several files, on invented files and a library of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from giadesk.core.report import Paragraph
from giadesk.imports.result import Repair
from giadesk.sample import sample_docx
from giadesk.ui import theme
from giadesk.ui.import_page import ImportPage
from giadesk.ui.import_places import Target, target_of_repair
from giadesk.ui.import_queue import ImportQueue

InDialog = Callable[..., list[str]]
LOST = "此处另有一段没有位置的文字"


@pytest.fixture
def page(flows: Any) -> Iterator[ImportPage]:
    """The sample town's file, with a piece of text without a place and a repaired figure."""
    imported = flows.desk.read(sample_docx())
    assert imported.document is not None
    first = next(b.text for b in imported.document.blocks if getattr(b, "text", ""))
    indicator = (
        imported.form.indicators["disclosure/documents/made"]
        if ("disclosure/documents/made" in imported.form.indicators)
        else next(i for i in imported.form.indicators.values() if not i.computed)
    )
    title = imported.form.tables[indicator.table].title
    repair = Repair("table", f"{title}：{indicator.name}", "2", "2")
    page = ImportPage(
        None,
        flows.desk,
        msgspec.structs.replace(imported, repairs=(repair,), unplaced=(LOST, first)),
        for_draft=False,
    )
    page.show()
    yield page
    page.done(0)
    page.deleteLater()


def test_original_and_report_stand_side_by_side(page: ImportPage) -> None:
    text = page.original.toPlainText()
    report = page.session.report
    assert next(p.text for p in report.sections[1].paragraphs if p.text)[:12] in text
    assert "本年新收政府信息公开申请数量" in text
    assert page.outcome.sections.count() == len(report.sections)
    assert page.items.list.count() == 3


def test_choosing_leads_to_the_original_and_to_the_place(page: ImportPage) -> None:
    page.items.list.setCurrentRow(1)
    assert page.original.shown_text == page.imported.unplaced[1]
    page.items.list.setCurrentRow(2)
    assert page.original.shown_text == "2"
    target = page._pieces.target(2, page.session.report)
    assert page.outcome.section_id == target.section
    assert page.session.focused_cell == target.value


def test_what_is_marked_stays_in_view_when_the_lines_break_elsewhere(
    page: ImportPage, qtbot: QtBot
) -> None:
    original = page.original

    def in_view() -> bool:
        place = original.cursorRect(original.textCursor()).center()
        return original.viewport().rect().contains(place)

    page.resize(1500, 900)
    page.items.list.setCurrentRow(2)
    qtbot.waitUntil(in_view)
    for width, height in ((1000, 640), (1700, 900)):
        page.resize(width, height)
        qtbot.waitUntil(lambda: page.size().toTuple() == (width, height))  # noqa: B023
        qtbot.waitUntil(in_view)
    bar = original.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not in_view()
    page.resize(1000, 640)  # the clerk reads on elsewhere: left alone
    qtbot.waitUntil(lambda: page.width() == 1000)
    assert not in_view()


def test_the_way_to_a_figure_ends_where_it_is_seen_in_a_low_window(
    page: ImportPage, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, 200)
    try:
        page.resize(page.minimumSizeHint().width(), 640)
        page.items.list.setCurrentRow(2)
        page.outcome.show_target(Target("requests", value="applications/received/natural"))
        area = page.outcome.findChild(QScrollArea, "section-requestsScroll")
        shown = page.outcome.page
        assert shown is not None
        table = shown.tables["applications"].view
        assert area is not None

        def seen() -> bool:
            cell = table.visualRect(table.currentIndex())
            at = table.viewport().mapTo(area.viewport(), cell.center())
            return area.viewport().rect().contains(at)

        qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
        qtbot.waitUntil(seen)
    finally:
        theme.apply(qapp)


def test_a_table_that_gave_no_figure_leads_to_its_section(page: ImportPage) -> None:
    section = next(s for s in page.session.report.sections if s.id == "requests")
    repair = Repair("table", "统计表", section.title, "没有读到这张表的数字")
    target = target_of_repair(repair, page.session.report, page.imported.form)
    assert target.section == "requests"
    unknown = msgspec.structs.replace(repair, was="别的标题")
    assert target_of_repair(unknown, page.session.report, page.imported.form).section == ""


def test_a_report_of_another_office_is_named_as_such(flows: Any) -> None:
    imported = msgspec.structs.replace(flows.desk.read(sample_docx()), unplaced=())
    flows.desk.set_office({"unit": "云岭县青桥镇人民政府"})
    page = ImportPage(None, flows.desk, imported, for_draft=False)
    assert "青桥镇人民政府”不同" in page.warning.text()
    assert page.ok.isEnabled()  # a county reads its townships' reports
    page.unit.setText("青桥镇人民政府")  # shorter, and the same
    assert not page.warning.text()
    page.done(0)
    page.deleteLater()


def test_a_piece_is_put_into_a_section_and_undo_takes_it_out(page: ImportPage) -> None:
    page.items.list.setCurrentRow(0)
    assert page.put.isEnabled()
    page.put_piece("others" if page.session.report.section("others") else "problems")
    assert [t for _, t in page.left()] == [page.imported.unplaced[1]]
    assert any(LOST in s.text for s in page.result_report.report.sections)
    assert "已放入" in page.items.list.item(0).text()
    page.session.undo()
    assert len(page.left()) == 2
    assert "没有位置" in page.items.list.item(0).text()


def test_a_paragraph_moves_to_another_section_as_one_step(page: ImportPage) -> None:
    page.outcome.sections.setCurrentIndex(page.outcome.sections.findData("overview"))
    source = page.session.report.section("overview")
    assert source is not None
    index = next(i for i, p in enumerate(source.paragraphs) if p.text)
    words = source.paragraphs[index].text
    assert page.outcome.page is not None
    page.outcome.page.prose.select(index, 0, 0)
    before = page.session.undo_stack.index()
    assert page.outcome.move_to("problems")
    target = page.session.report.section("problems")
    assert target is not None
    assert target.paragraphs[-1].text == words
    moved = page.session.report.section("overview")
    assert moved is not None
    assert len(moved.paragraphs) == len(source.paragraphs) - 1
    assert page.session.undo_stack.index() == before + 1
    page.session.undo()
    assert page.session.report.section("overview") == source


def test_corrected_figures_and_levels_are_what_is_stored(page: ImportPage) -> None:
    page.session.set_values({"applications/received/natural": Decimal(77)}, "改")
    page.session.set_paragraphs("problems", (Paragraph("存在的不足。", 2),), "改")
    report = page.result_report.report
    assert report.values["applications/received/natural"] == 77
    problems = report.section("problems")
    assert problems is not None
    assert problems.paragraphs == (Paragraph("存在的不足。", 2),)


def test_another_form_is_read_again_in_the_background(qtbot: QtBot, page: ImportPage) -> None:
    page.form.setCurrentIndex(page.form.findData("gia-2019"))
    assert not page.ok.isEnabled()
    page.read_again()
    qtbot.waitUntil(lambda: page.ok.isEnabled(), timeout=10000)
    assert page.session.form.id == page.imported.form.id == "gia-2019"


def test_enter_in_the_unit_stores_nothing(qtbot: QtBot, page: ImportPage) -> None:
    from PySide6.QtCore import Qt

    page.unit.setFocus()
    qtbot.keyClick(page.unit, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert page.isVisible()
    page.unit.clear()
    assert not page.ok.isEnabled()


def test_corrections_are_not_thrown_away_unasked(page: ImportPage, in_dialog: InDialog) -> None:
    page.session.set_values({"applications/received/natural": Decimal(77)}, "改")

    def stay(dialog: QDialog) -> None:
        button = dialog.findChild(QPushButton, "cancel")
        assert button is not None
        button.click()

    assert in_dialog(stay) is not None
    page.reject()
    assert page.isVisible()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A report, the same again, and a file that is none."""
    good, again, bad = (tmp_path / n for n in ("一.docx", "二.docx", "坏.docx"))
    good.write_bytes(sample_docx().read_bytes())
    again.write_bytes(sample_docx().read_bytes())
    bad.write_bytes(b"PK\x03\x04 nothing")
    return [good, bad, again]


def test_a_queue_reads_lists_and_stores_all(qtbot: QtBot, flows: Any, files: list[Path]) -> None:
    queue = ImportQueue(None, flows.desk, files)
    queue.show()
    qtbot.waitUntil(lambda: not queue.busy, timeout=20000)
    assert [e.state for e in queue.entries] == ["read", "refused", "read"]
    assert "坏.docx" in queue.entries[1].words
    assert "读入2份" in queue.summary.text()
    queue.ok.click()
    qtbot.waitUntil(lambda: not queue.busy and bool(queue.stored), timeout=20000)
    assert len(flows.desk.rows()) == 1  # the second is the same unit's report of the same year
    assert [e.state for e in queue.entries] == ["stored", "refused", "read"]
    assert "已有" in queue.entries[2].words
    queue.done(0)
    queue.deleteLater()


def test_a_queue_can_be_stopped_and_goes_on(qtbot: QtBot, flows: Any, files: list[Path]) -> None:
    queue = ImportQueue(None, flows.desk, files)
    queue.stop()
    assert not queue.busy
    queue.show()
    assert queue.rest.isVisible()
    queue.read_rest()
    qtbot.waitUntil(lambda: not queue.busy, timeout=20000)
    assert "waiting" not in [e.state for e in queue.entries]
    queue.done(0)
    queue.deleteLater()


def test_several_files_come_into_the_queue(
    qtbot: QtBot, flows: Any, files: list[Path], in_dialog: InDialog
) -> None:
    def look(dialog: Any) -> None:
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20000)
        dialog.done(0)

    seen = in_dialog(look)
    flows.making.import_files(files)
    assert seen == ["importQueue"]


def test_the_bar_of_reading_is_gone_while_the_page_is_looked_at(
    qtbot: QtBot, flows: Any, in_dialog: InDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page opens inside the end of the job that read the file."""
    from giadesk.ui import jobs

    monkeypatch.setattr(jobs, "_PATIENCE", 0)  # the bar is shown at once
    seen: list[bool] = []

    def look(dialog: Any) -> None:
        seen.append(flows.window.jobs.isVisible())
        dialog.done(0)

    names = in_dialog(look)
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: bool(names), timeout=20000)
    assert names == ["importReview"]
    assert seen == [False]


def test_the_original_follows_the_section_and_the_cell(page: ImportPage) -> None:
    assert page.original.verticalScrollBar().value() == 0
    page.outcome.sections.setCurrentIndex(page.outcome.sections.findData("requests"))
    assert page.original.textCursor().block().text().endswith("收到和处理政府信息公开申请情况")
    values = page.session.report.values
    filled = [i for i in page.session.form.indicators.values() if i.id in values]
    for indicator in filled[::17]:
        page.follow_figure(indicator.id)
        assert page.original.shown_text == str(values[indicator.id]), indicator.id


def test_a_heading_that_runs_into_its_text_is_heavy_to_its_full_stop(page: ImportPage) -> None:
    document = page.original.document()
    block = document.begin()
    while block.isValid() and not block.text().startswith("（一）主动公开。"):
        block = block.next()
    cursor = page.original.textCursor()
    cursor.setPosition(block.position() + 3)
    assert cursor.charFormat().fontWeight() == 600
    cursor.setPosition(block.position() + 20)
    assert cursor.charFormat().fontWeight() < 600


def test_a_figure_corrected_by_keys_goes_into_the_library(
    qtbot: QtBot, flows: Any, in_dialog: InDialog
) -> None:
    """From the file to the library with one figure typed anew and one paragraph moved."""
    from PySide6.QtCore import Qt

    moved: list[str] = []

    def correct(dialog: Any) -> None:
        dialog.outcome.sections.setCurrentIndex(dialog.outcome.sections.findData("requests"))
        dialog.outcome.page.focus_value("applications/received/natural")
        view = dialog.outcome.page.tables["applications"].view
        qtbot.keyClicks(view, "7")  # type: ignore[no-untyped-call]
        qtbot.keyClicks(view.editor, "7")  # type: ignore[no-untyped-call]
        qtbot.keyClick(view.editor, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
        dialog.outcome.sections.setCurrentIndex(dialog.outcome.sections.findData("other"))
        section = dialog.session.report.section("other")
        index = next(n for n, p in enumerate(section.paragraphs) if p.text)
        moved.append(section.paragraphs[index].text)
        dialog.outcome.page.prose.select(index, 0, 0)
        menu = dialog.outcome.mover.menu()
        menu.aboutToShow.emit()
        next(a for a in menu.actions() if a.data() == "problems").trigger()
        dialog.ok.click()

    names = in_dialog(correct)
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: bool(names) and bool(flows.desk.rows()), timeout=20000)
    stored = flows.desk.open(flows.desk.rows()[0].id).report
    assert stored.values["applications/received/natural"] == 77
    assert moved[0] in stored.section("problems").text
    assert moved[0] not in stored.section("other").text
    assert stored.about.status == "final"


def test_straight_on_to_this_years_draft(qtbot: QtBot, flows: Any, in_dialog: InDialog) -> None:
    def go_on(dialog: Any) -> None:
        dialog.unit.setText("临川县柳河镇人民政府")
        dialog.next.click()

    names = in_dialog(go_on)
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: flows.page is not None, timeout=20000)
    assert names == ["importReview"]
    assert flows.session.report.year == 2025
    assert flows.session.report.unit == "临川县柳河镇人民政府"
    assert sorted(row.year for row in flows.desk.rows()) == [2024, 2025]


def test_a_file_of_the_queue_is_put_right_and_stored(
    qtbot: QtBot, flows: Any, files: list[Path], in_dialog: InDialog
) -> None:
    """核对、改正: the page of one file over the queue; what was put right is what is stored."""
    queue = ImportQueue(None, flows.desk, files)
    queue.show()
    qtbot.waitUntil(lambda: not queue.busy, timeout=20000)
    queue.hide()  # so that the page is the only dialog there is

    def correct(dialog: Any) -> None:
        dialog.session.set_values({"applications/received/natural": Decimal(78)}, "改")
        dialog.handed_in.setChecked(False)
        dialog.ok.click()

    names = in_dialog(correct)
    queue.table.selectRow(2)
    queue.open_entry()
    assert names == ["importReview"]
    qtbot.waitUntil(lambda: not queue.busy and bool(queue.stored), timeout=20000)
    assert [e.state for e in queue.entries] == ["read", "refused", "stored"]
    assert "草稿" in queue.entries[2].words
    stored = flows.desk.open(queue.stored[0]).report
    assert stored.values["applications/received/natural"] == 78
    queue.table.selectRow(2)
    assert not queue.look.isEnabled()  # it is in the library now, and is put right there
    queue.done(0)
    queue.deleteLater()


def test_one_file_of_the_queue_is_stored_alone(qtbot: QtBot, flows: Any, files: list[Path]) -> None:
    queue = ImportQueue(None, flows.desk, files)
    queue.show()
    qtbot.waitUntil(lambda: not queue.busy, timeout=20000)
    queue.table.selectRow(1)
    assert not queue.take.isEnabled()  # it could not be read
    queue.table.selectRow(0)
    queue.take.click()
    qtbot.waitUntil(lambda: not queue.busy and bool(queue.stored), timeout=20000)
    assert [e.state for e in queue.entries] == ["stored", "refused", "read"]
    assert flows.desk.rows()[0].status == "final"  # of a year long past
    queue.done(0)
    queue.deleteLater()


def test_the_file_dialog_lists_every_kind_that_can_be_read(
    qtbot: QtBot, flows: Any, tmp_path: Path
) -> None:
    from PySide6.QtCore import QDir

    from giadesk.ui.dialogs import file_dialog

    for suffix in (".docx", ".gia", ".wps", ".txt", ".exe"):
        (tmp_path / f"去年{suffix}").write_text("x", "utf-8")
    dialog = file_dialog(flows.window, flows.settings, several=True)
    qtbot.addWidget(dialog)
    patterns = dialog.nameFilters()[0].partition("(")[2].rstrip(")").split()
    listed = QDir(str(tmp_path)).entryList(patterns)
    assert listed == ["去年.docx", "去年.gia", "去年.txt", "去年.wps"]
    assert dialog.nameFilters()[1] == "所有文件 (*)"
