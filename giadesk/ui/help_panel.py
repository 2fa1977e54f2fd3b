"""填报说明: how to count the cell in focus, by which article, its formula; else the section's guide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from giadesk.core.form import Indicator, Relation, SectionSpec
from giadesk.core.prose import plain
from giadesk.ui import theme
from giadesk.ui.session import Session


class HelpPanel(QPlainTextEdit):
    """Follows the session's cell in focus, and the section shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._section = ""
        self.setObjectName("help")
        self.setAccessibleName("填报说明")
        self.setReadOnly(True)
        self.document().setDocumentMargin(8)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        session.cell_focused.connect(self.refresh)
        session.figures_changed.connect(self._figures_changed)
        self._relations: dict[str, list[Relation]] = {}
        for relation in session.form.relations:
            for term in (*relation.left, *relation.right):
                self._relations.setdefault(term.id, []).append(relation)

    def show_section(self, section_id: str) -> None:
        """Follow another section; no cell has the focus then."""
        self._section = section_id
        self.refresh()

    def refresh(self, _: str = "") -> None:
        """Write it anew."""
        indicator = self._session.form.indicators.get(self._session.focused_cell)
        lines = self._of_cell(indicator) if indicator else self._of_section()
        self.setPlainText("")
        cursor = self.textCursor()
        for number, (kind, text) in enumerate(lines):
            if number:
                cursor.insertBlock()
            cursor.insertText(text, _style(kind))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def _figures_changed(self, ids: frozenset[str]) -> None:
        indicator = self._session.form.indicators.get(self._session.focused_cell)
        if indicator is not None and not ids.isdisjoint({indicator.id, *indicator.parts}):
            self.refresh()

    def _of_cell(self, indicator: Indicator) -> list[tuple[str, str]]:
        lines = [("title", " · ".join((indicator.row_label[-1], indicator.col_label[-1])))]
        above = " › ".join((*indicator.row_label[:-1], *indicator.col_label[:-1]))
        if above:
            lines.append(("muted", above))
        lines.append(("muted", f"单位：{indicator.unit}"))
        if indicator.guide:
            lines.append(("text", indicator.guide))
        if indicator.article:
            lines.append(("accent", f"依据：{indicator.article}"))
        if indicator.computed:
            lines.append(("text", f"由程序计算：{self._sum(indicator)}"))
        for relation in self._relations.get(indicator.id, []):
            if relation.says:
                mark = "须满足" if relation.severity == "must" else "一般应"
                lines.append(("muted", f"{mark}：{relation.says}"))
        lines += self._last_year(indicator)
        return list(dict.fromkeys(lines))

    def _last_year(self, indicator: Indicator) -> list[tuple[str, str]]:
        if self._session.last is None:
            return []
        before = self._session.last_figures.get(indicator.id)
        now = self._session.figures.get(indicator.id)
        words = f"去年：{plain(before)}" if before is not None else "去年：没有这一项"
        if before is not None and now is not None and now != before:
            change = now - before
            sign = "增加" if change > 0 else "减少"
            words += f"，今年{plain(now)}，{sign}{plain(abs(change))}"
            if before:
                words += f"（{abs(change) / before:.0%}）"
        return [("text", words)]

    def _sum(self, indicator: Indicator) -> str:
        figures = self._session.figures
        parts = [plain(figures[p]) if p in figures else "空" for p in indicator.parts]
        total = figures.get(indicator.id)
        shown = parts if len(parts) <= 12 else [*parts[:11], "…"]
        return " + ".join(shown) + (f" = {plain(total)}" if total is not None else "")

    def _of_section(self) -> list[tuple[str, str]]:
        spec: SectionSpec | None = self._session.form.sections.get(self._section)
        section = self._session.report.section(self._section)
        title = section.title if section else (spec.title if spec else "")
        lines = [("title", title)]
        if spec is not None:
            if spec.guide:
                lines.append(("text", spec.guide))
            if spec.article:
                lines.append(("accent", f"依据：{spec.article}"))
            if spec.min_characters:
                lines.append(("muted", f"不少于{spec.min_characters}字"))
            lines += [
                ("text", f"· {s.title}" + (f"：{s.guide}" if s.guide else ""))
                for s in spec.subjects
            ]
        return lines


def _style(kind: str) -> QTextCharFormat:
    style = QTextCharFormat()
    if kind == "title":
        style.setFontWeight(700)
        style.setForeground(theme.colour("text"))
    else:
        style.setForeground(theme.colour(kind))
    return style
