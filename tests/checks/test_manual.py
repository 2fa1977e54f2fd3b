"""docs/checks.md is what the registry says, and every entry has its parts."""

from pathlib import Path

import pytest

from giadesk.checks.manual import PARTS, entry_of, manual
from giadesk.checks.registry import Check, all_checks

DOCS = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_the_page_is_up_to_date() -> None:
    measured = DOCS.with_name("checks-measured.md").read_text("utf-8")
    assert DOCS.read_text("utf-8") == manual(measured), "run: python -m giadesk.checks.manual"


@pytest.mark.parametrize("one", all_checks(), ids=lambda c: c.code)
def test_every_entry_has_its_parts(one: Check) -> None:
    entry = entry_of(one)
    assert set(entry.parts) == set(PARTS)
    assert entry.parts["不通过"] != entry.parts["通过"]
    assert one.code[:2] in {"F-", "Y-", "C-", "P-", "N-", "S-", "W-", "R-", "X-"}


def test_an_entry_without_a_part_is_refused() -> None:
    def lacking(case: object) -> list[object]:
        """一句话。

        比较什么：甲与乙。
        """
        return []

    with pytest.raises(ValueError, match="lacks 为什么"):
        entry_of(Check("F-X", "must", "例", lacking, frozenset()))  # type: ignore[arg-type]
