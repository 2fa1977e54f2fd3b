"""What every command does first: the forms, the file it is given, and JSON on the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giadesk.core.errors import InputRefused, UsageError, UserError
from giadesk.places import own_forms, shipped

if TYPE_CHECKING:
    from giadesk.core.forms import FormLibrary
    from giadesk.imports.package import Package


def form_library() -> FormLibrary:
    """The forms shipped and the office's own."""
    from giadesk.core.forms import FormLibrary

    return FormLibrary(shipped("forms"), own_forms())


def open_file(path: Path, forms: FormLibrary) -> Package:
    """Any file as a report: a package as it is, everything else read in."""
    from giadesk.imports import open_report
    from giadesk.imports.package import Package, read_package

    must_exist(path)
    if path.suffix.lower() == ".gia":
        return read_package(path, forms)
    recognised = open_report(path, forms)
    return Package(recognised.report, recognised.form)


def office_profile() -> Mapping[str, str]:
    """本单位资料 as the office's library keeps it; empty where there is none or it cannot be read."""
    from giadesk.places import library_file

    if not library_file().exists():
        return {}
    from giadesk.store import Library

    try:
        with Library.open(library_file(), read_only=True) as opened:
            return opened.profile()
    except UserError:
        return {}


def must_exist(path: Path) -> None:
    """InputRefused where there is no such file."""
    if not path.exists():
        raise InputRefused(f"找不到文件“{path}”", "路径不对，或文件已被移走", "请检查路径后再试")
    if path.is_dir():
        raise InputRefused(f"“{path}”是文件夹", "这里需要一个文件", "请指定其中的文件")


def must_be_package(path: Path) -> None:
    """UsageError where the file is none of ours to change."""
    if path.suffix.lower() != ".gia":
        raise UsageError(
            f"“{path.name}”不是 .gia 文件",
            "这个命令只用于 GIADesk 的报告文件",
            "先用 giadesk import 或 giadesk new 生成 .gia",
        )


def print_json(data: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
