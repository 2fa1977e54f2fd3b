"""导出: names by the office's pattern, annexes, layouts, files that are open, stopping, many at once."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from giadesk.core.errors import StorageFailed
from giadesk.core.form import Form
from giadesk.sample import last_years_report
from giadesk.ui.batch_export import BatchSummary, Outcome, summary_of
from giadesk.ui.export_choices import stem_of
from giadesk.ui.export_dialog import ExportDialog
from giadesk.ui.flows import Flows

InDialog = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    place = tmp_path / "home"
    monkeypatch.setenv("GIADESK_HOME", str(place))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "导出"
    place.mkdir()
    return place


@pytest.fixture
def make_dialog(
    qtbot: QtBot, form: Form, settings: QSettings, folder: Path
) -> Callable[..., ExportDialog]:
    def make(**office: str) -> ExportDialog:
        report = last_years_report(form)
        dialog = ExportDialog(None, report, form, (), settings, office)
        qtbot.addWidget(dialog)
        dialog.choices.folder.setText(str(folder))
        dialog.show()
        return dialog

    return make


def choose(dialog: Any, folder: Path, *kinds: str) -> None:
    """Tick these kinds and no others, into that folder."""
    dialog.choices.folder.setText(str(folder))
    for kind, box in dialog.choices.kinds.items():
        box.setChecked(kind in kinds)


def accept(dialog: Any) -> None:
    assert dialog.ok.isEnabled(), dialog.warning.text()
    dialog.ok.click()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def said(flows: Flows, words: str) -> bool:
    return any(words in text for text in flows.window.messages.texts)


# --- the dialog ----------------------------------------------------------------------------------


def test_files_are_called_as_the_office_calls_them(make_dialog: Any, folder: Path) -> None:
    dialog = make_dialog(names="{年度}-{单位}-{内容}")
    choose(dialog, folder, "docx", "xlsx", "package", "bundle", "sheet")
    assert dialog.choices.stem.text() == "2024-云岭县白鹭镇人民政府-{内容}"
    assert {path.name for path in dialog.targets.values()} == {
        "2024-云岭县白鹭镇人民政府-报告.docx",
        "2024-云岭县白鹭镇人民政府-统计表.xlsx",
        "2024-云岭县白鹭镇人民政府-数据包.gia",
        "2024-云岭县白鹭镇人民政府-报送材料.zip",
        "2024-云岭县白鹭镇人民政府-审签单.docx",
    }
    assert "2024-云岭县白鹭镇人民政府-统计表.xlsx" in dialog.names.text()


def test_a_pattern_that_cannot_be_used_gives_way_to_the_usual_one(form: Form) -> None:
    report = last_years_report(form)
    usual = "云岭县白鹭镇人民政府2024年政府信息公开工作年度报告"
    assert stem_of({"names": "{没有}"}, report, form) == usual
    assert stem_of({}, report, form) == usual


@pytest.mark.parametrize(
    ("stem", "fault"), [("a/b", "/"), ("{谁}", "没有“{谁}”"), ("", "请写文件名")]
)
def test_a_name_that_no_disk_takes_is_said(
    make_dialog: Any, folder: Path, stem: str, fault: str
) -> None:
    dialog = make_dialog()
    dialog.choices.stem.setText(stem)
    assert fault in dialog.warning.text()
    assert not dialog.ok.isEnabled()
    dialog.choices.stem.setText("报告")
    assert dialog.ok.isEnabled()
    dialog.choices.folder.setText(str(folder / "没有"))
    assert "文件夹不存在" in dialog.warning.text()


def test_a_file_that_wps_has_open_is_said(make_dialog: Any, folder: Path) -> None:
    dialog = make_dialog()
    choose(dialog, folder, "docx")
    dialog.choices.stem.setText("报告")
    (folder / "报告.docx").write_bytes(b"x")
    dialog.choices.stem.setText("报告 ")
    assert "将被替换：报告.docx" in dialog.warning.text()
    (folder / "~$报告.docx").write_bytes(b"x")
    dialog.choices.stem.setText("报告")
    assert "“报告.docx”正在 WPS 或 Word 中打开，请先关闭" in dialog.warning.text()
    assert dialog.ok.isEnabled()  # the mark may have been left behind


def test_enter_exports_wherever_one_types(qtbot: QtBot, make_dialog: Any, folder: Path) -> None:
    dialog = make_dialog()
    choose(dialog, folder, "docx")
    assert dialog.ok.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.choices.folder, Qt.Key.Key_Return)


def test_the_choices_are_kept_for_the_next_time(make_dialog: Any, folder: Path) -> None:
    first = make_dialog()
    choose(first, folder, "pdf", "sheet")
    first.choices.annex_boxes["explanations"].setChecked(True)
    first.accept()
    again = make_dialog()
    assert again.choices.chosen == ["pdf", "sheet"]
    assert again.choices.annexes == ("explanations",)
    assert again.choices.target == folder


def test_the_offices_layout_is_the_one_that_is_offered(make_dialog: Any) -> None:
    assert make_dialog(layout="local-29").choices.layout_id == "local-29"
    assert make_dialog(layout="gone").choices.layout_id == "gbt9704"


# --- one report ----------------------------------------------------------------------------------


def test_annexes_layout_and_zip_are_written(
    qtbot: QtBot, flows: Flows, sample_page: Any, in_dialog: InDialog, folder: Path
) -> None:
    flows.desk.set_office({"layout": "local-33", "names": "{单位}{内容}"})

    def work(dialog: Any) -> None:
        choose(dialog, folder, "docx", "bundle", "sheet")
        dialog.choices.annex_boxes["signoff"].setChecked(True)
        accept(dialog)

    in_dialog(work)
    flows.handing.export()
    qtbot.waitUntil(lambda: said(flows, "已导出"), timeout=20000)
    unit = sample_page.session.report.unit
    assert names_in(folder) == {f"{unit}报告.docx", f"{unit}报送材料.zip", f"{unit}审签单.docx"}
    with zipfile.ZipFile(folder / f"{unit}报送材料.zip") as bundle:
        assert bundle.namelist() == [f"{unit}报告.docx", f"{unit}统计表.xlsx", f"{unit}数据包.gia"]
    with zipfile.ZipFile(folder / f"{unit}报告.docx") as document:
        body = document.read("word/document.xml").decode()
    assert "保密审查人" in body
    assert 'w:line="660"' in body or 'w:linePitch="660"' in body  # 33 pt
    versions = flows.desk.library.versions(sample_page.opened.id)
    assert [version.reason for version in versions] == ["export"]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_web_page_has_charts_of_the_years_unless_they_are_not_wanted(
    qtbot: QtBot,
    flows: Flows,
    sample_page: Any,
    in_dialog: InDialog,
    folder: Path,
    wanted: bool,
) -> None:
    from giadesk.sample import filled

    session = sample_page.session
    session.set_values(filled(session.report, session.form).values, "填写")

    def work(dialog: Any) -> None:
        choose(dialog, folder, "html")
        dialog.choices.charts.setChecked(wanted)
        accept(dialog)

    in_dialog(work)
    flows.handing.export()
    qtbot.waitUntil(lambda: said(flows, "已导出"), timeout=20000)
    text = next(folder.glob("*.html")).read_text("utf-8")
    assert ("<svg" in text) == wanted
    if wanted:
        assert "（2024—2025年）" in text


def test_the_clerk_goes_on_while_files_are_written(
    qtbot: QtBot,
    flows: Flows,
    sample_page: Any,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A writer that waits holds up nothing; what is typed meanwhile is not in the file."""
    from decimal import Decimal

    from giadesk.exports import bundle

    go, write = threading.Event(), bundle.write_file
    monkeypatch.setattr(bundle, "write_file", lambda *a: (go.wait(20), write(*a)))
    session = sample_page.session
    given = flows.desk.handover(sample_page.opened, session.report)
    flows.handing.write_files(sample_page, given, {"package": folder / "a.gia"})
    qtbot.waitUntil(flows.window.jobs.isVisible, timeout=5000)
    session.set_values({"disclosure/rules/made": Decimal(41)}, "填写")
    assert session.flush()
    assert names_in(folder) == set()
    go.set()
    qtbot.waitUntil(lambda: said(flows, "已导出"), timeout=20000)
    assert "disclosure/rules/made" not in flows.desk.read(folder / "a.gia").report.values


