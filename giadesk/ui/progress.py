"""How far a report is: what every section still wants, and where 下一项 leads.

Pure functions from report and findings; the 目录, the start page and 下一项 all ask here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.prose import number_text
from giadesk.core.report import Report, Section

State = Literal["empty", "begun", "done", "must", "verify"]

MARKS: dict[State, str] = {"empty": "○", "begun": "◐", "done": "✔", "must": "✖", "verify": "⚠"}
STATE_WORDS: dict[State, str] = {
    "empty": "还没有填",
    "begun": "填了一部分",
    "done": "已完成",
    "must": "有强制性审核未通过",
    "verify": "有需要核实的内容",
}


class SectionState(NamedTuple):
    """A section as the 目录 shows it. filled of total: typed cells, and the prose where it must be.

    blank: the first cell without a figure, "" for none. must, verify: findings that are open.
    """

    id: str
    number: str
    title: str
    state: State
    filled: int
    total: int
    must: int
    verify: int
    blank: str


FINISHED = {
    "draft": "全部填完，审核没有未处理的问题。可以预览、提交审核、导出报告。",
    "review": "全部填完，审核没有未处理的问题。报告正在等审核人审签。",
    "final": "报告已经定稿，可以导出、打印。",
}
"""What 下一项 says where nothing is left, by the report's status."""


class Goal(NamedTuple):
    """Where 下一项 leads: a cell, a finding, or a section as a whole; and why, in words."""

    section: str
    words: str
    cell: str = ""
    finding: Finding | None = None


def is_open(finding: Finding) -> bool:
    """Whether a finding still asks something of the clerk."""
    return finding.severity == "must" or (finding.severity == "verify" and not finding.explained)


def section_of(finding: Finding, form: Form) -> str:
    """The section a finding belongs to, "" for the report as a whole."""
    if finding.where.section:
        return finding.where.section
    for cell in finding.cells:
        if cell in form.indicators:
            return form.indicators[cell].section
    return ""


_FIELDS = {"C-TITLE": "title", "C-DATE": "date", "N-OTHER": "signature"}
_FIELDS_OF_KEYS = {"Y-LAST/unit": "unit"}


def about_field(finding: Finding, form: Form) -> str:
    """The field of 标题、落款、附件 in which a finding without a section is mended, "" for none."""
    if section_of(finding, form):
        return ""
    mended = (name for mend in finding.mends for name in mend.about)
    known = _FIELDS_OF_KEYS.get(finding.key) or _FIELDS.get(finding.code, "")
    return next(mended, known)


def numbered(report: Report, form: Form) -> list[tuple[str, Section]]:
    """The sections with the number each is printed with, "" for the 引言."""
    result = []
    number = 0
    for section in report.sections:
        spec = form.sections.get(section.id)
        if spec is not None and not spec.numbered:
            result.append(("", section))
        else:
            number += 1
            result.append((number_text(1, number), section))
    return result


def section_states(report: Report, form: Form, findings: Sequence[Finding]) -> list[SectionState]:
    """The state of every section, in the report's order."""
    must: dict[str, int] = {}
    verify: dict[str, int] = {}
    for finding in findings:
        if is_open(finding) and finding.code != "C-BLANK":  # blanks are counted as progress
            counts = must if finding.severity == "must" else verify
            section_id = section_of(finding, form)
            counts[section_id] = counts.get(section_id, 0) + 1
    typed: dict[str, list[str]] = {}
    for indicator in form.indicators.values():
        if not indicator.computed:
            typed.setdefault(indicator.section, []).append(indicator.id)
    return [
        _state(
            number,
            section,
            typed.get(section.id, []),
            report,
            must.get(section.id, 0),
            verify.get(section.id, 0),
        )
        for number, section in numbered(report, form)
    ]


def _state(
    number: str, section: Section, typed: list[str], report: Report, must: int, verify: int
) -> SectionState:
    blank = [i for i in typed if i not in report.values]
    written = bool(section.text.strip()) or bool(section.free_tables)
    total = len(typed) or 1
    filled = len(typed) - len(blank) if typed else int(written)
    state: State
    if filled < total:
        state = "begun" if filled or (written and typed) else "empty"
    elif must:
        state = "must"
    elif verify:
        state = "verify"
    else:
        state = "done"
    return SectionState(
        section.id,
        number,
        section.title,
        state,
        filled,
        total,
        must,
        verify,
        blank[0] if blank else "",
    )


def summary(report: Report, form: Form, findings: Sequence[Finding]) -> dict[str, int]:
    """What the start page lists of a report: filled, total, must, verify."""
    states = section_states(report, form, findings)
    return {
        "filled": sum(s.filled for s in states),
        "total": sum(s.total for s in states),
        "must": sum(1 for f in findings if f.severity == "must"),
        "verify": sum(1 for f in findings if f.severity == "verify" and not f.explained),
    }


def next_goal(
    report: Report,
    form: Form,
    findings: Sequence[Finding],
    at: str,
    *,
    after: Goal | None = None,
) -> Goal | None:
    """The next thing that is not finished, from section `at` on and round; None when all is.

    Within a section: cells without figures, missing text, `must` findings, open `verify` ones.
    after: the one that was shown and left as it is; what follows it comes, that one again last.
    """
    states = section_states(report, form, findings)
    start = next((n for n, s in enumerate(states) if s.id == at), 0)
    goals = [g for s in states[start:] + states[:start] for g in _goals_in(s, form, findings)]
    loose = [f for f in findings if is_open(f) and not section_of(f, form)]
    goals += [Goal("", f.message, finding=f) for f in loose]
    if after in goals:
        place = goals.index(after) + 1
        goals = goals[place:] + goals[:place]
    return goals[0] if goals else None


def _goals_in(state: SectionState, form: Form, findings: Sequence[Finding]) -> list[Goal]:
    if state.blank:
        return [Goal(state.id, f"还有{state.total - state.filled}格未填", cell=state.blank)]
    if state.state == "empty":
        return [Goal(state.id, "还没有写")]
    return [
        Goal(state.id, finding.message, finding=finding)
        for severity in ("must", "verify")
        for finding in findings
        if finding.severity == severity
        and is_open(finding)
        and section_of(finding, form) == state.id
    ]
