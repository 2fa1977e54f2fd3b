"""目录: the sections with their state and what is open in each; 下一项 leads on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.ui import pieces, theme
from giadesk.ui.in_view import KeepsInView
from giadesk.ui.library_list import Index
from giadesk.ui.progress import MARKS, STATE_WORDS, SectionState, section_states
from giadesk.ui.session import Session

_STATE = Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap)
_INKS = {"empty": "muted", "begun": "accent", "done": "good", "must": "must", "verify": "verify"}


class ContentsPanel(QFrame):
    """Lists the sections; `chosen` carries the id of the one to show, `entered` of the one to write in."""

    chosen = Signal(str)
    entered = Signal(str)
    next_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("contents")
        self.setProperty("kind", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(pieces.label("目录", "contentsTitle", "heading"))
        self.list = _List()
        self.list.setObjectName("sections")
        self.list.setAccessibleName("目录")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.furnish()
        self.list.viewport().setAutoFillBackground(False)
        self.list.currentItemChanged.connect(self._choose)
        self.list.entered.connect(lambda: self._go(self.list.currentRow() + 1))
        layout.addWidget(self.list, 1)
        self.progress = QProgressBar()
        self.progress.setObjectName("progress")
        self.progress.setAccessibleName("填报进度")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.words = pieces.label("", "progressWords", "muted", wrap=True)
        layout.addWidget(self.progress)
        layout.addWidget(self.words)
        self.next = pieces.button(
            "下一项 ▶",
            "next",
            self.next_asked.emit,
            key="F5",
            tip="到下一处没有完成的地方；一直按，就能从头填到尾",
            kind="main",
        )
        layout.addWidget(self.next)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda n=number: self._go(n))
        self._showing = False
        session.figures_changed.connect(self.refresh)
        session.prose_changed.connect(self.refresh)
        session.findings_changed.connect(self.refresh)
        session.sections_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the present states."""
        states = section_states(self._session.report, self._session.form, self._session.findings)
        self._showing = True
        while self.list.count() > len(states):
            self.list.takeItem(self.list.count() - 1)
        for row, state in enumerate(states):
            if row == self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(row)
            if item.data(_STATE) != state:
                item.setData(_STATE, state)
                item.setText(f"{state.number}{state.title}")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(state))
                pieces.set_tip_of_item(item, _spoken(state) + f"\nCtrl+{row + 1}")
        self._showing = False
        filled = sum(s.filled for s in states)
        total = sum(s.total for s in states)
        done = sum(s.state == "done" for s in states)
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(filled)
        words = f"已完成\u00a0{done}/{len(states)}　已\u2060填\u00a0{filled}/{total}"
        self.words.setText(words)  # breaks between the two, never inside one
        self.words.setAccessibleName(words.replace("\u2060", ""))

    def show_section(self, section_id: str) -> None:
        """Mark the section that is shown."""
        for row in range(self.list.count()):
            state = self.list.item(row).data(_STATE)
            if state.id == section_id:
                self._showing = True
                self.list.setCurrentRow(row)
                self._showing = False

    def _go(self, number: int) -> None:
        if number <= self.list.count():
            self.entered.emit(self.list.item(number - 1).data(_STATE).id)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._showing:
            self.chosen.emit(item.data(_STATE).id)


class _List(KeepsInView, QListWidget):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _spoken(state: SectionState) -> str:
    parts = [f"{state.number}{state.title}", STATE_WORDS[state.state]]
    if state.total > 1:
        parts.append(f"已填{state.filled}/{state.total}")
    if state.must:
        parts.append(f"强制{state.must}条")
    if state.verify:
        parts.append(f"核实{state.verify}条")
    return "，".join(parts)


class _Delegate(QStyledItemDelegate):
    """Mark, title on as many lines as it needs, counts at the right."""

    def _option(self, option: QStyleOptionViewItem) -> Any:
        return option  # PySide's stubs do not know the fields of style options

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        state = index.data(_STATE)
        fields = self._option(option)
        metrics = fields.fontMetrics
        parent = self.parent()
        width = parent.viewport().width() if isinstance(parent, QListWidget) else 200
        mark = metrics.horizontalAdvance("○") + 4
        inside = max(60, width - 16 - mark)
        counts = _counts_width(state, metrics)
        below = _counts_below(state, metrics, inside)
        room = QRect(0, 0, inside - (1 if below else counts), 1000)  # as it is painted
        words = QFontMetrics(_bold(fields.font)).boundingRect(room, _WRAP, index.data())
        height = max(words.height(), metrics.height())
        return QSize(60, height + 12 + (metrics.height() if below else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fields = self._option(option)
        state: SectionState = index.data(_STATE)
        rect: QRect = fields.rect
        chosen = bool(fields.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("selection"))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("focus")
            )
        elif fields.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hint_soft"))
        inside = rect.adjusted(8, 6, -6, -6)
        metrics = fields.fontMetrics
        painter.setPen(theme.colour(_INKS[state.state]))
        top = int(Qt.AlignmentFlag.AlignTop)
        painter.drawText(inside, top | int(Qt.AlignmentFlag.AlignLeft), MARKS[state.state])
        left = inside.left() + metrics.horizontalAdvance("○") + 4
        below = _counts_below(state, metrics, inside.right() - left)
        right = inside.right()
        line = inside.bottom() + 1 - metrics.height() if below else inside.top()
        for words, ink in _counts(state):
            width = metrics.horizontalAdvance(words) + 4
            painter.setPen(theme.colour(ink))
            box = QRect(right - width, line, width, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), words)
            right -= width
        painter.setFont(_bold(fields.font) if chosen else fields.font)
        painter.setPen(theme.colour("text"))
        box = QRect(left, inside.top(), inside.right() - left - 2, inside.height())
        if not below:
            box.setRight(right - 2)
        painter.drawText(box, top | _WRAP, index.data())
        painter.restore()


def _bold(font: QFont) -> QFont:
    """The font of the section in hand; every line is measured with it, so that nothing jumps."""
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _counts_below(state: SectionState, metrics: Any, room: int) -> bool:
    """Whether the counts stand under the title: beside it they would leave less than six characters."""
    counts = _counts_width(state, metrics)
    return bool(counts) and room - counts < 6 * int(metrics.horizontalAdvance("情"))


def _counts_width(state: SectionState, metrics: Any) -> int:
    return sum(int(metrics.horizontalAdvance(words)) + 4 for words, _ in _counts(state))


def _counts(state: SectionState) -> list[tuple[str, str]]:
    """What is open in it and the colour of that, from the right to the left."""
    both = ((state.verify, "⚠", "verify"), (state.must, "✖", "must"))
    return [(f"{mark}{count}", ink) for count, mark, ink in both if count]
