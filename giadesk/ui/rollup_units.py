"""The units of a 汇总: who handed in, what was refused, who is missing; a line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QWidget

from giadesk.core.units import listed_name
from giadesk.ui import theme
from giadesk.ui.library_list import Index
from giadesk.ui.lines import Lines, LinesModel

State = Literal["sums", "handed", "refused", "missing"]
STATES: dict[State, str] = {
    "sums": "",  # how many
    "handed": "已报送",
    "refused": "未采用",
    "missing": "未报送",
}
COLUMNS = ("单位", "情况", "强制", "核实")


class Unit(NamedTuple):
    """A line. name: the unit's, of a refused file the file's. must, verify: open findings, -1 for
    none counted. number: which of the handed or refused ones, of the sums how many were added up. why:
    what is said of it beside."""

    state: State
    name: str
    must: int = -1
    verify: int = -1
    number: int = -1
    why: str = ""


class UnitsModel(LinesModel):
    """The sums first, then who handed in, then what was refused, then who is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, 2, parent)

    @property
    def units(self) -> tuple[Unit, ...]:
        """What is shown."""
        return self._lines

    def set_units(self, units: Iterable[Unit]) -> None:
        """Show these."""
        self._show(units)

    def at(self, index: Index) -> Unit | None:
        """The unit of that line, None for no line."""
        return self.units[index.row()] if index.isValid() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        unit = self.at(index)
        if unit is None:
            return None
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(unit, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{unit.name}\n{unit.why}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{COLUMNS[column]}：{_text(unit, column) or '无'}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                name = _ink(unit, column)
                return theme.colour(name) if name else None
            case Qt.ItemDataRole.FontRole if unit.state == "sums":
                bold = QFont(QGuiApplication.font())
                bold.setBold(True)
                return bold
        return None


class UnitsTable(Lines):
    """The list; `chosen` follows the line in hand."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self.units = UnitsModel()
        super().__init__("rollupUnits", self.units, lambda c: "未报送" if c == 1 else "强制")
        self.units.setParent(self)
        self.setAccessibleName("报送单位")
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.chosen.emit(self.units.at(now))
        )

    @property
    def current(self) -> Unit | None:
        """The unit in hand."""
        return self.units.at(self.currentIndex())

    def show_units(self, units: Iterable[Unit]) -> None:
        """Show these, and take the one in hand again, else the first."""
        present = self.current
        self.units.set_units(units)
        self.measure()
        self.choose(present.name if present is not None else "")

    def choose(self, name: str) -> None:
        """Take the unit of that name in hand, the first line where there is none."""
        rows = (row for row, unit in enumerate(self.units.units) if unit.name == name)
        self.setCurrentIndex(self.units.index(next(rows, 0), 0))


def _text(unit: Unit, column: int) -> str:
    match column:
        case 0:
            return listed_name(unit.name) if unit.state in ("handed", "missing") else unit.name
        case 1:
            return STATES[unit.state] or f"{unit.number}个"
        case _:
            count = unit.must if column == 2 else unit.verify
            return str(count) if count > 0 else "0" if count == 0 else ""


def _ink(unit: Unit, column: int) -> str:
    if column == 1 and unit.state in ("refused", "missing"):
        return "must" if unit.state == "missing" else "verify"
    if column == 2 and unit.must > 0:
        return "must"
    if column == 3 and unit.verify > 0:
        return "verify"
    return "" if column == 0 else "muted"
