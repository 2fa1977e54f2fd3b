"""Which names of rows and columns a label has that belong to its quantity.

A label is the words before a quantity, the quantity as □, and the words behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

from giadesk.checks.links import ALL_WAYS, Name, TableWords
from giadesk.checks.own import without_own
from giadesk.checks.reading import Mention, Sentence, has_any
from giadesk.checks.resolving import Found, belongs

_TOLD_OF = re.compile(
    r"公开|公示|发布|信息|其中|栏|上传|推送|归集|录入|解读|目录|清单|涉及|指南|申请"
)
"""Before a name as bare as 行政许可 these make it what was published, or a kind of information."""
_DECIDED = re.compile(r"(?:办理|作出|实施)行政(?:许可|处罚|强制)")
"""From here on a sentence tells of decisions, whatever it published before."""
_CASES = frozenset("件宗起例次")
_OUTCOME = re.compile(
    r"不予|补正|转办|转送|撤[回销]|非本机关|不存在|不掌握|无法提供|部分公开|告知|退回|不属于|未办结|正在办理"
)
"""Where these go on from 答复7件, it was but one of the outcomes."""
_LABEL_LIMIT = 8
"""How many characters of a label may be left that are not understood."""
_KNOWN_WORDS = re.compile(
    r"20\d\d年度?|全年|本年度?|年度|年内|今年|截至|12月31日|年底|[我本][镇乡街道县区市局委办院厅单位机关部门]+|全[镇乡县区市局街道]+"
    r"|累计|总计|合计|一共|共计|共|依法|依规|及时|已经|已|均|其中|政府信息公开|政府信息|信息公开|依申请公开|依申请"
    r"|公民|法人|其他组织|自然人|关于|各类|各种|主动|通过各种渠道|线上线下|办公室|党政办|人民政府|政府|机关"
    r"|[的了和及与在对到以、，,：:\s]|集中公开|动态更新|公开|有关|相关|受理|收到|处理|办理|登记|规范|妥善|认真|行政|新|发生|针对|事务|街道|引起|引发|案件|案|被"
)
_MAY_PUT_IN = re.compile(r"转|顺延|收到|受理|部分公开")
_AND = re.compile(r"(?:案件|申请|情况)?\s*(?:以?及|和|与|或者?|、|＋|\+)\s*")


_PUT_IN = "结转下年度继续办理、上年结转、信息公开申请、予以公开"
"""What a label may say in the form's words where the sentence has others."""
Names = list[tuple[TableWords, list[Name]]]


def names_of(sentence: str, topic: str, tables: list[TableWords]) -> Names:
    """For each table that a sentence may speak of, the names that its labels can have."""
    said = sentence + _PUT_IN if _MAY_PUT_IN.search(sentence) else sentence
    pairs = tuple(map(add, said, said[1:]))
    found = []
    for words in tables:
        about = words.about_sentence
        if not about or has_any(sentence, about) or has_any(topic, about):
            names = words.names_in(said, pairs)
            if names:
                found.append((words, names))
    return found


def named_in(
    label: str, mention: Mention, whole: Sentence, text: str, topic: str, names: Names
) -> Iterator[Found]:
    """The names of rows and columns in the label that belong to its quantity."""
    for words, may_be in names:
        if mention.token.unit not in words.units or has_any(label, words.without):
            continue
        best: dict[tuple[str, str], Found] = {}
        hidden = not words.rows
        apart: list[Found] = []
        for name in may_be:
            if name.words[0] not in label or has_any(label, name.without):
                continue
            if name.about and not (has_any(text, name.about) or has_any(topic, name.about)):
                continue
            span = name.find(label)
            if span is None:
                continue
            if name.how == "loose" and _is_one_outcome(text, mention.end, whole.end):
                continue
            if name.how == "bare" and not _stands_alone(name, mention, text, whole.start):
                continue
            if len(name.words) > 1 and span[0] > label.index("□"):
                continue  # 2件办理结果为依申请公开
            if (name.axis == "row" or hidden) and not belongs(label, span, words):
                apart.append((words, name, span))
                continue
            if name.axis == "row" and _is_joined_to_unknown(label[: span[0]]):
                continue
            if name.node in _REASONED and _FOR_A_REASON.search(label, 0, span[0]):
                continue  # 因不掌握而无法提供1件: of those that could not be provided, some
            key = (name.axis, name.node)
            if key not in best or span[1] - span[0] > best[key][2][1] - best[key][2][0]:
                best[key] = (words, name, span)
        taken = list(best.values())
        if any(name.axis == "row" and name.how != "loose" for _, name, _ in taken):
            taken = [one for one in taken if one[1].how != "loose"]
        yield from _outermost([*taken, *_joined(apart, taken, label)])


