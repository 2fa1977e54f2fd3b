"""A section: its title, the subjects it must cover, its tables and its text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from giadesk.checks.registry import Finding
from giadesk.core.form import SectionSpec
from giadesk.ui import pieces
from giadesk.ui.focus import read_on
from giadesk.ui.progress import numbered
from giadesk.ui.session import Session

if TYPE_CHECKING:
    from giadesk.ui.free_table import FreeTableEditor
    from giadesk.ui.prose_editor import ProseEditor
    from giadesk.ui.table_view import TableEditor

_SUBJECT_PAUSE = 200


class SectionPage(QFrame):
    """One section of the session's report. Editors observe the session; this is their frame."""

    def __init__(self, session: Session, section_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from giadesk.ui.prose_editor import ProseEditor
        from giadesk.ui.table_view import TableEditor

        self._session = session
        self.section_id = section_id
        self.setObjectName(f"section-{section_id}")
        self.setProperty("kind", "page")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 4)
        layout.setSpacing(6)
        self.title = pieces.label("", "sectionTitle", "title", wrap=True)
        layout.addWidget(self.title)
        spec = session.form.sections.get(section_id)
        self.subjects = Subjects(session, section_id, spec) if spec and spec.subjects else None
        if self.subjects is not None:
            layout.addWidget(self.subjects)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("sectionSplitter")
        self.splitter.setChildrenCollapsible(False)
        self.tables: dict[str, TableEditor] = {}
        for table in session.form.tables_of(section_id):
            editor = TableEditor(session, table.id)
            self.tables[table.id] = editor
            self.splitter.addWidget(editor)
        self.free: dict[str, FreeTableEditor] = {}
        self._scroll: QScrollArea | None = None
        self.prose: ProseEditor = ProseEditor(session, section_id)
        self.prose_frame = self._prose_frame()
        self.splitter.addWidget(self.prose_frame)
        for place in range(len(self.tables)):
            self.splitter.setStretchFactor(place, 4)
        self.splitter.setStretchFactor(self.splitter.count() - 1, 1 if self.tables else 4)
        layout.addWidget(self.splitter, 1)
        self._show_free_tables()
        self.add_prose = pieces.button(
            "添加文字说明",
            "addProse",
            self._open_prose,
            tip="这一部分以表格为主，需要时可以在表格后面写文字",
        )
        self.below = QWidget()
        self.below.setObjectName("sectionBelow")
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add_prose)
        row.addWidget(self._inserter("insertTableBelow"))
        row.addStretch(1)
        layout.addWidget(self.below)
        self._show_prose(bool(self._text()) or not self.tables)
        self._sized = False
        session.sections_changed.connect(self._show_title)
        session.prose_changed.connect(self._prose_changed)
        self._show_title()

    def commit(self) -> None:
        """Commit what is being typed in any of the editors."""
        for editor in self.tables.values():
            editor.commit()
        for own in self.free.values():
            own.commit()
        self.prose.commit()

    def focus_value(self, value_id: str) -> bool:
        """Put the focus on a cell; False where no table here has it."""
        indicator = self._session.form.indicators.get(value_id)
        if indicator is None or indicator.table not in self.tables:
            return False
        self.tables[indicator.table].focus_value(value_id)
        return True

    def focus_first(self) -> None:
        """Put the focus where one begins to work: the first table, else the text."""
        for editor in self.tables.values():
            editor.setFocus()
            return
        self.prose.setFocus()

    def show_finding(self, finding: Finding) -> None:
        """Put the focus on what a finding is about."""
        where = finding.where
        if where.paragraph is not None:
            self._show_prose(True)
            self.prose.select_place(where)
            self.prose.setFocus()
            return
        if not any(self.focus_value(cell) for cell in finding.cells[:1]):
            self.focus_first()

    def _prose_frame(self) -> QWidget:
        frame = QWidget()
        frame.setObjectName("proseFrame")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(2)
        self.count = pieces.label("", "characterCount", "muted")
        row = QHBoxLayout()
        title = "正文" if not self.tables else "正文（没有补充可以不填）"
        row.addWidget(pieces.label(title, "proseTitle", "heading"))
        row.addWidget(self._inserter("insertTable"))
        row.addStretch(1)
        row.addWidget(self.count)
        layout.addLayout(row)
        layout.addWidget(self.prose, 1)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_SUBJECT_PAUSE)
        self._counting.timeout.connect(self._count)
        self._count()
        return frame

    def _inserter(self, name: str) -> QToolButton:
        button = pieces.tool(
            "插入表格……", name, self._insert_table, tip="插入规定以外的表格，例如培训情况"
        )
        button.setEnabled(not self._session.read_only)
        self._session.about_changed.connect(lambda: button.setEnabled(not self._session.read_only))
        return button

    def _insert_table(self) -> None:
        """Ask for a table and put it where the text's cursor is; then write in it at once."""
        from giadesk.ui.free_table import ask_for_table

        self.commit()
        shown = self.prose_frame.isVisible() and bool(self._text())
        after = self.prose.text.textCursor().blockNumber() if shown else None
        before = set(self.free)
        ask_for_table(self, self._session, self.section_id, after)
        for table_id in self.free.keys() - before:
            self.free[table_id].view.setFocus()
            if self._scroll is not None:
                QTimer.singleShot(0, self, partial(self._bring, table_id))

    def _bring(self, table_id: str) -> None:
        if self._scroll is not None and table_id in self.free:
            self._scroll.ensureWidgetVisible(self.free[table_id])

    def _show_free_tables(self) -> None:
        """Tables that belong to no form, under those of the form; they come and go with undo."""
        from giadesk.ui.free_table import FreeTableEditor

        section = self._session.report.section(self.section_id)
        wanted = [t.id for t in section.free_tables] if section is not None else []
        for table_id in [t for t in self.free if t not in wanted]:
            gone = self.free.pop(table_id)
            gone.hide()
            gone.deleteLater()
        for place, table_id in enumerate(wanted):
            if table_id not in self.free:
                editor = FreeTableEditor(self._session, self.section_id, table_id)
                self.free[table_id] = editor
                self.splitter.insertWidget(len(self.tables) + place, editor)
        if wanted and self._scroll is None:
            self._make_scroll()
        if wanted:
            read_on(self)

    def _make_scroll(self) -> None:
        """With tables of the clerk's own there may be more than a small window holds at once."""
        self._scroll = QScrollArea()
        self._scroll.setObjectName("sectionScroll")
        self._scroll.setAccessibleName("这一部分的表格和正文")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        layout = self.layout()
        assert layout is not None
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.replaceWidget(self.splitter, self._scroll)
        self._scroll.setWidget(self.splitter)
        self.splitter.show()

    def _show_title(self) -> None:
        for number, section in numbered(self._session.report, self._session.form):
            if section.id == self.section_id:
                self.title.setText(number + section.title)

    def _prose_changed(self, section_id: str) -> None:
        if section_id == self.section_id:
            self._show_free_tables()
            if self._text():
                self._show_prose(True)
            self._counting.start()
            self._show_title()

    def _show_prose(self, shown: bool) -> None:
        """A section of tables without text has no room to give away to an empty page."""
        self.prose_frame.setVisible(shown)
        self.below.setVisible(not shown)
        self.add_prose.setVisible(not shown)

    def _open_prose(self) -> None:
        self._show_prose(True)
        self.prose.setFocus()

    def _text(self) -> str:
        section = self._session.report.section(self.section_id)
        return section.text.strip() if section is not None else ""

    def _count(self) -> None:
        characters = _characters(self._text())
        words = f"{characters}字"
        last = self._session.last.section(self.section_id) if self._session.last else None
        if last is not None and last.text.strip():
            words += f"（去年{_characters(last.text)}字）"
        self.count.setText(words)

    def showEvent(self, event: object) -> None:
        if not self._sized and (self.tables or self.free):
            self._sized = True
            height = self.splitter.height()
            prose = max(120, round(height * (0.2 if self.tables else 0.5)))
            own = [min(editor.sizeHint().height(), height // 3) for editor in self.free.values()]
            share = max(120, height - prose - sum(own)) // max(1, len(self.tables))
            # a small table leaves what it does not need to the text under it
            shares = [min(share, editor.whole_height()) for editor in self.tables.values()]
            rest = max(prose, height - sum(shares) - sum(own))
            self.splitter.setSizes([*shares, *own, rest])


class Subjects(QFrame):
    """须写明: the subjects the section must cover, each ticking itself when its words are there."""

    def __init__(self, session: Session, section_id: str, spec: SectionSpec) -> None:
        super().__init__()
        self._session = session
        self._section_id = section_id
        self._spec = spec
        self.setObjectName("subjects")
        self.setProperty("kind", "card")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        self.words = pieces.label("", "subjectWords", wrap=True)
        layout.addWidget(self.words, 1)
        guides = [f"{s.title}：{s.guide}" for s in spec.subjects if s.guide]
        pieces.set_tip(self.words, "\n".join(guides))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SUBJECT_PAUSE)
        self._timer.timeout.connect(self.refresh)
        session.prose_changed.connect(self._changed)
        self.refresh()

    @property
    def missing(self) -> list[str]:
        """The titles of the subjects that the text does not name yet."""
        text = self._text()
        return [s.title for s in self._spec.subjects if not any(word in text for word in s.words)]

    def refresh(self) -> None:
        """Tick what is there."""
        missing = set(self.missing)
        marks = [f"{'○' if s.title in missing else '✔'}\xa0{s.title}" for s in self._spec.subjects]
        whole = ("\u2060".join(mark) for mark in marks)  # a subject is not parted by the line's end
        self.words.setText("须写明：" + "　".join(whole))
        self.words.setAccessibleName(
            f"须写明的内容，还缺：{'、'.join(missing)}" if missing else "须写明的内容都已写到"
        )

    def _text(self) -> str:
        section = self._session.report.section(self._section_id)
        return section.text if section is not None else ""

    def _changed(self, section_id: str) -> None:
        if section_id == self._section_id:
            self._timer.start()


def _characters(text: str) -> int:
    return len("".join(text.split()))
