"""Make resources/report.docx, the Word template of reports, from nothing but our own parts.

Run it after a change to giadesk/exports/word_parts.py or to the default profile:

    python packaging/make_template.py [TARGET]

python-docx's default template is not used: it is US Letter, with theme fonts and Japanese defaults.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from giadesk.exports import word_parts as parts  # noqa: E402
from giadesk.exports.archive import write_zip  # noqa: E402
from giadesk.exports.profile import Profile, load_profile  # noqa: E402

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/header2.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/footer2.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def template_parts(profile: Profile) -> list[tuple[str, bytes]]:
    """Every part of the template, in the order in which they lie in the package."""
    document = (
        f"{parts.DECLARATION}<w:document {parts.NAMESPACES}><w:body>"
        f"{parts.section_xml(profile, draft=True)}</w:body></w:document>"
    )
    contents = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            [
                ("rIdStyles", f"{_OFFICE}/relationships/styles", "styles.xml"),
                ("rIdSettings", f"{_OFFICE}/relationships/settings", "settings.xml"),
                ("rIdFonts", f"{_OFFICE}/relationships/fontTable", "fontTable.xml"),
                *_edges("header", parts.HEADERS),
                *_edges("footer", parts.FOOTERS),
            ]
        ),
        "word/styles.xml": parts.styles_xml(profile),
        "word/settings.xml": parts.settings_xml(),
        "word/fontTable.xml": parts.font_table_xml(profile),
        "word/header1.xml": parts.header_xml(profile),
        "word/header2.xml": parts.header_xml(profile),
        "word/footer1.xml": parts.footer_xml(profile, even=False),
        "word/footer2.xml": parts.footer_xml(profile, even=True),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
    }
    return [(name, content.encode()) for name, content in contents.items()]


def _edges(edge: str, relations: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [
        (relation, f"{_OFFICE}/relationships/{edge}", f"{edge}{number}.xml")
        for number, relation in enumerate(relations, start=1)
    ]


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _PARTS.items()
    )
    return (
        f'{parts.DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'{parts.DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _core() -> str:
    return (
        f'{parts.DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:language>zh-CN</dc:language><cp:revision>1</cp:revision></cp:coreProperties>"
    )


def _app() -> str:
    return (
        f'{parts.DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>GIADesk</Application></Properties>"
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "report.docx"
    write_zip(target, template_parts(load_profile()))
