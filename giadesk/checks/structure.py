"""What is left open in the text: places to be filled, numbers that are lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.reading import Sentence, Text, one_of, passages, stretch_end, stretch_start
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.prose import LIVE_FIGURE

_TO_NAME = (
    r"(?:地名|单位|街道|乡镇|[镇乡县区市]|机关|部门|年份|年度|数[字量]|日期|姓名|电话|地址|内容|条数|件数)"
    r"(?:名称?|的?全称)?"
)
_TO_WRITE = (
    r"\*{3,}|[（(](?:此处|本处)?(?:需|须|应|要|请)(?:要|当)?(?:对|写|说明|填|列|根据|结合|简述|概述)(?![^）)]*(?:申请|姓名|身份|联系))"
    r"[^（）()。]{0,24}(?:说明|写|填报|补充|描述|列出|展开|情况|内容|数量|数据)[）)]"
    r"|(?:内容|此处|本段)中?(?:必须|应当?|须)(?:包括|包含|写明|说明)(?:本|上|该)?年度"
    r"|[（(][^（）()]{0,8}(?:宋体|仿宋|黑体|楷体|[一二三四五]号字|行距|首行缩进)[^（）()]{0,16}[）)]"
    r"|对(?:本)?报告中的?(?:专业|专有)?(?:术语|名词)[^。；）)]{0,12}[作做](?:出)?必要的?(?:解释|说明)"
)
"""What the model text tells its writer to do: （需对答复情况进行说明）, 内容中必须包括…"""
_KINDS = r"(?:街道|部门|单位|[镇乡街区县市州委办局处厅院])"
_TO_CHOOSE = (
    rf"[我本]{_KINDS}[（(]{_KINDS}(?:[、/／或]{_KINDS})+[）)]"
    r"|(?:增加|上升|增长|提高)[（(/／](?:减少|下降|降低)[）)]?(?=了?\d)"
)
"""What it leaves to choose: 本区（委、办、局）, 增加（减少）2件."""
_NO_DATE = (
    r"(?:期限|时限|起止(?:时间|日期)|统计(?:时间|日期|数据))[自从为是：:]*\s*起?\s*至\s*止?(?=[。，；])"
    r"|截[止至]\s*年\s*\d*\s*月"
)
"""A period or a day whose dates were not filled in: 统计期限自 至 止, 截至年12月31日."""
_PLACEHOLDER = re.compile(
    r"(?<!\d)×+(?!\d)|Ｘ{2,}|(?<![A-Za-z\d])[Xx]{2,}(?![A-Za-z\d])|(?<![A-Za-z+＋\d])[Xx](?=[年月日件条次份个])|_{2,}|＿{2,}|□{2,}"
    r"|[（(【\[]\s*(?:待补充?|待填写?|此处填写?|请填写|待定|待核实|待确认|填写)[^）)】\]]{0,12}[）)】\]]|待补充|待填写|待补(?=[，。；])"
    rf"|[（(【\[〔](?:某某?|具体|填入|插入|输入){_TO_NAME}[）)】\]〕]|\[{_TO_NAME}\]"
    r"|[（(](?:具体)?(?:网址|网站地址|链接|网站名称|单位名称|联系电话|电话号码|邮箱地址)[）)]"
    r"|[ \u3000]{2,}(?=(?:条|件|份|次|期|人次|万元)[，。；、])"
    r"|[【〔]\s*[】〕]|[（(]\s*[）)]"
    r"|\?{3,}|？{3,}|\{(?!(?:19|20)\d\d\}\s*第?\d)[^{}]{0,60}\}"
    rf"|{_TO_WRITE}|{_TO_CHOOSE}|{_NO_DATE}"
)

_MAY_BE_OPEN = re.compile(r"[×ＸXx_＿□?？{*\u3000]")
_BRACKETED = re.compile(
    r"[（(【\[〔加升长高](?:(?<=[（(【\[])\s*[待此请填具网链单联电邮某插输需须应要本镇乡街区县市州委办局处厅院减下降]"
    r"|(?<=[加升长高])[/／]|(?<=\[)[^\[\]\d]|(?<=〔)[某具填插输]|(?<=[（(【〔])[ ）)】〕])"
)
"""Brackets that begin so or hold nothing; one class of signs first, all others are passed over."""
_MODEL_WORDS = one_of((
    "待补", "待填", "必须", "应包", "应写", "应当写", "应当包", "须包", "须写", "必要的",
    "限自", "时间为", "时限为", "限为", "起至", "截止年", "截至年", "截止 年", "截至 年",
    "宋体", "黑体", "楷体", "号字", "行距", "缩进",
))  # fmt: skip
"""Words of a model text without brackets, and of how a text is to be set."""
_HIDDEN = re.compile(r"匿名|隐去|隐名|脱敏|化名|屏蔽|打码|遮挡")
"""Said of names in the sentence: 如张××、李××, nothing is left to be filled."""


@check("C-PLACEHOLDER", "must", "没有遗留的待填处", "text", "figures")
def placeholders(case: Case) -> Iterable[Finding]:
    """正文中不应有没有填完的地方。

    比较什么：“××”“XX”“待补充”“（请填写）”“____”，模板里告诉人怎么写、怎么排的话和供选择的词（“（需对办理结果进行说明）”“（仿宋小三号字）”“增加（减少）4条”），以及所指的格还空着的表格数、指标已不存在的表格数。
    为什么：模板里的待填处留在公布的报告里，一看就是没有写完。
    依据：通行的公文校对要求。
    不通过：全年公开信息××条。
    通过：全年公开信息120条。
    """
    for passage in passages(case):
        for start, end in passage.recall(_places_to_fill):
            shown = passage.text[start:end]
            live = passage.is_live(start, end)
            place = passage.place(start, end)
            broken = LIVE_FIGURE.fullmatch(shown) or shown.startswith("{")
            if live:
                what = f"“{place.quote}”所指的格还没有填"
                remedy = "填写表格中的这一格"
            elif broken:
                what = f"“{shown}”没有对应的数"
                remedy = "改为数字，或者重新插入表格中的数"
            else:
                what, remedy = f"“{shown}”处还没有填写", "填写这一处"
            cells = tuple(i for i in LIVE_FIGURE.findall(place.quote) if i in case.form.indicators)
            yield Finding(
                code="C-PLACEHOLDER",
                severity="must",
                message=what,
                remedy=remedy,
                where=place,
                cells=cells,
                key=f"C-PLACEHOLDER/{passage.section}/{passage.number}/{start}",
            )


def _may_be_open(text: str) -> bool:
    """Whether anything may be left to be filled: most paragraphs have no sign of it."""
    return (
        _MAY_BE_OPEN.search(text) is not None
        or _MODEL_WORDS.search(text) is not None
        or _BRACKETED.search(text) is not None
        or "  " in text
    )


def _places_to_fill(text: str) -> tuple[tuple[int, int], ...]:
    if not _may_be_open(text):
        return ()
    return tuple(
        match.span()
        for match in _PLACEHOLDER.finditer(text)
        if match[0][0] not in "×ＸXx" or not _names_hidden(text, match.start())
    )


def _names_hidden(text: str, at: int) -> bool:
    return (
        _HIDDEN.search(text, stretch_start(text, at, "。"), stretch_end(text, at, "。")) is not None
    )


# --- a number that is missing ----------------------------------------------------------------------

_ITEM = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,14}?)(?P<unit>条|篇|人次|场次|万元)(?=[、，；。])")
_ITEM_END = re.compile(r"(?:条|篇|人次|场次|万元)[、，；。]")
_BARE_UNIT = re.compile(
    r"[条篇人场万](?<=[^\x00-\x7f].)(?:(?<=[条篇])|(?<=[人场])次|(?<=万)元)[、，；。]"
)
"""Such an end behind a word, sooner told of the whole paragraph than sentence by sentence."""
_NEXT_ITEM = re.compile(r"[、，][\u4e00-\u9fff]{2,14}")
_ENDS_SO = re.compile(
    r"[头链线教信面枝金便欠借苗萧法逐各每本该首白彩皱粉布发长分若天]条$|[长短名诗整全开首通本该每各]篇$|按条$"
    r"|[一二三四五六七八九十百千万亿两〇○零几多数余半](?:条|篇|人次|场次|万元)$"
)


@check("P-NO-NUMBER", "verify", "列举的各项都有数", "text")
def missing_numbers(case: Case) -> Iterable[Finding]:
    """一串列举的数中，不应有一项只有量词、没有数。

    比较什么：与前后各项并列、以同一量词结尾的一项，以及“发布信息条”这样的话，量词前面有没有数。
    为什么：删改时容易把数删掉。
    依据：通行的公文校对要求。
    不通过：公开资质核准条、施工许可76条、排水许可5条。
    通过：公开资质核准12条、施工许可76条、排水许可5条。
    """
    for passage in passages(case):
        for start, end, unit in passage.recall(_numberless, passage.read):
            quote = passage.text[start:end]
            yield Finding(
                code="P-NO-NUMBER",
                severity="verify",
                message=f"“{quote}”没有数",
                remedy=f"在“{unit}”前补上数",
                where=passage.place(start, end),
                key=f"P-NO-NUMBER/{passage.section}/{quote}",
                figures=quote,
            )


def _numberless(text: Text) -> tuple[tuple[int, int, str], ...]:
    """Items of a list that have a unit and no number: where, and the unit."""
    if _BARE_UNIT.search(text.text) is None:
        return ()
    return tuple(
        found
        for sentence in text.sentences
        if _has_bare_unit(sentence.text)
        for found in _numberless_in(sentence, text.text)
    )


def _has_bare_unit(text: str) -> bool:
    """Whether a unit stands behind a word; behind a figure it is nothing odd."""
    return any(
        not text[max(0, m.start() - 1) : m.start()].isascii() for m in _ITEM_END.finditer(text)
    )


def _numberless_in(sentence: Sentence, text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ITEM.finditer(sentence.text):
        unit = match["unit"]
        if _ENDS_SO.search(match["name"] + unit):
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        beside = [
            m
            for m in sentence.mentions
            if m.token.unit in (unit, "元" if unit == "万元" else unit)
            and (0 <= start - m.end <= 1 or _NEXT_ITEM.fullmatch(text[end : m.start]))
        ]
        published = _PUBLISHED.search(match["name"]) and text[end : end + 1] != "、"
        if (beside or published) and not re.match(r"\s*[（(]", text[end : end + 2]):
            yield start, end, unit


_PUBLISHED = re.compile(
    r"(?:公开|发布|推送|更新|报送)(?:各类|各种)?(?:政府|政务|工作|动态|图文)?信息$"
)
"""公众号发布信息条。: how many is left out, though nothing is counted beside it."""
