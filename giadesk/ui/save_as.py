"""Asking where a file goes, and writing it in a job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from giadesk.ui import dialogs
from giadesk.ui.handing import open_outside

if TYPE_CHECKING:
    from giadesk.ui.flows import Flows


def save_as(
    flows: Flows, name: str, kinds: str, writer: Callable[[Path], Callable[[], None]]
) -> None:
    """Ask for a file and write it in a job.

    name: offered for the file. kinds: Qt's filters, `Excel 表格（*.xlsx）;;…`; the first is offered.
    writer: from the file to what writes it; called on the window's thread.
    """
    window = flows.window
    first = kinds.partition("*.")[2].partition("）")[0]
    folder = Path(dialogs.kept_folder(flows.settings, "export/folder"))
    offered = folder / f"{_file_name(name)}.{first}"
    path, kind = QFileDialog.getSaveFileName(window, "导出", str(offered), kinds)
    if not path:
        return
    target = Path(path)
    known = {k.partition("）")[0] for k in kinds.split("*")[1:]}
    if target.suffix.lower() not in known:
        suffix = kind.partition("*")[2].partition("）")[0] or f".{first}"
        target = target.with_name(target.name + suffix)
    flows.settings.setValue("export/folder", str(target.parent))
    write = writer(target)
    flows.run(
        f"正在写“{target.name}”",
        write,
        lambda _: window.messages.say(
            f"已导出：{target.name}",
            "good",
            [
                ("打开文件夹", lambda: open_outside(target.parent)),
                ("打开文件", lambda: open_outside(target)),
            ],
        ),
    )


def _file_name(name: str) -> str:
    return "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in name)[:80].strip(" .")
