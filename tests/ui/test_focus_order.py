"""Tab through every page and dialog: each control is reached once, in reading order, and Shift+Tab goes
the same way back; whatever has the focus is in view and looks different from what has it not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from shiboken6 import getAllValidWrappers

from giadesk.app import speak_chinese
from giadesk.ui import focus, theme
from giadesk.ui.focus import FocusRing, watch
from giadesk.ui.free_table_view import FreeView
from giadesk.ui.prose_text import ProseText
from giadesk.ui.table_grid import GridView
from tests.ui.gallery import Town, settle

Key = Qt.Key
CHANGING = {"undo", "redo"}
"""What becomes possible while Tab chooses levels in an empty text."""
ON_PURPOSE = {"tourSkip", "tourBack"}
"""Behind the button that goes on, though they stand before it."""
MOST = 150
"""Presses of Tab after which a page without end is a trap."""


@pytest.fixture(scope="module")
def town(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The library with the invented town's reports, made once."""
    speak_chinese()
    theme.apply(qapp)
    town = Town(tmp_path_factory.mktemp("town"))
    yield town
    town.close()


def stops(top: QWidget) -> list[QWidget]:
    """What Tab should reach: visible, enabled, and taking the focus by Tab."""
    found = []
    for widget in top.findChildren(QWidget):
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if (
            policy != Qt.FocusPolicy.TabFocus
            or not widget.isEnabled()
            or widget.window() is not top
        ):
            continue
        if not widget.isVisible() or not (in_view(widget) or _scrolled_away(widget)):
            continue
        if isinstance(widget, QAbstractButton) and _grouped(widget):
            continue  # the arrows go through a group, Tab goes to the one that is chosen then
        if widget.focusProxy() is None:
            found.append(widget)
    return found


def in_view(widget: QWidget) -> bool:
    """Whether anything of it is inside all that holds it."""
    box = widget.rect()
    here = widget
    while not here.isWindow() and (parent := here.parentWidget()) is not None:
        box = box.translated(here.pos()).intersected(parent.rect())
        here = parent
    return not box.isEmpty()


