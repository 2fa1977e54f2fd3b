"""What is pasted: clean paragraphs with their levels, whatever program they come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from giadesk.core.report import Paragraph
from giadesk.ui.prose_paste import (
    LONGEST,
    MIME_TYPE,
    packed,
    paragraphs_of_html,
    paragraphs_of_text,
    unpacked,
)

Make = Callable[..., Any]

# as Word puts a numbered list, a heading, an emphasised word and a picture on the clipboard
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal
{font-family:"方正小标宋";color:red} --></style></head><body lang=ZH-CN><!--StartFragment-->
<p class=MsoNormal style='text-indent:32.0pt'><b><span style='font-family:楷体;color:red'>（一）主动
公开。</span></b><span style='font-family:仿宋'>全年主动公开信息<span lang=EN-US>312</span>条，其中
政务微信<span lang=EN-US>186</span>条。<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span>
<![endif]><span>健全制度</span></p>
<p class=MsoListParagraph><span style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp; </span>
</span>值班安排</p><p><img src="file:///c:/secret.png" alt="图">　　印章&nbsp;之下</p><!--EndFragment-->
</body></html>"""

WPS = """<html><body><p style="text-indent:2em"><span style="font-size:16pt">（二）依申请公开。本年收到
申请15件。</span></p><p><span>　　１．办理情况良好</span></p><p>（1）按时答复</p></body></html>"""

WEB = """<div class="c"><script>alert("x<y")</script><h2>监督保障</h2><h3>工作考核</h3><p>纳入年度考核
<br>责任追究0起</p><ol><li>第一件</li><li><p>第二件</p></li></ol><ul><li>圆点</li></ul>
<table><tr><td>网站</td><td>97</td></tr><tr><td>微信</td><td>186</td></tr></table>
<p style="display:none">看不见</p><del>删去的</del></div>"""


def made(paragraphs: tuple[Paragraph, ...]) -> list[tuple[int, str]]:
    return [(p.level, p.text) for p in paragraphs]


def test_from_word() -> None:
    assert made(paragraphs_of_html(WORD)) == [
        (2, "主动公开。全年主动公开信息312条，其中政务微信186条。"),
        (3, "健全制度"),
        (0, "值班安排"),
        (0, "印章 之下"),
    ]


def test_from_wps() -> None:
    assert made(paragraphs_of_html(WPS)) == [
        (2, "依申请公开。本年收到申请15件。"),
        (3, "办理情况良好"),
        (4, "按时答复"),
    ]


def test_from_a_web_page() -> None:
    assert made(paragraphs_of_html(WEB)) == [
        (2, "监督保障"),
        (3, "工作考核"),
        (0, "纳入年度考核"),
        (0, "责任追究0起"),
        (3, "第一件"),
        (3, "第二件"),
        (0, "圆点"),
        (0, "网站　97"),
        (0, "微信　186"),
    ]


def test_from_plain_text() -> None:
    text = "　　（一）主动公开。全年。\r\n\r\n1、健全制度\r\x0b正文\u2028\t（2）考核\n· 圆点\n1.5万元\n"
    assert made(paragraphs_of_text(text)) == [
        (2, "主动公开。全年。"),
        (3, "健全制度"),
        (0, "正文"),
        (4, "考核"),
        (0, "圆点"),
        (0, "1.5万元"),
    ]


