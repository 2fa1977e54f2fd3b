"""The editor of one section's text: the text itself, its bar, its strips, its searches.

It stands between the text and the session: every edit becomes a named step on the session's undo
stack, every change from elsewhere (undo, a mend, another view) is brought into the text by the
fewest edits.
"""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from giadesk.checks.registry import Place
from giadesk.core.prose import live_ids
from giadesk.core.report import Paragraph
from giadesk.ui.focus import lead_focus
from giadesk.ui.prose_bar import Paper, ProseBar
from giadesk.ui.prose_chips import Chips, HeadingFace
from giadesk.ui.prose_figures import FigureSearch
from giadesk.ui.prose_find import FindBar
from giadesk.ui.prose_marks import Mark, ProseMarks, with_year
from giadesk.ui.prose_objects import FIGURE, objects_in
from giadesk.ui.prose_offer import Offer, Strip
from giadesk.ui.prose_search import ProseSearch
from giadesk.ui.prose_shown import Shown
from giadesk.ui.prose_text import ProseText
from giadesk.ui.prose_tips import ProseTips
from giadesk.ui.prose_values import SectionValues
from giadesk.ui.session import Session
from giadesk.ui.session_steps import Step

_LARGER = 1.14
"""Prose is read at length: a little larger than the rest of the window."""
_TOLD = 12_000
_KEEP = QTextCursor.MoveMode.KeepAnchor


