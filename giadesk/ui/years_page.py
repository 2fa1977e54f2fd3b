"""历年数据: the trend of one figure, and all years of a table side by side, out of the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.trend import Series, table_over, tables_over
from giadesk.core.units import short_name
from giadesk.ui import pieces
from giadesk.ui.choices import choice
from giadesk.ui.library_list import STATUS_WORDS
from giadesk.ui.trend_view import CHART_FILTERS, TrendView
from giadesk.ui.years import Years
from giadesk.ui.years_view import TABLE_FILTERS, YearsView

NO_YEARS = (
    "报告库里没有这个单位带表格的报告。\n"
    "回到开始页，用“从文件导入”把往年的报告读进来，这里就能对照各年的数。"
)
EVERY = "全部栏目"

Writer = Callable[[], None]


class YearsPage(QWidget):
    """Shows what `set_years` gives; asks for another office, for leaving and for saving."""

    back = Signal()
    unit_chosen = Signal(str)
    save_asked = Signal(str, str, object)
    """The name offered for the file, the kinds, and a callable from the file to what writes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("yearsPage")
        self._years = Years("")
        self._lines: tuple[Series, ...] = ()
        self._wanted = ""
        self.trend = TrendView()
        self.beside = YearsView()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("yearsTabs")
        self.tabs.setAccessibleName("趋势和历年对照")
        self.tabs.tabBar().setAccessibleName("趋势和历年对照")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.trend, "趋势")
        self.tabs.addTab(self.beside, "历年对照")
        self.empty = pieces.label(NO_YEARS, "yearsEmpty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown = QStackedWidget()
        self.shown.setObjectName("yearsShown")
        self.shown.addWidget(self.tabs)
        self.shown.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(pieces.line())
        layout.addLayout(self._choices())
        layout.addWidget(self.shown, 1)
        self._connect()

    # -- what it shows -------------------------------------------------------------------------

    def set_years(self, years: Years, measure: str = "", table: str = "") -> None:
        """Show the years of an office; first that figure or that table where they are given."""
        self._years = years
        self._fill(self.unit, [(u, u) for u in years.units or (years.unit,)], years.unit)
        choices = tables_over(years.years)
        self.shown.setCurrentWidget(self.tabs if choices else self.empty)
        wanted = table or measure.partition("/")[0] or str(self.table.currentData() or "")
        if not wanted and any(c.table == "applications" for c in choices):
            wanted = "applications"
        self._fill(self.table, [(c.title, c.table) for c in choices], wanted)
        self._wanted = measure
        self._say_years()
        self._show_table()

    def show_trend(self) -> None:
        """Show the tab of the chart."""
        self.tabs.setCurrentWidget(self.trend)
        self.trend.list.setFocus()

    def show_beside(self) -> None:
        """Show the tab with all years side by side."""
        self.tabs.setCurrentWidget(self.beside)
        self.beside.table.setFocus()

    def _say_years(self) -> None:
        years = [y.year for y in self._years.years]
        if not years:
            words = "没有报告"
        elif len(years) == 1:
            words = f"报告库里只有{years[0]}年一年的报告，还看不出变化；可以把往年的报告导入进来"
        else:
            words = f"{years[0]}—{years[-1]}年，共{len(years)}年的报告"
        if self._years.missing:
            missing = "、".join(map(str, self._years.missing[:8]))
            more = "等" if len(self._years.missing) > 8 else ""
            words += f"；报告库里没有{missing}{more}年的报告"
        words = "。".join((words, *self._years.left_out))
        self.said.setText(words)

    # -- inside --------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = pieces.frame("yearsBar", "panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(
            pieces.tool("◀ 返回", "yearsBack", self.back.emit, key="Alt+Left", tip="回到刚才的页面")
        )
        row.addWidget(pieces.label("历年数据", "yearsTitle", "heading"))
        self.said: QLabel = pieces.label("", "yearsSaid", "muted", wrap=True)
        row.addWidget(self.said, 1)
        return bar

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 8, 10, 0)
        row.setSpacing(8)
        self.unit = choice("yearsUnit", "单位", 6)
        self.table = choice("yearsWhich", "表", 6)
        self.column = choice("yearsColumn", "栏目", 6)
        for combo, words, share in (
            (self.unit, "单位", 4),
            (self.table, "表", 5),
            (self.column, "栏目", 3),
        ):
            caption = pieces.label(words, f"{combo.objectName()}Caption")
            caption.setBuddy(combo)
            row.addWidget(caption)
            row.addWidget(combo, share)
        return row

    def _connect(self) -> None:
        self.unit.activated.connect(lambda _: self.unit_chosen.emit(str(self.unit.currentData())))
        self.table.currentIndexChanged.connect(lambda _: self._show_table())
        self.column.currentIndexChanged.connect(lambda _: self._show_lines())
        self.trend.chosen.connect(self._remember)
        self.beside.line_opened.connect(self._open_line)
        self.trend.save_asked.connect(self._save_trend)
        self.beside.save_asked.connect(self._save_table)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back)
        self.tabs.currentChanged.connect(lambda _: self.beside.choose(self._wanted))

    def _fill(self, combo: QComboBox, items: list[tuple[str, str]], chosen: str) -> None:
        combo.blockSignals(True)
        combo.clear()
        for text, data in items:
            combo.addItem(text, data)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        combo.setEnabled(combo.count() > 1)
        combo.blockSignals(False)

    def _show_table(self) -> None:
        """Another table: its columns are offered, the one of the totals first."""
        self._lines = table_over(str(self.table.currentData() or ""), self._years.years)
        columns = {s.measure.column: _column_words(s) for s in self._lines}
        rows = {s.measure.row for s in self._lines}
        items = [(EVERY, "")]
        chosen = ""
        if len(columns) > 1 and len(rows) > 1 and len(self._lines) > 24:
            items += [(words, column) for column, words in columns.items()]
            chosen = "total" if "total" in columns else ""
        wanted = next((s.measure for s in self._lines if s.measure.id == self._wanted), None)
        if wanted is not None and chosen:
            chosen = wanted.column
        self._fill(self.column, items, chosen)
        self._show_lines()

    def _show_lines(self) -> None:
        column = str(self.column.currentData() or "")
        lines = [s for s in self._lines if not column or s.measure.column == column]
        office = short_name(self._years.unit)
        self.trend.show_lines(lines, office, self._wanted, one_column=bool(column))
        self.beside.show_lines(lines, self._notes(), self.table.currentText())
        self.beside.choose(self._wanted)

    def _notes(self) -> dict[int, str]:
        """What stands under the years: a report that is no final one is said to be none."""
        return {
            y.year: STATUS_WORDS[y.report.about.status]
            for y in self._years.years
            if y.report.about.status != "final"
        }

    def _remember(self, measure: str) -> None:
        self._wanted = measure

    def _open_line(self, measure: str) -> None:
        self._wanted = measure
        self.trend.choose(measure)
        self.show_trend()

    def _save_trend(self) -> None:
        if self.trend.series is not None:
            self.save_asked.emit(
                self.trend.title.replace("　", ""), CHART_FILTERS, self.trend.writer
            )

    def _save_table(self) -> None:
        lines: tuple[Series, ...] = self.beside.model.lines
        column = f"（{self.column.currentText()}）" if self.column.currentData() else ""
        title = f"{short_name(self._years.unit)} {self.table.currentText()}{column} 历年对照"

        def writer(target: Path) -> Writer:
            from giadesk.exports.years_table import write_years

            return lambda: write_years(lines, title, target)

        self.save_asked.emit(title.replace(" ", ""), TABLE_FILTERS, writer)


def _column_words(series: Series) -> str:
    labels = series.measure.col_label
    return labels[-1] if len(labels) < 2 or labels[-1] != "其他" else "".join(labels[-2:])
