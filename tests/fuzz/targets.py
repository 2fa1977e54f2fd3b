"""What is fuzzed: every reader and the recogniser, each with its seeds, its mutators and its promise.

The promise: a document (or a report) in which nothing of the input has vanished, or InputRefused with a
whole sentence. Anything else that comes out of `Target.run` is a failure.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

import msgspec

from giadesk.core.blocks import Document, Grid
from giadesk.core.document import blocks_of
from giadesk.core.errors import InputRefused
from giadesk.core.forms import FormLibrary
from giadesk.core.interchange import report_from_json, report_to_json
from giadesk.core.prose import clean_text
from giadesk.imports.items import BOOKMARK
from giadesk.imports.recognise import traced
from giadesk.places import shipped
from tests.fuzz import seeds
from tests.fuzz.block_mutants import document_mutant
from tests.fuzz.markup import markup_mutant
from tests.fuzz.mutate import bytes_mutant, encoded, text_mutant
from tests.fuzz.packages import package_mutant, parts_of, zip_mutant
from tests.imports.documents import characters, content_of

Outcome = Literal["read", "report", "refused"]
NAME = "银杏镇2023年年报.docx"
_RECOGNISED = 8
"""Of so many documents that were read, one goes on to the recogniser, which has a target of its own."""


class VanishedError(AssertionError):
    """Characters of the input's body that are nowhere in what was made of it."""


class BadRefusalError(AssertionError):
    """A refusal that does not say what, why and what to do."""


class Target(msgspec.Struct, frozen=True):
    """A reader with what makes its mutants. `make` and `read` may take anything between them.

    `apart` readers work in a process of their own (giadesk/imports/worker.py), whose death is a refusal.
    """

    name: str
    make: Callable[[Random], Any]
    read: Callable[[Any, Random], Outcome]
    apart: bool = False

    def mutant(self, seed: str, number: int) -> tuple[Any, Random]:
        """The mutant of that number, and the chance that goes on where its making ended."""
        chance = Random(f"{seed}/{self.name}/{number}")
        return self.make(chance), chance

    def run(self, made: Any, chance: Random) -> Outcome:
        """What came of the mutant. Raises for whatever breaks the promise."""
        try:
            return self.read(made, chance)
        except InputRefused as refused:
            if not (refused.what and refused.why and refused.remedy):
                raise BadRefusalError(repr(refused)) from refused
            return "refused"


@cache
def forms() -> FormLibrary:
    """The shipped forms."""
    return FormLibrary(shipped("forms"))


# --- what may not vanish ------------------------------------------------------------------------


def _must_hold(given: Counter[str], kept: Counter[str], where: str) -> None:
    lost = given - kept
    if lost:
        raise VanishedError(f"{where}: " + "".join(sorted(lost.elements()))[:60])


def recognised(document: Document, name: str = NAME) -> None:
    """Recognise a document and account for every character of it."""
    read, used = traced(document, forms(), name=name)
    report = read.report
    # a number that Word made before nothing is no text
    blank = characters(
        *(
            b.number
            for b in document.blocks
            if not isinstance(b, Grid) and not BOOKMARK.sub("", clean_text(b.text)).strip()
        )
    )
    given = characters(*(clean_text(t) for t in document.text())) - blank
    title = report.about.title or read.form.title_for(report.unit, report.year)
    kept = content_of(read) + characters(*(clean_text(t) for t in used), title)
    if report.about.date and not report.about.signature:
        kept += characters(report.unit)  # it is printed under the text where nobody else signs
    grids = [t.grid for s in report.sections for t in s.free_tables]
    kept += characters(*(clean_text(g.caption + g.unit) for g in grids))
    everything = "".join("".join(BOOKMARK.sub("", clean_text(t)).split()) for t in document.text())
    for section in report.sections:
        # a title of the form's own that the file does not have accounts for nothing
        spec = read.form.sections.get(section.id)
        own = spec is not None and section.title == spec.title
        if own and "".join(section.title.split()) not in everything:
            kept -= characters(section.title)
    _must_hold(given, kept, "recognise")
    report_to_json(report, read.form)


