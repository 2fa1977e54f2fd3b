"""Works the real window over a large library and prints how long its thread was away at each thing.

A program of its own (`python -m tests.benchmarks.pauses FOLDER`), so that the first report is opened
as after a start. FOLDER holds a library and gets a large file. Prints one JSON object: what was done,
and the worst turn of the event loop in it, in milliseconds of the thread's own work.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEventLoop, QMimeData, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from giadesk.app import make_application, speak_chinese
from tests.e2e.clerk import Pauses

CTRL = Qt.KeyboardModifier.ControlModifier
VERSIONS, CELLS = 50, 10_000


class Watch:
    """Does things one after the other and keeps the worst turn of each."""

    def __init__(self) -> None:
        self.pauses = Pauses()
        self.worst: dict[str, float] = {}

    def turn(self, until: Callable[[], Any], seconds: float = 60) -> None:
        """Let the event loop run until that holds."""
        loop = QEventLoop()
        end = time.monotonic() + seconds
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
        look.start(10)
        loop.exec()
        assert time.monotonic() < end, f"{self.pauses.doing} does not come to its end"

    def rest(self, milliseconds: int = 600) -> None:
        """Let what was put off be done: timers, painting, checks."""
        end = time.monotonic() + milliseconds / 1000
        self.turn(lambda: time.monotonic() > end)

    def do(
        self, what: str, work: Callable[[], object], until: Callable[[], Any] | None = None
    ) -> None:
        """Do it from inside the event loop, as an event would."""
        self.pauses.gaps.clear()
        self.pauses.doing = what
        QTimer.singleShot(0, work)
        self.rest(50)
        self.turn(until or (lambda: True))
        self.rest()
        self.worst[what] = self.most()

    def sheet(self, what: str, work: Callable[[], object]) -> None:
        """Do what opens a dialog, and close that."""

        since: list[float] = []

        def look() -> None:
            """Runs inside the dialog's own loop too."""
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog):
                since.append(time.monotonic())
                if since[-1] - since[0] > 0.6:
                    timer.stop()
                    self.worst[what] = self.most()
                    dialog.reject()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(10)
        self.pauses.gaps.clear()
        self.pauses.doing = what
        QTimer.singleShot(0, work)
        self.turn(lambda: not timer.isActive() and QApplication.activeModalWidget() is None)

    def most(self) -> float:
        """The worst turn since the gaps were cleared, in milliseconds."""
        return round(max(own for own, _, _ in self.pauses.gaps), 1)


def large_file(folder: Path) -> Path:
    """A Word file of five million bytes: a report with pictures' worth of what cannot be packed."""
    import random
    import zipfile

    from giadesk.sample import sample_docx

    target = folder / "large.docx"
    noise = random.Random(5)
    with zipfile.ZipFile(sample_docx()) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            made.writestr(entry, source.read(entry))
        made.writestr("word/media/image9.png", noise.randbytes(5_000_000))
    return target


def prepare(folder: Path) -> tuple[str, Path]:
    """A report kept fifty times in the library there (which thins the older versions), and a large
    file; the report's id."""
    from giadesk.store import Library
    from giadesk.ui.desk import Desk

    desk = Desk(Library.open(folder / "library.db"))
    report_id = desk.sample()
    library = desk.library
    report = library.load(report_id).report
    for number in range(VERSIONS):
        report = report.with_about(date=f"2026年1月{number % 28 + 1}日")
        library.save(report_id, report)
        library.keep_version(report_id, "hand", f"第{number + 1}次")
    desk.close()
    return report_id, large_file(folder)


