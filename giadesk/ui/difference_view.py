"""Last year's text and this year's, with what changed inside each paragraph marked by word.

Side by side where there is room, in one column where there is not. Marks do not rest on colour
alone: of two columns one holds what was removed and one what was added; in one column removed words
are struck out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QMouseEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from giadesk.core.difference import Pair, Run, difference, kept_share
from giadesk.core.prose import numbers, resolve
from giadesk.core.report import Section
from giadesk.ui import pieces, theme
from giadesk.ui.focus import lead_focus

_WIDE = 46
"""Characters that must fit for two columns; below that there is one."""
_LINE_HEIGHT = 140.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


def shown_paragraphs(section: Section | None, figures: Mapping[str, Decimal]) -> list[str]:
    """A section's paragraphs as printed, a text each: numbered, figures written out, no tables."""
    if section is None:
        return []
    made = zip(section.paragraphs, numbers(section.paragraphs), strict=True)
    return [
        number + resolve(paragraph.text, figures)
        for paragraph, number in made
        if not paragraph.table and paragraph.text.strip()
    ]


class DifferenceView(QFrame):
    """Shows the difference of two lists of paragraphs. Read only; its text can be selected."""

    activated = Signal(int)
    """A paragraph of this year was double-clicked: its index in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("differenceView")
        self._given: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._titles = ("去年", "今年")
        self._pairs: tuple[Pair, ...] = ()
        self._two = True
        self._changes: list[QTextCursor] = []
        self.summary = pieces.label("", "differenceSummary", "muted", wrap=True)
        self.text = _Text(self)
        self.text.viewport().installEventFilter(self)
        self._steps = [
            pieces.tool("上一处", "changeBefore", lambda: self.step(-1), tip="上一处改动"),
            pieces.tool("下一处", "changeNext", lambda: self.step(1), tip="下一处改动"),
        ]
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.addWidget(self.summary, 1)
        for button in self._steps:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        lead_focus(self, self.text)
        self._write()

    @property
    def share(self) -> float:
        """The share of this year's characters that stood there last year."""
        return kept_share(self._pairs)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The paragraphs as they are paired."""
        return self._pairs

    def show_difference(
        self,
        last: Sequence[str],
        this: Sequence[str],
        last_title: str = "去年",
        this_title: str = "今年",
    ) -> None:
        """Show what changed from last year's paragraphs to this year's; see `shown_paragraphs`."""
        given, titles = (tuple(last), tuple(this)), (last_title, this_title)
        if (given, titles) == (self._given, self._titles):
            return
        self._given, self._titles = given, titles
        self._pairs = difference(*given)
        self._write()

    def step(self, by: int) -> None:
        """Go to the next change (1) or the one before (-1), round the end."""
        if not self._changes:
            return
        here = self.text.textCursor().position()
        places = [cursor.position() for cursor in self._changes]
        if by > 0:
            index = next((i for i, place in enumerate(places) if place > here), 0)
        else:
            before = [i for i, place in enumerate(places) if place < here]
            index = before[-1] if before else len(places) - 1
        cursor = QTextCursor(self._changes[index])
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two, as the room allows."""
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("　")
        two = self.width() >= _WIDE * em
        if two != self._two:
            self._two = two
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on a paragraph of this year goes there."""
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            index = self._paragraph_at(self.text.cursorForPosition(event.position().toPoint()))
            if index is not None:
                self.activated.emit(index)
                return True
        return False

    # -- inside --------------------------------------------------------------------------------

    def _write(self) -> None:
        scroll = self.text.verticalScrollBar().value()
        document = self.text.document()
        document.clear()
        self._changes = []
        self._say()
        if self._pairs:
            cursor = QTextCursor(document)
            cursor.beginEditBlock()
            if self._two:
                self._write_columns(cursor)
            else:
                self._write_lines(cursor)
            cursor.endEditBlock()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.verticalScrollBar().setValue(scroll)

    def _say(self) -> None:
        count = dict.fromkeys(("changed", "added", "removed"), 0)
        for pair in self._pairs:
            if pair.kind != "same":
                count[pair.kind] += 1
        for button in self._steps:
            button.setEnabled(any(count.values()))
        if not any(self._given[0]):
            self.summary.setText(f"没有{self._titles[0]}的文字可以比较")
        elif not any(count.values()):
            self.summary.setText(f"与{self._titles[0]}完全相同")
        else:
            words = {"changed": "改动", "added": "新增", "removed": "删去"}
            said = "，".join(f"{words[kind]}{n}段" for kind, n in count.items() if n)
            self.summary.setText(f"与{self._titles[0]}相同{self.share:.0%}；{said}")

    def _write_columns(self, cursor: QTextCursor) -> None:
        table = cursor.insertTable(len(self._pairs) + 1, 2, _table_format())
        head = QTextCharFormat()
        head.setForeground(theme.colour("muted"))
        head.setFontWeight(QFont.Weight.Bold)
        for column, title in enumerate(self._titles):
            table.cellAt(0, column).firstCursorPosition().insertText(title, head)
        for row, pair in enumerate(self._pairs, start=1):
            for column, skipped in ((0, "added"), (1, "removed")):
                self._write_cell(table, row, column, pair, skipped)

    def _write_cell(
        self, table: QTextTable, row: int, column: int, pair: Pair, skipped: str
    ) -> None:
        cell = table.cellAt(row, column)
        if pair.kind == "same":
            looks = cell.format()
            looks.setBackground(theme.colour("unchanged"))
            cell.setFormat(looks)
        cursor = cell.firstCursorPosition()
        cursor.setBlockFormat(_line_format())
        if pair.kind != "same" and (column == 1) == (pair.this is not None):
            self._changes.append(QTextCursor(cursor))
        for run in pair.runs:
            if run.kind != skipped:
                cursor.insertText(run.text, _looks(run, struck=not self._two))

    def _write_lines(self, cursor: QTextCursor) -> None:
        for index, pair in enumerate(self._pairs):
            line = _line_format()
            line.setBottomMargin(6)
            if pair.kind == "same":
                line.setBackground(theme.colour("unchanged"))
            if index:
                cursor.insertBlock(line)
            else:
                cursor.setBlockFormat(line)
            if pair.kind != "same":
                self._changes.append(QTextCursor(cursor))
            for run in pair.runs:
                cursor.insertText(run.text, _looks(run, struck=not self._two))

    def _paragraph_at(self, cursor: QTextCursor) -> int | None:
        table = cursor.currentTable()
        row = table.cellAt(cursor).row() - 1 if table is not None else cursor.blockNumber()
        return self._pairs[row].this if 0 <= row < len(self._pairs) else None


class _Text(QTextEdit):
    """A text that is read and selected, and into which nothing is ever loaded."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("differenceText")
        self.setAccessibleName("与去年的差异")
        self.setDocument(_Document(self))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class _Document(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None


def _table_format() -> QTextTableFormat:
    looks = QTextTableFormat()
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    looks.setColumnWidthConstraints([half, half])
    looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    looks.setCellPadding(6)
    looks.setCellSpacing(0)
    looks.setBorder(1)
    looks.setBorderBrush(theme.colour("grid"))
    looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    looks.setBorderCollapse(True)
    looks.setHeaderRowCount(1)
    return looks


def _line_format() -> QTextBlockFormat:
    looks = QTextBlockFormat()
    looks.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
    return looks


def _looks(run: Run, *, struck: bool) -> QTextCharFormat:
    looks = QTextCharFormat()
    looks.setForeground(theme.colour("text"))
    if run.kind == "removed":
        looks.setForeground(theme.colour("must"))
        looks.setBackground(theme.colour("must_soft"))
        looks.setFontStrikeOut(struck)
        looks.setFontUnderline(not struck)
    elif run.kind == "added":
        looks.setForeground(theme.colour("good"))
        looks.setBackground(theme.colour("good_soft"))
        looks.setFontUnderline(True)
    return looks
