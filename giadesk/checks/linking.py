"""Which figures of the tables a quantity in the prose speaks of.

Sentence by sentence: the name before (or behind) a quantity leads to a row, a word for the applicant
to a column, 其中自然人11件 goes on with the row before. Where the words say more than is understood
(a part, another office, another time), there is no link: silence is better than a wrong mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from giadesk.checks.links import (
    ALL_WAYS,
    FILLED,
    FILLED_OF_REQUESTS,
    TAIL_FILLED,
    Name,
    TableWords,
    is_restricted,
    table_words,
)
from giadesk.checks.own import without_own
from giadesk.checks.reading import Mention, Sentence, Text
from giadesk.core.form import Form, Id
from giadesk.core.quantities import Token

Reading = tuple[Id, ...]
"""Figures whose sum a quantity can be."""

_GROWTH = re.compile(
    r"同比|环比|[比较]上年|[比较]去年|增长|增加|增幅|减少|下降|提高|上升|降低|[比较](?:19|20)\d\d年|相比"
    r"|上年同期"
)
_WHOLE_YEAR = re.compile(r"1\s*月\s*1\s*日|12\s*月\s*(?:31\s*日|底|末)|年(?:度|底|末)?$")
_OF_THIS_YEAR = re.compile(r"其中[，,：:]?\s*(?:本年|今年|当年|20\d\d年)")
_ANYBODY = re.compile(r"(?:公民|自然人|个人)、?法人(?:和|或者?|及|以及|与|、)其[他它]组织")
"""Whoever may apply, no column of the table."""
_LEFT = re.compile(r"剩余|其余|尚有|另有|还有|余")
"""Words that make a quantity a part, but for what is carried over to next year."""
_OUTCOME = re.compile(
    r"不予|补正|转办|转送|撤[回销]|非本机关|不存在|不掌握|无法提供|部分公开|告知|退回|不属于|未办结|正在办理"
)
"""Where these go on from 答复7件, it was but one of the outcomes."""
_NO_LABEL = re.compile(
    r"^(?:其中|涉及|来自|由|提出|申请人?为?|申请的?|的|为|是|有|共|均|分别|属于|按申请人分|从申请主体看|[：:，、\s])*"
    r"(?P<rest>.*?)(?:提出|的?申请|申请人|提交|为|有|共|的|[：:\s])*$"
)
_LABEL_LIMIT = 8
"""How many characters of a label may be left that are not understood."""

_LABEL_LONG = 24

_KNOWN_WORDS = re.compile(
    r"20\d\d年度?|全年|本年度?|年度|年内|今年|截至|12月31日|年底|[我本][镇乡街道县区市局委办院厅单位机关部门]+|全[镇乡县区市局街道]+"
    r"|累计|总计|合计|一共|共计|共|依法|依规|及时|已经|已|均|其中|政府信息公开|政府信息|信息公开|依申请公开|依申请"
    r"|公民|法人|其他组织|自然人|关于|各类|各种|主动|通过各种渠道|线上线下|办公室|党政办|人民政府|政府|机关"
    r"|[的了和及与在对到以、，,：:\s]|集中公开|动态更新|公开|有关|相关|受理|收到|处理|办理|登记|规范|妥善|认真|行政|新"
)


class Link(NamedTuple):
    """A quantity, how the text names what it counts, and the figures it can be, likeliest first."""

    mention: Mention
    name: str
    readings: tuple[Reading, ...]


_Found = tuple[TableWords, Name, tuple[int, int]]
"""A name of a table's row or column, and where it stands in a label."""
_AND = re.compile(r"(?:案件|申请|情况)?\s*(?:以?及|和|与|或者?|、|＋|\+)\s*")


class _Scene(NamedTuple):
    """What a sentence has spoken of so far, for 其中自然人11件."""

    words: TableWords | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    name: str = ""


