"""The import page: the original on one side, what was recognised on the other, to be put right.

Nothing is taken over unseen: what was repaired and what found no place is marked in the original,
listed below, and leads to both places when it is chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.units import same_unit
from giadesk.ui import import_places, pieces
from giadesk.ui.desk import Imported
from giadesk.ui.dialogs import Dialog
from giadesk.ui.import_fields import ReportFields, long_past
from giadesk.ui.import_original import OriginalView
from giadesk.ui.import_outcome import Outcome, fill_menu, menu_button
from giadesk.ui.import_pieces import PieceList, Pieces, document_of, said_of
from giadesk.ui.jobs import Job, JobBar
from giadesk.ui.messages import ask
from giadesk.ui.session import Session

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk

_FIRST_YEAR = 2008
_HIGH = 800
"""The height in pixels that the two sides and the buttons need."""


class ImportPage(Dialog):
    """One file: see it, put it right, take it over.

    `result_report` is what is to be stored. `write_next` is true where the clerk wants next year's
    draft out of it.
    """

    def __init__(
        self, parent: QWidget | None, desk: Desk, imported: Imported, *, for_draft: bool
    ) -> None:
        super().__init__(parent, "importReview", f"读入：{imported.path.name}", "存入报告库")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._desk = desk
        self.imported = imported
        self._job: Job | None = None
        self._pieces = Pieces(imported)
        self._led = False
        self.write_next = for_draft
        self._own = desk.office()["unit"]
        self.session = self._session(imported)
        self.outcome = Outcome(self.session)
        self.original = OriginalView(document_of(imported))
        self.items = PieceList()
        self.put = menu_button("放入", "putPiece")
        pieces.set_tip(self.put, "把没有找到位置的文字放到一个部分的末尾，放入后可以再改")
        self.jobs = JobBar(self)
        self._build(for_draft)
        self._connect()
        self._show_pieces()
        self._judge()

    @property
    def result_report(self) -> Imported:
        """What was recognised and put right, with unit, year and status; `unplaced` what is left."""
        report = self.session.report.with_about(
            unit=self.unit.text().strip(),
            year=self.year.value(),
            status="final" if self.handed_in.isChecked() or self.write_next else "draft",
        )
        return msgspec.structs.replace(
            self.imported, report=report, unplaced=tuple(t for _, t in self.left())
        )

    def left(self) -> list[tuple[int, str]]:
        """The pieces of text that are in no section yet, with their numbers."""
        return self._pieces.left(self.session.report)

    @property
    def corrected(self) -> bool:
        """Whether anything was put right by hand."""
        return self.session.undo_stack.index() > 0

    # -- what one can do -----------------------------------------------------------------------

    def choose(self, row: int) -> None:
        """Show a repair or a piece of text in the original, and its place in the report."""
        if not 0 <= row < self.items.list.count():
            return
        spots, target = self._pieces.spots[row], self._pieces.target(row, self.session.report)
        self._led = True
        self.original.show_spots(spots)
        self.outcome.show_target(target)
        self._led = False
        self._say_count("" if spots else "，原文件中没有标出这一处的位置")
        self.put.setEnabled(self._pieces.piece(row) is not None and not target.section)

    def put_piece(self, section_id: str) -> None:
        """Put the chosen piece of text into a section."""
        row = self.items.list.currentRow()
        number = self._pieces.piece(row)
        if number is None:
            return
        target = self.outcome.put(self.imported.unplaced[number], section_id)
        self._pieces.put(number, section_id)
        self._show_pieces(row)
        self.outcome.show_target(target)

    def follow_section(self, section_id: str) -> None:
        """Bring the original to where a section begins."""
        section = self.session.report.section(section_id)
        if section is not None and not self._led:
            document = document_of(self.imported)
            self.original.scroll_to(import_places.spots_of_section(document, section))

    def follow_figure(self, value_id: str) -> None:
        """Mark the cell of the original that a figure was read from."""
        indicator = self.session.form.indicators.get(value_id)
        if indicator is not None and not self._led:
            document = document_of(self.imported)
            self.original.show_spots(import_places.spots_of_figure(document, indicator))

    def read_again(self) -> None:
        """Recognise the file again with the unit, year and form that stand above."""
        document = self.imported.document
        if document is None or self._job is not None:
            return
        self.outcome.commit()
        if self.corrected and (
            ask(
                self,
                "重新识别后，刚才改正的内容要重新改。",
                "单位和年度可以直接改，不必重新识别；表式不对时才需要。",
                ["重新识别"],
                dangerous=True,
            )
            != 0
        ):
            return
        path, unit, year = self.imported.path, self.unit.text().strip(), self.year.value()
        form_id = str(self.form.currentData() or "") or None

        def work(_: object) -> Imported:
            return self._desk.recognise(path, document, form_id=form_id, year=year, unit=unit)

        self._set_busy(True)
        self._job = self.jobs.run("正在重新识别", work, self._read_again, self._refused)
        self._job.ended.connect(self._work_over)

    def accept(self) -> None:
        """Take over what is being typed, then the report."""
        self.outcome.commit()
        if self._fine():
            super().accept()

    def reject(self) -> None:
        """Nothing is taken over; corrections are not thrown away unasked."""
        self.outcome.commit()
        if self.corrected and (
            ask(
                self,
                "改正的内容还没有存入报告库。",
                "放弃后要重新读入文件。",
                ["放弃改正"],
                dangerous=True,
            )
            != 0
        ):
            return
        super().reject()

    def done(self, result: int) -> None:
        """The end: work under way is given up, the session closed."""
        if self._job is not None:
            self._job.stop()
        super().done(result)
        self.session.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the field or list it is pressed in, never to the button that stores."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As large as the window under it."""
        under = self.parentWidget()
        return QSize(1180, 720) if under is None else under.window().size() - QSize(24, 40)

    def showEvent(self, event: QShowEvent) -> None:
        """Never larger than the screen, whatever the zoom."""
        room = self.screen().availableGeometry().size() - QSize(8, 36)
        self.resize(self.sizeHint().boundedTo(room))
        spare = max(self.height() - _HIGH, 0)  # a high window shows more of the list
        self.rows.setSizes([2000, self.rows.widget(1).minimumSizeHint().height() + spare // 2])
        super(Dialog, self).showEvent(event)

    # -- building ------------------------------------------------------------------------------

    def _build(self, for_draft: bool) -> None:
        report = self.imported.report
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(6)
        self.fields = ReportFields(self._desk.forms.all(), self.imported, self.read_again)
        self.unit, self.year = self.fields.unit, self.fields.year
        self.form, self.again = self.fields.form, self.fields.again
        self.body.addLayout(self.fields)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setObjectName("sides")
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(_side("原文件", "originalTitle", self.original))
        self.columns.addWidget(self.outcome)
        self.columns.setStretchFactor(0, 2)
        self.columns.setStretchFactor(1, 3)
        self.columns.setSizes([480, 720])
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.setObjectName("rows")
        self.rows.setChildrenCollapsible(False)
        self.rows.addWidget(self.columns)
        self.rows.addWidget(self._below())
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([2000, 1])  # the list as low as it may be; it can be pulled up
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.jobs)
        self.handed_in = QCheckBox("已经上报、公布过的报告，存为定稿")
        self.handed_in.setObjectName("handedIn")
        self.handed_in.setAccessibleName("已经上报、公布过的报告，存为定稿")
        final = report.about.status == "final"
        self.handed_in.setChecked(for_draft or final or long_past(report.year))
        self.next = pieces.button("", "acceptNext", self._accept_next)
        self._buttons.addButton(self.next, self._buttons.ButtonRole.ActionRole)
        self.next.setVisible(not for_draft)
        for button in (self.ok, self.cancel, self.next):
            button.setAutoDefault(False)  # Enter belongs to the editors
        self.ok.setDefault(False)
        self.body.addWidget(self.warning)
        row = QHBoxLayout()
        row.addWidget(self.handed_in, 1)
        row.addWidget(self._buttons)
        self.body.addLayout(row)

    def _below(self) -> QWidget:
        below = QWidget()
        self.count = pieces.label("", "pieceCount", "heading")
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.count, 1)
        bar.addWidget(self.put)
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.items.list)
        return below

    def _connect(self) -> None:
        self.unit.textChanged.connect(self._judge)
        self.year.valueChanged.connect(self._year_changed)
        self.form.currentIndexChanged.connect(self._judge)
        self.outcome.section_shown.connect(self.follow_section)
        self.items.list.currentRowChanged.connect(self.choose)
        self.items.list.itemActivated.connect(lambda _: self.choose(self.items.list.currentRow()))
        menu = self.put.menu()
        assert menu is not None
        menu.aboutToShow.connect(lambda: fill_menu(menu, self.outcome.titles(), self.put_piece))

    # -- what is shown -------------------------------------------------------------------------

    def _session(self, imported: Imported) -> Session:
        report = imported.report.with_about(status="draft")  # whatever it was, it can be put right
        session = Session(report, imported.form, parent=self)
        session.prose_changed.connect(lambda _: self._prose_changed())
        session.cell_focused.connect(self.follow_figure)
        return session

    def _show_pieces(self, row: int = -1) -> None:
        """List repairs and pieces of text, what is still without a place first."""
        report = self.session.report
        entries = self._pieces.entries(report)
        self.items.show(entries, row)
        self.items.placed = self._pieces.states(report)
        many = len(self.imported.unplaced)
        self.original.mark(
            [s for spots in self._pieces.spots[many:] for s in spots],
            [s for spots in self._pieces.spots[:many] for s in spots],
        )
        targets = (self._pieces.target(n, report) for n in range(many, len(entries)))
        self.outcome.mark(frozenset(t.value for t in targets if t.value))
        self.rows.widget(1).setVisible(bool(entries))
        self._judge()

    def _prose_changed(self) -> None:
        if self._pieces.states(self.session.report) != self.items.placed:
            self._show_pieces(self.items.list.currentRow())  # an undo took a piece out again

    # -- reading again -------------------------------------------------------------------------

    def _read_again(self, imported: Imported) -> None:
        self.session.close()
        old, self.imported = self.outcome, imported
        self._pieces = Pieces(imported)
        self.session = self._session(imported)
        self.outcome = Outcome(self.session)
        self.outcome.section_shown.connect(self.follow_section)
        self.columns.replaceWidget(1, self.outcome)
        old.hide()
        old.deleteLater()
        self.form.setCurrentIndex(self.form.findData(imported.form.id))
        self._show_pieces()

    def _refused(self, error: BaseException) -> None:
        self._failed = said_of(error)

    def _work_over(self) -> None:
        self._job = None
        self._set_busy(False)
        failed, self._failed = self._failed, ""
        self._judge()
        if failed:
            self.warn(failed)

    _failed = ""

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.columns, self.ok, self.next, self.again, self.unit, self.year):
            widget.setEnabled(not busy)
        self.form.setEnabled(not busy)

    # -- judging -------------------------------------------------------------------------------

    def _year_changed(self) -> None:
        year = self.year.value()
        usual = self._desk.forms.for_year
        if self.imported.document is not None and (
            usual(year) is not usual(max(self.imported.report.year, _FIRST_YEAR))
        ):
            self.form.setCurrentIndex(0)
        self._judge()

    def _stale(self) -> bool:
        return str(self.form.currentData() or "") != self.imported.form.id

    def _fine(self) -> bool:
        return bool(self.unit.text().strip()) and not self._stale() and self._job is None

    def _judge(self) -> None:
        following = self.year.value() + 1
        self.ok.setText(f"编写{following}年的报告" if self.write_next else "存入报告库")
        self.next.setText(f"直接编写{following}年的报告")
        fine = self._fine()
        self.ok.setEnabled(fine)
        self.next.setEnabled(fine)
        left = len(self.left())
        self._say_count()
        row = self.items.list.currentRow()
        piece = self._pieces.piece(row)
        placed = piece is not None and self._pieces.placed(piece, self.session.report).section
        self.put.setEnabled(piece is not None and not placed)
        if not self.unit.text().strip():
            self.warn("请填写单位。")
        elif self._stale():
            self.warn("年度或表式改了，表格要重新识别：请按“重新识别”（Ctrl+R）。")
        elif left:
            self.warn(f"有{left}处文字没有找到位置，存入后不在报告里。需要的请放入相应的部分。")
        elif not same_unit(self._own, self.unit.text()):
            self.warn(f"文件的单位与本单位资料中的“{self._own}”不同，请核对是不是本单位的报告。")
        else:
            self.warn("")

    def _say_count(self, more: str = "") -> None:
        left, repairs = len(self.left()), len(self.imported.repairs)
        more = more or "（选一条看位置）"
        self.count.setText(f"没有找到位置的文字{left}处，作了修正{repairs}处{more}")

    def _accept_next(self) -> None:
        before, self.write_next = self.write_next, True
        self.accept()
        if not self.result():
            self.write_next = before


def _side(title: str, name: str, widget: QWidget) -> QWidget:
    side = QWidget()
    layout = QVBoxLayout(side)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(pieces.label(title, name, "heading"))
    layout.addWidget(widget, 1)
    return side
