"""Mutants of documents: blocks lost, doubled and moved, cells with other words, spans and places."""

from __future__ import annotations

from random import Random

import msgspec

from giadesk.core.blocks import Block, Document, Grid, GridCell, Heading, Paragraph
from tests.fuzz.mutate import WORDS, text_mutant


def document_mutant(chance: Random, document: Document, most: int = 6) -> Document:
    """A copy with one to `most` of its blocks changed."""
    blocks = list(document.blocks)
    for _ in range(chance.randint(1, most)):
        if not blocks:
            break
        _change(chance, blocks)
    unread = (chance.choice(WORDS),) if chance.random() < 0.05 else document.unread
    return Document(tuple(blocks), document.notes, unread)


def _change(chance: Random, blocks: list[Block]) -> None:
    place = chance.randrange(len(blocks))
    other = chance.randrange(len(blocks))
    match chance.randrange(9):
        case 0:
            del blocks[place]
        case 1:
            blocks.insert(other, blocks[place])
        case 2:
            blocks[place], blocks[other] = blocks[other], blocks[place]
        case 3:
            blocks[place:place] = [Paragraph(chance.choice(WORDS))] * chance.choice((1, 1, 2, 25))
        case 4:
            grids = [i for i, b in enumerate(blocks) if isinstance(b, Grid)]
            if grids:
                at = chance.choice(grids)
                half = _cut(chance, blocks[at]) if chance.random() < 0.2 else None
                blocks[at : at + 1] = half or [_grid_mutant(chance, blocks[at])]
        case _:
            blocks[place] = _block_mutant(chance, blocks[place])


def _block_mutant(chance: Random, block: Block) -> Block:
    if isinstance(block, Grid):
        return _grid_mutant(chance, block)
    text = text_mutant(chance, block.text, 3)
    if isinstance(block, Heading) or chance.random() < 0.05:
        number = chance.choice(("", "一、", "十二、", "（三）", "3.", "二", "第百章"))
        return Heading(chance.randint(1, 4), text, number, chance.choice(("", "全年公开。")))
    match chance.randrange(6):
        case 0:
            return msgspec.structs.replace(block, outline=chance.randint(0, 4))
        case 1:
            return msgspec.structs.replace(
                block, number=chance.choice(("", "一、", "（二）", "9.", "(十)", "甲"))
            )
        case 2:
            return msgspec.structs.replace(
                block, align=chance.choice(("", "left", "center", "right"))
            )
        case _:
            return msgspec.structs.replace(block, text=text)


def _grid_mutant(chance: Random, grid: Grid) -> Grid:
    cells = list(grid.cells)
    for _ in range(chance.choice((1, 1, 2, 5))):
        if not cells:
            break
        place = chance.randrange(len(cells))
        cell = cells[place]
        match chance.randrange(8):
            case 0:
                del cells[place]
            case 1:
                cells[place] = msgspec.structs.replace(cell, text=chance.choice(WORDS))
            case 2:
                cells[place] = msgspec.structs.replace(cell, text=text_mutant(chance, cell.text, 2))
            case 3:
                other = chance.choice(cells)
                cells[place] = msgspec.structs.replace(cell, text=other.text)
            case 4:
                cells = _without_line(chance, cells)
            case 5:
                cells = [
                    msgspec.structs.replace(c, text="") if c.row == cell.row else c for c in cells
                ]
            case 6:
                width, height = max(grid.width - cell.column, 1), max(grid.height - cell.row, 1)
                span = {"rows": chance.randint(1, height), "columns": chance.randint(1, width)}
                cells[place] = msgspec.structs.replace(cell, **span)
            case _:
                cells = [_transposed(c) for c in cells] if chance.random() < 0.1 else cells
    return _sound(cells, grid)


def _transposed(cell: GridCell) -> GridCell:
    return msgspec.structs.replace(
        cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows
    )


def _without_line(chance: Random, cells: list[GridCell]) -> list[GridCell]:
    """The cells without a row or a column, those behind moved up."""
    field = chance.choice(("row", "column"))
    gone = getattr(chance.choice(cells), field)
    kept = []
    for cell in cells:
        at = getattr(cell, field)
        if at != gone:
            kept.append(msgspec.structs.replace(cell, **{field: at - (at > gone)}))
    return kept


def _cut(chance: Random, block: Block) -> list[Block] | None:
    """A table as two tables, as a page's end or a careless hand leaves it."""
    if not isinstance(block, Grid) or block.height < 3:
        return None
    at = chance.randrange(1, block.height)
    upper = [c for c in block.cells if c.row < at]
    lower = [msgspec.structs.replace(c, row=c.row - at) for c in block.cells if c.row >= at]
    return [_sound(part, block) for part in (upper, lower)]


def _sound(cells: list[GridCell], like: Grid) -> Grid:
    """A grid of those cells that keeps the contract of readers: inside the grid, none over another."""
    taken: set[tuple[int, int]] = set()
    kept: list[GridCell] = []
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        places = {
            (r, c)
            for r in range(cell.row, cell.row + cell.rows)
            for c in range(cell.column, cell.column + cell.columns)
        }
        if (cell.row, cell.column) in taken:
            continue
        if places & taken:
            cell, places = (
                msgspec.structs.replace(cell, rows=1, columns=1),
                {(cell.row, cell.column)},
            )
        taken |= places
        kept.append(cell)
    height = max((r for r, _ in taken), default=0) + 1
    width = max((c for _, c in taken), default=0) + 1
    return msgspec.structs.replace(
        like, height=height, width=width, cells=tuple(kept), head_rows=min(like.head_rows, height)
    )