class ProseEditor(QWidget):
    """Edits the paragraphs of one section of the session's report."""

    def __init__(self, session: Session, section_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._section = section_id
        self._changed_at: int | None = None
        self._chooser: FigureSearch | None = None
        self._target: QTextCursor | None = None
        self._worn = True
        self.setObjectName(f"prose-{section_id}")
        self.values = SectionValues(session, section_id)
        self.text = ProseText(self._edited, self.values.shown, self.values.tables, self)
        self.text.setObjectName("proseText")
        self._chips = Chips(self.text.prose, self.values.figure, self.values.table_title)
        self._face = HeadingFace(self.text.prose)
        self.marks = ProseMarks(self.text, session, section_id)
        self.tips = ProseTips(self.text, self.marks, session)
        self.offer = Offer(self.text)
        self.find_bar = FindBar(self)
        self.search = ProseSearch(self.find_bar, self.text, self.marks, session)
        self.bar = ProseBar(self)
        self.years = Strip("yearStrip", self)
        self.notice = Strip("proseNotice", self)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(lambda: self.notice.say(""))
        self._build()
        self._connect()
        self._set_font()
        self._load()

    # -- what others call ----------------------------------------------------------------------

    def commit(self) -> None:
        """Take over what an input method is composing; everything typed is then in the session."""
        self.text.commit()

    def select(self, paragraph: int, start: int, length: int) -> None:
        """Select a quote and show it: offsets in the paragraph's text, live figures unresolved."""
        self.commit()
        prose = self.text.prose
        cursor = self.text.textCursor()
        cursor.setPosition(prose.position(paragraph, start))
        cursor.setPosition(prose.position(paragraph, start + length, end=True), _KEEP)
        self._show_cursor(cursor)

    def select_place(self, place: Place) -> bool:
        """Select what a finding quotes, wherever it stands by now; False where it is gone."""
        paragraphs = self.text.prose.paragraphs
        if place.paragraph is None or place.paragraph >= len(paragraphs):
            return False
        shown = Shown(paragraphs[place.paragraph].text, self._session.figures)
        span = shown.find_quote(place.quote, place.start)
        start, end = span or (0, len(shown.source))
        self.select(place.paragraph, start, end - start)
        return span is not None

    def insert_figure(self, value_id: str) -> None:
        """Insert a live figure in place of what is selected."""
        self.text.insert_text("{" + value_id + "}", "插入数据")
        self.text.setFocus()

    def choose_figure(self, words: str = "", brace: str = "") -> None:
        """Let the clerk choose a figure of the tables to insert at the cursor."""
        if self._session.read_only:
            return
        self.commit()
        if self._chooser is None:
            self._chooser = FigureSearch(self._session.form, self._section, self.window())
            self.destroyed.connect(self._chooser.deleteLater)
            self._chooser.chosen.connect(self._figure_chosen)
            self._chooser.given_up.connect(self._figure_given_up)
        self._target = self.text.textCursor()
        corner = self.text.cursorRect().bottomLeft() + QPoint(0, 4)
        at = self.text.viewport().mapTo(self.window(), corner)
        self._chooser.open(at, self._session.figures, brace, words)

    def open_find(self, *, replace: bool = False) -> None:
        """Open the bar to find, or to find and replace; what is selected is sought."""
        self.search.open(replace=replace)

    def mend_years(self, marks: list[Mark]) -> None:
        """Write this year in place of last year's at these places, as one step."""
        by_paragraph: dict[int, list[tuple[int, int]]] = {}
        for mark in marks:
            index, start = self.text.prose.place(mark.cursor.selectionStart())
            _, end = self.text.prose.place(mark.cursor.selectionEnd())
            by_paragraph.setdefault(index, []).append((start, end))
        last = self._session.report.year - 1
        new = list(self.text.prose.paragraphs)
        for index, spans in by_paragraph.items():
            new[index] = _with_text(new[index], with_year(new[index].text, spans, last))
        place = self.text.textCursor().position()
        self.text.rewrite(tuple(new), f"改为{last + 1}年")
        cursor = self.text.textCursor()
        cursor.setPosition(min(place, self.text.prose.characterCount() - 1))
        self.text.setTextCursor(cursor)
        self.marks.refresh()

    def to_text(self, position: int) -> None:
        """Make the live figure at a position of the document plain digits."""
        kind, value_id = self.text.prose.object_at(position)
        if kind != FIGURE:
            return
        with self.text.step("改为文字") as cursor:
            cursor.setPosition(position)
            cursor.setPosition(position + 1, _KEEP)
            cursor.removeSelectedText()
            self.text.prose.put(cursor, self.values.figure(value_id)[0])

    def tell(self, words: str) -> None:
        """Say something over the text, long enough to be read."""
        self.notice.say(words)
        self._notice_timer.start(_TOLD)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.years.add("下一处", "nextYear", self._next_year)
        self.years.add("全部改正", "mendYears", lambda: self.mend_years(self.marks.years))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.paper = Paper(self.text)
        for widget in (self.bar, self.years, self.notice, self.paper, self.find_bar):
            layout.addWidget(widget, 1 if widget is self.paper else 0)
        lead_focus(self, self.text)
        self.text.setAccessibleName("正文")
        self.text.setPlaceholderText(
            "　　在此写正文。输入 { 插入表中的数据，行首按 Tab 选择标题级别"
        )

    def _connect(self) -> None:
        text, session = self.text, self._session
        text.undo_wanted.connect(self._undo)
        text.redo_wanted.connect(self._redo)
        text.figure_opened.connect(self._open_figure)
        text.find_wanted.connect(lambda replace: self.open_find(replace=replace))
        text.step_wanted.connect(self.search.step)
        text.offer_wanted.connect(self.offer.take)
        text.figure_wanted.connect(lambda brace: self.choose_figure(brace=brace))
        text.told.connect(self.tell)
        text.level_changed.connect(self._show_level)
        text.cursorPositionChanged.connect(self._cursor_moved)
        text.customContextMenuRequested.connect(self._menu)
        self.marks.changed.connect(self._marks_changed)
        self.bar.level_wanted.connect(self._choose_level)
        self.bar.figure_wanted.connect(self.choose_figure)
        self.bar.phrases_wanted.connect(self._show_phrases)
        self.bar.find_wanted.connect(self.open_find)
        self.search.shown.connect(self._show_cursor)
        self.search.told.connect(self.tell)
        session.prose_changed.connect(self._prose_changed)
        session.figures_changed.connect(self._figures_changed)
        session.findings_changed.connect(self.marks.later)
        session.about_changed.connect(self._about_changed)
        session.flushing.connect(self.commit)
        session.stepped.connect(self._stepped)

    def _set_font(self) -> None:
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        if font != self.text.font():
            self.text.setFont(font)
        self.text.prose.setDefaultFont(font)
        self.text.prose.redress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's font and palette."""
        super().changeEvent(event)
        kinds = (
            QEvent.Type.ApplicationFontChange,
            QEvent.Type.FontChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.StyleChange,
        )
        if event.type() in kinds and hasattr(self, "paper"):
            self._worn = False
            if self.isVisible():
                self._wear()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another section was shown is followed now."""
        if not self._worn:
            self._wear()
        super().showEvent(event)

    def _wear(self) -> None:
        self._worn = True
        self._set_font()
        self.marks.later()

    # -- the session and the text --------------------------------------------------------------

    def _load(self) -> None:
        self.text.prose.update_to(self._paragraphs())
        self.text.setReadOnly(self._session.read_only)
        self._show_read_only()
        start = self.text.textCursor()
        start.movePosition(QTextCursor.MoveOperation.Start)
        self.text.setTextCursor(start)
        self.marks.refresh()
        self._show_level()

    def _paragraphs(self) -> tuple[Paragraph, ...]:
        section = self._session.report.section(self._section)
        return section.paragraphs if section is not None else ()

    def _edited(self, name: str, merge: str) -> None:
        paragraphs = self.text.prose.paragraphs
        if paragraphs == (Paragraph(),):
            paragraphs = ()
        key = f"{self._section}/{merge}" if merge else ""
        self._session.set_paragraphs(self._section, paragraphs, name, key)
        if self._paragraphs() != paragraphs:  # refused: the text goes back to what is kept
            QTimer.singleShot(0, self, lambda: self._prose_changed(self._section))
        self.marks.later()

    def _prose_changed(self, section_id: str) -> None:
        if section_id != self._section:
            return
        place = self.text.prose.update_to(self._paragraphs())
        if place is not None:
            self._changed_at = place
            self.text.end_stretch()
            self.marks.later()
            self._show_level()

    def _stepped(self, step: Step) -> None:
        """An undo or redo: the cursor goes where it changed something."""
        if self._section in step.sections and self._changed_at is not None:
            cursor = self.text.textCursor()
            cursor.setPosition(min(self._changed_at, self.text.prose.characterCount() - 1))
            self._show_cursor(cursor)
        self._changed_at = None

    def _show_cursor(self, cursor: QTextCursor) -> None:
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
        self.text.end_stretch()

    def _undo(self) -> None:
        self._session.undo()

    def _redo(self) -> None:
        self._session.redo()

    def _open_figure(self, value_id: str) -> None:
        self._session.go_to_cell(value_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another section is shown: the list of figures does not stay behind."""
        if self._chooser is not None and self._chooser.isVisible():
            self._chooser.give_up()
        super().hideEvent(event)

    def _about_changed(self) -> None:
        self.text.setReadOnly(self._session.read_only)
        self._show_read_only()
        self.marks.later()

    def _show_read_only(self) -> None:
        writable = not self._session.read_only
        self.bar.set_writable(writable)

    # -- figures -------------------------------------------------------------------------------

    def _figures_changed(self, ids: frozenset[str]) -> None:
        prose = self.text.prose
        for index, paragraph in enumerate(prose.paragraphs):
            if "{" in paragraph.text and not ids.isdisjoint(live_ids(paragraph.text)):
                block = prose.findBlockByNumber(index)
                for position, kind, value_id in objects_in(block):
                    if kind == FIGURE and value_id in ids:
                        prose.markContentsDirty(position, 1)
        self.marks.later()

    def _figure_chosen(self, value_id: str) -> None:
        if self._target is not None:
            self.text.setTextCursor(self._target)
        self.insert_figure(value_id)

    def _figure_given_up(self, typed: str) -> None:
        """What was typed to open the list stays as text: no keystroke is lost."""
        if typed and self._target is not None and not self._session.read_only:
            self.text.setTextCursor(self._target)
            self.text.insert_text(typed, "输入文字")
        if self.window().focusWidget() is None or self.isAncestorOf(self.window().focusWidget()):
            self.text.setFocus()

    def _show_phrases(self, at: QPoint) -> None:
        from giadesk.ui.prose_menu import phrases_menu

        phrases_menu(self, self._session, self._section).exec(at)

    def _menu(self, at: QPoint) -> None:
        from giadesk.ui.prose_menu import context_menu

        self.commit()
        context_menu(self, self._session, at).exec(self.text.viewport().mapToGlobal(at))

    # -- levels and marks ----------------------------------------------------------------------

    def _choose_level(self, level: int) -> None:
        self.text.set_level(level)
        self._show_level()
        self.text.setFocus()

    def _show_level(self) -> None:
        self.bar.show_level(self.text.prose.level(self.text.textCursor().block()))

    def _cursor_moved(self) -> None:
        self._show_level()
        self._make_offer()

    def _marks_changed(self) -> None:
        last = self._session.report.year - 1
        count = len(self.marks.years)
        writable = not self._session.read_only
        self.years.say(
            f"这里有{count}处写着{last}年，是否应为{last + 1}年" if count and writable else ""
        )
        self._make_offer()
        self.search.again()

    def _make_offer(self) -> None:
        """Offer the mend of what the cursor stands in."""
        from giadesk.ui.finding_detail import apply_mend

        cursor = self.text.textCursor()
        marks = [] if self._session.read_only else self.marks.at(cursor.position())
        for mark in marks:
            if mark.kind == "year":
                words = f"改为{self._session.report.year}年"
                self.offer.offer(mark.cursor, words, partial(self.mend_years, [mark]))
                return
            if mark.finding is not None and mark.finding.mends:
                mend = mark.finding.mends[0]
                self.offer.offer(mark.cursor, mend.label, partial(apply_mend, self._session, mend))
                return
        self.offer.withdraw()

    def _next_year(self) -> None:
        here = self.text.textCursor().selectionEnd()
        places = sorted(self.marks.years, key=lambda mark: mark.cursor.position())
        for mark in (*[m for m in places if m.cursor.selectionStart() >= here], *places):
            self._show_cursor(QTextCursor(mark.cursor))
            self.text.setFocus()
            return


def _with_text(paragraph: Paragraph, text: str) -> Paragraph:
    return msgspec.structs.replace(paragraph, text=text)
