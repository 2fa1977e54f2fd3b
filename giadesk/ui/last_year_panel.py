"""去年: last year's text of the section, with what is different this year marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from giadesk.core.generations import section_for
from giadesk.core.report import Section
from giadesk.core.totals import Figures, figures_of
from giadesk.ui import pieces
from giadesk.ui.dialogs import help_by_key
from giadesk.ui.difference_view import DifferenceView, shown_paragraphs
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
        self.words = pieces.label("", "noLastYear", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words)
        self.view = DifferenceView(self)
        layout.addWidget(self.view, 1)
        row = QHBoxLayout()
        self.beside: QPushButton = pieces.button(
            "并排对照……", "sideBySide", self.show_beside, tip="在大窗口里左右对照去年和今年"
        )
        row.addStretch(1)
        row.addWidget(self.beside)
        layout.addLayout(row)
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

    def refresh(self) -> None:
        """Compare anew, where anybody looks."""
        if not self.isVisible():
            return
        last = self._last_section()
        there = last is not None and bool(last.text.strip())
        self.view.setVisible(there)
        self.beside.setVisible(there)
        self.words.setVisible(not there)
        if there:
            self._show_in(self.view)
        elif self._session.last is None:
            self.words.setText("没有去年的报告。")
        else:
            words = "去年的报告中没有这一部分。"
            if last is not None:
                words = "去年的报告中这一部分没有文字。"
            if self._session.form.tables_of(self._section):
                words += "去年的数在表中，写在今年的数旁边。"
            self.words.setText(words)

    def show_beside(self) -> None:
        """Show both years in a large window, side by side."""
        dialog = self.beside_dialog()
        dialog.exec()
        dialog.deleteLater()

    def beside_dialog(self) -> QDialog:
        """That window, not shown yet."""
        dialog = QDialog(self)
        dialog.setObjectName("sideBySideDialog")
        help_by_key(dialog)
        section = self._session.report.section(self._section)
        dialog.setWindowTitle(f"去年与今年对照：{section.title if section else ''}")
        view = DifferenceView(dialog)
        layout = QVBoxLayout(dialog)
        layout.addWidget(view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("关闭", "close", dialog.reject))
        layout.addLayout(row)
        dialog.resize(self.window().size() * 0.85)
        self._show_in(view)
        return dialog

    def _show_in(self, view: DifferenceView) -> None:
        session = self._session
        view.show_difference(
            shown_paragraphs(self._last_section(), self._last_figures),
            shown_paragraphs(session.report.section(self._section), session.figures),
            f"{session.last.year}年" if session.last else "去年",
            f"{session.report.year}年",
        )

    def _last_section(self) -> Section | None:
        session = self._session
        if session.last is None or session.last_form is None:
            return None
        for section in session.last.sections:
            if section_for(section, session.last_form, session.form) == self._section:
                return section
        return None

    def _changed(self, section_id: str) -> None:
        if section_id == self._section:
            self._timer.start(_PAUSE)

    def showEvent(self, event: object) -> None:
        self._timer.start(0)
