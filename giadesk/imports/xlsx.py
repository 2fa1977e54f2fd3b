"""Reading .xlsx, .xls and .et: statistics tables wherever they stand on a sheet.

A sheet becomes lines (its title, its unit, whatever stands alone in a row) and grids with the sheet's
merged cells. Formulas are read by the values that were stored with them.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import msgspec

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.levels import typed_number
from giadesk.core.prose import clean_text
from giadesk.imports.gate import damaged, parts_of

_CHECKING = "核对"
"""The sheet that our own workbooks end with: formulas over the others, no figures of the report."""
_MAX_AREA = 400_000
_MAX_CELLS = 60_000
_MAX_WIDTH = 200
_PART = re.compile(r".+\.xml\Z", re.IGNORECASE)
"""Any part may be a sheet: the workbook's relationships say which."""
_MAX_PART = 12 << 20
_MAX_MERGED = 20_000
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>/]*>\s*<")
_LINE = re.compile(r"(?:表|报告|年报|情况|单位[:：].*|.*[:：]\S.*|.*[。；])\Z")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_NUMBER = re.compile(r"\s*[\d０-９]+(?:[.．][\d０-９]+)?\s*\Z")
_ITEM_TITLE = re.compile(r"第.{1,4}条")


def read_xlsx(data: bytes, name: str) -> Document:
    """The sheets' blocks of an .xlsx. InputRefused where it is damaged, hostile or far too wide."""
    for part in parts_of(data, name, _PART).values():
        _measure(part, name)
    return _read(data, name)


def read_xls(data: bytes, name: str) -> Document:
    """The sheets' blocks of an .xls or .et. InputRefused where it is damaged."""
    return _read(data, name)


