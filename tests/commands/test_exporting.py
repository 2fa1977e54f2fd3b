"""`giadesk export` of one report with annexes, and of many into a folder."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from giadesk import cli
from giadesk.exports.excel import write_xlsx
from giadesk.exports.naming import PATTERN_KEY
from giadesk.exports.package import write_package
from giadesk.exports.word import write_docx
from giadesk.places import library_file
from giadesk.store import Library
from tests.exports.conftest import xml_of
from tests.samples.reports import form_of, full_report


@pytest.fixture
def run(capsys):
    """Run a command in this process: its status, what it prints, what it says."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return call


@pytest.fixture
def handed(tmp_path):
    """A folder with two good reports, one of them as .docx, and a damaged file between them."""
    folder = tmp_path / "报送"
    folder.mkdir()
    form = form_of()
    report = full_report(form, characters=600)
    write_package(report, form, folder / "1.gia")
    (folder / "2.docx").write_bytes(b"PK\x03\x04 damaged")
    other = report.with_about(unit="禾岭县梧桐镇人民政府", signature="")
    write_docx(other, form, folder / "3.docx")
    return folder


def test_files_are_named_as_the_office_keeps_it_unless_told_otherwise(run, tmp_path):
    form = form_of()
    write_package(full_report(form, characters=600), form, tmp_path / "r.gia")

    def names(*more: str) -> list[str]:
        shutil.rmtree(tmp_path / "o", ignore_errors=True)
        status, _, err = run(
            "export",
            tmp_path / "r.gia",
            "--out",
            tmp_path / "o",
            "--kinds",
            "xlsx",
            "--force",
            *more,
        )
        assert status == 0
        return [*(p.name for p in (tmp_path / "o").iterdir()), err]

    with Library.open(library_file()) as library:
        library.set_profile({PATTERN_KEY: "07_{年度}_{内容}"})
    assert names() == ["07_2025_统计表.xlsx", ""]
    assert names("--names", "{年度}") == ["2025.xlsx", ""]
    with Library.open(library_file()) as library:
        library.set_profile({PATTERN_KEY: "{单位}{年份}"})
    name, said = names()
    assert name == "禾岭县银杏镇人民政府2025年政府信息公开工作年度报告.xlsx"
    assert "本单位资料里的文件名式样“{单位}{年份}”不能用" in said


def test_the_same_report_twice_and_the_longest_name_have_files_of_their_own(run, tmp_path):
    form = form_of()
    report = full_report(form, characters=600).with_about(
        unit="凤栖梧桐自治县白鹭洲高新技术产业园区" * 6, signature=""
    )
    for name in ("1", "2"):
        write_package(report, form, tmp_path / f"{name}.gia")
    status, out, _ = run(
        "export", tmp_path / "1.gia", tmp_path / "2.gia", "--out", tmp_path / "o", "--force"
    )
    assert (status, out.count("已导出")) == (0, 6)
    names = [p.name for p in (tmp_path / "o").iterdir()]
    assert len(names) == 6
    assert sum("（2）" in name for name in names) == 3
    assert all(len(name.encode()) <= 255 for name in names)


def test_many_reports_go_into_a_folder_and_a_bad_one_does_not_stop_them(run, handed, tmp_path):
    out_folder = tmp_path / "out" / "2025"
    status, out, err = run("export", handed, "--out", out_folder, "--force")
    assert status == 3
    assert "未导出" in err
    assert "2.docx" in err
    names = sorted(p.name for p in out_folder.iterdir())
    stems = [f"禾岭县{town}镇人民政府2025年政府信息公开工作年度报告" for town in ("梧桐", "银杏")]
    assert names == sorted(s + suffix for s in stems for suffix in (".docx", ".xlsx", ".gia"))
    assert out.count("已导出") == 6
    assert "共3份：导出2份" in out
    (handed / "2.docx").unlink()
    assert run("export", handed, "--out", out_folder, "--force")[0] == 0
    assert sorted(p.name for p in out_folder.iterdir()) == names


