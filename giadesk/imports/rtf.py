"""Reading .rtf without another program: all the words, and tables row by row.

Of the format (RTF 1.9.1) only what carries text is followed: groups, destinations, characters by code
page or Unicode, paragraphs, cells and rows. Merged cells and numbers that Word makes are not known
here; an installed LibreOffice gives both (`legacy.py`).
"""

from __future__ import annotations

import re

import msgspec

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.gate import damaged

MAX_RTF = 30 << 20
_MAX_TEXT = 2_000_000
_MAX_DEPTH = 2000
_MAX_CELLS = 60_000
_PIECE = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    b"footerr footerf footnote annotation fldinst themedata colorschememapping datastore xmlnstbl "
    b"listtable listoverridetable rsidtbl generator latentstyles filetbl revtbl bkmkstart bkmkend "
    b"private nonshppict pntext template operator author title subject keywords comment".split()
)
_SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
}
_ENDS = frozenset([b"par", b"sect", b"page"])


class _State(msgspec.Struct):
    """What holds inside a group."""

    skip: bool = False
    after_unicode: int = 1
    in_table: bool = False
    hidden: bool = False


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.encoding = "gb18030"
        self.state = _State()
        self.stack: list[_State] = []
        self.text: list[str] = []
        self.raw = bytearray()
        self.high = ""
        self.cells: list[str] = []
        self.rows: list[list[str]] = []
        self.skip_next = 0
        self.size = 0

    # -- characters

    def put(self, text: str) -> None:
        self.flush()
        if not self.state.skip and not self.state.hidden:
            self.text.append(text)
            self.size += len(text)

    def byte(self, value: int) -> None:
        if self.skip_next:
            self.skip_next -= 1
        elif not self.state.skip and not self.state.hidden:
            self.raw.append(value)
            self.size += 1

    def flush(self) -> None:
        if self.raw:
            self.text.append(bytes(self.raw).decode(self.encoding, "replace").replace("\ufffd", ""))
            self.raw.clear()

    def unicode(self, number: int) -> None:
        self.skip_next = self.state.after_unicode
        code = number % 65536
        if 0xD800 <= code < 0xDC00:
            self.high = chr(code)
        elif 0xDC00 <= code < 0xE000:
            if self.high:
                pair = (self.high + chr(code)).encode("utf-16-le", "surrogatepass")
                self.put(pair.decode("utf-16-le", "ignore"))
            self.high = ""
        elif code >= 32:
            self.put(chr(code))

    # -- paragraphs and cells

    def take(self) -> str:
        self.flush()
        text = clean_text("".join(self.text))
        self.text.clear()
        return text

    def paragraph(self) -> None:
        if self.state.skip:
            return
        if self.state.in_table:
            self.flush()
            self.text.append("\n")
            return
        self.end_table()
        text = self.take()
        if text.strip():
            self.blocks.append(Paragraph(text.rstrip()))

    def cell(self) -> None:
        if not self.state.skip:
            self.cells.append(self.take().strip())

    def row(self) -> None:
        if self.state.skip:
            return
        rest = self.take().strip()
        if rest:
            self.cells.append(rest)
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []
        self.state.in_table = False

    def end_table(self) -> None:
        if self.cells:
            self.rows.append(self.cells)
            self.cells = []
        rows, self.rows = self.rows, []
        if not rows:
            return
        width = max(map(len, rows))
        cells = tuple(
            GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)
        )
        self.blocks.append(Grid(len(rows), width, cells, loose=True))


def read_rtf(data: bytes, name: str) -> Document:
    """The file's blocks. InputRefused where it holds no text, is damaged, or far too large."""
    if len(data) > MAX_RTF:
        raise InputRefused(f"无法读取“{name}”", "文件过大，不是一份年度报告", "请确认选对了文件")
    reader = _Reader()
    _read(data, reader, name)
    reader.state.in_table = False
    reader.paragraph()
    reader.end_table()
    if not reader.blocks:
        raise InputRefused(
            f"无法读取“{name}”", "里面没有文字", "请用 WPS 或 Word 打开它，另存为 .docx 后再导入"
        )
    return Document(
        tuple(reader.blocks),
        (("格式", "RTF", "本机没有 LibreOffice，只读入文字和表格的各行"),),
    )


def _read(data: bytes, reader: _Reader, name: str) -> None:
    place = 0
    while match := _PIECE.match(data, place):
        place = match.end()
        word, number, code, sign, brace, plain = match.groups()
        if brace == b"{":
            reader.stack.append(msgspec.structs.replace(reader.state))
            if len(reader.stack) > _MAX_DEPTH:
                raise damaged(name)
        elif brace == b"}":
            reader.flush()
            if not reader.stack:
                break
            in_table = reader.state.in_table
            reader.state = reader.stack.pop()
            reader.state.in_table = in_table
        elif code is not None:
            reader.byte(int(code, 16))
        elif plain is not None:
            for value in plain:
                reader.byte(value)
        elif sign is not None:
            _sign(sign, reader)
        elif word is not None:
            if word == b"bin":
                place += max(int(number or 0), 0)
            else:
                _word(word, number, reader)
        if reader.size > _MAX_TEXT or len(reader.rows) * 4 > _MAX_CELLS:
            raise InputRefused(
                f"无法读取“{name}”", "文字过多，不是一份年度报告", "请只保留报告本身后再导入"
            )


def _sign(sign: bytes, reader: _Reader) -> None:
    if sign == b"*":
        reader.state.skip = True
    elif sign in (b"{", b"}", b"\\"):
        reader.byte(sign[0])
    elif sign == b"~":
        reader.put("\u00a0")
    elif sign == b"_":
        reader.put("-")


def _word(word: bytes, number: bytes | None, reader: _Reader) -> None:
    state = reader.state
    if word == b"u" and number is not None:
        reader.unicode(int(number))
    elif word == b"uc":
        state.after_unicode = min(max(int(number or 1), 0), 8)
    elif word in _SKIPPED:
        state.skip = True
    elif word in _SIGNS:
        reader.put(_SIGNS[word])
    elif word in _ENDS:
        reader.paragraph()
    elif word in (b"cell", b"nestcell"):
        reader.cell()
    elif word in (b"row", b"nestrow"):
        reader.row()
    elif word == b"intbl":
        if not state.skip:
            state.in_table = True
    elif word == b"pard":
        if not state.skip and not reader.cells:
            state.in_table = False
    elif word == b"trowd":
        if not state.skip and not reader.cells and "".join(reader.text).strip():
            state.in_table = False
            reader.paragraph()
    elif word == b"v":
        reader.flush()
        state.hidden = number != b"0"
    elif word == b"ansicpg":
        reader.encoding = {b"936": "gb18030", b"950": "big5", b"65001": "utf-8"}.get(
            number or b"", "gb18030"
        )
