"""The pieces of a document in reading order: lines, and tables that know what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from giadesk.core.blocks import Block, Grid, Heading
from giadesk.core.levels import typed_number
from giadesk.core.prose import clean_text, number_text
from giadesk.imports.lines import HEADING_LENGTH, Line, make_line
from giadesk.imports.tables import TableMatch
from giadesk.imports.titles import looks_like_title

UNIT_LINE = re.compile(
    r"[(（]?(?:计量)?单位[:：]?\s*(?:件|条|次|个|人|万元|元|项|件、万元)?[)）]?\Z"
)
"""单位：件 over a table."""
YEAR_LINE = re.compile(
    r"[（(]?\s*(?:统计)?(?:年度[:：])?\s*(?:20\d\d|二[〇○零]{1,2}[一-九〇○零]{1,2})\s*年度?\s*[）)]?\Z"
)
"""（2016年度） over a table."""
UNIT_NAME = re.compile(
    r"(?:填报|报送)?单位(?:名称|全称|（公章）|\(公章\))?[:：]\s*(?P<unit>\S{2,40})\s*\Z"
)
"""单位名称：青石镇 over a table."""
BOOKMARK = re.compile(r"\[bookmark: ?\w+\]")
"""What some programs leave of a bookmark when they turn a document into text."""


_HEADED = re.compile(
    r"(?:\A|(?<=[。：:；！\s])|(?<=[\d元])(?=[一二三四五六]、(?:收到和处理|政府信息公开行政复议|因政府信息公开)))"
    r"(?P<n>[一二三四五六七八九十]{1,2})、\s*"
    r"(?P<words>(?:(?!(?<=情况)(?:第二十条|行政复议|申请人|[（(]本列|20\d\d年))[^\s。：:])*)"
)
"""The heading of a section inside a line; the heads of its table may follow without a space."""
_OF_SECTION = re.compile(r"公开|概述|概况|情况|问题|措施|事项|复议|收费")
_PARAGRAPH_END = re.compile(r"(?<=[。！？：:])\s+")
_LEAST_HEADS = 3
_TITLE_LENGTH = 80


class Table(msgspec.Struct):
    """A grid of the input at its place, with what it is in the chosen form (None: of no form)."""

    place: int
    grid: Grid
    match: TableMatch | None = None


Item = Line | Table


def items_of(blocks: Sequence[Block]) -> Iterator[Item]:
    """Lines and tables in reading order; empty lines are left out, line breaks part paragraphs."""
    place = 0
    for block in blocks:
        if isinstance(block, Grid):
            pieces = list(_table_items(block, place))
            yield from pieces
            place += max(len(pieces), 1)
            continue
        if isinstance(block, Heading):
            texts = [(block.number + block.text + block.run_in, "", block.level, "")]
        else:
            texts = [(block.text, block.number, block.outline, block.align)]
        for text, number, outline, align in texts:
            for piece in BOOKMARK.sub("", clean_text(text)).split("\n"):
                if piece.strip():
                    yield make_line(place, piece, number, outline, align)
                    place, number = place + 1, ""


def _table_items(grid: Grid, place: int) -> Iterator[Item]:
    """The table, or its text where it is a frame drawn around text."""
    cells = [c for c in grid.cells if c.text.strip()]
    if not cells:
        return
    if grid.width == 1 or (len(cells) <= 3 and any(len(c.text) > 200 for c in cells)):
        for cell in cells:
            for piece in clean_text(cell.text).split("\n"):
                if piece.strip():
                    yield make_line(place, piece)
                    place += 1
        return
    if (parts := _framed(grid)) is None:
        yield Table(place, grid)
        return
    for part in parts:
        if isinstance(part, Grid):
            yield Table(place, part)
            place += 1
            continue
        for piece in clean_text(part).split("\n"):
            if piece.strip():
                yield make_line(place, piece)
                place += 1


def _framed(grid: Grid) -> list[str | Grid] | None:
    """The texts and tables of a page that stands in one table as in a frame; None for a real table.

    Headings and running text then fill whole rows of it.
    """
    whole: dict[int, str] = {}
    for cell in grid.cells:
        if cell.columns == grid.width and cell.rows == 1 and cell.text.strip():
            whole[cell.row] = cell.text
    prose = any(len(t) > 60 and "。" in t for t in whole.values())
    headed = any((mark := typed_number(t.strip())) and mark.level == 1 for t in whole.values())
    if not (prose and headed):
        return None
    parts: list[str | Grid] = []
    first = 0
    for row in (*sorted(whole), grid.height):
        inner = [c for c in grid.cells if first <= c.row < row]
        if any(c.text.strip() for c in inner):
            cells = tuple(msgspec.structs.replace(c, row=c.row - first) for c in inner)
            parts.append(
                msgspec.structs.replace(grid, height=row - first, cells=cells, head_rows=0)
            )
        if row in whole:
            parts.append(whole[row])
        first = row + 1
    return parts


def parted(items: Sequence[Item]) -> list[Item] | None:
    """The items with a text parted that was run together into one line; None where none was.

    Pages print a whole report into one paragraph, only spaces left between what were its paragraphs.
    That is one where the headings of sections, from 一、 on, stand inside of a line and nowhere else.
    """
    heads = {i.place: _heads_inside(i.text) for i in items if isinstance(i, Line)}
    if not any(heads.values()) or any(
        isinstance(i, Line) and i.mark and i.mark.level == 1 and not heads[i.place] for i in items
    ):
        return None
    result: list[Item] = []
    for item in items:
        if not isinstance(item, Line) or not heads[item.place]:
            result.append(msgspec.structs.replace(item, place=len(result)))
            continue
        starts = [0, *heads[item.place], len(item.text)]
        for section in (item.text[a:b] for a, b in pairwise(starts)):
            for piece in _paragraphs(section):
                result.append(make_line(len(result), piece))
    return result


def _paragraphs(text: str) -> Iterator[str]:
    """A section's heading, or the report's title, and its paragraphs, from one line."""
    head = _HEADED.match(text)
    if head and text[head.end() : head.end() + 1] not in ("。", "：", ":"):
        end = head.end()
    else:
        spaces = (m.start() for m in re.finditer(r"\s", text[:_TITLE_LENGTH]))
        end = max((x for x in spaces if not head and looks_like_title(text[:x])), default=0)
    for piece in (text[:end], *_PARAGRAPH_END.split(text[end:])):
        if piece.strip():
            yield piece


def _heads_inside(text: str) -> list[int]:
    """Where the headings 一、 二、 三、 … of sections begin in a line; empty for fewer than three."""
    starts: list[int] = []
    for match in _HEADED.finditer(text):
        words = match["words"]
        wanted = number_text(1, len(starts) + 1).rstrip("、")
        if match["n"] == wanted and len(words) <= HEADING_LENGTH and _OF_SECTION.search(words):
            starts.append(match.start())
    return starts if len(starts) >= _LEAST_HEADS else []


def plain_grid(grid: Grid) -> Grid:
    """A free table as it is kept: words only, no ids of a form."""
    cells = tuple(
        msgspec.structs.replace(
            c,
            text=clean_text(c.text),
            kind="head" if c.row < grid.head_rows else "text",
            figure="",
            value=None,
            sum_of=(),
            indent=0,
        )
        for c in grid.cells
    )
    return msgspec.structs.replace(grid, cells=cells, table="")


def take_caption(table: Table, before: list[Item], consumed: list[str]) -> set[int]:
    """Give a free table the centred line over it as caption, and its unit; the lines' places.

    The words 单位： go to `consumed`.
    """
    taken: set[int] = set()
    for line in reversed(before):
        if not isinstance(line, Line) or line.mark is not None or line.outline:
            break
        unit = UNIT_LINE.match(line.text)
        if unit and not table.grid.unit and len(line.text) > 3:
            words = re.split(r"[:：]", line.text.strip("()（）"))[-1].strip()
            table.grid = msgspec.structs.replace(table.grid, unit=words)
            consumed.append(line.text.replace(words, "", 1))
        elif line.align == "center" and line.short and not table.grid.caption:
            table.grid = msgspec.structs.replace(table.grid, caption=line.text)
        else:
            break
        taken.add(line.place)
    return taken
