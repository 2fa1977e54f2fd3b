"""Handing on: preview, export, review and sign-off, versions, a copy elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from giadesk.core.form import Form
    from giadesk.core.report import Report
    from giadesk.exports.bundle import FileKind, Handover
    from giadesk.exports.profile import Profile
    from giadesk.store.records import Reason, Version
    from giadesk.ui.batch_export import Order
    from giadesk.ui.desk import Opened
    from giadesk.ui.flows import Flows
    from giadesk.ui.jobs import Progress
    from giadesk.ui.library_list import Row
    from giadesk.ui.report_page import ReportPage


class Handing:
    """What is done with the open report besides filling it in."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows

    def export(self) -> None:
        """导出 the open report."""
        from giadesk.ui.export_dialog import ExportDialog

        page = self._flows.page
        if page is None:
            return
        page.commit()
        page.session.check_now()
        session = page.session
        dialog = ExportDialog(
            self._flows.window,
            session.report,
            session.form,
            session.findings,
            self._flows.settings,
            self._flows.desk.office(),
        )
        dialog.shown.connect(
            lambda finding: QTimer.singleShot(0, page, lambda: page.locate(finding))
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        targets, choices = dialog.targets, dialog.choices
        given = self._flows.desk.handover(
            page.opened,
            session.report,
            session.findings,
            profile=choices.layout_id,
            annexes=choices.annexes,
            pattern=choices.pattern,
            earlier=None if choices.charts.isChecked() else (),
        )
        dialog.deleteLater()
        if accepted:
            self.write_files(page, given, targets)

    def write_files(self, page: ReportPage, given: Handover, targets: dict[FileKind, Path]) -> None:
        """Write the files in a job, while the clerk goes on; afterwards offer to open them.

        The report is written as it was when it was asked for; that state is kept as a version.
        """
        if not page.session.read_only:
            self.keep_version(page, "export")
        messages = self._flows.window.messages
        written: list[Path] = []

        def work(progress: Progress) -> list[Path]:
            from giadesk.exports.bundle import write_file

            whole = given
            if "html" in targets and given.earlier is None:
                whole = given._replace(earlier=self._flows.desk.earlier(page.opened))
            for number, (kind, target) in enumerate(targets.items()):
                progress.say(f"正在写“{target.name}”", number / len(targets))
                write_file(kind, whole, target)
                written.append(target)
            return written

        def done(files: list[Path]) -> None:
            messages.say(
                f"已导出到“{files[0].parent}”：" + "、".join(p.name for p in files),
                "good",
                [
                    ("打开文件夹", lambda: open_outside(files[0].parent)),
                    ("打开文件", lambda: open_outside(files[0])),
                ],
            )

        def failed(error: BaseException) -> None:
            again = [("重新导出……", self.export)] if self._flows.page is page else []
            messages.say_error(error, again, key="export")

        def ended() -> None:
            if job.stopped:
                names = "、".join(path.name for path in written)
                messages.say("已停止导出。" + (f"已经写好：{names}" if names else ""), "verify")

        messages.withdraw("export")
        job = self._flows.window.jobs.run("正在导出", work, done, failed)
        job.ended.connect(ended)

    def export_many(self, rows: Sequence[Row]) -> None:
        """导出 several reports of the library: asked once, written in a job, told in a summary."""
        from giadesk.ui.batch_export import BatchExportDialog

        desk = self._flows.desk

        def ask(first: Opened) -> None:
            dialog = BatchExportDialog(
                self._flows.window, rows, first, self._flows.settings, desk.office()
            )
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.write_many(rows, dialog.order)
            dialog.deleteLater()

        self._flows.run("正在打开报告", lambda: desk.open(rows[0].id, skip_damaged=True), ask)

    def write_many(self, rows: Sequence[Row], order: Order) -> None:
        """Write what was ordered of each; stopping keeps what is written."""
        from giadesk.ui.batch_export import BatchSummary, Outcome, export_rows, summary_of

        desk, window = self._flows.desk, self._flows.window
        outcomes: list[Outcome] = []

        def show() -> None:
            dialog = BatchSummary(window, outcomes, len(rows))
            dialog.exec()
            dialog.deleteLater()

        def tell(_: object = None) -> None:
            words, well = summary_of(outcomes, len(rows))
            window.messages.say(
                words,
                "good" if well else "verify",
                [("打开文件夹", lambda: open_outside(order.folder)), ("查看结果……", show)],
                key="batch",
            )

        job = window.jobs.run(
            "正在导出多份报告",
            lambda progress: export_rows(desk, rows, order, progress, outcomes),
            tell,
            window.messages.say_error,
        )
        job.ended.connect(lambda: tell() if job.stopped else None)

    def preview(self, content: str = "report", report: Report | None = None) -> None:
        """预览 the open report as it will print, or as given; `content` as Preview takes it."""
        page = self._flows.page
        if page is None:
            return
        page.commit()
        page.session.check_now()
        from giadesk.exports.annexes import review_of
        from giadesk.exports.profile import load_profile
        from giadesk.ui.preview import Preview

        session = page.session
        dialog = Preview(
            QApplication.activeModalWidget() or self._flows.window,
            report or session.report,
            session.form,
            profile=load_profile(self._flows.desk.layout()),
            review=review_of(session.findings, session.report),
            content=content,
            choose_layout=self._layout_for_good,
        )
        dialog.export_asked.connect(lambda: QTimer.singleShot(0, self._flows, self.export))
        dialog.exec()
        dialog.deleteLater()

    def _layout_for_good(self) -> Profile | None:
        """Choose the office's layout and keep it; None where it stays what it was."""
        from giadesk.core.errors import UserError
        from giadesk.exports.profile import DEFAULT, load_profile

        desk = self._flows.desk
        chosen = self.choose_layout(desk.layout())
        try:
            desk.set_office({"layout": "" if chosen == DEFAULT else chosen})
            return load_profile(chosen)
        except UserError as error:
            self._flows.window.messages.say_error(error)
            return None

    def example(self) -> tuple[Report, Form]:
        """The sample town's report: what layouts and names of files are shown on."""
        from giadesk.sample import last_years_report

        form = self._flows.desk.forms.for_year(2024)  # that of the sample
        return last_years_report(form), form

    def choose_layout(self, present: str) -> str:
        """版式: choose or change a layout profile; the id of the one in use afterwards."""
        from giadesk.ui.layout_dialog import LayoutDialog

        dialog = LayoutDialog(
            QApplication.activeModalWidget() or self._flows.window,
            present,
            *self.example(),
            self._flows.settings,
        )
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen

    def review_report(self) -> None:
        """提交审核, 审签, 定稿, 退回修改."""
        if self._flows.page is not None:
            from giadesk.ui.review import review

            review(self._flows, self._flows.page)

    def say_state(self, page: ReportPage) -> None:
        """Why an opened report cannot be written in, or for which reason it came back."""
        from giadesk.ui.review import say_state

        say_state(self._flows, page)

    def about(self, page: ReportPage, field: str = "") -> None:
        """标题、落款、附件 of the open report, with the focus in that field."""
        from giadesk.ui.about_dialog import AboutDialog

        session = page.session
        dialog = AboutDialog(
            self._flows.window, session.report, session.form, read_only=session.read_only
        )
        dialog.begin_in(field)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.changes:
            session.set_about("修改标题、落款", **dialog.changes)
        dialog.deleteLater()

    def keep_version(self, page: ReportPage, reason: Reason, note: str = "") -> None:
        """Keep the present state as a version."""
        if page.session.flush():
            library = self._flows.desk.library
            self._flows.run(
                "正在保存版本",
                lambda: library.keep_version(page.opened.id, reason, note),
                lambda _: None,
            )

    def versions(self, page: ReportPage) -> None:
        """历史版本 of the open report."""
        from giadesk.ui.versions_dialog import VersionsDialog

        page.session.flush()
        library, report_id = self._flows.desk.library, page.opened.id

        def show(versions: list[Version]) -> None:
            dialog = VersionsDialog(
                self._flows.window,
                page.session.report,
                page.session.form,
                versions,
                lambda number: library.version(report_id, number),
                read_only=page.session.read_only,
            )
            dialog.restored.connect(lambda number: self.restore(page, number))
            dialog.exec()
            dialog.deleteLater()

        self._flows.run("正在列出历史版本", lambda: library.versions(report_id), show)

    def restore(self, page: ReportPage, number: int) -> None:
        """Take a version's content over, as one undo step; the present state is kept before."""
        library, report_id = self._flows.desk.library, page.opened.id

        def load() -> Report:
            library.keep_version(report_id, "restore", f"恢复第{number}版之前")
            return library.version(report_id, number)

        def take_over(report: Report) -> None:
            page.session.replace(report, "恢复历史版本")
            self._flows.window.messages.say(
                "已恢复成所选的版本。", "good", [("撤销", page.session.undo)]
            )

        self._flows.run("正在恢复", load, take_over)

    def save_copy(self) -> bool:
        """另存副本: the report as a package at another place, for when the library cannot be written."""
        from PySide6.QtWidgets import QFileDialog

        from giadesk.exports.bundle import write_file
        from giadesk.exports.naming import file_name

        page = self._flows.page
        if page is None:
            return False
        name, _ = QFileDialog.getSaveFileName(
            self._flows.window,
            "另存副本",
            f"{file_name('', page.session.report, page.session.form)}.gia",
            "报送包 (*.gia)",
        )
        if not name:
            return False
        try:
            write_file(
                "package", self._flows.desk.handover(page.opened, page.session.report), Path(name)
            )
        except Exception as error:  # noqa: BLE001 - told to the clerk
            self._flows.window.messages.say_error(error)
            return False
        self._flows.window.messages.say(f"已另存副本：{name}", "good")
        return True


def open_outside(path: Path) -> None:
    """Open a file or folder in the program the desktop has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
