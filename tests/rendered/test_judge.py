"""Every fixture keeps its profile, and what does not is found, whoever made the file."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from giadesk.exports.profile import load_profile
from tests.rendered.conftest import FIXTURES, convert
from tests.rendered.judge import faults_of, main
from tests.rendered.measure import MM, pages_of

pytestmark = pytest.mark.rendered

# at half a point more than the profile's grid is made for, the characters are squeezed
KEPT = [name for name in FIXTURES if not name.endswith("too-high")]


@pytest.mark.parametrize("name", KEPT)
def test_every_fixture_keeps_its_profile(rendered, name):
    assert faults_of(rendered.pages(name), FIXTURES[name][2]) == []


def test_no_mark_is_lost_where_a_line_ends(rendered):
    """LibreOffice drops one in forty of the marks that hang behind a justified line; ours hang none."""
    with zipfile.ZipFile(rendered.folder / "marks.docx") as file:
        written = "".join(etree.fromstring(file.read("word/document.xml")).itertext())
    printed = Counter(g["text"] for p in rendered.pages("marks") for x in p.lines for g in x.glyphs)
    for mark in "，。、；：”》":
        assert written.count(mark) > 20
        assert printed[mark] == written.count(mark), mark
    pages = rendered.pages("marks")
    ends = [line for page in pages for line in page.body if line.glyphs[-1]["text"] in "，。、；："]
    assert len(ends) > 50
    assert all(max(g["x1"] for g in line.glyphs) / MM < 210 - 26 + 0.4 for line in ends)


PLANTED = {
    "页码": ("word/document.xml", 'w:footer="1442"', 'w:footer="708"', "一字线在版心下"),
    "页边": ("word/document.xml", 'w:left="1587"', 'w:left="1440"', "超出28.0毫米的页边"),
    "行距": ("word/styles.xml", 'w:line="579"', 'w:line="560"', "行距"),
    "单双页": ("word/settings.xml", "<w:evenAndOddHeaders/>", "", "页码左边在"),
    "表头": ("word/document.xml", "<w:tblHeader/>", "", "续表没有重复表头"),
    "标题": ("word/document.xml", "<w:body>", "<w:body>", "上页末行是标题"),
    "字距": ("word/styles.xml", '<w:spacing w:val="-5"/>', "", "满行27字，应为28字"),
    "列宽": ("word/document.xml", '<w:jc w:val="center"/>', '<w:jc w:val="left"/><w:tblInd w:w="600" w:type="dxa"/>', "超出版心"),
}  # fmt: skip


def planted(fault: str, rendered, folder: Path) -> Path:
    """A document of ours with a fault planted: everywhere where the old words stand."""
    part, old, new, _ = PLANTED[fault]
    source = {"表头": "gia-2014", "字距": "hanzi-gbt9704", "行距": "hanzi-gbt9704"}.get(
        fault, "plain"
    )
    target = folder / f"{fault}.docx"
    with zipfile.ZipFile(rendered.folder / f"{source}.docx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts[part].decode()
    assert old in text
    text = text.replace(old, new)
    if fault == "行距":  # the pitch of the grid, which LibreOffice obeys, with that of the lines
        body = parts["word/document.xml"].decode()
        parts["word/document.xml"] = body.replace('w:linePitch="579"', 'w:linePitch="560"').encode()
    if fault == "标题":  # a page break right behind a heading
        heading = re.search(r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>.*?</w:p>', text)
        assert heading is not None
        page = '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:pageBreakBefore/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
        text = text.replace(heading[0], heading[0] + page)
    parts[part] = text.encode()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target


@pytest.fixture(scope="module")
def faulty(rendered, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faulty")
    convert([planted(fault, rendered, folder) for fault in PLANTED], folder)
    return folder


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(faulty, fault):
    found = faults_of(pages_of(faulty / f"{fault}.pdf", load_profile()), load_profile())
    assert any(PLANTED[fault][3] in line for line in found), found


@pytest.mark.parametrize(
    ("name", "profile", "said"),
    [
        ("hanzi-gbt9704-ink", "gbt9704", "首行基线"),
        ("hanzi-local-28", "gbt9704", "行距28.0磅，应为28.95磅"),
        ("hanzi-gbt9704", "local-33", "行距28.9磅，应为33.00磅"),
        ("gia-2021-book", "gbt9704", "纸张297.0×210.0毫米"),
    ],
)
def test_pages_of_another_layout_do_not_pass(rendered, name, profile, said):
    pages = pages_of(rendered.pdf(name), load_profile(profile))
    assert any(said in fault for fault in faults_of(pages, load_profile(profile)))


def test_a_person_is_told_page_by_page(rendered, faulty, capsys, tmp_path):
    assert main([str(rendered.pdf("plain"))]) == 0
    out = capsys.readouterr().out
    assert "22 行 × 28 字" in out
    assert "第2页：正文" in out
    assert "不符0处" in out
    assert main([str(faulty / "页码.pdf"), "gbt9704"]) == 1
    assert "不符　第1页" in capsys.readouterr().out
    assert main([]) == 2
    shutil.copy(rendered.pdf("one-page"), tmp_path / "报告.pdf")
    assert main([str(tmp_path / "报告.pdf")]) == 0


def test_the_one_page_report_is_one_page_and_the_long_one_forty(rendered):
    assert len(rendered.pages("one-page")) == 1
    document = pypdfium2.PdfDocument(rendered.pdf("forty"))
    assert 36 <= len(document) <= 50
    document.close()
