"""The report: an immutable value. Everything else is a function from it.

A value is addressed by a path: `figures/applications/received/natural`, `prose/overview`,
`about/year`. `Report.flatten` and `Report.unflatten` are the store's and the package's view of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from giadesk.core.blocks import Grid

Value = Decimal | str
"""A figure, or text in an indicator of kind `text`. A blank cell has no value at all."""

Status = Literal["draft", "review", "final"]

ROLES = ("审核人", "保密审查人", "签发人")
"""The lines of the 审签单, in the order in which they are signed."""


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paragraph of a section.

    level: 0 body, 2 to 4 a heading of that level (（一） 1. （1）); its number is made, never stored,
    and a heading may run into its text (the heading ends with the first 。).
    text: with live figures as `{applications/received/total}`.
    inherited: the text as it was carried over from last year, "" where it was not.
    table: the id of the form's table or free table that stands here instead of text ("" for none).
    """

    text: str = ""
    level: int = 0
    inherited: str = ""
    table: str = ""

    @property
    def is_last_years(self) -> bool:
        """True while the text still is what was carried over from last year."""
        return bool(self.inherited) and self.text == self.inherited


class FreeTable(msgspec.Struct, frozen=True):
    """A table that belongs to no form, kept whole. `id` is `free-1`, `free-2` … in its section."""

    id: str
    grid: Grid


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """A section: its id in the form, its title without number, its paragraphs in order."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    free_tables: tuple[FreeTable, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs' text, joined by line feeds, without the places of tables."""
        return "\n".join(p.text for p in self.paragraphs if not p.table)


class Explanation(msgspec.Struct, frozen=True):
    """核实说明: why a `verify` finding is right as it stands; bound to the figures it explained."""

    key: str
    text: str
    figures: str = ""


