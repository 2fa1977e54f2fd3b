"""What the window's actions do, through the dialogs, on a library of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from giadesk.checks.registry import Finding
from giadesk.core.errors import StorageFailed
from giadesk.sample import sample_docx
from giadesk.ui.flows import Flows

InDialog = Callable[..., list[str]]


def press(name: str) -> Callable[[QDialog], None]:
    def work(dialog: QDialog) -> None:
        button = dialog.findChild(QPushButton, name)
        assert button is not None
        assert button.isEnabled()
        button.click()

    return work


def wait_for_page(qtbot: QtBot, flows: Flows) -> None:
    qtbot.waitUntil(lambda: flows.page is not None, timeout=10000)


def listed(flows: Flows) -> list[tuple[int, str]]:
    return [(r.year, r.status) for r in flows.desk.rows()]


def test_from_last_years_file_to_this_years_draft(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog
) -> None:
    seen = in_dialog(press("accept"))
    flows.making.import_files([sample_docx()], for_draft=True)
    wait_for_page(qtbot, flows)
    assert seen == ["importReview"]
    assert flows.session is not None
    assert flows.session.report.year == 2025
    assert flows.session.last is not None
    assert flows.session.figures["applications/carried_in/natural"] == 1
    assert sorted(listed(flows)) == [(2024, "final"), (2025, "draft")]


def test_from_last_year_in_the_library(qtbot: QtBot, flows: Flows, in_dialog: InDialog) -> None:
    in_dialog(press("accept"))
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: len(flows.desk.rows()) == 1, timeout=10000)
    qtbot.waitUntil(lambda: not flows.window.jobs.busy)
    assert "已存入报告库" in flows.window.messages.texts[0]

    def work(dialog: Any) -> None:
        assert dialog.year.value() == 2025
        press("accept")(dialog)

    in_dialog(work)
    flows.making.from_last_year()
    wait_for_page(qtbot, flows)
    assert flows.session is not None
    assert flows.session.report.year == 2025


@pytest.mark.parametrize(
    ("field", "wrong", "mended"),
    [
        ("title", "青石镇2019年政府信息公开工作年度报告", ""),
        ("date", "2019年1月16日", "2026年1月16日"),
        ("signature", "远山镇人民政府", ""),
    ],
)
def test_a_finding_of_title_date_or_signature_leads_to_its_field(
    qtbot: QtBot,
    flows: Flows,
    sample_page: Any,
    in_dialog: InDialog,
    field: str,
    wrong: str,
    mended: str,
) -> None:
    session, panel = sample_page.session, sample_page.findings
    session.set_about("改", **{field: wrong})
    session.check_now()
    finding = next(f for f in session.findings if f.where.quote == wrong)
    panel.list.setCurrentIndex(panel.model.place_of(finding.key))
    panel.step(-1)
    while panel.current != finding:
        panel.step(1)  # F7 only shows it: a dialog would open here and end the test

    def work(dialog: Any) -> None:
        edit = dialog.findChild(QLineEdit, field)
        assert dialog.focusWidget() is edit
        assert edit.selectedText() == wrong
        edit.setText(mended)
        press("accept")(dialog)

    seen = in_dialog(work)
    panel.detail.locate.click()
    assert seen == ["aboutDialog"]
    session.check_now()
    assert finding.key not in {f.key for f in session.findings}


def test_a_finding_of_the_whole_report_has_no_place_to_go_to(
    qtbot: QtBot, flows: Flows, sample_page: Any
) -> None:
    found = Finding("R-TEXT", "verify", "全文与上年的文字重复率为95%", "按本年的情况改写", key="R")
    sample_page.session.set_checks(lambda _: (found,))
    flows.window.activateWindow()
    qtbot.waitUntil(flows.window.isActiveWindow)
    sample_page.locate(found)
    panel = sample_page.findings
    assert panel.current == found
    assert panel.list.hasFocus()
    assert panel.detail.locate.isHidden()
    assert panel.detail.explain.isVisible()


def test_the_review_can_put_unit_and_year_right(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog
) -> None:
    def work(dialog: Any) -> None:
        dialog.unit.setText("云岭县新名镇人民政府")
        dialog.year.setValue(2023)
        press("accept")(dialog)

    in_dialog(work)
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: len(flows.desk.rows()) == 1, timeout=10000)
    row = flows.desk.rows()[0]
    assert (row.unit, row.year) == ("云岭县新名镇人民政府", 2023)


def test_a_cancelled_review_takes_nothing_over(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog
) -> None:
    seen = in_dialog(press("cancel"))
    flows.making.import_files([sample_docx()])
    qtbot.waitUntil(lambda: bool(seen) and not flows.window.jobs.busy, timeout=10000)
    assert flows.desk.rows() == []


def test_a_file_that_is_no_report_is_refused_in_words(
    qtbot: QtBot, flows: Flows, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    flows.making.import_files([bad])
    qtbot.waitUntil(lambda: bool(flows.window.messages.texts), timeout=10000)
    assert "坏.docx" in flows.window.messages.texts[0]
    assert "Traceback" not in flows.window.messages.texts[0]
    assert flows.desk.rows() == []


def test_a_blank_report(qtbot: QtBot, flows: Flows, in_dialog: InDialog) -> None:
    def work(dialog: Any) -> None:
        assert not dialog.ok.isEnabled()
        dialog.unit.setText("云岭县白鹭镇人民政府")
        dialog.year.setValue(2026)
        press("accept")(dialog)

    in_dialog(work)
    flows.making.blank()
    wait_for_page(qtbot, flows)
    assert flows.session is not None
    report = flows.session.report
    assert [s.id for s in report.sections] == list(flows.session.form.sections)
    assert "2026年1月1日" in report.sections[0].text
    assert report.values == {}


def test_a_dropped_file_is_imported(qtbot: QtBot, flows: Flows, in_dialog: InDialog) -> None:
    in_dialog(press("accept"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_docx()))])
    event = QDropEvent(
        QPointF(QPoint(50, 50)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    flows.window.dropEvent(event)
    qtbot.waitUntil(lambda: len(flows.desk.rows()) == 1, timeout=10000)


def test_going_back_stores_and_lists(qtbot: QtBot, flows: Flows, sample_page: Any) -> None:
    from decimal import Decimal

    report_id = sample_page.opened.id
    sample_page.session.set_values({"disclosure/rules/made": Decimal(0)}, "填写")
    flows.show_start(select=report_id)
    assert flows.page is None
    assert flows.window.pages.currentWidget() is flows.window.start
    assert flows.desk.open(report_id).report.values["disclosure/rules/made"] == 0
    panel = flows.window.start.bring_library()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    row = panel.table.current_row()
    assert row is not None
    assert (row.id, row.filled) == (report_id, 11)


def test_a_removed_report_can_be_brought_back(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog
) -> None:
    report_id = flows.desk.blank("云岭县白鹭镇人民政府", 2026)
    flows.remove(report_id)
    qtbot.waitUntil(lambda: "已移入回收站。" in flows.window.messages.texts)
    assert flows.desk.rows() == []
    seen = in_dialog(press("accept"))
    flows.bin()
    qtbot.waitUntil(lambda: len(flows.desk.rows()) == 1)
    assert seen == ["binDialog"]


@pytest.fixture
def finished(qtbot: QtBot, flows: Flows, sample_page: Any) -> Any:
    """The sample town's report, filled in, its verify findings explained."""
    from giadesk.sample import filled

    session = sample_page.session
    done = filled(session.report, session.form)
    session.set_values(done.values, "填写")
    for section in done.sections:
        session.set_paragraphs(section.id, section.paragraphs, "填写")
    session.set_about("日期", date=done.about.date)
    for finding in session.findings:
        if finding.severity == "verify":
            session.explain(finding.key, "经核对情况属实")
    session.check_now()
    return sample_page


