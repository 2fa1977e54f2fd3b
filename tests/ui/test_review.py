"""草稿 → 待审 → 定稿: who may do what, what is signed, what goes back and with which reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from giadesk.core.form import Form
from giadesk.core.report import ROLES, SignOff
from giadesk.sample import last_years_report
from giadesk.ui.flows import Flows
from giadesk.ui.review import ReviewDialog, read_day

InDialog = Callable[..., list[str]]


@pytest.fixture
def finished(flows: Flows, sample_page: Any) -> Any:
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


def field(dialog: Any, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def sign_all(dialog: Any) -> None:
    for role, name in zip(ROLES, ("王立", "李安", "赵正"), strict=True):
        field(dialog, f"{role}姓名").setText(name)


@pytest.fixture
def make_dialog(qtbot: QtBot, form: Form) -> Callable[..., ReviewDialog]:
    def make(status: str = "review", **options: Any) -> ReviewDialog:
        report = last_years_report(form).with_about(status=status)
        dialog = ReviewDialog(None, report, **options)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


# --- the 审签单 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年1月20日", "2026年1月20日"),
        ("2026-01-20", "2026年1月20日"),
        ("2026.1.9", "2026年1月9日"),
        ("２０２６／１／９", "2026年1月9日"),
        ("２０２６/１/９", "2026年1月9日"),
        ("2026年2月30日", ""),
        ("昨天", ""),
        ("", ""),
    ],
)
def test_days_are_read_however_they_are_written(text: str, day: str) -> None:
    assert read_day(text) == day


def test_only_all_three_make_it_final(make_dialog: Any) -> None:
    dialog = make_dialog()
    field(dialog, "审核人姓名").setText("王立")
    field(dialog, "审核人日期").setText("2026-1-20")
    assert not dialog.final.isEnabled()
    assert "保密审查人、签发人还没有签" in dialog.final.toolTip()
    sign_all(dialog)
    assert dialog.final.isEnabled()
    assert dialog.lines[0] == SignOff("审核人", "王立", "2026年1月20日", "同意")
    field(dialog, "签发人意见").setText("不同意，数据有误")
    assert not dialog.final.isEnabled()
    assert "签发人的意见是不同意" in dialog.final.toolTip()
    assert dialog.ok.isEnabled()


def test_what_is_half_signed_is_said(make_dialog: Any) -> None:
    dialog = make_dialog()
    field(dialog, "签发人意见").setText("同意印发")
    assert "签发人有意见或日期，还没有写姓名" in dialog.warning.text()
    assert not dialog.ok.isEnabled()
    field(dialog, "签发人姓名").setText("赵正")
    field(dialog, "签发人日期").setText("正月二十")
    assert "“正月二十”认不出来" in dialog.warning.text()
    field(dialog, "签发人日期").setText("")
    assert dialog.ok.isEnabled()


def test_going_back_asks_for_a_reason(make_dialog: Any) -> None:
    dialog = make_dialog()
    assert not dialog.back.isEnabled()
    dialog.reason.setText("不行")
    assert not dialog.back.isEnabled()
    dialog.reason.setText("第三部分数据有误")
    assert dialog.back.isEnabled()
    dialog.back.click()
    assert dialog.result() == ReviewDialog.BACK


def test_what_is_final_is_only_looked_at(make_dialog: Any) -> None:
    dialog = make_dialog("final")
    assert all(field(dialog, f"{role}姓名").isReadOnly() for role in ROLES)
    assert not dialog.final.isVisible()
    assert dialog.ok.text() == "关闭"
    assert dialog.ok.isEnabled()


def test_a_library_that_cannot_be_written_lets_nobody_sign(make_dialog: Any) -> None:
    dialog = make_dialog(locked="磁盘是只读的")
    assert dialog.warning.text() == "磁盘是只读的"
    assert not dialog.ok.isEnabled()
    dialog.reason.setText("第三部分数据有误")
    assert not dialog.back.isEnabled()


# --- the whole way -------------------------------------------------------------------------------


def test_submitted_signed_and_sent_back(
    qtbot: QtBot, flows: Flows, finished: Any, in_dialog: InDialog
) -> None:
    """In review nothing can be changed, by 撤销 neither; going back keeps what was signed."""
    session = finished.session
    before_review = session.report
    flows.handing.review_report()
    assert session.report.about.status == "review"
    assert not finished.bar.undo.isEnabled()
    qtbot.keyClick(finished, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.report == before_review.with_about(status="review")

    def sign(dialog: Any) -> None:
        field(dialog, "审核人姓名").setText("王立")
        dialog.ok.click()

    in_dialog(sign)
    flows.handing.review_report()
    assert [line.name for line in session.report.signoff] == ["王立"]

    def send_back(dialog: Any) -> None:
        assert field(dialog, "审核人姓名").text() == "王立"
        dialog.reason.setText("规章件数请再核对")
        dialog.back.click()

    in_dialog(send_back)
    flows.handing.review_report()
    qtbot.waitUntil(lambda: session.report.about.status == "draft")
    assert session.report.signoff == ()
    assert finished.bar.undo.isEnabled()
    library, report_id = flows.desk.library, finished.opened.id
    kept = {v.note: v.number for v in library.versions(report_id) if v.reason == "hand"}
    assert set(kept) == {"提交审核", "退回修改：规章件数请再核对"}
    before = library.version(report_id, kept["退回修改：规章件数请再核对"])
    assert [line.name for line in before.signoff] == ["王立"]
    assert before.about.status == "review"


def test_the_reason_is_told_again_when_the_draft_is_opened(
    qtbot: QtBot, flows: Flows, finished: Any, in_dialog: InDialog
) -> None:
    flows.handing.review_report()
    in_dialog(lambda dialog: (dialog.reason.setText("请补充联系方式"), dialog.back.click()))
    flows.handing.review_report()
    session = finished.session
    qtbot.waitUntil(lambda: session.report.about.status == "draft")
    report_id = finished.opened.id
    flows.show_start()
    assert flows.window.messages.texts == []
    flows.open(report_id)
    qtbot.waitUntil(lambda: "这份报告被退回修改：请补充联系方式" in flows.window.messages.texts)
    flows.handing.review_report()
    assert flows.session is not None
    assert flows.session.report.about.status == "review"
    assert not any("退回修改：" in text for text in flows.window.messages.texts)
    flows.show_start()
    flows.open(report_id)
    qtbot.waitUntil(lambda: any("正在审核，只能查看" in t for t in flows.window.messages.texts))


def test_final_leads_to_export_and_the_sheet(
    qtbot: QtBot, flows: Flows, finished: Any, in_dialog: InDialog
) -> None:
    flows.handing.review_report()
    shown: list[str] = []

    def look_at_sheet(preview: Any) -> None:
        preview.finish()
        shown.append(preview.count.text())
        signed = preview._report.signoff
        assert [line.name for line in signed] == ["王立", "李安", "赵正"]
        preview.reject()
        QTimer.singleShot(0, signing[0].final.click)

    signing: list[Any] = []

    def sign(dialog: Any) -> None:
        signing.append(dialog)
        sign_all(dialog)
        QTimer.singleShot(0, dialog.sheet.click)

    seen = in_dialog(sign, look_at_sheet)
    flows.handing.review_report()
    assert seen == ["reviewDialog", "previewDialog"]
    assert shown == ["共 1 页"]
    assert flows.session is not None
    assert flows.session.report.about.status == "final"
    versions = flows.desk.library.versions(finished.opened.id)
    assert "final" in [v.reason for v in versions]
