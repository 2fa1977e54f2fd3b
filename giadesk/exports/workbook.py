"""What a workbook is made of: cells as XML with their values, the looks of cells, the package.

openpyxl makes the package and the styles. The sheets are written here, because it writes a formula
without its value, takes a text that begins with = for a formula, and costs five times as much a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from giadesk.core.prose import plain

Sheet = Any
"""openpyxl's worksheet; its stubs know less of it than is used here."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ in a cell means A (ST_Xstring)
_LONGEST_TEXT = 32767  # characters that a cell can hold
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_FACE, _HEAD_FACE = "宋体", "黑体"

WARNINGS = {"不符": "FFC00000", "未填": "FFBF6900"}
"""Words of 核对 that are shown in a colour."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>GIADesk</Application></Properties>"
)
"""docProps/app.xml, which openpyxl fills with its own version."""


def legal(text: str) -> str:
    """The text as a cell can hold it: without what XML forbids, not too long."""
    return _ILLEGAL.sub("", text)[:_LONGEST_TEXT]


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name a sheet: the one wanted as far as Excel takes it, each once and none that is taken."""
    known = {"history", *(name.casefold() for name in taken)}  # Excel keeps "history" for itself
    names = []
    for number, text in enumerate(wanted, start=1):
        name = _NOT_IN_NAME.sub("", text).strip()[:31] or f"表{number}"
        while name.casefold() in known:
            name = f"{name[:24]}（{number}）"
        known.add(name.casefold())
        names.append(name)
    return names


@lru_cache(maxsize=256)
def column_name(number: int) -> str:
    """A column, from 1, as a sheet names it: 28 → AB."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Row and column, from 1, as a cell's name: (5, 28) → AB5."""
    return f"{column_name(column)}{row}"


class Cells:
    """The cells and the set-up of one sheet, written as XML. Rows and columns count from 1."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[int, str]]] = {}
        self._merged: list[str] = []
        self.widths: list[float] = []
        """Widths of the columns from the first, in digits of the default face."""
        self.heights: dict[int, float] = {}
        """Row to height in pt; a row that is absent has the default."""
        self.landscape = False
        self.one_page = False
        """Whether it is printed on one page, not only one page wide."""
        self.draft = False
        """Whether 草稿 stands in the head of every page."""
        self.frozen = (1, 1)
        """The first row and column that move when the sheet is scrolled."""
        self.marked: tuple[str, dict[str, int]] = ("", {})
        """Cells, and words that are shown in a look of their own there (`Styles.warnings`)."""

    def blank(self, row: int, column: int, style: int) -> None:
        """A cell without content, for its borders."""
        self._put(row, column, f's="{style}"/>')

    def number(self, row: int, column: int, value: Decimal | int, style: int) -> None:
        """A number."""
        text = plain(value) if isinstance(value, Decimal) else str(value)
        self._put(row, column, f's="{style}"><v>{text}</v></c>')

    def text(self, row: int, column: int, text: str, style: int) -> None:
        """A text, which stays one whatever it begins with; an empty one leaves the cell blank."""
        text = _escaped(_ESCAPE.sub("_x005F_", legal(text)))
        if not text:
            self.blank(row, column, style)
            return
        space = ' xml:space="preserve"' if text != text.strip() else ""
        inline = f's="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
        self._put(row, column, inline)

    def formula(
        self, row: int, column: int, formula: str, value: Decimal | str, style: int
    ) -> None:
        """A formula, without its =, and the value that it has now."""
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = _escaped(value) if isinstance(value, str) else plain(value)
        self._put(row, column, f's="{style}"{kind}><f>{_escaped(formula)}</f><v>{shown}</v></c>')

    def merge(self, row: int, column: int, rows: int, columns: int, style: int | None) -> None:
        """Merge cells; `style` gives the covered ones their borders, None leaves them out."""
        if rows == columns == 1:
            return
        last = address(row + rows - 1, column + columns - 1)
        self._merged.append(f"{address(row, column)}:{last}")
        if style is not None:
            for other in range(row, row + rows):
                for beside in range(column, column + columns):
                    if (other, beside) != (row, column):
                        self.blank(other, beside, style)

    def _put(self, row: int, column: int, rest: str) -> None:
        content = f'<c r="{address(row, column)}" {rest}'
        self._rows.setdefault(row, []).append((column, content))

    def xml(self, *, selected: bool) -> bytes:
        """The whole sheet. selected: whether it is the one that is shown on opening."""
        last = address(max(self._rows), max(c for row in self._rows.values() for c, _ in row))
        merged = "".join(f'<mergeCell ref="{place}"/>' for place in self._merged)
        head = "<oddHeader>&amp;R草稿</oddHeader>" if self.draft else ""
        parts = (
            f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{last}"/>{self._view(selected)}<sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{self._columns()}</cols><sheetData>{self._data()}</sheetData>",
            '<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>',
            f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>' if merged else "",
            self._marks(),
            '<printOptions horizontalCentered="1"/>',
            '<pageMargins left="0.7" right="0.7" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>',
            f'<pageSetup paperSize="9" orientation="{"landscape" if self.landscape else "portrait"}" '
            f'fitToWidth="1" fitToHeight="{int(self.one_page)}"/>',
            f"<headerFooter>{head}<oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>",
        )
        return (_DECLARATION + "".join(parts)).encode()

    def _view(self, selected: bool) -> str:
        row, column = self.frozen
        shown = ' tabSelected="1"' if selected else ""
        pane = ""
        if row > 1 or column > 1:
            across = f' xSplit="{column - 1}"' if column > 1 else ""
            down = f' ySplit="{row - 1}"' if row > 1 else ""
            where = "bottomRight" if across and down else "bottomLeft" if down else "topRight"
            pane = (
                f'<pane{across}{down} topLeftCell="{address(row, column)}" activePane="{where}" '
                f'state="frozen"/><selection pane="{where}"/>'
            )
        return f'<sheetViews><sheetView{shown} workbookViewId="0">{pane}</sheetView></sheetViews>'

    def _columns(self) -> str:
        return "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(self.widths, start=1)
        )

    def _data(self) -> str:
        rows = []
        for number in sorted(self._rows):
            height = self.heights.get(number)
            size = f' ht="{height}" customHeight="1"' if height else ""
            cells = "".join(content for _, content in sorted(self._rows[number]))
            rows.append(f'<row r="{number}"{size}>{cells}</row>')
        return "".join(rows)

    def _marks(self) -> str:
        cells, looks = self.marked
        if not looks:
            return ""
        rules = "".join(
            f'<cfRule type="cellIs" dxfId="{look}" priority="{n}" operator="equal">'
            f"<formula>&quot;{word}&quot;</formula></cfRule>"
            for n, (word, look) in enumerate(looks.items(), start=1)
        )
        return f'<conditionalFormatting sqref="{cells}">{rules}</conditionalFormatting>'


class Styles:
    """The looks of cells, by the number under which the workbook knows them.

    What the clerk types is unlocked, labels and computed cells are locked (without a password).
    """

    def __init__(self, book: Any) -> None:
        """Register the looks; the book's first sheet is used up for it."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
        from openpyxl.styles.differential import DifferentialStyle

        line = Side(style="thin")
        box = Border(left=line, right=line, top=line, bottom=line)
        sheet = book.worksheets[0]
        words = Font(name=_FACE, size=11)
        book._fonts[0] = words  # the workbook's default face, else Calibri
        middle = Alignment("center", "center", wrap_text=True)
        left = Alignment("left", "center", wrap_text=True)
        typed: dict[str, Any] = {"border": box, "protection": Protection(locked=False)}

        def style(font: Font, align: Alignment, **rest: Any) -> int:
            cell = sheet.cell(1, 1)
            cell.font, cell.alignment = font, align
            for name, value in rest.items():
                setattr(cell, name, value)
            number = int(cell.style_id)
            del sheet._cells[1, 1]
            return number

        self.title = style(Font(name=_FACE, size=16, bold=True), middle)
        self.caption = style(Font(name=_HEAD_FACE, size=12), middle)
        self.unit = style(words, Alignment("right", "center"))
        self.note = style(words, left)
        self.head = style(Font(name=_HEAD_FACE, size=11), middle, border=box)
        self.centred = style(words, middle, border=box)
        self.words = style(words, middle, number_format="@", **typed)
        self.count = style(words, middle, number_format="0", **typed)
        self.money = style(words, middle, number_format="General", **typed)
        self.signed = style(words, middle, number_format="+0;-0;0", **typed)
        grey = PatternFill("solid", fgColor="F2F2F2")
        self.total = style(words, middle, border=box, fill=grey)
        self.labels = tuple(
            style(words, Alignment("left", "center", wrap_text=True, indent=n), border=box)
            for n in range(5)
        )
        self.warnings = {
            word: int(book._differential_styles.add(DifferentialStyle(font=Font(color=colour))))
            for word, colour in WARNINGS.items()
        }
        book.remove(sheet)

    def label(self, indent: int) -> int:
        """The look of a row's label at that level."""
        return self.labels[min(indent, len(self.labels) - 1)]


