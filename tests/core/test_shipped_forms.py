"""Every entry of every shipped form, and what domain.md says of each generation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from giadesk.core.blocks import Grid
from giadesk.core.carry import blank_report, draft_from
from giadesk.core.form import Form, walk
from giadesk.core.generations import figures_as
from giadesk.core.printed import grid_of
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.core.totals import figures_of
from giadesk.places import shipped
from tests.core.forms_of import SHIPPED, form_of

_IDS = Path(__file__).parent / "ids"


@pytest.fixture(params=SHIPPED)
def form(request: pytest.FixtureRequest) -> Form:
    return form_of(request.param)


def test_these_are_all_the_forms() -> None:
    assert sorted(p.stem for p in shipped("forms").glob("*.yaml")) == sorted(SHIPPED)


def test_ids_never_change_unnoticed(form: Form) -> None:
    """Ids stand in libraries, packages and live figures. An id that goes needs `renamed`."""
    ids = [*(f"section {s}" for s in form.sections), *form.indicators]
    assert "\n".join(ids) + "\n" == (_IDS / f"{form.id}.txt").read_text("utf-8")


def test_every_entry_makes_sense(form: Form) -> None:
    assert form.spec.name
    assert form.spec.basis
    for section in form.spec.sections:
        assert section.guide, section.id
        assert section.article, section.id
        names = [section.title, *section.aliases]
        assert len(names) == len(set(names)), section.id
    for table in form.spec.tables:
        assert table.section in form.sections
        for block in table.blocks:
            for node, above in (*walk(block.rows), *walk(block.columns)):
                assert node.label.strip() == node.label != ""
                names = [node.label, *node.aliases]
                assert len(names) == len(set(names)), (node.id, above)
    for indicator in form.indicators.values():
        assert indicator.unit or indicator.kind == "text", indicator.id
        assert indicator.name, indicator.id
        assert all(part in form.indicators for part in (*indicator.parts, *indicator.other_parts))
        assert indicator.id not in indicator.parts


def test_relations_point_to_figures_and_say_what_they_mean(form: Form) -> None:
    ids = [r.id for r in form.relations]
    assert len(ids) == len(set(ids))
    for relation in form.relations:
        assert relation.says, relation.id
        assert relation.left
        assert relation.right
        for term in (*relation.left, *relation.right):
            assert form.indicators[term.id].kind != "text"
            assert abs(term.sign) == 1


def test_names_tell_the_figures_of_a_table_apart(form: Form) -> None:
    for table in form.spec.tables:
        names = [i.name for i in form.indicators.values() if i.table == table.id]
        assert len(names) == len(set(names)), [n for n in names if names.count(n) > 1]


def test_totals_come_after_their_parts(form: Form) -> None:
    place = {total: i for i, total in enumerate(form.totals)}
    assert set(place) == {i.id for i in form.indicators.values() if i.computed}
    for total in form.totals:
        for part in form.indicators[total].parts:
            assert place.get(part, -1) < place[total]


def test_printed_tables_have_no_hole_and_no_overlap(form: Form) -> None:
    for table in form.spec.tables:
        grid = grid_of(table, form, {i: Decimal(1) for i in form.indicators})
        assert sum(c.rows * c.columns for c in grid.cells) == grid.height * grid.width
        assert all(cell is not None for row in grid.matrix() for cell in row)
        shown = [c.figure for c in grid.cells if c.figure]
        assert sorted(shown) == sorted(i for i in form.indicators if i.startswith(f"{table.id}/"))


@pytest.mark.parametrize("form_id", ["gia-2019", "gia-2021"])
def test_every_figure_of_the_forms_since_2019_has_its_help(form_id: str) -> None:
    form = form_of(form_id)
    without = [i.id for i in form.indicators.values() if not i.guide]
    assert without == []
    rows = {i.row for i in form.indicators.values() if not i.article}
    # these rest on the report itself, not on an article
    assert rows <= {
        "carried_in",
        "carried_out",
        "handled",
        "others",
        "others_other",
        "declined_confirm",
    }


# --- printed grids against domain.md ----------------------------------------------------------------


def _lines(grid: Grid) -> list[str]:
    """The grid as text, merged cells once at their upper left, figures as □ and totals as Σ."""
    marks = {"figure": "□", "total": "Σ"}
    lines = []
    for row in range(grid.height):
        cells = [c for c in grid.cells if c.row == row]
        words = [marks.get(c.kind) or "　" * c.indent + c.text for c in cells]
        lines.append("|".join(words))
    return lines


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "printed").glob("*.txt")), ids=lambda p: p.stem
)
def test_tables_are_printed_as_the_official_form_has_them(path: Path) -> None:
    form_id, _, table_id = path.stem.rpartition("-")
    form = form_of(form_id)
    lines = _lines(grid_of(form.tables[table_id], form, {}))
    assert lines == path.read_text("utf-8").splitlines()


def test_every_table_has_its_printed_form_in_the_tests(form: Form) -> None:
    for table in form.tables:
        assert (Path(__file__).parent / "printed" / f"{form.id}-{table}.txt").exists()


def test_the_form_in_force_has_the_official_relations() -> None:
    form = form_of("gia-2021")
    assert len(form.indicators) == 200
    balances = [r for r in form.relations if r.code == "F-BALANCE"]
    assert [r.where for r in balances] == [
        "自然人列", "商业企业列", "科研机构列", "社会公益组织列", "法律服务机构列", "其他组织列", "总计列",
    ]  # fmt: skip
    handled = form.indicators["applications/handled/natural"].parts
    assert len(handled) == 2 + 8 + 3 + 5 + 3
    total = form.indicators["applications/granted/total"].parts
    assert len(total) == 6
    assert {r.severity for r in balances} == {"must"}
    assert {i.row for i in form.indicators.values() if i.zero} == {"rules"}


def test_other_handling_is_one_row_in_2019() -> None:
    old, new = form_of("gia-2019"), form_of("gia-2021")
    only_old = {i.row for i in old.indicators.values() if i.table == "applications"}
    only_new = {i.row for i in new.indicators.values() if i.table == "applications"}
    assert only_old - only_new == {"others"}
    assert only_new - only_old == {"others_not_corrected", "others_not_paid", "others_other"}
    assert old.indicators["disclosure/licences/change"].kind == "signed"


def test_relations_of_the_statistics_table() -> None:
    form = form_of("gia-2014")
    sums = {i.row for i in form.indicators.values() if i.computed}
    assert sums == {"received", "closed", "answered", "denied", "review", "litigation", "staff"}
    must = {
        (r.left[0].id.split("/")[1], r.right[0].id.split("/")[1])
        for r in form.relations
        if r.severity == "must"
    }
    assert must == {
        ("disclosed_normative", "disclosed"),
        ("press_conferences_head", "press_conferences"),
        ("interviews_head", "interviews"),
    }
    verify = [r.id.split("/")[1] for r in form.relations if r.severity == "verify"]
    assert len(verify) == 1 + 5 + 1 + 2


def test_shandong_adds_its_rows_and_moves_the_numbers_on() -> None:
    base, local = form_of("gia-2014"), form_of("gia-2014-shandong")
    assert set(base.indicators) < set(local.indicators)
    new_sums = {i.row for i in local.indicators.values() if i.computed} - {
        i.row for i in base.indicators.values() if i.computed
    }
    assert new_sums == {"complaints", "deliveries", "websites", "points"}
    assert not local.indicators["statistics/visitors/value"].computed
    assert "statistics/received_other/value" in local.indicators["statistics/received/value"].parts
    heads = [n.label for n in local.tables["statistics"].blocks[0].rows]
    assert [h.partition("、")[0] for h in heads] == [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
    ]


# --- between generations ----------------------------------------------------------------------------


def _full(form: Form) -> Report:
    """A report with prose in every section, a live figure, and 7 in every cell that is typed."""
    live = next(iter(form.indicators))
    sections = tuple(
        Section(s.id, s.title, (Paragraph(f"{s.title}的文字，{{{live}}}件。"), *(
            Paragraph(table=t.id) for t in form.tables_of(s.id)
        )))
        for s in form.spec.sections
    )  # fmt: skip
    values = {
        i.id: Decimal(7) for i in form.indicators.values() if not i.computed and i.kind != "text"
    }
    return Report(About(unit="清溪镇", year=2018, form=form.id), sections, values)  # type: ignore[arg-type]


@pytest.mark.parametrize("old", SHIPPED)
def test_every_pair_of_forms_gives_a_valid_draft(old: str, form: Form) -> None:
    last_form = form_of(old)
    last = _full(last_form)
    draft = draft_from(last, last_form, form, 2019)
    assert set(draft.values) <= set(form.indicators)
    assert all(not form.indicators[v].computed for v in draft.values)
    carried = [p.text for s in draft.sections for p in s.paragraphs]
    for section in last.sections:
        start = f"{section.title}的文字，"
        assert [t for t in carried if t.startswith(start)], section.id
    known = set(form.tables)
    for section in draft.sections:
        for paragraph in section.paragraphs:
            assert paragraph.table == "" or paragraph.table in known
    required = {s.id for s in form.spec.sections if not s.optional and not form.spec.free_sections}
    assert required <= {s.id for s in draft.sections}
    placed = [p.table for s in draft.sections for p in s.paragraphs if p.table]
    assert sorted(placed) == sorted(set(placed))
    assert {t.id for t in form.spec.tables if not t.optional} <= set(placed)
    assert Report.unflatten(draft.flatten()) == draft


def test_carried_out_of_2020_is_carried_in_of_2021() -> None:
    old, new = form_of("gia-2019"), form_of("gia-2021")
    draft = draft_from(_full(old), old, new, 2021)
    assert set(draft.values) == {
        f"applications/carried_in/{c}"
        for c in ("natural", "business", "research", "welfare", "legal_service", "other_org")
    }


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (
            "gia-2019",
            "gia-2021",
            {
                "disclosure/normative/made": "disclosure/normative/made",
                "disclosure/normative/public_total": "disclosure/normative/effective",
                "disclosure/penalties/decisions": "disclosure/penalties/decisions",
                "applications/granted/natural": "applications/granted/natural",
                "applications/received/total": "applications/received/total",
                "proceedings/cases/review_total": "proceedings/cases/review_total",
            },
        ),
        (
            "gia-2014",
            "gia-2019",
            {
                "statistics/received/value": "applications/received/total",
                "statistics/review/value": "proceedings/cases/review_total",
            },
        ),
        (
            "gia-2014-shandong",
            "gia-2021",
            {"statistics/received/value": "applications/received/total"},
        ),
        ("gia-2014", "gia-2014-shandong", {"statistics/trained/value": "statistics/trained/value"}),
    ],
)
def test_figures_that_mean_the_same_are_found(old: str, new: str, same: dict[str, str]) -> None:
    last_form, form = form_of(old), form_of(new)
    last = _full(last_form)
    figures = figures_of(last, last_form)
    translated = figures_as(last, last_form, form)
    assert set(translated) <= set(form.indicators)
    for theirs, ours in same.items():
        assert translated[ours] == figures[theirs]


def test_figures_that_mean_something_else_are_left_out() -> None:
    old, new = form_of("gia-2019"), form_of("gia-2021")
    translated = figures_as(_full(old), old, new)
    assert "disclosure/fees/amount" not in translated
    assert not any(i.startswith("applications/others") for i in translated)


def test_former_ids_exist_in_the_former_forms() -> None:
    for form_id in SHIPPED:
        for old, ids in form_of(form_id).spec.former.items():
            earlier = form_of(old)
            for theirs in ids:
                assert theirs in earlier.indicators or theirs in earlier.sections, (form_id, theirs)


def test_a_blank_report_of_every_form(form: Form) -> None:
    report = blank_report(form, "清溪镇人民政府", 2026)
    assert all(not form.sections[s.id].optional for s in report.sections)
    assert "{" not in "".join(s.text for s in report.sections)
    assert Report.unflatten(report.flatten()) == report
