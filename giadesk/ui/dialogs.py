"""What all dialogs share: their frame, their buttons, a form of labelled fields, a file to choose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from giadesk.ui import pieces
from giadesk.ui.arrows import Steps
from giadesk.ui.choices import choice


class Dialog(QDialog):
    """A dialog that asks a decision: a title in words, its contents, 确定 by what it does, 取消."""

    def __init__(self, parent: QWidget | None, name: str, title: str, accept: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setModal(True)
        help_by_key(self)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 16, 20, 14)
        self.body.setSpacing(10)
        self._buttons = QDialogButtonBox()
        self.ok = pieces.button(accept, "accept", self.accept, kind="main")
        self.cancel = pieces.button("取消", "cancel", self.reject)
        self._buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        self.warning = pieces.label("", "warning", wrap=True)
        self.warning.setProperty("kind", "warning")
        self.warning.hide()

    def finish(self) -> None:
        """Put warning and buttons under the contents; the last step of every constructor."""
        self.body.addWidget(self.warning)
        self.body.addWidget(self._buttons)
        self.ok.setDefault(True)  # only now has it a dialog: else Enter would take the first button

    def set_width(self, characters: int) -> None:
        """At least as wide as so many characters, whatever the zoom."""
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("政") * characters)

    def set_size(self, characters: int, lines: int) -> None:
        """So many characters wide and lines high, whatever the zoom; no more than its window has."""
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        metrics = self.fontMetrics()
        self.resize(
            min(metrics.horizontalAdvance("政") * characters, room.width() - 20),
            min(metrics.lineSpacing() * lines, room.height() - 48),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """As high as words that wrap at this width want it."""
        super().showEvent(event)
        needed = self.body.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def warn(self, text: str) -> None:
        """Say what is still wrong, "" for nothing."""
        self.warning.setText(text)
        self.warning.setVisible(bool(text))


def help_by_key(dialog: QDialog) -> None:
    """F1 in it leads to its page of the manual; the window's own F1 waits behind it."""

    def show() -> None:
        from giadesk.ui.manual import help_for

        help_for(dialog)

    QShortcut(QKeySequence("F1"), dialog).activated.connect(show)


def form() -> QFormLayout:
    """Labels at the left, fields at the right."""
    layout = QFormLayout()
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    layout.setHorizontalSpacing(12)
    layout.setVerticalSpacing(8)
    return layout


def field(
    layout: QFormLayout, caption: str, name: str, text: str = "", hint: str = ""
) -> QLineEdit:
    """A line to write in, with its caption."""
    edit = QLineEdit(text)
    edit.setObjectName(name)
    edit.setAccessibleName(caption)
    edit.setPlaceholderText(hint)
    edit.setMaxLength(200)
    _row(layout, caption, edit)
    return edit


def year_field(layout: QFormLayout, caption: str, name: str, year: int) -> QSpinBox:
    """A year; the wheel does not change it."""
    spin = number_field(layout, caption, name, year, (2008, 2099))
    spin.setSuffix("年")
    return spin


def number_field(
    layout: QFormLayout, caption: str, name: str, value: int, limits: tuple[int, int]
) -> QSpinBox:
    """A whole number between two limits; the wheel does not change it."""
    spin = _Still()
    spin.setObjectName(name)
    spin.setAccessibleName(caption)
    spin.setRange(*limits)
    spin.setValue(value)
    _row(layout, caption, spin)
    return spin


def combo_field(
    layout: QFormLayout, caption: str, name: str, items: list[tuple[str, str]]
) -> QComboBox:
    """A choice; `currentData` is the second of the pair."""
    combo = choice(name, caption, 24)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for text, data in items:
        combo.addItem(text, data)
    _row(layout, caption, combo)
    return combo


def _row(layout: QFormLayout, caption: str, widget: QWidget) -> None:
    label = pieces.label(caption, f"{widget.objectName()}Label")
    label.setBuddy(widget)
    layout.addRow(label, widget)


class _Still(Steps, QSpinBox):
    def wheelEvent(self, event: object) -> None:
        if hasattr(event, "ignore"):
            event.ignore()


def choose_files(parent: QWidget, settings: QSettings, *, several: bool) -> list[Path]:
    """Files to import; [] where the clerk changed their mind. The folder is remembered."""
    dialog = file_dialog(parent, settings, several=several)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return []
    files = [Path(name) for name in dialog.selectedFiles()]
    if files:
        settings.setValue("folder", str(files[0].parent))
    return files


def file_dialog(parent: QWidget, settings: QSettings, *, several: bool) -> QFileDialog:
    """The dialog in which files to import are chosen."""
    from giadesk.imports import SUFFIXES

    patterns = " ".join(f"*{s}" for s in dict.fromkeys((*SUFFIXES, ".gia")))
    dialog = QFileDialog(parent, "选择报告文件", _folder(settings))
    dialog.setObjectName("openFile")
    # Qt takes only these brackets for the brackets round the patterns
    kinds = "报告文件（Word、WPS、Excel、网页、PDF、文本、报送包）"
    dialog.setNameFilters([f"{kinds} ({patterns})", "所有文件 (*)"])
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # longer than any line
    for name, spoken in (("lookInCombo", "查找范围"), ("fileTypeCombo", "文件类型")):
        combo = dialog.findChild(QComboBox, name)  # Qt leaves them nameless; none in a system's own
        if combo is not None:
            combo.setAccessibleName(spoken)
    tree = dialog.findChild(QTreeView, "treeView")
    if tree is not None:
        head = tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.hideColumn(2)  # the kind, in the system's words: the name's ending says it
    em = dialog.fontMetrics().horizontalAdvance("文")
    room = parent.window().size()
    dialog.resize(min(56 * em, room.width() - 20), min(34 * em, room.height() - 48))
    columns = dialog.findChild(QSplitter, "splitter")
    if columns is not None:
        columns.setSizes([9 * em, dialog.width() - 9 * em])
    dialog.setFileMode(
        QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    )
    return dialog


def choose_folder(parent: QWidget, settings: QSettings, present: str) -> str:
    """A folder, "" where the clerk changed their mind."""
    chosen = QFileDialog.getExistingDirectory(parent, "选择文件夹", present or _folder(settings))
    if chosen:
        settings.setValue("folder", chosen)
    return chosen


def _folder(settings: QSettings) -> str:
    return kept_folder(settings, "folder")


def kept_folder(settings: QSettings, name: str) -> str:
    """The folder kept under that name, else the user's documents, else their home."""
    from PySide6.QtCore import QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for folder in (str(settings.value(name, "")), documents):
        if folder and Path(folder).is_dir():
            return folder
    return str(Path.home())


def on_change(edits: list[QLineEdit], work: Callable[[], object]) -> None:
    """Call `work` whenever one of the lines changes."""
    for edit in edits:
        edit.textChanged.connect(lambda _: work())
