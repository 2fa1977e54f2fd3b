"""Find and replace in one section: a bar under the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from giadesk.core.report import Paragraph
from giadesk.ui import pieces
from giadesk.ui.prose_paste import clean_typed
from giadesk.ui.prose_shown import Shown

_WORDS = 30
"""So many characters are seen at most of what is sought."""


class Match(msgspec.Struct, frozen=True):
    """A place that was found: the paragraph and the span of its text, live figures unresolved.

    fixed: it has something of a live figure in it, and so cannot be replaced here.
    """

    paragraph: int
    start: int
    end: int
    fixed: bool = False


def find_all(
    paragraphs: Sequence[Paragraph], words: str, figures: Mapping[str, Decimal]
) -> list[Match]:
    """Every place that reads as the words, upper and lower case alike, figures as shown."""
    found: list[Match] = []
    if not words:
        return found
    for index, paragraph in enumerate(paragraphs):
        if paragraph.table:
            continue
        shown = Shown(paragraph.text, figures)
        text, wanted = shown.text.casefold(), words.casefold()
        if len(text) != len(shown.text):  # a letter that folds into two: compare as it stands
            text, wanted = shown.text, words
        place = text.find(wanted)
        while place >= 0:
            end = place + len(wanted)
            fixed = shown.touches_figure(place, end)
            found.append(Match(index, *shown.in_source(place, end), fixed))
            place = text.find(wanted, end)
    return found


def replaced(
    paragraphs: Sequence[Paragraph], matches: Sequence[Match], words: str
) -> tuple[Paragraph, ...]:
    """The paragraphs with every match replaced that holds no live figure."""
    new = list(paragraphs)
    for match in sorted(matches, key=lambda m: (m.paragraph, m.start), reverse=True):
        if not match.fixed:
            text = new[match.paragraph].text
            text = text[: match.start] + words + text[match.end :]
            new[match.paragraph] = msgspec.structs.replace(new[match.paragraph], text=text)
    return tuple(new)


class FindBar(QFrame):
    """The bar. It only says what is wanted; the editor finds and replaces."""

    sought = Signal(str)
    """The words changed."""
    stepped = Signal(int)
    """To the next match (1) or the one before (-1)."""
    replace_one = Signal()
    replace_all = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setProperty("kind", "panel")
        self.words = QLineEdit(self)
        self.words.setObjectName("findWords")
        self.words.setPlaceholderText("查找")
        self.words.setAccessibleName("查找")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self.sought)
        self.words.installEventFilter(self)
        self.instead = QLineEdit(self)
        self.instead.setObjectName("replaceBy")
        self.instead.setPlaceholderText("替换为")
        self.instead.setAccessibleName("替换为")
        self.instead.installEventFilter(self)
        self.state = pieces.label("", "findState", "muted")
        self.state.setMinimumWidth(self.fontMetrics().horizontalAdvance("没有找到　"))
        before = pieces.tool(
            "上一处", "findBefore", lambda: self.stepped.emit(-1), tip="上一处 Shift+F3"
        )
        after = pieces.tool("下一处", "findNext", lambda: self.stepped.emit(1), tip="下一处 F3")
        close = pieces.tool("关闭", "findClose", self.close_bar, tip="关闭 Esc")
        one = pieces.tool("替换", "replaceOne", self.replace_one.emit)
        every = pieces.tool("全部替换", "replaceAll", self.replace_all.emit)
        self._replacing = (self.instead, one, every)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(4)
        for column, widget in enumerate((self.words, self.state, before, after, close)):
            layout.addWidget(widget, 0, column)
        for column, widget in ((0, self.instead), (2, one), (3, every)):
            layout.addWidget(widget, 1, column)
        layout.setColumnStretch(0, 1000)  # all there is, until the fields are long enough
        layout.setColumnStretch(layout.columnCount(), 1)
        self._fit_fields()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """The fields grow with the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_fields()

    def _fit_fields(self) -> None:
        """On a wide screen the buttons stay near the words."""
        longest = _WORDS * self.fontMetrics().horizontalAdvance("国")
        for field in (self.words, self.instead):
            field.setMaximumWidth(longest)

    @property
    def replacement(self) -> str:
        """What a match is replaced by."""
        return clean_typed(self.instead.text())

    def open(self, words: str, *, replace: bool, writable: bool) -> None:
        """Show the bar with these words in it ("" keeps the last), and with the line to replace."""
        for widget in self._replacing:
            widget.setVisible(replace and writable)
        if words:
            self.words.setText(words)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.sought.emit(self.words.text())

    def show_state(self, place: int, count: int) -> None:
        """Say which of how many matches is selected; place 0 for none of them."""
        if not self.words.text():
            self.state.setText("")
        elif not count:
            self.state.setText("没有找到")
        else:
            self.state.setText(f"{place}/{count}" if place else f"共{count}处")

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.instead and not back:
                    self.replace_one.emit()
                else:
                    self.stepped.emit(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)
