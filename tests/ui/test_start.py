"""Starting: what is loaded when, one instance, and the input method."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from giadesk import app
from giadesk.store import Library
from giadesk.ui.main_window import MainWindow

_LATER = (
    "sqlalchemy", "sqlite3", "alembic", "docx", "openpyxl", "lxml", "yaml", "rapidfuzz",
    "pdfplumber", "msgspec", "numpy", "pypinyin", "giadesk.core.form", "giadesk.store",
    "giadesk.checks", "giadesk.imports", "giadesk.exports", "giadesk.ui.session", "logging.handlers",
    "giadesk.cli", "giadesk.ui.report_page", "giadesk.ui.library_panel", "PySide6.QtSvg",
)  # fmt: skip


def run(code: str, home: Path) -> str:
    environment = dict(os.environ, GIADESK_HOME=str(home), QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_paint_needs_qt_alone(tmp_path: Path) -> None:
    code = (
        "import sys; from giadesk.app import run_window; assert run_window([], 'paint') == 0\n"
        "print('\\n'.join(sys.modules))"
    )
    loaded = set(run(code, tmp_path).split())
    assert "giadesk.ui.start_page" in loaded
    assert [name for name in _LATER if name in loaded] == []


def test_the_list_needs_no_database_layer(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db"):
        pass
    code = (
        "import sys; from giadesk.app import run_window; assert run_window([], 'usable') == 0\n"
        "print('\\n'.join(sys.modules))"
    )
    loaded = set(run(code, tmp_path).split())
    assert "giadesk.ui.library_panel" in loaded
    assert [n for n in ("sqlalchemy", "alembic", "docx", "openpyxl", "lxml") if n in loaded] == []


@pytest.mark.parametrize("until", ["paint", "usable"])
def test_quit_after_ends_well_on_an_empty_home(tmp_path: Path, until: str) -> None:
    command = [sys.executable, "-m", "giadesk", "--quit-after", until]
    environment = dict(os.environ, GIADESK_HOME=str(tmp_path / "new"), QT_QPA_PLATFORM="offscreen")
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX systems")
def test_what_the_program_makes_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "资料 甲" / "GIADesk"
    command = [sys.executable, "-m", "giadesk", "--quit-after", "usable"]
    environment = dict(os.environ, GIADESK_HOME=str(home), QT_QPA_PLATFORM="offscreen")
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 0
    assert home.stat().st_mode & 0o077 == 0
    library = home / "library.db"
    if library.exists():  # it may have been quicker than the opening
        assert library.stat().st_mode & 0o077 == 0


def test_a_second_instance_raises_the_first_and_ends(tmp_path: Path, qtbot: QtBot) -> None:
    lock = QLockFile(str(tmp_path / "giadesk.lock"))
    assert lock.tryLock(0)
    code = "from giadesk.app import run_window; assert run_window([], None) == 0"
    environment = dict(os.environ, GIADESK_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as second:
        qtbot.waitUntil((tmp_path / app.RAISE).exists, timeout=30000)
        (tmp_path / app.RAISE).unlink()  # as the first one does that sees it
        assert second.wait(30) == 0


def test_a_lock_that_nobody_answers_for_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = QLockFile(str(tmp_path / "giadesk.lock"))
    assert lock.tryLock(0)
    monkeypatch.setattr(app, "PATIENCE", 0.2)
    assert not app._raise_first(tmp_path)
    assert not (tmp_path / app.RAISE).exists()


def test_the_lock_of_a_killed_program_is_no_obstacle(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from giadesk import app\n"
        "lock = app._lock(Path(sys.argv[1])); print(lock is not None, flush=True); os._exit(9)"
    )
    held = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (held.returncode, held.stdout) == (9, "True\n")
    assert (tmp_path / "giadesk.lock").exists()
    assert app._lock(tmp_path) is not None


def test_the_first_instance_sees_the_mark(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QSettings

    window = MainWindow()
    qtbot.addWidget(window)
    raised: list[bool] = []
    monkeypatch.setattr(window, "raise_up", lambda: raised.append(True))
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    starter = app._Starter(window, tmp_path, settings, None)
    starter._watch()
    (tmp_path / app.RAISE).touch()
    qtbot.waitUntil(lambda: bool(raised))
    assert not (tmp_path / app.RAISE).exists()


def test_what_was_asked_before_the_library_is_open_is_done_then(qtbot: QtBot) -> None:
    asked: list[str] = []

    class Actions:
        making = property(lambda self: self)

        def bind(self, window: MainWindow) -> None:
            asked.append("bound")

        def blank(self) -> None:
            asked.append("blank")

        def may_close(self) -> bool:
            return True

    window = MainWindow()
    qtbot.addWidget(window)
    window.start.blank.emit()
    window.attach(Actions())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: asked == ["bound", "blank"])
    window.start.blank.emit()
    assert asked == ["bound", "blank"]


def test_fcitx_is_reached_through_ibus_where_its_plugin_is_missing() -> None:
    environment = {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}
    app.set_input_method(environment)
    assert environment == {"QT_IM_MODULE": "ibus"}


@pytest.mark.parametrize("wanted", ["", "ibus", "compose"])
def test_another_input_method_is_left_alone(wanted: str) -> None:
    environment = {"QT_IM_MODULE": wanted}
    app.set_input_method(environment)
    assert environment == {"QT_IM_MODULE": wanted}


def test_qts_own_words_are_chinese(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    app.speak_chinese()
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
