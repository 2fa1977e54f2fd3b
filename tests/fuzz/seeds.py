"""What mutants are made from: invented documents only, mostly small ones, in every format.

The small ones are written here by hand and hold one of everything that a reader knows. Ours are the
program's own exports. What only LibreOffice can make (.doc, .xls, .pdf, .rtf as .docx) is made once into
a temporary folder, and is left out where there is none.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from giadesk.core.blocks import Document, Grid, GridCell, Paragraph
from giadesk.core.form import Form
from giadesk.places import shipped
from tests.imports.documents import flattened
from tests.imports.files import cell, docx, p, table, zipped
from tests.samples.reports import all_forms, form_of, full_report

_LINES = (
    "禾岭县银杏镇2023年政府信息公开工作年度报告",
    "本报告依照条例编制，电话0000-0000123。",
    "一、总体情况",
    "（一）主动公开。全年公开惠农补贴信息62条。",
    "1.统一公示样式。村级公示栏由专人更换。",
    "（1）镇属12个村的公示栏统一编号。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、存在的主要问题及改进情况",
    "答复书统一编号后交档案室保管，群众来电当日登记。",
    "附件：1.统计表",
    "2.培训签到册",
    "禾岭县银杏镇人民政府",
    "2024年1月8日",
)
_ROWS = (
    ("培训对象", "场次", "到场"),
    ("镇干部", "2", "５８人"),
    ("村干部", "1,003", "/"),
    ("规章", "0", "251000元"),
)


@cache
def small_text() -> str:
    """The small report as lines, its table with tabs."""
    rows = ["\t".join(row) for row in _ROWS]
    return "\n".join([*_LINES[:9], *rows, *_LINES[9:]])


@cache
def small_markdown() -> str:
    """The same as Markdown, its table with pipes."""
    rows = ["|" + "|".join(row) + "|" for row in _ROWS]
    rows.insert(1, "|---|:--:|---|")
    return "\n\n".join(
        [
            "# " + _LINES[0],
            "## 一、总体情况",
            "**主动公开**全年62条。",
            "\n".join(rows),
            *_LINES[8:],
        ]
    )


@cache
def small_docx() -> bytes:
    """A .docx with a list, a style, tracked changes, a text box, a footnote, merged cells."""
    rows = [
        cell("培训对象", '<w:vMerge w:val="restart"/>')
        + cell("场次和人次", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("2") + cell("５８人"),
        cell("村干部") + cell("1,003") + cell("/"),
    ]
    lines = [p(x) for x in _LINES]
    lines[2] = p(
        "总体情况",
        '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    )
    lines[4] = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:ins><w:r><w:t>全年</w:t></w:r></w:ins><w:del><w:r>'
        "<w:delText>旧文</w:delText></w:r></w:del><w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "</w:hyperlink><w:r><w:tab/><w:t>公开62条。</w:t><w:br/><w:footnoteReference/></w:r></w:p>"
    )
    lines.insert(
        6,
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + p("框中文字")
        + "</w:txbxContent>"
        "</wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
        + p("框中文字")
        + "</w:txbxContent></v:textbox>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    lines.insert(9, table(*rows))
    lines.insert(
        11, "<w:sdt><w:sdtPr/><w:sdtContent>" + p("控件中的文字") + "</w:sdtContent></w:sdt>"
    )
    return docx(
        "".join(lines),
        styles='<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:default="1" w:styleId="N">'
        '<w:name w:val="Normal"/></w:style>',
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
        footnotes='<w:footnote w:id="1">' + p("脚注文字") + "</w:footnote>",
    )


@cache
def small_xlsx() -> bytes:
    """A workbook with a title, shared and inline strings, a formula's value, a date and merged cells."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>场次'
        '</t></is></c><c r="C3" t="s"><v>2</v></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>镇干部</t></is></c>'
        '<c r="B4"><v>2</v></c><c r="C4"><f>B4*29</f><v>58</v></c></row><row r="5"><c r="A5" t="str"><v>村干部</v></c>'
        '<c r="B5" t="b"><v>1</v></c><c r="C5" s="1"><v>45300</v></c></row><row r="6"><c r="B6" t="e"><v>#N/A</v></c></row>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{office}/styles" Target="styles.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet {main}><dimension ref="A1:C6"/><sheetData>{rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells></worksheet>',
            "xl/sharedStrings.xml": f'<sst {main} count="3"><si><t>银杏镇2023年政府信息公开工作统计表</t></si><si><t>培训对象</t></si><si><r><t>到</t></r><r><t>场</t></r></si></sst>',
            "xl/styles.xml": f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        }
    )