def test_a_paste_with_its_own_first_level_goes_one_deeper() -> None:
    assert made(paragraphs_of_text("一、总体情况\n（一）主动公开\n1.网站\n（1）栏目")) == [
        (2, "总体情况"),
        (3, "主动公开"),
        (4, "网站"),
        (4, "栏目"),
    ]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("甲\u200b乙\ufeff", "甲乙"),
        ("甲\x00\x07乙", "甲乙"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("甲\ufffc\ufdd0乙", "甲乙"),
        ("甲\u00a0乙\u00ad丙", "甲 乙丙"),
        ("甲\ud800乙", "甲乙"),
    ],
)
def test_what_no_report_may_hold_is_left_out(text: str, clean: str) -> None:
    assert made(paragraphs_of_text(text)) == [(0, clean)]


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 150_000,
        "<" * 300_000,
        "<a " + "x='" * 200_000,
        "<div>" * 120_000 + "甲",
        "<![" * 200_000,
        "<del>" * 60_000 + "</p>" * 60_000,
        "</" * 300_000,
        "<span style='mso-list:Ignore'>" * 20_000,
        "<script>" + "</scrip" * 80_000,
        "<td>x" * 100_000,
        "&#" * 300_000,
        '<a x=">' * 80_000,
    ],
)
@pytest.mark.timeout(20)
def test_hostile_html_costs_no_more_than_its_length(html: str) -> None:
    for paragraph in paragraphs_of_html(html):
        assert "\ufffc" not in paragraph.text
        assert paragraph.level in (0, 2, 3, 4)


@given(st.text(max_size=200))
def test_any_text_gives_clean_paragraphs(text: str) -> None:
    for paragraph in (*paragraphs_of_text(text), *paragraphs_of_html(text)):
        assert paragraph.text
        assert paragraph.text == paragraph.text.strip(" \t\u3000")
        assert not set(paragraph.text) & set("\n\r\t\x00\ufffc\u2028\u2029")
        assert paragraph.level in (0, 2, 3, 4)


@given(
    st.lists(
        st.builds(Paragraph, st.text("公开12{}/a。", max_size=9), st.sampled_from([0, 2, 3, 4])),
        max_size=5,
    )
)
def test_our_own_format_comes_back(paragraphs: list[Paragraph]) -> None:
    assert unpacked(packed(paragraphs), ()) == tuple(paragraphs)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"[1]", b'[{"text":3}]', b"\xff\xfe", b'{"a":1}', b'[{"level":"2"}]']
)
def test_a_foreign_thing_under_our_name_is_refused(data: bytes) -> None:
    assert unpacked(data, {"free-1"}) == ()


def test_our_own_format_is_judged_too() -> None:
    given_ = [Paragraph("甲\x00\ufffc", 9), Paragraph(table="free-9"), Paragraph(table="free-1")]
    assert unpacked(packed(given_), {"free-1"}) == (Paragraph("甲"), Paragraph(table="free-1"))


# -- in the editor ---------------------------------------------------------------------------------


def test_pasting_is_one_step_and_leaves_no_look(make_desk: Make) -> None:
    desk = make_desk("")
    desk.paste(html=WORD)
    assert desk.lines == [
        "（一）主动公开。全年主动公开信息312条，其中政务微信186条。",
        "1.健全制度",
        "值班安排",
        "印章 之下",
    ]
    assert desk.steps == ["粘贴"]
    block = desk.text.prose.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            looks = pieces.fragment().charFormat()
            assert not looks.fontFamilies()
            assert looks.foreground().color() == QColor(0, 0, 0)
            assert not looks.isImageFormat()
            pieces += 1
        block = block.next()
    desk.undo()
    assert desk.lines == [""]


@pytest.mark.parametrize(
    ("start", "at", "text", "lines"),
    [
        (["前后"], (0, 1), "中", ["前中后"]),
        (["前后"], (0, 1), "中一\n中二", ["前中一", "中二后"]),
        (["前后"], (0, 1), "见（一）项", ["前见（一）项后"]),
        (["前后"], (0, 1), "（一）项", ["前（一）项后"]),
        (["前后"], (0, 2), "中一\n（一）中二", ["前后中一", "（一）中二"]),
        (["前后"], (0, 0), "（一）甲\n（二）乙", ["（一）甲", "（二）乙", "前后"]),
        (["前后"], (0, 0), "（一）甲", ["（一）甲前后"]),
        ([""], (0, 0), "（一）甲", ["（一）甲"]),
        (["前", ""], (1, 0), "一\n\n二\n", ["前", "一", "二"]),
    ],
)
def test_where_pasted_lines_go(
    make_desk: Make, start: list[str], at: tuple[int, int], text: str, lines: list[str]
) -> None:
    desk = make_desk(*start)
    desk.put_cursor(*at)
    desk.paste(text)
    assert desk.lines == lines
    desk.undo()
    assert desk.lines == start


