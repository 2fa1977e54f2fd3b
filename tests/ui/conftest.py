"""What the tests of the window share: an invented town, sessions over it, no screen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
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
) -> Callable[..., Any]:
    """Open a table of the report on the screen: a `Table` of table_help."""
    from tests.ui.table_help import Table

    def make(table_id: str = "applications", **options: Any) -> Table:
        session = options.pop("session", None) or make_session(report, last=last)
        table = Table(session, table_id, **options)
        qtbot.addWidget(table.editor)
        return table

    return make