def _read(document: Document, given: Counter[str] | None, chance: Random) -> Outcome:
    if given is not None:
        _must_hold(given, characters(*document.text(), *document.unread), "reader")
    if chance.randrange(_RECOGNISED):
        return "read"
    recognised(document)
    return "report"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IN_RUNS = frozenset(_W + x for x in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple"))
_HOLDS_ROWS = frozenset(_W + x for x in ("ins", "customXml"))
_PARENTS: dict[str, frozenset[str]] = {
    f"{_W}r": frozenset({f"{_W}p"}) | _IN_RUNS,
    f"{_W}p": frozenset({f"{_W}body", f"{_W}tc"}),
    f"{_W}tc": frozenset({f"{_W}tr"}) | _HOLDS_ROWS,
    f"{_W}tr": frozenset({f"{_W}tbl"}) | _HOLDS_ROWS,
    f"{_W}tbl": frozenset({f"{_W}body", f"{_W}tc"}),
    f"{_W}body": frozenset({f"{_W}document"}),
    **dict.fromkeys(_IN_RUNS, frozenset({f"{_W}p"}) | _IN_RUNS),
}
"""Where an element stands when Word shows its text; whatever stands elsewhere Word refuses or hides."""


def _docx_text(data: bytes) -> Counter[str] | None:
    """The characters of the body that plainly are shown, found without the reader's own walk."""
    from lxml import etree

    try:
        root = etree.fromstring(parts_of(data)["word/document.xml"])
    except Exception:
        return None
    texts = []
    for item in root.iter(f"{_W}t"):
        child, above = item, item.getparent()
        if above is None or above.tag != f"{_W}r":
            continue
        while above is not None:
            child, above = above, above.getparent()
            if above is None or above.tag not in _PARENTS.get(child.tag, frozenset()):
                break
        if (
            above is None
            and child.tag == f"{_W}document"
            and root.find(f"{_W}body") in item.iterancestors()
        ):
            texts.append(clean_text(item.text or "").replace("\xad", ""))
    return characters(*texts)


def _plain_text(data: bytes) -> Counter[str]:
    """The characters of a text but for those by which it is laid out."""
    from giadesk.imports.text import decode

    return characters(re.sub(r"[#*|\\:\-\ufffd]", "", clean_text(decode(data, NAME)[0])))


def _doc_text(data: bytes) -> Counter[str]:
    from giadesk.imports.doc import CompoundFile, _shown, _text

    return characters(_shown(_text(CompoundFile(data), NAME).replace("\x07", "")))


# --- the targets --------------------------------------------------------------------------------


def _picked(chance: Random, *weighted: tuple[int, Callable[[], bytes | None]]) -> bytes:
    """One of some seeds, by their weights; one that this machine cannot make is not drawn."""
    known = [(weight, data) for weight, make in weighted if (data := make()) is not None]
    return chance.choices([d for _, d in known], [w for w, _ in known])[0]


@cache
def _parts(data: bytes) -> dict[str, bytes]:
    return parts_of(data)


def _zip(
    favourites: tuple[str, ...], *weighted: tuple[int, Callable[[], bytes | None]]
) -> Callable[[Random], bytes]:
    def make(chance: Random) -> bytes:
        data = _picked(chance, *weighted)
        if chance.random() < 0.35:
            return bytes_mutant(chance, data)
        return zip_mutant(chance, _parts(data), favourites)

    return make


def _sniffed(data: bytes) -> None:
    from giadesk.imports.gate import sniff

    sniff(data, NAME)


def _read_docx(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.docx import read_docx

    _sniffed(data)
    return _read(read_docx(data, NAME), _docx_text(data), chance)


def _read_xlsx(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.xlsx import read_xlsx

    _sniffed(data)
    return _read(read_xlsx(data, NAME), None, chance)


def _read_xls(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.xlsx import read_xls

    return _read(read_xls(data, NAME), None, chance)


def _make_html(chance: Random) -> bytes:
    return encoded(chance, markup_mutant(chance, seeds.small_html(), 8))


def _read_html(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.html import read_html

    return _read(read_html(data, NAME), None, chance)


def _make_text(seed: Callable[[], str]) -> Callable[[Random], bytes]:
    return lambda chance: encoded(chance, text_mutant(chance, seed()))


def _read_text(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.text import read_text

    return _read(read_text(data, NAME), _plain_text(data), chance)


def _make_flat(chance: Random) -> bytes:
    return encoded(chance, text_mutant(chance, chance.choice(seeds.flat_texts())))


def _read_flat(data: bytes, _chance: Random) -> Outcome:
    from giadesk.imports.text import read_text

    recognised(read_text(data, NAME))
    return "report"


def _make_mht(chance: Random) -> bytes:
    data = seeds.small_mht()
    if chance.random() < 0.5:
        return bytes_mutant(chance, data)
    return text_mutant(chance, data.decode()).encode("utf-8", "replace")


def _read_mht(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.mht import read_mht

    return _read(read_mht(data, NAME), None, chance)


def _make_rtf(chance: Random) -> bytes:
    data = seeds.small_rtf()
    if chance.random() < 0.4:
        return bytes_mutant(chance, data)
    pieces = re.split(rb"(\\[a-z]+-?\d* ?|[{}])", data)
    for _ in range(chance.randint(1, 6)):
        place, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(4):
            case 0:
                pieces[place] = pieces[other]
            case 1:
                words = (
                    rb"\bin999999999 ",
                    rb"\u-1 ",
                    rb"\uc99 ",
                    rb"\*",
                    b"{",
                    b"}",
                    rb"\cell ",
                    rb"\row ",
                )
                pieces[place] = chance.choice(words)
            case 2:
                pieces[other:other] = pieces[place : place + chance.choice((1, 9))] * chance.choice(
                    (1, 3, 90)
                )
            case _:
                del pieces[place : place + chance.choice((1, 4))]
    return b"".join(pieces)


def _read_rtf(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.rtf import read_rtf

    return _read(read_rtf(data, NAME), None, chance)


def _make_pdf(chance: Random) -> bytes:
    data = _picked(chance, (60, seeds.small_pdf), (1, lambda: seeds.from_office("docx", "pdf")))
    if chance.random() < 0.5:
        return bytes_mutant(chance, data)
    pieces = re.split(rb"(\s+|[<>\[\]/()]+)", data)
    for _ in range(chance.randint(1, 4)):
        place, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(4):
            case 0:
                pieces[place] = pieces[other]
            case 1:
                values = (
                    b"0",
                    b"-1",
                    b"99999999999",
                    b"1e99",
                    b"/Null",
                    b"null",
                    b"3 0 R",
                    b"2 0 R",
                    b"(",
                    b"<<",
                    b"[",
                )
                pieces[place] = chance.choice(values)
            case 2:
                pieces[other:other] = pieces[
                    place : place + chance.choice((3, 30))
                ] * chance.choice((1, 3, 50))
            case _:
                del pieces[place : place + chance.choice((1, 4))]

    return b"".join(pieces)


def _read_pdf(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.pdf import read_pdf

    return _read(read_pdf(data, NAME), None, chance)


def _make_doc(chance: Random) -> bytes:
    data = _picked(chance, (20, seeds.small_doc), (1, lambda: seeds.from_office("docx", "doc")))
    if chance.random() < 0.5:
        return bytes_mutant(chance, data)
    # its own tables: the header, the chains of sectors, the directory, the piece table
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = 4 * chance.randrange(len(made) // 4)
        if chance.random() < 0.7:
            place = chance.choice(
                (4 * chance.randrange(128), len(made) - 4 - 4 * chance.randrange(300))
            )
        value = chance.choice(
            (
                0,
                1,
                2,
                5,
                17,
                0xFFFFFFFE,
                0xFFFFFFFF,
                0x7FFFFFFF,
                0x40000000,
                chance.randrange(1 << 32),
            )
        )
        made[place : place + 4] = value.to_bytes(4, "little")
    return bytes(made)


def _read_doc(data: bytes, chance: Random) -> Outcome:
    from giadesk.imports.doc import read_doc

    document = read_doc(data, NAME)
    return _read(document, _doc_text(data), chance)


def _make_xls(chance: Random) -> bytes:
    data = seeds.from_office("xlsx", "xls")
    if data is None:
        raise RuntimeError("the .xls reader's seeds need LibreOffice")
    return bytes_mutant(chance, data)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="giadesk-fuzz-"))


def _make_package(chance: Random) -> bytes:
    data = seeds.own_package()
    if chance.random() < 0.25:
        return bytes_mutant(chance, data)
    return package_mutant(chance, _parts(data))


def _read_package(data: bytes, chance: Random) -> Outcome:
    from giadesk.exports.excel import write_xlsx
    from giadesk.exports.word import write_docx
    from giadesk.imports.package import read_package

    path = _folder() / "报送.gia"
    path.write_bytes(data)
    package = read_package(path, forms())
    report, form = package.report, package.form
    blocks_of(report, form)
    if chance.randrange(150) == 0:
        write_docx(report, form, _folder() / "out.docx")
        write_xlsx(report, form, _folder() / "out.xlsx")
    again = report_from_json(report_to_json(report, form), form)
    if report_to_json(again, form) != report_to_json(report, form):
        raise VanishedError("package: the report changes when it is written and read again")
    return "report"


def _read_blocks(document: Document, _chance: Random) -> Outcome:
    recognised(document)
    return "report"


def _make_blocks(chance: Random) -> Document:
    return document_mutant(chance, chance.choice(seeds.documents()))


_DOCX = (
    "word/document.xml",
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "_rels/.rels",
)
_XLSX = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")

TARGETS: dict[str, Target] = {
    t.name: t
    for t in (
        Target(
            "docx",
            _zip(_DOCX, (50, seeds.small_docx), (1, seeds.own_docx), (1, seeds.sample_docx)),
            _read_docx,
        ),
        Target(
            "xlsx", _zip(_XLSX, (50, seeds.small_xlsx), (1, seeds.own_xlsx)), _read_xlsx, apart=True
        ),
        Target("html", _make_html, _read_html),
        Target("txt", _make_text(seeds.small_text), _read_text),
        Target("md", _make_text(seeds.small_markdown), _read_text),
        Target("flat", _make_flat, _read_flat),
        Target("mht", _make_mht, _read_mht),
        Target("rtf", _make_rtf, _read_rtf),
        Target("pdf", _make_pdf, _read_pdf, apart=True),
        Target("gia", _make_package, _read_package),
        Target("doc", _make_doc, _read_doc),
        Target("xls", _make_xls, _read_xls, apart=True),
        Target("blocks", _make_blocks, _read_blocks),
    )
}
"""Every reader by name; `doc` and `xls` are what is ours of the old formats, `blocks` the recogniser.

`flat` is the recogniser again, on texts whose tables lost their lines.
"""
