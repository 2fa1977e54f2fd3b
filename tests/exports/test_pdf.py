"""The pages drawn by Qt: what is on them, the outline, the text that is copied out of them."""

from __future__ import annotations

import unicodedata

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from giadesk.core.blocks import Document, Heading
from giadesk.core.document import blocks_of
from giadesk.core.errors import StorageFailed
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.exports.pdf import PAGE, Mark, pages, used_face, write_pdf
from giadesk.exports.pdf.outline import with_outline
from giadesk.exports.profile import load_profile
from tests.samples.reports import all_forms, full_report

pytestmark = pytest.mark.usefixtures("qapp")


def text_of(path):
    """All text of a PDF without white space."""
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
def test_every_character_of_the_report_is_on_its_pages_and_can_be_copied(form, tmp_path):
    report = full_report(
        form, "largest", free_table=True, attachments=("核实说明",), characters=2000
    )
    write_pdf(report, form, tmp_path / "r.pdf")
    text = "".join(text_of(tmp_path / "r.pdf"))
    wanted = set("".join("".join(t.split()) for t in Document(blocks_of(report, form)).text()))
    assert wanted <= set(text)
    # 人, not the radical ⼈ that looks the same
    assert not [c for c in text if 0x2E80 <= ord(c) <= 0x2FDF]
    assert unicodedata.normalize("NFC", text) == text
    for sentence in ("信息公开指南于3月12日重新编制", "答复前由党政办、司法所和承办站所会商"):
        assert sentence in text


def test_the_outline_has_every_heading_on_its_page(tmp_path, form):
    report = full_report(form)
    write_pdf(report, form, tmp_path / "r.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "r.pdf")
    found = [(e.level + 1, e.get_title(), e.get_dest().get_index()) for e in document.get_toc()]
    headings = [b for b in blocks_of(report, form) if isinstance(b, Heading)]
    assert [(level, title) for level, title, _ in found] == [
        (b.level, b.number + b.text) for b in headings
    ]
    texts = ["".join(p.get_textpage().get_text_bounded().split()) for p in document]
    assert document.get_metadata_dict()["Title"].startswith("禾岭县银杏镇人民政府2025年")
    document.close()
    for _, title, page in found:
        assert title in texts[page]


def test_a_pdf_of_another_make_is_left_as_it_is():
    assert with_outline(b"%PDF-1.4 nothing", [Mark(1, "一、", 0)]) == b"%PDF-1.4 nothing"


def test_the_pages_of_the_preview_are_those_of_the_file(tmp_path, form):
    report = full_report(form)
    found = pages(report, form)
    write_pdf(report, form, tmp_path / "r.pdf")
    assert len(text_of(tmp_path / "r.pdf")) == len(found.pages)
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    image = QImage(round(PAGE.width()), round(PAGE.height()), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    found.pages[0].paint(painter)
    painter.end()
    dark = [
        (x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
        if image.pixelColor(x, y).lightness() < 128
    ]
    point = 72 / 25.4
    assert min(x for x, _ in dark) >= 27.5 * point
    assert max(x for x, _ in dark) <= (210 - 25.5) * point
    assert min(y for _, y in dark) >= 37 * point
    assert len(dark) > 500


def test_faces_that_are_missing_are_named_and_replaced_in_the_profile_s_order(form):
    profile = load_profile()
    replaced = dict(pages(full_report(form), form).replaced)
    for wanted, used in replaced.items():
        assert used == "" or used in profile.fonts[wanted]
        assert used_face(wanted, profile) in (used, wanted)
    assert used_face("没有这种字体", profile) == "没有这种字体"


def test_an_empty_report_is_a_page(tmp_path, form):
    report = Report(
        About(unit="银杏镇", year=2025, form=form.id), (Section("overview", "总体情况"),)
    )
    write_pdf(report, form, tmp_path / "r.pdf")
    texts = text_of(tmp_path / "r.pdf")
    assert len(texts) == 1
    assert "一、总体情况" in texts[0]
    assert "草稿" in texts[0]


@pytest.mark.parametrize("text", ["", " ", "\n", "😀𠮷" * 40, "a" * 300, "（" * 60, "，" * 90])
def test_odd_text_is_set_without_a_fault(text, tmp_path, form):
    sections = (Section("overview", text, (Paragraph(text), Paragraph(text, 2))),)
    report = Report(About(unit=text, year=2025, form=form.id, title=text, date=text), sections)
    write_pdf(report, form, tmp_path / "r.pdf")
    assert len(text_of(tmp_path / "r.pdf")) >= 1


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path, form):
    with pytest.raises(StorageFailed, match="文件夹不存在"):
        write_pdf(full_report(form), form, tmp_path / "gone" / "r.pdf")
    assert list(tmp_path.iterdir()) == []
