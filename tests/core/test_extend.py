"""Forms that extend another: rows added, moved, changed, hidden; and the example of the manual."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.carry import blank_report, draft_from
from giadesk.core.form import Form, walk
from giadesk.core.forms import FormErrors, FormLibrary, parse_form
from giadesk.core.generations import with_present_ids
from giadesk.core.printed import grid_of
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.core.totals import figures_of
from giadesk.places import shipped
from tests.core.forms_of import form_of, shipped_forms

HEAD = "id: gia-own\nextends: gia-2021\nname: 补充\n"


def extend(changes: str) -> Form:
    return parse_form(HEAD + changes, "gia-own.yaml", shipped_forms().get)


def errors_of(text: str) -> list[str]:
    with pytest.raises(FormErrors) as caught:
        parse_form(text, "gia-own.yaml", shipped_forms().get)
    return caught.value.errors


def rows_of(form: Form, table: str) -> list[str]:
    return [n.id for b in form.tables[table].blocks for n, _ in walk(b.rows)]


def test_an_extension_without_changes_is_the_same_form_under_its_own_name() -> None:
    form = extend("")
    base = form_of("gia-2021")
    assert form.indicators == base.indicators
    assert form.relations == base.relations
    assert (form.id, form.name, form.bases) == ("gia-own", "补充", ("gia-2021",))
    assert form.spec.basis == base.spec.basis


def test_a_row_is_added_behind_a_sibling_and_counted() -> None:
    form = extend(
        "add:\n  - {table: applications, after: denied_process, rows: [{id: denied_own, label: 6之1.试点}]}\n"
    )
    rows = rows_of(form, "applications")
    assert rows[rows.index("denied_process") + 1] == "denied_own"
    assert (
        "applications/denied_own/natural" in form.indicators["applications/handled/natural"].parts
    )
    assert form.indicators["applications/denied_own/total"].computed
    assert form.indicators["applications/denied_own/natural"].row_label[:2] == (
        "三、本年度办理结果",
        "（三）不予公开",
    )


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("under: denied", -1),
        ("before: denied_secret", 0),
        ("under: denied, after: denied_secret", 1),
        ("under: denied, before: denied_law", 1),
    ],
)
def test_where_a_row_goes(where: str, place: int) -> None:
    form = extend(f"add:\n  - {{table: applications, {where}, rows: [{{id: x, label: 某}}]}}\n")
    rows = {n.id: n for b in form.tables["applications"].blocks for n, _ in walk(b.rows)}
    children = [c.id for c in rows["denied"].children]
    assert children[place] == "x"
    assert len(children) == 9


def test_rows_without_a_place_come_last_in_their_block() -> None:
    form = extend("add:\n  - {table: disclosure, block: 3, rows: [{id: x, label: 行政征收}]}\n")
    assert [n.id for n in form.tables["disclosure"].blocks[2].rows] == [
        "penalties",
        "coercion",
        "x",
    ]


def test_columns_blocks_tables_sections_subjects_and_relations_can_be_added() -> None:
    form = extend(
        """\
add:
  - {table: disclosure, block: 4, columns: [{id: items, label: 收费项目, unit: 项}]}
  - table: disclosure
    blocks: [{title: 其他, columns: [{id: n, label: 数}], rows: [{id: own, label: 某}]}]
  - {after: problems, sections: [{id: plans, title: 下一步打算}]}
  - tables: [{id: own, title: 自有表, section: plans, blocks: [{columns: [{id: n, label: 数}], rows: [{id: r, label: 某}]}]}]
  - {section: plans, subjects: [{id: next, title: 打算, words: [打算]}]}
  - {table: own, relations: [{id: more, over: rows, left: [n], right: ["last:n"], compare: ">="}]}
"""
    )
    assert form.indicators["disclosure/fees/items"].unit == "项"
    assert "disclosure/own/n" in form.indicators
    assert [s.id for s in form.spec.sections][-2:] == ["plans", "other"]
    assert form.tables_of("plans")[0].id == "own"
    assert form.sections["plans"].subjects[0].id == "next"
    assert [(r.code, r.crosses_years) for r in form.relations if r.table == "own"] == [
        ("F-YEAR-RELATION", True)
    ]


def test_rows_tables_and_sections_are_moved() -> None:
    form = extend(
        """\
