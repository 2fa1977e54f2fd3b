"""A report as blocks, in the order in which they are printed."""

from __future__ import annotations

from decimal import Decimal

from giadesk.core.blocks import Document, Grid, GridCell, Heading
from giadesk.core.blocks import Paragraph as Printed
from giadesk.core.carry import blank_report
from giadesk.core.document import blocks_of, tables_shown, title_of
from giadesk.core.forms import parse_form
from giadesk.core.printed import grid_of
from giadesk.core.report import About, FreeTable, Paragraph, Report, Section
from tests.core.forms_of import form_of

FORM = form_of("gia-2021")
FREE = FreeTable("free-1", Grid(1, 1, (GridCell(0, 0, "自有"),)))


def _report(*sections: Section, **about: object) -> Report:
    return Report(About(unit="清溪镇", year=2025, form=FORM.id, **about), sections)  # type: ignore[arg-type]


def test_a_blank_report_prints_title_preamble_numbered_sections_and_tables() -> None:
    blocks = blocks_of(blank_report(FORM, "清溪镇人民政府", 2025), FORM)
    title, preamble, *rest = blocks
    assert isinstance(title, Printed)
    assert (title.role, title.text) == ("title", "清溪镇人民政府2025年政府信息公开工作年度报告")
    assert isinstance(preamble, Printed)
    assert preamble.text.startswith("本报告根据")
    headings = [b.number + b.text for b in rest if isinstance(b, Heading)]
    assert headings == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert [b.table for b in rest if isinstance(b, Grid)] == [
        "disclosure",
        "applications",
        "proceedings",
    ]


def test_paragraphs_headings_and_live_figures() -> None:
    section = Section(
        "overview",
        "总体情况",
        (
            Paragraph("主动公开。新收{applications/received/total}件。", 2),
            Paragraph("规范管理", 3),
            Paragraph("   "),
            Paragraph("正文。"),
        ),
    )
    report = _report(section).with_value("applications/received/natural", Decimal(3))
    assert blocks_of(report, FORM)[1:] == (
        Heading(1, "总体情况", "一、"),
        Heading(2, "主动公开。", "（一）", "新收3件。"),
        Heading(3, "规范管理", "1."),
        Printed("正文。"),
    )


def test_an_empty_heading_is_neither_printed_nor_counted() -> None:
    paragraphs = (Paragraph("主动公开。", 2), Paragraph(" ", 2), Paragraph("监督保障。", 2))
    blocks = blocks_of(_report(Section("overview", "总体情况", paragraphs)), FORM)
    headings = [b.number + b.text for b in blocks if isinstance(b, Heading) and b.level == 2]
    assert headings == ["（一）主动公开。", "（二）监督保障。"]


def test_tables_stand_at_their_place_once_and_missing_ones_at_the_end() -> None:
    section = Section(
        "disclosure",
        "主动公开政府信息情况",
        (
            Paragraph(table="free-1"),
            Paragraph("说明。"),
            Paragraph(table="free-1"),
            Paragraph(table="unknown"),
        ),
        (FREE,),
    )
    blocks = blocks_of(_report(section), FORM)[2:]
    assert [type(b) for b in blocks] == [Grid, Printed, Grid]
    assert blocks[0] == FREE.grid
    assert isinstance(blocks[2], Grid)
    assert blocks[2].table == "disclosure"


def test_signature_date_and_attachments() -> None:
    blocks = blocks_of(_report(date="2026年1月8日", attachments=("目录", "统计表")), FORM)
    assert [(b.role, b.text) for b in blocks[1:] if isinstance(b, Printed)] == [
        ("attachment", "附件：1.目录"),
        ("attachment", "2.统计表"),
        ("signature", "清溪镇"),
        ("date", "2026年1月8日"),
    ]
    one = blocks_of(_report(date="2026年1月8日", signature="党政办", attachments=("目录",)), FORM)
    assert [b.text for b in one[1:] if isinstance(b, Printed)] == [
        "附件：目录",
        "党政办",
        "2026年1月8日",
    ]
    assert len(blocks_of(_report(), FORM)) == 1