def links_in(text: Text, topic: str, form: Form, unit: str, year: int) -> tuple[Link, ...]:
    """Every quantity of the text that speaks of figures of the form's tables."""
    found: list[Link] = []
    scene = _Scene()
    for sentence in text.sentences:
        if not sentence.text.lstrip().startswith(("其中", "按")):
            scene = _Scene()
        scene = _sentence(sentence, text, topic, form, unit, year, scene, found)
    return tuple(found)


def _sentence(
    sentence: Sentence,
    text: Text,
    topic: str,
    form: Form,
    unit: str,
    year: int,
    scene: _Scene,
    found: list[Link],
) -> _Scene:
    restricted = -1  # the depth of brackets at which a part was spoken of, -1 for not at all
    if _SORTED.search(sentence.text):
        return scene
    for mention in sentence.mentions:
        if "；" in mention.before or ";" in mention.before or mention.depth < restricted:
            restricted = -1
        if not mention.token.unit or mention.token.is_share:
            continue
        if _GROWTH.search(mention.lead) or not _is_of_year(mention, sentence, text, year):
            continue
        if "累计" in mention.lead and _OF_THIS_YEAR.search(text.text, mention.end, sentence.end):
            continue  # of all years up to now
        label = f"{mention.lead}□{mention.tail[:16]}"
        if "法人" in label or "通过" in label:
            label = ALL_WAYS.sub("", _ANYBODY.sub("", label))
        named = list(_named(label, mention, sentence, text.text, topic, form))
        subject = _without(_subject(mention, text.text), named)
        if any(name.node == "carried_out" for _, name, _ in named):
            subject = _LEFT.sub("", subject)
        if is_restricted(subject, unit):
            restricted = mention.depth
            continue
        if restricted >= 0:
            continue
        if named:
            if _too_strange(label, named, unit):
                continue
            link, scene = _linked(mention, named, label, form, scene)
        else:
            link = _inherited(mention, form, scene)
        if link is not None:
            found.append(link)
    return scene


_SORTED = re.compile(
    r"主动公开[^。；，]{0,12}\d[^。]{0,24}(?<!办结|受理|收到|办理|答复)依申请公开[^。；，]{0,8}\d"
)
"""主动公开7件，依申请公开59件，不予公开46件: how documents were classed, not what became of requests."""


def _is_of_year(mention: Mention, sentence: Sentence, text: Text, year: int) -> bool:
    """Whether the dates before the quantity say the whole of the report's year, or nothing."""
    dates: list[Token] = [
        t for t in text.tokens if t.kind == "date" and sentence.start <= t.start < mention.start
    ]
    if not dates:
        return True
    last = dates[-1]
    named = re.search(r"(?:19|20)\d\d", last.text)
    if named and year and int(named[0]) != year:
        return False
    return _WHOLE_YEAR.search(last.text) is not None


def _subject(mention: Mention, text: str) -> str:
    """The words before a quantity back to a comma; 各镇（街道）收到申请 is one subject."""
    start = mention.lead_start
    before = text[max(0, start - 40) : start]
    if not mention.depth and before.endswith(("）", ")")):
        return re.split(r"[，,；;。：:、]", before)[-1] + mention.lead
    return mention.lead


