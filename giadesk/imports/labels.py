"""Labels of rows, columns and headings compared with tolerance.

Towns shorten, renumber and retype the official labels (规范性文件 for 行政规范性文件, 2023年制发件数
for 本年制发件数). Labels are brought to a bare form first; what is still unlike is compared by edit
distance.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from giadesk.core.form import BlockSpec, Form, NodeSpec, TableSpec, walk

_NUMBER = re.compile(
    r"(?:(?:其中)?[:：]?(?:第?[一二三四五六七八九十]{1,3}[、.部]分?|\([一二三四五六七八九十]{1,3}\)|\(?\d{1,2}\)"
    r"|\d{1,2}[、.](?!\d)|[①-⑳]))*(?:其中[:：]?)?"
)
_YEAR = re.compile(r"(?:20\d\d年度?|本年度|当年度?|本年)")
_LAST_YEAR = re.compile(r"(?:上年度|上一年度|上一年|去年)")
_MARKS = re.compile(r"[\s“”\"'‘’、,，。.:：;；·*★※\-—_/]+")
_NOTE = re.compile(r"\([^()]*\)\Z")
_SIMILAR = 0.7
UNITS = frozenset(
    [
        *("件", "条", "次", "篇", "个", "人", "人次", "项", "期", "份", "处", "家", "件次", "条次"),
        *("元", "千元", "万元", "亿元", "单位", "计量单位"),
    ]
)
"""Units of counting, as they stand in a column of their own."""


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without number, spaces and marks: 1．属于 国家秘密 → 属于国家秘密."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = _NUMBER.sub("", plain, count=1)
    return _MARKS.sub("", _LAST_YEAR.sub("上年", _YEAR.sub("本年", plain)))


@lru_cache(maxsize=8192)
def number_of(text: str) -> str:
    """The number a label begins with, in its bare form: （三）不予公开 → 三; "" for none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _NUMBER.match(plain)
    return re.sub(r"[^一二三四五六七八九十\d]", "", match[0]) if match else ""


def without_note(text: str) -> str:
    """A bare label without the bracket at its end: 部分公开(区分处理的…) → 部分公开."""
    shorter = _NOTE.sub("", text)
    while shorter != text and shorter:
        text, shorter = shorter, _NOTE.sub("", shorter)
    return shorter or text


def bare_names(*texts: str) -> tuple[str, ...]:
    """The bare forms of some names, each with and without the note at its end."""
    names = []
    for text in texts:
        if text and (name := bare(text)):
            names += [name, without_note(name)]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=32768)
def likeness(text: str, names: tuple[str, ...]) -> float:
    """How much a bare label is like one of the names: 1 the same, 0 below any resemblance."""
    if not text:
        return 0.0
    if text in names:
        return 1.0
    shorter = without_note(text)
    if shorter in names:
        return 0.98
    from rapidfuzz import fuzz

    best = 0.0
    for name in names:
        ratio = fuzz.ratio(shorter, name) / 100
        short, long = sorted((shorter, name), key=len)
        # 规范性文件 is 行政规范性文件 shortened; two characters in common mean nothing
        if len(short) >= 3 and (long.endswith(short) or long.startswith(short)):
            ratio = max(ratio, 0.8 + 0.1 * len(short) / len(long))
        best = max(best, ratio)
    return best * 0.97 if best >= _SIMILAR else 0.0


class Entry:
    """A row of the form with the block it stands in and the names it goes by."""

    __slots__ = ("above", "block", "names", "node", "number", "place", "table")

    def __init__(
        self,
        place: int,
        table: TableSpec,
        block: BlockSpec,
        node: NodeSpec,
        above: tuple[NodeSpec, ...],
    ) -> None:
        self.place = place
        self.table = table
        self.block = block
        self.node = node
        self.names = bare_names(node.label, node.short, *node.aliases)
        self.number = number_of(node.label)
        self.above = frozenset(
            name for n in above for name in bare_names(n.label, n.short, *n.aliases)
        )


class Column:
    """A column of a block that has figures."""

    __slots__ = ("above", "names", "node")

    def __init__(self, node: NodeSpec, above: tuple[NodeSpec, ...]) -> None:
        self.node = node
        self.names = bare_names(node.label, node.short, *node.aliases)
        self.above = frozenset(
            name for n in above for name in bare_names(n.label, n.short, *n.aliases)
        )


class Labels:
    """Every label of a form, ready for looking up. One for each form (`labels_of`)."""

    def __init__(self, form: Form) -> None:
        self.entries: list[Entry] = []
        self.columns: dict[int, list[Column]] = {}
        self.column_names: set[str] = set()
        self.words: dict[str, set[str]] = {}
        self._rows: dict[str, list[Entry]] = {}
        self._found: dict[str, list[tuple[Entry, float]]] = {}
        self._blocks: list[BlockSpec] = []
        for table in form.spec.tables:
            words = set(bare_names(table.title, *table.aliases))
            for block in table.blocks:
                self._blocks.append(block)
                self.columns[id(block)] = [
                    Column(node, above) for node, above in walk(block.columns) if node.has_figure
                ]
                for node, _ in walk(block.columns):
                    self.column_names.update(bare_names(node.label, *node.aliases))
                words.update(bare_names(block.title, block.corner, block.over_columns))
                for node, above in walk(block.rows):
                    self.entries.append(Entry(len(self.entries), table, block, node, above))
            self.words[table.id] = words
        self._column_names = tuple(sorted(self.column_names))
        for entry in self.entries:
            for name in entry.names:
                self._rows.setdefault(name, []).append(entry)

    @property
    def hidden(self) -> list[Entry]:
        """The rows whose labels are not printed."""
        return [e for e in self.entries if e.block.labels == "hidden" and e.node.has_figure]

    def rows_like(self, text: str) -> list[tuple[Entry, float]]:
        """The rows that a printed label can mean, with their likeness; exact ones leave no others."""
        name = bare(text)
        found = self._found.get(name)
        if found is None:
            exact = self._rows.get(name) or self._rows.get(without_note(name))
            if exact:
                found = [(entry, 1.0) for entry in exact]
            else:
                found = [
                    (entry, score)
                    for entry in self.entries
                    if entry.block.labels != "hidden" and (score := likeness(name, entry.names))
                ]
                best = max((score for _, score in found), default=0.0)
                found = [(e, score) for e, score in found if score >= best - 0.12]
            if len(self._found) > 5000:
                self._found.clear()
            self._found[name] = found
        return found

    def is_column(self, text: str) -> bool:
        """Whether a printed cell reads like the head of a column."""
        name = bare(text)
        if name in self.column_names or without_note(name) in self.column_names:
            return True
        return len(name) >= 4 and likeness(name, self._column_names) >= 0.8


@lru_cache(maxsize=32)
def labels_of(form: Form) -> Labels:
    """The labels of a form, made once."""
    return Labels(form)
