"""填报: the bar, the 目录, the section in the middle, 审核 and 填报说明 at the right."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding
from giadesk.core.report import Report
from giadesk.ui import focus, pieces
from giadesk.ui.choices import Tabs
from giadesk.ui.computing import compute
from giadesk.ui.contents_panel import ContentsPanel
from giadesk.ui.desk import Opened
from giadesk.ui.findings_panel import FindingsPanel
from giadesk.ui.help_panel import HelpPanel
from giadesk.ui.last_year_panel import LastYearPanel
from giadesk.ui.messages import MessageBar
from giadesk.ui.progress import FINISHED, Goal, about_field, is_open, next_goal, section_of
from giadesk.ui.section_page import SectionPage
from giadesk.ui.session import Session
from giadesk.ui.session_steps import Step
from giadesk.ui.side_strip import SideStrip
from giadesk.ui.top_bar import TopBar
from giadesk.ui.trend_panel import TrendPanel

_NARROW = 58
"""Characters across below which three columns leave a table too little: the right one is folded."""


class ReportPage(QWidget):
    """A report being filled in. Asks for what is not its own through signals."""

    back = Signal()
    previewed = Signal()
    exported = Signal()
    reviewed = Signal()
    menu_asked = Signal(object)
    about_asked = Signal(str)
    """标题、落款、附件 are to be mended, in the field of that name."""

    def __init__(
        self,
        session: Session,
        opened: Opened,
        messages: MessageBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.opened = opened
        self._messages = messages
        self._pages: dict[str, SectionPage] = {}
        self.setObjectName("reportPage")
        self.bar = TopBar(session)
        self.contents = ContentsPanel(session)
        self.sections = QStackedWidget()
        self.sections.setObjectName("sectionPages")
        self.findings = FindingsPanel(session)
        self.help = HelpPanel(session)
        self.last_year = LastYearPanel(session)
        self.trend = TrendPanel(session)
        self.strip = SideStrip(session)
        self._led: tuple[Goal, Report] | None = None  # where 下一项 led, and what the report was
        self._placed = self._narrow = self._restored = False
        self._folded: bool | None = None  # as the clerk chose; None: by the width
        self._lay_out()
        self._connect()
        self._actions()
        first = session.report.sections[0].id if session.report.sections else ""
        self.section_id = ""
        self.show_section(first)

    # -- places --------------------------------------------------------------------------------

    @property
    def page(self) -> SectionPage | None:
        """The section that is shown."""
        return self._pages.get(self.section_id)

    def show_section(self, section_id: str) -> SectionPage | None:
        """Show a section; what is being typed in another is committed first."""
        if self.session.report.section(section_id) is None:
            return None
        if section_id != self.section_id:
            if self.page is not None:
                self.page.commit()
            self.section_id = section_id
            page = self._pages.get(section_id)
            if page is None:
                page = SectionPage(self.session, section_id)
                self._pages[section_id] = page
                self.sections.addWidget(page)
                focus.read_on(self)
            self.sections.setCurrentWidget(page)
            self.session.focus_cell("")
        self.contents.show_section(section_id)
        self.help.show_section(section_id)
        self.last_year.show_section(section_id)
        return self._pages[section_id]

    def locate(self, finding: Finding) -> None:
        """Lead to where a finding is mended: its place, or 标题、落款、附件 where it is about those."""
        self._show_place(finding)
        self._ask_about(finding)

    def _show_place(self, finding: Finding) -> None:
        """Show what a finding is about, and the finding in its panel."""
        page = self.show_section(section_of(finding, self.session.form) or self.section_id)
        self.fold(False)
        self.findings.show_finding(finding)
        if page is not None:
            page.show_finding(finding)

    def _ask_about(self, finding: Finding) -> None:
        field = about_field(finding, self.session.form)
        if field:
            self.about_asked.emit(field)
        elif not section_of(finding, self.session.form):
            self._to_findings()  # it is about the report as a whole

    def go_to_cell(self, value_id: str) -> None:
        """Show a cell of whichever table, with the focus on it."""
        indicator = self.session.form.indicators.get(value_id)
        page = self.show_section(indicator.section) if indicator is not None else None
        if page is not None:
            page.focus_value(value_id)

    def go_next(self) -> Goal | None:
        """Lead to the next thing that is not finished; None when everything is.

        Asked again before anything was done there, it goes on to the one after it.
        """
        self.commit()
        session = self.session
        report, form, findings = session.report, session.form, session.findings
        left = self._led[0] if self._led is not None and self._led[1] == report else None
        goal = next_goal(report, form, findings, self.section_id, after=left)
        if goal is None:
            self._messages.say(FINISHED[report.about.status], "good")
            return None
        if self._led == (goal, report):
            words = f"只剩这一处没有处理：{goal.words}。改好或者写明情况后，再按“下一项”。"
            self._messages.say(words, "hint", key="led")
        self._led = goal, report
        if goal.finding is not None:
            self.locate(goal.finding)
            return goal
        page = self.show_section(goal.section)
        if page is not None and not (goal.cell and page.focus_value(goal.cell)):
            page.focus_first()
        return goal

    def commit(self) -> None:
        """Commit what is being typed."""
        if self.page is not None:
            self.page.commit()

    # -- verbs ---------------------------------------------------------------------------------

    def compute(self) -> int:
        """运算: commit, and let every unlocked total be computed again. Returns how many changed."""
        self.commit()
        return compute(self.session, self._messages)

    def check(self) -> None:
        """审核: commit, run every check and say what came of it."""
        self.commit()
        self.session.check_now()
        found = self.session.findings
        must = sum(f.severity == "must" for f in found)
        verify = sum(f.severity == "verify" and is_open(f) for f in found)
        if must or verify:
            kind = "must" if must else "verify"
            self._messages.say(
                f"审核完成：强制 {must} 条，核实 {verify} 条。按 F7 逐条查看。",
                kind,  # type: ignore[arg-type]
                key="checked",
            )
            self._to_findings()
        else:
            self._messages.withdraw("checked")
            self._messages.say("审核完成，没有需要处理的问题。", "good")

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tabs = Tabs()
        self.tabs.setObjectName("helpTabs")
        self.tabs.setAccessibleName("填报说明、去年和趋势")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.help, "填报说明")
        self.tabs.addTab(self.last_year, "去年")
        self.tabs.addTab(self.trend, "趋势")
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.setObjectName("rightSide")
        self.right.setChildrenCollapsible(False)
        self.right.addWidget(self.findings)
        self.right.addWidget(self.tabs)
        self.right.setStretchFactor(0, 3)
        self.right.setStretchFactor(1, 2)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setObjectName("across")
        self.across.setChildrenCollapsible(False)
        for widget, stretch in ((self.contents, 0), (self.sections, 3), (self.right, 1)):
            self.across.addWidget(widget)
            self.across.setStretchFactor(self.across.count() - 1, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(pieces.line())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.across, 1)
        row.addWidget(self.strip)
        layout.addLayout(row, 1)
        self._proportion()

    def _proportion(self) -> None:
        """The columns at the sides as wide as their words want, whatever the zoom."""
        self._bound()
        unit = self.fontMetrics().horizontalAdvance("政")
        room = max(100 if not self._placed else 0, self.across.width() / unit)
        contents, side = 9.5, 14.3
        if not self._narrow:  # a table has what the words at its sides do not need
            contents, side = min(17.0, max(11.0, room * 0.165)), min(26.0, max(15.5, room * 0.21))
        side = 0.0 if self.right.isHidden() else side
        rest = room - contents - side
        self.across.setSizes([int(unit * wide) for wide in (contents, rest, side)])
        if self._narrow:  # few lines: the finding in hand and its formula need the most of them
            self.right.setSizes([650, 350])

    def _bound(self) -> None:
        """The least widths. Where the window is too narrow for them the 目录 gives way first, then
        all do alike, so that no column lies over another."""
        unit = self.fontMetrics().horizontalAdvance("政")
        narrow = self._placed and self.width() < _NARROW * unit
        folded = narrow if self._folded is None else self._folded
        changed = narrow != self._narrow or (narrow and folded != self.right.isHidden())
        self._narrow = narrow
        self.right.setVisible(not folded)
        self.strip.setVisible(folded or narrow)
        self.strip.show_folded(folded)
        strip = self.strip.sizeHint().width() if folded or narrow else 0
        room = (self.width() - strip - 2 * self.across.handleWidth()) / unit
        wide_side = 14.3 if narrow else 15.5
        side = 0.0 if folded else wide_side
        least, most = (7.5, 9.5) if narrow else (8.0, 11.0)
        contents = min(most, max(least, room - 24 - side))
        share = min(1.0, room / (contents + 24 + side))
        columns = ((self.contents, contents), (self.sections, 24.0), (self.right, wide_side))
        for widget, wide in columns:
            widget.setMinimumWidth(int(unit * wide * share))
        if changed:
            QTimer.singleShot(0, self, self._proportion)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first, self._placed = not self._placed, True
        self._bound()
        if first:  # unless the clerk's own widths come in the meantime
            QTimer.singleShot(0, self, self._first_proportion)

    def _first_proportion(self) -> None:
        if not self._restored:
            self._proportion()

    def fold(self, folded: bool) -> None:
        """Fold 审核 and 填报说明 away, or bring them back."""
        if folded != self.right.isHidden():
            self._folded = folded
            self._bound()

    def _connect(self) -> None:
        session = self.session
        self.bar.back.connect(self.back)
        self.bar.computed.connect(self.compute)
        self.bar.checked.connect(self.check)
        self.bar.previewed.connect(self.previewed)
        self.bar.exported.connect(self.exported)
        self.bar.reviewed.connect(self.reviewed)
        self.bar.menu_asked.connect(self.menu_asked)
        self.strip.toggled_side.connect(self._toggle_side)
        self.contents.chosen.connect(self._choose)
        self.contents.entered.connect(self._enter)
        self.contents.next_asked.connect(self.go_next)
        self.findings.said.connect(lambda words: self._messages.say(words, "verify", key="explain"))
        self.findings.wanted.connect(self._ask_about)
        session.located.connect(self._show_place)
        session.cell_wanted.connect(self.go_to_cell)
        session.stepped.connect(self._show_step)
        session.flushing.connect(self.commit)
        session.sections_changed.connect(self._sections_changed)
        session.findings_changed.connect(self._findings_changed)

    def _actions(self) -> None:
        for text, key, work in (
            ("下一个问题", "F7", lambda: self._step_finding(1)),
            ("上一个问题", "Shift+F7", lambda: self._step_finding(-1)),
            ("立即保存", "Ctrl+S", self.save),
            ("到目录", "F6", self.contents.list.setFocus),
            ("到审核结果", "Shift+F6", self._to_findings),
            (
                "历年趋势",
                "Ctrl+T",
                lambda: self.session.trend_asked.emit(self.session.focused_cell),
            ),
            ("填报说明", "Ctrl+Return", self._to_help),
            ("收起或展开右侧", "Ctrl+\\", self._toggle_side),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, w=work: w())
            self.addAction(action)

    def _toggle_side(self) -> None:
        self.fold(not self.right.isHidden())

    def _to_findings(self) -> None:
        self.fold(False)
        self.findings.list.setFocus()

    def _to_help(self) -> None:
        self.fold(False)
        self.tabs.setCurrentWidget(self.help)

    def save(self) -> bool:
        """Ctrl+S: store now; says so where it fails or the disk does not answer for two seconds."""
        stored = self.session.flush(2.0)
        if not stored:
            self.say_failure()
        return stored

    def say_failure(self) -> None:
        """Say why the report is not stored."""
        reason = self.session.saved_state.reason or "报告库没有打开"
        self._messages.say(f"还没有保存。{reason}", "must", key="saving")

    def _choose(self, section_id: str) -> None:
        self.show_section(section_id)

    def _enter(self, section_id: str) -> None:
        """Ctrl+1 to 9, Enter in the 目录: to the section and into it, so that one can type at once."""
        page = self.show_section(section_id)
        if page is not None:
            page.focus_first()

    def _step_finding(self, by: int) -> None:
        self.commit()
        if not self.findings.step(by):
            self._messages.say("审核没有发现问题。", "good")

    def _show_step(self, step: Step) -> None:
        form = self.session.form
        for value_id in form.indicators:
            if value_id in step.values:
                page = self.show_section(form.indicators[value_id].section)
                if page is not None:
                    page.focus_value(value_id)
                return
        for section_id in step.sections:
            if self.show_section(section_id) is not None:
                return

    def _findings_changed(self) -> None:
        """What 审核 said is not true any more."""
        self._messages.withdraw("checked")

    def _sections_changed(self) -> None:
        known = {s.id for s in self.session.report.sections}
        for section_id in [s for s in self._pages if s not in known]:
            page = self._pages.pop(section_id)
            self.sections.removeWidget(page)
            page.deleteLater()
        if self.section_id not in known and known:
            self.show_section(self.session.report.sections[0].id)

    def window_state(self) -> QByteArray:
        """The widths of the columns, to be kept."""
        return self.across.saveState()

    def restore_window_state(self, state: QByteArray) -> None:
        """Take the widths that were kept."""
        if not state.isEmpty():
            self._restored = self.across.restoreState(state)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "across"):
            QTimer.singleShot(0, self, self._proportion)
