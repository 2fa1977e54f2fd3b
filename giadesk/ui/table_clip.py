"""What lies on the clipboard as a table: TSV and HTML of Excel, WPS, LibreOffice and the web.

HTML knows merged cells and the figure behind a rounded display; TSV is the check on it. Pure
functions, no Qt: a clip that is too large or makes no sense is an error in words, never a hang.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

import msgspec

from giadesk.core.errors import InputRefused
from giadesk.core.prose import plain

MAX_CELLS = 20_000
"""Cells of a clip that are looked at; a printed form has a few hundred."""

_MAX_SPAN = 1000
_MAX_TSV = 4_000_000
_MAX_HTML = 1_000_000
_MAX_TAGS = 100_000
_QUOTED = re.compile(r'"((?:[^"]|""){0,8000}+)"(?=[\t\n]|\Z)')
_LEADING = re.compile(r"[=+\-@\t]")


class ClipCell(msgspec.Struct, frozen=True, gc=False):
    """One cell. raw: the figure behind the display, "" where none is told. covered: it lies under a
    merged cell, so nothing is known of it.

    No work for the collector of garbage, which thousands of them would set going: they hold words only.
    """

    text: str = ""
    raw: str = ""
    covered: bool = False

    @property
    def figure_text(self) -> str:
        """What to read: the figure behind the display where it is told, else what is displayed."""
        return self.raw or self.text


class Clip(msgspec.Struct, frozen=True):
    """A rectangle of cells; every row has the same width."""

    rows: tuple[tuple[ClipCell, ...], ...]

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def part(self, top: int, left: int, height: int, width: int) -> Clip:
        """The cells of a rectangle of it."""
        return Clip(tuple(row[left : left + width] for row in self.rows[top : top + height]))

    def texts(self) -> list[list[str]]:
        """What is displayed, row by row."""
        return [[cell.text for cell in row] for row in self.rows]


def read_clip(text: str, markup: str = "") -> Clip | None:
    """The table on the clipboard, from its plain text and its HTML; None where there is none.

    InputRefused where it is larger than any form.
    """
    from_text = parse_tsv(text) if text else None
    try:
        from_html = parse_html(markup) if markup else None
    except InputRefused:
        if from_text is None:
            raise
        return from_text
    if from_html is None or from_text is None:
        return from_html or from_text
    same = (from_html.height, from_html.width) == (from_text.height, from_text.width)
    # A web page's HTML may hold more than the table; what the text says then is what was seen.
    return from_html if same or from_text.width == 1 else from_text


def parse_tsv(text: str) -> Clip | None:
    """The cells of tab-separated text, quoted cells with line breaks and doubled quotes included.

    The empty row that spreadsheets append is dropped. None for an empty text.
    """
    if len(text) > _MAX_TSV:
        raise _too_large()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text:
        return None
    rows = _split_quoted(text) if '"' in text else _split(text)
    if len(rows) > 1 and rows[-1] == [""]:
        rows.pop()
    return _rectangle([[ClipCell(cell) for cell in row] for row in rows])


def _split(text: str) -> list[list[str]]:
    if text.count("\t") + text.count("\n") > MAX_CELLS:
        raise _too_large()
    return [line.split("\t") for line in text.split("\n")]


def _split_quoted(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    place = count = 0
    separator = re.compile(r"[\t\n]|\Z")
    while True:
        count += 1
        if count > MAX_CELLS:
            raise _too_large()
        if text.startswith('"', place) and (quoted := _QUOTED.match(text, place)):
            cell, end = quoted[1].replace('""', '"'), quoted.end()
        else:
            found = separator.search(text, place)
            end = found.start() if found else len(text)
            cell = text[place:end]
        rows[-1].append(cell)
        if end >= len(text):
            return rows
        if text[end] == "\n":
            rows.append([])
        place = end + 1


def parse_html(markup: str) -> Clip | None:
    """The largest table in the markup, merged cells opened up; None where there is no table.

    Hidden rows and cells are left out. InputRefused where the table is larger than any form.
    """
    markup = _tables_only(markup)
    if not markup:
        return None
    reader = _TableReader()
    try:
        reader.feed(markup)  # not close(): what is cut off at the end is no table of ours
    except _Enough as error:
        raise _too_large() from error
    tables = [table for table in reader.tables if table]
    if not tables:
        return None
    return _spread(max(tables, key=lambda table: sum(map(len, table))))


def to_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Tab-separated text as spreadsheets write it; a cell that could become a formula is quoted off."""
    return "".join("\t".join(_tsv_cell(cell) for cell in row) + "\r\n" for row in rows)


