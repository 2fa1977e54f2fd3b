"""Columns of a table: which printed head is which column of the form, and which cell stands in it."""

from __future__ import annotations

from giadesk.core.blocks import GridCell
from giadesk.imports.labels import Column, bare, likeness

HEAD_WORDS = frozenset(
    [
        "信息内容",
        "项目",
        "指标",
        "统计指标",
        "指标名称",
        "序号",
        "单位",
        "计量单位",
        "统计数",
        "数量",
        "内容",
        "类别",
        "名称",
        "行次",
        "栏次",
        "申请人情况",
        "统计数据",
        "指标项",
        "统计项目",
        "数值",
        "数据",
        "件数",
        "行政复议",
        "行政诉讼",
        "甲",
        "乙",
    ]
)
"""Words over or beside the labels that name no column of figures."""


def match_columns(segments: list[list[GridCell]], columns: list[Column]) -> list[Column | None]:
    """For each segment its column of the form, both in order; empty where none matches."""
    scores = [[_column_score(path, column) for column in columns] for path in segments]
    height, width = len(segments), len(columns)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            take = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    result: list[Column | None] = [None] * height
    i = j = 0
    while i < height and j < width:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            result[i] = columns[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return result if any(result) else []


def _column_score(path: list[GridCell], column: Column) -> float:
    score = likeness(bare(path[-1].text), column.names)
    if score and any(bare(c.text) in column.above for c in path[:-1]):
        score += 0.2
    return score


def by_position(
    values: list[GridCell], segments: list[list[GridCell]], matched: list[Column | None]
) -> list[tuple[GridCell, Column]] | None:
    """Value cells by the head they stand under; None where a cell stands under two or shares one."""
    found: list[tuple[GridCell, Column]] = []
    used: set[int] = set()
    for cell in values:
        over = [
            i
            for i, s in enumerate(segments)
            if s[-1].column < cell.column + cell.columns
            and cell.column < s[-1].column + s[-1].columns
        ]
        if not over and not cell.text.strip():
            continue
        if len(over) != 1 or over[0] in used:
            if not cell.text.strip() and len(values) > len(segments):
                continue
            return None
        used.add(over[0])
        column = matched[over[0]]
        if column is not None:
            found.append((cell, column))
    return found
