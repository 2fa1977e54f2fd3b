"""审核 a report: every check, in the order in which a clerk would go through the findings.

`Checker` is for typing: it keeps what the last run found and runs again only the checks that read
what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from giadesk.checks.registry import Case, Finding, Memory, Reads, all_checks, run_check
from giadesk.core.form import Form
from giadesk.core.report import Report

_RANK = {"must": 0, "verify": 1, "hint": 2}


def check_report(
    report: Report,
    form: Form,
    last: Report | None = None,
    last_form: Form | None = None,
    *,
    off: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Everything that the checks find in the report, the gravest first, then in reading order.

    last: last year's report, None where there is none; last_form: its form where it is another one.
    off: codes of hints that the office has switched off; must and verify findings cannot be.
    """
    return Checker(form, last, last_form, off=off).findings(report)


class Checker:
    """Checks one report again and again while it is edited."""

    def __init__(
        self,
        form: Form,
        last: Report | None = None,
        last_form: Form | None = None,
        *,
        off: Iterable[str] = (),
    ) -> None:
        self.form = form
        self.last = last
        self.last_form = last_form or form
        self.off = frozenset(off)
        self._memory = Memory()
        self._case: Case | None = None
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._places = {value_id: n for n, value_id in enumerate(form.indicators)}

    def findings(self, report: Report) -> tuple[Finding, ...]:
        """What `check_report` gives, in less time where little has changed since the last call."""
        before = self._case
        changed = _changes(before.report, report) if before is not None else None
        case = Case(report, self.form, self.last, self.last_form, self._memory)
        if before is not None:
            case.take_over(before, figures="figures" not in (changed or ()))
        for one in all_checks():
            if changed is None or not changed.isdisjoint(one.reads):
                self._found[one.code] = tuple(run_check(one, case))
        self._case = case
        return self._arranged(report)

    def _arranged(self, report: Report) -> tuple[Finding, ...]:
        explained = {e.key: e for e in report.explanations if e.text.strip()}
        sections = {s.id: n for n, s in enumerate(report.sections)}
        for n, section_id in enumerate(self.form.sections):
            sections.setdefault(section_id, n)
        kept: list[Finding] = []
        for findings in self._found.values():
            for finding in findings:
                if finding.severity == "hint" and finding.code in self.off:
                    continue
                if finding.severity == "verify":
                    reason = explained.get(finding.key)
                    if reason is not None and reason.figures == finding.figures:
                        finding = msgspec.structs.replace(finding, explained=reason.text)
                kept.append(finding)

        def order(finding: Finding) -> tuple[int, int, int, int, int, str]:
            where = finding.where
            return (
                _RANK[finding.severity],
                sections.get(where.section, -1),
                -1 if where.paragraph is None else where.paragraph,
                where.start,
                self._places.get(finding.cells[0], -1) if finding.cells else -1,
                finding.code,
            )

        return tuple(sorted(kept, key=order))


def _changes(before: Report, now: Report) -> frozenset[Reads]:
    """Which parts differ. Values that are not touched keep their identity, so this costs nothing."""
    changed: set[Reads] = set()
    if before.values is not now.values and before.values != now.values:
        changed.add("figures")
    if before.sections is not now.sections and before.sections != now.sections:
        changed |= {"prose", "text"}
    if before.about is not now.about and before.about != now.about:
        changed.add("about")
    if "figures" in changed and "text" not in changed and _shows_figures(now):
        changed.add("text")
    return frozenset(changed)


def _shows_figures(report: Report) -> bool:
    return any("{" in p.text for s in report.sections for p in s.paragraphs)
