"""Last year's text handed in again."""

from __future__ import annotations

from collections.abc import Iterable

from giadesk.checks.registry import Case, Finding, Place, check
from giadesk.core.compare import Repetition, repetition

_WHOLE = 0.8
"""The rate from which a report as a whole is taken for last year's."""
_SECTION = 0.95
_ENOUGH = 60
_ENOUGH_WHOLE = 200
"""Characters a section, a report must have to be compared; a short one has little room to differ."""


def _repetition(case: Case) -> Repetition | None:
    if case.last is None or (case.last.year and case.last.year != case.report.year - 1):
        return None
    return repetition(case.report, case.last, case.form, case.last_form)


@check("R-SECTION", "verify", "各部分不照搬上年", "text", "figures", "about", "last")
def repeated_sections(case: Case) -> Iterable[Finding]:
    """有文字的部分不应照搬上年报告。

    比较什么：各部分的文字重复率（年份已换算）。引言和60字以下的部分不比较；达到95%的指出。
    为什么：“总体情况”“存在的问题”一字不改地照搬，是被媒体点名最多的情形。
    依据：上级对年度报告重复率的抽查。
    不通过：“存在的主要问题及改进情况”与上年完全相同，只改了年份。
    通过：“存在的主要问题及改进情况”按本年的情况重写。
    """
    found = case.once(_repetition)
    if found is None:
        return
    for section in case.report.sections:
        rate = found.sections.get(section.id, 0.0)
        spec = case.form.sections.get(section.id)
        if rate < _SECTION or (spec is not None and not spec.numbered):
            continue
        if len("".join(section.text.split())) < _ENOUGH:
            continue
        yield Finding(
            code="R-SECTION",
            severity="verify",
            message=f"“{section.title}”与上年的文字重复率为{rate:.0%}",
            remedy="按本年的情况改写；确无变化的，写明情况",
            where=Place(section=section.id),
            actual=f"{rate:.0%}",
            key=f"R-SECTION/{section.id}",
            figures=f"{rate:.2f}",
        )


@check("R-TEXT", "verify", "全文不照搬上年", "text", "figures", "about", "last")
def repeated_report(case: Case) -> Iterable[Finding]:
    """整份报告的文字不应与上年大部分相同。

    比较什么：全文的文字重复率（年份已换算，标点和空格不计），达到80%的指出。
    为什么：上级用程序比对各单位前后两年的报告，重复率过高的会被通报。
    依据：上级对年度报告重复率的抽查。
    不通过：全文只改了年份和几个数。
    通过：各部分按本年的工作重写，重复率为35%。
    """
    found = case.once(_repetition)
    if found is None or found.text is None or found.text < _WHOLE:
        return
    if sum(len(s.text) for s in case.report.sections) < _ENOUGH_WHOLE:
        return
    yield Finding(
        code="R-TEXT",
        severity="verify",
        message=f"全文与上年的文字重复率为{found.text:.0%}",
        remedy="按本年的情况改写；确无变化的，写明情况",
        where=Place(),
        actual=f"{found.text:.0%}",
        key="R-TEXT",
        figures=f"{found.text:.2f}",
    )
