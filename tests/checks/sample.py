"""Invented, consistent reports that the tests plant faults in. No office of this name exists."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.report import About, Paragraph, Report, Section, Value

ROOT = Path(__file__).resolve().parents[2]
UNIT = "临溪县白石坪镇人民政府"

_TEXT = {
    "preamble": [
        "本报告根据《中华人民共和国政府信息公开条例》的规定编制。所列数据的统计期限自{year}年1月1日起至"
        "{year}年12月31日止。对本报告有疑问的，请与白石坪镇党政办公室联系（电话：0799-6120035）。"
    ],
    "overview": [
        "（二）主动公开。全年通过县政府网站、政务新媒体和公开栏发布信息264条，其中网站131条、"
        "政务新媒体98条、公开栏35条。",
        "（二）依申请公开。全年新收政府信息公开申请{applications/received/total}件，上年结转"
        "{applications/carried_in/total}件，办结{applications/handled/total}件，结转下年度继续办理"
        "{applications/carried_out/total}件。",
        "（二）政府信息管理。严格落实信息发布审核制度，集中公开现行有效的行政规范性文件{disclosure/normative/effective}件。",
        "（二）政府信息公开平台建设。办好县政府网站的镇专栏，定期巡查政务新媒体账号。",
        "（二）监督保障。把信息公开列入村（社区）考核，接受社会评议，全年没有需要追究责任的情形。",
    ],
    "disclosure": [],
    "requests": [],
    "proceedings": [],
    "problems": [
        "一是涉农政策的解读形式还比较单一，群众不容易看懂；二是个别村的公开栏更新不够及时。"
        "针对这些问题，镇里与农技站合作编写了图文说明，并由包村干部按月核对公开栏。"
    ],
    "other": ["依据《政府信息公开信息处理费管理办法》，本机关{year}年度未收取信息处理费。"],
}

_FIGURES = {
    "disclosure/normative/made": 2,
    "disclosure/normative/abolished": 1,
    "disclosure/normative/effective": 6,
    "disclosure/licences/decisions": 85,
    "disclosure/penalties/decisions": 12,
    "disclosure/fees/amount": Decimal("0.25"),
    "applications/received/natural": 11,
    "applications/received/business": 3,
    "applications/carried_in/natural": 2,
    "applications/granted/natural": 6,
    "applications/granted/business": 2,
    "applications/partly_granted/natural": 1,
    "applications/denied_third_party/natural": 1,
    "applications/unavailable_not_held/natural": 2,
    "applications/declined_petition/natural": 1,
    "applications/carried_out/natural": 2,
    "applications/carried_out/business": 1,
    "proceedings/cases/review_upheld": 1,
}

_LAST_FIGURES = {
    **_FIGURES,
    "disclosure/normative/made": 1,
    "disclosure/normative/abolished": 0,
    "disclosure/normative/effective": 5,
    "disclosure/licences/decisions": 79,
    "applications/received/natural": 10,
    "applications/received/business": 2,
    "applications/carried_in/natural": 1,
    "applications/granted/natural": 4,
    "applications/carried_out/business": 0,
    "proceedings/cases/review_upheld": 0,
}


@cache
def library() -> FormLibrary:
    """The forms that ship, and a small one of the tests for relations that few forms have."""
    return FormLibrary(ROOT / "forms", ROOT / "tests" / "checks" / "forms")


@cache
def form(form_id: str = "gia-2021") -> Form:
    """A shipped form."""
    return library().get(form_id)


def sample(form_id: str = "gia-2021", year: int = 2024) -> Report:
    """A consistent report of the invented town; of any other form than gia-2021, one all zeros."""
    if form_id != "gia-2021":
        return _zeros(form(form_id), year)
    figures = _FIGURES if year >= 2024 else _LAST_FIGURES
    the_form = form()
    values: dict[str, Value] = {
        i.id: Decimal(figures.get(i.id, 0)) for i in the_form.indicators.values() if not i.computed
    }
    sections = tuple(
        Section(s.id, s.title, tuple(paragraph(t, year) for t in _TEXT[s.id]))
        for s in the_form.spec.sections
    )
    if year < 2024:
        sections = tuple(_last_years(s) for s in sections)
    about = About(unit=UNIT, year=year, form=form_id, date=f"{year + 1}年1月16日")
    return Report(about, sections, values)


def _last_years(section: Section) -> Section:
    """The same section as it might have been written a year before."""
    if section.id == "overview":
        texts = [
            "（二）概况。这一年镇里主要做好主动公开、依申请公开、信息管理、平台和监督考核几方面的工作。"
        ]
    elif section.id == "problems":
        texts = [
            "上年反映出的主要不足是公开目录不全，部分站所报送材料较晚，网站栏目划分也不尽合理。"
            "为此修订了公开目录，明确了各站所的报送时限，并请县里指导调整了栏目设置。"
        ]
    else:
        return section
    return Section(section.id, section.title, tuple(paragraph(t, 2023) for t in texts))


def paragraph(text: str, year: int) -> Paragraph:
    """A paragraph; one that begins with （二） is a heading of level 2, whose number is made."""
    text = text.replace("{year}", str(year))
    if text.startswith("（二）"):
        return Paragraph(text.removeprefix("（二）"), level=2)
    return Paragraph(text)


def _zeros(the_form: Form, year: int) -> Report:
    values: dict[str, Value] = {
        i.id: Decimal(0)
        for i in the_form.indicators.values()
        if not i.computed and i.kind != "text"
    }
    words = "。".join(w.words[0] for s in the_form.spec.sections for w in s.subjects)
    text = f"{words or '综合'}。{year}年，镇里按照条例的要求做好各项公开工作，方便群众查阅，及时回应群众关心的问题，并逐步完善工作制度。"
    sections = tuple(
        Section(s.id, s.title, (Paragraph(f"{s.title}：{text}"),)) for s in the_form.spec.sections
    )
    about = About(unit=UNIT, year=year, form=the_form.id, date=f"{year + 1}年1月16日")
    return Report(about, sections, values)
