"""Where a key leads in a table: arrows, Home, End, Page keys, Enter, Tab (reliability-ux.md B.4).

Remembers what a spreadsheet remembers: the column one came along over wide cells, and the column in
which a row of tabs began, to which Enter returns.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt

from giadesk.ui.table_map import TableMap
from giadesk.ui.table_model import FigureModel

_Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ARROWS = {
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
}
_ENDS = {_Key.Key_Home: -1, _Key.Key_End: 1}
_PAGES = {_Key.Key_PageUp: -1, _Key.Key_PageDown: 1}
ENTERS = (_Key.Key_Return, _Key.Key_Enter)
_TABS = (_Key.Key_Tab, _Key.Key_Backtab)


class Move(msgspec.Struct, frozen=True):
    """Where to go. to: "" for nowhere. column: the column to keep, None for the cell's own.
    extend: the selection is drawn along. leaves: 1 or -1 where the focus leaves the table."""

    to: str = ""
    column: int | None = None
    extend: bool = False
    leaves: int = 0


class Moves:
    """The moves of one table. page: how many pixels of rows make a page, and a row's height."""

    def __init__(
        self, figures: FigureModel, page: Callable[[], int], row_height: Callable[[int], int]
    ) -> None:
        self._figures = figures
        self._map: TableMap = figures.map
        self._page = page
        self._row_height = row_height
        self.column = 0
        self._tab_column: int | None = None

    def arrived(self, column: int) -> None:
        """The focus is in that column now."""
        self.column = column

    def forget_tabs(self) -> None:
        """The row of tabs is over."""
        self._tab_column = None

    def key(self, at: str, key: int, modifiers: Qt.KeyboardModifier) -> Move | None:
        """Where a key leads from a cell; None for a key that is no move."""
        if key in ENTERS and not modifiers & ~SHIFT:
            return self._enter(at, -1 if modifiers & SHIFT else 1)
        if key in _TABS and not modifiers & ~SHIFT:
            return self._tab(at, -1 if modifiers & SHIFT or key == _Key.Key_Backtab else 1)
        if modifiers & ~(SHIFT | CTRL):
            return None
        extend, leap = bool(modifiers & SHIFT), bool(modifiers & CTRL)
        if key in ARROWS:
            down, right = ARROWS[_Key(key)]
            to, column = self._arrow(at, down, right, leap), self.column if down else None
        elif key in _ENDS:
            step = _ENDS[_Key(key)]
            corner = self._map.ids[0 if step < 0 else -1]
            to, column = corner if leap else self._map.row_end(at, step), None
        elif key in _PAGES:
            to, column = self._paged(at, _PAGES[_Key(key)]), self.column
        else:
            return None
        self._tab_column = None
        if not to and not extend:  # at the edge: only the selection is given up
            return Move(at, self.column)
        return Move(to, column, extend)

    def _arrow(self, at: str, down: int, right: int, leap: bool) -> str:
        if leap:
            return self._map.edge(at, down, right, self._figures.is_filled, self.column)
        return self._map.beside(at, right) if right else self._map.beneath(at, down, self.column)

    def _paged(self, at: str, step: int) -> str:
        seen = 0
        while seen < self._page() and (to := self._map.beneath(at, step, self.column)):
            seen += self._row_height(self._map.places[to][0])
            at = to
        return at

    def _enter(self, at: str, step: int) -> Move:
        column = self.column if self._tab_column is None else self._tab_column
        self._tab_column = None
        return Move(self._map.entry_beneath(at, step, column, self._is_stop))

    def _tab(self, at: str, step: int) -> Move:
        if self._tab_column is None:
            self._tab_column = self.column
        to = self._map.after(at, step, self._is_stop)
        if not to:
            self._tab_column = None
        return Move(to, leaves=0 if to else step)

    def _is_stop(self, value_id: str) -> bool:
        """Whether Enter and Tab stop there: at what can be written; in a read-only report anywhere."""
        return self._figures.is_open(value_id) or self._figures.session.read_only
