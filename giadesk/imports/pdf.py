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

from giadesk.core.blocks import Block, Document, Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.figures import looks_like_figure
from giadesk.imports.gate import damaged
from giadesk.imports.letters import Letters, printed
from giadesk.imports.lines import make_line
from giadesk.imports.references import ended_references
from giadesk.imports.ruled import Box, continued, grid_of, run_on, same_width
from giadesk.imports.unruled import split_pages

MAX_PAGES = 80
_SEAL = 0.08
_MAX_CHARACTERS = 300_000
_PAGE_NUMBER = re.compile(
    r"(?:[—–\-·~－]+\s*\d{1,3}\s*[—–\-·~－]+|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+)\Z"
)
_DRAFT = "草稿"
_SENTENCE_END = re.compile(r"[。！？；：!?;:]\Z")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_RESAVE = "请找到原来的 Word 或 WPS 文件导入；没有的，用带文字识别的软件转成 .docx 后再导入"


class _Line(msgspec.Struct):
    """A printed line. `page` and `top` say where; `gap` is the white above it on its page.

    edge: it stands where running heads and feet do.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    gap: float = 0.0
    edge: bool = False
    marks: list[tuple[float, float, str]] = []


class _Ruled(msgspec.Struct):
    """A table at its place on a page; `first` and `last` say whether it begins or ends the page."""

    boxes: list[Box]
    page: int
    top: float
    first: bool = False
    last: bool = False


def read_pdf(data: bytes, name: str) -> Document:
    """The file's blocks. InputRefused for a scan, a password, damage, or far too many pages."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    what = f"无法读取“{name}”"
    pages: list[list[_Line | _Ruled]] = []
    unread: list[str] = []
    notes: list[tuple[str, str, str]] = []
    try:
        with ended_references(), pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                why = f"共 {len(pdf.pages)} 页，不是一份年度报告"
                raise InputRefused(what, why, "请只保留报告本身后再导入")
            images = characters = 0
            for number, page in enumerate(pdf.pages):
                images += len(page.images)
                if _is_picture(page):
                    notes.append(
                        ("图片", f"第{number + 1}页", "图片里的文字和数字读不出，没有读入")
                    )
                characters += len(page.chars)
                if characters > _MAX_CHARACTERS:
                    raise InputRefused(
                        what, "文字过多，不是一份年度报告", "请只保留报告本身后再导入"
                    )
                pages.append(_page(page, number, pages[-1] if pages else ()))
                page.close()
    except (InputRefused, MemoryError):
        raise
    except Exception as error:
        locked = any(isinstance(e, PDFPasswordIncorrect) for e in (error, error.__cause__))
        if locked or "PDFPasswordIncorrect" in repr(error):
            raise InputRefused(what, "文件设有打开密码", "请取消密码后另存，再导入") from error
        raise damaged(name) from error
    pieces = _without_running_heads(_without_page_numbers(pages), unread)
    text = "".join(p.text for p in pieces if isinstance(p, _Line))
    inside = "".join(b.text for p in pieces if isinstance(p, _Ruled) for b in p.boxes)
    if characters < 30 or not re.search(r"[\u4e00-\u9fff]", text + inside):
        if images or characters < 30:
            raise InputRefused(what, "这是扫描件或图片，里面没有可读的文字", _RESAVE)
        raise InputRefused(what, "文字所用的字体没有编码，读不出汉字", _RESAVE)
    if len(_UNMAPPED.findall(text)) * 20 > len(text):
        raise InputRefused(what, "文字所用的字体没有编码，读不出汉字", _RESAVE)
    return Document(tuple(_blocks(_joined(pieces))), tuple(notes), tuple(unread))


# --- a page -------------------------------------------------------------------------------------


def _is_picture(page: Any) -> bool:
    """Whether pictures cover more of a page than a seal or an emblem does."""
    covered = sum(float(i["width"]) * float(i["height"]) for i in page.images)
    return covered > _SEAL * float(page.width) * float(page.height)


def _page(page: Any, number: int, before: Sequence[_Line | _Ruled]) -> list[_Line | _Ruled]:
    """The lines and tables of a page from the top downwards; `before` are those of the page before."""
    characters = [c for c in page.dedupe_chars(tolerance=0.6).chars if c.get("upright", True)]
    ends = [p for p in before if isinstance(p, _Ruled) or not p.edge][-1:]
    open_above = [box for p in ends if isinstance(p, _Ruled) for box in p.boxes]
    tables = [
        t
        for t in page.find_tables()
        # a row by itself at the top of a page is the last of the table before
        if len(t.cells) >= 4
        or (
            open_above
            and t.bbox[1] < page.height / 4
            and same_width(open_above, _boxes(t.cells, ()))
        )
    ]
    pieces: list[_Line | _Ruled] = []
    outside = characters
    for table in tables:
        x0, top, x1, bottom = table.bbox
        inside = [c for c in outside if _within(c, (x0, top, x1, bottom))]
        if not inside:
            continue
        gone = {id(c) for c in inside}
        outside = [c for c in outside if id(c) not in gone]
        pieces.append(_Ruled(_boxes(table.cells, inside), number, top))
    lines = _lines(outside, number)
    kept = []
    for line in lines:
        line.edge = line.top > page.height * 0.88 or line.bottom < page.height * 0.1
        if line.edge and _PAGE_NUMBER.match(line.text.strip()):
            continue
        kept.append(line)
    pieces += kept
    pieces.sort(key=lambda p: p.top)
    return pieces


