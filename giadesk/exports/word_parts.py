"""The standing parts of a Word report: styles, settings, fonts, headers, footers, page set-up.

All of them follow from a layout profile. packaging/make_template.py puts those of the default
profile into resources/report.docx; `word` replaces them where another profile is asked for. There
is no theme and no theme font anywhere: a theme's face would beat the one that is named.
"""

from __future__ import annotations

from giadesk.exports.profile import Heading, Profile, twips

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Ids of the template's relations, so that the section can name its headers and footers.
HEADERS = ("rIdHeader", "rIdHeaderEven")
FOOTERS = ("rIdFooter", "rIdFooterEven")

DRAFT_MARK = "草　稿"
"""Stands in the header of every page until 定稿; a header, so that no reader takes it for text."""

# Names under which Word looks for a face, its shape and its character set (w:fontTable).
_FACES = {
    "仿宋_GB2312": ("FangSong_GB2312", "02010609030101010101", "86", "modern", "fixed"),
    "仿宋": ("FangSong", "02010609060101010101", "86", "modern", "fixed"),
    "楷体_GB2312": ("KaiTi_GB2312", "02010609030101010101", "86", "modern", "fixed"),
    "楷体": ("KaiTi", "02010609060101010101", "86", "modern", "fixed"),
    "黑体": ("SimHei", "02010609060101010101", "86", "modern", "fixed"),
    "宋体": ("SimSun", "02010600030101010101", "86", "auto", "variable"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "02010601030101010101", "86", "auto", "variable"),
    "方正小标宋_GBK": ("FZXiaoBiaoSong-B05", "03000509000000000000", "86", "script", "fixed"),
    "Times New Roman": ("", "02020603050405020304", "00", "roman", "variable"),
}
_LINE_OF_NUMBER = 0.518
# Share of its exact line that a page number's dash stands above the line's lower edge; measured in
# rendered pages, gives 28.0 mm from the paper's edge for the standard margins.


def fonts(face: str, *, chinese: bool = True) -> str:
    """w:rFonts with all four names the same; `hint` keeps “ ” … — in the Chinese face in Word."""
    hint = ' w:hint="eastAsia"' if chinese else ""
    return f'<w:rFonts{hint} w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def latin_fonts(latin: str, face: str) -> str:
    """w:rFonts of a run of letters and digits: the Latin face, the Chinese one for what is not."""
    if not latin:
        return fonts(face)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{latin}"/>'


def sizes(points: float) -> str:
    """w:sz and w:szCs, which count half points."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def exact(line: int, before: int = 0, after: int = 0) -> str:
    """w:spacing of exactly that line pitch, in twips."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


# Marks may hang over the right edge: Word's own default, said all the same. LibreOffice reads it the
# wrong way round (nothing or 0 for hanging, 1 for not) and loses hanging marks of justified lines.
_HANGING = '<w:overflowPunct w:val="1"/>'

# Word widens the joint of Chinese and digits by a quarter character, unless told not to: wanted in
# running text, not where widths are reckoned (tables, title, signature).
TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'


def indent_first(characters: float, size: float) -> str:
    """w:ind with a first line indented by characters, and by twips for what ignores characters."""
    if not characters:
        return '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    first = round(characters * size * 20)
    return f'<w:ind w:firstLineChars="{round(characters * 100)}" w:firstLine="{first}"/>'


