"""The figures of one table as Qt's model: what each cell shows, whether it may be written, marks.

The model reads the session and writes through it; it keeps nothing of the report itself. A text that
was refused is kept beside the report, per session, so that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from giadesk.core.figures import Reading, read_figure
from giadesk.core.form import Severity
from giadesk.core.prose import plain
from giadesk.core.report import Value
from giadesk.core.totals import sum_of
from giadesk.ui.session import Session
from giadesk.ui.table_map import TableMap

Index = QModelIndex | QPersistentModelIndex

COMPUTED = "由程序计算"
"""Why a total cannot be written."""

# Asked for twice with every cell that is painted; an `or` of flags costs as much as the cell's text.
_WORDS = Qt.ItemFlag.NoItemFlags
_LOCKED = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_OPEN = _LOCKED | Qt.ItemFlag.ItemIsEditable

SEVERITIES: tuple[Severity, ...] = ("must", "verify", "hint")
SEVERITY_NAMES: Mapping[Severity, str] = {"must": "强制", "verify": "核实", "hint": "提示"}


class Refusal(msgspec.Struct, frozen=True):
    """A text that was typed into a cell and not taken: why, and what it probably means."""

    text: str
    reason: str
    offer: Decimal | None = None


_refusals: WeakKeyDictionary[Session, dict[str, Refusal]] = WeakKeyDictionary()


def refusals_of(session: Session) -> dict[str, Refusal]:
    """The refused texts of a session by value id; they outlive the widgets that show them."""
    return _refusals.setdefault(session, {})


class FigureModel(QAbstractTableModel):
    """The places of a table without its frozen head and labels; a wide figure stands at its first."""

    refusals_changed = Signal()

    def __init__(self, session: Session, table_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.map = TableMap(session.form.tables[table_id], session.form)
        self.refusals = refusals_of(session)
        self.last_shown = True
        self._unlocked: set[str] = set()
        self._marks: dict[str, int] = {}
        self._ghosts: frozenset[str] = frozenset()
        session.figures_changed.connect(self._figures_changed)
        self._found = self._findings()
        session.findings_changed.connect(self._findings_changed)
        session.about_changed.connect(self._everything_changed)

    # -- what Qt asks --------------------------------------------------------------------------

    _NOWHERE: ClassVar = QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.map.rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.map.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        value_id = self.id_of(index)
        if not value_id:
            return _WORDS
        return _LOCKED if self.lock_reason(value_id) else _OPEN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value_id = self.id_of(index)
        if not value_id:
            cell = self.map.cell_at(index.row(), index.column()) if index.isValid() else None
            words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return cell.text if words and cell is not None else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.shown(value_id)
            case Qt.ItemDataRole.EditRole:
                return self.shown(value_id)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(value_id)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return "；".join(f.message for f in self.session.findings_at(value_id))
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        value_id = self.id_of(index)
        if role != Qt.ItemDataRole.EditRole or not value_id or self.lock_reason(value_id):
            return False
        return self.write(value_id, str(value)).accepted

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            ids = (self.map.id_at(section, c) for c in range(self.map.columns))
            value_id = next((i for i in ids if i), "")
            return "，".join(self.map.indicator(value_id).row_label) if value_id else ""
        value_id = self.map.id_at(0, section) if not self.map.bands else ""
        return "，".join(self.map.indicator(value_id).col_label) if value_id else ""

    # -- cells by id ---------------------------------------------------------------------------

    def id_of(self, index: Index) -> str:
        """The figure at an index; "" for words, blanks, the rest of a wide cell and nowhere."""
        if not index.isValid():
            return ""
        row, column = index.row(), index.column()
        value_id = self.map.id_at(row, column)
        return value_id if value_id and self.map.places[value_id] == (row, column) else ""

    def index_of(self, value_id: str) -> QModelIndex:
        """The index of a figure; an invalid one for a figure of another table."""
        place = self.map.places.get(value_id)
        return self.index(*place) if place is not None else QModelIndex()

    def shown(self, value_id: str) -> str:
        """The cell's text: what was refused, else the figure, else blank."""
        refusal = self.refusals.get(value_id)
        return refusal.text if refusal else self.written(value_id)

    def written(self, value_id: str) -> str:
        """The figure as plain digits, "" for a blank."""
        figure = self.session.figures.get(value_id)
        if figure is not None:
            return plain(figure)
        value = self.session.report.values.get(value_id)
        return value if isinstance(value, str) else ""

    def last(self, value_id: str) -> str:
        """Last year's figure, "" where there is none or it is switched off."""
        figure = self.session.last_figures.get(value_id) if self.last_shown else None
        return plain(figure) if figure is not None else ""

    def is_total(self, value_id: str) -> bool:
        """Whether the form says that this is a sum."""
        return self.map.indicator(value_id).computed

    def is_unlocked(self, value_id: str) -> bool:
        """Whether a total is written by hand now: the clerk unlocked it, or a file disagreed."""
        return self.is_total(value_id) and (
            value_id in self.session.report.values or value_id in self._unlocked
        )

    def lock_reason(self, value_id: str) -> str:
        """Why a cell cannot be written, "" where it can."""
        if self.session.read_only:
            return "只读"
        return COMPUTED if self.is_total(value_id) and not self.is_unlocked(value_id) else ""

    def is_open(self, value_id: str) -> bool:
        """Whether a cell may be written."""
        return not self.lock_reason(value_id)

    def is_filled(self, value_id: str) -> bool:
        """Whether a cell shows anything."""
        return bool(self.shown(value_id))

    def severity(self, value_id: str) -> Severity | None:
        """The gravest finding that is not explained; None where there is none."""
        found = {f.severity for f in self.session.findings_at(value_id) if not f.explained}
        return next((s for s in SEVERITIES if s in found), None)

    def is_explained(self, value_id: str) -> bool:
        """Whether a finding on the cell carries a 核实说明."""
        return any(f.explained for f in self.session.findings_at(value_id))

    def mark_of(self, value_id: str) -> int:
        """0 for none, 1 and 2 for the sides of the relation that is shown."""
        return self._marks.get(value_id, 0)

    def is_ghost(self, value_id: str) -> bool:
        """Whether a cell would be filled with 0."""
        return value_id in self._ghosts

    def spoken(self, value_id: str) -> str:
        """What a screen reader says of the cell: where it stands, its figure, last year's, faults."""
        indicator = self.map.indicator(value_id)
        text = self.shown(value_id)
        parts = [indicator.name, f"{text}{indicator.unit}" if text else "空白"]
        if last := self.last(value_id):
            parts.append(f"上年{last}")
        if self.is_total(value_id):
            parts.append("合计已解锁" if self.is_unlocked(value_id) else "自动计算")
        if refusal := self.refusals.get(value_id):
            parts.append(f"未采用：{refusal.reason}")
        if severity := self.severity(value_id):
            parts.append(f"有{SEVERITY_NAMES[severity]}问题")
        return "，".join(parts)

    # -- writing -------------------------------------------------------------------------------

    def read(self, value_id: str, text: str) -> Reading:
        """What a text would be as this cell's value."""
        indicator = self.map.indicator(value_id)
        return read_figure(text, indicator.kind, indicator.unit)

    def write(self, value_id: str, text: str) -> Reading:
        """Write a text into a cell, or keep it beside the cell with the reason why not."""
        reading = self.read(value_id, text)
        if not reading.accepted:
            self._refuse(value_id, Refusal(text, reading.reason, reading.offer))
            return reading
        self.set_values({value_id: reading.value}, f"填写 {self.map.indicator(value_id).name}")
        return reading

    def set_values(self, changes: Mapping[str, Value | None], name: str) -> bool:
        """Write values as one undo step; refused texts of these cells are given up."""
        for value_id, value in changes.items():
            if value is None:
                self._unlocked.discard(value_id)
        changed = self.session.set_values(changes, name)
        self.drop_refusals(changes)
        self._tell(changes)
        return changed

    def drop_refusals(self, ids: Iterable[str]) -> None:
        """Give up what was refused in these cells."""
        gone = [i for i in ids if self.refusals.pop(i, None) is not None]
        if gone:
            self._tell(gone)
            self.refusals_changed.emit()

    def unlock(self, value_id: str) -> None:
        """Let a total be written by hand, with the computed figure as a start."""
        self._unlocked.add(value_id)
        figure = self.session.figures.get(value_id)
        if figure is not None:
            name = f"解锁合计 {self.map.indicator(value_id).name}"
            self.session.set_values({value_id: figure}, name)
        self._tell([value_id])

    def disagreeing(self) -> list[str]:
        """The unlocked totals of the table whose figure is not what the program computes."""
        figures = self.session.figures
        return [
            i
            for i in self.map.ids
            if self.is_unlocked(i)
            and figures.get(i) != sum_of(self.map.indicator(i).parts, figures)
        ]

    # -- marks ---------------------------------------------------------------------------------

    def set_marks(self, ids: Iterable[str], others: Iterable[str] = ()) -> None:
        """Mark the two sides of a relation; empty takes the marks away."""
        before = self._marks
        self._marks = {**dict.fromkeys(others, 2), **dict.fromkeys(ids, 1)}
        self._tell(before.keys() | self._marks.keys())

    def set_ghosts(self, ids: Iterable[str]) -> None:
        """Show in these cells the 0 that they would be filled with."""
        before, self._ghosts = self._ghosts, frozenset(ids)
        self._tell(before | self._ghosts)

    def set_last_shown(self, shown: bool) -> None:
        """Show last year's figures, or not."""
        if shown != self.last_shown:
            self.last_shown = shown
            self._everything_changed()

    # -- inside --------------------------------------------------------------------------------

    def _refuse(self, value_id: str, refusal: Refusal) -> None:
        self.refusals[value_id] = refusal
        self._tell([value_id])
        self.refusals_changed.emit()

    def _figures_changed(self, ids: frozenset[str]) -> None:
        # An unlocked total that went back to being computed (undo) is locked again.
        self._unlocked -= {i for i in ids if i not in self.session.report.values}
        self.drop_refusals(i for i in ids if i in self.map.places)
        self._tell(ids)

    def _findings(self) -> dict[str, tuple[str, ...]]:
        """What was found on each cell, as far as the cell shows it."""
        found = {i: self.session.findings_at(i) for i in self.map.ids}
        return {
            i: tuple(f.severity + f.explained + f.message for f in fs) for i, fs in found.items()
        }

    def _findings_changed(self) -> None:
        # Only the cells concerned are painted again: this runs after every edit.
        before, self._found = self._found, self._findings()
        self._tell(i for i, found in self._found.items() if found != before[i])

    def _everything_changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.map.rows - 1, self.map.columns - 1))

    def _tell(self, ids: Iterable[str]) -> None:
        for value_id in ids:
            index = self.index_of(value_id)
            if index.isValid():
                self.dataChanged.emit(index, index)
