"""From the names in a label to the figures that a quantity can be: rows, columns, sums of them.

What a sentence has spoken of so far (`Scene`) is gone on with: 其中自然人11件, 尚未审结1件.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from giadesk.checks.links import FILLED, FILLED_OF_REQUESTS, TAIL_FILLED, Name, TableWords
from giadesk.checks.reading import Mention
from giadesk.core.form import Form, Id

Reading = tuple[Id, ...]
"""Figures whose sum a quantity can be; one with - before it is taken off."""

PENDING = re.compile(r"尚?未(?:审结|结案)")
_RESULTS = {
    "维持": "upheld", "结果维持": "upheld", "其他结果": "other",
    "纠正": "corrected", "结果纠正": "corrected", "被纠正": "corrected", "纠错": "corrected",
    "尚未审结": "pending", "未审结": "pending", "尚未结案": "pending",
}  # fmt: skip
"""How a case ended, by the ends of the columns' ids."""
_KINDS = {"复议": ("review_total",), "诉讼": ("direct_total", "after_total")}
"""How the kinds of cases are called once it is clear what is spoken of: 涉及复议1件，诉讼2件."""
_NO_LABEL = re.compile(
    r"^(?:其中|涉及|来自|由|提出|申请人?为?|申请的?|的|为|是|有|共|均|分别|属于|按申请人分|从申请主体看|[：:，、\s])*"
    r"(?P<rest>.*?)(?:提出|的?申请|申请人|提交|为|有|共|的|[：:\s])*$"
)
_LABEL_LONG = 24


class Link(NamedTuple):
    """A quantity, how the text names what it counts, and the figures it can be, likeliest first."""

    mention: Mention
    name: str
    readings: tuple[Reading, ...]


Found = tuple[TableWords, Name, tuple[int, int]]
"""A name of a table's row or column, and where it stands in a label."""


class Scene(NamedTuple):
    """What a sentence has spoken of so far, for 其中自然人11件."""

    words: TableWords | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    name: str = ""


_IN_FORCE = re.compile(r"现行有效的?$")
_DEALT_WITH = re.compile(r"逐|全部|全面|均|都|已|统一|集中|进行|开展|作|予以|及时")
"""What follows where 现行有效的9件规范性文件 is all that is counted, and something is done with them."""


def belongs(label: str, span: tuple[int, int], words: TableWords) -> bool:
    """Whether nothing but filling stands between the name and the quantity (□)."""
    start, end = span
    filled = FILLED_OF_REQUESTS if words.about else FILLED
    place = label.index("□")
    if end <= place:
        return filled.fullmatch(label, end, place) is not None and _tail_ok(label[place + 1 :])
    if start > place:
        ends = TAIL_FILLED.fullmatch(label, end) is not None or (
            _IN_FORCE.search(label, 0, place) is not None
            and _DEALT_WITH.match(label, end) is not None
        )
        return ends and TAIL_FILLED.fullmatch(label, place + 1, start) is not None
    return TAIL_FILLED.fullmatch(label, end) is not None


_EXPLAINED = re.compile(r"[均都]?(?:为|属于?|系|是|因)")


def _tail_ok(tail: str) -> bool:
    """收到申请15件 may be followed by 已办结, 办结12件 not by 人大代表建议; 不予处理1件 by 为信访类申请."""
    match = TAIL_FILLED.match(tail)
    return (
        not tail.strip()
        or (match is not None and match.end() > 0)
        or _EXPLAINED.match(tail) is not None
    )


def linked(
    mention: Mention,
    named: list[Found],
    label: str,
    form: Form,
    scene: Scene,
    before: str,
) -> tuple[Link | None, Scene]:
    words = named[0][0]
    rows = [n for w, n, _ in named if w is words and n.axis == "row"]
    columns = [n for w, n, _ in named if w is words and n.axis == "column"]
    title = "、".join(dict.fromkeys("".join(n.words) for n in (rows or columns)))
    if not words.rows:  # one row only: the columns are what is named
        groups = [words.column_leaves[n.node] for n in columns]
        if not groups:
            return None, scene
        if PENDING.search(mention.lead):
            groups = [_ending(g, "pending") for g in groups]
        only_row = next(iter(words.row_leaves.values()))
        together = tuple(dict.fromkeys(c for g in groups for c in g))
        readings = [words.ids(only_row, g, form) for g in (*groups, together)]
        return _made(mention, title, readings, form), Scene(words, (only_row,), together, title)
    if not rows:
        if words is scene.words and scene.rows and words.needs_column:
            readings = _cells(words, scene.rows, columns, form, scene)
            return _made(mention, scene.name + title, readings, form), scene
        spoken = _spoken_of(before, words, named, label)
        if spoken:
            readings = _cells(words, spoken, columns, form, scene)
            return _made(mention, title, readings, form), Scene(words, spoken, (), "")
        return inherited(mention, form, scene), scene
    meant = _row_readings(words, rows, form)
    named_columns = tuple(dict.fromkeys(c for n in columns for c in words.column_leaves[n.node]))
    readings = _cells(words, meant, columns, form, scene)
    if "对" in mention.lead:
        readings += [r for one in readings for r in _before_cleaning(one, form)]
    scene = Scene(words, meant, named_columns, title)
    return _made(mention, title, readings, form), scene


