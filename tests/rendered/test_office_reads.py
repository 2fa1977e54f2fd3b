"""What LibreOffice makes of our files: text stays text, formulas give the values that we wrote."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from decimal import Decimal
from operator import eq, ge, le
from pathlib import Path

import pytest
import python_calamine

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.exports import write_report
from giadesk.exports.annexes import ANNEX_KINDS
from giadesk.exports.excel import write_xlsx
from tests.rendered.conftest import LONG, convert
from tests.samples.hostile import FORM, hostile
from tests.samples.payloads import PAYLOADS
from tests.samples.reports import all_forms, form_of, full_report

pytestmark = pytest.mark.rendered

FORMS = [f for f in all_forms() if f.tables]
CASES = [
    (f"hostile{n}", payload, n == 0)
    for n, payload in enumerate(PAYLOADS if LONG else PAYLOADS[::13])
]
"""Name, the payload of the fields that there are once, whether every payload is in all others."""


def shown(text: str) -> str:
    """A text as it can be compared: without control characters and white space."""
    return "".join(re.sub(r"[\x00-\x1f\x7f]", "", text).split())


def without_values(path: Path, target: Path) -> None:
    """The same workbook with the stored value of every formula taken out."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb' t="str"><f>', b"><f>", content)
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            file.writestr(name, content)


def wrong(report: Report, form: Form) -> Report:
    """The report with every third relation of its year broken, and a figure of every fourth taken out."""
    inside = [r for r in form.relations if not r.crosses_years]
    for number, relation in enumerate(inside):
        side = relation.left if relation.compare != ">=" else relation.right
        typed = [t.id for t in side if not form.indicators[t.id].computed and t.sign > 0]
        if typed and number % 3 == 0:
            report = report.with_value(typed[0], Decimal(200_000 + number))
        elif typed and number % 4 == 1:
            report = report.with_value(typed[0], None)
    return report


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice has read and written again what we wrote."""
    ours = tmp_path_factory.mktemp("ours")
    theirs = tmp_path_factory.mktemp("theirs")
    form = form_of(FORM)
    books, texts = [], []
    for name, payload, whole in CASES:
        plain = hostile(payload, marked=False, whole=whole).report
        write_xlsx(plain, form, ours / f"{name}.xlsx")
        books.append(ours / f"{name}.xlsx")
        marked = hostile(payload, marked=True, whole=whole)
        for kind in ("docx", "html"):
            target = ours / f"{name}-{kind}.{kind}"
            write_report(
                kind, marked.report, form, target, annexes=ANNEX_KINDS, review=marked.review
            )
            texts.append(target)
    for other in FORMS:
        right = full_report(other, "plain")
        for name, report in ((other.id, right), (f"{other.id}-wrong", wrong(right, other))):
            written = ours / f"{name}-values.xlsx"
            write_xlsx(report, other, written)
            without_values(written, theirs / f"{name}.xlsx")
            books.append(theirs / f"{name}.xlsx")
    convert(books, theirs, "ods")
    convert(texts, theirs, "txt:Text (encoded):UTF8")
    (theirs / "ours").symlink_to(ours)
    return theirs


def rows_of(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize(("name", "payload", "whole"), CASES, ids=[c[0] for c in CASES])
def test_every_payload_is_text_in_every_cell_of_a_workbook(read, name, payload, whole):
    book = rows_of(read / f"{name}.ods")
    plain = hostile(payload, marked=False, whole=whole)
    sheets = [[[shown(str(c)) for c in row] for row in rows] for rows in book.values()]
    cells = [c for rows in sheets[:-1] for row in rows for c in row]
    title = shown(plain.report.about.title)
    assert [rows[0][0] for rows in sheets] == [title] * len(sheets)
    assert cells.count(shown(payload)) >= len(sheets) - 1 + 5  # the titles, and the lines for names
    if whole:
        assert len(sheets) == len(PAYLOADS) + 2
        for rows, wanted in zip(sheets[1:-1], PAYLOADS, strict=True):
            text = shown(wanted)
            assert rows[1][0] == text or rows[1][0].endswith(text)  # the section's number before it
            assert "单位：" + text in (rows[2][0], rows[2][1])
            assert [row[:2] for row in rows[3:5]] == [[text, text], [text, text]]


@pytest.mark.parametrize("kind", ["docx", "html"])
@pytest.mark.parametrize(("name", "payload", "whole"), CASES, ids=[c[0] for c in CASES])
def test_every_payload_is_text_in_every_field_of_a_document(read, kind, name, payload, whole):
    text = shown((read / f"{name}-{kind}.txt").read_text("utf-8-sig"))
    texts = hostile(payload, marked=True, whole=whole).texts
    missing = {
        field: wanted
        for field, wanted in texts.items()
        if shown(wanted) not in text and field != "unit"  # printed where there is no signature
    }
    assert missing == {}
    if whole:
        assert len(texts) > 20 + 15 * len(PAYLOADS)


@pytest.mark.parametrize("suffix", ["", "-wrong"])
@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_formulas_give_the_values_that_stand_beside_them(read, form, suffix):
    ours = rows_of(read / "ours" / f"{form.id}{suffix}-values.xlsx")
    theirs = rows_of(read / f"{form.id}{suffix}.ods")
    assert list(ours) == list(theirs)
    compared = 0
    for name, rows in ours.items():
        for mine, other in zip(rows, theirs[name], strict=False):
            for a, b in zip(mine, other, strict=False):
                if isinstance(a, float) and a:
                    assert b == pytest.approx(a)
                    compared += 1
                elif isinstance(a, str) and (a in ("通过", "不符", "未填") or a.startswith("共")):
                    assert a == b
                    compared += 1
    assert compared > 5


HOLDS = {"=": eq, "≤": le, "≥": ge}


@pytest.mark.parametrize("form", [f for f in FORMS if f.relations], ids=lambda f: f.id)
def test_each_relation_is_judged_as_its_two_sides_say(read, form):
    """通过 and 不符 as LibreOffice computes them anew, judged again by the two sides beside them."""
    for suffix in ("", "-wrong"):
        top, *rows = rows_of(read / f"{form.id}{suffix}.ods")["核对"][2:]
        rows = [row for row in rows if isinstance(row[0], float)]
        counts = Counter(row[7] for row in rows)
        for row in rows:
            if row[7] != "未填":
                assert row[7] == ("通过" if HOLDS[row[5]](row[4], row[6]) else "不符"), row
        assert top[0] == f"共{len(rows)}项，不符{counts['不符']}项，未填{counts['未填']}项"
        assert (counts["不符"] >= 2) is bool(suffix)
        assert counts["通过"] >= 1


def test_the_sides_are_the_figures_of_the_report(read):
    """The left side of the current form's columns: 本年新收 and 上年结转."""
    form = form_of()
    report = wrong(full_report(form, "plain"), form)
    rows = rows_of(read / f"{form.id}-wrong.ods")["核对"][4:]
    found = {row[2]: row for row in rows if row[0]}
    figures = figures_of(report, form)
    for name, column in (("自然人列", "natural"), ("科研机构列", "research")):
        sides = [figures[f"applications/{row}/{column}"] for row in ("received", "carried_in")]
        assert found[name][4] == float(sum(sides))
    assert figures["applications/received/natural"] == 200_000
    assert found["商业企业列"][7] == "未填"
