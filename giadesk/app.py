"""The composition root of the window: what is made, in which order, and what is put into what.

Start-up is a budget. Before the first paint only QtWidgets, the theme, the frame of the window and
the start page are loaded; the library, forms, checks and pages follow on a thread, after the paint.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QFileSystemWatcher,
    QLibraryInfo,
    QLockFile,
    QObject,
    QSettings,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from giadesk.ui import composing, theme
from giadesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from giadesk.core.form import Form
    from giadesk.core.report import Report
    from giadesk.store.records import Backup
    from giadesk.ui.crash import Crashes
    from giadesk.ui.desk import Desk
    from giadesk.ui.ending import Ending
    from giadesk.ui.library_list import Row
    from giadesk.ui.opening import Opening
    from giadesk.ui.recovery import Recovery

RAISE = "raise-window"
PATIENCE = 5.0
"""Seconds in which an instance that runs takes notice of another start."""


def run_window(arguments: list[str], quit_after: str | None = None) -> int:
    """Run the window until it is closed. Returns the exit status.

    arguments: files to import. quit_after: `paint` ends right after the first paint, `usable` when
    the library is listed and takes input. A second instance raises the first and returns 0; where no
    first one answers it goes on.
    """
    application = make_application(arguments)
    home = _home()
    lock = _lock(home)
    if lock is None and quit_after is None and _raise_first(home):
        return 0
    settings = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    _wear(application, settings)
    window = MainWindow()
    geometry = settings.value("geometry")
    if geometry is None or not window.restoreGeometry(geometry):
        window.fit_screen()
    starter = _Starter(window, home, settings, quit_after)
    window.painted.connect(starter.after_paint)
    window.open_files([Path(a) for a in arguments])
    window.show()
    status = application.exec()
    settings.setValue("geometry", window.saveGeometry())
    starter.close()
    return status


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The application with style, font, scaling and input method; the one there is if there is."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    set_input_method(os.environ)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication([sys.argv[0], *(arguments or [])])
    application.setApplicationName("GIADesk")
    application.setApplicationDisplayName("GIADesk")
    application.setDesktopFileName("giadesk")
    theme.apply(application)
    composing.watch(application)
    return application


def set_input_method(environment: dict[str, str] | os._Environ[str]) -> None:
    """Choose an input method that this Qt can load; before the application is made.

    PySide6 wheels bring ibus and no fcitx plugin, and a system's own plugin does not load into
    another Qt. fcitx5 answers the ibus protocol, so that is asked for where our fcitx is missing.
    """
    wanted = environment.get("QT_IM_MODULE", "")
    modules = environment.get("QT_IM_MODULES", "")  # Qt 6.7 and later: a list, read first
    if not any(name.startswith("fcitx") for name in (wanted, *modules.split(";"))):
        return
    import PySide6

    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"
    if not any(plugins.glob("*fcitx*")):
        environment["QT_IM_MODULE"] = "ibus"
        environment.pop("QT_IM_MODULES", None)


def picture_of(report: Report, form: Form, last: Report | None, target: Path) -> bool:
    """Draw the report page of the real window into a PNG, without showing it. True when written."""
    make_application()
    from giadesk.ui.picture import draw

    return draw(report, form, last, target)


class _Starter(QObject):
    """What happens after the first paint, step by step."""

    def __init__(
        self, window: MainWindow, home: Path, settings: QSettings, quit_after: str | None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._settings = settings
        self._quit_after = quit_after
        self._rows: list[Row] | None = None
        self._desk: Desk | None = None
        self._opening: Opening | None = None
        self._crashes: Crashes | None = None
        self._ending: Ending | None = None
        self._recovery: Recovery | None = None
        self._looking: Backup | None = None
        self._is_usable = False
        window.usable.connect(self._after_usable)

    def after_paint(self) -> None:
        if self._quit_after == "paint":
            QApplication.exit(0)
            return
        from giadesk.ui.ending import Ending

        self._ending = Ending(self._store, self._window.close, self)
        self._ending.install()
        self._open()

    def _open(self, fresh: bool = False, look: Backup | None = None) -> None:
        """Open the library, or a backup to look at; fresh: a new one may be made."""
        from giadesk.ui.opening import Opening

        self._looking = look
        place = None if look is None else look.path
        opening = Opening(self, place=place, read_only=look is not None, fresh=fresh)
        self._opening = opening
        opening.rows.connect(self._show_rows)
        opening.done.connect(self._attach)
        opening.failed.connect(self._failed)
        opening.start()
        if self._is_usable:
            opening.proceed()

    def _show_rows(self, rows: list[Row]) -> None:
        self._rows = rows
        self._window.start.show_rows(rows)
        self._window.start.bring_library().opened.connect(self._window.open_early)
        self._window.say_usable()

    def _after_usable(self) -> None:
        if self._quit_after == "usable":
            QApplication.exit(0)
            return
        self._is_usable = True
        if self._opening is not None:
            self._opening.proceed()
        from giadesk.ui.crash import Crashes

        self._crashes = Crashes(self._home, self)
        self._crashes.install()
        self._crashes.happened.connect(self._crashed)
        self._window.start.diagnosis_asked.connect(self._diagnose)
        speak_chinese()
        self._watch()

    def _attach(self, desk: Desk) -> None:
        from giadesk.ui.flows import Flows

        self._desk = desk
        if self._recovery is not None:
            self._recovery.end()
        flows = self._window.flows
        if flows is None:
            flows = Flows(desk, self._settings)
            flows.keeping.recovery_asked.connect(lambda: self._recover(None))
            flows.keeping.ended.connect(QApplication.quit)
            self._window.attach(flows)
            flows.own.welcome_if_new(self._rows or [])
            flows.begin_keeping()
        else:
            desk = self._desk = flows.take(desk.library)
        if self._looking is not None:
            self._say_looking(self._looking)

    def _say_looking(self, backup: Backup) -> None:
        from giadesk.ui.recovery_words import time_words

        self._window.messages.say(
            f"正在查看{time_words(backup.time)}的备份，只能查看和导出，不能修改。",
            "verify",
            [("关闭备份，回到报告库", self._stop_looking)],
            key="library",
        )

    def _stop_looking(self) -> None:
        flows = self._window.flows
        if flows is not None and flows.leave_report():
            flows.desk.close()
            self._window.messages.withdraw("library")
            self._open()

    def _failed(self, error: BaseException) -> None:
        self._window.start.show_rows(self._rows or [])
        if self._looking is not None and self._recovery is not None:
            self._window.messages.say_error(error, key="recovery")  # that backup; there are others
        else:
            self._recover(error)
        self._window.say_usable()

    def _recover(self, error: BaseException | None) -> None:
        """Show what is wrong with the library, which is closed, and what can be done."""
        from giadesk.places import library_file
        from giadesk.ui.recovery import Recovery

        if self._recovery is None:
            self._recovery = Recovery(self._window, self._settings, library_file())
            self._recovery.over.connect(lambda fresh: self._open(fresh=fresh))
            self._recovery.looked.connect(lambda backup: self._open(look=backup))
        self._recovery.begin(error)

    def _crashed(self, text: str) -> None:
        from giadesk.ui.crash_dialog import show_crash

        assert self._crashes is not None
        show_crash(self._window, self._crashes.folder, text)

    def _diagnose(self) -> None:
        from giadesk.ui.crash_dialog import export_diagnosis

        export_diagnosis(self._window)

    def _store(self) -> None:
        """Store what is being typed; the system's session ends."""
        flows = self._window.flows
        if flows is not None and flows.session is not None:
            flows.session.flush(2.0)

    def _watch(self) -> None:
        """Look for the mark that a second instance leaves."""
        self._watcher = QFileSystemWatcher([str(self._home)], self)
        self._watcher.directoryChanged.connect(self._look_for_second)

    def _look_for_second(self) -> None:
        mark = self._home / RAISE
        if mark.exists():
            mark.unlink(missing_ok=True)
            if self._window.flows is not None:
                self._window.flows.keeping.stay()
            self._window.raise_up()

    def close(self) -> None:
        """End what runs; the window is closed."""
        if self._ending is not None:
            self._ending.uninstall()
        desk = self._desk or (None if self._opening is None else self._opening.give_up())
        if desk is not None:
            desk.close()
        if self._crashes is not None:
            self._crashes.close()


