"""Reading .pdf that has text: lines rejoined to paragraphs, tables by their ruled lines.

A table that runs over pages is one grid again. A scan has no text; it gets a sentence that says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import msgspec

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.levels import typed_number
from giadesk.core.prose import clean_text
from giadesk.imports.gate import damaged

MAX_PAGES = 80
_MAX_CHARACTERS = 300_000
_PAGE_NUMBER = re.compile(
    r"(?:[—–\-·~－\s]*\d{1,3}[—–\-·~－\s]*|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+)\Z"
)
_SENTENCE_END = re.compile(r"[。！？；：!?;:]\Z")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_RESAVE = "请找到原来的 Word 或 WPS 文件导入；没有的，用带文字识别的软件转成 .docx 后再导入"


class _Line(msgspec.Struct):
    """A printed line. `page` and `top` say where; `gap` is the white above it on its page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    gap: float = 0.0
    left: float = 0.0
    right: float = 0.0


class _Ruled(msgspec.Struct):
    """A table at its place on a page."""

    grid: Grid
    page: int
    top: float
    first: bool = False
    last: bool = False


def read_pdf(data: bytes, name: str) -> Document:
    """The file's blocks. InputRefused for a scan, a password, damage, or far too many pages."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    what = f"无法读取“{name}”"
    pieces: list[_Line | _Ruled] = []
    unread: list[str] = []
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                why = f"共 {len(pdf.pages)} 页，不是一份年度报告"
                raise InputRefused(what, why, "请只保留报告本身后再导入")
            images = characters = 0
            for number, page in enumerate(pdf.pages):
                images += len(page.images)
                characters += len(page.chars)
                if characters > _MAX_CHARACTERS:
                    raise InputRefused(
                        what, "文字过多，不是一份年度报告", "请只保留报告本身后再导入"
                    )
                pieces += _page(page, number, unread)
                page.close()
    except InputRefused:
        raise
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(
            error.__cause__, PDFPasswordIncorrect
        ):
            raise InputRefused(what, "文件设有打开密码", "请取消密码后另存，再导入") from error
        if "PDFPasswordIncorrect" in repr(error):
            raise InputRefused(what, "文件设有打开密码", "请取消密码后另存，再导入") from error
        raise damaged(name) from error
    text = "".join(p.text for p in pieces if isinstance(p, _Line))
    if characters < 30 or not re.search(r"[\u4e00-\u9fff]", text + _grid_text(pieces)):
        if images or characters < 30:
            raise InputRefused(what, "这是扫描件或图片，里面没有可读的文字", _RESAVE)
        raise InputRefused(what, "文字所用的字体没有编码，读不出汉字", _RESAVE)
    if len(_UNMAPPED.findall(text)) * 20 > len(text):
        raise InputRefused(what, "文字所用的字体没有编码，读不出汉字", _RESAVE)
    return Document(tuple(_blocks(_joined(pieces))), unread=tuple(unread))


def _grid_text(pieces: Sequence[_Line | _Ruled]) -> str:
    return "".join(c.text for p in pieces if isinstance(p, _Ruled) for c in p.grid.cells)


# --- a page -------------------------------------------------------------------------------------


def _page(page: Any, number: int, unread: list[str]) -> list[_Line | _Ruled]:
    """The lines and tables of a page from the top downwards."""
    characters = [c for c in page.dedupe_chars(tolerance=0.6).chars if c.get("upright", True)]
    tables = [t for t in page.find_tables() if len(t.cells) >= 4]
    pieces: list[_Line | _Ruled] = []
    outside = characters
    for table in tables:
        x0, top, x1, bottom = table.bbox
        inside = [c for c in outside if _within(c, (x0, top, x1, bottom))]
        if not inside:
            continue
        gone = {id(c) for c in inside}
        outside = [c for c in outside if id(c) not in gone]
        grid = _ruled_grid(table.cells, inside)
        pieces.append(_Ruled(grid, number, top))
    lines = _lines(outside, number)
    kept = []
    for line in lines:
        edge = line.top > page.height * 0.88 or line.bottom < page.height * 0.1
        if edge and _PAGE_NUMBER.match(line.text.strip()):
            continue
        kept.append(line)
    pieces += kept
    pieces.sort(key=lambda p: p.top)
    for index, piece in enumerate(pieces):
        if isinstance(piece, _Ruled):
            piece.first = index == 0
            piece.last = index == len(pieces) - 1
    return pieces


def _within(character: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x = (character["x0"] + character["x1"]) / 2
    y = (character["top"] + character["bottom"]) / 2
    return bool(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1)


def _lines(characters: Sequence[dict[str, Any]], page: int) -> list[_Line]:
    """Characters to printed lines, each from the left; wide gaps become spaces."""
    rows: list[list[dict[str, Any]]] = []
    for character in sorted(characters, key=lambda c: (c["bottom"], c["x0"])):
        if not character["text"].strip():
            continue
        height = character["bottom"] - character["top"]
        if rows and abs(rows[-1][0]["bottom"] - character["bottom"]) < max(height * 0.5, 2):
            rows[-1].append(character)
        else:
            rows.append([character])
    lines = []
    bottom = None
    for row in rows:
        row.sort(key=lambda c: c["x0"])
        size = Counter(round(c["size"], 1) for c in row).most_common(1)[0][0]
        text = _spaced(row, size)
        top = min(c["top"] for c in row)
        line = _Line(text, row[0]["x0"], row[-1]["x1"], top, row[0]["bottom"], size, page)
        line.gap = top - bottom if bottom is not None else 0.0
        bottom = row[0]["bottom"]
        lines.append(line)
    return lines


def _spaced(row: Sequence[dict[str, Any]], size: float) -> str:
    """The line's text; a gap wider than a third of a character between letters is a space."""
    text = ""
    last = None
    for character in row:
        gap = character["x0"] - last if last is not None else 0.0
        wide = max(size, 6)
        if gap > 2 * wide:
            text += "\t"
        elif gap > 0.6 * wide or (gap > 0.2 * wide and text[-1:].isascii() and text[-1:].isalpha()):
            text += " "
        text += character["text"]
        last = character["x1"]
    return clean_text(text)


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct positions: those nearer than three points are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _ruled_grid(boxes: Sequence[tuple[float, ...]], characters: Sequence[dict[str, Any]]) -> Grid:
    """The table of those cells: spans from the lines that are missing, text by position."""
    xs = _edges([x for b in boxes for x in (b[0], b[2])])
    ys = _edges([y for b in boxes for y in (b[1], b[3])])
    cells: list[GridCell] = []
    left = list(characters)
    for box in sorted(boxes, key=lambda b: (round(b[1]), b[0])):
        inside = [
            c
            for c in left
            if box[0] <= (c["x0"] + c["x1"]) / 2 < box[2]
            and box[1] <= (c["top"] + c["bottom"]) / 2 < box[3]
        ]
        gone = {id(c) for c in inside}
        left = [c for c in left if id(c) not in gone]
        row, column = _place(ys, box[1]), _place(xs, box[0])
        rows, columns = max(_place(ys, box[3]) - row, 1), max(_place(xs, box[2]) - column, 1)
        text = _run_on([line.text.strip() for line in _lines(inside, 0)])
        cells.append(GridCell(row, column, text, rows, columns))
    return _without_holes(Grid(len(ys) - 1, len(xs) - 1, tuple(cells)))


