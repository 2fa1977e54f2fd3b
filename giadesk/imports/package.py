"""Reading the package, .gia, with every part's checksum verified before anything is believed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from giadesk.core.errors import InputRefused
from giadesk.core.form import Form
from giadesk.core.forms import FormLibrary
from giadesk.core.interchange import report_from_json
from giadesk.core.report import Report
from giadesk.imports.gate import BROKEN_ZIP, read_file

FORMAT = 1
_LIMIT = 16 * 1024 * 1024
"""Bytes of a part; the fullest report with its attachments' names has a tenth of a megabyte."""
_ALL = 64 * 1024 * 1024
_MEMBERS = 500
_OURS = ("report.json", "attachments/last-year.json")


class Package(msgspec.Struct, frozen=True):
    """What a package holds. `last` and `last_form` are None where no last year's report came along."""

    report: Report
    form: Form
    last: Report | None = None
    last_form: Form | None = None


def read_package(path: Path, forms: FormLibrary) -> Package:
    """The package in that file. InputRefused where it is damaged, no package, or newer than us."""
    data = read_file(path)
    if data.count(b"PK\x01\x02") > _MEMBERS:  # before the directory is read, which costs memory
        raise _refused(path, "包内文件过多")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            manifest = json.loads(_part(package, "manifest.json", path))
            if not isinstance(manifest, dict) or not isinstance(manifest.get("giadesk"), int):
                raise _refused(path, "清单不完整")
            if manifest["giadesk"] > FORMAT:
                raise InputRefused(
                    f"无法打开“{path.name}”",
                    "它由更新版本的 GIADesk 生成",
                    "请升级本机的 GIADesk 后再打开，文件未作任何改动",
                )
            sums = manifest.get("sha256")
            if not isinstance(sums, dict) or "report.json" not in sums:
                raise _refused(path, "缺少报告")
            parts = _checked(package, sums, path)
    except RecursionError as error:
        raise _refused(path, "内容的层次过深") from error
    except (NotImplementedError, RuntimeError) as error:
        raise _refused(path, "压缩方式不受支持或已加密") from error
    except BROKEN_ZIP as error:
        raise _refused(path, "文件已损坏，或不是报送包") from error
    report, form = _report(parts["report.json"], forms)
    last, last_form = None, None
    if "attachments/last-year.json" in parts:
        last, last_form = _report(parts["attachments/last-year.json"], forms)
    return Package(report, form, last, last_form)


def _report(data: Any, forms: FormLibrary) -> tuple[Report, Form]:
    form_id = data.get("form") if isinstance(data, dict) else None
    if not isinstance(form_id, str):
        raise InputRefused("报送包中的报告不完整", "没有写明表式", "请向报送单位重新索取")
    form = forms.get(form_id)
    return report_from_json(data, form), form


def _checked(package: zipfile.ZipFile, sums: dict[str, Any], path: Path) -> dict[str, Any]:
    """What our own parts say, when every part that the manifest names is as it was."""
    parts = {}
    room = _ALL
    for name, expected in sums.items():
        data = _part(package, name, path)
        room -= len(data)
        if room < 0:
            raise _refused(path, "内容过大")
        if hashlib.sha256(data).hexdigest() != expected:
            raise _refused(path, f"{name} 与校验值不符，内容被改动过或已损坏")
        if name in _OURS:
            parts[name] = json.loads(data)
    return parts


def _part(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    if package.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, "压缩方式不受支持")
    with package.open(name) as part:
        data = part.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise _refused(path, "内容过大")
    return data


def _refused(path: Path, why: str) -> InputRefused:
    return InputRefused(f"无法打开报送包“{path.name}”", why, "请向报送单位重新索取")
