"""This year's draft out of last year's report: what is carried, what is emptied, what is left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.carry import blank_report, carried_values, draft_from, draft_with_left_years
from giadesk.core.form import Form
from giadesk.core.report import (
    About,
    Explanation,
    FreeTable,
    Paragraph,
    Report,
    Section,
    SignOff,
)
from giadesk.core.totals import figures_of
from tests.core.forms_of import form_of

UNIT = "禾岭县银杏镇人民政府"


def _report(*sections: Section, **about: object) -> Report:
    return Report(
        about=About(**{"unit": UNIT, "year": 2024, "form": "gia-2021", **about}),  # type: ignore[arg-type]
        sections=sections,
    )


def _texts(report: Report, section_id: str) -> list[str]:
    section = report.section(section_id)
    assert section is not None
    return [p.text for p in section.paragraphs if not p.table]


def _texts_of(section: Section) -> list[str]:
    return [p.text for p in section.paragraphs if not p.table]


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of("gia-2021")


def test_text_is_carried_with_its_years_moved_and_known_as_last_years(form: Form) -> None:
    last = _report(
        Section(
            "overview",
            "总体情况",
            (Paragraph("主动公开。2024年公开58条。", 2), Paragraph("2025年将继续。")),
        ),
    )
    draft = draft_from(last, form, form, 2025)
    section = draft.section("overview")
    assert section is not None
    assert section.paragraphs == (
        Paragraph("主动公开。2025年公开58条。", 2, "主动公开。2025年公开58条。"),
        Paragraph("2026年将继续。", 0, "2026年将继续。"),
    )
    assert all(p.is_last_years for p in section.paragraphs)


def test_numbers_in_the_prose_stay_as_they_were(form: Form) -> None:
    last = _report(
        Section("overview", "总体情况", (Paragraph("新收申请15件，占20.24%，电话2024001。"),))
    )
    assert _texts(draft_from(last, form, form, 2025), "overview") == [
        "新收申请15件，占20.24%，电话2024001。"
    ]


def test_carried_in_is_last_years_carried_out_cell_by_cell(form: Form) -> None:
    last = _report().with_values(
        {
            "applications/carried_out/natural": Decimal(2),
            "applications/carried_out/business": Decimal(0),
            "applications/received/natural": Decimal(11),
            "disclosure/normative/effective": Decimal(9),
        }
    )
    draft = draft_from(last, form, form, 2025)
    assert draft.values == {
        "applications/carried_in/natural": Decimal(2),
        "applications/carried_in/business": Decimal(0),
    }
    assert figures_of(draft, form)["applications/carried_in/total"] == 2


def test_a_total_that_was_written_over_is_computed_again(form: Form) -> None:
    last = _report().with_values(
        {
            "applications/carried_out/natural": Decimal(2),
            "applications/carried_out/total": Decimal(3),
        }
    )
    assert "applications/carried_in/total" not in draft_from(last, form, form, 2025).values


def test_every_row_that_a_relation_carries_is_filled(form: Form) -> None:
    columns = [i.column for i in form.indicators.values() if i.row == "carried_out"]
    last = _report().with_values({f"applications/carried_out/{c}": Decimal(1) for c in columns})
    carried = carried_values(last, form, form)
    typed = [i.id for i in form.indicators.values() if i.row == "carried_in" and not i.computed]
    assert sorted(carried) == sorted(typed)
    assert len(typed) == 6


def test_what_belongs_to_the_old_report_is_not_taken_along(form: Form) -> None:
    last = Report(
        about=About(
            unit=UNIT,
            year=2024,
            form="gia-2021",
            signature="某办公室",
            date="2025年1月20日",
            attachments=("2024年统计表",),
            status="final",
        ),
        explanations=(Explanation("Y-STOCK/x", "因清理"),),
        signoff=(SignOff("审核人", "某某"),),
    )
    draft = draft_from(last, form, form, 2025)
    assert draft.about == About(
        unit=UNIT, year=2025, form="gia-2021", attachments=("2025年统计表",)
    )
    assert draft.explanations == ()
    assert draft.signoff == ()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ""),
        (f"{UNIT}2024年政府信息公开工作年度报告", ""),
        ("银杏镇2024年度政府信息公开年报", "银杏镇2025年度政府信息公开年报"),
    ],
)
def test_only_a_title_of_its_own_is_kept(form: Form, title: str, expected: str) -> None:
    assert draft_from(_report(title=title), form, form, 2025).about.title == expected


def test_sections_that_were_missing_begin_with_their_starter(form: Form) -> None:
    draft = draft_from(_report(), form, form, 2025)
    assert [s.id for s in draft.sections] == [s.id for s in form.spec.sections]
    assert "2025年1月1日起至2025年12月31日止" in _texts(draft, "preamble")[0]
    assert all(not p.inherited for s in draft.sections for p in s.paragraphs)


def test_tables_stand_where_they_stood_and_missing_ones_get_a_place(form: Form) -> None:
    last = _report(
        Section("requests", "收到", (Paragraph(table="applications"), Paragraph("说明。"))),
        Section(
            "disclosure", "主动公开政府信息情况", (Paragraph("如下。"), Paragraph(table="old"))
        ),
    )
    draft = draft_from(last, form, form, 2025)
    requests, disclosure = draft.section("requests"), draft.section("disclosure")
    assert requests is not None
    assert [p.table for p in requests.paragraphs] == ["applications", ""]
    assert disclosure is not None
    assert [p.table for p in disclosure.paragraphs] == ["", "disclosure"]


def test_live_figures_stay_live_and_unknown_ones_become_digits(form: Form) -> None:
    old = form_of("gia-2019")
    last = _report(
        Section(
            "overview",
            "总体情况",
            (
                Paragraph(
                    "新收{applications/received/natural}件，增减{disclosure/licences/change}项，"
                    "收费{disclosure/fees/change}项，公开{disclosure/normative/public_total}件。"
                ),
            ),
        ),
        form="gia-2019",
        year=2020,
    ).with_value("disclosure/licences/change", Decimal(-3))
    assert _texts(draft_from(last, old, form, 2021), "overview") == [
        "新收{applications/received/natural}件，增减-3项，收费××项，"
        "公开{disclosure/normative/effective}件。"
    ]


def test_a_free_table_keeps_its_words_and_loses_its_figures(form: Form) -> None:
    rows = [
        ["序号", "名称", "2024年度", "文号"],
        ["1", "村务公开", "58条", "镇政发〔2024〕3号"],
        ["2", "惠农补贴", "1,204.5", "—"],
        ["3", "合计", "100%", "2024年5月3日"],
    ]
    cells = tuple(
        GridCell(r, c, text) for r, line in enumerate(rows) for c, text in enumerate(line)
    )
    table = FreeTable("free-1", Grid(4, 4, cells, caption="2024年公开目录"))
    last = _report(Section("other", "其他", (Paragraph(table="free-1"),), (table,)))
    draft = draft_from(last, form, form, 2025).section("other")
    assert draft is not None
    assert [p.table for p in draft.paragraphs] == ["free-1"]
    grid = draft.free_tables[0].grid
    assert grid.caption == "2025年公开目录"
    assert [[c.text for c in grid.cells if c.row == row] for row in range(4)] == [
        ["序号", "名称", "2025年度", "文号"],
        ["1", "村务公开", "", "镇政发〔2024〕3号"],
        ["2", "惠农补贴", "", "—"],
        ["3", "合计", "", "2024年5月3日"],
    ]


def test_years_that_were_left_can_be_found(form: Form) -> None:
    last = _report(
        Section(
            "overview",
            "总体情况",
            (Paragraph("2024年5月12日检查，印发《2024年要点》。"), Paragraph("2023年。")),
        ),
    )
    draft = draft_with_left_years(last, form, form, 2025)
    assert [(y.section, y.paragraph, y.start, y.text, y.why) for y in draft.left] == [
        ("overview", 0, 0, "2024", "某一天或者某一月的事"),
        ("overview", 0, 16, "2024", "文件名称、文号中的年份"),
    ]


def test_a_report_without_a_year_is_carried_as_it_stands(form: Form) -> None:
    last = _report(Section("overview", "总体情况", (Paragraph("2024年。"),)), year=0)
    assert _texts(draft_from(last, form, form, 2025), "overview") == ["2024年。"]


def test_sections_of_another_generation_find_their_place(form: Form) -> None:
    old = form_of("gia-2008")
    last = _report(
        Section("preamble", "引言", (Paragraph("按照《条例》编制。"),)),
        Section("overview", "概述", (Paragraph("总的情况。"),)),
        Section(
            "extra-1", "公开平台建设情况", (Paragraph("建设网站。", 2), Paragraph("网站1个。"))
        ),
        Section("disclosure", "主动公开政府信息的情况", (Paragraph("公开58条。"),)),
        Section("extra-2", "特色做法", (Paragraph("送信息上门。"),)),
        Section("fees", "政府信息公开的收费及减免情况", (Paragraph("没有收费。"),)),
        form="gia-2008",
        year=2013,
    )
    draft = draft_from(last, old, form, 2025)
    assert [s.title for s in draft.sections] == [s.title for s in form.spec.sections]
    assert _texts(draft, "preamble") == ["按照《条例》编制。"]
    assert _texts(draft, "overview") == [
        "总的情况。",
        "公开平台建设情况",
        "建设网站。",
        "网站1个。",
    ]
    overview = draft.section("overview")
    assert overview is not None
    assert [p.level for p in overview.paragraphs] == [0, 2, 3, 0]
    assert _texts(draft, "disclosure") == ["公开58条。", "特色做法", "送信息上门。"]
    assert _texts(draft, "other") == ["政府信息公开的收费及减免情况", "没有收费。"]


def test_the_heading_of_a_table_that_is_gone_is_not_left_standing_alone(form: Form) -> None:
    old = form_of("gia-2014")
    last = _report(
        Section("statistics", "政府信息公开情况统计表", (Paragraph(table="statistics"),)),
        Section("own", "亮点"),
        form="gia-2014",
    )
    texts = [t for s in draft_from(last, old, form, 2025).sections for t in _texts_of(s)]
    assert "政府信息公开情况统计表" not in texts
    assert "亮点" in texts


def test_a_section_before_all_known_ones_goes_to_the_first(form: Form) -> None:
    last = _report(
        Section("x", "特色做法", (Paragraph("甲"),)), Section("y", "亮点", (Paragraph("乙"),))
    )
    draft = draft_from(last, form_of("gia-2008"), form, 2025)
    assert _texts(draft, "overview") == ["特色做法", "甲", "亮点", "乙"]


def test_where_sections_are_free_they_stay_as_the_clerk_had_them() -> None:
    old = form_of("gia-2008")
    sections = (
        Section("problems", "存在问题与2013年打算", (Paragraph("甲"),)),
        Section("own-1", "亮点", (Paragraph("乙"),)),
        Section("overview", "概述", (Paragraph("丙"),)),
    )
    draft = draft_from(_report(*sections, year=2012, form="gia-2008"), old, old, 2013)
    assert [(s.id, s.title) for s in draft.sections] == [
        ("problems", "存在问题与2014年打算"),
        ("own-1", "亮点"),
        ("overview", "概述"),
    ]


def test_a_blank_report_has_every_section_its_starter_and_its_tables(form: Form) -> None:
    report = blank_report(form, UNIT, 2026)
    assert [s.id for s in report.sections] == [s.id for s in form.spec.sections]
    assert report.about == About(unit=UNIT, year=2026, form="gia-2021")
    assert report.values == {}
    tables = [p.table for s in report.sections for p in s.paragraphs if p.table]
    assert tables == ["disclosure", "applications", "proceedings"]
    assert all("{year}" not in p.text for s in report.sections for p in s.paragraphs)
    assert any("2026年1月1日" in p.text for s in report.sections for p in s.paragraphs)


_SECTION_IDS = ("preamble", "overview", "disclosure", "fees", "own-1", "own-2", "problems", "other")
_TITLES = (
    "概述",
    "主动公开政府信息的情况",
    "亮点",
    "收费情况",
    "存在的问题",
    "公开平台建设情况",
    "",
)
_PARAGRAPHS = st.builds(
    Paragraph,
    text=st.text("甲乙丙2024年，。{}〔〕", min_size=1, max_size=20),
    level=st.sampled_from((0, 0, 2, 3, 4)),
)


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    ids = draw(st.lists(st.sampled_from(_SECTION_IDS), unique=True, max_size=6))
    sections = tuple(
        Section(i, draw(st.sampled_from(_TITLES)), tuple(draw(st.lists(_PARAGRAPHS, max_size=4))))
        for i in ids
    )
    return _report(*sections, form="gia-2008")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_reports(), st.sampled_from(["gia-2008", "gia-2014", "gia-2019", "gia-2021"]))
def test_no_text_is_lost_whatever_the_form(last: Report, form_id: str) -> None:
    draft = draft_from(last, form_of("gia-2008"), form_of(form_id), 2024)
    carried = [p.text for s in draft.sections for p in s.paragraphs]
    all_texts = set(carried)
    names = {n for s in form_of(form_id).spec.sections for n in (s.title, *s.aliases)}
    for section in last.sections:
        for paragraph in section.paragraphs:
            assert paragraph.text in carried
            carried.remove(paragraph.text)
        if section.id.startswith("own-") and section.title and section.title not in names:
            assert section.title in {*(s.title for s in draft.sections), *all_texts}
    assert len({s.id for s in draft.sections}) == len(draft.sections)
