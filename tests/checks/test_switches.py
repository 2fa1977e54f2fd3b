"""An office turns hints off, kept in its profile; never a must or a verify finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giadesk import cli
from giadesk.checks.registry import all_checks
from giadesk.checks.switches import PROFILE_KEY, hints_off, only_hints, profile_entry, switches
from giadesk.places import library_file
from giadesk.store import Library

REPORT = """白石坪镇人民政府2012年政府信息公开工作年度报告
一、概述
截止2012年12月31日，我镇按照条例的要求做好了各项信息公开工作 ，群众比较满意。
"""


def test_every_switch_is_a_hint_with_a_name() -> None:
    by_code = {one.code: one for one in all_checks()}
    listed = switches()
    assert {s.code for s in listed} == {c for c, one in by_code.items() if one.severity == "hint"}
    for switch in listed:
        assert switch.title
        assert switch.about.endswith("。")


def test_what_is_off_goes_through_the_profile() -> None:
    entry = profile_entry(["W-SPACE", "W-WORD", "F-SUM", "no such code"])
    assert entry == {PROFILE_KEY: "W-SPACE W-WORD"}
    assert hints_off(entry) == {"W-SPACE", "W-WORD"}
    assert hints_off({}) == frozenset()


def test_a_must_in_a_profile_is_passed_over() -> None:
    assert hints_off({PROFILE_KEY: "F-SUM P-TABLE W-PAIR"}) == {"W-PAIR"}
    assert only_hints(["F-SUM"]) == frozenset()


def _codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[set[str], list[str]]:
    assert cli.main(["check", *arguments, "--json"]) in (0, 1)
    data = json.loads(capsys.readouterr().out)
    return {f["code"] for f in data["findings"]}, data["checked"]["off"]


def test_check_reads_the_librarys_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, "utf-8")
    codes, off = _codes(capsys, str(file))
    assert "W-WORD" in codes
    assert off == []
    library_file().parent.mkdir(parents=True, exist_ok=True)
    with Library.open(library_file()) as library:
        library.set_profile(profile_entry(["W-WORD"]))
    codes, off = _codes(capsys, str(file))
    assert "W-WORD" not in codes
    assert off == ["W-WORD"]
    codes, off = _codes(capsys, str(file), "--off", "W-SPACE")
    assert "W-WORD" in codes
    assert off == ["W-SPACE"]


def test_check_turns_off_nothing_but_hints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, "utf-8")
    assert cli.main(["check", str(file), "--off", "F-SUM"]) == 2
    assert "只有提示可以关闭" in capsys.readouterr().err
