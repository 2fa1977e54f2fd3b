"""Rows of lists whose words are broken into lines."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QApplication, QHeaderView, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from giadesk.ui import theme
from giadesk.ui.wrapping import wrap

WORDS = "无法读取这个文件已经损坏请重新复制或下载" * 2


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> QTableWidget:
    theme.apply(qapp)
    table = QTableWidget(1, 2)
    qtbot.addWidget(table)
    table.resize(600, 500)
    table.setItem(0, 0, QTableWidgetItem(WORDS))
    table.setItem(0, 1, QTableWidgetItem("短"))
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    wrap(table)
    table.show()
    return table


def test_a_row_has_room_for_every_line_that_is_painted(qtbot: QtBot, table: QTableWidget) -> None:
    metrics = table.fontMetrics()
    em = metrics.horizontalAdvance("国")
    for width in range(5 * em, 9 * em, 3):  # across several numbers of characters a line
        table.setColumnWidth(0, width)
        across = (width - 2 * theme.CELL - 6) // em  # 6: what the style leaves free itself
        lines = math.ceil(len(WORDS) / across)
        least, most = (round(n * metrics.lineSpacing()) for n in (lines, lines + 1.5))
        qtbot.waitUntil(lambda a=least, z=most: a <= table.rowHeight(0) <= z)


def test_a_row_follows_its_words(qtbot: QtBot, table: QTableWidget) -> None:
    table.setColumnWidth(0, 200)
    qtbot.waitUntil(lambda: table.rowHeight(0) > 3 * table.fontMetrics().height())
    item = table.item(0, 0)
    assert item is not None
    item.setText("短")
    qtbot.waitUntil(lambda: table.rowHeight(0) < 3 * table.fontMetrics().height())
