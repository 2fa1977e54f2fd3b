"""Reading web pages: the report found inside the page around it.

Pages are parsed without recursion and without following anything they refer to. The report is the
part of the page that holds nearly all of its running text and tables; a title that stands above that
part is taken along, menus and footers are left out and said so.
"""

from __future__ import annotations

import re

from giadesk.core.blocks import Block, Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.prose import clean_text
from giadesk.imports.chrome import CHROME
from giadesk.imports.htmltree import BLOCKS, Node, is_hidden, parse_page, walk
from giadesk.imports.text import decode
from giadesk.imports.titles import OFFICE, YEAR, looks_like_title

MAX_HTML = 4 << 20
_MAX_CELLS = 20_000
_MAX_SPAN = 300

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CENTRE = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_FIRST_PIECE = re.compile(rf"{OFFICE.pattern}|{YEAR}年?度?\Z")
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_CJK = "\u2e80-\u9fff\uff00-\uffef“”‘’"
_BROKEN = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]+[ \t]*(?=[{_CJK}])")


def read_html(data: bytes, name: str) -> Document:
    """The report's blocks. InputRefused for a page too large or too deep, or without text."""
    if len(data) > MAX_HTML:
        raise InputRefused(
            f"无法读取“{name}”", "网页过大", "请把报告正文复制到 WPS 中，另存为 .docx 后导入"
        )
    text, notes = _decoded(data, name)
    root = parse_page(text, name)
    _weigh(root)
    core = _core(root)
    blocks = [b for b in _blocks(core) if isinstance(b, Grid) or b.text.strip()]
    before, after = _around(root, core)
    blocks, dropped = _trimmed(blocks)
    title = _title(root, before, blocks)
    if title:
        blocks.insert(0, Paragraph(title, align="center"))
    # a page's <title> that the report says again is not left out
    read = {b.text for b in blocks if isinstance(b, Paragraph)}
    left = [t for t in (*before, *dropped, *after) if t not in read]
    if left:
        shown = "　".join(left)
        shown = shown if len(shown) <= 80 else shown[:80] + "……"
        notes.append(("网页", shown, "报告以外的导航等文字没有读入"))
    return Document(tuple(blocks), tuple(notes))


