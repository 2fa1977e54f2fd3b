"""A clerk fills a whole table by keys alone; a state machine does everything at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from giadesk.core.form import Form
from giadesk.core.prose import plain
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.ui.session import Session
from tests.ui.table_help import CTRL, SHIFT, Key, Table

MakeTable = Callable[..., Table]
MakeSession = Callable[..., Session]


@pytest.mark.parametrize("table_id", ["applications", "disclosure", "proceedings"])
@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
def test_a_whole_table_is_filled_by_keys_alone(
    make_table: MakeTable,
    make_session: MakeSession,
    make_report: Callable[..., Report],
    form: Form,
    table_id: str,
    key: Qt.Key,
) -> None:
    table = make_table(table_id, session=make_session(make_report()))
    wanted: dict[str, Decimal] = {}
    presses = 0
    number = 0
    while True:
        value_id = table.view.current_id
        assert not form.indicators[value_id].computed
        assert value_id not in wanted
        number = (number * 7 + 3) % 23
        wanted[value_id] = Decimal(number)
        table.type(str(number))
        table.press(key)
        presses += len(str(number)) + 1
        if table.view.current_id == value_id:  # the last cell: the focus stays or leaves
            break
    assert table.session.report.values == wanted
    assert set(wanted) == {
        i for i, ind in form.indicators.items() if ind.table == table_id and not ind.computed
    }
    totals = figures_of(table.session.report, form)
    for value_id in table.view.map.ids:
        assert table.figures.shown(value_id) == plain(totals[value_id])
    assert presses <= 3 * len(wanted)  # no key but the digits and one to go on


def test_a_row_from_the_paper_and_the_rest_zero(make_table: MakeTable, make_session: MakeSession, make_report: Callable[..., Report]) -> None:  # fmt: skip
    """What most towns do: a few figures, then 空白填0, all by keys."""
    table = make_table(session=make_session(make_report()))
    table.type("11")
    table.press(Key.Key_Tab)
    table.type("3")
    table.press(Key.Key_Return)  # back to the first column of the next row
    assert table.at == "carried_in/natural"
    table.type("2")
    table.press(Key.Key_Return)
    table.press(Key.Key_A, with_=CTRL)
    table.editor.commands.fill_blanks()
    assert QApplication.focusWidget() is table.editor.notice.yes
    from PySide6.QtTest import QTest

    QTest.keyClick(table.editor.notice.yes, Key.Key_Space)
    assert table.shown("received/total") == "14"
    assert table.shown("handled/total") == "0"
    assert all(table.figures.is_filled(i) for i in table.view.map.ids)
    assert table.session.undo_stack.count() == 4
    assert table.view.hasFocus()


def test_a_screen_reader_finds_table_heads_and_cells(make_table: MakeTable) -> None:
    table = make_table()
    interface = QAccessible.queryAccessibleInterface(table.view)
    assert interface.role() == QAccessible.Role.Table
    assert "单位：件" in interface.text(QAccessible.Text.Name)
    names: dict[QAccessible.Role, list[str]] = {}
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            names.setdefault(child.role(), []).append(child.text(QAccessible.Text.Name))
    assert len(names[QAccessible.Role.Cell]) == 175
    assert all(names[QAccessible.Role.Cell])
    assert names[QAccessible.Role.Cell][0] == "本年新收·自然人，3件，上年1"
    assert names[QAccessible.Role.ColumnHeader][1] == "法人或其他组织，商业企业"
    assert names[QAccessible.Role.RowHeader][0] == "一、本年新收政府信息公开申请数量"


def test_every_control_over_the_table_has_a_name(make_table: MakeTable) -> None:
    table = make_table()
    for widget in (table.editor.blanks, table.editor.last_year, table.view):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)  # fmt: skip
@given(seed=st.integers(0, 10**6))
def test_random_work_can_be_undone_to_the_start(form: Form, make_report: Callable[..., Report], qapp: Any, seed: int) -> None:  # fmt: skip
    """After every step totals are right and cells show the report; undoing all gives the start."""
    chance = random.Random(seed)
    start = make_report(received__natural=3, granted__business=1)
    session = Session(start, form)
    table = Table(session, chance.choice(["applications", "disclosure", "proceedings"]))
    try:
        for _ in range(30):
            _random_step(table, chance)
            figures = figures_of(session.report, form)
            for value_id in table.view.map.ids:
                if value_id in table.figures.refusals:
                    continue
                shown = table.figures.shown(value_id)
                if table.view.editor is None:
                    assert shown == (plain(figures[value_id]) if value_id in figures else "")
        table.editor.commit()
        after, index = session.report, session.undo_stack.index()
        while session.undo_stack.canUndo():
            session.undo()
        assert session.report == start
        while session.undo_stack.index() < index:
            session.redo()
        assert session.report == after
    finally:
        session.close()
        table.editor.close()
        table.editor.deleteLater()
        qapp.processEvents()


def _random_step(table: Table, chance: random.Random) -> None:
    step = chance.randrange(12)
    ids = table.view.map.ids
    if step == 0:
        table.editor.focus_value(chance.choice(ids))
    elif step == 1:
        table.type(chance.choice(["7", "12", "０", "abc", "12万", "-1", "—", "1,000"]))
    elif step == 2:
        table.press(chance.choice([Key.Key_Return, Key.Key_Tab, Key.Key_Escape, Key.Key_Delete]))
    elif step == 3:
        keys = [Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End]
        table.press(chance.choice(keys), with_=chance.choice([SHIFT, CTRL, SHIFT | CTRL]))
    elif step == 4:
        rows = [[str(chance.randrange(40)) for _ in range(2)] for _ in range(2)]
        table.editor.commit()
        if not table.view.map.bands and table.view.map.rows > 2:
            table.editor.focus_value("applications/granted/natural")
            table.paste("\n".join("\t".join(row) for row in rows) + "\n")
    elif step == 5:
        table.editor.commit()
        table.press(Key.Key_D, with_=CTRL)
    elif step == 6:
        table.session.undo()
    elif step == 7:
        table.session.redo()
    elif step == 8:
        table.editor.commands.fill_blanks()
        chance.choice([table.editor.notice.agree, table.editor.notice.decline])()
    elif step == 9:
        table.compose(chance.choice("12"))
        if chance.random() < 0.5:
            table.editor.commit()
    elif step == 10:
        table.editor.commands.unlock()
    else:
        table.editor.commands.compute()
