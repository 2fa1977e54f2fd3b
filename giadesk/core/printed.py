"""The printed form of a table: merged labels, grouped heads and figures as one Grid.

The table editor, the Word, Excel and web writers all draw this same grid, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import BlockSpec, Form, NodeSpec, TableSpec, walk
from giadesk.core.prose import plain


def grid_of(table: TableSpec, form: Form, figures: Mapping[str, Decimal | str]) -> Grid:
    """The table as printed, with these figures (blank where absent).

    Blocks stand under each other in one grid; a block with fewer columns than the widest lets its
    last column span the rest. Positions do not depend on the figures.
    """
    return _Printer(table, form, figures).grid()


class _Printer:
    def __init__(self, table: TableSpec, form: Form, figures: Mapping[str, Decimal | str]) -> None:
        self.table = table
        self.form = form
        self.figures = figures
        self.cells: list[GridCell] = []
        self.labels = max(_label_columns(b) for b in table.blocks)
        self.places: dict[str, tuple[int, int]] = {}
        self.width = self.labels + max(len(_leaf_nodes(b.columns)) for b in table.blocks)

    def grid(self) -> Grid:
        row = 0
        head_rows = 0
        for index, block in enumerate(self.table.blocks):
            row = self._title(block, row)
            if block.head:
                row = self._head(block, row)
            if index == 0 and not any(b.head for b in self.table.blocks[1:]):
                head_rows = row  # the only head: it is repeated on every page
            row = self._body(block, row)
        cells = [self._with_sum(c) if c.figure else c for c in self.cells]
        cells.sort(key=lambda c: (c.row, c.column))
        return Grid(
            height=row,
            width=self.width,
            cells=tuple(cells),
            head_rows=head_rows,
            label_columns=self.labels,
            table=self.table.id,
            caption=self.table.title,
            unit=self.table.unit,
        )

    def _add(self, row: int, column: int, text: str, **rest: object) -> None:
        self.cells.append(GridCell(row, column, text, **rest))  # type: ignore[arg-type]

    def _title(self, block: BlockSpec, row: int) -> int:
        if not block.title:
            return row
        self._add(row, 0, block.title, columns=self.width, kind="head")
        return row + 1

    def _columns(self, block: BlockSpec) -> dict[str, tuple[int, int]]:
        """For each leaf column: its first grid column and how many it spans."""
        leaves = _leaf_nodes(block.columns)
        places = {n.id: (self.labels + i, 1) for i, n in enumerate(leaves)}
        last = leaves[-1].id
        start = places[last][0]
        places[last] = (start, self.width - start)
        return places

    def _head(self, block: BlockSpec, row: int) -> int:
        places = self._columns(block)
        depth = max(len(above) for _, above in walk(block.columns)) + 1
        top = row
        if block.over_columns:
            self._add(
                row, self.labels, block.over_columns, columns=self.width - self.labels, kind="head"
            )
            row += 1
        for node, above in walk(block.columns):
            level = len(above)
            inside = _leaf_nodes((node,)) if node.children else [node]
            first = places[inside[0].id][0]
            last_start, last_span = places[inside[-1].id]
            rows = 1 if node.children else depth - level
            self._add(
                row + level,
                first,
                node.label,
                rows=rows,
                columns=last_start + last_span - first,
                kind="head",
            )
        row += depth
        if self.labels:
            columns = self.labels - (1 if block.unit_column else 0)
            self._add(top, 0, block.corner, rows=row - top, columns=columns, kind="head")
            if block.unit_column:
                self._add(top, columns, block.unit_column, rows=row - top, kind="head")
        return row

    def _body(self, block: BlockSpec, row: int) -> int:
        places = self._columns(block)
        if block.labels == "indented":
            for node, above in walk(block.rows):
                columns = self.labels - (1 if block.unit_column else 0)
                self._add(row, 0, node.label, columns=columns, kind="label", indent=len(above))
                if block.unit_column:
                    unit = node.unit or self.table.unit if node.has_figure else ""
                    self._add(row, columns, unit, kind="label")
                self._figures(block, node, row, places)
                row += 1
            return row
        for node in block.rows:
            row = self._merged(block, node, row, 0, places)
        return row

    def _merged(
        self,
        block: BlockSpec,
        node: NodeSpec,
        row: int,
        column: int,
        places: dict[str, tuple[int, int]],
    ) -> int:
        top = row
        if node.has_figure:
            if node.children and self.labels:  # its own line has no label further in
                inner = column + 1
                self._add(row, inner, "", columns=self.labels - inner, kind="label")
            self._figures(block, node, row, places)
            row += 1
        for child in node.children:
            row = self._merged(block, child, row, column + 1, places)
        if self.labels and block.labels != "hidden":
            columns = 1 if node.children else self.labels - column
            self._add(top, column, node.label, rows=row - top, columns=columns, kind="label")
        return row

    def _figures(
        self, block: BlockSpec, node: NodeSpec, row: int, places: dict[str, tuple[int, int]]
    ) -> None:
        for column_id, (column, span) in places.items():
            value_id = f"{self.table.id}/{node.id}/{column_id}"
            indicator = self.form.indicators.get(value_id)
            if indicator is None:
                self._add(row, column, "", columns=span)
                continue
            value = self.figures.get(value_id)
            text = plain(value) if isinstance(value, Decimal) else (value or "")
            self.places[value_id] = (row, column)
            self._add(
                row,
                column,
                text,
                columns=span,
                kind="total" if indicator.computed else "figure",
                figure=value_id,
                value=value if isinstance(value, Decimal) else None,
            )

    def _with_sum(self, cell: GridCell) -> GridCell:
        parts = self.form.indicators[cell.figure].parts
        if not parts:
            return cell
        return GridCell(
            cell.row,
            cell.column,
            cell.text,
            cell.rows,
            cell.columns,
            cell.kind,
            cell.figure,
            cell.value,
            tuple((1, *self.places[part]) for part in parts),
            cell.indent,
        )


def _label_columns(block: BlockSpec) -> int:
    if block.labels == "hidden":
        return 0
    if block.labels == "indented":
        return 2 if block.unit_column else 1
    return max(len(above) for _, above in walk(block.rows)) + 1


def _leaf_nodes(nodes: tuple[NodeSpec, ...]) -> list[NodeSpec]:
    return [n for n, _ in walk(nodes) if n.has_figure]
