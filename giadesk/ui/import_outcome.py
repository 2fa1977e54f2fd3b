"""What was recognised in a file, to be put right: a section at a time, in the editors of the report.

Everything goes through a session that stores nothing, so every correction can be undone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QStyleOptionButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.report import Paragraph
from giadesk.ui import pieces
from giadesk.ui.choices import choice
from giadesk.ui.import_places import Target
from giadesk.ui.progress import numbered
from giadesk.ui.section_page import SectionPage
from giadesk.ui.session import Session


class Outcome(QWidget):
    """The sections of the session's report, one shown at a time. `section_shown` carries its id."""

    section_shown = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("outcome")
        self._repaired: frozenset[str] = frozenset()
        self._pages: dict[str, SectionPage] = {}
        self._places: dict[str, _Place] = {}
        self.sections = choice("sections", "识别到的部分", 12)
        self.stack = QStackedWidget()
        self.stack.setObjectName("sectionStack")
        self.mover = menu_button("所选段落移到", "moveParagraph")
        pieces.set_tip(self.mover, "把光标所在的段落、或者选中的几段移到另一部分的末尾")
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(pieces.label("识别结果", "outcomeTitle", "heading"))
        bar.addWidget(self.sections, 1)
        back = pieces.tool(
            "◀", "previousSection", lambda: self.step(-1), key="Alt+PgUp", tip="上一部分"
        )
        ahead = pieces.tool(
            "▶", "nextSection", lambda: self.step(1), key="Alt+PgDown", tip="下一部分"
        )
        for tool, spoken in ((back, "上一部分"), (ahead, "下一部分")):
            tool.setAccessibleName(spoken)
            bar.addWidget(tool)
        bar.addWidget(self.mover)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)
        menu = self.mover.menu()
        assert menu is not None
        menu.aboutToShow.connect(self._fill_menu)
        self.sections.currentIndexChanged.connect(self._chosen)
        for signal in (session.prose_changed, session.figures_changed, session.sections_changed):
            signal.connect(lambda *_: self._list())
        self._list()
        self._chosen()

    @property
    def section_id(self) -> str:
        """The section that is shown."""
        return str(self.sections.currentData() or "")

    @property
    def page(self) -> SectionPage | None:
        """Its page; None for a report without sections."""
        return self._pages.get(self.section_id)

    def commit(self) -> None:
        """Take over what is being typed."""
        for page in self._pages.values():
            page.commit()

    def step(self, by: int) -> None:
        """Show the section before or behind."""
        at = self.sections.currentIndex() + by
        if 0 <= at < self.sections.count():
            self.sections.setCurrentIndex(at)

    def mark(self, ids: frozenset[str]) -> None:
        """Mark the figures that were repaired."""
        self._repaired = ids
        for page in self._pages.values():
            self._mark(page)

    def show_target(self, target: Target) -> bool:
        """Show a place of the report and select it. False where there is no such place."""
        at = self.sections.findData(target.section)
        if at < 0:
            return False
        self.sections.setCurrentIndex(at)
        page = self.page
        section = self.session.report.section(target.section)
        if page is None or section is None:
            return False
        if target.value:
            focus = self.window().focusWidget()
            if page.focus_value(target.value):
                table = self.session.form.indicators[target.value].table
                self._places[target.section].bring(page.tables[table].view)
            self._mark(page)
            if focus is not None:  # one goes through the list by key: the focus stays there
                focus.setFocus()
        elif 0 <= target.paragraph < len(section.paragraphs):
            page.prose.select(target.paragraph, 0, len(section.paragraphs[target.paragraph].text))
        return True

    def move_to(self, section_id: str) -> bool:
        """Move the selected paragraphs to the end of another section, as one step."""
        page, source = self.page, self.session.report.section(self.section_id)
        target = self.session.report.section(section_id)
        if page is None or source is None or target is None or target is source:
            return False
        page.commit()
        source = self.session.report.section(self.section_id) or source
        cursor = page.prose.text.textCursor()
        first, _ = page.prose.text.prose.place(cursor.selectionStart())
        last, _ = page.prose.text.prose.place(cursor.selectionEnd())
        moved = [
            (i, p)
            for i, p in enumerate(source.paragraphs)
            if first <= i <= last and p.text.strip() and not p.table
        ]
        if not moved:
            return False
        gone = {i for i, _ in moved}
        left = tuple(p for i, p in enumerate(source.paragraphs) if i not in gone)
        arrived = (*_written(target.paragraphs), *(p for _, p in moved))
        report = self.session.report.with_paragraphs(source.id, left)
        report = report.with_paragraphs(target.id, arrived)
        self.session.replace(report, f"移到“{target.title}”")
        return True

    def put(self, text: str, section_id: str) -> Target:
        """Put a piece of text at the end of a section; where it stands then."""
        section = self.session.report.section(section_id)
        if section is None:
            return Target()
        self.commit()
        section = self.session.report.section(section_id) or section
        before = _written(section.paragraphs)
        new = tuple(Paragraph(line.strip()) for line in text.split("\n") if line.strip())
        self.session.set_paragraphs(section_id, (*before, *new), "放入文字")
        return Target(section_id, len(before))

    def titles(self) -> list[tuple[str, str]]:
        """The sections' ids and their titles with number."""
        named = numbered(self.session.report, self.session.form)
        return [(section.id, number + section.title) for number, section in named]

    def _fill_menu(self) -> None:
        menu = self.mover.menu()
        if menu is not None:
            others = [(i, t) for i, t in self.titles() if i != self.section_id]
            fill_menu(menu, others, self.move_to)

    def _list(self) -> None:
        present = self.section_id
        entries = [(i, title + self._counts(i)) for i, title in self.titles()]
        if [i for i, _ in entries] == [
            self.sections.itemData(n) for n in range(self.sections.count())
        ]:
            for number, (_, words) in enumerate(entries):
                self.sections.setItemText(number, words)
            return
        blocked = self.sections.blockSignals(True)
        self.sections.clear()
        for section_id, words in entries:
            self.sections.addItem(words, section_id)
        self.sections.setCurrentIndex(max(0, self.sections.findData(present)))
        self.sections.blockSignals(blocked)
        self._chosen()

    def _counts(self, section_id: str) -> str:
        report, form = self.session.report, self.session.form
        section = report.section(section_id)
        if section is None:
            return ""
        counts = []
        paragraphs = sum(bool(p.text.strip()) for p in section.paragraphs)
        if paragraphs:
            counts.append(f"{paragraphs}段")
        tables = {t.id for t in form.tables_of(section_id)}
        typed = [i.id for i in form.indicators.values() if i.table in tables and not i.computed]
        if typed:
            counts.append(f"表{sum(i in report.values for i in typed)}/{len(typed)}格")
        if section.free_tables:
            counts.append(f"自备表格{len(section.free_tables)}个")
        return f"（{'，'.join(counts) or '空'}）"

    def _chosen(self) -> None:
        section_id = self.section_id
        if not section_id:
            return
        page = self._pages.get(section_id)
        if page is None:
            page = SectionPage(self.session, section_id)
            page.title.hide()  # the list above says it
            frame = page.layout()
            assert frame is not None
            frame.setContentsMargins(8, 2, 8, 2)
            if page.subjects is not None:
                page.subjects.hide()  # what it must cover is asked of drafts
            self._pages[section_id] = page
            self._places[section_id] = _Place(page)
            self.stack.addWidget(self._places[section_id])
            self._mark(page)
        self.stack.setCurrentWidget(self._places[section_id])
        self.section_shown.emit(section_id)

    def _mark(self, page: SectionPage) -> None:
        for editor in page.tables.values():
            editor.mark(self._repaired & editor.view.map.places.keys())


