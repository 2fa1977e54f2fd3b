"""The window: messages on top, the page in the middle, long work below.

What the first paint needs is here and in start_page; everything else comes with `attach`, once the
library has been opened in the background.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from giadesk.ui import focus
from giadesk.ui.jobs import JobBar
from giadesk.ui.messages import MessageBar
from giadesk.ui.start_page import StartPage

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows

_SIZE = (1280, 800)
TITLE = "GIADesk 政府信息公开工作年度报告"


class MainWindow(QMainWindow):
    """The one window."""

    painted = Signal()
    """Once, right after the first paint."""
    usable = Signal()
    """Once, when the library is listed and takes input."""
    activated = Signal(bool)
    """The window became the active one, or ceased to be."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        focus.watch(QApplication.instance())  # type: ignore[arg-type]
        self.resize(*_SIZE)
        self.setMinimumSize(880, 560)
        self._flows: Flows | None = None
        self._waiting_files: list[Path] = []
        self._early: Callable[[Flows], object] | None = None
        self._was_painted = False
        self._was_usable = False
        self.messages = MessageBar()
        self.jobs = JobBar()
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.start = StartPage()
        self.pages.addWidget(self.start)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.jobs)
        self.setCentralWidget(middle)
        self.start.from_last_year.connect(
            lambda: self._ask_early(lambda f: f.making.from_last_year())
        )
        self.start.from_file.connect(
            lambda: self._ask_early(lambda f: f.making.choose_and_import())
        )
        self.start.blank.connect(lambda: self._ask_early(lambda f: f.making.blank()))

    def fit_screen(self) -> None:
        """On the first start: as large as is comfortable, and never larger than the screen."""
        room = self.screen().availableGeometry()
        if room.width() <= _SIZE[0] * 1.1 or room.height() <= _SIZE[1] * 1.1:
            self.setGeometry(room)
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        else:
            self.resize(round(room.width() * 0.8), round(room.height() * 0.85))

    def attach(self, flows: Flows) -> None:
        """Bring in everything that was loaded after the first paint."""
        self._flows = flows
        flows.bind(self)
        if self._early is not None:
            early, self._early = self._early, None
            QTimer.singleShot(0, self, lambda: early(flows))
        files, self._waiting_files = self._waiting_files, []
        if files:
            self.open_files(files)

    @property
    def flows(self) -> Flows | None:
        """What the actions do; None until the library is open."""
        return self._flows

    def say_usable(self) -> None:
        """The library is listed: told once."""
        if not self._was_usable:
            self._was_usable = True
            QTimer.singleShot(0, self, self.usable.emit)

    def open_early(self, report_id: str) -> None:
        """Open a report as soon as the library is open."""
        self._ask_early(lambda flows: flows.open(report_id))

    def _ask_early(self, wish: Callable[[Flows], object]) -> None:
        """Keep what was asked before the library is open; `bind` takes over afterwards."""
        if self._flows is None:
            self._early = wish

    def show_page(self, page: QWidget) -> None:
        """Show a page, adding it where it is new."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def drop_page(self, page: QWidget) -> None:
        """Let a page go that is needed no more."""
        if page is not self.start and self.pages.indexOf(page) >= 0:
            self.pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def open_files(self, files: list[Path]) -> None:
        """Take files that were dropped or given on the command line."""
        if self._flows is None or self._flows.desk.closed:
            self._waiting_files += files
        else:
            self._flows.take_files(files)

    def raise_up(self) -> None:
        """Come to the front: a second instance was started."""
        state = self.windowState() & ~Qt.WindowState.WindowMinimized
        self.setWindowState(state | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    # -- Qt ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.activated.emit(self.isActiveWindow())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._flows is None or self._flows.may_close():
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.messages.close_top():
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _files(event)
        if files:
            event.acceptProposedAction()
            # not inside the drop: the program the file comes from waits for this to return
            QTimer.singleShot(0, self, lambda: self.open_files(files))


def _files(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
