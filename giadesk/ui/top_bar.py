"""The bar over the report: what it is, whether it is saved, and the verbs 撤销 重做 运算 审核 预览 导出."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from giadesk.core.document import title_of
from giadesk.ui import pieces, theme
from giadesk.ui.library_list import STATUS_WORDS
from giadesk.ui.session import Session

_STATUS_TINTS = {"draft": "hint", "review": "verify", "final": "good"}
_HOME, _UNDO, _REDO = ("◀ 开始", "◀"), ("撤销", "↶"), ("重做", "↷")
"""Words of buttons, and the signs in their place where the title needs the room."""


class TopBar(QFrame):
    """Shows the session's report and state; asks through signals."""

    back = Signal()
    computed = Signal()
    checked = Signal()
    previewed = Signal()
    exported = Signal()
    reviewed = Signal()
    menu_asked = Signal(object)
    failure_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fitted: object = None
        self.setObjectName("topBar")
        self.setProperty("kind", "panel")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(6)
        self.home = pieces.tool(
            _HOME[0], "toStart", self.back.emit, key="Alt+Left", tip="回到开始页"
        )
        row.addWidget(self.home)
        row.addWidget(pieces.line(vertical=True))
        self.title = Elided("reportTitle")
        row.addWidget(self.title, 1)
        self.status = pieces.label("", "reportStatus")
        self.saved = SavedLabel(session)
        self.saved.clicked.connect(self.failure_asked)
        row.addWidget(self.status)
        row.addWidget(self.saved)
        row.addWidget(pieces.line(vertical=True))
        stack = session.undo_stack
        self.undo = pieces.tool(_UNDO[0], "undo", session.undo, key="Ctrl+Z")
        self.redo = pieces.tool(_REDO[0], "redo", session.redo, key="Ctrl+Y")
        stack.canUndoChanged.connect(self._can_undo)
        stack.canRedoChanged.connect(self._can_redo)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addWidget(pieces.line(vertical=True))
        for text, name, signal, key, tip in (
            ("运算", "compute", self.computed, "F9", "重新计算所有合计"),
            ("审核", "check", self.checked, "F8", "运行全部审核"),
            ("预览", "preview", self.previewed, "Ctrl+P", "预览和打印"),
            ("导出", "export", self.exported, "Ctrl+E", "导出 Word、Excel、报送包"),
        ):
            row.addWidget(pieces.tool(text, name, signal.emit, key=key, tip=tip))
        row.addWidget(pieces.line(vertical=True))
        self.review = pieces.button("提交审核", "review", self.reviewed.emit)
        row.addWidget(self.review)
        self.more = pieces.tool("更多 ▾", "more", lambda: self.menu_asked.emit(self.more))
        row.addWidget(self.more)
        session.about_changed.connect(self._show)
        session.saved_changed.connect(self._give_way)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:  # the buttons have the new one a little later
            self._fitted = None
            QTimer.singleShot(0, self, self._give_way)

    def _give_way(self) -> None:
        """Where year and unit have no room, what is known without words says fewer of them."""
        wanted = self.title.short_width()
        failed = self._session.saved_state.kind == "failed"
        at_stake = (self.width(), wanted, failed, self.review.text())
        if at_stake == self._fitted:
            return
        self._fitted = at_stake
        for step in range(4):
            self.saved.set_brief(step > 0)
            self.home.setText(_HOME[step > 1])
            self.undo.setText(_UNDO[step > 2])
            self.redo.setText(_REDO[step > 2])
            others = self._row.minimumSize().width() - self.title.minimumWidth()
            if others + wanted <= self.width():
                return

    def _can_undo(self, able: bool) -> None:
        """What is only to be looked at is not changed by 撤销 either."""
        self.undo.setEnabled(able and not self._session.read_only)

    def _can_redo(self, able: bool) -> None:
        self.redo.setEnabled(able and not self._session.read_only)

    def _name_undo(self, text: str) -> None:
        pieces.set_tip(self.undo, f"撤销：{text}（Ctrl+Z）" if text else "撤销（Ctrl+Z）")

    def _name_redo(self, text: str) -> None:
        pieces.set_tip(self.redo, f"重做：{text}（Ctrl+Y）" if text else "重做（Ctrl+Y）")

    def _show(self) -> None:
        report = self._session.report
        self.title.set_text(title_of(report, self._session.form), f"{report.year}年 {report.unit}")
        self._can_undo(self._session.undo_stack.canUndo())
        self._can_redo(self._session.undo_stack.canRedo())
        status = report.about.status
        self.status.setText(f" {STATUS_WORDS[status]} ")
        self.status.setAccessibleName(f"状态：{STATUS_WORDS[status]}")
        tint(self.status, _STATUS_TINTS[status])
        self.review.setText({"draft": "提交审核", "review": "审签", "final": "查看审签"}[status])
        pieces.set_tip(
            self.review,
            {
                "draft": "填报完成，交审核人、保密审查人、签发人审签",
                "review": "审签、退回修改或定稿",
                "final": "查看审签，或退回修改",
            }[status],
        )
        self._give_way()


