"""From a library that is damaged or does not open back to an open one.

Everything is found out and done on threads, with the library closed. What stood in its place is kept
aside whatever is done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSettings, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from giadesk.core.errors import InputRefused, UserError
from giadesk.store import Damaged, InUse, LibraryMissing, NewerLibrary
from giadesk.ui.messages import ask
from giadesk.ui.recovery_page import RecoveryPage
from giadesk.ui.recovery_words import Line, lines, summary, time_words

if TYPE_CHECKING:
    from giadesk.store.records import Backup, Mended
    from giadesk.ui.main_window import MainWindow

SECOND_PLACE = "backup/place"
"""The second place for backups, kept in the window's settings too: a damaged library cannot say it."""


_DAMAGED = (
    "报告库有损坏",
    "检查报告库时发现有内容与写入时不同，常见原因是磁盘故障。没有损坏的内容不受影响。",
)
_WHOLE = (
    "恢复报告库",
    "每一处内容都核对过，没有发现损坏。可以回到报告库，也可以把它恢复到下面的某个备份，"
    "或选择从另一台电脑拿来的报告库文件。",
)


class _Found(msgspec.Struct, frozen=True):
    """backups: the newest first. plan: what mending would do; None where it was not tried, or could
    not be: why says so."""

    backups: list[Backup]
    plan: Mended | None = None
    lines: tuple[Line, ...] = ()
    why: str = ""


