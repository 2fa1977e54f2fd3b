"""Lines of reliability-ux.md B.4 that belong to no single editor; docs/table-editor.md lists them all."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QStyleHints
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.ui import theme
from giadesk.ui.flows import Flows
from giadesk.ui.report_page import ReportPage

NATURAL = "applications/received/natural"


@pytest.fixture
def page(sample_page: Any) -> ReportPage:
    assert isinstance(sample_page, ReportPage)
    sample_page.window().activateWindow()
    assert QTest.qWaitForWindowActive(sample_page.window())
    return sample_page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_text(text: str) -> None:
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(focused(), event)


def test_no_dialog_comes_while_one_types(page: ReportPage) -> None:
    """Right and wrong figures, words, offers, and prose that contradicts its table."""
    for text in ("12", "-3", "1.5", "一百零五", "3件", "abc", "99999999999999999999"):
        page.go_to_cell(NATURAL)
        type_text(text)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        assert QApplication.activeModalWidget() is None
    shown = page.show_section("overview")
    assert shown is not None
    shown.prose.text.setFocus()
    type_text("一、2019年收到申请99件，13912345678。")
    page.session.check_now()
    assert QApplication.activeModalWidget() is None
    assert any(f.where.quote for f in page.session.findings)


def test_what_is_composed_is_exported(
    page: ReportPage, flows: Flows, in_dialog: Callable[..., list[str]]
) -> None:
    page.go_to_cell(NATURAL)
    QApplication.sendEvent(focused(), QInputMethodEvent("7", []))
    assert page.session.report.values.get(NATURAL) != 7
    held: list[Decimal | None] = []

    def look(dialog: Any) -> None:
        held.append(page.session.figures.get(NATURAL))
        dialog.reject()

    assert in_dialog(look) == []
    flows.handing.export()
    assert held == [Decimal(7)]


def test_a_draft_with_faults_is_exported_and_marked(
    qtbot: QtBot,
    page: ReportPage,
    flows: Flows,
    in_dialog: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    page.session.check_now()
    assert any(f.severity == "must" for f in page.session.findings)

    def work(dialog: Any) -> None:
        dialog.choices.folder.setText(str(tmp_path))
        dialog.choices.stem.setText("报告")
        for kind, box in dialog.choices.kinds.items():
            box.setChecked(kind == "docx")
        dialog.ok.click()

    in_dialog(work)
    flows.handing.export()
    target = tmp_path / "报告.docx"
    qtbot.waitUntil(lambda: any("已导出" in t for t in flows.window.messages.texts), timeout=20000)
    with zipfile.ZipFile(target) as made:
        heads = [made.read(n).decode() for n in made.namelist() if "header" in n]
    assert any("草　稿" in head for head in heads)


def test_the_rule_behind_a_finding_is_shown_where_it_is_asked_for(
    qtbot: QtBot, page: ReportPage
) -> None:
    found = Finding("Y-CARRIED", "verify", "上年结转3件，去年结转2件", "核对", key="k")
    other = Finding("F-BALANCE", "must", "不平衡", "核对", key="other")
    page.session.set_checks(lambda _: (found, other))
    page.findings.show_finding(found)
    detail = page.findings.detail
    assert detail.rule.isHidden()
    qtbot.mouseClick(detail.why, Qt.MouseButton.LeftButton)
    assert detail.rule.isVisible()
    for part in ("Y-CARRIED", "比较什么：", "为什么：", "依据："):
        assert part in detail.rule.text()
    qtbot.mouseClick(detail.why, Qt.MouseButton.LeftButton)
    assert detail.rule.isHidden()
    qtbot.mouseClick(detail.why, Qt.MouseButton.LeftButton)
    page.findings.show_finding(other)
    assert detail.rule.isHidden()


def test_every_fraction_of_a_screens_scale_is_taken(qapp: QApplication) -> None:
    policy = QGuiApplication.highDpiScaleFactorRoundingPolicy()
    assert policy == Qt.HighDpiScaleFactorRoundingPolicy.PassThrough


def test_the_system_is_told_the_scheme_light_unless_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither this platform nor X11 shows it: what Qt is asked is looked at."""
    told: list[Qt.ColorScheme] = []
    monkeypatch.setattr(QStyleHints, "setColorScheme", lambda _, scheme: told.append(scheme))
    theme.apply(qapp)
    told.clear()
    theme.apply(qapp, 100, "dark")
    theme.apply(qapp, 150, "dark")
    theme.apply(qapp)
    assert told == [Qt.ColorScheme.Dark, Qt.ColorScheme.Light]
