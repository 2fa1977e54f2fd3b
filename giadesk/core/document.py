"""A report as a document: the blocks that every writer draws, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from giadesk.core.blocks import Block, Grid, Heading, Paragraph
from giadesk.core.form import Form, TableSpec
from giadesk.core.printed import grid_of
from giadesk.core.prose import number_text, numbers, resolve, split_heading
from giadesk.core.report import Report, Section
from giadesk.core.totals import Figures, figures_of


def blocks_of(report: Report, form: Form) -> tuple[Block, ...]:
    """The whole report: title, 引言, numbered sections with their tables, signature, date, 附件."""
    return tuple(_blocks(report, form, figures_of(report, form)))


def title_of(report: Report, form: Form) -> str:
    """The printed title: the report's own where it has one, else the form's pattern."""
    return report.about.title or form.title_for(report.unit, report.year)


def tables_shown(section: Section, report: Report, form: Form) -> list[TableSpec]:
    """The form's tables of a section that the report shows.

    An optional one is shown where it has a place in the section or a value in the report.
    """
    places = {p.table for p in section.paragraphs if p.table}
    used = {value_id.partition("/")[0] for value_id in report.values}
    return [
        table
        for table in form.tables_of(section.id)
        if not table.optional or table.id in places or table.id in used
    ]


def _blocks(report: Report, form: Form, figures: Figures) -> Iterator[Block]:
    yield Paragraph(title_of(report, form), role="title", align="center")
    number = 0
    for section in report.sections:
        spec = form.sections.get(section.id)
        if spec is None or spec.numbered:
            number += 1
            yield Heading(1, section.title, number_text(1, number))
        yield from _section_blocks(section, report, form, figures)
    if report.about.attachments:
        for index, name in enumerate(report.about.attachments, start=1):
            mark = f"{index}." if len(report.about.attachments) > 1 else ""
            lead = "附件：" if index == 1 else ""
            yield Paragraph(f"{lead}{mark}{name}", role="attachment")
    if report.about.date:
        yield Paragraph(report.about.signature or report.unit, role="signature", align="right")
        yield Paragraph(report.about.date, role="date", align="right")


def _section_blocks(
    section: Section, report: Report, form: Form, figures: Figures
) -> Iterator[Block]:
    values = {**report.values, **figures}
    free = {t.id: t.grid for t in section.free_tables}
    own = {t.id: t for t in form.tables_of(section.id)}
    placed: set[str] = set()

    def table(table_id: str) -> Grid:
        placed.add(table_id)
        return grid_of(own[table_id], form, values) if table_id in own else free[table_id]

    # what is not printed is not counted: an empty heading would leave a gap in the numbers
    shown = ((p, resolve(p.text, figures)) for p in section.paragraphs)
    printed = [(p, text) for p, text in shown if p.table or text.strip()]
    made = numbers([p for p, _ in printed])
    for (paragraph, text), number in zip(printed, made, strict=True):
        if paragraph.table:
            if paragraph.table not in placed and (
                paragraph.table in own or paragraph.table in free
            ):
                yield table(paragraph.table)
            continue
        if paragraph.level:
            head, rest = split_heading(text)
            yield Heading(paragraph.level, head, number, rest)
        else:
            yield Paragraph(text)
    for table_id in (*(t.id for t in tables_shown(section, report, form)), *free):
        if table_id not in placed:
            yield table(table_id)