def styles_xml(profile: Profile) -> str:
    """word/styles.xml: every style a report uses, under Word's own names where Word has one."""
    body = profile.body
    title = profile.title
    face = fonts(body.font)
    spacing = f'<w:spacing w:val="{profile.spacing}"/>' if profile.spacing else ""
    justify = '<w:jc w:val="both"/>' if body.justify else ""
    first = indent_first(body.first_line, body.size)
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    after = title.lines_after * profile.line
    bold = "<w:b/><w:bCs/>" if title.bold else ""
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    parts = [
        DECLARATION,
        f"<w:styles {NAMESPACES}>",
        f"<w:docDefaults><w:rPrDefault><w:rPr>{face}{sizes(body.size)}{language}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" '
        'w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>',
        _style(
            "Normal",
            "Normal",
            f'<w:widowControl w:val="0"/>{_HANGING}{exact(profile.line)}{justify}',
            face + sizes(body.size),
            default=True,
            based="",
        ),
        _style("BodyText", "Body Text", first, spacing),
        *(
            _heading(level, profile.heading(level), profile, first, spacing)
            for level in range(1, 5)
        ),
        _style(
            "Title",
            "Title",
            f'<w:keepNext/><w:keepLines/>{TIGHT}<w:snapToGrid w:val="0"/>'
            f'{exact(round(title.line * 20), 0, after)}{none}<w:jc w:val="center"/>',
            fonts(title.font) + bold + sizes(title.size),
            following="BodyText",
        ),
        _style(
            "AnnexMark",
            "附件标记",
            f"<w:keepNext/><w:pageBreakBefore/>{exact(profile.line, 0, profile.line)}{none}"
            '<w:jc w:val="left"/>',
            fonts(profile.heading(1).font) + spacing + sizes(body.size),
        ),
        _style("Attachment", "附件说明", none, spacing, based="Normal"),
        _style(
            "Signature",
            "Signature",
            f'<w:keepNext/><w:keepLines/>{TIGHT}{none}<w:jc w:val="right"/>',
            spacing,
        ),
        _style("Date", "Date", f'<w:keepLines/>{TIGHT}{none}<w:jc w:val="right"/>', spacing),
        *_table_styles(profile),
        *_edge_styles(profile),
        "</w:styles>",
    ]
    return "".join(parts)


def _style(
    style_id: str,
    name: str,
    paragraph: str,
    run: str,
    *,
    default: bool = False,
    based: str = "Normal",
    following: str = "",
) -> str:
    own = ' w:customStyle="1"' if not name.isascii() else ""
    return (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if default else ""}'
        f'{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _heading(level: int, heading: Heading, profile: Profile, first: str, spacing: str) -> str:
    bold = "<w:b/><w:bCs/>" if heading.bold else ""
    snap = '<w:snapToGrid w:val="1"/>' if profile.grid.snap else ""
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{snap}{first}<w:outlineLvl w:val="{level - 1}"/>',
        fonts(heading.font) + bold + spacing + sizes(heading.size),
        following="BodyText",
    )


def _table_styles(profile: Profile) -> list[str]:
    table = profile.table
    size = 10.5
    line = round(size * 20 * 4 / 3)
    flat = f'{TIGHT}<w:snapToGrid w:val="0"/>{exact(line)}<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    border = round(table.border * 8)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{border}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margin = twips(table.cell_margin)
    return [
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
        _style(
            "TableHead",
            "表头",
            f'{flat}<w:jc w:val="center"/>',
            fonts(table.head_font) + sizes(size),
        ),
        _style(
            "TableLabel", "表格栏目", f'{flat}<w:jc w:val="left"/>', fonts(table.font) + sizes(size)
        ),
        _style(
            "TableFigure",
            "表格数字",
            f'{flat}<w:jc w:val="center"/>',
            fonts(table.font) + sizes(size),
        ),
        _style(
            "Caption",
            "caption",
            f'<w:keepNext/><w:snapToGrid w:val="0"/>{exact(360)}'
            '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
            fonts(table.head_font) + sizes(12),
        ),
        _style(
            "TableUnit",
            "表格单位",
            f'<w:keepNext/><w:snapToGrid w:val="0"/>{exact(320)}'
            '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>',
            fonts(table.font) + sizes(10.5),
        ),
        _style(
            "AfterTable",
            "表后",
            f'<w:snapToGrid w:val="0"/>{exact(160)}<w:ind w:firstLineChars="0" w:firstLine="0"/>',
            sizes(5),
        ),
    ]


def _edge_styles(profile: Profile) -> list[str]:
    number = profile.page_number
    line = round(number.size * 20)
    return [
        _style(
            "Header", "header", f'<w:snapToGrid w:val="0"/>{exact(320)}<w:jc w:val="right"/>', ""
        ),
        _style(
            "Footer",
            "footer",
            f'<w:snapToGrid w:val="0"/>{exact(line)}',
            fonts(number.font) + sizes(number.size),
        ),
    ]


