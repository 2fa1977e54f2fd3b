"""Damaged, missing, occupied libraries in the real window, mended by clicks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from giadesk.app import _Starter
from giadesk.core.report import Paragraph, Report
from giadesk.places import library_file
from giadesk.store import Library
from giadesk.store.header import SCHEMA
from giadesk.ui.main_window import MainWindow

InDialog = Callable[..., list[str]]
CELL = "applications/received/natural"


class Office:
    """A clerk at the window, over the library of the test's own home."""

    def __init__(self, qtbot: QtBot, settings: QSettings) -> None:
        self.qtbot = qtbot
        self.window = MainWindow()
        self.window.resize(1366, 768)
        self.starter = _Starter(self.window, library_file().parent, settings, None)
        self.window.show()
        self.starter.after_paint()

    @property
    def page(self) -> Any:
        recovery = self.starter._recovery
        return recovery.page if recovery is not None else None

    def wait_for_page(self) -> Any:
        self.qtbot.waitUntil(
            lambda: self.page is not None and not self.window.jobs.busy, timeout=20000
        )
        return self.page

    def wait_for_library(self) -> Any:
        def there() -> bool:
            flows = self.window.flows
            return flows is not None and not flows.desk.closed and not self.window.jobs.busy

        self.qtbot.waitUntil(there, timeout=20000)
        return self.window.flows

    def press(self, widget: Any) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press_message(self, caption: str) -> None:
        def offered() -> list[QWidget]:
            found = self.window.messages.findChildren(QPushButton, "messageAction")
            return [b for b in found if b.text() == caption and b.isVisible()]

        self.qtbot.waitUntil(lambda: bool(offered()), timeout=20000)
        self.press(offered()[0])

    def cell(self, row: int, column: int) -> str:
        return str(self.page.table.item(row, column).text())


@pytest.fixture
def office(qtbot: QtBot, settings: QSettings) -> Iterator[Callable[[], Office]]:
    made: list[Office] = []

    def start() -> Office:
        made.append(Office(qtbot, settings))
        return made[-1]

    yield start
    for one in made:
        flows = one.window.flows
        if flows is not None:
            if flows.page is not None:
                flows.page.session.close()
            flows.safety.stop()
        qtbot.waitUntil(lambda o=one: not o.window.jobs.busy)  # type: ignore[misc]
        one.starter.close()
        one.window.hide()
        one.window.deleteLater()


@pytest.fixture
def stored(make_report: Callable[..., Report]) -> dict[str, Report]:
    """Three reports in the library, then a backup, then an edit of the last; what is stored, by id."""
    found = {}
    with Library.open(library_file()) as library:
        library.set_profile({"unit": "临川县柳河镇人民政府"})
        for year in (2023, 2024, 2025):
            report = make_report(year, received__natural=year).with_paragraphs(
                "overview", (Paragraph("全年主动公开。" * 400),)
            )
            report_id = library.create(report)
            found[report_id] = report
        assert library.keep_backup("hand").path
        found[report_id] = found[report_id].with_value(CELL, Decimal(77))
        library.save(report_id, found[report_id])
    return found


def flip(content: bytes) -> None:
    """Change some bytes of the library's file that occur in it once."""
    file = library_file()
    before = file.read_bytes()
    assert before.count(content) == 1
    file.write_bytes(before.replace(content, content[:-1] + b"#"))


def assert_all_there(flows: Any, stored: dict[str, Report]) -> None:
    library = flows.desk.library
    assert {e.id: library.load(e.id).report for e in library.entries()} == stored
    assert library.check().whole


