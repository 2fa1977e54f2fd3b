"""What the window says and does so that nothing is lost: backups, damage, what is found again, the end.

`Safety` does the work on threads; here it is told to the clerk.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from giadesk.core.errors import StorageFailed, UserError
from giadesk.ui.recovery import SECOND_PLACE

if TYPE_CHECKING:
    from giadesk.store.records import BackupMade, Checked
    from giadesk.store.rescue import Rescued
    from giadesk.ui.backup_page import BackupPage
    from giadesk.ui.flows import Flows

_CLOCK_MAY_DIFFER = timedelta(days=1)
"""Time zones and an hour that is set back are no reason to say anything."""

BACKUP_PLACE = "backup_place"
"""The library's setting for the second place."""


class Keeping(QObject):
    """Of one window over one open library."""

    recovery_asked = Signal()
    """The clerk wants to see what is damaged; the library is closed by now."""
    ended = Signal()
    """The last backup is made, the library closed: the program may end."""

    def __init__(self, flows: Flows) -> None:
        super().__init__(flows)
        self._flows = flows
        self._ending = False
        self._damaged = False
        flows.safety.said.connect(self._backup_failed)
        flows.safety.damaged.connect(self._say_damaged)

    def begin(self) -> None:
        """Backups from now on, and a check of everything; tell what the last session left behind."""
        library, flows = self._flows.desk.library, self._flows
        self._damaged = False
        if library.read_only:
            return
        self._say_unclean()
        self._say_restored()
        self._say_place()
        self._say_clock()
        flows.settings.setValue(SECOND_PLACE, library.setting(BACKUP_PLACE))
        flows.safety.begin()
        flows.run("正在查找急救文件", flows.safety.found, self._offer_rescued)

    # -- settings ------------------------------------------------------------------------------

    def settings_page(self) -> BackupPage:
        """The page of the settings for backups."""
        from giadesk.ui.backup_page import BackupPage
        from giadesk.ui.dialogs import choose_folder

        flows, library = self._flows, self._flows.desk.library
        page = BackupPage(
            library.path,
            library.setting(BACKUP_PLACE),
            lambda parent, present: choose_folder(parent, flows.settings, present),
            writable=not library.read_only,
        )

        def show_last(_: object = None) -> None:
            page.show_last(library.backups(), library.last_backup()[2])

        def done(words: str) -> Callable[[object], None]:
            def told(_: object) -> None:
                flows.window.messages.say(words, "good")
                with suppress(RuntimeError):  # the settings were closed meanwhile
                    show_last()

            return told

        def now() -> None:
            self._use_place(page.place.text())
            flows.run(
                "正在备份", lambda: self._checked(library.keep_backup("hand")), done("已备份。")
            )

        def copy() -> None:
            target = self._ask_target(page)
            if target is not None:
                words = f"整个报告库已存入“{target}”，并重新打开核对过。"
                flows.run("正在另存报告库", lambda: library.backup(target), done(words))

        page.now_asked.connect(now)
        page.copy_asked.connect(copy)
        show_last()
        return page

    def take_settings(self, page: BackupPage) -> None:
        """Keep the second place that was chosen, and put a backup there."""
        if self._use_place(page.place.text()):
            self._flows.safety.back_up("hand")

    def _use_place(self, place: str) -> bool:
        library = self._flows.desk.library
        if library.read_only or place == library.setting(BACKUP_PLACE):
            return False
        try:
            library.set_settings({BACKUP_PLACE: place})
        except UserError as error:
            self._flows.window.messages.say_error(error)
            return False
        self._flows.settings.setValue(SECOND_PLACE, place)
        return bool(place)

    @staticmethod
    def _checked(made: BackupMade) -> BackupMade:
        if made.said:
            raise StorageFailed("备份没有完成", made.said[0].rstrip("。"), "报告照常保存")
        return made

    def _ask_target(self, parent: QWidget) -> Path | None:
        from datetime import datetime

        from PySide6.QtWidgets import QFileDialog

        from giadesk.ui.dialogs import kept_folder

        folder = kept_folder(self._flows.settings, "export/folder")
        name = f"GIADesk报告库{datetime.now():%Y%m%d}.db"
        chosen, _ = QFileDialog.getSaveFileName(
            parent, "把报告库另存为一个文件", str(Path(folder) / name), "报告库 (*.db)"
        )
        return Path(chosen) if chosen else None

    # -- the end -------------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Whether the window may close at once. Else it is hidden, and `ended` follows the last
        backup; `stay` brings it back."""
        flows = self._flows
        if flows.desk.closed:
            return True
        if self._ending or not flows.leave_report():
            return False
        if flows.desk.library.read_only:
            flows.desk.close()
            return True
        self._ending = True
        flows.window.hide()
        flows.safety.finish(self._end)
        return False

    def stay(self) -> None:
        """The program was started again before it had ended: it goes on with this window."""
        if self._ending:
            self._ending = False
            self._flows.safety.go_on()
            self._flows.show_start()

    def _end(self) -> None:
        self._ending = False
        self._flows.desk.close()
        self.ended.emit()

    # -- damage --------------------------------------------------------------------------------

    def _say_damaged(self, found: Checked) -> None:
        reports = dict.fromkeys(f"{d.unit}{d.year}年报告" for d in found.damage if d.unit)
        names = "、".join(list(reports)[:3]) + ("等" if len(reports) > 3 else "")
        self._damaged = True
        self._flows.window.messages.withdraw("backup")
        self._flows.window.messages.say(
            f"报告库里有{len(found.damage)}处内容与写入时不同（{names or '报告库本身'}），"
            "可能是磁盘出了问题。可以用备份修复，修复前会列出能恢复什么。",
            "must",
            [("查看并修复……", self.ask_recovery)],
            key="damage",
        )

    def ask_recovery(self) -> None:
        """Store and close everything, and show what is damaged and what can be mended; or, where all
        is whole, the backups that can be put in its place."""
        flows = self._flows
        if flows.desk.closed or not flows.leave_report():
            return
        for key in ("damage", "open"):
            flows.window.messages.withdraw(key)
        flows.safety.stop()
        flows.desk.close()
        self.recovery_asked.emit()

    # -- what is said --------------------------------------------------------------------------

    def _backup_failed(self, words: str) -> None:
        if not self._damaged:  # what is damaged is not backed up; that was told already
            self._flows.window.messages.say(words, "verify", key="backup")

    def _say_unclean(self) -> None:
        """After a crash or a power cut: what was saved is all there."""
        note = self._flows.desk.library.unclean
        if note is None:
            return
        rows = self._flows.desk.rows()
        if rows:
            time = rows[0].edited.astimezone()
            name = f"{rows[0].unit}{rows[0].year}年报告"
            last = f"最后保存的是{name}（{time.month}月{time.day}日 {time:%H:%M}）"
        else:
            last = "报告库是空的"

        def go_on() -> None:
            self._flows.window.messages.withdraw("unclean")
            self._flows.open(rows[0].id)

        self._flows.window.messages.say(
            f"上次程序没有正常退出（{note.since}开始使用）。已保存的内容都在，{last}。",
            "hint",
            [("打开", go_on)] if rows else [],
            key="unclean",
        )

    def _say_restored(self) -> None:
        """Until the clerk has looked at it, no older backup makes room for those of this library."""
        library = self._flows.desk.library
        if library.restored_from:

            def accept() -> None:
                self._flows.window.messages.withdraw("restored")
                self._flows.run("正在记录", library.accept_restored, lambda _: None)

            self._flows.window.messages.say(
                f"报告库是从“{library.restored_from}”恢复的。请看看内容是否正确；"
                "确认之前，原有的备份一份也不会清理。",
                "verify",
                [("内容正确", accept)],
                key="restored",
            )

    def _say_place(self) -> None:
        """A library on a shared or synchronised folder is in danger of being changed behind us."""
        from giadesk.store.surroundings import why_unsafe

        path = self._flows.desk.library.path
        why = "" if path is None else why_unsafe(path)
        if why:
            self._flows.window.messages.say(why, "verify", key="place")

    def _say_clock(self) -> None:
        """A clock that went back does no harm (order is by number), but deadlines go by it."""
        from datetime import UTC, datetime

        rows = self._flows.desk.rows()
        latest = max((row.edited for row in rows), default=None)
        now = datetime.now(UTC)
        if latest is not None and latest - now > _CLOCK_MAY_DIFFER:
            words = [
                f"{t.year}年{t.month}月{t.day}日" for t in (now.astimezone(), latest.astimezone())
            ]
            self._flows.window.messages.say(
                f"电脑的日期是{words[0]}，比最后一次保存（{words[1]}）还早，请检查电脑的时间。"
                "报告内容不受影响。",
                "verify",
                key="clock",
            )

    def _offer_rescued(self, found: list[Rescued]) -> None:
        if not found:
            return
        rescued = found[0]  # the next one is offered when this one is taken back
        time = rescued.time.astimezone()
        name = f"{rescued.report.unit}{rescued.report.year}年报告"
        self._flows.window.messages.say(
            f"上次有内容没有存进报告库（{name}，{time.month}月{time.day}日 {time:%H:%M}："
            f"{rescued.why}），已另外保存。",
            "verify",
            [("取回", lambda: self._take_back(rescued))],
            key="rescue",
        )

    def _take_back(self, rescued: Rescued) -> None:
        flows = self._flows

        def back(report_id: str) -> None:
            flows.window.messages.withdraw("rescue")
            flows.window.messages.say("已取回上次没有保存的内容。", "good")
            flows.refresh()
            flows.open(report_id)

        flows.run("正在取回", lambda: flows.safety.take_back(rescued), back)
