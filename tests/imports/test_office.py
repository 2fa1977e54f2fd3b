"""Whose report it is, where the title does not say it."""

from __future__ import annotations

import pytest

from giadesk.core.blocks import Document, Paragraph
from giadesk.core.forms import FormLibrary
from giadesk.imports.office import guessed_unit, named_unit
from giadesk.imports.recognise import recognise


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("现公布银杏镇人民政府2011年政府信息公开工作年度报告。", "银杏镇人民政府"),
        ("现将2019年银杏乡政府信息公开工作报告如下：", "银杏乡"),
        ("由银杏街道信息公开工作办公室编制完成本报告。", "银杏街道"),
        ("由丰水市银杏区人民政府信息公开办编制。", "丰水市银杏区人民政府"),
        ("向社会公开2016年度镇政府信息公开年度报告。", ""),
        ("现将我镇2019年政府信息公开工作报告如下：", ""),
        ("由各镇人民政府编制。", ""),
        ("按《丰水市人民政府办公室关于编制2023年政府信息公开工作年度报告的通知》要求。", ""),
    ],
)
def test_the_office_of_the_first_sentences(text: str, unit: str) -> None:
    assert named_unit([text]) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("如有疑问，请与丰水区银杏街道办事处办公室联系（电话：0571-0000）。", "丰水区银杏街道办事处"),
        ("如有疑问，请联系：丰水县银杏乡信息公开领导小组办公室，邮编：300000。", "丰水县银杏乡"),
        ("如有疑问，请与银杏街道综合办公室联系（地址：银杏路1号）。", "银杏街道"),
        ("如有疑问，请与我镇信息公开受理机构联系。", ""),
        ("欢迎查询。", ""),
    ],
)  # fmt: skip
def test_the_office_to_ask(text: str, unit: str) -> None:
    assert guessed_unit([text]) == unit


def test_the_town_most_spoken_of_where_it_is_one() -> None:
    once = "2024年，银杏街道更新了公开栏。"
    assert guessed_unit([once]) == ""
    assert guessed_unit([once, "截至年底，银杏街道办事处公开信息9条。"]) == "银杏街道"
    assert guessed_unit([once, once, "对口帮扶，白果街道派员，白果街道参加。"]) == ""
    assert guessed_unit(["全市各乡镇，乡镇政府，各乡镇，乡镇。"]) == ""


def test_a_bureau_spoken_of_with_its_town() -> None:
    text = "2022年，丰水区司法局公开信息9条。丰水区司法局专人负责，市司法局检查，我局整改。"
    assert guessed_unit([text]) == "丰水区司法局"


def test_a_guess_is_said_and_comes_after_the_signature(forms: FormLibrary) -> None:
    texts = (
        *("一、总体情况", "2024年，银杏镇更新了公开栏，银杏镇公开信息9条。"),
        *("二、主动公开政府信息情况", "无。", "三、收到和处理政府信息公开申请情况", "无。"),
    )
    said = ("text", "单位", "银杏镇")
    read = recognise(Document(tuple(Paragraph(t) for t in texts)), forms)
    assert read.report.unit == "银杏镇"
    assert said in [(r.what, r.where, r.now) for r in read.repairs]
    signed = (*texts, "丰水县银杏镇人民政府", "2025年1月9日")
    read = recognise(Document(tuple(Paragraph(t) for t in signed)), forms)
    assert read.report.unit == "丰水县银杏镇人民政府"
    assert said not in [(r.what, r.where, r.now) for r in read.repairs]
