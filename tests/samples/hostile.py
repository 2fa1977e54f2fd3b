"""Reports with a hostile text in every field that holds text, to see that each comes out as text.

A mark behind each text (where the writer is not to see the text alone) tells which field it is of.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.report import ROLES, Explanation, FreeTable, Paragraph, Report, Section, SignOff
from giadesk.exports.annexes import Explained, Review
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import form_of, full_report

FORM = "gia-2014"
"""The form whose table has cells for text."""

_SINGLE = ("unit", "title", "signature", "date")
_WORDS = ("signed_head", "signed_checker", "signed_author", "signed_phone", "signed_date")


class Hostile(msgspec.Struct, frozen=True):
    """A report, what its checks are made to say, and every text by the field in which it stands."""

    report: Report
    review: Review
    texts: dict[str, str]


def hostile(payload: str, *, marked: bool, whole: bool) -> Hostile:
    """A report with the payload in every field that there is once; with `whole`, with every payload
    in every field that there can be many of."""
    texts: dict[str, str] = {}

    def put(field: str, text: str) -> str:
        texts[field] = f"{text}⟦{field}⟧" if marked else text
        return texts[field]

    form = form_of(FORM)
    report = full_report(form, characters=50)
    about = {name: put(name, payload) for name in _SINGLE}
    signoff = tuple(
        SignOff(role, *(put(f"{role}{part}", payload) for part in ("name", "date", "opinion")))
        for role in ROLES
    )
    values = {f"statistics/{name}/value": put(name, payload) for name in _WORDS}
    many = tuple(enumerate(PAYLOADS)) if whole else ()
    explained = tuple(
        Explained(put(f"place{n}", p), put(f"message{n}", p), put(f"reason{n}", p)) for n, p in many
    )
    attached = tuple(put(f"attachment{n}", p) for n, p in many)
    sections = tuple(_section(n, p, put) for n, p in many)
    report = msgspec.structs.replace(
        report,
        sections=(*report.sections[-1:], *sections),
        values={**report.values, **values},
        signoff=signoff,
        explanations=tuple(Explanation(f"X/{n}", e.reason) for n, e in enumerate(explained)),
    ).with_about(attachments=attached, **about)
    return Hostile(report, Review(0, len(explained), explained), texts)


def _section(number: int, payload: str, put) -> Section:  # type: ignore[no-untyped-def]
    """A section with the payload in its title, in headings of every level, in text, and in a table."""
    paragraphs = [Paragraph(put(f"level{n}-{number}", payload), level=n) for n in (2, 3, 4)]
    run_in = put(f"head{number}", payload) + "。" + put(f"behind{number}", payload)
    paragraphs += [Paragraph(run_in, level=2), Paragraph(put(f"text{number}", payload))]
    cells = (
        GridCell(0, 0, put(f"corner{number}", payload), kind="head"),
        GridCell(0, 1, put(f"over{number}", payload), kind="head"),
        GridCell(1, 0, put(f"label{number}", payload), kind="label"),
        GridCell(1, 1, put(f"cell{number}", payload)),
    )
    caption, unit = put(f"caption{number}", payload), put(f"measure{number}", payload)
    grid = Grid(2, 2, cells, head_rows=1, label_columns=1, caption=caption, unit=unit)
    place = Paragraph(table="free-1")
    title = put(f"section{number}", payload)
    return Section(f"own{number}", title, (*paragraphs, place), (FreeTable("free-1", grid),))


def fields_of(texts: dict[str, str]) -> Iterator[str]:
    """The kinds of field, without their numbers."""
    yield from dict.fromkeys(name.rstrip("0123456789").removesuffix("-") for name in texts)
