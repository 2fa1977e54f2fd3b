"""Reading .doc and .wps without another program: all the words, and tables row by row.

Only what the text needs is read of the compound file ([MS-CFB]) and of Word's own structures
([MS-DOC] 2.4.1, 2.9.38: the piece table). Merged cells are not known here, numbers that Word makes
are lost; an installed LibreOffice gives both (`legacy.py`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.gate import damaged

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14([^\x13\x14\x15]*)\x15|\x13[^\x13\x14\x15]*\x15")
_UNSHOWN = re.compile(r"[\x00-\x06\x08\x0e-\x12\x16-\x1d]")
_MAX_TEXT = 8_000_000
_MAX_AREA = 200_000
_CELL_PARAGRAPHS = 6
"""So many paragraphs after an empty cell without the end of a cell are text behind the table."""


class _BrokenError(Exception):
    pass


class CompoundFile:
    """The streams of a compound file by name. Raises ValueError where its chains make no sense."""

    def __init__(self, data: bytes) -> None:
        try:
            self._read(data)
        except (struct.error, IndexError, _BrokenError) as error:
            raise ValueError("damaged compound file") from error

    def _read(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise _BrokenError
        self.size = 512 if shift == 9 else 4096
        first_directory, self.cutoff = struct.unpack_from("<I4xI", data, 48)
        first_mini, _, first_difat, difat_count = struct.unpack_from("<4I", data, 60)
        fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END - 3]
        sector = first_difat
        for _ in range(min(difat_count, len(data) // self.size + 1)):
            entries = struct.unpack_from(f"<{self.size // 4}I", data, self._at(sector))
            fat_sectors += [s for s in entries[:-1] if s < _END - 3]
            sector = entries[-1]
        self.fat: list[int] = []
        for sector in fat_sectors[: len(data) // self.size + 1]:
            self.fat += struct.unpack_from(f"<{self.size // 4}I", data, self._at(sector))
        directory = self._chain(first_directory)
        mini_fat = self._chain(first_mini) if first_mini < _END - 3 else b""
        self.mini = list(
            struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat[: len(mini_fat) // 4 * 4])
        )
        self.streams: dict[str, tuple[int, int]] = {}
        root = b""
        for place in range(0, len(directory) - 127, 128):
            entry = directory[place : place + 128]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == 5:
                root = self._chain(start)[:size] if size else b""
            elif kind == 2:
                self.streams[name] = (start, size)
        self.root = root

    def _at(self, sector: int) -> int:
        return (sector + 1) * self.size

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        seen = 0
        while sector < _END - 3:
            piece = self.data[self._at(sector) : self._at(sector) + self.size]
            seen += 1
            if not piece or sector >= len(self.fat) or seen > len(self.fat):
                raise _BrokenError
            pieces.append(piece)
            sector = self.fat[sector]
        return b"".join(pieces)

    def stream(self, name: str) -> bytes:
        """A stream's bytes. ValueError where there is none of that name or it is damaged."""
        if name not in self.streams:
            raise ValueError(name)
        start, size = self.streams[name]
        if size >= self.cutoff:
            try:
                return self._chain(start)[:size]
            except (_BrokenError, struct.error, IndexError) as error:
                raise ValueError("damaged compound file") from error
        pieces: list[bytes] = []
        sector = start
        while sector < _END - 3 and len(pieces) * 64 < size:
            if sector >= len(self.mini):
                raise ValueError("damaged compound file")
            pieces.append(self.root[sector * 64 : sector * 64 + 64])
            sector = self.mini[sector]
        return b"".join(pieces)[:size]


def read_doc(data: bytes, name: str) -> Document:
    """The document's words. InputRefused where it is damaged, encrypted or older than Word 97."""
    try:
        file = CompoundFile(data)
        blocks = tuple(_blocks(_text(file, name)))
    except (ValueError, struct.error, IndexError) as error:
        raise damaged(name) from error
    note = ("旧格式", "本机没有 LibreOffice", "只读出文字和表格内容，合并单元格和自动编号须核对")
    return Document(blocks, (note,))


