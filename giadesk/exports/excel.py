"""Writing a report's figures as a workbook: the tables as printed, live totals, and their 核对.

Numbers are numbers, totals are formulas that carry their values (a program that only reads, and the
preview of a file manager, show them without computing), text is text even where it begins with =.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from giadesk import places
from giadesk.core.blocks import Block, Grid, GridCell, Heading
from giadesk.core.document import blocks_of, title_of
from giadesk.core.form import Form, Id, Indicator, Relation, Term
from giadesk.core.report import Report
from giadesk.core.totals import Figures, figures_of
from giadesk.exports.archive import write_zip
from giadesk.exports.layout import wrapped
from giadesk.exports.profile import load_profile
from giadesk.exports.table_layout import TablePlan, centred_label, narrow_label, plan_table
from giadesk.exports.workbook import (
    WARNINGS,
    Cells,
    Sheet,
    Styles,
    address,
    legal,
    package,
    sheet_names,
)

TOP = 3
"""Rows above each table: the report's title, the table's name, the unit."""

CHECK_SHEET = "核对"

_FINELY, _FINE = 60, 1.6
"""Narrow columns of a sheet with several tables, and how wide each is in digits."""
_CHECK_COLUMNS = (
    ("序号", 6.0),
    ("表", 24),
    ("位置", 16),
    ("勾稽关系", 60),
    ("左边", 12),
    ("", 5),
    ("右边", 12),
    ("核对", 8),
)
_PASSED, (_FAILED, _BLANK) = "通过", WARNINGS


More = Callable[[Any, Styles], list[Cells]]
"""Adds sheets of its own to a workbook, and gives their cells in the order of the sheets."""


def write_xlsx(report: Report, form: Form, target: Path, more: More | None = None) -> None:
    """Write the report's tables as .xlsx; the same report gives the same bytes.

    A sheet for each table as printed, and 核对 with every relation within the year as a formula.
    Computed cells and labels are protected without a password. StorageFailed where the file cannot
    be written.
    """
    _write(_Book(report, form).contents(more), target)


def report_cells(report: Report, form: Form, styles: Styles, notes: Iterable[str]) -> Cells:
    """A sheet with all tables of a report below each other, as printed, and notes under them."""
    return _Book(report, form).one_sheet(styles, notes)


def write_sheets(title: str, make: More, target: Path) -> None:
    """Write a workbook of other sheets than a report's; StorageFailed where it cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = legal(title)[:255]
    book.properties.language = "zh-CN"
    _write(package(book, make(book, Styles(book))), target)


def _write(contents: dict[str, bytes], target: Path) -> None:
    with places.replacing(target) as temporary:
        types = "[Content_Types].xml"
        write_zip(temporary, [(types, contents.pop(types)), *contents.items()])


@dataclass(frozen=True)
class _Place:
    """A figure's cell: its sheet and its address there."""

    sheet: str
    address: str

    def seen_from_outside(self) -> str:
        return f"'{self.sheet}'!{self.address}"


@dataclass(frozen=True)
class _Area:
    """Where a table stands on its sheet. top: rows above it. edges: for each of its columns how many
    columns of the sheet are before it, and last the first behind it."""

    top: int
    edges: tuple[int, ...]

    def at(self, row: int, column: int) -> tuple[int, int]:
        """Row and column of the sheet, from 1, for those of the table, from 0."""
        return self.top + row + 1, self.edges[column] + 1

    def across(self, column: int, columns: int) -> int:
        """How many columns of the sheet those of the table take."""
        return self.edges[column + columns] - self.edges[column]