move:
  - {table: applications, row: declined_repeated, before: declined_petition}
  - {table: applications, row: others_other, under: declined}
  - {section: other, before: problems}
  - {table: proceedings, before: disclosure}
"""
    )
    rows = rows_of(form, "applications")
    assert rows.index("declined_repeated") < rows.index("declined_petition")
    nodes = {n.id: n for b in form.tables["applications"].blocks for n, _ in walk(b.rows)}
    assert nodes["declined"].children[-1].id == "others_other"
    assert len(nodes["others"].children) == 2
    assert [s.id for s in form.spec.sections][-2:] == ["other", "problems"]
    assert next(iter(form.tables)) == "proceedings"
    assert set(form.indicators) == set(form_of("gia-2021").indicators)


def test_labels_and_everything_else_are_changed_and_names_are_added() -> None:
    form = extend(
        """\
change:
  - {table: applications, row: received, set: {label: 一、新收, guide: 县里的说明, aliases: [新收, 本年新收]}}
  - {table: applications, column: natural, set: {label: 公民}}
  - {table: applications, relation: balance, set: {severity: verify}}
  - {section: problems, set: {min_characters: 100}}
  - {section: overview, subject: platform, set: {severity: must}}
  - {table: disclosure, set: {optional: true}}
"""
    )
    cell = form.indicators["applications/received/natural"]
    assert (cell.row_label, cell.col_label, cell.guide) == (("一、新收",), ("公民",), "县里的说明")
    received = next(
        n for b in form.tables["applications"].blocks for n, _ in walk(b.rows) if n.id == "received"
    )
    assert received.aliases[-1] == "新收"
    assert received.aliases.count("本年新收") == 1
    assert {r.severity for r in form.relations if r.code == "F-BALANCE"} == {"verify"}
    assert form.sections["problems"].min_characters == 100
    assert {s.id: s.severity for s in form.sections["overview"].subjects}["platform"] == "must"
    assert form.tables["disclosure"].optional


def test_rows_sections_tables_and_relations_are_hidden() -> None:
    form = extend(
        """\
hide:
  - {table: applications, row: denied_registry}
  - {table: disclosure, relation: stock}
  - {table: disclosure, row: rules}
  - {table: proceedings}
  - {section: proceedings}
  - {section: overview, subject: platform}
