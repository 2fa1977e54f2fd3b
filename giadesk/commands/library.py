"""`giadesk library …`: the library of drafts from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from giadesk.core.errors import InputRefused, StorageFailed, UsageError
from giadesk.places import library_file

if TYPE_CHECKING:
    from giadesk.store import Entry, Library

_STATUS = {"draft": "草稿", "review": "待审", "final": "定稿"}


def library(options: argparse.Namespace) -> int:
    """Run one library command. Returns the exit status; UserError says what did not work."""
    actions = {
        "list": _list,
        "search": _search,
        "backup": _backup,
        "restore": _restore,
        "check": _check,
    }
    return actions[options.action](options.words)


def _existing(what: str) -> Library:
    """The library, opened to look at; InputRefused where there is none yet."""
    from giadesk.store import Library

    path = library_file()
    if not path.exists():
        raise InputRefused(what, f"还没有报告库：{path}", "打开 GIADesk 新建或导入报告后再试")
    return Library.open(path, read_only=True)


def _list(words: Sequence[str]) -> int:
    _no_words(words, "list")
    if not library_file().exists():
        print(f"报告库还没有建立：{library_file()}")
        return 0
    with _existing("无法列出报告") as opened:
        for entry in opened.entries():
            print(_line(entry))
    return 0


def _search(words: Sequence[str]) -> int:
    if not words:
        raise UsageError("没有说搜索什么", "", "写成 giadesk library search 词")
    with _existing("无法搜索") as opened:
        entries = {entry.id: entry for entry in opened.entries()}
        hits = [hit for hit in opened.search(" ".join(words)) if hit.report_id in entries]
    for hit in hits:
        print(f"{_line(entries[hit.report_id])}　{' '.join(hit.excerpt.split())}")
    print(f"共{len(hits)}份")
    return 0


def _backup(words: Sequence[str]) -> int:
    target = Path(_one(words, "backup", "备份到哪个文件"))
    with _existing("无法备份") as opened:
        if target.is_dir():
            target = target / f"GIADesk备份{datetime.now():%Y%m%d-%H%M%S}.db"
        size = opened.backup(target)
    print(f"已备份到 {target}（{size // 1024} KB），并重新打开核对过")
    return 0


def _restore(words: Sequence[str]) -> int:
    from giadesk.store.restoring import restore

    source = Path(_one(words, "restore", "从哪个备份恢复"))
    restored = restore(source, library_file())
    print(f"已从 {source} 恢复报告库")
    if restored.aside is not None:
        print(f"原来的报告库保留在 {restored.aside}")
    return 0


def _check(words: Sequence[str]) -> int:
    """Check every row; StorageFailed (exit 4) where something is damaged."""
    _no_words(words, "check")
    with _existing("无法检查") as opened:
        checked = opened.check()
    print(f"已核对{checked.reports}份报告、{checked.rows}行")
    if checked.whole:
        print("没有发现损坏")
        return 0
    for damage in checked.damage:
        report = f"{damage.unit}{damage.year}年 " if damage.unit else ""
        print(f"损坏：{report}{damage.path or damage.table}　{damage.what}")
    raise StorageFailed(
        "报告库有损坏",
        f"{len(checked.damage)}处与写入时不同",
        "打开 GIADesk 按提示从备份修复，或用 giadesk library restore 恢复备份",
    )


def _line(entry: Entry) -> str:
    status = _STATUS.get(entry.status, entry.status)
    edited = entry.edited.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{entry.year}　{entry.unit}　{status}　{entry.form}　{edited}"


def _one(words: Sequence[str], action: str, what: str) -> str:
    if len(words) != 1:
        raise UsageError(f"要说明{what}", "", f"写成 giadesk library {action} 文件")
    return words[0]


def _no_words(words: Sequence[str], action: str) -> None:
    if words:
        raise UsageError(
            f"library {action} 后面不用再写什么", f"多了 {' '.join(words)}", "去掉后再试"
        )
