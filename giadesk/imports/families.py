"""Heads of tables over all forms: which columns go with which rows.

A table that lost its lines says what it is by its words alone. Blocks with the same columns are one
family, whichever form they stand in; a family knows every name its columns and rows go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from giadesk.core.form import BlockSpec, Form, NodeSpec, walk
from giadesk.imports.labels import bare, bare_names

_CORNERS = ("信息内容", "申请人情况", "统计指标", "指标名称", "指标", "项目", "单位", "计量单位")


class Family:
    """Blocks with the same columns: `columns` are their leaves, each with the groups over it.

    `sums` are the columns that are totals, each with the columns it is the sum of; `printed` the
    labels and heads as forms print them.
    """

    def __init__(self, block: BlockSpec) -> None:
        self.columns: list[tuple[NodeSpec, tuple[NodeSpec, ...]]] = [
            (node, above) for node, above in walk(block.columns) if node.has_figure
        ]
        self.corner = block.corner
        self.hidden = block.labels == "hidden"
        self.leaves = {
            name
            for node, _ in self.columns
            for name in bare_names(node.label, node.short, *node.aliases)
        }
        self.exact = {bare(node.label) for node, _ in self.columns}
        self.heads = {bare(x) for x in _CORNERS} | self.leaves
        places = {node.id: place for place, (node, _) in enumerate(self.columns)}
        self.sums = [
            (place, tuple(places[part] for part in node.sum_of))
            for place, (node, _) in enumerate(self.columns)
            if node.sum_of and all(part in places for part in node.sum_of)
        ]
        self.printed: set[str] = set(_CORNERS)
        self.rows: dict[str, bool] = {}
        self.titles: set[str] = set()
        self._add(block)

    def _add(self, block: BlockSpec) -> None:
        self.titles |= set(bare_names(block.title))
        self.printed |= {block.title, block.corner, block.over_columns, block.unit_column}
        self.heads |= set(
            bare_names(block.title, block.corner, block.over_columns, block.unit_column)
        )
        for node, _ in walk(block.columns):
            self.heads |= set(bare_names(node.label, node.short, *node.aliases))
            self.printed |= {node.label, *node.aliases}
        if self.hidden:
            return
        for node, _ in walk(block.rows):
            self.printed |= {node.label, *node.aliases}
            for name in bare_names(node.label, node.short, *node.aliases):
                self.rows[name] = self.rows.get(name, False) or node.has_figure

    @property
    def width(self) -> int:
        """The number of figures in a row."""
        return len(self.columns)

    @property
    def row_names(self) -> tuple[str, ...]:
        """Every bare name of a row, for comparing by likeness."""
        return tuple(self.rows)


@lru_cache(maxsize=8)
def families_of(forms: tuple[Form, ...]) -> Sequence[Family]:
    """The families of these forms' blocks of figures, widest first."""
    found: dict[tuple[str, ...], Family] = {}
    for form in forms:
        for table in form.spec.tables:
            for block in table.blocks:
                leaves = [node for node, _ in walk(block.columns) if node.has_figure]
                if not leaves or all(node.kind == "text" for node in leaves):
                    continue
                key = (block.labels, *(node.label for node in leaves))
                if key in found:
                    found[key]._add(block)
                else:
                    found[key] = Family(block)
    return sorted(found.values(), key=lambda f: -f.width)
