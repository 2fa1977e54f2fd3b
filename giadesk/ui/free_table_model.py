"""The cells of a table of the clerk's own; what is written in them goes through the session."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.grids import Place, with_texts
from giadesk.core.report import FreeTable, Paragraph, Section
from giadesk.ui import theme
from giadesk.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
WIDEST = 18
"""Characters of a cell's text in one line, before it is wrapped."""


class FreeTableModel(QAbstractTableModel):
    """The grid of one free table; what is written goes through the session."""

    reshaped = Signal()

    def __init__(self, session: Session, section_id: str, table_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.section_id = section_id
        self.table_id = table_id
        self.grid = self._stored() or Grid(1, 1, ())
        self._cells = self.grid.matrix()
        session.prose_changed.connect(self._changed)

    def cell(self, row: int, column: int) -> GridCell | None:
        """The cell that covers a place, None for a place left open."""
        if 0 <= row < self.grid.height and 0 <= column < self.grid.width:
            return self._cells[row][column]
        return None

    def write(self, texts: dict[Place, str], name: str) -> bool:
        """Replace the texts of these cells as one undo step. False where nothing changed."""
        return self.replace(with_texts(self.grid, texts), name)

    def replace(self, grid: Grid, name: str) -> bool:
        """Put another grid in the table's place as one undo step."""
        section = self._section()
        if section is None or grid == self.grid:
            return False
        tables = tuple(
            FreeTable(t.id, grid) if t.id == self.table_id else t for t in section.free_tables
        )
        return self.session.set_section(msgspec.structs.replace(section, free_tables=tables), name)

    @property
    def stored(self) -> bool:
        """Whether the section still has the table."""
        return self._stored() is not None

    def remove(self) -> bool:
        """Take the table and its place in the text out of the section, as one undo step."""
        section = self._section()
        if section is None:
            return False
        left = msgspec.structs.replace(
            section,
            paragraphs=tuple(p for p in section.paragraphs if p.table != self.table_id),
            free_tables=tuple(t for t in section.free_tables if t.id != self.table_id),
        )
        return self.session.set_section(left, "删除自备表格")

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self.grid.height

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self.grid.width

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if self.session.read_only else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index.row(), index.column())
        head = cell is not None and (
            cell.kind in ("head", "label")
            or cell.row < self.grid.head_rows
            or cell.column < self.grid.label_columns
        )
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return cell.text if cell is not None else ""
            case Qt.ItemDataRole.BackgroundRole:
                return theme.colour("head" if head else "base")
            case Qt.ItemDataRole.TextAlignmentRole:
                long = cell is not None and len(cell.text) > WIDEST
                side = Qt.AlignmentFlag.AlignLeft if long else Qt.AlignmentFlag.AlignHCenter
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                text = cell.text if cell is not None else ""
                return f"第{index.row() + 1}行第{index.column() + 1}列：{text or '空白'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        cell = self.cell(index.row(), index.column())
        place = (cell.row, cell.column) if cell is not None else (index.row(), index.column())
        return self.write({place: str(value)}, "修改表格")

    # -- inside --------------------------------------------------------------------------------

    def _section(self) -> Section | None:
        return self.session.report.section(self.section_id)

    def _stored(self) -> Grid | None:
        section = self._section()
        tables = section.free_tables if section is not None else ()
        return next((t.grid for t in tables if t.id == self.table_id), None)

    def _changed(self, section_id: str) -> None:
        grid = self._stored()
        if section_id != self.section_id or grid is None or grid == self.grid:
            return
        spans = [(c.row, c.column, c.rows, c.columns) for c in self.grid.cells]
        same = spans == [(c.row, c.column, c.rows, c.columns) for c in grid.cells]
        if same and (grid.height, grid.width) == (self.grid.height, self.grid.width):
            self.grid, self._cells = grid, grid.matrix()
            last = self.index(grid.height - 1, grid.width - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.grid, self._cells = grid, grid.matrix()
        self.endResetModel()
        self.reshaped.emit()


def insert_table(session: Session, section_id: str, grid: Grid, after: int | None) -> str:
    """Put a table into a section as one undo step: behind its paragraph `after`, None for the end.

    Returns the table's id, "" where the report takes no changes. An empty paragraph there gives way.
    """
    section = session.report.section(section_id)
    if section is None:
        return ""
    taken = {t.id for t in section.free_tables}
    table_id = next(name for n in range(1, len(taken) + 2) if (name := f"free-{n}") not in taken)
    old = section.paragraphs
    at = len(old) if after is None else min(after + 1, len(old))
    here = old[at - 1] if at else None
    head = old[: at - 1] if here is not None and not here.text and not here.table else old[:at]
    new = msgspec.structs.replace(
        section,
        paragraphs=(*head, Paragraph(table=table_id), *old[at:]),
        free_tables=(*section.free_tables, FreeTable(table_id, grid)),
    )
    return table_id if session.set_section(new, "插入表格") else ""