def _text(file: CompoundFile, name: str) -> str:
    """The characters of the main story, fields by their results."""
    main = file.stream("WordDocument")
    ident, version, _, _, flags = struct.unpack_from("<HHHHxxH", main, 0)
    if ident not in (0xA5EC, 0xA5DC) or version < 0x00C1:
        raise InputRefused(
            f"无法读取“{name}”", "文件版本过旧", "请用 WPS 或 Word 打开它，另存为 .docx 后再导入"
        )
    if flags & 0x0100:
        raise InputRefused(f"无法读取“{name}”", "文件设有打开密码", "请取消密码后另存，再导入")
    table = file.stream("1Table" if flags & 0x0200 else "0Table")
    (characters,) = struct.unpack_from("<I", main, 0x4C)
    start, length = struct.unpack_from("<II", main, 0x01A2)
    if not 0 < characters <= _MAX_TEXT:
        raise ValueError("no text")
    pieces = _pieces(table[start : start + length], main)
    text = "".join(pieces)[:characters]
    for _ in range(6):
        shown = _FIELD.sub(lambda m: m[1] or "", text)
        if shown == text:
            break
        text = shown
    return text


def _pieces(clx: bytes, main: bytes) -> Iterator[str]:
    place = 0
    while place < len(clx) and clx[place] == 1:
        (size,) = struct.unpack_from("<H", clx, place + 1)
        place += 3 + size
    if place >= len(clx) or clx[place] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, place + 1)
    plc = clx[place + 5 : place + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for index in range(count):
        (where,) = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 8 + 2)
        length = positions[index + 1] - positions[index]
        if not 0 <= length <= _MAX_TEXT:
            raise ValueError("bad piece")
        if where & 0x40000000:
            begin = (where & 0x3FFFFFFF) // 2
            yield main[begin : begin + length].decode("cp1252", "replace")
        else:
            yield main[where : where + 2 * length].decode("utf-16-le", "replace")


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs end with a carriage return; cells, and once more rows, with a bell (0x07)."""
    rows: list[list[str]] = []
    row: list[str] = []
    cell = ""
    pieces = re.split(r"(?<=[\r\x07\x0c])", text)
    for index, piece in enumerate(pieces):
        if piece.endswith("\x07"):
            words = cell + _shown(piece[:-1])
            cell = ""
            if not words and row and not piece[:-1] and _ends_row(row, rows):
                rows.append(row)
                row = []
            else:
                row.append(words)
            continue
        if row and not (pieces[index - 1] == "\x07" and _is_over(pieces[index:])):
            cell += _shown(piece.rstrip("\r\x0c")) + "\n"
            continue
        if row:
            # merged cells made the row's end look like one more empty cell
            rows.append(row)
            row = []
        if rows:
            yield _grid(rows)
            rows = []
        yield Paragraph(_shown(piece.rstrip("\r\x0c")))
    if row:
        rows.append(row)
    if rows:
        yield _grid(rows)
    if cell.strip():
        yield Paragraph(cell.strip("\n"))


def _is_over(pieces: Sequence[str]) -> bool:
    """Whether a table ends before these pieces: the end of a cell is not near."""
    return not any(p.endswith("\x07") for p in pieces[:_CELL_PARAGRAPHS])


def _ends_row(row: list[str], rows: list[list[str]]) -> bool:
    """Whether an empty cell mark ends the row: rows of one table have as many cells, as a rule."""
    return not rows or len(row) >= len(rows[-1]) or len(row) >= max(map(len, rows[-3:]))


def _shown(text: str) -> str:
    text = text.replace("\x0b", "\n").replace("\x1e", "-").replace("\x1f", "")
    return clean_text(_UNSHOWN.sub("", text))


def _grid(rows: list[list[str]]) -> Grid:
    width = max(map(len, rows))
    if width * len(rows) > _MAX_AREA:
        raise ValueError("table too large")
    cells = tuple(
        GridCell(r, c, row[c].strip("\n") if c < len(row) else "")
        for r, row in enumerate(rows)
        for c in range(width)
    )
    return Grid(len(rows), width, cells)
