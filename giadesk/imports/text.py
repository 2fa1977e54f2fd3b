"""Reading .txt and Markdown in any Chinese encoding.

Lines cut at a fixed width are joined again where that is plain; tables are runs of lines with tabs,
with pipes, or of one cell a line, as other programs paste them.
"""

from __future__ import annotations

import re
import unicodedata

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.layout import printed, split_tables

MAX_TEXT = 4 << 20
_MAX_LINES = 12_000
_LONGEST_LINE = 300_000
_MAX_AREA = 200_000
"""Cells of a table: one line of many tabs makes every other row as wide."""
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*)\Z")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_SENTENCE_END = re.compile(r"[。！？!?：:；;][”’》）)]?\s*\Z")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\s -~\xa0·①-⑳]")


class _TooLargeError(Exception):
    pass


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding it stood in. InputRefused where no encoding gives sense."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if b"\x00" in data[:4000]:
        encoding = (
            "utf-16-le" if data[1:4000:2].count(0) >= data[0:4000:2].count(0) else "utf-16-be"
        )
        text = data.decode(encoding, "replace")
        if _makes_sense(text):
            return text, encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _makes_sense(text):
            return text, encoding
    for encoding in ("utf-8", "gb18030"):
        # a few bytes lost in copying: the rest is still the text
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= 2 + len(text) // 200 and _makes_sense(text):
            return text.replace("\ufffd", ""), encoding
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is not None:
        text = data.decode(best.encoding, "replace")
        if _makes_sense(text):
            return text, best.encoding
    raise InputRefused(
        f"无法读取“{name}”", "认不出文字的编码", "请用记事本打开，另存为 UTF-8 编码后再导入"
    )


def _makes_sense(text: str) -> bool:
    """Whether a decoded text is mostly what Chinese offices write."""
    sample = text[:20_000]
    return len(_USUAL.findall(sample)) >= 0.9 * len(sample)


def read_text(data: bytes, name: str) -> Document:
    """The text's blocks. InputRefused for too large a file or an encoding that cannot be told."""
    if len(data) > MAX_TEXT:
        raise InputRefused(f"无法读取“{name}”", "文本过大，不是一份年度报告", "请确认选对了文件")
    text, encoding = decode(data, name)
    notes = []
    if encoding not in ("utf-8", "utf-8-sig", "gb18030"):
        notes.append(("编码", encoding, "UTF-8"))
    lines = clean_text(text).replace("\x0c", "\n").split("\n")
    if len(lines) > _MAX_LINES or max(map(len, lines)) > _LONGEST_LINE:
        raise InputRefused(f"无法读取“{name}”", "文本过大，不是一份年度报告", "请确认选对了文件")
    try:
        blocks, joined = _blocks(lines)
    except _TooLargeError as error:
        why = "其中的表格过大，不是一份年度报告"
        raise InputRefused(f"无法读取“{name}”", why, "请确认选对了文件") from error
    if joined:
        notes.append(("断行", f"{joined}处按固定宽度断开的行", "已接成段落"))
    return Document(tuple(blocks), tuple(notes))


def _blocks(lines: list[str]) -> tuple[list[Block], int]:
    blocks: list[Block] = []
    plain: list[str] = []
    width = _wrap_width(lines)
    joined = 0

    def flush() -> None:
        nonlocal joined
        running: list[str] = []
        for piece in (*split_tables([printed(x, i) for i, x in enumerate(plain)]), None):
            if isinstance(piece, int):
                running.append(plain[piece])
                continue
            paragraphs, count = _paragraphs(running, width)
            joined += count
            blocks.extend(paragraphs)
            running.clear()
            if piece is not None:
                blocks.append(piece)
        plain.clear()

    index = 0
    while index < len(lines):
        used, grid = _table_at(lines, index)
        if grid is not None:
            flush()
            blocks.append(grid)
            index += used
            continue
        # lines that were looked through in vain are not looked through again
        plain.extend(lines[index : index + max(used, 1)])
        index += max(used, 1)
    flush()
    return blocks, joined


# --- tables -------------------------------------------------------------------------------------


def _table_at(lines: list[str], start: int) -> tuple[int, Grid | None]:
    """The table that begins at a line: lines used and the grid.

    None where no table begins there, with the number of lines in which none can begin.
    """
    line = lines[start]
    if line.lstrip().startswith("|") and line.count("|") >= 2:
        return _pipes(lines, start)
    if "\t" in line.strip("\n "):
        return _tabs(lines, start)
    return 0, None


