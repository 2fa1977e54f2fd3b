"""历年对照: all years of a table side by side, a line a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from giadesk.core.prose import plain
from giadesk.core.trend import Series
from giadesk.ui import pieces, theme

TABLE_FILTERS = "Excel 表格（*.xlsx）;;CSV 表格（*.csv）"
CHANGE = "较上年增减"
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class YearsModel(QAbstractTableModel):
    """Lines by years, and how much the last year differs from the one before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Series, ...] = ()
        self._notes: Mapping[int, str] = {}
        self._emphasis = False

    @property
    def lines(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._lines

    @property
    def years(self) -> tuple[int, ...]:
        """The years, which are the same for all lines."""
        return tuple(p.year for p in self._lines[0].points) if self._lines else ()

    def set_lines(self, lines: Sequence[Series], notes: Mapping[int, str]) -> None:
        """Show these lines. notes: what stands under a year, such as 草稿."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self._notes = notes
        self._emphasis = not all(line.measure.total for line in lines)
        self.endResetModel()

    def longest(self) -> list[str]:
        """For each column the words of it that are longest, its head included."""
        across = Qt.Orientation.Horizontal
        heads = (str(self.headerData(column, across)) for column in range(self.columnCount()))
        found = [max(head.split("\n"), key=len) for head in heads]
        for line in self._lines:
            words = (*(p.words for p in line.points), _signed(line.change))
            for column, text in enumerate(words):
                if len(text) > len(found[column]):
                    found[column] = text
        return found

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() or not self._lines else len(self.years) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if not 0 <= section < len(self._lines):
                return None
            measure = self._lines[section].measure
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return f"{measure.name}（{measure.unit}）" if measure.unit else measure.name
                case Qt.ItemDataRole.ToolTipRole:
                    return " › ".join((*measure.row_label, *measure.col_label[-1:]))
                case Qt.ItemDataRole.TextAlignmentRole:
                    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == len(self.years):
            return CHANGE
        year = self.years[section]
        note = self._notes.get(year, "")
        return f"{year}年\n{note}" if note else f"{year}年"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        last = index.column() == len(self.years)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _signed(line.change) if last else line.points[index.column()].words
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                if last or line.points[index.column()].figure is None:
                    return theme.colour("muted")
            case Qt.ItemDataRole.FontRole if line.measure.total and self._emphasis:
                bold = QFont(QGuiApplication.font())
                bold.setBold(True)
                return bold
            case Qt.ItemDataRole.AccessibleTextRole:
                head = CHANGE if last else f"{self.years[index.column()]}年"
                words = _signed(line.change) if last else line.points[index.column()].words
                return f"{line.measure.name}，{head}：{words or '无法比较'}"
        return None


class YearsView(QWidget):
    """The table with what can be done with it."""

    line_opened = Signal(str)
    """The id of a line whose trend is asked for."""
    copied = Signal(str)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("yearsView")
        self.model = YearsModel(self)
        self.table = _YearsTable(self.model)
        self.table.opened.connect(self.line_opened)
        self.table.copy_asked.connect(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        hint = "回车看这一行的趋势；“无此项”是当年的表没有这一项，“未填”是空白，都不是0"
        row.addWidget(pieces.label(hint, "yearsHint", "muted", wrap=True), 1)
        self.trend = pieces.button("看趋势", "yearsTrend", self.table.open_current)
        self.copy_button = pieces.button("复制表格", "yearsCopy", self.copy_all)
        self.save = pieces.button("导出……", "yearsSave", self.save_asked.emit)
        for button in (self.trend, self.copy_button, self.save):
            row.addWidget(button)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)

    def show_lines(self, lines: Sequence[Series], notes: Mapping[int, str], title: str) -> None:
        """Show these lines under that name."""
        self.model.set_lines(lines, notes)
        self.table.setAccessibleName(f"历年对照：{title}")
        self.table.measure()
        for button in (self.trend, self.copy_button, self.save):
            button.setEnabled(bool(lines))
        if lines:
            self.table.setCurrentIndex(self.model.index(0, max(0, len(self.model.years) - 1)))

    def choose(self, measure: str) -> None:
        """Put the cursor on that line, where it is here."""
        for row, line in enumerate(self.model.lines):
            if line.measure.id == measure and self.table.currentIndex().row() != row:
                self.table.setCurrentIndex(self.model.index(row, max(0, len(self.model.years) - 1)))

    def copy(self) -> None:
        """Copy the cells that are selected, with their heads where there are several."""
        chosen = self.table.selectionModel().selectedIndexes()
        if len(chosen) <= 1:
            text = str(self.table.currentIndex().data() or "")
            QGuiApplication.clipboard().setText(text)
            return
        rows = sorted({i.row() for i in chosen})
        columns = sorted({i.column() for i in chosen})
        self._copy(rows, columns)

    def copy_all(self) -> None:
        """Copy the whole table as text with tabs."""
        self._copy(range(self.model.rowCount()), range(self.model.columnCount()))

    def _copy(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        heads = [str(self.model.headerData(c, across)).replace("\n", "") for c in columns]
        lines = [["指标", *heads]]
        for row in rows:
            cells = [str(self.model.index(row, c).data() or "") for c in columns]
            lines.append([str(self.model.headerData(row, down)), *cells])
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self.copied.emit("已复制表格，可以粘贴到 Excel、WPS 表格里。")


class _YearsTable(QTableView):
    opened = Signal(str)
    copy_asked = Signal()

    def __init__(self, model: YearsModel) -> None:
        super().__init__()
        self._model = model
        self._measured = -1
        self.setObjectName("yearsTable")
        self.setAccessibleName("历年对照")
        self.setModel(model)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        # no year at the left is cut in two
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerItem)
        self.setCornerButtonEnabled(False)
        down = self.verticalHeader()
        down.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(True)
        self.doubleClicked.connect(lambda _: self.open_current())

    def open_current(self) -> None:
        """Ask for the trend of the line on which the cursor stands."""
        row = self.currentIndex().row()
        if 0 <= row < len(self._model.lines):
            self.opened.emit(self._model.lines[row].measure.id)

    def measure(self) -> None:
        """Rows and columns as large as their words, the names a good third of the table at most.

        What room is left goes to the columns, so that a wide window is used.
        """
        metrics = self.fontMetrics()
        self._measured = self.width()
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.6))
        down = Qt.Orientation.Vertical
        names = (str(self._model.headerData(r, down)) for r in range(self._model.rowCount()))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + 24
        unit = metrics.horizontalAdvance("政")
        names_wide = min(widest, max(unit * 8, round(self.width() * 0.38)))
        self.verticalHeader().setFixedWidth(names_wide)
        wide = [metrics.horizontalAdvance(words) + 28 for words in self._model.longest()]
        bar = self.verticalScrollBar().sizeHint().width()
        spare = self.width() - names_wide - bar - 4 - sum(wide)
        more = max(0, min(unit * 4, spare // max(1, len(wide))))
        for column, width in enumerate(wide):
            self.setColumnWidth(column, width + more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._measured:
            self.measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)


def _signed(change: Decimal | None) -> str:
    if change is None:
        return ""
    return f"+{plain(change)}" if change > 0 else plain(change)
