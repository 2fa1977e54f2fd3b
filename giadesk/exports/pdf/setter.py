"""Setting a report in pages: blocks to lines and rows, lines and rows to pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter

from giadesk.core.blocks import Block, Document, Grid, Heading, Paragraph
from giadesk.core.report import Report
from giadesk.exports import layout, table_layout
from giadesk.exports.annexes import Annex, Contents
from giadesk.exports.paging import Item, paginate
from giadesk.exports.pdf.faces import BASELINE, Ink, Text, clean, families, used_face
from giadesk.exports.pdf.outline import Mark
from giadesk.exports.pdf.table import Draw, Table
from giadesk.exports.profile import Profile, twips

_WIDTH, _HEIGHT = 11906, 16838
_DRAFT = "草　稿"


class PaintedPage:
    """One page, ready to be painted as often as wanted."""

    def __init__(self, number: int, pieces: Sequence[tuple[Draw, float, float]]) -> None:
        self.number = number
        """Counted from 1, as printed."""
        self._pieces = tuple(pieces)

    def paint(self, painter: QPainter) -> None:
        """Paint on a painter whose unit is the point, its origin the paper's upper left corner."""
        painter.save()
        painter.scale(1 / 20, 1 / 20)
        for draw, left, top in self._pieces:
            draw(painter, left, top)
        painter.restore()


class Pages(NamedTuple):
    """All pages of a report.

    outline: its headings. replaced: faces that this machine has not (asked, used; "" for whatever
    Qt finds). text: every character on them. fonts: one of each face they are drawn with.
    """

    pages: list[PaintedPage]
    outline: list[Mark]
    replaced: list[tuple[str, str]]
    text: str
    fonts: list[QFont]


