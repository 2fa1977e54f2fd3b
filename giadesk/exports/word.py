"""Writing a report as a Word document in the layout of GB/T 9704-2012.

The look is in resources/report.docx and the layout profile; python-docx opens the one and keeps the
package in order, the body is drawn by `word_body`.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from giadesk import places
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports import word_parts
from giadesk.exports.annexes import Contents, contents_of
from giadesk.exports.archive import undated
from giadesk.exports.dates import signed_on
from giadesk.exports.profile import DEFAULT, Profile, load_profile
from giadesk.exports.word_body import BodyWriter, legal

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def write_docx(
    report: Report,
    form: Form,
    target: Path,
    profile: Profile | None = None,
    contents: Contents | None = None,
) -> None:
    """Write the report as a .docx; the same report and profile give the same bytes.

    profile: the layout, None for the default. contents: what is printed, None for the report without
    annexes. StorageFailed where the file cannot be written.
    """
    import docx
    from docx.oxml.parser import parse_xml

    standard = load_profile(DEFAULT)
    profile = profile or standard
    document = docx.Document(BytesIO((places.shipped("resources") / "report.docx").read_bytes()))
    if profile != standard:
        _dress(document, profile)
    contents = contents or contents_of(report, form)
    draft = contents.draft
    writer = BodyWriter(profile, report.about.signature or report.unit)
    body = writer.xml(contents.blocks) + "".join(map(writer.annex, contents.annexes))
    section = word_parts.section_xml(profile, draft=draft)
    new = parse_xml(f"<w:body {word_parts.NAMESPACES}>{body}{section}</w:body>")
    root = document.element
    root.replace(root.body, new)
    if not draft:
        for relation in word_parts.HEADERS:
            document.part.drop_rel(relation)
    _describe(document, report, contents.title)
    with BytesIO() as file:
        document.save(file)
        content = undated(file.getvalue())
    with places.replacing(target) as temporary:
        temporary.write_bytes(content)


def _dress(document: WordDocument, profile: Profile) -> None:
    """Give the template's standing parts the look of another profile."""
    from docx.oxml.parser import parse_xml

    parts = {str(part.partname): part for part in document.part.package.iter_parts()}
    new = {
        "/word/styles.xml": word_parts.styles_xml(profile),
        "/word/footer1.xml": word_parts.footer_xml(profile, even=False),
        "/word/footer2.xml": word_parts.footer_xml(profile, even=True),
        "/word/header1.xml": word_parts.header_xml(profile),
        "/word/header2.xml": word_parts.header_xml(profile),
    }
    for name, xml in new.items():
        parts[name]._element = parse_xml(xml.encode())
    parts["/word/fontTable.xml"]._blob = word_parts.font_table_xml(profile).encode()


def _describe(document: WordDocument, report: Report, title: str) -> None:
    """The document's properties; dates only where the report itself has one."""
    properties = document.core_properties
    properties.title = legal(title).replace("\n", "")[:255]
    properties.author = legal(report.about.signature or report.unit)[:255]
    properties.last_modified_by = properties.author
    properties.subject = "政府信息公开工作年度报告"
    properties.keywords = f"政府信息公开；年度报告；{report.year}年"
    properties.content_status = {"draft": "草稿", "review": "待审", "final": "定稿"}[
        report.about.status
    ]
    day = signed_on(report)
    if day is not None:
        properties.created = properties.modified = datetime(day.year, day.month, day.day)
