"""收到与办理 in the prose alone: 新收5件，上年结转1件，办结4件，结转下年度2件, where no table says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from giadesk.checks.reading import Mention, Passage, Sentence, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.prose import plain

_UNITS = frozenset(["件", "条", "宗", "份", "起", "例", "项"])
_SIDES = {
    "in": re.compile(r"(?:上一?年度?|去年)的?(?:结转|转入|转结)[^，。；]{0,14}$"),
    "out": re.compile(
        r"(?:结转|转入?|转至)(?:至|到|入)?(?:下一?年度?|次年|20\d\d年)[^，。；]{0,14}$"
    ),
    "received": re.compile(r"(?:新收|收到|受理|接收|接到)[^，。；]{0,20}$"),
    "handled": re.compile(r"(?:办结|办理|办件|办理完毕|答复)[^，。；]{0,8}$"),
}
"""What a quantity counts, by the words before it; the first that fits."""
_ELSE = re.compile(r"复议|诉讼|热线|信件|来信|提案|建议|举报|投诉|许可|同比|增长|增加|减少|下降")


@check("P-BALANCE", "verify", "文字中收到与办理的件数相等", "text", "figures")
def balances(case: Case) -> Iterable[Finding]:
    """同一句里写了新收、上年结转、办结、结转下年度的，新收加上年结转应等于办结加结转下年度。

    比较什么：同一句中的四个件数，四个都写了、单位相同才比较，分几项写的不比较；表格已填的，由“文字中的数与表格一致”比较，不再重复。“收到”已含上年结转的，也不指出。
    为什么：收到的申请或者已经办理，或者结转下年度，一件不多，一件不少。
    依据：国办公开办函〔2021〕30号所附格式，第三部分的勾稽关系。
    不通过：新收申请5件，上年结转1件，办结3件，结转下年度1件。
    通过：新收申请5件，上年结转1件，办结4件，结转下年度2件。
    """
    if any(i in case.figures for i in ("applications/received/total", "statistics/received/value")):
        return
    for passage in passages(case):
        if "转" not in passage.text or not passage.read.mentions:
            continue
        for sentence in passage.read.sentences:
            finding = _judge(sentence, passage)
            if finding is not None:
                yield finding


def _sides(sentence: Sentence) -> dict[str, Mention] | None:
    """The four quantities by what they count; None where one is missing, or they are of several things."""
    found: dict[str, Mention] = {}
    unit = ""
    detailed = False
    for mention in sentence.mentions:
        token = mention.token
        if token.unit not in _UNITS or _ELSE.search(mention.lead):
            continue
        detailed = detailed or "其中" in mention.before or "分别" in mention.before
        if mention.depth:
            continue  # a detail of what stands before the bracket
        side = next((name for name, words in _SIDES.items() if words.search(mention.lead)), "")
        if side in found or (side and (not token.is_exact or token.unit != (unit or token.unit))):
            return None
        if side:
            found[side], unit, detailed = mention, token.unit, False
        elif found and len(found) < len(_SIDES) and not detailed:
            return None  # 网络申请5件、信函申请3件: received in several parts
    return found if len(found) == len(_SIDES) else None


def _judge(sentence: Sentence, passage: Passage) -> Finding | None:
    found = _sides(sentence)
    if found is None:
        return None
    value: dict[str, Decimal] = {name: m.token.value for name, m in found.items()}
    left, right = value["received"] + value["in"], value["handled"] + value["out"]
    if right in (left, value["received"]):
        return None
    first, last = min(m.clause for m in found.values()), max(m.end for m in found.values())
    formula = (
        f"收到{plain(value['received'])}＋上年结转{plain(value['in'])}"
        f" ≠ 办理{plain(value['handled'])}＋结转下年度{plain(value['out'])}"
    )
    return Finding(
        code="P-BALANCE",
        severity="verify",
        message=f"收到与上年结转合计{plain(left)}件，办理与结转下年度合计{plain(right)}件",
        remedy="核对这四个件数",
        where=passage.place(first, last),
        expected=plain(left),
        actual=plain(right),
        formula=formula,
        key=f"P-BALANCE/{passage.section}/{passage.text[first:last]}",
        figures=formula,
    )
