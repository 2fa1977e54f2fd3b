"""The import page and the queue of several files, on invented files and a library of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from giadesk.core.report import Paragraph
from giadesk.imports.result import Repair
from giadesk.sample import sample_docx
from giadesk.ui.import_page import ImportPage
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
    target = page._target(2)
    assert page.outcome.section_id == target.section
    assert page.session.focused_cell == target.value


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
