"""How prose names what the tables count: resources/links.yaml, compiled for a form.

A name leads to rows (or columns) of a table, and with what else the words say to figures. Rows that
the file does not list are known by their label and aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec

from giadesk.checks.data import data_of
from giadesk.checks.own import without_own
from giadesk.core.form import BlockSpec, Form, Id, NodeSpec, TableSpec, walk

_GAP = 22
"""How many characters may stand where a name has “…”."""


class _RowNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[str, ...] = ()
    explicit: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class _TableNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: tuple[str, ...] = ()
    about_sentence: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    total: str = ""
    needs_column: tuple[str, ...] = ()
    rows: dict[str, _RowNames] = {}
    columns: dict[str, tuple[str, ...]] = {}


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tables: dict[str, _TableNames]


class Name(NamedTuple):
    """A name of a row or column in prose. how: names, explicit, loose or bare (see links.yaml)."""

    table: str
    axis: str
    node: str
    words: tuple[str, ...]
    how: str = "names"
    without: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def find(self, label: str) -> tuple[int, int] | None:
        """Where the name stands in the label, from its first word to the end of its last."""
        first = self.words[0]
        start = label.rfind(first) if len(self.words) == 1 else label.find(first)
        if start < 0:
            return None
        end = start + len(first)
        for word in self.words[1:]:
            at = label.rfind(word, end, end + _GAP + len(word))
            if at < 0:
                return None
            end = at + len(word)
        return start, end


class TableWords(NamedTuple):
    """What is known of one table: its names, its units, how rows and columns come to figures."""

    id: str
    about: tuple[str, ...]
    about_sentence: tuple[str, ...]
    without: tuple[str, ...]
    units: frozenset[str]
    needs_column: frozenset[str]
    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    starts: dict[str, tuple[Name, ...]]
    """The names by their first two characters."""
    row_leaves: dict[str, tuple[str, ...]]
    column_leaves: dict[str, tuple[str, ...]]
    default_columns: dict[str, tuple[str, ...]]
    """For each row with a figure: the columns meant where none is named; empty where one must be."""

    def names_in(self, words: str, pairs: tuple[str, ...]) -> list[Name]:
        """The names whose first word is among the words; pairs: every two characters of these."""
        found: dict[Name, None] = {}
        for pair in filter(self.starts.__contains__, pairs):
            for name in self.starts[pair]:
                if name.words[0] in words:
                    found[name] = None
        return list(found)

    def ids(self, rows: tuple[str, ...], columns: tuple[str, ...], form: Form) -> tuple[Id, ...]:
        """The figures that these rows and columns add up to; empty where there are none."""
        found = (f"{self.id}/{row}/{column}" for row, column in product(rows, columns))
        return tuple(i for i in found if i in form.indicators)


@lru_cache(maxsize=1)
def _file() -> _Names:
    return data_of("links.yaml", _Names)


@lru_cache(maxsize=16)
def table_words(form: Form) -> tuple[TableWords, ...]:
    """The form's tables as prose speaks of them."""
    return tuple(_compiled(table, form) for table in form.spec.tables)


def _compiled(table: TableSpec, form: Form) -> TableWords:
    known = _file().tables.get(table.id, _TableNames())
    rows: dict[str, NodeSpec] = {}
    columns: dict[str, NodeSpec] = {}
    hidden = False
    for block in table.blocks:
        rows.update((n.id, n) for n, _ in walk(block.rows))
        columns.update((n.id, n) for n, _ in walk(block.columns))
        hidden = hidden or block.labels == "hidden"
    row_names = () if hidden else tuple(_row_names(table.id, known, rows))
    column_names = tuple(_column_names(table.id, known, columns))
    starts: dict[str, tuple[Name, ...]] = {}
    for name in (*row_names, *column_names):
        key = name.words[0][:2]
        starts[key] = (*starts.get(key, ()), name)
    return TableWords(
        id=table.id,
        about=known.about,
        about_sentence=known.about_sentence,
        without=known.without,
        units=frozenset(known.units) or frozenset({"件", "条", "次", "个", "项"}),
        needs_column=frozenset(known.needs_column),
        rows=row_names,
        columns=column_names,
        starts=starts,
        row_leaves={i: _headline(n) for i, n in rows.items()},
        column_leaves={i: _headline(n) for i, n in columns.items()},
        default_columns=dict(_default_columns(table, known)),
    )


def _row_names(table: str, known: _TableNames, rows: dict[str, NodeSpec]) -> Iterator[Name]:
    for node_id, node in rows.items():
        listed = known.rows.get(node_id)
        if listed is None:
            if known.rows and not node.has_figure:
                continue
            plain_names = (node.short or node.label, *node.aliases)
            listed = _RowNames(tuple(n for n in plain_names if 4 <= len(n) <= 16))
        for how in ("explicit", "names", "loose", "bare"):
            for name in getattr(listed, how):
                yield Name(
                    table,
                    "row",
                    node_id,
                    tuple(name.split("…")),
                    how,
                    listed.without,
                    () if how == "explicit" else listed.about,
                )


def _column_names(table: str, known: _TableNames, columns: dict[str, NodeSpec]) -> Iterator[Name]:
    for node_id, names in known.columns.items():
        if node_id in columns:
            for name in names:
                yield Name(table, "column", node_id, tuple(name.split("…")))


def _headline(node: NodeSpec) -> tuple[str, ...]:
    """The rows (columns) that a node as a whole comes to: itself, its total, or all its children."""
    if node.has_figure:
        return (node.id,)
    totals = [c.id for c in node.children if c.sum_of]
    if totals:
        return tuple(totals)
    return tuple(i for child in node.children for i in _headline(child))