def _scrolled_away(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _grouped(button: QAbstractButton) -> bool:
    group = button.group()
    return isinstance(button, QRadioButton) or (group is not None and group.exclusive())


def press(back: bool = False) -> QWidget | None:
    """Tab on what has the focus until it leaves: in an empty text it chooses the level first, at the
    end of a table of one's own it adds a row."""
    now = QApplication.focusWidget()
    assert now is not None
    for _ in range(5):
        _to_the_end(now, back)
        if back:
            QTest.keyClick(now, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        else:
            QTest.keyClick(now, Key.Key_Tab)
        QApplication.processEvents()
        if QApplication.focusWidget() is not now:
            break
    return QApplication.focusWidget()


def _to_the_end(now: QWidget, back: bool) -> None:
    """To where Tab leaves: a table's last cell, inside a line."""
    if isinstance(now, GridView):
        open_ones = [i for i in now.map.ids if now.figures.is_open(i)] or list(now.map.ids)
        now.go(open_ones[0 if back else -1])
    elif isinstance(now, FreeView):
        model = now.model()
        at = (0, 0) if back else (model.rowCount() - 1, model.columnCount() - 1)
        now.go(model.index(*at))
    elif isinstance(now, ProseText) and not now.isReadOnly():
        now.moveCursor(QTextCursor.MoveOperation.Start if back else QTextCursor.MoveOperation.End)
        now.moveCursor(QTextCursor.MoveOperation.EndOfLine)


def walk(start: QWidget, back: bool = False) -> list[QWidget]:
    """What Tab reaches from there until it comes round."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    first = QApplication.focusWidget()
    found: list[QWidget] = []
    here = first
    while here is not None and len(found) < MOST:
        found.append(here)
        here = press(back)
        if here is first:
            return found
    names = " ".join(called(w) for w in found[-6:])
    raise AssertionError(f"Tab does not come round: … {names}")


def called(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return widget.objectName() or f"{type(widget).__name__}“{widget.accessibleName()}”"


def backwards(one: QWidget, next_one: QWidget) -> bool:
    """Whether the second comes before the first to somebody who reads the page."""
    above = [one, *_parents(one)]
    chain = [next_one, *_parents(next_one)]
    common = next(w for w in above if w in chain)
    if common in (one, next_one):
        return False
    a, b = above[above.index(common) - 1], chain[chain.index(common) - 1]
    if _is_over(a, b):
        return False
    mine, other = a.geometry(), b.geometry()
    if other.bottom() < mine.top():
        return True
    beside = other.top() <= mine.bottom() and mine.top() <= other.bottom()
    return beside and other.right() < mine.left()


def _is_over(*widgets: QWidget) -> bool:
    return any(w.property("floating") for w in widgets)


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        if parent.isWindow():
            return
        parent = parent.parentWidget()


def faults_of(top: QWidget) -> Iterator[str]:
    wanted = stops(top)
    try:
        forth = walk(wanted[0])
        back = walk(forth[0], back=True)
    except AssertionError as error:
        yield str(error)
        return
    for widget in forth:
        if forth.count(widget) > 1:
            yield f"{called(widget)} is reached {forth.count(widget)} times"
    for widget in wanted:
        if widget not in forth and widget.isVisible():
            yield f"{called(widget)} is not reached"
    way = [called(w) for w in forth[1:] if called(w) not in CHANGING]
    again = [called(w) for w in reversed(back[1:]) if called(w) not in CHANGING]
    if way != again:
        differ = next((a, b) for a, b in zip([*way, ""], [*again, ""], strict=False) if a != b)
        yield f"Shift+Tab goes another way: {differ}"
    if not isinstance(top, QFileDialog):  # Qt's own
        turns = [
            f"{called(there)} comes after {called(here)}"
            for here, there in itertools.pairwise([*forth, forth[0]])
            if not {called(here), called(there)} & ON_PURPOSE and backwards(here, there)
        ]
        yield from turns if len(turns) > 1 else ()  # once round it is where it began


def unseen(top: QWidget) -> Iterator[str]:
    """Controls that have the focus and do not show it, or have it out of sight."""
    for widget in walk(stops(top)[0]):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if not in_view(widget):
            yield f"{called(widget)} has the focus out of sight"
            continue
        with_it = _picture(top, widget)
        widget.clearFocus()
        settle()
        if _picture(top, widget) == with_it:
            yield f"{called(widget)} looks the same with the focus"


def _picture(top: QWidget, widget: QWidget) -> QImage:
    box = QRect(widget.mapTo(top, QPoint()), widget.size()).adjusted(-3, -3, 3, 3)
    return top.grab(box).toImage()


def test_tab_goes_through_every_page_and_back(qapp: QApplication, town: Town) -> None:
    faults: dict[str, list[str]] = {}
    flows: Any = town.make_window(1366, 768)
    pages = 0
    try:
        for shown in town.walk(flows):
            top = shown.sheet or shown.window
            top.activateWindow()
            assert QTest.qWaitForWindowActive(top), shown.name
            if not stops(top):  # a menu
                continue
            pages += 1
            covered = shown.name.startswith("tour")  # the tour lies over the page on purpose
            for fault in [*faults_of(top), *(() if covered else unseen(top))]:
                faults.setdefault(fault, []).append(shown.name)
    finally:
        town.let_go(flows)
    told = [f"{fault}  [{names[0]} +{len(names) - 1}]" for fault, names in faults.items()]
    assert not told, "\n".join(told)
    assert pages >= 80


def test_the_ring_of_a_list_goes_over_its_scroll_bars(qtbot: Any, qapp: QApplication) -> None:
    """Qt puts a view's bars on top of all that is in it, whenever it lays it out."""
    watch(qapp)
    words = QListWidget()
    qtbot.addWidget(words)
    words.setFrameShape(QListWidget.Shape.NoFrame)
    words.resize(200, 100)
    words.show()
    words.activateWindow()
    words.setFocus()
    qtbot.waitUntil(lambda: words.findChild(FocusRing) is not None)
    words.addItems(["政府信息公开工作年度报告" * 3] * 40)
    bars = words.verticalScrollBar(), words.horizontalScrollBar()
    qtbot.waitUntil(lambda: all(bar.isVisible() for bar in bars))
    words.resize(240, 140)
    settle()
    image = words.grab().toImage()
    right, low = image.width() - 1, image.height() - 1
    edge = [(x, y) for x in range(0, right, 5) for y in (0, low)]
    edge += [(x, y) for y in range(0, low, 5) for x in (0, right)]
    assert {image.pixelColor(x, y).name() for x, y in edge} == {theme.colour("focus").name()}


def test_nothing_stays_of_the_items_of_layouts(qapp: QApplication) -> None:
    """Qt frees an item with its widget and tells nobody: one that Python still knew was taken for
    whatever was made at its address next."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    inner = QHBoxLayout()
    inner.addStretch(1)
    inner.addWidget(QLineEdit())
    layout.addWidget(QPushButton("一"))
    layout.addLayout(inner)
    before = [w for w in getAllValidWrappers() if isinstance(w, QWidgetItem | QSpacerItem)]
    assert [type(w) for w in focus.stops(frame)] == [QPushButton, QLineEdit]
    after = [w for w in getAllValidWrappers() if isinstance(w, QWidgetItem | QSpacerItem)]
    assert len(after) <= len(before)
    assert layout.count() == 2
    frame.deleteLater()
