"""The report as a value: changes make new ones, and its rows give it back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.core.blocks import Grid, GridCell
from giadesk.core.report import (
    ROLES,
    About,
    Explanation,
    FreeTable,
    Paragraph,
    Report,
    Section,
    SignOff,
)

_TEXT = st.text(max_size=20)
_ID = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_FIGURE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
_PARAGRAPHS = st.lists(
    st.builds(Paragraph, text=_TEXT, level=st.sampled_from((0, 2, 3, 4)), inherited=_TEXT),
    max_size=3,
).map(tuple)
_GRIDS = st.builds(
    lambda text, value: Grid(1, 1, (GridCell(0, 0, text, value=value),), caption=text),
    _TEXT,
    st.none() | _FIGURE,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    ids = draw(st.lists(_ID, unique=True, max_size=4))
    sections = []
    for section_id in ids:
        count = draw(st.integers(0, 12))
        tables = tuple(
            FreeTable(f"free-{n + 1}", draw(_GRIDS))
            for n in range(count if count > 9 else count % 3)
        )
        sections.append(Section(section_id, draw(_TEXT), draw(_PARAGRAPHS), tables))
    keys = sorted(draw(st.sets(_ID, max_size=3)))
    roles = draw(st.sets(st.sampled_from(ROLES)))
    about = About(
        unit=draw(_TEXT),
        year=draw(st.integers(0, 3000)),
        form=draw(_TEXT),
        title=draw(_TEXT),
        date=draw(_TEXT),
        attachments=tuple(draw(st.lists(_TEXT, max_size=3))),
        status=draw(st.sampled_from(("draft", "review", "final"))),
    )
    return Report(
        about=about,
        sections=tuple(sections),
        values=draw(
            st.dictionaries(st.tuples(_ID, _ID, _ID).map("/".join), _FIGURE | _TEXT, max_size=6)
        ),
        explanations=tuple(Explanation(k, draw(_TEXT), draw(_TEXT)) for k in keys),
        signoff=tuple(SignOff(r, draw(_TEXT), draw(_TEXT)) for r in ROLES if r in roles),
    )


@given(reports())
def test_rows_give_the_report_back(report: Report) -> None:
    rows = report.flatten()
    assert Report.unflatten(rows) == report
    assert Report.unflatten(dict(reversed(rows.items()))) == report
    assert Report.unflatten(rows).flatten() == rows


@given(reports(), st.data())
def test_a_damaged_row_is_an_error_that_says_so(report: Report, data: st.DataObject) -> None:
    rows = report.flatten()
    path = data.draw(st.sampled_from(sorted(rows)))
    with pytest.raises(ValueError):
        Report.unflatten(rows | {path: "{"})


def test_a_path_of_a_kind_that_is_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown path"):
        Report.unflatten({"pictures/1": "1"})


def test_a_figure_keeps_its_digits_through_the_rows() -> None:
    for text in ("0", "12.50", "75394432.52", "1E+3", "-0"):
        report = Report(About(), values={"a/b/c": Decimal(text)})
        assert str(Report.unflatten(report.flatten()).values["a/b/c"]) == text


def test_a_text_that_looks_like_a_figure_stays_text() -> None:
    report = Report(About(), values={"a/b/c": "12", "a/b/d": '"12"', "a/b/e": ""})
    assert Report.unflatten(report.flatten()) == report


def test_changes_leave_the_old_report_as_it_was() -> None:
    report = Report(
        About(year=2024), (Section("a", "甲", (Paragraph("一"),)),), {"t/r/c": Decimal(1)}
    )
    before = report.flatten()
    changed = (
        report.with_values({"t/r/c": None, "t/r/d": Decimal(0)})
        .with_paragraphs("a", [Paragraph("二")])
        .with_about(year=2025)
        .with_section(Section("b", "乙"))
    )
    assert report.flatten() == before
    assert changed.values == {"t/r/d": Decimal(0)}
    assert [s.id for s in changed.sections] == ["a", "b"]
    assert changed.section("a") == Section("a", "甲", (Paragraph("二"),))
    assert changed.year == 2025


def test_blank_and_zero_differ() -> None:
    report = Report(About()).with_value("t/r/c", Decimal(0))
    assert report.figure("t/r/c") == 0
    assert report.figure("t/r/d") is None
    assert report.with_value("t/r/c", None) == Report(About())
    assert Report(About(), values={"t/r/c": "文字"}).figure("t/r/c") is None


def test_paragraphs_of_an_unknown_section_are_refused() -> None:
    with pytest.raises(KeyError):
        Report(About()).with_paragraphs("x", [])


def test_a_paragraph_knows_whether_it_still_is_last_years() -> None:
    assert Paragraph("甲", inherited="甲").is_last_years
    assert not Paragraph("甲乙", inherited="甲").is_last_years
    assert not Paragraph("", inherited="").is_last_years


def test_the_text_of_a_section_leaves_the_places_of_tables_out() -> None:
    section = Section("a", "甲", (Paragraph("一"), Paragraph(table="t"), Paragraph("二")))
    assert section.text == "一\n二"