def _before_cleaning(reading: Reading, form: Form) -> list[Reading]:
    """What may be dealt with instead of what is in force at the year's end: that before some of it was
    abolished, or last year's."""
    if len(reading) != 1 or not reading[0].endswith("/effective"):
        return []
    row = reading[0].removesuffix("effective")
    abolished, made = f"{row}abolished", f"{row}made"
    if abolished not in form.indicators or made not in form.indicators:
        return []
    return [(*reading, abolished), (*reading, abolished, f"-{made}")]


def _spoken_of(
    before: str, words: TableWords, named: list[Found], label: str
) -> tuple[tuple[str, ...], ...]:
    """The row that the sentence names without a figure: 未制发规范性文件，废止1件，现行有效9件."""
    nodes = [name.node for _, name, _ in named]
    if "made" in nodes or not all(belongs(label, span, words) for _, _, span in named):
        return ()
    rows = [n for n in words.rows if n.node in words.needs_column and n.words[0] in before]
    return (words.row_leaves[rows[0].node],) if len(rows) == 1 else ()


def _cells(
    words: TableWords,
    rows: tuple[tuple[str, ...], ...],
    columns: list[Name],
    form: Form,
    scene: Scene,
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


_WORKED_ON = ("办理", "处理")
"""Of requests that these words count some may be open still: 共处理申请16件（含结转2件）."""


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
                : 3 if name.how == "loose" else 2 if name.words[0] in _WORKED_ON else 1
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


def inherited(mention: Mention, form: Form, scene: Scene) -> Link | None:
    """其中自然人11件: the row spoken of before, for the applicants named."""
    if scene.words is None or not scene.rows:
        return None
    if not scene.words.rows:
        return _ended(mention, form, scene)
    if mention.token.unit not in scene.words.units:
        return None
    if len(mention.lead) > _LABEL_LONG:
        return None
    match = _NO_LABEL.match(mention.lead)
    rest = match["rest"] if match else mention.lead
    columns = [n for n in scene.words.columns if n.words == (rest,)]
    if not columns:
        return None
    rows = scene.rows
    if {("received",), ("carried_in",)} & set(rows) and "carried_in" in scene.words.row_leaves:
        # of both together, whichever was said last
        rows = (*rows, ("received",), ("received", "carried_in"), ("handled",))
    readings = _cells(scene.words, rows, columns, form, scene)
    return _made(mention, f"{scene.name}（{rest}）", readings, form)


def _ended(mention: Mention, form: Form, scene: Scene) -> Link | None:
    """行政复议2件，其中结果维持1件，尚未审结1件: how the cases spoken of before ended."""
    match = _NO_LABEL.match(mention.lead)
    rest = match["rest"] if match else mention.lead
    if rest in _KINDS:
        ids = scene.words.ids(scene.rows[0], _KINDS[rest], form) if scene.words else ()
        return _made(mention, rest, [ids], form)
    result = _RESULTS.get(rest)
    if (
        result is None
        or scene.words is None
        or not all(c.endswith("_total") for c in scene.columns)
    ):
        return None
    columns = _ending(scene.columns, result)
    name = f"{scene.name}（{mention.lead}）"
    return _made(mention, name, [scene.words.ids(scene.rows[0], columns, form)], form)


def _ending(totals: tuple[str, ...], result: str) -> tuple[str, ...]:
    """The columns of the cases that ended so, of those that count all; any other stays."""
    return tuple(
        f"{c.removesuffix('total')}{result}" if c.endswith("_total") else c for c in totals
    )


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
        and not _counts_items(r, unit, form)
    )  # fmt: skip
    return Link(mention, name, kept) if kept else None


def _counts_items(reading: Reading, unit: str, form: Form) -> bool:
    """Whether the unit is that of another column of the row: 行政许可3项 are items, not decisions."""
    row, _, column = reading[0].rpartition("/")
    before = form.indicators.get(f"{row}/items_before")
    return column == "decisions" and before is not None and before.unit == unit
