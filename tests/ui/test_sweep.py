"""Every widget of every page and dialog at each zoom: no word cut off, nothing over its sibling,
a name to be spoken for whatever takes the focus, and no dialog larger than a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSizeGrip,
    QSplitter,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from giadesk.app import speak_chinese
from giadesk.ui import pieces, theme
from giadesk.ui.choices import Choice
from giadesk.ui.top_bar import Elided
from tests.ui.gallery import Shown, Town, settle

WIDTH, HEIGHT = 1366, 768
SLACK = 1
"""Pixels that rounding may take."""
FLOATING = {"figureSearch", "cellHint"}
"""What lies over its siblings on purpose."""
_SPOKEN = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def of_qt(widget: QWidget) -> bool:
    """Whether Qt made it inside a widget of its own: arrows of bars, the field of a spin box."""
    parent = widget.parentWidget()
    if isinstance(widget, QTabBar):
        return False  # what its tabs say is ours
    return widget.objectName().startswith("qt_") or isinstance(
        parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView | QTabBar
    )


def clipped(widget: QWidget) -> Iterator[str]:
    """Words that need more room than they have."""
    if isinstance(widget, QLabel):
        if not widget.text():
            return
        if isinstance(widget, Elided):  # it takes fewer words; an ordinary name it never cuts
            if widget.text().endswith("…"):
                yield f"“{widget.text()}” is shortened"
            return
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + SLACK:
                yield f"“{widget.text()[:24]}” is {needed} high and has {widget.height()}"
            longest = max(widget.text().split(), key=len, default="")
            if widget.fontMetrics().horizontalAdvance(longest[:1]) > widget.width():
                yield f"“{widget.text()[:24]}” has no room at all"
        elif widget.sizeHint().width() > widget.width() + SLACK:
            yield f"“{widget.text()[:24]}” wants {widget.sizeHint().width()}, has {widget.width()}"
        elif widget.fontMetrics().height() > widget.height() + SLACK:
            yield f"“{widget.text()[:24]}” is cut in height"
    elif isinstance(widget, QAbstractButton) and widget.text():
        needed = _wide(widget, widget.text())
        if isinstance(widget, QCheckBox | QRadioButton):
            needed = widget.sizeHint().width()
        elif isinstance(widget, QPushButton):
            needed += 8
        if needed > widget.width() + SLACK:
            yield f"“{widget.text()}” needs {needed}, has {widget.width()}"
        if widget.fontMetrics().height() > widget.height() + SLACK:
            yield f"“{widget.text()}” is cut in height"
    elif isinstance(widget, QTabBar):
        yield from _clipped_tabs(widget)
    elif isinstance(widget, QGroupBox):
        if widget.fontMetrics().horizontalAdvance(widget.title()) > widget.width():
            yield f"“{widget.title()}” is cut"
    elif (
        isinstance(widget, QComboBox | QAbstractSpinBox | QLineEdit)
        and widget.fontMetrics().height() > widget.height() + SLACK
    ):
        yield "is too low for its font"
    if isinstance(widget, QComboBox) and not isinstance(widget, Choice):
        yield from _clipped_choice(widget)
    explanation = getattr(widget, "wanted_height", None)
    if explanation is not None and explanation() > widget.height() + SLACK:
        yield f"wants {explanation()} of height, has {widget.height()}"


def _wide(widget: QWidget, words: str) -> int:
    """Pixels of the words as drawn: the sign that makes the next one a key is not drawn."""
    return widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words).width()


def _clipped_choice(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(control, option, part, combo).width()
    needed = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if needed > room + SLACK:
        yield f"“{combo.currentText()}” needs {needed}, has {room}"


def _clipped_tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        box = bar.tabRect(place)
        words = bar.tabText(place)
        if _wide(bar, words) > box.width():
            yield f"tab “{words}” is shortened"
        if not bar.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box):
            yield f"tab “{words}” does not fit the bar"


def overlapping(widget: QWidget) -> Iterator[str]:
    """Siblings over each other, and children that their parent cuts off."""
    if isinstance(widget, QAbstractScrollArea | QComboBox | QAbstractSpinBox | QLineEdit | QTabBar):
        return
    children = [
        child
        for child in widget.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not of_qt(child)
        and not child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        and not child.property("floating")  # the tour stands over the page, beside its target
        and child.objectName() not in FLOATING
        and not isinstance(child, QSizeGrip)
    ]
    if widget.layout() is None and not isinstance(widget, QSplitter):
        return
    for place, child in enumerate(children):
        box = child.geometry()
        cut = not widget.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box)
        if cut:
            yield f"{_called(child)} {_box(box)} sticks out of {_box(widget.rect())}"
        for other in children[place + 1 :]:
            common = box.intersected(other.geometry())
            if common.width() > SLACK and common.height() > SLACK:
                yield f"{_called(child)} lies over {_called(other)} by {_box(common)}"


def unnamed(widget: QWidget) -> Iterator[str]:
    """Controls that take the focus and have nothing for a screen reader to say."""
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QSplitter):
        return
    # a label is spoken with its text
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    if isinstance(widget, QTabBar) and widget.parentWidget() is not None:
        words = widget.parentWidget().accessibleName()
    if isinstance(
        widget.window(), QFileDialog
    ):  # Qt's own: its labels are the buddies of its fields
        buddies = [label.buddy() for label in widget.window().findChildren(QLabel)]
        words = words or ("a label" if widget in buddies else "")
    if not widget.accessibleName() and not words:
        yield "takes the focus and has no accessible name"
    qts = isinstance(widget.window(), QFileDialog | QMessageBox)
    if isinstance(widget, _SPOKEN) and not widget.objectName() and not qts:
        yield "has no object name"


def guessing(widget: QWidget) -> Iterator[str]:
    """Labels that would take a mark-up in somebody's text for one."""
    if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
        yield f"“{widget.text()[:24]}” is not plain text"


