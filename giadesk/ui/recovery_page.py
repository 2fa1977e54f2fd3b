"""The page that stands in place of the library when it is damaged or does not open.

It shows what is wrong, what can be mended from where and what is lost, and the backups there are;
what is done about it is asked of `Recovery`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.ui import pieces, theme
from giadesk.ui.recovery_words import Line, backup_words
from giadesk.ui.wrapping import WrappedCell

if TYPE_CHECKING:
    from giadesk.store.records import Backup

_HEADS = ("报告", "受损的内容", "用什么修复", "修复之后")


class RecoveryPage(QWidget):
    """It only shows and asks."""

    mended = Signal()
    again = Signal()
    looked = Signal(object)
    """The backup to be looked at."""
    restored = Signal(object)
    """The backup to be put in the library's place, None for one that is still to be chosen."""
    folder_asked = Signal()
    anew_asked = Signal()

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("recoveryPage")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 18, 28, 16)
        layout.setSpacing(10)
        self.title = pieces.label(title, "recoveryTitle", "title", wrap=True)
        self.words = pieces.label(words, "recoveryWords", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = pieces.label("", "recoveryState", "heading", wrap=True)
        self.table = _Lines()
        self.backups_title = pieces.label("备份", "recoveryBackupsTitle", "heading")
        self.backups = QListWidget()
        self.backups.setObjectName("recoveryBackups")
        self.backups.setAccessibleName("备份")
        self.backups.setAlternatingRowColors(True)
        self.backups.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.backups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(self.state)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.backups_title)
        layout.addWidget(self.backups, 1)
        layout.addLayout(self._of_backups())
        layout.addStretch(0)
        layout.addWidget(pieces.line())
        layout.addLayout(self._buttons())
        self.backups.currentRowChanged.connect(lambda _: self._enable())
        self.backups.itemDoubleClicked.connect(lambda _: self._look())
        for widget in (self.state, self.table, self.mend):
            widget.hide()
        self.allow(restore=False, anew=False)
        self.show_backups(())

    def _of_backups(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.look = pieces.button("查看这个备份", "recoveryLook", self._look)
        self.restore = pieces.button("恢复到这个备份……", "recoveryRestore", self._restore)
        self.choose = pieces.button(
            "选择其他备份文件……", "recoveryChoose", lambda: self.restored.emit(None)
        )
        for made in (self.look, self.restore, self.choose):
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.folder = pieces.button("打开所在文件夹", "recoveryFolder", self.folder_asked.emit)
        self.anew = pieces.button("建立空的报告库……", "recoveryAnew", self.anew_asked.emit)
        self.retry = pieces.button("重新打开", "recoveryAgain", self.again.emit)
        self.mend = pieces.button("修复报告库", "recoveryMend", self.mended.emit, kind="main")
        row.addWidget(self.folder)
        row.addWidget(self.anew)
        row.addStretch(1)
        row.addWidget(self.retry)
        row.addWidget(self.mend)
        return row

    def say(self, title: str, words: str) -> None:
        """Change what stands at the top."""
        self.title.setText(title)
        self.words.setText(words)

    def show_state(self, words: str) -> None:
        """What is being found out, or was."""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def show_lines(self, lines: Sequence[Line], *, mendable: bool) -> None:
        """What is damaged; mendable: it can be mended now."""
        self.table.show_lines(lines)
        self.table.setVisible(bool(lines))
        self.mend.setVisible(mendable)
        if mendable:
            self.mend.setFocus()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """The backups there are, the newest first and chosen."""
        self.backups.clear()
        for backup in backups:
            item = QListWidgetItem(backup_words(backup))
            item.setData(Qt.ItemDataRole.UserRole, backup)
            pieces.set_tip_of_item(item, str(backup.path))
            self.backups.addItem(item)
        rows = min(max(len(backups), 3), 14)
        self.backups.setMaximumHeight((rows + 1) * round(self.fontMetrics().lineSpacing() * 1.4))
        self.backups_title.setText("备份（新的在前）" if backups else "没有找到备份")
        self.backups.setVisible(bool(backups))
        good = (row for row, backup in enumerate(backups) if backup.counts)
        self.backups.setCurrentRow(next(good, 0 if backups else -1))
        self._enable()

    def allow(self, *, restore: bool, anew: bool) -> None:
        """Whether a backup may take the library's place, and an empty library."""
        self._may_restore = restore
        self.anew.setVisible(anew)
        self.choose.setVisible(restore)
        self._enable()

    def busy(self, working: bool) -> None:
        """While something is being done nothing else can be asked."""
        for made in (self.mend, self.retry, self.anew, self.choose):
            made.setEnabled(not working)
        self._working = working
        self._enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as in a dialog."""
        widget = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(widget, QPushButton):
            widget.click()
        else:
            super().keyPressEvent(event)

    _may_restore = False
    _working = False

    def _backup(self) -> Backup | None:
        item = self.backups.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)  # type: ignore[no-any-return]

    def _enable(self) -> None:
        backup = self._backup()
        self.look.setVisible(self.backups.count() > 0)
        self.restore.setVisible(self._may_restore and self.backups.count() > 0)
        self.look.setEnabled(backup is not None and not self._working)
        self.restore.setEnabled(backup is not None and backup.counts and not self._working)

    def _look(self) -> None:
        if (backup := self._backup()) is not None and self.look.isEnabled():
            self.looked.emit(backup)

    def _restore(self) -> None:
        if (backup := self._backup()) is not None:
            self.restored.emit(backup)


class _Lines(QTableWidget):
    """The damaged reports; its rows are as high as their words want."""

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        self.setObjectName("recoveryLines")
        self.setAccessibleName("受损的报告")
        self.setHorizontalHeaderLabels(list(_HEADS))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedCell(self))
        self.verticalHeader().hide()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fitting = QTimer(self)  # the columns get their widths one after the other
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        head.sectionResized.connect(lambda *_: self._fitting.start(0))

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate((line.report, line.damaged, line.source, line.after)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                if column == 3:
                    item.setForeground(theme.colour("must" if line.loses else "good"))
                self.setItem(row, column, item)
        self._fit()

    def _fit(self) -> None:
        """No higher than its rows: what is below comes up to them."""
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        head = self.horizontalHeader().sizeHint().height()
        self.setMaximumHeight(head + rows + 2 * self.frameWidth() + 2)