def _without_page_numbers(
    pages: Sequence[list[_Line | _Ruled]],
) -> list[list[_Line | _Ruled]]:
    """The pages without the bare number at the upper or lower end of each.

    A figure of a table may stand there as well: it is a page number only where the numbers of at least
    half of the pages count them.
    """
    ends: list[tuple[int, int, int]] = []
    for number, pieces in enumerate(pages):
        for place in {0, len(pieces) - 1} if pieces else ():
            piece = pieces[place]
            if isinstance(piece, _Line) and piece.edge and piece.text.strip().isdecimal():
                ends.append((number, place, int(piece.text) - number))
    steps = Counter(step for _, _, step in ends).most_common(1)
    first, count = steps[0] if steps else (0, 0)
    if 2 * count < len(pages) or (count == 1 and first != 1):
        return list(pages)
    gone = {(number, place) for number, place, step in ends if step == first}
    return [
        [piece for place, piece in enumerate(pieces) if (number, place) not in gone]
        for number, pieces in enumerate(pages)
    ]


def _without_running_heads(
    pages: Sequence[list[_Line | _Ruled]], unread: list[str]
) -> list[_Line | _Ruled]:
    """All pages' pieces without what is printed over or under every page, put into `unread` once.

    That is a text that stands at the edge of at least two pages and of half of them (the name of the
    report, of the site). The mark 草稿, like a page number, is no part of the text at all.
    """
    counts = Counter(
        text
        for pieces in pages
        for text in {_run_together(p.text) for p in pieces if isinstance(p, _Line) and p.edge}
        if not looks_like_figure(text)
    )
    running = {t for t, n in counts.items() if t == _DRAFT or (n > 1 and 2 * n >= len(pages))}
    unread += sorted(running - {_DRAFT})
    kept: list[_Line | _Ruled] = []
    for pieces in pages:
        own = [
            p
            for p in pieces
            if not (isinstance(p, _Line) and p.edge and _run_together(p.text) in running)
        ]
        for index, piece in enumerate(own):
            if isinstance(piece, _Ruled):
                piece.first = index == 0
                piece.last = index == len(own) - 1
        kept += own
    return kept


def _run_together(text: str) -> str:
    return "".join(text.split())


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
        line.marks = [(c["x0"], c["x1"], c["text"]) for c in row]
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


def _boxes(
    cells: Sequence[tuple[float, float, float, float]], characters: Sequence[dict[str, Any]]
) -> list[Box]:
    """The cells of a ruled table with the text that stands in each."""
    left = list(characters)
    boxes = []
    for x0, top, x1, bottom in sorted(cells, key=lambda b: (round(b[1]), b[0])):
        inside = [
            c
            for c in left
            if x0 <= (c["x0"] + c["x1"]) / 2 < x1 and top <= (c["top"] + c["bottom"]) / 2 < bottom
        ]
        gone = {id(c) for c in inside}
        left = [c for c in left if id(c) not in gone]
        boxes.append(Box(x0, top, x1, bottom, run_on([x.text.strip() for x in _lines(inside, 0)])))
    return boxes


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
            and same_width(before.boxes, piece.boxes)
        ):
            before.boxes = continued(before.boxes, piece.boxes)
            before.page, before.last = piece.page, piece.last
        else:
            result.append(piece)
    return result


# --- paragraphs ---------------------------------------------------------------------------------


def _with_layout(pieces: Sequence[_Line | _Ruled], right: float) -> list[_Line | Grid]:
    """The pieces, ruled tables as grids, and tables without lines found by their columns."""
    result: list[_Line | Grid] = []
    run: list[_Line] = []

    def flush() -> None:
        if any("\t" in line.text for line in run):
            letters = [Letters(x.marks, x.top, x.bottom, x.size, x.page) for x in run]
            pieces = split_pages(printed(letters), right)
            result.extend(run[piece] if isinstance(piece, int) else piece for piece in pieces)
        else:
            result.extend(run)
        run.clear()

    for piece in pieces:
        if isinstance(piece, _Ruled):
            flush()
            result.append(grid_of(piece.boxes))
        else:
            run.append(piece)
    flush()
    return result


def _blocks(pieces: Sequence[_Line | _Ruled]) -> list[Block]:
    lines = [p for p in pieces if isinstance(p, _Line)]
    body = Counter(p.size for p in lines for _ in p.text).most_common(1)
    size = body[0][0] if body else 12.0
    left, right = _margins(lines, size)
    gap = _usual_gap(lines)
    blocks: list[Block] = []
    before: _Line | None = None
    for piece in _with_layout(pieces, right):
        if isinstance(piece, Grid):
            blocks.append(piece)
            before = None
            continue
        last = blocks[-1] if blocks else None
        if (
            before is not None
            and isinstance(last, Paragraph)
            and not _begins(piece, before, last.text, left, right, gap)
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


def _begins(line: _Line, before: _Line, text: str, left: float, right: float, gap: float) -> bool:
    """Whether a line begins a paragraph, rather than going on with `text`, which ends with `before`."""
    if abs(line.size - before.size) > 0.8 or "\t" in line.text or "\t" in before.text:
        return True
    if line.x0 > left + 1.3 * line.size or looks_like_figure(line.text):
        return True  # a figure by itself is a cell's: no sentence ends without a mark
    if before.x1 < right - 2.2 * before.size:
        return True
    if line.page == before.page and line.gap > gap + 0.55 * line.size:
        return True
    made = make_line(0, line.text)
    mark = made.mark or (made.apart if made.short else None)
    if mark is None or not _SENTENCE_END.search(before.text):
        return False
    # 3、 inside the paragraph: 4、 at the start of a line is only the next of its items
    earlier = mark.text.strip().replace(str(mark.number), str(mark.number - 1))
    return mark.number <= 1 or earlier not in text[1:]  # 0 is ■ or 【】
