"""版式: choose how the report looks on paper, change it, and see at once what comes of it.

The sample is painted from the same pages as the .pdf and 预览. A wrong value is said in a sentence and
nothing is kept of it; the dialog never stops the clerk from going on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from giadesk.core.errors import UserError
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports import own_layouts
from giadesk.exports.pdf import Pages, pages
from giadesk.exports.profile import DEFAULT, Profile, load_profile
from giadesk.ui import dialogs, layout_fields, pieces
from giadesk.ui.choices import choice
from giadesk.ui.dialogs import Dialog
from giadesk.ui.preview import WIDTH, Sheet

_PAUSE = 120
"""Milliseconds after the last change before the sample is set anew (it takes about 15)."""
OWN_NAME = "本单位版式"
_FILES = "版式文件 (*.toml)"


class LayoutDialog(Dialog):
    """The profiles there are, one of them with its values, and its sample. `chosen` after 使用."""

    def __init__(
        self,
        parent: QWidget | None,
        present: str,
        sample: Report,
        form: Form,
        settings: QSettings,
    ) -> None:
        super().__init__(parent, "layoutDialog", "版式", "使用这个版式")
        self.chosen = present
        self._sample = sample
        self._form = form
        self._settings = settings
        self._profile = load_profile(DEFAULT)
        self._wanted: Profile | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.show_sample)
        self.sheet = Sheet([])
        self.area = QScrollArea()
        self.area.setProperty("kind", "pages")
        faces = [*dict.fromkeys((*self._profile.fonts, *_installed()))]
        self.fields = layout_fields.make_fields(faces, self._changed)
        self.body.addLayout(self._top())
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.splitterMoved.connect(lambda *_: self.fit())
        split.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(split, 1)
        self.faces = pieces.label("", "layoutFaces", "muted", wrap=True)
        self.body.addWidget(self.faces)
        self.finish()
        self.set_size(86, 46)
        self.list_profiles(present)

    # -- what there is -------------------------------------------------------------------------

    def list_profiles(self, select: str) -> None:
        """List every profile anew and show that one, or the default where it is gone."""
        self.combo.blockSignals(True)
        self.combo.clear()
        for one in own_layouts.listed():
            words = f"{one.name}　{one.yields}" if not one.fault else f"{one.name}　（不能用）"
            self.combo.addItem(("本单位：" if one.own else "") + words, one.id)
            self.combo.setItemData(
                self.combo.count() - 1, one.fault or words, Qt.ItemDataRole.ToolTipRole
            )
        place = self.combo.findData(select)
        self.combo.setCurrentIndex(max(place, 0))
        self.combo.blockSignals(False)
        self._load()

    @property
    def changed(self) -> bool:
        """Whether the fields differ from the profile that was loaded."""
        return self._values() != self._loaded or self.name.text().strip() != self._name

    def _load(self) -> None:
        name = str(self.combo.currentData())
        self._own = own_layouts.is_own(name)
        self._broken = ""
        try:
            self._profile = load_profile(name)
        except UserError as error:
            self._broken = f"{error.what}：{self._in_words(error.why)}"
            self._profile = load_profile(DEFAULT)
        values = own_layouts.values_of(self._profile)
        for path, field in self.fields.items():
            section, key = path.split(".")
            field.set(values[section][key])
        self._name = self._profile.about.name if self._own else OWN_NAME
        self.name.blockSignals(True)
        self.name.setText(self._name)
        self.name.blockSignals(False)
        self._loaded = self._values()
        self.remove.setEnabled(self._own)
        self.show_sample()

    def _values(self) -> dict[str, Any]:
        values = own_layouts.values_of(self._profile)
        for path, field in self.fields.items():
            section, key = path.split(".")
            values[section][key] = field.value()
        return values

    # -- what comes of it ----------------------------------------------------------------------

    def _changed(self) -> None:
        self._timer.start()

    def show_sample(self) -> None:
        """Judge the values and paint the sample with them; what is wrong is said instead."""
        self._timer.stop()
        self._wanted = None
        changed = self.changed
        self.reset.setEnabled(changed or self._own)
        if self._broken and not changed:
            self.warn(self._broken)
            self.ok.setEnabled(False)
            return
        try:
            wanted = own_layouts.judged(self._values(), self._profile.id or DEFAULT)
        except UserError as error:
            self.warn(self._in_words(error.why))
            self.ok.setEnabled(False)
            return
        self._wanted = wanted
        made = pages(self._sample, self._form, wanted)
        self.sheet.show_pages(made.pages)
        self.result_.setText(f"每页 {wanted.yields}，示例共 {len(made.pages)} 页")
        self.faces.setText(stand_ins(made, wanted))
        self.faces.setVisible(bool(self.faces.text()))
        self.ok.setEnabled(not changed or bool(self.name.text().strip()))
        self.ok.setText("保存并使用" if changed else "使用这个版式")
        self.warn("" if self.ok.isEnabled() else "请给版式起一个名称")

    def _in_words(self, why: str) -> str:
        """Faults with the names that the fields have here."""
        for path, spoken in layout_fields.captions().items():
            why = why.replace(f"{path}：", f"{spoken}：").replace(path, spoken)
        return why

    def fit(self) -> None:
        """The sample as wide as its place."""
        room = self.area.viewport().width() - 2 * self.sheet.GAP - 1
        self.sheet.set_scale(max(0.3, min(1.6, room / WIDTH)))

    def showEvent(self, event: Any) -> None:
        """Half of it for the fields, more where their names of fonts would be cut."""
        super().showEvent(event)
        room = self._split.width() - self._split.handleWidth()
        left = min(max(room // 2, self._split.widget(0).sizeHint().width()), room * 3 // 5)
        self._split.setSizes([left, room - left])

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.fit)

    # -- what is done --------------------------------------------------------------------------

    def accept(self) -> None:
        """Keep what was changed as a profile of the office, and take it."""
        self.show_sample()
        if not self.ok.isEnabled() or self._wanted is None:
            return
        if not self.changed:
            self.chosen = str(self.combo.currentData())
        elif not self._try(lambda: self._keep(new=not self._own)):
            return
        super().accept()

    def save_as(self) -> None:
        """Keep the values as another profile of the office and go on with that."""
        self.show_sample()
        if self._wanted is not None and self.name.text().strip():
            self._try(lambda: self._keep(new=True))
            self.list_profiles(self.chosen)

    def _keep(self, *, new: bool) -> None:
        assert self._wanted is not None
        name = self.name.text().strip()
        base = own_layouts.base_of(self._profile) if self._own else self._profile
        about = msgspec.structs.replace(
            self._wanted.about, name=name, source="本单位", based_on=base.id
        )
        made_id = own_layouts.new_id(name) if new else str(self.combo.currentData())
        made = msgspec.structs.replace(self._wanted, about=about, id=made_id)
        self.chosen = own_layouts.save_own(made).id

    def go_back(self) -> None:
        """Show the values of the shipped profile again; kept only with 保存."""
        base = own_layouts.base_of(self._profile) if self._own else self._profile
        values = own_layouts.values_of(base)
        for path, field in self.fields.items():
            section, key = path.split(".")
            field.set(values[section][key])
        self.show_sample()

    def delete(self) -> None:
        """Remove the office's own profile."""
        from giadesk.ui.messages import ask

        words = "已经导出的文件不受影响。"
        if ask(self, f"删除版式“{self._name}”吗？", words, ["删除"], dangerous=True) == 0:
            name = str(self.combo.currentData())
            if self._try(lambda: own_layouts.remove_own(name)):
                if self.chosen == name:
                    self.chosen = DEFAULT
                self.list_profiles(DEFAULT)

    def bring(self) -> None:
        """Take over a layout file that somebody handed on."""
        folder = dialogs.kept_folder(self._settings, "layout/folder")
        path, _ = QFileDialog.getOpenFileName(self, "导入版式文件", folder, _FILES)
        if path:
            self.bring_file(Path(path))

    def bring_file(self, path: Path) -> None:
        """Take over that file; a faulty one is told."""
        made: list[Profile] = []
        if self._try(lambda: made.append(own_layouts.import_own(path))):
            self._settings.setValue("layout/folder", str(path.parent))
            self.list_profiles(made[0].id)

    def hand_on(self) -> None:
        """Write the profile that is chosen as a file for another machine."""
        name = str(self.combo.currentData())
        folder = dialogs.kept_folder(self._settings, "layout/folder")
        path, _ = QFileDialog.getSaveFileName(
            self, "导出版式文件", str(Path(folder) / f"{name}.toml"), _FILES
        )
        if path:
            self._try(lambda: own_layouts.export_layout(name, Path(path)))

    def _try(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except UserError as error:
            self.warn(f"{error.what}：{self._in_words(error.why)}" if error.why else str(error))
            return False
        return True

    # -- how it looks --------------------------------------------------------------------------

    def _top(self) -> QVBoxLayout:
        self.combo = choice("layouts", "版式", 10)
        self.combo.currentIndexChanged.connect(lambda _: self._load())
        self.name = QLineEdit()
        self.name.setObjectName("layoutName")
        self.name.setAccessibleName("版式名称")
        self.name.setMaxLength(40)
        self.name.textChanged.connect(lambda _: self._changed())
        first, second = QHBoxLayout(), QHBoxLayout()
        label = pieces.label("版式", "layoutsLabel")
        label.setBuddy(self.combo)
        first.addWidget(label)
        first.addWidget(self.combo, 1)
        first.addWidget(pieces.button("导入……", "bringLayout", self.bring))
        first.addWidget(pieces.button("导出……", "handLayout", self.hand_on))
        self.remove = pieces.button("删除", "removeLayout", self.delete)
        first.addWidget(self.remove)
        named = pieces.label("改动后保存为", "layoutNameLabel")
        named.setBuddy(self.name)
        second.addWidget(named)
        second.addWidget(self.name, 1)
        second.addWidget(pieces.button("另存为新版式", "saveLayoutAs", self.save_as))
        self.reset = pieces.button(
            "恢复原值", "resetLayout", self.go_back, tip="恢复成随程序提供的版式的值"
        )
        second.addWidget(self.reset)
        both = QVBoxLayout()
        both.addLayout(first)
        both.addLayout(second)
        return both

    def _left(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("layoutPages")
        tabs.setAccessibleName("版式的各项")
        for title, rows in layout_fields.PAGES:
            tabs.addTab(layout_fields.page(rows, self.fields), title)
        tabs.setUsesScrollButtons(True)
        return tabs

    def _right(self) -> QWidget:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        self.result_ = pieces.label("", "layoutYields", "heading", wrap=True)
        self.area.setObjectName("layoutSample")
        self.area.setAccessibleName("版式示例")
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setWidget(self.sheet)
        layout.addWidget(self.result_)
        layout.addWidget(self.area, 1)
        return right


def stand_ins(made: Pages, profile: Profile) -> str:
    """Which face stands in for each that this machine has not; "" where it has all."""
    found = []
    for asked, used in made.replaced:
        face = used or _found(asked)
        if face != asked and asked in _named(profile):
            found.append(f"{asked}→{face}")
    if not found:
        return ""
    return (
        f"示例、预览和 PDF 里，本机没有的字体这样代替：{'；'.join(found)}。Word 文件仍写标准名称。"
    )


def _found(asked: str) -> str:
    """The face that Qt finds where nothing that was named is there, for what is written in it."""
    text = QTextLayout("A" if asked.isascii() else "文", QFont(asked))
    text.beginLayout()
    text.createLine().setLineWidth(1000)
    text.endLayout()
    runs = text.glyphRuns()
    return runs[0].rawFont().familyName() if runs else ""


def _named(profile: Profile) -> set[str]:
    """The faces that the profile itself asks for."""
    return {
        str(value)
        for section in own_layouts.values_of(profile).values()
        if isinstance(section, dict)
        for key, value in section.items()
        if key in ("font", "head_font", "latin")
    }


def _installed() -> list[str]:
    from PySide6.QtGui import QFontDatabase

    return [
        family
        for family in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        if len(family) <= 31 and not set(family) & set('"<>&;')
    ]
