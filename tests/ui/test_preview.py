"""The pages as they will print, and the picture of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from giadesk import app
from giadesk.core.form import Form
from giadesk.sample import last_years_report
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
    return dialog


def test_ink_stays_within_the_type_area(preview: Preview) -> None:
    page = drawn(preview, 1)
    width, height = POINTS
    assert ink(page, 0, 0, width, 100) == 0  # 37 mm above
    assert ink(page, 0, 0, 74, height) == 0  # 28 mm at the left
    assert ink(page, 80, 105, 520, 740) > 1000


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
    final_page, draft_page = drawn(preview, 0), drawn(draft, 0)
    assert final_page != draft_page
    label = draft.findChild(QLabel, "pageCount")
    assert label is not None
    assert "草稿" in label.text()


def test_the_dialog_turns_pages_and_zooms(qtbot: QtBot, form: Form) -> None:
    dialog = Preview(None, last_years_report(form), form)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.sheet.scale
    dialog._zoom(1)
    assert dialog.sheet.scale > before
    dialog._turn(1)
    assert dialog.area.verticalScrollBar().value() == dialog.sheet.page_height
    dialog._turn(-1)
    assert dialog.area.verticalScrollBar().value() == 0
    with qtbot.waitSignal(dialog.export_asked):
        dialog._export()


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