def _named(
    label: str, mention: Mention, whole: Sentence, text: str, topic: str, form: Form
) -> Iterator[_Found]:
    """The names of rows and columns in the label that belong to its quantity."""
    sentence, sentence_end = whole.text, whole.end
    pairs = tuple(map(add, label, label[1:]))
    for words in table_words(form):
        if mention.token.unit not in words.units:
            continue
        if words.about and not any(w in text or w in topic for w in words.about):
            continue
        if any(w in label for w in words.without):
            continue
        about = words.about_sentence
        if about and not any(w in sentence or w in topic for w in about):
            continue
        best: dict[tuple[str, str], _Found] = {}
        hidden = not words.rows
        apart: list[_Found] = []
        for name in words.names_in(pairs):
            if name.words[0] not in label or any(w in label for w in name.without):
                continue
            if name.about and not any(w in text or w in topic for w in name.about):
                continue
            span = name.find(label)
            if span is None:
                continue
            if name.how == "loose" and _OUTCOME.search(text, mention.end, sentence_end):
                continue
            if len(name.words) > 1 and span[0] > label.index("□"):
                continue  # 2件办理结果为依申请公开
            if (name.axis == "row" or hidden) and not _belongs(label, span, words):
                apart.append((words, name, span))
                continue
            key = (name.axis, name.node)
            if key not in best or span[1] - span[0] > best[key][2][1] - best[key][2][0]:
                best[key] = (words, name, span)
        taken = list(best.values())
        if any(name.axis == "row" and name.how != "loose" for _, name, _ in taken):
            taken = [one for one in taken if one[1].how != "loose"]
        yield from _outermost([*taken, *_joined(apart, taken, label)])


def _joined(apart: list[_Found], found: list[_Found], label: str) -> Iterator[_Found]:
    """Names that a 和 or 及 joins to one that belongs to the quantity: 予以公开及部分公开101件."""
    for one in apart:
        behind = _AND.match(label, one[2][1])
        if behind and any(other[2][0] == behind.end() for other in found):
            yield one


def _outermost(
    found: list[_Found],
) -> Iterator[_Found]:
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


def _belongs(label: str, span: tuple[int, int], words: TableWords) -> bool:
    """Whether nothing but filling stands between the name and the quantity (□)."""
    start, end = span
    filled = FILLED_OF_REQUESTS if words.about else FILLED
    place = label.index("□")
    if end <= place:
        return filled.fullmatch(label, end, place) is not None and _tail_ok(label[place + 1 :])
    if start > place:
        return (
            TAIL_FILLED.fullmatch(label, place + 1, start) is not None
            and TAIL_FILLED.fullmatch(label, end) is not None
        )
    return TAIL_FILLED.fullmatch(label, end) is not None


def _tail_ok(tail: str) -> bool:
    """收到申请15件 may be followed by 已办结, 办结12件 not by 人大代表建议."""
    match = TAIL_FILLED.match(tail)
    return not tail.strip() or (match is not None and match.end() > 0)


def _without(lead: str, named: list[_Found]) -> str:
    """The words before the quantity without the names' own words."""
    for _, name, _ in named:
        for word in name.words:
            lead = lead.replace(word, "□")
    return lead


def _too_strange(label: str, named: list[_Found], unit: str) -> bool:
    lead = _without(label.partition("□")[0], named)
    lead = without_own(lead, unit)
    lead = ALL_WAYS.sub("", lead)
    rest = _KNOWN_WORDS.sub("", lead.replace("□", ""))
    return len(rest) > _LABEL_LIMIT


def _linked(
    mention: Mention,
    named: list[_Found],
    label: str,
    form: Form,
    scene: _Scene,
) -> tuple[Link | None, _Scene]:
    words = named[0][0]
    rows = [n for w, n, _ in named if w is words and n.axis == "row"]
    columns = [n for w, n, _ in named if w is words and n.axis == "column"]
    title = "、".join(dict.fromkeys("".join(n.words) for n in (rows or columns)))
    if not words.rows:  # one row only: the columns are what is named
        groups = [words.column_leaves[n.node] for n in columns]
        if not groups:
            return None, scene
        only_row = next(iter(words.row_leaves.values()))
        readings = [words.ids(only_row, g, form) for g in groups]
        if len(groups) > 1:
            readings.append(tuple(dict.fromkeys(i for r in readings for i in r)))
        return _made(mention, title, readings, form), _Scene(words, (only_row,), groups[0], title)
    if not rows:
        if words is scene.words and scene.rows and words.needs_column:
            readings = _cells(words, scene.rows, columns, form, scene)
            return _made(mention, scene.name + title, readings, form), scene
        return _inherited(mention, form, scene), scene
    meant = _row_readings(words, rows, form)
    named_columns = tuple(dict.fromkeys(c for n in columns for c in words.column_leaves[n.node]))
    readings = _cells(words, meant, columns, form, scene)
    scene = _Scene(words, meant, named_columns, title)
    return _made(mention, title, readings, form), scene