class _Book:
    """One workbook in the making."""

    def __init__(self, report: Report, form: Form) -> None:
        self._report = report
        self._form = form
        self._figures = figures_of(report, form)
        self._title = title_of(report, form).replace("\n", "")
        self._draft = report.about.status != "final"
        self._places: dict[Id, _Place] = {}

    def contents(self, more: More | None) -> dict[str, bytes]:
        """Every part of the package by name."""
        from openpyxl import Workbook

        book = Workbook()
        self._styles = Styles(book)
        headed = list(_headed_grids(blocks_of(self._report, self._form)))
        names = sheet_names((grid.caption for _, grid in headed), [CHECK_SHEET])
        cells = [
            self._table_sheet(book.create_sheet(name), grid, heading)
            for name, (heading, grid) in zip(names, headed, strict=True)
        ]
        cells.append(self._check_sheet(book.create_sheet(CHECK_SHEET)))
        if more is not None:
            cells += more(book, self._styles)
        book.properties.title = legal(self._title)[:255]
        book.properties.creator = legal(self._report.about.signature or self._report.unit)[:255]
        book.properties.language = "zh-CN"
        return package(book, cells)

    # --- a table ------------------------------------------------------------------------------

    def _table_sheet(self, sheet: Sheet, grid: Grid, heading: str) -> Cells:
        cells = Cells()
        styles = self._styles
        top = (
            (self._title, styles.title),
            (heading, styles.caption),
            (_unit(grid), styles.unit),
        )
        for row, (text, style) in enumerate(top, start=1):
            cells.text(row, 1, text, style)
            cells.merge(row, 1, 1, grid.width, None)
        plan = plan_table(grid, load_profile())
        # a column is as wide as so many digits of 7 pixels; a pixel is 15 twips
        cells.widths = [round(width / 15 / 7 * 1.12, 2) for width in plan.widths]
        cells.heights = {1: 42, 2: 22, 3: 18}
        area = _Area(TOP, tuple(range(grid.width + 1)))
        self._table(cells, grid, area, plan)
        for cell in grid.cells:
            if cell.figure:
                name = address(*area.at(cell.row, cell.column))
                self._places[cell.figure] = _Place(sheet.title, name)
        if grid.head_rows:
            sheet.print_title_rows = f"{TOP + 1}:{TOP + grid.head_rows}"
        if grid.table:
            cells.frozen = (TOP + grid.head_rows + 1, grid.label_columns + 1)
        cells.one_page = plan.whole
        cells.draft = self._draft
        return cells

    def one_sheet(self, styles: Styles, notes: Iterable[str]) -> Cells:
        """All tables below each other, as printed, and under them the notes."""
        cells = Cells()
        self._styles = styles
        cells.widths = [_FINE] * _FINELY
        row = self._line(cells, 1, self._title, styles.title, 32)
        for heading, grid in _headed_grids(blocks_of(self._report, self._form)):
            row = self._line(cells, row + 1, heading, styles.caption, 22)
            row = self._line(cells, row, _unit(grid), styles.unit, 18)
            plan = plan_table(grid, load_profile())
            self._table(cells, grid, _Area(row - 1, _edges(plan.widths)), plan)
            row += len(plan.heights)
        row += 1
        for note in notes:
            height = 4 + 15 * wrapped(note, _FINE * _FINELY / 2 - 1)
            row = self._line(cells, row, note, styles.note, height)
        return cells

    def _line(self, cells: Cells, row: int, text: str, style: int, height: float) -> int:
        """A text across the sheet; the row behind it."""
        cells.text(row, 1, text, style)
        cells.merge(row, 1, 1, _FINELY, None)
        cells.heights[row] = height
        return row + 1

    def _table(self, cells: Cells, grid: Grid, area: _Area, plan: TablePlan) -> None:
        """The cells of a table and the heights of its rows."""
        for cell in grid.cells:
            self._cell(cells, grid, cell, area)
        for row, height in enumerate(plan.heights, start=area.top + 1):
            cells.heights[row] = round(height / 20 * 11 / plan.size * 1.15, 1)

    def _cell(self, cells: Cells, grid: Grid, cell: GridCell, area: _Area) -> None:
        row, column = area.at(cell.row, cell.column)
        style = self._style(grid, cell)
        if cell.kind == "total" and cell.sum_of and cell.figure not in self._report.values:
            parts = _ranges(area.at(r, c) for _, r, c in cell.sum_of)
            value = cell.value if cell.value is not None else ""
            cells.formula(row, column, f'IF(COUNT({parts})=0,"",SUM({parts}))', value, style)
        elif cell.figure and cell.value is not None:
            cells.number(row, column, cell.value, style)
        else:
            cells.text(row, column, cell.text, style)
        cells.merge(row, column, cell.rows, area.across(cell.column, cell.columns), style)

    def _style(self, grid: Grid, cell: GridCell) -> int:
        styles = self._styles
        if cell.figure:
            kind = self._form.indicators[cell.figure].kind
            if kind == "text":
                return styles.words
            if cell.kind == "total" and cell.figure not in self._report.values:
                return styles.total
            return {"money": styles.money, "signed": styles.signed}.get(kind, styles.count)
        match cell.kind:
            case "head":
                return styles.head
            case "label" if centred_label(cell) or narrow_label(grid, cell):
                return styles.centred
            case "label":
                return styles.label(cell.indent)
            case _:
                return styles.centred if grid.table else styles.words

    # --- 核对 ---------------------------------------------------------------------------------

    def _check_sheet(self, sheet: Sheet) -> Cells:
        cells = Cells()
        styles = self._styles
        relations = list(self._relations())
        results = f"H{TOP + 2}:H{max(len(relations), 1) + TOP + 1}"
        outcomes = [
            self._relation(cells, number, where, relation)
            for number, (where, relation) in enumerate(relations, start=1)
        ]
        failed, blank = outcomes.count(_FAILED), outcomes.count(_BLANK)
        cells.text(1, 1, self._title, styles.title)
        cells.text(2, 1, "核对：本年度内的勾稽关系", styles.caption)
        cells.formula(
            3,
            1,
            f'"共{len(relations)}项，不符"&COUNTIF({results},"{_FAILED}")&"项，'
            f'未填"&COUNTIF({results},"{_BLANK}")&"项"',
            f"共{len(relations)}项，不符{failed}项，未填{blank}项",
            styles.note,
        )
        for row in range(1, TOP + 1):
            cells.merge(row, 1, 1, 8, None)
        for column, (head, _) in enumerate(_CHECK_COLUMNS, start=1):
            cells.text(TOP + 1, column, head, styles.head)
        cells.widths = [width for _, width in _CHECK_COLUMNS]
        cells.heights.update({1: 32, 2: 22, 3: 20, TOP + 1: 20})
        cells.marked = (results, styles.warnings)
        sheet.print_title_rows = f"{TOP + 1}:{TOP + 1}"
        cells.frozen = (TOP + 2, 1)
        cells.landscape = True
        cells.draft = self._draft
        return cells

    def _relation(self, cells: Cells, number: int, where: str, relation: Relation) -> str:
        row = number + TOP + 1
        styles = self._styles
        sign = {"=": "=", "<=": "≤", ">=": "≥"}[relation.compare]
        sides = (relation.left, relation.right)
        terms = [t for side in sides for t in side]
        left, right = (_value(side, self._figures) for side in sides)
        holds = {"=": left == right, "<=": left <= right, ">=": left >= right}[relation.compare]
        filled = all(t.id in self._figures for t in terms)
        outcome = _BLANK if not filled else _PASSED if holds else _FAILED
        cells.number(row, 1, number, styles.centred)
        words = f" {sign} ".join(_words(side, self._form) for side in sides)
        title = self._form.tables[relation.table].title
        texts = zip((title, where, words), _CHECK_COLUMNS[1:4], strict=True)
        lines = max(wrapped(text, width / 2 - 1) for text, (_, width) in texts)
        cells.heights[row] = 6 + 15 * lines
        for column, text in enumerate((title, where, words), start=2):
            cells.text(row, column, text, styles.label(0))
        cells.formula(row, 5, self._sum(sides[0]), left, styles.centred)
        cells.text(row, 6, sign, styles.centred)
        cells.formula(row, 7, self._sum(sides[1]), right, styles.centred)
        cells_read = ",".join(self._places[t.id].seen_from_outside() for t in terms)
        compare = f"ROUND(E{row}-G{row},6){relation.compare}0"
        result = f'IF({compare},"{_PASSED}","{_FAILED}")'
        formula = f'IF(COUNT({cells_read})<{len(terms)},"{_BLANK}",{result})'
        cells.formula(row, 8, formula, outcome, styles.centred)
        return outcome

    def _relations(self) -> Iterator[tuple[str, Relation]]:
        """The form's relations within the year, then every total against its parts that no formula
        makes true: a second way to add it up, or a total that was typed."""
        for relation in self._form.relations:
            if not relation.crosses_years and all(i in self._places for i in relation.ids):
                yield relation.where, relation
        for indicator in self._form.indicators.values():
            if indicator.id not in self._places:
                continue
            typed = indicator.id in self._report.values
            for parts in (indicator.other_parts, indicator.parts if typed else ()):
                if parts:
                    yield indicator.name, _adds_up(indicator, parts)

    def _sum(self, terms: tuple[Term, ...]) -> str:
        """A side of a relation; SUM takes blank and text for 0 where + would fail."""
        plus = [self._places[t.id].seen_from_outside() for t in terms if t.sign > 0]
        minus = [self._places[t.id].seen_from_outside() for t in terms if t.sign < 0]
        text = f"SUM({','.join(plus)})" if plus else "0"
        return f"{text}-SUM({','.join(minus)})" if minus else text


