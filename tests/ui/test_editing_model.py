"""Random work in the report page through its editors: keys, input methods, pastes, undo, redo, other
sections, saving, reopening.

The model is the list of reports by the place in the undo history, written down at every push (two
may come in one rule: what an input method held is given up before the key is done). After every step
the report is the model's, the editors show the report, and what is stored is what was flushed; at the
end everything is undone to the start and redone to the end, each place on the way the model's. Set
GIADESK_RUNS for a long run (`make model`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
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
        assert QTest.qWaitForWindowActive(
            self.page
        )  # keys and composed text go to what has the focus
        self.model: dict[int, Report] = {0: report}
        self.at = 0
        self.stepping = False
        self.faults: list[str] = []
        self.session.undo_stack.indexChanged.connect(self.remember)

    def remember(self, place: int) -> None:
        """At a step: forward, what lay ahead is gone and this is the report here; else it is known.

        A step that takes itself back (typed and wiped out again) leaves the place before it.
        """
        if self.stepping or place < self.at:
            if self.model[place] != self.session.report:  # told by the invariant: Qt called us
                self.faults.append(f"the report at {place} of the history is another")
        else:
            self.model[place] = self.session.report
        if not self.stepping:
            self.model = {at: report for at, report in self.model.items() if at <= place}
        self.at = place

    def step(self, walk: Callable[[], None]) -> None:
        """Undo or redo; what is being typed was committed before and pushes nothing now."""
        count = self.session.undo_stack.count()
        self.stepping = True
        try:
            walk()
        finally:
            self.stepping = False
        assert self.session.undo_stack.count() == count

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

    @rule(section=st.sampled_from(PROSE), place=st.integers(0, 90), words=WORDS, key=KEYS)
    def type_into_the_text(self, section: str, place: int, words: str, key: Qt.Key) -> None:
        shown = self.page.show_section(section)
        assert shown is not None
        cursor = shown.prose.text.textCursor()
        cursor.setPosition(min(place, shown.prose.text.prose.characterCount() - 1))
        shown.prose.text.setTextCursor(cursor)
        self.type(words.replace("{", ""))
        QTest.keyClick(self.target, key)

    def type(self, words: str) -> None:
        none = Qt.KeyboardModifier.NoModifier
        for sign in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.target, QKeyEvent(kind, 0, none, sign))

    @rule(key=KEYS, held=HELD)
    def press(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.target, key, held)

    @rule(preedit=st.sampled_from(["", "gong", "公"]), words=st.sampled_from(["", "公开", "8"]))
    def compose(self, preedit: str, words: str) -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(words)
        QApplication.sendEvent(self.target, event)

    @rule(words=WORDS, rows=st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), max_size=3))  # fmt: skip
    def paste(self, words: str, rows: list[list[int]]) -> None:
        data = QMimeData()
        lines = ["\t".join(map(str, row)) for row in rows]
        data.setText("\n".join(lines) + "\n" if self.page.section_id in TABLES else words)
        QGuiApplication.clipboard().setMimeData(data)
        QTest.keyClick(self.target, Key.Key_V, CTRL)
        self.close_dialogs()

    @rule(key=st.sampled_from([Key.Key_A, Key.Key_X, Key.Key_C, Key.Key_D, Key.Key_R]))
    def command(self, key: Qt.Key) -> None:
        QTest.keyClick(self.target, key, CTRL)

    @rule(cell=st.sampled_from(list(FORM.indicators)), figure=st.integers(0, 40))
    def change_from_outside(self, cell: str, figure: int) -> None:
        if not FORM.indicators[cell].computed:
            self.session.set_values({cell: Decimal(figure)}, "改正")

    @rule(times=st.integers(1, 4), back=st.booleans())
    def undo_or_redo(self, times: int, back: bool) -> None:
        self.page.commit()
        for _ in range(times):
            self.step(self.session.undo if back else self.session.redo)

    @rule()
    def flush(self) -> None:
        assert self.session.flush()
        assert self.session.saved_report == self.session.report

    @rule(often=st.integers(0, 5))
    def reopen(self, often: int) -> None:
        if often:
            return
        assert self.session.close()
        report = self.session.report
        stored = self.stored[-1] if self.stored else self.model[0]
        assert stored == report
        self.end_page()
        self.open(Report.unflatten(stored.flatten()))
        assert self.session.report == report

    @invariant()
    def the_report_is_the_models(self) -> None:
        if not hasattr(self, "session"):
            return
        stack, report = self.session.undo_stack, self.session.report
        assert not self.faults
        assert stack.index() == self.at
        assert set(self.model) == set(range(stack.count() + 1))
        assert self.model[self.at] == report
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
            self.step(self.session.undo)
        assert stack.index() == 0
        assert not self.faults
        assert self.session.report == self.model[0]
        while stack.index() < place:
            self.step(self.session.redo)
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


def test_what_was_composed_is_its_own_step_before_the_section_is_left(qapp: QApplication) -> None:
    """Composing over a selection takes it away, leaving the section gives what was composed to that
    same step: undone to the step before, the text is there with it; once more, it is as it was."""
    work = Work()
    work.begin()
    work.go("preamble")
    before = work.session.report
    work.command(Key.Key_A)
    work.compose("gong", "")
    work.type_into_a_cell("disclosure", 0, "7", Key.Key_Return)
    work.change_from_outside("disclosure/rules/made", 0)
    work.the_report_is_the_models()
    work.undo_or_redo(2, back=True)
    work.the_report_is_the_models()
    preamble = work.session.report.section("preamble")
    assert preamble is not None
    assert [p.text for p in preamble.paragraphs] == ["gong"]
    work.undo_or_redo(1, back=True)
    assert work.session.report == before
    work.teardown()
