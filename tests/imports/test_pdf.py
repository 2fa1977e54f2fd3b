"""A .pdf that cannot be read says why; what has text is measured in test_corpus."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from giadesk.core.blocks import Grid, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.imports import read_blocks
from giadesk.imports.pdf import (
    _blocks,
    _Line,
    _Ruled,
    _without_page_numbers,
    _without_running_heads,
    read_pdf,
)
from giadesk.imports.ruled import Box
from tests.imports.files import ends_well


def scan(tmp_path):
    path = tmp_path / "扫描.pdf"
    Image.new("L", (600, 800), 255).save(path, "PDF")
    return path


def test_a_scan_is_told_apart(tmp_path):
    with pytest.raises(InputRefused) as caught:
        read_blocks(scan(tmp_path))
    assert "扫描件" in caught.value.why
    assert "Word" in caught.value.remedy


def test_a_page_that_is_a_picture_is_said_and_a_seal_is_not(qapp, tmp_path):
    path = tmp_path / "夹图.pdf"
    writer = QPdfWriter(str(path))
    picture = QImage(600, 800, QImage.Format.Format_RGB32)
    picture.fill(0xFFEEDDCC)
    painter = QPainter(writer)
    painter.drawText(400, 800, "一、总体情况。全年更新栏目九次，村居公示栏由专人张贴并拍照留存。")
    painter.drawText(
        400, 1600, "二、主动公开政府信息情况见下页，表中的数字截至年底，由党政办统计。"
    )
    painter.drawImage(QRect(400, 3000, 1400, 1400), picture)
    writer.newPage()
    painter.drawImage(QRect(0, 0, writer.width(), writer.height()), picture)
    painter.end()
    document = read_pdf(path.read_bytes(), path.name)
    assert document.notes == (("图片", "第2页", "图片里的文字和数字读不出，没有读入"),)


def _ruled(painter: QPainter, top: int, rows: tuple[tuple[str, ...], ...]) -> None:
    """Rows of cells in lines over the width of the page, the last cell wide where there are fewer."""
    edges = [1000, 4000, 5500, 7000, 8500]
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            right = edges[-1] if place == len(row) - 1 else edges[place + 1]
            box = QRect(edges[place], top + 400 * number, right - edges[place], 400)
            painter.drawRect(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def test_the_last_row_of_a_table_alone_on_the_next_page(qapp, tmp_path):
    path = tmp_path / "末行.pdf"
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    painter.drawText(1000, 800, "二、主动公开政府信息情况见下表，村居公示栏由专人张贴并拍照留存。")
    heads = ("信息内容", "上一年项目数量", "本年增减", "处理决定数量")
    _ruled(
        painter,
        11600,
        (heads, ("行政处罚", "3", "1", "2"), ("信息内容", "采购项目数量", "采购总金额")),
    )
    writer.newPage()
    _ruled(painter, 600, (("政府集中采购", "4", "112"),))
    painter.drawText(1000, 2500, "三、收到和处理政府信息公开申请情况见下页，由党政办统计。")
    painter.end()
    document = read_pdf(path.read_bytes(), path.name)
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert [c.text for c in grid.cells if c.row == grid.height - 1] == ["政府集中采购", "4", "112"]
    assert grid.height == 4


def line(text: str, top: float, x0: float = 80, page: int = 0, gap: float = 12) -> _Line:
    made = _Line(text, x0, x0 + 16 * len(text), top, top + 16, 16.0, page, gap)
    made.marks = [(x0 + 16 * i, x0 + 16 * i + 16, c) for i, c in enumerate(text)]
    return made


FULL = "我镇各站所按月报送公开清单，村级公示栏由专人更换并拍照"


def texts(*pieces: _Line | _Ruled) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else "表" for b in _blocks(list(pieces))]


def test_lines_are_rejoined_to_paragraphs():
    assert texts(
        line("一、总体情况", 100),
        line(FULL[:-2], 130, x0=112),
        line(FULL, 160),
        line("留存。", 190),
        line(FULL[:-2], 220, x0=112),
        line(FULL, 100, page=1, gap=0),
        line("留存。", 130, page=1),
    ) == ["一、总体情况", FULL[:-2] + FULL + "留存。", FULL[:-2] + FULL + "留存。"]


@pytest.mark.parametrize("heading", ["【二】主动公开情况", "■ 主动公开情况", "第二章 主动公开情况"])
def test_a_heading_behind_a_sign_begins_a_paragraph(heading):
    assert texts(line(FULL, 100), line(FULL[:-1] + "。", 130), line(heading, 160))[-1] == heading
    open_end = texts(line(FULL, 100), line(FULL, 130), line(heading, 160))
    assert len(open_end) == 1


def test_items_inside_a_paragraph_do_not_begin_one():
    first = FULL[:-4] + "1、甲。"
    assert texts(
        line(first, 100), line("2、乙" + FULL[3:], 130), line("留存。", 160), line(FULL, 190)
    ) == [
        first + "2、乙" + FULL[3:] + "留存。",
        FULL,
    ]


def test_a_ruled_table_between_paragraphs():
    boxes = [Box(0, 0, 50, 20, "甲"), Box(50, 0, 100, 20, "1")]
    blocks = _blocks([line(FULL, 100), _Ruled(boxes, 0, 150.0), line(FULL, 200)])
    assert [isinstance(b, Grid) for b in blocks] == [False, True, False]


def test_a_table_without_lines():
    def row(*cells: tuple[float, str], top: float) -> _Line:
        text = "\t".join(c for _, c in cells)
        made = _Line(text, cells[0][0], 500, top, top + 10, 10.0, 0, 5)
        made.marks = [
            (x + 10 * i, x + 10 * i + (5 if c.isascii() else 10), c)
            for x, words in cells
            for i, c in enumerate(words)
        ]
        return made

    blocks = _blocks(
        [
            row((80, "信息内容"), (200, "本年制发件数"), (320, "本年废止件数"), top=100),
            row((80, "规章"), (200, "0"), (320, "0"), top=120),
            row((80, "行政规范性文件"), (200, "2"), (320, "1"), top=140),
        ]
    )
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert [[c.text for c in row if c] for row in grid.matrix()] == [
        ["信息内容", "本年制发件数", "本年废止件数"],
        ["规章", "0", "0"],
        ["行政规范性文件", "2", "1"],
    ]


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_file_is_read_or_refused_with_a_sentence(place, piece):
    buffer = io.BytesIO()
    Image.new("L", (60, 80), 255).save(buffer, "PDF")
    data = buffer.getvalue()
    place %= len(data)
    assert ends_well(read_pdf, data[:place] + piece + data[place + len(piece) :])


def test_what_stands_over_every_page_is_no_part_of_the_text():
    def page(number, *texts):
        return [line(text, 100 + 20 * i, page=number) for i, text in enumerate(texts)]

    def head(text, number):
        one = line(text, 30, page=number)
        one.edge = True
        return one

    unread: list[str] = []
    kept = _without_running_heads(
        [
            [head("草 稿", 0), head("某县人民政府网", 0), *page(0, "某镇2025年年度报告", "正文。")],
            [head("草 稿", 1), head("某县人民政府网", 1), *page(1, "某镇2025年年度报告", "草稿")],
        ],
        unread,
    )
    assert [p.text for p in kept] == ["某镇2025年年度报告", "正文。", "某镇2025年年度报告", "草稿"]
    assert unread == ["某县人民政府网"]


def _pages(*ends: str) -> list[list[_Line | _Ruled]]:
    """Pages of a line of text and a last one near the lower end."""
    pages: list[list[_Line | _Ruled]] = []
    for number, end in enumerate(ends):
        last = line(end, 780, page=number)
        last.edge = True
        pages.append([line(FULL, 100, page=number), last])
    return pages


def _lasts(*ends: str) -> list[str]:
    return [
        piece.text
        for pieces in _without_page_numbers(_pages(*ends))
        for piece in pieces[1:]
        if isinstance(piece, _Line)
    ]


def test_bare_numbers_that_count_the_pages_are_no_text():
    assert _lasts("1", "2", "3") == []
    assert _lasts("5", "6", "按月公示", "8") == ["按月公示"]


def test_figures_of_a_table_at_the_end_of_pages_are_kept():
    assert _lasts("0", "0", "0") == ["0", "0", "0"]
    assert _lasts("0", "7") == ["0", "7"]
    assert _lasts("14", "留存", "2", "0") == ["14", "留存", "2", "0"]
    unread: list[str] = []
    kept = _without_running_heads(_pages("0", "0"), unread)
    assert [p.text for p in kept if isinstance(p, _Line)] == [FULL, "0", FULL, "0"]
    assert unread == []


def test_a_figure_by_itself_begins_a_paragraph():
    assert texts(line(FULL, 100), line("27", 130), line(FULL, 160)) == [FULL, "27", FULL]
