"""The manual of the checks, docs/checks.md, made from the registry: `python -m giadesk.checks.manual`.

Every check's docstring has a first line and five parts, each one paragraph; `entry_of` tells which
are missing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from giadesk.checks.registry import Check, all_checks

PARTS = ("比较什么", "为什么", "依据", "不通过", "通过")
_SEVERITY = {"must": "强制性审核", "verify": "核实性审核", "hint": "提示"}
_ROOMS = {
    "F": "表内勾稽",
    "Y": "与上年比较",
    "C": "完整性",
    "P": "文字与数据",
    "N": "名称",
    "S": "保密与隐私",
    "R": "重复",
    "W": "文字规范",
    "X": "程序自身",
}
_PREAMBLE = """# 审核项说明

本页由程序根据各审核项的说明生成（`python -m giadesk.checks.manual`），请勿手工修改。

- 强制性审核：不改正不能定稿。
- 核实性审核：改正，或者写明情况（核实说明）后可以定稿；有关的数变了，要重新写明。
- 提示：供参考，可以在单位设置中关闭。
"""


class Entry(NamedTuple):
    """A check's manual entry: what it states in one line, and its parts by name."""

    summary: str
    parts: dict[str, str]


def entry_of(check: Check) -> Entry:
    """The manual entry of a check. ValueError where a part is missing, empty or unknown."""
    lines = [line.strip() for line in check.manual.splitlines() if line.strip()]
    if not lines:
        raise ValueError(f"{check.code}: no docstring")
    parts: dict[str, str] = {}
    for line in lines[1:]:
        name, mark, text = line.partition("：")
        if not mark or name not in PARTS or not text or name in parts:
            raise ValueError(f"{check.code}: not a part of a manual entry: {line}")
        parts[name] = text
    missing = [name for name in PARTS if name not in parts]
    if missing:
        raise ValueError(f"{check.code}: manual entry lacks {'、'.join(missing)}")
    return Entry(lines[0], parts)


def manual(measured: str = "") -> str:
    """The whole page, in Markdown; `measured` is put at its end as it is."""
    pieces = [_PREAMBLE]
    checks = all_checks()
    for letter, room in _ROOMS.items():
        inside = [c for c in checks if c.code.startswith(f"{letter}-")]
        if inside:
            pieces.append(f"## {room}\n")
            pieces.extend(_page_of(c) for c in inside)
    if measured:
        pieces.append(measured)
    return "\n".join(pieces)


def _page_of(check: Check) -> str:
    entry = entry_of(check)
    head = f"### {check.code} {check.title}\n\n{_SEVERITY[check.severity]}。{entry.summary}\n\n"
    return head + "".join(f"- {name}：{entry.parts[name]}\n" for name in PARTS)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/checks.md")
    figures = target.with_name("checks-measured.md")
    target.write_text(manual(figures.read_text("utf-8") if figures.exists() else ""), "utf-8")
    print(target)
