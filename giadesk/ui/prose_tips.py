"""What is wrong, or what a live figure is, in plain text under the pointer, and spoken at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from giadesk.core.prose import plain
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
        text.cursorPositionChanged.connect(self._speak)

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
        position, _, _ = self._text.object_under(point.toPointF())
        at = self._text.cursorForPosition(point).position()
        return "\n".join([*self._figure_at(position), *self._said_at(at)])

    def words_at(self, position: int) -> str:
        """What there is to say of a place in the text: of the figure before it, else of the one behind."""
        figure = self._figure_at(position - 1) or self._figure_at(position)
        return "，".join([*figure, *self._said_at(position)])

    def _speak(self) -> None:
        """A screen reader meets a sign of its own where a live figure stands: it is told which."""
        cursor = self._text.textCursor()
        words = "" if cursor.hasSelection() else self.words_at(cursor.position())
        if words != self._text.accessibleDescription():
            self._text.setAccessibleDescription(words)

    def _figure_at(self, position: int) -> list[str]:
        kind, value_id = self._text.prose.object_at(position) if position >= 0 else (0, "")
        if kind != FIGURE:
            return []
        from giadesk.ui.prose_figures import label_of

        indicator = self._session.form.indicators.get(value_id)
        if indicator is None:
            return [f"表中没有这一项：{value_id}"]
        figure = self._session.figures.get(value_id)
        unit = indicator.unit or self._session.form.tables[indicator.table].unit
        shown = "没有填写" if figure is None else f"{plain(figure)}{unit}"
        return [f"{label_of(indicator)}，{shown}"]

    def _said_at(self, position: int) -> list[str]:
        words = []
        for mark in self._marks.at(position):
            if mark.finding is None:
                words.append(f"写的是去年：{self._session.report.year - 1}年")
            else:
                words.append(mark.finding.message)
                words.extend([mark.finding.remedy] if mark.finding.remedy else [])
        return words
