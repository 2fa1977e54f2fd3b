"""check and compare: findings, and what this year's report shares with last year's."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from giadesk.commands.opening import form_library, office_profile, open_file, print_json

if TYPE_CHECKING:
    from giadesk.checks.registry import Finding
    from giadesk.core.form import Form
    from giadesk.core.report import Report

_SEVERITY = {"must": "强制", "verify": "核实", "hint": "提示"}


def check(options: argparse.Namespace) -> int:
    """Run the checks. Returns 1 where `must` findings exist."""
    from giadesk.checks.registry import all_checks
    from giadesk.checks.run import check_report

    forms = form_library()
    this = open_file(options.file, forms)
    last, last_form = this.last, this.last_form
    if options.previous:
        previous = open_file(options.previous, forms)
        last, last_form = previous.report, previous.form
    off = _hints_off(options.off)
    findings = check_report(this.report, this.form, last, last_form, off=off)
    if options.json:
        data: dict[str, Any] = {
            "findings": [_finding_to_json(f, this.report, this.form) for f in findings],
            "checked": {
                "form": this.form.id,
                "rules": len(all_checks()),
                "off": sorted(off),
                "figures_in_prose": _figures_in_prose(this.report),
            },
        }
        if last is not None and last_form is not None:
            data["repetition"] = _repetition(this.report, last, this.form, last_form)
        print_json(data)
    else:
        _print_findings(findings, this.form)
    return 1 if any(f.severity == "must" for f in findings) else 0


def _hints_off(codes: Sequence[str] | None) -> frozenset[str]:
    """The hints to leave out: those asked for, else those that the office's library turns off.

    UsageError for a code that is no hint. A library that cannot be read turns nothing off.
    """
    from giadesk.checks.switches import hints_off, only_hints, switches
    from giadesk.core.errors import UsageError

    if codes is not None:
        off = only_hints(codes)
        if unknown := sorted(set(codes) - off):
            known = "、".join(s.code for s in switches())
            raise UsageError(
                f"不能关闭 {'、'.join(unknown)}", "只有提示可以关闭", f"可以关闭的有：{known}"
            )
        return off
    return hints_off(office_profile())


def _finding_to_json(finding: Finding, report: Report, form: Form) -> dict[str, Any]:
    where: dict[str, Any] = {}
    section_id = finding.where.section
    if not section_id and finding.cells and finding.cells[0] in form.indicators:
        section_id = form.indicators[finding.cells[0]].section
    if section_id:
        section = report.section(section_id)
        spec = form.sections.get(section_id)
        where["section"] = section.title if section else spec.title if spec else section_id
        where["section_id"] = section_id
    if finding.where.paragraph is not None:
        where["paragraph"] = finding.where.paragraph
    if finding.where.quote:
        where["quote"] = finding.where.quote
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "where": where,
        "cells": list(finding.cells),
        "expected": finding.expected,
        "actual": finding.actual,
        "formula": finding.formula,
        "key": finding.key,
        "explained": finding.explained,
    }


def _print_findings(findings: Iterable[Finding], form: Form) -> None:
    counts = dict.fromkeys(_SEVERITY, 0)
    for finding in findings:
        counts[finding.severity] += 1
        place = form.sections.get(finding.where.section)
        parts = [f"[{_SEVERITY[finding.severity]}] {finding.code}"]
        parts.append(f"{place.title}：{finding.message}" if place else finding.message)
        if finding.formula:
            parts.append(finding.formula)
        if finding.explained:
            parts.append(f"已说明：{finding.explained}")
        elif finding.remedy:
            parts.append(f"办法：{finding.remedy}")
        print("　".join(parts))
    print("审核完成：" + "，".join(f"{_SEVERITY[s]}{n}条" for s, n in counts.items()))


def _figures_in_prose(report: Report) -> int:
    from giadesk.core.quantities import quantities

    return sum(
        1 for s in report.sections for p in s.paragraphs if p.text for _ in quantities(p.text)
    )


def _repetition(this: Report, last: Report, form: Form, last_form: Form) -> dict[str, Any]:
    from giadesk.core.compare import repetition

    result = repetition(this, last, form, last_form)
    return {
        "text": None if result.text is None else round(result.text, 4),
        "table": None if result.table is None else round(result.table, 4),
        "sections": {k: round(v, 4) for k, v in result.sections.items()},
    }


def compare(options: argparse.Namespace) -> int:
    """Repetition rates and the figures that differ."""
    from giadesk.core.totals import figures_of

    forms = form_library()
    this, last = open_file(options.this, forms), open_file(options.last, forms)
    data = {"repetition": _repetition(this.report, last.report, this.form, last.form)}
    now, then = figures_of(this.report, this.form), figures_of(last.report, last.form)
    changes = [
        {"id": i, "name": this.form.indicators[i].name, "last": str(then[i]), "this": str(now[i])}
        for i in now
        if i in then and now[i] != then[i]
    ]
    if options.json:
        print_json(data | {"changes": changes})
        return 0
    rates = data["repetition"]
    text, table = (
        "无法计算" if rates[kind] is None else f"{rates[kind]:.1%}" for kind in ("text", "table")
    )
    print(f"文字重复率 {text}　表格重复率 {table}")
    for section_id, rate in rates["sections"].items():
        section = this.report.section(section_id)
        print(f"　{section.title if section else section_id} {rate:.1%}")
    for change in changes:
        print(f"{change['name']}：{change['last']} → {change['this']}")
    return 0
