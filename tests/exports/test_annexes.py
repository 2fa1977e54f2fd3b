"""审签单, 核实说明, 统计表 behind a report, and the 审签单 alone: the same in Word, PDF and web page."""

from __future__ import annotations

import msgspec
import pypdfium2
import pytest

from giadesk.checks.run import check_report
from giadesk.core.blocks import Grid
from giadesk.core.report import Explanation, Paragraph, SignOff
from giadesk.exports import write_report, write_sign_off
from giadesk.exports.annexes import ANNEX_KINDS, contents_of, review_of, sign_off_sheet
from giadesk.exports.profile import parse_profile
from tests.exports.conftest import xml_of
from tests.exports.test_schema import faults_of
from tests.samples.reports import all_forms, form_of, full_report

pytestmark = pytest.mark.usefixtures("qapp")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REASON = "已与经办站所核对，台账齐全，<情况属实>。"


@pytest.fixture(scope="module")
def signed():
    """A report with a finding explained, two of three signatures, and what the checks say of it."""
    form = form_of()
    report = full_report(form, characters=600, attachments=("统计表",))
    section = report.sections[1]
    text = Paragraph("主动公开政府信息总计208条，其中机构职能类12条、政策法规类26条、业务类280条。")
    report = report.with_paragraphs(section.id, (*section.paragraphs, text))
    first = next(f for f in check_report(report, form) if f.severity == "verify")
    report = msgspec.structs.replace(
        report,
        explanations=(Explanation(first.key, REASON, first.figures),),
        signoff=(
            SignOff("审核人", "王示例", "2026年1月6日", "同意报送"),
            SignOff("签发人", "李示例", "2026年1月8日", ""),
        ),
    )
    return report, form, review_of(check_report(report, form), report), first


def text_of_pdf(path):
    document = pypdfium2.PdfDocument(path)
    texts = ["".join(p.get_textpage().get_text_bounded().split()) for p in document]
    document.close()
    return texts


def text_of(kind, path):
    if kind == "pdf":
        return "".join(text_of_pdf(path))
    if kind == "docx":
        return "".join("".join(xml_of(path, "word/document.xml").itertext()).split())
    from lxml import html

    return "".join("".join(html.fromstring(path.read_bytes()).itertext()).split())


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_every_annex_says_what_the_report_holds(kind, signed, tmp_path):
    report, form, review, finding = signed
    path = tmp_path / f"r.{kind}"
    write_report(kind, report, form, path, annexes=ANNEX_KINDS, review=review)
    text = text_of(kind, path)
    for line in ("附件：1.统计表", "2.审签单", "3.核实说明"):
        assert line in text
    places = [text.rindex(mark) for mark in ("附件1统计表", "附件2审签单", "附件3核实说明")]
    assert places == sorted(places)
    for words in ("王示例", "同意报送", "2026年1月6日", "保密审查人意见：签名：年月日"):
        assert words in text
    behind = text[places[2] :]
    assert "".join(finding.message.split()) in behind
    assert REASON in behind
    assert report.section(finding.where.section).title in behind
    # the tables stand there twice: in their sections and in the annex
    assert text.count("行政规范性文件") >= 2


def test_without_being_asked_for_there_are_none(signed, tmp_path):
    report, form, review, _ = signed
    write_report("docx", report, form, tmp_path / "a.docx", review=review)
    write_report("docx", report, form, tmp_path / "b.docx", annexes=())
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert "王示例" not in text_of("docx", tmp_path / "a.docx")


def test_an_annex_stands_on_a_page_of_its_own_and_pages_count_on(signed, tmp_path):
    report, form, review, _ = signed
    write_report("pdf", report, form, tmp_path / "r.pdf", annexes=ANNEX_KINDS, review=review)
    pages = text_of_pdf(tmp_path / "r.pdf")
    begins = [n for n, page in enumerate(pages) if page.startswith("附件") and n]
    assert len(begins) == 3
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page
    document = pypdfium2.PdfDocument(tmp_path / "r.pdf")
    entries = [(e.get_title(), e.get_dest().get_index()) for e in document.get_toc()]
    document.close()
    assert entries[-3:] == [
        (f"附件{n}　{name}", page)
        for n, name, page in zip((1, 2, 3), ("统计表", "审签单", "核实说明"), begins, strict=True)
    ]
    write_report("docx", report, form, tmp_path / "r.docx", annexes=ANNEX_KINDS, review=review)
    marks = [
        p
        for p in xml_of(tmp_path / "r.docx", "word/document.xml").iter(f"{W}p")
        if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "AnnexMark"
    ]
    styles = xml_of(tmp_path / "r.docx", "word/styles.xml")
    style = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "AnnexMark")
    assert style.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert ["".join(m.itertext()) for m in marks] == ["附件1", "附件2", "附件3"]


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.id)
def test_every_form_s_annexes_are_valid_word(form, tmp_path):
    report = full_report(form, "long", free_table=True)
    write_report("docx", report, form, tmp_path / "r.docx", annexes=ANNEX_KINDS)
    write_sign_off(report, form, tmp_path / "s.docx")
    assert faults_of(tmp_path / "r.docx") == []
    assert faults_of(tmp_path / "s.docx") == []


def test_one_annex_alone_has_no_number_and_nothing_to_explain_is_said(form):
    contents = contents_of(full_report(form), form, ("explanations",))
    assert [(a.mark, a.title) for a in contents.annexes] == [("附件", "核实说明")]
    assert contents.annexes[0].blocks == (said("本报告没有需要说明的核实性审核事项。"),)


def said(text):
    from giadesk.core import blocks

    return blocks.Paragraph(text)


def test_reasons_are_printed_also_where_no_findings_are_given(signed):
    report, form, _, finding = signed
    grid = contents_of(report, form, ("explanations",)).annexes[0].blocks[0]
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.cells[4:]] == ["1", "全文", finding.code, REASON]


@pytest.mark.parametrize("suffix", ["docx", "pdf", "html"])
def test_the_sheet_alone_is_one_page_with_its_three_lines(suffix, signed, tmp_path):
    report, form, review, _ = signed
    path = tmp_path / f"s.{suffix}"
    write_sign_off(report, form, path, review=review)
    text = text_of(suffix, path)
    assert text.count("政府信息公开工作年度报告审签单") >= 1
    for words in ("审核人", "保密审查人", "签发人", "禾岭县银杏镇人民政府", "王示例", "李示例"):
        assert words in text
    assert f"核实性审核{review.verify}条，已说明1条" in text
    assert "草稿" not in text
    if suffix == "pdf":
        assert len(text_of_pdf(path)) == 1
        assert "—1—" not in text


def test_the_sheet_s_words_are_the_same_whoever_draws_it(signed):
    report, form, review, _ = signed
    grid = sign_off_sheet(report, form, review).blocks[1]
    assert isinstance(grid, Grid)
    assert {None} not in [set(line) for line in grid.matrix()]
    assert all(cell is not None for line in grid.matrix() for cell in line)


def test_a_profile_may_ask_for_annexes(signed):
    own = parse_profile(
        '[about]\nname = "县里要求"\nbased_on = "gbt9704"\n[annexes]\nsignoff = true\n', "own"
    )
    assert own.annexes.wanted == ("signoff",)
