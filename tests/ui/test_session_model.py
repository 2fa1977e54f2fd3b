"""Random work on a session: the report equals a plain model after every step, and undoes to the start.

Set GIADESK_RUNS for a long run; a few hundred runs are made in every test run.
"""

from __future__ import annotations

import os
from decimal import Decimal
from random import Random

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtWidgets import QApplication

from giadesk.core.forms import FormLibrary
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.core.totals import figures_of
from giadesk.places import shipped
from giadesk.ui.session import Session

FORM = FormLibrary(shipped("forms")).get("gia-2021")
TYPED = [i.id for i in FORM.indicators.values() if not i.computed][:24]
SECTIONS = list(FORM.sections)
FIGURES = st.one_of(st.none(), st.integers(0, 99).map(Decimal))
CELLS = st.sampled_from(TYPED)
WORDS = st.text("年报公开信息，。1", max_size=12)


class Work(RuleBasedStateMachine):
    """Edits, pastes, typing, sections, undo, redo, saving, reopening, restoring."""

    @initialize()
    def begin(self) -> None:
        self.now = 0.0
        self.stored: list[Report] = []
        self.start = Report(
            About(unit="临川县柳河镇人民政府", year=2026, form=FORM.id),
            tuple(Section(s.id, s.title, (Paragraph(""),)) for s in FORM.spec.sections),
        )
        self.open(self.start)

    def open(self, report: Report) -> None:
        self.session = Session(report, FORM, save=self.stored.append, clock=lambda: self.now)
        self.states = [report]
        self.names: list[str] = []
        """The names of the steps, as 撤销 and 重做 show them."""
        self.place = 0
        self.merging = ""

    def did(self, report: Report, name: str, merge: str = "") -> None:
        """What an undo stack should be after an edit of that name that came to this report."""
        if report == self.states[self.place]:
            return
        del self.states[self.place + 1 :]
        del self.names[self.place :]
        if merge and merge == self.merging and self.place:
            if report == self.states[self.place - 1]:
                self.states.pop()
                self.names.pop()
                self.place -= 1
            else:
                self.states[self.place] = report
        else:
            self.states.append(report)
            self.names.append(name)
            self.place += 1
        self.merging = merge

    @property
    def present(self) -> Report:
        return self.states[self.place]

    @rule(cell=CELLS, figure=FIGURES)
    def fill(self, cell: str, figure: Decimal | None) -> None:
        self.session.set_values({cell: figure}, "填写")
        self.did(self.present.with_value(cell, figure), "填写")

    @rule(changes=st.dictionaries(CELLS, FIGURES, min_size=1, max_size=8))
    def paste(self, changes: dict[str, Decimal | None]) -> None:
        self.session.set_values(changes, "粘贴")
        self.did(self.present.with_values(changes), "粘贴")

    @rule(data=st.data(), texts=st.lists(WORDS, max_size=3))
    def rewrite(self, data: st.DataObject, texts: list[str]) -> None:
        section = self.one_section(data)
        paragraphs = tuple(Paragraph(t) for t in texts)
        self.session.set_paragraphs(section, paragraphs, "改写")
        self.did(self.present.with_paragraphs(section, paragraphs), "改写")

    @rule(word=st.sampled_from("年月日"), undone=st.booleans())
    def type(self, word: str, undone: bool) -> None:
        """Typing at one place, now and then right after an undo: that begins a step of its own."""
        section = SECTIONS[0]
        if undone:
            self.undo()
        found = self.present.section(section)
        assert found is not None
        paragraphs = (*found.paragraphs[:-1], Paragraph(found.text.rsplit("\n")[-1] + word))
        self.session.set_paragraphs(section, paragraphs, "输入", merge=section)
        self.did(self.present.with_paragraphs(section, paragraphs), "输入", section)
        self.now += 0.1

    @rule(data=st.data(), order=st.randoms(use_true_random=False))
    def move_sections(self, data: st.DataObject, order: Random) -> None:
        """Sections change places, and one of them may go; the first stays, because it is typed in."""
        first, *rest = self.present.sections
        order.shuffle(rest)
        kept = rest[: data.draw(st.integers(1, len(rest)))] if rest else []
        wanted = (first, *kept)
        self.session.arrange_sections([s.id for s in wanted], "移动部分")
        self.did(msgspec.structs.replace(self.present, sections=wanted), "移动部分")

    @rule(section=st.sampled_from([*SECTIONS, "own-1", "own-2"]), title=WORDS, text=WORDS)
    def put_section(self, section: str, title: str, text: str) -> None:
        """A section is renamed, or added behind the others."""
        new = Section(section, title, (Paragraph(text),))
        there = {s.id for s in self.present.sections}
        sections = tuple(new if s.id == section else s for s in self.present.sections)
        if section not in there:
            sections += (new,)
        self.session.set_section(new, "改写部分")
        self.did(msgspec.structs.replace(self.present, sections=sections), "改写部分")

    @rule(title=WORDS)
    def title(self, title: str) -> None:
        self.session.set_about("修改标题", title=title)
        self.did(self.present.with_about(title=title), "修改标题")

    def one_section(self, data: st.DataObject) -> str:
        return str(data.draw(st.sampled_from([s.id for s in self.present.sections])))

    @rule()
    def pause(self) -> None:
        self.now += 5
        self.merging = ""

    @rule()
    def undo(self) -> None:
        self.session.undo()
        if self.place:
            self.place -= 1
            self.merging = ""

    @rule()
    def redo(self) -> None:
        self.session.redo()
        if self.place < len(self.states) - 1:
            self.place += 1
            self.merging = ""

    @rule()
    def flush(self) -> None:
        assert self.session.flush()
        assert self.session.saved_report == self.present

    @precondition(lambda self: self.place > 0)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        older = data.draw(st.sampled_from(self.states))
        self.session.replace(older, "恢复历史版本")
        self.did(older, "恢复历史版本")

    @rule()
    def reopen(self) -> None:
        present = self.present
        assert self.session.close()
        self.session.deleteLater()
        stored = self.stored[-1] if self.stored else self.start
        assert stored == present
        self.open(Report.unflatten(stored.flatten()))
        assert self.session.report == present

    @invariant()
    def the_report_is_the_models(self) -> None:
        if not hasattr(self, "session"):
            return
        assert self.session.report == self.present
        assert self.session.figures == figures_of(self.present, FORM)
        stack = self.session.undo_stack
        assert stack.index() == self.place
        assert stack.count() == len(self.states) - 1
        assert [stack.text(n) for n in range(stack.count())] == self.names

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        while self.session.undo_stack.canUndo():
            self.session.undo()
        assert self.session.report == self.states[0]
        self.session.close()
        self.session.deleteLater()
        QApplication.processEvents()


def test_random_work_equals_its_model_and_undoes_to_the_start(qapp: QApplication) -> None:
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=int(os.environ.get("GIADESK_RUNS", "60")),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
