"""What the tests of the window share: an invented town, sessions over it, no screen."""

from __future__ import annotations

import os
from pathlib import Path

if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # the smallest screen there is in an office, not Qt's 800x800
    os.environ["QT_QPA_PLATFORM"] += f":configfile={Path(__file__).with_name('screen.json')}"

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.places import shipped

UNIT = "临川县柳河镇人民政府"


@pytest.fixture(scope="session")
def form() -> Form:
    """The form in force."""
    return FormLibrary(shipped("forms")).get("gia-2021")


@pytest.fixture(scope="session")
def make_report(form: Form) -> Callable[..., Report]:
    """Make a report of an invented town, all sections there; values as `received__natural=3`."""

    def make(year: int = 2026, **values: int) -> Report:
        return Report(
            about=About(unit=UNIT, year=year, form=form.id),
            sections=tuple(Section(s.id, s.title, (Paragraph(""),)) for s in form.spec.sections),
            values={f"applications/{k.replace('__', '/')}": Decimal(v) for k, v in values.items()},
        )

    return make


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    """A draft with a few figures."""
    return make_report(received__natural=3, received__business=2)


@pytest.fixture
def last(make_report: Callable[..., Report]) -> Report:
    """Last year's report."""
    return make_report(2025, received__natural=1, carried_out__natural=1)


@pytest.fixture
def make_session(form: Form) -> Iterator[Callable[..., Any]]:
    """Make sessions that are closed at the end of the test."""
    from giadesk.ui.session import Session

    made: list[Session] = []

    def make(report: Report, **options: Any) -> Session:
        session = Session(report, options.pop("form", form), **options)
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()
        session.deleteLater()


@pytest.fixture
def make_table(
    qtbot: QtBot, make_session: Callable[..., Any], report: Report, last: Report
) -> Iterator[Callable[..., Any]]:
    """Open a table of the report on the screen: a `Table` of table_help."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from tests.ui.table_help import Table

    made: list[Table] = []

    def make(table_id: str = "applications", **options: Any) -> Table:
        session = options.pop("session", None) or make_session(report, last=last)
        made.append(Table(session, table_id, **options))
        return made[-1]

    yield make
    for table in made:
        table.editor.close()
        table.editor.deleteLater()
    # Deleted now: a change of the style sheet would go through every table that is left.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Any]:
    """An empty library of its own."""
    from giadesk.store import Library

    with Library.open(tmp_path / "library.db") as library:
        yield library


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of a window that nobody has used yet."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def flows(qtbot: QtBot, library: Any, settings: QSettings) -> Iterator[Any]:
    """The window with an open, empty library, shown without a screen."""
    from giadesk.ui import theme
    from giadesk.ui.desk import Desk
    from giadesk.ui.flows import Flows
    from giadesk.ui.main_window import MainWindow

    theme.apply(QApplication.instance())  # type: ignore[arg-type]
    window = MainWindow()
    window.resize(1366, 768)
    flows = Flows(Desk(library), settings)
    window.start.show_rows([])
    window.attach(flows)
    window.show()
    yield flows
    if flows.page is not None:
        flows.page.session.close()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    flows.safety.stop()
    flows.desk.close()  # as at the program's end: a backup that is being made then is given up
    window.hide()
    window.deleteLater()


@pytest.fixture
def sample_page(qtbot: QtBot, flows: Any) -> Any:
    """The report page of the invented sample town, opened in the window."""
    flows.open(flows.desk.sample())
    qtbot.waitUntil(lambda: flows.page is not None)
    return flows.page


@pytest.fixture
def in_dialog(qtbot: QtBot) -> Iterator[Callable[..., list[str]]]:
    """Do something in each dialog that is about to be opened; their names are in the list.

    A dialog nobody planned for is closed, so that a test fails instead of waiting for ever.
    """
    plans: list[tuple[QTimer, list[Any]]] = []

    def plan(*works: Callable[[Any], None]) -> list[str]:
        seen: list[str] = []
        done: list[Any] = []
        waiting = list(works)
        timer = QTimer()
        timer.setInterval(5)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or dialog in done or not dialog.isVisible():
                return
            done.append(dialog)
            seen.append(dialog.objectName())
            work = waiting.pop(0)
            if not waiting:
                timer.stop()
            try:
                work(dialog)
            except BaseException:
                dialog.reject()
                raise

        timer.timeout.connect(look)
        timer.start()
        plans.append((timer, waiting))
        return seen

    yield plan
    for timer, waiting in plans:
        timer.stop()
        assert not waiting, "a dialog that was planned for did not come"


@pytest.fixture(scope="session", autouse=True)
def _leave_no_clipboard() -> Iterator[None]:
    """What Python put on the offscreen clipboard must not outlive Python: Qt would crash at exit."""
    yield
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
