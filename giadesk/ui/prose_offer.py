"""One-click mends beside the text: a small button under the place, and a strip over the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextEdit, QToolButton, QWidget

from giadesk.ui import pieces


class Offer(QToolButton):
    """A button that stands by a marked place while the cursor is in it. It takes no focus."""

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
        room = self._text.viewport().rect()
        x = max(2, min(x, room.width() - self.width() - 2))
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        last = self._text.cursorRect(end)
        under, over = QPoint(x, right.bottom() + 2), QPoint(x, left.top() - self.height() - 2)
        behind = QPoint(last.right() + 8, last.center().y() - self.height() // 2)
        for place in (under, behind, over):  # where it lies over no word, if there is such a place
            box = QRect(place, self.size())
            if room.contains(box) and not self._covers(box):
                self.move(place)
                return
        too_low = under.y() + self.height() > room.height() and left.top() > self.height()
        self.move(over if too_low else under)

    def _covers(self, box: QRect) -> bool:
        """Whether words stand in that place of the viewport."""
        document = self._text.document()
        scrolled = QPointF(
            -self._text.horizontalScrollBar().value(), -self._text.verticalScrollBar().value()
        )
        block = self._text.cursorForPosition(QPoint(0, box.top())).block()
        while block.isValid():
            corner = document.documentLayout().blockBoundingRect(block).topLeft() + scrolled
            if corner.y() > box.bottom():
                return False
            lines = block.layout()
            for number in range(lines.lineCount()):
                words = lines.lineAt(number).naturalTextRect().translated(corner)
                if words.adjusted(0, 2, 0, -2).intersects(QRectF(box)):
                    return True
            block = block.next()
        return False


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
