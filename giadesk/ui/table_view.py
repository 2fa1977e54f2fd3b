"""`TableEditor`: the one component for every table of every form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding
from giadesk.core.prose import plain
from giadesk.ui import pieces, theme
from giadesk.ui.focus import lead_focus
from giadesk.ui.session import Session
from giadesk.ui.session_steps import Step
from giadesk.ui.table_commands import TableCommands
from giadesk.ui.table_grid import GridView
from giadesk.ui.table_model import SEVERITIES, FigureModel
from giadesk.ui.table_relation import sides_of

if TYPE_CHECKING:
    from giadesk.ui.prose_figures import FigureSearch


class TableEditor(QWidget):
    """A table of the report as the printed form has it, with everything one can do to it.

    commit: what is being typed is written (also on `session.flushing`). focus_value: go to a figure.
    mark: show the two sides of a relation. `view` is the table itself, `commands` what can be done.
    """

    def __init__(self, session: Session, table_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_id = table_id
        self._marked = ""
        self._finder: FigureSearch | None = None
        self.figures = FigureModel(session, table_id, self)
        self.view = GridView(self.figures, self)
        self.view.setObjectName("table")
        self.commands = TableCommands(self.view)
        self.notice = Notice(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._bar())
        layout.addWidget(_Framed(self.view, self), 1)
        layout.addWidget(self.notice)
        layout.addStretch(0)
        lead_focus(self, self.view)
        self.commands.told.connect(self.notice.tell)
        self.commands.asked.connect(self.notice.ask)
        self.commands.find_wanted.connect(self.find_indicator)
        self.notice.answered.connect(self.view.setFocus)
        self.view.selection_changed.connect(self._show_total)
        session.flushing.connect(self.commit)
        session.figures_changed.connect(self._figures_changed)
        session.about_changed.connect(self._show_state)
        session.stepped.connect(self._stepped)
        session.located.connect(self._located)
        session.findings_changed.connect(self._unmark_mended)
        self.figures.refusals_changed.connect(self._show_refused)
        self._show_state()
        self._show_refused()

    def _bar(self) -> QHBoxLayout:
        """What stands over the table: 空白填0, 与去年比较, the sum of the selection, the unit."""
        self.blanks = pieces.Button("空白填0", self)
        self.blanks.setObjectName("fillBlanks")
        self.blanks.setToolTip("把没有填写的格填为 0，先预览再确认")
        self.blanks.clicked.connect(self.commands.fill_blanks)
        self.last_year = QCheckBox("与去年比较", self)
        self.last_year.setObjectName("compareLastYear")
        self.last_year.setToolTip("在每格旁边用灰色小字显示上年的数")
        self.last_year.setChecked(True)
        self.last_year.setVisible(bool(self.session.last_figures))
        self.last_year.toggled.connect(self.figures.set_last_shown)
        self.refusals = pieces.Button(self)
        self.refusals.setObjectName("refusedTexts")
        self.refusals.setToolTip("跳到没有采用的内容")
        self.refusals.clicked.connect(self._go_to_refused)
        self.total = QLabel(self)
        self.total.setProperty("kind", "muted")
        unit = QLabel(f"单位：{self.view.map.grid.unit}", self)
        unit.setProperty("kind", "muted")
        spec = self.session.form.tables[self.table_id]
        unit.setHidden(any(block.unit_column for block in spec.blocks))  # every row has its own
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        for widget in (self.blanks, self.last_year, self.refusals):
            bar.addWidget(widget)
        bar.addStretch(1)
        for label in (self.total, unit):
            label.setTextFormat(Qt.TextFormat.PlainText)
            bar.addWidget(label)
        return bar

    def commit(self) -> None:
        """Write what is being typed, what an input method is composing included."""
        self.view.settle()

    def focus_value(self, value_id: str) -> bool:
        """Select a figure, bring it into view and give it the focus. False for one of another table."""
        if value_id not in self.view.map.places:
            return False
        self.view.settle()
        self.view.go(value_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.focus_cell(value_id)  # the view may have had the focus before
        found = [f for f in self.session.findings_at(value_id) if not f.explained]
        self.mark_finding(min(found, key=lambda f: SEVERITIES.index(f.severity), default=None))
        return True

    def whole_height(self) -> int:
        """The height in which every row is seen."""
        around = self.sizeHint().height() - self.view.sizeHint().height()
        return max(self.minimumSizeHint().height(), around + self.view.fitting_height)

    def find_indicator(self) -> None:
        """Ctrl+F: choose a figure by its name, an alias or pinyin, and go to it, in any table."""
        from giadesk.ui.prose_figures import FigureSearch

        self.commit()
        if self._finder is None:
            spec = self.session.form.tables[self.table_id]
            self._finder = FigureSearch(self.session.form, spec.section, self.window(), "跳到")
            self.destroyed.connect(self._finder.deleteLater)
            self._finder.chosen.connect(self.session.go_to_cell)
            self._finder.given_up.connect(lambda _: self.view.setFocus())
        at = self.view.mapTo(self.window(), self.view.viewport().pos())
        self._finder.open(at, self.session.figures, "")

    def mark(self, ids: Iterable[str], others: Iterable[str] = ()) -> None:
        """Mark figures, the two sides of a relation in two colours; with none the marks go."""
        self._marked = ""
        self.figures.set_marks(ids, others)

    def mark_finding(self, finding: Finding | None) -> None:
        """Mark what a finding is about until it is mended; None takes the marks away."""
        if finding is None or len(finding.cells) < 2:
            self.mark(())
            return
        self.mark(*sides_of(finding, self.session.form))
        self._marked = finding.key

    @property
    def refused(self) -> dict[str, str]:
        """Texts of this table that were typed and not taken, by id."""
        return {i: r.text for i, r in self.figures.refusals.items() if i in self.view.map.places}

    def hideEvent(self, event: QHideEvent) -> None:
        self.commit()
        if self._finder is not None and self._finder.isVisible():
            self._finder.hide()
        super().hideEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.view.viewport().mapFromGlobal(event.globalPos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.view.visualRect(self.view.currentIndex()).center()
        self.commands.show_menu(QPoint(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.decline()
            event.accept()
            return
        super().keyPressEvent(event)

    def _located(self, finding: Finding) -> None:
        if not self.view.map.places.keys().isdisjoint(finding.cells):
            self.mark_finding(finding)

    def _unmark_mended(self) -> None:
        if self._marked and self._marked not in {f.key for f in self.session.findings}:
            self.mark(())

    def _show_refused(self) -> None:
        """How many cells hold a text that is not a part of the report: it must not be overlooked."""
        count = len(self.refused)
        self.refusals.setText(f"{count} 格未采用")
        self.refusals.setVisible(bool(count))

    def _go_to_refused(self) -> None:
        ids = [i for i in self.view.map.ids if i in self.figures.refusals]
        at = self.view.current_id
        if ids:  # from one to the next, and round
            self.focus_value(ids[(ids.index(at) + 1) % len(ids) if at in ids else 0])

    def _show_state(self) -> None:
        self.blanks.setEnabled(not self.session.read_only)

    def _figures_changed(self, ids: frozenset[str]) -> None:
        if not ids.isdisjoint(self.view.map.places):
            self._show_total()

    def _show_total(self) -> None:
        """Several selected cells: how many, and their sum."""
        ids = self.view.selected_ids()
        figures = [self.session.figures[i] for i in ids if i in self.session.figures]
        if len(ids) < 2 or not figures:
            self.total.clear()
            return
        self.total.setText(f"选中 {len(ids)} 格，合计 {plain(sum(figures, start=figures[0] * 0))}")

    def _stepped(self, step: Step) -> None:
        """Undo and redo lead to the place, where the clerk is in this table."""
        ids = [i for i in self.view.map.ids if i in step.values]
        if ids and self.view.has_focus and self.view.current_id not in ids:
            self.view.go(next((i for i in ids if self.figures.is_open(i)), ids[0]))


class Notice(QFrame):
    """The line under the table: what was done, or a question with its answer. Never modal."""

    answered = Signal()
    """A question was answered by its buttons, which had the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tableNotice")
        self._yes: Callable[[], None] | None = None
        self._no: Callable[[], None] | None = None
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.yes = pieces.Button(self)
        self.yes.setObjectName("noticeYes")
        self.yes.setProperty("kind", "main")
        self.yes.clicked.connect(self.agree)
        self.no = pieces.ToolButton(self)
        self.no.setObjectName("noticeNo")
        self.no.setAutoRaise(True)
        self.no.clicked.connect(self.decline)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return self.label.text() if not self.isHidden() else ""

    def tell(self, text: str) -> None:
        """Show a sentence until it is closed or another comes; an open question is declined."""
        self.decline()
        self.label.setText(text)
        self.yes.hide()
        self._open("关闭")

    def ask(self, text: str, word: str, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Ask a question. `yes` runs on its button, `no` in every other case."""
        self._yes = self._no = None  # a question that stands open gives way to this one
        self.label.setText(text)
        self._yes, self._no = yes, no
        self.yes.setText(word)
        self.yes.show()
        self._open("取消")
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """The answer is yes."""
        self._answer(self._yes)

    def decline(self) -> None:
        """Close; a question is answered with no."""
        self._answer(self._no)

    def _answer(self, run: Callable[[], None] | None) -> None:
        had_focus = self.yes.hasFocus() or self.no.hasFocus()
        self._yes = self._no = None
        self.hide()
        if run is not None:
            run()
        if had_focus:
            self.answered.emit()

    def _open(self, word: str) -> None:
        self.no.setText(word)
        self.setAccessibleName(self.label.text())
        ground, line = theme.colour("hint_soft").name(), theme.colour("grid").name()
        self.setStyleSheet(
            f"#tableNotice {{ background: {ground}; border: 1px solid {line}; border-radius: 3px; }}"
        )
        self.show()


class _Framed(QWidget):
    """The table with a line around it, which a view's own frame would draw in the wrong colour."""

    def __init__(self, view: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 0, 0)  # the cells draw their right and bottom lines
        layout.addWidget(view)
        view.fitted.connect(self._fit)

    def sizeHint(self) -> QSize:
        return self._view.sizeHint() + QSize(1, 1)

    def _fit(self) -> None:
        """No higher than the table: what is under it is not a part of it."""
        self.setMaximumHeight(self._view.fitting_height + 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """At the top and the left, as far as the table goes: on a wide screen it ends before this."""
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("grid"), 1))
        painter.drawLine(0, 0, min(self._view.layout_.width, self.width() - 1), 0)
        painter.drawLine(0, 0, 0, self.height() - 1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        return super().event(event)
