"""汇总 as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from giadesk.core.report import Report
from giadesk.exports.rollup_book import Line, write_rollup
from giadesk.rollup.collect import Collection, Handed
from giadesk.rollup.summary import fault_words


def write(collection: Collection, sums: Report, missing: Sequence[str], target: Path) -> None:
    """Write the workbook of a collection and its sums (see `write_rollup`)."""
    write_rollup(
        sums,
        collection.form,
        [_line(handed) for handed in collection.handed],
        [(r.path.name, r.why) for r in collection.refused],
        missing,
        target,
    )


def _line(handed: Handed) -> Line:
    faults = tuple(fault_words(f, handed.form) for f in handed.faults)
    return Line(handed.unit, handed.path.name, handed.report, handed.must, handed.verify, faults)
