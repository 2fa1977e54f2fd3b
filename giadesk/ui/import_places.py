"""Where a repair, or a piece of text without a place, stands: in the original and in the report.

Repairs say in words where they were made (`giadesk.imports.result`); here the words are looked up.
What is not found is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from giadesk.core.blocks import Document, Grid, Heading
from giadesk.core.blocks import Paragraph as BlockParagraph
from giadesk.core.form import Form, Indicator
from giadesk.core.report import Report, Section
from giadesk.imports.result import Repair

_NUMBER = 4
"""Characters that a number before a heading has at most."""


class Spot(NamedTuple):
    """A stretch of the original: of a block's text, or of one cell of its grid.

    cell: its number in `Grid.cells`, -1 for a block that is no grid.
    """

    block: int
    start: int
    length: int
    cell: int = -1


class Target(NamedTuple):
    """A place in the report: a section, there a paragraph (-1: none) or a figure ("": none)."""

    section: str = ""
    paragraph: int = -1
    value: str = ""


def words_of(block: BlockParagraph | Heading) -> str:
    """A block's text as the original shows it, its number before it."""
    if isinstance(block, Heading):
        return block.number + block.text + block.run_in
    return block.number + block.text


def spots_of_text(document: Document, text: str) -> tuple[Spot, ...]:
    """Where a piece of text stands; several spots where it is a row of a table, () where nowhere."""
    wanted = _compact(text)
    if not wanted:
        return ()
    inside: Spot | None = None
    for spot, words in _pieces(document):
        at = _compact(words).find(wanted)
        if at == 0:
            return (_stretch(spot, words, 0, len(wanted)),)
        if at > 0 and inside is None:
            inside = _stretch(spot, words, at, len(wanted))
    if inside is not None:
        return (inside,)
    return _row_like(document, wanted) or _lines_like(document, text)


def spots_of_repair(document: Document, repair: Repair, form: Form) -> tuple[Spot, ...]:
    """Where the original has what a repair mended; () where it cannot be told."""
    if repair.what == "form":
        grids = [i for i, b in enumerate(document.blocks) if isinstance(b, Grid) and b.cells]
        return (Spot(grids[0], 0, len(_cell_text(document, grids[0], 0)), 0),) if grids else ()
    words = repair.where.rpartition("：")[2]
    if repair.what == "numbering":
        return spots_of_text(document, repair.was + words) or spots_of_text(document, words)
    if repair.what == "table":
        indicator = _indicator(repair, form)
        if indicator is not None:
            found = _cell_like(document, repair.was, indicator)
            return found or spots_of_figure(document, indicator)
        return spots_of_text(document, repair.was)
    return spots_of_text(document, repair.was) or spots_of_text(document, repair.now)


def spots_of_section(document: Document, section: Section) -> tuple[Spot, ...]:
    """Where a section begins: its heading, else its first words; () where neither is found."""
    wanted = _compact(section.title)
    for spot, words in _pieces(document):
        # its number before it, and nothing or a run-in text behind
        if spot.cell < 0 and wanted and 0 <= _compact(words).find(wanted) <= _NUMBER:
            return (spot,)
    first = next((p.text for p in section.paragraphs if p.text.strip()), "")
    return spots_of_text(document, first[:20])


def spots_of_figure(document: Document, indicator: Indicator) -> tuple[Spot, ...]:
    """The cell of the original that stands in the figure's row and column; () where none does."""
    best = 0
    found: tuple[Spot, ...] = ()
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            for at, score in _scores(block, indicator):
                if score > best:
                    best = score
                    found = (Spot(number, 0, len(block.cells[at].text), at),)
    return found


def _scores(grid: Grid, indicator: Indicator) -> Iterator[tuple[int, int]]:
    """Cells in the row and in the column of the figure's last labels, and how many labels fit."""
    rows = [_covered(grid, label, across=True) for label in indicator.row_label]
    columns = [_covered(grid, label, across=False) for label in indicator.col_label]
    last_row, last_column = rows[-1:], columns[-1:]
    for at, cell in enumerate(grid.cells):
        row = [s for s in rows if cell.row in s]
        column = [s for s in columns if cell.column in s]
        if last_row and last_row[0] not in row:
            continue
        if last_column and last_column[0] not in column:
            continue
        if cell.kind not in ("head", "label"):
            yield at, 1 + len(row) + len(column)


def _covered(grid: Grid, label: str, *, across: bool) -> frozenset[int]:
    """The rows (or columns) beside (or under) the cells that say a label."""
    wanted = _compact(label)
    places: set[int] = set()
    for cell in grid.cells:
        text = _compact(cell.text)
        if text and (text == wanted or (len(text) > 3 and (text in wanted or wanted in text))):
            if across:
                places.update(range(cell.row, cell.row + cell.rows))
            else:
                places.update(range(cell.column, cell.column + cell.columns))
    return frozenset(places)