class _Shape(NamedTuple):
    """How a paragraph stands: indents in twips, alignment, line pitch, room above and below."""

    line: int
    first: float = 0
    left: float = 0
    right: float = 0
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignJustify
    before: float = 0
    after: float = 0
    keep_next: bool = False
    keep_lines: bool = False


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class Setter:
    """Sets one report in one profile."""

    def __init__(self, report: Report, contents: Contents, profile: Profile) -> None:
        self._report = report
        self._contents = contents
        self._profile = profile
        self._replaced: dict[str, str] = {}
        self._fonts: dict[str, QFont] = {}
        body = profile.body
        self._body = self._ink(
            body.font, body.latin, body.size, spacing=profile.spacing, joints=True
        )
        self._tight = self._ink(body.font, body.latin, body.size, spacing=profile.spacing)
        self._em = round(body.size * 20) + profile.spacing
        self._items: list[Item] = []
        self._draws: list[Draw] = []
        self._marks: dict[int, tuple[int, str]] = {}

    def steps(self) -> Iterator[Pages | None]:
        """Set it a block at a time: None after each, the pages at last."""
        contents = self._contents
        yield from self._blocks(contents.blocks)
        for annex in contents.annexes:
            self._head(annex)
            yield from self._blocks(annex.blocks)
        yield self._paged()

    def _paged(self) -> Pages:
        profile, contents = self._profile, self._contents
        left, top = twips(profile.page.left), twips(profile.page.top)
        painted = []
        outline = []
        for number, placed in enumerate(paginate(self._items, profile.text_height)):
            pieces = [(self._draws[p.item], left, top + p.top) for p in placed]
            outline += [Mark(*self._marks[p.item], number) for p in placed if p.item in self._marks]
            painted.append(PaintedPage(number + 1, [*pieces, *self._edges(number + 1)]))
        replaced, fonts = sorted(self._replaced.items()), list(self._fonts.values())
        text = "".join(Document(contents.blocks).text())
        for annex in contents.annexes:
            text += annex.mark + annex.title + "".join(Document(annex.blocks).text())
        text += "0123456789单位：" + _DRAFT + profile.page_number.pattern
        return Pages(painted, outline, replaced, text, fonts)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[None]:
        section = ""
        begins: dict[int, int] = {}
        for place, block in enumerate(blocks):
            begins[place] = len(self._items)
            if isinstance(block, Heading) and block.level == 1:
                section = block.text
            if isinstance(block, Grid):
                ending = table_layout.ending_of(blocks, place, self._profile)
                plan = table_layout.plan_table(block, self._profile, ending)
                self._table(block, section, plan, signed=ending is not None)
                if ending and ending.first is not None and not plan.whole:
                    first = begins[ending.first]
                    self._items[first] = self._items[first]._replace(fresh=True)
            elif isinstance(block, Heading):
                self._heading(block, _is_end(blocks[place + 1 : place + 2]))
            else:
                self._paragraph(block, blocks, place)
            yield

    def _head(self, annex: Annex) -> None:
        """An annex begins on a page of its own, with its mark and its title."""
        profile = self._profile
        ink = self._ink(profile.heading(1).font, "", profile.body.size, spacing=profile.spacing)
        left = Qt.AlignmentFlag.AlignLeft
        shape = _Shape(profile.line, align=left, after=profile.line, keep_next=True)
        first = self._lines([(clean(annex.mark), ink)], shape)
        self._items[first] = self._items[first]._replace(fresh=True)
        self._marks[first] = (1, f"{annex.mark}　{annex.title}")
        self._title(Paragraph(annex.title, role="title"))

    def _ink(self, face: str, latin: str, size: float, **rest: Any) -> Ink:
        names = []
        for wanted in (face, latin):
            used = used_face(wanted, self._profile) if wanted else ""
            if wanted and (used != wanted or used not in families()):
                self._replaced[wanted] = used if used in families() else ""
            names.append(used)
        ink = Ink(names[0], names[1], size, **rest)
        for font in ink.fonts:
            self._fonts.setdefault(font.family(), font)
        return ink

    def _add(self, item: Item, draw: Draw) -> int:
        self._items.append(item)
        self._draws.append(draw)
        return len(self._items) - 1

    # --- text ---------------------------------------------------------------------------------

    def _lines(self, pieces: Sequence[tuple[str, Ink]], shape: _Shape) -> int:
        """Lay out a paragraph and add its lines; the number of its first item is returned."""
        width = self._profile.text_width - shape.left - shape.right
        text = Text(pieces, width, shape.align, shape.first)
        first = len(self._items)
        for number in range(text.count):
            last = number == text.count - 1
            keep = shape.keep_next if last else shape.keep_lines
            before = shape.before if not number else 0
            draw = _line_drawer(text, number, shape)
            self._add(Item(shape.line, before, keep), draw)
        if shape.after:
            self._add(Item(0, shape.after, False), _nothing)
            self._items[-2] = self._items[-2]._replace(keep=True)
        return first

    def _heading(self, block: Heading, keep: bool) -> None:
        profile = self._profile
        look = profile.heading(block.level)
        ink = self._ink(
            look.font,
            profile.body.latin,
            look.size,
            spacing=profile.spacing,
            bold=look.bold,
            joints=True,
        )
        pieces = [(clean(block.number + block.text), ink)]
        if block.run_in:
            pieces.append((clean(block.run_in), self._body))
        shape = _Shape(
            profile.line,
            profile.body.first_line * self._em,
            align=self._justify,
            keep_next=keep or not block.run_in,
            keep_lines=not block.run_in,
        )
        first = self._lines(pieces, shape)
        self._marks[first] = (block.level, block.number + block.text)

    @property
    def _justify(self) -> Qt.AlignmentFlag:
        justify = self._profile.body.justify
        return Qt.AlignmentFlag.AlignJustify if justify else Qt.AlignmentFlag.AlignLeft

    def _paragraph(self, block: Paragraph, blocks: Sequence[Block], place: int) -> None:
        match block.role:
            case "title":
                self._title(block)
            case "signature" | "date":
                self._signature(block, blocks, place)
            case "attachment":
                self._attachment(block, blocks, place)
            case _:
                keep = _is_end(blocks[place + 1 : place + 2])
                plain = not block.align
                shape = _Shape(
                    self._profile.line,
                    self._profile.body.first_line * self._em if plain else 0,
                    align=self._justify if plain else _ALIGN[block.align],
                    keep_next=keep,
                )
                self._lines([(clean(block.text), self._body)], shape)

    def _title(self, block: Paragraph) -> None:
        profile, title = self._profile, self._profile.title
        room = profile.text_width / (title.size * 20)
        unit = self._report.about.signature or self._report.unit
        lines: Sequence[str] = (block.text,)
        if title.break_lines:
            lines = layout.title_lines(block.text, unit, room)
        shape = _Shape(
            round(title.line * 20),
            align=Qt.AlignmentFlag.AlignHCenter,
            after=title.lines_after * profile.line,
            keep_next=True,
            keep_lines=True,
        )
        ink = self._ink(title.font, "", title.size, bold=title.bold)
        self._lines([(clean("\n".join(lines)), ink)], shape)

    def _signature(self, block: Paragraph, blocks: Sequence[Block], place: int) -> None:
        profile = self._profile
        texts = {b.role: b.text for b in blocks if isinstance(b, Paragraph)}
        room = profile.text_width / self._em
        signed, dated = layout.signature_places(
            texts.get("signature", ""), texts.get("date", ""), profile.signature.sealed, room
        )
        placed = signed if block.role == "signature" else dated
        above = blocks[place - 1]
        first = not (isinstance(above, Paragraph) and above.role in ("signature", "date"))
        shape = _Shape(
            profile.line,
            left=placed.left * self._em,
            right=placed.right * self._em,
            align=_ALIGN[placed.align],
            before=profile.signature.lines_before * profile.line if first else 0,
            keep_next=block.role == "signature",
            keep_lines=True,
        )
        self._lines([(clean(block.text), self._tight)], shape)

    def _attachment(self, block: Paragraph, blocks: Sequence[Block], place: int) -> None:
        profile = self._profile
        lead, hanging = layout.attachment_indents(block.text)
        above = blocks[place - 1]
        first = not (isinstance(above, Paragraph) and above.role == "attachment")
        shape = _Shape(
            profile.line,
            first=-hanging * self._em,
            left=(lead + hanging) * self._em,
            align=Qt.AlignmentFlag.AlignLeft,
            before=profile.line if first else 0,
            keep_next=True,
        )
        self._lines([(clean(block.text), self._body)], shape)

    # --- tables -------------------------------------------------------------------------------

    def _table(
        self, grid: Grid, section: str, plan: table_layout.TablePlan, *, signed: bool
    ) -> None:
        look, latin = self._profile.table, self._profile.body.latin
        centre = Qt.AlignmentFlag.AlignHCenter
        if grid.caption and grid.caption != section:
            shape = _Shape(360, align=centre, keep_next=True)
            self._lines([(clean(grid.caption), self._ink(look.head_font, latin, 12))], shape)
            if grid.unit and not any(c.kind == "head" and c.text == "单位" for c in grid.cells):
                shape = _Shape(320, align=Qt.AlignmentFlag.AlignRight, keep_next=True)
                self._lines([(f"单位：{grid.unit}", self._ink(look.font, latin, 10.5))], shape)
        inks = (
            self._ink(look.head_font, latin, plan.size),
            self._ink(look.font, latin, plan.size),
            self._ink(look.font, latin, plan.figure_size),
        )
        table = Table(plan, self._profile, inks)
        start = len(self._items)
        heads = tuple(range(start, start + plan.grid.head_rows))
        for row in range(plan.grid.height):
            repeat = heads if row >= plan.grid.head_rows else ()
            item = Item(table.heights[row], 0, plan.together[row], repeat)
            self._add(item, table.row_drawer(row))
        if not signed:
            self._add(Item(80), _nothing)  # a little room under the table

    # --- edges --------------------------------------------------------------------------------

    def _edges(self, number: int) -> Iterator[tuple[Draw, float, float]]:
        """The page number, and 草稿 over the text until 定稿."""
        profile, look = self._profile, self._profile.page_number
        left, right = twips(profile.page.left), twips(profile.page.right)
        if look.style != "none":
            text = look.pattern.replace("{n}", str(number))
            align = Qt.AlignmentFlag.AlignRight
            if look.style == "center":
                align = Qt.AlignmentFlag.AlignHCenter
            elif look.style == "mirrored" and number % 2 == 0:
                align = Qt.AlignmentFlag.AlignLeft
            inset = look.inset * look.size * 20 if look.style != "center" else 0
            width = _WIDTH - left - right - 2 * inset
            laid = Text([(text, self._ink(look.font, look.font, look.size))], width, align)
            dash = _HEIGHT - twips(profile.page.bottom - look.below)
            pitch = look.size * 20
            # the dash stands about a third of the size over the baseline
            top = dash + 0.33 * pitch - pitch * BASELINE
            yield (lambda p, x, y: laid.draw(p, 0, x, y, pitch)), left + inset, top
        if self._contents.draft:
            face = self._ink(profile.heading(1).font, "", 14)
            width = _WIDTH - left - right
            right_side = Qt.AlignmentFlag.AlignRight
            mark = Text([(_DRAFT, face)], width, right_side, colour="#c00000")
            yield (lambda p, x, y: mark.draw(p, 0, x, y, 320)), left, 1134


def _is_end(following: Sequence[Block]) -> bool:
    """Whether the end of the report begins there: 附件说明 or the signature."""
    ends = ("attachment", "signature", "date")
    return any(isinstance(block, Paragraph) and block.role in ends for block in following)


def _line_drawer(text: Text, number: int, shape: _Shape) -> Draw:
    return lambda painter, left, top: text.draw(painter, number, left + shape.left, top, shape.line)


def _nothing(painter: QPainter, left: float, top: float) -> None:
    """Room without ink."""
