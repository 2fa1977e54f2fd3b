"""状态: 草稿 → 待审 → 定稿, with the 审签单; going back asks for a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QWidget

from giadesk.core.report import ROLES, Report, SignOff
from giadesk.ui import dialogs, pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.messages import ask
from giadesk.ui.progress import is_open

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows
    from giadesk.ui.report_page import ReportPage

LEAST_REASON = 4


def review(flows: Flows, page: ReportPage) -> None:
    """Do the next step of the status: submit, sign, make final, or send back."""
    page.commit()
    page.session.check_now()
    match page.session.report.about.status:
        case "draft":
            _submit(flows, page)
        case _:
            _sign(flows, page)


def _submit(flows: Flows, page: ReportPage) -> None:
    session = page.session
    open_ones = [f for f in session.findings if is_open(f)]
    must = sum(f.severity == "must" for f in open_ones)
    if open_ones:
        words = f"强制性审核 {must} 条没有通过，核实性审核 {len(open_ones) - must} 条没有说明。"
        if must:
            flows.window.messages.say(
                f"还不能提交审核：{words}",
                "must",
                [("去处理", lambda: page.locate(open_ones[0]))],
                key="review",
            )
            return
        choice = ask(flows.window, "现在提交审核吗？", words, ["提交审核", "先去说明"], default=1)
        if choice == 1:
            page.locate(open_ones[0])
        if choice != 0:
            return
    session.set_about("提交审核", status="review")
    flows.window.messages.withdraw("review")
    flows.window.messages.say("已提交审核。报告现在只能查看，由审核人审签或退回。", "good")


def _sign(flows: Flows, page: ReportPage) -> None:
    session = page.session
    final = session.report.about.status == "final"
    dialog = ReviewDialog(flows.window, session.report)
    result = dialog.exec()
    if result == QDialog.DialogCode.Accepted and not final:
        for line in dialog.lines:
            session.sign(line)
        if dialog.make_final:
            _make_final(flows, page)
    elif result == ReviewDialog.BACK:
        session.set_about("退回修改", status="draft")
        flows.handing.keep_version(page, "hand", f"退回修改：{dialog.reason.text().strip()}")
        flows.window.messages.say(f"已退回修改：{dialog.reason.text().strip()}", "verify")
    dialog.deleteLater()


def _make_final(flows: Flows, page: ReportPage) -> None:
    session = page.session
    must = [f for f in session.findings if f.severity == "must" or is_open(f)]
    if must:
        flows.window.messages.say(
            f"还不能定稿：{must[0].message}",
            "must",
            [("去处理", lambda: page.locate(must[0]))],
            key="review",
        )
        return
    session.set_about("定稿", status="final")
    if session.flush():
        flows.window.messages.say("已定稿。导出的文件不再带“草稿”字样。", "good")
    else:
        page.say_failure()


class ReviewDialog(Dialog):
    """The 审签单: who reviewed, when, and what they say."""

    BACK = 2

    def __init__(self, parent: QWidget | None, report: Report) -> None:
        super().__init__(parent, "reviewDialog", "审签", "保存审签")
        final = report.about.status == "final"
        self.make_final = False
        signed = {line.role: line for line in report.signoff}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for column, head in enumerate(("", "姓名", "日期", "意见")):
            grid.addWidget(pieces.label(head, f"head{column}", "muted"), 0, column)
        self._fields: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        today = date.today()
        for row, role in enumerate(ROLES, start=1):
            line = signed.get(role, SignOff(role, ""))
            grid.addWidget(pieces.label(role, f"role{row}"), row, 0)
            name = _edit(f"{role}姓名", line.name, "")
            day = _edit(f"{role}日期", line.date, f"{today.year}年{today.month}月{today.day}日")
            opinion = _edit(f"{role}意见", line.opinion, "同意")
            for column, edit in enumerate((name, day, opinion), start=1):
                edit.setReadOnly(final)
                grid.addWidget(edit, row, column)
            self._fields[role] = (name, day, opinion)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)
        self.body.addWidget(pieces.line())
        form = dialogs.form()
        self.reason = dialogs.field(form, "退回原因", "reason", "", "退回修改时填写")
        self.body.addLayout(form)
        self.back = pieces.button("退回修改", "sendBack", self._send_back)
        self._buttons.addButton(self.back, self._buttons.ButtonRole.DestructiveRole)
        self.final = pieces.button("定稿", "makeFinal", self._finalise, kind="main")
        self._buttons.addButton(self.final, self._buttons.ButtonRole.ActionRole)
        self.final.setVisible(not final)
        self.ok.setText("关闭" if final else "保存审签")
        self.ok.setProperty("kind", "")
        self.reason.textChanged.connect(self._judge)
        for name, _, _ in self._fields.values():
            name.textChanged.connect(self._judge)
        self.finish()
        self.set_width(46)
        self._judge()

    @property
    def lines(self) -> list[SignOff]:
        """The lines as filled in; one without a name has not signed."""
        today = date.today()
        words = f"{today.year}年{today.month}月{today.day}日"
        return [
            SignOff(
                role,
                name.text().strip(),
                (day.text().strip() or words) if name.text().strip() else "",
                opinion.text().strip() or ("同意" if name.text().strip() else ""),
            )
            for role, (name, day, opinion) in self._fields.items()
        ]

    def _judge(self) -> None:
        unsigned = [role for role, (name, _, _) in self._fields.items() if not name.text().strip()]
        self.final.setEnabled(not unsigned)
        pieces.set_tip(
            self.final, f"{'、'.join(unsigned)}还没有签" if unsigned else "冻结报告，保存一个版本"
        )
        self.back.setEnabled(len(self.reason.text().strip()) >= LEAST_REASON)
        pieces.set_tip(self.back, f"写明退回原因（至少{LEAST_REASON}个字）后可以退回")

    def _finalise(self) -> None:
        self.make_final = True
        self.accept()

    def _send_back(self) -> None:
        self.done(self.BACK)


def _edit(spoken: str, text: str, hint: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setObjectName(spoken)
    edit.setAccessibleName(spoken)
    edit.setPlaceholderText(hint)
    edit.setMaxLength(100)
    return edit
