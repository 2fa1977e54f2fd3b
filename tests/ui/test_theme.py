"""Colours can be read on what they stand on, and the application gets the look."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from giadesk.ui import theme

PAPERS = ("base", "window", "panel", "head", "computed", "locked", "unchanged", "selection")
INKS = ("text", "muted", "must", "verify", "hint", "good", "accent")


def _luminance(colour: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def applied(request: pytest.FixtureRequest, qapp: QApplication):
    theme.apply(qapp, in_scheme=request.param)
    yield request.param
    theme.apply(qapp)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_can_be_read_on_every_paper(applied: str, ink: str, paper: str) -> None:
    assert contrast(theme.colour(ink), theme.colour(paper)) >= 4.5


@pytest.mark.parametrize("ink", ["must", "verify", "hint", "good"])
def test_a_mark_can_be_read_on_its_own_tint(applied: str, ink: str) -> None:
    assert contrast(theme.colour(ink), theme.colour(f"{ink}_soft")) >= 4.5
    assert contrast(theme.colour("text"), theme.colour(f"{ink}_soft")) >= 4.5


def test_focus_stands_out_from_paper_and_grid(applied: str) -> None:
    assert contrast(theme.colour("focus"), theme.colour("base")) >= 3


@pytest.mark.parametrize("paper", ["base", "window", "panel"])
def test_the_edge_of_a_field_can_be_seen(applied: str, paper: str) -> None:
    assert contrast(theme.colour("edge"), theme.colour(paper)) >= 3


@pytest.mark.parametrize("made", [QCheckBox, QLineEdit, QComboBox, QSpinBox])
def test_a_field_is_drawn_with_that_edge(applied: str, qtbot: Any, made: type[QWidget]) -> None:
    """What is seen, not what the table of colours says: some pixel of the edge differs enough."""
    page = QWidget()
    qtbot.addWidget(page)
    field = made(page)
    field.resize(field.sizeHint())
    picture = page.grab(field.geometry()).toImage()
    middle = picture.height() // 2
    across = [picture.pixelColor(x, middle) for x in range(min(20, picture.width()))]
    assert max(contrast(one, theme.colour("base")) for one in across) >= 3


@pytest.mark.parametrize("made", [QLineEdit, QSpinBox])
def test_a_field_with_the_focus_has_an_edge_of_another_colour(
    applied: str, qtbot: Any, made: type[QWidget]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    field, other = made(page), QCheckBox(page)
    field.move(0, 40)
    field.resize(200, field.sizeHint().height())
    page.resize(240, 120)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    def edge() -> list[QColor]:
        picture = page.grab(field.geometry()).toImage()
        return [picture.pixelColor(100, y) for y in range(3)]

    other.setFocus()
    without = edge()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(field.hasFocus)
    assert edge() != without
    assert max(contrast(one, theme.colour("base")) for one in edge()) >= 3


def test_selected_words_of_a_field_can_be_read(applied: str) -> None:
    assert contrast(theme.colour("field_text"), theme.colour("field")) >= 4.5
    assert contrast(theme.colour("field"), theme.colour("base")) >= 3


def test_how_far_a_bar_is_and_where_it_ends_is_seen(applied: str, qtbot: Any) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    bar.setTextVisible(False)
    bar.setValue(50)
    bar.resize(200, 6)
    picture = bar.grab().toImage()
    done, open_, end = (picture.pixelColor(x, 3) for x in (50, 150, 199))
    assert contrast(done, open_) >= 3
    assert contrast(end, open_) >= 3


@pytest.mark.parametrize("way", list(Qt.Orientation))
def test_where_a_view_is_scrolled_to_is_seen(applied: str, qtbot: Any, way: Qt.Orientation) -> None:
    bar = QScrollBar(way)
    qtbot.addWidget(bar)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    bar.resize(*(bar.sizeHint().width(), 200)[:: 1 if way == Qt.Orientation.Vertical else -1])
    middle = bar.sizeHint().width() // 2

    def at(along: int) -> QColor:
        place = (along, middle) if way == Qt.Orientation.Horizontal else (middle, along)
        return bar.grab().toImage().pixelColor(*place)

    assert contrast(at(50), at(150)) >= 3
    bar.setValue(100)
    assert contrast(at(50), at(150)) >= 3
    assert contrast(at(50), theme.colour("window")) < 1.1


def test_the_focus_of_a_main_button_has_one_ring(applied: str, qtbot: Any) -> None:
    button = QPushButton("　" * 8)  # nothing but what is drawn about the words
    button.setProperty("kind", "main")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    button.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after Tab
    picture = button.grab().toImage()
    middle = picture.height() // 2
    across = {picture.pixelColor(x, middle).name() for x in range(4, picture.width() - 4)}
    assert across == {theme.colour("accent").name()}
    assert contrast(picture.pixelColor(0, middle), theme.colour("accent")) >= 1.5


def test_the_focus_does_not_dim_the_line_in_hand(applied: str, qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    lines, other = QListWidget(page), QLineEdit(page)
    lines.addItems(["政府信息公开", "工作年度报告"])
    lines.setCurrentRow(0)
    lines.resize(300, 120)
    other.move(0, 140)
    page.resize(320, 200)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    box = lines.visualItemRect(lines.item(0))

    def seen() -> tuple[QImage, QImage]:
        picture = lines.viewport().grab(box).toImage()
        return picture, picture.copy(picture.rect().adjusted(2, 2, -2, -2))

    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    without, words = seen()
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lines.hasFocus)
    page.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after Tab
    there, the_same = seen()
    assert there != without
    assert the_same == words


def test_ticks_and_bars_grow_with_the_words(qapp: QApplication, qtbot: Any) -> None:
    sizes = []
    for zoom in (100, 200):
        theme.apply(qapp, zoom)
        box = QCheckBox()
        qtbot.addWidget(box)
        box.ensurePolished()
        option = QStyleOptionButton()
        box.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        sizes.append(box.style().subElementRect(part, option, box).width())
    theme.apply(qapp)
    assert sizes[1] >= 1.5 * sizes[0]


def test_both_schemes_name_the_same_colours(qapp: QApplication) -> None:
    assert theme._LIGHT.keys() == theme._DARK.keys()


def test_an_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.colour("pink")


def test_apply_gives_style_font_and_palette(qapp: QApplication) -> None:
    theme.apply(qapp)
    assert qapp.property("giadeskStyle") == "Fusion"
    assert qapp.font().families()[: len(theme.FAMILIES)] == list(theme.FAMILIES)
    assert qapp.font().pointSizeF() == pytest.approx(10.5)
    assert qapp.palette().base().color() == theme.colour("base")


def test_zoom_scales_the_font(qapp: QApplication) -> None:
    theme.apply(qapp, zoom=200)
    assert qapp.font().pointSizeF() == pytest.approx(21)
    theme.apply(qapp)
    assert min(theme.ZOOMS) == 80
    assert max(theme.ZOOMS) == 200


def test_a_change_of_zoom_is_dressed_in_a_turn_of_its_own(qapp: QApplication, qtbot: Any) -> None:
    box = QCheckBox("已核对")
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    for zoom in (150, 175, 200):  # faster than the loop turns
        theme.change(qapp, zoom, "light")
        assert qapp.font().pointSizeF() == pytest.approx(10.5 * zoom / 100)
        assert not qapp.styleSheet()
        assert not box.updatesEnabled()  # half dressed it is not painted
    qtbot.waitUntil(box.updatesEnabled)
    assert qapp.styleSheet() == theme.style_sheet(200)
    theme.change(qapp, 80, "dark")
    theme.apply(qapp)
    qapp.processEvents()
    assert box.updatesEnabled()
    assert qapp.styleSheet() == theme.style_sheet(100)
    assert theme.scheme() == "light"
