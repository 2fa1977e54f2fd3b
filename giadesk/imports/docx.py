"""Reading .docx and .docm: WordprocessingML straight from the zip's parts to blocks.

What Word shows is what is read: tracked changes as accepted, fields by their results, numbers of
lists as text, a text box behind the paragraph that it hangs on. What it does not show in the body
(hidden text, footnotes, comments, a table of contents) goes to `Document.unread`. Macros and whatever
lies outside the file are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.docx_styles import (
    Style,
    alternative,
    fill_style,
    is_contents,
    is_hidden,
    mark_deleted,
    pictures_in,
    row_start,
    spans_of,
    styles_of,
    symbol,
)
from giadesk.imports.gate import damaged, parts_of
from giadesk.imports.numbering import Numbering, W

_WANTED = re.compile(
    r"(?:_rels/\.rels|word/(?:document\w*|styles|numbering|footnotes|endnotes|comments|header\d*"
    r"|footer\d*)\.xml)\Z"
)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W[1:-1].encode()

MAX_XML = 8 << 20
"""A main part above this is no report, and too much for the memory of an old office computer."""
_MAX_CELLS = 60_000
_MAX_PARAGRAPHS = 60_000
_MAX_AREA = 200_000

_P, _R, _T, _TBL = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl"
_TR, _TC, _PPR, _RPR = f"{W}tr", f"{W}tc", f"{W}pPr", f"{W}rPr"
_VAL = f"{W}val"
_SDT, _SDT_CONTENT = f"{W}sdt", f"{W}sdtContent"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE = f"{_MC}AlternateContent"
_BOX = f"{W}txbxContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rt"})
_ADDED = frozenset({f"{W}ins", f"{W}moveTo"})
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_ALIGN: dict[str, Literal["left", "center", "right"]] = {
    "center": "center",
    "right": "right",
    "end": "right",
    "left": "left",
    "start": "left",
}
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")


def read_docx(data: bytes, name: str) -> Document:
    """The document's blocks in reading order. InputRefused where it is damaged or refused."""
    from lxml import etree

    parts = parts_of(data, name, _WANTED)
    main = _main_part(parts)
    if main is None:
        raise damaged(name)
    if len(parts[main]) > MAX_XML:
        raise InputRefused(
            f"无法读取“{name}”", "正文过大，不是一份年度报告", "请只保留报告本身，另存后再导入"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )

    def parse(part: str) -> Any | None:
        content = parts.get(part)
        if content is None:
            return None
        try:
            root = etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if part == main:
                raise damaged(name) from error
            return None
        return root

    root = parse(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise damaged(name)
    try:
        reader = _Reader(
            styles_of(parse("word/styles.xml")), Numbering(parse("word/numbering.xml"))
        )
        blocks = tuple(reader.blocks(body))
    except RecursionError as error:
        raise InputRefused(f"无法读取“{name}”", "嵌套层次过深", "请用 WPS 另存后再导入") from error
    except _TooLargeError as error:
        raise InputRefused(
            f"无法读取“{name}”",
            "段落或表格过多，不是一份年度报告",
            "请只保留报告本身，另存后再导入",
        ) from error
    if pictures := pictures_in(body):
        reader.note("图片", f"{pictures}幅", "图片里的文字和数字读不出，没有读入")
    for part in sorted(parts):
        stem = part.rpartition("/")[2]
        if stem.startswith(("footnotes", "endnotes", "comments.", "header", "footer")):
            reader.aside(parse(part), stem)
    return Document(blocks, tuple(reader.notes), tuple(reader.unread))


def _main_part(parts: dict[str, bytes]) -> str | None:
    """The part that the package calls its office document; word/document.xml by custom."""
    match = re.search(
        rb'<Relationship\b[^>]*?/officeDocument"[^>]*>', parts.get("_rels/.rels", b"")
    )
    target = re.search(rb'Target="/?([^"]+)"', match[0]) if match else None
    named = target[1].decode("utf-8", "replace") if target else ""
    return next((p for p in (named, "word/document.xml") if p in parts), None)


class _TooLargeError(Exception):
    pass


class _Reader:
    """Walks a body. `unread` and `notes` fill up on the way."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self.styles = styles or {"": Style()}
        self.numbering = numbering
        self.notes: list[tuple[str, str, str]] = []
        self.unread: list[str] = []
        self._plain = self.styles.get("", Style())
        self._cells = self._paragraphs = 0
        self._carried = ""
        self._hidden: list[str] = []

    def note(self, where: str, was: str, now: str) -> None:
        if (where, was, now) not in self.notes:
            self.notes.append((where, was, now))

    # -- blocks

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks of a body, a cell, a text box or a content control."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child)
            elif tag == _TBL:
                yield from self._table(child)
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is None:
                    continue
                if is_contents(child):
                    self.unread.extend(
                        b.text for b in self.blocks(content) if isinstance(b, Paragraph)
                    )
                else:
                    yield from self.blocks(content)
            elif tag in _ADDED or tag in (f"{W}customXml", f"{W}smartTag"):
                yield from self.blocks(child)
            elif tag == _ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    yield from self.blocks(chosen)
            elif tag in (f"{W}altChunk", f"{W}subDoc"):
                self.note("嵌入的文档", "另一份文档", "没有读入")

    def _paragraph(self, item: Any) -> Iterator[Block]:
        self._paragraphs += 1
        if self._paragraphs > _MAX_PARAGRAPHS:
            raise _TooLargeError
        pieces: list[str] = []
        boxes: list[Any] = []
        properties = None
        for child in item:
            if child.tag == _PPR:
                properties = child
            else:
                self._inline(child, pieces, boxes)
        text = clean_text("".join(pieces)).replace("\xad", "")
        if self._hidden:
            self.unread.append(clean_text("".join(self._hidden)))
            self._hidden.clear()
        style = self._plain if properties is None else self._style_of(properties)
        merged = properties is not None and mark_deleted(properties)
        if merged:
            self.note("修订", "有未接受的修订", "按接受全部修订读入")
            self._carried += text
        else:
            text, self._carried = self._carried + text, ""
            yield from self._made(text, style)
        for box in boxes:
            yield from self.blocks(box)

    def _made(self, text: str, style: Style) -> Iterator[Paragraph]:
        if style.toc:
            if text.strip():
                self.unread.append(text)
            return
        number = ""
        # an empty paragraph of a list still counts, as it does in Word
        if style.num_id and style.num_id != "0":
            number = self.numbering.number_of(style.num_id, max(style.depth, 0))
        yield Paragraph(
            text,
            outline=style.outline + 1 if 0 <= style.outline <= 3 else 0,
            number=number,
            align=_ALIGN.get(style.align, ""),
        )

    def _style_of(self, properties: Any) -> Style:
        own = Style()
        fill_style(own, properties)
        base = self.styles.get(own.based_on) or self._plain
        num_id = own.num_id or base.num_id
        depth = own.depth if own.depth >= 0 else base.depth
        if num_id and depth < 0:
            depth = self.numbering.level_of_style(num_id, own.based_on) or 0
        return Style(
            outline=own.outline if own.outline >= 0 else base.outline,
            num_id=num_id,
            depth=depth,
            align=own.align or base.align,
            toc=base.toc,
        )

    # -- text

    def _inline(self, item: Any, pieces: list[str], boxes: list[Any]) -> None:
        """Append the text of an inline element; text boxes are put aside."""
        tag = item.tag
        if tag == _R:
            hidden = False
            for child in item:
                kind = child.tag
                if kind == _T:
                    (self._hidden if hidden else pieces).append(child.text or "")
                elif kind == _RPR:
                    hidden = is_hidden(child)
                elif kind in _SIGNS:
                    pieces.append(_SIGNS[kind])
                elif kind == f"{W}br":
                    if child.get(f"{W}type") in (None, "textWrapping", "page"):
                        pieces.append("\n")
                elif kind == f"{W}sym":
                    pieces.append(symbol(child))
                elif kind in _GONE:
                    continue
                elif len(child):
                    self._inline(child, pieces, boxes)
        elif tag in _GONE:
            self.note("修订", "有未接受的修订", "按接受全部修订读入")
        elif tag == _ALTERNATE:
            chosen = alternative(item)
            if chosen is not None:
                for child in chosen:
                    self._inline(child, pieces, boxes)
        elif tag == _BOX:
            boxes.append(item)
        elif tag in (_MATH_TEXT, _T):
            pieces.append(item.text or "")
        elif isinstance(tag, str):
            if tag in _ADDED:
                self.note("修订", "有未接受的修订", "按接受全部修订读入")
            for child in item:
                self._inline(child, pieces, boxes)

    # -- tables

    def _table(self, item: Any) -> Iterator[Block]:
        cells: list[list[Any]] = []
        nested: list[Block] = []
        above: dict[int, list[Any]] = {}
        contents: list[tuple[Block, ...]] = []
        height = width = head_rows = 0
        for row in self._rows(item):
            column, heading = row_start(row)
            if heading and head_rows == height:
                head_rows += 1
            below: dict[int, list[Any]] = {}
            for cell in _cells_of(row):
                span, merge, sideways = spans_of(cell)
                blocks = tuple(self.blocks(cell))
                text = "\n".join(
                    b.number + b.text for b in blocks if isinstance(b, Paragraph)
                ).strip("\n")
                grids = [b for b in blocks if isinstance(b, Grid)]
                if merge == "continue" and column in above:
                    origin = above[column]
                    origin[2] = height - origin[0] + 1
                    below[column] = origin
                    if text.strip():
                        self.unread.append(text)
                elif sideways == "continue" and cells and cells[-1][0] == height:
                    cells[-1][3] += span
                    if text.strip():
                        self.unread.append(text)
                else:
                    made = [height, column, 1, span, text]
                    cells.append(made)
                    contents.append(blocks)
                    if merge:
                        below[column] = made
                nested.extend(grids)
                column += span
                self._cells += 1
                if self._cells > _MAX_CELLS or width > 2000:
                    raise _TooLargeError
            width = max(width, column)
            above = below
            height += 1
            if height * width > _MAX_AREA:
                raise _TooLargeError
        if not cells:
            return
        if len(cells) <= 2 and (nested or len(cells) == 1):
            # a frame drawn as a table: what is inside stands in the text
            for blocks in contents:
                yield from blocks
            return
        yield Grid(
            height,
            width,
            tuple(GridCell(r, c, text, rows, columns) for r, c, rows, columns, text in cells),
            head_rows=min(head_rows, height - 1),
        )
        yield from nested

    def _rows(self, table: Any) -> Iterator[Any]:
        for child in table:
            tag = child.tag
            if tag == _TR:
                properties = child.find(f"{W}trPr")
                if properties is not None and properties.find(f"{W}del") is not None:
                    self.note("修订", "有未接受的修订", "按接受全部修订读入")
                    continue
                yield child
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    yield from self._rows(content)
            elif tag in _ADDED or tag == f"{W}customXml":
                yield from self._rows(child)

    # -- beside the body

    def aside(self, root: Any | None, part: str) -> None:
        """Footnotes, comments, headers and footers: their words, but not page numbers."""
        if root is None:
            return
        for paragraph in root.iter(_P):
            text = clean_text("".join(t.text or "" for t in paragraph.iter(_T))).strip()
            if text and (not part.startswith(("header", "footer")) or _WORDS.search(text)):
                self.unread.append(text)


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        tag = child.tag
        if tag == _TC:
            yield child
        elif tag == _SDT:
            content = child.find(_SDT_CONTENT)
            if content is not None:
                yield from _cells_of(content)
        elif tag in _ADDED or tag == f"{W}customXml":
            yield from _cells_of(child)