def target_of_repair(repair: Repair, report: Report, form: Form) -> Target:
    """Where the report has what a repair made."""
    if repair.what == "table":
        if indicator := _indicator(repair, form):
            return Target(indicator.section, value=indicator.id)
        # a table that gave nothing is named by the section that is without it
        return Target(next((s.id for s in report.sections if s.title == repair.was), ""))
    if repair.what == "numbering":
        title, _, head = repair.where.partition("：")
        section = next((s for s in report.sections if s.title == title), None)
        if section is None:
            return Target()
        at = (i for i, p in enumerate(section.paragraphs) if head and p.text.startswith(head))
        return Target(section.id, next(at, -1))
    return target_of_text(repair.now, report)


def target_of_text(text: str, report: Report) -> Target:
    """The first paragraph that holds the text; nothing for what no paragraph holds."""
    wanted = _compact(text)
    if len(wanted) < 2:
        return Target()
    for section in report.sections:
        for number, paragraph in enumerate(section.paragraphs):
            if wanted in _compact(paragraph.text):
                return Target(section.id, number)
    return Target()


def _pieces(document: Document) -> Iterator[tuple[Spot, str]]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            for at, cell in enumerate(block.cells):
                yield Spot(number, 0, len(cell.text), at), cell.text
        else:
            words = words_of(block)
            yield Spot(number, 0, len(words)), words


def _stretch(spot: Spot, words: str, at: int, length: int) -> Spot:
    """The spot of the compact characters `at` to `at + length` of these words."""
    places = [i for i, c in enumerate(words) if not c.isspace()]
    start, last = places[at], places[at + length - 1]
    return spot._replace(start=start, length=last + 1 - start)


def _row_like(document: Document, wanted: str) -> tuple[Spot, ...]:
    """The row of a table whose cells, one behind the other, are this text."""
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            continue
        rows: dict[int, list[Spot]] = {}
        texts: dict[int, str] = {}
        for at, cell in enumerate(block.cells):
            text = _compact(cell.text)
            if text and text in wanted:
                rows.setdefault(cell.row, []).append(Spot(number, 0, len(cell.text), at))
                texts[cell.row] = texts.get(cell.row, "") + text
        for row, spots in rows.items():
            if len(spots) > 1 and len(texts[row]) * 2 > len(wanted):
                return tuple(spots)
    return ()


def _lines_like(document: Document, text: str) -> tuple[Spot, ...]:
    """A text of several lines, or joined of several: its lines, each where it stands."""
    lines = [line for line in text.split("\n") if len(_compact(line)) > 3]
    if len(lines) > 1:
        return tuple(spot for line in lines for spot in spots_of_text(document, line)[:1])
    head = _compact(text)[:12]
    if len(head) == 12 and head != _compact(text):
        return spots_of_text(document, head)
    return ()


def _indicator(repair: Repair, form: Form) -> Indicator | None:
    """The figure a repair in a table speaks of: TABLE：NAME, or TABLE with a row and its child."""
    title, _, name = repair.where.partition("：")
    tables = {t.id for t in form.tables.values() if t.title == title}
    for indicator in form.indicators.values():
        if indicator.table in tables:
            spare = not name and indicator.row_label[-1:] == (repair.now,)
            if (name and indicator.name == name) or (spare and repair.was in indicator.row_label):
                return indicator
    return None


def _cell_like(document: Document, was: str, indicator: Indicator) -> tuple[Spot, ...]:
    """The cell with this text that shares row and column with the figure's own labels."""
    best = 0
    found: tuple[Spot, ...] = ()
    own_row, own_column = (_compact(x[-1]) if x else "" for x in _labels(indicator))
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            continue
        alike = [(i, c) for i, c in enumerate(block.cells) if c.text.strip() == was.strip()]
        for at, cell in alike:
            score = 1
            for other in block.cells:
                text = _compact(other.text)
                if len(text) < 2:
                    continue
                if other.row <= cell.row < other.row + other.rows and (
                    text in own_row or own_row in text
                ):
                    score += 2
                over = other.column <= cell.column < other.column + other.columns
                if over and (text in own_column or own_column in text):
                    score += 1
            if score > best:
                best, found = score, (Spot(number, 0, len(cell.text), at),)
    return found


def _labels(indicator: Indicator) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return indicator.row_label, indicator.col_label


def _cell_text(document: Document, block: int, cell: int) -> str:
    grid = document.blocks[block]
    return grid.cells[cell].text if isinstance(grid, Grid) else ""


def _compact(text: str) -> str:
    return "".join(text.split())
