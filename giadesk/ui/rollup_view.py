"""One report of a 汇总, a unit's or the sums, to be looked at: its sections, who gave what, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding
from giadesk.ui import pieces
from giadesk.ui.choices import choice
from giadesk.ui.findings_panel import FindingsPanel
from giadesk.ui.focus import read_on
from giadesk.ui.progress import numbered, section_of
from giadesk.ui.rollup_shares import SharesPanel
from giadesk.ui.section_page import SectionPage
from giadesk.ui.session import Session

_ROOM = 50
"""Characters across that table and side need beside each other."""
Given = Mapping[str, Sequence[tuple[str, Decimal]]]


class RollupView(QWidget):
    """A read-only report. given: for the sums, who gave what of each figure; else None.

    `said` carries a sentence for the window, `unit_wanted` the unit that was asked for.
    """

    said = Signal(str)
    unit_wanted = Signal(str)

    def __init__(
        self, session: Session, title: str, note: str = "", given: Given | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self._given = given
        self._sized = False
        self._pages: dict[str, SectionPage] = {}
        self.setObjectName("rollupView")
        session.setParent(self)
        self.sections = choice("rollupSection", "部分", 12)
        self.stack = QStackedWidget()
        self.stack.setObjectName("rollupSections")
        self.middle = QWidget()
        layout = QVBoxLayout(self.middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._head(title, note))
        layout.addWidget(self.stack, 1)
        self.findings = FindingsPanel(session)
        self.findings.wanted.connect(self.show_finding)
        self.findings.said.connect(self.said)
        self.side = QSplitter(Qt.Orientation.Vertical)
        self.side.setObjectName("rollupSide")
        self.side.setChildrenCollapsible(False)
        self.shares: SharesPanel | None = None
        if given is not None:
            self.shares = SharesPanel()
            self.shares.unit_wanted.connect(self.unit_wanted)
            self.shares.said.connect(self.said)
            self.side.addWidget(self.shares)
            session.cell_focused.connect(self._show_shares)
        self.side.addWidget(self.findings)
        self.columns = QSplitter()
        self.columns.setObjectName("rollupColumns")
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(self.middle)
        self.columns.addWidget(self.side)
        self.columns.setStretchFactor(0, 1)
        self.columns.setStretchFactor(1, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.parts = self._parts()
        whole.addWidget(self.parts)
        whole.addWidget(self.columns, 1)
        for number, section in numbered(session.report, session.form):
            tables = session.form.tables_of(section.id)
            if given is None or tables:  # sums have no prose
                self.sections.addItem(f"{number}{section.title}", section.id)
        self.sections.currentIndexChanged.connect(lambda _: self._show_section())
        self.choose(self._first())

    @property
    def page(self) -> SectionPage | None:
        """The section shown."""
        page = self.stack.currentWidget()
        return page if isinstance(page, SectionPage) else None

    def choose(self, section_id: str) -> None:
        """Show that section, where it is here."""
        place = self.sections.findData(section_id)
        if place >= 0:
            self.sections.setCurrentIndex(place)
            self._show_section()

    def go(self, value_id: str) -> bool:
        """Show a figure. False where no table here has it."""
        indicator = self.session.form.indicators.get(value_id)
        if indicator is None or self.sections.findData(indicator.section) < 0:
            return False
        self.choose(indicator.section)
        return self.page is not None and self.page.focus_value(value_id)

    def show_finding(self, finding: Finding) -> None:
        """Show the place of a finding."""
        self.parts.setCurrentIndex(0)
        self.choose(section_of(finding, self.session.form))
        if self.page is not None:
            self.page.show_finding(finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow or words are large, table and side stand behind each other."""
        super().resizeEvent(event)
        unit = self.fontMetrics().horizontalAdvance("政")
        narrow = self.width() < unit * _ROOM
        if self._sized and narrow == self.parts.isVisibleTo(self):
            return
        self.parts.setVisible(narrow)
        self._show_parts()
        side = unit * 21
        if not narrow and self.width() > side:
            self._sized = True
            self.columns.setSizes([self.width() - side, side])
            self.side.setSizes([self.height() * 3, self.height() * 2])

    # -- inside --------------------------------------------------------------------------------

    def _parts(self) -> QTabBar:
        """Which of table and side is shown, where there is room for one."""
        parts = QTabBar()
        parts.setObjectName("rollupTabs")
        parts.setAccessibleName("看表还是看审核")
        parts.setDrawBase(False)
        parts.addTab("表和正文")
        parts.addTab("审核" if self._given is None else "各单位的数、审核")
        parts.currentChanged.connect(lambda _: self._show_parts())
        parts.hide()
        return parts

    def _show_parts(self) -> None:
        one, first = self.parts.isVisibleTo(self), self.parts.currentIndex() == 0
        self.middle.setVisible(not one or first)
        self.side.setVisible(not one or not first)

    def _head(self, title: str, note: str) -> QVBoxLayout:
        head, row = QVBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.setSpacing(4)
        head.addWidget(pieces.label(title, "rollupViewTitle", "heading", wrap=True))
        if note:
            head.addWidget(pieces.label(note, "rollupViewNote", "muted", wrap=True))
        caption = pieces.label("部分", "rollupSectionCaption")
        caption.setBuddy(self.sections)
        row.addWidget(caption)
        row.addWidget(self.sections, 1)
        head.addLayout(row)
        return head

    def _first(self) -> str:
        """The section with the table of the applications, else the first with a table."""
        form = self.session.form
        wanted = [t.section for t in form.spec.tables if t.id == "applications"]
        wanted += [t.section for t in form.spec.tables]
        found = (s for s in wanted if self.sections.findData(s) >= 0)
        return next(found, str(self.sections.itemData(0) or ""))

    def _show_section(self) -> None:
        section_id = str(self.sections.currentData() or "")
        if not section_id:
            return
        if section_id not in self._pages:
            page = SectionPage(self.session, section_id)
            page.title.hide()  # the choice above says it
            page.below.hide()  # nothing can be added here
            for table in page.tables.values():
                table.blanks.hide()
            self._pages[section_id] = page
            self.stack.addWidget(page)
            read_on(self.window())
        self.stack.setCurrentWidget(self._pages[section_id])

    def _show_shares(self, value_id: str) -> None:
        if self.shares is None or self._given is None:
            return
        indicator = self.session.form.indicators.get(value_id)
        if indicator is not None and indicator.kind != "text":
            whole = self.session.figures.get(value_id)
            self.shares.show_given(indicator, self._given.get(value_id, ()), whole)
