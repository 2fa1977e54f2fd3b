"""A child that types into the report page of the real window and says what the window calls saved.

`python -m tests.faults.typist`: over the library of GIADESK_HOME, without a screen. It prints the
figure that was typed whenever the window says 已保存. Killed by its parent.
"""

from __future__ import annotations

import itertools
import random
import sys
from decimal import Decimal

from PySide6.QtCore import QSettings, QTimer

from giadesk.app import make_application
from giadesk.core.report import Paragraph
from giadesk.places import home, library_file
from giadesk.store import Library
from giadesk.ui.desk import Desk
from giadesk.ui.flows import Flows
from giadesk.ui.main_window import MainWindow

CELL = "applications/received/natural"


def type_on() -> None:
    """Type for ever, into a cell and into the text, and say what was saved."""
    application = make_application([])
    window = MainWindow()
    flows = Flows(Desk(Library.open(library_file())), QSettings(str(home() / "w.ini"), _INI))
    window.start.show_rows(flows.desk.rows())
    window.attach(flows)
    window.show()
    flows.begin_keeping()
    report_id = flows.desk.rows()[0].id
    flows.show_report(flows.desk.open(report_id))
    session = flows.session
    assert session is not None
    assert not session.read_only  # the draft, not last year's report
    count = itertools.count(int(str(session.report.values.get(CELL, 0))) + 1)
    chance = random.Random(7)

    def key() -> None:
        number = next(count)
        session.set_values({CELL: Decimal(number)}, "填写")
        text = f"第{number}次" + "字" * chance.randrange(2000)
        session.set_paragraphs("overview", (Paragraph(text),), "改写")
        typing.start(chance.choice((5, 20, 60, 700)))

    def saved() -> None:
        if session.saved_state.kind == "saved":
            sys.stdout.write(f"{session.report.values[CELL]}\n")
            sys.stdout.flush()

    typing = QTimer()
    typing.setSingleShot(True)
    typing.timeout.connect(key)
    typing.start(0)
    session.saved_changed.connect(saved)
    application.exec()


_INI = QSettings.Format.IniFormat

if __name__ == "__main__":
    type_on()
