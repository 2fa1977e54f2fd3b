"""The message bar: what happened and what to do, over the page and never over the work.

Nothing vanishes by itself. A message with a key replaces the one with the same key; `withdraw` takes
it away when its cause is gone. A dialog is used only where a decision is asked (`ask`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from giadesk.ui import pieces, theme
from giadesk.ui.focus import read_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QPushButton

Kind = Literal["hint", "good", "verify", "must"]
Action = tuple[str, Callable[[], object]]

_MARKS = {"hint": "ⓘ", "good": "✔", "verify": "⚠", "must": "✖"}
_MOST = 3


class MessageBar(QWidget):
    """Messages under each other, the newest on top, at most three; Esc closes the top one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self.setAccessibleName("消息")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._shown: list[_Message] = []
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What is shown, the newest first."""
        return [m.text for m in self._shown]

    def say(
        self, text: str, kind: Kind = "hint", actions: Sequence[Action] = (), key: str = ""
    ) -> None:
        """Show a message. Hints and good news replace the ones before them."""
        place = key or (kind if kind in ("hint", "good") else text)
        if kind in ("hint", "good"):
            self.withdraw("hint")
            self.withdraw("good")
        self.withdraw(place)
        message = _Message(text, kind, actions, place, self)
        message.closed.connect(lambda: self.withdraw(place))
        self._shown.insert(0, message)
        self._layout.insertWidget(0, message)
        for old in self._shown[_MOST:]:
            self._remove(old)
        self.show()
        read_on(self.window())
        self.changed.emit()

    def say_error(
        self, error: BaseException, actions: Sequence[Action] = (), key: str = ""
    ) -> None:
        """Show what the world did (a UserError), or that we have a bug (anything else)."""
        from giadesk.core.errors import UserError

        if isinstance(error, UserError):
            self.say(str(error), "must", actions, key)
            return
        import logging  # late: the first paint waits for this module

        logging.getLogger(__name__).error("unexpected", exc_info=error)
        self.say(
            f"这一步没有完成，是程序自身的问题（{type(error).__name__}）。已填写的内容不受影响。"
            "请导出诊断包并告知开发者。",
            "must",
            actions,
            key,
        )

    def withdraw(self, key: str) -> None:
        """Take away the message with that key, if it is there."""
        for message in [m for m in self._shown if m.key == key]:
            self._remove(message)

    def close_top(self) -> bool:
        """Close the newest message; False where there is none."""
        if not self._shown:
            return False
        self._remove(self._shown[0])
        return True

    def _remove(self, message: _Message) -> None:
        self._shown.remove(message)
        self._layout.removeWidget(message)
        message.hide()
        message.deleteLater()
        self.setVisible(bool(self._shown))
        self.changed.emit()


class _Message(QFrame):
    closed = Signal()

    def __init__(
        self, text: str, kind: Kind, actions: Sequence[Action], key: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.key = key
        self.text = text
        self.setObjectName("message")
        self.setAccessibleName(text)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour(f"{kind}_soft"))
        self.setPalette(palette)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        mark = pieces.label(_MARKS[kind], "messageMark")
        words = pieces.label(text, "messageText", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        colours = mark.palette()
        colours.setColor(QPalette.ColorRole.WindowText, theme.colour(kind))
        mark.setPalette(colours)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        for caption, act in actions:
            layout.addWidget(pieces.button(caption, "messageAction", act))
        layout.addWidget(pieces.tool("✕", "messageClose", self.closed.emit, tip="关闭这条消息"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def ask(
    parent: QWidget,
    text: str,
    detail: str,
    choices: Sequence[str],
    *,
    default: int = 0,
    dangerous: bool = False,
) -> int:
    """Ask a decision: the number of the choice, -1 for 取消 (also by Esc).

    Choices say what they do (“移入回收站”), never 是 and 否.
    """
    box, buttons = question(parent, text, detail, choices, default=default, dangerous=dangerous)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((number for number, made in enumerate(buttons) if made is clicked), -1)


def question(
    parent: QWidget,
    text: str,
    detail: str,
    choices: Sequence[str],
    *,
    default: int = 0,
    dangerous: bool = False,
) -> tuple[QMessageBox, list[QPushButton]]:
    """The box of `ask`, not shown yet, and its buttons but 取消."""
    from PySide6.QtWidgets import QMessageBox, QPushButton  # late: not for the first paint

    from giadesk.ui.dialogs import help_by_key

    box = QMessageBox(parent)
    box.setObjectName("question")
    help_by_key(box)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning if dangerous else QMessageBox.Icon.Question)
    box.setWindowTitle("GIADesk")
    box.setText(text)
    box.setInformativeText(detail)
    buttons: list[QPushButton] = []
    for number, choice in enumerate(choices):
        made = QPushButton(pieces.plain_caption(choice), box)
        made.setObjectName(f"choice{number}")
        box.addButton(made, QMessageBox.ButtonRole.AcceptRole)
        buttons.append(made)
    cancel = QPushButton("取消", box)
    cancel.setObjectName("cancel")
    box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    box.setDefaultButton(cancel if dangerous else buttons[default])
    return box, buttons
