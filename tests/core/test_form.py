"""The compiled form: its questions and answers; and grids as matrices; and what errors say."""

from __future__ import annotations

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.errors import InputRefused, StorageFailed, UsageError, UserError
from giadesk.core.form import leaves, walk
from tests.core.forms_of import form_of


def test_in_force() -> None:
    assert [y for y in range(2017, 2024) if form_of("gia-2019").in_force(y)] == [2019, 2020]
    assert form_of("gia-2021").in_force(2199)
    assert not form_of("gia-2021").in_force(2020)


def test_titles_and_tables_of_sections() -> None:
    form = form_of("gia-2021")
    assert form.title_for("清溪镇", 2025) == "清溪镇2025年政府信息公开工作年度报告"
    assert [t.id for t in form.tables_of("requests")] == ["applications"]
    assert form.tables_of("overview") == []


def test_nodes_are_walked_in_printed_order() -> None:
    columns = form_of("gia-2021").tables["applications"].blocks[0].columns
    assert [(n.id, len(above)) for n, above in walk(columns)][:3] == [
        ("natural", 0),
        ("organisations", 0),
        ("business", 1),
    ]
    assert [n.id for n in leaves(columns)] == [
        "natural", "business", "research", "welfare", "legal_service", "other_org", "total",
    ]  # fmt: skip


def test_former_ids_of_a_form_are_those_of_what_it_extends() -> None:
    new = form_of("gia-2021")
    base, local = form_of("gia-2014"), form_of("gia-2014-shandong")
    assert new.former_ids(base)["statistics/received/value"] == "applications/received/total"
    assert new.former_ids(local) == new.former_ids(base)
    assert new.former_ids(new) == {}


def test_relations_know_what_they_read() -> None:
    relations = {r.id: r for r in form_of("gia-2021").relations}
    balance = relations["applications/balance/natural"]
    assert not balance.crosses_years
    assert balance.ids == {
        f"applications/{row}/natural"
        for row in ("received", "carried_in", "handled", "carried_out")
    }
    carried = relations["applications/carried/natural"]
    assert carried.crosses_years
    assert carried.ids == {"applications/carried_in/natural"}
    stock = relations["disclosure/stock/normative"]
    assert [t.sign for t in stock.right] == [1, 1, -1]


def test_a_grid_as_a_matrix() -> None:
    wide = GridCell(0, 0, "甲", columns=2)
    tall = GridCell(1, 0, "乙", rows=5)  # over the end, as broken files have it
    grid = Grid(3, 2, (wide, tall, GridCell(1, 1, "丙")))
    texts = [[c.text if c else None for c in row] for row in grid.matrix()]
    assert texts == [["甲", "甲"], ["乙", "丙"], ["乙", None]]


def test_errors_are_said_in_one_line_and_have_their_exit_status() -> None:
    assert str(InputRefused("读不了", "坏了", "换一个")) == "读不了：坏了。换一个。"
    assert str(InputRefused("读不了", "坏了")) == "读不了：坏了。"
    assert str(InputRefused("读不了", remedy="换一个")) == "读不了。换一个。"
    assert str(InputRefused("读不了")) == "读不了。"
    assert [e.exit_status for e in (UserError, UsageError, InputRefused, StorageFailed)] == [
        3,
        2,
        3,
        4,
    ]