def _tsv_cell(cell: str) -> str:
    if _LEADING.match(cell) and not re.fullmatch(r"[-+]?[0-9.]*", cell):
        cell = "'" + cell
    if any(c in cell for c in "\t\n\r") or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


class Span(msgspec.Struct, frozen=True):
    """A cell to write as HTML, at its place and with its spans. head: words, not a figure."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False


def to_html(cells: Iterable[Span]) -> str:
    """An HTML table of these cells, which are in reading order and do not overlap."""
    out = ["<html><head><meta charset='utf-8'></head><body><table border='1'>"]
    row = -1
    for cell in cells:
        while row < cell.row:
            out.append("<tr>" if row < 0 else "</tr><tr>")
            row += 1
        spans = (f" rowspan='{cell.rows}'" if cell.rows > 1 else "") + (
            f" colspan='{cell.columns}'" if cell.columns > 1 else ""
        )
        # The number format keeps words from turning into dates or formulas in a spreadsheet.
        style = " style=\"mso-number-format:'\\@'\"" if cell.head else ""
        text = html.escape(cell.text).replace("\n", "<br>")
        out.append(f"<td{spans}{style}>{text}</td>")
    out.append("</tr></table></body></html>" if row >= 0 else "</table></body></html>")
    return "".join(out)


def _too_large() -> InputRefused:
    return InputRefused(
        "没有粘贴",
        f"剪贴板上的表格超过{MAX_CELLS}格",
        "请只复制需要的单元格再粘贴",
    )


def _rectangle(rows: list[list[ClipCell]]) -> Clip | None:
    width = max((len(row) for row in rows), default=0)
    if not width:
        return None
    if width * len(rows) > MAX_CELLS:
        raise _too_large()
    blank = ClipCell()
    return Clip(tuple((*row, *([blank] * (width - len(row)))) for row in rows))


def _tables_only(markup: str) -> str:
    """From the first <table to the last </table>, without comments and declarations."""
    lower = markup.lower()
    start, end = lower.find("<table"), lower.rfind("</table")
    if start < 0:
        return ""
    body = markup[start : end + 8] if end > start else markup[start:]
    if len(body) > _MAX_HTML:
        raise _too_large()
    pieces: list[str] = []
    place = 0
    while (begin := body.find("<!", place)) >= 0:
        pieces.append(body[place:begin])
        closing = "-->" if body.startswith("<!--", begin) else ">"
        stop = body.find(closing, begin)
        if stop < 0:
            return "".join(pieces)
        place = stop + len(closing)
    return "".join((*pieces, body[place:]))


class _Enough(Exception):
    """The markup holds more than any form."""


class _Td:
    """A table cell while it is read."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.rows = _span(attributes.get("rowspan", ""))
        self.columns = _span(attributes.get("colspan", ""))
        self.raw = _raw_of(attributes)
        self.parts: list[str] = []

    def cell(self) -> ClipCell:
        text = re.sub(r"[ \t\r\f]+", " ", "".join(self.parts))
        text = "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")
        return ClipCell(text, self.raw if _agrees(self.raw, text) else "")


