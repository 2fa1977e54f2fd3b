"""导出: what, where, and what still stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from giadesk.checks.registry import Finding
from giadesk.core.report import Report
from giadesk.exports import Kind
from giadesk.ui import dialogs, pieces
from giadesk.ui.desk import KINDS, file_stem
from giadesk.ui.dialogs import Dialog
from giadesk.ui.progress import is_open

_HINTS = {
    "docx": "公文版式，可直接报送、印发",
    "xlsx": "统计表，总计是公式",
    "pdf": "与预览一致",
    "html": "发布到网站用",
    "package": "上级单位用 GIADesk 直接打开、汇总",
}


class ExportDialog(Dialog):
    """Asks what to export and where. `shown` asks to go to a finding instead."""

    shown = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        report: Report,
        findings: Sequence[Finding],
        settings: QSettings,
    ) -> None:
        super().__init__(parent, "exportDialog", "导出", "导出")
        self._settings = settings
        self._report = report
        self._blocking = [f for f in findings if is_open(f)]
        self._say_blocking()
        self.kinds: dict[Kind, QCheckBox] = {}
        chosen = str(settings.value("export/kinds", "docx xlsx")).split()
        for kind, (name, suffix) in KINDS.items():
            box = QCheckBox(f"{name}（.{suffix}）　{_HINTS[kind]}")
            box.setObjectName(f"export-{kind}")
            box.setAccessibleName(name)
            box.setChecked(kind in chosen)
            box.toggled.connect(self._judge)
            self.kinds[kind] = box
            self.body.addWidget(box)
        layout = dialogs.form()
        self.stem: QLineEdit = dialogs.field(layout, "文件名", "stem", file_stem(report))
        self.folder: QLineEdit = dialogs.field(layout, "文件夹", "folder", self._folder())
        across = QHBoxLayout()
        across.setSpacing(8)
        caption = layout.takeRow(self.folder).labelItem.widget()  # type: ignore[attr-defined]
        across.addWidget(self.folder, 1)
        across.addWidget(pieces.button("选择文件夹……", "chooseFolder", self._choose))
        layout.addRow(caption, across)
        self.body.addLayout(layout)
        dialogs.on_change([self.stem, self.folder], self._judge)
        self.finish()
        self.set_width(40)
        self._judge()

    @property
    def chosen(self) -> list[Kind]:
        """The kinds to export."""
        return [kind for kind, box in self.kinds.items() if box.isChecked()]

    @property
    def targets(self) -> dict[Kind, Path]:
        """Kind to the file it is written to."""
        folder = Path(self.folder.text().strip()).expanduser()
        stem = self.stem.text().strip()
        return {kind: folder / f"{stem}.{KINDS[kind][1]}" for kind in self.chosen}

    def accept(self) -> None:
        """Remember the choice."""
        self._settings.setValue("export/kinds", " ".join(self.chosen))
        self._settings.setValue("export/folder", self.folder.text().strip())
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
        row.addWidget(pieces.label(words + "。", "exportState", kind, wrap=True), 1)
        row.addWidget(pieces.button("去处理", "showFinding", self._show))
        self.body.addLayout(row)
        self.body.addWidget(
            pieces.label(f"第一条：{self._blocking[0].message}", "firstFinding", "muted", wrap=True)
        )
        self.body.addWidget(pieces.line())

    def _show(self) -> None:
        self.reject()
        self.shown.emit(self._blocking[0])

    def _folder(self) -> str:
        return dialogs.kept_folder(self._settings, "export/folder")

    def _choose(self) -> None:
        chosen = dialogs.choose_folder(self, self._settings, self.folder.text().strip())
        if chosen:
            self.folder.setText(chosen)

    def _judge(self) -> None:
        folder = self.folder.text().strip()
        stem = self.stem.text().strip()
        bad = next((c for c in stem if c in '\\/:*?"<>|'), "")
        existing = [p.name for p in self.targets.values() if p.exists()] if folder and stem else []
        if bad:
            self.warn(f"文件名里不能有“{bad}”")
        elif not folder or not Path(folder).expanduser().is_dir():
            self.warn("这个文件夹不存在，请另选一个")
        elif existing:
            self.warn(f"已有同名文件，将被替换：{'、'.join(existing)}")
        else:
            self.warn("")
        self.ok.setEnabled(
            bool(self.chosen and stem and folder) and not bad and Path(folder).expanduser().is_dir()
        )
