"""导出: what, where, under which name, and what still stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from giadesk.checks.registry import Finding
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.bundle import FileKind, Handover, names_of
from giadesk.exports.occupied import open_elsewhere
from giadesk.ui import pieces
from giadesk.ui.dialogs import Dialog
from giadesk.ui.export_choices import ChoicesArea, ExportChoices, stem_of
from giadesk.ui.progress import is_open


class ExportDialog(Dialog):
    """Asks what to export and where. `shown` asks to go to a finding instead."""

    shown = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        report: Report,
        form: Form,
        findings: Sequence[Finding],
        settings: QSettings,
        office: Mapping[str, str],
    ) -> None:
        super().__init__(parent, "exportDialog", "导出", "导出")
        self._report = report
        self._form = form
        self._blocking = [f for f in findings if is_open(f)]
        self._say_blocking()
        self.choices = ExportChoices(settings, office, stem_of(office, report, form))
        self.choices.changed.connect(self._judge)
        self.body.addWidget(ChoicesArea(self.choices))
        self.names = pieces.label("", "exportNames", "muted", wrap=True)
        self.body.addWidget(self.names)
        self.finish()
        self.set_width(46)
        self._judge()

    @property
    def targets(self) -> dict[FileKind, Path]:
        """Kind to the file it is written to."""
        choices = self.choices
        given = Handover(self._report, self._form, pattern=choices.pattern)
        names = names_of(given, choices.chosen)
        return {kind: choices.target / name for kind, name in names.items()}

    def accept(self) -> None:
        """Remember the choice."""
        self.choices.keep()
        super().accept()

    def _say_blocking(self) -> None:
        if not self._blocking:
            self.body.addWidget(pieces.label("审核没有未处理的问题。", "exportState", "good"))
            return
        must = sum(f.severity == "must" for f in self._blocking)
        verify = len(self._blocking) - must
        parts = [f"强制性审核 {must} 条没有通过"] if must else []
        parts += [f"核实性审核 {verify} 条没有说明"] if verify else []
        words = "，".join(parts)
        if must:
            words += "。可以先导出草稿，但不能定稿"
        row = QHBoxLayout()
        kind = "warning" if must else "muted"
        label = pieces.label(words + "。", "exportState", kind, wrap=True)
        pieces.set_tip(label, self._blocking[0].message)
        row.addWidget(label, 1)
        row.addWidget(pieces.button("去处理", "showFinding", self._show))
        self.body.addLayout(row)
        self.body.addWidget(pieces.line())

    def _show(self) -> None:
        self.reject()
        self.shown.emit(self._blocking[0])

    def _judge(self) -> None:
        fault = self.choices.fault
        self.ok.setEnabled(not fault)
        if fault:
            self.names.setText("")
            self.warn(fault)
            return
        targets = list(self.targets.values())
        self.names.setText("将写成：" + "、".join(path.name for path in targets))
        self.warn(_said_of(targets))


def _said_of(targets: list[Path]) -> str:
    """What is to be known of files that are there already."""
    occupied = open_elsewhere(targets)
    if occupied:
        names = "、".join(f"“{path.name}”" for path in occupied)
        program = next(iter(occupied.values()))
        return f"{names}正在 {program} 中打开，请先关闭，或者换一个文件名"
    existing = [path.name for path in targets if path.exists()]
    return f"已有同名文件，将被替换：{'、'.join(existing)}" if existing else ""