def _default_columns(table: TableSpec, known: _TableNames) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in table.blocks:
        figures = [n.id for n, _ in walk(block.columns) if n.has_figure]
        for row, _ in walk(block.rows):
            if row.has_figure:
                yield row.id, _meant(block, figures, known, row.id)


def _meant(block: BlockSpec, figures: list[str], known: _TableNames, row: str) -> tuple[str, ...]:
    if known.total in figures:
        return (known.total,)
    if row in known.needs_column:
        return ()
    if len(figures) == 1:
        return tuple(figures)
    return ("decisions",) if "decisions" in figures else ()


# --- the words around --------------------------------------------------------------------------

FILLED = re.compile(
    r"(?:案件|案|处理|决定|申请|答复|数量|总数|件数|数|量|共计|总计|合计|累计|总共|一共|共有|共|为|是|达到|达|有|了|的"
    r"|计|占|均|分别|全部|[：:、，\s])*+"
)
FILLED_OF_REQUESTS = re.compile(
    r"(?:案件|案|依申请|申请|事项|件数|件|数量|总数|总量|件数|数|量|共计|总计|合计|累计|总共|一共|共有|共|为|是|达到|达|有|了|的"
    r"|计|占|均|分别|全部|情况|结果|办理|处理|答复|政府信息公开|信息公开|政府信息|公开信息|公开|信息|继续"
    r"|年?度?|[：:、，\s])*+"
)
"""What may stand between a name and its figure."""

TAIL_FILLED = re.compile(
    r"(?:的|行政|政府信息公开|信息公开|依申请公开|因|政府信息|有关|相关|公民|法人|和|其他组织|案件|申请|事项|书"
    r"|已|均|全部|已经|按时|按期|、|，|了|办结|完毕|答复|继续|办理|处理|度|等)*+"
)

RESTRICTED = re.compile(
    r"本级|各[镇乡县区市街]|乡镇|网络|网上|网站|门户|网页|公开栏|公告栏|公示栏|宣传栏|专栏|报刊|报纸|电视|广播|显示屏|电子屏|公众号"
    r"|在线|信函|当面|邮寄|传真|邮箱|邮件|快递|窗口|现场|平台|系统|微信|微博"
    r"|征地|拆迁|土地|征收|规划|财政|房屋|环保|教育|医疗|社保|类申请|类信息|方面的|领域的"
    r"|年初(?:□|现|有效|尚|已有|共有)|上半年|下半年|季度|历年|以来|近[两三几]年|去年|往年|同期"
    r"|将|计划|拟|力争|目标|预计|争取|确保|应当"
    r"|清理|梳理|失效|未|没有|不含|除|其余|另有|另外|剩余|尚有|还有|仅|重复|撤回|延期|逾期|转办|转送"
    r"|村|社|区|局|所|站|科|中心|部门|单位|法院|公司|集团|学校|医院|大队|分局|街道办|上级|县政务|市政务|区政务|州政务|当场|当日|当天|口头|征求意见|协助|协办|会办|转交"
)
"""Words that make a quantity one of a part, of another time or of a plan.

Each begins with a character, not with a set: so the pattern is looked for where one of them stands.
"""

_OWN = re.compile(
    r"^[局镇乡](?:财务|财政所?|机关|党组|党委|办公室|里)|[我本](?:[镇乡街道县区市局委办院厅处所站会队校社单位机关部门]+|中心)|全[镇乡县区市局街道]+|各(?:部门|单位|科室|村居?)"
    r"|镇政府|乡政府|街道办事处|县政府|区政府|市政府|党政办公?室?|政府办公?室?"
)


_CARRIED_ON = re.compile(r"(?:结转|顺延|延续)(?:办理)?(?:至|到|入)?(?P<year>20\d\d)年度?")
_CARRIED_IN = re.compile(
    r"(?:(?:上一?年度?)?[（(](?P<year>20\d\d)年度?[）)]|(?P<plain>20\d\d)年度?)(?:未办结)?(?:的)?(?:结转|转[至到入]今年|转[至到入]本年度?)(?P<what>(?![下次明])[^，。；、\d]*)$"
)


def carried_words(before: str, year: int) -> tuple[str, int] | None:
    """A year that a form calls last or next, said so: 结转至2025年 in the report of 2024.

    before: the sentence up to a quantity. The words in the form's way, 结转下年度 or 上年结转 with what
    follows, and where in `before` they begin; None where no such year is said.
    """
    if "转" not in before and "顺延" not in before:
        return None
    on = max(_CARRIED_ON.finditer(before), key=re.Match.start, default=None)
    if on is not None and not re.search(r"[，。；、\d]", before[on.end() :]):
        told = int(on["year"])
        return (f"结转下年度{before[on.end() :]}", on.start()) if told == year + 1 else None
    came = _CARRIED_IN.search(before)
    if came is not None and int(came["year"] or came["plain"]) == year - 1:
        return f"上年结转{came['what']}", came.start()
    return None


ALL_WAYS = re.compile(r"通过[^，,。；]{0,24}等(?:多种|各种|各类)?(?:渠道|方式|途径|形式)")
"""通过线上、信函等渠道: every way there is, no part."""


_WIDER = re.compile(r"全[县市区州省]")


def is_restricted(words: str, unit: str = "") -> bool:
    """Whether the words before a quantity say that it is not the whole office's for the year."""
    if RESTRICTED.search(words) is None and "全" not in words:
        return False
    words = without_own(words, unit)
    if _WIDER.search(words) and unit.endswith(("镇人民政府", "乡人民政府", "街道办事处")):
        return True  # 全县 in a town's report
    return RESTRICTED.search(_OWN.sub("", ALL_WAYS.sub("", words))) is not None
