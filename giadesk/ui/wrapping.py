"""Tables whose cells break their words into lines: rows as high as these want."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from giadesk.ui import theme
from giadesk.ui.library_list import Index


class WrappedCell(QStyledItemDelegate):
    """Reckons lines for the width between the paddings; Qt breaks them at that of the whole column,
    and what is painted between them has then a line more than the row has room for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        own = QStyleOptionViewItem(option)
        box = own.rect  # type: ignore[attr-defined]  # the stubs do not know it
        box.setWidth(max(1, box.width() - 2 * theme.CELL))
        own.rect = box  # type: ignore[attr-defined]
        return super().sizeHint(own, index)


def wrap(table: QTableView) -> None:
    """Keep the rows of the table as high as their words want, whenever columns or words change.

    The columns get their widths one after the other; the rows follow when all have theirs.
    """
    table.setWordWrap(True)
    table.setItemDelegate(WrappedCell(table))
    timer = QTimer(table)
    timer.setSingleShot(True)
    timer.timeout.connect(table.resizeRowsToContents)
    model = table.model()
    for changed in (
        table.horizontalHeader().sectionResized,
        model.rowsInserted,
        model.dataChanged,
    ):
        changed.connect(lambda *_: timer.start(0))