"""
    )
    assert "applications/denied_registry/natural" not in form.indicators
    assert not any(
        "denied_registry" in p for p in form.indicators["applications/handled/natural"].parts
    )
    assert "rules" not in rows_of(form, "disclosure")
    assert "proceedings" not in {*form.sections, *form.tables}
    assert not any(r.code in ("Y-STOCK", "Y-PENDING") for r in form.relations)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            "add:\n  - {table: aplications, rows: [{id: x, label: 某}]}\n",
            ["add[1].table：没有 id 为“aplications”的 table（是不是“applications”）"],
        ),
        (
            "add:\n  - {table: applications, under: denid, rows: [{id: x, label: 某}]}\n",
            ["add[1].under：没有 id 为“denid”的 row（是不是“denied”）"],
        ),
        (
            "add:\n  - {table: applications, under: denied, after: granted, rows: [{id: x, label: 某}]}\n",
            ["add[1].after：这里没有 id 为“granted”的一项"],
        ),
        (
            "add:\n  - {table: applications, after: granted, before: denied, rows: [{id: x, label: 某}]}\n",
            ["add[1]：after 和 before 只可有一个"],
        ),
        (
            "add:\n  - {table: disclosure, rows: [{id: x, label: 某}]}\n",
            ["add[1].block：这张表有4块，应写 under、after、before 或者 block"],
        ),
        ("add:\n  - {table: disclosure}\n", ["add[1]：应有且只有 rows、columns、blocks、relations、tables、sections、subjects 中的一项"]),
        ("add:\n  - {rows: [{id: x, label: 某}]}\n", ["add[1].table：应写明 table"]),
        ("add:\n  - {section: x, subjects: [{id: x, title: 某, words: [某]}]}\n", ["add[1].section：没有 id 为“x”的 section"]),
        (
            "add:\n  - {table: applications, under: denied, rows: [{id: denied_law, label: 某}]}\n",
            ["tables[applications].rows：id “denied_law”重复"],
        ),
        (
            "add:\n  - {table: applications, under: denied, rows: [{id: x, lable: 某}]}\n",
            ["add[1].rows[x].lable：没有这个键，只可有 id、label、short、unit、kind、guide、article、aliases、"
             "figure、relation、sum_of、zero、children（是不是“label”）", "add[1].rows[x]：缺少 label"],
        ),
        ("move:\n  - {table: applications, row: denied, after: x}\n", ["move[1].after：没有 id 为“x”的 row"]),
        ("move:\n  - {table: applications, row: denied}\n", ["move[1]：应有 under、after 或者 before"]),
        (
            "move:\n  - {table: applications, row: denied, under: denied_law}\n",
            ["move[1]：不可移到自己或自己的下级“denied_law”处"],
        ),
        ("move:\n  - {table: applications, relation: balance, after: x}\n", ["move[1]：只可移动 row、column、table 和 section"]),
        ("move:\n  - {section: overview, after: x}\n", ["move[1].after：这里没有 id 为“x”的一项"]),
        (
            "change:\n  - {table: applications, row: denied, set: {id: x, lable: 某, article: 3}}\n",
            [
                "change[1].set.id：不可用 change 改，用 add、move 或者 hide",
                "change[1].set.lable：没有这个键，只可有 id、label、short、unit、kind、guide、article、aliases、"
                "figure、relation、sum_of、zero、children（是不是“label”）",
                "change[1].set.article：是“3”，应为文字",
            ],
        ),
        ("change:\n  - {section: other, set: {}}\n", ["change[1].set：没有写明改什么"]),
        (
            "hide:\n  - {table: applications, row: denied, section: other}\n",
            ["hide[1]：应写明一处：row、column 或者 relation 加 table，subject 加 section，单写 table 或者 section"],
        ),
        ("hide:\n  - {table: applications, column: naturals}\n", ["hide[1].column：没有 id 为“naturals”的 column（是不是“natural”）"]),
        ("hide:\n  - {table: applications, relation: x}\n", ["hide[1].relation：没有 id 为“x”的 relation"]),
        ("hide:\n  - {table: applications, row: others}\n", [
            "tables[applications].blocks[1].rows[handled].sum_of：没有 id 为“others”的行列",
        ]),
        (
            "hide:\n  - {section: requests}\n",
            ["tables[applications].section：没有 id 为“requests”的 section"],
        ),
        ("renamed: {zones: overviw}\n", ["renamed.zones：没有 id 为“overviw”的 section（是不是“overview”）"]),
        ("from_year: 2025\nto_year: 2024\n", ["to_year：是“2024”，早于 from_year 2025"]),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_its_place(changes: str, errors: list[str]) -> None:
    assert errors_of(HEAD + changes) == errors


def test_faults_of_shape_and_of_meaning_are_said_at_once() -> None:
    errors = errors_of(
        HEAD
        + """\
add:
  - {table: applications, under: denid, rows: [{id: x, label: 某}]}
  - {table: applications, under: denied, rows: [{id: denied_law, label: 某, kind: number}]}
hide:
  - {section: othr}
