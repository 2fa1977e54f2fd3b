"""汇总 of invented towns: what is taken, what is refused and why, sums and who gave what."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from giadesk import cli
from giadesk.core.errors import UserError
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import Report
from giadesk.core.totals import figures_of
from giadesk.exports.package import write_package
from giadesk.exports.word import write_docx
from giadesk.places import shipped
from giadesk.rollup.collect import collect, files_of
from giadesk.rollup.summary import (
    contributions,
    corrections,
    fault_words,
    last_sums_of,
    sums_of,
)
from giadesk.rollup.writing import write
from tests.samples.reports import full_report

UNITS = ("云岭县张庄镇人民政府", "云岭县安乡人民政府", "云岭县重石镇人民政府")


@pytest.fixture(scope="module")
def forms() -> FormLibrary:
    return FormLibrary(shipped("forms"))


@pytest.fixture(scope="module")
def form(forms: FormLibrary) -> Form:
    return forms.get("gia-2021")


@pytest.fixture
def towns(form: Form, tmp_path: Path) -> Path:
    """Two packages, a Word file, a broken file and a second copy of one town."""
    folder = tmp_path / "各镇 报送"
    folder.mkdir()
    reports = [_town(form, unit) for unit in UNITS]
    write_package(reports[0], form, folder / "1.gia")
    write_package(reports[1], form, folder / "2.gia")
    write_docx(reports[2], form, folder / "3.docx")
    write_package(reports[0], form, folder / "1（修改后）.gia")
    (folder / "坏.docx").write_bytes(b"PK not a document")
    (folder / "~$3.docx").write_bytes(b"lock")
    (folder / "说明.pptx").write_bytes(b"no kind of ours")
    return folder


def _town(form: Form, unit: str, year: int = 2025) -> Report:
    return full_report(form, year=year, characters=800).with_about(unit=unit, title="")


def _wrong(form: Form, unit: str) -> Report:
    """A town of whose applications one was not dealt with."""
    town = _town(form, unit)
    received = town.values["applications/received/natural"]
    assert isinstance(received, Decimal)
    return town.with_value("applications/received/natural", received + 1)


def test_each_town_once_and_every_refusal_has_a_reason(forms: FormLibrary, towns: Path) -> None:
    result = collect([towns], forms)
    assert [h.report.unit for h in result.handed] == [UNITS[1], UNITS[0], UNITS[2]]
    reasons = {r.path.name: r.why for r in result.refused}
    assert set(reasons) == {"1（修改后）.gia", "坏.docx"} or set(reasons) == {"1.gia", "坏.docx"}
    assert all(reasons.values())
    assert result.missing([*UNITS, "云岭县红石镇"]) == ["云岭县红石镇"]


def test_another_year_and_another_form_are_refused(
    forms: FormLibrary, form: Form, towns: Path
) -> None:
    write_package(_town(form, "云岭县旧镇人民政府", 2023), form, towns / "旧.gia")
    older = forms.get("gia-2019")
    report = full_report(older, year=2025).with_about(unit="云岭县老镇人民政府")
    write_package(report, older, towns / "老.gia")
    reasons = {r.path.name: r.why for r in collect([towns], forms).refused}
    assert "2023" in reasons["旧.gia"]
    assert "gia-2019" in reasons["老.gia"]


def test_sums_are_the_sums_and_say_who_gave_what(forms: FormLibrary, towns: Path) -> None:
    result = collect([towns], forms)
    sums = figures_of(sums_of(result, "云岭县"), result.form)
    parts = [figures_of(h.report, result.form) for h in result.handed]
    for value_id in result.form.indicators:
        assert sums[value_id] == sum((p[value_id] for p in parts), Decimal(0))
    for value_id, given in contributions(result).items():
        assert sum((f for _, f in given), Decimal(0)) == sums[value_id]


def test_the_sums_are_checked_by_the_same_rules(
    forms: FormLibrary, form: Form, towns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column that does not balance in one town does not balance in the sum."""
    for name in ("1.gia", "1（修改后）.gia"):
        (towns / name).unlink()
    write_package(_wrong(form, UNITS[0]), form, towns / "1.gia")
    cli.main(["rollup", str(towns), "--json"])
    data = json.loads(capsys.readouterr().out)
    assert "F-BALANCE" in {f["code"] for f in data["findings"] if f["severity"] == "must"}
    musts = {u["unit"]: u["must"] for u in data["units"]}
    assert musts[UNITS[0]] > 0
    assert musts[UNITS[1]] == 0


def test_no_file_of_a_town_is_changed(towns: Path, tmp_path: Path) -> None:
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in towns.iterdir()}
    cli.main(["rollup", str(towns), "-o", str(tmp_path / "汇总.xlsx")])
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in towns.iterdir()} == before


