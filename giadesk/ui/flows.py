"""What the window's actions do, from beginning to end: asking, working in a job, showing.

Pages and dialogs only show and ask; this is where their signals lead. One report is open at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog

from giadesk.ui.library_list import Row
from giadesk.ui.main_window import TITLE, MainWindow
from giadesk.ui.messages import ask

if TYPE_CHECKING:
    from giadesk.ui.desk import Desk, Imported, Opened
    from giadesk.ui.report_page import ReportPage
    from giadesk.ui.session import Session
    from giadesk.ui.welcome import WelcomePage

SAVING = "saving"


class Flows(QObject):
    """The actions of one window over one open library."""

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.page: ReportPage | None = None
        self._welcome: WelcomePage | None = None
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The window these actions are bound to."""
        assert self._window is not None
        return self._window

    @property
    def session(self) -> Session | None:
        """The session of the open report, None while none is open."""
        return self.page.session if self.page is not None else None

    def bind(self, window: MainWindow) -> None:
        """Connect what the window and the start page ask to what is done about it."""
        self._window = window
        self.setParent(window)
        from giadesk.ui.settings_dialog import step_zoom

        start = window.start
        start.from_last_year.connect(self.from_last_year)
        start.from_file.connect(self.choose_and_import)
        start.blank.connect(self.blank)
        start.settings_asked.connect(self.office)
        panel = start.bring_library()
        panel.opened.connect(self.open)
        panel.removed.connect(self.remove)
        panel.next_year.connect(self.from_last_year)
        panel.exported.connect(lambda report_id: self.open(report_id, then=self.export))
        panel.searched.connect(self.search)
        panel.bin_asked.connect(self.bin)
        window.activated.connect(self._activated)
        for key, work in (
            ("Ctrl+=", lambda: step_zoom(self.settings, 1)),
            ("Ctrl+-", lambda: step_zoom(self.settings, -1)),
            ("Ctrl+0", lambda: step_zoom(self.settings, 0)),
            ("F1", self.manual),
        ):
            action = QAction(window)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, w=work: w())
            window.addAction(action)
        if self.desk.library.read_only:
            window.messages.say(
                f"报告库只能查看，不能保存：{self.desk.library.read_only}", "verify", key="library"
            )

    # -- the start page ------------------------------------------------------------------------

    def show_start(self, *, select: str = "") -> None:
        """Go back to the start page; the report is stored and closed. Stays where it cannot be."""
        if not self.leave_report():
            return
        self.window.show_page(self.window.start)
        self.window.setWindowTitle(TITLE)
        self.refresh(select=select)
        self.window.start.bring_library().table.setFocus()

    def refresh(self, *, select: str = "") -> None:
        """List the library anew."""

        def show(rows: list[Row]) -> None:
            panel = self.window.start.bring_library()
            panel.show_rows(rows)
            if select:
                panel.table.select_first(select)

        self._run("正在列出报告", lambda: self.desk.rows(), show)

    def welcome_if_new(self, rows: list[Row]) -> bool:
        """On the very first start ask for 本单位资料. True where it does."""
        if rows or self.desk.office().get("unit") or self.desk.library.read_only:
            self._say_office()
            return False
        from giadesk.ui.welcome import WelcomePage

        self._welcome = WelcomePage(self.desk.office())
        self._welcome.finished.connect(self._welcomed)
        self._welcome.sample_asked.connect(self._try_sample)
        self.window.show_page(self._welcome)
        self._welcome.fields["unit"].setFocus()
        return True

    def _welcomed(self, office: dict[str, str]) -> None:
        if office:
            try:
                self.desk.set_office(office)
            except Exception as error:  # noqa: BLE001 - told to the clerk
                self.window.messages.say_error(error)
        self._leave_welcome()
        self.window.show_page(self.window.start)
        self._say_office()
        self.refresh()
        self.window.start.actions_[0].setFocus()

    def _leave_welcome(self) -> None:
        if self._welcome is not None:
            self.window.drop_page(self._welcome)
            self._welcome = None

    def _try_sample(self) -> None:
        def opened(report_id: str) -> None:
            self._leave_welcome()
            self.open(report_id)

        self._run("正在准备示例乡镇", lambda: self.desk.sample(), opened)

    def _say_office(self) -> None:
        from datetime import date

        from giadesk.ui.new_dialog import year_in_hand

        unit = self.desk.office().get("unit", "")
        year = year_in_hand(date.today())
        days = (date(year + 1, 1, 31) - date.today()).days
        due = f"{year}年度报告应于{year + 1}年1月31日前上报、公布"
        due += f"，还有{days}天" if days >= 0 else "（已过）"
        self.window.start.set_office(f"{unit}　{due}" if unit else due)

    def search(self, words: str) -> None:
        """Look for words in the text of all reports."""
        if words:
            show = self.window.start.bring_library().show_hits
            self._run("正在搜索", lambda: self.desk.search(words), lambda hits: show(words, hits))

    def office(self) -> None:
        """本单位资料 and the settings of the window."""
        from giadesk.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.window, self.desk.office(), self.settings)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            try:
                self.desk.set_office(dialog.office)
            except Exception as error:  # noqa: BLE001 - told to the clerk
                self.window.messages.say_error(error)
            self._say_office()
        dialog.deleteLater()

    # -- making reports ------------------------------------------------------------------------

    def from_last_year(self, preselected: str = "") -> None:
        """用去年的报告编写今年的."""
        from giadesk.ui.new_dialog import FROM_FILE, FromLastYearDialog

        rows = list(self.window.start.bring_library().model.everything)
        if not rows:
            self.choose_and_import(for_draft=True)
            return
        dialog = FromLastYearDialog(self.window, rows, preselected)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        source, year = dialog.source, dialog.year.value()
        dialog.deleteLater()
        if not accepted:
            return
        if source == FROM_FILE:
            self.choose_and_import(for_draft=True)
            return

        def make() -> str:
            last = self.desk.open(source)
            return self.desk.next_year(last.report, last.form, year)

        self._run(f"正在编写{year}年的草稿", make, self.open)

    def blank(self) -> None:
        """新建空白报告."""
        from giadesk.ui.new_dialog import BlankDialog

        dialog = BlankDialog(self.window, self.desk.office().get("unit", ""))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            unit, year = dialog.unit.text().strip(), dialog.year.value()
            self._run("正在新建报告", lambda: self.desk.blank(unit, year), self.open)
        dialog.deleteLater()

    def choose_and_import(self, *, for_draft: bool = False) -> None:
        """从文件导入, with the file chosen in a dialog."""
        from giadesk.ui.dialogs import choose_files

        self.import_files(
            choose_files(self.window, self.settings, several=not for_draft), for_draft=for_draft
        )

    def import_files(self, files: list[Path], *, for_draft: bool = False) -> None:
        """Read files one after the other; each is reviewed before it goes into the library."""
        if not files:
            return
        if self.page is not None:
            self.show_start()
            if self.page is not None:
                return
        first, rest = files[0], files[1:]

        def review(imported: Imported) -> None:
            self._review(imported, for_draft=for_draft)
            self.import_files(rest)

        def failed(error: BaseException) -> None:
            self.window.messages.say_error(error)
            self.import_files(rest)

        self.window.jobs.run(
            f"正在读入“{first.name}”", lambda _: self.desk.read(first), review, failed
        )

    def _review(self, imported: Imported, *, for_draft: bool) -> None:
        from giadesk.ui.import_review import ImportReview

        self._leave_welcome()
        self.window.show_page(self.window.start)
        dialog = ImportReview(self.window, imported, for_draft=for_draft)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        result, write_next = dialog.result_report, dialog.write_next
        dialog.deleteLater()
        if not accepted:
            return
        if write_next:
            year = result.report.year + 1
            self._run(
                f"正在编写{year}年的草稿",
                lambda: self.desk.next_year(result.report, result.form, year),
                self.open,
            )
        else:
            self._run("正在存入报告库", lambda: self.desk.add(result), self._added)

    def _added(self, report_id: str) -> None:
        self.window.messages.say("已存入报告库。", "good", [("打开", lambda: self.open(report_id))])
        self.refresh(select=report_id)

    # -- one report ----------------------------------------------------------------------------

    def open(self, report_id: str, then: Callable[[], object] | None = None) -> None:
        """Open a report of the library and show it; `then` follows."""
        if not self.leave_report():
            return

        def show(opened: Opened) -> None:
            self.show_report(opened)
            if then is not None:
                QTimer.singleShot(0, then)

        self._run("正在打开报告", lambda: self.desk.open(report_id), show)

    def show_report(self, opened: Opened) -> None:
        """Make the session and the page of a report and show it."""
        from giadesk.checks.run import Checker
        from giadesk.core.document import title_of
        from giadesk.ui.report_page import ReportPage
        from giadesk.ui.session import Session

        checker = Checker(opened.form, opened.last, opened.last_form)
        session = Session(
            opened.report,
            opened.form,
            opened.last,
            opened.last_form,
            save=self.desk.saver(opened.id, lambda: session.findings, opened.form),
            find=checker.findings,
            read_only=bool(self.desk.library.read_only),
        )
        page = ReportPage(session, opened, self.window.messages)
        page.back.connect(lambda: self.show_start(select=opened.id))
        page.exported.connect(self.export)
        page.previewed.connect(self.preview)
        page.reviewed.connect(self.review_report)
        page.menu_asked.connect(self._menu)
        page.bar.failure_asked.connect(page.say_failure)
        session.saved_changed.connect(lambda: self._saved_changed(session))
        session.setParent(page)
        self.page = page
        self.window.show_page(page)
        state = self.settings.value("report/columns")
        if state is not None:
            page.restore_window_state(state)
        self.window.setWindowTitle(f"{title_of(opened.report, opened.form)} — GIADesk")
        page.contents.list.setFocus()

    def leave_report(self) -> bool:
        """Store and close the open report. False where the clerk stays because it is not stored."""
        page = self.page
        if page is None:
            return True
        if not page.session.flush() and not self._may_lose(page):
            return False
        self.settings.setValue("report/columns", page.window_state())
        page.session.close(wait=0.0)
        self.window.messages.withdraw(SAVING)
        self.window.messages.withdraw("checked")
        self.page = None
        self.window.drop_page(page)
        return True

    def _may_lose(self, page: ReportPage) -> bool:
        reason = page.session.saved_state.reason or "报告库没有打开"
        choice = ask(
            self.window,
            "还有内容没有保存。",
            f"{reason}\n可以把报告另存为一个报送包，换一个位置保存，以后再导入。",
            ["另存副本……", "不保存，离开"],
            dangerous=True,
        )
        if choice == 0:
            return self.save_copy()
        return choice == 1

    def save_copy(self) -> bool:
        """另存副本: the report as a package at another place, for when the library cannot be written."""
        from PySide6.QtWidgets import QFileDialog

        from giadesk.ui.desk import file_stem

        page = self.page
        if page is None:
            return False
        name, _ = QFileDialog.getSaveFileName(
            self.window, "另存副本", f"{file_stem(page.session.report)}.gia", "报送包（*.gia）"
        )
        if not name:
            return False
        try:
            self.desk.export("package", page.opened, page.session.report, Path(name))
        except Exception as error:  # noqa: BLE001 - told to the clerk
            self.window.messages.say_error(error)
            return False
        self.window.messages.say(f"已另存副本：{name}", "good")
        return True

    def _saved_changed(self, session: Session) -> None:
        state = session.saved_state
        if state.kind == "failed":
            self.window.messages.say(
                f"保存失败：{state.reason} 您填写的内容还在窗口里，程序会不断重试。",
                "must",
                [("立即重试", session.flush), ("另存副本……", self.save_copy)],
                key=SAVING,
            )
        elif state.kind == "saved":
            self.window.messages.withdraw(SAVING)

    def remove(self, report_id: str) -> None:
        """Put a report into the 回收站; it can be brought back at once."""

        def removed(_: object) -> None:
            self.window.messages.say(
                "已移入回收站。", "hint", [("撤销", lambda: self.bring_back(report_id))]
            )
            self.refresh()

        self._run("正在移入回收站", lambda: self.desk.library.remove(report_id), removed)

    def bring_back(self, report_id: str) -> None:
        """Take a report out of the 回收站."""

        def back(_: object) -> None:
            self.window.messages.say("已从回收站恢复。", "good")
            self.refresh(select=report_id)

        self._run("正在恢复", lambda: self.desk.library.bring_back(report_id), back)

    def bin(self) -> None:
        """Show the 回收站."""
        from giadesk.ui.bin_dialog import BinDialog

        def show(rows: list[Row]) -> None:
            dialog = BinDialog(self.window, rows)
            dialog.brought_back.connect(self.bring_back)
            dialog.exec()
            dialog.deleteLater()

        self._run("正在打开回收站", lambda: self.desk.binned(), show)

    # -- review, preview, export ---------------------------------------------------------------

    def export(self) -> None:
        """导出 the open report."""
        from giadesk.ui.export_dialog import ExportDialog

        page = self.page
        if page is None:
            return
        page.commit()
        page.session.check_now()
        dialog = ExportDialog(
            self.window, page.session.report, page.session.findings, self.settings
        )
        dialog.shown.connect(lambda finding: QTimer.singleShot(0, lambda: page.locate(finding)))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        targets = dialog.targets
        dialog.deleteLater()
        if accepted:
            self.write_files(page, targets)

    def write_files(self, page: ReportPage, targets: dict[str, Path]) -> None:
        """Write the files in a job; afterwards offer to open them."""
        from giadesk.ui.jobs import Progress

        report = page.session.report

        def work(progress: Progress) -> dict[str, Path]:
            for number, (kind, target) in enumerate(targets.items()):
                progress.say(f"正在写“{target.name}”", number / len(targets))
                self.desk.export(kind, page.opened, report, target)
            return targets

        def done(written: dict[str, Path]) -> None:
            self.window.messages.say(
                "已导出：" + "、".join(p.name for p in written.values()),
                "good",
                [
                    ("打开文件夹", lambda: open_outside(next(iter(written.values())).parent)),
                    ("打开文件", lambda: open_outside(next(iter(written.values())))),
                ],
            )

        self.window.jobs.run("正在导出", work, done, self.window.messages.say_error)

    def preview(self) -> None:
        """预览 the open report as it will print."""
        page = self.page
        if page is None:
            return
        page.commit()
        from giadesk.ui.preview import Preview

        dialog = Preview(self.window, page.session.report, page.session.form)
        dialog.export_asked.connect(lambda: QTimer.singleShot(0, self.export))
        dialog.exec()
        dialog.deleteLater()

    def review_report(self) -> None:
        """提交审核, 审签, 定稿, 退回修改."""
        if self.page is not None:
            from giadesk.ui.review import review

            review(self, self.page)

    def about(self, page: ReportPage) -> None:
        """标题、落款、附件 of the open report."""
        from giadesk.ui.about_dialog import AboutDialog

        session = page.session
        dialog = AboutDialog(self.window, session.report, session.form, read_only=session.read_only)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.changes:
            session.set_about("修改标题、落款", **dialog.changes)
        dialog.deleteLater()

    def keep_version(self, page: ReportPage, note: str) -> None:
        """Keep the present state as a version, where the library can."""
        keep = getattr(self.desk.library, "keep_version", None)
        if keep is not None:
            reason = "final" if note == "定稿" else "hand"
            self._run("正在保存版本", lambda: keep(page.opened.id, reason, note), lambda _: None)

    def manual(self) -> None:
        """使用手册."""
        from giadesk.ui.manual import Manual

        dialog = Manual(self.window)
        dialog.exec()
        dialog.deleteLater()

    def _menu(self, button: object) -> None:
        if self.page is not None:
            from giadesk.ui.more_menu import show_menu

            show_menu(self, self.page, button)

    # -- the window ----------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Asked when the window is closed: everything stored, or the clerk knows what is lost."""
        if not self.leave_report():
            return False
        self.desk.close()
        return True

    def _activated(self, active: bool) -> None:
        if not active and self.session is not None:
            self.session.flush()

    def _run(
        self,
        title: str,
        work: Callable[[], object],
        done: Callable[..., object],
    ) -> None:
        self.window.jobs.run(title, lambda _: work(), done, self.window.messages.say_error)


def open_outside(path: Path) -> None:
    """Open a file or folder in the program the desktop has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
