"""The recogniser: a document's blocks to a report.

Nothing of the document may vanish: each piece of its body ends in the title, a section, a cell, a
label, `about`, or in `unplaced`. `traced` gives the pieces that were used up as numbers, labels and
figures as well, so that a test can count every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from giadesk.core.blocks import Block, Document, Grid, Heading
from giadesk.core.errors import InputRefused
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.prose import clean_text, number_text
from giadesk.core.report import About, FreeTable, Paragraph, Report, Section, Value
from giadesk.core.totals import without_agreeing_totals
from giadesk.core.units import same_unit
from giadesk.imports.headings import Head, Line, find_sections, make_line, place_lines
from giadesk.imports.labels import bare, bare_names, labels_of, likeness
from giadesk.imports.result import Recognised, Repair
from giadesk.imports.tables import TableMatch, match_table
from giadesk.imports.titles import (
    Title,
    attachment_names,
    date_in,
    find_title,
    looks_like_signature,
    signature_and_date,
    unit_and_year,
    unit_of_file,
    year_of_text,
)

_UNIT_LINE = re.compile(
    r"[(（]?(?:计量)?单位[:：]?\s*(?:件|条|次|个|人|万元|元|项|件、万元)?[)）]?\Z"
)
_UNIT_NAME = re.compile(
    r"(?:填报|报送)?单位(?:名称|全称|（公章）|\(公章\))?[:：]\s*(?P<unit>\S{2,40})\s*\Z"
)
_BOOKMARK = re.compile(r"\[bookmark: ?\w+\]")
"""What some programs leave of a bookmark when they turn a document into text."""
_CONTENTS = re.compile(r"(?:[.．…·]{3,}|\t)\s*\d{1,3}\Z")


class _Table(msgspec.Struct):
    """A grid of the input at its place, with what it is in the chosen form (None: of no form)."""

    place: int
    grid: Grid
    match: TableMatch | None = None


Item = Line | _Table


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
    work = _Work(document, name)
    return work.run(forms, form_id, year, unit), tuple(work.consumed)


class _Work:
    def __init__(self, document: Document, name: str) -> None:
        self.document = document
        self.name = name
        self.consumed: list[str] = []
        self.repairs = [Repair("text", *note) for note in document.notes]
        self.unplaced: list[str] = []
        self.items = list(_items(document.blocks))
        for block in document.blocks:
            if not isinstance(block, Grid) and (mark := _BOOKMARK.search(block.text)):
                self.repairs.append(Repair("text", "书签", mark[0], ""))
                self.consumed += _BOOKMARK.findall(block.text)
        self.attachments: tuple[str, ...] = ()
        self.date = ""
        self.signature = ""
        self.unit = ""

    # -- the course of it

    def run(
        self, forms: FormLibrary, form_id: str | None, year: int | None, unit: str | None
    ) -> Recognised:
        self._drop_contents()
        title = self._title()
        said_unit, said_year = self._unit_and_year(title)
        found_year = year or said_year
        form = self._form(forms, form_id, found_year)
        tables = [i for i in self.items if isinstance(i, _Table)]
        heads = find_sections([i for i in self.items if isinstance(i, Line)], form)
        known = sum(not h.section.startswith("section-") for h in heads)
        if title is None and known < 2 and not any(t.match for t in tables):
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
        self._tail(heads, unit or said_unit)
        if not said_unit and not unit and self.signature:
            said_unit = self.signature
        self.unit = unit or said_unit
        sections, values = self._sections(form, heads)
        about = self._about(form, title, unit or said_unit, found_year)
        report = Report(about, sections, without_agreeing_totals(values, form))
        self.unplaced += [clean_text(t) for t in self.document.unread if t.strip()]
        return Recognised(report, form, tuple(self.repairs), tuple(self.unplaced))

    def _about(self, form: Form, title: Title | None, unit: str, year: int) -> About:
        printed = title.text if title else ""
        if printed and _compact(printed) == _compact(form.title_for(unit, year)):
            printed = ""
        return About(
            unit=unit,
            year=year,
            form=form.id,
            title=printed,
            signature="" if self.signature == unit else self.signature,
            date=self.date,
            attachments=self.attachments,
        )

    # -- the frame

    def _drop_contents(self) -> None:
        """A printed table of contents repeats the headings: it is kept, but not as text."""
        kept: list[Item] = []
        for item in self.items:
            if isinstance(item, Line) and _CONTENTS.search(item.raw) and len(item.text) < 80:
                self.unplaced.append(item.text)
            else:
                kept.append(item)
        if len(kept) + 2 <= len(self.items):
            for item in list(kept[:20]):
                if isinstance(item, Line) and _compact(item.text) in ("目录", "目次"):
                    kept.remove(item)
                    self.unplaced.append(item.text)
        self.items = kept

    def _title(self) -> Title | None:
        lines: list[Line] = []
        for item in self.items:
            if not isinstance(item, Line) or (item.mark and item.mark.level == 1):
                break
            lines.append(item)
        title = find_title([line.text for line in lines])
        if title is None:
            return None
        gone = {line.place for line in lines[title.start : title.stop]}
        for line in lines[title.stop : title.stop + 2]:
            if _compact(line.text) == _compact(title.text):
                # pages print the title above the text and again in it
                gone.add(line.place)
                self.consumed.append(line.text)
        self.items = [i for i in self.items if i.place not in gone]
        return title

    def _unit_and_year(self, title: Title | None) -> tuple[str, int]:
        unit, year = (title.unit, title.year) if title else ("", 0)
        file_unit, file_year = unit_of_file(self.name)
        lines = [i.text for i in self.items if isinstance(i, Line)]
        if not unit:
            named = [m["unit"] for text in lines if (m := _UNIT_NAME.match(text))]
            unit = named[0] if named else file_unit
        if not year:
            for item in self.items:
                texts = (
                    [item.text] if isinstance(item, Line) else [c.text for c in item.grid.cells[:3]]
                )
                year = next((y for t in texts if len(t) < 60 and (y := unit_and_year(t)[1])), 0)
                if year or item.place > 4:
                    break
            year = year_of_text(lines) or file_year or year
            if year and not title:
                self.repairs.append(Repair("text", "年份", "", str(year)))
        return unit, year

    def _tail(self, heads: list[Head], unit: str) -> None:
        """Signature, date and attachments behind the last section's text."""
        first = max((h.place for h in heads), default=-1)
        tail = [i for i in self.items if i.place > first]
        gone: set[int] = set()
        for index, item in enumerate(tail):
            if not isinstance(item, Line) or not item.text.startswith("附"):
                continue
            if self._attached(tail[index:], gone):
                break
        rest = [i for i in tail if isinstance(i, Line) and i.place not in gone]
        if not self.date:
            self._signed(rest, unit, gone)
        self.items = [i for i in self.items if i.place not in gone]

    def _attached(self, tail: Sequence[Item], gone: set[int]) -> bool:
        lines = [i for i in tail if isinstance(i, Line)]
        found = attachment_names([line.text for line in lines])
        if found is None:
            return False
        used, names = found
        if used == 2 and not isinstance(tail[1], Line):
            used, names = 1, ()
        behind = [line.text for line in lines[used:] if not _UNIT_NAME.match(line.text)]
        if sum(map(len, behind)) > 160:
            return False
        gone.update(line.place for line in lines[:used])
        self.attachments = names
        self.consumed.append(_rest_of("".join(line.text for line in lines[:used]), names))
        return True

    def _signed(self, lines: Sequence[Line], unit: str, gone: set[int]) -> None:
        for index in range(len(lines) - 1, max(len(lines) - 6, -1), -1):
            line = lines[index]
            if both := signature_and_date(line.text):
                self.signature, self.date = both
                gone.add(line.place)
                return
            if not (date := date_in(line.text)):
                continue
            self.date = date
            gone.add(line.place)
            if index and looks_like_signature(lines[index - 1].raw, unit, lines[index - 1].align):
                if lines[index - 1].mark is None:
                    self.signature = lines[index - 1].text
                    gone.add(lines[index - 1].place)
            elif index + 1 < len(lines) and looks_like_signature(lines[index + 1].raw, unit, ""):
                self.signature = lines[index + 1].text
                gone.add(lines[index + 1].place)
            return

    # -- form and tables

    def _form(self, forms: FormLibrary, form_id: str | None, year: int) -> Form:
        """The form by year, unless the tables plainly are another form's."""
        tables = [i for i in self.items if isinstance(i, _Table)]
        usual = forms.get(form_id) if form_id else forms.for_year(year or 2100)
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

    def _matches(self, tables: Sequence[_Table], form: Form) -> list[TableMatch | None]:
        taken: dict[str, Value] = {}
        found: list[TableMatch | None] = []
        for table in tables:
            match = match_table(table.grid, form, taken) if form.tables else None
            if match is not None and match.fits and match.tables:
                taken.update(match.values)
                found.append(match)
            else:
                found.append(None)
        return found

    # -- sections

    def _sections(
        self, form: Form, heads: list[Head]
    ) -> tuple[tuple[Section, ...], dict[str, Value]]:
        values: dict[str, Value] = {}
        for item in self.items:
            if isinstance(item, _Table) and item.match is not None:
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
            else:
                parts[-1][1].append(item)
        builder = _Builder(self, form)
        for head, items in parts:
            if head is not opening or any(not (isinstance(i, _Table) and i.match) for i in items):
                builder.add(head, items)
        sections = builder.finish()
        self._number_heads(form, heads, sections)
        return sections, values

    def _number_heads(self, form: Form, heads: list[Head], sections: tuple[Section, ...]) -> None:
        """What is said of the sections' own numbers: each that will be printed otherwise."""
        made: dict[str, str] = {}
        number = 0
        for section in sections:
            spec = form.sections.get(section.id)
            if spec is None or spec.numbered:
                number += 1
                made[section.id] = number_text(1, number)
        for head in heads:
            self.consumed.append(head.printed)
            now = made.get(head.section, "")
            if not now:
                continue
            right = head.level == 1 and number_text(1, head.number) == now
            if not right or head.doubled:
                self.repairs.append(Repair("numbering", head.title, head.printed, now))


