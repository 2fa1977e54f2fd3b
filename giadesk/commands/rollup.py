"""`giadesk rollup …`: 汇总 from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from giadesk.commands.opening import form_library, print_json
from giadesk.core.errors import InputRefused
from giadesk.core.interchange import report_to_json
from giadesk.rollup.collect import Collection, collect
from giadesk.rollup.summary import check_sums, contributions, sums_of
from giadesk.rollup.writing import write


def rollup(options: argparse.Namespace) -> int:
    """Collect, add up, check the sums, write. Returns 1 where a town has `must` findings."""
    for path in (*options.paths, *options.previous):
        if not path.exists():
            raise InputRefused(f"找不到“{path}”", "路径不对，或已被移走", "请检查路径后再试")
    collection = collect(options.paths, form_library(), options.previous, _progress())
    sums = sums_of(collection, options.unit)
    missing = collection.missing(_expected(options.expected))
    if options.output:
        write(collection, sums, missing, options.output)
    if options.json:
        print_json(_to_json(collection, sums, missing))
    else:
        _describe(collection, missing)
        if options.output:
            print(f"已写入 {options.output}")
    return 1 if any(h.must for h in collection.handed) else 0


def _progress() -> Callable[[int, int, str], bool] | None:
    if not sys.stderr.isatty():
        return None

    def say(done: int, total: int, name: str) -> bool:
        print(f"\r{done + 1}/{total} {name[:40]:<40}", end="", file=sys.stderr, flush=True)
        return True

    return say


def _expected(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(
            f"无法读取名单“{path}”", "不是 UTF-8 文本文件", "请存为 UTF-8 的 .txt，一行一个单位"
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _describe(collection: Collection, missing: list[str]) -> None:
    print(f"{collection.year}年　{collection.form.id}　已采用{len(collection.handed)}份")
    for handed in collection.handed:
        print(f"{handed.unit}　强制{handed.must}　核实{handed.verify}　{handed.path.name}")
    for refused in collection.refused:
        print(f"未采用 {refused.path.name}：{refused.why}")
    for unit in missing:
        print(f"未报送 {unit}")


def _to_json(collection: Collection, sums: Any, missing: list[str]) -> dict[str, Any]:
    form = collection.form
    given = contributions(collection)
    cells = report_to_json(sums, form)["cells"]
    for cell in cells:
        cell["from"] = [{"unit": unit, "value": str(figure)} for unit, figure in given[cell["id"]]]
    return {
        "giadesk": 1,
        "form": form.id,
        "year": collection.year,
        "units": [
            {
                "unit": h.unit,
                "file": h.path.name,
                "must": h.must,
                "verify": h.verify,
                "unplaced": h.unplaced,
            }
            for h in collection.handed
        ],
        "refused": [{"file": r.path.name, "why": r.why} for r in collection.refused],
        "missing": missing,
        "cells": cells,
        "findings": [
            {"code": f.code, "severity": f.severity, "message": f.message, "cells": list(f.cells)}
            for f in check_sums(collection, sums)
        ],
    }
