"""The tour of the first run: at the real widgets, by keys, skipped for good, called again from 帮助."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from giadesk.ui import theme
from giadesk.ui.tour import SETTING, STEPS
from tests.ui.gallery import settle


@pytest.fixture
def first_run(qtbot: QtBot, flows: Any) -> Any:
    """The very first start: the welcome is answered, the tour begins."""
    flows.window.activateWindow()
    assert flows.own.welcome_if_new([])
    welcome = flows.window.pages.currentWidget()
    welcome.fields["unit"].setText("云岭县白鹭镇人民政府")
    welcome.ok.click()
    qtbot.waitUntil(lambda: flows.tour.step == 0)
    return flows


def card(flows: Any) -> Any:
    return flows.tour._card


def press(qtbot: QtBot, key: Qt.Key) -> None:
    """Press a key where the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def test_there_are_five_steps_at_most() -> None:
    assert 1 <= len(STEPS) <= 5


def test_enter_leads_through_both_pages_to_the_end(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    press(qtbot, Qt.Key.Key_Return)
    assert flows.tour.step == 1
    press(qtbot, Qt.Key.Key_Return)
    assert flows.tour.step == -1  # it waits for a report
    assert not flows.tour.over
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.tour.step == 2)
    seen = []
    while flows.tour.step >= 0:
        seen.append(flows.tour.step)
        press(qtbot, Qt.Key.Key_Return)
    assert seen == [2, 3, 4]
    assert flows.tour.over


def test_each_step_points_at_a_widget_that_is_there(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.tour.step == 2)
    targets = set()
    for number in (2, 3, 4):
        assert flows.tour.step == number
        settle()
        target = flows.page.findChild(QWidget, STEPS[number].target)
        assert target is not None
        assert target.isVisible()
        targets.add(target.objectName())
        place = QRect(target.mapTo(flows.window, target.rect().topLeft()), target.size())
        ring = flows.tour._ring.geometry()
        assert ring.contains(place.center())
        assert flows.window.rect().contains(card(flows).geometry())
        flows.tour.next()
    assert len(targets) == 3


def test_escape_skips_for_good(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    press(qtbot, Qt.Key.Key_Escape)
    assert flows.tour.step == -1
    assert flows.tour.over
    assert QApplication.focusWidget() is flows.window.start.actions_[0]  # where it was before
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.page is not None)
    settle(0.05)
    assert flows.tour.step == -1
    assert not flows.own.welcome_if_new([])
    settle(0.05)
    assert flows.tour.step == -1


def test_the_sample_town_begins_with_the_report(qtbot: QtBot, flows: Any) -> None:
    assert flows.own.welcome_if_new([])
    flows.window.pages.currentWidget().sample.click()
    qtbot.waitUntil(lambda: flows.tour.step == 2)


def test_an_old_user_is_left_in_peace(qtbot: QtBot, flows: Any) -> None:
    flows.desk.set_office({"unit": "云岭县白鹭镇人民政府"})
    assert not flows.own.welcome_if_new([])
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.page is not None)
    settle(0.05)
    assert flows.tour.step == -1
    assert flows.settings.value(SETTING) is None


def test_it_is_called_again_from_help_on_either_page(qtbot: QtBot, first_run: Any) -> None:
    from giadesk.ui.more_menu import make_menu

    flows = first_run
    flows.tour.skip()
    menu = flows.window.start.help_menu()
    next(a for a in menu.actions() if a.text() == "新手导览").trigger()
    assert flows.tour.step == 0
    flows.tour.skip()
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.page is not None)
    menu = make_menu(flows, flows.page)
    next(a for a in menu.actions() if a.text() == "新手导览").trigger()
    assert flows.tour.step == 2
    flows.tour.skip()
    assert flows.tour.over


def test_back_and_the_mouse(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    assert not card(flows).back.isVisible()
    qtbot.mouseClick(card(flows).next, Qt.MouseButton.LeftButton)
    assert flows.tour.step == 1
    qtbot.mouseClick(card(flows).back, Qt.MouseButton.LeftButton)
    assert flows.tour.step == 0
    qtbot.mouseClick(card(flows).skip, Qt.MouseButton.LeftButton)
    assert flows.tour.over


def test_it_goes_on_where_the_last_session_ended(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    flows.tour.next()
    flows.tour._hide()  # the program is closed here
    flows.own.welcome_if_new([])
    qtbot.waitUntil(lambda: flows.tour.step == 1)


def test_leaving_the_page_takes_it_away(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.tour.step == 2)
    flows.show_start()
    assert flows.tour.step == -1
    flows.window.start.show()
    settle(0.05)
    assert flows.tour.step == -1  # the steps of the start page were passed over


def test_a_screen_reader_hears_the_step(qtbot: QtBot, first_run: Any) -> None:
    flows = first_run
    focused = QApplication.focusWidget()
    assert focused is card(flows).next
    assert STEPS[0].words in focused.accessibleDescription()
    assert "第 1 步，共 5 步" in card(flows).accessibleName()


@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_no_word_is_cut_off_and_the_card_stays_inside(
    qtbot: QtBot, first_run: Any, qapp: Any, zoom: int
) -> None:
    flows = first_run
    try:
        theme.apply(qapp, zoom)
        flows.open(flows.desk.sample())
        qtbot.waitUntil(lambda: flows.tour.step == 2)
        for step in (2, 3, 4):
            settle(0.02)
            assert flows.tour.step == step
            assert flows.window.rect().contains(card(flows).geometry())
            for label in card(flows).findChildren(QLabel):
                assert label.heightForWidth(label.width()) <= label.height() + 1, label.text()
            flows.tour.next()
    finally:
        theme.apply(qapp)


def test_the_frame_goes_with_a_page_that_a_message_pushes_down(
    qtbot: QtBot, first_run: Any
) -> None:
    flows = first_run
    window = flows.window
    ring, target = flows.tour._ring, window.findChild(QWidget, "fromLastYear")

    def around() -> bool:
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        return bool(ring.geometry() == place.adjusted(-3, -3, 3, 3))

    qtbot.waitUntil(around)
    before, under = ring.geometry().top(), card(flows).geometry().top()
    window.messages.say("第二备份位置没有找到。", "verify", key="moved")
    qtbot.waitUntil(lambda: around() and ring.geometry().top() > before)
    assert card(flows).geometry().top() > under
    window.messages.withdraw("moved")
    qtbot.waitUntil(lambda: around() and ring.geometry().top() == before)


def test_the_card_lies_in_the_library_and_not_over_the_actions(
    qtbot: QtBot, first_run: Any
) -> None:
    press(qtbot, Qt.Key.Key_Return)
    window = first_run.window
    library = window.findChild(QWidget, "library")
    place = QRect(library.mapTo(window, QPoint(0, 0)), library.size())
    assert place.contains(card(first_run).geometry())
