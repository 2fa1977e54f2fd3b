"""How much of a labelled real report was recognised: figures by their labels, sections by title."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from giadesk.core.form import Indicator
from giadesk.core.totals import figures_of
from giadesk.imports.figures import parse_figure
from giadesk.imports.labels import bare, bare_names, likeness
from giadesk.imports.result import Recognised


class Share(msgspec.Struct):
    """Labelled pieces, and those that were found; `wrong` names the others."""

    labelled: int = 0
    found: int = 0
    wrong: list[str] = []

    def __str__(self) -> str:
        return f"{self.found}/{self.labelled}"


def figures_found(read: Recognised, tables: Path) -> Share:
    """The labelled figures of tables.json that the report has, each under the same labels."""
    share = Share(wrong=[])
    figures = figures_of(read.report, read.form)
    for cell in json.loads(tables.read_text("utf-8"))["cells"]:
        share.labelled += 1
        indicator = _indicator(read, cell)
        wanted = parse_figure(cell["value"], indicator.unit if indicator else "", "signed")
        if indicator is None or wanted is None:
            share.wrong.append(f"{cell} has no place in {read.form.id}")
        elif figures.get(indicator.id) == wanted.value:
            share.found += 1
        else:
            share.wrong.append(f"{indicator.id}: {figures.get(indicator.id)} for {cell['value']!r}")
    return share


def _indicator(read: Recognised, cell: dict[str, Any]) -> Indicator | None:
    path = [bare(x) for x in (*cell["row"].split("/"), cell["col"])]
    table = bare(cell["table"])
    best, chosen = 0.0, None
    for indicator in read.form.indicators.values():
        title = read.form.tables[indicator.table].title
        if likeness(table, bare_names(title)) < 0.8:
            continue
        labels = [*indicator.row_label, *indicator.col_label]
        score = likeness(path[-1], bare_names(indicator.col_label[-1])) * 4
        ends = (indicator.row_label[-1], *indicator.col_label[:-1])
        score += max(likeness(path[-2], bare_names(x)) for x in ends) * 4
        score += sum(max(likeness(p, bare_names(x)) for x in labels) for p in path[:-2])
        if score > best:
            best, chosen = score, indicator
    return chosen if best >= 6 else None


def free_figures_found(read: Recognised, tables: Path) -> Share:
    """The labelled figures of a table of no form that are in a free table."""
    share = Share(wrong=[])
    free = [t.grid for s in read.report.sections for t in s.free_tables]
    for cell in json.loads(tables.read_text("utf-8"))["cells"]:
        share.labelled += 1
        row = bare(cell["row"].split("/")[-1])
        for grid in free:
            matrix = grid.matrix()
            at = [i for i, line in enumerate(matrix) if line[0] and bare(line[0].text) == row]
            across = [c.column for c in grid.cells if c.row == 0 and c.text == cell["col"]]
            if any(
                (found := matrix[i][j]) and found.text == cell["value"] for i in at for j in across
            ):
                share.found += 1
                break
        else:
            share.wrong.append(str(cell))
    return share


def sections_found(read: Recognised, labels: Path) -> Share:
    """The labelled sections, in order, that are titles of the report's sections."""
    share = Share(wrong=[])
    titles = [bare(s.title) for s in read.report.sections]
    place = 0
    for title in json.loads(labels.read_text("utf-8"))["sections"]:
        share.labelled += 1
        if bare(title) in titles[place:]:
            place = titles.index(bare(title), place) + 1
            share.found += 1
        else:
            share.wrong.append(title)
    return share
