"""汇总: what the units handed in, added up in the same form; who is missing, who has to mend what.

It shows what `show_collection` gives and asks for files, for the list of units, for saving.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.units import listed_name
from giadesk.rollup.collect import Collection, Handed
from giadesk.rollup.summary import Summed
from giadesk.ui import pieces
from giadesk.ui.focus import read_on
from giadesk.ui.rollup_units import Unit, UnitsTable
from giadesk.ui.rollup_view import RollupView
from giadesk.ui.session import Session

NOTHING = (
    "把各单位的报送包、Word 文件或者文件夹拖到这里，也可以用上面的按钮添加。\n"
    "各单位的数按同一张表加起来，列出谁已报送、谁还没有、谁要更正什么。\n"
    "各单位的文件只读不改。"
)
MISSING = "名单上有这个单位，还没有收到它的报告。\n收到以后把文件拖到这里就行。"


class RollupPage(QWidget):
    """The page of a county's office."""

    back = Signal()
    files_asked = Signal()
    folder_asked = Signal()
    last_asked = Signal()
    """The folder of last year's reports is to be chosen."""
    again_asked = Signal()
    names_asked = Signal()
    save_asked = Signal()
    store_asked = Signal(object)
    """A unit's report, as `Handed`, is to be put into the library."""
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rollupPage")
        self._summed: Summed | None = None
        self._expected: tuple[str, ...] = ()
        self._sized = False
        self.view: RollupView | None = None
        self.units = UnitsTable()
        self.units.chosen.connect(self._show_unit)
        self.units.opened.connect(lambda _: self._into_view())
        self.words = pieces.label("", "rollupWords", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMargin(24)
        self.right = QStackedWidget()
        self.right.setObjectName("rollupRight")
        self.right.addWidget(self.words)
        self.columns = QSplitter()
        self.columns.setObjectName("rollupParts")
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(self._left())
        self.columns.addWidget(self.right)
        self.columns.setStretchFactor(0, 0)
        self.columns.setStretchFactor(1, 1)
        self.empty = QWidget()
        self.empty.setObjectName("rollupEmpty")
        inside = QVBoxLayout(self.empty)
        hint = pieces.label(NOTHING, "rollupNothing", "muted", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = pieces.button("", "rollupAgain", self.again_asked.emit)
        inside.addStretch(2)
        inside.addWidget(hint)
        inside.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(3)
        self.shown = QStackedWidget()
        self.shown.setObjectName("rollupShown")
        self.shown.addWidget(self.empty)
        self.shown.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(pieces.line())
        layout.addWidget(self.shown, 1)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back)
        self.offer_again(0)

    # -- what it shows -------------------------------------------------------------------------

    @property
    def summed(self) -> Summed | None:
        """What is shown with its sums, None for nothing."""
        return self._summed

    @property
    def collection(self) -> Collection | None:
        """What is shown, None for nothing."""
        return self._summed.collection if self._summed is not None else None

    @property
    def missing(self) -> list[str]:
        """The units of the list of which there is no report."""
        return self.collection.missing(self._expected) if self.collection is not None else []

    def offer_again(self, files: int) -> None:
        """Nothing is shown yet: offer to read again what was read last time, 0 for nothing."""
        self.again.setText(f"重新读取上次的{files}处文件")
        self.again.setVisible(files > 0)

    def show_summed(self, summed: Summed | None) -> None:
        """Show a collection, None for nothing."""
        self._summed = summed
        self.shown.setCurrentWidget(self.columns if summed is not None else self.empty)
        for button in (self.save, self.anew):
            button.setEnabled(summed is not None)
        self._list()
        self.units.setFocus()

    def set_expected(self, names: Sequence[str]) -> None:
        """The units that are to hand in, by 下属单位名单."""
        self._expected = tuple(names)
        self._list()

    def showEvent(self, event: QShowEvent) -> None:
        """At first the list of units is as wide as names of usual length want it."""
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            list_wide = min(self.fontMetrics().horizontalAdvance("政") * 19, self.width() * 3 // 8)
            self.columns.setSizes([list_wide, max(1, self.width() - list_wide)])

    # -- inside --------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = pieces.frame("rollupBar", "panel")
        rows = QVBoxLayout(bar)
        rows.setContentsMargins(8, 5, 8, 5)
        rows.setSpacing(5)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(
            pieces.tool(
                "◀ 返回", "rollupBack", self.back.emit, key="Alt+Left", tip="回到刚才的页面"
            )
        )
        first.addWidget(pieces.label("汇总", "rollupTitle", "heading"))
        self.state: QLabel = pieces.label("", "rollupState", "muted", wrap=True)
        first.addWidget(self.state, 1)
        self.save = pieces.button("导出汇总表……", "rollupSave", self.save_asked.emit, kind="main")
        first.addWidget(self.save)
        second.setSpacing(6)
        self.files = pieces.button("添加文件……", "rollupFiles", self.files_asked.emit, key="Ctrl+O")
        self.folder = pieces.button("添加文件夹……", "rollupFolder", self.folder_asked.emit)
        self.before = pieces.button(
            "去年的报告……",
            "rollupLast",
            self.last_asked.emit,
            tip="各单位去年的报告所在的文件夹，用来对照两年；报送包里自带去年的，不用再选",
        )
        self.names = pieces.button(
            "下属单位名单……", "rollupNames", self.names_asked.emit, tip="应当报送的单位，一行一个"
        )
        self.anew = pieces.button(
            "重新读取", "rollupAnew", self.again_asked.emit, key="F5", tip="文件改过以后重新读取"
        )
        for button in (self.files, self.folder, self.before, self.names, self.anew):
            second.addWidget(button)
        second.addStretch(1)
        for button in (self.save, self.anew):
            button.setEnabled(False)
        rows.addLayout(first)
        rows.addLayout(second)
        return bar

    def _left(self) -> QFrame:
        left = pieces.frame("rollupLeft", "panel")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.setSpacing(6)
        layout.addWidget(self.units, 1)
        self.send = pieces.button(
            "复制更正清单", "rollupSend", self._copy_corrections, tip="复制要退给这个单位更正的内容"
        )
        self.store = pieces.button(
            "存入报告库",
            "rollupStore",
            self._store,
            tip="把这个单位的报告存入报告库，可以打开、修改",
        )
        for button in (self.send, self.store):
            layout.addWidget(button)
        return left

    def _list(self) -> None:
        """The units and the sentence above them."""
        collection = self.collection
        if collection is None:
            self.state.setText("")
            self.units.show_units(())
            return
        handed, refused, missing = collection.handed, collection.refused, self.missing
        units = [Unit("sums", "合计", number=len(handed))]
        for number, one in enumerate(handed):
            verify = sum(f.severity == "verify" for f in one.faults)
            units.append(Unit("handed", one.unit, one.must, verify, number, one.path.name))
        units += [Unit("refused", r.path.name, number=n, why=r.why) for n, r in enumerate(refused)]
        units += [Unit("missing", name) for name in missing]
        self.state.setText(self._state_words(units))
        self.units.show_units(units)

    def _state_words(self, units: Sequence[Unit]) -> str:
        assert self.collection is not None
        counts = {s: sum(u.state == s for u in units) for s in ("handed", "refused", "missing")}
        words = f"{self.collection.year}年　已报送{counts['handed']}个单位"
        if not self._expected:
            words += "，没有下属单位名单"
        elif counts["missing"]:
            names = [listed_name(u.name) for u in units if u.state == "missing"]
            more = "等" if len(names) > 5 else ""
            words += f"，还差{len(names)}个（{'、'.join(names[:5])}{more}）"
        else:
            words += "，名单上的都已报送"
        if counts["refused"]:
            words += f"，未采用{counts['refused']}份文件"
        must = sum(u.must for u in units if u.must > 0)
        verify = sum(u.verify for u in units if u.verify > 0)
        return words + f"；强制{must}条，核实{verify}条"

    @property
    def _handed(self) -> Handed | None:
        """The unit in hand, None for the sums and for one that handed nothing in."""
        unit = self.units.current
        if unit is None or unit.state != "handed" or self.collection is None:
            return None
        return self.collection.handed[unit.number]

    def _show_unit(self, unit: Unit | None) -> None:
        """Another line is in hand: its report at the right."""
        cell = self.view.session.focused_cell if self.view is not None else ""
        self._drop_view()
        handed = self._handed
        self.send.setEnabled(handed is not None and bool(handed.faults))
        self.store.setEnabled(handed is not None)
        if unit is None or self._summed is None:
            return
        if unit.state == "missing":
            self._say(f"{unit.name}\n{MISSING}")
            return
        if unit.state == "refused":
            self._say(f"{unit.name}\n没有采用：{unit.why}")
            return
        self.view = self._view_of(handed)
        self.view.said.connect(self.said)
        self.view.unit_wanted.connect(self._go_to_unit)
        self.right.addWidget(self.view)
        self.right.setCurrentWidget(self.view)
        read_on(self.window())
        if cell:
            self.view.go(cell)
            self.units.setFocus()

    def _view_of(self, handed: Handed | None) -> RollupView:
        assert self._summed is not None
        summed = self._summed
        if handed is None:
            session = Session(
                summed.sums,
                summed.collection.form,
                summed.last,
                summed.collection.form if summed.last else None,
                find=lambda _: summed.findings,
                read_only=True,
            )
            number = len(summed.collection.handed)
            title = f"{number}个单位合计　{summed.collection.year}年"
            return RollupView(session, title, given=summed.given)
        last = handed.last
        session = Session(
            handed.report,
            handed.form,
            last.report if last else None,
            last.form if last else None,
            find=lambda _: handed.findings,
            read_only=True,
        )
        note = handed.path.name
        if handed.unplaced:
            note += f"　有{handed.unplaced}处内容没有放进报告，存入报告库前请用“从文件导入”核对"
        return RollupView(session, f"{handed.unit}　{handed.report.year}年", note)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.right.setCurrentWidget(self.words)

    def _drop_view(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            if view.isAncestorOf(self.focusWidget() or self):
                self.units.setFocus()
            self.right.removeWidget(view)
            view.hide()
            view.session.close(wait=0.0)
            view.deleteLater()

    def _go_to_unit(self, name: str) -> None:
        """A unit behind a sum was asked for: its report, at the same figure."""
        cell = self.view.session.focused_cell if self.view is not None else ""
        self.units.choose(name)
        if self.view is not None and cell:
            self.view.go(cell)

    def _into_view(self) -> None:
        if self.view is not None and self.view.page is not None:
            self.view.page.focus_first()

    def _copy_corrections(self) -> None:
        from PySide6.QtGui import QGuiApplication

        from giadesk.rollup.summary import corrections

        handed = self._handed
        if handed is not None:
            QGuiApplication.clipboard().setText(corrections(handed))
            self.said.emit(
                f"已复制{listed_name(handed.unit)}的更正清单，可以粘贴到通知或者聊天窗口里。"
            )

    def _store(self) -> None:
        handed = self._handed
        if handed is not None:
            self.store_asked.emit(handed)
