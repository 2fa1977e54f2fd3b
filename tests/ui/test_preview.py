"""The pages as they will print, and the picture of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from giadesk import app
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.annexes import Review
from giadesk.exports.profile import load_profile
from giadesk.sample import last_years_report
from giadesk.ui import theme
from giadesk.ui.preview import HEIGHT, WIDTH, Preview

POINTS = (round(WIDTH), round(HEIGHT))


def drawn(dialog: Preview, page: int) -> QImage:
    image = QImage(*POINTS, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    dialog.sheet.paint_page(painter, dialog.sheet.pages[page])
    painter.end()
    return image


def ink(image: QImage, left: int, top: int, right: int, bottom: int) -> int:
    """How many dark dots there are in a part of the page, in points."""
    return sum(
        QColor(image.pixel(x, y)).lightness() < 128
        for y in range(top, bottom)
        for x in range(left, right)
    )


@pytest.fixture
def preview(qtbot: QtBot, form: Form) -> Preview:
    dialog = Preview(None, last_years_report(form), form)
    qtbot.addWidget(dialog)
    dialog.finish()
    return dialog


def test_ink_stays_within_the_type_area(preview: Preview) -> None:
    page = drawn(preview, 1)
    width, height = POINTS
    assert ink(page, 0, 0, width, 100) == 0  # 37 mm above
    assert ink(page, 0, 0, 74, height) == 0  # 28 mm at the left
    assert ink(page, 80, 105, 520, 740) > 1000


def test_around_the_pages_there_is_one_ground(
    preview: Preview, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp)
    preview.resize(1500, 700)
    preview.show()
    preview.sheet.set_scale(1.0)
    qtbot.waitUntil(lambda: preview.sheet.x() > 100)
    image = preview.area.viewport().grab().toImage()
    page = preview.sheet.x() + preview.sheet.GAP
    across = {image.pixelColor(x, 200).name() for x in range(page)}
    assert across == {theme.colour("locked").name()}
    assert image.pixelColor(page + 2, 200) == QColor("white")


def test_page_numbers_alternate(preview: Preview) -> None:
    width, height = POINTS
    foot = (height - 95, height - 50)
    odd, even = drawn(preview, 0), drawn(preview, 1)
    assert ink(odd, width // 2, foot[0], width, foot[1]) > 0
    assert ink(odd, 0, foot[0], width // 2, foot[1]) == 0
    assert ink(even, 0, foot[0], width // 2, foot[1]) > 0
    assert ink(even, width // 2, foot[0], width, foot[1]) == 0


def test_a_draft_says_so_and_a_final_report_does_not(
    qtbot: QtBot, form: Form, preview: Preview
) -> None:
    assert not preview.draft
    draft = Preview(None, last_years_report(form).with_about(status="draft"), form)
    qtbot.addWidget(draft)
    draft.finish()
    final_page, draft_page = drawn(preview, 0), drawn(draft, 0)
    assert final_page != draft_page
    label = draft.findChild(QLabel, "pageCount")
    assert label is not None
    assert "草稿" in label.text()


def test_the_dialog_turns_pages_and_zooms(qtbot: QtBot, form: Form) -> None:
    dialog = Preview(None, last_years_report(form), form)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.finish()
    before = dialog.sheet.scale
    dialog._zoom(1)
    assert dialog.sheet.scale > before
    dialog._turn(1)
    assert dialog.area.verticalScrollBar().value() == dialog.sheet.page_height
    dialog._turn(-1)
    assert dialog.area.verticalScrollBar().value() == 0
    with qtbot.waitSignal(dialog.export_asked):
        dialog._export()


def words_of(dialog: Preview) -> str:
    label = dialog.findChild(QLabel, "pageCount")
    assert label is not None
    return label.text()


def long_report(form: Form, times: int) -> Report:
    """The sample's report with its text so many times over."""
    report = last_years_report(form)
    for section in report.sections:
        if not any(paragraph.table for paragraph in section.paragraphs):
            report = report.with_paragraphs(section.id, section.paragraphs * times)
    return report


def test_a_long_report_is_set_between_the_turns_of_the_window(qtbot: QtBot, form: Form) -> None:
    """The window comes to its turn while forty pages are set, and what is closed is given up."""
    dialog = Preview(None, long_report(form, 40), form)
    qtbot.addWidget(dialog)
    turns: list[int] = []
    ticking = QTimer(dialog)
    ticking.timeout.connect(lambda: turns.append(1))
    ticking.start(0)
    with qtbot.waitSignal(dialog.ready, timeout=20000):
        assert words_of(dialog) == "正在排版……"
    assert len(dialog.sheet.pages) > 40
    assert len(turns) >= 2
    given_up = Preview(None, long_report(form, 40), form)
    qtbot.addWidget(given_up)
    given_up.show()
    given_up.reject()
    assert given_up._work is None
    assert given_up.sheet.pages == []


def test_annexes_and_the_sign_off_sheet_can_be_looked_at(qtbot: QtBot, form: Form) -> None:
    report = last_years_report(form).with_about(status="review")
    dialog = Preview(None, report, form, review=Review(0, 0, ()))
    qtbot.addWidget(dialog)
    dialog.finish()
    alone = len(dialog.sheet.pages)
    dialog.content.setCurrentIndex(dialog.content.findData("annexes"))
    dialog.finish()
    assert len(dialog.sheet.pages) >= alone + 3
    assert "草稿" in words_of(dialog)
    dialog.content.setCurrentIndex(dialog.content.findData("sheet"))
    dialog.finish()
    assert words_of(dialog) == "共 1 页"
    assert ink(drawn(dialog, 0), 80, 105, 520, 740) > 300


def test_another_layout_is_shown_at_once(qtbot: QtBot, form: Form) -> None:
    dialog = Preview(
        None,
        last_years_report(form),
        form,
        choose_layout=lambda: load_profile("local-33"),
    )
    qtbot.addWidget(dialog)
    dialog.finish()
    before = drawn(dialog, 0)
    dialog._other_layout()
    dialog.finish()
    assert drawn(dialog, 0) != before


def test_what_is_printed_are_the_pages_that_are_shown(
    qtbot: QtBot, form: Form, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    dialog = Preview(None, last_years_report(form), form)
    qtbot.addWidget(dialog)
    dialog.finish()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    printer.setFromTo(2, 3)
    with qtbot.waitSignal(dialog.printed, timeout=20000) as printed:
        dialog.print_on(printer)
    assert printed.args == [2]
    assert words_of(dialog) == "已送打印机 2 页"
    import pdfplumber

    with pdfplumber.open(tmp_path / "纸.pdf") as paper:
        assert len(paper.pages) == 2
        assert paper.pages[0].width == pytest.approx(WIDTH, abs=1)
        left = min(float(char["x0"]) for char in paper.pages[0].chars)
        assert left == pytest.approx(28 / 25.4 * 72, abs=3)


def test_the_picture_of_the_report_page(qtbot: QtBot, form: Form, tmp_path: Path) -> None:
    target = tmp_path / "窗口.png"
    report = last_years_report(form)
    assert app.picture_of(report.with_about(year=2025), form, report, target)
    image = QImage(str(target))
    assert (image.width(), image.height()) == (1366, 768)
    colours = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(colours) > 20


def test_a_picture_that_cannot_be_written_is_told(qtbot: QtBot, form: Form, tmp_path: Path) -> None:
    assert not app.picture_of(last_years_report(form), form, None, tmp_path / "没有" / "x.png")
