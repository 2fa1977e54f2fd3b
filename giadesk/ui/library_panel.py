"""The library on the start page: search, filters and the list.

Made after the first paint, when the library is being opened.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from giadesk.ui import library_list, pieces, theme
from giadesk.ui.choices import Choice
from giadesk.ui.library_hits import TALL, HitDelegate
from giadesk.ui.library_list import LibraryModel, ProgressDelegate, Row, StatusDelegate
from giadesk.ui.library_units import UnitFilter

_SEARCH_PAUSE = 250
_LEAST_UNIT = 13
"""Characters of a unit's name that are shown at least: 云岭县白鹭镇人民政府 and a little."""
NO_REPORTS = "报告库里还没有报告。\n请从上面三项中选一项开始，也可以把去年的报告文件直接拖到这里。"
NOTHING_FOUND = "没有符合条件的报告。请换一个词，或把筛选改为“全部”。"


class LibraryPanel(QWidget):
    """The reports there are. It only shows and asks."""

    opened = Signal(str)
    removed = Signal(str)
    next_year = Signal(str)
    exported = Signal(str)
    exported_many = Signal(object)
    """The rows that are selected, two at least."""
    searched = Signal(str)
    """Words to look for in the full text; `show_hits` answers."""
    bin_asked = Signal()
    years_asked = Signal(str)
    """历年数据 of the office of that name, "" where the library is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryPanel")
        self.model = LibraryModel(self)
        self._hits: dict[str, str] = {}
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(_SEARCH_PAUSE)
        self._searching.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.table = _LibraryView(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._filters())
        layout.addWidget(self.table, 1)
        layout.addWidget(self._selection())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._say_selected())
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.removed.connect(lambda row: self.removed.emit(row.id))
        self.table.menu_asked.connect(self._menu)

    def _measure(self) -> None:
        """The field for the search as wide as what it says is looked for, with room for its cross."""
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMaximumWidth(max(200, words + 60))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "search"):
            self._measure()

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Show these reports; the cursor stays where it was."""
        present = self.table.current_row()
        self.model.set_rows(rows)
        self._fill_years()
        self._say_empty()
        self.table.select_first(present.id if present else "")

    def show_hits(self, words: str, hits: dict[str, str]) -> None:
        """Show what full-text search found, unless other words were typed meanwhile."""
        if words == self.search.text().strip():
            self._hits = hits
            self._narrow()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(pieces.label("报告库", "libraryTitle", "heading"))
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setAccessibleName("搜索报告")
        self.search.setPlaceholderText("搜索单位、年份、正文（Ctrl+F）")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self._measure()
        self.search.textChanged.connect(self._typed)
        self.year = _combo("filterYear", "按年度筛选", [("全部年度", 0)])
        self.status = _combo(
            "filterStatus",
            "按状态筛选",
            [("全部状态", ""), *((word, key) for key, word in library_list.STATUS_WORDS.items())],
        )
        self.unit = UnitFilter(lambda: self.model.units)
        for combo in (self.year, self.status, self.unit):
            combo.currentIndexChanged.connect(self._narrow)
        find = QAction("搜索报告", self)
        find.setShortcut("Ctrl+F")
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)
        row.addWidget(self.search, 1000)  # all there is, up to its greatest width
        row.addWidget(self.unit)
        row.addWidget(self.year)
        row.addWidget(self.status)
        row.addWidget(pieces.button("历年数据", "yearsOpen", self._ask_years, key="Alt+4"))
        row.addWidget(pieces.button("回收站", "recycleBin", self.bin_asked.emit))
        return row

    def _selection(self) -> QWidget:
        """What can be done with several reports at once; there only while several are selected."""
        self.selection = QWidget()
        row = QHBoxLayout(self.selection)
        row.setContentsMargins(0, 4, 0, 0)
        self.selected = pieces.label("", "selectedCount")
        row.addWidget(self.selected)
        row.addWidget(pieces.button("导出所选……", "exportSelected", self.export_selected))
        row.addStretch(1)
        self.selection.hide()
        export = QAction("导出所选的报告", self)
        export.setShortcut("Ctrl+E")
        export.triggered.connect(self.export_selected)
        self.addAction(export)
        return self.selection

    def _say_selected(self) -> None:
        count = len(self.table.selected_rows())
        self.selected.setText(f"已选 {count} 份报告")
        self.selection.setVisible(count > 1)

    def export_selected(self) -> None:
        """导出 what is selected: one report in its own page, several at once."""
        rows = self.table.selected_rows()
        if len(rows) > 1:
            self.exported_many.emit(rows)
        elif rows:
            self.exported.emit(rows[0].id)

    def _ask_years(self) -> None:
        row = self.table.current_row()
        self.years_asked.emit(row.unit if row is not None else "")

    def _typed(self) -> None:
        self._hits = {}
        self._narrow()
        if self.search.text().strip():
            self._searching.start()
        else:
            self._searching.stop()

    def _narrow(self) -> None:
        self.model.narrow(
            self.search.text(),
            self.status.currentData() or "",
            self.year.currentData() or 0,
            self._hits,
            self.unit.chosen,
        )
        self._say_empty()
        self.table.select_first("")

    def _fill_years(self) -> None:
        chosen = self.year.currentData()
        self.year.blockSignals(True)
        while self.year.count() > 1:
            self.year.removeItem(1)
        for year in self.model.years:
            self.year.addItem(f"{year}年", year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self.year.blockSignals(False)

    def _say_empty(self) -> None:
        self.table.empty = NOTHING_FOUND if self.model.everything else NO_REPORTS
        self.table.viewport().update()

    def _menu(self, row: Row, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("reportMenu")
        several = self.table.selected_rows()
        if len(several) > 1:
            action = menu.addAction(f"导出所选的 {len(several)} 份报告……")
            action.triggered.connect(self.export_selected)
            menu.exec(place)
            menu.deleteLater()
            return
        for text, signal in (
            ("打开", self.opened),
            (f"用它编写{row.year + 1}年的报告", self.next_year),
            ("导出……", self.exported),
            ("移入回收站", self.removed),
        ):
            action = menu.addAction(pieces.plain_caption(text))
            action.triggered.connect(lambda _=False, s=signal: s.emit(row.id))
        years = menu.addAction("这个单位的历年数据")
        years.triggered.connect(lambda: self.years_asked.emit(row.unit))
        menu.exec(place)
        menu.deleteLater()


class _LibraryView(QTableView):
    opened = Signal(object)
    removed = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self.empty = ""
        self.setObjectName("library")
        self.setAccessibleName("报告库")
        self.setModel(model)
        self._model = model
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setWordWrap(False)
        self.setItemDelegateForColumn(library_list.PROGRESS, ProgressDelegate(self))
        self.setItemDelegateForColumn(library_list.UNIT, HitDelegate(self))
        self.setItemDelegateForColumn(library_list.YEAR, StatusDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(lambda index: self._open(index))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(library_list.UNIT, QHeaderView.ResizeMode.Stretch)
        head.setSectionsClickable(False)
        model.modelReset.connect(self._measure_rows)
        self._measure()

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self._measure_rows()
        for column, words in (
            (library_list.YEAR, "2026年"),
            (library_list.STATUS, "草稿稿"),
            (library_list.PROGRESS, "已填 219/219 "),
            (library_list.FINDINGS, "强制 219 · 核实 99"),
            (library_list.EDITED, "2026年12月31日"),
            (library_list.DUE, "2027年1月31日已过"),
        ):
            self.setColumnWidth(column, metrics.horizontalAdvance(words) + 22)
        self._make_room()

    def _measure_rows(self) -> None:
        lines = TALL if self._model.found_in_text else 1.75
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * lines))

    def _make_room(self) -> None:
        """In a narrow window the columns that are needed least give way to the unit's name."""
        wanted = self.fontMetrics().horizontalAdvance("政") * _LEAST_UNIT
        columns = [c for c in range(self._model.columnCount()) if c != library_list.UNIT]
        head = self.horizontalHeader()
        for column in columns:
            head.showSection(column)
        widths = {column: head.sectionSize(column) for column in columns}
        room = self.viewport().width() - sum(widths.values())
        for column in (library_list.EDITED, library_list.PROGRESS):
            if room < wanted and self.viewport().width() > 1:
                head.hideSection(column)
                room += widths[column]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def current_row(self) -> Row | None:
        """The report on which the cursor stands."""
        return self._model.row_at(self.currentIndex())

    def selected_rows(self) -> list[Row]:
        """The reports that are selected, as they are listed."""
        places = sorted(self.selectionModel().selectedRows(), key=lambda place: place.row())
        return [row for place in places if (row := self._model.row_at(place)) is not None]

    def select_first(self, report_id: str) -> None:
        """Put the cursor on that report, or on the first."""
        place = self._model.place_of(report_id)
        if not place.isValid() and self._model.rowCount():
            place = self._model.index(0, library_list.UNIT)
        if place.isValid():
            self.setCurrentIndex(place)

    def _open(self, index: library_list.Index) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _one_selected(self) -> bool:
        """Only one is removed at a time, so that it can be brought back at once."""
        return len(self.selectionModel().selectedRows()) <= 1

    def _ask_menu(self, place: QPoint) -> None:
        row = self._model.row_at(self.indexAt(place)) or self.current_row()
        if row is not None:
            self.menu_asked.emit(row, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Delete and row is not None and self._one_selected():
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.empty)


def _combo(name: str, spoken: str, items: list[tuple[str, object]]) -> QComboBox:
    combo = Choice()
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    for text, data in items:
        combo.addItem(text, data)
    return combo