def settings_xml() -> str:
    """word/settings.xml: compatibility mode 15, mirrored footers, Chinese line breaking."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
        + "".join(
            f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
            f'w:val="{value}"/>'
            for name, value in (
                ("compatibilityMode", 15),
                ("overrideTableStyleFontSizeAndJustification", 1),
                ("enableOpenTypeFeatures", 1),
                ("doNotFlipMirrorIndents", 1),
                ("differentiateMultirowTableHeaders", 1),
            )
        )
        + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table_xml(profile: Profile) -> str:
    """word/fontTable.xml: the faces named, by what other names Word may find them."""
    names = dict.fromkeys(
        (
            profile.body.font,
            profile.title.font,
            *(profile.heading(level).font for level in range(1, 5)),
            profile.table.font,
            profile.table.head_font,
            profile.page_number.font,
            profile.body.latin or profile.body.font,
        )
    )
    entries = []
    for name in names:
        other, panose, charset, family, pitch = _FACES.get(name, ("", "", "86", "auto", "default"))
        entries.append(
            f'<w:font w:name="{name}">'
            + (f'<w:altName w:val="{other}"/>' if other else "")
            + (f'<w:panose1 w:val="{panose}"/>' if panose else "")
            + f'<w:charset w:val="{charset}"/><w:family w:val="{family}"/>'
            f'<w:pitch w:val="{pitch}"/></w:font>'
        )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{''.join(entries)}</w:fonts>"


def footer_xml(profile: Profile, *, even: bool) -> str:
    """A footer with the page number, one character in from the outer edge of the sheet."""
    number = profile.page_number
    if number.style == "none":
        empty = '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>'
        return f"{DECLARATION}<w:ftr {NAMESPACES}>{empty}</w:ftr>"
    run = f"<w:rPr>{fonts(number.font)}{sizes(number.size)}</w:rPr>"
    before, after = number.pattern.split("{n}")
    side = "center" if number.style == "center" else "left"
    if number.style == "right" or (number.style == "mirrored" and not even):
        side = "right"
    inset = round(number.inset * number.size * 20) if side != "center" else 0
    indent = (
        f'<w:ind w:{side}Chars="{round(number.inset * 100)}" w:{side}="{inset}"/>' if inset else ""
    )
    text = '<w:t xml:space="preserve">'
    return (
        f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:snapToGrid w:val="0"/>{exact(round(number.size * 20))}{indent}<w:jc w:val="{side}"/></w:pPr>'
        f"<w:r>{run}{text}{before}</w:t></w:r>"
        f'<w:r>{run}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{run}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{run}<w:t>1</w:t></w:r>"
        f'<w:r>{run}<w:fldChar w:fldCharType="end"/></w:r>'
        f"<w:r>{run}{text}{after}</w:t></w:r></w:p></w:ftr>"
    )


def header_xml(profile: Profile) -> str:
    """The header of a draft: 草稿 on every page, above the text and outside of it."""
    face = profile.heading(1).font
    return (
        f'{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/>'
        f'<w:snapToGrid w:val="0"/>{exact(320)}<w:jc w:val="right"/></w:pPr><w:r><w:rPr>{fonts(face)}'
        f'<w:color w:val="C00000"/>{sizes(14)}</w:rPr><w:t>{DRAFT_MARK}</w:t></w:r></w:p></w:hdr>'
    )


def section_xml(profile: Profile, *, draft: bool) -> str:
    """w:sectPr: headers for a draft only, footers, A4 upright, margins, and the line grid."""
    page = profile.page
    number = profile.page_number
    edges = [("footer", FOOTERS)]
    if draft:
        edges.insert(0, ("header", HEADERS))
    references = "".join(
        f'<w:{edge}Reference w:type="{kind}" r:id="{relation}"/>'
        for edge, relations in edges
        for kind, relation in zip(("default", "even"), relations, strict=True)
    )
    footer = twips(page.bottom - number.below) - round(number.size * 20 * _LINE_OF_NUMBER)
    snap = (
        f'w:type="lines" w:linePitch="{profile.line}"' if profile.grid.snap else 'w:linePitch="312"'
    )
    return (
        f"<w:sectPr>{references}"
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" '
        f'w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}" w:header="1134" '
        f'w:footer="{max(footer, 0)}" w:gutter="0"/>'
        f"<w:docGrid {snap}/></w:sectPr>"
    )
