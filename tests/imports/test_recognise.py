"""What the recogniser makes of blocks: the report that was written, and nothing lost."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Document, Grid, GridCell, Paragraph
from giadesk.core.errors import InputRefused
from giadesk.core.forms import FormLibrary
from giadesk.core.report import Report
from giadesk.imports.recognise import recognise, traced
from giadesk.imports.result import Recognised, Repair
from giadesk.places import shipped
from tests.imports.documents import characters, content_of, flattened, marked, reports
from tests.samples.reports import all_forms, full_report

FORMS = {f.id: f for f in all_forms()}
quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def lines(*texts: str) -> Document:
    return Document(tuple(Paragraph(t) for t in texts))


TITLE = "银杏镇人民政府2024年政府信息公开工作年度报告"


NO_TABLE = "没有读到这张表的数字"


def mended(read: Recognised) -> list[Repair]:
    """What was repaired of a report whose tables are left out on purpose."""
    return [r for r in read.repairs if r.now != NO_TABLE]


def section_texts(report: Report, section_id: str) -> list[tuple[int, str]]:
    section = report.section(section_id)
    assert section is not None
    return [(p.level, p.text) for p in section.paragraphs if not p.table]


# --- round trip ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f.id)
@given(data=st.data())
@quick
def test_a_report_written_and_read_is_the_same(form, forms, data):
    report = data.draw(reports(form))
    read = recognise(flattened(report, form), forms, form_id=form.id)
    assert read.report.about == report.about
    for now, was in zip(read.report.sections, report.sections, strict=True):
        assert now == was
    assert read.report.values == report.values
    assert not read.unplaced
    assert not [r for r in read.repairs if r.what in ("numbering", "form")]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f.id)
@pytest.mark.parametrize("variant", ["plain", "largest", "zero", "long"])
def test_the_full_samples_come_back_and_their_form_is_found(form, forms, variant):
    report = full_report(form, variant)
    read = recognise(flattened(report, form), forms)
    assert read.form.id == form.id
    assert read.report.values == report.values
    assert read.report.unit == report.unit
    assert read.report.year == report.year
    titled = {s.id for s in form.spec.sections if s.numbered}
    assert [(s.id, s.title) for s in read.report.sections if s.id in titled] == [
        (s.id, s.title) for s in report.sections if s.id in titled
    ]
    # text of a section that prints no heading stands with the section before it
    prose = [p.text for s in read.report.sections for p in s.paragraphs if not p.table]
    assert prose == [p.text for s in report.sections for p in s.paragraphs if not p.table]
    assert not read.unplaced


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f.id)
@given(data=st.data())
@quick
def test_nothing_is_lost_and_nothing_is_doubled(form, forms, data):
    document, marks = data.draw(marked(form))
    read, used = traced(document, forms, form_id=form.id)
    shown = content_of(read) + characters(*used)
    assert {m: shown[m] for m in marks} == dict.fromkeys(marks, 1)
    given_ = characters(*document.text())
    title = read.report.about.title or form.title_for(read.report.unit, read.report.year)
    assert not given_ - shown - characters(title)


# --- title, unit, year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "unit", "year"),
    [
        (("银杏镇人民政府2024年政府信息公开工作年度报告",), "银杏镇人民政府", 2024),
        (("银杏镇人民政府", "2024年政府信息公开工作年度报告"), "银杏镇人民政府", 2024),
        (("银杏镇人民政府2024年政府信息", "公开工作年度报告"), "银杏镇人民政府", 2024),
        (("长堤路街道办事处2024年度", "政府信息公开年度报告"), "长堤路街道办事处", 2024),
        (("银杏镇人民政府", "2024年度", "政府信息公开年度报告"), "银杏镇人民政府", 2024),
        (("银杏镇二○二二年政府信息公开工作年度报告",), "银杏镇", 2022),
        (("银杏镇二〇二四年度政府信息公开年报",), "银杏镇", 2024),
        (("银杏镇２０２３年政府信息公开工作报告",), "银杏镇", 2023),
        (("2023年度银杏镇人民政府信息公开工作年度报告",), "银杏镇人民政府", 2023),
        (("关于银杏镇2023年政府信息公开工作情况的报告",), "银杏镇", 2023),
    ],
)
def test_unit_and_year_of_a_title(forms, title, unit, year):
    read = recognise(lines(*title, "一、总体情况", "甲。", "二、主动公开政府信息情况"), forms)
    assert (read.report.unit, read.report.year) == (unit, year)
    assert read.form.in_force(year)


def test_what_the_title_does_not_say_comes_from_text_file_name_and_signature(forms):
    document = lines(
        "政府信息公开工作年度报告",
        "所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "一、总体情况",
        "比2022年多，2022年少。",
        "六、其他需要报告的事项",
        "无。",
        "银杏镇人民政府",
        "2024年1月8日",
    )
    read = recognise(document, forms)
    assert (read.report.unit, read.report.year) == ("银杏镇人民政府", 2023)
    named = recognise(document, forms, name="禾岭县水务局2023年政府信息公开年度报告.docx")
    assert named.report.unit == "禾岭县水务局"
    assert named.report.about.signature == "银杏镇人民政府"


def test_what_is_no_report_is_refused(forms):
    with pytest.raises(InputRefused) as caught:
        recognise(lines("会议通知", "请于周三下午三点到会。"), forms, name="通知.docx")
    assert "不是政府信息公开工作年度报告" in caught.value.why
    assert caught.value.remedy


def test_a_report_of_no_year_is_refused_with_the_way_out(forms):
    document = lines("政府信息公开工作年度报告", "一、总体情况", "二、主动公开政府信息情况")
    with pytest.raises(InputRefused, match="哪一年"):
        recognise(document, forms)
    assert recognise(document, forms, year=2023).report.year == 2023


# --- sections -----------------------------------------------------------------------------------


def test_sections_by_meaning_with_missing_doubled_and_wrong_numbers(forms):
    read = recognise(
        lines(
            TITLE,
            "依据条例编制。",
            "总体情况",
            "甲。",
            "二、二、主动公开情况",
            "1.收到和处理政府信息公开申请情况",
            "乙。",
            "四、政府信息公开行政复议、行政诉讼情况。全年没有发生。",
            "六、存在问题及改进措施",
            "丙。",
            "六、其他需要报告的事项：无",
        ),
        forms,
    )
    titles = [(s.id, s.title) for s in read.report.sections]
    assert [t[0] for t in titles] == [s.id for s in read.form.spec.sections]
    assert dict(titles)["disclosure"] == "主动公开情况"
    assert section_texts(read.report, "preamble") == [(0, "依据条例编制。")]
    assert section_texts(read.report, "overview") == [(0, "甲。")]
    assert section_texts(read.report, "proceedings") == [(0, "全年没有发生。")]
    assert section_texts(read.report, "other") == [(0, "无")]
    mended = {(r.where, r.was, r.now) for r in read.repairs if r.what == "numbering"}
    assert ("总体情况", "", "一、") in mended
    assert ("主动公开情况", "二、二、", "二、") in mended
    assert ("收到和处理政府信息公开申请情况", "1.", "三、") in mended
    assert ("存在问题及改进措施", "六、", "五、") in mended
    assert not any(where == "其他需要报告的事项" for where, _, _ in mended)
    assert not read.unplaced


OWN_ORDERS = {
    "parts": (
        "第一部分 概述",
        "第二部分 主动公开政府信息的情况",
        "第三部分 存在的主要问题及改进情况",
    ),
    "figures": ("1.概述", "2.主动公开政府信息的情况", "3.存在的主要问题及改进情况"),
    "brackets": ("（一）概述", "（二）主动公开政府信息的情况", "（三）存在的主要问题及改进情况"),
    "spaces": ("一 概述", "二 主动公开政府信息的情况", "三 存在的主要问题及改进情况"),
    "twice": ("一、一、概述", "二、主动公开政府信息的情况", "二、存在的主要问题及改进情况"),
}


@pytest.mark.parametrize("heads", OWN_ORDERS.values(), ids=OWN_ORDERS)
def test_headings_in_an_order_of_their_own(forms, heads):
    first, second, third = heads
    read = recognise(
        lines(
            "银杏镇2012年度政府信息公开工作年度报告",
            first,
            "我镇完善机制，全年平稳运行，没有发生更正和撤回。",
            second,
            "全年公开信息58条，其中业务工作类40条。",
            third,
            "更新还不够及时，明年逐月核对。",
        ),
        forms,
    )
    sections = [(s.id, s.title) for s in read.report.sections]
    assert sections == [
        ("overview", "概述"),
        ("disclosure", "主动公开政府信息的情况"),
        ("problems", "存在的主要问题及改进情况"),
    ]
    assert not read.unplaced


def test_headings_inside_a_section_keep_their_levels_and_lose_their_numbers(forms):
    read = recognise(
        lines(
            TITLE,
            "一、总体情况",
            "　　（一）主动公开。全年公开12条。",
            "(二)依申请公开。",
            "1、登记。当日登记。",
            "2．答复",
            "（1）起草。",
            "第二步再审。",
            "（三）平台建设",
            "二、主动公开政府信息情况",
        ),
        forms,
    )
    assert section_texts(read.report, "overview") == [
        (2, "主动公开。全年公开12条。"),
        (2, "依申请公开。"),
        (3, "登记。当日登记。"),
        (3, "答复"),
        (4, "起草。"),
        (0, "第二步再审。"),
        (2, "平台建设"),
    ]
    assert not mended(read)


def test_1_typed_for_the_second_level_is_mended(forms):
    read = recognise(
        lines(
            TITLE,
            "一、总体情况",
            "（一）主动公开。甲。",
            "2.依申请公开。乙。",
            "（三）监督保障。丙。",
            "二、主动公开政府信息情况",
        ),
        forms,
    )
    assert [level for level, _ in section_texts(read.report, "overview")] == [2, 2, 2]
    assert [(r.was, r.now) for r in mended(read)] == [("2.", "（二）")]


def test_the_subjects_of_a_section_are_of_the_second_level(forms):
    subjects = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    texts = [f"{i}.{s}。全年已做。" for i, s in enumerate(subjects, start=1)]
    read = recognise(lines(TITLE, "一、总体情况", *texts, "二、主动公开政府信息情况"), forms)
    assert {level for level, _ in section_texts(read.report, "overview")} == {2}
    assert len(mended(read)) == 5


def test_lists_that_start_again_keep_the_numbers_they_have(forms):
    read = recognise(
        lines(
            TITLE,
            "一、总体情况",
            "1.登记。",
            "2.答复。",
            "另有三件事：",
            "1.甲事；",
            "2.乙事；",
            "3.丙事。",
            "二、主动公开政府信息情况",
        ),
        forms,
    )
    assert section_texts(read.report, "overview") == [
        (3, "登记。"),
        (3, "答复。"),
        (0, "另有三件事："),
        (0, "1.甲事；"),
        (0, "2.乙事；"),
        (0, "3.丙事。"),
    ]
    assert not mended(read)


def test_numbers_running_on_inside_a_paragraph_are_text(forms):
    text = "（1）专职人员1名。（2）兼职人员3名。（3）经费2万元。"
    read = recognise(lines(TITLE, "一、总体情况", text, "二、主动公开政府信息情况"), forms)
    assert section_texts(read.report, "overview") == [(0, text)]


def test_a_heading_that_lost_its_number_is_found_by_the_gap(forms):
    document = lines(
        "银杏镇2012年度政府信息公开工作年度报告",
        "概述",
        "我镇完善机制，全年平稳运行。",
        "学习条例",
        "每月组织机关干部学习一次条例，并做笔记。",
        "（二）宣传条例",
        "发放宣传单五百份。",
        "二、镇村联动机制",
        "各村有专人。",
    )
    read = recognise(document, forms)
    assert [s.title for s in read.report.sections] == ["概述", "镇村联动机制"]
    assert (2, "学习条例") in section_texts(read.report, "overview")
    assert [(r.was, r.now) for r in read.repairs] == [("", "（一）"), ("", "一、")]


def test_a_printed_table_of_contents_is_kept_apart(forms):
    read = recognise(
        lines(
            TITLE,
            "目录",
            "一、总体情况......1",
            "二、主动公开政府信息情况......2",
            "一、总体情况",
            "甲。",
            "二、主动公开政府信息情况",
        ),
        forms,
    )
    assert section_texts(read.report, "overview") == [(0, "甲。")]
    assert len(read.unplaced) == 3


# --- frame --------------------------------------------------------------------------------------


def test_signature_date_and_attachments(forms):
    read = recognise(
        lines(
            TITLE,
            "一、总体情况",
            "甲。",
            "六、其他需要报告的事项",
            "无。",
            "附件：1.统计表",
            "2.公示样式",
            "　　　　　　　　禾岭县银杏镇党政办公室",
            "　　　　　　　　二〇二五年一月八日",
        ),
        forms,
    )
    about = read.report.about
    assert about.attachments == ("统计表", "公示样式")
    assert (about.signature, about.date) == ("禾岭县银杏镇党政办公室", "二〇二五年一月八日")
    assert about.title == ""
    assert section_texts(read.report, "other") == [(0, "无。")]
    assert not read.unplaced


def test_an_own_title_is_kept_and_signature_of_the_unit_is_not(forms):
    title = "银杏镇人民政府2024年度政府信息公开年报"
    read = recognise(
        lines(title, "一、总体情况", "六、其他需要报告的事项", "银杏镇人民政府", "2025年1月"), forms
    )
    assert read.report.about.title == title
    assert read.report.about.signature == ""


# --- tables -------------------------------------------------------------------------------------


def grid(*rows: tuple[str, ...]) -> Grid:
    width = max(map(len, rows))
    return Grid(
        len(rows),
        width,
        tuple(
            GridCell(r, c, text, columns=width - c if c == len(row) - 1 else 1)
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ),
    )


def with_tables(*grids: Grid) -> Document:
    return Document(
        (
            Paragraph(TITLE),
            Paragraph("一、总体情况"),
            Paragraph("二、主动公开政府信息情况"),
            *grids,
            Paragraph("三、收到和处理政府信息公开申请情况"),
        )
    )


def test_figures_with_units_marks_and_blanks(forms):
    table = grid(
        ("第二十条第（一）项",),
        ("信息内容", "2024年制发件数", "本年废止数量", "现行有效数量"),
        ("规章", "/", "-", "０"),
        ("规范性文件", "一件", "", "1,234"),
        ("第二十条第（五）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政许可", "12件"),
        ("第二十条第（八）项",),
        ("信息内容", "本年收费金额（单位：万元）"),
        ("行政事业性收费", "251000元"),
    )
    read = recognise(with_tables(table), forms)
    assert read.report.values == {
        "disclosure/rules/effective": Decimal(0),
        "disclosure/normative/made": Decimal(1),
        "disclosure/normative/effective": Decimal(1234),
        "disclosure/licences/decisions": Decimal(12),
        "disclosure/fees/amount": Decimal("25.1"),
    }
    assert {(r.was, r.now) for r in read.repairs} >= {
        ("/", ""),
        ("-", ""),
        ("一件", "1"),
        ("12件", "12"),
        ("251000元", "25.1"),
    }
    assert not read.unplaced


def test_four_tables_for_one_and_rows_no_form_knows(forms):
    first = grid(
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "备注"),
        ("规章", "0", "0", "0", ""),
        ("行政规范性文件", "2", "1", "9", "已备案"),
        ("会议纪要", "4", "0", "4", ""),
    )
    second = grid(("信息内容", "本年处理决定数量"), ("行政许可", "7"))
    third = grid(("信息内容", "本年处理决定数量"), ("行政处罚", "3"), ("行政强制", "1"))
    read = recognise(with_tables(first, second, third), forms)
    assert read.report.values["disclosure/coercion/decisions"] == 1
    assert read.report.values["disclosure/normative/effective"] == 9
    assert len(read.report.values) == 9
    section = read.report.section("disclosure")
    assert [p.table for p in section.paragraphs] == ["disclosure"]
    assert read.unplaced == ("行政规范性文件 | 已备案", "会议纪要 | 4 | 0 | 4")


def test_heads_and_rows_with_different_spans(forms):
    cells = [GridCell(0, 0, "信息内容"), GridCell(0, 1, "本年制发件数")]
    cells += [GridCell(0, 2, "本年废止件数", columns=2), GridCell(0, 4, "现行有效件数")]
    cells += [GridCell(1, 0, "行政规范性文件"), GridCell(1, 1, "5", columns=2)]
    cells += [GridCell(1, 3, "1"), GridCell(1, 4, "7")]
    read = recognise(with_tables(Grid(2, 5, tuple(cells))), forms)
    values = {k.rpartition("/")[2]: int(v) for k, v in read.report.values.items()}
    assert values == {"made": 5, "abolished": 1, "effective": 7}


def test_a_total_that_contradicts_its_parts_is_kept(forms):
    form = FORMS["gia-2021"]
    report = full_report(form)
    wrong = report.with_value("applications/received/total", Decimal(999))
    read = recognise(flattened(wrong, form), forms)
    assert read.report.values == wrong.values


def test_other_outcomes_in_one_row(forms):
    form = FORMS["gia-2021"]
    document = flattened(full_report(form), form)
    blocks = []
    for block in document.blocks:
        if isinstance(block, Grid) and any("（六）其他处理" in c.text for c in block.cells):
            block = _one_row_for_others(block)
        blocks.append(block)
    read = recognise(Document(tuple(blocks)), forms, form_id="gia-2021")
    assert read.report.values["applications/others_other/natural"] == 6
    assert any("其他处理" in r.was and r.what == "table" for r in read.repairs)


def test_figures_beside_a_group_of_groups_have_no_place(forms):
    heads = (
        "申请人情况",
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    )
    rows = (
        heads,
        ("一、本年新收政府信息公开申请数量", *"3000003"),
        ("三、本年度办理结果", *"2000002"),
        ("（七）总计", *"3000003"),
    )
    cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    texts = (TITLE, "三、收到和处理政府信息公开申请情况")
    blocks = (*(Paragraph(t) for t in texts), Grid(len(rows), 8, tuple(cells)))
    read = recognise(Document(blocks), forms)
    placed = {k.split("/")[1] for k in read.report.values}
    assert placed == {"received", "handled"}
    assert any("三、本年度办理结果" in text for text in read.unplaced)


def _one_row_for_others(block: Grid) -> Grid:
    row = next(c.row for c in block.cells if "（六）其他处理" in c.text)
    cells = []
    for cell in block.cells:
        if row < cell.row < row + 3 or (cell.row == row and cell.column == 2):
            continue
        if cell.row == row and cell.column == 1:
            cell = msgspec.structs.replace(cell, rows=1, columns=2)
        elif cell.row == row and cell.column > 2:
            cell = msgspec.structs.replace(cell, text="6")
        elif cell.row >= row + 3:
            cell = msgspec.structs.replace(cell, row=cell.row - 2)
        elif cell.column == 0 and cell.row < row < cell.row + cell.rows:
            cell = msgspec.structs.replace(cell, rows=cell.rows - 2)
        cells.append(cell)
    return Grid(block.height - 2, block.width, tuple(cells))


def test_a_table_split_over_two_pages(forms):
    form = FORMS["gia-2021"]
    report = full_report(form)
    blocks = []
    for block in flattened(report, form).blocks:
        if isinstance(block, Grid) and block.height > 20:
            blocks += _halves(block)
        else:
            blocks.append(block)
    read = recognise(Document(tuple(blocks)), forms)
    assert read.report.values == report.values
    assert not read.unplaced


def _halves(block: Grid, at: int = 14, head: int = 3) -> list[Grid]:
    """The table cut before a row, heads repeated, labels that span the cut repeated."""
    top = [
        msgspec.structs.replace(c, rows=min(c.rows, at - c.row)) for c in block.cells if c.row < at
    ]
    shift = at - head
    bottom = [c for c in block.cells if c.row < head]
    for cell in block.cells:
        end = cell.row + cell.rows
        if cell.row >= head and end > at:
            row = max(cell.row, at)
            bottom.append(msgspec.structs.replace(cell, row=row - shift, rows=end - row))
    return [
        Grid(at, block.width, tuple(top)),
        Grid(block.height - shift, block.width, tuple(bottom)),
    ]


def test_a_table_of_no_form_is_kept_whole_where_it_stood(forms):
    table = grid(("培训对象", "场次", "人次"), ("镇干部", "2", "58"), ("村干部", "3", "36"))
    document = Document(
        (Paragraph(TITLE), Paragraph("一、总体情况"), Paragraph("甲。"), table, Paragraph("乙。"))
    )
    read = recognise(document, forms)
    section = read.report.section("overview")
    assert [p.table or p.text for p in section.paragraphs] == ["甲。", "free-1", "乙。"]
    assert section.free_tables[0].grid == table


def test_the_years_table_of_another_form_decides(forms):
    if "gia-2019" not in FORMS:
        pytest.skip("gia-2019 is not among the forms")
    form = FORMS["gia-2019"]
    report = full_report(form).with_about(year=2022)
    read = recognise(flattened(report, form), forms)
    assert read.form.id == "gia-2019"
    assert read.report.year == 2022
    assert [r.what for r in read.repairs] == ["form"]


def test_the_trace_names_what_was_used_up(forms):
    read, used = traced(lines(TITLE, "一、总体情况", "（一）甲。", "附件：统计表"), forms)
    assert read.report.about.attachments == ("统计表",)
    assert {"一、", "（一）", "附件："} <= set(used)


# --- anything -----------------------------------------------------------------------------------

_SCRAPS = (
    "一、总体情况",
    "二、",
    "（一）主动公开。",
    "1.",
    "附件：",
    "附件",
    "单位：件",
    "2024年",
    "政府信息公开工作年度报告",
    "总计",
    "规章",
    "自然人",
    "（七）总计",
    "12",
    "/",
    "-3",
    "1,234件",
    "\n",
    "\u3000",
    "\t",
    "\x00",
    "\ud800",
    "其他",
    "行政复议",
    "银杏镇人民政府",
    "2025年1月8日",
)
scraps = st.lists(st.sampled_from(_SCRAPS), max_size=4).map("".join)


@st.composite
def any_grids(draw: st.DrawFn) -> Grid:
    """Cells anywhere, overlapping, beyond the edge."""
    cells = draw(
        st.lists(
            st.builds(
                GridCell,
                st.integers(0, 5),
                st.integers(0, 5),
                scraps,
                st.integers(1, 3),
                st.integers(1, 3),
            ),
            max_size=12,
        )
    )
    return Grid(
        draw(st.integers(1, 6)), draw(st.integers(1, 6)), tuple(c for c in cells if c.row < 6)
    )


any_blocks = st.one_of(
    st.builds(
        Paragraph,
        scraps,
        outline=st.integers(0, 4),
        number=st.sampled_from(("", "一、", "（二）", "3.")),
    ),
    any_grids(),
)


@given(st.lists(any_blocks, max_size=14), st.sampled_from((None, *FORMS)))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_document_becomes_a_report_or_a_sentence(forms, blocks, form_id):
    try:
        read = recognise(Document(tuple(blocks)), forms, form_id=form_id)
    except InputRefused as refused:
        assert refused.remedy  # noqa: PT017 - a refusal is as good as a report
        return
    assert set(read.report.values) <= set(read.form.indicators)
    assert len({s.id for s in read.report.sections}) == len(read.report.sections)


def test_a_document_made_to_take_long_does_not():
    document = lines(TITLE, *["一、总体情况"] * 3000, *["（二）二、主动公开情况"] * 3000)
    rows = [("（一）予以公开", "1", "2")] * 500
    read = recognise(Document((*document.blocks, grid(*rows))), FormLibrary(shipped("forms")))
    assert read.report.year == 2024


def test_a_report_run_together_into_one_paragraph_is_parted_at_its_headings(forms):
    title = "2009年度银杏镇政府信息公开年度报告"
    text = (
        "现将2009年我镇政府信息公开工作报告如下： 一、政府信息主动公开情况 全年贴出公示62张。"
        "做法有三：一、按月更换。 各村留存照片。 二、依申请公开政府信息情况 无人申请。 "
        "三、收费及减免情况。没有收费。 四、存在的主要问题和改进措施 人手不足。"
    )
    read = recognise(lines(title, text), forms)
    assert [s.title for s in read.report.sections] == [
        "引言",
        "政府信息主动公开情况",
        "依申请公开政府信息情况",
        "收费及减免情况",
        "存在的主要问题和改进措施",
    ]
    assert section_texts(read.report, "disclosure") == [
        (0, "全年贴出公示62张。做法有三：一、按月更换。"),
        (0, "各村留存照片。"),
    ]
    assert [r.was for r in read.repairs if r.where == "段落"] == ["各部分连成一段"]


def test_an_enumeration_inside_a_paragraph_parts_nothing_where_headings_stand(forms):
    inside = "做法有三：一、公开目录按月更换。二、公开情况逐村通报。三、公开问题当日整改。"
    read = recognise(lines(TITLE, "一、总体情况", inside, "二、主动公开政府信息情况"), forms)
    assert section_texts(read.report, "overview") == [(0, inside)]


def test_lines_that_a_page_prints_around_the_report_are_set_apart(forms):
    read = recognise(
        lines(
            f"名称：{TITLE}",
            "主题词：",
            TITLE,
            "一、总体情况",
            "甲。",
            f"{TITLE}.docx",
            "附件：表.xls",
        ),
        forms,
    )
    assert read.report.unit == "银杏镇人民政府"
    assert section_texts(read.report, "overview") == [(0, "甲。")]
    assert f"{TITLE}.docx" in read.unplaced
    assert read.report.about.attachments == ("表.xls",)


def test_a_thousand_tables_run_together_take_no_longer_for_each(forms):
    many = [f"信息内容 本年处理决定数量 行政许可 3 行政处罚 {n} 甲 1" for n in range(1200)]
    read, used = traced(lines(TITLE, "一、总体情况", *many), forms)
    shown = content_of(read) + characters(*used)
    assert shown["甲"] >= 1200
    assert read.report.values["disclosure/licences/decisions"] == 3


def test_bars_inside_a_cell_are_accounted_for(forms):
    heads = [
        "申请人情况",
        "自然人 || 商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    row = ["一、本年新收政府信息公开申请数量", *"4100005"]
    cells = [GridCell(0, c, t) for c, t in enumerate(heads)]
    cells += [GridCell(1, c, t) for c, t in enumerate(row)]
    document = Document((Paragraph(TITLE), Paragraph("一、总体情况"), Grid(2, 8, tuple(cells))))
    read, used = traced(document, forms)
    shown = content_of(read) + characters(*used)
    assert shown["|"] >= 2


def test_a_section_without_its_table_is_said(forms):
    texts = (
        TITLE,
        "一、总体情况",
        "甲。",
        "二、主动公开政府信息情况",
        "见图。",
        "五、存在的主要问题及改进情况",
    )
    read = recognise(lines(*texts), forms)
    missing = [r.was for r in read.repairs if r.now == NO_TABLE]
    assert missing == ["主动公开政府信息情况"]
    whole = recognise(flattened(full_report(FORMS["gia-2021"], "plain"), FORMS["gia-2021"]), forms)
    assert not [r for r in whole.repairs if r.now == NO_TABLE]


def test_a_bookmark_broken_by_a_control_character_is_put_aside_and_said():
    document = lines(TITLE, "一、总体情况", "全年主动公开[book\x07mark: a1]政府信息3条。")
    read, consumed = traced(document, FormLibrary(shipped("forms")))
    assert section_texts(read.report, "overview") == [(0, "全年主动公开政府信息3条。")]
    assert "[bookmark: a1]" in consumed
    assert ("书签", "[bookmark: a1]") in [(r.where, r.was) for r in read.repairs]
