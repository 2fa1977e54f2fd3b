"""The body of a Word report as XML: paragraphs cut into pure runs, tables as planned.

Written as text and parsed once; building it element by element costs ten times as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from giadesk.core.blocks import Block, Grid, GridCell, Heading, Paragraph
from giadesk.exports import layout, table_layout
from giadesk.exports.annexes import Annex
from giadesk.exports.profile import Profile, twips
from giadesk.exports.word_parts import exact, fonts, latin_fonts, sizes

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TABLE_STYLE_SIZE = 10.5  # of the table styles in the template; other sizes are said in the cell


def legal(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return _ILLEGAL.sub("", text)


class _Pen:
    """Draws text in one Chinese and one Latin face, each piece in a run of its own."""

    def __init__(self, face: str, latin: str, more: str = "") -> None:
        self._chinese = f"<w:r><w:rPr>{fonts(face)}{more}</w:rPr>"
        self._latin = f"<w:r><w:rPr>{latin_fonts(latin, face)}{more}</w:rPr>" if latin else ""

    def runs(self, text: str) -> str:
        """The text as runs; a line feed breaks the line, a tab stays one."""
        text = legal(text)
        if not self._latin:
            return f"{self._chinese}{_content(text)}</w:r>" if text else ""
        return "".join(
            f"{self._latin if latin else self._chinese}{_content(piece)}</w:r>"
            for latin, piece in layout.runs_of(text)
        )


def _content(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" in text or "\t" in text:
        parts = re.split(r"([\n\t])", text)
        return "".join(
            "<w:br/>" if part == "\n" else "<w:tab/>" if part == "\t" else _text(part)
            for part in parts
            if part
        )
    return _text(text)


def _text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{space}>{text}</w:t>"


class BodyWriter:
    """Draws blocks in a profile. One writer a document."""

    def __init__(self, profile: Profile, unit: str) -> None:
        self._profile = profile
        self._unit = unit
        body = profile.body
        self._body = _Pen(body.font, body.latin)
        self._title = _Pen(profile.title.font, "")
        self._heads = {
            level: _Pen(profile.heading(level).font, body.latin) for level in range(1, 5)
        }
        # what follows a run-in heading is body text inside a heading's paragraph
        self._run_in = {
            level: _Pen(
                body.font,
                body.latin,
                ('<w:b w:val="0"/><w:bCs w:val="0"/>' if profile.heading(level).bold else "")
                + (sizes(body.size) if profile.heading(level).size != body.size else ""),
            )
            for level in range(1, 5)
        }
        self._em = round(body.size * 20) + profile.spacing
        self._room = profile.text_width / self._em

    def xml(self, blocks: Sequence[Block]) -> str:
        """All blocks in order, as the children of w:body."""
        parts: list[str] = []
        section = ""
        begins: dict[int, int] = {}
        for place, block in enumerate(blocks):
            begins[place] = len(parts)
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            match block:
                case Heading():
                    if block.level == 1:
                        section = block.text
                    parts.append(self._heading(block, _is_end(following)))
                case Grid():
                    ending = table_layout.ending_of(blocks, place, self._profile)
                    plan = table_layout.plan_table(block, self._profile, ending)
                    parts.append(self._table(block, section, plan))
                    if ending and ending.first is not None and not plan.whole:
                        part = begins[ending.first]
                        parts[part] = parts[part].replace("/>", "/><w:pageBreakBefore/>", 1)
                    if following is None or isinstance(following, Grid):
                        parts.append('<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>')
                case Paragraph(role="title"):
                    parts.append(self._title_paragraph(block))
                case Paragraph(role="signature" | "date"):
                    parts.append(self._signature(block, blocks, place))
                case Paragraph(role="attachment"):
                    parts.append(self._attachment(block, blocks, place))
                case Paragraph():
                    parts.append(self._paragraph(block, _is_end(following)))
        return "".join(parts)

    def annex(self, annex: Annex) -> str:
        """An annex on a page of its own: its mark, its title, its blocks."""
        mark = _Pen(self._profile.heading(1).font, "").runs(annex.mark)
        title = _paragraph("Title", "", self._title.runs(annex.title))
        return _paragraph("AnnexMark", "", mark) + title + self.xml(annex.blocks)

    def _title_paragraph(self, block: Paragraph) -> str:
        title = self._profile.title
        room = self._profile.text_width / (title.size * 20)
        lines: Iterable[str] = (block.text,)
        if title.break_lines:
            lines = layout.title_lines(block.text, self._unit, room)
        return _paragraph("Title", "", self._title.runs("\n".join(lines)))

    def _heading(self, block: Heading, keep: bool) -> str:
        """A heading as a paragraph in Word's own heading style, its text running on where it does.

        A run-in heading keeps the heading style too: only so is it found in the navigation pane of
        Word and of WPS, which list the paragraphs of built-in heading styles and nothing else.
        """
        head = self._heads[block.level].runs(block.number + block.text)
        if not block.run_in:
            return _paragraph(f"Heading{block.level}", "", head)
        rest = self._run_in[block.level].runs(block.run_in)
        loose = "" if keep else '<w:keepNext w:val="0"/>'
        loose += '<w:keepLines w:val="0"/>'
        return _paragraph(f"Heading{block.level}", loose, head + rest)

    def _paragraph(self, block: Paragraph, keep: bool) -> str:
        if block.role == "caption":
            return _paragraph("Caption", "", self._body.runs(block.text))
        more = "<w:keepNext/>" if keep else ""
        if block.align:
            more += f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{block.align}"/>'
        return _paragraph("BodyText", more, self._body.runs(block.text))

    def _signature(self, block: Paragraph, blocks: Sequence[Block], place: int) -> str:
        texts = {_role(b): b.text for b in blocks if isinstance(b, Paragraph)}
        signature = self._profile.signature
        signed, dated = layout.signature_places(
            texts.get("signature", ""), texts.get("date", ""), signature.sealed, self._room
        )
        placed = signed if block.role == "signature" else dated
        first = not (place and _role(blocks[place - 1]) in ("signature", "date"))
        before = signature.lines_before * self._profile.line if first else 0
        more = exact(self._profile.line, before) if before else ""
        more += _indents(placed, self._em) + f'<w:jc w:val="{placed.align}"/>'
        style = "Signature" if block.role == "signature" else "Date"
        return _paragraph(style, more, self._body.runs(block.text))

    def _attachment(self, block: Paragraph, blocks: Sequence[Block], place: int) -> str:
        """附件：1.名称: two characters in, what wraps stands under the name's first character."""
        start, hanging = layout.attachment_indents(block.text)
        more = "<w:keepNext/>"
        if _role(blocks[place - 1]) != "attachment":
            more += exact(self._profile.line, self._profile.line)
        left, hang = round((start + hanging) * self._em), round(hanging * self._em)
        more += f'<w:ind w:left="{left}" w:hanging="{hang}"/>'
        return _paragraph("Attachment", more, self._body.runs(block.text))

    # --- tables --------------------------------------------------------------------------------

    def _table(self, grid: Grid, section: str, plan: table_layout.TablePlan) -> str:
        parts = []
        if grid.caption and grid.caption != section:
            pen = _Pen(self._profile.table.head_font, self._profile.body.latin)
            parts.append(_paragraph("Caption", "", pen.runs(grid.caption)))
            if grid.unit and not any(c.kind == "head" and c.text == "单位" for c in grid.cells):
                pen = _Pen(self._profile.table.font, self._profile.body.latin)
                parts.append(_paragraph("TableUnit", "", pen.runs(f"单位：{grid.unit}")))
        parts.append(_TableWriter(plan, self._profile).xml())
        return "".join(parts)


