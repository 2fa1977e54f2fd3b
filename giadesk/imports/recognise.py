"""The recogniser: a document's blocks to a report.

Nothing of the document may vanish: each piece of its body ends in the title, a section, a cell, a
label, `about`, or in `unplaced`. `traced` gives the pieces that were used up as numbers, labels and
figures as well, so that a test can count every character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from giadesk.core.blocks import Document, Grid
from giadesk.core.errors import InputRefused
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.prose import clean_text, number_text
from giadesk.core.report import About, Report, Section, Value
from giadesk.core.totals import without_agreeing_totals
from giadesk.imports.annexed import without_annexes
from giadesk.imports.families import Family, families_of
from giadesk.imports.frame import Frame, compact, rest_of
from giadesk.imports.glued import Tries
from giadesk.imports.headings import find_sections
from giadesk.imports.items import BOOKMARK, UNIT_LINE, YEAR_LINE, Item, Table, items_of, parted
from giadesk.imports.labels import bare, bare_names, likeness
from giadesk.imports.lines import Line
from giadesk.imports.numbered import Head
from giadesk.imports.restore import Rebuilt, rebuild, restore_lines
from giadesk.imports.result import Recognised, Repair
from giadesk.imports.sections import Ledger, SectionBuilder
from giadesk.imports.tables import TableMatch, match_table
from giadesk.imports.titles import Title

_REPORT = re.compile(r"政府信息公开(?:工作)?(?:年度)?(?:报告|年报)")
_MAX_LINES = 8000
_MAX_CELLS = 60_000
_MAX_CHARACTERS = 500_000


def recognise(
    document: Document,
    forms: FormLibrary,
    *,
    form_id: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    name: str = "",
) -> Recognised:
    """The report that a document holds. InputRefused where it holds none.

    form_id, year and unit override what the document says of itself; `name` is the file's, which
    may say unit and year where the document does not.
    """
    return traced(document, forms, form_id=form_id, year=year, unit=unit, name=name)[0]


def traced(
    document: Document,
    forms: FormLibrary,
    *,
    form_id: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    name: str = "",
) -> tuple[Recognised, tuple[str, ...]]:
    """As `recognise`, with the pieces of text that were used up: numbers, labels, figures, marks."""
    _must_be_of_a_size(document, name)
    work = _Work(document, name)
    return work.run(forms, form_id, year, unit), tuple(work.consumed)


def _must_be_of_a_size(document: Document, name: str) -> None:
    """Refuse what no office writes as a report: recognising takes time with every line and cell.

    A town's report has some hundred lines and five hundred cells, a province's ten times as many.
    """
    cells = lines = characters = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            cells += max(len(block.cells), block.height * block.width)
            characters += sum(len(c.text) for c in block.cells)
        else:
            lines += 1 + block.text.count("\n")
            characters += len(block.text)
    if lines > _MAX_LINES or cells > _MAX_CELLS or characters > _MAX_CHARACTERS:
        raise InputRefused(
            f"无法读入“{name}”" if name else "无法读入这份文件",
            "内容过多，不是一份年度报告",
            "请只保留报告本身，另存后再导入",
        )


class _Work(Ledger):
    def __init__(self, document: Document, name: str) -> None:
        super().__init__()
        self.document = document
        self.name = name
        self.repairs = [Repair("text", *note) for note in document.notes]
        self.items = list(items_of(document.blocks))
        if (apart := parted(self.items)) is not None:
            self.items = apart
            self.repairs.append(Repair("text", "段落", "各部分连成一段", "按标题分开"))
        for block in document.blocks:
            if not isinstance(block, Grid) and (marks := BOOKMARK.findall(clean_text(block.text))):
                self.repairs.append(Repair("text", "书签", marks[0], ""))
                self.consumed += marks
        self.rebuilt: dict[int, Rebuilt | None] = {}
        self.families: Callable[[], Sequence[Family]] = tuple
        self.tries = Tries()
        self.unit = ""

    # -- the course of it

    def run(
        self, forms: FormLibrary, form_id: str | None, year: int | None, unit: str | None
    ) -> Recognised:
        self._restore(forms)
        frame = Frame(self.items, self.name, self)
        frame.drop_page()
        frame.drop_contents()
        title = frame.title()
        said_unit, said_year = frame.unit_and_year(title)
        self.items = frame.items
        found_year = year or said_year
        form = self._form(forms, form_id, found_year)
        self.items = frame.items = without_annexes(self.items, unit or said_unit, self)
        tables = [i for i in self.items if isinstance(i, Table)]
        heads = find_sections([i for i in self.items if isinstance(i, Line)], form)
        known = sum(not h.section.startswith("section-") for h in heads)
        if title is None and known < 2 and not any(t.match for t in tables) and not self._speaks():
            raise InputRefused(
                f"无法读入“{self.name}”" if self.name else "无法读入这份文件",
                "内容不是政府信息公开工作年度报告：没有找到报告标题、各部分标题和统计表",
                "请确认选对了文件",
            )
        if not found_year:
            raise InputRefused(
                f"无法读入“{self.name}”" if self.name else "无法读入这份文件",
                "看不出是哪一年的报告",
                "请在导入时指明年份",
            )
        frame.tail(heads, unit or said_unit)
        self.items = frame.items
        if not said_unit and not unit:
            said_unit = frame.signature or frame.guess_unit()
        self.unit = unit or said_unit
        sections, values = self._sections(form, heads)
        about = _about(form, title, unit or said_unit, found_year, frame)
        report = Report(about, sections, without_agreeing_totals(values, form))
        self.unplaced += [clean_text(t) for t in self.document.unread if t.strip()]
        return Recognised(report, form, tuple(self.repairs), tuple(self.unplaced))

    def _speaks(self) -> bool:
        """Whether a text without paragraphs, title or headings still is a report by its words."""
        text = "".join(i.text for i in self.items if isinstance(i, Line))
        return bool(_REPORT.search(text[:300])) and text.count("政府信息公开") >= 5

    # -- form and tables

    def _restore(self, forms: FormLibrary) -> None:
        """Lines that are the cells of a table, put together before anything else is looked for."""
        restored = restore_lines(self.items, lambda: families_of(tuple(forms.all())), self.tries)
        if restored is not None:
            self.items = restored.items
            self.repairs += restored.repairs
            self.unplaced += restored.unplaced
            self.consumed += restored.consumed

    def _form(self, forms: FormLibrary, form_id: str | None, year: int) -> Form:
        """The form by year, unless the tables plainly are another form's."""
        tables = [i for i in self.items if isinstance(i, Table)]
        usual = forms.get(form_id) if form_id else forms.for_year(year or 2100)
        self.families = lambda: families_of(tuple(forms.all()))
        matches = self._matches(tables, usual)
        chosen = usual
        if not form_id and (not _whole(matches, tables) or (tables and not year)):
            best = _score(matches)
            for form in forms.all():
                if form is usual:
                    continue
                other = self._matches(tables, form)
                # a form that is in force needs no more figures than the usual one to be as good
                if _score(other) > best + (0 if form.in_force(year) else 2):
                    chosen, matches, best = form, other, _score(other)
            if chosen is not usual:
                self.repairs.append(Repair("form", "表式", usual.name, chosen.name))
        for table, match in zip(tables, matches, strict=True):
            table.match = match
        return chosen

    def _matches(self, tables: Sequence[Table], form: Form) -> list[TableMatch | None]:
        taken: dict[str, Value] = {}
        found: list[TableMatch | None] = []
        for table in tables:
            match = self._match(table, form, taken) if form.tables else None
            if match is not None:
                taken.update(match.values)
                found.append(match)
            else:
                found.append(None)
        return found

    def _match(self, table: Table, form: Form, taken: Mapping[str, Value]) -> TableMatch | None:
        """What a table gives in a form: as it stands, or put together anew where that gives more."""
        match = match_table(table.grid, form, taken)
        found = match if match.fits and match.tables else None
        if found is not None and not found.missed and found.placed * 2 >= found.rows:
            return found
        if table.place not in self.rebuilt:
            self.rebuilt[table.place] = rebuild(table.grid, self.families(), self.tries)
        anew = self.rebuilt[table.place]
        if anew is None:
            return found
        other = match_table(anew.grid, form, taken)
        if not (other.fits and other.tables) or _score([other]) <= _score([found]):
            return found
        other.repairs = [*anew.repairs, *other.repairs]
        other.unplaced += anew.unplaced
        other.consumed += anew.consumed
        return other

    # -- sections

    def _sections(
        self, form: Form, heads: list[Head]
    ) -> tuple[tuple[Section, ...], dict[str, Value]]:
        values: dict[str, Value] = {}
        for item in self.items:
            if isinstance(item, Table) and item.match is not None:
                values.update(item.match.values)
                self.repairs += item.match.repairs
                self.unplaced += item.match.unplaced
                self.consumed += item.match.consumed
        first = next((s for s in form.spec.sections if not s.numbered), form.spec.sections[0])
        opening = Head(-1, first.id, first.title)
        parts: list[tuple[Head, list[Item]]] = [(opening, [])]
        at = {h.place: h for h in heads}
        for item in self.items:
            if item.place in at:
                parts.append((at[item.place], []))
                continue
            if own := _own_section(item, form, parts):
                parts.append((own, _captions(parts[-1][1], own)))
            parts[-1][1].append(item)
        builder = SectionBuilder(form, self.unit, self)
        for head, items in parts:
            if head is not opening or any(not (isinstance(i, Table) and i.match) for i in items):
                builder.add(head, items)
        found = {t for i in self.items if isinstance(i, Table) and i.match for t in i.match.tables}
        sections = builder.finish(found)
        self._number_heads(form, heads, sections)
        self._missing_tables(form, heads, found)
        return sections, values

    def _missing_tables(self, form: Form, heads: list[Head], found: set[str]) -> None:
        """What is said of a section that is there without its table: a picture, or cells in disorder."""
        headed = {h.section: h.title for h in heads}
        for table in form.tables.values():
            spec = form.sections[table.section]
            if table.optional or not spec.numbered or form.spec.free_sections:
                continue
            if table.section in headed and table.id not in found:
                title = headed[table.section]
                self.repairs.append(Repair("table", "统计表", title, "没有读到这张表的数字"))

    def _number_heads(self, form: Form, heads: list[Head], sections: tuple[Section, ...]) -> None:
        """What is said of the sections' own numbers: each that will be printed otherwise."""
        made: dict[str, str] = {}
        number = 0
        for section in sections:
            spec = form.sections.get(section.id)
            if spec is None or spec.numbered:
                number += 1
                made[section.id] = number_text(1, number)
        text_at = {i.place: i.text for i in self.items if isinstance(i, Line)}
        for head in heads:
            # the number, and the mark between the heading and what runs on behind it
            text = text_at.get(head.place, head.printed)
            self.consumed.append(rest_of(text, (head.title, head.run_in)))
            now = made.get(head.section, "")
            if not now:
                continue
            right = head.level == 1 and number_text(1, head.number) == now
            if not right or head.doubled:
                self.repairs.append(Repair("numbering", head.title, head.printed, now))


