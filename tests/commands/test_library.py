"""`giadesk library …` on a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from giadesk import cli
from giadesk.places import library_file
from giadesk.store import Library
from tests.samples.library import library_of


@pytest.fixture
def library() -> Path:
    path = library_file()
    library_of(path, 12)
    return path


def test_without_a_library_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["library", "list"]) == 0
    assert "还没有建立" in capsys.readouterr().out
    assert not library_file().exists()
    assert cli.main(["library", "check"]) == 3


@pytest.mark.usefixtures("library")
def test_list_and_search(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["library", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 12
    assert cli.main(["library", "search", "柳荫"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "共1份"
    assert "柳荫" in out
    assert cli.main(["library", "search"]) == 2


def test_backup_damage_check_restore(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "备份.db"
    assert cli.main(["library", "backup", str(copy)]) == 0
    assert cli.main(["library", "check"]) == 0
    data = bytearray(library.read_bytes())
    place = data.find("培训".encode(), len(data) // 2)
    data[place : place + 3] = "陪".encode()
    library.write_bytes(data)
    assert cli.main(["library", "check"]) == 4
    assert "损坏" in capsys.readouterr().err
    assert cli.main(["library", "restore", str(copy)]) == 0
    assert "保留在" in capsys.readouterr().out
    assert cli.main(["library", "check"]) == 0
    with Library.open(library) as restored:
        assert len(restored.entries()) == 12


@pytest.mark.usefixtures("library")
def test_restore_refuses_what_is_no_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "信.db"
    wrong.write_text("不是报告库", "utf-8")
    before = library_file().read_bytes()
    assert cli.main(["library", "restore", str(wrong)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert library_file().read_bytes() == before
