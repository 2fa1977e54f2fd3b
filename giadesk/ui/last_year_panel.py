"""去年: last year's text of the section, with what is different this year marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from giadesk.core.generations import section_for
from giadesk.core.prose import numbers, resolve
from giadesk.core.report import Section
from giadesk.core.totals import Figures, figures_of
from giadesk.ui import pieces, theme
from giadesk.ui.session import Session

_PAUSE = 400


class LastYearPanel(QFrame):
    """Follows the section shown. Comparing waits for a pause in typing and for being looked at."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._section = ""
        self.setObjectName("lastYear")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        row = QHBoxLayout()
        self.marked = QCheckBox("标出与今年的不同")
        self.marked.setObjectName("markDifference")
        self.marked.setAccessibleName("标出与今年的不同")
        self.marked.setChecked(True)
        self.marked.toggled.connect(self.refresh)
        row.addWidget(self.marked)
        row.addStretch(1)
        layout.addLayout(row)
        self.share = pieces.label("", "unchangedShare", "muted", wrap=True)
        layout.addWidget(self.share)
        self.text = QPlainTextEdit()
        self.text.setObjectName("lastYearText")
        self.text.setAccessibleName("去年的正文")
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout.addWidget(self.text, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.refresh)
        self._last_figures: Figures = (
            figures_of(session.last, session.last_form)
            if session.last and session.last_form
            else {}
        )
        session.prose_changed.connect(self._changed)

    def show_section(self, section_id: str) -> None:
        """Follow another section."""
        self._section = section_id
        self._timer.start(0)

    def _changed(self, section_id: str) -> None:
        if section_id == self._section:
            self._timer.start(_PAUSE)

    def showEvent(self, event: object) -> None:
        self._timer.start(0)

    def refresh(self) -> None:
        """Write it anew, where anybody looks."""
        if not self.isVisible():
            return
        last = self._last_section()
        self.text.setPlainText("")
        self.share.hide()
        self.marked.setVisible(last is not None)
        if last is None or not last.text.strip():
            if self._session.last is None:
                words = "没有去年的报告。"
            else:
                words = f"去年的报告中这一部分没有{'文字' if last is not None else ''}。"
            self.marked.hide()
            self._write([("muted", words)])
            return
        before = _texts(last, self._last_figures)
        now = self._session.report.section(self._section)
        if not self.marked.isChecked() or now is None:
            self._write([("text", "\n".join(before))])
            return
        from giadesk.core.difference import difference

        pieces_: list[tuple[str, str]] = []
        same = 0
        for pair in difference(before, _texts(now, self._session.figures)):
            if pair.last is None:
                continue
            if pieces_:
                pieces_.append(("text", "\n"))
            for run in pair.runs:
                if run.kind != "added":
                    pieces_.append(("same" if run.kind == "same" else "removed", run.text))
                    same += len(run.text) if run.kind == "same" else 0
        self._write(pieces_)
        total = sum(len(t) for t in before)
        if total:
            self.share.setText(f"底色部分今年没有改动：{same}/{total}字，占{same / total:.0%}")
            self.share.show()

    def _last_section(self) -> Section | None:
        session = self._session
        if session.last is None or session.last_form is None:
            return None
        for section in session.last.sections:
            if section_for(section, session.last_form, session.form) == self._section:
                return section
        return None

    def _write(self, runs: list[tuple[str, str]]) -> None:
        cursor = self.text.textCursor()
        for kind, text in runs:
            cursor.insertText(text, _style(kind))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.text.setTextCursor(cursor)


def _texts(section: Section, figures: Figures) -> list[str]:
    made = zip(section.paragraphs, numbers(section.paragraphs), strict=True)
    return [
        number + resolve(p.text, figures) for p, number in made if not p.table and p.text.strip()
    ]


def _style(kind: str) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(theme.colour("muted" if kind == "muted" else "text"))
    if kind == "same":
        style.setBackground(theme.colour("unchanged"))
    elif kind == "removed":
        style.setForeground(theme.colour("muted"))
        style.setFontStrikeOut(True)
    return style
