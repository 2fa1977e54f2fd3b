"""Who gave what: the units behind a sum, the largest first, each with its share as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.form import Indicator
from giadesk.core.prose import plain
from giadesk.core.units import listed_name
from giadesk.ui import pieces, theme
from giadesk.ui.library_list import Index, LineDelegate
from giadesk.ui.lines import Lines, LinesModel

COLUMNS = ("单位", "数", "占合计")
Given = Sequence[tuple[str, Decimal]]
_SHARE = Qt.ItemDataRole.UserRole


class SharesModel(LinesModel):
    """Units with their figures, as they are given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, 1, parent)
        self._whole = Decimal(0)

    @property
    def given(self) -> tuple[tuple[str, Decimal], ...]:
        """What is shown: unit and figure."""
        return self._lines

    def set_given(self, given: Given) -> None:
        """Show these."""
        self._whole = sum((figure for _, figure in given), Decimal(0))
        self._show(given)

    def share(self, row: int) -> float:
        """The part of the whole that a unit gave, 0 to 1; 0 where figures go below zero."""
        figure = self.given[row][1]
        if self._whole <= 0 or figure < 0:
            return 0.0
        return min(1.0, float(figure / self._whole))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        unit, figure = self.given[row]
        words = (listed_name(unit), plain(figure), f"{self.share(row):.1%}")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words[column]
            case Qt.ItemDataRole.ToolTipRole:
                return unit
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{unit}，{words[1]}，{COLUMNS[2]}{words[2]}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
        return self.share(row) if role == _SHARE and column == 2 else None


class SharesPanel(QFrame):
    """The figure in hand and the units behind it. `unit_wanted`: one of them was asked for."""

    unit_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shares")
        self.setProperty("kind", "panel")
        self.model = SharesModel(self)
        self.table = _SharesTable(self.model)
        self.table.opened.connect(lambda row: self.unit_wanted.emit(self.model.given[row][0]))
        self.table.copy_asked.connect(self.copy)
        self.title = pieces.label("", "sharesTitle", "heading", wrap=True)
        self.hint = pieces.label("", "sharesHint", "muted", wrap=True)
        self.copied = pieces.button(
            "复制", "sharesCopy", self.copy, tip="复制成表格，可以粘贴到 Excel"
        )
        row = QHBoxLayout()
        row.addWidget(self.hint, 1)
        row.addWidget(self.copied, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No figure is in hand."""
        self.title.setText("各单位的数")
        self._show((), "点表格里的数，这里列出是哪些单位报的。")

    def show_given(self, indicator: Indicator, given: Given, whole: Decimal | None) -> None:
        """Show who gave that figure. whole: the sum, None where nobody filled it."""
        words = "未填" if whole is None else f"{plain(whole)}{indicator.unit}"
        self.title.setText(f"{indicator.name}　{words}")
        if whole is None:
            self._show((), "没有单位填报这一项。")
        elif not given:
            self._show((), "各单位都是0。")
        else:
            self._show(given, f"{len(given)}个单位不是0；回车看这个单位的报告")

    def _show(self, given: Given, hint: str) -> None:
        self.model.set_given(given)
        self.hint.setText(hint)
        self.copied.setEnabled(bool(given))
        self.table.setVisible(bool(given))
        self.table.setAccessibleName(f"各单位的数：{self.title.text()}")
        if given:
            self.table.measure()
            self.table.setCurrentIndex(self.model.index(0, 0))

    def copy(self) -> None:
        """Copy units and figures as text with tabs."""
        lines = [("单位", self.title.text()), *((u, plain(f)) for u, f in self.model.given)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self.said.emit("已复制各单位的数，可以粘贴到 Excel、WPS 表格里。")


class _SharesTable(Lines):
    def __init__(self, model: SharesModel) -> None:
        self._shares = model
        super().__init__("sharesTable", model, self._longest)
        self.setItemDelegateForColumn(2, _Bar(self))

    def _longest(self, column: int) -> str:
        if column == 2:
            return "100.0%"
        return max((plain(figure) for _, figure in self._shares.given), key=len, default="数")


class _Bar(LineDelegate):
    """A thin bar under the words of a share."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        track = QRect(rect.left() + 6, rect.bottom() - 4, rect.width() - 12, 3)
        painter.fillRect(track, theme.colour("grid"))
        share = index.data(_SHARE) or 0.0
        if share:
            done = QRect(track)
            done.setWidth(max(2, round(track.width() * share)))
            painter.fillRect(done, theme.colour("accent"))
