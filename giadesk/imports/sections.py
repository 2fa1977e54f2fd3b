"""The sections of a report: what stands between two headings as paragraphs and tables."""

from __future__ import annotations

import msgspec

from giadesk.core.form import Form
from giadesk.core.report import FreeTable, Paragraph, Section
from giadesk.core.units import same_unit
from giadesk.imports.items import (
    UNIT_LINE,
    UNIT_NAME,
    YEAR_LINE,
    Item,
    Table,
    plain_grid,
    take_caption,
)
from giadesk.imports.labels import bare, bare_names, labels_of, likeness
from giadesk.imports.leveling import place_lines
from giadesk.imports.lines import Line, make_line
from giadesk.imports.numbered import Head
from giadesk.imports.result import Repair


class Ledger:
    """What becomes of the pieces that are not text of a section: mended, left over, or used up."""

    def __init__(self) -> None:
        self.repairs: list[Repair] = []
        self.unplaced: list[str] = []
        self.consumed: list[str] = []


class SectionBuilder:
    """Puts the items of each part into sections."""

    def __init__(self, form: Form, unit: str, ledger: Ledger) -> None:
        self.ledger = ledger
        self.unit = unit
        self.form = form
        self.sections: dict[str, Section] = {}
        self.placed_tables: set[str] = set()
        self.subjects = {
            s.id: tuple(name for x in s.subjects for name in bare_names(x.title, *x.words))
            for s in form.spec.sections
        }

    def add(self, head: Head, items: list[Item]) -> None:
        """A section with what stands in it; a section that comes twice is continued."""
        old = self.sections.get(head.section)
        if old is None:
            old = Section(head.section, head.title)
        else:
            again = self.ledger.consumed if old.title == head.title else self.ledger.unplaced
            again.append(head.title)
        lines = [i for i in items if isinstance(i, Line)]
        lines = self._without_captions(items, lines, old)
        if head.run_in:
            lines.insert(0, make_line(head.place, head.run_in))
        placed, repairs = place_lines(lines, head.title, self.subjects.get(head.section, ()))
        self.ledger.repairs += repairs
        texts = {p.line.place: Paragraph(p.text, p.level) for p in placed}
        for p in placed:
            if p.text != p.line.text:
                mark = p.line.mark.text if p.line.mark else ""
                self.ledger.consumed.append(mark + p.line.doubled)
        paragraphs = list(old.paragraphs)
        free = list(old.free_tables)
        if head.run_in:
            paragraphs.append(texts.pop(head.place))
        for item in items:
            if isinstance(item, Line):
                if item.place in texts:
                    paragraphs.append(texts[item.place])
            elif item.match is None:
                name = f"free-{len(free) + 1}"
                free.append(FreeTable(name, plain_grid(item.grid)))
                paragraphs.append(Paragraph(table=name))
            else:
                own = {t.id for t in self.form.tables_of(head.section)}
                for table_id in item.match.tables:
                    if table_id in own and table_id not in self.placed_tables:
                        self.placed_tables.add(table_id)
                        paragraphs.append(Paragraph(table=table_id))
        self.sections[head.section] = Section(old.id, old.title, tuple(paragraphs), tuple(free))

    def _without_captions(
        self, items: list[Item], lines: list[Line], section: Section
    ) -> list[Line]:
        """The lines but for those that only label the form's table behind them."""
        gone: set[int] = set()
        for index, item in enumerate(items):
            if not isinstance(item, Table):
                continue
            if item.match is None:
                gone |= take_caption(item, items[max(index - 2, 0) : index], self.ledger.consumed)
                continue
            names = tuple(
                name
                for table_id in item.match.tables
                for t in (self.form.tables[table_id],)
                for name in (*bare_names(section.title), *labels_of(self.form).words[t.id])
            )
            for before in reversed(items[max(index - 4, 0) : index]):
                if not isinstance(before, Line):
                    break
                if named := UNIT_NAME.match(before.text):
                    self._unit_line(before.text, named["unit"])
                    gone.add(before.place)
                elif (
                    UNIT_LINE.match(before.text)
                    or YEAR_LINE.match(before.text)
                    or (
                        before.short
                        and before.mark is None
                        and not named
                        and likeness(bare(before.text), names) >= 0.75
                    )
                ):
                    self.ledger.consumed.append(before.text)
                    gone.add(before.place)
                else:
                    break
        return [line for line in lines if line.place not in gone]

    def _unit_line(self, text: str, named: str) -> None:
        """单位名称：… over a table says what the report's unit says already, or is kept."""
        if not self.unit or not same_unit(named, self.unit):
            self.ledger.unplaced.append(text)
            return
        self.ledger.consumed.append(text)
        if named != self.unit:
            self.ledger.repairs.append(Repair("text", "单位名称", named, self.unit))

    def finish(self, tables: set[str]) -> tuple[Section, ...]:
        """The sections in order, each of the tables placed.

        A form with given sections always has all of them.
        """
        late: dict[str, Section] = {}
        for table_id in self.form.tables:
            if table_id not in tables or table_id in self.placed_tables:
                continue
            section_id = self.form.tables[table_id].section
            spec = self.form.sections[section_id]
            known = self.sections if section_id in self.sections else late
            section = known.get(section_id) or Section(section_id, spec.title)
            place = Paragraph(table=table_id)
            known[section_id] = msgspec.structs.replace(
                section, paragraphs=(*section.paragraphs, place)
            )
        if self.form.spec.free_sections:
            return (*self.sections.values(), *late.values())
        found = list(self.sections.values())
        order = [s.id for s in self.form.spec.sections]
        for index, spec in enumerate(self.form.spec.sections):
            if spec.id in self.sections:
                continue
            before = [i for i, s in enumerate(found) if s.id in order[:index]]
            at = before[-1] + 1 if before else 0
            found.insert(at, late.get(spec.id) or Section(spec.id, spec.title))
        return tuple(found)
