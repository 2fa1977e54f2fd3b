"""The table's model: what cells show and say, what may be written, and that Qt finds it sound."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.session import Session
from giadesk.ui.table_model import COMPUTED, FigureModel, refusals_of

NATURAL = "applications/received/natural"
BUSINESS = "applications/received/business"
TOTAL = "applications/received/total"
MakeSession = Callable[..., Session]
Changed = list[tuple[int, int]]


@pytest.fixture
def session(make_session: MakeSession, report: Report, last: Report) -> Session:
    return make_session(report, last=last)


@pytest.fixture
def model(qtbot: QtBot, session: Session) -> FigureModel:
    return FigureModel(session, "applications", session)


def changed_cells(model: FigureModel) -> Changed:
    changed: Changed = []

    def note(first: QModelIndex, final: QModelIndex) -> None:
        changed.extend(
            (r, c)
            for r in range(first.row(), final.row() + 1)
            for c in range(first.column(), final.column() + 1)
        )

    model.dataChanged.connect(note)
    return changed


def test_every_model_is_sound(qtbot: QtBot, qtmodeltester: Any, make_session: MakeSession, report: Report, form: Form) -> None:  # fmt: skip
    for table in form.spec.tables:
        session = make_session(report)
        qtmodeltester.check(FigureModel(session, table.id, session), force_py=True)


def test_cells_show_figures_totals_and_blanks(model: FigureModel) -> None:
    def shown(value_id: str) -> Any:
        return model.data(model.index_of(value_id))

    assert shown(NATURAL) == "3"
    assert shown(TOTAL) == "5"
    assert shown("applications/granted/natural") == ""
    assert model.last(NATURAL) == "1"
    assert model.data(QModelIndex()) is None


def test_totals_are_locked_and_words_are_no_cells(model: FigureModel, make_session: MakeSession, report: Report) -> None:  # fmt: skip
    editable = Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index_of(NATURAL)) & editable
    assert not model.flags(model.index_of(TOTAL)) & editable
    assert model.lock_reason(TOTAL) == COMPUTED
    session = make_session(report)
    blocks = FigureModel(session, "disclosure", session)
    assert blocks.flags(blocks.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert blocks.data(blocks.index(1, 0)) == "本年制发件数"


def test_a_wide_figure_stands_at_its_first_place_only(make_session: MakeSession, report: Report) -> None:  # fmt: skip
    session = make_session(report)
    model = FigureModel(session, "disclosure", session)
    assert model.id_of(model.index(6, 0)) == "disclosure/licences/decisions"
    assert model.id_of(model.index(6, 1)) == ""


def test_a_change_touches_only_its_cell_and_the_totals(session: Session, model: FigureModel) -> None:  # fmt: skip
    changed = changed_cells(model)
    session.set_values({NATURAL: Decimal(8)}, "填写")
    assert set(changed) == {model.map.places[NATURAL], model.map.places[TOTAL]}
    assert model.shown(TOTAL) == "10"


def test_a_finding_repaints_only_its_cells(session: Session, model: FigureModel) -> None:
    changed = changed_cells(model)
    session.set_checks(lambda _report: [Finding("F", "must", "错", cells=(NATURAL, BUSINESS))])
    assert set(changed) == {model.map.places[NATURAL], model.map.places[BUSINESS]}
    assert model.severity(NATURAL) == "must"
    assert model.severity(TOTAL) is None


def test_the_gravest_open_finding_counts_and_an_explained_one_is_a_note(session: Session, model: FigureModel) -> None:  # fmt: skip
    session.set_checks(
        lambda _report: [
            Finding("H", "hint", "提示", cells=(NATURAL,)),
            Finding("V", "verify", "核实", cells=(NATURAL,)),
            Finding("W", "verify", "核实", cells=(BUSINESS,), explained="机构改革"),
        ]
    )
    assert model.severity(NATURAL) == "verify"
    assert model.severity(BUSINESS) is None
    assert model.is_explained(BUSINESS)
    assert not model.is_explained(NATURAL)


def test_writing_goes_through_the_session_as_a_named_step(session: Session, model: FigureModel) -> None:  # fmt: skip
    assert model.setData(model.index_of(NATURAL), "１，２３４件")
    assert session.report.figure(NATURAL) == 1234
    assert session.undo_stack.undoText() == "填写 本年新收·自然人"
    session.undo()
    assert model.shown(NATURAL) == "3"


def test_a_total_cannot_be_written(session: Session, model: FigureModel) -> None:
    assert not model.setData(model.index_of(TOTAL), "9")
    assert TOTAL not in session.report.values


def test_a_refused_text_is_kept_beside_the_report(session: Session, model: FigureModel) -> None:
    assert not model.setData(model.index_of(NATURAL), "2.5")
    assert session.report.figure(NATURAL) == 3
    assert model.shown(NATURAL) == "2.5"
    assert "小数" in model.refusals[NATURAL].reason
    again = FigureModel(session, "applications", session)
    assert again.shown(NATURAL) == "2.5"  # it outlives the widget
    session.set_values({NATURAL: Decimal(4)}, "填写")
    assert model.shown(NATURAL) == "4"
    assert refusals_of(session) == {}


def test_a_screen_reader_is_told_where_what_and_what_is_wrong(session: Session, model: FigureModel) -> None:  # fmt: skip
    role = Qt.ItemDataRole.AccessibleTextRole
    session.set_checks(lambda _report: [Finding("F", "must", "11≠12", cells=(NATURAL,))])
    index = model.index_of(NATURAL)
    assert model.data(index, role) == "本年新收·自然人，3件，上年1，有强制问题"
    assert model.data(index, Qt.ItemDataRole.AccessibleDescriptionRole) == "11≠12"
    assert model.data(model.index_of(TOTAL), role).endswith("，自动计算")
    blank = model.index_of("applications/granted/welfare")
    assert model.data(blank, role) == "予以公开·社会公益组织，空白"
    across = model.headerData(1, Qt.Orientation.Horizontal, role)
    assert across == "法人或其他组织，商业企业"
    down = model.headerData(4, Qt.Orientation.Vertical, role)
    assert down == "三、本年度办理结果，（三）不予公开，1.属于国家秘密"


def test_unlocking_keeps_the_computed_figure_as_a_start(session: Session, model: FigureModel) -> None:  # fmt: skip
    model.unlock(TOTAL)
    assert session.report.figure(TOTAL) == 5
    assert model.is_open(TOTAL)
    assert model.write(TOTAL, "6").accepted
    assert model.disagreeing() == [TOTAL]
    session.undo()
    session.undo()
    assert not model.is_open(TOTAL)


def test_a_blank_total_can_be_unlocked_too(session: Session, model: FigureModel) -> None:
    total = "applications/granted/total"
    model.unlock(total)
    assert model.is_open(total)
    assert model.write(total, "4").accepted
    model.set_values({total: None}, "恢复计算")
    assert not model.is_open(total)


def test_a_read_only_report_cannot_be_written(make_session: MakeSession, report: Report) -> None:
    session = make_session(report, read_only=True)
    model = FigureModel(session, "applications", session)
    assert not model.flags(model.index_of(NATURAL)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index_of(NATURAL), "4")


def test_switching_last_year_off(model: FigureModel) -> None:
    changed = changed_cells(model)
    model.set_last_shown(False)
    assert model.last(NATURAL) == ""
    assert len(changed) == 25 * 7
