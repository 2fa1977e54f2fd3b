"""Every part of a written file against the schemas, by a validator that planted faults have tried."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator, ValidationSeverity

from giadesk.exports.excel import write_xlsx
from giadesk.exports.profile import load_profile, profile_names
from giadesk.exports.rollup_book import Line, write_rollup
from giadesk.exports.word import write_docx
from giadesk.exports.years_table import write_years
from tests.exports.test_years_table import LINES
from tests.samples.reports import all_forms, form_of, full_report

# The one finding that is set aside: Word opens documents without a theme, and ours has none on purpose,
# since the faces of a theme beat those that are named.
NO_THEME = "relationships/theme' is missing"


def faults_of(path: Path) -> list[str]:
    """What the validator finds wrong in a file."""
    result = OpenXmlValidator().validate(path)
    return [
        f"{e.part_uri}{e.path}: {e.description}"
        for e in result.errors
        if e.severity is ValidationSeverity.ERROR and NO_THEME not in e.description
    ]


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
@pytest.mark.parametrize("status", ["draft", "final"])
def test_every_written_file_is_valid(form, status, tmp_path):
    report = full_report(form, "long", status=status, free_table=True, attachments=("核实说明",))
    write_docx(report, form, tmp_path / "r.docx")
    write_xlsx(report, form, tmp_path / "r.xlsx")
    assert faults_of(tmp_path / "r.docx") == []
    assert faults_of(tmp_path / "r.xlsx") == []


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_gives_a_valid_document(name, tmp_path, form):
    write_docx(full_report(form, characters=400), form, tmp_path / "r.docx", load_profile(name))
    assert faults_of(tmp_path / "r.docx") == []


@pytest.mark.parametrize("form_id", ["gia-2014", "gia-2021"])
def test_the_workbooks_of_many_reports_and_of_many_years_are_valid(form_id, tmp_path):
    form = form_of(form_id)
    reports = [full_report(form, variant, characters=300) for variant in ("plain", "zero", "long")]
    lines = [Line(r.unit, f"{n}.gia", r, n, n, ("=1+1", "<改正>")) for n, r in enumerate(reports)]
    write_rollup(
        reports[0], form, lines, [("坏.docx", "文件损坏")], ["梧桐镇"], tmp_path / "s.xlsx"
    )
    assert faults_of(tmp_path / "s.xlsx") == []
    write_years(LINES, "柳河镇 历年对照", tmp_path / "y.xlsx")
    assert faults_of(tmp_path / "y.xlsx") == []


PLANTED_IN_WORD = {
    "order of paragraph properties": ('<w:pStyle w:val="BodyText"/>', '<w:jc w:val="both"/><w:pStyle w:val="BodyText"/>'),
    "unknown element": ("<w:tblGrid>", "<w:nonsense/><w:tblGrid>"),
    "no number": ('<w:trHeight w:val="', '<w:trHeight w:val="x'),
    "a value not in the list": ('w:hRule="atLeast"', 'w:hRule="perhaps"'),
    "cell without a paragraph": ("<w:tr>", '<w:tr><w:tc><w:tcPr/></w:tc>'),
    "run outside a paragraph": ("<w:body>", "<w:body><w:r/>"),
}  # fmt: skip
PLANTED_IN_EXCEL = {
    "merges before the cells": ("<sheetData>", "<mergeCells><mergeCell ref='A1:B1'/></mergeCells><sheetData>"),
    "unknown kind of cell": ('t="inlineStr"', 't="words"'),
    "no such element": ("<printOptions", "<nonsense/><printOptions"),
    "a flag that is none": ('customWidth="1"', 'customWidth="perhaps"'),
}  # fmt: skip


def plant(path: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new, 1).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)


@pytest.mark.parametrize("fault", PLANTED_IN_WORD)
def test_the_validator_finds_a_fault_planted_in_a_document(fault, tmp_path, form):
    path = tmp_path / "r.docx"
    write_docx(full_report(form, characters=400), form, path)
    plant(path, "word/document.xml", *PLANTED_IN_WORD[fault])
    assert faults_of(path)


@pytest.mark.parametrize("fault", PLANTED_IN_EXCEL)
def test_the_validator_finds_a_fault_planted_in_a_workbook(fault, tmp_path, form):
    path = tmp_path / "r.xlsx"
    write_xlsx(full_report(form, characters=400), form, path)
    plant(path, "xl/worksheets/sheet2.xml", *PLANTED_IN_EXCEL[fault])
    assert faults_of(path)
