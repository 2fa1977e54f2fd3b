"""The session: figures, undo, findings and saving, without a window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.core.errors import StorageFailed
from giadesk.core.report import Paragraph, Report, Section, SignOff
from giadesk.ui.session import Session
from giadesk.ui.session_steps import Step

NATURAL = "applications/received/natural"
BUSINESS = "applications/received/business"
TOTAL = "applications/received/total"
MakeSession = Callable[..., Session]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Disk:
    """A save that remembers, and fails while `fault` is set."""

    def __init__(self) -> None:
        self.stored: list[Report] = []
        self.fault: Exception | None = None
        self.threads: set[int] = set()

    def __call__(self, report: Report) -> None:
        self.threads.add(threading.get_ident())
        if self.fault is not None:
            raise self.fault
        self.stored.append(report)


def listen(session: Session) -> list[tuple[str, Any]]:
    """What the session says, in order."""
    heard: list[tuple[str, Any]] = []
    session.figures_changed.connect(lambda ids: heard.append(("figures", ids)))
    session.prose_changed.connect(lambda name: heard.append(("prose", name)))
    session.about_changed.connect(lambda: heard.append(("about", None)))
    session.findings_changed.connect(lambda: heard.append(("findings", None)))
    session.sections_changed.connect(lambda: heard.append(("sections", None)))
    return heard


def test_a_value_changes_its_totals_too(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    heard = listen(session)
    assert session.set_values({NATURAL: Decimal(11)}, "填写")
    assert session.figures[TOTAL] == 13
    assert heard == [("figures", frozenset({NATURAL, TOTAL}))]
    assert NATURAL not in report.values or report.values[NATURAL] == 3


def test_blank_and_nought_differ(make_session: MakeSession, make_report: Any) -> None:
    session = make_session(make_report())
    assert session.set_values({NATURAL: Decimal(0)}, "填写")
    assert session.figures[TOTAL] == 0
    assert session.set_values({NATURAL: None}, "清除")
    assert TOTAL not in session.figures


def test_the_same_value_again_is_no_step(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    heard = listen(session)
    assert not session.set_values({NATURAL: Decimal(3)}, "填写")
    assert session.undo_stack.count() == 0
    assert heard == []


def test_several_values_are_one_step(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    session.set_values({NATURAL: Decimal(7), BUSINESS: None}, "粘贴 2 格")
    assert session.undo_stack.undoText() == "粘贴 2 格"
    session.undo()
    assert session.report == report
    session.redo()
    assert session.report.values == {NATURAL: Decimal(7)}


def test_typing_is_one_step_until_a_pause(make_session: MakeSession, report: Report) -> None:
    clock = Clock()
    session = make_session(report, clock=clock)
    for text in ("主", "主动", "主动公开"):
        session.set_paragraphs("overview", (Paragraph(text),), "输入", merge="overview/0")
        clock.now += 0.9
    assert session.undo_stack.count() == 1
    clock.now += 1
    session.set_paragraphs("overview", (Paragraph("主动公开了"),), "输入", merge="overview/0")
    assert session.undo_stack.count() == 2
    session.undo()
    section = session.report.section("overview")
    assert section is not None
    assert section.text == "主动公开"
    session.undo()
    assert session.report == report


def test_typing_at_another_place_is_another_step(make_session: MakeSession, report: Report) -> None:
    session = make_session(report, clock=Clock())
    session.set_paragraphs("overview", (Paragraph("一"),), "输入", merge="overview/0")
    session.set_paragraphs("problems", (Paragraph("二"),), "输入", merge="problems/0")
    session.set_values({NATURAL: Decimal(9)}, "填写")
    session.set_values({NATURAL: Decimal(8)}, "填写")
    assert session.undo_stack.count() == 4


@pytest.mark.parametrize("through_stack", [True, False])
def test_typing_after_an_undo_is_a_step_of_its_own(
    make_session: MakeSession, report: Report, through_stack: bool
) -> None:
    session = make_session(report, clock=Clock())
    session.set_paragraphs("overview", (Paragraph("一"),), "输入", merge="a")
    session.set_values({NATURAL: Decimal(9)}, "填写")
    (session.undo_stack if through_stack else session).undo()
    session.set_paragraphs("overview", (Paragraph("一二"),), "输入", merge="a")
    assert session.undo_stack.count() == 2
    session.undo()
    assert session.report.sections[1].text == "一"


def test_typing_back_to_the_start_leaves_no_step(make_session: MakeSession, report: Report) -> None:
    session = make_session(report, clock=Clock())
    session.set_paragraphs("overview", (Paragraph("一"),), "输入", merge="a")
    session.set_paragraphs("overview", (Paragraph(""),), "输入", merge="a")
    assert session.undo_stack.count() == 0
    assert session.report == report


def test_undo_says_what_it_changed(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    steps: list[Step] = []
    session.stepped.connect(steps.append)
    session.set_values({NATURAL: Decimal(9)}, "填写")
    session.undo()
    assert steps == [Step("填写", frozenset({NATURAL}), frozenset())]
    session.undo()
    assert len(steps) == 1


def test_prose_is_told_by_its_section(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    heard = listen(session)
    session.set_paragraphs("overview", (Paragraph("全年公开。"),), "输入")
    assert heard == [("prose", "overview")]
    with pytest.raises(KeyError):
        session.set_paragraphs("nowhere", (), "输入")


def test_sections_can_be_added_moved_and_dropped(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    session.set_section(Section("extra", "组织领导"), "增加部分")
    assert session.report.sections[-1].id == "extra"
    order = [s.id for s in session.report.sections][::-1]
    session.arrange_sections(order, "移动")
    assert [s.id for s in session.report.sections] == order
    session.arrange_sections(order[1:], "删除部分")
    assert session.report.section("extra") is None
    for _ in range(3):
        session.undo()
    assert session.report == report


def test_about_title_and_status(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    heard = listen(session)
    session.set_about("修改", date="2027年1月20日")
    session.set_about("提交审核", status="review")
    assert heard == [("about", None)] * 2
    assert session.read_only
    assert not session.set_values({NATURAL: Decimal(1)}, "填写")
    assert not session.set_about("修改", date="")
    assert session.sign(SignOff("审核人", "张明", "2027-01-21"))
    assert session.send_back()
    assert not session.read_only
    assert session.report.signoff == ()


def test_undo_takes_back_neither_status_nor_signature(
    make_session: MakeSession, report: Report
) -> None:
    session = make_session(report)
    session.set_values({NATURAL: Decimal(8)}, "填写")
    session.set_about("提交审核", status="review")
    session.sign(SignOff("审核人", "张明", "2027年1月21日", "同意"))
    session.undo()
    assert session.report.figure(NATURAL) == 8  # what is in review is not changed by 撤销
    assert session.report.about.status == "review"
    assert session.report.signoff[0].name == "张明"
    session.send_back()
    session.undo()
    assert session.report == report
    session.redo()
    assert session.report.figure(NATURAL) == 8
    assert session.report.about.status == "draft"


def test_a_session_opened_read_only_refuses_everything(
    make_session: MakeSession, report: Report
) -> None:
    session = make_session(report, read_only=True)
    assert not session.set_values({NATURAL: Decimal(1)}, "填写")
    assert not session.set_about("定稿", status="final")
    assert not session.explain("k", "情况属实")
    assert session.report is report
    assert session.flush()


def _find(report: Report) -> tuple[Finding, ...]:
    figure = report.figure(NATURAL)
    if figure is None or figure < 10:
        return ()
    return (Finding("F-TEST", "verify", "多", cells=(NATURAL, TOTAL), key="k", figures="11"),)


def test_findings_come_in_the_turn_of_the_edit(make_session: MakeSession, report: Report) -> None:
    session = make_session(report, find=_find)
    heard = listen(session)
    assert session.findings == ()
    session.set_values({NATURAL: Decimal(11)}, "填写")
    assert [kind for kind, _ in heard] == ["figures", "findings"]
    assert session.findings_at(TOTAL) == session.findings
    assert session.findings_at(BUSINESS) == ()
    session.undo()
    assert session.findings == ()
    assert session.findings_at(TOTAL) == ()


def test_checks_may_come_later(make_session: MakeSession, make_report: Any) -> None:
    session = make_session(make_report(received__natural=30))
    assert session.findings == ()
    session.set_checks(_find)
    assert [f.code for f in session.findings] == ["F-TEST"]


def test_dear_checks_come_shortly_after(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    session = make_session(report, find=_find)
    session._checking._costs["figures"] = 0.02
    session.set_values({NATURAL: Decimal(11)}, "填写")
    assert session.findings == ()
    qtbot.waitUntil(lambda: session.findings != (), timeout=2000)


def test_a_hundred_pages_are_checked_on_a_thread(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    at: list[tuple[bool, int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def find(given: Report) -> tuple[Finding, ...]:
        here = threading.current_thread() is threading.main_thread()
        count = given.section("overview").text.count("58条")  # type: ignore[union-attr]
        at.append((here, count))
        if not here:
            begun.set()
            assert go_on.wait(10)
        return (Finding("P-TEST", "hint", f"{count}处", key="k"),)

    session = make_session(report, find=find)
    at.clear()
    page = Paragraph("主动公开政府信息58条。" * 2000)
    session.set_paragraphs("overview", (page,), "粘贴")
    qtbot.waitUntil(begun.is_set)
    session.set_paragraphs("overview", (page, page), "粘贴")  # while it is still looking at one
    assert session.findings[0].message == "0处"
    heard = listen(session)
    go_on.set()
    qtbot.waitUntil(lambda: session.findings[0].message == "4000处")
    assert at == [(False, 2000), (False, 4000)]
    assert [kind for kind, _ in heard] == ["findings"]  # of the report as it was nothing is told


def test_an_explanation_is_bound_to_its_figures(make_session: MakeSession, report: Report) -> None:
    session = make_session(report, find=_find)
    session.set_values({NATURAL: Decimal(11)}, "填写")
    assert session.explain("k", " 年底集中申请 ")
    explanation = session.report.explanations[0]
    assert (explanation.text, explanation.figures) == ("年底集中申请", "11")
    session.explain("k", "")
    assert session.report.explanations == ()


def test_the_cell_in_focus_is_told_once(make_session: MakeSession, report: Report) -> None:
    session = make_session(report)
    heard: list[str] = []
    session.cell_focused.connect(heard.append)
    session.focus_cell(NATURAL)
    session.focus_cell(NATURAL)
    session.focus_cell("")
    assert heard == [NATURAL, ""]


def test_last_years_figures(make_session: MakeSession, report: Report, last: Report) -> None:
    session = make_session(report, last=last)
    assert session.last_figures[TOTAL] == 1
    assert make_session(report).last_figures == {}


def test_saving_follows_the_edit_on_another_thread(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    disk = Disk()
    session = make_session(report, save=disk)
    assert session.saved_state.kind == "saved"
    session.set_values({NATURAL: Decimal(4)}, "填写")
    assert session.saved_state.kind == "unsaved"
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved", timeout=3000)
    assert disk.stored == [session.report]
    assert session.saved_report is session.report
    assert disk.threads.isdisjoint({threading.get_ident()})


def test_saved_is_said_only_after_the_save_returned(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    started, let_go = threading.Event(), threading.Event()

    def save(report: Report) -> None:
        started.set()
        assert let_go.wait(5)

    session = make_session(report, save=save)
    session.set_values({NATURAL: Decimal(4)}, "填写")
    qtbot.waitUntil(started.is_set, timeout=3000)
    assert session.saved_state.kind == "saving"
    session.set_values({NATURAL: Decimal(5)}, "填写")
    let_go.set()
    qtbot.waitUntil(lambda: session.saved_report.values[NATURAL] == 4, timeout=3000)
    assert session.saved_state.kind == "unsaved"
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved", timeout=3000)
    assert session.saved_report.values[NATURAL] == 5


def test_typing_on_does_not_put_saving_off_for_ever(
    make_session: MakeSession, report: Report
) -> None:
    clock = Clock()
    session = make_session(report, save=Disk(), clock=clock)
    session.set_values({NATURAL: Decimal(100)}, "填写")
    assert session._saving._timer.interval() == 500
    for figure in range(4):
        clock.now += 0.45
        session.set_values({NATURAL: Decimal(figure)}, "填写")
    assert session._saving._timer.interval() == 200
    clock.now += 5
    session.set_values({NATURAL: Decimal(50)}, "填写")
    assert session._saving._timer.interval() == 0


def test_a_failure_stays_with_its_reason_until_saving_works(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    disk = Disk()
    disk.fault = StorageFailed("无法保存", "磁盘已满", "请清理磁盘空间")
    session = make_session(report, save=disk)
    session.set_values({NATURAL: Decimal(4)}, "填写")
    assert not session.flush()
    assert session.saved_state.kind == "failed"
    assert "磁盘已满" in session.saved_state.reason
    session.set_values({NATURAL: Decimal(5)}, "填写")
    assert session.saved_state.kind == "failed"
    disk.fault = None
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved", timeout=4000)
    assert disk.stored[-1].values[NATURAL] == 5


def test_flush_commits_the_editors_and_stores(make_session: MakeSession, report: Report) -> None:
    disk = Disk()
    session = make_session(report, save=disk)
    session.flushing.connect(lambda: session.set_values({NATURAL: Decimal(77)}, "填写"))
    assert session.flush()
    assert disk.stored[-1].values[NATURAL] == 77
    assert session.saved_state.kind == "saved"


def test_an_older_answer_does_not_undo_a_newer_one(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    """`flush` waits for the thread, whose own answer then still is in the queue."""
    disk = Disk()
    session = make_session(report, save=disk)
    for figure in (21, 22):
        session.set_values({NATURAL: Decimal(figure)}, "填写")
        assert session.flush()
    with qtbot.assertNotEmitted(session.saved_changed, wait=100):
        pass
    assert session.saved_report is session.report
    assert session.saved_state.kind == "saved"


def test_a_disk_that_does_not_answer_is_a_failure_and_not_a_hang(
    qtbot: QtBot, make_session: MakeSession, report: Report
) -> None:
    let_go = threading.Event()
    session = make_session(report, save=lambda report: let_go.wait(10))
    session.set_values({NATURAL: Decimal(21)}, "填写")
    assert not session.flush(wait=0.05)
    assert session.saved_state.kind == "failed"
    let_go.set()
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved", timeout=3000)


def test_without_a_place_to_save_nothing_is_called_saved(
    make_session: MakeSession, report: Report
) -> None:
    session = make_session(report)
    session.set_values({NATURAL: Decimal(21)}, "填写")
    assert session.saved_state.kind == "unsaved"
    assert not session.flush()
