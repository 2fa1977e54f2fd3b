"""What may not be opened is refused with a sentence that says what, why and what to do."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from giadesk.core.errors import InputRefused
from giadesk.imports import open_report, read_blocks
from giadesk.imports.gate import MAX_MEMBERS, sniff
from tests.imports.files import compound, docx, p, wrap, zipped


def refusal(path) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_blocks(path)
    error = caught.value
    assert error.what
    assert error.why
    assert error.remedy
    assert error.exit_status == 3
    return error


def at(tmp_path, data: bytes, name: str = "甲.docx"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(p("甲")), "docx"),
        (zipped({"xl/workbook.xml": "<x/>"}), "xlsx"),
        (zipped({"manifest.json": "{}", "report.json": "{}"}), "gia"),
        (compound("WordDocument"), "doc"),
        (compound("Workbook"), "xls"),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1 x}", "rtf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        ("<table><tr>".encode("gb18030"), "html"),
        ("一、总体情况".encode("gb18030"), "text"),
        ("一、总体情况 2024".encode("utf-16"), "text"),
        ("一、总体情况 plain 2024".encode("utf-16-le"), "text"),
    ],
)
def test_the_kind_is_told_by_content(data, kind):
    assert sniff(data, "甲.doc") == kind


def test_damaged_and_cut_files(tmp_path):
    whole = docx(p("正文" * 500))
    for data in (whole[: len(whole) // 2], b"PK\x03\x04" + b"\x00" * 100):
        assert "损坏" in refusal(at(tmp_path, data)).why


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.docx")
    assert "不是普通文件" in refusal(tmp_path / "pipe.docx").why


def test_empty_missing_and_folder(tmp_path):
    assert "空" in refusal(at(tmp_path, b"")).why
    assert "不存在" in refusal(tmp_path / "没有.docx").why
    assert "文件夹" in refusal(tmp_path).why


def test_encrypted_files(tmp_path):
    assert "密码" in refusal(at(tmp_path, compound("EncryptedPackage", "EncryptionInfo"))).why


def test_a_zip_bomb(tmp_path):
    bomb = zipped({"word/document.xml": b" " * (40 << 20)})
    assert "压缩炸弹" in refusal(at(tmp_path, bomb)).why


def test_sizes_that_lie_do_not_help_a_bomb(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (8 << 20))
    data = bytearray(buffer.getvalue())
    size = (8 << 20).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    refusal(at(tmp_path, bytes(data)))


def test_too_many_members(tmp_path):
    data = zipped({"word/document.xml": "<x/>"} | {f"m{i}": "" for i in range(MAX_MEMBERS)})
    assert "部件" in refusal(at(tmp_path, data)).why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_doctype_in_any_part(tmp_path, part, encoding):
    parts = {"word/document.xml": wrap("document", f"<w:body>{p('甲')}</w:body>")}
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    )
    data = zipped(parts | {part: declared.encode(encoding)})
    assert "DOCTYPE" in refusal(at(tmp_path, data)).why


def test_other_zips_and_binaries(tmp_path):
    assert "压缩包" in refusal(at(tmp_path, zipped({"a.txt": "x"}))).why
    assert refusal(at(tmp_path, bytes(range(256)) * 8, "甲.txt"))


def test_a_document_that_is_no_report(tmp_path, forms):
    with pytest.raises(InputRefused) as caught:
        open_report(at(tmp_path, docx(p("会议通知") + p("请准时到会。"))), forms)
    assert "年度报告" in caught.value.why
    assert "甲.docx" in caught.value.what
