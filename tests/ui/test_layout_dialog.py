"""版式: choosing, changing, keeping and handing on layouts, with a sample that follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from giadesk.core.form import Form
from giadesk.exports.profile import load_profile
from giadesk.sample import last_years_report
from giadesk.ui import theme
from giadesk.ui.layout_dialog import LayoutDialog, stand_ins
from giadesk.ui.layout_fields import Measure


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def dialog(qtbot: QtBot, form: Form, settings: QSettings) -> LayoutDialog:
    dialog = LayoutDialog(None, "gbt9704", last_years_report(form), form, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def spin(dialog: LayoutDialog, path: str) -> Measure:
    widget = dialog.fields[path].widget
    assert isinstance(widget, Measure)
    return widget


def type_in(qtbot: QtBot, dialog: LayoutDialog, path: str, text: str) -> None:
    widget = spin(dialog, path)
    widget.setFocus()
    widget.selectAll()
    widget.lineEdit().setText(text)
    qtbot.keyClick(widget, Qt.Key.Key_Tab)


def first_ink(dialog: LayoutDialog) -> int:
    """The topmost dark dot of the sample's first page."""
    dialog.sheet.set_scale(1.0)
    image: QImage = dialog.sheet.grab().toImage()
    return next(
        y
        for y in range(dialog.sheet.GAP + 4, image.height())
        if any(QColor(image.pixel(x, y)).lightness() < 110 for x in range(60, 560, 2))
    )


def test_what_a_layout_yields_is_said_and_the_sample_is_there(dialog: LayoutDialog) -> None:
    assert dialog.result_.text() == "每页 22 行 × 28 字，示例共 4 页"
    assert len(dialog.sheet.pages) == 4
    assert dialog.combo.count() == 6
    assert "20 行 × 28 字" in dialog.combo.itemText(dialog.combo.findData("local-33"))
    dialog.accept()
    assert dialog.chosen == "gbt9704"


def test_choosing_another_layout_shows_its_values(dialog: LayoutDialog) -> None:
    dialog.combo.setCurrentIndex(dialog.combo.findData("local-28"))
    assert spin(dialog, "grid.line").text() == "28 磅"
    assert "版心下部空" in dialog.result_.text()
    dialog.accept()
    assert dialog.chosen == "local-28"


def test_the_sample_follows_what_is_typed(qtbot: QtBot, dialog: LayoutDialog) -> None:
    before = first_ink(dialog)
    type_in(qtbot, dialog, "page.top", "４５ 毫米")
    qtbot.waitUntil(lambda: "保存并使用" in dialog.ok.text())
    assert dialog.fields["page.top"].value() == 45
    assert first_ink(dialog) - before == pytest.approx(8 / 25.4 * 72, abs=2)
    type_in(qtbot, dialog, "page.bottom", "27")
    qtbot.waitUntil(lambda: dialog.result_.text().startswith("每页 22 行 × 28 字"))


def test_a_changed_layout_becomes_the_offices_own(
    qtbot: QtBot, dialog: LayoutDialog, home: Path
) -> None:
    dialog.combo.setCurrentIndex(dialog.combo.findData("local-29"))
    type_in(qtbot, dialog, "body.size", "小三")
    dialog.name.setText("柳河镇版式")
    dialog.accept()
    assert dialog.chosen == "柳河镇版式"
    saved = load_profile("柳河镇版式")
    assert saved.body.size == 15
    assert saved.about.based_on == "local-29"
    assert (home / "layout" / "柳河镇版式.toml").is_file()


def test_an_own_layout_is_changed_in_its_place_and_reset(
    qtbot: QtBot, dialog: LayoutDialog, form: Form, settings: QSettings
) -> None:
    type_in(qtbot, dialog, "page.top", "40")
    dialog.save_as()
    assert dialog.combo.currentData() == "本单位版式"
    assert not dialog.changed
    dialog.go_back()
    assert dialog.fields["page.top"].value() == 37
    dialog.accept()
    assert dialog.chosen == "本单位版式"
    assert load_profile("本单位版式").page.top == 37


def test_a_wrong_value_is_said_and_not_kept(qtbot: QtBot, dialog: LayoutDialog, home: Path) -> None:
    type_in(qtbot, dialog, "grid.line", "12")
    qtbot.waitUntil(lambda: bool(dialog.warning.text()))
    assert "行距：行距 12 磅小于正文字号 16 磅" in dialog.warning.text()
    assert not dialog.ok.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    assert not (home / "layout").exists()
    type_in(qtbot, dialog, "grid.line", "自动")
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert dialog.warning.text() == ""


