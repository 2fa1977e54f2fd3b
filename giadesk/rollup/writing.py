"""汇总 as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from giadesk.core.generations import figures_as
from giadesk.core.report import Report
from giadesk.exports.rollup_book import Line, write_rollup
from giadesk.rollup.collect import Collection, Handed
from giadesk.rollup.summary import fault_words


def write(collection: Collection, sums: Report, missing: Sequence[str], target: Path) -> None:
    """Write the workbook of a collection and its sums (see `write_rollup`)."""
    write_rollup(
        sums,
        collection.form,
        [_line(handed, collection) for handed in collection.handed],
        [(r.path.name, r.why) for r in collection.refused],
        missing,
        target,
    )


def _line(handed: Handed, collection: Collection) -> Line:
    last = handed.last
    return Line(
        unit=handed.unit,
        file=handed.path.name,
        report=handed.report,
        must=handed.must,
        verify=handed.verify,
        faults=tuple(fault_words(f, handed.form) for f in handed.faults),
        last=figures_as(last.report, last.form, collection.form) if last else None,
    )