def _cells(
    words: TableWords,
    rows: tuple[tuple[str, ...], ...],
    columns: list[Name],
    form: Form,
    scene: _Scene,
) -> list[Reading]:
    readings: list[Reading] = []
    for leaves in rows:
        choices = [words.column_leaves[n.node] for n in columns]
        if not choices:
            default = words.default_columns.get(leaves[0], ())
            choices = [default] if default else []
            if scene.columns and scene.words is words and default:
                choices.append(scene.columns)
        readings.extend(words.ids(leaves, choice, form) for choice in choices)
    return readings


def _row_readings(words: TableWords, rows: list[Name], form: Form) -> tuple[tuple[str, ...], ...]:
    """The rows that the names can mean, each a sum of rows, the likeliest first.

    收到 can be 本年新收 or with 上年结转; 办结 leaves out 其他处理 in some offices; 答复 is looser still.
    """
    known = words.row_leaves
    readings: list[tuple[str, ...]] = []
    for name in rows:
        leaves = known[name.node]
        readings.append(leaves)
        if name.node == "received" and name.how != "explicit" and "carried_in" in known:
            readings += [("received", "carried_in"), ("handled",)]
        if name.node == "handled" and "others" in known:
            closed = [r for r in known["handled"] if r]
            readings += [tuple(closed), ("received", "carried_in"), ("received",)][
                : 3 if name.how == "loose" else 1
            ]
            answered = tuple(
                i for g in ("granted", "partly_granted", "denied", "unavailable", "declined")
                for i in known.get(g, ())
            )  # fmt: skip
            if answered:
                readings.append(answered)
    if len(rows) > 1:
        readings.append(tuple(dict.fromkeys(i for n in rows for i in known[n.node])))
    return tuple(dict.fromkeys(readings))


def _inherited(mention: Mention, form: Form, scene: _Scene) -> Link | None:
    """其中自然人11件: the row spoken of before, for the applicants named."""
    if scene.words is None or not scene.rows or not scene.words.rows:
        return None
    if mention.token.unit not in scene.words.units:
        return None
    if len(mention.lead) > _LABEL_LONG:
        return None
    match = _NO_LABEL.match(mention.lead)
    rest = match["rest"] if match else mention.lead
    columns = [n for n in scene.words.columns if n.words == (rest,)]
    if not columns:
        return None
    readings = _cells(scene.words, scene.rows, columns, form, scene)
    return _made(mention, f"{scene.name}（{rest}）", readings, form)


_COUNTED_IN = {
    "件": frozenset(["件", "份", "宗", "起", "例", "条", "项", "个", "次", "封", "件次", "部"]),
    "条": frozenset(["条", "件", "篇", "份"]),
    "篇": frozenset(["篇", "条", "件", "份"]),
    "次": frozenset(["次", "场", "场次", "班", "期"]),
    "个": frozenset(["个", "处", "家"]),
    "人": frozenset(["人", "名", "位"]),
    "人次": frozenset(["人次", "人", "名"]),
    "项": frozenset(["项", "个", "件"]),
    "万元": frozenset(["元"]),
}
"""For the unit of a figure in the tables: what prose may count the same things in."""


def _made(mention: Mention, name: str, readings: list[Reading], form: Form) -> Link | None:
    unit = mention.token.unit
    kept = tuple(
        r for r in dict.fromkeys(readings)
        if r and unit in _COUNTED_IN.get(form.indicators[r[0]].unit, frozenset([unit]))
    )  # fmt: skip
    return Link(mention, name, kept) if kept else None
