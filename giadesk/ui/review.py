"""状态: 草稿 → 待审 → 定稿, with the 审签单; going back asks for a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from giadesk.core.report import ROLES, Report, SignOff
from giadesk.ui import dialogs, pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.messages import ask
from giadesk.ui.progress import is_open

if TYPE_CHECKING:
    from giadesk.store.records import Version
    from giadesk.ui.flows import Flows
    from giadesk.ui.report_page import ReportPage

STATE = "review"
"""The key of the message that says in which state the report is."""
LEAST_REASON = 4
SENT_BACK = "退回修改："
SUBMITTED = "提交审核"
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def review(flows: Flows, page: ReportPage) -> None:
    """Do the next step of the status: submit, sign, make final, or send back."""
    page.commit()
    page.session.check_now()
    if page.session.report.about.status == "draft":
        _submit(flows, page)
    else:
        _sign(flows, page)


def say_state(flows: Flows, page: ReportPage) -> None:
    """Say of a report that was opened why it cannot be written in, or for which reason it came back."""
    match page.session.report.about.status:
        case "review":
            words = "这份报告正在审核，只能查看。由审核人审签，或者退回修改。"
            flows.window.messages.say(words, "hint", [_leading(flows, "审签……")], key=STATE)
        case "final":
            words = "这份报告已经定稿，只能查看。要改动，请先写明原因退回修改。"
            flows.window.messages.say(words, "hint", [_leading(flows, "查看审签……")], key=STATE)
        case _ if not page.session.read_only:
            _say_why_sent_back(flows, page)


def _say_why_sent_back(flows: Flows, page: ReportPage) -> None:
    """The reason stays until the report is submitted again."""

    def say(versions: list[Version]) -> None:
        notes = [v.note for v in sorted(versions, key=lambda v: v.number, reverse=True)]
        last = next((n for n in notes if n.startswith((SENT_BACK, SUBMITTED))), "")
        if last.startswith(SENT_BACK) and flows.page is page:
            flows.window.messages.say(f"这份报告被{last}", "verify", key=STATE)

    library, report_id = flows.desk.library, page.opened.id
    flows.run("正在打开报告", lambda: library.versions(report_id), say)


def _leading(flows: Flows, caption: str) -> tuple[str, Callable[[], object]]:
    return caption, flows.handing.review_report


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
                key=STATE,
            )
            return
        choice = ask(flows.window, "现在提交审核吗？", words, ["提交审核", "先去说明"], default=1)
        if choice == 1:
            page.locate(open_ones[0])
        if choice != 0:
            return
    if session.set_about(SUBMITTED, status="review"):
        flows.handing.keep_version(page, "hand", SUBMITTED)
        flows.window.messages.say(
            "已提交审核。报告现在只能查看，由审核人审签或退回。",
            "good",
            [_leading(flows, "审签……")],
            key=STATE,
        )


def _sign(flows: Flows, page: ReportPage) -> None:
    session = page.session
    final = session.report.about.status == "final"
    dialog = ReviewDialog(flows.window, session.report, locked=flows.desk.library.read_only)
    dialog.sheet_asked.connect(
        lambda: flows.handing.preview("sheet", _with_lines(session.report, dialog.lines))
    )
    result = dialog.exec()
    reason = dialog.reason.text().strip()
    if result == QDialog.DialogCode.Accepted and not final:
        for line in dialog.lines:
            session.sign(line)
        if dialog.make_final:
            _make_final(flows, page)
    elif result == ReviewDialog.BACK:
        _send_back(flows, page, reason)
    dialog.deleteLater()


def _send_back(flows: Flows, page: ReportPage, reason: str) -> None:
    """Keep what was signed as a version with the reason; then the report is a draft again."""
    session = page.session
    library, report_id = flows.desk.library, page.opened.id

    def back(_: object) -> None:
        session.send_back()
        if session.flush():
            words = f"已退回修改：{reason}。原来的审签随上一版保存，修改后重新审签。"
            flows.window.messages.say(words, "verify", key=STATE)
        else:
            page.say_failure()

    if session.flush():
        note = SENT_BACK + reason
        flows.run("正在退回修改", lambda: library.keep_version(report_id, "hand", note), back)
    else:
        page.say_failure()


def _make_final(flows: Flows, page: ReportPage) -> None:
    session = page.session
    must = [f for f in session.findings if f.severity == "must" or is_open(f)]
    if must:
        flows.window.messages.say(
            f"还不能定稿：{must[0].message}",
            "must",
            [("去处理", lambda: page.locate(must[0]))],
            key=STATE,
        )
        return
    session.set_about("定稿", status="final")
    if session.flush():
        flows.window.messages.withdraw(STATE)
        flows.window.messages.say(
            "已定稿。导出的文件不再带“草稿”字样。",
            "good",
            [
                ("导出……", flows.handing.export),
                ("打印审签单……", lambda: flows.handing.preview("sheet")),
            ],
        )
    else:
        page.say_failure()


class ReviewDialog(Dialog):
    """The 审签单: who reviewed, when, and what they say.

    locked: why nothing can be stored, "" where it can. `sheet_asked` asks to see the 审签单 as a page.
    """

    BACK = 2
    sheet_asked = Signal()

    def __init__(self, parent: QWidget | None, report: Report, *, locked: str = "") -> None:
        super().__init__(parent, "reviewDialog", "审签", "保存审签")
        self._final = report.about.status == "final"
        self._locked = locked
        self.make_final = False
        self._fields: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        self.body.addLayout(self._grid(report))
        self.body.addWidget(pieces.line())
        form = dialogs.form()
        self.reason = dialogs.field(form, "退回原因", "reason", "", "退回修改时填写")
        self.reason.textChanged.connect(lambda _: self._judge())
        self.body.addLayout(form)
        self.sheet = pieces.button(
            "审签单……", "seeSheet", self.sheet_asked.emit, tip="预览、打印审签单"
        )
        self._buttons.addButton(self.sheet, self._buttons.ButtonRole.ResetRole)
        self.back = pieces.button("退回修改", "sendBack", self._send_back)
        self._buttons.addButton(self.back, self._buttons.ButtonRole.DestructiveRole)
        self.final = pieces.button("定稿", "makeFinal", self._finalise, kind="main")
        self._buttons.addButton(self.final, self._buttons.ButtonRole.ActionRole)
        self.final.setVisible(not self._final)
        self.ok.setText("关闭" if self._final else "保存审签")
        self.cancel.setVisible(not self._final)
        self.finish()
        self.set_width(46)
        self._judge()

    def _grid(self, report: Report) -> QGridLayout:
        signed = {line.role: line for line in report.signoff}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for column, head in enumerate(("", "姓名", "日期", "意见")):
            grid.addWidget(pieces.label(head, f"head{column}", "muted"), 0, column)
        for row, role in enumerate(ROLES, start=1):
            line = signed.get(role, SignOff(role, ""))
            grid.addWidget(pieces.label(role, f"role{row}"), row, 0)
            name = _edit(f"{role}姓名", line.name, "")
            day = _edit(f"{role}日期", line.date, _spoken(date.today()))
            opinion = _edit(f"{role}意见", line.opinion, "同意")
            for column, edit in enumerate((name, day, opinion), start=1):
                edit.setReadOnly(self._final or bool(self._locked))
                grid.addWidget(edit, row, column)
                edit.textChanged.connect(lambda _: self._judge())
            self._fields[role] = (name, day, opinion)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        grid.setColumnStretch(3, 5)
        return grid

    @property
    def lines(self) -> list[SignOff]:
        """The lines as filled in; one without a name has not signed."""
        return [
            SignOff(
                role,
                name.text().strip(),
                (read_day(day.text()) or _spoken(date.today())) if name.text().strip() else "",
                opinion.text().strip() or ("同意" if name.text().strip() else ""),
            )
            for role, (name, day, opinion) in self._fields.items()
        ]

    def _judge(self) -> None:
        faults = [fault for role in ROLES if (fault := self._fault_of(role))]
        unsigned = [role for role, (name, _, _) in self._fields.items() if not name.text().strip()]
        against = [line.role for line in self.lines if "不同意" in line.opinion.replace(" ", "")]
        self.warn(self._locked or (faults[0] if faults else ""))
        why = f"{'、'.join(unsigned)}还没有签" if unsigned else ""
        if against:
            why = f"{'、'.join(against)}的意见是不同意"
        self.final.setEnabled(not (why or faults or self._locked))
        self.ok.setEnabled(self._final or not (faults or self._locked))
        _make_main(self.ok, not self.final.isEnabled())
        pieces.set_tip(self.final, why or "冻结报告，保存一个版本")
        self.back.setEnabled(len(self.reason.text().strip()) >= LEAST_REASON and not self._locked)
        pieces.set_tip(self.back, f"写明退回原因（至少{LEAST_REASON}个字）后可以退回")

    def _fault_of(self, role: str) -> str:
        """What is wrong with a line, "" for nothing."""
        name, day, opinion = (edit.text().strip() for edit in self._fields[role])
        if not name:
            return f"{role}有意见或日期，还没有写姓名" if opinion or day else ""
        if day and not read_day(day):
            return f"{role}的日期“{day}”认不出来，请写成 {_spoken(date.today())}"
        return ""

    def _finalise(self) -> None:
        self.make_final = True
        self.accept()

    def _send_back(self) -> None:
        self.done(self.BACK)


def read_day(text: str) -> str:
    """A date however it is written, as 2026年1月20日; "" where it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return ""
    try:
        return _spoken(date(*(int(part) for part in found.groups())))
    except ValueError:
        return ""


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _with_lines(report: Report, lines: list[SignOff]) -> Report:
    """The report as it would be signed."""
    return msgspec.structs.replace(report, signoff=tuple(line for line in lines if line.name))


def _make_main(button: QPushButton, main: bool) -> None:
    """Of the buttons that go on, one is the main one."""
    kind = "main" if main else ""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)


def _edit(spoken: str, text: str, hint: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setObjectName(spoken)
    edit.setAccessibleName(spoken)
    edit.setPlaceholderText(hint)
    edit.setMaxLength(100)
    return edit
