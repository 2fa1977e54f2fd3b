"""Small widgets made the same way everywhere: plain text, an object name, an accessible name.

Text may come from a file that somebody sent, so nothing here ever guesses at rich text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidgetItem, QTableWidgetItem


def label(text: str, name: str, kind: str = "", wrap: bool = False) -> QLabel:
    """A label of plain text. kind: `title`, `muted` or "" (see theme.style_sheet)."""
    result = QLabel()
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    result.setObjectName(name)
    result.setWordWrap(wrap)
    if kind:
        result.setProperty("kind", kind)
    return result


def button(
    text: str,
    name: str,
    clicked: Callable[[], object],
    *,
    key: str = "",
    tip: str = "",
    kind: str = "",
) -> QPushButton:
    """A push button; `key` is shown in its tip and is its shortcut."""
    result = Button(plain_caption(text))
    _furnish(result, text, name, key, tip)
    if kind:
        result.setProperty("kind", kind)
    result.clicked.connect(lambda: clicked())
    return result


def tool(
    text: str, name: str, clicked: Callable[[], object], *, key: str = "", tip: str = ""
) -> QToolButton:
    """A flat button for bars; `key` is shown in its tip and is its shortcut."""
    result = ToolButton()
    result.setText(plain_caption(text))
    result.setAutoRaise(True)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    _furnish(result, text, name, key, tip)
    result.clicked.connect(lambda: clicked())
    return result


class Button(QPushButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A flat button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


def _entered(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses the button that has the focus; Qt does so in dialogs only, elsewhere by space."""
    dialog = isinstance(button.window(), QDialog) and isinstance(button, QPushButton)
    if dialog or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        button.click()
    return True


def _furnish(widget: QPushButton | QToolButton, text: str, name: str, key: str, tip: str) -> None:
    widget.setObjectName(name)
    widget.setAccessibleName(text)
    if key:
        # a button's own shortcut acts a tenth of a second late, to show itself pressed
        QShortcut(QKeySequence(key), widget).activated.connect(widget.click)
    spoken = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
    words = tip or text
    set_tip(widget, f"{words}（{spoken}）" if spoken else words)


def line(vertical: bool = False) -> QFrame:
    """A hair line between two things."""
    result = QFrame()
    result.setProperty("kind", "line")
    if vertical:
        result.setFixedWidth(1)
    else:
        result.setFixedHeight(1)
    return result


def frame(name: str, kind: str) -> QFrame:
    """A `card` or a `panel` (see theme.style_sheet)."""
    result = QFrame()
    result.setObjectName(name)
    result.setProperty("kind", kind)
    return result


def set_tip(widget: QWidget, text: str) -> None:
    """A tool tip that shows the text as it is. Qt would take `<b>` in plain text for a mark-up."""
    widget.setToolTip(as_tip(text))


def plain_caption(text: str) -> str:
    """The text as a caption of a button, action or tab: `&` stands for itself."""
    return text.replace("&", "&&")


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            clear(inner)


def give_room(menu: QMenu) -> QMenu:
    """Call when a menu with keys has all its lines: Qt reckons the longest a little too short."""
    menu.setMinimumWidth(menu.sizeHint().width() + 3 * menu.fontMetrics().horizontalAdvance("政"))
    return menu


def set_tip_of_item(item: QListWidgetItem | QTableWidgetItem, text: str) -> None:
    """As `set_tip`, for an item of a list or table."""
    item.setToolTip(as_tip(text))


def as_tip(text: str) -> str:
    """The text as a tip of an item that takes mark-up: it is shown as it is."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>" if text else ""