def test_exporting_writes_the_chosen_files(
    qtbot: QtBot, flows: Flows, finished: Any, in_dialog: InDialog, tmp_path: Path
) -> None:
    def work(dialog: Any) -> None:
        choices = dialog.choices
        choices.folder.setText(str(tmp_path))
        choices.stem.setText("报告")
        for kind, box in choices.kinds.items():
            box.setChecked(kind in ("docx", "xlsx", "package"))
        press("accept")(dialog)

    in_dialog(work)
    flows.handing.export()
    qtbot.waitUntil(lambda: any("已导出" in t for t in flows.window.messages.texts), timeout=20000)
    assert {p.name for p in tmp_path.glob("报告.*")} == {"报告.docx", "报告.xlsx", "报告.gia"}
    again = flows.desk.read(tmp_path / "报告.docx")
    report = flows.session.report  # type: ignore[union-attr]
    assert again.report.values == report.values


def test_exporting_says_what_blocks_and_leads_there(
    qtbot: QtBot, flows: Flows, sample_page: Any, in_dialog: InDialog
) -> None:
    sample_page.show_section("preamble")
    in_dialog(press("showFinding"))
    flows.handing.export()
    qtbot.waitUntil(lambda: sample_page.section_id != "preamble")
    assert sample_page.findings.current.severity == "must"


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, flows: Flows, finished: Any, tmp_path: Path
) -> None:
    given = flows.desk.handover(finished.opened, finished.session.report)
    flows.handing.write_files(finished, given, {"docx": tmp_path / "没有" / "报告.docx"})
    qtbot.waitUntil(lambda: bool(flows.window.messages.texts), timeout=20000)
    assert "文件夹不存在" in flows.window.messages.texts[0]


