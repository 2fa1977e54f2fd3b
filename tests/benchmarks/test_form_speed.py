"""How long it takes to know the form in force, and to load each shipped one."""

from __future__ import annotations

from collections.abc import Callable

from giadesk.core.forms import FormLibrary
from giadesk.places import shipped


def test_loading_forms(
    row: Callable[[str, str, str], None], in_turn: Callable[..., list[float]]
) -> None:
    folder = shipped("forms")
    ids = FormLibrary(folder).ids
    times = in_turn(
        lambda: FormLibrary(folder).for_year(2025),
        *(lambda form_id=form_id: FormLibrary(folder).get(form_id) for form_id in ids),
    )
    for what, seconds in zip(["form in force", *ids], times, strict=True):
        row(f"load {what}", f"{seconds * 1000:.1f} ms", "25 ms")
