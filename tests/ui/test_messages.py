"""The message bar, decisions and jobs."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from giadesk.core.errors import StorageFailed
from giadesk.ui.jobs import JobBar, Progress
from giadesk.ui.messages import MessageBar, ask


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_a_message_is_shown_as_it_is(bar: MessageBar) -> None:
    bar.say("<b>不是标记</b> & 一个<img src=x>")
    label = bar.findChild(QLabel, "messageText")
    assert label is not None
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>不是标记</b> & 一个<img src=x>"
    assert not bar.isHidden()


def test_news_replace_news_and_faults_stay(bar: MessageBar) -> None:
    bar.say("磁盘已满", "must")
    bar.say("已导出", "good")
    bar.say("已撤销")
    assert bar.texts == ["已撤销", "磁盘已满"]


def test_a_key_replaces_and_withdraws(bar: MessageBar) -> None:
    bar.say("保存失败：磁盘已满", "must", key="saving")
    bar.say("保存失败：没有权限", "must", key="saving")
    assert bar.texts == ["保存失败：没有权限"]
    bar.withdraw("saving")
    assert bar.isHidden()


def test_at_most_three(bar: MessageBar) -> None:
    for number in range(5):
        bar.say(f"第{number}个问题", "must")
    assert bar.texts == ["第4个问题", "第3个问题", "第2个问题"]


def test_actions_and_closing(qtbot: QtBot, bar: MessageBar) -> None:
    done: list[str] = []
    bar.say("已移入回收站", "hint", [("撤销", lambda: done.append("撤销"))])
    button = bar.findChild(QPushButton, "messageAction")
    assert button is not None
    button.click()
    assert done == ["撤销"]
    assert bar.close_top()
    assert not bar.close_top()


def test_what_the_world_did_is_said_in_its_words(bar: MessageBar) -> None:
    bar.say_error(StorageFailed("无法保存", "磁盘已满", "请清理磁盘"))
    assert bar.texts == ["无法保存：磁盘已满。请清理磁盘。"]


def test_a_bug_of_ours_is_said_without_a_traceback(
    bar: MessageBar, caplog: pytest.LogCaptureFixture
) -> None:
    bar.say_error(ZeroDivisionError("x"))
    assert "程序自身的问题" in bar.texts[0]
    assert "ZeroDivisionError" in caplog.text


def answer(name: str) -> None:
    """Press a button of the question that is going to be asked."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.textFormat() == Qt.TextFormat.PlainText
        button = box.findChild(QPushButton, name)
        assert button is not None
        button.click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(("name", "expected"), [("choice0", 0), ("choice1", 1), ("cancel", -1)])
def test_asking_gives_the_choice(qtbot: QtBot, name: str, expected: int) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answer(name)
    assert ask(parent, "还有内容没有保存", "磁盘已满", ["另存副本", "不保存"]) == expected


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobBar]:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.resize(600, 40)
    yield bar
    qtbot.waitUntil(lambda: not bar.busy)


def test_a_job_gives_its_result_on_the_windows_thread(qtbot: QtBot, jobs: JobBar) -> None:
    got: list[tuple[int, bool, bool]] = []
    here = threading.get_ident()

    def work(progress: Progress) -> tuple[int, bool]:
        progress.say("算到一半", 0.5)
        return 42, threading.get_ident() != here

    jobs.run("计算", work, lambda r: got.append((*r, threading.get_ident() == here)), got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, True, True)]
    qtbot.waitUntil(lambda: not jobs.busy)
    assert jobs.isHidden()


def test_a_job_that_fails_says_why(qtbot: QtBot, jobs: JobBar) -> None:
    faults: list[BaseException] = []

    def work(_: Progress) -> None:
        raise StorageFailed("无法写入", "磁盘已满")

    jobs.run("导出", work, lambda _: None, faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert str(faults[0]) == "无法写入：磁盘已满。"


def test_a_long_job_shows_itself_and_can_be_stopped(qtbot: QtBot, jobs: JobBar) -> None:
    let_go = threading.Event()
    results: list[object] = []
    stopped: list[bool] = []

    def work(progress: Progress) -> str:
        let_go.wait(10)
        try:
            progress.say("下一步")
        except BaseException:
            stopped.append(True)
            raise
        return "完成"

    jobs.run("汇总", work, results.append, results.append)
    qtbot.waitUntil(lambda: jobs.findChild(QPushButton, "jobStop") is not None)
    qtbot.waitUntil(lambda: not jobs.isHidden())
    stop = jobs.findChild(QPushButton, "jobStop")
    assert stop is not None
    stop.click()
    let_go.set()
    qtbot.waitUntil(lambda: bool(stopped))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert results == []
