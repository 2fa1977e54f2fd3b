"""Loading ahead: a class of Qt's is never made on another thread than the window's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import sys, threading
from pathlib import Path

apart = []

class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            apart.append(name)
        return None

sys.meta_path.insert(0, Watch)

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from giadesk.app import make_application
from giadesk.ui.flows import Flows
from giadesk.ui.main_window import MainWindow
from giadesk.ui.opening import IMPORT_PAGES, Opening
from giadesk.sample import sample_docx

home = Path(sys.argv[1])
application = make_application()
window = MainWindow()
window.show()
desks = []
opening = Opening(place=home / "library.db", fresh=True)
opening.done.connect(desks.append)
opening.failed.connect(lambda error: sys.exit(str(error)))
opening.start()
opening.proceed()
if sys.argv[2] == "at once":
    while not desks:
        application.processEvents()
else:
    while not desks or not all(name in sys.modules for name in IMPORT_PAGES):
        application.processEvents()
flows = Flows(desks[0], QSettings(str(home / "window.ini"), QSettings.Format.IniFormat))
window.attach(flows)
flows.open(desks[0].sample())
while flows.page is None:
    application.processEvents()
opening.wait()
with_widgets = [
    name
    for name in apart
    if name in sys.modules and name.startswith("giadesk")
    and any(hasattr(thing, "staticMetaObject") for thing in vars(sys.modules[name]).values())
]
assert "giadesk.checks.run" in apart, apart
assert not with_widgets, with_widgets
assert flows.leave_report()
desks[0].close()
"""


def _run(home: Path, when: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", GIADESK_HOME=str(home))
    command = [sys.executable, "-c", _PROGRAM, str(home), when]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_pages_are_loaded_on_the_thread_of_the_window(tmp_path: Path) -> None:
    """On another thread the process ended in about one of twenty first reports."""
    for when in ("at once", "after a while"):
        home = tmp_path / when.split()[-1]
        home.mkdir()
        done = _run(home, when)
        assert done.returncode == 0, done.stderr