@cache
def small_html() -> str:
    """A page with a menu and a footer around the report, a list, split figures and merged cells."""
    rows = (
        "<tr><td rowspan=2>培训对象</td><th colspan='2'>场次和人次</th></tr><tr><td>场次</td><td>人次</td></tr>"
        "<tr><td><p>镇干部</p></td><td>2</td><td><span>5</span><span>8</span></td></tr><tr><td>村干部<td>/<td>&nbsp;</tr>"
    )
    lines = "".join(f"<p>{x}</p>" for x in _LINES[1:])
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>年度报告_银杏镇</title><style>p{margin:0}</style></head>'
        '<body><div id=nav><ul><li><a href="#">首页</a></li><li>当前位置：公开</li></ul></div><div class="main"><h1>'
        + _LINES[0]
        + "</h1>"
        '<div>发布时间：2024-01-08 浏览次数：3</div><div style="text-align:center">统计<br>情况</div>'
        + lines
        + "<ol><li>登记</li><li>答复"
        "</li></ol><table border=1><tbody>"
        + rows
        + '</tbody></table></div><div style="display:none">隐藏</div><script>var a="<p>";</script>'
        "<div>版权所有 备案号</div></body></html>"
    )


@cache
def small_pdf() -> bytes:
    """A page of text in a font whose codes are Unicode, and a ruled table, nothing compressed."""
    text = []
    for index, line in enumerate(_LINES[:10]):
        text.append(
            f"BT /F1 12 Tf {70 if index else 160} {780 - 22 * index} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        )
    text += [f"70 {500 - 24 * r} m 370 {500 - 24 * r} l S" for r in range(4)]
    text += [f"{70 + 100 * c} 500 m {70 + 100 * c} 428 l S" for c in range(4)]
    for r, row in enumerate(_ROWS[:3]):
        for c, word in enumerate(row):
            text.append(
                f"BT /F1 10 Tf {75 + 100 * c} {484 - 24 * r} Td <{word.encode('utf-16-be').hex()}> Tj ET"
            )
    content = "\n".join(text)
    used = sorted(
        {c for line in _LINES for c in line} | {c for row in _ROWS for w in row for c in w}
    )
    pairs = " ".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF> "
        f"endcodespacerange {len(used)} beginbfchar {pairs} endbfchar endcmap end end"
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Song/FontBBox[0 -140 1000 860]/Flags 4/Ascent 860/Descent -140>>>>",
        f"<</Length {len(cmap)}>>\nstream\n{cmap}\nendstream",
    )
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(made)
    made += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return (
        made
        + f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    )


