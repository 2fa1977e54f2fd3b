"""Lists whose lines break at the width there is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QListView, QListWidget

from giadesk.ui.in_view import KeepsInView

WORDS = "政府信息公开行政复议、行政诉讼情况"


class Sections(KeepsInView, QListWidget):
    """As 目录 has them."""


def test_what_is_in_hand_stays_whole_in_view_when_the_lines_break_anew(qtbot: Any) -> None:
    words = Sections()
    words.furnish()
    words.setWordWrap(True)
    words.setResizeMode(QListView.ResizeMode.Adjust)
    qtbot.addWidget(words)
    words.addItems([f"{number}、{WORDS}" for number in range(12)])
    words.resize(600, 200)
    words.show()
    words.setCurrentRow(11)

    def whole() -> bool:
        return words.viewport().rect().contains(words.visualItemRect(words.currentItem()))

    qtbot.waitUntil(whole)
    for width, height in ((150, 200), (600, 120), (200, 300)):
        words.resize(width, height)
        qtbot.waitUntil(whole)
    lines = words.visualItemRect(words.currentItem()).height() / words.fontMetrics().height()
    assert lines > 1.5  # they have broken
    words.verticalScrollBar().setValue(0)
    words.addItem("一")  # what is not of the size leaves the list where it is
    qtbot.wait(1)
    assert words.verticalScrollBar().value() == 0
