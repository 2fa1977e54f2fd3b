"""Files made by hand for the tests of the readers: bare .docx parts, zips that lie, compound files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from giadesk.core.errors import InputRefused

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{inner}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    """A table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, each the text of its cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx with that body; further parts of word/ by name (styles, numbering, footnotes …)."""
    made = {"_rels/.rels": _RELS, "word/document.xml": wrap("document", f"<w:body>{body}</w:body>")}
    for name, inner in parts.items():
        made[f"word/{name}.xml"] = wrap(name, inner)
    return zipped(made)


def wrap(root: str, inner: str) -> str:
    """A part with its namespaces."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{inner}</w:{root}>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of those parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def compound(*streams: str) -> bytes:
    """Something that begins like a compound file and names these streams in its directory."""
    directory = b"".join(s.encode("utf-16-le").ljust(128, b"\x00") for s in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + directory.ljust(1024, b"\x00")


def ends_well(read: Callable[[bytes, str], object], data: bytes) -> bool:
    """Whether reading gives something, or refuses with a whole sentence. Anything else is raised."""
    try:
        return read(data, "甲") is not None
    except InputRefused as refused:
        return all((refused.what, refused.why, refused.remedy))
