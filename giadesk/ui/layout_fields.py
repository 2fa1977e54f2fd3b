"""The values of a layout profile as fields to be filled in: made from the profile's own limits."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from giadesk.exports.profile import Profile
from giadesk.ui import dialogs, pieces
from giadesk.ui.arrows import Steps
from giadesk.ui.choices import Choice

SIZES = {
    "初号": 42.0,
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}
"""字号 by name, in points, as Word and WPS have them."""


class Entry(NamedTuple):
    """A value of the profile. spoken: its whole name; unit: behind the number; zero: what 0 means."""

    path: str
    spoken: str
    unit: str = ""
    zero: str = ""


Row = tuple[str, tuple[Entry, ...]]

PAGES: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "页面",
        (
            (
                "上、下边距",
                (Entry("page.top", "上边距", "毫米"), Entry("page.bottom", "下边距", "毫米")),
            ),
            (
                "左、右边距",
                (Entry("page.left", "左边距", "毫米"), Entry("page.right", "右边距", "毫米")),
            ),
            (
                "每页行数、每行字数",
                (Entry("grid.lines", "每页行数", "行"), Entry("grid.characters", "每行字数", "字")),
            ),
            (
                "行距、字距",
                (
                    Entry("grid.line", "行距", "磅", "自动"),
                    Entry("grid.spacing", "字距", "磅", "自动"),
                ),
            ),
            ("", (Entry("grid.snap", "写入 Word 的行网格"),)),
        ),
    ),
    (
        "标题和正文",
        (
            ("正文", (Entry("body.font", "正文字体"), Entry("body.size", "正文字号", "磅"))),
            (
                "数字字母、缩进",
                (
                    Entry("body.latin", "数字和字母的字体", zero="与正文相同"),
                    Entry("body.first_line", "首行缩进", "字"),
                ),
            ),
            ("", (Entry("body.justify", "正文两端对齐"),)),
            ("报告标题", (Entry("title.font", "标题字体"), Entry("title.size", "标题字号", "磅"))),
            (
                "标题行距、后空",
                (
                    Entry("title.line", "标题行距", "磅"),
                    Entry("title.lines_after", "标题后空行", "行"),
                ),
            ),
            (
                "",
                (
                    Entry("title.bold", "标题加粗"),
                    Entry("title.break_lines", "标题按词语分行"),
                ),
            ),
            *(
                (
                    f"{number}级标题",
                    (
                        Entry(f"heading{place}.font", f"{number}级标题字体"),
                        Entry(f"heading{place}.size", f"{number}级标题字号", "磅", "同正文"),
                        Entry(f"heading{place}.bold", "加粗"),
                    ),
                )
                for place, number in enumerate("一二三四", start=1)
            ),
        ),
    ),
    (
        "表格",
        (
            (
                "字体",
                (Entry("table.font", "表格字体"), Entry("table.size", "表格字号", "磅")),
            ),
            (
                "表头字体",
                (
                    Entry("table.head_font", "表头字体"),
                    Entry("table.min_size", "表格最小字号", "磅"),
                ),
            ),
            (
                "行高、边距",
                (
                    Entry("table.row_height", "最小行高", "毫米"),
                    Entry("table.cell_margin", "单元格左右边距", "毫米"),
                ),
            ),
            ("线宽", (Entry("table.border", "表格线宽", "磅"),)),
            ("", (Entry("table.keep_whole", "一页放得下的表不拆开"),)),
        ),
    ),
    (
        "页码、落款、附件",
        (
            (
                "页码",
                (
                    Entry("page_number.style", "页码位置"),
                    Entry("page_number.pattern", "页码样式"),
                ),
            ),
            (
                "页码字体",
                (
                    Entry("page_number.font", "页码字体"),
                    Entry("page_number.size", "页码字号", "磅"),
                ),
            ),
            (
                "离版心、空字",
                (
                    Entry("page_number.below", "页码在版心下", "毫米"),
                    Entry("page_number.inset", "页码离边空", "字"),
                ),
            ),
            ("", (Entry("signature.sealed", "落款加盖印章"),)),
            ("落款前空", (Entry("signature.lines_before", "落款前空行", "行"),)),
            (
                "附件",
                (
                    Entry("annexes.signoff", "附审签单"),
                    Entry("annexes.explanations", "附核实说明"),
                    Entry("annexes.tables", "附统计表"),
                ),
            ),
        ),
    ),
)
"""Every value that is edited, in the order in which it is shown."""

_STYLES = {
    "mirrored": "单页居右、双页居左",
    "center": "居中",
    "right": "居右",
    "none": "不编页码",
}


def captions() -> dict[str, str]:
    """Path of a value to its whole name."""
    return {entry.path: entry.spoken for _, rows in PAGES for _, row in rows for entry in row}


class Field:
    """One value: its widget, how it is read and written."""

    def __init__(self, entry: Entry, widget: QWidget, read: Callable[[], Any]) -> None:
        self.entry = entry
        self.widget = widget
        self.value = read

    def set(self, value: Any) -> None:
        """Show a value, without telling anyone."""
        widget = self.widget
        widget.blockSignals(True)
        if isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
        elif isinstance(widget, Measure):
            widget.setValue(float(value))
        elif isinstance(widget, QComboBox) and not widget.isEditable():
            widget.setCurrentIndex(widget.findData(value))
        elif isinstance(widget, QComboBox):
            widget.setEditText(str(value))
            line = widget.lineEdit()
            if line is not None:
                line.setCursorPosition(0)  # its beginning is what tells one from another
        elif isinstance(widget, QLineEdit):
            widget.setText(str(value))
        widget.blockSignals(False)


def make_fields(faces: list[str], changed: Callable[[], object]) -> dict[str, Field]:
    """Every field by its path. faces: fonts that are offered; any other may be typed."""
    made = {}
    for _, rows in PAGES:
        for _, row in rows:
            for entry in row:
                made[entry.path] = _field(entry, faces, changed)
    return made


def page(rows: tuple[Row, ...], fields: Mapping[str, Field]) -> QScrollArea:
    """A page of fields that scrolls where the window is too small for it."""
    inside = QWidget()
    layout = dialogs.form()
    layout.setContentsMargins(8, 10, 8, 10)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for caption, row in rows:
        widgets = [fields[entry.path].widget for entry in row]
        across = QHBoxLayout()
        across.setSpacing(8)
        for widget in widgets:
            across.addWidget(widget, 0 if isinstance(widget, QCheckBox) else 1)
        if not caption:
            across.addStretch(1)
            layout.addRow(across)
            continue
        label = pieces.label(caption, f"{row[0].path}Label")
        label.setBuddy(widgets[0])
        layout.addRow(label, across)
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    for part in (inside, area.viewport()):
        part.setAutoFillBackground(False)  # the tab shows through
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class Measure(Steps, QDoubleSpinBox):
    """A number with its unit; a 字号 by its name; the wheel changes nothing by accident."""

    def __init__(self, unit: str, zero: str, sizes: bool) -> None:
        super().__init__()
        self._unit = unit
        self._zero = zero
        self._sizes = sizes
        self.setDecimals(2)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        if self._zero and not value:
            return self._zero
        words = f"{value:.2f}".rstrip("0").rstrip(".")
        size = next((n for n, points in SIZES.items() if points == value), "")
        return f"{words} {self._unit}" + (f"（{size}）" if self._sizes and size else "")

    def valueFromText(self, text: str) -> float:
        words = text.strip()
        if self._zero and words == self._zero:
            return 0.0
        if self._sizes and words in SIZES:
            return SIZES[words]
        found = re.search(r"-?\d+(?:\.\d+)?", _halfwidth(words))
        return float(found[0]) if found else self.value()

    def validate(self, text: str, position: int) -> object:
        words = text.strip()
        named = words == self._zero or (self._sizes and words in SIZES)
        number = re.match(r"-?\d+(?:\.\d+)?", _halfwidth(words))
        inside = number is not None and self.minimum() <= float(number[0]) <= self.maximum()
        state = QValidator.State.Acceptable if named or inside else QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        return self.textFromValue(
            max(self.minimum(), min(self.maximum(), self.valueFromText(text)))
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Still(Choice):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _halfwidth(text: str) -> str:
    return text.translate({0xFF10 + n: str(n) for n in range(10)} | {0xFF0E: ".", 0x3002: "."})


def _field(entry: Entry, faces: list[str], changed: Callable[[], object]) -> Field:
    section, name = entry.path.split(".")
    hints = typing.get_type_hints(typing.get_type_hints(Profile)[section], include_extras=True)
    info = msgspec.inspect.type_info(hints[name])
    match info:
        case msgspec.inspect.BoolType():
            field = _check(entry, changed)
        case msgspec.inspect.LiteralType():
            field = _choice(entry, changed)
        case msgspec.inspect.FloatType() | msgspec.inspect.IntType():
            field = _measure(entry, info, changed)
        case _ if name in ("font", "head_font", "latin"):
            field = _face(entry, faces, changed)
        case _:
            edit = QLineEdit()
            edit.setMaxLength(20)
            edit.textChanged.connect(lambda _: changed())
            field = Field(entry, edit, edit.text)
    field.widget.setObjectName(entry.path)
    field.widget.setAccessibleName(entry.spoken)
    pieces.set_tip(field.widget, entry.spoken)
    return field


def _check(entry: Entry, changed: Callable[[], object]) -> Field:
    box = QCheckBox(entry.spoken)
    box.toggled.connect(lambda _: changed())
    return Field(entry, box, box.isChecked)


def _choice(entry: Entry, changed: Callable[[], object]) -> Field:
    combo = _Still()
    for value, words in _STYLES.items():
        combo.addItem(words, value)
    combo.currentIndexChanged.connect(lambda _: changed())
    return Field(entry, combo, combo.currentData)


def _measure(
    entry: Entry,
    info: msgspec.inspect.FloatType | msgspec.inspect.IntType,
    changed: Callable[[], object],
) -> Field:
    whole = isinstance(info, msgspec.inspect.IntType)
    spin = Measure(entry.unit, entry.zero, entry.path.endswith("size"))
    spin.setRange(float(info.ge or 0), float(info.le if info.le is not None else 100))
    spin.setSingleStep(1 if whole or entry.unit == "毫米" else 0.5)
    spin.valueChanged.connect(lambda _: changed())
    return Field(entry, spin, lambda: round(spin.value()) if whole else round(spin.value(), 2))


def _face(entry: Entry, faces: list[str], changed: Callable[[], object]) -> Field:
    combo = _Still()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems(faces)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(14)  # Times New Roman, 方正小标宋简体
    line = combo.lineEdit()
    if line is not None:
        line.setMaxLength(31)
        line.setPlaceholderText(entry.zero)
    combo.currentTextChanged.connect(lambda _: changed())
    return Field(entry, combo, lambda: combo.currentText().strip())
