"""What the window's actions do, from beginning to end: asking, working in a job, showing.

Pages and dialogs only show and ask; this is where their signals lead. One report is open at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QAction, QKeySequence

from giadesk.ui.handing import Handing
from giadesk.ui.keeping import Keeping
from giadesk.ui.library_list import Row
from giadesk.ui.main_window import TITLE, MainWindow
from giadesk.ui.making import Making
from giadesk.ui.messages import ask
from giadesk.ui.opening import REPORT, REPORT_PAGES, load, load_pages
from giadesk.ui.own_office import OwnOffice
from giadesk.ui.rollup_flow import County
from giadesk.ui.safety import Safety
from giadesk.ui.tour import Tour
from giadesk.ui.trend_flow import Trends

if TYPE_CHECKING:
    from giadesk.checks.run import Checker
    from giadesk.store import Library
    from giadesk.ui.desk import Desk, Opened
    from giadesk.ui.report_page import ReportPage
    from giadesk.ui.session import Session

SAVING = "saving"


class Flows(QObject):
    """The actions of one window over one open library."""

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.safety = Safety(desk, self)
        self.keeping = Keeping(self)
        self.making = Making(self)
        self.handing = Handing(self)
        self.trends = Trends(self)
        self.county = County(self)
        self.own = OwnOffice(self)
        self.tour = Tour(self, settings)
        self.page: ReportPage | None = None
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
        start.from_last_year.connect(self.making.from_last_year)
        start.from_file.connect(self.making.choose_and_import)
        start.blank.connect(self.making.blank)
        start.settings_asked.connect(self.own.edit)
        start.manual_asked.connect(self.manual)
        start.tour_asked.connect(self.tour.again)
        start.rollup_asked.connect(self.county.show)
        window.pages.currentChanged.connect(lambda _: self.tour.page_shown())
        panel = start.bring_library()
        panel.opened.connect(self.open)
        panel.removed.connect(self.remove)
        panel.next_year.connect(self.making.from_last_year)
        panel.exported.connect(lambda report_id: self.open(report_id, then=self.handing.export))
        panel.exported_many.connect(self.handing.export_many)
        panel.searched.connect(self.search)
        panel.years_asked.connect(self.trends.show)
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
        self._say_read_only()

    def _say_read_only(self) -> None:
        why = self.desk.library.read_only
        if why:
            words = f"报告库只能查看，不能保存：{why}"
            self.window.messages.say(words, "verify", key="library")

    # -- the start page ------------------------------------------------------------------------

    def take_files(self, files: list[Path]) -> None:
        """Files that were dropped on the window: of towns on 汇总, else to be imported."""
        if self.county.shown:
            self.county.add(files)
        else:
            self.making.import_files(files)

    def go_back(self) -> None:
        """From a page beside: to the open report, else to the start page."""
        if self.page is not None:
            self.window.show_page(self.page)
            self.page.contents.list.setFocus()
        else:
            self.window.show_page(self.window.start)
            self.window.start.bring_library().table.setFocus()

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

        self.run("正在列出报告", lambda: self.desk.rows(), show)

    def search(self, words: str) -> None:
        """Look for words in the text of all reports."""
        if words:
            show = self.window.start.bring_library().show_hits
            self.run("正在搜索", lambda: self.desk.search(words), lambda hits: show(words, hits))

    def check_anew(self) -> None:
        """Check the open report with the hints that are on now."""
        if self.page is not None:
            self.page.session.set_checks(self._checker(self.page.opened).findings)

    def begin_keeping(self) -> None:
        """Backups from now on; tell what a session before this one left behind."""
        self.keeping.begin()

    # -- one report ----------------------------------------------------------------------------

    def open(self, report_id: str, then: Callable[[], object] | None = None) -> None:
        """Open a report of the library and show it; `then` follows."""
        if not self.leave_report():
            return

        def show(ready: tuple[Opened, Checker]) -> None:
            load_pages(REPORT_PAGES, self, lambda: shown(ready))

        def shown(ready: tuple[Opened, Checker]) -> None:
            if not self.leave_report():  # another one was opened meanwhile
                return
            self.show_report(*ready)
            if then is not None:
                QTimer.singleShot(0, self, then)

        def failed(error: BaseException) -> None:
            from giadesk.store import Damaged

            offer = [
                ("打开完好的部分", lambda: self.open_whole_parts(report_id)),
                ("查看并修复……", self.keeping.ask_recovery),
            ]
            messages = self.window.messages
            messages.say_error(error, offer if isinstance(error, Damaged) else (), key="open")

        def work(_: object) -> tuple[Opened, Checker]:
            load(REPORT)
            return self._opened(report_id)

        self.window.messages.withdraw("open")
        self.window.jobs.run("正在打开报告", work, show, failed)

    def _opened(self, report_id: str, *, skip_damaged: bool = False) -> tuple[Opened, Checker]:
        """A report and its checks, run once where it is opened: what they saw they remember."""
        opened = self.desk.open(report_id, skip_damaged=skip_damaged)
        checker = self._checker(opened)
        checker.findings(opened.report)
        return opened, checker

    def _checker(self, opened: Opened) -> Checker:
        """The report's checks, with the hints that are on now."""
        from giadesk.checks.run import Checker

        off = self.desk.hints_off()
        return Checker(opened.form, opened.last, opened.last_form, off=off)

    def open_whole_parts(self, report_id: str) -> None:
        """Open a damaged report without what is damaged; the places left out are named."""

        def show(ready: tuple[Opened, Checker]) -> None:
            opened, _ = ready
            self.window.messages.withdraw("open")
            self.show_report(*ready)
            places = "、".join(opened.damaged[:6]) + ("……" if len(opened.damaged) > 6 else "")
            self.window.messages.say(
                f"有{len(opened.damaged)}处内容受损，没有打开：{places}。请核对后补填。", "must"
            )

        self.run("正在打开报告", lambda: self._opened(report_id, skip_damaged=True), show)

    def show_report(self, opened: Opened, checker: Checker | None = None) -> None:
        """Make the session and the page of a report and show it. checker: None makes it here."""
        from giadesk.core.document import title_of
        from giadesk.ui.report_page import ReportPage
        from giadesk.ui.session import Session

        checker = checker or self._checker(opened)
        session = Session(
            opened.report,
            opened.form,
            opened.last,
            opened.last_form,
            save=self.safety.guard(
                opened.id, self.desk.saver(opened.id, lambda: session.findings, opened.form)
            ),
            find=checker.findings,
            read_only=bool(self.desk.library.read_only),
        )
        page = ReportPage(session, opened, self.window.messages)
        page.back.connect(lambda: self.show_start(select=opened.id))
        page.exported.connect(self.handing.export)
        page.previewed.connect(lambda: self.handing.preview())
        self.trends.attend(page)
        page.reviewed.connect(self.handing.review_report)
        page.menu_asked.connect(self._menu)
        page.about_asked.connect(lambda field: self.handing.about(page, field))
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
        self.handing.say_state(page)

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
        for key in ("checked", "review"):
            self.window.messages.withdraw(key)
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
            return self.handing.save_copy()
        return choice == 1

    def _saved_changed(self, session: Session) -> None:
        state = session.saved_state
        if state.kind == "failed":
            self.window.messages.say(
                f"{state.reason}您填写的内容还在窗口里，程序会不断重试。",
                "must",
                [("立即重试", lambda: session.flush(2.0)), ("另存副本……", self.handing.save_copy)],
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

        self.run("正在移入回收站", lambda: self.desk.library.remove(report_id), removed)

    def bring_back(self, report_id: str) -> None:
        """Take a report out of the 回收站."""

        def back(_: object) -> None:
            self.window.messages.say("已从回收站恢复。", "good")
            self.refresh(select=report_id)

        self.run("正在恢复", lambda: self.desk.library.bring_back(report_id), back)

    def bin(self) -> None:
        """Show the 回收站."""
        from giadesk.ui.bin_dialog import BinDialog

        def show(rows: list[Row]) -> None:
            dialog = BinDialog(self.window, rows)
            dialog.brought_back.connect(self.bring_back)
            dialog.exec()
            dialog.deleteLater()

        self.run("正在打开回收站", lambda: self.desk.binned(), show)

    # -- the window ----------------------------------------------------------------------------

    def manual(self) -> None:
        """使用手册, at what is being done."""
        from giadesk.ui.manual import PAGES, PLACES, Manual, names_around

        shown = self.window.pages.currentWidget()
        topic = PAGES.get(shown.objectName(), "") if shown is not None else ""
        if shown is self.page and self.page is not None and self.page.page is not None:
            topic = "填表" if self.page.page.tables else "写正文"
            if self.page.findings.isAncestorOf(self.window.focusWidget() or self.window):
                topic = "四、审核"
            names = names_around(self.window.focusWidget())
            topic = next((t for name, t in PLACES.items() if name in names), topic)
        dialog = Manual(self.window, topic)
        dialog.exec()
        dialog.deleteLater()

    def _menu(self, button: object) -> None:
        if self.page is not None:
            from giadesk.ui.more_menu import show_menu

            show_menu(self, self.page, button)

    def take(self, library: Library) -> Desk:
        """Go on with another library, after the one before was closed: one that was mended, or a
        backup to look at."""
        self.desk.take(library)
        self.window.show_page(self.window.start)
        self.refresh()
        self._say_read_only()
        self.begin_keeping()
        return self.desk

    def may_close(self) -> bool:
        """Asked when the window is closed: everything stored, or the clerk knows what is lost. False
        too where it closes by itself after the last backup (`keeping.ended`)."""
        return self.keeping.may_close()

    def _activated(self, active: bool) -> None:
        if not active and self.session is not None:
            self.session.save_now()

    def run(
        self,
        title: str,
        work: Callable[[], object],
        done: Callable[..., object],
    ) -> None:
        self.window.jobs.run(title, lambda _: work(), done, self.window.messages.say_error)
