"""Random editing against the session: they never differ, and undoing everything gives the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from PySide6.QtCore import Qt

from giadesk.core.report import Paragraph

CONTROL = Qt.KeyboardModifier.ControlModifier
FIGURE = "{applications/received/total}"
OTHER = "{applications/granted/natural}"

TEXTS = st.lists(
    st.sampled_from(
        ["公开", "信息", "。", "，", "12", "条", FIGURE, OTHER, "（一）", "1.", "{", "}", " "]
    ),
    max_size=6,
).map("".join)
PARAGRAPHS = st.lists(
    st.one_of(
        st.builds(
            Paragraph, TEXTS, st.sampled_from([0, 2, 3, 4]), st.sampled_from(["", "公开12条。"])
        ),
        st.just(Paragraph(table="free-1")),
    ),
    max_size=5,
).map(tuple)
PLACES = st.integers(0, 40)


def test_random_edits_undo_and_redo(make_desk: Callable[..., Any]) -> None:
    class Editing(RuleBasedStateMachine):
        @initialize(start=PARAGRAPHS)
        def open(self, start: tuple[Paragraph, ...]) -> None:
            self.desk = make_desk(*start, show=False)
            self.start = start
            self.stack = self.desk.session.undo_stack

        def teardown(self) -> None:
            if not hasattr(self, "desk"):
                return
            end = self.desk.paragraphs
            self.desk.text.commit()
            end = self.desk.paragraphs
            count = self.stack.index()
            while self.stack.canUndo():
                self.desk.session.undo()
                self.desk.check()
            assert self.desk.paragraphs == self.start
            for _ in range(count):
                self.desk.session.redo()
                self.desk.check()
            assert self.desk.paragraphs == end
            self.desk.editor.deleteLater()

        @rule(place=PLACES, length=st.integers(-12, 12))
        def select(self, place: int, length: int) -> None:
            cursor = self.desk.text.textCursor()
            last = self.desk.text.prose.characterCount() - 1
            cursor.setPosition(min(place, last))
            cursor.setPosition(max(0, min(place + length, last)), cursor.MoveMode.KeepAnchor)
            self.desk.text.setTextCursor(cursor)

        @rule(place=PLACES)
        def click(self, place: int) -> None:
            cursor = self.desk.text.textCursor()
            cursor.setPosition(min(place, self.desk.text.prose.characterCount() - 1))
            self.desk.text.setTextCursor(cursor)

        @rule(
            words=st.sampled_from(
                ["a", "1", ".", "1.x", "（一）", "公开", "（2）", " ", "}", "二、好"]
            )
        )
        def type(self, words: str) -> None:
            self.desk.type(words)

        @rule(
            key=st.sampled_from(
                [
                    Qt.Key.Key_Return,
                    Qt.Key.Key_Backspace,
                    Qt.Key.Key_Delete,
                    Qt.Key.Key_Tab,
                    Qt.Key.Key_Home,
                    Qt.Key.Key_End,
                    Qt.Key.Key_Left,
                    Qt.Key.Key_Right,
                ]
            ),
            held=st.sampled_from(["", "shift", "control", "alt"]),
        )
        def press(self, key: Qt.Key, held: str) -> None:
            names = {
                "": Qt.KeyboardModifier.NoModifier,
                "shift": Qt.KeyboardModifier.ShiftModifier,
                "control": CONTROL,
                "alt": Qt.KeyboardModifier.AltModifier,
            }
            self.desk.key(key, names[held])

        @rule(level=st.sampled_from([0, 2, 3, 4]))
        def level(self, level: int) -> None:
            self.desk.text.set_level(level)

        @rule(by=st.sampled_from([Qt.Key.Key_Up, Qt.Key.Key_Down]))
        def move(self, by: Qt.Key) -> None:
            self.desk.key(by, Qt.KeyboardModifier.AltModifier)

        @rule(words=TEXTS, lines=st.integers(1, 3))
        def paste(self, words: str, lines: int) -> None:
            self.desk.paste("\n".join([words] * lines))

        @rule()
        def cut_and_paste(self) -> None:
            self.desk.key(Qt.Key.Key_X, CONTROL)
            self.desk.key(Qt.Key.Key_V, CONTROL)

        @rule()
        def insert_figure(self) -> None:
            self.desk.editor.insert_figure(FIGURE[1:-1])

        @rule(preedit=st.sampled_from(["zhu", "主", ""]), commit=st.sampled_from(["", "主动"]))
        def compose(self, preedit: str, commit: str) -> None:
            self.desk.compose(preedit, commit)

        @rule(seconds=st.sampled_from([0.1, 2.0]))
        def wait(self, seconds: float) -> None:
            self.desk.clock.now += seconds

        @precondition(lambda self: self.stack.canUndo())
        @rule(times=st.integers(1, 4))
        def undo(self, times: int) -> None:
            for _ in range(times):
                self.desk.undo()

        @precondition(lambda self: self.stack.canRedo())
        @rule()
        def redo(self) -> None:
            self.desk.redo()

        @rule(paragraphs=PARAGRAPHS)
        def change_from_outside(self, paragraphs: tuple[Paragraph, ...]) -> None:
            self.desk.session.set_paragraphs("overview", paragraphs, "别处")

        @rule(place=PLACES, words=TEXTS)
        def mend_from_outside(self, place: int, words: str) -> None:
            paragraphs = list(self.desk.paragraphs)
            if paragraphs and not paragraphs[place % len(paragraphs)].table:
                index = place % len(paragraphs)
                paragraphs[index] = msgspec.structs.replace(paragraphs[index], text=words)
                self.desk.session.set_paragraphs("overview", tuple(paragraphs), "改正")

        @invariant()
        def the_same_everywhere(self) -> None:
            if hasattr(self, "desk"):
                self.desk.check()

    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
