"""The common middle of reading and writing: a document as headings, paragraphs and grids.

Readers turn a file into blocks and one recogniser turns blocks into a report; writers get blocks
made from a report. A `Grid` is a table with merged cells, each cell given once at its upper left.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

Role = Literal["body", "title", "signature", "date", "caption", "note", "attachment"]
CellKind = Literal["text", "head", "label", "figure", "total"]


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading of level 1 to 4 whose number stands apart from its words.

    `number` is what is printed before the text (`（一）`), empty for none. `run_in` is the text that
    follows in the same paragraph (（一）主动公开。全年……), empty for none; `text` then ends with 。.
    """

    level: int
    text: str
    number: str = ""
    run_in: str = ""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph as it stands in the file.

    `outline` is the heading level that the file itself claims by style (0: none). `number` is a
    number that Word makes and that is not in the characters of `text`. `align` is the file's own.
    """

    text: str
    role: Role = "body"
    outline: int = 0
    number: str = ""
    align: Literal["", "left", "center", "right"] = ""


class GridCell(msgspec.Struct, frozen=True):
    """One cell; row and column count from 0, spans from 1.

    `figure` is the id of the indicator whose value stands here ("" for words). `value` is that value
    (None for blank), `sum_of` the cells (sign, row, column) that a total adds up, for live formulas.
    `indent` counts levels of an indented label column.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    kind: CellKind = "text"
    figure: str = ""
    value: Decimal | None = None
    sum_of: tuple[tuple[int, int, int], ...] = ()
    indent: int = 0


class Grid(msgspec.Struct, frozen=True, tag="grid"):
    """A table: `height` rows by `width` columns, cells in reading order, no two overlapping.

    `head_rows` rows from the top are repeated on each page. `table` is the form's table id or "".
    `label_columns` columns from the left hold row labels. `unit` stands above the table.
    `loose`: rows and columns were guessed from a text's or a page's layout; only the order is sure.
    """

    height: int
    width: int
    cells: tuple[GridCell, ...]
    head_rows: int = 0
    label_columns: int = 0
    table: str = ""
    caption: str = ""
    unit: str = ""
    loose: bool = False

    def matrix(self) -> list[list[GridCell | None]]:
        """Every position's covering cell, row by row; None where the table has a hole."""
        places: list[list[GridCell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, self.height)):
                line = places[row]
                for column in range(cell.column, min(cell.column + cell.columns, self.width)):
                    line[column] = cell
        return places


Block = Heading | Paragraph | Grid


class Document(msgspec.Struct, frozen=True):
    """What a reader gives: the blocks in reading order, and what it had to mend or leave out.

    `notes` are (where, was, now) of the reader's own repairs, e.g. an encoding or a tracked change.
    `unread` are pieces of text that are in the file but not in its body (comments, footnotes).
    """

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, str, str], ...] = ()
    unread: tuple[str, ...] = ()

    def text(self) -> Iterator[str]:
        """Every piece of the body's text in reading order: paragraphs, headings and cells."""
        for block in self.blocks:
            match block:
                case Grid():
                    for cell in block.cells:
                        yield cell.text
                case Heading():
                    yield block.number + block.text + block.run_in
                case Paragraph():
                    yield block.number + block.text
