"""Our own bugs: logged without report text, told, handed on."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
import yaml
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from giadesk.core.report import About, Report
from giadesk.places import home
from giadesk.ui.crash import Crashes, describe, mask, rotate, write_diagnosis

SECRET = "张三的申请15件"


@pytest.fixture
def crashes(qtbot: QtBot, tmp_path: Path) -> Iterator[Crashes]:
    hooks = sys.excepthook, threading.excepthook
    made = Crashes(tmp_path)
    made.install()
    yield made
    made.close()
    sys.excepthook, threading.excepthook = hooks


def fail() -> None:
    raise ValueError(f"cannot read {SECRET}")


def test_an_unhandled_exception_is_logged_without_the_reports_words(
    qtbot: QtBot, crashes: Crashes
) -> None:
    with qtbot.waitSignal(crashes.happened) as told:
        try:
            fail()
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    log = (crashes.folder / "giadesk.log").read_text("utf-8")
    for text in (log, told.args[0]):
        assert "ValueError: cannot read" in text
        assert "test_crash.py" in text
        assert "张三" not in text
        assert "15" not in text.split("ValueError")[-1]


def test_one_in_a_thread_is_taken_too(qtbot: QtBot, crashes: Crashes) -> None:
    with qtbot.waitSignal(crashes.happened):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()


def test_the_same_fault_is_told_once(qtbot: QtBot, crashes: Crashes) -> None:
    heard: list[str] = []
    crashes.happened.connect(heard.append)
    for _ in range(5):
        try:
            fail()
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    assert len(heard) == 1


def test_logged_exceptions_are_masked(crashes: Crashes) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("giadesk.x").exception("saving failed")
    text = (crashes.folder / "giadesk.log").read_text("utf-8")
    assert "saving failed" in text
    assert "张三" not in text


def test_masking() -> None:
    assert mask("row 12 of 云溪县: x") == "row ·· of ···: x"
    assert describe(ZeroDivisionError("a")) == "ZeroDivisionError: a"


LATIN = "Zhang San zhangsan@office.gov.cn"


def _kinds() -> list[Callable[[str], object]]:
    """Ways in which Python's, SQLite's and our libraries' errors come to quote what they were given."""

    def chained(text: str) -> None:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise RuntimeError(f"lost {text!r}") from error

    def asserted(text: str) -> None:
        raise AssertionError(text)

    def grouped(text: str) -> None:
        raise ExceptionGroup(text, [ValueError(text)])

    def from_another_type(text: str) -> None:
        raise type("Own", (ValueError,), {})({"unit": text})

    return [
        lambda text: {"": 0}[text],
        int,
        Decimal,
        lambda text: msgspec.json.decode(msgspec.json.encode([text]), type=list[int]),
        lambda text: msgspec.convert(text, type=Literal["draft"]),
        lambda text: sqlite3.connect(":memory:").execute(f"SELECT {text}"),
        lambda text: text.encode("cp037" if text.isascii() else "ascii", "strict").decode("utf-8"),
        lambda text: Path(text).read_bytes(),
        lambda text: [text].index(text + text),
        lambda text: datetime.strptime(text, "%Y"),
        lambda text: yaml.safe_load(f"{text}: [{text}"),
        chained,
        asserted,
        grouped,
        from_another_type,
    ]


