"""Reading .doc, .wps and .rtf through an installed LibreOffice, which turns them into .docx.

It runs with a profile of its own, macros off, under a time limit; when the time is over its whole group
of processes is ended. Where there is none, they are read by ourselves (`doc.py`, `rtf.py`): all the words,
tables without merged cells.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from giadesk.core.blocks import Document
from giadesk.core.errors import InputRefused

TIME_LIMIT = 90.0
"""Seconds; a first start of LibreOffice on an old office computer takes up to half a minute."""
_MAX_OUTPUT = 200 << 20

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
"""Macros off, nothing fetched from outside the file, no questions at the first start."""
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)


def office() -> Path | None:
    """The LibreOffice that is installed; None where there is none."""
    for name in ("soffice", "libreoffice", "soffice.exe"):
        if found := shutil.which(name):
            return Path(found)
    return next((p for p in _usual_places() if p.is_file()), None)


def _usual_places() -> Iterator[Path]:
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"
    for root in (Path("/usr/lib/libreoffice"), Path("/usr/lib64/libreoffice")):
        yield root / "program" / "soffice"
    with suppress(OSError):
        for root in sorted(Path("/opt").glob("libreoffice*"), reverse=True):
            yield root / "program" / "soffice"


def read_legacy(data: bytes, name: str, kind: str) -> Document:
    """The blocks of a .doc, .wps (kind `doc`) or .rtf. InputRefused where it cannot be read."""
    program = office()
    if program is not None:
        from giadesk.imports.docx import read_docx

        return read_docx(converted(data, name, kind, program), name)
    if kind == "doc":
        from giadesk.imports.doc import read_doc

        return read_doc(data, name)
    from giadesk.imports.rtf import read_rtf

    return read_rtf(data, name)


def converted(
    data: bytes, name: str, kind: str, program: Path, time_limit: float = TIME_LIMIT
) -> bytes:
    """The file as LibreOffice saves it to .docx. InputRefused where it does not come to an end."""
    with tempfile.TemporaryDirectory(prefix="giadesk-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        profile = root / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source = root / f"input.{kind}"
        source.write_bytes(data)
        target = root / "out" / "input.docx"
        target.parent.mkdir()
        command = [
            str(program),
            f"-env:UserInstallation={(root / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(target.parent),
            str(source),
        ]
        finished = _run(command, root, time_limit)
        if not finished:
            raise InputRefused(
                f"无法读取“{name}”",
                f"转换旧格式文件用了 {time_limit:.0f} 秒仍未完成，已停止",
                "请用 WPS 或 Word 打开它，另存为 .docx 后再导入",
            )
        if not target.is_file() or target.stat().st_size > _MAX_OUTPUT:
            raise InputRefused(
                f"无法读取“{name}”",
                "文件已损坏、设有密码，或不是 Word、WPS 文字的文件",
                "请用 WPS 或 Word 打开它，另存为 .docx 后再导入",
            )
        return target.read_bytes()


def _run(command: list[str], folder: Path, time_limit: float) -> bool:
    """Run to the end, or end the whole group of processes; whether it came to its end itself."""
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "PYTHONPATH", "PYTHONHOME")
    }
    environment["HOME"] = str(folder)
    options: dict[str, object] = {}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        options["start_new_session"] = True
    process = subprocess.Popen(  # type: ignore[call-overload]
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        **options,
    )
    try:
        process.wait(time_limit)
    except subprocess.TimeoutExpired:
        return False
    else:
        return True
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, and wait for it."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
