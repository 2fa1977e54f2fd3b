"""What a .docx says of its paragraphs and letters by styles and properties."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any, cast

import msgspec

from giadesk.imports.numbering import W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_VAL, _PPR, _RPR = f"{W}val", f"{W}pPr", f"{W}rPr"
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
_TOC_NAME = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


class Style(msgspec.Struct):
    """What a paragraph style says that is of use here; -1 and "" for what it leaves open."""

    based_on: str = ""
    outline: int = -1
    num_id: str = ""
    depth: int = -1
    align: str = ""
    toc: bool = False


def styles_of(root: Any | None) -> dict[str, Style]:
    """Paragraph styles by id, each with what it inherits."""
    if root is None:
        return {}
    raw: dict[str, Style] = {}
    default = ""
    for item in root.iterchildren(f"{W}style"):
        if item.get(f"{W}type", "paragraph") != "paragraph":
            continue
        style = Style()
        style_id = item.get(f"{W}styleId", "")
        if item.get(f"{W}default") in ("1", "true"):
            default = style_id
        for child in item:
            if child.tag == f"{W}name":
                label = child.get(_VAL, "")
                if heading := _HEADING_NAME.match(label):
                    style.outline = int(heading[1]) - 1
                style.toc = bool(_TOC_NAME.match(label)) and label.lower() != "toc heading"
            elif child.tag == f"{W}basedOn":
                style.based_on = child.get(_VAL, "")
            elif child.tag == _PPR:
                fill_style(style, child)
        raw[style_id] = style
    resolved = {style_id: _inherited(style_id, raw) for style_id in raw}
    resolved[""] = resolved.get(default, Style())
    return resolved


def fill_style(style: Style, properties: Any) -> None:
    """Put what paragraph properties say into a style."""
    for child in properties:
        tag = child.tag
        if tag == f"{W}outlineLvl":
            style.outline = whole(child.get(_VAL), 9)
        elif tag == f"{W}jc":
            style.align = child.get(_VAL, "")
        elif tag == f"{W}numPr":
            for part in child:
                if part.tag == f"{W}numId":
                    style.num_id = part.get(_VAL, "")
                elif part.tag == f"{W}ilvl":
                    style.depth = whole(part.get(_VAL), 0)
        elif tag == f"{W}pStyle":
            style.based_on = child.get(_VAL, "")


def _inherited(style_id: str, raw: dict[str, Style]) -> Style:
    result = Style()
    seen: set[str] = set()
    while style_id in raw and style_id not in seen:
        seen.add(style_id)
        style = raw[style_id]
        if result.outline < 0:
            result.outline = style.outline
        if not result.num_id:
            result.num_id = style.num_id
        if result.depth < 0:
            result.depth = style.depth
        result.align = result.align or style.align
        result.toc = result.toc or style.toc
        style_id = style.based_on
    return result


def mark_deleted(properties: Any) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one joins it."""
    mark = properties.find(_RPR)
    return mark is not None and (
        mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    )


def is_hidden(properties: Any) -> bool:
    """Whether letters of these properties are not shown."""
    vanish = properties.find(f"{W}vanish")
    return vanish is not None and is_on(vanish)


def is_on(item: Any) -> bool:
    """Whether a switch is on, which it is where it says nothing else."""
    return item.get(_VAL, "1") not in ("0", "false", "off")


def symbol(item: Any) -> str:
    """The letter of a w:sym; "" for one of a picture font."""
    code = whole(item.get(f"{W}char"), 0, 16)
    return chr(code) if 0x20 <= code < 0xE000 or 0xF900 <= code < 0xFFF0 else ""


def whole(text: str | None, default: int, base: int = 10) -> int:
    """A whole number as it stands in an attribute; the default where it is none."""
    try:
        return int(cast(str, text), base)
    except (TypeError, ValueError):
        return default


def spans_of(cell: Any) -> tuple[int, str, str]:
    """Columns spanned; `restart`, `continue` or "" downwards; the same sideways (old files)."""
    properties = cell.find(f"{W}tcPr")
    span, down, sideways = 1, "", ""
    if properties is not None:
        for child in properties:
            if child.tag == f"{W}gridSpan":
                span = min(max(whole(child.get(_VAL), 1), 1), 200)
            elif child.tag == f"{W}vMerge":
                down = child.get(_VAL) or "continue"
            elif child.tag == f"{W}hMerge":
                sideways = child.get(_VAL) or "continue"
    return span, down, sideways


def is_contents(control: Any) -> bool:
    """Whether a content control holds a table of contents that Word made."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(_VAL) == "Table of Contents"


def alternative(item: Any) -> Any | None:
    """One of the alternatives: the newer choice, else the fallback. Never both."""
    choice = item.find(f"{_MC}Choice")
    return choice if choice is not None else item.find(f"{_MC}Fallback")


def row_start(row: Any) -> tuple[int, bool]:
    """The first grid column of a row, and whether it is repeated on each page."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return 0, False
    before = properties.find(f"{W}gridBefore")
    header = properties.find(f"{W}tblHeader")
    column = min(whole(before.get(_VAL), 0), 200) if before is not None else 0
    return max(column, 0), header is not None and is_on(header)


def pictures_in(body: Any) -> int:
    """The pictures of a body, one with a second form for older programs counted once."""
    newer, older = f"{_DRAWING}blip", f"{_VML}imagedata"
    outside = (
        item
        for item in chain(body.iter(newer), body.iter(older))
        if not any(above.tag == f"{_MC}Fallback" for above in item.iterancestors())
    )
    return sum(1 for _ in outside)
