"""How long the checks take: a whole full report, and what typing one figure or letter costs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from giadesk.checks.run import Checker, check_report
from tests.samples.reports import form_of, full_report


def test_all_checks_of_a_full_report(
    row: Callable[[str, str, str], None], in_turn: Callable[..., list[float]]
) -> None:
    form = form_of()
    report = full_report(form)
    last = msgspec.structs.replace(report, about=msgspec.structs.replace(report.about, year=2023))
    live = Checker(form, last)
    live.findings(report)
    section = max(report.sections, key=lambda s: len(s.text))
    turn = iter(range(10**6))

    def figure() -> object:
        return live.findings(
            report.with_value("applications/carried_out/natural", Decimal(next(turn)))
        )

    def letter() -> object:
        paragraphs = list(section.paragraphs)
        first = paragraphs[0]
        paragraphs[0] = msgspec.structs.replace(first, text=f"{first.text}{next(turn)}次")
        return live.findings(report.with_paragraphs(section.id, paragraphs))

    whole, with_last, one_figure, one_letter = in_turn(
        lambda: check_report(report, form),
        lambda: check_report(report, form, last),
        figure,
        letter,
        rounds=15,
    )
    row("all checks of a full gia-2021 report", f"{whole * 1e3:.2f} ms", "5 ms")
    row("the same with last year's", f"{with_last * 1e3:.2f} ms", "10 ms")
    row("checks after one figure", f"{one_figure * 1e3:.2f} ms", "")
    row("checks after one letter", f"{one_letter * 1e3:.2f} ms", "")
