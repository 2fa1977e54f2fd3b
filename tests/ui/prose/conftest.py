"""What the tests of the prose editor share: an editor over an invented section, keys, input methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from giadesk.core.form import Form
from giadesk.core.prose import numbers
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.ui.prose_editor import ProseEditor
from giadesk.ui.session import Session

SECTION = "overview"


class Desk:
    """An editor with its session, and the hands of a clerk."""

    def __init__(self, session: Session, editor: ProseEditor, clock: Clock) -> None:
        self.session = session
        self.editor = editor
        self.text = editor.text
        self.clock = clock

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The section as the session has it."""
        section = self.session.report.section(SECTION)
        assert section is not None
        return section.paragraphs

    @property
    def lines(self) -> list[str]:
        """The section as it is printed: level number and text of each paragraph."""
        made = zip(self.paragraphs, numbers(self.paragraphs), strict=True)
        return [f"〔{p.table}〕" if p.table else number + p.text for p, number in made]

    @property
    def steps(self) -> list[str]:
        """The names of the steps on the undo stack."""
        stack = self.session.undo_stack
        return [stack.text(i) for i in range(stack.index())]

    def put_cursor(
        self, paragraph: int, offset: int = 0, to: tuple[int, int] | None = None
    ) -> None:
        """Put the cursor into a paragraph's text, and select from there to another place."""
        cursor = self.text.textCursor()
        cursor.setPosition(self.text.prose.position(paragraph, offset))
        if to is not None:
            end = self.text.prose.position(*to)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)

    def type(self, words: str) -> None:
        """Type ASCII by keys; other characters arrive as from an input method."""
        for sign in words:
            if sign.isascii():
                QTest.keyClicks(self.text, sign)
            else:
                self.compose("", commit=sign)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key."""
        QTest.keyClick(self.text, key, modifier)

    def compose(self, preedit: str, commit: str = "") -> None:
        """An event of an input method: what it shows, what it commits."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.text, event)

    def paste(self, text: str = "", html: str = "") -> None:
        """Put something on the clipboard and paste it."""
        from PySide6.QtCore import QMimeData

        data = QMimeData()
        if text:
            data.setText(text)
        if html:
            data.setHtml(html)
        QGuiApplication.clipboard().setMimeData(data)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def undo(self) -> None:
        self.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redo(self) -> None:
        self.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    def cursor_place(self) -> tuple[int, int]:
        """Paragraph and character of the cursor."""
        return self.text.prose.place(self.text.textCursor().position())

    def check(self) -> None:
        """The text, the session and a fresh reading of the document say the same."""
        prose = self.text.prose
        fresh = []
        block = prose.begin()
        while block.isValid():
            fresh.append(prose.read(block))
            block = block.next()
        assert prose.paragraphs == tuple(fresh), (prose.paragraphs, fresh)
        held = () if tuple(fresh) == (Paragraph(),) else tuple(fresh)
        assert self.paragraphs in (held, tuple(fresh))
        assert [prose.number(i) for i in range(len(fresh))] == list(numbers(fresh))
        assert not prose.isUndoAvailable()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, form: Form) -> Iterator[MakeDesk]:
    """Make an editor over these paragraphs (texts or `Paragraph`s) of 总体情况."""
    made: list[Desk] = []

    def make(*paragraphs: str | Paragraph, show: bool = True, **options: Any) -> Desk:
        given = tuple(Paragraph(p) if isinstance(p, str) else p for p in paragraphs)
        report = Report(
            about=About(unit="临川县柳河镇人民政府", year=2026, form=form.id),
            sections=tuple(
                Section(s.id, s.title, given if s.id == SECTION else ()) for s in form.spec.sections
            ),
            values={
                "applications/received/natural": Decimal(11),
                "applications/received/business": Decimal(4),
                "applications/carried_in/natural": Decimal(2),
            },
        )
        report = msgspec.structs.replace(report, **options.pop("report", {}))
        clock = Clock()
        session = Session(report, form, clock=clock, **options)
        editor = ProseEditor(session, SECTION)
        qtbot.addWidget(editor)
        editor.resize(760, 480)
        if show:
            editor.show()
            editor.text.setFocus()
        desk = Desk(session, editor, clock)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.check()
        desk.session.close()
        desk.session.deleteLater()