@cache
def small_doc() -> bytes:
    """A Word 97 file: a compound file of two streams, its text in two pieces ([MS-DOC] 2.4.1)."""
    rows = "".join("".join(f"{x}\x07" for x in row) + "\x07" for row in _ROWS)
    text = (
        "\r".join(_LINES[:9])
        + "\r"
        + rows
        + "\x13 PAGE \x14网址\x15"
        + "\r".join(_LINES[9:])
        + "\r"
    )
    half = len(text) // 2
    main = bytearray(2048) + text.encode("utf-16-le")
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<I", main, 0x4C, len(text))
    pieces = struct.pack("<3I", 0, half, len(text))
    pieces += struct.pack("<HIH", 0, 2048, 0) + struct.pack("<HIH", 0, 2048 + 2 * half, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x1A2, 16, len(clx))
    return _compound({"WordDocument": bytes(main), "0Table": bytes(16) + clx})


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of sectors of 512 bytes with streams too long for the small sectors."""
    end = 0xFFFFFFFE
    sectors: list[bytes] = []
    fat: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        for place in range(0, len(data), 512):
            sectors.append(data[place : place + 512].ljust(512, b"\x00"))
            fat.append(len(sectors))
        fat[-1] = end
        return first

    entries = []
    for name, data in streams.items():
        entries.append((name, 2, add(data.ljust(4096, b"\x00")), max(len(data), 4096)))
    directory = b""
    for name, kind, start, size in [("Root Entry", 5, end, 0), *entries]:
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\x00") + struct.pack("<HB", len(raw) + 2, kind) + b"\x01"
        directory += b"\xff" * 12 + bytes(36) + struct.pack("<IQ", start, size)
    first_directory = add(directory.ljust(512, b"\x00"))
    place = len(sectors)
    table = [*fat, 0xFFFFFFFD]
    sectors.append(b"".join(struct.pack("<I", x) for x in table).ljust(512, b"\xff"))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, first_directory, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", place) + b"\xff" * (4 * 108)
    return header + b"".join(sectors)


@cache
def small_rtf() -> bytes:
    """A .rtf with a font table, Unicode and code-page letters, a table, a field and a hidden word."""

    def coded(text: str) -> str:
        return "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text)

    half = len(_LINES) // 2
    rows = "".join(
        r"\trowd\cellx2000\cellx4000\cellx6000 "
        + "".join(rf"\pard\intbl {coded(word)}\cell " for word in row)
        + r"\row "
        for row in _ROWS
    )
    paged = "".join(rf"\'{b:02x}" for b in _LINES[1].encode("gb18030"))
    text = (
        r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\info{\title x}}"
        + "".join(rf"\pard {coded(x)}\par " for x in (_LINES[0], *_LINES[2:half]))
        + rf"\pard {paged}\par "
        + rows
        + r"\pard{\field{\*\fldinst PAGE}{\fldrslt "
        + coded("网址")
        + r"}}{\v "
        + coded("隐藏")
        + r"}\par "
        + "".join(rf"\pard {coded(x)}\par " for x in _LINES[half:])
        + "}"
    )
    return text.encode("ascii")


@cache
def small_mht() -> bytes:
    """A web archive: the small page quoted-printable, a picture beside it."""
    import quopri

    page = quopri.encodestring(small_html().encode()).replace(b"\n", b"\r\n")
    head = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="part"; type="text/html"\r\n\r\n--part\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    image = (
        b"--part\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\naWJt\r\n"
    )
    return head + page + b"\r\n" + image + b"--part--\r\n"


@cache
def flat_texts() -> tuple[str, ...]:
    """Reports whose tables lost their lines: one cell a line, pipes, spaces, all in one line."""
    from giadesk.core.printed import grid_of

    texts = []
    for form in all_forms():
        for index, spec in enumerate(form.spec.tables):
            grid = grid_of(spec, form, {})
            cells = [
                (c.row, c.text or (str(index + c.row) if c.figure else "")) for c in grid.cells
            ]
            rows = [[t for r, t in cells if r == row and t] for row in range(grid.height)]
            words = [t for _, t in cells if t]
            flat = ("\n".join(words), "\n|\n".join(words), " ".join(words))
            lines = "\n".join(" | ".join(row) + " ||" for row in rows)
            texts += ["\n".join([*_LINES[:7], t, *_LINES[8:]]) for t in (*flat, lines)]
            texts.append(" ".join([*_LINES[:8], *words, *_LINES[8:]]))  # all in one paragraph
    return tuple(texts)


# --- our own exports, and what an office program makes of them ------------------------------------


def _own(form: Form, ending: str) -> bytes:
    from giadesk.exports.excel import write_xlsx
    from giadesk.exports.package import write_package
    from giadesk.exports.word import write_docx

    report = full_report(form, characters=300, free_table=True, attachments=("统计表",))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"report{ending}"
        match ending:
            case ".docx":
                write_docx(report, form, target)
            case ".xlsx":
                write_xlsx(report, form, target)
            case _:
                write_package(report, form, target, report.with_about(year=report.year - 1), form)
        return target.read_bytes()


@cache
def own_docx() -> bytes:
    """Our own .docx of an invented report."""
    return _own(form_of(), ".docx")


@cache
def own_xlsx() -> bytes:
    """Our own workbook of it."""
    return _own(form_of(), ".xlsx")


@cache
def own_package() -> bytes:
    """Our own package of it, with a last year."""
    return _own(form_of(), ".gia")


@cache
def sample_docx() -> bytes:
    """The shipped sample town."""
    return (shipped("resources") / "samples" / "bailu-2024.docx").read_bytes()


@cache
def documents() -> tuple[Document, ...]:
    """What readers give for reports of every form, most of them short."""
    grid = tuple(GridCell(r, c, x) for r, row in enumerate(_ROWS) for c, x in enumerate(row))
    small = [Paragraph(x) for x in _LINES]
    small[0] = Paragraph(_LINES[0], align="center")
    small[7] = Paragraph(_LINES[7][2:], number="三、", outline=1)
    short = Document((*small[:9], Grid(4, 3, grid), *small[9:]), unread=("脚注",))
    old = Document(
        tuple(Paragraph(x.replace("2023", "2012")) for x in _LINES if x[:2] not in ("二、", "三、"))
    )
    whole = [flattened(full_report(f, characters=200, free_table=True), f) for f in all_forms()]
    return (short, old, short, old, short, old, short, old, *whole)


_office_allowed = False


def allow_office() -> None:
    """Take in seeds made by an installed LibreOffice: for the long part, they cost seconds."""
    global _office_allowed
    _office_allowed = True


@cache
def from_office(source: str, ending: str) -> bytes | None:
    """Our export (`docx` or `xlsx`) as LibreOffice saves it in another format.

    None where there is none, or where it has not been asked for by `allow_office`.
    """
    program = shutil.which("soffice")
    if program is None or not _office_allowed:
        return None
    data = own_docx() if source == "docx" else own_xlsx()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / f"a.{source}").write_bytes(data)
        command = [program, f"-env:UserInstallation={(root / 'profile').as_uri()}", "--headless"]
        command += [
            "--convert-to",
            ending,
            "--outdir",
            str(root / "out"),
            str(root / f"a.{source}"),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=120, check=False)
            return (root / "out" / f"a.{ending}").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None