def test_a_draft_among_many_gives_one_and_is_named(run, handed, tmp_path):
    (handed / "2.docx").unlink()
    form = form_of()
    blank = full_report(form, characters=600).with_value("applications/received/natural", None)
    write_package(blank, form, handed / "2.gia")
    status, out, _ = run("export", handed, "--out", tmp_path / "out", "--kinds", "html")
    assert status == 1
    assert "（草稿：" in out
    # the same unit and year twice: both are there
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_names_kinds_and_annexes_are_what_was_asked(run, tmp_path):
    form = form_of()
    write_package(full_report(form, characters=300), form, tmp_path / "r.gia")
    status, _, _ = run(
        "export", tmp_path / "r.gia", "--out", tmp_path / "o", "--force",
        "--kinds", "docx,sheet,bundle", "--names", "{年度}{内容}", "--annexes", "审签单,统计表",
    )  # fmt: skip
    assert status == 0
    names = sorted(p.name for p in (tmp_path / "o").iterdir())
    assert names == ["2025审签单.docx", "2025报告.docx", "2025报送材料.zip"]
    text = "".join(xml_of(tmp_path / "o" / "2025报告.docx", "word/document.xml").itertext())
    assert "附件1审签单" in text
    assert "附件2统计表" in text
    assert "核实说明" not in text
    with zipfile.ZipFile(tmp_path / "o" / "2025报送材料.zip") as file:
        assert file.namelist() == ["2025报告.docx", "2025统计表.xlsx", "2025数据包.gia"]


def test_one_report_s_bundle_and_sheet(run, tmp_path):
    form = form_of()
    write_package(full_report(form, characters=300), form, tmp_path / "r.gia")
    sheet, bundle = tmp_path / "s.docx", tmp_path / "b.zip"
    status, out, _ = run(
        "export", tmp_path / "r.gia", "--sheet", sheet, "--bundle", bundle, "--force"
    )
    assert status == 0
    assert out.splitlines() == [f"已导出 {sheet}", f"已导出 {bundle}"]
    assert "审签单" in "".join(xml_of(sheet, "word/document.xml").itertext())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "至少给出 --docx"),
        (("second.gia", "--docx", "x.docx"), "用 --out 指定文件夹"),
        (("--out", "o", "--kinds", "docx,doc"), "没有种类“doc”"),
        (("--out", "o", "--docx", "x.docx"), "--out 不能与单个文件的选项同用"),
        (("--docx", "x.docx", "--annexes", "封面"), "没有附件“封面”"),
        (("--out", "o", "--names", "{单}"), "没有“{单}”"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(run, tmp_path, options, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    form = form_of()
    write_package(full_report(form, characters=100), form, tmp_path / "r.gia")
    status, _, err = run("export", "r.gia", *options)
    assert status == 2
    assert said in err
    assert [p.name for p in tmp_path.iterdir()] == ["r.gia"]


def test_a_folder_that_is_a_file_is_a_failure_of_the_disk(run, tmp_path):
    form = form_of()
    write_package(full_report(form, characters=100), form, tmp_path / "r.gia")
    shutil.copy(tmp_path / "r.gia", tmp_path / "o")
    status, _, err = run("export", tmp_path / "r.gia", "--out", tmp_path / "o")
    assert status == 4
    assert "不是文件夹" in err


def test_a_fault_of_ours_on_one_report_is_told_after_the_others(run, handed, tmp_path, monkeypatch):
    (handed / "2.docx").unlink()
    form = form_of()
    write_xlsx(full_report(form, characters=100), form, handed / "4.xlsx")
    from giadesk.core import document

    real = document.title_of
    seen: list[str] = []

    def broken(report, form):
        seen.append(report.unit)
        if report.unit == "禾岭县梧桐镇人民政府":
            raise ZeroDivisionError
        return real(report, form)

    monkeypatch.setattr("giadesk.exports.annexes.title_of", broken)
    status, out, err = run("export", handed, "--out", tmp_path / "o", "--kinds", "docx", "--force")
    assert status == 4
    assert "程序内部错误" in err
    assert "未导出1份" in out
    assert len(list(Path(tmp_path / "o").iterdir())) == 2
