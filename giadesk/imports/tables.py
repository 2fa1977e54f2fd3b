"""A table of a file against the tables of a form: which figure is which indicator.

Rows are matched by their labels in the order of the form, columns by the heads over them; spans need
not be the official ones. What finds no place is kept, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import Form, NodeSpec
from giadesk.core.prose import plain
from giadesk.core.report import Value
from giadesk.imports.columns import HEAD_WORDS, by_position, match_columns
from giadesk.imports.figures import looks_like_figure, parse_figure
from giadesk.imports.labels import (
    UNITS,
    Column,
    Entry,
    bare,
    labels_of,
    likeness,
    number_of,
    without_note,
)
from giadesk.imports.result import Repair
from giadesk.imports.rows import Row, row_of
from giadesk.imports.signers import signers_in

_ASIDE = frozenset(["单位", "计量单位", "序号", "行次", "栏次", "备注", "说明"])
_UNIT_LINE = re.compile(r"[(（]?(?:计量)?单位[:：]?(件|条|次|个|人|万元|元|项)?[)）]?\Z")


_MOST_ROWS, _MOST_COLUMNS = 600, 120


class TableMatch(msgspec.Struct):
    """What a grid gave. `consumed` are the texts of cells that became labels or figures."""

    values: dict[str, Value] = {}
    tables: list[str] = []
    repairs: list[Repair] = []
    unplaced: list[str] = []
    consumed: list[str] = []
    placed: int = 0
    missed: int = 0
    rows: int = 0
    rows_known: int = 0
    columns_known: int = 0

    @property
    def fits(self) -> bool:
        """Whether the grid is a table of the form, rather than one that looks a little like it."""
        if self.placed + self.missed == 0:
            enough = self.rows_known >= 2 or self.columns_known >= 4
            return enough and self.rows_known * 3 >= self.rows * 2
        return self.placed * 2 > self.missed and self.rows_known * 2 >= self.rows


def match_table(grid: Grid, form: Form, taken: Mapping[str, Value]) -> TableMatch:
    """The grid's figures as values of the form; `taken` are those that earlier grids gave.

    A grid far larger than any form's table fits none.
    """
    if grid.height > _MOST_ROWS or grid.width > _MOST_COLUMNS:
        return TableMatch({}, [], [], [], [])
    return _Matcher(grid, form, taken).match()


class _Matcher:
    def __init__(self, grid: Grid, form: Form, taken: Mapping[str, Value]) -> None:
        self.form = form
        self.labels = labels_of(form)
        self.matrix = grid.matrix()
        self.taken = taken
        self.done: set[tuple[int, int]] = set()
        self.result = TableMatch({}, [], [], [], [])
        self.rows = [row_of(index, line) for index, line in enumerate(self.matrix)]

    def match(self) -> TableMatch:
        data = self._data_rows()
        self._match_rows(data)
        for row in data:
            self._place(row)
        self._put_signers()
        self._count(data)
        self._leftovers()
        return self.result

    # -- rows

    def _data_rows(self) -> list[Row]:
        """The rows that hold figures or name a row of the form; each knows its head rows."""
        data: list[Row] = []
        head: list[int] = []
        fresh = True
        for row in self.rows:
            if row.figures or (not self._is_head(row) and self._names_row(row)):
                data.append(row)
                row.head = head
                fresh = True
            elif not any(c.text.strip() for c in row.cells):
                if head and not fresh and row.values:  # a form not filled in yet
                    data.append(row)
                    row.head = head
                    fresh = True
            elif any(c.text.strip() for c in row.cells if c.row == row.index):
                if fresh:
                    head, fresh = [], False
                head.append(row.index)
        return data

    def _is_head(self, row: Row) -> bool:
        own = [c for c in row.cells if c.row == row.index and c.text.strip()]
        if not own:
            return False
        known = sum(1 for c in own if self.labels.is_column(c.text) or bare(c.text) in HEAD_WORDS)
        return known * 2 >= len(own) and (known > 1 or len(own) > 1 or own[0].column > 0)

    def _names_row(self, row: Row) -> bool:
        return bool(row.labels) and bool(self.labels.rows_like(row.labels[-1].text))

    def _match_rows(self, data: list[Row]) -> None:
        """Give each row its entry: the best chain in which both sides are in order."""
        options: list[tuple[Row, Entry, float]] = []
        for row in data:
            if row.labels:
                options.extend((row, e, s) for e, s in self._candidates(row))
        best: list[float] = []
        back: list[int] = []
        for place, (row, entry, score) in enumerate(options):
            top, before = 0.0, -1
            for earlier in range(place):
                other, other_entry, _ = options[earlier]
                if (
                    other_entry.place < entry.place
                    and other.index < row.index
                    and best[earlier] > top
                ):
                    top, before = best[earlier], earlier
            best.append(top + score)
            back.append(before)
        place = max(range(len(best)), key=best.__getitem__, default=-1)
        used: set[int] = set()
        while place >= 0:
            row, entry, _ = options[place]
            row.entry = entry
            used.add(entry.place)
            place = back[place]
        for row, entry, score in options:
            # a row that an office moved: its label alone tells which it is
            if row.entry is None and score >= 0.95 and entry.place not in used:
                row.entry = entry
                used.add(entry.place)
        self._match_repeated(data, options)
        self._match_hidden(data)

    def _match_repeated(self, data: list[Row], options: list[tuple[Row, Entry, float]]) -> None:
        """A label repeated after a page break, without figures, is known though its entry is used."""
        for row, entry, score in options:
            if row.entry is None and score >= 0.95 and not row.figures:
                row.entry = entry

    def _match_hidden(self, data: list[Row]) -> None:
        """Rows without a label of their own, under heads that belong to one block of the form."""
        for row in data:
            if row.entry is not None or not row.values:
                continue
            for entry in self.labels.hidden:
                named = row.labels and likeness(bare(row.labels[-1].text), entry.names)
                if row.labels and not named and bare(row.labels[-1].text) not in HEAD_WORDS:
                    continue
                columns = self.labels.columns[id(entry.block)]
                if len(self._columns(row, columns)) * 2 > len(columns):
                    row.entry = entry

    def _candidates(self, row: Row) -> Iterator[tuple[Entry, float]]:
        own = row.labels[-1].text
        outer = {bare(c.text) for c in row.labels[:-1]}
        outer |= {without_note(name) for name in outer}
        number = number_of(own)
        for entry, score in self.labels.rows_like(own):
            if outer and entry.above & outer:
                score += 0.15
            if number and entry.number == number:
                score += 0.05
            if row.figures and not entry.node.has_figure:
                score -= 0.1
            yield entry, score

    # -- figures

    def _place(self, row: Row) -> None:
        if row.entry is None:
            return
        entry = row.entry
        if not entry.node.has_figure:
            if not row.figures:
                return
            spare = _spare(entry.node)
            if spare is None:
                row.entry = None
                return
            row.spare = True
            node = spare
        else:
            node = entry.node
        columns = self._columns(row, self.labels.columns[id(entry.block)])
        before = self.result.placed
        self.result.columns_known = max(self.result.columns_known, len(columns))
        for cell, column in columns:
            self._put(row, entry, node, cell, column.node)
        if row.spare and self.result.placed > before:
            self.result.repairs.append(
                Repair("table", entry.table.title, entry.node.label, node.label)
            )

    def _put(
        self, row: Row, entry: Entry, node: NodeSpec, cell: GridCell, column: NodeSpec
    ) -> None:
        value_id = f"{entry.table.id}/{node.id}/{column.id}"
        indicator = self.form.indicators.get(value_id)
        if indicator is None:
            return
        value: Value | None
        mended = False
        if indicator.kind == "text":
            value = cell.text.strip() or None
        else:
            figure = parse_figure(cell.text, indicator.unit, indicator.kind)
            if figure is None:
                return
            value, mended = figure.value, figure.mended
        known = self.result.values.get(value_id, self.taken.get(value_id))
        if value is not None and known is not None:
            if known == value:
                self._consume(cell)
                self.result.placed += 1
            return
        self._consume(cell)
        if value is None and not mended:
            return
        if mended:
            now = "" if value is None else plain(value) if isinstance(value, Decimal) else value
            where = f"{entry.table.title}：{indicator.name}"
            self.result.repairs.append(Repair("table", where, cell.text.strip(), now))
        if value is not None:
            self.result.values[value_id] = value
            self.result.placed += 1
        if entry.table.id not in self.result.tables:
            self.result.tables.append(entry.table.id)

    def _put_signers(self) -> None:
        lines = [[c for c in row.cells if c.row == row.index] for row in self.rows]
        for value_id, cell, text in signers_in(lines, self.form, self.result.tables):
            known = self.result.values.get(value_id, self.taken.get(value_id))
            if known is None:
                self.result.values[value_id] = text
            if known in (None, text):
                self._consume(cell)

    def _columns(self, row: Row, columns: list[Column]) -> list[tuple[GridCell, Column]]:
        """Each value cell of the row with the column of the form that it stands in."""
        segments = [s for s in self._segments(row) if bare(s[-1].text) not in _ASIDE]
        matched = match_columns(segments, columns)
        start = min((s[-1].column for s in segments), default=0)
        values = [c for c in row.values if c.column >= start or len(row.values) == len(segments)]
        values = [c for c in values if not self._under_aside(row, c)]
        if not segments:
            # the head was left on the page before
            while len(values) > len(columns) and not values[0].text.strip():
                values = values[1:]
            return list(zip(values, columns, strict=True)) if len(values) == len(columns) else []
        if not matched:
            filled = [c for c in values if c.text.strip()]
            lone = filled or values
            return [(lone[0], columns[0])] if len(columns) == 1 == len(lone) else []
        if (found := by_position(values, segments, matched)) is not None:
            return found
        if len(values) == len(segments):
            return [
                (cell, column)
                for cell, column in zip(values, matched, strict=True)
                if column is not None
            ]
        return []

    def _segments(self, row: Row) -> list[list[GridCell]]:
        """The columns under the row's head, each as its head cells from the top downwards."""
        if not row.head:
            return []
        first = row.values[0].column if row.values else 0
        segments: list[list[GridCell]] = []
        width = len(self.matrix[row.index])
        for column in range(width):
            path: list[GridCell] = []
            for index in row.head:
                cell = self.matrix[index][column]
                if cell is not None and cell.text.strip() and cell not in path:
                    path.append(cell)
            if not path or (segments and segments[-1][-1] is path[-1]):
                continue
            if path[-1].column + path[-1].columns <= first:
                continue
            if len(path[-1:]) and path[-1].columns >= width > 2:
                continue
            segments.append(path)
        return segments

    def _under_aside(self, row: Row, cell: GridCell) -> bool:
        for index in row.head:
            over = self.matrix[index][cell.column]
            if over is not None and bare(over.text) in _ASIDE:
                return True
        return False

    # -- what is left

    def _consume(self, cell: GridCell) -> None:
        if (cell.row, cell.column) not in self.done:
            self.done.add((cell.row, cell.column))
            if cell.text.strip():
                self.result.consumed.append(cell.text)

    def _count(self, data: list[Row]) -> None:
        for row in data:
            labelled = bool(row.labels) or row.entry is not None
            self.result.rows += labelled
            self.result.rows_known += labelled and row.entry is not None
            self.result.missed += sum(
                1
                for c in row.values
                if (c.row, c.column) not in self.done
                and looks_like_figure(c.text)
                and not self._under_aside(row, c)
            )
            if row.entry is not None and row.entry.table.id not in self.result.tables:
                self.result.tables.append(row.entry.table.id)

    def _leftovers(self) -> None:
        """Labels are used up; every other cell with text is kept in `unplaced`, row by row."""
        words: set[str] = set()
        for table_id in self.result.tables:
            words |= self.labels.words.get(table_id, set())
        data = {r.index: r for r in self.rows if r.entry is not None}
        for row in self.rows:
            own = [c for c in row.cells if c.row == row.index and c.text.strip()]
            left = [c for c in own if not self._is_label(c, row, data, words)]
            if left and row.index in data and row.labels:
                label = row.labels[-1]
                if label.row == row.index and label.rows == 1 and label not in left:
                    left.insert(0, label)
            for cell in own:
                if cell not in left:
                    self._consume(cell)
            text = " | ".join(c.text.strip() for c in left)
            if text:
                self.result.unplaced.append(text)

    def _is_label(self, cell: GridCell, row: Row, data: dict[int, Row], words: set[str]) -> bool:
        if (cell.row, cell.column) in self.done:
            return True
        name = bare(cell.text)
        if name in words or name in HEAD_WORDS or name in UNITS:
            return True
        if _UNIT_LINE.match("".join(cell.text.split())):
            return True
        if row.index not in data and (name in _ASIDE or self.labels.is_column(cell.text)):
            return True
        if likeness(name, tuple(words)) >= 0.8:
            return True
        if self._under_aside(row, cell) and not bare(cell.text):
            return True
        covered = [data[i] for i in range(cell.row, cell.row + cell.rows) if i in data]
        if any(cell in r.labels for r in covered):
            deepest = any(r.labels[-1] == cell for r in covered)
            return deepest or bool(self.labels.rows_like(cell.text))
        if cell in row.labels and self.labels.rows_like(cell.text):
            return not row.figures
        return self._is_ordinal(cell, row)

    def _is_ordinal(self, cell: GridCell, row: Row) -> bool:
        """A number in a column headed 序号, on this head or on one further up."""
        if not re.fullmatch(r"\s*\d{1,3}\s*", cell.text):
            return False
        above = (line[cell.column] for line in self.matrix[: row.index])
        return any(c is not None and bare(c.text) in ("序号", "行次") for c in above)


def _spare(group: NodeSpec) -> NodeSpec | None:
    """The child that takes what a group's single row says: its own 其他, not one further down."""
    return next((n for n in group.children if n.has_figure and bare(n.label) == "其他"), None)
