"""What the window says and does so that nothing is lost: backups, damage, what is found again, the end.

`Safety` does the work on threads; here it is told to the clerk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from giadesk.ui.recovery import SECOND_PLACE

if TYPE_CHECKING:
    from giadesk.store.records import Checked
    from giadesk.store.rescue import Rescued
    from giadesk.ui.flows import Flows

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
        flows.safety.said.connect(self._backup_failed)
        flows.safety.damaged.connect(self._say_damaged)

    def begin(self) -> None:
        """Backups from now on, and a check of everything; tell what the last session left behind."""
        library, flows = self._flows.desk.library, self._flows
        if library.read_only:
            return
        self._say_unclean()
        self._say_place()
        flows.settings.setValue(SECOND_PLACE, library.setting(BACKUP_PLACE))
        flows.safety.begin()
        flows.run("正在查找急救文件", flows.safety.found, self._offer_rescued)

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
        self._flows.window.messages.say(
            f"报告库里有{len(found.damage)}处内容与写入时不同（{names or '资料库本身'}），"
            "可能是磁盘出了问题。可以用备份修复，修复前会列出能恢复什么。",
            "must",
            [("查看并修复……", self.ask_recovery)],
            key="damage",
        )

    def ask_recovery(self) -> None:
        """Store and close everything, and show what is damaged and what can be mended."""
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
        self._flows.window.messages.say(f"自动备份没有完成：{words}", "verify", key="backup")

    def _say_unclean(self) -> None:
        """After a crash or a power cut: what was saved is all there."""
        note = self._flows.desk.library.unclean
        if note is None:
            return
        rows = self._flows.desk.rows()
        last = f"最后保存的是{rows[0].title or rows[0].unit}" if rows else "报告库是空的"
        time = f"（{rows[0].edited.astimezone():%m月%d日 %H:%M}）" if rows else ""
        self._flows.window.messages.say(
            f"上次程序没有正常退出（自 {note.since} 起使用）。已保存的内容都在，{last}{time}。",
            "hint",
        )

    def _say_place(self) -> None:
        """A library on a shared or synchronised folder is in danger of being changed behind us."""
        from giadesk.store.surroundings import why_unsafe

        path = self._flows.desk.library.path
        why = "" if path is None else why_unsafe(path)
        if why:
            self._flows.window.messages.say(why, "verify", key="place")

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
