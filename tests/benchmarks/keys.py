"""Types into a report of the real window over a library and prints what a key costs, and a save.

A program of its own (`python -m tests.benchmarks.keys FOLDER`): FOLDER holds a library, which gets the
sample town. Prints one JSON object of medians in milliseconds: of the window's thread's own work for a
character in a text and a figure in a table, and of the clock for storing what was typed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from giadesk.app import make_application
from giadesk.store import Library
from giadesk.ui.desk import Desk
from giadesk.ui.flows import Flows
from giadesk.ui.main_window import MainWindow
from tests.benchmarks.pauses import Watch

KEYS, SAVES = 300, 20


def main(folder: Path) -> None:
    make_application()
    watch = Watch()
    desk = Desk(Library.open(folder / "library.db"))
    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    flows = Flows(desk, QSettings(str(folder / "keys.ini"), QSettings.Format.IniFormat))
    window.attach(flows)
    flows.open(desk.sample())
    watch.turn(lambda: flows.page)
    watch.rest()
    page = flows.page
    assert page is not None
    shown = page.show_section("overview")
    assert shown is not None
    shown.prose.select(0, 0, 0)
    watch.rest()
    words, figures, saves = [], [], []
    for number in range(KEYS):
        event = QInputMethodEvent("", [])
        event.setCommitString("年内新公开35件，"[number % 9])
        start = time.thread_time()
        QApplication.sendEvent(shown.prose.text, event)
        QApplication.processEvents()
        words.append(time.thread_time() - start)
    page.show_section("requests")
    watch.rest()
    form = page.session.form
    ids = [i for i in form.indicators if i.startswith("applications/") and i not in form.totals]
    for number in range(KEYS):
        start = time.thread_time()
        page.session.set_values({ids[number % len(ids)]: Decimal(number + 1)}, "填写")
        QApplication.processEvents()
        figures.append(time.thread_time() - start)
    for number in range(SAVES):
        page.session.set_values({ids[0]: Decimal(1000 + number)}, "填写")
        begun = time.perf_counter()
        assert page.session.flush(30)
        saves.append(time.perf_counter() - begun)
    taken = {"character": words, "figure": figures, "save": saves}
    print(json.dumps({name: statistics.median(some) * 1000 for name, some in taken.items()}))
    assert flows.leave_report()
    desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