class Recovery(QObject):
    """The way back for one window. `over` says to open the library again, `fresh` where a new one may
    be made; `looked` gives a backup to be opened only to look at."""

    over = Signal(bool)
    looked = Signal(object)

    def __init__(self, window: MainWindow, settings: QSettings, library: Path) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._library = library
        self._error: BaseException | None = None
        self._page: RecoveryPage | None = None

    @property
    def page(self) -> RecoveryPage | None:
        """The page that is shown; None while there is none."""
        return self._page

    def begin(self, error: BaseException | None) -> None:
        """Show what is wrong and find out what can be done. error: why the library does not open,
        None for one that was open and failed its check; it must be closed by now."""
        self.end()
        self._error = error
        page = RecoveryPage(_title(error), _words(error))
        self._page = page
        page.mended.connect(self._mend)
        page.again.connect(lambda: self._leave(fresh=False))
        page.looked.connect(self._look)
        page.restored.connect(self._restore)
        page.folder_asked.connect(self._open_folder)
        page.anew_asked.connect(self._anew)
        self._window.show_page(page)
        self._window.messages.withdraw("library")
        tries = error is None or isinstance(error, Damaged) or _strange(error)
        if tries:
            page.show_state("正在查找可以恢复的内容……")
        page.busy(tries)
        self._run("正在查找可以恢复的内容", lambda: self._find(tries), self._show)

    def end(self) -> None:
        """Take the page away."""
        page, self._page = self._page, None
        if page is not None:
            self._window.show_page(self._window.start)
            self._window.drop_page(page)

    # -- finding out ---------------------------------------------------------------------------

    def _folders(self) -> list[Path]:
        second = str(self._settings.value(SECOND_PLACE, "") or "")
        return [Path(second)] if second else []

    def _find(self, tries: bool) -> _Found:
        from giadesk.store.backups import backups_in
        from giadesk.store.opening import BACKUPS

        folders = [self._library.parent / BACKUPS, *self._folders()]
        backups = [b for folder in folders for b in backups_in(folder, self._library)]
        backups.sort(key=lambda b: (b.revision, b.time), reverse=True)
        if not tries:
            return _Found(backups)
        from giadesk.store.mending import plan

        try:
            found = plan(self._library, self._folders())
        except UserError as error:
            return _Found(backups, why=str(error))
        return _Found(backups, found, self._lines(found, backups))

    def _lines(self, mended: Mended, backups: list[Backup]) -> tuple[Line, ...]:
        from giadesk.core.forms import FormLibrary
        from giadesk.places import own_forms, shipped

        forms = {form.id: form for form in FormLibrary(shipped("forms"), own_forms()).all()}
        return tuple(lines(mended, forms, backups))

    def _show(self, found: _Found) -> None:
        page = self._page
        if page is None:
            return
        page.busy(False)
        page.show_backups(found.backups)
        plan, error = found.plan, self._error
        mendable = plan is not None and plan.needed
        shut = isinstance(error, InUse | NewerLibrary)
        if error is None and plan is not None:
            page.say(*(_DAMAGED if mendable else _WHOLE))
        page.allow(restore=not shut, anew=not shut and not mendable and error is not None)
        page.show_lines(found.lines, mendable=mendable)
        if plan is None:
            page.show_state(found.why)
        elif mendable:
            page.show_state(f"修复之后：{summary(plan)}")
        else:
            page.show_state("" if error is None else "检查没有发现损坏，可以重新打开。")

    # -- doing ---------------------------------------------------------------------------------

    def _mend(self) -> None:
        from giadesk.store.mending import mend

        def work() -> tuple[Mended, tuple[Line, ...]]:
            mended = mend(self._library, self._folders())
            return mended, self._lines(mended, self._find(tries=False).backups)

        def done(result: tuple[Mended, tuple[Line, ...]]) -> None:
            mended, shown = result
            page = self._page
            if page is None:
                return
            page.busy(False)
            kept = f"损坏的文件没有删除，保留在“{mended.aside}”。" if mended.aside else ""
            page.say("报告库已修复", f"{kept}请按下面的提示核对，然后打开报告库。")
            page.show_state(f"修复之后：{summary(mended)}")
            page.show_lines(shown, mendable=False)
            page.show_backups(())
            page.allow(restore=False, anew=False)
            page.backups_title.hide()
            page.retry.setText("打开报告库")
            page.retry.setProperty("kind", "main")
            page.retry.style().polish(page.retry)
            page.retry.setFocus()

        self._do("正在修复报告库", work, done)

    def _restore(self, backup: Backup | None) -> None:
        assert self._page is not None
        source = self._choose() if backup is None else backup.path
        if source is None:
            return
        if backup is None:
            name, lost = f"“{source.name}”", ""
        else:
            name = f"{time_words(backup.time)}的备份"
            lost = "这份备份之后填写的内容不在其中。"
        choice = ask(
            self._window,
            f"把报告库恢复到{name}？",
            f"{lost}现在的报告库文件不会删除，会保留在“replaced”文件夹中。",
            ["恢复"],
            dangerous=True,
        )
        if choice != 0:
            return
        from giadesk.store.restoring import restore

        def done(_: object) -> None:
            self._window.messages.say(f"报告库已恢复到{name}。", "good")
            self._leave(fresh=False)

        self._do("正在恢复备份", lambda: restore(source, self._library), done)

    def _choose(self) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self._window, "选择备份文件", "", f"报告库备份 (*{self._library.suffix});;所有文件 (*)"
        )
        return Path(name) if name else None

    def _anew(self) -> None:
        choice = ask(
            self._window,
            "建立一个空的报告库？",
            "原来的文件不会删除，会保留在“replaced”文件夹中；新的报告库里还没有任何报告。",
            ["建立空的报告库"],
            dangerous=True,
        )
        if choice != 0:
            return
        from giadesk.store.restoring import set_aside

        now = datetime.now(UTC)
        self._do(
            "正在保留原来的文件",
            lambda: set_aside(self._library, now),
            lambda _: self._leave(fresh=True),
        )

    def _look(self, backup: Backup) -> None:
        self.looked.emit(backup)

    def _leave(self, *, fresh: bool) -> None:
        self.over.emit(fresh)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library.parent)))

    def _do(self, title: str, work: Callable[[], object], done: Callable[..., object]) -> None:
        if self._page is not None:
            self._page.busy(True)
        self._run(title, work, done)

    def _run(self, title: str, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._window.jobs.run(title, lambda _: work(), done, self._failed, stoppable=False)

    def _failed(self, error: BaseException) -> None:
        if self._page is not None:
            self._page.busy(False)
        self._window.messages.say_error(error, key="recovery")


def _strange(error: BaseException) -> bool:
    return isinstance(error, InputRefused) and not isinstance(error, NewerLibrary)


def _title(error: BaseException | None) -> str:
    match error:
        case None:
            return "检查报告库"
        case Damaged():
            return _DAMAGED[0]
        case InUse():
            return "报告库正在被使用"
        case LibraryMissing():
            return "找不到报告库"
        case NewerLibrary():
            return "报告库由更新版本的程序写成"
        case InputRefused():
            return "报告库文件已损坏或被替换"
    return "报告库打不开"


def _words(error: BaseException | None) -> str:
    if error is None:
        return "正在核对报告库的每一处内容……"
    if isinstance(error, UserError) and (isinstance(error, Damaged) or _strange(error)):
        return f"{error.what}：{error.why}。损坏的文件会保留，不会删除。"
    return str(error)
