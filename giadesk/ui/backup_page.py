"""设置 → 备份: when the last backup was made, a second place for backups, the library as one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from giadesk.core.errors import system_says
from giadesk.ui import pieces
from giadesk.ui.recovery_words import REASONS, time_words

if TYPE_CHECKING:
    from giadesk.store.records import Backup

_WORDS = (
    "报告库每次启动、每半小时、导入之前和退出时自动备份，每份备份都重新打开核对过；"
    "近期的都保留，较早的每天、每周、每月、每年各留一份。"
)


class BackupPage(QWidget):
    """It only shows and asks."""

    now_asked = Signal()
    """Make a backup now."""
    copy_asked = Signal()
    """The whole library into one file, for another machine."""
    restore_asked = Signal()
    """Put a backup, or a library from another machine, in the library's place."""

    def __init__(
        self,
        library: Path | None,
        place: str,
        choose: Callable[[QWidget, str], str],
        *,
        writable: bool = True,
    ) -> None:
        """place: the second place, "" for none. choose: asks for a folder."""
        super().__init__()
        self.setObjectName("backupPage")
        self._library = library
        self._choose = choose
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(pieces.label(_WORDS, "backupWords", "muted", wrap=True))
        self.last = pieces.label("", "backupLast", wrap=True)
        layout.addWidget(self.last)
        layout.addWidget(pieces.label("第二备份位置（U 盘或另一块磁盘）", "placeTitle", "heading"))
        row = QHBoxLayout()
        self.place = QLineEdit(place)
        self.place.setObjectName("backupPlace")
        self.place.setAccessibleName("第二备份位置")
        self.place.setPlaceholderText("没有设置：磁盘损坏时，备份会和报告库一起丢失")
        self.place.setReadOnly(True)
        self.choose_place = pieces.button("选择……", "choosePlace", self._choose_place)
        self.no_place = pieces.button("不用", "noPlace", self.place.clear)
        for widget in (self.place, self.choose_place, self.no_place):
            row.addWidget(widget)
        layout.addLayout(row)
        self.judged = pieces.label("", "placeJudged", "muted", wrap=True)
        layout.addWidget(self.judged)
        row = QHBoxLayout()
        self.now = pieces.button("立即备份", "backupNow", self.now_asked.emit)
        self.copy = pieces.button("另存为一个文件……", "backupCopy", self.copy_asked.emit)
        self.restore = pieces.button("恢复……", "backupRestore", self.restore_asked.emit)
        pieces.set_tip(self.copy, "把整个报告库存成一个文件，可以拿到另一台电脑上恢复")
        pieces.set_tip(self.restore, "用备份或另一台电脑上的报告库替换现在的")
        for button in (self.now, self.copy, self.restore):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
        for widget in (self.choose_place, self.no_place, self.now):
            widget.setEnabled(writable)
        self.place.textChanged.connect(lambda _: self._judge())
        self._judge()

    def show_last(self, backups: Sequence[Backup], outcome: str) -> None:
        """What backups there are; outcome: what went wrong with the last one, "" for nothing."""
        good = [b for b in backups if b.counts]
        if not good:
            words = "还没有备份。"
        else:
            reason = REASONS.get(good[0].reason, "")
            words = f"最近的备份：{time_words(good[0].time)}{f'（{reason}）' if reason else ''}，"
            words += f"共{len(good)}份。"
        self.last.setText(f"{words}上一次备份没有完成：{outcome}" if outcome else words)

    def _choose_place(self) -> None:
        chosen = self._choose(self, self.place.text())
        if chosen:
            self.place.setText(chosen)

    def _judge(self) -> None:
        self.no_place.setVisible(bool(self.place.text()))
        words = judged(Path(self.place.text()), self._library) if self.place.text() else ""
        self.judged.setText(words)
        self.judged.setVisible(bool(words))


def judged(place: Path, library: Path | None) -> str:
    """What the clerk should know of a second place; "" where it is good."""
    try:
        if not place.is_dir():
            return "该位置现在不存在，可能是 U 盘没有插好；插好后会自动补上备份。"
        if library is not None and place.stat().st_dev == library.parent.stat().st_dev:
            return "它和报告库在同一块磁盘上：误删时有用，磁盘损坏时保不住。"
    except OSError as error:
        return f"该位置现在用不了（{system_says(error)}）。"
    return ""
