"""The import page: the original on one side, what was recognised on the other, to be put right.

Nothing is taken over unseen: what was repaired and what found no place is marked in the original,
listed below, and leads to both places when it is chosen.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.blocks import Document
from giadesk.ui import dialogs, import_places, pieces, theme
from giadesk.ui.desk import Imported
from giadesk.ui.dialogs import Dialog
from giadesk.ui.import_original import OriginalView
from giadesk.ui.import_outcome import Outcome, fill_menu, menu_button
from giadesk.ui.import_places import Spot, Target
from giadesk.ui.jobs import Job, JobBar
from giadesk.ui.messages import ask
from giadesk.ui.session import Session

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk

WHAT = {"numbering": "编号", "table": "表格", "text": "文字", "form": "表式"}
_FIRST_YEAR = 2008


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
        self._put: dict[int, str] = {}
        self._led = False
        self.write_next = for_draft
        self.session = self._session(imported)
        self.outcome = Outcome(self.session)
        self.original = OriginalView(self._document(imported))
        self.items = _Pieces()
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
        return [
            (number, text)
            for number, text in enumerate(self.imported.unplaced)
            if not self._placed(number).section
        ]

    @property
    def corrected(self) -> bool:
        """Whether anything was put right by hand."""
        return self.session.undo_stack.index() > 0

    # -- what one can do -----------------------------------------------------------------------

    def choose(self, row: int) -> None:
        """Show a repair or a piece of text in the original, and its place in the report."""
        if not 0 <= row < self.items.list.count():
            return
        spots, target = self._places(row)
        self._led = True
        self.original.show_spots(spots)
        self.outcome.show_target(target)
        self._led = False
        self._say_count("" if spots else "，原文件中没有标出这一处的位置")
        self.put.setEnabled(self._piece(row) is not None and not target.section)

    def put_piece(self, section_id: str) -> None:
        """Put the chosen piece of text into a section."""
        row = self.items.list.currentRow()
        number = self._piece(row)
        if number is None:
            return
        target = self.outcome.put(self.imported.unplaced[number], section_id)
        self._put[number] = section_id
        self._show_pieces(row)
        self.outcome.show_target(target)

    def follow_section(self, section_id: str) -> None:
        """Bring the original to where a section begins."""
        section = self.session.report.section(section_id)
        if section is not None and not self._led:
            document = self._document(self.imported)
            self.original.scroll_to(import_places.spots_of_section(document, section))

    def follow_figure(self, value_id: str) -> None:
        """Mark the cell of the original that a figure was read from."""
        indicator = self.session.form.indicators.get(value_id)
        if indicator is not None and not self._led:
            document = self._document(self.imported)
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
        super(Dialog, self).showEvent(event)

    # -- building ------------------------------------------------------------------------------

    def _build(self, for_draft: bool) -> None:
        report = self.imported.report
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(6)
        self.body.addLayout(self._head())
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

    def _head(self) -> QHBoxLayout:
        report = self.imported.report
        fields = [dialogs.form() for _ in range(3)]
        self.unit = dialogs.field(fields[0], "单位", "unit", report.unit, "文件里没有写明，请填写")
        self.year = dialogs.year_field(
            fields[1], "年度", "year", report.year or date.today().year - 1
        )
        self.year.setAccessibleName("报告年度")
        forms = [(f.name, f.id) for f in self._desk.forms.all()]
        self.form = dialogs.combo_field(
            fields[2], "表式", "form", [("按年度和表格自动选择", ""), *forms]
        )
        self.form.setMinimumContentsLength(12)
        self.form.setCurrentIndex(self.form.findData(self.imported.form.id))
        self.again = pieces.button(
            "重新识别",
            "readAgain",
            self.read_again,
            key="Ctrl+R",
            tip="按上面的单位、年度和表式重新识别这份文件",
        )
        self.again.setAutoDefault(False)
        readable = self.imported.document is not None
        self.again.setEnabled(readable)
        self.form.setEnabled(readable)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, stretch in zip(fields, (3, 0, 4), strict=True):
            row.addLayout(field, stretch)
        row.addWidget(self.again)
        # a unit's full name can be read, and the form's, down to the narrowest window
        wide = self.fontMetrics().horizontalAdvance("政")
        self.unit.setMinimumWidth(min(16 * wide, 340))
        return row

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

    def _document(self, imported: Imported) -> Document:
        if imported.document is not None:
            return imported.document
        from giadesk.core.document import blocks_of

        return Document(blocks_of(imported.report, imported.form))

    def _show_pieces(self, row: int = -1) -> None:
        """List repairs and pieces of text, what is still without a place first."""
        imported = self.imported
        document = self._document(imported)
        entries: list[tuple[str, str]] = []
        self._spots: list[tuple[Spot, ...]] = []
        for number, text in enumerate(imported.unplaced):
            section = self.session.report.section(self._placed(number).section)
            words = " ".join(text.split())
            if section is None:
                entries.append(("must", f"✖ 没有位置　{words}"))
            else:
                entries.append(("good", f"✔ 已放入“{section.title}”　{words}"))
            self._spots.append(import_places.spots_of_text(document, text))
        for repair in imported.repairs:
            was, now = repair.was or "（没有）", repair.now or "（去掉）"
            what = WHAT.get(repair.what, repair.what)
            entries.append(("verify", f"⚠ {what}修正　{repair.where}：{was} → {now}"))
            self._spots.append(import_places.spots_of_repair(document, repair, imported.form))
        self.items.show(entries, row)
        many = len(imported.unplaced)
        self.original.mark(
            [s for spots in self._spots[many:] for s in spots],
            [s for spots in self._spots[:many] for s in spots],
        )
        targets = [self._target(many + n) for n in range(len(imported.repairs))]
        self.outcome.mark(frozenset(t.value for t in targets if t.value))
        self.rows.widget(1).setVisible(bool(entries))
        self._judge()

    def _prose_changed(self) -> None:
        if self._put:  # an undo takes a piece out again
            states = [bool(self._placed(n).section) for n in range(len(self.imported.unplaced))]
            if states != self.items.placed:
                self._show_pieces(self.items.list.currentRow())
            self.items.placed = states

    def _piece(self, row: int) -> int | None:
        return row if 0 <= row < len(self.imported.unplaced) else None

    def _placed(self, number: int) -> Target:
        """Where a piece of text was put, as long as it stands there."""
        section = self.session.report.section(self._put.get(number, ""))
        if section is None:
            return Target()
        first = next((x for x in self.imported.unplaced[number].split("\n") if x.strip()), "")
        for index, paragraph in enumerate(section.paragraphs):
            if first.strip() and first.strip() in paragraph.text:
                return Target(section.id, index)
        return Target()

    def _target(self, row: int) -> Target:
        number = self._piece(row)
        if number is not None:
            return self._placed(number)
        repair = self.imported.repairs[row - len(self.imported.unplaced)]
        return import_places.target_of_repair(repair, self.session.report, self.imported.form)

    def _places(self, row: int) -> tuple[tuple[Spot, ...], Target]:
        return self._spots[row], self._target(row)

    # -- reading again -------------------------------------------------------------------------

    def _read_again(self, imported: Imported) -> None:
        self.session.close()
        old, self.imported = self.outcome, imported
        self._put.clear()
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
        piece = self._piece(row)
        self.put.setEnabled(piece is not None and not self._placed(piece).section)
        if not self.unit.text().strip():
            self.warn("请填写单位。")
        elif self._stale():
            self.warn("年度或表式改了，表格要重新识别：请按“重新识别”（Ctrl+R）。")
        elif left:
            self.warn(f"有{left}处文字没有找到位置，存入后不在报告里。需要的请放入相应的部分。")
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


class _Pieces:
    """The list of what was repaired and what found no place."""

    def __init__(self) -> None:
        self.placed: list[bool] = []
        self.list = QListWidget()
        self.list.setObjectName("pieces")
        self.list.setAccessibleName("没有找到位置的文字和作过的修正")
        self.list.setMinimumHeight(self.list.fontMetrics().height() * 3)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show(self, entries: list[tuple[str, str]], row: int) -> None:
        """List these: the name of a colour, and words."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for colour, words in entries:
            item = QListWidgetItem(words)
            item.setForeground(theme.colour(colour))
            pieces.set_tip_of_item(item, words[:1000])
            self.list.addItem(item)
        self.list.setCurrentRow(row)
        self.list.blockSignals(blocked)


def long_past(year: int) -> bool:
    """Whether a report of that year must have been handed in some time ago (31 March, art. 49)."""
    return bool(year) and date.today() > date(year + 1, 3, 31)


def said_of(error: BaseException) -> str:
    """What an error says to the clerk, in one line."""
    from giadesk.core.errors import UserError

    if isinstance(error, UserError):
        return str(error)
    return "程序出错，没有读成。请换一种格式另存后再试。"


def _side(title: str, name: str, widget: QWidget) -> QWidget:
    side = QWidget()
    layout = QVBoxLayout(side)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(pieces.label(title, name, "heading"))
    layout.addWidget(widget, 1)
    return side