hiden: []
"""
    )
    places = [e.partition("：")[0] for e in errors]
    assert places == [
        "hiden",
        "add[2].rows[denied_law].kind",
        "add[1].under",
        "hide[1].section",
        "tables[applications].rows",
    ]


@pytest.mark.parametrize(
    ("extends", "error"),
    [
        ("gia-2012", "extends：没有名为“gia-2012”的表式（是不是“gia-"),
        ("[gia-2021]", "extends：应为文字"),
        ("", "extends：为空，应为文字"),
    ],
)
def test_what_it_extends_must_be_there(extends: str, error: str) -> None:
    errors = errors_of(f"id: gia-own\nextends: {extends}\nname: 补充\n")
    assert errors[0].startswith(error)


def test_forms_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for one, other in (("one", "two"), ("two", "three"), ("three", "one")):
        (tmp_path / f"{one}.yaml").write_text(f"id: {one}\nextends: {other}\nname: 圈\n", "utf-8")
    library = FormLibrary(shipped("forms"), tmp_path)
    with pytest.raises(FormErrors, match="互相扩展"):
        library.get("one")
    library.all()
    assert set(library.broken) == {"one", "two", "three"}


def test_a_mended_base_is_seen_by_what_extends_it(tmp_path: Path) -> None:
    import os

    (tmp_path / "base.yaml").write_text("id: base\nextends: gia-2021\nname: 市\n", "utf-8")
    (tmp_path / "own.yaml").write_text("id: own\nextends: base\nname: 县\n", "utf-8")
    library = FormLibrary(shipped("forms"), tmp_path)
    assert library.get("own").bases == ("base", "gia-2021")
    (tmp_path / "base.yaml").write_text(
        "id: base\nextends: gia-2021\nname: 市\nhide:\n  - {section: other}\n", "utf-8"
    )
    os.utime(tmp_path / "base.yaml", ns=(1, 1))
    assert "other" not in library.get("own").sections


def test_a_form_that_extends_is_never_chosen_by_the_year(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "id: own\nextends: gia-2021\nname: 县\nfrom_year: 2024\n", "utf-8"
    )
    assert FormLibrary(shipped("forms"), tmp_path).for_year(2025).id == "gia-2021"


# --- the example of forms/README.md ----------------------------------------------------------------


@pytest.fixture
def example(tmp_path: Path) -> Form:
    manual = (shipped("forms") / "README.md").read_text("utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "gia-2021-yunwu.yaml").write_text(text, "utf-8")
    return FormLibrary(shipped("forms"), tmp_path).get("gia-2021-yunwu")


def test_the_example_of_the_manual_is_a_form_that_works_everywhere(example: Form) -> None:
    report = blank_report(example, "云雾县清溪镇人民政府", 2025)
    overview = report.section("overview")
    assert overview is not None
    assert [p.table for p in overview.paragraphs] == ["zones"]
    assert "applications/received_online/natural" in example.indicators
    assert any(
        r.code == "F-PART-EXCEEDS" and "applications/received_online/natural" in r.ids
        for r in example.relations
    )
    report = report.with_values({"zones/town/value": Decimal(1), "zones/village/value": Decimal(3)})
    assert figures_of(report, example)["zones/total/value"] == 4
    grid = grid_of(example.tables["applications"], example, {})
    assert all(cell is not None for row in grid.matrix() for cell in row)


def test_a_report_of_the_form_in_force_becomes_a_draft_of_the_extended_one(example: Form) -> None:
    last = Report(
        About(unit="清溪镇", year=2024, form="gia-2021"),
        (Section("overview", "总体情况", (Paragraph("甲。"),)),),
        {"applications/carried_out/natural": Decimal(2)},
    )
    draft = draft_from(last, form_of("gia-2021"), example, 2025)
    assert draft.values == {"applications/carried_in/natural": Decimal(2)}
    assert draft.form == "gia-2021-yunwu"


def test_a_report_of_an_older_edition_is_brought_to_the_present_ids(example: Form) -> None:
    old = Report(
        About(form=example.id),
        (
            Section(
                "overview",
                "总体情况",
                (Paragraph("{zones/site/value}处", inherited="{zones/site/value}处"),),
            ),
        ),
        {"zones/site/value": Decimal(3)},
    )
    new = with_present_ids(old, example)
    assert new.values == {"zones/village/value": Decimal(3)}
    assert new.sections[0].paragraphs[0] == Paragraph(
        "{zones/village/value}处", inherited="{zones/village/value}处"
    )
    assert with_present_ids(new, example) == new


def test_the_manual_names_every_key() -> None:
    from giadesk.core import extend as ext
    from giadesk.core import form as spec

    manual = (shipped("forms") / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)(?:: [a-z0-9]+)?`", manual))
    kinds = (spec.FormSpec, spec.SectionSpec, spec.SubjectSpec, spec.TableSpec, spec.BlockSpec, spec.NodeSpec,
             spec.RelationSpec, ext.ExtensionSpec, ext.AddSpec, ext.MoveSpec, ext.ChangeSpec)  # fmt: skip
    keys = {key for kind in kinds for key in kind.__struct_fields__}
    assert keys - named == set()
