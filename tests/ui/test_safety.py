"""Rescue, backups, and the versions of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from giadesk.core.errors import StorageFailed
from giadesk.core.report import Paragraph
from giadesk.places import home
from giadesk.store import rescue
from giadesk.store.backups import backups_in
from giadesk.store.occupancy import Note
from giadesk.store.rescue import find_rescued
from giadesk.ui.flows import Flows
from giadesk.ui.versions_dialog import VersionsDialog

CELL = "applications/received/natural"
InDialog = Callable[..., list[str]]


def break_library(flows: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise StorageFailed("无法保存报告", "磁盘已满", "请清理磁盘空间")

    monkeypatch.setattr(flows.desk.library, "save", fail)


def test_what_the_library_does_not_take_is_put_aside(
    qtbot: QtBot, flows: Flows, sample_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        break_library(flows, context)
        sample_page.session.set_values({CELL: Decimal(77)}, "填写")
        assert not sample_page.session.flush()
        assert "内容已另存在" in sample_page.session.saved_state.reason
        found = find_rescued(home())
        assert [r.report.values[CELL] for r in found] == [77]
    assert sample_page.session.flush()
    assert find_rescued(home()) == []


def test_where_nothing_can_be_put_aside_it_is_said_and_kept_in_memory(
    qtbot: QtBot, flows: Flows, sample_page: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    session = sample_page.session
    with monkeypatch.context() as context:
        break_library(flows, context)
        context.setattr(rescue, "rescue_places", lambda _: [tmp_path / "file" / "rescue"])
        session.set_values({CELL: Decimal(77)}, "填写")
        assert not session.flush()
        assert session.saved_state.kind == "failed"
        assert "无法保存报告：磁盘已满" in session.saved_state.reason
        assert "请不要关闭程序" in session.saved_state.reason
    assert session.flush()
    assert flows.desk.open(sample_page.opened.id).report.values[CELL] == 77


def test_what_was_put_aside_is_offered_and_taken_back(
    qtbot: QtBot, flows: Flows, sample_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = sample_page.opened.id
    with monkeypatch.context() as context:
        break_library(flows, context)
        sample_page.session.set_values({CELL: Decimal(77)}, "填写")
        sample_page.session.flush()
        monkeypatch.setattr(flows, "_may_lose", lambda _: True)
        assert flows.leave_report()
    assert CELL not in flows.desk.open(report_id).report.values
    flows.begin_keeping()
    qtbot.waitUntil(lambda: any("没有存进报告库" in t for t in flows.window.messages.texts))
    button = next(
        b
        for b in flows.window.messages.findChildren(QPushButton, "messageAction")
        if b.text() == "取回"
    )
    button.click()
    qtbot.waitUntil(lambda: flows.page is not None, timeout=10000)
    assert flows.session is not None
    assert flows.session.report.values[CELL] == 77
    assert find_rescued(home()) == []


def test_after_a_crash_it_says_what_is_there_and_opens_it(
    qtbot: QtBot, flows: Flows, sample_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flows.leave_report()
    note = Note("王芳@办公室", "2026-11-20 09:30", 7)
    monkeypatch.setattr(type(flows.desk.library), "unclean", property(lambda _: note))
    messages = flows.window.messages
    flows.begin_keeping()
    (text,) = (t for t in messages.texts if "没有正常退出" in t)
    row = flows.desk.rows()[0]
    assert "（2026-11-20 09:30开始使用）" in text
    assert f"最后保存的是{row.unit}{row.year}年报告" in text
    button = next(b for b in messages.findChildren(QPushButton, "messageAction"))
    assert button.text() == "打开"
    button.click()
    qtbot.waitUntil(lambda: flows.page is not None, timeout=10000)
    assert not any("没有正常退出" in t for t in messages.texts)


@pytest.mark.parametrize(("days", "said"), [(0.9, False), (400, True)])
def test_a_clock_that_went_back_is_said(
    qtbot: QtBot, flows: Flows, sample_page: Any, days: float, said: bool
) -> None:
    library = flows.desk.library
    library._clock = lambda: datetime.now(UTC) + timedelta(days=days)
    change(sample_page, 5, "在走快的时钟下写的")
    assert flows.leave_report()
    flows.begin_keeping()
    found = [text for text in flows.window.messages.texts if "电脑的日期是" in text]
    assert bool(found) is said
    if said:
        assert f"（{(datetime.now(UTC) + timedelta(days=days)).year}年" in found[0]


def test_a_disk_that_does_not_answer_is_said_and_saving_goes_on(
    qtbot: QtBot, flows: Flows, sample_page: Any
) -> None:
    session = sample_page.session
    with flows.desk.library._database.lock:
        session.set_values({CELL: Decimal(88)}, "填写")
        assert not session.flush(0.1)
        assert session.saved_state.kind == "failed"
        assert session.saved_state.reason == "无法保存报告：磁盘没有回应。"
        session.save_now()  # waits for nothing
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved", timeout=10000)
    assert flows.desk.open(sample_page.opened.id).report.values[CELL] == 88


def test_what_is_typed_is_saved_when_the_window_is_left(
    qtbot: QtBot, flows: Flows, sample_page: Any
) -> None:
    session = sample_page.session
    session.set_values({CELL: Decimal(89)}, "填写")
    with qtbot.waitSignal(session.saved_changed), flows.desk.library._database.lock:
        flows._activated(False)  # not even a disk that does not answer keeps the window
        assert session.saved_state.kind == "saving"
    qtbot.waitUntil(lambda: session.saved_state.kind == "saved")
    assert flows.desk.open(sample_page.opened.id).report.values[CELL] == 89


def test_a_rescued_report_that_is_gone_becomes_a_new_one(
    qtbot: QtBot, flows: Flows, make_report: Any
) -> None:
    from giadesk.store.rescue import keep_rescue

    keep_rescue(home(), "0123", make_report(received__natural=5), 1, "磁盘已满")
    made = flows.safety.take_back(flows.safety.found()[0])
    assert flows.desk.open(made).report.values[CELL] == 5


def test_backups_are_made(qtbot: QtBot, flows: Flows, sample_page: Any) -> None:
    flows.safety.begin()
    qtbot.waitUntil(lambda: len(flows.desk.library.backups()) == 1)
    sample_page.session.set_values({CELL: Decimal(3)}, "填写")
    library = flows.desk.library
    with qtbot.waitSignal(flows.keeping.ended, timeout=20000):
        assert not flows.may_close()
        assert not flows.window.isVisible()  # the clerk waits for nothing
    assert flows.desk.closed
    assert flows.may_close()
    assert library.path is not None
    last, first = backups_in(library.path.parent / "backups", library.path)
    assert (last.reason, first.reason) == ("exit", "start")


def test_a_backup_at_the_end_that_takes_too_long_is_given_up(
    qtbot: QtBot, flows: Flows, sample_page: Any
) -> None:
    assert flows.leave_report()
    flows.safety._patience.setInterval(50)
    with flows.desk.library._database.lock:  # no backup gets anywhere
        with qtbot.waitSignal(flows.keeping.ended, timeout=20000):
            assert not flows.may_close()
        assert flows.desk.closed
    assert flows.may_close()


def test_the_program_started_again_before_its_end_goes_on(
    qtbot: QtBot, flows: Flows, sample_page: Any
) -> None:
    assert flows.leave_report()
    with flows.desk.library._database.lock:
        assert not flows.may_close()
        flows.keeping.stay()
        flows.window.raise_up()
    with qtbot.assertNotEmitted(flows.keeping.ended, wait=300):
        pass
    assert flows.window.isVisible()
    assert not flows.desk.closed
    assert len(flows.desk.rows()) == 2


def change(page: Any, figure: int, text: str) -> None:
    page.session.set_values({CELL: Decimal(figure)}, "填写")
    page.session.set_paragraphs("problems", (Paragraph(text),), "改写")
    assert page.session.flush()


def test_a_version_is_compared_and_restored(
    qtbot: QtBot, flows: Flows, sample_page: Any, in_dialog: InDialog
) -> None:
    change(sample_page, 3, "第一稿的文字。")
    library = flows.desk.library
    library.keep_version(sample_page.opened.id, "hand", "第一稿")
    change(sample_page, 8, "第二稿的文字。")
    before = sample_page.session.report

    def work(dialog: Any) -> None:
        assert "第一稿" in dialog.list.item(0).text()
        assert dialog.tabs.tabText(0) == "文字（1个部分不同）"
        assert dialog.figures.rowCount() == 2  # the figure and its total
        assert dialog.figures.item(0, 1).text() == "3"
        dialog.section.setCurrentIndex(dialog.section.findData("problems"))
        assert [p.kind for p in dialog.view.pairs] == ["changed"]
        dialog.ok.click()

    in_dialog(work)
    flows.handing.versions(sample_page)
    qtbot.waitUntil(lambda: sample_page.session.report.values.get(CELL) == 3)
    assert sample_page.session.report.section("problems").text == "第一稿的文字。"
    assert len(library.versions(sample_page.opened.id)) == 2
    sample_page.session.undo()
    assert sample_page.session.report == before


def test_a_report_without_versions_says_so(qtbot: QtBot, flows: Flows, sample_page: Any) -> None:
    dialog = VersionsDialog(
        None,
        sample_page.session.report,
        sample_page.session.form,
        [],
        lambda _: sample_page.session.report,
        read_only=False,
    )
    qtbot.addWidget(dialog)
    assert not dialog.ok.isEnabled()
    assert dialog.number == 0


def test_a_damaged_report_opens_without_what_is_damaged(
    qtbot: QtBot, flows: Flows, make_report: Any
) -> None:
    """A flipped figure in the file is noticed, told, and left out when the clerk says so."""
    library = flows.desk.library
    made = library.create(make_report(received__natural=3, received__business=4))
    library._held.clear()
    with library._database.writing("test") as connection:
        connection.exec_driver_sql(
            "UPDATE value SET content='8' WHERE report_id=? AND path=?", (made, f"figures/{CELL}")
        )
    flows.open(made)
    qtbot.waitUntil(lambda: bool(flows.window.messages.texts), timeout=10000)
    assert flows.page is None
    button = flows.window.messages.findChild(QPushButton, "messageAction")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: flows.page is not None, timeout=10000)
    assert flows.session is not None
    assert flows.session.report.values == {"applications/received/business": Decimal(4)}
    assert f"figures/{CELL}" in flows.window.messages.texts[0]
