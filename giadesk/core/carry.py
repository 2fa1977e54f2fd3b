"""This year's draft out of last year's report: text carried over, years moved, figures empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.form import Form, SectionSpec
from giadesk.core.generations import bare_title, figures_as, section_for
from giadesk.core.prose import LIVE_FIGURE, UNFILLED, plain
from giadesk.core.report import About, FreeTable, Paragraph, Report, Section, Value
from giadesk.core.totals import Figures, figures_of
from giadesk.core.years import shift_title, shift_years, years_in


class LeftYear(msgspec.Struct, frozen=True):
    """A year of last year's report that was not moved, because it may not mean the report's year.

    section, paragraph: its place in the draft. start: where it begins in the paragraph's text.
    text: as written, with 年. why: the reason, for the clerk.
    """

    section: str
    paragraph: int
    start: int
    text: str
    why: str


class Draft(msgspec.Struct, frozen=True):
    """This year's draft, and the years in it that the clerk has to look at."""

    report: Report
    left: tuple[LeftYear, ...]


def draft_from(last: Report, last_form: Form, form: Form, year: int) -> Report:
    """This year's draft out of last year's report.

    Text is carried over with the report's own years moved and remembered in `inherited`; every
    section finds a place, text never gets lost. Figures are empty but for those that are last year's
    by a relation of code Y-CARRIED (上年结转). Numbers in the prose stand as they were. Signature,
    date, sign-off, explanations and status are those of a new report.
    """
    return draft_with_left_years(last, last_form, form, year).report


def draft_with_left_years(last: Report, last_form: Form, form: Form, year: int) -> Draft:
    """As `draft_from`, together with the years that were left for the clerk to decide."""
    carrier = _Carrier(last, last_form, form, year)
    about = last.about
    title = shift_title(about.title, last.year or year, year)
    report = Report(
        about=About(
            unit=about.unit,
            year=year,
            form=form.id,
            title="" if title == form.title_for(about.unit, year) else title,
            attachments=tuple(carrier.shifted(name) for name in about.attachments),
        ),
        sections=tuple(carrier.sections()),
        values=carried_values(last, last_form, form),
    )
    return Draft(report, tuple(_left_years(report, carrier)))


def blank_report(form: Form, unit: str, year: int) -> Report:
    """An empty report: every section that is not optional, with its starter text and its tables."""
    sections = tuple(
        _started(spec, form, unit, year) for spec in form.spec.sections if not spec.optional
    )
    return Report(about=About(unit=unit, year=year, form=form.id), sections=sections)


def carried_values(last: Report, last_form: Form, form: Form) -> dict[str, Value]:
    """The figures of the form that simply are last year's, by its relations of code Y-CARRIED.

    A relation `this = last year's a + b …` gives one; a computed total is left to be computed, and
    a figure that last year's report does not have is left blank.
    """
    before = figures_as(last, last_form, form)
    values: dict[str, Value] = {}
    for relation in form.relations:
        if relation.code != "Y-CARRIED" or relation.compare != "=" or len(relation.left) != 1:
            continue
        target = relation.left[0]
        if target.last or target.sign != 1 or form.indicators[target.id].computed:
            continue
        if all(term.last and term.id in before for term in relation.right):
            values[target.id] = sum(
                (term.sign * before[term.id] for term in relation.right), Decimal(0)
            )
    return values


