"""Every check has cases that pass and cases that fail, and they do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from giadesk.checks.registry import Finding, all_checks
from giadesk.checks.run import check_report
from giadesk.core.form import Form
from giadesk.core.report import Report
from tests.checks.sample import form, paragraph, sample

CASES = Path(__file__).resolve().parents[1] / "cases"
SEVERITY = {"强制": "must", "核实": "verify", "提示": "hint"}
ABOUT = {"单位": "unit", "年度": "year", "标题": "title", "日期": "date"}
KEYS = {
    "说明", "数据", "上年数据", "正文", "上年正文", "加一段", "报告", "上年报告", "对照上年", "表式",
    "应指出", "连带", "标题",
}  # fmt: skip


def _load() -> list[Any]:
    items = []
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        assert set(content) == {"不通过", "通过"}, f"{path.name}: {set(content)}"
        for kind in ("不通过", "通过"):
            for case in content[kind]:
                assert set(case) <= KEYS, f"{path.name}: {set(case) - KEYS}"
                items.append(pytest.param(path.stem, kind, case, id=f"{path.stem} {case['说明']}"))
    return items


def _id_of(name: str, the_form: Form) -> str:
    if name in the_form.indicators:
        return name
    ids = [i.id for i in the_form.indicators.values() if i.name == name]
    assert len(ids) == 1, f"指标“{name}”有{len(ids)}个"
    return ids[0]


def _apply(report: Report, the_form: Form, case: dict[str, Any], last: bool) -> Report:
    mark = "上年" if last else ""
    changes = {}
    for name, value in case.get(f"{mark}数据", {}).items():
        value_id = _id_of(name, the_form)
        if value == "空":
            changes[value_id] = None
        else:
            changes[value_id] = value if isinstance(value, str) else Decimal(str(value))
    report = report.with_values(changes)
    titles = {s.title: s.id for s in the_form.spec.sections}
    for title, texts in case.get(f"{mark}正文", {}).items():
        lines = [texts] if isinstance(texts, str) else texts
        report = report.with_paragraphs(
            titles[title], [paragraph(t, report.year) for t in lines if t]
        )
    for title, new in case.get("标题", {}).items():
        section = report.section(titles[title])
        assert section is not None
        report = report.with_section(msgspec.structs.replace(section, title=new))
    if not last:
        for title, text in case.get("加一段", {}).items():
            section = report.section(titles[title])
            assert section is not None
            report = report.with_paragraphs(
                section.id, [*section.paragraphs, paragraph(text, report.year)]
            )
    about = case.get(f"{mark}报告", {})
    return report.with_about(**{ABOUT[k]: v for k, v in about.items()})


def reports_of(case: dict[str, Any]) -> tuple[Report, Form, Report | None]:
    """A case's report, its form and last year's report, None where the case has none."""
    form_id = case.get("表式", "gia-2021")
    the_form = form(form_id)
    report = _apply(sample(form_id), the_form, case, last=False)
    last = None
    if case.get("对照上年") or any(k.startswith("上年") for k in case):
        last = _apply(sample(form_id, 2023), the_form, case, last=True)
    return report, the_form, last


def run_case(case: dict[str, Any]) -> tuple[Finding, ...]:
    report, the_form, last = reports_of(case)
    return check_report(report, the_form, last, the_form)


@pytest.mark.parametrize(("code", "kind", "case"), _load())
def test_case(code: str, kind: str, case: dict[str, Any]) -> None:
    findings = run_case(case)
    found = [f for f in findings if f.code == code]
    if kind == "通过":
        assert found == []
        return
    assert found, f"未指出；实际：{findings}"
    others = {f.code for f in findings} - {code, *case.get("连带", [])}
    assert others == set(), [f for f in findings if f.code in others]
    expected = case.get("应指出", {})
    assert len(found) == expected.get("条数", 1), found
    first = found[0]
    if "等级" in expected:
        assert first.severity == SEVERITY[expected["等级"]]
    if "应为" in expected:
        assert first.expected == str(expected["应为"])
    if "实为" in expected:
        assert first.actual == str(expected["实为"])
    if "引文" in expected:
        assert first.where.quote == expected["引文"]
    if "指标" in expected:
        the_form = form(case.get("表式", "gia-2021"))
        assert first.cells[0] == _id_of(expected["指标"], the_form)


def test_every_code_has_cases() -> None:
    codes = {c.code for c in all_checks()}
    files = {p.stem for p in CASES.glob("*.yaml")}
    assert files == codes


def test_the_samples_have_no_findings() -> None:
    assert check_report(sample(), form()) == ()
    assert check_report(sample(), form(), sample(year=2023), form()) == ()


def test_every_finding_says_where_what_and_how() -> None:
    for item in _load():
        _, kind, case = item.values
        if kind == "不通过":
            for finding in run_case(case):
                assert finding.message, finding
                assert finding.remedy, finding
                assert finding.key, finding
                if finding.where.quote and finding.where.paragraph is not None:
                    assert finding.where.start >= 0, finding