def test_damage_found_in_the_background_is_mended_by_clicks(
    office: Callable[[], Office], stored: dict[str, Report], make_report: Callable[..., Report]
) -> None:
    with Library.open(library_file()) as library:
        first = next(e for e in library.entries() if e.year == 2023)
        stored[first.id] = stored[first.id].with_paragraphs("problems", (Paragraph("独一无二"),))
        library.save(first.id, stored[first.id])
        library.keep_backup("hand")
    flip("独一无二".encode())
    clerk = office()
    clerk.press_message("查看并修复……")
    page = clerk.wait_for_page()
    assert page.title.text() == "报告库有损坏"
    assert page.table.rowCount() == 1
    assert clerk.cell(0, 0) == "临川县柳河镇人民政府2023年报告"
    assert "存在的主要问题及改进情况" in clerk.cell(0, 1)
    assert clerk.cell(0, 2).endswith("的备份")
    assert clerk.cell(0, 3) == "与最后一次保存的内容完全相同"
    clerk.press(page.mend)
    clerk.qtbot.waitUntil(lambda: page.title.text() == "报告库已修复", timeout=20000)
    (aside,) = (library_file().parent / "replaced").iterdir()
    assert str(aside) in page.words.text()
    clerk.press(page.retry)
    flows = clerk.wait_for_library()
    assert_all_there(flows, stored)
    assert clerk.page is None
    assert clerk.window.pages.currentWidget() is clerk.window.start
    assert len(clerk.window.start.bring_library().model.everything) == 3


def test_what_no_backup_has_is_named_as_lost(
    office: Callable[[], Office], make_report: Callable[..., Report]
) -> None:
    with Library.open(library_file()) as library:
        made = make_report(2024).with_paragraphs("problems", (Paragraph("独一无二"),))
        report_id = library.create(made)
    flip("独一无二".encode())
    clerk = office()
    clerk.press_message("查看并修复……")
    page = clerk.wait_for_page()
    # the start's own backup is of a damaged library and counts for nothing
    assert "找不回来，请补填：“存在的主要问题及改进情况”的文字" in clerk.cell(0, 3)
    clerk.press(page.mend)
    clerk.qtbot.waitUntil(lambda: page.title.text() == "报告库已修复", timeout=20000)
    clerk.press(page.retry)
    flows = clerk.wait_for_library()
    assert flows.desk.library.check().whole
    assert flows.desk.library.load(report_id).report.unit == made.unit


def test_a_file_without_its_beginning_is_mended(
    office: Callable[[], Office], stored: dict[str, Report]
) -> None:
    content = library_file().read_bytes()
    library_file().write_bytes(bytes(4096) + content[4096:])
    clerk = office()
    page = clerk.wait_for_page()
    assert page.title.text() == "报告库文件已损坏或被替换"
    assert page.state.text().startswith("修复之后：")
    clerk.press(page.mend)
    clerk.qtbot.waitUntil(lambda: page.title.text() == "报告库已修复", timeout=20000)
    clerk.press(page.retry)
    assert_all_there(clerk.wait_for_library(), stored)


def test_where_nothing_is_left_an_empty_library_is_made_and_the_old_file_kept(
    office: Callable[[], Office], in_dialog: InDialog
) -> None:
    library_file().write_bytes(bytes(20000))
    clerk = office()
    page = clerk.wait_for_page()
    assert "没有" in page.state.text() or "不是" in page.state.text()
    assert not page.mend.isVisible()
    assert page.backups_title.text() == "没有找到备份"
    seen = in_dialog(lambda box: box.findChild(QPushButton, "choice0").click())
    clerk.press(page.anew)
    flows = clerk.wait_for_library()
    assert seen == ["question"]
    assert flows.desk.library.entries() == []
    (aside,) = (library_file().parent / "replaced").iterdir()
    assert (aside / "library.db").read_bytes() == bytes(20000)


def test_a_library_that_vanished_is_restored_from_its_backup(
    office: Callable[[], Office], stored: dict[str, Report], in_dialog: InDialog
) -> None:
    library_file().unlink()
    clerk = office()
    page = clerk.wait_for_page()
    assert page.title.text() == "找不到报告库"
    seen = in_dialog(lambda box: box.findChild(QPushButton, "choice0").click())
    clerk.press(page.restore)
    flows = clerk.wait_for_library()
    assert seen == ["question"]
    assert len(flows.desk.library.entries()) == 3
    assert not flows.desk.library.read_only
    clerk.press_message("内容正确")
    clerk.qtbot.waitUntil(lambda: not flows.desk.library.restored_from)


