"""The .docx as XML: layout.md 4.1, asserted on every sample (no office program needed)."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giadesk.core.errors import StorageFailed
from giadesk.core.report import About, Paragraph, Report, Section
from giadesk.exports.profile import load_profile, parse_profile
from giadesk.exports.word import write_docx
from giadesk.places import shipped
from tests.exports.conftest import parts_of, xml_of
from tests.samples.reports import all_forms, form_of, full_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AMBIGUOUS = set("“”‘’…—·×")
ROOT = Path(__file__).resolve().parents[2]
FORMS = all_forms()


def values(element, tag):
    found = element.find(f".//{W}{tag}")
    return {} if found is None else {k.removeprefix(W): v for k, v in found.attrib.items()}


@pytest.fixture(scope="module", params=["plain", "largest", "zero", "long"])
def written(request, tmp_path_factory):
    """A full report of today's form, written; also with attachments and a free table."""
    form = form_of()
    path = tmp_path_factory.mktemp("word") / f"{request.param}.docx"
    long = request.param == "long"
    report = full_report(
        form,
        request.param,
        status="draft" if request.param == "zero" else "final",
        free_table=long,
        attachments=("核实说明", "统计表") if long else (),
    )
    write_docx(report, form, path)
    return path


def test_page_grid_and_margins_are_those_of_the_standard(written):
    section = xml_of(written, "word/document.xml").find(f"{W}body/{W}sectPr")
    assert values(section, "pgSz") == {"w": "11906", "h": "16838"}
    margins = values(section, "pgMar")
    assert [margins[k] for k in ("top", "bottom", "left", "right", "footer")] == [
        "2098", "1984", "1587", "1474", "1442",
    ]  # fmt: skip
    assert values(section, "docGrid") == {"type": "lines", "linePitch": "579"}


