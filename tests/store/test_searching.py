"""Words of any length are found where a clerk would look for them."""

from __future__ import annotations

import pytest

from giadesk.core.report import Paragraph
from giadesk.store import Library
from tests.store.sample import report


@pytest.fixture
def library() -> Library:
    library = Library.open(":memory:")
    for year, unit, text in (
        (2023, "示例县柳河镇人民政府", "信访事项办理及时。"),
        (2024, "示例县柳河镇财政所", '预算公开，WPS 文档 100% 上网。引号“”与"半角"。'),
        (2025, "示例县石桥乡人民政府", "公开预算一次。"),
    ):
        library.create(report(year, unit).with_paragraphs("overview", [Paragraph(text)]))
    return library


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("信访", [2023]),
        ("预算", [2025, 2024]),
        ("预算 一次", [2025]),
        ("柳河", [2024, 2023]),
        ("柳河 预算", [2024]),
        ("2025", [2025]),
        ("wps", [2024]),
        ("100%", [2024]),
        ('"半角"', [2024]),
        ("县", [2025, 2024, 2023]),
        ("渠道", [2025, 2024, 2023]),  # in a table of the report's own
        ("level", []),  # how it is stored is not what it says
        ("%", [2024]),
        ("_", []),
        ("", []),
        ("没有的词", []),
    ],
)
def test_words(library: Library, words: str, years: list[int]) -> None:
    by_id = {entry.id: entry.year for entry in library.entries()}
    assert [by_id[hit.report_id] for hit in library.search(words)] == years


def test_the_excerpt_shows_the_words(library: Library) -> None:
    (hit,) = library.search("信访")
    assert (hit.path, hit.excerpt) == ("prose/overview", "信访事项办理及时。")


def test_last_years_text_under_a_rewritten_paragraph_is_not_found(library: Library) -> None:
    report_id = library.create(
        report(2030).with_paragraphs("overview", [Paragraph("新写的", inherited="旧文字句")])
    )
    assert library.search("旧文字句") == []
    assert [hit.report_id for hit in library.search("新写")] == [report_id]


def test_removed_reports_are_not_found(library: Library) -> None:
    (hit,) = library.search("信访")
    library.remove(hit.report_id)
    assert library.search("信访") == []
