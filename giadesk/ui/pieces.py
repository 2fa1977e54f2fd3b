"""Small widgets made the same way everywhere: plain text, an object name, an accessible name.

Text may come from a file that somebody sent, so nothing here ever guesses at rich text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTabWidget,
    QToolButton,
    QToolTip,
    QWidget,
)

from giadesk.ui.arrows import draw_arrow

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


class Choice(QComboBox):
    """A choice that leaves out the middle of words it has no room for: Qt cuts them off within a
    character, and what tells one from another often stands at their end. Its arrow grows with them.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words: str = option.currentText  # type: ignore[attr-defined]  # the stubs do not know it
        option.currentText = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            words, Qt.TextElideMode.ElideMiddle, self._room(option)
        )
        control, arrow = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxArrow
        option.subControls &= ~arrow  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        place = self.style().subControlRect(control, option, arrow, self)
        draw_arrow(painter, self, place, able=self.isEnabled())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Words that are not shown whole are in the tip."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            if self.fontMetrics().horizontalAdvance(self.currentText()) > self._room(option):
                assert isinstance(event, QHelpEvent)
                QToolTip.showText(event.globalPos(), as_tip(self.currentText()), self)
                return True
        return super().event(event)

    def _room(self, option: QStyleOptionComboBox) -> int:
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(control, option, part, self).width() - 2


class Tabs(QTabWidget):
    """Tabs that need the height of the page in hand, not that of the highest of all."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self._bound())

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._bound()

    def _bound(self) -> None:
        for place in range(self.count()):
            page = self.widget(place)
            here = place == self.currentIndex()
            policy = page.sizePolicy()
            wanted = QSizePolicy.Policy.Preferred if here else QSizePolicy.Policy.Ignored
            policy.setVerticalPolicy(wanted)
            page.setSizePolicy(policy)


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
