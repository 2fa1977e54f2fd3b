"""The small widgets: what they show where there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QStyle,
    QStyleOptionSpinBox,
    QTabWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from giadesk.ui import dialogs, theme
from giadesk.ui.choices import Choice, Tabs
from giadesk.ui.import_outcome import menu_button


def choice(qtbot: QtBot, words: str, width: int) -> Choice:
    made = Choice()
    qtbot.addWidget(made)
    made.addItem(words)
    made.setFixedWidth(width)
    made.show()
    return made


def test_what_tells_two_long_choices_apart_is_seen(qtbot: QtBot) -> None:
    pictures = [
        choice(qtbot, f"政府信息公开工作年度报告（{years}年格式）", 200).grab().toImage()
        for years in ("2019", "2021")
    ]
    assert pictures[0] != pictures[1]


def test_words_that_are_not_shown_whole_are_in_the_tip(qtbot: QtBot) -> None:
    words = "收到和处理政府信息公开申请情况（2019—2025年）"
    for width, told in ((600, False), (200, True)):
        one = choice(qtbot, words, width)
        QToolTip.hideText()
        here = QPoint(5, 5)
        QApplication.sendEvent(one, QHelpEvent(QEvent.Type.ToolTip, here, one.mapToGlobal(here)))
        assert (words in QToolTip.text()) == told
    QToolTip.hideText()


def test_a_choice_shows_where_it_opens_and_that_it_cannot_be_opened(qtbot: QtBot) -> None:
    one = choice(qtbot, "草稿", 200)
    able = one.grab().toImage()
    shades = [
        able.pixelColor(x, y).lightness()
        for x in range(one.width() - 22, one.width() - 3)
        for y in range(4, one.height() - 4)
    ]
    assert max(shades) - min(shades) > 120  # a dark sign on a light ground
    one.setEnabled(False)
    assert one.grab().toImage() != able


def test_a_button_with_a_menu_says_so_in_its_words(qtbot: QtBot) -> None:
    button = menu_button("放入", "put")
    qtbot.addWidget(button)
    assert button.text() == "放入 ▾"
    assert button.accessibleName() == "放入"
    assert button.menu() is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_hand_is_told_from_the_others_by_the_colour_of_its_words(
    qtbot: QtBot, qapp: QApplication, scheme: theme.Scheme
) -> None:
    theme.apply(qapp, 200, scheme)
    try:
        tabs = QTabWidget()
        qtbot.addWidget(tabs)
        for words in ("填报说明", "去年", "趋势"):
            tabs.addTab(QWidget(), words)
        tabs.setCurrentIndex(1)
        tabs.resize(1000, 300)
        tabs.show()
        bar = tabs.tabBar()
        picture = bar.grab().toImage()
        wanted = theme.colour("accent")
        inked = []
        for place in range(3):
            box = bar.tabRect(place)
            inked.append(
                any(
                    picture.pixelColor(x, y) == wanted
                    for x in range(box.left() + 4, box.right() - 4)
                    for y in range(box.top() + 6, box.bottom() - 6)
                )
            )
        assert inked == [False, True, False]
    finally:
        theme.apply(qapp)


def test_tabs_need_no_more_height_than_the_page_in_hand(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    for height in (50, 400):
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.addSpacing(height)
        tabs.addTab(page, str(height))
    tabs.show()
    low = tabs.minimumSizeHint().height()
    assert low < 300
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: tabs.minimumSizeHint().height() > 400)
    tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: tabs.minimumSizeHint().height() == low)


def test_an_arrow_that_leads_nowhere_is_paler(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, 200)
    try:
        box = QWidget()
        qtbot.addWidget(box)
        spin = dialogs.number_field(QFormLayout(box), "行数", "rows", 3, (1, 9))
        box.show()

        def darkest(part: QStyle.SubControl) -> int:
            option = QStyleOptionSpinBox()
            spin.initStyleOption(option)
            control = QStyle.ComplexControl.CC_SpinBox
            place = spin.style().subControlRect(control, option, part, spin).adjusted(3, 3, -3, -3)
            picture = spin.grab(place).toImage()
            dots = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
            return min(picture.pixelColor(x, y).lightness() for x, y in dots)

        up, down = QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown
        assert darkest(up) < 80
        assert darkest(down) < 80
        spin.setValue(9)
        assert darkest(up) > darkest(down) + 20
    finally:
        theme.apply(qapp)
