"""Several files at once: read one after the other, then listed, to be looked at or taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from giadesk.core.errors import UserError
from giadesk.ui import pieces, theme
from giadesk.ui.desk import Imported
from giadesk.ui.dialogs import Dialog
from giadesk.ui.import_fields import long_past
from giadesk.ui.import_page import ImportPage
from giadesk.ui.import_pieces import said_of
from giadesk.ui.jobs import Job, Progress
from giadesk.ui.messages import ask
from giadesk.ui.wrapping import wrap

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk

State = Literal["waiting", "read", "refused", "stored"]
_KNOWN = UserError("没有重复存入", "报告库里已有这个单位这一年的报告", "仍要存入的请按“存入这一份”")
_HEADS = ("文件", "单位", "年度", "结果", "说明")
_FILE, _STATE, _WORDS = 0, 3, 4


class Entry(msgspec.Struct):
    """One file of the queue. words: its refusal, or what became of it."""

    path: Path
    state: State = "waiting"
    imported: Imported | None = None
    words: str = ""


class ImportQueue(Dialog):
    """Reads files on a thread and lists what came of each. `stored` are the ids of new reports."""

    _came = Signal(int, object)

    def __init__(self, parent: QWidget | None, desk: Desk, files: Sequence[Path]) -> None:
        super().__init__(parent, "importQueue", f"读入{len(files)}个文件", "全部存入报告库")
        self._desk = desk
        self._job: Job | None = None
        self.entries = [Entry(path) for path in files]
        self.stored: list[str] = []
        self.table = _table()
        self.summary = pieces.label("", "summary", wrap=True)
        self.words = pieces.label("", "queueText", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setObjectName("queueProgress")
        self.bar.setAccessibleName("读入进度")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.stop_button = pieces.button("停止", "queueStop", self.stop)
        self.look = pieces.button("核对、改正", "openEntry", self.open_entry, key="Ctrl+O")
        self.take = pieces.button("存入这一份", "storeEntry", self.store_entry)
        self.rest = pieces.button("继续读入", "readRest", self.read_rest)
        self._build()
        self._came.connect(self._one_came)
        self._show()
        self.read_rest()

    # -- what one can do -----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether files are being read or stored."""
        return self._job is not None

    def read_rest(self) -> None:
        """Read the files that were not read yet."""
        waiting = [n for n, e in enumerate(self.entries) if e.state == "waiting"]
        if self.busy or not waiting:
            return
        paths = {n: self.entries[n].path for n in waiting}

        def work(progress: Progress) -> None:
            for done, (number, path) in enumerate(paths.items()):
                progress.say(f"正在读入“{path.name}”（{done + 1}/{len(paths)}）", done / len(paths))
                try:
                    came: object = self._desk.read(path)
                except Exception as error:  # noqa: BLE001 - one file that fails does not end the others
                    came = error
                progress.say("", (done + 1) / len(paths))
                self._came.emit(number, came)

        self._start("读入文件", work)

    def stop(self) -> None:
        """Give up what is being done; what is finished stays."""
        if self._job is not None:
            self._job.stop()

    def open_entry(self) -> None:
        """Look at the chosen file, put it right and take it over."""
        entry = self._chosen()
        if entry is None or entry.imported is None or self.busy or entry.state == "stored":
            return
        page = ImportPage(self, self._desk, entry.imported, for_draft=False)
        accepted = page.exec() == QDialog.DialogCode.Accepted
        result, write_next = page.result_report, page.write_next
        page.deleteLater()
        if accepted:
            entry.imported = result
            self._store([entry], draft=write_next)

    def store_entry(self) -> None:
        """Take over the chosen file as it was read."""
        entry = self._chosen()
        if entry is not None and entry.state == "read" and self._agreed([entry]):
            self._store([self._with_status(entry)])

    def accept(self) -> None:
        """全部存入报告库: those that can be; the list stays to be read."""
        taken = [e for e in self._storable() if e.state == "read"]
        if not self.busy and taken and self._agreed(taken):
            self._store([self._with_status(e) for e in taken], skip_known=True)

    def reject(self) -> None:
        """Close. What was read and not stored is not dropped unasked."""
        left = [e for e in self.entries if e.state == "read"]
        if left and (
            ask(
                self,
                f"还有{len(left)}份已经读入，没有存入报告库。",
                "关闭后要用时再读入一次。",
                ["关闭"],
            )
            != 0
        ):
            return
        self.stop()
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the field or list it is pressed in, never to the button that stores."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As large as the window under it, a little less."""
        under = self.parentWidget()
        return QSize(980, 600) if under is None else under.window().size() - QSize(120, 100)

    def showEvent(self, event: QShowEvent) -> None:
        """Never larger than the screen."""
        room = self.screen().availableGeometry().size() - QSize(8, 36)
        self.resize(self.sizeHint().boundedTo(room))
        super(Dialog, self).showEvent(event)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(self.summary)
        self.body.addWidget(self.table, 1)
        working = QHBoxLayout()
        working.addWidget(self.words, 1)
        working.addWidget(self.bar, 1)
        working.addWidget(self.stop_button)
        self.body.addLayout(working)
        for button in (self.look, self.take, self.rest):
            self._buttons.addButton(button, self._buttons.ButtonRole.ActionRole)
        self.cancel.setText("关闭")
        self.cancel.setAccessibleName("关闭")
        for button in (self.ok, self.cancel, self.look, self.take, self.rest, self.stop_button):
            button.setAutoDefault(False)
        self.ok.setDefault(False)
        self.table.itemSelectionChanged.connect(self._judge)
        self.table.itemActivated.connect(lambda _: self.open_entry())
        self.finish()

    # -- working -------------------------------------------------------------------------------

    def _start(self, title: str, work: Callable[[Progress], object]) -> None:
        self._job = Job(title, work, self)
        self._job.told.connect(self._told)
        self._job.failed.connect(lambda error: self.warn(said_of(error)))
        self._job.ended.connect(self._ended)
        self._job.start()
        self._show()

    def _told(self, text: str, part: float) -> None:
        if text:
            self.words.setText(text)
        self.bar.setValue(round(part * 1000))

    def _one_came(self, number: int, came: object) -> None:
        entry = self.entries[number]
        if isinstance(came, Imported):
            entry.state, entry.imported, entry.words = "read", came, _remark(came)
        elif isinstance(came, str):  # stored under this id
            entry.state, entry.words = "stored", entry.words or "已在报告库中"
            if came:
                self.stored.append(came)
        else:
            if entry.state == "waiting":
                entry.state = "refused"
            entry.words = said_of(came) if isinstance(came, BaseException) else ""
        self._show_row(number)
        self._judge()

    def _ended(self) -> None:
        self._job = None
        self._show()
        if self.table.currentRow() < 0 and self.entries:
            self.table.selectRow(0)

    def _store(
        self, entries: list[Entry], *, draft: bool = False, skip_known: bool = False
    ) -> None:
        """Put reports into the library, one after the other; a draft of the next year out of one."""
        wanted = [(self.entries.index(e), e.imported) for e in entries if e.imported is not None]

        def work(progress: Progress) -> None:
            known = {(r.unit, r.year) for r in self._desk.rows()} if skip_known else set()
            for done, (number, imported) in enumerate(wanted):
                report = imported.report
                progress.say(f"正在存入“{imported.path.name}”", done / len(wanted))
                if (report.unit, report.year) in known:
                    self._came.emit(number, _KNOWN)
                    continue
                try:
                    if draft:
                        new = self._desk.next_year(report, imported.form, report.year + 1)
                    else:
                        new = self._desk.add(imported)
                except Exception as error:  # noqa: BLE001 - told in its row
                    self._came.emit(number, error)
                    continue
                known.add((report.unit, report.year))
                self._came.emit(number, new)
            progress.say("", 1.0)

        for number, imported in wanted:
            year = imported.report.year
            final = imported.report.about.status == "final"
            words = f"已编写{year + 1}年的草稿" if draft else f"已存为{'定稿' if final else '草稿'}"
            self.entries[number].words = words
        self._start("存入报告库", work)

    def _agreed(self, entries: list[Entry]) -> bool:
        """Whether text without a place may be left out, where there is any."""
        leaving = sum(bool(e.imported and e.imported.unplaced) for e in entries)
        return not leaving or (
            ask(
                self,
                f"其中{leaving}份有文字没有找到位置，存入后不在报告里。",
                "先按“核对、改正”看一遍，可以把这些文字放入相应的部分。",
                ["仍然存入"],
                dangerous=True,
            )
            == 0
        )

    def _with_status(self, entry: Entry) -> Entry:
        """A report of years past was handed in: it is kept as final."""
        imported = entry.imported
        if imported is not None and long_past(imported.report.year):
            report = imported.report.with_about(status="final")
            entry.imported = msgspec.structs.replace(imported, report=report)
        return entry

    # -- showing -------------------------------------------------------------------------------

    def _chosen(self) -> Entry | None:
        row = self.table.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def _storable(self) -> list[Entry]:
        return [e for e in self.entries if e.imported is not None and e.imported.report.unit]

    def _show(self) -> None:
        self.table.setRowCount(len(self.entries))
        for number in range(len(self.entries)):
            self._show_row(number)
        self._judge()

    def _show_row(self, number: int) -> None:
        entry = self.entries[number]
        report = entry.imported.report if entry.imported is not None else None
        state, colour = _state_of(entry)
        texts = (
            entry.path.name,
            report.unit if report else "",
            f"{report.year}年" if report else "",
            state,
            entry.words,
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if column == _STATE:
                item.setForeground(theme.colour(colour))
            item.setToolTip(pieces.as_tip(text))
            self.table.setItem(number, column, item)
        self.table.resizeRowToContents(number)

    def _judge(self) -> None:
        states = [e.state for e in self.entries]
        read = [e.imported for e in self.entries if e.imported is not None]
        inside = _counted(
            ("作了修正{}份", sum(bool(i.repairs) for i in read)),
            ("有文字没有找到位置{}份", sum(bool(i.unplaced) for i in read)),
        )
        parts = _counted(
            ("不能读入{}个", states.count("refused")),
            ("未读{}个", states.count("waiting")),
            ("已存入{}份", states.count("stored")),
        )
        first = f"读入{len(read)}份" + (f"（其中{'，'.join(inside)}）" if inside else "")
        self.summary.setText(f"共{len(self.entries)}个文件：" + "，".join([first, *parts]))
        entry = self._chosen()
        ready = entry is not None and entry.state == "read" and not self.busy
        named = bool(entry and entry.imported and entry.imported.report.unit)
        self.look.setEnabled(ready)
        self.take.setEnabled(ready and named)
        self.rest.setVisible(not self.busy and "waiting" in states)
        self.ok.setEnabled(not self.busy and any(e.state == "read" for e in self._storable()))
        for widget in (self.words, self.bar, self.stop_button):
            widget.setVisible(self.busy)
        unnamed = sum(e.state == "read" for e in self.entries) - sum(
            e.state == "read" for e in self._storable()
        )
        self.warn(f"{unnamed}份没有写明单位，请打开填写后再存入。" if unnamed else "")


def _state_of(entry: Entry) -> tuple[str, str]:
    if entry.state == "stored":
        return "✔ 已存入", "good"
    if entry.state == "refused":
        return "✖ 不能读入", "must"
    if entry.imported is None:
        return "未读", "muted"
    if entry.imported.unplaced:
        return "⚠ 有文字没有位置", "verify"
    return ("⚠ 作了修正", "verify") if entry.imported.repairs else ("✔ 已读入", "good")


def _remark(imported: Imported) -> str:
    counts = []
    if imported.repairs:
        counts.append(f"作了修正{len(imported.repairs)}处")
    if imported.unplaced:
        counts.append(f"没有找到位置的文字{len(imported.unplaced)}处")
    return "，".join(counts)


def _table() -> QTableWidget:
    table = QTableWidget(0, len(_HEADS))
    table.setObjectName("queue")
    table.setAccessibleName("读入的文件")
    table.setHorizontalHeaderLabels(_HEADS)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in range(len(_HEADS)):
        wide = column in (_FILE, _WORDS)  # what is left over, broken into lines
        mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
        head.setSectionResizeMode(column, mode)
    wrap(table)
    return table


def _counted(*parts: tuple[str, int]) -> list[str]:
    """The words of those that are not none."""
    return [words.format(many) for words, many in parts if many]