def test_a_title_of_its_own_is_printed_instead() -> None:
    assert title_of(_report(title="年报"), FORM) == "年报"
    assert title_of(_report(), FORM) == "清溪镇2025年政府信息公开工作年度报告"


def test_sections_that_the_form_does_not_know_are_numbered_too() -> None:
    form = form_of("gia-2008")
    blocks = blocks_of(_report(Section("own", "亮点"), Section("preamble", "引言")), form)
    assert [b for b in blocks if isinstance(b, Heading)] == [Heading(1, "亮点", "一、")]


def test_an_optional_table_is_shown_where_it_has_a_place_or_a_figure() -> None:
    form = form_of("gia-2008")
    bare = Section("disclosure", "主动公开")
    placed = Section("disclosure", "主动公开", (Paragraph(table="classes"),))
    assert tables_shown(bare, _report(bare), form) == []
    assert [t.id for t in tables_shown(placed, _report(placed), form)] == ["classes"]
    filled = _report(bare).with_value("classes/plans/value", Decimal(1))
    assert [t.id for t in tables_shown(bare, filled, form)] == ["classes"]
    assert not any(isinstance(b, Grid) for b in blocks_of(_report(bare), form))
    assert any(isinstance(b, Grid) for b in blocks_of(filled, form))


# --- grids -----------------------------------------------------------------------------------------


def test_a_grid_shows_the_figures_and_where_totals_come_from() -> None:
    figures = {
        "disclosure/normative/made": Decimal("2.0"),
        "applications/received/total": Decimal(5),
    }
    cells = {
        c.figure: c for c in grid_of(FORM.tables["disclosure"], FORM, figures).cells if c.figure
    }
    assert (cells["disclosure/normative/made"].text, cells["disclosure/normative/made"].value) == (
        "2",
        Decimal("2.0"),
    )
    assert (cells["disclosure/rules/made"].text, cells["disclosure/rules/made"].value) == ("", None)
    grid = grid_of(FORM.tables["applications"], FORM, figures)
    cells = {c.figure: c for c in grid.cells if c.figure}
    total = cells["applications/received/total"]
    assert total.kind == "total"
    assert [grid.matrix()[row][column].figure for _, row, column in total.sum_of] == list(  # type: ignore[union-attr]
        FORM.indicators["applications/received/total"].parts
    )
    assert (grid.head_rows, grid.label_columns) == (3, 3)


def test_words_in_a_cell_of_words() -> None:
    form = form_of("gia-2014")
    grid = grid_of(form.tables["statistics"], form, {"statistics/signed_author/value": "某某"})
    cell = next(c for c in grid.cells if c.figure == "statistics/signed_author/value")
    assert (cell.text, cell.value) == ("某某", None)
    assert grid.head_rows == 1


def test_a_row_with_a_figure_and_children_leaves_no_hole() -> None:
    text = """\
id: own
name: 表
title: "{unit}{year}"
basis: 某
from_year: 2020
sections: [{id: s, title: 某}]
tables:
  - id: t
    title: 表
    section: s
    blocks:
      - columns: [{id: n, label: 数}]
        rows:
          - {id: a, label: 甲, figure: true, relation: sum, children: [{id: b, label: 乙}, {id: c, label: 丙, figure: true, children: [{id: d, label: 丁}]}]}
"""
    form = parse_form(text, "own.yaml")
    grid = grid_of(form.tables["t"], form, {})
    assert all(cell is not None for row in grid.matrix() for cell in row)
    assert sum(c.rows * c.columns for c in grid.cells) == grid.height * grid.width
    assert grid.height == 1 + 4


def test_all_the_text_of_a_document() -> None:
    document = Document((Heading(2, "甲。", "（一）", "乙"), Printed("丙", number="1."), FREE.grid))
    assert list(document.text()) == ["（一）甲。乙", "1.丙", "自有"]
