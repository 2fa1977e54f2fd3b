"""Names of exported files: the county's pattern, and what a disk of any kind takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giadesk.exports.naming import (
    DEFAULT_PATTERN,
    PLACES,
    clean_name,
    faults_of_pattern,
    file_name,
)
from tests.samples.reports import LONG_UNIT, form_of, full_report


def test_a_pattern_is_filled_from_the_report(form):
    report = full_report(form, characters=100)
    assert file_name("", report, form) == "禾岭县银杏镇人民政府2025年政府信息公开工作年度报告"
    assert (
        file_name("{单位}-{年度}-{内容}", report, form, "xlsx")
        == "禾岭县银杏镇人民政府-2025-统计表"
    )
    assert file_name("{内容}", report, form, "package") == "数据包"
    assert file_name("03 {日期}（{状态}）", report, form) == "03 20260108（定稿）"
    assert file_name("{标题}", report, form) == file_name("", report, form)
    assert file_name("{日期}x", report.with_about(date=""), form) == "x"


def test_every_place_has_something_to_put_there(form):
    report = full_report(form, characters=100)
    for place in PLACES:
        assert "{" not in file_name(f"{{{place}}}", report, form)
    assert faults_of_pattern(DEFAULT_PATTERN) == []
    assert faults_of_pattern("".join(f"{{{place}}}" for place in PLACES)) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{单位}{年份}", "没有“{年份}”"),
        ("{单位", "花括号没有成对"),
        ("{单位}/{年度}", "文件名里不能有 /"),
        ('a"b|c', '文件名里不能有 " |'),
        ("报" * 101, "超过100字"),
        ("{}", "没有“{}”"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said(pattern, said):
    assert said in "；".join(faults_of_pattern(pattern))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("LPT³", "_LPT³"),
        ("console", "console"),
        ("CONOUT$", "_CONOUT$"),
        (" . 报告 . ", "报告"),
        ("..", "报告"),
        ("", "报告"),
        ("一\n二\t三", "一 二 三"),
        ("gnp.\u202ecod", "gnp.cod"),
        ("a\u200bb\ufeffc\x00", "abc"),
        ("../../etc/passwd", "_.._etc_passwd"),
    ],
)
def test_what_a_disk_refuses_is_taken_out(name, clean):
    assert clean_name(name) == clean


@given(st.text(max_size=300))
def test_any_text_becomes_a_name_that_every_disk_takes(name):
    found = clean_name(name)
    assert found
    assert not set(found) & set('\\/:*?"<>|')
    assert all(ord(c) >= 32 for c in found)
    assert found == found.strip(" .")
    assert len(found.encode()) <= 201
    assert clean_name(found) == found


def test_the_longest_unit_s_name_goes_on_a_disk(tmp_path):
    form = form_of()
    report = full_report(form, "long", characters=100).with_about(unit=LONG_UNIT * 4)
    path = tmp_path / f"{file_name('', report, form)}（999）.docx"
    path.write_bytes(b"")
    assert path.exists()