def main(folder: Path) -> None:
    report_id, large = prepare(folder)
    make_application()
    speak_chinese()
    watch = Watch()
    from giadesk.ui.flows import Flows
    from giadesk.ui.main_window import MainWindow
    from giadesk.ui.opening import Opening
    from giadesk.ui.prose_paste import LONGEST
    from giadesk.ui.settings_dialog import step_zoom

    desks: list[Any] = []
    opening = Opening(place=folder / "library.db")
    opening.done.connect(desks.append)
    opening.start()
    opening.proceed()
    watch.turn(lambda: desks)
    desk = desks[0]
    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    watch.rest()
    flows = Flows(desk, QSettings(str(folder / "pauses.ini"), QSettings.Format.IniFormat))
    watch.do("the window attached", lambda: window.attach(flows))
    watch.do("the list of the library", flows.refresh)
    panel = window.start.bring_library()
    watch.do("a word of the list typed", lambda: panel.search.insert("银杏"))
    panel.search.clear()
    hits: list[dict[str, str]] = []
    show = panel.show_hits

    def show_and_keep(words: str, found: dict[str, str]) -> None:
        show(words, found)
        hits.append(found)

    panel.show_hits = show_and_keep  # type: ignore[method-assign,assignment]
    watch.do("a word looked for in all reports", lambda: flows.search("改水"), lambda: hits)
    assert len(hits[0]) >= 2000
    panel.search.clear()
    watch.do("the first report opened", lambda: flows.open(report_id), lambda: flows.page)
    page = flows.page
    assert page is not None
    for section in page.session.report.sections[1:]:
        watch.do(f"{section.id} first shown", partial(page._enter, section.id))
    for number in (1, -1):
        watch.do(f"zoom {number:+}", partial(step_zoom, flows.settings, number))
    table = page.show_section("requests")
    assert table is not None
    view = next(iter(table.tables.values())).view
    watch.do("the table's own search", lambda: QTest.keyClick(view, Qt.Key.Key_F, CTRL))
    rows_of_cells = "\n".join("\t".join("7" for _ in range(100)) for _ in range(CELLS // 100))

    def paste(target: QWidget, words: str) -> None:
        data = QMimeData()
        data.setText(words)
        QGuiApplication.clipboard().setMimeData(data)
        QTest.keyClick(target, Qt.Key.Key_V, CTRL)

    view.setFocus()
    watch.sheet(f"{CELLS} cells pasted into a table", lambda: paste(view, rows_of_cells))
    text = page.show_section("overview")
    assert text is not None
    text.prose.text.setFocus()
    sentence = "一年来，本机关主动公开政府信息58条。" * 10
    words = "\n".join([sentence] * (LONGEST // (len(sentence) + 1)))
    watch.do(f"{LONGEST} characters pasted", lambda: paste(text.prose.text, words))
    assert len(text.prose.text.toPlainText()) > len(words)
    watch.do("a letter typed into them", lambda: QTest.keyClick(text.prose.text, Qt.Key.Key_A))
    watch.do("undone", page.session.undo)
    watch.do("undone again", page.session.undo)
    watch.sheet("preview", flows.handing.preview)
    watch.sheet("the export dialog", flows.handing.export)
    kept = len(desk.library.versions(report_id))
    watch.sheet(f"历史版本 with {kept}", lambda: flows.handing.versions(page))
    many = tuple(
        msgspec.structs.replace(found, key=f"{found.key}-{n}")
        for n in range(60)
        for found in page.session.findings
    )[:300]
    watch.do(f"{len(many)} findings", lambda: page.session.set_checks(lambda _: many))
    watch.do("the next finding", lambda: page.findings.step(1))
    watch.do("checked anew", flows.check_anew)
    watch.do("back to the start page", flows.show_start)
    watch.do("a report opened", lambda: flows.open(report_id), lambda: flows.page)
    watch.do("back again", flows.show_start)
    watch.sheet("settings", flows.own.edit)
    watch.sheet("the manual", flows.manual)
    watch.sheet("a file of 5 MB", lambda: flows.making.import_files([large]))
    print(json.dumps(watch.worst, ensure_ascii=False, indent=1))
    QGuiApplication.clipboard().clear()  # the offscreen platform keeps it longer than Python lives


if __name__ == "__main__":
    main(Path(sys.argv[1]))
