"""Making reports: from last year's, from a file, blank. Everything that is read is reviewed first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from giadesk.ui.opening import IMPORT, IMPORT_PAGES, load, load_pages

if TYPE_CHECKING:
    from giadesk.ui.desk import Imported
    from giadesk.ui.flows import Flows
    from giadesk.ui.import_page import ImportPage


class Making:
    """The first three actions of the start page, and dropped files."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows

    def from_last_year(self, preselected: str = "") -> None:
        """用去年的报告编写今年的."""
        from giadesk.ui.new_dialog import FROM_FILE, FromLastYearDialog

        rows = list(self._flows.window.start.bring_library().model.everything)
        if not rows:
            self.choose_and_import(for_draft=True)
            return
        dialog = FromLastYearDialog(self._flows.window, rows, preselected)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        source, year = dialog.source, dialog.year.value()
        dialog.deleteLater()
        if not accepted:
            return
        if source == FROM_FILE:
            self.choose_and_import(for_draft=True)
            return

        def make() -> str:
            last = self._flows.desk.open(source)
            return self._flows.desk.next_year(last.report, last.form, year)

        self._flows.run(f"正在编写{year}年的草稿", make, self._flows.open)

    def blank(self) -> None:
        """新建空白报告."""
        from giadesk.ui.new_dialog import BlankDialog

        dialog = BlankDialog(self._flows.window, self._flows.desk.office().get("unit", ""))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            unit, year = dialog.unit.text().strip(), dialog.year.value()
            self._flows.run(
                "正在新建报告", lambda: self._flows.desk.blank(unit, year), self._flows.open
            )
        dialog.deleteLater()

    def choose_and_import(self, *, for_draft: bool = False) -> None:
        """从文件导入, with the file chosen in a dialog."""
        from giadesk.ui.dialogs import choose_files

        self.import_files(
            choose_files(self._flows.window, self._flows.settings, several=not for_draft),
            for_draft=for_draft,
        )

    def import_files(self, files: list[Path], *, for_draft: bool = False) -> None:
        """Read a file, which is reviewed before it goes into the library; several in a queue."""
        self._flows.safety.back_up("import")  # done by the time it was reviewed
        if not files:
            return
        if self._flows.page is not None:
            self._flows.show_start()
            if self._flows.page is not None:
                return
        if len(files) > 1:
            self._queue(files)
            return
        file = files[0]

        def read(_: object) -> Imported:
            load(IMPORT)
            self._flows.desk.forms.all()  # to choose from where it is reviewed
            return self._flows.desk.read(file)

        self._flows.window.jobs.run(
            f"正在读入“{file.name}”",
            read,
            lambda imported: load_pages(
                IMPORT_PAGES, self._flows, lambda: self._review(imported, for_draft=for_draft)
            ),
            self._flows.window.messages.say_error,
        )

    def _queue(self, files: list[Path]) -> None:
        from giadesk.ui.import_queue import ImportQueue

        self._flows.own.leave_welcome()
        self._flows.window.show_page(self._flows.window.start)
        queue = ImportQueue(self._flows.window, self._flows.desk, files)
        queue.exec()
        stored = queue.stored
        queue.deleteLater()
        if stored:
            self._flows.window.messages.say(f"已存入报告库{len(stored)}份。", "good")
            self._flows.refresh(select=stored[-1])

    def _review(self, imported: Imported, *, for_draft: bool) -> None:
        from giadesk.ui.import_page import ImportPage

        self._flows.own.leave_welcome()
        self._flows.window.show_page(self._flows.window.start)
        dialog = ImportPage(self._flows.window, self._flows.desk, imported, for_draft=for_draft)
        QTimer.singleShot(1, dialog, lambda: self._reviewed(dialog))  # shown in a turn of its own

    def _reviewed(self, dialog: ImportPage) -> None:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        result, write_next = dialog.result_report, dialog.write_next
        dialog.deleteLater()
        if not accepted:
            return
        if write_next:
            year = result.report.year + 1
            self._flows.run(
                f"正在编写{year}年的草稿",
                lambda: self._flows.desk.next_year(result.report, result.form, year),
                self._flows.open,
            )
        else:
            self._flows.run("正在存入报告库", lambda: self._flows.desk.add(result), self._added)

    def _added(self, report_id: str) -> None:
        self._flows.window.messages.say(
            "已存入报告库。", "good", [("打开", lambda: self._flows.open(report_id))]
        )
        self._flows.refresh(select=report_id)