class _Builder:
    """Puts the items of each part into sections."""

    def __init__(self, work: _Work, form: Form) -> None:
        self.work = work
        self.form = form
        self.sections: dict[str, Section] = {}
        self.placed_tables: set[str] = set()
        self.subjects = {
            s.id: tuple(name for x in s.subjects for name in bare_names(x.title, *x.words))
            for s in form.spec.sections
        }

    def add(self, head: Head, items: list[Item]) -> None:
        """A section with what stands in it; a section that comes twice is continued."""
        old = self.sections.get(head.section) or Section(head.section, head.title)
        if old.title != head.title:
            self.work.unplaced.append(head.title)
        lines = [i for i in items if isinstance(i, Line)]
        lines = self._without_captions(items, lines, old)
        if head.run_in:
            lines.insert(0, make_line(head.place, head.run_in))
        placed, repairs = place_lines(lines, head.title, self.subjects.get(head.section, ()))
        self.work.repairs += repairs
        texts = {p.line.place: Paragraph(p.text, p.level) for p in placed}
        for p in placed:
            if p.text != p.line.text:
                mark = p.line.mark.text if p.line.mark else ""
                self.work.consumed.append(mark + p.line.doubled)
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
                free.append(FreeTable(name, _plain_grid(item.grid)))
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
            if not isinstance(item, _Table):
                continue
            if item.match is None:
                gone |= _take_caption(item, items[max(index - 2, 0) : index])
                continue
            names = tuple(
                name
                for table_id in item.match.tables
                for t in (self.form.tables[table_id],)
                for name in (*bare_names(section.title), *labels_of(self.form).words[t.id])
            )
            for before in reversed(items[max(index - 3, 0) : index]):
                if not isinstance(before, Line):
                    break
                if named := _UNIT_NAME.match(before.text):
                    self._unit_line(before.text, named["unit"])
                    gone.add(before.place)
                elif _UNIT_LINE.match(before.text) or (
                    before.short
                    and before.mark is None
                    and not named
                    and likeness(bare(before.text), names) >= 0.75
                ):
                    self.work.consumed.append(before.text)
                    gone.add(before.place)
                else:
                    break
        return [line for line in lines if line.place not in gone]

    def _unit_line(self, text: str, named: str) -> None:
        """单位名称：… over a table says what the report's unit says already, or is kept."""
        if not self.work.unit or not same_unit(named, self.work.unit):
            self.work.unplaced.append(text)
            return
        self.work.consumed.append(text)
        if named != self.work.unit:
            self.work.repairs.append(Repair("text", "单位名称", named, self.work.unit))

    def finish(self) -> tuple[Section, ...]:
        """The sections in order. A form with given sections always has all of them."""
        tables = {
            t for i in self.work.items if isinstance(i, _Table) and i.match for t in i.match.tables
        }
        for table_id in tables - self.placed_tables:
            section_id = self.form.tables[table_id].section
            spec = self.form.sections[section_id]
            section = self.sections.get(section_id) or Section(section_id, spec.title)
            place = Paragraph(table=table_id)
            self.sections[section_id] = msgspec.structs.replace(
                section, paragraphs=(*section.paragraphs, place)
            )
        if self.form.spec.free_sections:
            return tuple(self.sections.values())
        found = list(self.sections.values())
        order = [s.id for s in self.form.spec.sections]
        for index, spec in enumerate(self.form.spec.sections):
            if spec.id in self.sections:
                continue
            before = [i for i, s in enumerate(found) if s.id in order[:index]]
            at = before[-1] + 1 if before else 0
            found.insert(at, Section(spec.id, spec.title))
        return tuple(found)


