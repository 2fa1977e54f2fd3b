"""Charts as SVG with their words as text: in a web page, or as a file of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from giadesk import places
from giadesk.core.chart import Box, Chart, Rule, Shape, Words, bar_chart
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.core.trend import YearReport, leading, one_a_year, series_of

Given = tuple[Report, Form]

PRINT = {
    "text": "#1f2329",
    "muted": "#59616d",
    "accent": "#1f5da6",
    "hint": "#7a8fb3",
    "verify": "#855700",
    "grid": "#bcc3cd",
}
"""Colours on white paper. Figures stand beside their bars, so none of them has to be told apart."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
_WIDTH, _EM = 680.0, 15.0
_YEARS = 5


def table_charts(report: Report, form: Form, earlier: Sequence[Given]) -> Mapping[str, str]:
    """For each table of the report that has figures of several years: its chart as an SVG element.

    earlier: reports of earlier years, of which the last four are shown; later ones are left out.
    """
    years = one_a_year(
        [YearReport(report, form)] + [YearReport(r, f) for r, f in earlier if r.year < report.year]
    )
    years = years[-_YEARS:]
    if len(years) < 2:
        return {}
    charts = {}
    for table in form.spec.tables:
        lines = [series_of(m, form, years) for m in leading(table, form)]
        lines = [line for line in lines if len(line.figures) > 1 and any(line.figures)]
        if lines:
            title = f"{table.title}（{years[0].year}—{years[-1].year}年）"
            charts[table.id] = svg_of(bar_chart(lines, title, width=_WIDTH, em=_EM))
    return charts


def svg_of(chart: Chart, colours: Mapping[str, str] = PRINT, *, paper: str = "") -> str:
    """The chart as one SVG element. paper: the colour under it, "" for none."""
    width, height = _number(chart.width), _number(chart.height)
    ground = f'<rect width="{width}" height="{height}" fill="{paper}"/>\n' if paper else ""
    shapes = "\n".join(_shape(shape, colours) for shape in chart.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{_text(chart.title)}" '
        f'style="max-width:100%;height:auto" font-family="{_FONT}" '
        f'font-size="{_number(chart.em)}">\n'
        f"<title>{_text(chart.title)}</title>\n<desc>{_text(chart.description)}</desc>\n"
        f"{ground}{shapes}\n</svg>"
    )


def write_svg(chart: Chart, target: Path) -> None:
    """Write the chart as a file of its own, on white. StorageFailed where it cannot be written."""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{svg_of(chart, paper="#ffffff")}\n'
    with places.replacing(target) as temporary:
        temporary.write_bytes(text.encode())


def _shape(shape: Shape, colours: Mapping[str, str]) -> str:
    ink = colours[shape.colour]
    match shape:
        case Box():
            place = _places(x=shape.x, y=shape.y, width=shape.width, height=shape.height)
            return f'<rect {place} fill="{ink}"/>'
        case Rule():
            place = _places(x1=shape.x1, y1=shape.y1, x2=shape.x2, y2=shape.y2)
            return f'<line {place} stroke="{ink}" stroke-width="1"/>'
        case Words():
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            bold = ' font-weight="bold"' if shape.bold else ""
            place = _places(x=shape.x, y=shape.y)
            return f'<text {place}{anchor}{bold} fill="{ink}">{_text(shape.text)}</text>'


def _places(**lengths: float) -> str:
    return " ".join(f'{name}="{_number(length)}"' for name, length in lengths.items())


def _number(length: float) -> str:
    """A length with at most one decimal, the same on every machine."""
    return f"{length:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text), quote=True)
