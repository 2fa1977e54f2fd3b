"""开始: three actions, and the library under them. It only shows and asks; `flows` does.

Loaded before the first paint, so nothing but Qt; the library comes with `bring_library`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from giadesk.ui import pieces, theme

if TYPE_CHECKING:
    from giadesk.ui.library_list import Row
    from giadesk.ui.library_panel import LibraryPanel

OPENING = "正在打开报告库……"
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class StartPage(QWidget):
    """What the window shows first."""

    from_last_year = Signal()
    from_file = Signal()
    blank = Signal()
    settings_asked = Signal()
    manual_asked = Signal()
    tour_asked = Signal()
    rollup_asked = Signal()
    diagnosis_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._panel: LibraryPanel | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 18, 28, 16)
        layout.setSpacing(12)
        layout.addLayout(self._head())
        layout.addLayout(self._actions())
        self._opening = pieces.label(OPENING, "opening", "muted")
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._opening, 1)

    def bring_library(self) -> LibraryPanel:
        """The panel of the library, made the first time it is asked for."""
        if self._panel is None:
            from giadesk.ui.library_panel import LibraryPanel

            self._panel = LibraryPanel(self)
            layout = self.layout()
            assert layout is not None
            layout.replaceWidget(self._opening, self._panel)
            self._opening.deleteLater()
            self._panel.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._panel

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Show the library."""
        self.bring_library().show_rows(rows)

    def set_office(self, words: str) -> None:
        """The line under the title: the office, and how many days are left."""
        self._office.setText(words)

    def _head(self) -> QVBoxLayout:
        words, row = QVBoxLayout(), QHBoxLayout()
        words.setSpacing(2)
        words.addLayout(row)
        self._office = pieces.label("填报 · 运算 · 审核 · 报送", "startOffice", "muted", wrap=True)
        words.addWidget(self._office)
        row.addWidget(pieces.label("政府信息公开工作年度报告", "startTitle", "title"), 1)
        row.addWidget(
            pieces.tool(
                "汇总",
                "rollup",
                self.rollup_asked.emit,
                key="Alt+5",
                tip="把各单位报来的报告按同一张表加起来，看谁还没有报、谁要更正",
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        row.addWidget(
            pieces.tool("本单位与设置", "settings", self.settings_asked.emit, key="Ctrl+,"),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        self.help = pieces.tool("帮助 ▾", "help", self._show_help, key="Alt+H")
        row.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        return words

    def help_menu(self) -> QMenu:
        """帮助: the manual, the tour once more, and what a maintainer wants to see."""
        menu = QMenu(self)
        menu.setObjectName("helpMenu")
        for text, signal in (
            ("使用手册\tF1", self.manual_asked),
            ("新手导览", self.tour_asked),
            ("导出诊断包……", self.diagnosis_asked),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, s=signal: s.emit())
        return pieces.give_room(menu)

    def _show_help(self) -> None:
        menu = self.help_menu()
        menu.exec(self.help.mapToGlobal(QPoint(0, self.help.height())))
        menu.deleteLater()

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self.actions_ = [
            BigButton(
                "用去年的报告编写今年的",
                "文字带过来、年份改好、结转填好，去年的数放在旁边",
                "fromLastYear",
                "Alt+1",
                main=True,
            ),
            BigButton(
                "从文件导入",
                "Word、WPS、Excel、网页、报送包，也可以把文件拖进窗口",
                "fromFile",
                "Alt+2",
            ),
            BigButton("新建空白报告", "没有去年的文件时，从规定的格式开始", "blank", "Alt+3"),
        ]
        signals = (self.from_last_year, self.from_file, self.blank)
        for made, signal in zip(self.actions_, signals, strict=True):
            made.clicked.connect(signal)
            row.addWidget(made, 1)
        return row


class BigButton(QPushButton):
    """A button with a line of explanation under its caption."""

    def __init__(
        self, caption: str, explanation: str, name: str, key: str, main: bool = False
    ) -> None:
        super().__init__()
        self._caption = caption
        self._explanation = explanation
        self._main = main
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setAccessibleDescription(explanation)
        QShortcut(QKeySequence(key), self).activated.connect(self.click)
        pieces.set_tip(self, f"{caption}（{key}）")
        # as high as the highest of its row, so that the three stay one row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._size()

    def wanted_height(self) -> int:
        """The height in which caption and explanation fit at the present width."""
        heading = QFontMetrics(self._heading()).height()
        room = QRect(0, 0, max(1, self.width() - 34), 10_000)
        wrapped = self.fontMetrics().boundingRect(room, _WRAPPED, self._explanation).height()
        return 12 + heading + 3 + wrapped + 10

    def _heading(self) -> QFont:
        heading = self.font()
        heading.setPointSizeF(heading.pointSizeF() * 1.2)
        heading.setBold(True)
        return heading

    def _size(self) -> None:
        height = self.fontMetrics().height()
        self.setMinimumHeight(max(round(height * 3.8), self.wanted_height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        paper = theme.colour("accent" if self._main else "base")
        if self.isDown():
            paper = paper.darker(112)
        elif self.underMouse():
            paper = paper.lighter(108) if self._main else theme.colour("hint_soft")
        edge = "grid" if not focused else ("text" if self._main else "focus")
        pen = painter.pen()
        pen.setColor(theme.colour(edge))
        pen.setWidth(2 if focused else 1)
        painter.setPen(pen)
        painter.setBrush(paper)
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 5, 5)
        inside = box.adjusted(16, 10, -16, -8)
        painter.setFont(self._heading())
        painter.setPen(theme.colour("base" if self._main else "text"))
        height = painter.fontMetrics().height()
        left = int(Qt.AlignmentFlag.AlignLeft)
        painter.drawText(
            QRect(inside.left(), inside.top(), inside.width(), height), left, self._caption
        )
        painter.setFont(self.font())
        painter.setPen(theme.colour("base" if self._main else "muted"))
        painter.drawText(inside.adjusted(0, height + 3, 0, 0), _WRAPPED, self._explanation)