_REASONED = frozenset(["denied", "unavailable", "declined"])
_FOR_A_REASON = re.compile(r"(?:因|由于|鉴于|属于?|涉及)[^，。；、□]{2,}$|而$")


def _is_one_outcome(text: str, start: int, end: int) -> bool:
    """Whether what follows is on a level with the answers; after 其中 it is what they come to."""
    return _OUTCOME.search(text, start, end) is not None and not text.startswith("，其中", start)


def _stands_alone(name: Name, mention: Mention, text: str, start: int) -> bool:
    """Whether a bare name is all that is said of the quantity: 2024年，行政许可85件，行政处罚12件."""
    decided = _DECIDED.search(text, start, mention.start)
    if decided is not None:
        start = decided.end()
    return (
        mention.token.unit in _CASES
        and mention.lead.endswith(name.words[0])
        and not _KNOWN_WORDS.sub("", mention.lead.removesuffix(name.words[0]))
        and _TOLD_OF.search(text, start, mention.start) is None
    )


def _joined(apart: list[Found], found: list[Found], label: str) -> Iterator[Found]:
    """Names that a 和 or 及 joins to one that belongs to the quantity: 予以公开及部分公开101件."""
    for one in apart:
        behind = _AND.match(label, one[2][1])
        if behind and any(other[2][0] == behind.end() for other in found):
            yield one


_JOINED_TO = re.compile(r"(?P<other>[^，。；：:]*[^，。；：:、])(?:以?及|和|与|、)$")


def _is_joined_to_unknown(before: str) -> bool:
    """Whether a name is but one of two that share a quantity, the other not understood."""
    match = _JOINED_TO.match(before)
    return match is not None and bool(_KNOWN_WORDS.sub("", _UNDERSTOOD.sub("", match["other"])))


_UNDERSTOOD = re.compile(
    r"予以|公开|答复|提供|不予|无法|部分|其他|规章|复议|诉讼|许可|处罚|强制|办结|结转|同意|准予|上年|去年|制[发定]|印发|作出|实施|新收|掌握|存在|收费"
)


def _outermost(
    found: list[Found],
) -> Iterator[Found]:
    """Names that do not stand inside a longer one: 不予公开 inside nothing, 办结 inside 申请办结."""
    for one in found:
        start, end = one[2]
        if not any(
            other is not one
            and other[1].axis == one[1].axis
            and other[2][0] <= start
            and end <= other[2][1]
            and other[2] != one[2]
            for other in found
        ):
            yield one


def without_names(lead: str, named: list[Found]) -> str:
    """The words before the quantity without the names' own words."""
    for _, name, _ in named:
        for word in name.words:
            lead = lead.replace(word, "□")
    return lead


def too_strange(label: str, named: list[Found], unit: str) -> bool:
    lead = without_names(label.partition("□")[0], named)
    lead = without_own(lead, unit)
    lead = ALL_WAYS.sub("", lead)
    rest = _KNOWN_WORDS.sub("", lead.replace("□", ""))
    return len(rest) > _LABEL_LIMIT
