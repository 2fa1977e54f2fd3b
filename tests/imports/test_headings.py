"""Headings as offices write them: signs for numbers, other words, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from giadesk.core.blocks import Document, Paragraph
from giadesk.core.forms import FormLibrary
from giadesk.imports.headings import find_sections
from giadesk.imports.lines import make_line
from giadesk.imports.recognise import recognise
from tests.samples.reports import all_forms

FORMS = {f.id: f for f in all_forms()}
TITLE = "银杏镇人民政府2024年政府信息公开工作年度报告"
SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
IDS = ("overview", "disclosure", "requests", "proceedings", "problems", "other")
BODY = "党政办专人负责，全年更新栏目九次。"


def _report(headings: tuple[str, ...]) -> Document:
    texts = [TITLE, *(text for heading in headings for text in (heading, BODY))]
    return Document(tuple(Paragraph(t) for t in texts))


@pytest.mark.parametrize(
    "heading",
    [
        lambda i, name: f"■ {name}",
        lambda i, name: f"◆{name}：",
        lambda i, name: f"【{name}】",
        lambda i, name: f"【{'一二三四五六'[i]}】{name}",
        lambda i, name: f"{i + 1} {name}",
        lambda i, name: f"{'一二三四五六'[i]}{name}",
        lambda i, name: f"{'ⅠⅡⅢⅣⅤⅥ'[i]}、{name}",
        lambda i, name: f"{'一二三四五六'[i]}、{name}:",
        lambda i, name: f"（{'一二三四五六'[i]}）、{name}",
        lambda i, name: f"第{'一二三四五六'[i]}部分：{name}",
    ],
    ids=["square", "diamond", "frame", "number in a frame", "digit", "tight", "roman", "colon", "brackets", "part"],
)  # fmt: skip
def test_a_section_is_found_whatever_stands_before_its_name(
    forms: FormLibrary, heading: Callable[[int, str], str]
) -> None:
    printed = tuple(heading(i, name) for i, name in enumerate(SECTIONS))
    read = recognise(_report(printed), forms)
    found = [s for s in read.report.sections if s.id in IDS]
    assert tuple(s.id for s in found) == IDS
    assert tuple(s.title for s in found) == SECTIONS
    assert all([p.text for p in s.paragraphs] == [BODY] for s in found)
    said = [r.where for r in read.repairs if r.what == "numbering"]
    assert said == [] or said == list(SECTIONS)


def test_a_sign_before_other_words_is_text(forms: FormLibrary) -> None:
    heads = tuple(f"{'一二三四五六'[i]}、{name}" for i, name in enumerate(SECTIONS))
    read = recognise(_report((heads[0], "■ 公开形式", *heads[1:])), forms)
    overview = read.report.section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs] == [BODY, "■ 公开形式", BODY]


def test_signs_before_the_headings_of_the_older_form(forms: FormLibrary) -> None:
    names = ("概述", "主动公开政府信息的情况", "便民服务措施", "存在的主要问题及改进情况")
    document = _report(tuple(f"● {name}" for name in names))
    read = recognise(document, forms, form_id="gia-2008")
    assert [s.title for s in read.report.sections if s.paragraphs] == list(names)


def test_words_that_begin_with_a_numeral_are_no_headings(forms: FormLibrary) -> None:
    heads = ("一 概述", "二 主动公开政府信息的情况", "三 存在的主要问题及改进情况")
    inner = ("一是专人负责", "三个村设了公示栏")
    texts = (
        "银杏镇2012年政府信息公开年度报告",
        heads[0],
        BODY,
        *inner,
        heads[1],
        BODY,
        heads[2],
        BODY,
    )
    read = recognise(Document(tuple(Paragraph(t) for t in texts)), forms)
    assert [s.title for s in read.report.sections] == [h[2:] for h in heads]
    assert [p.text for p in read.report.sections[0].paragraphs] == [BODY, *inner]


def test_a_heading_in_other_words_is_known_by_its_number() -> None:
    names = ("工作开展情况", *SECTIONS[1:4], "明年工作打算", SECTIONS[5])
    lines = [
        make_line(i, text)
        for i, text in enumerate(f"{'一二三四五六'[i]}、{n}" for i, n in enumerate(names))
    ]
    heads = find_sections(lines, FORMS["gia-2021"])
    assert [(h.section, h.title) for h in heads] == list(zip(IDS, names, strict=True))


def test_a_number_that_stands_twice_decides_nothing() -> None:
    texts = ("一、工作开展情况", "一、公开渠道情况", "二、主动公开政府信息情况")
    heads = find_sections([make_line(i, t) for i, t in enumerate(texts)], FORMS["gia-2021"])
    assert [h.section for h in heads] == ["disclosure"]
