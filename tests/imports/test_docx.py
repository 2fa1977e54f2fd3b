"""What Word shows of a .docx is what is read, whatever made the file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Document, Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports.docx import read_docx
from tests.imports.files import cell, docx, ends_well, p, table, wrap, zipped


def texts(document: Document) -> list[str]:
    return [b.number + b.text for b in document.blocks if isinstance(b, Paragraph)]


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, **parts), "甲.docx")


def test_runs_tabs_breaks_and_soft_hyphens():
    body = (
        "<w:p><w:r><w:t>公开</w:t><w:tab/><w:t>31</w:t></w:r><w:r><w:t>2条</w:t><w:br/>"
        "<w:t>续</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>x\u00ad</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["公开\t312条\n续-x"]


def test_merged_cells():
    body = table(
        cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("丙") + cell("丁"),
    )
    (grid,) = read(body).blocks
    assert isinstance(grid, Grid)
    places = {c.text: (c.row, c.column, c.rows, c.columns) for c in grid.cells}
    assert places == {
        "甲": (0, 0, 2, 1),
        "乙": (0, 1, 1, 2),
        "丙": (1, 1, 1, 1),
        "丁": (1, 2, 1, 1),
    }


def test_repeated_head_rows_and_rows_in_content_controls():
    body = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('头')}{cell('尾')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell('1')}<w:sdt><w:sdtContent>{cell('2')}</w:sdtContent></w:sdt>"
        "</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    (grid,) = read(body).blocks
    assert isinstance(grid, Grid)
    assert grid.head_rows == 1
    assert [c.text for c in grid.cells] == ["头", "尾", "1", "2"]


def test_a_nested_table_follows_the_one_around_it_and_a_frame_is_opened():
    inner = table(cell("内1") + cell("内2"))
    nested = table(cell("外1") + cell("外2"), cell("外3") + f"<w:tc>{p('外4')}{inner}</w:tc>")
    outer, behind = read(nested).blocks
    assert [c.text for c in outer.cells] == ["外1", "外2", "外3", "外4"]
    assert [c.text for c in behind.cells] == ["内1", "内2"]
    frame = table(f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>")
    kinds = [b.text if isinstance(b, Paragraph) else "表" for b in read(frame).blocks]
    assert kinds == ["前", "表", "后"]


def test_tracked_changes_as_accepted():
    body = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>11</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>条</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上半</w:t></w:r></w:p>" + p("下半")
    )
    document = read(body)
    assert texts(document) == ["公开12条", "上半下半"]
    assert document.notes == (("修订", "有未接受的修订", "按接受全部修订读入"),)


def test_fields_links_controls_and_bookmarks():
    body = (
        '<w:p><w:bookmarkStart w:id="0" w:name="a"/><w:hyperlink r:id="r9"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>八</w:t></w:r></w:fldSimple>'
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{p('块')}</w:sdtContent></w:sdt>"
    )
    assert texts(read(body)) == ["网站7八控件", "块"]


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["前后", "框内"]


def test_a_picture_is_said_and_counted_once():
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    old = "<w:pict><v:shape><v:imagedata/></v:shape></w:pict>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{blip}</w:drawing></mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>{table(cell('甲'))}"
        f"<w:p><w:r>{old}</w:r></w:p>"
    )
    assert read(body).notes == (("图片", "2幅", "图片里的文字和数字读不出，没有读入"),)
    assert read(p("无图")).notes == ()


def test_hidden_text_notes_comments_and_contents_are_unread():
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>显</w:t></w:r></w:p>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('一、总体情况1')}</w:sdtContent></w:sdt>"
    )
    document = read(
        body,
        footnotes=f"<w:footnote>{p('脚注')}</w:footnote>",
        comments=f"<w:comment>{p('批注')}</w:comment>",
        footer1=p("— 1 —"),
    )
    assert texts(document) == ["显"]
    assert sorted(document.unread) == sorted(["藏", "一、总体情况1", "脚注", "批注"])


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
)


def numbered(text: str, depth: int) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>')


def test_the_numbers_of_lists_become_text():
    body = numbered("甲", 0) + numbered("乙", 1) + numbered("丙", 2) + numbered("丁", 1)
    body += numbered("戊", 0) + numbered("己", 1)
    assert texts(read(body, numbering=NUMBERING)) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "（二）丁",
        "二、戊",
        "（一）己",
    ]


def test_number_outline_and_alignment_come_from_the_style_too():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="own"/><w:basedOn w:val="A"/></w:style>'
    )
    document = read(p("甲", '<w:pStyle w:val="B"/>'), styles=styles, numbering=NUMBERING)
    assert document.blocks == (Paragraph("甲", outline=2, number="（一）", align="center"),)


def test_macros_are_not_looked_at():
    parts = {
        "word/document.xml": wrap("document", f"<w:body>{p('正文')}</w:body>"),
        "word/vbaProject.bin": b"\x00macro",
    }
    assert texts(read_docx(zipped(parts), "甲.docm")) == ["正文"]


def test_a_damaged_main_part_is_refused():
    with pytest.raises(InputRefused, match="已损坏"):
        read_docx(zipped({"word/document.xml": "<w:document"}), "甲.docx")


SAMPLE = docx(
    numbered("甲", 0)
    + p("正文", '<w:pStyle w:val="B"/><w:jc w:val="right"/>')
    + table(
        cell("1", '<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>') + cell("2"),
        cell("3", "<w:vMerge/>"),
    ),
    numbering=NUMBERING,
)


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255), st.integers(0, 40))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_file_is_read_or_refused_with_a_sentence(place, byte, cut):
    data = SAMPLE[:place] + bytes([byte]) + SAMPLE[place + 1 + cut :]
    assert ends_well(read_docx, data)


BODY = wrap("document", f"<w:body>{p('甲')}{table(cell('1') + cell('2'), cell('3'))}</w:body>")


@given(
    st.integers(0, len(BODY) - 1),
    st.sampled_from(["", "<", ">", "/", '"', "w:tbl", "99999999", "\x00"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_xml_is_read_or_refused_with_a_sentence(place, piece):
    data = zipped({"word/document.xml": BODY[:place] + piece + BODY[place + 1 :]})
    assert ends_well(read_docx, data)