def test_every_body_line_has_the_grid_s_pitch_or_leaves_the_grid(written):
    styles = {
        s.get(f"{W}styleId"): s for s in xml_of(written, "word/styles.xml").findall(f"{W}style")
    }

    def setting(paragraph, name):
        """The property by paragraph, style, and the styles it is based on."""
        found = paragraph.find(f"{W}pPr/{W}{name}")
        style = styles[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        while found is None and style is not None:
            found = style.find(f"{W}pPr/{W}{name}")
            base = style.find(f"{W}basedOn")
            style = styles[base.get(f"{W}val")] if base is not None else None
        return found

    paragraphs = xml_of(written, "word/document.xml").findall(f".//{W}p")
    assert len(paragraphs) > 300
    for paragraph in paragraphs:
        spacing = setting(paragraph, "spacing")
        assert spacing.get(f"{W}lineRule") == "exact"
        snap = setting(paragraph, "snapToGrid")
        off = snap is not None and snap.get(f"{W}val") == "0"
        assert off or spacing.get(f"{W}line") == "579"
        if next(paragraph.iterancestors(f"{W}tc"), None) is not None:
            assert off


def test_faces_are_named_four_times_and_never_by_theme(written):
    for name, content in parts_of(written).items():
        assert b"Theme=" not in content, name
        assert b"cstheme" not in content, name
    for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        for fonts in xml_of(written, part).iter(f"{W}rFonts"):
            assert {f"{W}{n}" for n in ("ascii", "hAnsi", "eastAsia", "cs")} <= set(fonts.attrib)
    assert not any("theme" in name for name in parts_of(written))


def test_quotes_and_dashes_are_in_a_chinese_face_whatever_the_renderer(written):
    seen = set()
    for run in xml_of(written, "word/document.xml").iter(f"{W}r"):
        text = "".join(run.itertext())
        if set(text) & AMBIGUOUS:
            fonts = run.find(f"{W}rPr/{W}rFonts")
            names = {fonts.get(f"{W}{n}") for n in ("ascii", "hAnsi", "eastAsia", "cs")}
            assert len(names) == 1
            assert names != {"Times New Roman"}
            assert fonts.get(f"{W}hint") == "eastAsia"
            assert not re.search(r"[A-Za-z0-9]", text) or names == {"方正小标宋简体"}
            seen |= set(text) & AMBIGUOUS
    assert seen >= set("“”…—")


def test_tables_are_as_wide_as_their_columns_and_heads_are_repeated(written):
    tables = xml_of(written, "word/document.xml").findall(f".//{W}tbl")
    assert len(tables) >= 3
    for table in tables:
        assert values(table, "tblLayout") == {"type": "fixed"}
        columns = [int(c.get(f"{W}w")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert sum(columns) == int(values(table, "tblW")["w"]) == 8845
        heads = []
        for row in table.findall(f"{W}tr"):
            place = 0
            for cell in row.findall(f"{W}tc"):
                span = int(values(cell, "gridSpan").get("val", 1))
                assert int(values(cell, "tcW")["w"]) == sum(columns[place : place + span])
                place += span
            assert place == len(columns)
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            assert values(row, "trHeight")["hRule"] == "atLeast"
            heads.append(row.find(f"{W}trPr/{W}tblHeader") is not None)
        assert heads == sorted(heads, reverse=True)  # contiguous from the first
    dense = tables[1]
    repeated = dense.findall(f"{W}tr/{W}trPr/{W}tblHeader")
    assert len(repeated) == 3


def test_page_numbers_alternate_and_the_settings_are_word_s_current_ones(written):
    root = xml_of(written, "word/settings.xml")
    assert root.find(f"{W}evenAndOddHeaders") is not None
    modes = {c.get(f"{W}name"): c.get(f"{W}val") for c in root.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"
    section = xml_of(written, "word/document.xml").find(f"{W}body/{W}sectPr")
    kinds = [f.get(f"{W}type") for f in section.findall(f"{W}footerReference")]
    assert kinds == ["default", "even"]
    odd, even = xml_of(written, "word/footer1.xml"), xml_of(written, "word/footer2.xml")
    assert values(odd, "jc") == {"val": "right"}
    assert values(odd, "ind") == {"rightChars": "100", "right": "280"}
    assert values(even, "jc") == {"val": "left"}
    assert "".join(odd.itertext()) == "—  PAGE 1 —"


def test_headings_are_word_s_own_for_the_navigation_pane(written):
    names = {
        s.get(f"{W}styleId"): values(s, "name")["val"]
        for s in xml_of(written, "word/styles.xml").findall(f"{W}style")
    }
    assert [names[f"Heading{n}"] for n in range(1, 5)] == [f"heading {n}" for n in range(1, 5)]
    document = docx.Document(str(written))
    heads = [p.text for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert heads[0] == "一、总体情况"
    assert len(heads) == 6
    run_in = next(p for p in document.paragraphs if p.style.style_id == "Heading2")
    faces = {r._r.rPr.rFonts.get(f"{W}eastAsia") for r in run_in.runs}
    assert faces == {"楷体_GB2312", "仿宋_GB2312"}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_every_paragraph_and_figure_of_every_form_is_in_the_file(form, tmp_path):
    report = full_report(form, "largest")
    write_docx(report, form, tmp_path / "r.docx")
    text = "".join(xml_of(tmp_path / "r.docx", "word/document.xml").itertext())
    for value in report.values.values():
        assert (value if isinstance(value, str) else f"{value:f}") in text
    for section in report.sections:
        for paragraph in section.paragraphs:
            assert paragraph.text in text


def test_the_same_report_gives_the_same_bytes(tmp_path, form):
    report = full_report(form)
    write_docx(report, form, tmp_path / "a.docx")
    write_docx(report, form, tmp_path / "b.docx", load_profile())
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_draft_is_marked_in_the_header_and_a_final_report_has_none(tmp_path, form):
    for status in ("draft", "review", "final"):
        path = tmp_path / f"{status}.docx"
        write_docx(full_report(form, status=status), form, path)
        parts = parts_of(path)
        heads = [name for name in parts if "header" in name]
        body = xml_of(path, "word/document.xml")
        assert "草　稿" not in "".join(body.itertext())
        if status == "final":
            assert heads == []
            assert body.findall(f".//{W}headerReference") == []
        else:
            assert len(heads) == 2
            assert all("草　稿" in parts[name].decode() for name in heads)


def test_properties_name_the_report(tmp_path, form):
    write_docx(full_report(form), form, tmp_path / "r.docx")
    properties = docx.Document(str(tmp_path / "r.docx")).core_properties
    assert properties.title == "禾岭县银杏镇人民政府2025年政府信息公开工作年度报告"
    assert properties.author == "禾岭县银杏镇人民政府"
    assert properties.language == "zh-CN"
    assert (properties.created.year, properties.created.month) == (2026, 1)
    assert properties.content_status == "定稿"


def test_another_profile_changes_page_styles_and_footers(tmp_path, form):
    own = parse_profile(
        '[about]\nname = "本地"\nbased_on = "gbt9704"\n[page]\ntop = 35\nleft = 27\nright = 27\n'
        'bottom = 33\n[grid]\nline = 29\n[body]\nfont = "方正仿宋_GBK"\nlatin = ""\n'
        '[page_number]\nstyle = "center"\n[heading3]\nbold = true\n',
        "own",
    )
    write_docx(full_report(form), form, tmp_path / "r.docx", own)
    section = xml_of(tmp_path / "r.docx", "word/document.xml").find(f"{W}body/{W}sectPr")
    assert values(section, "docGrid")["linePitch"] == "580"
    assert values(section, "pgMar")["left"] == "1531"
    text = b"".join(parts_of(tmp_path / "r.docx").values()).decode("utf-8", "ignore")
    assert "方正仿宋_GBK" in text
    assert "Times New Roman" not in text
    assert values(xml_of(tmp_path / "r.docx", "word/footer2.xml"), "jc") == {"val": "center"}


def test_the_template_is_what_its_script_makes(tmp_path):
    script = runpy.run_path(str(ROOT / "packaging" / "make_template.py"))
    script["write_zip"](tmp_path / "report.docx", script["template_parts"](load_profile()))
    shipped_template = shipped("resources") / "report.docx"
    assert (tmp_path / "report.docx").read_bytes() == shipped_template.read_bytes()


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path, form):
    with pytest.raises(StorageFailed, match="文件夹不存在"):
        write_docx(full_report(form), form, tmp_path / "gone" / "r.docx")
    assert list(tmp_path.iterdir()) == []


HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'\x00\x0b\ufffe\n\t“”—…&amp;")),
    max_size=60,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE, st.integers(0, 4))
def test_any_text_is_written_as_text(tmp_path, form, text, level):
    level = 0 if level == 1 else level
    report = Report(
        About(unit="银杏镇", year=2025, form=form.id, signature=text, date=text),
        sections=(Section("overview", text, (Paragraph(text, level=level),)),),
    )
    path = tmp_path / "r.docx"
    write_docx(report, form, path)
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\n\t\s]", "", text)
    found = re.sub(r"\s", "", "".join(xml_of(path, "word/document.xml").itertext()))
    assert kept in found
    docx.Document(str(path))


def test_the_last_text_stays_with_what_is_signed(tmp_path, form):
    """Also where it is a heading that runs into its text: else the signature has a page to itself."""
    for last in (Paragraph("全文完。"), Paragraph("监督保障。全年没有责任追究的情形。", level=2)):
        section = Section("overview", "总体情况", (last,))
        about = About(
            unit="银杏镇", year=2025, form=form.id, date="2026年1月8日", attachments=("表",)
        )
        write_docx(Report(about, (section,)), form, tmp_path / "r.docx")
        paragraphs = xml_of(tmp_path / "r.docx", "word/document.xml").findall(f"{W}body/{W}p")
        before_signature = paragraphs[-4:-1]
        for paragraph in before_signature[:2]:
            keep = paragraph.find(f"{W}pPr/{W}keepNext")
            style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            assert keep is not None or style.startswith("Heading")
            assert keep is None or keep.get(f"{W}val") != "0"
