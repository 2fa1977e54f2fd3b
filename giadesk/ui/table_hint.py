"""The sentence beside a cell: why a text was not taken, what it probably means."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from giadesk.ui import theme

Manner = Literal["must", "verify", "hint"]


class CellHint(QFrame):
    """A small frame over its parent, under the cell it speaks of. It takes no focus and no mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._text = ""
        self._wanted = False
        self.setObjectName("cellHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return self._text if self.isVisible() else ""

    @property
    def wanted(self) -> bool:
        """Whether it has something to say; it is hidden while its cell is out of view."""
        return self._wanted

    def dismiss(self) -> None:
        """It has nothing to say any more."""
        self._wanted = False
        self.hide()

    def say(self, text: str, manner: Manner) -> None:
        """Show a sentence. manner: `must` a refusal, `verify` a question, `hint` mere information."""
        ground, line = theme.colour(f"{manner}_soft").name(), theme.colour(manner).name()
        self.setStyleSheet(
            f"#cellHint {{ background: {ground}; border: 1px solid {line}; border-radius: 3px; }}"
            f" QLabel {{ color: {theme.colour('text').name()}; background: transparent; }}"
        )
        self._text = text
        self._label.setText(text)
        self._wanted = True
        self.setAccessibleName(text)
        self.show()
        self.raise_()

    def place(self, cell: QRect) -> None:
        """Under the cell, over it where there is no room below; inside the parent.

        Where there is room on neither side, lines between the first and the last are left out, so
        that the cell is seen: 填报说明 says them too.
        """
        room = self._parent.rect()
        metrics = self._label.fontMetrics()
        lines = self._text.split("\n")
        longest = max(metrics.horizontalAdvance(line) for line in lines)
        width = min(longest + 20, max(room.width() - 24, 80))
        width = min(width, 28 * metrics.horizontalAdvance("国"))
        over, under = cell.top() - 3, room.bottom() - cell.bottom() - 3
        height = self._height(lines, width)
        while height > max(over, under) and len(lines) > 2:
            del lines[1]
            height = self._height(lines, width)
        left = max(4, min(cell.left(), room.right() - width - 20))
        top = cell.bottom() + 3
        if top + height > room.bottom():
            top = max(0, cell.top() - height - 3)
        self.setGeometry(left, top, width, height)
        self.raise_()  # over the heads that stay in view

    def _height(self, lines: list[str], width: int) -> int:
        self._label.setText("\n".join(lines))
        return self._label.heightForWidth(width - 18) + 12
