"""Handing on: preview, export, review and sign-off, versions, a copy elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from giadesk.core.report import Report
    from giadesk.exports import Kind
    from giadesk.store.records import Reason, Version
    from giadesk.ui.flows import Flows
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
        dialog = ExportDialog(
            self._flows.window, page.session.report, page.session.findings, self._flows.settings
        )
        dialog.shown.connect(lambda finding: QTimer.singleShot(0, lambda: page.locate(finding)))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        targets = dialog.targets
        dialog.deleteLater()
        if accepted:
            self.write_files(page, targets)

    def write_files(self, page: ReportPage, targets: dict[Kind, Path]) -> None:
        """Write the files in a job; afterwards offer to open them."""
        from giadesk.ui.jobs import Progress

        report = page.session.report

        def work(progress: Progress) -> dict[Kind, Path]:
            for number, (kind, target) in enumerate(targets.items()):
                progress.say(f"正在写“{target.name}”", number / len(targets))
                self._flows.desk.export(kind, page.opened, report, target)
            return targets

        def done(written: dict[Kind, Path]) -> None:
            if not page.session.read_only:
                self.keep_version(page, "export")
            self._flows.window.messages.say(
                "已导出：" + "、".join(p.name for p in written.values()),
                "good",
                [
                    ("打开文件夹", lambda: open_outside(next(iter(written.values())).parent)),
                    ("打开文件", lambda: open_outside(next(iter(written.values())))),
                ],
            )

        self._flows.window.jobs.run("正在导出", work, done, self._flows.window.messages.say_error)

    def preview(self) -> None:
        """预览 the open report as it will print."""
        page = self._flows.page
        if page is None:
            return
        page.commit()
        from giadesk.ui.preview import Preview

        dialog = Preview(self._flows.window, page.session.report, page.session.form)
        dialog.export_asked.connect(lambda: QTimer.singleShot(0, self.export))
        dialog.exec()
        dialog.deleteLater()

    def choose_layout(self, present: str) -> str:
        """版式: choose or change a layout profile; the id of the one in use afterwards."""
        from giadesk.sample import last_years_report
        from giadesk.ui.layout_dialog import LayoutDialog

        form = self._flows.desk.forms.for_year(2024)  # that of the sample
        dialog = LayoutDialog(
            QApplication.activeModalWidget() or self._flows.window,
            present,
            last_years_report(form),
            form,
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

    def about(self, page: ReportPage) -> None:
        """标题、落款、附件 of the open report."""
        from giadesk.ui.about_dialog import AboutDialog

        session = page.session
        dialog = AboutDialog(
            self._flows.window, session.report, session.form, read_only=session.read_only
        )
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

        from giadesk.ui.desk import file_stem

        page = self._flows.page
        if page is None:
            return False
        name, _ = QFileDialog.getSaveFileName(
            self._flows.window,
            "另存副本",
            f"{file_stem(page.session.report)}.gia",
            "报送包 (*.gia)",
        )
        if not name:
            return False
        try:
            self._flows.desk.export("package", page.opened, page.session.report, Path(name))
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