def _run_on(lines: Sequence[str]) -> str:
    """The lines of a cell as one text: they were broken by its width, in figures as well."""
    text = ""
    for line in lines:
        words = text[-1:].isascii() and text[-1:].isalpha() and line[:1].isalpha()
        text += (" " if words else "") + line
    return text


def _without_holes(grid: Grid) -> Grid:
    """The grid with an empty cell where the lines left none."""
    holes = [
        GridCell(r, c, "")
        for r, line in enumerate(grid.matrix())
        for c, cell in enumerate(line)
        if cell is None
    ]
    cells = sorted((*grid.cells, *holes), key=lambda c: (c.row, c.column))
    return Grid(grid.height, grid.width, tuple(cells))


# --- over pages ---------------------------------------------------------------------------------


def _joined(pieces: Sequence[_Line | _Ruled]) -> list[_Line | _Ruled]:
    """Tables that run on at the top of the next page put together again."""
    result: list[_Line | _Ruled] = []
    for piece in pieces:
        before = result[-1] if result else None
        if (
            isinstance(piece, _Ruled)
            and isinstance(before, _Ruled)
            and piece.first
            and before.last
            and piece.page == before.page + 1
            and piece.grid.width == before.grid.width
        ):
            before.grid = _one(before.grid, piece.grid)
            before.page, before.last = piece.page, piece.last
        else:
            result.append(piece)
    return result


def _one(upper: Grid, lower: Grid) -> Grid:
    """Two parts of a table as one: repeated heads are dropped, a row cut in two is mended."""
    repeated = 0
    for row in range(min(upper.height, lower.height, 6)):
        if _row_texts(upper, row) != _row_texts(lower, row) or not any(_row_texts(lower, row)):
            break
        repeated = row + 1
    cells = list(upper.cells)
    offset = upper.height - repeated
    for cell in lower.cells:
        if cell.row >= repeated:
            cells.append(msgspec.structs.replace(cell, row=cell.row + offset))
        elif cell.row + cell.rows > repeated:
            rows = cell.row + cell.rows - repeated
            cells.append(msgspec.structs.replace(cell, row=upper.height, rows=rows))
    joined = Grid(upper.height + lower.height - repeated, upper.width, tuple(cells))
    return _mended(joined, upper.height) if lower.height > repeated else upper


