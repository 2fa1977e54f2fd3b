"""On a wide screen: lines that can be read, and fields of a length that somebody fills."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from giadesk.ui import theme
from giadesk.ui.prose_text import LINE
from tests.ui.prose.conftest import Desk

Make = Callable[..., Desk]
WORDS = "政府信息公开工作" * 20


def widths(desk: Desk) -> list[float]:
    """How wide the words of the first paragraph's lines are, in characters."""
    QApplication.processEvents()
    em = desk.text.fontMetrics().horizontalAdvance("国")
    layout = desk.text.prose.firstBlock().layout()
    lines = [layout.lineAt(i) for i in range(layout.lineCount())]
    return [line.naturalTextWidth() / em for line in lines]


@pytest.mark.parametrize("zoom", [100, 150])
def test_a_line_ends_before_the_eye_loses_it(
    make_desk: Make, qapp: QApplication, zoom: int
) -> None:
    desk = make_desk(WORDS)
    desk.editor.resize(1800, 500)
    try:
        theme.apply(qapp, zoom)
        assert LINE - 3 < max(widths(desk)) <= LINE
        desk.editor.resize(600, 500)  # there all of the paper is written on
        narrow = max(widths(desk))
        em = desk.text.fontMetrics().horizontalAdvance("国")
        assert narrow < LINE - 3
        assert narrow > desk.text.viewport().width() / em - 4
        desk.editor.resize(1800, 500)
        assert max(widths(desk)) > LINE - 3
    finally:
        theme.apply(qapp)


def test_the_buttons_of_the_bar_stay_near_the_words(make_desk: Make) -> None:
    desk = make_desk(WORDS)
    desk.editor.resize(1800, 500)
    desk.editor.open_find(replace=True)
    QApplication.processEvents()
    bar = desk.editor.find_bar
    em = bar.fontMetrics().horizontalAdvance("国")
    assert bar.words.x() < em
    assert bar.words.width() == bar.instead.width() == 30 * em
    assert bar.state.x() < 33 * em
    desk.editor.resize(500, 500)
    QApplication.processEvents()
    others = sum(w.width() for w in bar.findChildren(type(bar.state)))
    assert bar.words.width() > 8 * em
    assert bar.words.width() + others < 500
