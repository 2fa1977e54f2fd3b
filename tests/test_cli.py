"""The whole path through the command line, as somebody who measures from outside would go it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from giadesk import cli
from giadesk.sample import sample_docx


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        status = cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Result(status, out, err)

    return call


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Path:
    """This year's draft of the sample town."""
    target = tmp_path / "d.gia"
    result = run("new", "--from", sample_docx(), "--year", 2025, "-o", target)
    assert result.status == 0, result.err
    return target


def _fill(run: Run, draft: Path) -> None:
    """Every figure that is typed, consistent with last year's 结转下年度 of 1."""
    cells = run("import", draft, "--json").json["cells"]
    given = {
        "applications/received/natural": 3,
        "applications/carried_in/natural": 1,
        "applications/granted/natural": 4,
        "disclosure/normative/made": 1,
        "disclosure/normative/effective": 9,
        "disclosure/licences/decisions": 50,
        "disclosure/penalties/decisions": 11,
        "proceedings/cases/review_upheld": 1,
    }
    pairs = [f"{c['id']}={given.get(c['id'], 0)}" for c in cells if not c.get("computed")]
    totals = {c["id"] for c in cells if c["id"].endswith(("total", "/handled"))}
    result = run(
        "set", draft, *(p for p in pairs if p.split("=")[0] not in totals and "/handled/" not in p)
    )
    assert result.status == 0, result.err


def _codes(result: Result) -> list[str]:
    return [f["code"] for f in result.json["findings"] if f["severity"] == "must"]


def test_new_carries_over_and_leaves_the_rest_empty(run: Run, draft: Path) -> None:
    data = run("import", draft, "--json").json
    values = {c["id"]: c["value"] for c in data["cells"]}
    assert data["year"] == 2025
    assert data["title"] == "云岭县白鹭镇人民政府2025年政府信息公开工作年度报告"
    assert values["applications/carried_in/natural"] == "1"
    assert values["applications/carried_in/total"] == "1"
    assert values["applications/received/natural"] is None
    preamble = data["sections"][0]["paragraphs"][0]["text"]
    assert "自2025年1月1日起至2025年12月31日止" in preamble
    assert "国办函〔2020〕109号" in data["sections"][-1]["paragraphs"][0]["text"]


def test_the_whole_path(run: Run, draft: Path, tmp_path: Path) -> None:
    assert run("check", draft).status == 1
    _fill(run, draft)
    result = run("check", draft, "--json")
    assert _codes(result) == []
    assert result.status == 0
    docx, xlsx = tmp_path / "报告.docx", tmp_path / "统计表.xlsx"
    assert run("export", draft, "--docx", docx, "--xlsx", xlsx).status == 0
    before = run("import", draft, "--json").json
    after = run("import", docx, "--json").json
    assert after["unplaced"] == []
    assert [(c["id"], c["value"]) for c in after["cells"]] == [
        (c["id"], c["value"]) for c in before["cells"]
    ]
    for this, that in zip(before["sections"], after["sections"], strict=True):
        assert (this["id"], this["title"]) == (that["id"], that["title"])
        texts = [(p["level"], p["text"]) for p in this["paragraphs"]]
        assert [(p["level"], p["text"]) for p in that["paragraphs"]] == texts


def test_figures_come_back_from_the_workbook(run: Run, draft: Path, tmp_path: Path) -> None:
    _fill(run, draft)
    xlsx = tmp_path / "统计表.xlsx"
    assert run("export", draft, "--xlsx", xlsx).status == 0
    before = run("import", draft, "--json").json
    after = run("import", xlsx, "--json").json
    assert (after["year"], after["unit"]) == (2025, "云岭县白鹭镇人民政府")
    assert {c["id"]: c["value"] for c in after["cells"]} == {
        c["id"]: c["value"] for c in before["cells"]
    }


def test_a_wrong_figure_is_named_with_both_sides(run: Run, draft: Path) -> None:
    _fill(run, draft)
    assert run("set", draft, "applications/granted/natural=5").status == 0
    result = run("check", draft, "--json")
    assert result.status == 1
    found = [f for f in result.json["findings"] if f["severity"] == "must"]
    assert {f["code"] for f in found} == {"F-BALANCE"}
    natural = next(f for f in found if "自然人" in f["formula"])
    assert natural["where"]["section"] == "收到和处理政府信息公开申请情况"
    assert "applications/handled/natural" in natural["cells"]
    assert {natural["expected"], natural["actual"]} == {"4", "5"}
    assert "1" in natural["message"]


def test_all_figures_may_be_set_totals_included(run: Run, draft: Path) -> None:
    _fill(run, draft)
    cells = run("import", draft, "--json").json["cells"]
    assert run("set", draft, *(f"{c['id']}={c['value']}" for c in cells)).status == 0
    assert _codes(run("check", draft, "--json")) == []
    assert run("set", draft, "applications/received/total=9").status == 0
    assert _codes(run("check", draft, "--json")) == ["F-SUM"]


def test_export_of_a_faulty_report_says_so_and_force_does_not(
    run: Run, draft: Path, tmp_path: Path
) -> None:
    target = tmp_path / "草稿.docx"
    result = run("export", draft, "--docx", target)
    assert result.status == 1
    assert "强制性审核" in result.err
    assert target.exists()
    assert run("export", draft, "--docx", target, "--force").status == 0