def _pipes(lines: list[str], start: int) -> tuple[int, Grid | None]:
    rows: list[list[str]] = []
    index = start
    while index < len(lines) and lines[index].lstrip().startswith("|"):
        if not _RULE.match(lines[index]):
            inner = lines[index].strip().removeprefix("|").removesuffix("|")
            rows.append([c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", inner)])
        index += 1
    return index - start, _grid(rows) if len(rows) > 1 else None


def _tabs(lines: list[str], start: int) -> tuple[int, Grid | None]:
    """Rows with tabs. A row may also be spread over lines that each begin with a tab, one cell a line."""
    if _is_spread(lines, start):
        return _spread(lines, start)
    rows: list[list[str]] = []
    index = start
    while index < len(lines):
        line = lines[index]
        if "\t" in line.strip("\n "):
            rows.append([c.strip() for c in line.strip("\n ").split("\t")])
        elif line.strip() or not _more_tabs(lines, index):
            break
        index += 1
    widths = [len(r) for r in rows]
    if len(rows) < 2 or max(widths) < 2:
        return 0, None
    return index - start, _grid(rows)


def _more_tabs(lines: list[str], index: int) -> bool:
    return index + 1 < len(lines) and "\t" in lines[index + 1].strip()


def _is_spread(lines: list[str], start: int) -> bool:
    """Whether cells stand one a line: the second and further cells of a row begin with a tab."""
    head = lines[start : start + 12]
    return (
        sum(1 for x in head if x.startswith("\t")) >= 4
        and sum(1 for x in head if x.startswith("\t") and "\t" in x.strip()) == 0
    )


def _spread(lines: list[str], start: int) -> tuple[int, Grid | None]:
    rows: list[list[str]] = []
    row: list[str] = []
    index = start
    blank = True
    while index < len(lines):
        line = lines[index]
        if line.startswith("\t"):
            if blank:
                if row:
                    rows.append(row)
                row = []
            row.append(line.strip())
            blank = False
        elif not line.strip():
            blank = True
        else:
            break
        index += 1
    if row:
        rows.append(row)
    rows = [r for r in rows if any(r)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        inner = next((i for i in range(start, index) if "\t" in lines[i].strip()), index)
        return inner - start, None
    return index - start, _grid(rows)


def _grid(rows: list[list[str]]) -> Grid:
    width = max(map(len, rows))
    if width * len(rows) > _MAX_AREA:
        raise _TooLargeError
    cells = tuple(
        GridCell(r, c, row[c] if c < len(row) else "")
        for r, row in enumerate(rows)
        for c in range(width)
    )
    return Grid(len(rows), width, cells, loose=True)


# --- paragraphs ---------------------------------------------------------------------------------


def _width_of(line: str) -> int:
    """The printed width, a Chinese character being two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def _wrap_width(lines: list[str]) -> int:
    """The width at which the lines were cut; 0 where they were not.

    Cut lines are many, end in mid-sentence, and nearly all have the same width.
    """
    running = [x for x in lines if _CHINESE.search(x) and "\t" not in x and "   " not in x.strip()]
    widths = sorted((_width_of(x) for x in running), reverse=True)
    if len(widths) < 8:
        return 0
    for widest in dict.fromkeys(widths):
        if not 40 <= widest <= 130:
            continue
        near = [x for x in running if widest - 5 <= _width_of(x) <= widest]
        cut = [x for x in near if not _SENTENCE_END.search(x)]
        if len(near) >= max(6, len(widths) // 3) and len(cut) * 2 > len(near):
            return widest
    return 0


def _paragraphs(lines: list[str], width: int) -> tuple[list[Block], int]:
    from giadesk.core.levels import typed_number

    blocks: list[Block] = []
    joined = 0
    previous = ""
    for raw in lines:
        heading = _MARKDOWN.match(raw)
        text = heading["text"] if heading else _without_markup(raw)
        if not text.strip():
            previous = ""
            continue
        starts = raw[:1] in " \u3000\t" or heading or typed_number(text.strip()) is not None
        if (
            width
            and previous
            and not starts
            and _is_full(previous, width)
            and blocks
            and isinstance(last := blocks[-1], Paragraph)
        ):
            glue = (
                " "
                if last.text[-1:].isascii() and text[:1].isascii() and last.text[-1:].isalpha()
                else ""
            )
            blocks[-1] = Paragraph(last.text.rstrip() + glue + text.strip(), outline=last.outline)
            joined += 1
        else:
            outline = len(heading["marks"]) - 1 if heading else 0
            blocks.append(Paragraph(text.rstrip(), outline=min(max(outline, 0), 4)))
        previous = raw
    return blocks, joined


def _is_full(line: str, width: int) -> bool:
    """Whether a line was cut by its width: full, or nearly so and in mid-sentence."""
    nearly = 0.85 * width if not _SENTENCE_END.search(line) else width - 5
    return _width_of(line) >= nearly


def _without_markup(line: str) -> str:
    """A Markdown line without its stars of emphasis."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", line)