def _edges(widths: Sequence[int]) -> tuple[int, ...]:
    """Where the columns of a table begin and end on a sheet of narrow columns, each at least one."""
    whole, edges, so_far = sum(widths), [0], 0
    for number, width in enumerate(widths, start=1):
        so_far += width
        most = _FINELY - (len(widths) - number)
        edges.append(min(max(round(so_far / whole * _FINELY), edges[-1] + 1), most))
    return tuple(edges)


def _headed_grids(blocks: Iterable[Block]) -> Iterator[tuple[str, Grid]]:
    """Each table with the line above it: the section's heading with its number, else its caption."""
    number = title = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            number, title = block.number, block.text
        elif isinstance(block, Grid):
            yield (number if block.caption == title else "") + block.caption, block


def _adds_up(indicator: Indicator, parts: tuple[Id, ...]) -> Relation:
    """The relation that a total is the sum of those parts."""
    return Relation(
        id=indicator.id,
        code="",
        severity="must",
        compare="=",
        left=(Term(indicator.id),),
        right=tuple(Term(part) for part in parts),
        where=indicator.name,
        table=indicator.table,
        section=indicator.section,
    )


def _ranges(cells: Iterable[tuple[int, int]]) -> str:
    """Addresses as an argument list, neighbours in a row or a column drawn together: D5:I5,K7."""
    runs: list[list[tuple[int, int]]] = []
    for cell in cells:
        if runs:
            (row, column), (last_row, last_column) = runs[-1][0], runs[-1][-1]
            along = row == last_row == cell[0] and cell[1] == last_column + 1
            down = column == last_column == cell[1] and cell[0] == last_row + 1
            if along or down:
                runs[-1].append(cell)
                continue
        runs.append([cell])
    ends = [(address(*run[0]), address(*run[-1])) for run in runs]
    return ",".join(a if a == b else f"{a}:{b}" for a, b in ends)


def _unit(grid: Grid) -> str:
    """The line above the table; empty where the units stand in a column of their own."""
    if not grid.unit or any(c.kind == "head" and c.text == "单位" for c in grid.cells):
        return ""
    return f"单位：{grid.unit}"


def _words(terms: tuple[Term, ...], form: Form) -> str:
    text = ""
    for term in terms if len(terms) <= 6 else terms[:2]:
        text += ("－" if term.sign < 0 else "＋" if text else "") + form.indicators[term.id].name
    return text if len(terms) <= 6 else f"{text}＋……等{len(terms)}项之和"


def _value(terms: tuple[Term, ...], figures: Figures) -> Decimal:
    return sum((t.sign * figures.get(t.id, Decimal(0)) for t in terms), Decimal(0))
