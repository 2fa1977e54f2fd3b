"""历史版本: every kept state of a report, compared with the present one or another, and restored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.form import Form
from giadesk.core.prose import plain
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.ui import pieces
from giadesk.ui.choices import Choice
from giadesk.ui.dialogs import Dialog
from giadesk.ui.difference_view import DifferenceView, shown_paragraphs
from giadesk.ui.library_list import STATUS_WORDS
from giadesk.ui.progress import numbered

if TYPE_CHECKING:
    from giadesk.store.records import Version

REASONS = {
    "final": "定稿",
    "import": "导入",
    "restore": "恢复之前",
    "export": "导出时",
    "day": "当天最后",
    "mend": "修复之前",
    "hand": "手工保存",
}


class VersionsDialog(Dialog):
    """At the left the versions, at the right what is different from the state compared with."""

    restored = Signal(int)

    def __init__(
        self,
        parent: QWidget | None,
        present: Report,
        form: Form,
        versions: Sequence[Version],
        load: Callable[[int], Report],
        *,
        read_only: bool,
    ) -> None:
        super().__init__(parent, "versionsDialog", "历史版本", "恢复成这一版")
        self._present = present
        self._form = form
        self._load = load
        self._kept: dict[int, Report] = {}
        self._writable = not read_only
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.list = QListWidget()
        self.list.setObjectName("versions")
        self.list.setAccessibleName("历史版本")
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)  # two lines each: which belong together is seen
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for version in versions:
            item = QListWidgetItem(_words(version).replace("　", "\n", 1))
            item.setData(Qt.ItemDataRole.UserRole, version.number)
            self.list.addItem(item)
        split.addWidget(self.list)
        split.addWidget(self._right(versions))
        split.setStretchFactor(1, 1)
        words = (
            "定稿、导出和每天的最后状态都自动留一版。恢复之前会先把现在的状态也留一版。"
            if versions
            else "还没有历史版本。定稿、导出和每天的最后状态会自动留一版。"
        )
        self.body.addWidget(pieces.label(words, "versionWords", "muted", wrap=True))
        self.body.addWidget(split, 1)
        self.cancel.setText("关闭")
        self.finish()
        room = parent.size() if parent is not None else None
        self.resize(
            round(room.width() * 0.85) if room else 1000,
            round(room.height() * 0.85) if room else 640,
        )
        unit = self.fontMetrics().horizontalAdvance("政")
        split.setSizes([unit * 17, unit * 45])
        self.list.currentRowChanged.connect(self._show)
        self.section.currentIndexChanged.connect(self._show)
        self.other.currentIndexChanged.connect(self._show)
        if versions:
            self.list.setCurrentRow(0)
        self._show()

    @property
    def number(self) -> int:
        """The number of the version in hand, 0 for none."""
        item = self.list.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else 0

    def accept(self) -> None:
        """Restore the version in hand."""
        self.restored.emit(self.number)
        super().accept()

    def _right(self, versions: Sequence[Version]) -> QWidget:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(6, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(pieces.label("与它比较：", "compareWith"))
        self.other = Choice()
        self.other.setObjectName("otherVersion")
        self.other.setAccessibleName("与哪一版比较")
        self.other.addItem("现在的报告", 0)
        for version in versions:
            self.other.addItem(_words(version), version.number)
        row.addWidget(self.other, 1)
        layout.addLayout(row)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("versionTabs")
        self.tabs.setAccessibleName("不同之处")
        text = QWidget()
        inside = QVBoxLayout(text)
        self.section = Choice()
        self.section.setObjectName("versionSection")
        self.section.setAccessibleName("哪一部分")
        for number, section in numbered(self._present, self._form):
            self.section.addItem(number + section.title, section.id)
        inside.addWidget(self.section)
        self.view = DifferenceView(text)
        inside.addWidget(self.view, 1)
        self.tabs.addTab(text, "文字")
        self.figures = QTableWidget(0, 3)
        self.figures.setObjectName("versionFigures")
        self.figures.setAccessibleName("不同的数据")
        self.figures.setHorizontalHeaderLabels(["指标", "这一版", "比较的"])
        self.figures.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.figures.verticalHeader().hide()
        self.figures.setShowGrid(False)
        self.figures.setTabKeyNavigation(False)
        head = self.figures.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tabs.addTab(self.figures, "数据")
        layout.addWidget(self.tabs, 1)
        return right

    def _report(self, number: int) -> Report:
        """The report of a version, 0 for the present one; damage is told and shows the present."""
        if not number:
            return self._present
        if number not in self._kept:
            from giadesk.core.errors import UserError

            try:
                self._kept[number] = self._load(number)
            except UserError as error:
                self.warn(str(error))
                return self._present
        return self._kept[number]

    def _show(self) -> None:
        number = self.number
        self.warn("")
        self.tabs.setVisible(bool(number))
        this, other = self._report(number), self._report(int(self.other.currentData() or 0))
        self.ok.setEnabled(bool(number) and self._writable and not self.warning.text())
        section_id = str(self.section.currentData())
        self.view.show_difference(
            shown_paragraphs(this.section(section_id), figures_of(this, self._form)),
            shown_paragraphs(other.section(section_id), figures_of(other, self._form)),
            "这一版",
            self.other.currentText(),
        )
        self._show_figures(this, other)
        changed = [
            s.id for s in self._present.sections if this.section(s.id) != other.section(s.id)
        ]
        for row in range(self.section.count()):
            mark = "●　" if self.section.itemData(row) in changed else ""
            words = self.section.itemText(row).removeprefix("●　")
            self.section.setItemText(row, mark + words)
        self.tabs.setTabText(0, f"文字（{len(changed)}个部分不同）")

    def _show_figures(self, this: Report, other: Report) -> None:
        mine, theirs = figures_of(this, self._form), figures_of(other, self._form)
        rows = [
            (i.name, _figure(mine.get(i.id)), _figure(theirs.get(i.id)))
            for i in self._form.indicators.values()
            if mine.get(i.id) != theirs.get(i.id)
        ]
        self.figures.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.figures.setItem(number, column, item)
        self.tabs.setTabText(1, f"数据（{len(rows)}处不同）")


def _words(version: Version) -> str:
    time = version.time.astimezone()
    words = f"{time.year}年{time.month}月{time.day}日 {time:%H:%M}　"
    words += version.note or REASONS.get(version.reason, version.reason)
    return f"{words}（{STATUS_WORDS.get(version.status, version.status)}）"


def _figure(figure: object) -> str:
    from decimal import Decimal

    return plain(figure) if isinstance(figure, Decimal) else "空"
