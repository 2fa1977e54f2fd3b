"""Choosing a figure of the tables, to show in prose or to go to: a list that narrows while one types.

It is a child of the window and no window of its own, so that input methods work in it everywhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.form import Form, Indicator
from giadesk.core.prose import UNFILLED, plain
from giadesk.ui import pieces

_ID_ROLE = Qt.ItemDataRole.UserRole
_MOST = 200


class Choice(msgspec.Struct, frozen=True):
    """A figure to choose: its id, and what it is called in full."""

    id: str
    label: str


def choices(form: Form, words: str, prefer: str = "") -> list[Choice]:
    """The indicators that have every word in a label, an alias or its pinyin; the likeliest first.

    prefer: the section in which the clerk writes; its own tables come first. Totals come before
    parts, because prose quotes totals.
    """
    wanted = words.casefold().split()
    found = []
    for order, indicator in enumerate(form.indicators.values()):
        rank = _rank(form, indicator, wanted)
        if rank is not None:
            key = (rank, indicator.section != prefer, not indicator.computed, order)
            found.append((key, Choice(indicator.id, label_of(indicator))))
    return [choice for _, choice in sorted(found, key=lambda item: item[0])][:_MOST]


def ids_with(figures: Mapping[str, Decimal], form: Form, figure: Decimal) -> list[str]:
    """The ids of the form whose figure is that number, totals first."""
    found = [i for i in form.indicators if figures.get(i) == figure]
    return sorted(found, key=lambda i: not form.indicators[i].computed)


def label_of(indicator: Indicator) -> str:
    """What a figure is called in full: its rows' labels, then its columns'."""
    return " › ".join((*indicator.row_label, "·".join(indicator.col_label)))


def _rank(form: Form, indicator: Indicator, wanted: list[str]) -> int | None:
    """How well the words fit, 0 the best: in the name itself, or somewhere in the labels."""
    rank = 0
    name = indicator.name.casefold()
    words = _search_words(indicator, _aliases(form, indicator))
    for word in wanted:
        latin = word.isascii() and word.isalpha()
        if word in name or (latin and any(word in sound for sound in _pinyin(name))):
            continue
        if word not in words and not (latin and any(word in sound for sound in _pinyin(words))):
            return None
        rank += 1
    return rank


@lru_cache(maxsize=2048)
def _search_words(indicator: Indicator, aliases: str) -> str:
    labels = (*indicator.row_label, *indicator.col_label)
    return " ".join((*labels, aliases)).casefold()


def _aliases(form: Form, indicator: Indicator) -> str:
    return " ".join(itertools.chain.from_iterable(_aliases_of(form).get(indicator.row, ())))


@lru_cache(maxsize=8)
def _aliases_of(form: Form) -> dict[str, list[tuple[str, ...]]]:
    from giadesk.core.form import walk

    found: dict[str, list[tuple[str, ...]]] = {}
    for table in form.spec.tables:
        for block in table.blocks:
            for node, above in walk(block.rows):
                found[node.id] = [n.aliases for n in (*above, node) if n.aliases]
    return found


@lru_cache(maxsize=2048)
def _pinyin(words: str) -> tuple[str, str]:
    """The words' initials and their full sounds: 本年新收 → bnxs, bennianxinshou."""
    from pypinyin import Style, lazy_pinyin

    initials = "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
    return initials.casefold(), "".join(lazy_pinyin(words)).casefold()


class FigureSearch(QFrame):
    """The list of a form's figures with a line to narrow it. `chosen` or `given_up` ends it."""

    chosen = Signal(str)
    given_up = Signal(str)
    """Closed without a choice; what was typed to open it, and into it."""

    def __init__(self, form: Form, section_id: str, window: QWidget, does: str = "插入") -> None:
        """does: what Enter does, in a word for the line of keys."""
        super().__init__(window)
        self._window = window
        self._form = form
        self._section = section_id
        self._figures: Mapping[str, Decimal] = {}
        self._brace = ""
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        self.setObjectName("figureSearch")
        self.line = QLineEdit(self)
        self.line.setObjectName("figureWords")
        self.line.setPlaceholderText("输入指标名称或拼音首字母，如 bnxs")
        self.line.setAccessibleName("查找数据")
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("figureList")
        self.list.setAccessibleName("表中的数据")
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.list.installEventFilter(self)
        hint = pieces.label(f"↑↓ 选择　Enter {does}　Esc 取消", "figureKeys", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(hint)
        self.hide()

    def open(self, at: QPoint, figures: Mapping[str, Decimal], brace: str, words: str = "") -> None:
        """Show the list at a point of the window. brace: what was typed to open it, or ""."""
        self._figures, self._brace = figures, brace
        window = self._window
        em = self.fontMetrics().height()
        self.resize(min(34 * em, window.width() - 16), min(20 * em, window.height() - 16))
        left = max(8, min(at.x(), window.width() - self.width() - 8))
        top = max(8, min(at.y(), window.height() - self.height() - 8))
        self.move(left, top)
        self.line.setText(words)
        self._narrow()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line move in the list; leaving closes it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            inside = self.isAncestorOf(self.window().focusWidget() or self)
            if not inside:
                self.give_up()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}
                row = self.list.currentRow() + steps.get(Qt.Key(event.key()), 8)
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose()
            case Qt.Key.Key_Escape:
                self.give_up()
            case _:
                return False
        return True

    def _narrow(self) -> None:
        self.list.clear()
        for choice in choices(self._form, self.line.text(), self._section):
            figure = self._figures.get(choice.id)
            value = UNFILLED if figure is None else plain(figure)
            item = QListWidgetItem(f"{value}　{choice.label}")
            item.setData(_ID_ROLE, choice.id)
            item.setToolTip(GuiQt.convertFromPlainText(choice.label))
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            nothing = QListWidgetItem("没有这样的指标，请换一个词")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)

    def _choose(self) -> None:
        item = self.list.currentItem()
        value_id = item.data(_ID_ROLE) if item is not None else None
        if value_id:
            self.hide()
            self.chosen.emit(value_id)

    def give_up(self) -> None:
        """Close without a choice, as by Esc."""
        typed = self._brace + self.line.text() if self._brace else ""
        self.hide()
        self.given_up.emit(typed)


def rows_shown(search: FigureSearch) -> Iterator[str]:
    """The ids that the list offers at present, in order."""
    for row in range(search.list.count()):
        if value_id := search.list.item(row).data(_ID_ROLE):
            yield value_id