def test_numbers_out_of_range_are_taken_to_the_limit(qtbot: QtBot, dialog: LayoutDialog) -> None:
    type_in(qtbot, dialog, "page.left", "900")
    assert dialog.fields["page.left"].value() == 80
    type_in(qtbot, dialog, "page.left", "随便")
    assert dialog.fields["page.left"].value() == 80
    qtbot.waitUntil(lambda: bool(dialog.warning.text()) or len(dialog.sheet.pages) > 4)


def test_a_face_that_is_missing_is_said_with_what_stands_in(
    qtbot: QtBot, dialog: LayoutDialog
) -> None:
    combo: Any = dialog.fields["title.font"].widget
    combo.setEditText("没有这种字体")
    qtbot.waitUntil(lambda: "没有这种字体→" in dialog.faces.text())
    assert "Word 文件仍写标准名称" in dialog.faces.text()
    assert dialog.ok.isEnabled()


def test_nothing_is_said_where_every_face_is_there(dialog: LayoutDialog) -> None:
    from giadesk.exports.pdf import Pages

    made = Pages([], [], [], "", [])
    assert stand_ins(made, load_profile()) == ""


def test_deleting_asks_and_falls_back(
    qtbot: QtBot, dialog: LayoutDialog, in_dialog: Callable[..., list[str]]
) -> None:
    assert not dialog.remove.isEnabled()
    type_in(qtbot, dialog, "page.top", "40")
    dialog.save_as()
    assert dialog.remove.isEnabled()
    seen = in_dialog(lambda box: box.findChild(QPushButton, "choice0").click())
    dialog.delete()
    assert seen == ["question"]
    assert dialog.combo.findData("本单位版式") < 0
    assert dialog.chosen == "gbt9704"


def test_a_file_that_was_handed_on_is_taken_over(dialog: LayoutDialog, tmp_path: Path) -> None:
    good, bad = tmp_path / "县里的.toml", tmp_path / "坏.toml"
    good.write_text('[about]\nname = "县里的"\nbased_on = "local-33"\n[page]\nleft = 26\n', "utf-8")
    bad.write_text("[page]\ntop = 900\n", "utf-8")
    dialog.bring_file(good)
    assert dialog.combo.currentData() == "县里的"
    assert dialog.fields["page.left"].value() == 26
    dialog.bring_file(bad)
    assert "上边距：是“900”，应为 5 至 80 的数" in dialog.warning.text()
    assert dialog.combo.currentData() == "县里的"


def test_a_broken_own_layout_can_be_looked_at_but_not_used(
    qtbot: QtBot, dialog: LayoutDialog, home: Path
) -> None:
    (home / "layout").mkdir()
    (home / "layout" / "坏.toml").write_text(
        '[about]\nname = "坏"\nbased_on = "gbt9704"\n[grid]\nline = 3\n', "utf-8"
    )
    dialog.list_profiles("坏")
    assert "不能用" in dialog.combo.currentText()
    assert "行距" in dialog.warning.text()
    assert not dialog.ok.isEnabled()


@pytest.mark.parametrize("zoom", [100, 200])
def test_it_fits_a_small_screen(
    qtbot: QtBot, form: Form, settings: QSettings, flows: Any, zoom: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, zoom)
    try:
        sample = last_years_report(form)
        dialog = LayoutDialog(flows.window, "gbt9704", sample, form, settings)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.width() <= 1366
        assert dialog.height() <= 768
        tabs = dialog.findChild(QTabWidget, "layoutPages")
        assert tabs is not None
        assert tabs.count() == 4
        for field in dialog.fields.values():
            assert field.widget.accessibleName()
    finally:
        theme.apply(application)


def test_no_name_of_a_font_is_cut_on_a_small_screen(
    qtbot: QtBot, qapp: QApplication, form: Form, settings: QSettings
) -> None:
    theme.apply(qapp, 200)
    try:
        wide = LayoutDialog(None, "gbt9704", last_years_report(form), form, settings)
        qtbot.addWidget(wide)
        wide.show()
        tabs = wide.findChild(QTabWidget, "layoutPages")
        assert tabs is not None
        tabs.setCurrentIndex(1)
        combo = wide.fields["body.latin"].widget
        assert isinstance(combo, QComboBox)
        line = combo.lineEdit()
        assert line is not None
        assert combo.currentText() == "Times New Roman"
        needed = line.fontMetrics().horizontalAdvance(combo.currentText())
        qtbot.waitUntil(lambda: line.contentsRect().width() >= needed)
        assert wide.width() <= 1366
    finally:
        theme.apply(qapp)
