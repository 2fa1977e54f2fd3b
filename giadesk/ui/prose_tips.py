"""What is wrong, or what a live figure is, in plain text under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from giadesk.ui.prose_marks import ProseMarks
from giadesk.ui.prose_objects import FIGURE
from giadesk.ui.prose_text import ProseText
from giadesk.ui.session import Session


class ProseTips(QObject):
    """Answers the tool tips of a section's text."""

    def __init__(self, text: ProseText, marks: ProseMarks, session: Session) -> None:
        super().__init__(text)
        self._text = text
        self._marks = marks
        self._session = session
        text.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.words_under(event.pos())
            if words:
                escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
                QToolTip.showText(event.globalPos(), f"<p>{escaped}</p>", self._text.viewport())
            else:
                QToolTip.hideText()
            return True
        return False

    def words_under(self, point: QPoint) -> str:
        """What there is to say of a point of the viewport, "" for nothing."""
        _, kind, value_id = self._text.object_under(point.toPointF())
        words = []
        if kind == FIGURE:
            from giadesk.ui.prose_figures import label_of

            indicator = self._session.form.indicators.get(value_id)
            words.append(label_of(indicator) if indicator else f"表中没有这一项：{value_id}")
        for mark in self._marks.at(self._text.cursorForPosition(point).position()):
            if mark.finding is None:
                words.append(f"写的是去年：{self._session.report.year - 1}年")
            else:
                words.append(mark.finding.message)
                words.extend([mark.finding.remedy] if mark.finding.remedy else [])
        return "\n".join(words)