def package(book: Any, cells: list[Cells]) -> dict[str, bytes]:
    """The parts of the package, by name, each sheet with its cells, nothing that tells the hour."""
    from openpyxl.writer.excel import ExcelWriter

    sheets = iter(cells)
    taken = _Parts()

    class Writer(ExcelWriter):
        """openpyxl's, but for the sheets."""

        def write_worksheet(self, ws: Any) -> None:
            taken.writestr(ws.path[1:], next(sheets).xml(selected=ws._id == 1))
            self.manifest.append(ws)
            ws._drawing = None

    Writer(book, taken).save()  # type: ignore[arg-type]
    contents = taken.contents
    contents["xl/styles.xml"] = _FONT.sub(_in_order, contents["xl/styles.xml"])
    dates = rb"<dcterms:(created|modified)[^>]*>.*?</dcterms:\1>"
    contents["docProps/core.xml"] = re.sub(dates, b"", contents["docProps/core.xml"])
    contents["docProps/app.xml"] = APP
    return contents


_FONT = re.compile(rb"<font>(.*?)</font>")
_FONT_PARTS = (b"b", b"i", b"u", b"sz", b"color", b"name", b"family", b"charset")


def _in_order(font: re.Match[bytes]) -> bytes:
    """A font with its parts in the order of Excel's own schema, which openpyxl does not keep."""
    parts = re.findall(rb"<(\w+)[^>]*/>", font[1])
    texts = dict(zip(parts, re.findall(rb"<\w+[^>]*/>", font[1]), strict=True))
    ordered = sorted(texts, key=lambda name: _FONT_PARTS.index(name))
    return b"<font>%s</font>" % b"".join(texts[name] for name in ordered)


class _Parts:
    """Takes what openpyxl would put into a zip, so that it is packed once, with the cells."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def writestr(self, name: str, content: str | bytes) -> None:
        self.contents[name] = content.encode() if isinstance(content, str) else content

    def namelist(self) -> list[str]:
        return list(self.contents)

    def close(self) -> None:
        """Nothing is open."""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
