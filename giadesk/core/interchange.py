"""The JSON of a report: what the command line prints and what a .gia package holds.

The shape is stable (docs/architecture.md, "What stays stable"): keys may be added, never renamed.
A report that goes out and comes back is the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from giadesk.core.blocks import Grid
from giadesk.core.document import title_of
from giadesk.core.errors import InputRefused
from giadesk.core.form import Form
from giadesk.core.generations import with_present_ids
from giadesk.core.prose import clean_text, plain, resolve
from giadesk.core.report import (
    About,
    Explanation,
    Paragraph,
    Report,
    Section,
    SignOff,
    Value,
)
from giadesk.core.totals import Figures, figures_of

VERSION = 1


def report_to_json(report: Report, form: Form) -> dict[str, Any]:
    """The report as plain data: every cell of the form is listed, blank ones with value None.

    A paragraph's `text` has its live figures as digits; `source` is the text with the figures' ids,
    where they differ. A cell with `computed` true holds a total that is computed, not written.
    """
    figures = figures_of(report, form)
    about = msgspec.to_builtins(report.about)
    return {
        "giadesk": VERSION,
        "form": form.id,
        "year": report.year,
        "unit": report.unit,
        "title": title_of(report, form),
        "about": about,
        "sections": [_section_to_json(s, figures) for s in report.sections],
        "cells": [_cell_to_json(value_id, report, form, figures) for value_id in form.indicators],
        "explanations": msgspec.to_builtins(report.explanations),
        "signoff": msgspec.to_builtins(report.signoff),
    }


def _section_to_json(section: Section, figures: Figures) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": section.id,
        "title": section.title,
        "paragraphs": [_paragraph_to_json(p, figures) for p in section.paragraphs],
    }
    if section.free_tables:
        data["free_tables"] = [
            {
                "id": t.id,
                "rows": [[c.text if c else "" for c in row] for row in t.grid.matrix()],
                "grid": msgspec.to_builtins(t.grid),
            }
            for t in section.free_tables
        ]
    return data


def _paragraph_to_json(paragraph: Paragraph, figures: Figures) -> dict[str, Any]:
    text = resolve(paragraph.text, figures)
    data: dict[str, Any] = {"level": paragraph.level, "text": text}
    if text != paragraph.text:
        data["source"] = paragraph.text
    if paragraph.inherited:
        data["inherited"] = paragraph.inherited
    if paragraph.table:
        data["table"] = paragraph.table
    return data


def _cell_to_json(value_id: str, report: Report, form: Form, figures: Figures) -> dict[str, Any]:
    indicator = form.indicators[value_id]
    written = report.values.get(value_id)
    value = written if written is not None else figures.get(value_id)
    data: dict[str, Any] = {
        "id": value_id,
        "section": form.sections[indicator.section].title,
        "row_label": list(indicator.row_label),
        "col_label": list(indicator.col_label),
        "value": plain(value) if isinstance(value, Decimal) else value,
        "unit": indicator.unit,
    }
    if indicator.computed and written is None:
        data["computed"] = True
    return data


def report_from_json(data: Any, form: Form) -> Report:
    """The report that `report_to_json` gave this data of. InputRefused where it makes no sense."""
    try:
        about = msgspec.convert(
            data.get("about") or {k: data[k] for k in ("unit", "year", "form")}, About
        )
        sections = tuple(_section_from_json(s) for s in data["sections"])
        values: dict[str, Value] = {}
        for cell in data["cells"]:
            value_id = form.renamed.get(cell["id"], cell["id"])
            indicator = form.indicators.get(value_id)
            if indicator is None:
                raise KeyError(value_id)
            if cell["value"] is None or cell.get("computed"):
                continue
            text = str(cell["value"])
            values[value_id] = text if indicator.kind == "text" else _stored_number(text)
        _must_be_sound(sections)
        report = Report(
            about=about,
            sections=sections,
            values=values,
            explanations=msgspec.convert(data.get("explanations", []), tuple[Explanation, ...]),
            signoff=msgspec.convert(data.get("signoff", []), tuple[SignOff, ...]),
        )
        return with_present_ids(report, form)
    except (LookupError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise InputRefused(
            "报告数据不完整或已损坏", f"{error!r}", "请向交来文件的单位重新索取"
        ) from error


def _section_from_json(data: Mapping[str, Any]) -> Section:
    paragraphs = [
        {
            "text": clean_text(p.get("source", p["text"])),
            "level": p["level"],
            "inherited": p.get("inherited", ""),
            "table": p.get("table", ""),
        }
        for p in data["paragraphs"]
    ]
    return msgspec.convert(
        {
            "id": data["id"],
            "title": clean_text(data["title"]),
            "paragraphs": paragraphs,
            "free_tables": [
                {"id": t["id"], "grid": t["grid"]} for t in data.get("free_tables", ())
            ],
        },
        Section,
    )


_MAX_PARAGRAPHS = 5000
_MAX_SIDE = 3000
_MAX_AREA = 200_000


def _stored_number(text: str) -> Decimal:
    """A figure of a stored report. ValueError for what no cell can hold, like 1E+999999."""
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    if not value.is_finite() or abs(value.adjusted()) > 15 or int(exponent) < -15:
        raise ValueError("figure")
    return value


def _must_be_sound(sections: Sequence[Section]) -> None:
    """ValueError for what types cannot say: nothing twice, headings of four levels, tables of a size."""
    if len({s.id for s in sections}) < len(sections):
        raise ValueError("section")
    if sum(len(s.paragraphs) for s in sections) + len(sections) > _MAX_PARAGRAPHS:
        raise ValueError("paragraphs")
    for section in sections:
        if any(not 0 <= p.level <= 4 for p in section.paragraphs):
            raise ValueError("level")
        tables = section.free_tables
        if len({t.id for t in tables}) < len(tables) or any(not _is_sound(t.grid) for t in tables):
            raise ValueError("table")


def _is_sound(grid: Grid) -> bool:
    """Whether a report's own grid can be drawn: of a size, each cell inside it, none over another, and
    none that stands for a figure of the form."""
    if not (0 < grid.height <= _MAX_SIDE and 0 < grid.width <= _MAX_SIDE):
        return False
    area = 0
    for cell in grid.cells:
        if min(cell.row, cell.column) < 0 or min(cell.rows, cell.columns) < 1 or cell.figure:
            return False
        if cell.row + cell.rows > grid.height or cell.column + cell.columns > grid.width:
            return False
        area += cell.rows * cell.columns
    if area > grid.height * grid.width or grid.height * grid.width > _MAX_AREA:
        return False
    places = {
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
    }
    return len(places) == area and 0 <= grid.head_rows <= grid.height


def values_from_text(assignments: Iterable[tuple[str, str]], form: Form) -> dict[str, Value | None]:
    """Figures given as (id, text) pairs; "" makes a cell blank.

    An id may have its section before it (SECTION/TABLE/ROW/COLUMN). InputRefused names the first
    pair that does not fit and what would.
    """
    import difflib

    values: dict[str, Value | None] = {}
    for name, text in assignments:
        value_id = form.renamed.get(name, name)
        if value_id not in form.indicators and name.partition("/")[0] in form.sections:
            value_id = name.partition("/")[2]
        indicator = form.indicators.get(value_id)
        if indicator is None:
            close = difflib.get_close_matches(name, form.indicators, n=1)
            hint = f"是不是“{close[0]}”" if close else f"用 giadesk forms {form.id} 查看全部指标"
            raise InputRefused(f"没有指标“{name}”", f"表式 {form.id} 中没有这个编号", hint)
        if not text:
            values[value_id] = None
        elif indicator.kind == "text":
            values[value_id] = text
        else:
            values[value_id] = _number(text, indicator.name)
    return values


def _number(text: str, name: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 15:
        raise InputRefused(f"“{name}”的值“{text}”不是数", "只接受数字", "请改成数字后再试")
    return value
