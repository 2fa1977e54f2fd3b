"""Text in any Chinese encoding: paragraphs whole again, tables as grids."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports.text import read_text
from tests.imports.files import ends_well

LONG = (
    "我镇各站所按月报送公开清单，村级公示栏由专人更换并拍照留存，答复书统一编号后交档案室保管" * 6
)


def blocks(text: str) -> list[str | list[list[str]]]:
    return [
        b.text.strip() if isinstance(b, Paragraph) else rows(b)
        for b in read_text(text.encode(), "甲.txt").blocks
    ]


def rows(grid: Grid) -> list[list[str]]:
    return [[c.text if c else "" for c in line] for line in grid.matrix()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding):
    text = "一、主要情况\n全年公文一百二十件，次年再公示。" * 8
    document = read_text(text.encode(encoding), "甲.txt")
    assert "".join(document.text()).replace("\n", "") == text.replace("\n", "")


def test_an_unknown_encoding_is_refused():
    with pytest.raises(InputRefused, match="编码"):
        read_text(bytes(range(128, 256)) * 20, "甲.txt")


@pytest.mark.parametrize("text", ["公开\n" * 70_000, "公" * 400_000, "公开政府信息" * 300_000])
def test_too_much_text_is_refused(text):
    with pytest.raises(InputRefused, match="文本过大"):
        read_text(text.encode(), "甲.txt")


def test_lines_cut_at_a_width_are_joined():
    cut = [LONG[i : i + 36] for i in range(0, len(LONG), 36)]
    text = "\n".join(
        ["一、总体情况", *cut, "（一）登记。当日登记。", *cut, "二、主动公开政府信息情况"]
    )
    assert blocks(text) == [
        "一、总体情况",
        LONG,
        "（一）登记。当日登记。",
        LONG,
        "二、主动公开政府信息情况",
    ]
    assert any("断开" in was for _, was, _ in read_text(text.encode(), "甲").notes)


def test_lines_that_are_paragraphs_stay_apart():
    text = "\n".join(["甲站报送清单，", "乙站更换公示栏。", "丙站登记。"] * 5)
    assert len(blocks(text)) == 15


def test_tables_by_tabs_and_by_pipes():
    assert blocks("前\n甲\t乙\n1\t2\n后") == ["前", [["甲", "乙"], ["1", "2"]], "后"]
    piped = "| 甲 | 乙 |\n| --- | :-: |\n| 1 | 2\\|3 |"
    assert blocks(piped) == [[["甲", "乙"], ["1", "2|3"]]]


def test_one_cell_a_line():
    text = "\t指标\n\t单位\n\t统计数\n\n\t登记数\n\t件\n\t　12\n\n\t答复数\n\t件\n\t\n\n后面"
    assert blocks(text) == [
        [["指标", "单位", "统计数"], ["登记数", "件", "12"], ["答复数", "件", ""]],
        "后面",
    ]


def test_markdown_headings_and_emphasis():
    document = read_text("# 标题\n## 一、总体情况\n**全年**公开。".encode(), "甲.md")
    assert [(b.text, b.outline) for b in document.blocks] == [
        ("标题", 0),
        ("一、总体情况", 1),
        ("全年公开。", 0),
    ]


LAYOUT = """二、主动公开政府信息情况
第二十条第（一）项
信息内容        本年制发件数          本年废止件数   现行有效件数
规章          0               0        0

行政规范性文件     12             3      41

第二十条第（五）项
信息内容        本年处理决定数量
行政许可        1,508
三、收到和处理政府信息公开申请情况
                                  自然人        总计
一、本年新收政府信息公开申请数量                  34     34
三   （一）予以公开                       11     11
、
本   （二）部分公开                       2      2
年             1.属于国家秘密             0       0
度
办   （三）      2.其他法律行政法规禁止公
理   不予         开                    7       7
     公开      3.要求行政机关确认或重新
                                     4       4
             出具已获取信息
四、存在的主要问题
"""


def test_columns_kept_apart_by_spaces():
    found = blocks(LAYOUT)
    assert found[:2] == ["二、主动公开政府信息情况", "第二十条第（一）项"]
    assert found[2] == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "12", "3", "41"],
    ]
    assert found[4] == [["信息内容", "本年处理决定数量"], ["行政许可", "1,508"]]
    table = found[6]
    assert table[0] == ["", "自然人", "总计"]
    figures = {row[0]: row[1:] for row in table[1:]}
    assert figures["2.其他法律行政法规禁止公开"] == ["7", "7"]
    assert figures["3.要求行政机关确认或重新出具已获取信息"] == ["4", "4"]
    assert figures["（三）不予公开"] == ["", ""]
    assert figures["三、本年度办理"] == ["", ""]
    assert found[-1] == "四、存在的主要问题"


@given(st.text(alphabet="一、（）1.\t |\n 件申请12，。公开-　", max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_text_is_lost(text):
    given_ = sorted(c for c in text if not c.isspace() and c not in "|-:")
    if not given_:
        return
    document = read_text(("公开政府信息" + text).encode(), "甲.txt")
    kept = sorted(c for t in document.text() for c in t if not c.isspace() and c not in "|-:")
    assert kept == sorted([*given_, *"公开政府信息"])


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    assert ends_well(read_text, data)


def test_a_figure_that_stands_over_no_column_of_the_fullest_row_is_kept():
    """Mutant 96516 of the text reader: 58人 stood further right in one row than any figure of the other."""
    text = (
        "培训签到册      1,003     2     58人\n银杏镇                                        7人\n"
    )
    (grid,) = (b for b in read_text(text.encode(), "甲.txt").blocks if isinstance(b, Grid))
    rows = [[c.text for c in grid.cells if c.row == row] for row in range(grid.height)]
    assert rows == [["培训签到册", "1,003", "2", "58人"], ["银杏镇", "", "", "7人"]]