def test_nothing_at_all_is_said(forms: FormLibrary, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有可以汇总的报告"):
        collect([tmp_path], forms)


def test_a_stop_keeps_what_was_read(forms: FormLibrary, towns: Path) -> None:
    result = collect([towns], forms, progress=lambda done, total, name: done < 2)
    assert len(result.handed) + len(result.refused) == 2


def test_temporary_and_foreign_files_are_passed_over(towns: Path) -> None:
    names = {p.name for p in files_of([towns, towns / "1.gia"])}
    assert names == {"1.gia", "2.gia", "3.docx", "1（修改后）.gia", "坏.docx"}


def test_the_command_writes_a_workbook(
    towns: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "汇总.xlsx"
    names = tmp_path / "名单.txt"
    names.write_text("云岭县张庄镇\n云岭县红石镇\n", "utf-8")
    arguments = ["rollup", str(towns), "-o", str(target), "--expected", str(names)]
    assert cli.main(arguments) in (0, 1)
    out = capsys.readouterr().out
    assert "未报送 云岭县红石镇" in out
    assert "坏.docx" in out
    cli.main(["rollup", str(towns), "--json"])
    data = json.loads(capsys.readouterr().out)
    book = CalamineWorkbook.from_path(str(target))
    rows = book.get_sheet_by_name("各单位数据").to_python()
    assert rows[0][4:] == [u["unit"] for u in data["units"]]
    total = {c["id"]: c["value"] for c in data["cells"]}["applications/received/total"]
    line = next(r for r in rows if r[1] == "本年新收·总计")
    assert line[3] == float(total) == sum(line[4:])
    assert {"报送情况", "更正清单", "核对"} <= set(book.sheet_names)


def test_each_unit_has_a_sheet_with_its_tables_as_printed(
    forms: FormLibrary, form: Form, towns: Path, tmp_path: Path
) -> None:
    for name in ("1.gia", "1（修改后）.gia"):
        (towns / name).unlink()
    write_package(_wrong(form, UNITS[0]), form, towns / "1.gia")
    result = collect([towns], forms)
    target = tmp_path / "汇总.xlsx"
    write(result, sums_of(result, "云岭县"), [], target)
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("张庄镇").to_python()
    town = next(h for h in result.handed if h.unit == UNITS[0])
    figures = figures_of(town.report, form)
    shown = Counter(Decimal(str(cell)) for row in rows for cell in row if isinstance(cell, float))
    assert shown == Counter(figures.values())
    labels = {str(cell) for row in rows for cell in row}
    assert {"自然人", "行政许可", "二、上年结转政府信息公开申请数量"} <= labels
    assert {fault_words(f, form) for f in town.faults} <= labels
    assert town.faults


def test_sums_of_last_year_only_where_all_are_known(
    forms: FormLibrary, form: Form, towns: Path, tmp_path: Path
) -> None:
    before = tmp_path / "去年"
    before.mkdir()
    for number, unit in enumerate(UNITS[:2]):
        write_package(_town(form, unit, 2024), form, before / f"{number}.gia")
    assert last_sums_of(collect([towns], forms, [before]), "云岭县") is None
    write_package(_town(form, UNITS[2], 2024), form, before / "2.gia")
    result = collect([towns], forms, [before])
    sums = last_sums_of(result, "云岭县")
    assert sums is not None
    assert sums.year == 2024
    parts = [figures_of(h.last.report, form) for h in result.handed if h.last]
    for value_id, figure in figures_of(sums, form).items():
        assert figure == sum((p[value_id] for p in parts), Decimal(0))


def test_one_office_under_two_names_counts_once(
    forms: FormLibrary, form: Form, tmp_path: Path
) -> None:
    for number, unit in enumerate(("云岭县张庄镇人民政府", "张庄镇", "云岭县张庄镇卫生院")):
        write_package(_town(form, unit), form, tmp_path / f"{number}.gia")
    result = collect([tmp_path], forms)
    assert [h.unit for h in result.handed] == ["云岭县张庄镇人民政府", "云岭县张庄镇卫生院"]
    assert "已有一份" in result.refused[0].why
    assert result.missing(["张庄镇政府", "庄镇"]) == ["庄镇"]


def test_a_report_without_a_name_counts_under_its_file(
    forms: FormLibrary, form: Form, tmp_path: Path
) -> None:
    for name in ("甲", "乙"):
        write_package(_town(form, ""), form, tmp_path / f"{name}.gia")
    result = collect([tmp_path], forms)
    assert {h.unit for h in result.handed} == {"甲", "乙"}
    assert not result.refused


def test_what_is_sent_back_says_what_and_how(
    forms: FormLibrary, form: Form, tmp_path: Path
) -> None:
    write_package(_wrong(form, UNITS[0]), form, tmp_path / "1.gia")
    handed = collect([tmp_path], forms).handed[0]
    words = corrections(handed)
    assert words.startswith(f"{UNITS[0]}：2025年度")
    assert "1．（应当更正）收到和处理政府信息公开申请情况：" in words
    assert "办法：" in words
    assert len(words.splitlines()) == 1 + len(handed.faults)


def test_a_fault_of_the_program_at_one_file_leaves_the_others(
    forms: FormLibrary, towns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a reader does at one town's file, the others are added up."""

    def broken(path: Path, forms: FormLibrary) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("giadesk.rollup.collect.open_report", broken)
    result = collect([towns], forms)
    assert [h.unit for h in result.handed] == [UNITS[1], UNITS[0]]
    assert "程序出错（ZeroDivisionError）" in {r.path.name: r.why for r in result.refused}["3.docx"]
