"""Reading in a process of its own, for kinds of files whose parsers can be brought to harm.

The worker gets the path and a kind, and answers on its standard output with the document or with the
three sentences of a refusal. Memory and processor time are limited there; here a clock runs, and when
it is over the whole group of processes is ended. Whatever happens, the caller gets a sentence.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from giadesk.core.blocks import Document
from giadesk.core.errors import InputRefused

TIME_LIMIT = 60.0
MEMORY_LIMIT = 900 << 20
"""Address space, which is more than what is used: the libraries alone take a third of it."""
_MAX_ANSWER = 64 << 20
FLAG = "--read-worker"
"""What a frozen program is started with to become a worker (`giadesk.__main__`)."""


class _Answer(msgspec.Struct):
    document: Document | None = None
    refused: tuple[str, str, str] | None = None


def read_apart(path: Path, time_limit: float = TIME_LIMIT) -> Document:
    """The file's blocks, read in another process. InputRefused for whatever goes wrong there."""
    from giadesk.imports.legacy import end_group

    options: dict[str, object] = {}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        options["start_new_session"] = True
    process = subprocess.Popen(  # type: ignore[call-overload]
        _command(path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        **options,
    )
    try:
        answer, _ = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        raise InputRefused(
            f"无法读取“{path.name}”",
            f"读了 {time_limit:.0f} 秒仍未读完，已停止",
            "请用 WPS 或 Word 打开它，另存为 .docx 后再导入",
        ) from error
    finally:
        end_group(process)
        if process.stdout is not None:
            process.stdout.close()
    try:
        told = msgspec.json.decode(answer, type=_Answer)
    except msgspec.MsgspecError as error:
        raise InputRefused(
            f"无法读取“{path.name}”",
            "文件内容异常，读取时占用内存过多或出错",
            "请用 WPS 或 Word 打开它，另存为 .docx 后再导入",
        ) from error
    if told.refused is not None:
        raise InputRefused(*told.refused)
    if told.document is None:
        raise InputRefused(f"无法读取“{path.name}”", "文件内容异常", "请另存为 .docx 后再导入")
    return told.document


def _command(path: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG, str(path.absolute())]
    return [sys.executable, "-m", "giadesk.imports.worker", str(path.absolute())]


def _environment() -> dict[str, str]:
    """The caller's, with the way to this package; the worker needs neither screen nor window."""
    root = str(Path(__file__).resolve().parents[2])
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    paths = [root, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    environment["PYTHONIOENCODING"] = "utf-8"
    return environment


def main(arguments: list[str]) -> int:
    """The worker itself: reads the one file named and answers on standard output."""
    path = Path(arguments[-1])
    _limit()
    answer = _Answer()
    try:
        from giadesk.imports.readers import read_here

        answer.document = read_here(path)
    except InputRefused as refused:
        answer.refused = (refused.what, refused.why, refused.remedy)
    except MemoryError:
        answer.refused = (
            f"无法读取“{path.name}”",
            "内容过大，读取时内存不足",
            "请只保留报告本身，另存为 .docx 后再导入",
        )
    except Exception:  # noqa: BLE001 - whatever a parser raises at a broken file is the file's fault
        answer.refused = (
            f"无法读取“{path.name}”",
            "文件已损坏或内容异常",
            "请用 WPS 或 Word 打开它，另存为 .docx 后再导入",
        )
    data = msgspec.json.encode(answer)
    if len(data) > _MAX_ANSWER:
        return 1
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def _limit() -> None:
    """Limits on memory and processor time; Windows has none here and relies on the clock."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    seconds = int(TIME_LIMIT)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
