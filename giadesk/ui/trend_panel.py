"""趋势 beside the table: the years of the cell in focus, small."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from giadesk.core.trend import Series, YearReport, measures_of, one_a_year, series_of
from giadesk.ui import pieces
from giadesk.ui.session import Session
from giadesk.ui.trend_chart import TrendChart
from giadesk.ui.years import Years

_PAUSE = 120
CHOOSE = "在表里选一格，这里显示它历年的数。"
ONE_YEAR = "报告库里只有今年的报告。把往年的报告导入进来，这里就有趋势。"


class TrendPanel(QFrame):
    """Follows the session's cell in focus. The years are asked for when it is first looked at."""

    years_asked = Signal()
    """The years of the office are needed; `set_years` answers."""
    opened = Signal(str)
    """The large page is asked for, with this figure ("" for none)."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._years: tuple[YearReport, ...] | None = None
        self._asked = False
        self.setObjectName("trendPanel")
        self.chart = TrendChart("trendSmall")
        self.chart.show_nothing(CHOOSE)
        self.large = pieces.button("历年数据……", "trendOpen", self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addWidget(self.chart, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.large)
        layout.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.refresh)
        session.cell_focused.connect(lambda _: self._timer.start())
        session.figures_changed.connect(lambda _: self._timer.start())

    def set_years(self, years: Years) -> None:
        """The years of the library; this year's report is the session's."""
        year = self._session.report.year
        self._years = tuple(y for y in years.years if y.year != year)
        self.refresh()

    @property
    def series(self) -> Series | None:
        """What is shown, None for nothing."""
        return self.chart.series

    def refresh(self) -> None:
        """Draw anew, where anybody looks."""
        if not self.isVisible():
            return
        if not self._asked:
            self._asked = True
            self.years_asked.emit()
        session = self._session
        measure = measures_of(session.form).get(session.focused_cell)
        if measure is None:
            self.chart.show_nothing(CHOOSE)
            return
        own = YearReport(session.report, session.form)
        years = one_a_year((own, *(self._years or ())))
        if self._years is not None and len(years) < 2:
            self.chart.show_nothing(ONE_YEAR)
            return
        unit = f"（{measure.unit}）" if measure.unit else ""
        series = _from_first(series_of(measure, session.form, years))
        self.chart.show_series(series, f"{measure.name}{unit}")

    def _open(self) -> None:
        self.opened.emit(self._session.focused_cell)

    def showEvent(self, event: object) -> None:
        self._timer.start(0)


def _from_first(series: Series) -> Series:
    """The series from the first year that knows the figure: there is little room here."""
    points = list(series.points)
    while len(points) > 2 and points[0].state in ("absent", "missing"):
        del points[0]
    return Series(series.measure, tuple(points))