@pytest.mark.parametrize("secret", [SECRET, LATIN])
@pytest.mark.parametrize("quote", _kinds())
def test_whatever_an_error_quotes_the_diagnosis_holds_no_report_text(
    qtbot: QtBot, crashes: Crashes, tmp_path: Path, quote: Callable[[str], object], secret: str
) -> None:
    report = Report(
        About(form="f", unit=secret, year=2025)
    )  # stands in the locals of the traceback
    with qtbot.waitSignal(crashes.happened) as told:
        try:
            quote(report.unit)
        except Exception as error:
            logging.getLogger("giadesk.x").exception("saving failed")
            sys.excepthook(type(error), error, error.__traceback__)
    write_diagnosis(crashes.folder, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        held = "".join(package.read(name).decode("utf-8") for name in package.namelist())
    assert held.count("test_crash.py") >= 2  # the place is told
    for text in (held, told.args[0]):
        for word in ("张三", "申请", "Zhang", "zhangsan", "office"):
            assert word not in text


def test_names_of_our_code_are_told() -> None:
    assert describe(AttributeError("'Report' object has no attribute 'units'")) == (
        "AttributeError: 'Report' object has no attribute 'units'"
    )
    assert describe(KeyError("Zhang")) == "KeyError: ·······"


def test_a_crash_below_python_names_places_only(tmp_path: Path) -> None:
    code = (
        "import faulthandler, sys\n"
        "from pathlib import Path\n"
        "from giadesk.ui.crash import Crashes\n"
        "crashes = Crashes(Path(sys.argv[1])); crashes.install()\n"
        f"def fall(unit): faulthandler._sigsegv()\nfall({SECRET!r})\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode < 0
    text = (tmp_path / "logs" / "crash.log").read_text("utf-8")
    assert "Segmentation fault" in text
    assert "in fall" in text
    assert "张三" not in text


def test_a_log_that_grew_too_large_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "giadesk.log"
    log.write_text("x" * 100)
    rotate(log, 1000)
    assert log.exists()
    rotate(log, 10)
    assert not log.exists()
    assert (tmp_path / "giadesk.1.log").read_text() == "x" * 100
    rotate(log, 10)


def test_without_a_place_to_write_it_still_watches(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    crashes = Crashes(tmp_path)
    crashes.install()
    try:
        with qtbot.waitSignal(crashes.happened):
            sys.excepthook(ValueError, ValueError("x"), None)
    finally:
        crashes.close()


def test_the_diagnosis_holds_logs_and_versions_only(crashes: Crashes, tmp_path: Path) -> None:
    target = tmp_path / "诊断.zip"
    write_diagnosis(crashes.folder, target)
    with zipfile.ZipFile(target) as package:
        assert set(package.namelist()) == {"versions.txt", "giadesk.log", "crash.log"}
        assert b"GIADesk" in package.read("versions.txt")


def test_it_can_be_exported_at_any_time(
    qtbot: QtBot, flows: Any, sample_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from giadesk.ui.more_menu import make_menu

    crashes = Crashes(home())
    crashes.install()
    target = tmp_path / "out.zip"
    answers = [("", ""), (str(tmp_path / "none" / "out.zip"), ""), (str(target), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answers.pop(0))
    menu = make_menu(flows, sample_page)
    action = next(a for a in menu.actions() if a.text() == "导出诊断包……")
    try:
        before = flows.window.messages.texts
        action.trigger()
        assert flows.window.messages.texts == before
        action.trigger()
        assert "文件夹不存在" in flows.window.messages.texts[0]
        action.trigger()
    finally:
        crashes.close()
    assert "已导出诊断包" in flows.window.messages.texts[0]
    with zipfile.ZipFile(target) as package:
        assert "giadesk.log" in package.namelist()
    titles = [a.text() for a in flows.window.start.help_menu().actions()]
    assert "导出诊断包……" in titles


def test_the_dialog_hands_it_on(
    qtbot: QtBot, flows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from giadesk.ui.crash_dialog import CrashDialog, show_crash

    show_crash(flows.window, tmp_path, "ValueError: x")
    assert "程序自身出了一个问题" in flows.window.messages.texts[0]
    dialog = CrashDialog(flows.window, tmp_path, "ValueError: x")
    qtbot.addWidget(dialog)
    details = dialog.findChild(QPlainTextEdit, "crashDetails")
    assert details is not None
    assert details.toPlainText() == "ValueError: x"
    target = tmp_path / "out.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.accept()
    assert target.exists()
    assert "已导出诊断包" in flows.window.messages.texts[0]
