"""What is asked of every export: which files, which annexes, which layout, how called, where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports import own_layouts
from giadesk.exports.annexes import ANNEX_KINDS, ANNEX_NAMES, AnnexKind
from giadesk.exports.bundle import FILE_SUFFIXES, FileKind
from giadesk.exports.naming import (
    DEFAULT_PATTERN,
    PATTERN_KEY,
    PLACES,
    faults_of_pattern,
    file_name,
)
from giadesk.exports.profile import DEFAULT
from giadesk.ui import dialogs, pieces

KINDS: Mapping[FileKind, tuple[str, str]] = {
    "docx": ("Word 文档", "公文版式，可直接报送、印发"),
    "xlsx": ("Excel 统计表", "总计是公式，附核对表"),
    "pdf": ("PDF 文件", "与预览一致"),
    "html": ("网页", "发布到网站用"),
    "package": ("报送包", "上级单位用 GIADesk 直接打开、汇总"),
    "bundle": ("报送材料", "Word、Excel、报送包压缩成一个文件"),
    "sheet": ("审签单", "单独一页，打印后签字"),
}
"""What can be exported: kind of file to its name and what it is for."""

_MARK = "内容"
_REST_LINES = 7
"""Lines of a dialog besides its choices: what blocks, names, a warning, buttons, and their margins."""


class ExportChoices(QWidget):
    """The choices, kept from one time to the next. `changed` after each; `fault` says what is wrong."""

    changed = Signal()

    def __init__(self, settings: QSettings, office: Mapping[str, str], stem: str) -> None:
        """stem: how the files are called, with {内容} and other places where the pattern has them."""
        super().__init__()
        self._settings = settings
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._kinds())
        layout.addWidget(pieces.line())
        form = dialogs.form()
        form.addRow(pieces.label("附在后面", "annexesTitle"), self._annexes())
        self.layouts = dialogs.combo_field(form, "版式", "exportLayout", [])
        for one in own_layouts.listed():
            if not one.fault:
                self.layouts.addItem(f"{one.name}　{one.yields}", one.id)
        present = self.layouts.findData(office.get("layout", "") or DEFAULT)
        self.layouts.setCurrentIndex(max(0, present))
        self.stem: QLineEdit = dialogs.field(form, "文件名", "stem", stem)
        pieces.set_tip(self.stem, "可以用：" + "、".join(f"{{{p}}}" for p in PLACES))
        self.folder: QLineEdit = dialogs.field(
            form, "文件夹", "folder", dialogs.kept_folder(settings, "export/folder")
        )
        across = QHBoxLayout()
        across.setSpacing(8)
        caption = form.takeRow(self.folder).labelItem.widget()  # type: ignore[attr-defined]
        across.addWidget(self.folder, 1)
        across.addWidget(pieces.button("选择文件夹……", "chooseFolder", self._choose))
        form.addRow(caption, across)
        layout.addLayout(form)
        dialogs.on_change([self.stem, self.folder], self.changed.emit)

    @property
    def chosen(self) -> list[FileKind]:
        """The kinds to export."""
        return [kind for kind, box in self.kinds.items() if box.isChecked()]

    @property
    def annexes(self) -> tuple[AnnexKind, ...]:
        """The annexes to print behind the report."""
        return tuple(kind for kind, box in self.annex_boxes.items() if box.isChecked())

    @property
    def layout_id(self) -> str:
        """The layout profile to use."""
        return str(self.layouts.currentData() or DEFAULT)

    @property
    def pattern(self) -> str:
        """How the files are called."""
        return self.stem.text().strip()

    @property
    def target(self) -> Path:
        """The folder that they are written to."""
        return Path(self.folder.text().strip()).expanduser()

    @property
    def fault(self) -> str:
        """What is wrong with the choices, in a sentence; "" for nothing."""
        if not self.pattern:
            return "请写文件名"
        if faults := faults_of_pattern(self.pattern):
            return faults[0]
        if not self.folder.text().strip() or not self.target.is_dir():
            return "这个文件夹不存在，请另选一个"
        if not self.chosen:
            return "请至少选一种文件"
        return ""

    def keep(self) -> None:
        """Remember the choices for the next time."""
        self._settings.setValue("export/kinds", " ".join(self.chosen))
        self._settings.setValue("export/annexes", " ".join(self.annexes))
        self._settings.setValue("export/charts", "yes" if self.charts.isChecked() else "no")
        self._settings.setValue("export/folder", str(self.target))

    def _kinds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        self.kinds: dict[FileKind, QCheckBox] = {}
        kept = str(self._settings.value("export/kinds", "docx xlsx")).split()
        for row, (kind, (name, hint)) in enumerate(KINDS.items()):
            box = QCheckBox(f"{name}（{FILE_SUFFIXES[kind]}）")
            box.setObjectName(f"export-{kind}")
            box.setAccessibleName(name)
            box.setAccessibleDescription(hint)
            box.setChecked(kind in kept)
            box.toggled.connect(lambda _: self.changed.emit())
            self.kinds[kind] = box
            grid.addWidget(box, row, 0)
            grid.addWidget(pieces.label(hint, f"hint-{kind}", "muted"), row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _annexes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        self.annex_boxes: dict[AnnexKind, QCheckBox] = {}
        kept = str(self._settings.value("export/annexes", "")).split()
        for kind in ANNEX_KINDS:
            box = QCheckBox(ANNEX_NAMES[kind])
            box.setObjectName(f"annex-{kind}")
            box.setAccessibleName(f"附{ANNEX_NAMES[kind]}")
            box.setChecked(kind in kept)
            pieces.set_tip(box, "印在 Word、PDF、网页的报告后面，附件说明里一并列出")
            box.toggled.connect(lambda _: self.changed.emit())
            self.annex_boxes[kind] = box
            row.addWidget(box)
        self.charts = QCheckBox("图表（网页）")
        self.charts.setObjectName("exportCharts")
        self.charts.setAccessibleName("网页里附历年图表")
        self.charts.setChecked(str(self._settings.value("export/charts", "yes")) == "yes")
        pieces.set_tip(
            self.charts, "在网页的每张统计表后面画出近几年的图，报告库里有以前年度的报告时才有"
        )
        row.addWidget(self.charts)
        row.addStretch(1)
        return row

    def _choose(self) -> None:
        chosen = dialogs.choose_folder(self, self._settings, self.folder.text().strip())
        if chosen:
            self.folder.setText(chosen)


class ChoicesArea(QScrollArea):
    """The choices, as high as they are; where the screen is too small they scroll."""

    def __init__(self, choices: ExportChoices) -> None:
        super().__init__()
        self.setWidget(choices)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """The size of the choices, less where the rest of the dialog needs the room."""
        whole = self.widget().sizeHint()
        above = self.window().parentWidget()
        room = (
            above.window().height() if above is not None else self.screen().availableSize().height()
        )
        rest = self.fontMetrics().lineSpacing() * _REST_LINES
        return QSize(whole.width(), min(whole.height(), max(room - rest - 48, 100)))

    def minimumSizeHint(self) -> QSize:
        """As wide as the choices, and a few lines of them."""
        width = self.widget().minimumSizeHint().width()
        return QSize(width, self.fontMetrics().lineSpacing() * 5)


def stem_of(office: Mapping[str, str], report: Report, form: Form) -> str:
    """The office's pattern filled in for one report, but for {内容}, which each kind fills in."""
    pattern = office.get(PATTERN_KEY, "").strip() or DEFAULT_PATTERN
    if faults_of_pattern(pattern):
        pattern = DEFAULT_PATTERN
    before, *rest = pattern.split(f"{{{_MARK}}}")
    if not rest:
        return file_name(pattern, report, form)
    parts = [file_name(part, report, form) if part.strip() else part for part in (before, *rest)]
    return f"{{{_MARK}}}".join(parts)