def test_same_report_same_bytes(run: Run, draft: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run(
            "export",
            draft,
            "--docx",
            tmp_path / f"{name}.docx",
            "--xlsx",
            tmp_path / f"{name}.xlsx",
        )
        run("export", draft, "--package", tmp_path / f"{name}.gia")
    for suffix in ("docx", "xlsx", "gia"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["fly"], 2, "fly"),
        (["import"], 2, "缺少"),
        (["import", "no-such.docx"], 3, "找不到文件"),
        (["check", "."], 3, "是文件夹"),
        (["forms", "gia-2012"], 3, "没有名为"),
        (["set", "x.docx", "a=1"], 2, ".gia"),
    ],
)
def test_wrong_use_is_one_line(run: Run, arguments: list[str], status: int, words: str) -> None:
    result = run(*arguments)
    assert result.status == status
    assert words in result.err
    assert result.out == ""
    assert result.err.count("\n") == 1


def test_set_refuses_what_is_no_indicator_or_no_number(run: Run, draft: Path) -> None:
    before = draft.read_bytes()
    result = run("set", draft, "applications/recieved/natural=1")
    assert result.status == 3
    assert "applications/received/natural" in result.err
    assert run("set", draft, "applications/received/natural=许多").status == 3
    assert run("set", draft, "applications/received/natural=1e99").status == 3
    assert draft.read_bytes() == before
    assert run("set", draft, "requests/applications/received/natural=2").status == 0


def _damaged(good: Path, kind: str, folder: Path) -> Path:
    target = folder / f"{kind}.docx"
    match kind:
        case "truncated":
            target.write_bytes(good.read_bytes()[:2000])
        case "empty":
            target.write_bytes(b"")
        case "words":
            target.write_text("今天天气很好。" * 40, "utf-8")
        case "no-report":
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr("hello.txt", "hello")
        case "doctype":
            with zipfile.ZipFile(good) as source, zipfile.ZipFile(target, "w") as archive:
                for name in source.namelist():
                    data = source.read(name)
                    if name == "word/document.xml":
                        data = data.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
                    archive.writestr(name, data)
    return target


@pytest.mark.parametrize("kind", ["truncated", "empty", "words", "no-report", "doctype"])
def test_what_cannot_be_read_is_refused_in_a_sentence(run: Run, kind: str, tmp_path: Path) -> None:
    path = _damaged(sample_docx(), kind, tmp_path)
    target = tmp_path / "out.gia"
    result = run("import", path, "-o", target)
    assert result.status == 3, result
    assert result.err.count("\n") == 1
    assert result.err.rstrip().endswith("。")
    assert not target.exists()


def test_a_changed_package_is_refused(run: Run, draft: Path, tmp_path: Path) -> None:
    bent = tmp_path / "bent.gia"
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(bent, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(b"2025", b"2026") if "report" in name else data)
    result = run("check", bent)
    assert result.status == 3
    assert "校验" in result.err


def test_a_newer_package_is_refused_and_not_touched(run: Run, draft: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.gia"
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(newer, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(b'"giadesk": 1', b'"giadesk": 9'))
    before = newer.read_bytes()
    result = run("set", newer, "applications/received/natural=1")
    assert result.status == 3
    assert "更新版本" in result.err
    assert newer.read_bytes() == before


def test_a_target_that_cannot_be_written_is_exit_4(run: Run, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    for target in (tmp_path / "no" / "such.docx", tmp_path / "folder.docx"):
        result = run("export", draft, "--docx", target, "--force")
        assert result.status == 4
        assert "无法写入" in result.err
    assert not list(tmp_path.glob(".giadesk-*"))


@pytest.mark.skipif(os.name == "nt", reason="/dev/full is a device of Linux")
def test_a_full_disk_leaves_the_old_file(draft: Path, tmp_path: Path) -> None:
    """A limit on file size stands for the full disk: the write fails in the middle."""
    target = tmp_path / "报告.docx"
    target.write_bytes(b"old")
    limit = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " + (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); from giadesk.cli import main; "
        f"sys.exit(main(['export', {str(draft)!r}, '--docx', {str(target)!r}, '--force']))"
    )
    done = subprocess.run([sys.executable, "-c", limit], capture_output=True, text=True, timeout=60)
    assert done.returncode == 4, done.stderr
    assert "无法写入" in done.stderr
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.gia", "报告.docx"]


def test_forms_lists_ids(run: Run) -> None:
    assert "gia-2021" in run("forms").out
    assert "applications/received/natural" in run("forms", "gia-2021").out


def test_a_broken_form_file_gives_every_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("id: Bad Form\nname: 表\ntitel: x\nfrom_year: soon\nsections: 3\n", "utf-8")
    result = run("forms", "--check", path)
    assert result.status == 3
    for word in ("titel", "title", "from_year", "sections"):
        assert word in result.err


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "giadesk", "forms"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.corpus
def test_the_report_with_merged_tables(run: Run, corpus: Path) -> None:
    data = run("import", corpus / "qingshi-2024.docx", "--json").json
    expected = json.loads((corpus / "qingshi-2024.expected.json").read_text("utf-8"))
    cells = {
        (c["section"], "/".join(c["row_label"]), "/".join(c["col_label"])): c["value"]
        for c in data["cells"]
    }
    for cell in expected["cells"]:
        found = next(
            value
            for (section, row, column), value in cells.items()
            if section == cell["section"]
            and row.endswith(cell["row"])
            and column.endswith(cell["col"].removeprefix("法人或其他组织/"))
            and (cell["col"] != "其他" or column.endswith("组织/其他"))
        )
        assert found == str(cell["value"]), cell
    assert [s["title"] for s in data["sections"]] == ["引言", *expected["sections"]]
    assert data["unplaced"] == []
    assert (data["unit"], data["year"]) == (expected["unit"], expected["year"])
