"""The edge at the right by which 审核 and 填报说明 are folded away and brought back.

It is there where the window is too narrow for three columns, and where the side was folded: else
nobody would find it again.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from giadesk.ui import pieces, theme
from giadesk.ui.progress import is_open
from giadesk.ui.session import Session


class SideStrip(pieces.ToolButton):
    """A narrow button as high as the page: what is open stands on it, letter under letter."""

    toggled_side = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folded = False
        self._lines: list[tuple[str, str]] = []
        self.setObjectName("sideStrip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.clicked.connect(self.toggled_side)
        session.findings_changed.connect(self._refresh)
        self.show_folded(False)

    def show_folded(self, folded: bool) -> None:
        """Say what a click does: bring the side back, or fold it away."""
        self._folded = folded
        pieces.set_tip(self, f"{self._words()}（Ctrl+\\）")
        self._refresh()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("⚠99") + 8, metrics.height() * 8)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hovered = self.underMouse() and self.isEnabled()
        painter.fillRect(self.rect(), theme.colour("hint_soft" if hovered else "panel"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(0, 0, 0, self.height())
        high, y = self.fontMetrics().height(), 10
        for text, ink in self._lines:
            painter.setPen(theme.colour(ink))
            painter.drawText(0, y, self.width(), high, int(Qt.AlignmentFlag.AlignHCenter), text)
            y += high + 2
        painter.end()

    def _words(self) -> str:
        return "打开审核和填报说明" if self._folded else "收起审核和填报说明"

    def _refresh(self) -> None:
        findings = [f for f in self._session.findings if is_open(f)]
        must = sum(f.severity == "must" for f in findings)
        verify = sum(f.severity == "verify" for f in findings)
        lines = [("◀" if self._folded else "▶", "muted")]
        lines += [(letter, "text") for letter in ("审核" if self._folded else "收起")]
        spoken = self._words()
        if self._folded:
            for count, mark, ink, name in (
                (must, "✖", "must", "强制"),
                (verify, "⚠", "verify", "核实"),
            ):
                if count:
                    lines.append((f"{mark}{min(count, 99)}", ink))
                    spoken += f"，{name}{count}条"
        self._lines = lines
        self.setAccessibleName(spoken)
        self.update()