def _wear(application: QApplication, settings: QSettings) -> None:
    """The zoom and the colours that the clerk chose."""
    zoom, scheme = settings.value("zoom"), settings.value("scheme")
    if zoom is not None or scheme is not None:
        with suppress(ValueError):
            theme.apply(application, int(str(zoom or 100)), "dark" if scheme == "dark" else "light")


def speak_chinese() -> None:
    """Qt's own words (buttons of dialogs, context menus) in Chinese."""
    application = QApplication.instance()
    if application is None or application.property("giadeskChinese"):
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
        application.setProperty("giadeskChinese", True)


def _home() -> Path:
    from giadesk.places import home

    return home()


def _lock(home: Path) -> QLockFile | None:
    """The lock of the one instance; None where another holds it.

    Where no lock can be made (a read-only place) there is nothing to guard; the library then opens
    read-only by its own rule.
    """
    with suppress(OSError):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # its owner's alone
    lock = QLockFile(str(home / "giadesk.lock"))
    lock.setStaleLockTime(0)
    if lock.tryLock(0) or lock.error() != QLockFile.LockError.LockFailedError:
        return lock
    return None


def _raise_first(home: Path) -> bool:
    """Ask the instance that runs to come to the front. False where nobody answers: then the lock is
    of another machine or a former name of this one, and the library's own lock tells who has it."""
    mark = home / RAISE
    with suppress(OSError):
        mark.touch()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if not mark.exists():
                return True
            time.sleep(0.05)
        mark.unlink(missing_ok=True)
    return False
