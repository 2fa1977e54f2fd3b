"""Writing a report as a web page: one file, real tables, nothing that runs or is fetched.

Made to be put on a site as it is, or pasted into a site's editor: what a table needs to be read is
said at the cells themselves, because editors drop style sheets. Every text passes `html.escape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

from giadesk import places
from giadesk.core.blocks import Block, Grid, GridCell, Heading, Paragraph
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.annexes import Contents, contents_of
from giadesk.exports.table_layout import centred_label

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_STYLE = """
body { max-width: 50em; margin: 2em auto; padding: 0 1em; line-height: 1.8; color: #000;
  background: #fff; font-family: 仿宋, FangSong, "Noto Serif CJK SC", serif; font-size: 1.125rem; }
h1 { text-align: center; font-size: 1.6rem; line-height: 1.4; }
h2 { font-size: 1.25rem; } h3, h4, h5 { font-size: 1.125rem; } h4, h5 { font-weight: normal; }
table { margin: 1em 0; line-height: 1.4; font-size: .95rem; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print { body { margin: 0; padding: 0; max-width: none; }
  thead { display: table-header-group; } tr { break-inside: avoid; } }
"""
_DRAFT = 'body::before { content: "草　稿"; display: block; text-align: right; color: #c00000; }\n'
_LONG = 20  # characters in a cell, from which on its text begins at the left
_EDGE = "border:1px solid #000;padding:4px 6px;"
_ALIGN = {
    "": "",
    "left": "text-align:left",
    "center": "text-align:center",
    "right": "text-align:right",
}


def write_html(
    report: Report,
    form: Form,
    target: Path,
    contents: Contents | None = None,
    charts: Mapping[str, str] | None = None,
) -> None:
    """Write the report as one .html file; contents: None for the report without annexes.

    charts: SVG elements to stand under the tables of these ids (`charts.table_charts`).
    StorageFailed where the file cannot be written.
    """
    page = _page(report, contents or contents_of(report, form), charts or {})
    with places.replacing(target) as temporary:
        temporary.write_bytes(page.encode())


def _page(report: Report, contents: Contents, charts: Mapping[str, str]) -> str:
    title = _text(contents.title.replace("\n", "")).strip() or "政府信息公开工作年度报告"
    final = not contents.draft
    parts = list(_blocks(contents.blocks, charts))
    for annex in contents.annexes:
        parts.append(f'<h2 style="break-before:page">{_text(f"{annex.mark}　{annex.title}")}</h2>')
        parts += _blocks(annex.blocks, {})
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<meta name="author" content="{_text(report.about.signature or report.unit)}"/>\n'
        f"<title>{title}</title>\n<style>{_STYLE}{'' if final else _DRAFT}</style>\n</head>\n"
        f"<body>\n<article>\n{body}\n</article>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text), quote=True)


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br/>")


def _blocks(blocks: Iterable[Block], charts: Mapping[str, str]) -> Iterator[str]:
    section = ""
    for block in blocks:
        match block:
            case Heading():
                if block.level == 1:
                    section = block.text
                yield _heading(block)
            case Grid():
                yield _table(block, section)
                if block.table in charts:
                    yield f'<figure style="margin:1em 0">{charts[block.table]}</figure>'
            case Paragraph(role="title"):
                yield f"<h1>{_lines(block.text)}</h1>"
            case Paragraph(role="signature" | "date"):
                yield f'<p style="text-align:right">{_lines(block.text)}</p>'
            case Paragraph():
                align = _ALIGN[block.align]
                style = align or "text-indent:2em"
                yield f'<p style="{style}">{_lines(block.text)}</p>'


def _heading(block: Heading) -> str:
    """A heading of its own as h2 to h5; one that runs into its text begins a paragraph."""
    text = _text(block.number) + _lines(block.text)
    if block.run_in:
        return f'<p style="text-indent:2em"><strong>{text}</strong>{_lines(block.run_in)}</p>'
    level = block.level + 1
    return f"<h{level}>{text}</h{level}>"


def _table(grid: Grid, section: str) -> str:
    own = grid.caption if grid.caption != section else ""
    unit = ""
    if own and grid.unit and not any(c.kind == "head" and c.text == "单位" for c in grid.cells):
        unit = f'<p style="text-align:right">单位：{_text(grid.unit)}</p>\n'
    # a form's table has it also where the heading says the same: pasted into a site's editor a page
    # loses its attributes; one of the clerk's own without a name gets none that comes back as its own
    name = own or (section if grid.table else "")
    caption = f"<caption>{_lines(name)}</caption>\n" if name else ""
    label = "" if name else f' aria-label="{_text(section or "表格")}"'
    return (
        f"{unit}<table{label} "
        f'style="border-collapse:collapse;width:100%">\n{caption}{_column_groups(grid)}{_rows(grid)}</table>'
    )


def _column_groups(grid: Grid) -> str:
    """The columns in groups as the innermost heads join them; a head of a group needs one to be of
    (HTML, 4.9.10)."""
    groups = [c for c in grid.cells if c.kind == "head" and c.columns > 1]
    if not groups:
        return ""
    starts = {0, grid.label_columns, grid.width}
    for cell in groups:
        end = cell.column + cell.columns
        inner = not any(
            o is not cell and cell.column <= o.column < end and o.row > cell.row for o in groups
        )
        if inner and cell.columns < grid.width:
            starts |= {cell.column, end}
    spans = (end - start for start, end in pairwise(sorted(starts)))
    return "".join(f'<colgroup span="{span}"></colgroup>' for span in spans) + "\n"


def _rows(grid: Grid) -> str:
    """Heads in thead; a block with a title over its whole width is a tbody of its own."""
    starts: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        starts.setdefault(cell.row, []).append(cell)
    parts = []
    inside = ""
    for row, line in enumerate(grid.matrix()):
        cells = starts.get(row, [])
        titled = len(cells) == 1 and cells[0].kind == "head" and cells[0].columns == grid.width
        wanted = "thead" if row < grid.head_rows else "tbody"
        if inside != wanted or titled:
            parts.append((f"</{inside}>\n" if inside else "") + f"<{wanted}>\n")
            inside = wanted
        filled = {cell.column: _cell(cell, grid) for cell in cells}
        for column, cover in enumerate(line):
            if cover is None:
                filled[column] = f'<td style="{_EDGE}"></td>'
        parts.append(f"<tr>{''.join(text for _, text in sorted(filled.items()))}</tr>\n")
    return "".join(parts) + (f"</{inside}>\n" if inside else "")


def _cell(cell: GridCell, grid: Grid) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    text = _lines(cell.text)
    style = f"{_EDGE}text-align:center"
    match cell.kind:
        case "head":
            group = cell.columns > 1 and cell.column + cell.columns > grid.label_columns
            scope = "colgroup" if group else "col"
            return f'<th scope="{scope}"{spans} style="{style}">{text}</th>'
        case "label":
            scope = "rowgroup" if cell.rows > 1 else "row"
            indent = f"padding-left:{cell.indent * 2}em;" if cell.indent else ""
            if not centred_label(cell):
                style = f"{_EDGE}{indent}text-align:left"
            return f'<th scope="{scope}"{spans} style="{style};font-weight:normal">{text}</th>'
        case _:
            if len(cell.text) > _LONG or "\n" in cell.text:
                style = f"{_EDGE}text-align:left"
            return f'<td{spans} style="{style}">{text}</td>'