def _is_end(block: Block | None) -> bool:
    """Whether the end of the report begins there: 附件说明 or the signature."""
    return block is not None and _role(block) in ("attachment", "signature", "date")


def _role(block: Block) -> str:
    return block.role if isinstance(block, Paragraph) else ""


def _paragraph(style: str, more: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _indents(placed: layout.Placed, em: int) -> str:
    """w:ind of both sides: what GB/T 9704 counts in characters in characters, both in twips."""
    right = f' w:rightChars="{round(placed.right * 100)}"' if placed.right else ""
    return (
        f'<w:ind w:left="{round(placed.left * em)}"{right} w:right="{round(placed.right * em)}"'
        ' w:firstLineChars="0" w:firstLine="0"/>'
    )


class _TableWriter:
    """Draws one planned table."""

    def __init__(self, plan: table_layout.TablePlan, profile: Profile) -> None:
        self._plan = plan
        self._profile = profile
        table = profile.table
        more = sizes(plan.size) if plan.size != _TABLE_STYLE_SIZE else ""
        self._spacing = exact(plan.line) if plan.size != _TABLE_STYLE_SIZE else ""
        latin = profile.body.latin
        self._head = _Pen(table.head_font, latin, more)
        self._label = _Pen(table.font, latin, more)
        self._figure = self._label
        if plan.figure_size != plan.size:
            self._figure = _Pen(table.font, latin, sizes(plan.figure_size))

    def xml(self) -> str:
        plan = self._plan
        grid = plan.grid
        margin = twips(self._profile.table.cell_margin)
        border = round(self._profile.table.border * 8)
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{border}" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in plan.widths)
        matrix = grid.matrix()
        rows = "".join(self._row(row, line) for row, line in enumerate(matrix))
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(plan.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
            f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, row: int, line: list[GridCell | None]) -> str:
        plan = self._plan
        head = "<w:tblHeader/>" if row < plan.grid.head_rows else ""
        keep = "<w:keepNext/>" if plan.together[row] else ""
        cells = []
        column = 0
        while column < len(line):
            cell = line[column]
            cells.append(self._cell(cell, row, column, keep))
            column += cell.columns if cell is not None else 1
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{plan.heights[row]}" '
            f'w:hRule="atLeast"/>{head}</w:trPr>{"".join(cells)}</w:tr>'
        )

    def _cell(self, cell: GridCell | None, row: int, column: int, keep: str) -> str:
        columns = cell.columns if cell is not None else 1
        width = sum(self._plan.widths[column : column + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        merge = ""
        text = ""
        style, more = "TableFigure", self._spacing
        if cell is not None and cell.row == row:
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            style, more, text = self._content(cell)
        elif cell is not None:
            merge = "<w:vMerge/>"
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
            f'<w:vAlign w:val="center"/></w:tcPr>{_paragraph(style, keep + more, text)}</w:tc>'
        )

    def _content(self, cell: GridCell) -> tuple[str, str, str]:
        """Style, paragraph properties and runs of a cell's text."""
        more = self._spacing
        match cell.kind:
            case "head":
                return "TableHead", more, self._head.runs(cell.text)
            case "label":
                text = cell.text
                if table_layout.narrow_label(self._plan.grid, cell):
                    return "TableFigure", more, self._label.runs(table_layout.broken_label(text))
                if cell.indent:
                    left = round(cell.indent * self._plan.size * 20)
                    more += f'<w:ind w:left="{left}" w:firstLineChars="0" w:firstLine="0"/>'
                style = "TableFigure" if table_layout.centred_label(cell) else "TableLabel"
                return style, more, self._label.runs(text)
            case "figure" | "total":
                return "TableFigure", more, self._figure.runs(cell.text)
            case _:
                style = "TableLabel" if self._plan.runs_on(cell) else "TableFigure"
                return style, more, self._label.runs(cell.text)
