"""趋势: one figure over the years, as a chart (图) or as its figures (表); to copy, to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from giadesk import places
from giadesk.core.prose import plain
from giadesk.core.trend import Point, Series
from giadesk.ui import pieces
from giadesk.ui.trend_chart import PICTURE, TrendChart

CHART_FILTERS = "图片（*.png）;;矢量图（*.svg）;;Excel 表格（*.xlsx）;;CSV 表格（*.csv）"
HEADS = ("年度", "数值", "较上年增减", "说明")


class TrendView(QWidget):
    """The list of figures beside the chart of the one that is chosen. It only shows and asks."""

    chosen = Signal(str)
    """The id of the figure that is shown now."""
    copied = Signal(str)
    """What was copied, in words."""
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trendView")
        self._lines: tuple[Series, ...] = ()
        self._office = ""
        self.words = QLineEdit()
        self.words.setObjectName("trendSearch")
        self.words.setAccessibleName("查找指标")
        self.words.setPlaceholderText("查找指标（Ctrl+F）")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setObjectName("trendList")
        self.list.setAccessibleName("指标")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _: self._show())
        self.chart = TrendChart("trendChart")
        self.table = _figures_table()
        self.pictures = QStackedWidget()
        self.pictures.setObjectName("trendPictures")
        self.pictures.addWidget(self.chart)
        self.pictures.addWidget(self.table)
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.words.setFocus)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.pictures)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    # -- what it shows -------------------------------------------------------------------------

    @property
    def series(self) -> Series | None:
        """The figure that is shown, None for none."""
        item = self.list.currentItem()
        place = item.data(Qt.ItemDataRole.UserRole) if item is not None else -1
        return self._lines[place] if 0 <= place < len(self._lines) else None

    @property
    def title(self) -> str:
        """What stands over the chart: 青石镇　本年新收·总计（件）."""
        series = self.series
        if series is None:
            return ""
        unit = f"（{series.measure.unit}）" if series.measure.unit else ""
        return f"{self._office}　{series.measure.name}{unit}".strip()

    def show_lines(
        self, lines: Sequence[Series], office: str, measure: str = "", *, one_column: bool = False
    ) -> None:
        """Show these figures, and that one (else the one that was shown, else the first).

        one_column: they are all of one column, which is then not said in every line.
        """
        wanted = measure or (self.series.measure.id if self.series else "")
        self._lines = tuple(lines)
        self._office = office
        self.list.blockSignals(True)
        self.list.clear()
        for place, series in enumerate(lines):
            name = series.measure.name
            item = QListWidgetItem(name.rpartition("·")[0] or name if one_column else name)
            item.setData(Qt.ItemDataRole.UserRole, place)
            pieces.set_tip_of_item(item, " › ".join(series.measure.row_label))
            if not series.figures:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{series.measure.name}，没有数")
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._narrow()
        self.choose(wanted)

    def choose(self, measure: str) -> None:
        """Show the figure with that id; the first where it is not here."""
        ids = [s.measure.id for s in self._lines]
        if measure in ids and self.list.item(ids.index(measure)).isHidden():
            self.words.clear()
        self.list.setCurrentRow(ids.index(measure) if measure in ids else 0 if ids else -1)
        self._show()

    def show_as(self, kind: str) -> None:
        """Show it as `chart` or as `table`."""
        as_chart = kind == "chart"
        self.pictures.setCurrentWidget(self.chart if as_chart else self.table)
        for button, chosen in ((self.as_chart, as_chart), (self.as_table, not as_chart)):
            button.setChecked(chosen)
            button.setProperty("kind", "main" if chosen else "")
            button.style().unpolish(button)
            button.style().polish(button)
        words = "复制图片" if as_chart else "复制表格"
        self.copy_button.setText(words)
        self.copy_button.setAccessibleName(words)

    # -- what is taken away --------------------------------------------------------------------

    def copy(self) -> None:
        """Copy what is shown: the picture, or the figures as text with tabs."""
        if self.series is None:
            return
        if self.pictures.currentWidget() is self.chart:
            self.chart.copy_picture()
            self.copied.emit("已复制图片，可以粘贴到 Word、WPS 等文档里。")
        else:
            QGuiApplication.clipboard().setText(table_text(self.table))
            self.copied.emit("已复制表格，可以粘贴到 Excel、WPS 表格里。")

    def writer(self, target: Path) -> Callable[[], None]:
        """What writes the figure shown to a file of the kind that its name says; runs in a job."""
        series, title = self.series, self.title
        if series is None:
            return lambda: None
        kind = target.suffix.lower()
        if kind == ".png":
            image = self.chart.picture()
            return lambda: _write_png(image, target)
        if kind == ".svg":
            from giadesk.core.chart import column_chart
            from giadesk.exports.charts import write_svg

            width, height = float(PICTURE.width()), float(PICTURE.height())
            chart = column_chart(series, title, width=width, height=height, em=16.0)
            return lambda: write_svg(chart, target)
        from giadesk.exports.years_table import write_years

        return lambda: write_years((series,), title, target)

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        left.setObjectName("trendChoice")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        right = QWidget()
        right.setObjectName("trendShown")
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        self.as_chart = pieces.button(
            "图", "trendAsChart", lambda: self.show_as("chart"), key="Alt+T"
        )
        self.as_table = pieces.button(
            "表", "trendAsTable", lambda: self.show_as("table"), key="Alt+B"
        )
        self.copy_button = pieces.button("复制图片", "trendCopy", self.copy)
        self.save = pieces.button("导出……", "trendSave", self.save_asked.emit)
        for button in (self.as_chart, self.as_table):
            button.setCheckable(True)
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.save)
        rows.addLayout(bar)
        rows.addWidget(self.pictures, 1)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setObjectName("trendAcross")
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(left)
        self.across.addWidget(right)
        self.across.setStretchFactor(0, 0)
        self.across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.across)
        self.show_as("chart")
        self._proportion()

    def _proportion(self) -> None:
        """The list as wide as most names want, whatever the zoom."""
        unit = self.fontMetrics().horizontalAdvance("政")
        self.across.widget(0).setMinimumWidth(unit * 9)
        self.across.setSizes([unit * 15, unit * 60])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "across"):
            self._proportion()

    def _narrow(self) -> None:
        wanted = self.words.text().split()
        for place, series in enumerate(self._lines):
            text = "".join((series.measure.name, *series.measure.row_label))
            self.list.item(place).setHidden(not all(word in text for word in wanted))
        item = self.list.currentItem()
        if item is not None and item.isHidden():
            shown = (r for r in range(self.list.count()) if not self.list.item(r).isHidden())
            self.list.setCurrentRow(next(shown, -1))

    def _show(self) -> None:
        series = self.series
        for button in (self.copy_button, self.save, self.as_chart, self.as_table):
            button.setEnabled(series is not None)
        if series is None:
            self.chart.show_nothing("没有这样的指标。请换一个词。" if self._lines else "")
            self.table.setRowCount(0)
            return
        self.chart.show_series(series, self.title)
        _fill(self.table, series)
        self.table.setAccessibleName(f"{self.title}，历年数值")
        self.chosen.emit(series.measure.id)


def _figures_table() -> QTableWidget:
    table = QTableWidget(0, len(HEADS))
    table.setObjectName("trendTable")
    table.setAccessibleName("历年数值")
    table.setHorizontalHeaderLabels(HEADS)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    head = table.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, series: Series) -> None:
    table.setRowCount(len(series.points))
    before: Point | None = None
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for row, point in enumerate(series.points):
        change = ""
        if before is not None and before.figure is not None and point.figure is not None:
            difference = point.figure - before.figure
            change = f"+{plain(difference)}" if difference > 0 else plain(difference)
        figure = plain(point.figure) if point.figure is not None else ""
        why = point.words if point.figure is None else ""
        for column, text in enumerate((f"{point.year}年", figure, change, why)):
            item = QTableWidgetItem(text)
            if column in (1, 2):
                item.setTextAlignment(right)
            table.setItem(row, column, item)
        before = point


def table_text(table: QTableWidget) -> str:
    """The table as text with tabs, its heads first."""
    rows = [list(HEADS)]
    for row in range(table.rowCount()):
        items = (table.item(row, column) for column in range(table.columnCount()))
        rows.append([item.text() if item is not None else "" for item in items])
    return "\n".join("\t".join(cells) for cells in rows)


def _write_png(image: QImage, target: Path) -> None:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    with places.replacing(target) as temporary:
        temporary.write_bytes(bytes(content.data()))