# --- pieces -------------------------------------------------------------------------------------


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    """Lines and tables in reading order; empty lines are left out, line breaks part paragraphs."""
    place = 0
    for block in blocks:
        if isinstance(block, Grid):
            yield from _table_items(block, place)
            place += max(len(block.cells), 1)
            continue
        if isinstance(block, Heading):
            texts = [(block.number + block.text + block.run_in, "", block.level, "")]
        else:
            texts = [(block.text, block.number, block.outline, block.align)]
        for text, number, outline, align in texts:
            for piece in _BOOKMARK.sub("", clean_text(text)).split("\n"):
                if piece.strip():
                    yield make_line(place, piece, number, outline, align)
                    place, number = place + 1, ""
                elif number.strip():
                    # a number that Word made before nothing
                    continue


def _table_items(grid: Grid, place: int) -> Iterator[Item]:
    """The table, or its text where it is a frame drawn around text."""
    cells = [c for c in grid.cells if c.text.strip()]
    if not cells:
        return
    if grid.width == 1 or (len(cells) <= 3 and any(len(c.text) > 200 for c in cells)):
        for cell in cells:
            for piece in clean_text(cell.text).split("\n"):
                if piece.strip():
                    yield make_line(place, piece)
                    place += 1
        return
    yield _Table(place, grid)