_SETTLING = 400
"""Milliseconds in which a page that is shown anew finds its size; later the clerk scrolls."""


class _Place(QScrollArea):
    """The page of a section, to be scrolled where words are large and the window is low."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__()
        self._table: QTableView | None = None
        self.setObjectName(f"{page.objectName()}Scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLING)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._bring())

    def bring(self, table: QTableView) -> None:
        """Scroll to the cell that this table has in hand, and again while the page finds its size."""
        self._table = table
        self._settling.start()
        QTimer.singleShot(0, self, self._bring)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._bring)

    def _bring(self) -> None:
        if self._table is None or not self.isVisible():
            return
        cell = self._table.visualRect(self._table.currentIndex())
        at = self._table.viewport().mapTo(self.widget(), cell.center())
        self.ensureVisible(at.x(), at.y(), 0, cell.height())
        if not self._settling.isActive():
            self._table = None


class _MenuButton(QPushButton):
    """Its arrow is a sign behind the words, as large as these: Qt's own stays as small as it is."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu  # type: ignore[attr-defined]


def menu_button(text: str, name: str) -> QPushButton:
    """A button that opens a menu, which is filled when it is about to be shown."""
    button = _MenuButton(f"{pieces.plain_caption(text)} ▾")
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setAutoDefault(False)
    menu = QMenu(button)
    menu.setObjectName(f"{name}Menu")
    button.setMenu(menu)
    return button


def fill_menu(menu: QMenu, entries: list[tuple[str, str]], work: Callable[[str], object]) -> None:
    """Fill a menu with sections; `work` is called with the id of the one that is chosen."""
    menu.clear()
    for number, (section_id, title) in enumerate(entries, 1):
        mnemonic = f"&{number} " if number < 10 else ""
        action = QAction(mnemonic + pieces.plain_caption(title), menu)
        action.setData(section_id)

        action.triggered.connect(lambda _=False, i=section_id: work(i))
        menu.addAction(action)


def _written(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Without the empty paragraphs at the end."""
    kept = list(paragraphs)
    while kept and not kept[-1].table and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept)
