"""The zip for the county, and a report's files side by side."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from giadesk.core.errors import StorageFailed
from giadesk.core.forms import FormLibrary
from giadesk.exports.bundle import Handover, names_of, write_bundle, write_files
from giadesk.exports.naming import DEFAULT_PATTERN
from giadesk.imports import open_report
from giadesk.imports.package import read_package
from giadesk.places import shipped
from tests.samples.reports import all_forms, full_report

STEM = "禾岭县银杏镇人民政府2025年政府信息公开工作年度报告"


def test_the_zip_holds_the_three_files_and_each_is_the_report(tmp_path, form):
    report = full_report(form)
    write_bundle(Handover(report, form, report, form), tmp_path / "b.zip")
    forms = FormLibrary(shipped("forms"))
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert file.testzip() is None
        assert file.namelist() == [f"{STEM}.docx", f"{STEM}.xlsx", f"{STEM}.gia"]
        assert all(entry.flag_bits & 0x800 for entry in file.infolist())  # names in UTF-8
        file.extractall(tmp_path)
    read = open_report(tmp_path / f"{STEM}.docx", forms)
    assert read.report.sections == report.sections
    assert open_report(tmp_path / f"{STEM}.xlsx", forms).report.values == report.values
    package = read_package(tmp_path / f"{STEM}.gia", forms)
    assert (package.report, package.last) == (report, report)


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
def test_the_same_report_gives_the_same_bytes(form, tmp_path):
    for name in ("a", "b"):
        write_bundle(Handover(full_report(form), form), tmp_path / f"{name}.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_names_follow_the_pattern_and_are_never_alike(tmp_path, form):
    report = full_report(form, characters=100)
    given = Handover(report, form, pattern="{年度}{内容}")
    assert list(names_of(given, ("docx", "sheet", "xlsx", "package", "bundle")).values()) == [
        "2025报告.docx", "2025审签单.docx", "2025统计表.xlsx", "2025数据包.gia", "2025报送材料.zip",
    ]  # fmt: skip
    same = names_of(Handover(report, form, pattern="X"), ("docx", "sheet"))
    assert list(same.values()) == ["X.docx", "X（2）.docx"]


def test_files_of_two_reports_with_one_name_stand_side_by_side(tmp_path, form):
    report = full_report(form, characters=100)
    other = report.with_value(
        "applications/received/natural", report.values["applications/received/natural"] + 1
    )
    taken: set[str] = set()
    written = [
        path
        for one in (report, other)
        for path in write_files(Handover(one, form), tmp_path, ("package", "html"), taken)
    ]
    assert [p.name for p in written] == [
        f"{STEM}.gia", f"{STEM}.html", f"{STEM}（2）.gia", f"{STEM}（2）.html",
    ]  # fmt: skip
    forms = FormLibrary(shipped("forms"))
    assert read_package(written[0], forms).report == report
    assert read_package(written[2], forms).report == other


def test_what_cannot_be_written_leaves_the_old_zip(tmp_path, form):
    report = full_report(form, characters=100)
    target = tmp_path / "gone" / "b.zip"
    with pytest.raises(StorageFailed, match="文件夹不存在"):
        write_bundle(Handover(report, form, pattern=DEFAULT_PATTERN), target)
    assert list(tmp_path.iterdir()) == []


def test_a_zip_s_names_cannot_leave_the_folder_in_which_it_is_unpacked(tmp_path, form):
    hostile = full_report(form, characters=100).with_about(unit="../../../etc/x", title="C:\\a")
    write_bundle(Handover(hostile, form, pattern="{单位}{标题}"), tmp_path / "b.zip")
    with zipfile.ZipFile(BytesIO((tmp_path / "b.zip").read_bytes())) as file:
        for name in file.namelist():
            assert "/" not in name
            assert "\\" not in name
            assert ":" not in name
            assert not name.startswith(".")