def test_from_draft_to_final_and_back(
    qtbot: QtBot, flows: Flows, finished: Any, in_dialog: InDialog
) -> None:
    session = finished.session
    flows.handing.review_report()
    assert session.report.about.status == "review"
    assert session.read_only

    def sign(dialog: Any) -> None:
        assert not dialog.final.isEnabled()
        for role, name in (("审核人", "王立"), ("保密审查人", "李安"), ("签发人", "赵正")):
            edit = dialog.findChild(QLineEdit, f"{role}姓名")
            assert edit is not None
            edit.setText(name)
        press("makeFinal")(dialog)

    in_dialog(sign)
    flows.handing.review_report()
    assert session.report.about.status == "final"
    assert [s.name for s in session.report.signoff] == ["王立", "李安", "赵正"]
    assert session.saved_state.kind == "saved"

    def send_back(dialog: Any) -> None:
        assert not dialog.back.isEnabled()
        dialog.reason.setText("数据需要更正")
        press("sendBack")(dialog)

    in_dialog(send_back)
    flows.handing.review_report()
    qtbot.waitUntil(lambda: session.report.about.status == "draft")
    assert not session.read_only
    assert "数据需要更正" in flows.window.messages.texts[0]


def test_a_draft_with_faults_is_not_submitted(qtbot: QtBot, flows: Flows, sample_page: Any) -> None:
    flows.handing.review_report()
    assert sample_page.session.report.about.status == "draft"
    assert "还不能提交审核" in flows.window.messages.texts[0]


def test_title_and_signature(
    qtbot: QtBot, flows: Flows, sample_page: Any, in_dialog: InDialog
) -> None:
    def work(dialog: Any) -> None:
        dialog.date.setText("2026年1月16日")
        dialog.attachments.setPlainText("统计表\n\n说明 ")
        press("accept")(dialog)

    in_dialog(work)
    flows.handing.about(sample_page)
    about = sample_page.session.report.about
    assert (about.date, about.attachments, about.title) == ("2026年1月16日", ("统计表", "说明"), "")