def _measure(part: bytes, name: str) -> None:
    """A few cells far apart make a sheet of billions: it is refused before anything is laid out."""
    if len(part) > _MAX_PART or part.count(b"mergeCell") > _MAX_MERGED:
        raise _too_large(name)
    height = width = 0
    for match in _FILLED.finditer(part):
        height = max(height, int(match[2]))
        width = max(width, _column(match[1]))
    if height * width > _MAX_AREA:
        raise _too_large(name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(name: str) -> InputRefused:
    return InputRefused(
        f"无法读取“{name}”",
        "工作表的范围过大，不是统计表",
        "请把统计表复制到一张新的工作表中，保存后再导入",
    )


def _read(data: bytes, name: str) -> Document:
    import python_calamine

    blocks: list[Block] = []
    notes: list[tuple[str, str, str]] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                notes.append(("工作表", f"隐藏的“{meta.name}”", "没有读入"))
                continue
            if meta.name == _CHECKING:
                notes.append(("工作表", f"“{meta.name}”", "是导出时附的核对表，没有读入"))
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.height * sheet.width > _MAX_AREA or sheet.width > _MAX_WIDTH:
                raise _too_large(name)
            rows = sheet.to_python(skip_empty_area=False)
            blocks += _sheet_blocks(rows, list(sheet.merged_cell_ranges or ()))
    except python_calamine.PasswordError as error:
        raise InputRefused(
            f"无法读取“{name}”", "文件设有打开密码", "请取消密码后另存，再导入"
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError, KeyError, IndexError) as error:
        raise damaged(name) from error
    except BaseException as error:
        # what the library, written in Rust, could not go on with; it has no name to catch it by
        if type(error).__name__ == "PanicException":
            raise damaged(name) from error
        raise
    return Document(tuple(blocks), tuple(notes))


def _text(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _decimal(value)
        case datetime.datetime() | datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case datetime.time() | datetime.timedelta():
            return str(value)
        case _:
            return clean_text(str(value)) if value is not None else ""


def _decimal(value: float) -> str:
    """A fraction in plain digits; 0.00003 is no figure as 3e-05."""
    return f"{Decimal(f'{value:.15g}'):f}" if math.isfinite(value) else str(value)


def _sheet_blocks(rows: Sequence[Sequence[Any]], merged: list[Any]) -> list[Block]:
    """Lines and grids of a sheet, from the top downwards."""
    texts = [[_text(v) for v in row] for row in rows]
    if sum(map(len, texts)) > _MAX_AREA:
        raise ValueError("too large")
    filled = [[c for c, t in enumerate(row) if t.strip()] for row in texts]
    prose = _prose_rows(texts, filled)
    blocks: list[Block] = []
    index = 0
    while index < len(texts):
        if not filled[index]:
            index += 1
            continue
        if index in prose:
            blocks.append(Paragraph(texts[index][filled[index][0]].rstrip()))
            index += 1
            continue
        stop = min([_region_end(filled, index), *(p for p in prose if p > index)])
        start = index
        while start < stop and (not filled[start] or _stands_alone(texts, filled, start, stop)):
            if filled[start]:
                text = texts[start][filled[start][0]].rstrip()
                blocks.append(Paragraph(text, align="center"))
            start += 1
        end = stop
        tail: list[Block] = []
        while (
            end > start
            and len(filled[end - 1]) == 1
            and _is_line(texts[end - 1][filled[end - 1][0]])
        ):
            tail.insert(0, Paragraph(texts[end - 1][filled[end - 1][0]].rstrip()))
            end -= 1
        for part in _side_by_side(texts, filled, start, end, merged) if end > start else ():
            inside = [r for r in range(start, end) if part[r]]
            grid = _grid(texts, part, inside[0], inside[-1] + 1, merged)
            blocks.append(msgspec.structs.replace(grid, loose=bool(prose)))
        blocks += tail
        index = stop
    return blocks


def _prose_rows(texts: list[list[str]], filled: list[list[int]]) -> list[int]:
    """The rows of a sheet that holds a whole report, not only its table, which are its text."""

    def alone(row: int) -> str:
        return texts[row][filled[row][0]].strip() if len(filled[row]) == 1 else ""

    sentences = {r for r in range(len(texts)) if "。" in alone(r) and len(alone(r)) > 20}
    if len(sentences) < 2:
        return []
    found: list[int] = []
    for row in range(len(texts)):
        text = alone(row)
        mark = typed_number(text)
        above = bool(found) and not any(filled[found[-1] + 1 : row])
        if (
            row in sentences
            or (mark is not None and mark.level == 1)
            or (
                text
                and above
                and mark is not None
                and any(r in sentences for r in (row + 1, row + 2))
            )
        ):
            found.append(row)
    return found


def _region_end(filled: list[list[int]], start: int) -> int:
    """The end of the rows that belong together: two empty rows part them."""
    end = start
    while end < len(filled) and (filled[end] or (end + 1 < len(filled) and filled[end + 1])):
        end += 1
    return end


def _stands_alone(texts: list[list[str]], filled: list[list[int]], row: int, stop: int) -> bool:
    """Whether a row above a table is a line by itself, and not the first row of the table."""
    if len(filled[row]) > 1:
        return False
    text = texts[row][filled[row][0]].strip()
    if _ITEM_TITLE.match(text):
        return False
    mark = typed_number(text)
    if row + 1 < stop and not filled[row + 1]:
        return True
    below = texts[row + 1] if row + 1 < stop and len(filled[row + 1]) == 1 else None
    if below is not None and re.match("单位[:：]", below[filled[row + 1][0]].strip()):
        return True  # a table's name over its unit
    return _is_line(text) or len(text) > 30 or (mark is not None and mark.level == 1)


def _is_line(text: str) -> bool:
    return bool(_LINE.search(text.strip())) and not _ITEM_TITLE.match(text.strip())


def _side_by_side(
    texts: list[list[str]],
    filled: list[list[int]],
    start: int,
    end: int,
    merged: list[Any],
) -> list[list[list[int]]]:
    """The filled columns of each row, for each of the tables that stand beside each other.

    An empty column parts two tables where both have a label before a figure; one table else.
    """
    used = {c for row in filled[start:end] for c in row}
    for (top, left), (bottom, right) in merged:
        if top < end and bottom >= start and right - left < _MAX_WIDTH:
            used.update(range(left, right + 1))
    edges = [c for c in sorted(used) if c - 1 not in used]
    ranges = [(a, b) for a, b in pairwise([*edges, max(used) + 1])]
    parts = [
        [[c for c in row if a <= c < b] if start <= r < end else [] for r, row in enumerate(filled)]
        for a, b in ranges
    ]
    if len(parts) < 2 or not all(_is_table(texts, part) for part in parts):
        return [filled]
    return parts


def _is_table(texts: list[list[str]], filled: list[list[int]]) -> bool:
    """Whether a row begins with words and goes on with a figure."""
    return any(
        len(row) > 1 and _WORDS.search(texts[r][row[0]]) and _NUMBER.match(texts[r][row[1]])
        for r, row in enumerate(filled)
    )


def _grid(
    texts: list[list[str]], filled: list[list[int]], start: int, end: int, merged: list[Any]
) -> Grid:
    columns = [c for row in filled[start:end] for c in row]
    first, last = min(columns), max(columns)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged:
        top, bottom = max(top, start), min(bottom, end - 1)
        left, right = max(left, first), min(right, last)
        if top > bottom or left > right or (bottom - top + 1) * (right - left + 1) > _MAX_CELLS:
            continue
        inside = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if inside & covered or (top, left) in spans:
            continue
        spans[(top, left)] = (bottom - top + 1, right - left + 1)
        covered |= inside - {(top, left)}
    cells = []
    for row in range(start, end):
        for column in range(first, last + 1):
            if (row, column) in covered:
                continue
            text = texts[row][column] if column < len(texts[row]) else ""
            height, width = spans.get((row, column), (1, 1))
            cells.append(GridCell(row - start, column - first, text.strip("\n"), height, width))
    return Grid(end - start, last - first + 1, tuple(cells))
