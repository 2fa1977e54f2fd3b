"""The dialog that says we have a bug, and gives the clerk something to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from giadesk.ui import pieces
from giadesk.ui.dialogs import Dialog

if TYPE_CHECKING:
    from giadesk.ui.main_window import MainWindow


def show_crash(window: MainWindow, folder: Path, text: str) -> None:
    """Show it without stopping the work: a message, and the details on demand."""
    window.messages.say(
        "程序自身出了一个问题，您填写的内容不受影响，可以继续工作。",
        "must",
        [("详细情况", lambda: _details(window, folder, text))],
        key="crash",
    )


def _details(window: MainWindow, folder: Path, text: str) -> None:
    dialog = CrashDialog(window, folder, text)
    dialog.exec()
    dialog.deleteLater()


class CrashDialog(Dialog):
    """What happened, in our own terms; 导出诊断包 writes it down without report text."""

    def __init__(self, window: MainWindow, folder: Path, text: str) -> None:
        super().__init__(window, "crashDialog", "程序出现问题", "导出诊断包……")
        self._window = window
        self._folder = folder
        self.body.addWidget(
            pieces.label(
                "请导出诊断包，交给维护人员。诊断包里只有程序的运行记录，没有报告内容。",
                "crashWords",
                wrap=True,
            )
        )
        details = QPlainTextEdit(text)
        details.setObjectName("crashDetails")
        details.setAccessibleName("详细情况")
        details.setReadOnly(True)
        self.body.addWidget(details, 1)
        self.cancel.setText("关闭")
        self.finish()
        self.set_size(46, 20)

    def accept(self) -> None:
        """Ask where, and write the diagnosis."""
        from giadesk.core.errors import UserError

        try:
            name = _export(self, self._folder)
        except UserError as error:
            self.warn(str(error))
            return
        if name:
            self._window.messages.say(_DONE.format(name), "good")
            super().accept()


_DONE = "已导出诊断包：{}。里面只有程序的运行记录，没有报告内容。"


def export_diagnosis(window: MainWindow) -> None:
    """帮助 → 导出诊断包: whenever something was odd, also after a crash that left no time to ask."""
    from giadesk.core.errors import UserError
    from giadesk.places import home

    try:
        name = _export(window, home() / "logs")
    except UserError as error:
        window.messages.say_error(error)
        return
    if name:
        window.messages.say(_DONE.format(name), "good")


def _export(parent: QWidget, folder: Path) -> str:
    """Ask where, and write the diagnosis there; "" where the clerk thought better of it."""
    from giadesk.ui.crash import write_diagnosis

    name, _ = QFileDialog.getSaveFileName(
        parent, "导出诊断包", "giadesk-诊断.zip", "压缩包 (*.zip)"
    )
    if name:
        write_diagnosis(folder, Path(name))
    return name
