"""Whatever lies on the clipboard: no crash, no hang, at most one step of undo."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.ui.session import Session
from giadesk.ui.table_preview import PastePreview
from tests.ui.table_help import Table

texts = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.lists(
            st.sampled_from(["1", "12", "", "—", "abc", "１２", "-3", "12万", "总计", '"a\nb"']),
            min_size=1,
            max_size=9,
        ),
        min_size=1,
        max_size=30,
    ).map(lambda rows: "\n".join("\t".join(row) for row in rows)),
)
markups = st.one_of(
    st.just(""),
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "<td rowspan=3>",
                "<td colspan=9>",
                "</td>",
                "</tr>",
                "</table>",
                "5",
                "x",
                "<br>",
                "<!--",
                "<style>",
            ]
        ),
        max_size=60,
    ).map("".join),
)


def paste_all(table: Table, mime: QMimeData, agree: bool) -> None:
    QGuiApplication.clipboard().setMimeData(mime)
    table.editor.commands.paste()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, PastePreview) and widget.isVisible():
            if agree and widget.ok.isEnabled():
                widget.accept()
            else:
                widget.reject()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(text=texts, markup=markups, seed=st.integers(0, 99))
def test_any_clipboard_is_at_most_one_step(form: Form, make_report: Callable[..., Report], qapp: Any, text: str, markup: str, seed: int) -> None:  # fmt: skip
    chance = random.Random(seed)
    start = make_report(received__natural=3)
    session = Session(start, form)
    table = Table(session, chance.choice(["applications", "disclosure", "proceedings"]))
    try:
        ids = table.view.map.ids
        table.editor.focus_value(chance.choice(ids))
        table.view.go(chance.choice(ids), extend=True)
        mime = QMimeData()
        mime.setText(text)
        if markup:
            mime.setHtml(markup)
        paste_all(table, mime, chance.random() < 0.7)
        assert session.undo_stack.count() <= 1
        for value_id, value in session.report.values.items():
            assert value_id in form.indicators
            assert not form.indicators[value_id].computed
            assert value >= 0  # type: ignore[operator]
        session.undo()
        assert session.report == start
    finally:
        session.close()
        table.editor.close()
        table.editor.deleteLater()
        qapp.processEvents()


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("1\t2\n" * 2_000_000, ""),
        ("x" * 10_000_000, ""),
        ('"' * 10_000_000, ""),
        ("1\t2\n", "<table>" + "<tr><td>1</td></tr>" * 500_000 + "</table>"),
        ("", "<table><tr><td>" + "&nbsp;" * 1_700_000),
        ("1", "<b>" * 3_000_000),
    ],
    ids=["cells", "text", "quotes", "html rows", "html cell", "html tags"],
)
def test_ten_megabytes_are_answered(make_table: Callable[..., Table], text: str, markup: str) -> None:  # fmt: skip
    table = make_table()
    mime = QMimeData()
    mime.setText(text)
    if markup:
        mime.setHtml(markup)
    paste_all(table, mime, agree=True)
    assert table.session.undo_stack.count() <= 1
    assert table.editor.notice.text


def test_a_picture_or_files_are_no_table(make_table: Callable[..., Table], qtbot: QtBot) -> None:
    table = make_table()
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    paste_all(table, mime, agree=True)
    assert "没有可以粘贴" in table.editor.notice.text
    assert table.session.undo_stack.count() == 0