class SignOff(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the 审签单. role: 审核人, 保密审查人 or 签发人."""

    role: str
    name: str
    date: str = ""
    opinion: str = ""


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the report says of itself.

    title: the printed title where it differs from the form's pattern, else "".
    signature: the office that signs, "" for the unit. date: as printed (2026年1月20日), "" for none.
    attachments: the names under 附件：. status: draft, review or final.
    """

    unit: str = ""
    year: int = 0
    form: str = ""
    title: str = ""
    signature: str = ""
    date: str = ""
    attachments: tuple[str, ...] = ()
    status: Status = "draft"


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report of one unit for one year. Treat `values` as read-only; `with_value` makes a new one.

    values: id of the indicator to its figure. A blank cell is absent: blank and 0 differ. A computed
    total is absent too, unless the clerk unlocked it or an imported file's own total disagreed.
    """

    about: About
    sections: tuple[Section, ...] = ()
    values: dict[str, Value] = {}
    explanations: tuple[Explanation, ...] = ()
    signoff: tuple[SignOff, ...] = ()

    @property
    def year(self) -> int:
        return self.about.year

    @property
    def unit(self) -> str:
        return self.about.unit

    @property
    def form(self) -> str:
        return self.about.form

    def section(self, section_id: str) -> Section | None:
        """The section with that id, None where the report has none."""
        return next((s for s in self.sections if s.id == section_id), None)

    def figure(self, value_id: str) -> Decimal | None:
        """The figure written at that id; None where blank, computed or not a number."""
        value = self.values.get(value_id)
        return value if isinstance(value, Decimal) else None

    def with_value(self, value_id: str, value: Value | None) -> Report:
        """The same report with one value set, or made blank by None."""
        return self.with_values({value_id: value})

    def with_values(self, changes: Mapping[str, Value | None]) -> Report:
        """The same report with several values set or made blank at once."""
        values = dict(self.values)
        for value_id, value in changes.items():
            if value is None:
                values.pop(value_id, None)
            else:
                values[value_id] = value
        return msgspec.structs.replace(self, values=values)

    def with_section(self, section: Section) -> Report:
        """The same report with that section replaced, or appended where its id is new."""
        if any(s.id == section.id for s in self.sections):
            sections = tuple(section if s.id == section.id else s for s in self.sections)
        else:
            sections = (*self.sections, section)
        return msgspec.structs.replace(self, sections=sections)

    def with_paragraphs(self, section_id: str, paragraphs: Iterable[Paragraph]) -> Report:
        """The same report with the section's paragraphs replaced. KeyError for an unknown section."""
        section = self.section(section_id)
        if section is None:
            raise KeyError(section_id)
        return self.with_section(msgspec.structs.replace(section, paragraphs=tuple(paragraphs)))

    def with_about(self, **changes: Any) -> Report:
        """The same report with fields of `about` changed."""
        return msgspec.structs.replace(self, about=msgspec.structs.replace(self.about, **changes))

    def flatten(self) -> dict[str, str]:
        """Every value by its path, as text: what the store keeps, a row each.

        `figures/ID` holds a plain number or, for text indicators, a JSON string; every other path
        holds JSON. The order of sections is in `about/sections`.
        """
        rows: dict[str, str] = {}
        for name in About.__struct_fields__:
            rows[f"about/{name}"] = _json(getattr(self.about, name))
        rows["about/sections"] = _json([(s.id, s.title) for s in self.sections])
        for section in self.sections:
            rows[f"prose/{section.id}"] = _json(section.paragraphs)
            for table in section.free_tables:
                rows[f"tables/{section.id}/{table.id}"] = _json(table.grid)
        for value_id, value in self.values.items():
            rows[f"figures/{value_id}"] = _json(value) if isinstance(value, str) else str(value)
        for explanation in self.explanations:
            rows[f"explanations/{explanation.key}"] = _json(explanation)
        for line in self.signoff:
            rows[f"signoff/{line.role}"] = _json(line)
        return rows

    @staticmethod
    def unflatten(rows: Mapping[str, str]) -> Report:
        """The report that `flatten` gave these rows of. ValueError where a row makes no sense."""
        about: dict[str, Any] = {}
        titles: list[tuple[str, str]] = []
        prose: dict[str, tuple[Paragraph, ...]] = {}
        tables: dict[str, list[FreeTable]] = {}
        values: dict[str, Value] = {}
        explanations: list[Explanation] = []
        signoff: list[SignOff] = []
        try:
            for path, content in rows.items():
                kind, _, rest = path.partition("/")
                match kind:
                    case "about" if rest == "sections":
                        titles = _from_json(content, list[tuple[str, str]])
                    case "about":
                        about[rest] = msgspec.json.decode(content)
                    case "prose":
                        prose[rest] = _from_json(content, tuple[Paragraph, ...])
                    case "tables":
                        section_id, _, table_id = rest.partition("/")
                        grid = _from_json(content, Grid)
                        tables.setdefault(section_id, []).append(FreeTable(table_id, grid))
                    case "figures":
                        values[rest] = (
                            _from_json(content, str) if content[:1] == '"' else Decimal(content)
                        )
                    case "explanations":
                        explanations.append(_from_json(content, Explanation))
                    case "signoff":
                        signoff.append(_from_json(content, SignOff))
                    case _:
                        raise ValueError(f"unknown path {path!r}")
            return Report(
                about=msgspec.convert(about, About),
                sections=tuple(
                    Section(
                        section_id,
                        title,
                        prose.get(section_id, ()),
                        tuple(sorted(tables.get(section_id, ()), key=_table_order)),
                    )
                    for section_id, title in titles
                ),
                values=values,
                explanations=tuple(sorted(explanations, key=lambda e: e.key)),
                signoff=tuple(sorted(signoff, key=lambda s: ROLES.index(s.role))),
            )
        except (msgspec.MsgspecError, ArithmeticError) as error:
            raise ValueError(f"stored report is damaged: {error}") from error


def _table_order(table: FreeTable) -> tuple[int, str]:
    return len(table.id), table.id


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _from_json(content: str, kind: Any) -> Any:
    return msgspec.json.decode(content, type=kind)