def test_an_export_can_be_stopped(
    qtbot: QtBot,
    flows: Flows,
    sample_page: Any,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from giadesk.exports import bundle

    go, write = threading.Event(), bundle.write_file

    def slow(kind: Any, given: Any, target: Path) -> None:
        if kind == "xlsx":
            go.wait(20)
        write(kind, given, target)

    monkeypatch.setattr(bundle, "write_file", slow)
    given = flows.desk.handover(sample_page.opened, sample_page.session.report)
    targets = {kind: folder / f"a.{kind}" for kind in ("package", "xlsx", "html")}
    flows.handing.write_files(sample_page, given, targets)
    qtbot.waitUntil(lambda: (folder / "a.package").exists(), timeout=10000)
    stop: list[QPushButton] = []
    qtbot.waitUntil(
        lambda: bool(stop.extend(flows.window.jobs.findChildren(QPushButton, "jobStop")) or stop)
    )
    stop[0].click()
    go.set()
    assert said(flows, "已停止导出。已经写好：a.package")
    qtbot.waitUntil(lambda: (folder / "a.xlsx").exists(), timeout=10000)
    assert not (folder / "a.html").exists()


def test_a_target_that_is_locked_leads_back_to_the_dialog(
    qtbot: QtBot,
    flows: Flows,
    sample_page: Any,
    in_dialog: InDialog,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from giadesk.exports import bundle

    def locked(kind: Any, given: Any, target: Path) -> None:
        raise StorageFailed("无法写入", "没有写入权限，或文件正被 WPS、Word 打开", "请关闭")

    monkeypatch.setattr(bundle, "write_file", locked)
    given = flows.desk.handover(sample_page.opened, sample_page.session.report)
    flows.handing.write_files(sample_page, given, {"docx": folder / "a.docx"})
    qtbot.waitUntil(lambda: said(flows, "正被 WPS、Word 打开"))
    seen = in_dialog(lambda dialog: dialog.reject())
    again = flows.window.messages.findChild(QPushButton, "messageAction")
    assert again is not None
    again.click()
    assert seen == ["exportDialog"]


# --- many reports --------------------------------------------------------------------------------


@pytest.fixture
def three(qtbot: QtBot, flows: Flows) -> list[Any]:
    """Three reports in the list."""
    for year in (2024, 2025, 2026):
        flows.desk.blank("云岭县白鹭镇人民政府", year)
    flows.refresh()
    panel = flows.window.start.bring_library()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    return list(panel.model.everything)


def test_several_reports_are_exported_by_keys(
    qtbot: QtBot, flows: Flows, three: list[Any], in_dialog: InDialog, folder: Path
) -> None:
    panel = flows.window.start.bring_library()
    assert not panel.selection.isVisible()
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.selected.text() == "已选 2 份报告"
    assert panel.selection.isVisible()

    def work(dialog: Any) -> None:
        label = dialog.findChild(QLabel, "batchReports")
        assert "共 2 份报告" in label.text()
        choose(dialog, folder, "docx", "package")
        accept(dialog)

    seen = in_dialog(work)
    qtbot.keyClick(panel.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(flows, "已导出 2 份报告，4 个文件"), timeout=20000)
    assert seen == ["batchExportDialog"]
    stem = "云岭县白鹭镇人民政府{}年政府信息公开工作年度报告.{}"
    assert names_in(folder) == {
        stem.format(year, suffix) for year in (2026, 2025) for suffix in ("docx", "gia")
    }
    assert said(flows, "2 份有强制性审核没有通过")


def test_two_reports_of_one_name_do_not_overwrite_each_other(
    qtbot: QtBot, flows: Flows, three: list[Any], folder: Path
) -> None:
    from giadesk.ui.batch_export import Order

    order = Order(("package",), (), "gbt9704", "报告", folder)
    flows.handing.write_many(three, order)
    qtbot.waitUntil(lambda: said(flows, "已导出 3 份报告，3 个文件"), timeout=20000)
    assert names_in(folder) == {"报告.gia", "报告（2）.gia", "报告（3）.gia"}


def test_a_report_that_fails_holds_up_no_other_and_is_named(
    qtbot: QtBot, flows: Flows, three: list[Any], in_dialog: InDialog, folder: Path
) -> None:
    from giadesk.ui.batch_export import Order

    (folder / "2025.gia").mkdir()  # a folder stands where the file should
    order = Order(("package",), (), "gbt9704", "{年度}", folder)
    flows.handing.write_many(three, order)
    qtbot.waitUntil(lambda: said(flows, "1 份没有导出"), timeout=20000)
    assert names_in(folder) == {"2024.gia", "2025.gia", "2026.gia"}

    def look(dialog: BatchSummary) -> None:
        assert "2025年" in dialog.table.item(0, 0).text()
        assert dialog.table.item(0, 2).text() == "没有导出"
        assert "文件夹" in dialog.table.item(0, 3).text()
        assert dialog.table.rowCount() == 3
        dialog.accept()

    seen = in_dialog(look)
    actions = flows.window.messages.findChildren(QPushButton, "messageAction")
    next(button for button in actions if "查看结果" in button.text()).click()
    assert seen == ["batchSummary"]


def test_what_came_of_it_is_said_in_a_sentence(three: list[Any]) -> None:
    done = [Outcome(row, (Path("a"),)) for row in three]
    assert summary_of(done, 3) == ("已导出 3 份报告，3 个文件。", True)
    words, well = summary_of([*done[:1], Outcome(three[1], fault="磁盘已满")], 3)
    assert words == "已导出 1 份报告，1 个文件；1 份没有导出；停止时还有 1 份没有导出。"
    assert not well


def test_delete_takes_away_one_report_at_a_time(
    qtbot: QtBot, flows: Flows, three: list[Any]
) -> None:
    panel = flows.window.start.bring_library()
    panel.table.selectAll()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert len(flows.desk.rows()) == 3
