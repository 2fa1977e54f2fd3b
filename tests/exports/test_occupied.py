"""Marks that other programs leave beside a file they have open."""

from __future__ import annotations

from pathlib import Path

import pytest

from giadesk.exports.occupied import open_elsewhere


@pytest.mark.parametrize(
    ("name", "mark", "program"),
    [
        ("柳河镇2025年年度报告.docx", "~$镇2025年年度报告.docx", "WPS 或 Word"),
        ("年度报告.docx", "~$年度报告.docx", "WPS 或 Word"),
        ("统计表.xlsx", "~$统计表.xlsx", "WPS 或 Word"),
        ("统计表.xlsx", ".~统计表.xlsx", "WPS 或 Word"),
        ("年度报告.docx", ".~lock.年度报告.docx#", "LibreOffice"),
    ],
)
def test_a_file_that_is_open_is_told_with_its_program(
    tmp_path: Path, name: str, mark: str, program: str
) -> None:
    target = tmp_path / name
    target.write_bytes(b"x")
    assert open_elsewhere([target]) == {}
    (tmp_path / mark).write_bytes(b"x")
    assert open_elsewhere([target, tmp_path / "别的.docx"]) == {target: program}


def test_a_mark_left_behind_says_nothing_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "~$年度报告.docx").write_bytes(b"x")
    assert open_elsewhere([tmp_path / "年度报告.docx", tmp_path / ("长" * 300)]) == {}
