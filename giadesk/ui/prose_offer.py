"""One-click mends beside the text: a small button under the place, and a strip over the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextEdit, QToolButton, QWidget

from giadesk.ui import pieces


class Offer(QToolButton):
    """A button that stands under a marked place while the cursor is in it. It takes no focus."""

    def __init__(self, text: QTextEdit) -> None:
        super().__init__(text.viewport())
        self._text = text
        self._place: QTextCursor | None = None
        self._wanted: Callable[[], object] | None = None
        self.setObjectName("offer")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._take)
        text.verticalScrollBar().valueChanged.connect(self._put)
        self.hide()

    def offer(self, place: QTextCursor, words: str, wanted: Callable[[], object]) -> None:
        """Offer to do something at a place."""
        self._place, self._wanted = place, wanted
        self.setText(pieces.plain_caption(words))
        self.setAccessibleName(words)
        pieces.set_tip(self, f"{words}（Ctrl+.）")
        self.adjustSize()
        self._put()
        self.show()
        self.raise_()

    def withdraw(self) -> None:
        """Offer nothing."""
        self._place = self._wanted = None
        self.hide()

    def take(self) -> bool:
        """Do what is offered, as by a click; False where nothing is."""
        if self._wanted is None:
            return False
        self._take()
        return True

    def _take(self) -> None:
        wanted = self._wanted
        self.withdraw()
        if wanted is not None:
            wanted()

    def _put(self) -> None:
        if self._place is None:
            return
        begin, end = QTextCursor(self._place), QTextCursor(self._place)
        begin.setPosition(self._place.selectionStart())
        end.setPosition(self._place.selectionEnd())
        left, right = self._text.cursorRect(begin), self._text.cursorRect(end)
        x = left.left() if left.top() == right.top() else right.left() - self.width()
        x = max(2, min(x, self._text.viewport().width() - self.width() - 2))
        y = right.bottom() + 2
        if y + self.height() > self._text.viewport().height() and left.top() > self.height():
            y = left.top() - self.height() - 2
        self.move(QPoint(x, y))


class Strip(QFrame):
    """A line over the text: a sentence, and buttons. Hidden while there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "panel")
        self.words = pieces.label("", f"{name}Words", wrap=True)
        self.buttons: list[QPushButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 3, 6, 3)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.words, 1)
        self.hide()

    def add(self, words: str, name: str, wanted: Callable[[], object]) -> QPushButton:
        """A button at the right end."""
        button = pieces.button(words, name, wanted)
        self.buttons.append(button)
        self._layout.addWidget(button)
        return button

    def say(self, words: str) -> None:
        """Say a sentence; "" hides the strip."""
        self.words.setText(words)
        self.setVisible(bool(words))
