"""Every fixture converted in one call of LibreOffice, with a profile folder of its own.

GIADESK_RENDER=long (`make render`) renders every form with the longest names, the largest figures and
nothing but noughts, each also by ourselves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from giadesk.core.report import Paragraph, Report
from giadesk.exports.excel import write_xlsx
from giadesk.exports.pdf import write_pdf
from giadesk.exports.profile import Profile, load_profile, parse_profile, profile_names
from giadesk.exports.word import write_docx
from tests.rendered.measure import Page, pages_of
from tests.samples.reports import Variant, form_of, full_report

BROKEN = '[about]\nname = "表格可跨页"\nbased_on = "gbt9704"\n[table]\nkeep_whole = false\n'
TOO_HIGH = '[about]\nname = "29磅"\nbased_on = "gbt9704"\n[grid]\nline = 29\n[body]\nsize = 16.5\n'
SEALED = '[about]\nname = "加盖印章"\nbased_on = "gbt9704"\n[signature]\nsealed = true\n'


LONG = os.environ.get("GIADESK_RENDER") == "long"
VARIANTS: tuple[Variant, ...] = ("largest", "zero", "long")
_HANZI = "山水林田湖草沙体保护修复城乡街巷村居公开信息工作报告依法申请年度机关制度办理答复群众"


def marks(paragraphs: int) -> Report:
    """Random clauses of every length with a mark behind each, so that marks hang at line ends."""
    chance = Random(9704)

    def clause() -> str:
        text = "".join(chance.choices(_HANZI, k=chance.randint(1, 40)))
        return text + chance.choice(("，", "，", "。", "、", "；", "：", "》，", "2025年，", "”。"))

    texts = ["".join(clause() for _ in range(12)) for _ in range(paragraphs)]
    report = full_report(form_of(), "zero")
    paras = tuple(Paragraph(t, level=2 if n % 5 == 4 else 0) for n, t in enumerate(texts))
    section = msgspec.structs.replace(report.sections[1], paragraphs=paras)
    return msgspec.structs.replace(report, sections=(section,), values={})


def short() -> Report:
    """A report of one page: two sections of a sentence each, signed."""
    report = full_report(form_of("gia-2008"), characters=200)
    sections = tuple(
        msgspec.structs.replace(s, paragraphs=(Paragraph("全年没有应当公开而未公开的政府信息。"),))
        for s in report.sections[1:3]
    )
    return msgspec.structs.replace(report, sections=sections, values={})


def plain_text(characters: int) -> Report:
    """A report of nothing but hanzi without punctuation, in paragraphs of two hundred."""
    report = full_report(form_of(), "zero")
    text = "山水林田湖草沙一体保护修复城乡街巷村居" * 11
    paragraphs = tuple(Paragraph(text[:200]) for _ in range(characters // 200))
    overview = msgspec.structs.replace(report.sections[1], paragraphs=paragraphs)
    return msgspec.structs.replace(report, sections=(overview,), values={})


def fixtures() -> dict[str, tuple[Report, str, Profile]]:
    """Name to report, form and profile."""
    standard = load_profile()
    broken, sealed = parse_profile(BROKEN, "broken"), parse_profile(SEALED, "sealed")
    today = form_of()
    long = ("核实说明", "政府信息公开情况统计表以及与之相关的各类补充材料和数据来源说明文件清单")
    found: dict[str, tuple[Report, str, Profile]] = {
        "plain": (full_report(today), today.id, standard),
        "largest": (full_report(today, "largest"), today.id, standard),
        "zero": (full_report(today, "zero", status="draft"), today.id, standard),
        "long": (
            full_report(today, "long", free_table=True, attachments=long),
            today.id,
            standard,
        ),
        "broken": (full_report(today, "largest"), today.id, broken),
        "sealed": (full_report(today, characters=400), today.id, sealed),
        "forty": (full_report(today, characters=19000), today.id, standard),
    }
    for name in profile_names():
        found[f"hanzi-{name}"] = (plain_text(1800), today.id, load_profile(name))
    found["marks"] = (marks(240 if LONG else 60), today.id, standard)
    found["one-page"] = (short(), "gia-2008", standard)
    narrow = parse_profile(TOO_HIGH, "narrow")
    found["hanzi-too-high"] = (plain_text(1800), today.id, narrow)
    for form_id in ("gia-2008", "gia-2014", "gia-2014-shandong", "gia-2019"):
        form = form_of(form_id)
        found[form_id] = (full_report(form, characters=1500), form_id, standard)
        for variant in VARIANTS if LONG else ():
            report = full_report(form, variant, characters=800, free_table=variant == "long")
            found[f"{form_id}-{variant}"] = (report, form_id, standard)
    return found


FIXTURES = fixtures()
BY_QT = (
    "hanzi-gbt9704",
    "hanzi-gbt9704-ink",
    "plain",
    "largest",
    "zero",
    "long",
    "broken",
    "sealed",
    "gia-2014",
)
"""Fixtures whose .pdf is also drawn by ourselves, as `qt-NAME`; the same is asked of both."""
FIXTURES.update({f"qt-{name}": FIXTURES[name] for name in (FIXTURES if LONG else BY_QT)})


class Rendered:
    """The PDFs of all fixtures, and their pages measured."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages: dict[str, list[Page]] = {}

    def pdf(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def pages(self, name: str) -> list[Page]:
        if name not in self._pages:
            profile = FIXTURES[name][2] if name in FIXTURES else load_profile()
            self._pages[name] = pages_of(self.pdf(name), profile)
        return self._pages[name]


def convert(files: list[Path], folder: Path, kind: str = "pdf") -> None:
    """Convert files by LibreOffice in one call. Skips the test where it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice 未安装，不能测量版面（make test 会安装）")
    profile = (folder / "office").as_uri()
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "HOME": str(folder)}
    subprocess.run(
        [
            office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
            "--outdir", str(folder), *map(str, files),
        ],
        check=True, capture_output=True, timeout=600 if LONG else 110, env=environment,
    )  # fmt: skip


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Rendered:
    folder = tmp_path_factory.mktemp("rendered")
    files = []
    for name, (report, form_id, profile) in FIXTURES.items():
        if name.startswith("qt-"):
            write_pdf(report, form_of(form_id), folder / f"{name}.pdf", profile)
            continue
        path = folder / f"{name}.docx"
        write_docx(report, form_of(form_id), path, profile)
        files.append(path)
    for form_id in ("gia-2021", "gia-2014"):
        path = folder / f"{form_id}-book.xlsx"
        write_xlsx(full_report(form_of(form_id), "largest"), form_of(form_id), path)
        files.append(path)
    convert(files, folder)
    missing = [f.stem for f in files if not (folder / f"{f.stem}.pdf").exists()]
    assert missing == []
    return Rendered(folder)