def _own_section(item: Item, form: Form, parts: Sequence[tuple[Head, list[Item]]]) -> Head | None:
    """The section that begins with a form's table because it prints no heading of its own."""
    if not isinstance(item, Table) or item.match is None:
        return None
    for table_id in item.match.tables:
        spec = form.sections[form.tables[table_id].section]
        if not spec.numbered and all(spec.id != head.section for head, _ in parts):
            return Head(item.place, spec.id, spec.title)
    return None


def _captions(before: list[Item], head: Head) -> list[Item]:
    """The lines over a table that name its section, taken from the end of the section before."""
    taken: list[Item] = []
    while before and isinstance(last := before[-1], Line) and last.short and last.mark is None:
        named = likeness(bare(last.text), bare_names(head.title)) >= 0.75
        if not (named or UNIT_LINE.match(last.text) or YEAR_LINE.match(last.text)):
            break
        taken.insert(0, before.pop())
    return taken


def _about(form: Form, title: Title | None, unit: str, year: int, frame: Frame) -> About:
    printed = title.text if title else ""
    if printed and compact(printed) == compact(form.title_for(unit, year)):
        printed = ""
    return About(
        unit=unit,
        year=year,
        form=form.id,
        title=printed,
        signature="" if frame.signature == unit else frame.signature,
        date=frame.date,
        attachments=frame.attachments,
    )


def _whole(matches: Sequence[TableMatch | None], tables: Sequence[Table]) -> bool:
    """Whether the tables are this form's, but for a figure here and there that could not be read."""
    known = [m for m in matches if m is not None]
    missed = sum(m.missed for m in known)
    return len(known) == len(tables) and missed * 12 <= sum(m.placed for m in known)


def _score(matches: Sequence[TableMatch | None]) -> float:
    return sum(m.placed - m.missed for m in matches if m is not None)