def _plain_grid(grid: Grid) -> Grid:
    """A free table as it is kept: words only, no ids of a form."""
    cells = tuple(
        msgspec.structs.replace(
            c,
            text=clean_text(c.text),
            kind="head" if c.row < grid.head_rows else "text",
            figure="",
            value=None,
            sum_of=(),
            indent=0,
        )
        for c in grid.cells
    )
    return msgspec.structs.replace(grid, cells=cells, table="")


def _take_caption(table: _Table, before: list[Item]) -> set[int]:
    """Give a free table the centred line over it as caption, and its unit; the lines' places."""
    taken: set[int] = set()
    for line in reversed(before):
        if not isinstance(line, Line) or line.mark is not None or line.outline:
            break
        unit = _UNIT_LINE.match(line.text)
        if unit and not table.grid.unit and len(line.text) > 3:
            words = re.split(r"[:：]", line.text.strip("()（）"))[-1].strip()
            table.grid = msgspec.structs.replace(table.grid, unit=words)
        elif line.align == "center" and line.short and not table.grid.caption:
            table.grid = msgspec.structs.replace(table.grid, caption=line.text)
        else:
            break
        taken.add(line.place)
    return taken


def _whole(matches: Sequence[TableMatch | None], tables: Sequence[_Table]) -> bool:
    return len(matches) == len(tables) and all(m is not None and not m.missed for m in matches)


def _score(matches: Sequence[TableMatch | None]) -> float:
    return sum(m.placed - m.missed for m in matches if m is not None)


def _compact(text: str) -> str:
    return "".join(text.split())


def _rest_of(text: str, names: Sequence[str]) -> str:
    """What of a text is left when the names are taken out of it."""
    for name in names:
        text = text.replace(name, "", 1)
    return text
