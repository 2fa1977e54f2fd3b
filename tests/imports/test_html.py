"""The report is found inside a page, in whatever encoding and however cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Document, Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports.html import read_html
from giadesk.imports.recognise import recognise
from tests.imports.files import ends_well

TITLE = "银杏镇人民政府2024年政府信息公开工作年度报告"
TEXT = "我镇各站所按月报送公开清单，村级公示栏由专人更换并拍照留存，答复书统一编号后交档案室保管。"
PAGE = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=%s">
<title>{TITLE}_禾岭县人民政府</title><style>.a{{}}</style><script>var s = "一、总体情况";</script></head>
<body><div class="top"><a href="/">首页</a> | <a href="/x">政务公开</a></div>
<div class="place">当前位置：<a>首页</a> &gt; 年报</div>
<div class="box"><h1>{TITLE}</h1><div class="info">发布时间：2025-01-09　浏览次数：12</div>
<div id="zoom"><p>　　{TEXT}</p><p><span>一、</span><span>总体情况</span></p>
<p><span>全年公开</span><span>31</span><b>2</b>&nbsp;条。{TEXT}<br>{TEXT}</p>
<p>二、主动公开政府信息情况</p>
<table border=1><tr><td rowspan=2>信息内容<td colspan=3>件数<tr><td>本年<br/>制发件数<td>本年废止件数<td>现行有效件数
<tr><td>规章<td>0<td>0<td>0<tr><td>规范性文件<td>2<td>1<td>9</table>
<p>六、其他需要报告的事项</p><p>{TEXT}</p></div><p>【打印本页】【关闭窗口】</p></div>
<div class="bottom">主办：禾岭县人民政府办公室　备案号：000000</div></body></html>"""


def page(encoding: str = "utf-8", declared: str = "") -> bytes:
    return (PAGE % (declared or encoding)).encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_report_inside_its_page(forms, encoding, declared):
    document = read_html(page(encoding, declared), "甲.html")
    words = [b.text.strip() for b in document.blocks if isinstance(b, Paragraph)]
    assert words == [
        TITLE,
        TEXT,
        "一、总体情况",
        f"全年公开312 条。{TEXT}",
        TEXT,
        "二、主动公开政府信息情况",
        "六、其他需要报告的事项",
        TEXT,
    ]
    read = recognise(document, forms)
    assert read.report.unit == "银杏镇人民政府"
    assert sorted(map(int, read.report.values.values())) == [0, 0, 0, 1, 2, 9]
    assert any(where == "网页" and "首页" in was for where, was, _ in document.notes)


@pytest.mark.parametrize("above", ["丰水市银杏乡", "丰水市银杏乡2024年"])
def test_a_title_over_two_lines_keeps_the_first_of_them(forms, above):
    rest = "政府信息公开工作年度报告"
    second = rest if above.endswith("年") else f"2024年{rest}"
    html = (
        f"<body><p>首页 &gt; 乡镇 &gt; 银杏乡</p><p>字号：大 中 小</p><p>{above}</p><p>{second}</p>"
        f"<p>一、总体情况</p><p>{TEXT}</p><p>二、主动公开政府信息情况</p><p>{TEXT}</p></body>"
    )
    document = read_html(html.encode(), "甲.html")
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text == above
    report = recognise(document, forms).report
    assert (report.unit, report.year) == ("丰水市银杏乡", 2024)


def test_spans_of_rows_and_columns():
    (grid,) = [b for b in read_html(page(), "甲.html").blocks if isinstance(b, Grid)]
    assert (grid.height, grid.width) == (4, 4)
    places = {c.text: (c.row, c.column, c.rows, c.columns) for c in grid.cells[:4]}
    assert places["信息内容"] == (0, 0, 2, 1)
    assert places["件数"] == (0, 1, 1, 3)
    assert places["本年\n制发件数"] == (1, 1, 1, 1)


def test_a_page_laid_out_in_tables(forms):
    html = (
        f"<table><tr><td>导航<a>一</a></td><td><table><tr><td><p>{TITLE}</p><p>一、总体情况</p><p>{TEXT}</p>"
        f"<p>{TEXT}</p><table><tr><td>培训</td><td>3</td></tr><tr><td>接待</td><td>9</td></tr></table>"
        f"<p>二、主动公开政府信息情况</p><p>{TEXT}</p></td></tr></table></td></tr></table>"
    )
    read = recognise(read_html(html.encode(), "甲.html"), forms)
    assert [p.text or p.table for p in read.report.section("overview").paragraphs] == [
        TEXT,
        TEXT,
        "free-1",
    ]


def test_what_word_saves_as_a_page(forms):
    html = (
        f"<html><body><p class=MsoNormal>{TITLE}<o:p></o:p></p><p><![if !supportLists]><span>一、</span><![endif]>"
        f"总体情况</p><!--[if gte mso 9]><xml>x</xml><![endif]--><p>{TEXT}</p><p>二、主动公开政府信息情况</p></body></html>"
    )
    document = read_html(html.encode(), "甲.doc")
    assert [b.text for b in document.blocks] == [
        TITLE,
        "一、总体情况",
        TEXT,
        "二、主动公开政府信息情况",
    ]


def test_depth_is_limited_with_a_sentence():
    with pytest.raises(InputRefused, match="嵌套层次过深"):
        read_html(b"<div>" * 5000 + "一、总体情况".encode(), "甲.html")


SAMPLE = page()
_PIECES = [
    b"<table>",
    b"</td>",
    b"<td rowspan=99999 colspan=-1>",
    b"<![foo[",
    b"&#x110000;",
    b"</div>",
    b"<!--",
    b"\xff",
    b"",
]


@given(st.integers(0, len(SAMPLE)), st.sampled_from(_PIECES), st.integers(0, 60))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_page_is_read_or_refused_with_a_sentence(place, piece, cut):
    assert ends_well(read_html, SAMPLE[:place] + piece + SAMPLE[place + cut :])
    assert isinstance(read_html(SAMPLE, "甲"), Document)
