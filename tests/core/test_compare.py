"""重复率: what is the same as last year, years moved, and what only changed its year."""

from __future__ import annotations

from giadesk.core.compare import repetition
from giadesk.core.report import Paragraph
from tests.checks.sample import form, sample

FORM = form()


def test_a_report_copied_with_its_years_moved_is_repeated_whole() -> None:
    now = sample()
    last = now.with_about(year=2023)
    for section in now.sections:
        moved = [Paragraph(p.text.replace("2024", "2023"), p.level) for p in section.paragraphs]
        last = last.with_paragraphs(section.id, moved)
    found = repetition(now, last, FORM)
    assert found.text == 1.0
    assert found.table == 1.0
    assert set(found.sections.values()) == {1.0}
    assert ("preamble", 0) in found.year_only
    assert ("problems", 0) in found.unchanged


def test_a_rewritten_section_is_not_repeated() -> None:
    found = repetition(sample(), sample(year=2023), FORM)
    assert found.text is not None
    assert found.text < 0.6
    assert found.sections["problems"] < 0.1
    assert found.sections["other"] == 1.0


def test_a_changed_figure_changes_the_rate_a_little() -> None:
    now = sample()
    text = "全年通过县政府网站、政务新媒体和公开栏发布信息264条，内容以惠农政策和办事指南为主。"
    last = now.with_about(year=2023).with_paragraphs("overview", [Paragraph(text)])
    now = now.with_paragraphs("overview", [Paragraph(text.replace("264", "271"))])
    rate = repetition(now, last, FORM).sections["overview"]
    assert 0.9 < rate < 1.0


def test_figures_that_are_equal_and_those_that_are_not() -> None:
    now, last = sample(), sample(year=2023)
    found = repetition(now, last, FORM)
    typed = [i.id for i in FORM.indicators.values() if not i.computed]
    equal = sum(now.values[i] == last.values[i] for i in typed)
    assert found.table == equal / len(typed)


def test_an_empty_report_has_no_rate() -> None:
    empty = sample()
    for section in empty.sections:
        empty = empty.with_paragraphs(section.id, [])
    empty = empty.with_values(dict.fromkeys(empty.values))
    found = repetition(empty, sample(year=2023), FORM)
    assert found.text is None
    assert found.table is None
    assert found.sections == {}
