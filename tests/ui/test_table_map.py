"""Where a table's figures stand and which cell a key leads to, without a window."""

from __future__ import annotations

import pytest

from giadesk.core.form import Form
from giadesk.ui.table_map import Area, Band, TableMap

A = "applications"


@pytest.fixture(scope="module")
def requests(form: Form) -> TableMap:
    return TableMap(form.tables["applications"], form)


@pytest.fixture(scope="module")
def disclosure(form: Form) -> TableMap:
    return TableMap(form.tables["disclosure"], form)


@pytest.fixture(scope="module")
def proceedings(form: Form) -> TableMap:
    return TableMap(form.tables["proceedings"], form)


def anything(_value_id: str) -> bool:
    return True


def test_the_frozen_head_and_labels_are_not_counted(requests: TableMap) -> None:
    assert (requests.head_rows, requests.labels) == (3, 3)
    assert (requests.rows, requests.columns) == (25, 7)
    assert requests.places[f"{A}/received/natural"] == (0, 0)
    assert requests.places[f"{A}/carried_out/total"] == (24, 6)
    assert len(requests.ids) == 175


def test_every_figure_of_every_table_has_its_place(form: Form) -> None:
    for table in form.spec.tables:
        table_map = TableMap(table, form)
        assert set(table_map.ids) == {k for k, i in form.indicators.items() if i.table == table.id}
        for value_id, (row, column) in table_map.places.items():
            assert table_map.id_at(row, column) == value_id


def test_a_table_without_labels_has_one_row_of_figures(proceedings: TableMap) -> None:
    assert (proceedings.rows, proceedings.columns, proceedings.labels) == (1, 15, 0)


def test_blocks_under_each_other_are_bands_with_heads_of_their_own(disclosure: TableMap) -> None:
    assert disclosure.head_rows == 0
    assert disclosure.bands == (Band(0, 2, 4), Band(4, 6, 7), Band(7, 9, 11), Band(11, 13, 14))
    assert disclosure.figure_rows == (2, 3, 6, 9, 10, 13)
    wide = "disclosure/licences/decisions"
    assert [disclosure.id_at(6, c) for c in range(3)] == [wide] * 3
    assert disclosure.id_at(4, 0) == ""
    assert disclosure.id_at(99, 0) == disclosure.id_at(0, -1) == ""


def test_ids_of_a_rectangle_are_given_once(disclosure: TableMap) -> None:
    ids = disclosure.ids_in(Area(2, 1, 6, 2))
    assert ids == (
        "disclosure/rules/abolished",
        "disclosure/rules/effective",
        "disclosure/normative/abolished",
        "disclosure/normative/effective",
        "disclosure/licences/decisions",
    )


def test_arrows_go_through_every_figure(requests: TableMap) -> None:
    at = f"{A}/received/natural"
    for _ in range(6):
        at = requests.beside(at, 1)
    assert at == f"{A}/received/total"
    assert requests.beside(at, 1) == ""
    assert requests.beside(f"{A}/received/natural", -1) == ""
    assert requests.beneath(at, 1) == f"{A}/carried_in/total"
    assert requests.beneath(at, -1) == ""


def test_down_over_the_heads_of_blocks_keeps_the_column_one_came_along(
    disclosure: TableMap,
) -> None:
    at = disclosure.beneath("disclosure/normative/effective", 1, 2)
    assert at == "disclosure/licences/decisions"
    assert disclosure.beneath(at, -1, 2) == "disclosure/normative/effective"
    assert disclosure.beside(at, 1) == disclosure.beside(at, -1) == ""


def test_row_ends(requests: TableMap) -> None:
    middle = f"{A}/granted/legal_service"
    assert requests.row_end(middle, -1) == f"{A}/granted/natural"
    assert requests.row_end(middle, 1) == f"{A}/granted/total"


def test_ctrl_arrow_stops_where_the_filling_ends(requests: TableMap) -> None:
    filled = {f"{A}/{row}/natural" for row in ("received", "carried_in", "denied_law")}

    def is_filled(value_id: str) -> bool:
        return value_id in filled

    def down(value_id: str) -> str:
        return requests.edge(value_id, 1, 0, is_filled, 0)

    assert down(f"{A}/received/natural") == f"{A}/carried_in/natural"
    assert down(f"{A}/carried_in/natural") == f"{A}/denied_law/natural"
    assert down(f"{A}/denied_law/natural") == f"{A}/carried_out/natural"
    assert down(f"{A}/carried_out/natural") == ""
    assert requests.edge(f"{A}/received/natural", 0, 1, is_filled, 0) == f"{A}/received/total"


def test_tab_goes_through_what_can_be_written(requests: TableMap, form: Form) -> None:
    def is_open(value_id: str) -> bool:
        return not form.indicators[value_id].computed

    last = f"{A}/received/other_org"
    assert requests.after(last, 1, is_open) == f"{A}/carried_in/natural"
    assert requests.after(f"{A}/carried_in/natural", -1, is_open) == last
    assert requests.after(f"{A}/received/natural", -1, is_open) == ""
    assert requests.after(f"{A}/carried_out/other_org", 1, is_open) == ""


def test_enter_goes_down_over_totals_and_on_to_the_next_column(
    requests: TableMap, form: Form
) -> None:
    def is_open(value_id: str) -> bool:
        return not form.indicators[value_id].computed

    assert (
        requests.entry_beneath(f"{A}/others_other/natural", 1, 0, is_open)
        == f"{A}/carried_out/natural"
    )
    assert (
        requests.entry_beneath(f"{A}/carried_out/natural", 1, 0, is_open)
        == f"{A}/received/business"
    )
    assert (
        requests.entry_beneath(f"{A}/received/business", -1, 1, is_open)
        == f"{A}/carried_out/natural"
    )
    assert requests.entry_beneath(f"{A}/carried_out/other_org", 1, 5, is_open) == ""


def test_enter_visits_every_open_cell_of_every_table_once(form: Form) -> None:
    for table in form.spec.tables:
        table_map = TableMap(table, form)

        def is_open(value_id: str) -> bool:
            return not form.indicators[value_id].computed

        at = next(i for i in table_map.ids if is_open(i))
        seen = [at]
        while at := table_map.entry_beneath(at, 1, table_map.places[at][1], is_open):
            assert at not in seen
            seen.append(at)
        assert sorted(seen) == sorted(i for i in table_map.ids if is_open(i))


def test_enter_finishes_a_block_before_the_next(disclosure: TableMap) -> None:
    assert (
        disclosure.entry_beneath("disclosure/normative/made", 1, 0, anything)
        == "disclosure/rules/abolished"
    )
    assert (
        disclosure.entry_beneath("disclosure/normative/effective", 1, 2, anything)
        == "disclosure/licences/decisions"
    )
    assert (
        disclosure.entry_beneath("disclosure/licences/decisions", -1, 0, anything)
        == "disclosure/normative/effective"
    )
