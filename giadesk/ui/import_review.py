"""What was recognised in a file, before it goes into the library: nothing is taken over unseen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from giadesk.core.prose import plain
from giadesk.core.totals import figures_of
from giadesk.ui import dialogs, pieces
from giadesk.ui.desk import Imported
from giadesk.ui.dialogs import Dialog
from giadesk.ui.progress import numbered

_WHAT = {"numbering": "编号", "table": "表格", "text": "文字", "form": "表式"}


class ImportReview(Dialog):
    """Shows sections, figures, repairs and unplaced text; unit and year can be put right.

    `write_next` is true where the clerk wants next year's draft out of it.
    """

    def __init__(self, parent: QWidget | None, imported: Imported, *, for_draft: bool) -> None:
        title = f"读入：{imported.path.name}"
        super().__init__(parent, "importReview", title, "存入报告库")
        self._imported = imported
        self.write_next = for_draft
        report, form = imported.report, imported.form
        layout = dialogs.form()
        self.unit = dialogs.field(layout, "单位", "unit", report.unit, "文件里没有写明，请填写")
        self.year = dialogs.year_field(layout, "报告年度", "year", report.year or 2025)
        self.body.addLayout(layout)
        self.handed_in = QCheckBox("已经上报、公布过的报告，存为定稿")
        self.handed_in.setObjectName("handedIn")
        self.handed_in.setAccessibleName("已经上报、公布过的报告，存为定稿")
        self.handed_in.setChecked(for_draft or _long_past(report.year))
        self.body.addWidget(self.handed_in)
        self.body.addWidget(pieces.label(f"表式：{form.name}", "form", "muted", wrap=True))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("reviewTabs")
        self.tabs.setAccessibleName("识别结果")
        self.tabs.addTab(self._sections(), "识别到的内容")
        self.tabs.addTab(self._figures(), f"数据（{len(figures_of(report, form))}）")
        self.tabs.addTab(self._repairs(), f"作了修正（{len(imported.repairs)}）")
        self.tabs.addTab(self._unplaced(), f"没有找到位置的文字（{len(imported.unplaced)}）")
        if imported.unplaced:
            self.tabs.setCurrentIndex(3)
            self.warn("有文字没有找到位置，存入后不在报告里。请看一遍，需要的复制到相应部分。")
        self.body.addWidget(self.tabs, 1)
        self.next = pieces.button(
            f"存入并编写{report.year + 1}年的报告", "acceptNext", self._accept_next
        )
        self._buttons.addButton(self.next, self._buttons.ButtonRole.ActionRole)
        self.unit.textChanged.connect(self._judge)
        self.year.valueChanged.connect(self._judge)
        if for_draft:
            self.next.hide()
        self.finish()
        self.set_size(56, 28)
        self._judge()

    @property
    def result_report(self) -> Imported:
        """What was recognised, with unit, year and status as put right."""
        import msgspec

        report = self._imported.report.with_about(
            unit=self.unit.text().strip(),
            year=self.year.value(),
            status="final" if self.handed_in.isChecked() or self.write_next else "draft",
        )
        return msgspec.structs.replace(self._imported, report=report)

    def _judge(self) -> None:
        fine = bool(self.unit.text().strip())
        following = self.year.value() + 1
        self.ok.setText(f"编写{following}年的报告" if self.write_next else "存入报告库")
        self.next.setText(f"存入并编写{following}年的报告")
        self.ok.setEnabled(fine)
        self.next.setEnabled(fine)

    def _accept_next(self) -> None:
        self.write_next = True
        self.accept()

    def _sections(self) -> QWidget:
        report, form = self._imported.report, self._imported.form
        rows = []
        for number, section in numbered(report, form):
            tables = [t.id for t in form.tables_of(section.id)]
            filled = sum(
                1
                for i in form.indicators.values()
                if i.table in tables and i.id in report.values and not i.computed
            )
            typed = sum(1 for i in form.indicators.values() if i.table in tables and not i.computed)
            rows.append(
                (
                    number + section.title,
                    f"{len([p for p in section.paragraphs if p.text.strip()])}段",
                    f"{sum(not c.isspace() for c in section.text)}字",
                    f"{filled}/{typed}格" if typed else "",
                )
            )
        return _table("recognised", ("部分", "段落", "字数", "表格数据"), rows)

    def _figures(self) -> QWidget:
        report, form = self._imported.report, self._imported.form
        figures = figures_of(report, form)
        rows = [
            (
                " › ".join((*i.row_label, *i.col_label)),
                plain(figures[i.id]) if i.id in figures else "空",
                i.unit,
            )
            for i in form.indicators.values()
        ]
        return _table("recognisedFigures", ("指标", "数", "单位"), rows)

    def _repairs(self) -> QWidget:
        rows = [(_WHAT.get(r.what, r.what), r.where, r.was, r.now) for r in self._imported.repairs]
        return _table("repairs", ("修正", "位置", "原文", "改为"), rows, stretch=1)

    def _unplaced(self) -> QWidget:
        text = QPlainTextEdit("\n\n".join(self._imported.unplaced))
        text.setObjectName("unplaced")
        text.setAccessibleName("没有找到位置的文字")
        text.setReadOnly(True)
        text.setPlaceholderText("文件中的文字都已放到相应的部分。")
        return text


def _long_past(year: int) -> bool:
    """Whether a report of that year must have been handed in some time ago (31 March, art. 49)."""
    return bool(year) and date.today() > date(year + 1, 3, 31)


def _table(
    name: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], stretch: int = 0
) -> QTableWidget:
    table = QTableWidget(len(rows), len(heads))
    table.setObjectName(name)
    table.setAccessibleName("、".join(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(True)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            table.setItem(number, column, item)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in range(len(heads)):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return table