class SavedLabel(QLabel):
    """已保存 10:32:05 – said only when it is on the disk. A failure stays, in red, with its reason."""

    clicked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._brief = False
        self.setObjectName("savedState")
        self.setTextFormat(Qt.TextFormat.PlainText)
        session.saved_changed.connect(self._show)
        self._reserve()
        self._show()

    def set_brief(self, brief: bool) -> None:
        """Say it in three characters, the time in the tip only; a failure is said whole."""
        if brief != self._brief:
            self._brief = brief
            self._show()
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._reserve()

    def _reserve(self) -> None:
        """As wide as its longest words, so that the bar does not jump at every save."""
        longest = "已保存" if self._brief else "已保存 00:00:00"
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + 6)

    def _show(self) -> None:
        state = self._session.saved_state
        whole, ink = self._words()
        words = whole
        if self._brief:
            words = {"saved": "已保存", "saving": "保存中", "unsaved": "未保存"}.get(
                state.kind, whole
            )
        self.setText(words)
        self.setAccessibleName(whole)
        why = state.reason or "每次改动后自动写入报告库；Ctrl+S 立即保存"
        pieces.set_tip(self, why if words == whole else f"{whole}\n{why}")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour(ink))
        self.setPalette(palette)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if state.kind == "failed"
            else Qt.CursorShape.ArrowCursor
        )

    def _words(self) -> tuple[str, str]:
        """The state in words, and the colour of these."""
        state = self._session.saved_state
        words, ink = {
            "saved": ("已保存", "good"),
            "saving": ("正在保存……", "muted"),
            "unsaved": ("未保存", "muted"),
            "failed": ("未保存：保存失败", "must"),
        }[state.kind]
        if state.kind == "saved" and state.at is not None:
            words = f"已保存 {state.at:%H:%M:%S}"
        elif state.kind in ("unsaved", "saving") and state.at is not None:
            words = f"已存至 {state.at:%H:%M:%S}"  # while typing goes on: up to then it is safe
        return words, ink

    def mousePressEvent(self, event: object) -> None:
        if self._session.saved_state.kind == "failed":
            self.clicked.emit()


class Elided(QLabel):
    """A label that takes a shorter text where there is no room, and shortens that at its end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._whole = self._short = ""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(120)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def set_text(self, text: str, short: str = "") -> None:
        """Show this text; `short` says the same in fewer characters, what matters first."""
        self._whole, self._short = text, short or text
        self.setAccessibleName(text)
        pieces.set_tip(self, text)
        self._fit()

    def short_width(self) -> int:
        """Pixels that the shorter text needs."""
        return self.fontMetrics().horizontalAdvance(self._short) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), max(40, self.width())
        fits = metrics.horizontalAdvance(self._whole) <= room
        words = self._whole if fits else self._short
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))


def tint(label: QLabel, kind: str) -> None:
    """Give a label the tint of a kind (must, verify, hint, good), like a small stamp."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.colour(f"{kind}_soft"))
    palette.setColor(QPalette.ColorRole.WindowText, theme.colour(kind))
    label.setPalette(palette)
    label.setAutoFillBackground(True)
