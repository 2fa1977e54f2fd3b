"""What is selected in a printed table: the cell in focus, a rectangle, where it was begun."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from giadesk.ui.table_editor import FigureEdit
from giadesk.ui.table_map import Area
from giadesk.ui.table_model import FigureModel
from giadesk.ui.table_moves import Moves
from giadesk.ui.table_printed import PrintedView


class SelectionView(PrintedView):
    """A printed table with a cell in focus and a selected rectangle. `GridView` adds keys and editing.

    editor: the line in the cell that is being edited, None while none is.
    """

    selection_changed = Signal()

    def __init__(self, figures: FigureModel, parent: QWidget | None = None) -> None:
        self.editor: FigureEdit | None = None
        self._anchor = ""
        self._selected: frozenset[str] = frozenset()
        super().__init__(figures, parent)
        self.made = False
        self.moves = Moves(figures, lambda: self.viewport().height(), self.rowHeight)
        self.area_clicked.connect(self.select_area)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.made = True

    def settle(self, keep_focus: bool = True) -> None:
        """Write what is being typed; here nothing is."""

    @property
    def current_id(self) -> str:
        """The figure in focus, "" for none."""
        return self.figures.id_of(self.currentIndex())

    @property
    def has_focus(self) -> bool:
        """Whether keys go to the table or to the cell that is edited in it."""
        return self.hasFocus() or (self.editor is not None and self.editor.hasFocus())

    def area(self) -> Area:
        """The selected rectangle; that of the cell in focus where nothing is selected."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(k) for k in range(selection.count())]
        if not ranges:
            index = self.currentIndex()
            return Area(index.row(), index.column(), index.row(), index.column())
        return Area(
            min(r.top() for r in ranges),
            min(r.left() for r in ranges),
            max(r.bottom() for r in ranges),
            max(r.right() for r in ranges),
        )

    def selected_ids(self) -> tuple[str, ...]:
        """The selected figures in reading order."""
        return self.map.ids_in(self.area()) if self.currentIndex().isValid() else ()

    def is_selected(self, value_id: str) -> bool:
        """Whether a cell is one of several selected ones."""
        return value_id in self._selected

    def select_area(self, area: Area) -> None:
        """Select a rectangle; the focus goes to its first cell that can be written."""
        ids = self.map.ids_in(area)
        if not ids:
            return
        self.settle()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go(next((i for i in ids if self.figures.is_open(i)), ids[0]))
        self._anchor = ids[0]
        self._select(area)

    def go(self, value_id: str, extend: bool = False, column: int | None = None) -> None:
        """Move the focus to a cell; `extend` keeps the other end of the selection."""
        index = self.figures.index_of(value_id)
        if not index.isValid():
            return
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.moves.arrived(index.column() if column is None else column)
        if extend and self._anchor:
            first = self.map.places[self._anchor]
            row, end = index.row(), self.moves.column
            self._select(
                Area(min(first[0], row), min(first[1], end), max(first[0], row), max(first[1], end))
            )
        else:
            self._anchor = value_id
            self._select(Area(index.row(), index.column(), index.row(), index.column()))
        self.scrollTo(index)

    def _select(self, area: Area) -> None:
        model = self.figures
        self.selectionModel().select(
            QItemSelection(model.index(area.top, area.left), model.index(area.bottom, area.right)),
            QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self.made:
            return
        ids = self.selected_ids()
        before, self._selected = self._selected, frozenset(ids if len(ids) > 1 else ())
        if before != self._selected:
            self.viewport().update()
        self.selection_changed.emit()
