"""A table of the clerk's own, that belongs to no form: shown in its section, written like any other.

It has words and no figures: nothing is computed or checked. Every change is one undo step.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.blocks import GridCell
from giadesk.core.errors import InputRefused
from giadesk.core.grids import Place, with_row_below, without_row
from giadesk.ui import pieces
from giadesk.ui.free_table_model import WIDEST, FreeTableModel
from giadesk.ui.session import Session
from giadesk.ui.table_clip import read_clip, to_tsv

Index = QModelIndex | QPersistentModelIndex


class FreeTableEditor(QFrame):
    """The table under its name, with what can be done to it."""

    def __init__(
        self, session: Session, section_id: str, table_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"freeTable-{table_id}")
        self.model = FreeTableModel(session, section_id, table_id, self)
        self.view = _FreeView(self.model)
        self.view.said.connect(self._say)
        self.notice = pieces.label("", "freeTableNotice", "warning", wrap=True)
        self.notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        row = QHBoxLayout()
        caption = self.model.grid.caption
        words = f"{caption}（自备表格，不参加审核）" if caption else "自备表格（不参加审核）"
        title = pieces.label(words, "freeTableTitle", "heading", wrap=True)
        pieces.set_tip(title, "不属于规定的表格，不参加运算和审核，随报告一起保存和导出")
        row.addWidget(title, 1)
        self.add = pieces.button(
            "加一行", "freeTableAdd", self.view.add_row, tip="在光标下面加一行"
        )
        self.drop = pieces.button(
            "删除行", "freeTableDrop", self.view.drop_row, tip="删除光标所在的行，可以撤销"
        )
        row.addWidget(self.add)
        row.addWidget(self.drop)
        self.remove = pieces.button(
            "删除表格", "freeTableRemove", self._remove, tip="今年没有这张表时整张删除，可以撤销"
        )
        row.addWidget(self.remove)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.notice)
        self.setFocusProxy(self.view)
        session.about_changed.connect(self._show_state)
        self.model.modelReset.connect(self._show_state)
        self._show_state()
        self.view.setAccessibleName(f"{caption or '自备表格'}，共{self.model.rowCount()}行")

    def commit(self) -> None:
        """Write what is being typed, what an input method is composing included."""
        self.view.settle()

    def hideEvent(self, event: object) -> None:
        self.commit()

    def _remove(self) -> None:
        self.commit()
        self.model.remove()

    def _show_state(self) -> None:
        writable = not self.model.session.read_only
        self.remove.setEnabled(writable)
        self.add.setEnabled(writable)
        self.drop.setEnabled(writable and self.model.rowCount() > 1)

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))


class _FreeView(QTableView):
    said = Signal(str)

    def __init__(self, model: FreeTableModel) -> None:
        super().__init__()
        self._model = model
        self._writer = _Writer(self)
        self.setObjectName("freeTableView")
        self.setItemDelegate(self._writer)
        self.setModel(model)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self._writer.left.connect(self._go_on)
        model.reshaped.connect(self._span)
        model.dataChanged.connect(lambda *_: self.fit())
        self._span()
        self.go(model.index(min(model.grid.head_rows, model.rowCount() - 1), 0))

    def settle(self) -> None:
        """Write what is being typed and close the cell."""
        self._writer.settle()

    def fit(self) -> None:
        """Columns by their words, all together as wide as the view; rows as high as they need."""
        grid, metrics = self._model.grid, self.fontMetrics()
        unit = metrics.horizontalAdvance("政")
        wanted = [unit * 3.0] * grid.width
        for cell in grid.cells:
            line = max(cell.text.split("\n"), key=len)
            wide = min(metrics.horizontalAdvance(line) + unit, unit * WIDEST) / cell.columns
            for column in range(cell.column, min(cell.column + cell.columns, grid.width)):
                wanted[column] = max(wanted[column], wide)
        room = self.viewport().width()
        more = max(1.0, room / sum(wanted))
        for column, wide in enumerate(wanted):
            self.setColumnWidth(column, int(wide * more))
        self.resizeRowsToContents()
        least = round(metrics.height() * 1.7)
        for row in range(grid.height):
            self.setRowHeight(row, max(least, self.rowHeight(row)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._height(9))

    def _height(self, lines: int) -> int:
        """The height of the whole table, but of so many lines at most."""
        height = sum(self.rowHeight(row) for row in range(self._model.rowCount()))
        return min(height, self.fontMetrics().height() * lines) + 4

    def go(self, place: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held."""
        self.selectionModel().setCurrentIndex(
            place, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def add_row(self) -> None:
        """Put an empty row under the one with the cursor."""
        self.settle()
        place = self.currentIndex()
        cell = self._model.cell(place.row(), place.column())
        row = cell.row + cell.rows - 1 if cell is not None else max(0, place.row())
        if self._model.replace(with_row_below(self._model.grid, row), "表格加一行"):
            self.go(self._model.index(row + 1, 0))
            self.setFocus()

    def drop_row(self) -> None:
        """Take away the row with the cursor."""
        self.settle()
        place = self.currentIndex()
        if not place.isValid() or self._model.rowCount() < 2:
            return
        row, column = place.row(), place.column()
        if self._model.replace(without_row(self._model.grid, row), "表格删除一行"):
            self.go(self._model.index(min(row, self._model.rowCount() - 1), column))
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.said.emit("")
        place = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place.isValid():
            self._go_on(1 if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_model"):
            self.fit()

    # -- inside --------------------------------------------------------------------------------

    def _span(self) -> None:
        self.clearSpans()
        for cell in self._model.grid.cells:
            if cell.rows > 1 or cell.columns > 1:
                self.setSpan(cell.row, cell.column, cell.rows, cell.columns)
        self.fit()

    def _go_on(self, by: int) -> None:
        """To the cell under (over) the present one."""
        place = self.currentIndex()
        cell = self._model.cell(place.row(), place.column())
        rows = cell.rows if cell is not None and by > 0 else 1
        row = (cell.row if cell is not None else place.row()) + (rows if by > 0 else -1)
        if 0 <= row < self._model.rowCount():
            self.go(self._model.index(row, place.column()))

    def _selected(self) -> list[GridCell]:
        """The cells of the selection, each once, in reading order."""
        found: dict[Place, GridCell] = {}
        for index in self.selectionModel().selectedIndexes() or [self.currentIndex()]:
            cell = self._model.cell(index.row(), index.column())
            if cell is not None:
                found[cell.row, cell.column] = cell
        return [found[place] for place in sorted(found)]

    def _copy(self) -> None:
        lines: dict[int, list[str]] = {}
        for cell in self._selected():
            lines.setdefault(cell.row, []).append(cell.text)
        QGuiApplication.clipboard().setText(to_tsv(lines.values()))

    def _clear(self) -> None:
        texts = {(cell.row, cell.column): "" for cell in self._selected()}
        if texts and not self._model.session.read_only:
            self._model.write(texts, "清除表格内容")

    def _paste(self) -> None:
        """Put the clipboard's cells in from the cursor on; where they do not fit, nothing is written."""
        data = QGuiApplication.clipboard().mimeData()
        try:
            clip = read_clip(data.text(), data.html() if data.hasHtml() else "")
        except InputRefused as refused:
            self.said.emit(str(refused))
            return
        start = self.currentIndex()
        if clip is None or not start.isValid() or self._model.session.read_only:
            return
        high, wide = clip.height, clip.width
        grid = self._model.grid
        if start.row() + high > grid.height or start.column() + wide > grid.width:
            self.said.emit(
                f"粘贴的内容有{high}行{wide}列，从这一格起只有{grid.height - start.row()}行"
                f"{grid.width - start.column()}列，没有粘贴。可以先“加一行”。"
            )
            return
        texts: dict[Place, str] = {}
        for down, row in enumerate(clip.rows):
            for along, pasted in enumerate(row):
                place = (start.row() + down, start.column() + along)
                cell = self._model.cell(*place)
                if not pasted.covered and (cell is None or (cell.row, cell.column) == place):
                    texts[place] = pasted.text
        self._model.write(texts, f"粘贴{len(texts)}格")


class _Writer(QStyledItemDelegate):
    """Writes a cell in a field of plain text. Enter takes it, Alt+Enter is a new line, Esc gives up."""

    left = Signal(int)
    """The cell was taken with Enter: go on down (1) or up (-1)."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._field: QPlainTextEdit | None = None

    def settle(self) -> None:
        """Take what is being typed, what an input method is composing included."""
        field = self._field
        if field is not None:
            QGuiApplication.inputMethod().commit()
            self._close(field)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QPlainTextEdit:
        field = QPlainTextEdit(parent)
        field.setObjectName("freeTableField")
        field.setAccessibleName(f"第{index.row() + 1}行第{index.column() + 1}列")
        field.setTabChangesFocus(True)
        field.setFrameShape(QFrame.Shape.NoFrame)
        field.document().setDocumentMargin(2)
        self._field = field
        return field

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._field:
            self._field = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText())

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        if (
            isinstance(field, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                field.insertPlainText("\n")
                return True
            self._close(field)
            up = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.left.emit(-1 if up else 1)
            return True
        return super().eventFilter(field, event)

    def _close(self, field: QPlainTextEdit) -> None:
        self.commitData.emit(field)
        self.closeEditor.emit(field, QAbstractItemDelegate.EndEditHint.NoHint)
