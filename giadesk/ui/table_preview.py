"""The preview of a paste that needs a decision: in which shape, and what with cells that fail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.prose import plain
from giadesk.core.report import Value
from giadesk.ui import theme
from giadesk.ui.dialogs import help_by_key
from giadesk.ui.table_paste import Choice, Line
from giadesk.ui.wrapping import wrap

_HEADS = ("单元格", "粘贴的内容", "处理", "原因")
_NAME, _TEXT, _DO, _WHY = range(4)


class PastePreview(QDialog):
    """Shows the ways to paste and every cell that is not simply written.

    agreed: the `Choice` taken and the values to write. Nothing is written before.
    """

    agreed = Signal(object, object)

    def __init__(
        self, choices: Sequence[Choice], sizes: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴")
        self.setObjectName("pastePreview")
        help_by_key(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choices = tuple(choices)
        self._taken: dict[str, bool] = {}
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        where = f"区域 {sizes[1]}" if sizes[1] else "从所选的格起"
        self.heading = _label(f"粘贴 {sizes[0]}，{where}（行×列）")
        layout.addWidget(self.heading)
        self.ways = QButtonGroup(self)
        for place, choice in enumerate(self.choices):
            button = QRadioButton(choice.label, self)
            button.setVisible(len(self.choices) > 1)
            self.ways.addButton(button, place)
            layout.addWidget(button)
        self.summary = _label("")
        layout.addWidget(self.summary)
        self.lines = _lines_table(self)
        self.lines.itemChanged.connect(self._ticked)
        layout.addWidget(self.lines, 1)
        self.all_offers = QPushButton("建议全部采用", self)
        self.all_offers.setObjectName("takeOffers")
        self.all_offers.clicked.connect(self._take_all)
        self.buttons = QDialogButtonBox(self)
        self.ok = self.buttons.addButton("粘贴", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setProperty("kind", "main")
        self.ok.style().polish(self.ok)  # the button box has styled it already
        self.ok.setDefault(True)
        self.cancel = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.ok.setObjectName("accept")
        self.cancel.setObjectName("cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.all_offers)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        layout.addLayout(foot)
        self.ways.idToggled.connect(self._chosen)
        self.ways.button(0).setChecked(True)
        em = self.fontMetrics().horizontalAdvance("国")
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        height = min(30 * em, (15 + 2.3 * self.lines.rowCount()) * em)
        self.resize(min(50 * em, room.width() - 20), min(round(height), room.height() - 48))

    @property
    def choice(self) -> Choice:
        """The way that is chosen."""
        return self.choices[max(self.ways.checkedId(), 0)]

    def writes(self) -> dict[str, Value | None]:
        """What would be written now, with the offers that are ticked."""
        plan = self.choice.plan
        offers = {li.id: li.offer for li in plan.offered if self._taken.get(li.id)}
        return {**plan.writes, **offers}

    def accept(self) -> None:
        writes, choice = self.writes(), self.choice
        super().accept()
        self.agreed.emit(choice, writes)

    def _chosen(self, _place: int, checked: bool) -> None:
        if not checked:
            return
        plan = self.choice.plan
        rows = [
            *((line, "refused") for line in plan.refused),
            *((line, "offered") for line in plan.offered),
            *((line, "skipped") for line in plan.skipped),
        ]
        self.lines.blockSignals(True)
        self.lines.setRowCount(len(rows))
        for row, (line, kind) in enumerate(rows):
            self._fill_row(row, line, kind)
        self.lines.blockSignals(False)
        self.lines.setVisible(bool(rows))
        self.all_offers.setVisible(bool(plan.offered))
        self._summarise()

    def _fill_row(self, row: int, line: Line, kind: str) -> None:
        do = {"refused": "不粘贴", "skipped": "跳过"}.get(kind, "")
        if line.offer is not None:
            do = f"填 {plain(line.offer)}"
        for column, text in enumerate((line.name, line.text, do, line.reason)):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setToolTip("")
            if column == _DO:
                item.setData(Qt.ItemDataRole.UserRole, line.id)
                if kind == "offered":
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    ticked = self._taken.get(line.id, False)
                    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                if kind == "refused":
                    item.setForeground(theme.colour("must"))
            self.lines.setItem(row, column, item)

    def _ticked(self, item: QTableWidgetItem) -> None:
        value_id = item.data(Qt.ItemDataRole.UserRole)
        if value_id and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self._taken[value_id] = item.checkState() == Qt.CheckState.Checked
            self._summarise()

    def _take_all(self) -> None:
        for line in self.choice.plan.offered:
            self._taken[line.id] = True
        self._chosen(0, True)

    def _summarise(self) -> None:
        plan = self.choice.plan
        count = len(self.writes())
        parts = [f"将写入 {count} 格"]
        if plan.refused:
            parts.append(f"{len(plan.refused)} 格不能采用")
        waiting = [li for li in plan.offered if not self._taken.get(li.id)]
        if waiting:
            parts.append(f"{len(waiting)} 格待确认，打勾的按建议填写")
        if plan.skipped:
            parts.append(f"跳过 {len(plan.skipped)} 个合计格")
        if plan.outside:
            parts.append(f"{plan.outside} 格超出表格，不粘贴")
        self.summary.setText("；".join(parts) + "。")
        self.ok.setText(f"粘贴 {count} 格")
        self.ok.setEnabled(count > 0)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _lines_table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, len(_HEADS), parent)
    table.setObjectName("pasteLines")
    table.setAccessibleName("不直接写入的单元格")
    table.setHorizontalHeaderLabels(list(_HEADS))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setPalette(theme.edged())  # boxes to tick in it are as clear as others
    em = table.fontMetrics().horizontalAdvance("国")
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in ((_NAME, 13), (_TEXT, 7), (_DO, 8)):
        header.resizeSection(column, width * em)
    header.setSectionResizeMode(_WHY, QHeaderView.ResizeMode.Stretch)
    wrap(table)
    return table
