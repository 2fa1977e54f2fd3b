"""Loading form files: a broken one says all its faults at once, and which form is in force."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giadesk.core.carry import blank_report
from giadesk.core.errors import InputRefused
from giadesk.core.form import Form
from giadesk.core.forms import FormErrors, FormLibrary, load_form, parse_form
from giadesk.core.printed import grid_of
from giadesk.places import shipped
from tests.core.forms_of import SHIPPED, shipped_forms

SMALL = """\
id: small
name: 小表
title: "{unit}{year}年报告"
basis: 试用
from_year: 2020
sections:
  - {id: overview, title: 总体情况}
tables:
  - id: main
    title: 主表
    section: overview
    blocks:
      - columns:
          - {id: a, label: 甲}
          - {id: b, label: 乙}
          - {id: total, label: 总计, sum_of: [a, b]}
        rows:
          - {id: first, label: 一、第一行}
          - id: second
            label: 二、第二行
            children:
              - {id: one, label: 1.其一}
              - {id: two, label: 2.其二}
          - {id: sum, label: 总计, sum_of: [first, second]}
    relations:
      - {id: balance, over: columns, left: [first], right: [one, two]}
"""


def errors_of(text: str) -> list[str]:
    with pytest.raises(FormErrors) as caught:
        parse_form(text, "x.yaml")
    assert len(caught.value.errors) == len(set(caught.value.errors))
    return caught.value.errors


def broken(*changes: tuple[str, str]) -> list[str]:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return errors_of(text)


def test_a_small_form_is_loaded() -> None:
    form = parse_form(SMALL, "small.yaml")
    assert list(form.indicators)[:3] == ["main/first/a", "main/first/b", "main/first/total"]
    assert form.indicators["main/sum/a"].parts == ("main/first/a", "main/one/a", "main/two/a")
    corner = form.indicators["main/sum/total"]
    assert corner.parts == ("main/sum/a", "main/sum/b")
    assert corner.other_parts == ("main/first/total", "main/one/total", "main/two/total")
    assert form.indicators["main/one/a"].row_label == ("二、第二行", "1.其一")
    assert form.indicators["main/one/a"].name == "其一·甲"
    assert [r.id for r in form.relations] == [f"main/balance/{c}" for c in ("a", "b", "total")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (("name: 小表\n", ""), "文件：缺少 name"),
        (("from_year: 2020", "from_year: 二〇二〇"), "from_year：是“二〇二〇”，应为整数"),
        (("from_year: 2020", "from_year: true"), "from_year：是“True”，应为整数"),
        (("from_year: 2020", "from_year: 1999"), "from_year：是“1999”，应为 2008 至 2100 的年份"),
        (("basis: 试用", "basis:"), "basis：为空，应为文字"),
        (("basis: 试用", "basis: ' '"), "basis：不可为空"),
        (("id: small", "id: Small"), "id：是“Small”，只可用小写字母、数字、_ 和 -，以字母开头"),
        (('"{unit}{year}年报告"', "报告"), "title：应有 {unit} 和 {year}，不可有其他花括号"),
        (
            ('"{unit}{year}年报告"', '"{unit}{year}{x"'),
            "title：应有 {unit} 和 {year}，不可有其他花括号",
        ),
        (
            ("label: 甲}", "lable: 甲}"),
            "tables[main].blocks[1].columns[a].lable：没有这个键，只可有 id、label、short、unit、kind、"
            "guide、article、aliases、figure、relation、sum_of、zero、children（是不是“label”）",
        ),
        (("label: 甲}", "x: 甲}"), "tables[main].blocks[1].columns[a]：缺少 label"),
        (("label: 甲}", "label: ''}"), "tables[main].blocks[1].columns[a].label：不可为空"),
        (
            ("label: 甲}", "label: 甲, kind: counts}"),
            "tables[main].blocks[1].columns[a].kind：是“counts”，只可为 count、money、signed、text（是不是“count”）",
        ),
        (("sections:\n  - {", "sections: {x: 1}\ny:\n  - {"), "sections：应为列表"),
        (
            ("  - {id: overview, title: 总体情况}", "  - 总体情况"),
            "sections[1]：是“总体情况”，应为键值表",
        ),
        (
            ("section: overview", "section: overvew"),
            "tables[main].section：没有 id 为“overvew”的 section（是不是“overview”）",
        ),
        (("{id: b,", "{id: a,"), "tables[main].blocks[1].columns：id “a”重复"),
        (("{id: one,", "{id: first,"), "tables[main].rows：id “first”重复"),
        (
            ("sum_of: [a, b]", "sum_of: [a, bb]"),
            "tables[main].blocks[1].columns[total].sum_of：没有 id 为“bb”的行列（是不是“b”）",
        ),
        (
            ("sum_of: [first, second]", "sum_of: [first, sum]"),
            "tables：合计互相引用：main/sum/a → main/sum/a",
        ),
        (
            ("label: 一、第一行}", "label: 一、第一行, relation: sum}"),
            "tables[main].blocks[1].rows[first].relation：没有 children，不可有 relation",
        ),
        (
            ("label: 二、第二行\n", "label: 二、第二行\n            relation: sum\n"),
            "tables[main].blocks[1].rows[second].relation：本身没有数（figure），不可为其他行列之和",
        ),
        (
            ("label: 一、第一行}", "label: 一、第一行, kind: text}"),
            "tables[main].blocks[1].rows[sum]：文字（kind: text）不可求和",
        ),
        (
            ("right: [one, two]", "right: [one, too]"),
            "tables[main].relations[balance].right：没有 id 为“too”的行（是不是“two”）",
        ),
        (("right: [one, two]", "right: []"), "tables[main].relations[balance].right：不可为空"),
        (
            ("right: [one, two]", "right: [one], only: [a, c]"),
            "tables[main].relations[balance].only：没有 id 为“c”的列",
        ),
        (
            ("right: [one, two]", "right: [one], code: F-BALLANCE"),
            "tables[main].relations[balance].code：是“F-BALLANCE”，只可为 F-BALANCE、F-PART-EXCEEDS、F-RELATION、"
            "F-YEAR-RELATION、Y-CARRIED、Y-PENDING、Y-STOCK（是不是“F-BALANCE”）",
        ),
        (
            (
                "over: columns, left: [first], right: [one, two]",
                "over: cells, left: [first/a], right: [one/c]",
            ),
            "tables[main].relations[balance].right：没有 id 为“main/one/c”的指标（是不是“main/one/b”）",
        ),
        (
            ("  - id: main", "  - id: free-1"),
            "tables[free-1].id：是“free-1”，free- 留给报告自带的表",
        ),
        (
            ("title: 总体情况}", "title: 总体情况, starter: ['{yaer}年']}"),
            "sections[overview].starter[1]：花括号中只可为 year、unit 或者指标的 id",
        ),
        (
            ("title: 总体情况}", "title: 总体情况, starter: ['{main/first/c}件']}"),
            "sections[overview].starter[1]：没有 id 为“main/first/c”的指标（是不是“main/first/b”）",
        ),
        (
            ("sections:\n", "renamed: {main/old: main/frist}\nsections:\n"),
            "renamed.main/old：没有 id 为“main/frist”的行（是不是“main/first”）",
        ),
        (
            ("sections:\n", "renamed: {main/first: main/sum}\nsections:\n"),
            "renamed.main/first：这个 id 现在仍在使用，不可改名",
        ),
        (
            ("sections:\n", "renamed: {old: main/sum}\nsections:\n"),
            "renamed.old：“main/sum”与它不是同一类 id（值、行或者 section）",
        ),
        (
            ("sections:\n", "former: {older: {a/b/c: main/first/x}}\nsections:\n"),
            "former.older.a/b/c：没有 id 为“main/first/x”的指标或者 section（是不是“main/first/b”）",
        ),
    ],
)
def test_each_fault_is_said_with_its_place(change: tuple[str, str], error: str) -> None:
    assert error in broken(change)


def test_all_faults_are_said_at_once_whatever_their_kind() -> None:
    errors = broken(
        ("label: 甲}", "lable: 甲}"),  # shape: an unknown key, a missing one
        ("from_year: 2020", "from_year: soon"),  # shape: a wrong value
        ("section: overview", "section: overvew"),  # meaning: an unknown id
        ("right: [one, two]", "right: [one, too]"),  # meaning: an unknown row
        ("{id: b,", "{id: total,"),  # meaning: a double id
    )
    places = [e.partition("：")[0] for e in errors]
    for place in (
        "from_year",
        "tables[main].blocks[1].columns[a].lable",
        "tables[main].blocks[1].columns[a]",
        "tables[main].section",
        "tables[main].relations[balance].right",
        "tables[main].blocks[1].columns",
    ):
        assert place in places
    assert len(errors) <= 7


def test_what_is_missing_does_not_make_faults_of_its_own() -> None:
    assert broken(("id: small\n", "")) == ["文件：缺少 id"]
    assert broken(("label: 甲}", "labels: 甲}")) == [
        e for e in broken(("label: 甲}", "labels: 甲}")) if ".columns[a]" in e
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "id: [",
        "id: a\nid: b\n",
        "a: &a [*a]",
        "\t- x",
        "{" * 3000,
        "id: !!python/object:os.system x",
    ],
)
def test_a_file_that_is_no_form_is_refused_with_a_sentence(text: str) -> None:
    errors = errors_of(text)
    assert errors
    assert all(re.search("[一-鿿]", e) for e in errors)


def test_references_cannot_make_a_file_endless() -> None:
    rows = "rows: &r\n          - {id: a, label: 甲, children: *r}\n"
    endless = SMALL[: SMALL.index("rows:")] + rows
    assert errors_of(endless) == ["文件：内容过多，或者自己引用自己"]
    bomb = "x0: &x0 [甲, 甲]\n" + "".join(
        f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    assert errors_of(bomb + "id: a\n")[0].startswith("x0：没有这个键")
    many = ", ".join(f"{{id: r{n}, label: 甲, children: *c}}" for n in range(600))
    wide = (
        "rows:\n          - {id: q, label: 甲, children: &c ["
        + ", ".join(f"{{id: c{n}, label: 甲}}" for n in range(600))
        + "]}\n          - {id: p, label: 甲, children: ["
        + many
        + "]}\n"
    )
    assert "文件：内容过多，或者自己引用自己" in errors_of(SMALL[: SMALL.index("rows:")] + wide)


def test_a_key_given_twice_is_refused() -> None:
    assert "键“id”重复" in errors_of("id: a\nid: b\n")[0]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("id: é".encode("latin-1"))
    with pytest.raises(InputRefused, match="不是 UTF-8 编码"):
        load_form(tmp_path / "latin.yaml")
    with pytest.raises(InputRefused, match=r"无法读取表式文件“none\.yaml”"):
        load_form(tmp_path / "none.yaml")


_WORDS = ("[]", "{}", "null", "1", "true", "甲", "x", "main/first/a", "-", ": ", "children: [{}]", "&a", "*a",
          "{id: q}", "sum_of: [a]", "over: rows", "kind: text", "only: [a]", "left: []", "figure: false")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_file_however_wrong_makes_the_program_fail(data: st.DataObject) -> None:
    extension = "id: small\nextends: gia-2021\nname: 表\n" + "".join(
        f"{verb}:\n  - {{table: applications, row: denied, rows: [{{id: x, label: 某}}], set: {{unit: 项}}, after: granted}}\n"
        for verb in ("add", "move", "change", "hide")
    )
    lines = data.draw(st.sampled_from([SMALL, extension])).splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        pieces = lines[at].split(" ")
        piece = data.draw(st.integers(0, len(pieces) - 1))
        pieces[piece] = data.draw(st.sampled_from(_WORDS))
        lines[at] = data.draw(
            st.sampled_from([" ".join(pieces), "", lines[at] + " " + pieces[piece]])
        )
    with suppress(FormErrors):
        form = parse_form("\n".join(lines), "x.yaml", shipped_forms().get)
        for table in form.spec.tables:
            grid_of(table, form, {})
        assert blank_report(form, "镇", 2025).form == form.id


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    return tmp_path


def test_the_users_folder_adds_but_does_not_replace(own: Path) -> None:
    (own / "gia-2021.yaml").write_text(SMALL, "utf-8")
    (own / "other.yaml").write_text(SMALL, "utf-8")
    (own / "bad.yaml").write_text("id: bad\n", "utf-8")
    library = FormLibrary(shipped("forms"), own)
    forms = {f.id for f in library.all()}
    assert forms == {*SHIPPED, "small"}
    assert set(library.broken) == {"gia-2021.yaml", "other", "bad"}
    assert "应与文件名“other”相同" in str(library.broken["other"])
    assert len(library.get("gia-2021").indicators) == 200


def test_a_mended_form_is_loaded_anew(own: Path) -> None:
    library = FormLibrary(shipped("forms"), own)
    first = library.get("small")
    assert library.get("small") is first
    path = own / "small.yaml"
    path.write_text(SMALL.replace("小表", "新表"), "utf-8")
    import os

    os.utime(path, ns=(1, 1))
    assert library.get("small").name == "新表"


def test_an_unknown_form_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputRefused, match="是不是“gia-2021”"):
        shipped_forms().get("gia-2012x1")


def test_a_form_that_is_checked_must_be_named_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(SMALL, "utf-8")
    with pytest.raises(FormErrors, match="应与文件名“wrong”相同"):
        shipped_forms().check(path)
    path.rename(tmp_path / "small.yaml")
    assert shipped_forms().check(tmp_path / "small.yaml").id == "small"


@pytest.mark.parametrize(
    ("years", "form_id"),
    [
        (range(2005, 2014), "gia-2008"),
        (range(2014, 2019), "gia-2014"),
        (range(2019, 2021), "gia-2019"),
        (range(2021, 2041), "gia-2021"),
    ],
)
def test_the_form_in_force(years: range, form_id: str) -> None:
    library = FormLibrary(shipped("forms"))
    assert {library.for_year(year).id for year in years} == {form_id}


def test_a_provinces_form_is_kept_while_it_is_in_force() -> None:
    library = FormLibrary(shipped("forms"))
    last = library.get("gia-2014-shandong")
    assert library.for_year(2018, last).id == "gia-2014-shandong"
    assert library.for_year(2019, last).id == "gia-2019"
    assert library.for_year(2018, library.get("gia-2014")).id == "gia-2014"


def test_only_the_form_that_is_needed_is_loaded_for_a_year() -> None:
    library = FormLibrary(shipped("forms"))
    library.for_year(2024)
    assert list(library._loaded) == ["gia-2021"]


def test_an_own_form_is_in_force_only_where_it_is_newer(own: Path) -> None:
    library = FormLibrary(shipped("forms"), own)
    assert library.for_year(2020).id == "small"  # from_year 2020 is later than 2019
    assert library.for_year(2021).id == "gia-2021"
    (own / "broken.yaml").write_text("id: broken\nfrom_year: 2024\n", "utf-8")
    library = FormLibrary(shipped("forms"), own)
    assert library.for_year(2025).id == "gia-2021"
    assert "broken" in library.broken


def test_renamed_rows_are_taken_apart() -> None:
    form: Form = parse_form(
        SMALL + "renamed: {main/old: main/first, main/one/x: main/one/b, start: overview}\n", "x"
    )
    assert form.renamed == {
        "main/old/a": "main/first/a",
        "main/old/b": "main/first/b",
        "main/old/total": "main/first/total",
        "main/one/x": "main/one/b",
        "start": "overview",
    }
