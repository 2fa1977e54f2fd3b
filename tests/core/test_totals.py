"""运算: totals computed from what is filled, and what is written over."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.report import About, Report, Value
from giadesk.core.totals import figures_of, sum_of, without_agreeing_totals
from tests.core.forms_of import SHIPPED, form_of

FORM = form_of("gia-2021")
TYPED = [i.id for i in FORM.indicators.values() if not i.computed]


def _figures(values: dict[str, Value]) -> dict[str, Decimal]:
    return figures_of(Report(About(), values=values), FORM)


def test_a_total_is_the_sum_of_what_is_filled_and_blank_while_nothing_is() -> None:
    assert _figures({}) == {}
    figures = _figures({"applications/received/natural": Decimal(3)})
    assert figures["applications/received/total"] == 3
    assert "applications/carried_in/total" not in figures
    zero = _figures({"applications/received/natural": Decimal(0)})
    assert zero["applications/received/total"] == 0


def test_totals_of_totals() -> None:
    figures = _figures(
        {
            "applications/granted/natural": Decimal(2),
            "applications/denied_law/business": Decimal(3),
            "applications/others_other/natural": Decimal(5),
        }
    )
    assert figures["applications/handled/natural"] == 7
    assert figures["applications/handled/total"] == 10


def test_a_total_that_is_written_stands_and_is_summed_on() -> None:
    figures = _figures(
        {
            "applications/granted/natural": Decimal(2),
            "applications/handled/natural": Decimal(9),
        }
    )
    assert figures["applications/handled/natural"] == 9
    assert figures["applications/handled/total"] == 9


def test_words_are_no_figures() -> None:
    assert _figures({"applications/received/natural": "无"}) == {}


def test_sum_of() -> None:
    assert sum_of(("a", "b"), {"a": Decimal("0.1"), "b": Decimal("0.2")}) == Decimal("0.3")
    assert sum_of(("a", "b"), {"b": Decimal(2)}) == 2
    assert sum_of(("a",), {}) is None


@given(st.sampled_from(SHIPPED), st.data())
def test_both_ways_to_add_up_a_corner_agree(form_id: str, data: st.DataObject) -> None:
    form = form_of(form_id)
    typed = [i.id for i in form.indicators.values() if not i.computed and i.kind != "text"]
    chosen = data.draw(st.lists(st.sampled_from(typed), max_size=12))
    values: dict[str, Value] = {i: Decimal(data.draw(st.integers(0, 999))) for i in chosen}
    figures = figures_of(Report(About(), values=values), form)
    for indicator in form.indicators.values():
        for parts in (indicator.parts, indicator.other_parts):
            if parts:
                assert figures.get(indicator.id) == sum_of(parts, figures)


@given(
    st.dictionaries(
        st.sampled_from(list(FORM.indicators)), st.integers(0, 50).map(Decimal), max_size=20
    )
)
def test_dropping_agreeing_totals_changes_no_figure(values: dict[str, Decimal]) -> None:
    kept = without_agreeing_totals(values, FORM)
    assert set(kept) <= set(values)
    assert _figures(kept) == _figures(dict(values))
    computed = _figures({i: v for i, v in kept.items() if i in TYPED})
    for value_id in set(values) - set(kept):
        assert FORM.indicators[value_id].computed
        assert computed.get(value_id, values[value_id]) is not None


def test_only_totals_that_contradict_their_parts_are_kept() -> None:
    values: dict[str, Value] = {
        "applications/received/natural": Decimal(3),
        "applications/received/total": Decimal(3),
        "applications/carried_in/natural": Decimal(1),
        "applications/carried_in/total": Decimal(2),
        "applications/carried_out/total": Decimal(0),
    }
    assert set(without_agreeing_totals(values, FORM)) == {
        "applications/received/natural",
        "applications/carried_in/natural",
        "applications/carried_in/total",
        "applications/carried_out/total",
    }


def test_dependents_come_in_computing_order() -> None:
    order = {total: i for i, total in enumerate(FORM.totals)}
    assert set(FORM.dependents) == set(FORM.indicators)
    for totals in FORM.dependents.values():
        assert [order[t] for t in totals] == sorted(order[t] for t in totals)


@given(st.sampled_from(TYPED), st.integers(2, 99))
def test_dependents_are_exactly_the_totals_that_change(value_id: str, value: int) -> None:
    before: dict[str, Value] = dict.fromkeys(TYPED, Decimal(1))
    figures, changed = _figures(before), _figures({**before, value_id: Decimal(value)})
    assert {i for i in changed if changed[i] != figures[i]} == {
        value_id,
        *FORM.dependents[value_id],
    }
