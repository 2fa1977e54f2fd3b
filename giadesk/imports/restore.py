"""Tables put together again: from lines that are their cells, and from grids that lost their shape.

What is put together is matched like any other table. What became a head, a unit or a mark between
cells is told to the caller, so that every character can be accounted for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from giadesk.core.blocks import Grid
from giadesk.imports.families import Family
from giadesk.imports.flat import Flat, Token, find_tables, tokens_of
from giadesk.imports.headings import Line, make_line
from giadesk.imports.items import Item, Table
from giadesk.imports.result import Repair

_ENDS_IN_FIGURE = re.compile(r"(?:\d|[/—-])[\s|]*\Z")
_UNEVEN = "数字个数与栏数不符"


class Restored(msgspec.Struct):
    """What was put together: items, and what is to be said and accounted for."""

    items: list[Item] = []
    repairs: list[Repair] = []
    unplaced: list[str] = []
    consumed: list[str] = []


def restore_lines(
    items: Sequence[Item], families: Callable[[], Sequence[Family]]
) -> Restored | None:
    """The items with the lines that are cells of tables put together; None where there are none.

    `families` is called only where lines end in figures, since it needs all forms.
    """
    result = Restored([], [], [], [])
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
            continue
        _run(run, families, result)
        run = []
        result.items.append(item)
    _run(run, families, result)
    if not result.repairs:
        return None
    for place, item in enumerate(result.items):
        item.place = place
    return result


def _run(lines: Sequence[Line], families: Callable[[], Sequence[Family]], result: Restored) -> None:
    if not any(_ENDS_IN_FIGURE.search(line.text) for line in lines):
        result.items += lines
        return
    tokens = tokens_of([line.text for line in lines], families())
    done = 0
    for flat in find_tables(tokens, families()):
        first, last = tokens[flat.start], tokens[flat.stop - 1]
        result.items += lines[done : first.line]
        before = lines[first.line].text[: first.start] if first.line >= done else ""
        if before.strip(" |\t"):
            result.items.append(make_line(0, before))
        result.items.append(Table(0, flat.grid))
        behind = lines[last.line].text[last.stop :]
        inside = "".join(line.text for line in lines[first.line : last.line + 1])
        _account(flat, inside, before.strip(" |\t") + behind.strip(" |\t"), result)
        done = last.line + 1
        if behind.strip(" |\t"):
            # the rest of a line that held a whole table may hold the next one
            rest = [make_line(0, behind.strip(" |\t")), *lines[done:]]
            _run(rest, families, result)
            return
    result.items += lines[done:]


def _account(flat: Flat, inside: str, outside: str, result: Restored) -> None:
    where = next((c.text for c in flat.grid.cells if c.columns == 1 and c.text), "")[:20]
    result.repairs.append(Repair("table", where, "拆散的表格", f"按表式接回，{flat.rows}行"))
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


def rebuild(grid: Grid, families: Sequence[Family]) -> Rebuilt | None:
    """The grid's cells in reading order as a table with rows and columns; None where they make none."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append("".join(cell.text.split("\n")))
    texts = ["\t".join(rows[index]) for index in sorted(rows)]
    tokens = tokens_of(texts, families)
    flats = list(find_tables(tokens, families))
    if not flats:
        return None
    result = Restored([], [], [], [])
    used: set[int] = set()
    for flat in flats:
        inside = "".join(t.text for t in tokens[flat.start : flat.stop])
        _account(flat, inside, "", result)
        used.update(range(flat.start, flat.stop))
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
    for flat in flats:
        cells += [msgspec.structs.replace(c, row=c.row + row) for c in flat.grid.cells]
        row += flat.grid.height
    return Grid(row, max(f.grid.width for f in flats), tuple(cells))
