"""How messages name the rows, columns and cells of a form."""

from __future__ import annotations

import re

from giadesk.core.form import BlockSpec, NodeSpec

_NUMBER = re.compile(
    r"^(其中[：:]?)?\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])?\s*"
)


def short_name(node: NodeSpec) -> str:
    """How a message names a row or column: `short`, else the label without number and notes."""
    return node.short or _NUMBER.sub("", node.label).partition("（")[0] or node.label


def cell_name(
    block: BlockSpec, row: NodeSpec, column: NodeSpec, above: tuple[NodeSpec, ...], single: bool
) -> str:
    """How a message names a cell: 本年新收·自然人; only what tells it from its neighbours."""
    column_name = column.short or "".join(short_name(n) for n in (*above, column))
    if block.labels == "hidden":
        return column_name
    return short_name(row) if single else f"{short_name(row)}·{column_name}"
