"""回收站: reports that were removed, to be brought back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from giadesk.ui import pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.library_list import STATUS_WORDS, Row


class BinDialog(Dialog):
    """Lists the removed reports; nothing is ever deleted here."""

    brought_back = Signal(str)

    def __init__(self, parent: QWidget | None, rows: Sequence[Row]) -> None:
        super().__init__(parent, "binDialog", "回收站", "恢复选中的报告")
        self.list = QListWidget()
        self.list.setObjectName("binned")
        self.list.setAccessibleName("回收站中的报告")
        for row in rows:
            status = STATUS_WORDS.get(row.status, row.status)
            item = QListWidgetItem(f"{row.year}年　{row.title or row.unit}（{status}）")
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            self.list.addItem(item)
        words = "移入回收站的报告不会丢失，选中后恢复。" if rows else "回收站是空的。"
        self.body.addWidget(pieces.label(words, "binWords", "muted", wrap=True))
        self.body.addWidget(self.list, 1)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.list.currentRowChanged.connect(lambda row: self.ok.setEnabled(row >= 0))
        self.cancel.setText("关闭")
        self.finish()
        self.set_size(40, 18)
        self.ok.setEnabled(False)
        if rows:
            self.list.setCurrentRow(0)

    def accept(self) -> None:
        """Bring the chosen one back."""
        item = self.list.currentItem()
        if item is not None:
            self.brought_back.emit(item.data(Qt.ItemDataRole.UserRole))
        super().accept()