class _Carrier:
    """Carries one report's sections into another year and form."""

    def __init__(self, last: Report, last_form: Form, form: Form, year: int) -> None:
        self.last = last
        self.last_form = last_form
        self.form = form
        self.year = year
        self.origins: dict[tuple[str, int], str] = {}
        """Last year's text of each carried paragraph, by its place in the draft."""
        self._last_figures: Figures = figures_of(last, last_form)

    def shifted(self, text: str) -> str:
        own = self.last.year or self.year
        return shift_years(text, own, self.year)

    def sections(self) -> Iterator[Section]:
        """The draft's sections in order."""
        placed: dict[str, list[Section]] = {}
        nearest = ""
        waiting: list[Section] = []
        for section in self.last.sections:
            target = (
                section.id
                if self.form.spec.free_sections
                else section_for(section, self.last_form, self.form)
            )
            if target is None and not nearest:
                waiting.append(section)  # nothing before it has found a place yet
                continue
            nearest = target or nearest
            placed.setdefault(nearest, []).extend((*waiting, section))
            waiting.clear()
        if waiting:
            placed.setdefault(_first_numbered(self.form), []).extend(waiting)
        for section_id in self._order(placed):
            spec = self.form.sections.get(section_id)
            if section_id in placed:
                yield self._section(section_id, spec, placed[section_id])
            elif spec is not None:
                yield _started(spec, self.form, self.last.unit, self.year)

    def _order(self, placed: Mapping[str, list[Section]]) -> list[str]:
        """The form's order; where sections are free, last year's own with nothing added."""
        if self.form.spec.free_sections:
            own = list(placed)
            tables = {t.section for t in self.form.spec.tables if not t.optional}
            return own + [s for s in self.form.sections if s in tables and s not in placed]
        return [s.id for s in self.form.spec.sections if s.id in placed or not s.optional]

    def _section(
        self, section_id: str, spec: SectionSpec | None, sources: list[Section]
    ) -> Section:
        paragraphs: list[Paragraph] = []
        tables: list[FreeTable] = []
        title = spec.title if spec is not None else self.shifted(sources[0].title)
        own = [s for s in sources if self._keeps_title(s, spec)]
        if own and (self.form.spec.free_sections or self.last_form.id == self.form.id):
            title = self.shifted(own[0].title)
        for source in sources:
            demoted = 0
            if source not in own and source.title and self._has_text(source):
                demoted = 1
                self._carry(section_id, paragraphs, Paragraph(source.title, 2))
            names = self._free_tables(source, tables)
            for paragraph in source.paragraphs:
                if paragraph.table:
                    name = names.get(paragraph.table, paragraph.table)
                    if name in self._table_ids(section_id) or name in names.values():
                        paragraphs.append(Paragraph(table=name))
                    continue
                level = paragraph.level and min(paragraph.level + demoted, 4)
                moved = msgspec.structs.replace(paragraph, level=level)
                self._carry(section_id, paragraphs, moved)
        there = {p.table for p in paragraphs if p.table}
        paragraphs += [
            Paragraph(table=t)
            for t in self._table_ids(section_id)
            if t not in there and not self.form.tables[t].optional
        ]
        return Section(section_id, title, tuple(paragraphs), tuple(tables))

    def _keeps_title(self, source: Section, spec: SectionSpec | None) -> bool:
        """Whether the section's title need not be kept as a heading inside another section."""
        if spec is None or source.id == spec.id:
            return True
        names = (spec.title, *spec.aliases)
        return bare_title(source.title) in (bare_title(name) for name in names)

    def _has_text(self, source: Section) -> bool:
        """Whether something stands under the section's title besides the tables of its form."""
        if source.text.strip() or source.free_tables:
            return True
        return not self.last_form.tables_of(source.id)

    def _table_ids(self, section_id: str) -> list[str]:
        return [t.id for t in self.form.tables_of(section_id)]

    def _carry(self, section_id: str, paragraphs: list[Paragraph], paragraph: Paragraph) -> None:
        text = self._resolved(paragraph.text)
        self.origins[section_id, len(paragraphs)] = text
        moved = self.shifted(text)
        paragraphs.append(Paragraph(moved, paragraph.level, inherited=moved))

    def _resolved(self, text: str) -> str:
        """The text with every live figure that the form does not have written out in digits."""

        former = self.form.former_ids(self.last_form)

        def written(match: re.Match[str]) -> str:
            present = former.get(match[1], match[1])
            if present in self.form.indicators:
                return f"{{{present}}}"
            figure = self._last_figures.get(match[1])
            return UNFILLED if figure is None else plain(figure)

        return LIVE_FIGURE.sub(written, text) if "{" in text else text

    def _free_tables(self, source: Section, tables: list[FreeTable]) -> dict[str, str]:
        """Carry the section's free tables; their old ids to those in the draft."""
        names: dict[str, str] = {}
        for table in source.free_tables:
            names[table.id] = f"free-{len(tables) + 1}"
            tables.append(FreeTable(names[table.id], self._emptied(table.grid)))
        return names

    def _emptied(self, grid: Grid) -> Grid:
        """A free table with its figures blank, its words and running numbers kept.

        Its words are the frame a clerk fills in again; its figures are last year's, and as no check
        knows what they mean they would stand in the new report unnoticed.
        """
        serial = _serial_columns(grid)
        cells = []
        for cell in grid.cells:
            frame = cell.row < grid.head_rows or cell.column < grid.label_columns
            frame = frame or cell.kind in ("head", "label") or cell.column in serial
            text = cell.text if frame or not _FIGURE.match(cell.text) else ""
            cells.append(
                msgspec.structs.replace(
                    cell, text=self.shifted(text), value=None if not text else cell.value
                )
            )
        return msgspec.structs.replace(grid, cells=tuple(cells), caption=self.shifted(grid.caption))


_FIGURE = re.compile(
    r"\s*[+\-−－约近]?[0-9０-９][0-9０-９,，.．]*\s*[余多]?\s*"
    r"[%％‰]?(?:[万亿]?[元件条次个人篇份项起宗家名场期处部册户台]|人次|万)?\s*\Z"
)
"""A cell that holds a figure and nothing else; a date, a number of a document or a name is not."""


def _serial_columns(grid: Grid) -> set[int]:
    """The columns that only count the rows (序号): 1, 2, 3 … from the first that has a number."""
    columns: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.columns == 1 and cell.text.strip().isdecimal():
            columns.setdefault(cell.column, []).append(cell)
    return {
        column
        for column, cells in columns.items()
        if len(cells) > 1
        and [int(c.text) for c in sorted(cells, key=lambda c: c.row)]
        == list(range(1, len(cells) + 1))
        and column == 0
    }


def _started(spec: SectionSpec, form: Form, unit: str, year: int) -> Section:
    texts = (t.replace("{year}", str(year)).replace("{unit}", unit) for t in spec.starter)
    tables = (Paragraph(table=t.id) for t in form.tables_of(spec.id) if not t.optional)
    return Section(spec.id, spec.title, (*(Paragraph(text) for text in texts), *tables))


def _first_numbered(form: Form) -> str:
    sections = form.spec.sections
    return next((s for s in sections if s.numbered), sections[0]).id


def _left_years(report: Report, carrier: _Carrier) -> Iterator[LeftYear]:
    for section in report.sections:
        for index, paragraph in enumerate(section.paragraphs):
            origin = carrier.origins.get((section.id, index), "")
            for year in years_in(origin, carrier.last.year):
                if year.meaning == "left":
                    quote = paragraph.text[year.start : year.start + len(year.text)]
                    yield LeftYear(section.id, index, year.start, quote, year.why)
