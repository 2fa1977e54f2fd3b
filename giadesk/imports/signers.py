"""The lines for names under a statistics table: 单位负责人, 审核人, 填报人, 联系电话, 填报日期.

They hold text, so nothing tells a name from a label but the label itself: it is taken from the cell
beside the label, or from behind the label's colon in the same cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from giadesk.core.blocks import GridCell
from giadesk.core.form import Form
from giadesk.imports.labels import bare


def signers_in(
    lines: Sequence[Sequence[GridCell]], form: Form, tables: Sequence[str]
) -> Iterator[tuple[str, GridCell, str]]:
    """For each text indicator of those tables that is named in a row: its id, the cell that holds
    the text, and the text. lines: the cells of each row from left to right."""
    names = {
        bare(indicator.row_label[-1]): indicator.id
        for indicator in form.indicators.values()
        if indicator.kind == "text" and indicator.table in tables and indicator.row_label
    }
    if not names:
        return
    for line in lines:
        for cell in line:
            for label, text in _inside(cell.text, names):
                yield names[label], cell, text
        for cell, beside in pairwise(line):
            text = beside.text.strip()
            if bare(cell.text) in names and text and bare(text) not in names:
                yield names[bare(cell.text)], beside, text


def _inside(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Labels and what stands behind their colons: 审核人：王某　填报人：李某."""
    labels = "|".join(map(re.escape, names))
    behind = rf"({labels})[:：]\s*(.*?)(?=\s*(?:{labels})[:：]|\Z)"
    for match in re.finditer(behind, text, re.DOTALL):
        if found := match[2].strip(" \t\n　，；,;"):
            yield match[1], found