def test_a_whole_library_can_be_put_back_from_the_settings(
    office: Callable[[], Office], stored: dict[str, Report], in_dialog: InDialog
) -> None:
    clerk = office()
    flows = clerk.wait_for_library()
    seen = in_dialog(lambda dialog: dialog.findChild(QPushButton, "backupRestore").click())
    flows.own.edit()
    assert seen == ["settingsDialog"]
    page = clerk.wait_for_page()
    assert page.title.text() == "恢复报告库"
    assert not page.mend.isVisible()
    clerk.press(page.retry)
    assert_all_there(clerk.wait_for_library(), stored)


def test_a_second_place_is_chosen_and_may_be_missing(
    office: Callable[[], Office],
    stored: dict[str, Report],
    in_dialog: InDialog,
    tmp_path: Path,
    settings: QSettings,
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    clerk = office()
    flows = clerk.wait_for_library()

    def choose(dialog: Any) -> None:
        page = dialog.findChild(QWidget, "backupPage")
        assert "最近的备份：" in page.last.text()
        page.place.setText(str(stick))
        dialog.ok.click()

    in_dialog(choose)
    flows.own.edit()
    name = library_file().stem
    clerk.qtbot.waitUntil(lambda: bool(list(stick.glob(f"{name}-r*.db"))), timeout=20000)
    assert flows.desk.library.setting("backup_place") == str(stick)
    assert settings.value("backup/place") == str(stick)
    for backup in stick.iterdir():
        backup.unlink()
    stick.rmdir()
    report_id, report = next(iter(stored.items()))
    flows.desk.library.save(report_id, report.with_value(CELL, Decimal(5)))
    flows.safety.back_up("timer")
    clerk.qtbot.waitUntil(
        lambda: any("U 盘没有插好" in text for text in clerk.window.messages.texts), timeout=20000
    )
    assert flows.desk.library.backups()[0].revision == flows.desk.library.revision


_HOLDER = """
import sys
from giadesk.store import Library
with Library.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_a_library_that_is_open_elsewhere_says_by_whom_and_shows_its_backup(
    office: Callable[[], Office], stored: dict[str, Report]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(library_file())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        clerk = office()
        page = clerk.wait_for_page()
        assert page.title.text() == "报告库正在被使用"
        assert "正在使用（自 20" in page.words.text()
        assert not page.restore.isVisible()
        assert not page.anew.isVisible()
        clerk.press(page.look)
        flows = clerk.wait_for_library()
        assert flows.desk.library.read_only
        assert len(flows.desk.library.entries()) == 3
        assert any("正在查看" in text for text in clerk.window.messages.texts)
        other.communicate("\n")
    clerk.press_message("关闭备份，回到报告库")
    clerk.qtbot.waitUntil(lambda: clerk.wait_for_library().desk.library.path == library_file())
    assert not flows.desk.library.read_only
    assert_all_there(flows, stored)


def test_a_newer_library_is_left_alone(
    office: Callable[[], Office], stored: dict[str, Report]
) -> None:
    content = bytearray(library_file().read_bytes())
    content[60:64] = (SCHEMA + 1).to_bytes(4, "big")
    library_file().write_bytes(content)
    clerk = office()
    page = clerk.wait_for_page()
    assert page.title.text() == "报告库由更新版本的程序写成"
    for shut in (page.mend, page.restore, page.choose, page.anew):
        assert not shut.isVisible()
    assert library_file().read_bytes() == content


def test_a_place_that_cannot_be_made_is_a_sentence(
    office: Callable[[], Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "U盘").write_text("a file where a folder should be")
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path / "U盘" / "家"))
    clerk = office()
    page = clerk.wait_for_page()
    assert page.title.text() == "报告库打不开"
    assert "请检查磁盘或 U 盘是否已连接" in page.words.text()
    (tmp_path / "U盘").unlink()
    clerk.press(page.retry)
    assert clerk.wait_for_library().desk.library.entries() == []