class _TableReader(HTMLParser):
    """Collects the rows of every table; a nested table's text also belongs to the outer cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Td]]] = []
        self._open: list[list[list[_Td]]] = []
        self._cells: list[_Td | None] = []
        self._hidden: list[bool] = []
        self._tags = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags += 1
        if self._tags > _MAX_TAGS or len(self._open) > 50:
            raise _Enough
        if tag in ("style", "script"):
            self._silent += 1
            return
        if tag == "table":
            table: list[list[_Td]] = []
            self.tables.append(table)
            self._open.append(table)
            self._cells.append(None)
            self._hidden.append(False)
        elif self._open:
            self._inside(tag, {name: value or "" for name, value in attrs})

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        hidden = "display:none" in attributes.get("style", "").replace(" ", "").lower()
        if tag == "tr":
            self._hidden[-1] = hidden
            self._cells[-1] = None
            if not hidden:
                self._open[-1].append([])
        elif tag in ("td", "th"):
            if not self._open[-1]:
                self._open[-1].append([])
            cell = _Td(attributes)
            self._cells[-1] = cell
            if not hidden and not self._hidden[-1]:
                self._open[-1][-1].append(cell)
        elif tag == "br" or (tag in ("p", "div", "li") and self._has_text()):
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._open.pop()
            self._cells.pop()
            self._hidden.pop()
        elif tag in ("td", "th"):
            self._cells[-1] = None

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(data.replace("\n", " ").replace("\x00", ""))

    def _has_text(self) -> bool:
        cell = self._cells[-1]
        return cell is not None and any(part.strip() for part in cell.parts)

    def _say(self, text: str) -> None:
        for cell in self._cells:
            if cell is not None:
                cell.parts.append(text)


def _spread(table: list[list[_Td]]) -> Clip | None:
    """Open up merged cells: the text stands at the upper left, the rest is covered."""
    places: dict[tuple[int, int], ClipCell] = {}
    height = len(table)
    for row, line in enumerate(table):
        column = 0
        for td in line:
            while (row, column) in places:
                column += 1
            rows = min(td.rows, height - row)
            if len(places) + rows * td.columns > MAX_CELLS:
                raise _too_large()
            for r in range(row, row + rows):
                for c in range(column, column + td.columns):
                    places.setdefault((r, c), ClipCell(covered=True))
            places[row, column] = td.cell()
            column += td.columns
    width = max((c for _, c in places), default=-1) + 1
    if not width or width * height > MAX_CELLS:
        if width:
            raise _too_large()
        return None
    blank = ClipCell()
    return Clip(
        tuple(tuple(places.get((r, c), blank) for c in range(width)) for r in range(height))
    )


def _span(text: str) -> int:
    match = re.match(r"\s*([0-9]{1,6})", text)
    return min(max(int(match[1]), 1), _MAX_SPAN) if match else 1


def _raw_of(attributes: dict[str, str]) -> str:
    """The figure behind the display: LibreOffice sdval, Excel and WPS x:num, web sheets' own."""
    for name in ("sdval", "x:num", "data-sheets-value"):
        text = attributes.get(name, "").strip()
        if not text:
            continue
        if name == "data-sheets-value":
            try:
                content = json.loads(text[:200])
            except ValueError:
                continue
            text = str(content.get("3", "")) if isinstance(content, dict) else ""
        try:
            number = Decimal(text)
        except InvalidOperation:
            continue
        if number.is_finite() and abs(number.adjusted()) < 30:
            return plain(number)
    return ""


def _agrees(raw: str, text: str) -> bool:
    """Whether the display is the raw figure, rounded: a date or a percentage is not."""
    if not raw:
        return False
    shown = text.strip().replace(",", "").replace("\u00a0", "").replace(" ", "")
    if shown and set(shown) == {"#"}:  # the column was too narrow to show it
        return True
    match = re.fullmatch(
        r"\(?([-+]?[0-9]*(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]{1,2}))?)[^0-9%./:-]*", shown
    )
    if match is None:
        return False
    try:
        display = abs(Decimal(match[1].rstrip(".")))
    except InvalidOperation:
        return False
    last_digit = Decimal(1).scaleb(int(match[3] or 0) - len(match[2] or ""))
    return abs(abs(Decimal(raw)) - display) <= last_digit / 2