def _row_texts(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(c.column, "".join(c.text.split())) for c in grid.cells if c.row == row and c.text]


def _mended(grid: Grid, seam: int) -> Grid:
    """A row cut by the page's end: figures on one side, the rest of the label on the other."""
    upper = [c for c in grid.cells if c.row == seam - 1 and c.rows == 1]
    lower = [c for c in grid.cells if c.row == seam and c.rows == 1]
    places = {c.column: c for c in upper}
    if not lower or {c.column for c in lower} != set(places):
        return grid
    words = [(places[c.column].text.strip(), c.text.strip()) for c in lower]
    both = [w for w in words if w[0] and w[1]]
    one_side = [w for w in words if bool(w[0]) != bool(w[1])]
    if len(both) > 1 or not one_side:
        return grid
    if all(w[0] for w in one_side) == all(w[1] for w in one_side):
        return grid
    if both and typed_number(both[0][1]) is not None:
        return grid
    if not both and (typed_number(words[0][1]) or not words[0][0]):
        return grid
    merged = {c.column: _run_on(w) for c, w in zip(lower, words, strict=True)}
    cells = []
    for cell in grid.cells:
        if cell.row == seam and cell.rows == 1:
            continue
        if cell.row == seam - 1 and cell.rows == 1:
            cell = msgspec.structs.replace(cell, text=merged.get(cell.column, cell.text))
        elif cell.row >= seam:
            row = cell.row if cell.row == seam else cell.row - 1
            rows = cell.rows - 1 if cell.row == seam else cell.rows
            cell = msgspec.structs.replace(cell, row=row, rows=max(rows, 1))
        elif cell.row + cell.rows > seam:
            cell = msgspec.structs.replace(cell, rows=cell.rows - 1)
        cells.append(cell)
    return Grid(grid.height - 1, grid.width, tuple(cells))


# --- paragraphs ---------------------------------------------------------------------------------


def _blocks(pieces: Sequence[_Line | _Ruled]) -> list[Block]:
    lines = [p for p in pieces if isinstance(p, _Line)]
    body = Counter(p.size for p in lines for _ in p.text).most_common(1)
    size = body[0][0] if body else 12.0
    left, right = _margins(lines, size)
    gap = _usual_gap(lines)
    blocks: list[Block] = []
    before: _Line | None = None
    for piece in pieces:
        if isinstance(piece, _Ruled):
            blocks.append(piece.grid)
            before = None
            continue
        last = blocks[-1] if blocks else None
        if (
            before is not None
            and isinstance(last, Paragraph)
            and not _begins(piece, before, left, right, gap)
        ):
            glue = " " if last.text[-1:].isascii() and last.text[-1:].isalpha() else ""
            blocks[-1] = msgspec.structs.replace(last, text=last.text + glue + piece.text)
        else:
            middle = abs((piece.x0 + piece.x1) / 2 - (left + right) / 2) < piece.size
            centred = middle and piece.x0 > left + 3 * piece.size
            side = "center" if centred else "right" if piece.x0 > (left + right) / 2 else ""
            blocks.append(Paragraph(piece.text, align=side))  # type: ignore[arg-type]
        before = piece
    return blocks


def _margins(lines: Sequence[_Line], size: float) -> tuple[float, float]:
    """Where lines of running text begin and end."""
    long = [p for p in lines if abs(p.size - size) < 0.6 and len(p.text) > 15] or list(lines)
    if not long:
        return 0.0, 600.0
    left = Counter(round(p.x0) for p in long).most_common()
    common = [x for x, n in left if n >= max(2, left[0][1] // 5)]
    right = sorted(p.x1 for p in long)
    return float(min(common or [left[0][0]])), right[int(len(right) * 0.9)] if len(
        right
    ) > 3 else right[-1]


def _usual_gap(lines: Sequence[_Line]) -> float:
    gaps = sorted(p.gap for p in lines if p.gap > -2)
    return gaps[len(gaps) // 3] if gaps else 0.0


def _begins(line: _Line, before: _Line, left: float, right: float, gap: float) -> bool:
    """Whether a line begins a paragraph, rather than going on with the one before."""
    if abs(line.size - before.size) > 0.8:
        return True
    if line.x0 > left + 1.3 * line.size:
        return True
    if before.x1 < right - 2.2 * before.size:
        return True
    if line.page == before.page and line.gap > gap + 0.55 * line.size:
        return True
    return bool(_SENTENCE_END.search(before.text)) and typed_number(line.text) is not None
