"""The list of reports on the start page: a model of plain rows and the painting of progress.

It knows nothing of the store: `desk.Desk` makes the rows. Loaded before the first paint, so Qt only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from giadesk.ui import theme

COLUMNS = ("年度", "单位", "状态", "填报进度", "审核", "最后修改", "上报期限")
YEAR, UNIT, STATUS, PROGRESS, FINDINGS, EDITED, DUE = range(7)
STATUS_WORDS = {"draft": "草稿", "review": "待审", "final": "定稿"}
ROW = Qt.ItemDataRole.UserRole
HIT = Qt.ItemDataRole.UserRole + 1
"""Of the unit's cell: the place of the words in the text and the words, None where there is none."""
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """A report as the list shows it. filled of total figures; -1 where nobody counted them yet.

    must, verify: open findings, -1 where it was never checked. damaged: its values fail their sums.
    """

    id: str
    year: int
    unit: str
    title: str
    status: str
    edited: datetime
    filled: int = -1
    total: int = -1
    must: int = -1
    verify: int = -1
    damaged: bool = False
    hit: str = ""

    def due(self, today: date) -> int:
        """Days until it must be handed in: 31 January of the next year (条例第四十九条)."""
        return (date(self.year + 1, 1, 31) - today).days


class LibraryModel(QAbstractTableModel):
    """Rows of the library, the newest year first, narrowed by words, year, status and unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._words: list[str] = []
        self._status = ""
        self._year = 0
        self._unit = ""
        self._hits: dict[str, str] = {}
        self.today = date.today()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show these reports."""
        self._all = sorted(rows, key=lambda r: (-r.year, -r.edited.timestamp()))
        self._narrow()

    def narrow(
        self,
        words: str = "",
        status: str = "",
        year: int = 0,
        hits: dict[str, str] | None = None,
        unit: str = "",
    ) -> None:
        """Show only reports with all these words in year, unit or title, or that are in `hits`.

        hits: id to the place of the words in the report's text, as full-text search found them.
        """
        self._words = words.lower().split()
        self._status = status
        self._year = year
        self._unit = unit
        self._hits = hits or {}
        self._narrow()

    @property
    def everything(self) -> Sequence[Row]:
        """All rows, shown or not."""
        return self._all

    @property
    def years(self) -> list[int]:
        """The years there are reports of, the newest first."""
        return sorted({r.year for r in self._all}, reverse=True)

    @property
    def units(self) -> set[str]:
        """The units there are reports of."""
        return {r.unit for r in self._all}

    @property
    def found_in_text(self) -> bool:
        """Whether a report is shown with the place of the words."""
        return any(row.id in self._hits for row in self._shown)

    def row_at(self, index: Index) -> Row | None:
        """The report of that line, None for no line."""
        return self._shown[index.row()] if index.isValid() else None

    def place_of(self, report_id: str) -> QModelIndex:
        """Where a report stands; an invalid index where it is not shown."""
        for place, row in enumerate(self._shown):
            if row.id == report_id:
                return self.index(place, UNIT)
        return QModelIndex()

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [r for r in self._all if self._fits(r)]
        self.endResetModel()

    def _fits(self, row: Row) -> bool:
        if (self._status and row.status != self._status) or (self._year and row.year != self._year):
            return False
        if self._unit and row.unit != self._unit:
            return False
        if row.id in self._hits or not self._words:
            return True
        name = f"{row.year} {row.unit} {row.title}".lower()
        return all(word in name for word in self._words)

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(row, index.column()) + self._spoken_hit(row, index.column())
        if role == HIT:
            hit = self._hits.get(row.id, "") if index.column() == UNIT else ""
            return (hit, self._words) if hit else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, index.column())
        if role == ROW:
            return row
        return None

    def _text(self, row: Row, column: int) -> str:
        match column:
            case 0:
                return f"{row.year}年"
            case 1:
                return (row.title or row.unit) + ("（数据受损）" if row.damaged else "")
            case 2:
                return STATUS_WORDS.get(row.status, row.status)
            case 3:
                return f"已填 {row.filled}/{row.total}" if row.total >= 0 else ""
            case 4:
                return _findings_words(row)
            case 5:
                return _when(row.edited, self.today)
            case 6:
                return _due_words(row, self.today)
        return ""

    def _spoken_hit(self, row: Row, column: int) -> str:
        hit = self._hits.get(row.id, "")
        return f"：{hit}" if hit and column == UNIT else ""

    def _ink(self, row: Row, column: int) -> QColor | None:
        if column == FINDINGS and row.must > 0:
            return theme.colour("must")
        if column == FINDINGS and row.verify > 0:
            return theme.colour("verify")
        if column == STATUS and row.status == "final":
            return theme.colour("good")
        if column == DUE and row.status != "final" and -180 < row.due(self.today) <= 7:
            return theme.colour("must")
        if column == UNIT and row.damaged:
            return theme.colour("must")
        if column in (EDITED, DUE):
            return theme.colour("muted")
        return None


def _findings_words(row: Row) -> str:
    if row.must < 0:
        return ""
    if not row.must and not row.verify:
        return "无问题"
    parts = [f"强制 {row.must}"] if row.must else []
    parts += [f"核实 {row.verify}"] if row.verify else []
    return " · ".join(parts)


def _when(moment: datetime, today: date) -> str:
    moment = moment.astimezone()
    if moment.date() == today:
        return f"今天 {moment:%H:%M}"
    if moment.year == today.year:
        return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _due_words(row: Row, today: date) -> str:
    if row.status == "final":
        return "已定稿"
    days = row.due(today)
    if days < 0:
        return f"{row.year + 1}年1月31日已过"
    return "今天截止" if days == 0 else f"还有{days}天"


class ProgressDelegate(QStyledItemDelegate):
    """The progress as a thin bar with its words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row = index.data(ROW)
        if not isinstance(row, Row) or row.total <= 0:
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        track = QRect(rect.left() + 4, rect.bottom() - 5, rect.width() - 16, 3)
        painter.fillRect(track, theme.colour("grid"))
        done = QRect(track)
        done.setWidth(round(track.width() * row.filled / row.total))
        painter.fillRect(done, theme.colour("good" if row.filled >= row.total else "accent"))


class LineDelegate(QStyledItemDelegate):
    """The line is in hand, not one cell of it: none looks different."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        state = option.state  # type: ignore[attr-defined]
        option.state = state & ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]


class StatusDelegate(LineDelegate):
    """Year and status a little heavier, so that the eye finds them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.font.setWeight(QFont.Weight.DemiBold)  # type: ignore[attr-defined]