def test_the_cursor_stands_behind_what_was_pasted(make_desk: Make) -> None:
    desk = make_desk("前后")
    desk.put_cursor(0, 1)
    desk.paste("甲\n乙")
    assert desk.cursor_place() == (1, 1)
    desk.type("x")
    assert desk.lines == ["前甲", "乙x后"]


def test_pasting_over_a_selection_replaces_it(make_desk: Make) -> None:
    desk = make_desk("第一段", Paragraph("第二段", 2), "第三段")
    desk.put_cursor(0, 1, to=(2, 1))
    desk.paste("新")
    assert desk.lines == ["第新三段"]


def test_pasting_beside_a_table_never_touches_it(make_desk: Make) -> None:
    desk = make_desk(Paragraph(table="free-1"))
    desk.put_cursor(0, 1)
    desk.paste("甲\n乙")
    assert sorted(desk.lines) == ["〔free-1〕", "乙", "甲"] or desk.lines.count("〔free-1〕") == 1
    desk.undo()
    assert desk.lines == ["〔free-1〕"]


def test_a_live_figure_as_text_becomes_one(make_desk: Make) -> None:
    desk = make_desk("")
    desk.paste("共{applications/received/total}件")
    assert desk.text.prose.begin().text() == "共\ufffc件"
    assert desk.lines == ["共{applications/received/total}件"]


def test_copy_is_plain_with_numbers_and_figures(make_desk: Make) -> None:
    desk = make_desk(
        Paragraph("主动公开。收到{applications/received/total}件。", 2),
        Paragraph("健全制度", 3),
        Paragraph(table="applications"),
        "正文",
    )
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == (
        "（一）主动公开。收到15件。\n1.健全制度\n〔表：收到和处理政府信息公开申请情况〕\n正文"
    )
    assert not data.hasHtml()
    desk.put_cursor(0, 5, to=(0, 7))
    desk.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().mimeData().text() == "收到"


def test_copy_and_paste_here_is_a_round_trip(make_desk: Make) -> None:
    start = (
        Paragraph("收到{applications/received/total}件", 2),
        Paragraph("去年的话", 3, "去年的话"),
    )
    desk = make_desk(*start)
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert desk.lines in ([], [""], ["（一）"])
    desk.text.set_level(0)
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.paragraphs == start


def test_pictures_and_files_are_not_for_prose(make_desk: Make) -> None:
    desk = make_desk("甲")
    for data in (QMimeData(), QMimeData(), QMimeData()):
        QGuiApplication.clipboard().clear()
        data.setUrls([QUrl("file:///tmp/x.docx")])
        assert not desk.text.canInsertFromMimeData(data)
    picture = QMimeData()
    picture.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert not desk.text.canInsertFromMimeData(picture)
    desk.text.insertFromMimeData(picture)
    assert desk.lines == ["甲"]


def test_nothing_is_ever_loaded(make_desk: Make) -> None:
    desk = make_desk("甲")
    for name in ("//host/share/x.png", "file:///etc/hostname", "http://host/x.css"):
        assert desk.text.prose.resource(2, QUrl(name)) is None
        assert desk.text.loadResource(2, QUrl(name)) is None


def test_too_much_is_refused_in_words(make_desk: Make) -> None:
    desk = make_desk("甲")
    desk.put_cursor(0, 1)
    desk.paste("长" * (LONGEST + 1))
    assert desk.lines == ["甲"]
    assert "没有粘贴" in desk.editor.notice.words.text()
    assert not desk.editor.notice.isHidden()


def test_foreign_bytes_under_our_name_fall_back_to_the_text(make_desk: Make) -> None:
    desk = make_desk("")
    data = QMimeData()
    data.setData(MIME_TYPE, QByteArray(b"\xff\x00junk"))
    data.setText("（一）甲")
    desk.text.insertFromMimeData(data)
    assert desk.lines == ["（一）甲"]
