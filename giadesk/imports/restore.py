"""Tables put together again: from lines that are their cells, and from grids that lost their shape.

What is put together is matched like any other table. What became a head, a unit or a mark between
cells is told to the caller, so that every character can be accounted for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec

from giadesk.core.blocks import Grid
from giadesk.imports.families import Family
from giadesk.imports.flat import Flat, find_tables
from giadesk.imports.glued import Tries
from giadesk.imports.items import Item, Table
from giadesk.imports.lines import Line, make_line
from giadesk.imports.result import Repair
from giadesk.imports.tokens import Token, tokens_of

_ENDS_IN_FIGURE = re.compile(r"(?:\d|[/—-])[\s|｜,，;；]*\Z")
_UNEVEN = "数字个数与栏数不符"
_BARS = " |｜\t"


class Restored(msgspec.Struct):
    """What was put together: items, and what is to be said and accounted for."""

    items: list[Item] = []
    repairs: list[Repair] = []
    unplaced: list[str] = []
    consumed: list[str] = []


def restore_lines(
    items: Sequence[Item], families: Callable[[], Sequence[Family]], tries: Tries
) -> Restored | None:
    """The items with the lines that are cells of tables put together; None where there are none.

    `families` is called only where lines end in figures, since it needs all forms.
    """
    result = Restored([], [], [], [])
    run: list[Item] = []
    for item in items:
        if isinstance(item, Line) or item.grid.loose:
            run.append(item)
            continue
        _run(run, families, tries, result)
        run = []
        result.items.append(item)
    _run(run, families, tries, result)
    if not result.repairs:
        return None
    for place, item in enumerate(result.items):
        item.place = place
    return result


class _Text(msgspec.Struct):
    """A line of the input, or a row of a table whose rows are not sure."""

    text: str
    item: Item
    row: int = -1


def _texts(items: Sequence[Item]) -> list[_Text]:
    texts: list[_Text] = []
    for item in items:
        if isinstance(item, Line):
            texts.append(_Text(item.text, item))
            continue
        rows: dict[int, list[str]] = {}
        for cell in item.grid.cells:
            if cell.text.strip():
                rows.setdefault(cell.row, []).append(" ".join(cell.text.split("\n")))
        texts += [_Text("\t".join(rows[r]), item, r) for r in sorted(rows)]
    return texts


def _run(
    items: Sequence[Item],
    families: Callable[[], Sequence[Family]],
    tries: Tries,
    result: Restored,
) -> None:
    texts = _texts(items)
    mixed = any(isinstance(a, Table) != isinstance(b, Table) for a, b in pairwise(items))
    if not mixed and not any(_ENDS_IN_FIGURE.search(t.text) for t in texts if t.row < 0):
        result.items += items
        return
    tokens = tokens_of([t.text for t in texts], families())
    done = cut = 0  # up to where the input is used up: whole lines, and characters of the next
    for flat in find_tables(tokens, families(), tries):
        first, last = tokens[flat.start], tokens[flat.stop - 1]
        covered = texts[first.line : last.line + 1]
        within = isinstance(covered[0].item, Table) and covered[0].item is covered[-1].item
        if within or len(flat.left) * 8 > flat.rows:
            continue  # a table by itself is matched as it stands first
        if cut and first.line > done:
            _rest_of_line(texts[done], cut, result)
            done, cut = done + 1, 0
        before = texts[first.line].text[cut : first.start].strip(_BARS)
        result.items += _kept(texts[done : first.line])
        if before:
            result.items.append(make_line(0, before))
        result.items.append(Table(0, flat.grid))
        inside = "".join(t.text for t in covered[:-1]) + covered[-1].text[: last.stop]
        _account(flat, inside[cut:], before, result)
        done, cut = last.line, last.stop
    if cut:
        _rest_of_line(texts[done], cut, result)
        done += 1
    result.items += _kept(texts[done:])


def _rest_of_line(text: _Text, cut: int, result: Restored) -> None:
    """What stands behind a table on its last line becomes a line of its own."""
    rest = text.text[cut:]
    behind = rest.strip(_BARS)
    if behind:
        result.items.append(make_line(0, behind))
    result.consumed.append(rest.replace(behind, "", 1))


def _kept(texts: Sequence[_Text]) -> list[Item]:
    """The items again; a table of which rows were taken away is cut to the others."""
    items: list[Item] = []
    rows: dict[int, set[int]] = {}
    for text in texts:
        rows.setdefault(id(text.item), set()).add(text.row)
    for text in texts:
        item = text.item
        own = rows.pop(id(item), None)
        if own is None:
            continue
        if isinstance(item, Line) or len(own) == len({c.row for c in item.grid.cells if c.text}):
            items.append(item)
        elif len(own) == 1:
            items.append(make_line(0, text.text))
        else:
            order = {row: index for index, row in enumerate(sorted(own))}
            cells = tuple(
                msgspec.structs.replace(c, row=order[c.row], rows=1)
                for c in item.grid.cells
                if c.row in order
            )
            grid = msgspec.structs.replace(item.grid, height=len(order), cells=cells)
            items.append(Table(0, grid))
    return items


def _account(flat: Flat, inside: str, outside: str, result: Restored) -> None:
    where = next((c.text for c in flat.grid.cells if c.columns == 1 and c.text), "")[:20]
    result.repairs.append(Repair("table", where, "拆散的表格", f"按表式接回，{flat.rows}行"))
    if flat.parted:
        now = f"{flat.parted}行按合计数分开，请对照原文核对"
        result.repairs.append(Repair("table", where, "连在一起的数字", now))
    for text in flat.left:
        result.repairs.append(Repair("table", where, text, _UNEVEN))
    result.unplaced += flat.left
    result.consumed.append(_beside(flat, inside, outside))


def _beside(flat: Flat, inside: str, outside: str = "") -> str:
    """The characters of the input that are in no cell: heads, units, pipes."""
    kept = Counter("".join(_written(flat)) + outside)
    return "".join((Counter("".join(inside.split())) - kept).elements())


def _written(flat: Flat) -> Iterable[str]:
    for cell in flat.grid.cells:
        if cell.row not in flat.head_rows:
            yield "".join(cell.text.split())
    for text in flat.left:
        yield "".join(text.split()).replace("|", "")


class Rebuilt(msgspec.Struct):
    """A grid put together from the cells of one that lost its shape."""

    grid: Grid
    repairs: list[Repair]
    unplaced: list[str]
    consumed: list[str]


def rebuild(grid: Grid, families: Sequence[Family], tries: Tries) -> Rebuilt | None:
    """The grid's cells in reading order as a table with rows and columns; None where they make none."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(" ".join(cell.text.split("\n")))
    texts = ["\t".join(rows[index]) for index in sorted(rows)]
    tokens = tokens_of(texts, families)
    flats = list(find_tables(tokens, families, tries, rows=True))
    if not flats:
        return None
    result = Restored([], [], [], [])
    used: set[int] = set()
    for flat in flats:
        inside = "".join(t.text for t in tokens[flat.start : flat.stop])
        _account(flat, inside, "", result)
        used.update(range(flat.start, flat.stop))
    # bars inside a cell parted words as those between cells of a text do
    result.consumed.append("".join(c for text in texts for c in text if c in "|｜"))
    result.unplaced += _rest(tokens, used)
    return Rebuilt(_stacked(flats), result.repairs, result.unplaced, result.consumed)


def _rest(tokens: Sequence[Token], used: set[int]) -> list[str]:
    """The tokens in no table, line by line."""
    lines: dict[int, list[str]] = {}
    for index, token in enumerate(tokens):
        if index not in used:
            lines.setdefault(token.line, []).append(token.text)
    return [" | ".join(words) for words in lines.values()]


def _stacked(flats: Sequence[Flat]) -> Grid:
    """Grids one below the other."""
    cells = []
    row = 0
    width = max(f.grid.width for f in flats)
    for flat in flats:
        for cell in flat.grid.cells:
            columns = width if cell.columns == flat.grid.width else cell.columns
            cells.append(msgspec.structs.replace(cell, row=cell.row + row, columns=columns))
        row += flat.grid.height
    return Grid(row, width, tuple(cells))
