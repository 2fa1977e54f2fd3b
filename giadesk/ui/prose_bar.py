"""Around the text: the small bar with levels and insertions over it, and its frame."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from giadesk.ui import pieces, theme
from giadesk.ui.prose_structure import LEVEL_NAMES, LEVELS
from giadesk.ui.prose_text import ProseText


class ProseBar(QWidget):
    """正文 （一） 1. （1） | 插入数据 常用语 查找. It only says what is wanted."""

    level_wanted = Signal(int)
    figure_wanted = Signal()
    phrases_wanted = Signal(QPoint)
    """Where on the screen their menu opens."""
    find_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("proseBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(2)
        self._levels = QButtonGroup(self)
        for level in LEVELS:
            name = LEVEL_NAMES[level]
            tip = (
                f"{name}级标题，到第一个句号为止（行首 Tab）"
                if level
                else "正文段落（行首 Shift+Tab）"
            )
            button = pieces.tool(
                name, f"level{level}", partial(self.level_wanted.emit, level), tip=tip
            )
            button.setCheckable(True)
            self._levels.addButton(button, level)
            row.addWidget(button)
        row.addSpacing(4)
        gap = pieces.line(vertical=True)
        gap.setFixedHeight(self.fontMetrics().height())
        row.addWidget(gap)
        row.addSpacing(4)
        figure = pieces.tool(
            "插入数据",
            "insertFigure",
            self.figure_wanted.emit,
            tip="插入表中的数据，随表变动（输入 {）",
        )
        self._phrases = pieces.tool(
            "常用语", "phrases", self._want_phrases, tip="插入本部分的常用语"
        )
        find = pieces.tool(
            "查找", "findWords", self.find_wanted.emit, tip="查找 Ctrl+F，查找并替换 Ctrl+H"
        )
        for button in (figure, self._phrases, find):
            row.addWidget(button)
        self._writing = (*self._levels.buttons(), figure, self._phrases)
        row.addStretch(1)

    def show_level(self, level: int) -> None:
        """Show which level the paragraph at the cursor has."""
        button = self._levels.button(level)
        if button is not None:
            button.setChecked(True)

    def set_writable(self, writable: bool) -> None:
        """Enable what changes the text, or not."""
        for button in self._writing:
            button.setEnabled(writable)

    def _want_phrases(self) -> None:
        corner = QPoint(0, self._phrases.height())
        self.phrases_wanted.emit(self._phrases.mapToGlobal(corner))


class Paper(QFrame):
    """The frame of the text; the ring of the focus is drawn on it."""

    def __init__(self, text: ProseText) -> None:
        super().__init__()
        self._text = text
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(text)
        text.focus_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin frame, a stronger one with the focus."""
        painter = QPainter(self)
        focused = self._text.hasFocus()
        pen = QPen(theme.colour("focus" if focused else "grid"), 2 if focused else 1)
        painter.setPen(pen)
        edge = 1 if focused else 0
        painter.drawRect(self.rect().adjusted(edge, edge, -1 - edge + (edge and 0), -1 - edge))
        painter.end()
