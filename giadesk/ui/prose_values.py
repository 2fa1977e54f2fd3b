"""What the objects in a section's text stand for: live figures and the places of tables."""

from __future__ import annotations

from giadesk.core.prose import UNFILLED, plain, resolve
from giadesk.core.report import Paragraph
from giadesk.ui.session import Session


class SectionValues:
    """Looks up in the session what one section's text shows."""

    def __init__(self, session: Session, section_id: str) -> None:
        self._session = session
        self._section = section_id

    def figure(self, value_id: str) -> tuple[str, bool]:
        """What a live figure shows, and whether the table's cell is filled."""
        figure = self._session.figures.get(value_id)
        return (UNFILLED, False) if figure is None else (plain(figure), True)

    def table_title(self, table_id: str) -> str:
        """What stands at the place of a table."""
        spec = self._session.form.tables.get(table_id)
        if spec is not None:
            return f"〔表：{spec.title}〕"
        section = self._session.report.section(self._section)
        free = next((t for t in section.free_tables if t.id == table_id), None) if section else None
        return f"〔表：{free.grid.caption or '自备表格'}〕" if free is not None else "〔表〕"

    def tables(self) -> frozenset[str]:
        """The tables that may have a place in the section."""
        section = self._session.report.section(self._section)
        own = {t.id for t in self._session.form.tables_of(self._section)}
        return frozenset(own | {t.id for t in section.free_tables} if section else own)

    def shown(self, paragraph: Paragraph) -> str:
        """A paragraph for other programs, its live figures written out."""
        if paragraph.table:
            return self.table_title(paragraph.table)
        return resolve(paragraph.text, self._session.figures)
