"""A table of the clerk's own, that belongs to no form: shown in its section, written like any other.

It has words and no figures: nothing is computed or checked. Every change is one undo step.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from giadesk.core.grids import HIGHEST, WIDEST, new_grid, with_caption, with_no_breaks
from giadesk.ui import dialogs, pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.focus import lead_focus
from giadesk.ui.free_table_model import FreeTableModel, insert_table
from giadesk.ui.free_table_view import FreeView, add_action
from giadesk.ui.session import Session

_LONGEST = 60
"""Characters of a table's name: one line of the page."""


class FreeTableEditor(QFrame):
    """The table under its name, with what can be done to it."""

    def __init__(
        self, session: Session, section_id: str, table_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"freeTable-{table_id}")
        self.model = FreeTableModel(session, section_id, table_id, self)
        self.view = FreeView(self.model)
        self.view.said.connect(self._say)
        self.notice = pieces.label("", "freeTableNotice", "warning", wrap=True)
        self.notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._bar())
        layout.addWidget(self.view, 1)
        layout.addWidget(self.notice)
        lead_focus(self, self.view)
        session.about_changed.connect(self._show_state)
        session.flushing.connect(self.commit)
        self.model.modelReset.connect(self._show_state)
        self.model.dataChanged.connect(self._show_state)
        self._show_state()

    def commit(self) -> None:
        """Write what is being typed, what an input method is composing included."""
        self.view.settle()
        self._rename()

    def hideEvent(self, event: object) -> None:
        self.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        unit = self.fontMetrics().horizontalAdvance("政")
        self.kind.setVisible(event.size().width() > unit * 30)  # else the name has no room

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.title = QLineEdit()
        self.title.setObjectName("freeTableTitle")
        self.title.setAccessibleName("表格名称")
        self.title.setPlaceholderText("表格名称（可以不填）")
        self.title.setMaxLength(_LONGEST)
        self.title.editingFinished.connect(self._rename)
        pieces.set_tip(self.title, "规定以外的表格，不参加运算和审核，随报告一起保存和导出")
        row.addWidget(self.title, 1)
        self.kind = pieces.label("不参加审核", "freeTableKind", "muted")
        row.addWidget(self.kind)
        self.add = pieces.tool(
            "加一行", "freeTableAdd", self.view.add_row, tip="在光标下面加一行（Ins）"
        )
        self.widen = pieces.tool(
            "加一列", "freeTableWiden", self.view.add_column, tip="在光标右边加一列（Alt+Ins）"
        )
        self.drop = pieces.tool(
            "删除", "freeTableDrop", self._show_menu, tip="删除行、列或者整张表格，可以撤销"
        )
        self.drop.setArrowType(Qt.ArrowType.NoArrow)
        for button in (self.add, self.widen, self.drop):
            row.addWidget(button)
        return row

    def drop_menu(self) -> QMenu:
        """What can be taken away: the row, the column, the whole table."""
        menu = QMenu(self)
        model = self.model
        for (words, key, work), count in zip(
            self.view.works[2:], (model.rowCount(), model.columnCount()), strict=True
        ):
            add_action(menu, words, key, work, count > 1)
        menu.addSeparator()
        add_action(menu, "删除整张表格", "", self.remove, True)
        return pieces.give_room(menu)

    def remove(self) -> None:
        """Take the whole table out of the section."""
        self.commit()
        self.model.remove()

    def _show_menu(self) -> None:
        menu = self.drop_menu()
        menu.exec(self.drop.mapToGlobal(QPoint(0, self.drop.height())))
        menu.deleteLater()

    def _rename(self) -> None:
        wanted = with_no_breaks(self.title.text())
        if self.model.stored and wanted != self.model.grid.caption:
            self.model.replace(with_caption(self.model.grid, wanted), "修改表格名称")

    def _show_state(self) -> None:
        writable = not self.model.session.read_only
        for button in (self.add, self.widen, self.drop):
            button.setEnabled(writable)
        self.title.setReadOnly(not writable)
        caption = self.model.grid.caption
        if self.title.text() != caption:
            self.title.setText(caption)
            self.title.setCursorPosition(0)
        self.view.setAccessibleName(f"{caption or '自备表格'}，共{self.model.rowCount()}行")

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))


class InsertTableDialog(Dialog):
    """Asks for the name and the size of a new table."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "insertTableDialog", "插入表格", "插入")
        layout = dialogs.form()
        self.caption = dialogs.field(layout, "表格名称", "caption", "", "可以不填，例如：培训情况")
        self.caption.setMaxLength(_LONGEST)
        self.rows = dialogs.number_field(layout, "行数", "rows", 4, (1, HIGHEST))
        self.columns = dialogs.number_field(layout, "列数", "columns", 3, (1, WIDEST))
        self.body.addLayout(layout)
        words = "规定以外的表格：不参加运算和审核，随报告一起保存和导出。第一行是表头。"
        self.body.addWidget(pieces.label(words, "explanation", "muted", wrap=True))
        self.finish()
        self.set_width(33)


def ask_for_table(parent: QWidget, session: Session, section_id: str, after: int | None) -> None:
    """Ask for a table and put it in; its editor shows itself when the section changes."""
    dialog = InsertTableDialog(parent)
    dialog.accepted.connect(
        partial(_insert, dialog, session, section_id, after), Qt.ConnectionType.DirectConnection
    )
    dialog.exec()
    dialog.deleteLater()


def _insert(
    dialog: InsertTableDialog, session: Session, section_id: str, after: int | None
) -> None:
    grid = new_grid(dialog.rows.value(), dialog.columns.value(), dialog.caption.text())
    insert_table(session, section_id, grid, after)
