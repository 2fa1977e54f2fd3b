"""Several reports of the library exported at once: what is asked, the work, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from giadesk.core.errors import UserError
from giadesk.exports.naming import DEFAULT_PATTERN, PATTERN_KEY, faults_of_pattern, file_name
from giadesk.ui import pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.export_choices import ChoicesArea, ExportChoices
from giadesk.ui.library_list import STATUS_WORDS, Row
from giadesk.ui.wrapping import wrap

if TYPE_CHECKING:
    from giadesk.exports.annexes import AnnexKind
    from giadesk.exports.bundle import FileKind
    from giadesk.ui.desk import Desk, Opened
    from giadesk.ui.jobs import Progress


class Order(NamedTuple):
    """What is to be written of each report, and where. charts: in web pages, of all years."""

    kinds: Sequence[FileKind]
    annexes: tuple[AnnexKind, ...]
    layout: str
    pattern: str
    folder: Path
    charts: bool = True


class Outcome(NamedTuple):
    """What came of one report. files: written; must: findings that make it a draft; fault: why not."""

    row: Row
    files: tuple[Path, ...] = ()
    must: int = 0
    fault: str = ""


class BatchExportDialog(Dialog):
    """Asks once for all; names are made by the pattern for each."""

    def __init__(
        self,
        parent: QWidget | None,
        rows: Sequence[Row],
        first: Opened,
        settings: QSettings,
        office: Mapping[str, str],
    ) -> None:
        super().__init__(parent, "batchExportDialog", "导出多份报告", "导出")
        self._first = first
        names = "、".join(f"{row.unit}{row.year}年" for row in rows[:3])
        more = f"等 {len(rows)} 份报告" if len(rows) > 3 else f"，共 {len(rows)} 份报告"
        self.body.addWidget(
            pieces.label(f"导出{names}{more}", "batchReports", "heading", wrap=True)
        )
        drafts = [row for row in rows if row.status != "final"]
        if drafts:
            words = f"其中 {len(drafts)} 份还没有定稿，Word、PDF 和网页上会标明“草稿”。"
            self.body.addWidget(pieces.label(words, "batchDrafts", "muted", wrap=True))
        pattern = office.get(PATTERN_KEY, "").strip()
        if not pattern or faults_of_pattern(pattern):
            pattern = DEFAULT_PATTERN
        self.choices = ExportChoices(settings, office, pattern)
        self.choices.changed.connect(self._judge)
        self.body.addWidget(ChoicesArea(self.choices))
        self.example = pieces.label("", "batchExample", "muted", wrap=True)
        self.body.addWidget(self.example)
        self.finish()
        self.set_width(46)
        self._judge()

    @property
    def order(self) -> Order:
        """What was asked for."""
        choices = self.choices
        return Order(
            choices.chosen,
            choices.annexes,
            choices.layout_id,
            choices.pattern,
            choices.target,
            choices.charts.isChecked(),
        )

    def accept(self) -> None:
        """Remember the choice."""
        self.choices.keep()
        super().accept()

    def _judge(self) -> None:
        fault = self.choices.fault
        self.ok.setEnabled(not fault)
        self.warn(fault)
        stem = self.choices.pattern if not fault else ""
        report, form = self._first.report, self._first.form
        name = file_name(stem, report, form, self.choices.chosen[0]) if stem else ""
        self.example.setText(f"例如：{name}。同名文件会被替换。" if name else "")


def export_rows(
    desk: Desk, rows: Sequence[Row], order: Order, progress: Progress, outcomes: list[Outcome]
) -> list[Outcome]:
    """Write the files of every report, one after the other; `outcomes` grows with each.

    A report that cannot be opened or written is told in its outcome and holds up none of the others.
    Runs on a thread; `progress` raises where the clerk stops it.
    """
    from giadesk.exports.bundle import write_files

    taken: set[str] = set()
    for number, row in enumerate(rows):
        name = f"{row.unit}{row.year}年"
        progress.say(f"正在导出 {number + 1}/{len(rows)}：{name}", number / len(rows))
        try:
            opened = desk.open(row.id)
            findings = desk.checked(opened)
            drawn = order.charts and "html" in order.kinds
            given = desk.handover(
                opened,
                opened.report,
                findings,
                profile=order.layout,
                annexes=order.annexes,
                pattern=order.pattern,
                earlier=desk.earlier(opened) if drawn else (),
            )
            files = tuple(write_files(given, order.folder, order.kinds, taken))
            if opened.report.about.status == "draft" and not desk.library.read_only:
                desk.library.keep_version(row.id, "export")
            must = sum(f.severity == "must" for f in findings)
            outcomes.append(Outcome(row, files, must))
        except UserError as error:
            outcomes.append(Outcome(row, fault=str(error)))
    return outcomes


def summary_of(outcomes: Sequence[Outcome], asked: int) -> tuple[str, bool]:
    """What came of it in a sentence, and whether all went well."""
    done = [one for one in outcomes if not one.fault]
    files = sum(len(one.files) for one in done)
    words = f"已导出 {len(done)} 份报告，{files} 个文件"
    failed, must = len(outcomes) - len(done), sum(one.must > 0 for one in done)
    if failed:
        words += f"；{failed} 份没有导出"
    if len(outcomes) < asked:
        words += f"；停止时还有 {asked - len(outcomes)} 份没有导出"
    if must:
        words += f"；{must} 份有强制性审核没有通过"
    return words + "。", not failed and not must and len(outcomes) == asked


class BatchSummary(Dialog):
    """Each report with what came of it."""

    def __init__(self, parent: QWidget | None, outcomes: Sequence[Outcome], asked: int) -> None:
        super().__init__(parent, "batchSummary", "导出结果", "关闭")
        self.cancel.hide()
        self.body.addWidget(
            pieces.label(summary_of(outcomes, asked)[0], "batchResult", "heading", wrap=True)
        )
        self.table = QTableWidget(len(outcomes), 4)
        self.table.setObjectName("batchOutcomes")
        self.table.setAccessibleName("每份报告的导出结果")
        self.table.setHorizontalHeaderLabels(["报告", "状态", "结果", "说明"])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        wrap(self.table)  # a reason with its remedy is read whole, on as many lines as it needs
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        ordered = sorted(outcomes, key=lambda one: (not one.fault, one.must == 0))
        for place, one in enumerate(ordered):
            for column, text in enumerate(_words(one)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                pieces.set_tip_of_item(item, text)
                self.table.setItem(place, column, item)
        self.body.addWidget(self.table, 1)
        self.finish()
        self.set_size(60, 22)


def _words(one: Outcome) -> tuple[str, str, str, str]:
    name = f"{one.row.unit}{one.row.year}年"
    status = STATUS_WORDS.get(one.row.status, one.row.status)
    if one.fault:
        return name, status, "没有导出", one.fault
    must = f"{one.must} 条强制性审核没有通过" if one.must else ""
    return name, status, f"已导出 {len(one.files)} 个文件", must
