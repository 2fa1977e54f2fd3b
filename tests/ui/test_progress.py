"""How far a report is, and where 下一项 leads."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from giadesk.checks.registry import Finding, Place
from giadesk.core.form import Form
from giadesk.core.report import Paragraph, Report
from giadesk.ui.progress import next_goal, section_of, section_states, summary

NATURAL = "applications/received/natural"


def full(form: Form, report: Report) -> Report:
    """Every typed cell 0, every section with a sentence."""
    typed = [i.id for i in form.indicators.values() if not i.computed]
    report = report.with_values(dict.fromkeys(typed, Decimal(0)))
    for section in report.sections:
        report = report.with_paragraphs(section.id, (Paragraph("写明了。"),))
    return report


def states(form: Form, report: Report, *findings: Finding) -> dict[str, str]:
    return {s.id: s.state for s in section_states(report, form, findings)}


def test_an_empty_report_is_empty_everywhere(
    form: Form, make_report: Callable[..., Report]
) -> None:
    assert set(states(form, make_report()).values()) == {"empty"}


def test_one_figure_begins_a_section(form: Form, report: Report) -> None:
    found = states(form, report)
    assert found["requests"] == "begun"
    assert found["disclosure"] == "empty"


def test_a_full_report_is_done_until_the_checks_find_something(form: Form, report: Report) -> None:
    report = full(form, report)
    assert set(states(form, report).values()) == {"done"}
    must = Finding("F-X", "must", "错", cells=(NATURAL,), key="a")
    verify = Finding("P-X", "verify", "核", where=Place("overview", 0), key="b")
    found = states(form, report, must, verify)
    assert (found["requests"], found["overview"]) == ("must", "verify")
    explained = Finding("P-X", "verify", "核", where=Place("overview", 0), explained="属实的")
    assert states(form, report, explained)["overview"] == "done"


def test_sections_are_numbered_as_printed(form: Form, report: Report) -> None:
    found = [s.number for s in section_states(report, form, ())]
    assert found == ["", "一、", "二、", "三、", "四、", "五、", "六、"]


def test_a_finding_belongs_to_the_section_of_its_cell(form: Form) -> None:
    assert section_of(Finding("X", "must", "", cells=(NATURAL,)), form) == "requests"
    assert section_of(Finding("X", "must", ""), form) == ""


def test_the_summary_counts_cells_and_texts(form: Form, report: Report) -> None:
    typed = sum(not i.computed for i in form.indicators.values())
    counts = summary(report, form, ())
    assert counts["total"] == typed + 4
    assert counts["filled"] == 2
    assert summary(full(form, report), form, ())["filled"] == typed + 4


def test_next_leads_through_everything_to_the_end(form: Form, report: Report) -> None:
    """Whoever only ever presses 下一项 and does what it leads to ends with a finished report."""
    at = report.sections[0].id
    for _ in range(500):
        goal = next_goal(report, form, (), at)
        if goal is None:
            break
        at = goal.section
        if goal.cell:
            report = report.with_value(goal.cell, Decimal(0))
        else:
            report = report.with_paragraphs(at, (Paragraph("写明了。"),))
    assert next_goal(report, form, (), at) is None
    assert set(states(form, report).values()) == {"done"}


def test_next_leads_to_findings_must_before_verify(form: Form, report: Report) -> None:
    report = full(form, report)
    verify = Finding("P-X", "verify", "核", where=Place("requests", 0), key="v")
    must = Finding("F-X", "must", "错", cells=(NATURAL,), key="m")
    goal = next_goal(report, form, (verify, must), "requests")
    assert goal is not None
    assert goal.finding == must
    loose = Finding("C-TITLE", "must", "标题", key="t")
    goal = next_goal(report, form, (loose,), "requests")
    assert goal is not None
    assert (goal.section, goal.finding) == ("", loose)


def test_what_was_left_as_it_is_comes_last(form: Form, report: Report) -> None:
    report = full(form, report)
    first = Finding("P-X", "verify", "甲", where=Place("requests", 0), key="a")
    second = Finding("P-X", "verify", "乙", where=Place("requests", 1), key="b")
    loose = Finding("C-TITLE", "must", "标题", key="t")
    findings = (first, second, loose)
    led, goal = [], next_goal(report, form, findings, "requests")
    for _ in range(4):
        assert goal is not None
        led.append(goal.finding)
        goal = next_goal(report, form, findings, "requests", after=goal)
    assert led == [first, second, loose, first]
    gone = next_goal(report, form, (second,), "requests", after=goal)
    assert gone is not None
    assert gone.finding == second