def test_the_first_start_asks_who_we_are(qtbot: QtBot, flows: Flows) -> None:
    assert flows.own.welcome_if_new([])
    welcome: Any = flows.window.pages.currentWidget()
    assert welcome.objectName() == "welcome"
    assert not welcome.ok.isEnabled()
    welcome.fields["unit"].setText("云岭县白鹭镇人民政府")
    welcome.ok.click()
    assert flows.desk.office()["unit"] == "云岭县白鹭镇人民政府"
    assert flows.window.pages.currentWidget() is flows.window.start
    assert not flows.own.welcome_if_new([])


def test_the_first_start_offers_the_sample_town(qtbot: QtBot, flows: Flows) -> None:
    flows.own.welcome_if_new([])
    welcome: Any = flows.window.pages.currentWidget()
    welcome.sample.click()
    wait_for_page(qtbot, flows)
    assert flows.session is not None
    assert flows.session.last is not None


def test_what_is_not_stored_is_not_closed_silently(
    qtbot: QtBot, flows: Flows, sample_page: Any, in_dialog: InDialog
) -> None:
    from decimal import Decimal

    def fail(report: object) -> None:
        raise StorageFailed("无法保存报告", "磁盘已满")

    sample_page.session._saving._writer._save = fail
    sample_page.session.set_values({"disclosure/rules/made": Decimal(0)}, "填写")

    def stay(dialog: Any) -> None:
        assert "磁盘已满" in dialog.informativeText()
        press("cancel")(dialog)

    in_dialog(stay)
    assert not flows.leave_report()
    assert flows.page is sample_page
    in_dialog(press("choice1"))
    assert flows.leave_report()
    assert flows.page is None


def test_settings_change_office_and_zoom(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog, qapp: Any
) -> None:
    def work(dialog: Any) -> None:
        dialog.findChild(QLineEdit, "officeUnit").setText("云岭县白鹭镇人民政府")
        dialog.zoom.setCurrentIndex(dialog.zoom.findData("150"))
        assert qapp.font().pointSizeF() == pytest.approx(10.5 * 1.5)
        press("accept")(dialog)

    from giadesk.ui import theme
    from giadesk.ui.settings_dialog import kept_zoom, step_zoom

    in_dialog(work)
    flows.own.edit()
    assert kept_zoom(flows.settings) == 150
    assert flows.desk.office()["unit"] == "云岭县白鹭镇人民政府"
    assert step_zoom(flows.settings, 1) == 175
    assert step_zoom(flows.settings, 0) == 100
    assert qapp.font().pointSizeF() == pytest.approx(theme.POINTS)


def test_settings_that_are_cancelled_change_nothing(
    qtbot: QtBot, flows: Flows, in_dialog: InDialog, qapp: Any
) -> None:
    def work(dialog: Any) -> None:
        dialog.zoom.setCurrentIndex(dialog.zoom.findData("200"))
        press("cancel")(dialog)

    in_dialog(work)
    flows.own.edit()
    assert qapp.font().pointSizeF() == pytest.approx(10.5)


def test_leaving_the_window_stores(qtbot: QtBot, flows: Flows, sample_page: Any) -> None:
    from decimal import Decimal

    sample_page.session.set_values({"disclosure/rules/made": Decimal(0)}, "填写")
    flows.window.activated.emit(False)
    assert sample_page.session.saved_state.kind in (
        "saving",
        "saved",
    )  # the window waits for no disk
    qtbot.waitUntil(lambda: sample_page.session.saved_state.kind == "saved")


def test_the_manual_opens(qtbot: QtBot, flows: Flows, in_dialog: InDialog) -> None:
    def work(dialog: Any) -> None:
        assert "使用手册" in dialog.text.toPlainText()
        dialog.words.setText("回收站不存在的词")
        dialog._find()
        press("close")(dialog)

    seen = in_dialog(work)
    flows.manual()
    assert seen == ["manualDialog"]