def faults_of(shown: Shown) -> Iterator[str]:
    top = shown.sheet or shown.window
    for widget in [top, *top.findChildren(QWidget)]:
        if not widget.isVisible() or of_qt(widget) or widget.window() is not top:
            continue
        faults = [*clipped(widget), *overlapping(widget), *unnamed(widget)]
        if not isinstance(top, QFileDialog | QMessageBox):  # Qt's own labels, with Qt's own words
            faults += guessing(widget)
        for fault in faults:
            yield f"{_called(widget)}: {fault}"
    if shown.sheet is not None and (top.width() > WIDTH or top.height() > HEIGHT - 40):
        yield f"the dialog is {top.width()}x{top.height()}, more than the screen"
    if shown.sheet is None and (top.width() > WIDTH or top.height() > HEIGHT):
        yield f"the window has grown to {top.width()}x{top.height()}"


def _called(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def _box(box: QRect) -> str:
    return f"{box.x()},{box.y()} {box.width()}x{box.height()}"


@pytest.fixture(scope="module")
def town(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The library with the invented town's reports, made once; Qt's words as the clerk has them."""
    speak_chinese()
    town = Town(tmp_path_factory.mktemp("town"))
    yield town
    town.close()


@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_no_page_has_a_fault_at_any_zoom(qapp: QApplication, town: Town, zoom: int) -> None:
    theme.apply(qapp, zoom)
    faults: dict[str, list[str]] = {}
    pages = 0
    flows: Any = town.make_window(WIDTH, HEIGHT)
    try:
        for shown in town.walk(flows):
            pages += 1
            for fault in faults_of(shown):
                faults.setdefault(fault, []).append(shown.name)
        assert pages >= 80
    finally:
        town.let_go(flows)
        theme.apply(qapp)
    told = [f"{fault}  [{names[0]} +{len(names) - 1}]" for fault, names in faults.items()]
    assert not told, "\n".join(told)


def test_the_sweep_finds_what_is_wrong(qtbot: Any, qapp: QApplication) -> None:
    """The judges are judged: each kind of fault, made on purpose, is told."""
    theme.apply(qapp)
    box = QWidget()
    qtbot.addWidget(box)
    rows = QVBoxLayout(box)
    button = pieces.button("一个很长的按钮标题", "long", lambda: None)
    button.setFixedWidth(30)
    label = pieces.label("不换行的一行文字，放不下", "words")
    label.setFixedWidth(30)
    wrapped = pieces.label("换行的文字，" * 10, "wrapped", wrap=True)
    wrapped.setFixedSize(80, 20)
    nameless = QLineEdit()
    combo = QComboBox()
    combo.addItem("一个很长的选项，放不下")
    combo.setFixedWidth(60)
    title = Elided("title")
    title.set_text("一个很长的标题" * 20)
    title.setFixedWidth(120)
    for widget in (button, label, wrapped, nameless, combo, title):
        rows.addWidget(widget)
    across = QHBoxLayout()
    rows.addLayout(across)
    one, two = pieces.label("一", "one"), pieces.label("二", "two")
    across.addWidget(one)
    across.addWidget(two)
    box.show()
    settle()
    two.setGeometry(one.geometry())
    assert list(clipped(button))
    assert list(clipped(label))
    assert list(clipped(wrapped))
    assert list(clipped(combo))
    assert list(clipped(title))
    assert list(unnamed(nameless))
    assert any("one lies over two" in fault for fault in overlapping(box))
    two.move(box.width() - 3, 0)
    assert any("two" in fault and "sticks out" in fault for fault in overlapping(box))
