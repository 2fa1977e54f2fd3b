"""Random work in the report page through its editors: keys, input methods, pastes, undo, redo, other
sections, saving, reopening.

The model is the list of reports by the place in the undo history. After every step the report is the
model's, the editors show the report, and what is stored is what was flushed; at the end everything is
undone to the start and redone to the end. Set GIADESK_RUNS for a long run (`make model`).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from giadesk.core.prose import plain
from giadesk.core.report import Paragraph, Report
from giadesk.core.totals import figures_of
from giadesk.ui.desk import Opened
from giadesk.ui.messages import MessageBar
from giadesk.ui.report_page import ReportPage
from giadesk.ui.session import Session
from tests.samples.reports import form_of, full_report

FORM = form_of()
START = full_report(FORM, year=2025, characters=600, status="draft")
LAST = full_report(FORM, year=2024, characters=600)
TABLES = {"disclosure": "disclosure", "requests": "applications", "proceedings": "proceedings"}
PROSE = ("preamble", "overview", "problems", "other")
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORDS = st.sampled_from(["公开", "12件", "。", "（一）", "1.", "第二段\n第三段", "{applications/received/total}"])  # fmt: skip
KEYS = st.sampled_from(
    [Key.Key_Return, Key.Key_Tab, Key.Key_Delete, Key.Key_Backspace, Key.Key_Up, Key.Key_Down,
     Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_Escape, Key.Key_F2]
)  # fmt: skip
HELD = st.sampled_from([Qt.KeyboardModifier.NoModifier, SHIFT, CTRL])


class Work(RuleBasedStateMachine):
    """A clerk who does anything in any order."""

    @initialize()
    def begin(self) -> None:
        self.stored: list[Report] = []
        self.open(START)

    def open(self, report: Report) -> None:
        self.session = Session(report, FORM, LAST, FORM, save=self.stored.append)
        self.page = ReportPage(self.session, Opened("", report, FORM, LAST, FORM), MessageBar())
        self.page.resize(1100, 700)
        self.page.show()
        self.page.activateWindow()
        self.model: dict[int, Report] = {0: report}
        self.at = 0
        self.first = report

    def remember(self) -> None:
        """After a step forward: what lay ahead is gone, and this is the report here."""
        stack = self.session.undo_stack
        for place in [p for p in self.model if p > min(self.at, stack.index())]:
            del self.model[place]
        if stack.index() > self.at or stack.count() == stack.index():
            self.model[stack.index()] = self.session.report
        self.at = stack.index()

    def close_dialogs(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self.page and widget.isModal() and widget.isVisible():
                widget.close()

    @property
    def target(self) -> QWidget:
        """Where keys go in the section that is shown: the line in a cell, the table, the text."""
        shown = self.page.page
        assert shown is not None
        for editor in shown.tables.values():
            return editor.view.editor or editor.view
        return shown.prose.text

    @rule(section=st.sampled_from([*TABLES, *PROSE]))
    def go(self, section: str) -> None:
        self.page._enter(section)
        self.remember()

    @rule(
        section=st.sampled_from(list(TABLES)),
        place=st.integers(0, 400),
        figure=st.sampled_from(["7", "12", "０", "abc", "1,000", "-3"]),
        key=KEYS,
    )
    def type_into_a_cell(self, section: str, place: int, figure: str, key: Qt.Key) -> None:
        ids = [i.id for i in FORM.indicators.values() if i.section == section]
        shown = self.page.show_section(section)
        assert shown is not None
        shown.focus_value(ids[place % len(ids)])
        self.type(figure)
        QTest.keyClick(self.target, key)
        self.remember()

    @rule(section=st.sampled_from(PROSE), place=st.integers(0, 90), words=WORDS, key=KEYS)
    def type_into_the_text(self, section: str, place: int, words: str, key: Qt.Key) -> None:
        shown = self.page.show_section(section)
        assert shown is not None
        cursor = shown.prose.text.textCursor()
        cursor.setPosition(min(place, shown.prose.text.prose.characterCount() - 1))
        shown.prose.text.setTextCursor(cursor)
        self.type(words.replace("{", ""))
        QTest.keyClick(self.target, key)
        self.remember()

    def type(self, words: str) -> None:
        none = Qt.KeyboardModifier.NoModifier
        for sign in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.target, QKeyEvent(kind, 0, none, sign))

    @rule(key=KEYS, held=HELD)
    def press(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.target, key, held)
        self.remember()

    @rule(preedit=st.sampled_from(["", "gong", "公"]), words=st.sampled_from(["", "公开", "8"]))
    def compose(self, preedit: str, words: str) -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(words)
        QApplication.sendEvent(self.target, event)
        self.remember()

    @rule(words=WORDS, rows=st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), max_size=3))  # fmt: skip
    def paste(self, words: str, rows: list[list[int]]) -> None:
        data = QMimeData()
        lines = ["\t".join(map(str, row)) for row in rows]
        data.setText("\n".join(lines) + "\n" if self.page.section_id in TABLES else words)
        QGuiApplication.clipboard().setMimeData(data)
        QTest.keyClick(self.target, Key.Key_V, CTRL)
        self.close_dialogs()
        self.remember()

    @rule(key=st.sampled_from([Key.Key_A, Key.Key_X, Key.Key_C, Key.Key_D, Key.Key_R]))
    def command(self, key: Qt.Key) -> None:
        QTest.keyClick(self.target, key, CTRL)
        self.remember()

    @rule(cell=st.sampled_from(list(FORM.indicators)), figure=st.integers(0, 40))
    def change_from_outside(self, cell: str, figure: int) -> None:
        if not FORM.indicators[cell].computed:
            self.session.set_values({cell: Decimal(figure)}, "改正")
        self.remember()

    @rule(times=st.integers(1, 4), back=st.booleans())
    def undo_or_redo(self, times: int, back: bool) -> None:
        self.page.commit()
        self.remember()
        for _ in range(times):
            (self.session.undo if back else self.session.redo)()
            self.at = self.session.undo_stack.index()

    @rule()
    def flush(self) -> None:
        assert self.session.flush()
        self.remember()
        assert self.session.saved_report == self.session.report

    @rule(often=st.integers(0, 5))
    def reopen(self, often: int) -> None:
        if often:
            return
        assert self.session.close()
        report = self.session.report
        stored = self.stored[-1] if self.stored else self.first
        assert stored == report
        self.end_page()
        self.open(Report.unflatten(stored.flatten()))
        assert self.session.report == report

    @invariant()
    def the_report_is_the_models(self) -> None:
        if not hasattr(self, "session"):
            return
        stack, report = self.session.undo_stack, self.session.report
        known = self.model.get(stack.index())
        assert known is None or known == report
        assert self.session.figures == figures_of(report, FORM)
        self.editors_show(report)

    def editors_show(self, report: Report) -> None:
        shown = self.page.page
        if shown is None:
            return
        figures = self.session.figures
        for editor in shown.tables.values():
            if editor.view.editor is not None:
                continue
            for cell in editor.view.map.ids:
                if cell not in editor.figures.refusals:
                    wanted = plain(figures[cell]) if cell in figures else ""
                    assert editor.figures.shown(cell) == wanted
        section = report.section(shown.section_id)
        assert section is not None
        held = section.paragraphs or (Paragraph(),)
        assert shown.prose.text.prose.paragraphs == held

    def end_page(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self.session.deleteLater()
        QApplication.processEvents()

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        self.page.commit()
        stack, end = self.session.undo_stack, self.session.report
        place = stack.index()
        while stack.canUndo():
            self.session.undo()
        assert self.session.report == self.first
        while stack.index() < place:
            self.session.redo()
        assert self.session.report == end
        self.session.close()
        self.end_page()


def test_random_work_in_the_page_equals_its_model(qapp: QApplication) -> None:
    runs: Any = os.environ.get("GIADESK_RUNS", "")
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=int(runs) if runs else 10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
