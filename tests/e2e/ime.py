"""A clerk with a real input method: 政府信息公开 typed by pinyin in every place that takes text.

Run by test_ime.py inside a D-Bus session of its own, on a screen of its own. It starts fcitx5 with
pinyin, and the program with QT_IM_MODULE=fcitx, as a Chinese desktop would: the rule before the
application starts must lead to fcitx5 through the ibus protocol. Prints a line for every place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from giadesk.sample import filled, sample_docx
from giadesk.ui.main_window import MainWindow
from tests.e2e.clerk import Clerk, run
from tests.e2e.ime_tables import half_way, own_tables

PINYIN, WORDS = "zhengfuxinxigongkai", "政府信息公开"
HALF, HALF_WORDS = "zhengfu", ("政府", "zhengfu", "zheng fu")
"""Composed and not yet chosen; what may stand there when it is committed from outside."""
_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
_EDITS = (QLineEdit, QTextEdit, QPlainTextEdit)


class Places:
    """The places tried: where, which, and what came of it."""

    def __init__(self, clerk: Clerk, window: MainWindow) -> None:
        self.clerk = clerk
        self.window = window
        self.tried: list[tuple[str, str, str]] = []
        self._seen: set[tuple[str, str]] = set()

    def note(self, where: str, name: str, fine: bool, found: str) -> None:
        """Keep what came of one place."""
        self.tried.append((where, name, "对" if fine else f"不对：{found!r}"))

    def sweep(self, where: str) -> None:
        """Type into every field that can be seen in the dialog or the window, and take it back."""
        edits = self.clerk.gui(lambda: list(self._edits()))
        for edit in edits:
            name = self.clerk.gui(lambda e=edit: e.accessibleName() or e.objectName())
            if (where, name) in self._seen:
                continue
            self._seen.add((where, name))
            self.clerk.gui(edit.setFocus)
            self.clerk.until(f"the focus in {name}", edit.hasFocus)
            before = self.clerk.gui(lambda e=edit: _text(e))
            self.clerk.press("ctrl+a", "Delete")
            self.compose(PINYIN)
            self.clerk.press("space")
            fine = self.clerk.soon(lambda e=edit: WORDS in _text(e), 5)
            self.note(where, name, fine, self.clerk.gui(lambda e=edit: _text(e)))
            for _ in range(4):
                if self.clerk.gui(lambda e=edit: _text(e)) == before:
                    break
                self.clerk.press("ctrl+z")

    def compose(self, letters: str) -> None:
        """Type letters as a person does: the input method answers each."""
        self.clerk.presses += len(letters)
        self.clerk._xdotool("type", "--delay", "15", letters)

    def _edits(self) -> Iterator[QWidget]:
        top = QApplication.activeModalWidget() or self.window
        for widget in top.findChildren(QWidget):
            if not isinstance(widget, _EDITS) or isinstance(widget.parentWidget(), QSpinBox):
                continue
            if isinstance(widget.parentWidget(), QComboBox):
                continue
            if widget.isVisible() and widget.isEnabled() and not widget.isReadOnly():
                yield widget


def _text(edit: Any) -> str:
    return str(edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText())


def script(clerk: Clerk, window: MainWindow) -> None:
    places = Places(clerk, window)
    try:
        _walk(clerk, window, places)
    finally:
        for where, name, outcome in places.tried:
            print(f"| {where} | {name} | {outcome} |")
    wrong = [p for p in places.tried if p[2] != "对"]
    assert not wrong, wrong
    assert len(places.tried) >= 70


def _walk(clerk: Clerk, window: MainWindow, places: Places) -> None:
    clerk.widget("welcome")
    clerk.focus_window()
    places.sweep("欢迎")
    clerk.click("later")
    clerk.until("the start page", lambda: window.pages.currentWidget() is window.start)
    clerk.skip_the_tour()
    places.sweep("开始")
    _dialog(clerk, places, "本单位与设置", "ctrl+comma", "settingsDialog")
    _dialog(clerk, places, "新建空白报告", "alt+3", "blankDialog")
    _half_way_in_a_field(clerk, places)
    _import(clerk, places)
    clerk.gui(lambda: window.flows.open(window.flows.desk.sample()))  # type: ignore[union-attr]
    page: Any = clerk.until("the report page", lambda: window.flows and window.flows.page)
    clerk.focus_window()
    _report(clerk, places, page)
    _tables(clerk, places, page)
    _half_way(clerk, places, page)
    table = own_tables(clerk, places, page, PINYIN, WORDS)
    half_way(clerk, places, table, HALF, HALF_WORDS)
    _dialog(clerk, places, "导出", "ctrl+e", "exportDialog")
    _dialog(clerk, places, "使用手册", "F1", "manualDialog")
    _menu_dialog(clerk, places, "标题、落款、附件", 1)
    _explanation(clerk, places, page)
    _review(clerk, places, page)


@contextmanager
def _opened(clerk: Clerk, name: str) -> Iterator[None]:
    clerk.widget(name)
    clerk.focus_window()
    yield
    clerk.until(
        "closed",
        lambda: (top := QApplication.activeModalWidget()) is None or (top.close() and False),
    )
    clerk.focus_window()


def _dialog_name() -> str:
    dialog = QApplication.activeModalWidget()
    return dialog.objectName() if dialog is not None else ""


def _dialog(clerk: Clerk, places: Places, where: str, key: str, name: str) -> None:
    clerk.press(key)
    with _opened(clerk, name):
        places.sweep(where)


def _menu_dialog(clerk: Clerk, places: Places, where: str, downs: int) -> None:
    clerk.click("more")
    clerk.until("the menu", QApplication.activePopupWidget)
    clerk.press(*["Down"] * downs, "Return")
    clerk.until("the dialog", QApplication.activeModalWidget)
    with _opened(clerk, clerk.gui(lambda: QApplication.activeModalWidget().objectName())):
        places.sweep(where)


def _import(clerk: Clerk, places: Places) -> None:
    clerk.press("alt+2")
    clerk.widget("openFile")
    clerk.focus_window()
    places.sweep("选择文件")
    name: Any = clerk.widget("fileNameEdit")
    clerk.gui(name.setFocus)
    clerk.press("ctrl+a")
    clerk.gui(lambda: QApplication.clipboard().setText(str(sample_docx())))
    clerk.press("ctrl+v")
    for _ in range(3):
        clerk.press("Return")
        if clerk.soon(lambda: _dialog_name() != "openFile"):
            break
    with _opened(clerk, "importReview"):
        places.sweep("导入核对")


def _report(clerk: Clerk, places: Places, page: Any) -> None:
    """The text of every section, find and replace, and the search for a live figure."""
    for number, section in enumerate(page.session.report.sections, start=1):
        clerk.press(f"ctrl+{number}")
        clerk.until("the section", lambda i=section.id: page.section_id == i)
        if not clerk.gui(lambda: page.page.prose_frame.isVisible()):
            clerk.click("addProse")
        places.sweep(f"填报：{section.title}")
    clerk.gui(page.page.prose.text.setFocus)
    clerk.press("ctrl+h")
    clerk.until("the bar", lambda: page.page.prose.find_bar.isVisible())
    places.sweep("查找和替换")
    clerk.press("Escape")
    clerk.gui(page.page.prose.text.setFocus)
    clerk.press("ctrl+End", "shift+bracketleft")
    line: Any = clerk.until(
        "the search", lambda: next((e for e in places._edits() if e.hasFocus()), None)
    )
    places.compose("shenqing")
    clerk.press("space")
    fine = clerk.soon(lambda: "申请" in _text(line), 5)
    places.note("插入数据", "查找指标（{）", fine, clerk.gui(lambda: _text(line)))
    clerk.press("Escape")


def _tables(clerk: Clerk, places: Places, page: Any) -> None:
    """A cell of every table: the words stand in its line, and stay beside it when it is left."""
    session = page.session
    for number, section in enumerate(session.report.sections, start=1):
        for table in session.form.tables_of(section.id):
            clerk.press(f"ctrl+{number}")
            clerk.until("the section", lambda i=section.id: page.section_id == i)
            editor = page.page.tables[table.id]
            clerk.gui(editor.setFocus)
            view = editor.view
            for name, key in (("第一格", "ctrl+Home"), ("下一行", "Down")):
                clerk.press(key)
                clerk.until("a cell", lambda v=view: v.hasFocus() and v.current_id)
                cell = clerk.gui(lambda v=view: v.current_id)
                places.compose(PINYIN)
                clerk.press("space")
                fine = clerk.soon(lambda v=view: v.editor and v.editor.text() == WORDS, 5)
                text = clerk.gui(lambda v=view: v.editor.text() if v.editor else "")
                places.note(f"表：{table.title or section.title}", f"{name}，格内", fine, text)
                clerk.press("Tab")
                fine = clerk.soon(lambda e=editor, c=cell: e.figures.shown(c) == WORDS, 5)
                text = clerk.gui(lambda e=editor, c=cell: e.figures.shown(c))
                places.note(f"表：{table.title or section.title}", f"{name}，离开后", fine, text)
                clerk.press("shift+Tab")
                clerk.until("the cell", lambda v=view, c=cell: v.current_id == c)
                clerk.press("Delete")


def _half_way(clerk: Clerk, places: Places, page: Any) -> None:
    """While it is still being composed: move on, save, another section, Esc."""
    session = page.session
    cell = "applications/received/natural"
    clerk.press("ctrl+4")
    clerk.until("the table", lambda: page.section_id == "requests")
    editor = page.page.tables["applications"]
    view = editor.view

    def prose() -> Any:
        return page.page.prose.text

    def begin() -> None:
        clerk.gui(lambda: editor.focus_value(cell))
        clerk.press("Delete")
        places.compose(HALF)
        clerk.until(
            "composing", lambda: view.editor and view.editor.composing.replace(" ", "") == HALF
        )

    def kept() -> bool:
        view.settle()
        return bool(editor.figures.shown(cell) in HALF_WORDS)

    def click_elsewhere() -> None:
        index = editor.figures.index_of("applications/granted/business")
        place = clerk.gui(lambda: view.viewport().mapToGlobal(view.visualRect(index).center()))
        _click(clerk, place)

    def save() -> None:
        """The input method may keep the key for itself; what is composed then is chosen after it."""
        clerk.press("ctrl+s")
        time.sleep(0.3)
        if clerk.gui(lambda: _composing(view) or prose().composing):
            clerk.press("space")

    for name, act in (
        ("点另一格", click_elsewhere),
        ("Ctrl+S", save),
        ("转到另一部分", lambda: clerk.gui(lambda: page.show_section("problems"))),
    ):
        begin()
        act()
        fine = clerk.soon(kept, 5)
        places.note(
            "组字未完", f"表格，{name}", fine, clerk.gui(lambda: editor.figures.shown(cell))
        )
        clerk.press("Escape")
        clerk.gui(lambda: page.show_section("requests"))
        clerk.gui(lambda: editor.focus_value(cell))
        clerk.press("Delete")
    begin()
    clerk.press("Escape", "Escape")
    fine = clerk.soon(lambda: editor.figures.shown(cell) == "", 5)
    places.note("组字未完", "表格，Esc 放弃", fine, clerk.gui(lambda: editor.figures.shown(cell)))

    def text() -> str:
        return str(session.report.section("problems").text)

    for name, act in (
        ("Ctrl+S", save),
        ("转到另一部分", lambda: clerk.gui(lambda: page.show_section("requests"))),
    ):
        clerk.gui(lambda: page.show_section("problems"))
        clerk.gui(lambda: prose().setFocus())
        clerk.press("ctrl+End", "Return")
        before = clerk.gui(text)
        places.compose(HALF)
        clerk.until("composing", lambda: prose()._preedit.replace(" ", "") == HALF)
        act()
        fine = clerk.soon(lambda b=before: text().removeprefix(b) in HALF_WORDS, 5)
        places.note("组字未完", f"正文，{name}", fine, clerk.gui(text)[-20:])
    clerk.gui(lambda: page.show_section("problems"))
    clerk.gui(lambda: prose().setFocus())
    clerk.press("ctrl+End", "Return")
    before = clerk.gui(text)
    places.compose(HALF)
    clerk.until("composing", lambda: prose().composing)
    clerk.press("Escape")
    fine = clerk.soon(lambda: not prose().composing and text() == before, 5)
    places.note("组字未完", "正文，Esc 放弃", fine, clerk.gui(text)[-20:])


def _composing(view: Any) -> bool:
    return view.editor is not None and bool(view.editor.composing)


def _half_way_in_a_field(clerk: Clerk, places: Places) -> None:
    """In a dialog: the next field is clicked, and the letters must not be gone."""
    clerk.press("alt+3")
    with _opened(clerk, "blankDialog"):
        unit: Any = clerk.widget("unit")
        clerk.gui(unit.setFocus)
        clerk.press("ctrl+a", "Delete")
        places.compose(HALF)
        time.sleep(1)
        clerk.click("year")
        fine = clerk.soon(lambda: unit.text() in HALF_WORDS, 5)
        places.note("组字未完", "对话框的栏，点另一栏", fine, clerk.gui(unit.text))


def _click(clerk: Clerk, place: QPoint) -> None:
    clerk._xdotool("mousemove", str(place.x()), str(place.y()), "click", "1")


def _explanation(clerk: Clerk, places: Places, page: Any) -> None:
    """A 核实 finding is made by what is set up here; its 核实说明 is typed."""
    session = page.session

    def set_up() -> None:
        done = filled(session.report, session.form)
        session.set_values({**done.values, "disclosure/rules/made": 1}, "填写")
        for section in done.sections:
            session.set_paragraphs(section.id, section.paragraphs, "填写")
        session.check_now()

    clerk.gui(set_up)
    finding = clerk.gui(lambda: next(f for f in session.findings if f.severity == "verify"))
    clerk.gui(lambda: page.findings.show_finding(finding))
    clerk.click("explain")
    places.sweep("核实说明")
    clerk.gui(session.undo_stack.undo)


def _review(clerk: Clerk, places: Places, page: Any) -> None:
    clerk.gui(lambda: page.session.set_about("提交审核", status="review"))
    clerk.click("review")
    with _opened(clerk, "reviewDialog"):
        places.sweep("审签")


@contextmanager
def _fcitx(home: Path) -> Iterator[None]:
    """fcitx5 with pinyin and nothing else, until it answers the ibus protocol."""
    folder = home / ".config" / "fcitx5"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profile").write_text(_PROFILE, "utf-8")
    program = shutil.which("fcitx5")
    assert program, "fcitx5 is not installed"
    process = subprocess.Popen(
        [program, "--disable=wayland,waylandim,notificationitem,kimpanel,cloudpinyin"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        addresses = home / ".config" / "ibus" / "bus"
        end = time.monotonic() + 20
        while not (addresses.is_dir() and any(addresses.iterdir())):
            assert time.monotonic() < end, "fcitx5 does not answer"
            time.sleep(0.1)
        time.sleep(0.5)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def main() -> int:
    version = subprocess.run(["fcitx5", "--version"], capture_output=True, text=True, check=True)
    with _fcitx(Path(os.environ["HOME"])):
        status = run(script)
    print(f"fcitx5 {version.stdout.strip()}, QT_IM_MODULE={os.environ.get('QT_IM_MODULE')}")
    return status


if __name__ == "__main__":
    sys.exit(main())