def _decoded(data: bytes, name: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The page as text; what it declares is believed only where it decodes."""
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data, name)[0], []
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii", "replace").lower() if declared else ""
    usual = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "utf8": "utf-8"}
    encoding = usual.get(encoding, encoding)
    if encoding in ("gb18030", "utf-8", "big5"):
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            pass
    text, real = decode(data, name)
    notes = [("编码", encoding, real)] if encoding and real.replace("-sig", "") != encoding else []
    return text, notes


def _weigh(root: Node) -> None:
    """How much running text each element holds; links and page furniture weigh nothing."""
    for node in reversed(list(walk(root))):
        if node.tag == "a" or is_hidden(node):
            continue
        for child in node.children:
            if isinstance(child, Node):
                node.mass += child.mass
            elif not CHROME.search(child):
                node.mass += len("".join(child.split()))


def _core(root: Node) -> Node:
    """The innermost element that holds nearly all of the page's running text."""
    node = root
    while True:
        inner = [
            c for c in node.children if isinstance(c, Node) and c.tag not in ("tr", "td", "th")
        ]
        inner += [
            cell
            for table in node.children
            if isinstance(table, Node) and table.tag in ("table", "tbody", "tr")
            for cell in walk(table)
            if cell.tag in ("td", "th")
        ]
        heavy = max(inner, key=lambda c: c.mass, default=None)
        if heavy is None or heavy.mass < 0.85 * root.mass or heavy.tag in ("table", "p", "span"):
            layout = heavy is not None and heavy.tag == "table" and heavy.mass >= 0.85 * root.mass
            if not layout or heavy is None:
                return node
            cells = [c for c in walk(heavy) if c.tag in ("td", "th")]
            big = max(cells, key=lambda c: c.mass, default=None)
            if big is None or big.mass < 0.85 * root.mass:
                return node
            node = big
        else:
            node = heavy


# --- blocks -------------------------------------------------------------------------------------


class _Lines:
    """Collects texts into paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []

    def end(self, align: str = "", outline: int = 0, number: str = "") -> None:
        text = tidy("".join(self.pieces))
        self.pieces.clear()
        if text.strip():
            side = align if align in ("center", "right") else ""
            self.blocks.append(Paragraph(text, "body", outline, number, side))  # type: ignore[arg-type]


def tidy(text: str) -> str:
    """Text of a page with its white space as shown: runs are one space, breaks in Chinese are none."""
    return _SPACE.sub(" ", _BROKEN.sub("", clean_text(text).replace("\u200d", ""))).rstrip()


def _blocks(core: Node) -> list[Block]:
    """The paragraphs and tables inside an element, in reading order."""
    lines = _Lines()
    counters: list[int] = []
    # each step is an element to enter or, with the flag, to leave
    waiting: list[tuple[Node | str, bool]] = [(core, True), (core, False)]
    while waiting:
        item, leaving = waiting.pop()
        if isinstance(item, str):
            lines.pieces.append(item)
            continue
        if leaving:
            if item.tag in BLOCKS or item is core:
                number = ""
                if item.tag == "li" and counters and counters[-1] >= 0:
                    counters[-1] += 1
                    number = f"{counters[-1]}."
                lines.end(_align(item), _outline(item), number)
            if item.tag in ("ol", "ul") and counters:
                counters.pop()
            continue
        if item is not core and is_hidden(item):
            continue
        if item.tag == "br":
            lines.end(_align(item))
            continue
        if item.tag == "table" and item is not core and (grid := _grid(item)) is not None:
            lines.end()
            for caption in item.children:
                if isinstance(caption, Node) and caption.tag == "caption":
                    words = [b for b in _blocks(caption) if isinstance(b, Paragraph)]
                    lines.blocks += [Paragraph(w.text, align="center") for w in words]
            lines.blocks.append(grid)
            continue
        if item.tag in BLOCKS:
            lines.end(_align(item))
        if item.tag in ("ol", "ul"):
            decimal = item.tag == "ol" and item.attributes.get("type", "1") == "1"
            counters.append(0 if decimal else -1)
        waiting.append((item, True))
        waiting.extend((c, False) for c in reversed(item.children))
    lines.end()
    return lines.blocks


def _align(node: Node) -> str:
    here: Node | None = node
    for _ in range(3):
        if here is None:
            return ""
        if align := here.attributes.get("align", "").lower():
            return align
        if match := _CENTRE.search(here.attributes.get("style", "")):
            return match[1].lower()
        if here.tag == "center":
            return "center"
        if here.tag in ("td", "th"):
            return ""
        here = here.parent
    return ""


def _outline(node: Node) -> int:
    return int(node.tag[1]) - 1 if re.fullmatch("h[2-5]", node.tag) else 0


def _grid(table: Node) -> Grid | None:
    """The table as a grid; None for one that only lays out the page."""
    inside = list(walk(table))
    if any(n.tag == "table" for n in inside[1:]):
        return None
    rows = [n for n in inside if n.tag == "tr"]
    taken: dict[tuple[int, int], bool] = {}
    cells: list[GridCell] = []
    for index, row in enumerate(rows):
        column = 0
        for cell in row.children:
            if not isinstance(cell, Node) or cell.tag not in ("td", "th"):
                continue
            while (index, column) in taken:
                column += 1
            height = min(_span(cell, "rowspan"), len(rows) - index)
            width = _span(cell, "colspan")
            for r in range(index, index + height):
                for c in range(column, column + width):
                    taken[(r, c)] = True
            cells.append(GridCell(index, column, _cell_text(cell), height, width))
            column += width
            if len(taken) > _MAX_CELLS:
                return None
    long = [c for c in cells if len(c.text) > 400]
    width = max((c for _, c in taken), default=0) + 1
    if len(cells) <= 1 or len(rows) * width > 4 * _MAX_CELLS or (long and len(cells) <= 4):
        return None
    heads = next((n for n, row in enumerate(rows) if not _is_head(row)), len(rows))
    return Grid(len(rows), width, tuple(cells), head_rows=min(heads, len(rows) - 1))


def _is_head(row: Node) -> bool:
    """Whether a row is one of the table's heads: in its thead, or of nothing but th."""
    if row.parent is not None and row.parent.tag == "thead":
        return True
    cells = [c for c in row.children if isinstance(c, Node)]
    return bool(cells) and all(c.tag == "th" for c in cells)


def _cell_text(cell: Node) -> str:
    return "\n".join(b.text.strip() for b in _blocks(cell) if isinstance(b, Paragraph))


def _span(cell: Node, name: str) -> int:
    digits = re.match(r"\s*(\d{1,5})", cell.attributes.get(name, ""))
    return min(max(int(digits[1]), 1), _MAX_SPAN) if digits else 1


# --- what belongs to the report -----------------------------------------------------------------


def _around(root: Node, core: Node) -> tuple[list[str], list[str]]:
    """The texts of the page before and after the core."""
    if core is root:
        return [], []
    marker = "\ue000"
    saved, core.children = core.children, [marker]
    try:
        texts = [b.text.strip() for b in _blocks(root) if isinstance(b, Paragraph)]
        for grid in (b for b in _blocks(root) if isinstance(b, Grid)):
            texts += [c.text for c in grid.cells if c.text.strip()]
    finally:
        core.children = saved
    place = next((i for i, t in enumerate(texts) if marker in t), len(texts))
    before, after = texts[:place], texts[place + 1 :]
    if place < len(texts):
        left, _, right = texts[place].partition(marker)
        before += [left] if left else []
        after = ([right] if right else []) + after
    return before, after


def _begins_title(block: Block, above: int) -> bool:
    """Whether a line over the title, with so many between, is its first piece: 青石镇 or 青石镇2024年."""
    if above > 1 or not isinstance(block, Paragraph) or len(block.text) > 40:
        return False
    text = "".join(block.text.split())
    return bool(_FIRST_PIECE.search(text)) and not re.search(r"[>＞»：:|/]", text)


def _trimmed(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without the page's own lines at their ends, and those lines."""
    dropped: list[str] = []
    titles = [
        i
        for i, b in enumerate(blocks[:40])
        if isinstance(b, Paragraph) and looks_like_title(b.text.strip())
    ]
    start = titles[0] if titles else 0
    while start and _begins_title(blocks[start - 1], titles[0] - start):
        start -= 1
    head = blocks[:start]
    # a page's menu is short lines; anything long before the title is text
    if head and all(isinstance(b, Paragraph) and len(b.text) < 60 for b in head):
        dropped += [b.text.strip() for b in head if isinstance(b, Paragraph)]
        blocks = blocks[start:]
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        near_end = index < 6 or index >= len(blocks) - 12
        if (
            near_end
            and isinstance(block, Paragraph)
            and len(block.text) < 200
            and CHROME.search(block.text)
        ):
            dropped.append(block.text.strip())
        else:
            kept.append(block)
    return kept, dropped


def _title(root: Node, before: list[str], blocks: list[Block]) -> str:
    """The title where it stands above the report's own part of the page; "" where it is inside."""
    inside = [b.text.strip() for b in blocks[:4] if isinstance(b, Paragraph)]
    if any(looks_like_title(t) for t in inside):
        return ""
    above = [t for t in before if looks_like_title(t)]
    if above:
        return above[-1]
    for node in walk(root):
        if node.tag == "title":
            text = tidy("".join(c for c in node.children if isinstance(c, str))).strip()
            for piece in re.split(r"[_|\-–—]", text):
                if looks_like_title(piece.strip()):
                    return piece.strip()
    return ""
